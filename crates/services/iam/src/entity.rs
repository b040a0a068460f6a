//! What users, groups and roles have in common: a name, an ARN, policies.

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_identity::records::{Group, Policies, Role, Tags, User, key};
use neargate_store::{ReadRecords as _, Reader, Record};

use crate::refusal::Refusal;
use crate::resource::{Resource, Tagged};

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

impl<E: Entity> Resource for E {
    fn find(reader: &mut dyn Reader, account: &AccountId, name: &str) -> Result<Self, Refusal> {
        let found = reader.get_record::<E>(account.as_str(), REGION, &key(name))?;
        found.map(|found| found.value).ok_or_else(|| none::<E>(name))
    }

    fn find_to_change(reader: &mut dyn Reader, account: &AccountId, name: &str) -> Result<Self, Refusal> {
        let found = Self::find(reader, account, name)?;
        found.changeable()?;
        Ok(found)
    }

    fn taken(&self) -> String {
        format!("{} with name {} already exists.", E::TITLE, self.name())
    }
}

impl Tagged for User {
    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }
}

impl Tagged for Role {
    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }
}

pub(crate) fn none<E: Entity>(name: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("The {} with name {name} cannot be found.", E::NOUN))
}
