//! `Principal` and `NotPrincipal`: to whom a statement of a resource's policy speaks.

use crate::Caller;

#[derive(Debug, Clone)]
pub(crate) struct Principals {
    pub negated: bool,
    pub list: Vec<Named>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    Everybody,
    /// Whoever their own account allows it.
    Account(String),
    /// A user, a role, or one session of a role.
    Arn(String),
    Service(String),
    Federated(String),
    CanonicalUser(String),
}

/// How closely a statement names its caller: it decides what else has to agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Addressed {
    /// By their account, which has to allow it too.
    ByAccount,
    /// As the role whose session they are, or with everybody.
    AsRole,
    /// As themselves.
    InPerson,
}

impl Named {
    /// A value under `AWS`.
    pub fn aws(value: &str) -> Self {
        if value == "*" {
            return Self::Everybody;
        }
        let is_account = value.len() == 12 && value.bytes().all(|byte| byte.is_ascii_digit());
        if is_account {
            return Self::Account(value.to_owned());
        }
        let root = value.split(':').nth(4).filter(|_| value.starts_with("arn:") && value.ends_with(":root"));
        match root {
            Some(account) => Self::Account(account.to_owned()),
            None => Self::Arn(value.to_owned()),
        }
    }

    fn addresses(&self, caller: &Caller<'_>) -> Option<Addressed> {
        match (self, caller) {
            (Self::Everybody, _) => Some(Addressed::AsRole),
            (Self::Account(account), Caller::Root { account: of }) if account == of => {
                Some(Addressed::InPerson)
            }
            (Self::Account(account), _) if caller.account() == Some(account) => Some(Addressed::ByAccount),
            (Self::Arn(arn), Caller::User { arn: of, .. } | Caller::FederatedUser { arn: of, .. }) => {
                (arn == of).then_some(Addressed::InPerson)
            }
            (Self::Arn(arn), Caller::Role { arn: role, session_arn, .. }) => {
                if arn == session_arn {
                    Some(Addressed::InPerson)
                } else {
                    (arn == role).then_some(Addressed::AsRole)
                }
            }
            (Self::Service(service), Caller::Service { name }) => {
                let named = service.strip_suffix(".amazonaws.com");
                (named == Some(name)).then_some(Addressed::InPerson)
            }
            (Self::Federated(named), Caller::Federated { provider }) => {
                (named == provider).then_some(Addressed::InPerson)
            }
            _ => None,
        }
    }
}

impl Principals {
    pub fn addressed(&self, caller: &Caller<'_>) -> Option<Addressed> {
        let closest = self.list.iter().filter_map(|named| named.addresses(caller)).max();
        match (self.negated, closest) {
            (false, closest) => closest,
            (true, None) => Some(Addressed::AsRole),
            (true, Some(_)) => None,
        }
    }
}
