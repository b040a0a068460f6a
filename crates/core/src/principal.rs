//! On whose behalf a call is made.

use crate::{AccountId, Arn};

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
    FederatedUser(FederatedUser),
    /// Nobody that we know: an operation that needs no signature was called without one, and asks for other proof. Never a caller of
    /// any other operation. The account is a default, and says nothing about them.
    Anonymous {
        account: AccountId,
    },
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

/// Somebody whom a user vouches for, by GetFederationToken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FederatedUser {
    pub account: AccountId,
    pub name: String,
    /// The session knows the user who vouches, and what is left of their rights.
    pub access_key_id: String,
}

/// An answer of AssumeRole that names no session.
#[derive(Debug, thiserror::Error)]
#[error("{role_arn} assumed as {assumed_role_id} is no session of a role")]
pub struct ParseRoleSessionError {
    role_arn: String,
    assumed_role_id: String,
}

/// The ARN of a role that is named by its ARN or, as in task definitions, by its name.
pub fn role_arn(account: &AccountId, named: &str) -> String {
    if named.starts_with("arn:") { named.to_owned() } else { format!("arn:aws:iam::{account}:role/{named}") }
}

impl RoleSession {
    /// The session that AssumeRole answered with: `AssumedRoleUser.AssumedRoleId` (`AROA…:name`) and
    /// `Credentials.AccessKeyId`. So a part of neargate that assumed a role for a tenant acts as it: `Dispatcher::call_as` with
    /// `Principal::AssumedRole` of this.
    pub fn assumed(
        role_arn: &str,
        assumed_role_id: &str,
        access_key_id: &str,
    ) -> Result<Self, ParseRoleSessionError> {
        let failed = || ParseRoleSessionError {
            role_arn: role_arn.to_owned(),
            assumed_role_id: assumed_role_id.to_owned(),
        };
        let arn: Arn = role_arn.parse().map_err(|_| failed())?;
        let account = arn.account.parse().map_err(|_| failed())?;
        let (role_id, session_name) = assumed_role_id.split_once(':').ok_or_else(failed)?;
        Ok(Self {
            account,
            role_arn: role_arn.to_owned(),
            role_id: role_id.to_owned(),
            session_name: session_name.to_owned(),
            access_key_id: access_key_id.to_owned(),
        })
    }

    /// The role's name without its path.
    pub fn role_name(&self) -> &str {
        self.role_arn.rsplit('/').next().unwrap_or_default()
    }
}

impl Principal {
    pub fn account(&self) -> &AccountId {
        match self {
            Self::Root { account, .. } | Self::Service { account, .. } | Self::Anonymous { account } => {
                account
            }
            Self::User(user) => &user.account,
            Self::AssumedRole(session) => &session.account,
            Self::FederatedUser(user) => &user.account,
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
            Self::FederatedUser(FederatedUser { account, name, .. }) => {
                format!("arn:aws:sts::{account}:federated-user/{name}")
            }
            Self::Service { account, name } => format!("arn:aws:iam::{account}:role/aws-service-role/{name}"),
            Self::Anonymous { .. } => "anonymous".to_owned(),
        }
    }

    /// `aws:userid`, and GetCallerIdentity's `UserId`.
    pub fn user_id(&self) -> String {
        match self {
            Self::Root { account, .. } => account.to_string(),
            Self::User(user) => user.id.clone(),
            Self::AssumedRole(session) => format!("{}:{}", session.role_id, session.session_name),
            Self::FederatedUser(FederatedUser { account, name, .. }) => format!("{account}:{name}"),
            Self::Service { name, .. } => (*name).to_owned(),
            Self::Anonymous { .. } => "anonymous".to_owned(),
        }
    }

    /// The access key that the call was made with; a part of neargate has none.
    pub fn access_key_id(&self) -> Option<&str> {
        match self {
            Self::Root { access_key_id, .. } => Some(access_key_id),
            Self::User(user) => Some(&user.access_key_id),
            Self::AssumedRole(session) => Some(&session.access_key_id),
            Self::FederatedUser(user) => Some(&user.access_key_id),
            Self::Service { .. } | Self::Anonymous { .. } => None,
        }
    }
}
