//! On whose behalf a call is made.

use crate::AccountId;

/// The caller of an operation. Authorization, audit and throttling start from this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// An account's root credentials. With `--dev`, every caller is one.
    Root {
        account: AccountId,
        access_key_id: String,
    },
    User(User),
    AssumedRole(RoleSession),
    /// A part of neargate acting for an account, as AWS's services do through their service-linked roles.
    Service {
        account: AccountId,
        name: &'static str,
    },
}

/// An IAM user, by one of its access keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub account: AccountId,
    /// `/` or `/division/`
    pub path: String,
    pub name: String,
    /// `AIDA…`
    pub id: String,
    pub access_key_id: String,
}

/// A role that somebody assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSession {
    pub account: AccountId,
    /// `arn:aws:iam::123456789012:role/path/name`
    pub role_arn: String,
    /// `AROA…`
    pub role_id: String,
    pub session_name: String,
    /// Of the temporary credentials: what the session may do beyond its role is kept with them.
    pub access_key_id: String,
}

impl RoleSession {
    /// The role's name without its path.
    pub fn role_name(&self) -> &str {
        self.role_arn.rsplit('/').next().unwrap_or_default()
    }
}

impl Principal {
    pub fn account(&self) -> &AccountId {
        match self {
            Self::Root { account, .. } | Self::Service { account, .. } => account,
            Self::User(user) => &user.account,
            Self::AssumedRole(session) => &session.account,
        }
    }

    /// As GetCallerIdentity and messages about denied access name the caller.
    pub fn arn(&self) -> String {
        match self {
            Self::Root { account, .. } => format!("arn:aws:iam::{account}:root"),
            Self::User(User { account, path, name, .. }) => {
                format!("arn:aws:iam::{account}:user{path}{name}")
            }
            Self::AssumedRole(session) => {
                let RoleSession { account, session_name, .. } = session;
                format!("arn:aws:sts::{account}:assumed-role/{}/{session_name}", session.role_name())
            }
            Self::Service { account, name } => format!("arn:aws:iam::{account}:role/aws-service-role/{name}"),
        }
    }
}
