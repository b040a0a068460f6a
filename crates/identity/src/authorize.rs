//! May they?

use std::sync::Arc;

use neargate_core::{AccountId, Principal, Timestamp};
use neargate_policy::{Caller, Policies, Policy, Request, evaluate};
use neargate_store::Error;
use neargate_wire::Context;
use neargate_wire::authorize::{Access, Authorizer, Denial, Verdict};

use crate::keys::put_second_factor;
use crate::{Identity, Rights, rights};

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Somebody said no, rather than nobody yes.
    pub explicit: bool,
    /// As AWS words it.
    pub message: String,
}

impl Authorizer for Identity {
    fn limits(&self, context: &Context) -> bool {
        match context.principal {
            Principal::Root { .. } | Principal::Service { .. } => false,
            Principal::User(_)
            | Principal::AssumedRole(_)
            | Principal::FederatedUser(_)
            | Principal::Anonymous { .. } => self.enforcing,
        }
    }

    fn seen(&self, context: &Context, service: &'static str) {
        self.hear(context, service);
    }

    fn authorize<'a>(&'a self, context: &'a Context, accesses: &'a [Access]) -> Verdict<'a> {
        Box::pin(async move {
            for access in accesses {
                let decided = self.decide(context, access).await;
                decided.map_err(|refused| Denial { message: refused.message })?;
            }
            Ok(())
        })
    }
}

impl Identity {
    /// Decides on one access, whoever calls: root and parts of neargate too, whom only a policy that decides itself can refuse.
    pub async fn decide(&self, context: &Context, access: &Access) -> Result<(), Refused> {
        self.decide_shown(context, access, None).await
    }

    /// As [`Identity::decide`], on a request with which a second factor was shown.
    pub async fn decide_shown(
        &self,
        context: &Context,
        access: &Access,
        second_factor: Option<Timestamp>,
    ) -> Result<(), Refused> {
        let principal = &context.principal;
        let arn = principal.arn();
        let rights = self.rights(principal).await.map_err(|error| undecided(&error, &arn, access))?;
        let mut keys = self.global_keys(context, &rights);
        if second_factor.is_some() {
            put_second_factor(&mut keys, second_factor, self.clock.now());
        }
        for (key, value) in &access.conditions {
            keys.put(&**key, value.as_str());
        }
        let owner = owner(context, access);
        keys.put("aws:ResourceAccount", owner.as_str());
        let resource = access.resource_policy.as_deref().map(|document| self.of_resource(document));
        let policies = Policies {
            identity: &rights.identity,
            boundary: rights.boundary.as_deref(),
            session: rights.session.as_deref(),
            resource: resource.as_deref(),
            owner: Some(owner.as_str()),
            resource_decides: resource.is_some() && decides_itself(&access.action),
        };
        let caller = Caller::of(principal, &arn);
        let request = Request { caller, action: &access.action, resource: &access.resource, keys: &keys };
        evaluate(&policies, &request).map_err(|denial| Refused {
            explicit: denial.explicit,
            message: denial.message(&arn, &access.action, &access.resource),
        })
    }

    /// Whether a role's trust policy lets in whom an identity provider (its ARN) vouches for. Only that policy is asked: who comes
    /// from outside has none. Refused are all whom it doesn't name, too.
    pub fn trusts(&self, context: &Context, provider: &str, access: &Access, trust: &str) -> bool {
        let none = Rights::default();
        let mut keys = self.global_keys(context, &none);
        keys.put("aws:FederatedProvider", provider);
        for (key, value) in &access.conditions {
            keys.put(&**key, value.as_str());
        }
        let policy = self.of_resource(trust);
        let policies = Policies { resource: Some(&policy), resource_decides: true, ..Policies::default() };
        let caller = Caller::Federated { provider };
        let request = Request { caller, action: &access.action, resource: &access.resource, keys: &keys };
        evaluate(&policies, &request).is_ok()
    }

    fn of_resource(&self, document: &str) -> Arc<Policy> {
        self.compile(document).unwrap_or_else(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "a resource's policy can't be read");
            rights::deny_all()
        })
    }
}

/// Who isn't decided about is refused.
fn undecided(error: &Error, arn: &str, access: &Access) -> Refused {
    tracing::error!(error = error as &dyn std::error::Error, caller = arn, "rights couldn't be read");
    let Access { action, resource, .. } = access;
    let message = format!("User: {arn} is not authorized to perform: {action} on resource: {resource}");
    Refused { explicit: false, message }
}

/// Whom the resource belongs to: S3's ARNs don't say, and guards do.
fn owner(context: &Context, access: &Access) -> AccountId {
    let named = || access.resource.split(':').nth(4)?.parse().ok();
    access.owner.clone().or_else(named).unwrap_or_else(|| context.scope.account.clone())
}

/// Roles and keys: nobody may do with them what their own policy doesn't allow.
fn decides_itself(action: &str) -> bool {
    action.starts_with("kms:") || action.starts_with("sts:")
}
