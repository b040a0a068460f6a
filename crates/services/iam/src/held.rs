//! Which policies a user, a group or a role has: its own and, of a user, those of its groups.

use std::sync::Arc;

use neargate_core::{AccountId, Arn};
use neargate_identity::attached;
use neargate_identity::records::{Group, Policies, Role, User};
use neargate_store::Reader;

use crate::answer;
use crate::refusal::Refusal;
use crate::resource::Resource as _;

/// Who has policies.
#[derive(Debug, Clone)]
pub(crate) enum Holder {
    User(Arc<User>),
    Group(Arc<Group>),
    Role(Arc<Role>),
}

/// One of their policies.
pub(crate) struct Held {
    pub holder: Holder,
    pub name: String,
    /// Inline policies have none.
    pub arn: Option<String>,
    pub document: String,
}

impl Holder {
    /// Whom an ARN names.
    pub fn find(reader: &mut dyn Reader, account: &AccountId, arn: &str) -> Result<Self, Refusal> {
        let invalid = || {
            Refusal::Input(format!("Invalid Entity Arn: {arn} does not clearly define entity type and name."))
        };
        let parsed: Arn = arn.parse().map_err(|_| invalid())?;
        let (kind, name) = parsed.resource.split_once('/').ok_or_else(invalid)?;
        let name = answer::name_of(name);
        Ok(match kind {
            "user" => Self::User(Arc::new(User::find(reader, account, name)?)),
            "group" => Self::Group(Arc::new(Group::find(reader, account, name)?)),
            "role" => Self::Role(Arc::new(Role::find(reader, account, name)?)),
            _ => return Err(invalid()),
        })
    }

    pub fn noun(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Group(_) => "group",
            Self::Role(_) => "role",
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Self::User(user) => &user.name,
            Self::Group(group) => &group.name,
            Self::Role(role) => &role.name,
        }
    }

    pub fn boundary(&self) -> Option<&str> {
        match self {
            Self::User(user) => user.boundary.as_deref(),
            Self::Role(role) => role.boundary.as_deref(),
            Self::Group(_) => None,
        }
    }

    fn policies(&self) -> &Policies {
        match self {
            Self::User(user) => &user.policies,
            Self::Group(group) => &group.policies,
            Self::Role(role) => &role.policies,
        }
    }

    /// All policies that give rights.
    pub fn held(&self, reader: &mut dyn Reader, account: &AccountId) -> Result<Vec<Held>, Refusal> {
        let mut held = Vec::new();
        self.add_own(reader, account, &mut held)?;
        if let Self::User(user) = self {
            for group in &user.groups {
                let group = Self::Group(Arc::new(Group::find(reader, account, group)?));
                group.add_own(reader, account, &mut held)?;
            }
        }
        Ok(held)
    }

    fn add_own(
        &self,
        reader: &mut dyn Reader,
        account: &AccountId,
        held: &mut Vec<Held>,
    ) -> Result<(), Refusal> {
        let Policies { inline, attached: arns } = self.policies();
        held.extend(inline.iter().map(|(name, document)| Held {
            holder: self.clone(),
            name: name.clone(),
            arn: None,
            document: document.clone(),
        }));
        for arn in arns {
            let found = attached(reader, account, arn)?;
            held.extend(found.map(|document| Held {
                holder: self.clone(),
                name: answer::name_of(arn).to_owned(),
                arn: Some(arn.clone()),
                document,
            }));
        }
        Ok(())
    }
}
