//! Whether a caller may do something with a key: what authorizers are asked, and the wall between accounts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use neargate_core::Principal;
use neargate_policy::{Caller, Keys, Kind, Policies, Policy, Request, evaluate};
use neargate_store::{Range, ReadRecords as _, Stored};
use neargate_wire::Context;
use neargate_wire::authorize::Access;
use serde_json::{Value, json};

use crate::Kms;
use crate::records::{AliasRecord, BY_GRANTEE, BY_KEY, GrantRecord, KeyRecord};
use crate::refusal::Refusal;
use crate::resolve::Found;

/// What somebody wants of a key.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// `kms:Decrypt`
    pub action: &'static str,
    pub encryption_context: Option<&'a BTreeMap<String, String>>,
    /// Condition keys of this operation alone.
    pub conditions: Vec<(&'static str, String)>,
}

impl<'a> Wanted<'a> {
    pub fn new(action: &'static str) -> Self {
        Self { action, ..Self::default() }
    }

    pub fn in_context(self, encryption_context: Option<&'a BTreeMap<String, String>>) -> Self {
        Self { encryption_context, ..self }
    }
}

impl Kms {
    /// The key, for an operation that other accounts may ask for, too, if the key's policy lets them.
    pub(crate) async fn admitted(
        &self,
        context: &Context,
        text: &str,
        wanted: Wanted<'_>,
    ) -> Result<Found, Refusal> {
        let found = self.find(context, text).await?;
        self.admit(context, &found, wanted).await?;
        Ok(found)
    }

    /// The key, for an operation that is its own account's alone.
    pub(crate) async fn own(&self, context: &Context, text: &str, action: &str) -> Result<Found, Refusal> {
        let found = self.find(context, text).await?;
        if found.scope.account == *context.principal.account() {
            return Ok(found);
        }
        Err(not_allowed(context, action, &found.arn()))
    }

    /// The key, for an operation that changes it: nobody but AWS does so with those that it manages.
    pub(crate) async fn own_customers(
        &self,
        context: &Context,
        text: &str,
        action: &str,
    ) -> Result<Found, Refusal> {
        let found = self.own(context, text, action).await?;
        if found.key.managed_by.is_some() {
            return Err(not_allowed(context, action, &found.arn()));
        }
        Ok(found)
    }

    /// Lets callers from other accounts through whom the key's policy names. Those with limits were asked about by the guard.
    pub(crate) async fn admit(
        &self,
        context: &Context,
        found: &Found,
        wanted: Wanted<'_>,
    ) -> Result<(), Refusal> {
        if found.scope.account == *context.principal.account() || context.limited() {
            return Ok(());
        }
        let action = wanted.action;
        let access = self.access(context, found, wanted).await?;
        let mut keys = Keys::default();
        for (key, value) in &access.conditions {
            keys.put(&**key, value.as_str());
        }
        let principal = &context.principal;
        let arn = principal.arn();
        let caller = Caller::of(principal, &arn);
        let everything = std::sync::Arc::new(allow_everything());
        let document = access.resource_policy.unwrap_or_default();
        let policy = Policy::parse_as(Kind::Resource, &document)
            .map_err(|_| not_allowed(context, action, &access.resource))?;
        let policies = Policies {
            identity: &[everything],
            resource: Some(&policy),
            owner: Some(found.scope.account.as_str()),
            resource_decides: true,
            ..Policies::default()
        };
        let request = Request { caller, action, resource: &access.resource, keys: &keys };
        evaluate(&policies, &request)
            .map_err(|denial| Refusal::denied(denial.message(&arn, action, &access.resource)))
    }

    /// What an authorizer is asked.
    pub(crate) async fn access(
        &self,
        context: &Context,
        found: &Found,
        wanted: Wanted<'_>,
    ) -> Result<Access, Refusal> {
        let (account, region) = (found.scope.account.as_str(), found.scope.region.as_str());
        let key = &found.key;
        let grantees = grantees(&context.principal);
        let (grants, aliases) = self
            .store
            .read(|r| {
                let mut grants = Vec::new();
                for grantee in &grantees {
                    let under = GrantRecord::grantee_of(&key.id, grantee);
                    let found: Vec<Stored<GrantRecord>> =
                        r.lookup_records(account, region, BY_GRANTEE, &under, Range::all())?;
                    grants.extend(found.into_iter().map(|grant| grant.value));
                }
                let aliases: Vec<Stored<AliasRecord>> =
                    r.lookup_records(account, region, BY_KEY, &key.id, Range::all())?;
                Ok::<_, Refusal>((grants, aliases))
            })
            .await?;
        let granted = grants.iter().filter(|grant| grant.covers(wanted.action, wanted.encryption_context));
        let policy = with_grants(key, granted);
        let mut access = Access::new(wanted.action, found.arn())
            .with_resource_policy(Some(policy))
            .with_resource_tags(key.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())))
            .with_condition("kms:CallerAccount", context.principal.account().as_str())
            .with_condition("kms:KeySpec", key.spec.name())
            .with_condition("kms:KeyUsage", key.usage.as_str())
            .with_condition("kms:KeyOrigin", "AWS_KMS")
            .with_condition("kms:MultiRegion", key.is_multi_region().to_string())
            .with_conditions(aliases.into_iter().map(|alias| ("kms:ResourceAliases", alias.value.name)))
            .with_conditions(wanted.conditions);
        if let Some(alias) = &found.alias {
            access = access.with_condition("kms:RequestAlias", alias.as_str());
        }
        if let Some(service) = context.origin.via {
            access = access.with_condition("kms:ViaService", format!("{service}.{region}.amazonaws.com"));
        }
        for (key, value) in wanted.encryption_context.into_iter().flatten() {
            access = access
                .with_condition(Cow::from(format!("kms:EncryptionContext:{key}")), value)
                .with_condition("kms:EncryptionContextKeys", key);
        }
        Ok(access)
    }
}

impl GrantRecord {
    /// Whether it allows this.
    fn covers(&self, action: &str, context: Option<&BTreeMap<String, String>>) -> bool {
        let operation = action.strip_prefix("kms:").unwrap_or(action);
        if !self.operations.iter().any(|granted| granted == operation) {
            return false;
        }
        // Operations without a context aren't constrained by one.
        if !takes_context(operation) {
            return true;
        }
        let empty = BTreeMap::new();
        let context = context.unwrap_or(&empty);
        self.context_equals.as_ref().is_none_or(|equals| equals == context)
            && self
                .context_subset
                .as_ref()
                .is_none_or(|subset| subset.iter().all(|(key, value)| context.get(key) == Some(value)))
    }
}

fn takes_context(operation: &str) -> bool {
    matches!(
        operation,
        "Encrypt"
            | "Decrypt"
            | "GenerateDataKey"
            | "GenerateDataKeyWithoutPlaintext"
            | "ReEncryptFrom"
            | "ReEncryptTo"
            | "CreateGrant"
    )
}

/// As whom grants may name a caller.
pub fn grantees(principal: &Principal) -> Vec<String> {
    let role = match principal {
        Principal::AssumedRole(session) => Some(session.role_arn.clone()),
        _ => None,
    };
    std::iter::once(principal.arn()).chain(role).collect()
}

/// The key's policy with grants as further statements.
fn with_grants<'a>(key: &KeyRecord, grants: impl Iterator<Item = &'a GrantRecord>) -> String {
    let mut grants = grants.peekable();
    if grants.peek().is_none() {
        return key.policy.clone();
    }
    let Ok(mut policy) = serde_json::from_str::<Value>(&key.policy) else { return key.policy.clone() };
    let mut statements = match policy["Statement"].take() {
        Value::Array(statements) => statements,
        one => vec![one],
    };
    statements.extend(grants.map(|grant| {
        let actions: Vec<String> =
            grant.operations.iter().map(|operation| format!("kms:{operation}")).collect();
        json!({"Effect": "Allow", "Principal": {"AWS": grant.grantee}, "Action": actions, "Resource": "*"})
    }));
    policy["Statement"] = Value::Array(statements);
    policy.to_string()
}

/// For whoever has no limits in their own account.
pub fn allow_everything() -> Policy {
    Policy::parse(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#)
        .expect("this is a policy")
}

pub fn not_allowed(context: &Context, action: &str, resource: &str) -> Refusal {
    let caller = context.principal.arn();
    Refusal::denied(format!(
        "User: {caller} is not authorized to perform: {action} on resource: {resource} because no resource-based policy \
         allows the {action} action"
    ))
}
