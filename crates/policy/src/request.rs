//! The question: who wants to do what to which resource, under which circumstances.

use std::borrow::Cow;

use neargate_core::Principal;

/// What policies are asked.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    pub caller: Caller<'a>,
    /// `ecs:RunTask`
    pub action: &'a str,
    /// An ARN, or `*`.
    pub resource: &'a str,
    pub keys: &'a Keys<'a>,
}

/// Who asks, as `Principal` elements name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller<'a> {
    Root {
        account: &'a str,
    },
    User {
        account: &'a str,
        arn: &'a str,
    },
    /// By a session of it.
    Role {
        account: &'a str,
        arn: &'a str,
        session_arn: &'a str,
    },
    FederatedUser {
        account: &'a str,
        arn: &'a str,
    },
    /// `ecs-tasks`, which policies name `ecs-tasks.amazonaws.com`
    Service {
        name: &'a str,
    },
    /// Whom an identity provider vouches for, before they have a role: the provider's ARN, as `Federated` names it.
    Federated {
        provider: &'a str,
    },
}

impl<'a> Caller<'a> {
    /// A principal whose ARN is this.
    pub fn of(principal: &'a Principal, arn: &'a str) -> Self {
        let account = principal.account().as_str();
        match principal {
            Principal::Root { .. } => Self::Root { account },
            Principal::User(_) => Self::User { account, arn },
            Principal::AssumedRole(session) => {
                Self::Role { account, arn: &session.role_arn, session_arn: arn }
            }
            Principal::FederatedUser(_) => Self::FederatedUser { account, arn },
            Principal::Service { name, .. } => Self::Service { name },
            // No policy names them: whatever isn't for everybody is refused.
            Principal::Anonymous { .. } => Self::Federated { provider: "" },
        }
    }

    /// A service has none: it acts on nobody's account but its own. Nor has who comes from outside.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Root { account }
            | Self::User { account, .. }
            | Self::Role { account, .. }
            | Self::FederatedUser { account, .. } => Some(account),
            Self::Service { .. } | Self::Federated { .. } => None,
        }
    }
}

/// The condition keys of a request and their values. Names don't distinguish case.
#[derive(Debug, Clone, Default)]
pub struct Keys<'a> {
    entries: Vec<(Cow<'a, str>, Vec<Cow<'a, str>>)>,
}

impl<'a> Keys<'a> {
    /// Adds a value: a key that is there already has one more.
    pub fn put(&mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) {
        let key = key.into();
        match self.entries.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&key)) {
            Some((_, values)) => values.push(value.into()),
            None => self.entries.push((key, vec![value.into()])),
        }
    }

    /// Sets the one value of a key, whatever it had.
    pub fn set(&mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) {
        let key = key.into();
        self.entries.retain(|(known, _)| !known.eq_ignore_ascii_case(&key));
        self.entries.push((key, vec![value.into()]));
    }

    /// All values of a key; `None` when the request doesn't have it.
    pub fn get(&self, key: &str) -> Option<&[Cow<'a, str>]> {
        let found = self.entries.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
        found.map(|(_, values)| values.as_slice())
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(name, _)| &**name)
    }
}
