//! What SSH keys, signing certificates and service-specific credentials have in common: they are a user's, and active or not.

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_identity::records::{OF_USER, User, UserCredential, key};
use neargate_store::{Expect, Range, ReadRecords as _, Reader, WriteRecords as _};
use neargate_wire::Context;

use crate::refusal::Refusal;
use crate::resource::Resource as _;
use crate::{Iam, model};

/// All of a user.
pub(crate) fn of(
    reader: &mut dyn Reader,
    account: &AccountId,
    user: &str,
) -> Result<Vec<UserCredential>, Refusal> {
    let found = reader.lookup_records(account.as_str(), REGION, OF_USER, &key(user), Range::all())?;
    Ok(found.into_iter().map(|found| found.value).collect())
}

pub(crate) fn status(active: bool) -> model::StatusType {
    if active { model::StatusType::Active } else { model::StatusType::Inactive }
}

/// Whether a request wants one active. Credentials of users don't expire by request.
pub(crate) fn is_active(status: Option<&model::StatusType>) -> bool {
    status == Some(&model::StatusType::Active)
}

impl Iam {
    /// Adds one to a user's, unless `objection` has something against it, knowing the others.
    pub(crate) async fn add_credential(
        &self,
        context: &Context,
        fresh: UserCredential,
        objection: impl Fn(&User, &[UserCredential]) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<UserCredential, Refusal> {
        let account = context.scope.account.clone();
        let written = self.identity.store().write(context.durability, move |w| {
            let user = User::find(w, &account, &fresh.user)?;
            objection(&user, &of(w, &account, &user.name)?)?;
            let fresh = UserCredential { user: user.name, ..fresh.clone() };
            w.put_record(account.as_str(), REGION, &fresh, Expect::Absent)?;
            Ok(fresh)
        });
        written.await
    }

    /// Those of a user that are of a kind, by id.
    pub(crate) async fn credentials(
        &self,
        context: &Context,
        user: &str,
        is: fn(&UserCredential) -> bool,
    ) -> Result<Vec<UserCredential>, Refusal> {
        let account = &context.scope.account;
        let read = self.identity.store().read(|r| {
            let user = User::find(r, account, user)?;
            of(r, account, &user.name)
        });
        let mut found = read.await?;
        found.retain(is);
        found.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(found)
    }

    /// Changes one, or deletes it if `change` says so. `is` tells the kind, and whose it must be.
    pub(crate) async fn change_credential<T: Send + 'static>(
        &self,
        context: &Context,
        user: String,
        id: String,
        is: fn(&UserCredential) -> bool,
        none: fn(&str) -> Refusal,
        change: impl Fn(&mut UserCredential) -> (Fate, T) + Send + 'static,
    ) -> Result<T, Refusal> {
        let account = context.scope.account.clone();
        let written = self.identity.store().write(context.durability, move |w| {
            let user = User::find(w, &account, &user)?;
            let found =
                w.get_record::<UserCredential>(account.as_str(), REGION, &id)?.map(|found| found.value);
            let found = found.filter(|found| is(found) && key(&found.user) == key(&user.name));
            let mut found = found.ok_or_else(|| none(&id))?;
            let (fate, result) = change(&mut found);
            match fate {
                Fate::Kept => {
                    w.put_record(account.as_str(), REGION, &found, Expect::Any)?;
                }
                Fate::Deleted => {
                    w.delete_record::<UserCredential>(account.as_str(), REGION, &id, Expect::Any)?;
                }
            }
            Ok(result)
        });
        written.await
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Fate {
    Kept,
    Deleted,
}
