//! On whose behalf a call is made.

use crate::AccountId;

/// The caller of an operation. Authorization, audit and throttling start from this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// An account's root credentials. With `--dev`, every caller is one.
    Root { account: AccountId, access_key_id: String },
    /// A part of neargate acting for an account, as AWS's services do through their service-linked roles.
    Service { account: AccountId, name: &'static str },
}

impl Principal {
    pub fn account(&self) -> &AccountId {
        match self {
            Self::Root { account, .. } | Self::Service { account, .. } => account,
        }
    }

    pub fn arn(&self) -> String {
        match self {
            Self::Root { account, .. } => format!("arn:aws:iam::{account}:root"),
            Self::Service { account, name } => format!("arn:aws:iam::{account}:role/aws-service-role/{name}"),
        }
    }
}
