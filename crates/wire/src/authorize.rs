//! Whether a caller may do what they ask for: the question, put the same way by every operation.
//!
//! A service says what a request is about to touch ([`Access`]); an [`Authorizer`] knows the policies. The dispatcher puts the one
//! before the other, so that no handler can forget to.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::StatusCode;
use neargate_core::AccountId;

use crate::{AwsError, Context, Protocol};

/// One action on one resource, as a policy's statement names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// `secretsmanager:GetSecretValue`
    pub action: Cow<'static, str>,
    /// An ARN, or `*` for an action that isn't about a resource.
    pub resource: String,
    /// Condition keys that follow from the request (`ecs:cluster`, `iam:PassedToService`), beside the global ones.
    pub conditions: Vec<(Cow<'static, str>, String)>,
    /// The resource's own policy, a JSON document.
    pub resource_policy: Option<String>,
    /// The account that the resource belongs to, where its ARN doesn't say (S3). Else what the ARN says, or the caller's own.
    pub owner: Option<AccountId>,
}

impl Access {
    pub fn new(action: impl Into<Cow<'static, str>>, resource: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            resource: resource.into(),
            conditions: Vec::new(),
            resource_policy: None,
            owner: None,
        }
    }

    pub fn with_condition(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.conditions.push((key.into(), value.into()));
        self
    }

    /// Adds a value for each: a condition key may have many (`aws:TagKeys`).
    pub fn with_conditions<K: Into<Cow<'static, str>>, V: Into<String>>(
        mut self,
        conditions: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.conditions.extend(conditions.into_iter().map(|(key, value)| (key.into(), value.into())));
        self
    }

    /// The tags that a request carries: `aws:RequestTag/…` and `aws:TagKeys`.
    pub fn with_request_tags<'a>(self, tags: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let keys = tags.into_iter().flat_map(|(key, value)| {
            [(Cow::from(format!("aws:RequestTag/{key}")), value), (Cow::from("aws:TagKeys"), key)]
        });
        self.with_conditions(keys)
    }

    /// The tags that the resource has: `aws:ResourceTag/…`.
    pub fn with_resource_tags<'a>(self, tags: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        self.with_conditions(tags.into_iter().map(|(key, value)| (format!("aws:ResourceTag/{key}"), value)))
    }

    pub fn owned_by(mut self, account: AccountId) -> Self {
        self.owner = Some(account);
        self
    }

    pub fn with_resource_policy(mut self, policy: Option<String>) -> Self {
        self.resource_policy = policy;
        self
    }
}

/// What a guard answers in: it may have to look a resource up.
pub type Accesses<'a> = Pin<Box<dyn Future<Output = Result<Vec<Access>, AwsError>> + Send + 'a>>;

/// What a request is about to touch. An error ends the request: say no more in it than a caller without rights may know.
pub type Guard<S, I> = for<'a> fn(&'a S, &'a Context, &'a I) -> Accesses<'a>;

/// The answer to an [`Authorizer`]'s question.
pub type Verdict<'a> = Pin<Box<dyn Future<Output = Result<(), Denial>> + Send + 'a>>;

/// Knows who may do what.
pub trait Authorizer: Send + Sync {
    /// Whether this caller's rights have limits at all; nobody is asked what a request touches when they have none.
    fn limits(&self, context: &Context) -> bool;

    /// Hears of every call, before anything is decided about it: which service it is for, as credential scopes name it. All calls
    /// wait for this.
    fn seen(&self, _context: &Context, _service: &'static str) {}

    /// Whether all of it is allowed.
    fn authorize<'a>(&'a self, context: &'a Context, accesses: &'a [Access]) -> Verdict<'a>;
}

/// What a caller may do, for a handler that has to ask by itself: where one refusal doesn't end the request, or where what is touched
/// shows only on the way. The default is a caller without limits.
#[derive(Clone, Default)]
pub struct Rights(Option<Arc<dyn Authorizer>>);

impl From<Arc<dyn Authorizer>> for Rights {
    fn from(authorizer: Arc<dyn Authorizer>) -> Self {
        Self(Some(authorizer))
    }
}

impl fmt::Debug for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rights")
    }
}

impl Context {
    /// Tells that this call came in, for a service.
    pub fn seen(&self, service: &'static str) {
        if let Some(authorizer) = &self.rights.0 {
            authorizer.seen(self, service);
        }
    }

    /// Whether the caller's rights have limits at all. If not, [`Context::allowed`] has nothing to ask, nor need its caller.
    pub fn limited(&self) -> bool {
        self.rights.0.as_ref().is_some_and(|authorizer| authorizer.limits(self))
    }

    /// Whether the caller may do all of this, beyond what the operation's guard asked already.
    pub async fn allowed(&self, accesses: &[Access]) -> Result<(), Denial> {
        match &self.rights.0 {
            Some(authorizer) if authorizer.limits(self) => authorizer.authorize(self, accesses).await,
            _ => Ok(()),
        }
    }
}

/// Why not, as the caller reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    pub message: String,
}

impl Denial {
    /// In the code and status of the service's protocol.
    pub fn worded(self, protocol: Protocol) -> AwsError {
        match protocol {
            Protocol::Json => AwsError::client("AccessDeniedException", self.message),
            Protocol::RestJson => {
                AwsError::with_status("AccessDeniedException", StatusCode::FORBIDDEN, self.message)
            }
            Protocol::Query | Protocol::RestXml => {
                AwsError::with_status("AccessDenied", StatusCode::FORBIDDEN, self.message)
            }
            Protocol::Ec2 => AwsError::with_status(
                "UnauthorizedOperation",
                StatusCode::FORBIDDEN,
                format!("You are not authorized to perform this operation. {}", self.message),
            ),
        }
    }
}
