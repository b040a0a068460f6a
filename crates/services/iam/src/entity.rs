//! What users, groups and roles have in common: a name, an ARN, policies.

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_identity::records::{Group, Policies, Role, User, key};
use neargate_store::{Expect, ReadRecords as _, Reader, Record, WriteRecords as _, Writer};
use neargate_wire::Context;

use crate::Iam;
use crate::refusal::Refusal;

pub(crate) trait Entity: Record + Send + 'static {
    /// As errors name it: `user`.
    const NOUN: &'static str;
    /// As quotas name it: `User`.
    const TITLE: &'static str;
    /// Of all its inline policies together, without white space.
    const MAX_INLINE_CHARACTERS: usize;

    fn name(&self) -> &str;

    fn policies(&self) -> &Policies;

    fn policies_mut(&mut self) -> &mut Policies;

    /// A refusal if only its service may change it.
    fn changeable(&self) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Entity for User {
    const NOUN: &'static str = "user";
    const TITLE: &'static str = "User";
    const MAX_INLINE_CHARACTERS: usize = 2048;

    fn name(&self) -> &str {
        &self.name
    }

    fn policies(&self) -> &Policies {
        &self.policies
    }

    fn policies_mut(&mut self) -> &mut Policies {
        &mut self.policies
    }
}

impl Entity for Group {
    const NOUN: &'static str = "group";
    const TITLE: &'static str = "Group";
    const MAX_INLINE_CHARACTERS: usize = 5120;

    fn name(&self) -> &str {
        &self.name
    }

    fn policies(&self) -> &Policies {
        &self.policies
    }

    fn policies_mut(&mut self) -> &mut Policies {
        &mut self.policies
    }
}

impl Entity for Role {
    const NOUN: &'static str = "role";
    const TITLE: &'static str = "Role";
    const MAX_INLINE_CHARACTERS: usize = 10_240;

    fn name(&self) -> &str {
        &self.name
    }

    fn policies(&self) -> &Policies {
        &self.policies
    }

    fn policies_mut(&mut self) -> &mut Policies {
        &mut self.policies
    }

    fn changeable(&self) -> Result<(), Refusal> {
        match &self.linked_service {
            None => Ok(()),
            Some(_) => Err(Refusal::Unmodifiable(format!(
                "Cannot perform the operation on the protected role '{}' - this role is only modifiable by AWS",
                self.name
            ))),
        }
    }
}

/// The user, group or role of this name.
pub(crate) fn get<E: Entity>(reader: &mut dyn Reader, account: &AccountId, name: &str) -> Result<E, Refusal> {
    let found = reader.get_record::<E>(account.as_str(), REGION, &key(name))?;
    found.map(|found| found.value).ok_or_else(|| none::<E>(name))
}

pub(crate) fn none<E: Entity>(name: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("The {} with name {name} cannot be found.", E::NOUN))
}

/// Writes what is new; a refusal if there is one of that name.
pub(crate) fn create<E: Entity>(
    writer: &mut dyn Writer,
    account: &AccountId,
    entity: &E,
) -> Result<(), Refusal> {
    match writer.put_record(account.as_str(), REGION, entity, Expect::Absent) {
        Ok(_) => Ok(()),
        Err(neargate_store::Error::Conflict { .. }) => {
            Err(Refusal::AlreadyExists(format!("{} with name {} already exists.", E::TITLE, entity.name())))
        }
        Err(error) => Err(error.into()),
    }
}

impl Iam {
    pub(crate) async fn get<E: Entity>(&self, context: &Context, name: &str) -> Result<E, Refusal> {
        self.identity.store().read(|r| get(r, &context.scope.account, name)).await
    }

    /// Changes one in a transaction.
    pub(crate) async fn change<E: Entity, T: Send + 'static>(
        &self,
        context: &Context,
        name: impl Into<String>,
        change: impl Fn(&mut dyn Writer, &mut E) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let change = move |w: &mut dyn Writer, entity: &mut E| {
            entity.changeable()?;
            change(w, entity)
        };
        self.describe(context, name, change).await
    }

    /// Changes what may be changed even of a service's own role.
    pub(crate) async fn describe<E: Entity, T: Send + 'static>(
        &self,
        context: &Context,
        name: impl Into<String>,
        change: impl Fn(&mut dyn Writer, &mut E) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (account, name) = (context.scope.account.clone(), name.into());
        let written = self.identity.store().write(context.durability, move |w| {
            let found = w.get_record::<E>(account.as_str(), REGION, &key(&name))?;
            let mut entity = found.ok_or_else(|| none::<E>(&name))?.value;
            let result = change(w, &mut entity)?;
            w.put_record(account.as_str(), REGION, &entity, Expect::Any)?;
            Ok(result)
        });
        written.await
    }
}
