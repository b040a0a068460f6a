//! What operations are about: each is found by its name or its ARN, made unless there is one of that name, changed in a transaction.

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_identity::records::Tags;
use neargate_store::{Error, Expect, Reader, Record, WriteRecords as _, Writer};
use neargate_wire::Context;

use crate::Iam;
use crate::refusal::Refusal;

pub(crate) trait Resource: Record + Send + 'static {
    /// The account's of this name or ARN, whichever its operations take.
    fn find(reader: &mut dyn Reader, account: &AccountId, named: &str) -> Result<Self, Refusal>;

    /// As [`Resource::find`]; a refusal, too, of what its account may not change.
    fn find_to_change(reader: &mut dyn Reader, account: &AccountId, named: &str) -> Result<Self, Refusal> {
        Self::find(reader, account, named)
    }

    /// What a second one of the name is told.
    fn taken(&self) -> String;
}

pub(crate) trait Tagged: Resource {
    fn tags_mut(&mut self) -> &mut Tags;

    /// What may be tagged: more than may be changed, a service's own role too.
    fn find_to_tag(reader: &mut dyn Reader, account: &AccountId, named: &str) -> Result<Self, Refusal> {
        Self::find(reader, account, named)
    }

    /// Those of what is named.
    fn tags_of(reader: &mut dyn Reader, account: &AccountId, named: &str) -> Result<Tags, Refusal> {
        Ok(std::mem::take(Self::find(reader, account, named)?.tags_mut()))
    }
}

/// Writes what is new; a refusal if there is one of that name.
pub(crate) fn create<R: Resource>(
    writer: &mut dyn Writer,
    account: &AccountId,
    resource: &R,
) -> Result<(), Refusal> {
    match writer.put_record(account.as_str(), REGION, resource, Expect::Absent) {
        Err(Error::Conflict { .. }) => Err(Refusal::AlreadyExists(resource.taken())),
        other => Ok(other.map(drop)?),
    }
}

/// Deletes one that was found.
pub(crate) fn delete<R: Resource>(
    writer: &mut dyn Writer,
    account: &AccountId,
    resource: &R,
) -> Result<(), Refusal> {
    Ok(writer.delete_record::<R>(account.as_str(), REGION, &resource.id(), Expect::Any).map(drop)?)
}

impl Iam {
    pub(crate) async fn get<R: Resource>(&self, context: &Context, named: &str) -> Result<R, Refusal> {
        self.identity.store().read(|r| R::find(r, &context.scope.account, named)).await
    }

    pub(crate) async fn create<R: Resource>(&self, context: &Context, resource: R) -> Result<(), Refusal> {
        let account = context.scope.account.clone();
        self.identity.store().write(context.durability, move |w| create(w, &account, &resource)).await
    }

    /// Changes one in a transaction, its name perhaps.
    pub(crate) async fn change<R: Resource, T: Send + 'static>(
        &self,
        context: &Context,
        named: impl Into<String>,
        how: impl Fn(&mut dyn Writer, &mut R) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.change_found(context, named, R::find_to_change, how).await
    }

    /// Changes one that is found in a way of its own: some may be described or tagged that may not be changed else.
    pub(crate) async fn change_found<R: Resource, T: Send + 'static>(
        &self,
        context: &Context,
        named: impl Into<String>,
        find: fn(&mut dyn Reader, &AccountId, &str) -> Result<R, Refusal>,
        how: impl Fn(&mut dyn Writer, &mut R) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (account, named) = (context.scope.account.clone(), named.into());
        let written = self.identity.store().write(context.durability, move |w| {
            let mut resource = find(w, &account, &named)?;
            let before = resource.id().into_owned();
            let result = how(w, &mut resource)?;
            if resource.id() == before.as_str() {
                w.put_record(account.as_str(), REGION, &resource, Expect::Any)?;
            } else {
                create(w, &account, &resource)?;
                w.delete_record::<R>(account.as_str(), REGION, &before, Expect::Any)?;
            }
            Ok(result)
        });
        written.await
    }
}
