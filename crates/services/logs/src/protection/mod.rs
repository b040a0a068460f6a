//! Data protection: what a group's or an account's policy calls sensitive is shown as asterisks.
//!
//! Events are stored as they came; masking happens wherever they leave: reads, queries, Live Tail, exports, metric and subscription
//! filters. A policy concerns events that came in since it named an identifier, as on AWS, where masking happens on arrival. Who may
//! `logs:Unmask` sees the text itself (`unmask` of GetLogEvents, FilterLogEvents and GetLogRecord, and the query command). Patterns
//! are compared with what is shown.
//!
//! Holds: an event that a policy concerned leaves with its sensitive parts masked as long as there is such a policy; a group
//! without one pays with one look for an account's. Policies name nothing that isn't masked: an identifier that we don't know is
//! refused with 501.
//! What a group's policy finds is told to its destinations from the journal of [`feed`](crate::feed), at least once.

mod detectors;
mod document;
mod findings;
mod mask;
mod operations;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use neargate_core::Scope;
use neargate_store::{Error, Range, ReadRecords as _, Reader, Record};
use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context, Protocol, Service};
use serde::{Deserialize, Serialize};

pub use document::{Document, POLICY_TYPE};
pub use findings::{FINDINGS, Seen};
pub use mask::Mask;

use crate::model::{DeleteDataProtectionPolicy, GetDataProtectionPolicy, PutDataProtectionPolicy};
use crate::policies::AccountPolicy;
use crate::records::{Group, SERVICE};
use crate::{Logs, guards, model};

/// Policies that stay compiled.
const MAX_COMPILED: usize = 64;

/// A group's policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProtectionPolicy {
    /// The group's uid and name.
    pub group: String,
    pub name: String,
    pub document: String,
    /// Since when each identifier has been named.
    pub since: BTreeMap<String, i64>,
    pub updated: i64,
}

impl Record for ProtectionPolicy {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "dataprotection";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.group)
    }
}

/// Policies as they were compiled, by their text.
#[derive(Default)]
pub struct Masks(Mutex<HashMap<String, Arc<mask::Rules>>>);

impl Masks {
    fn rules(&self, document: &str, since: &BTreeMap<String, i64>) -> Arc<mask::Rules> {
        let key = format!("{since:?}{document}");
        let mut compiled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = compiled.get(&key) {
            return Arc::clone(known);
        }
        if compiled.len() >= MAX_COMPILED {
            compiled.clear();
        }
        // It was checked when it was put.
        let rules = Document::parse(document).map(|document| mask::Rules::new(&document, since));
        let rules = Arc::new(rules.unwrap_or_default());
        compiled.insert(key, Arc::clone(&rules));
        rules
    }
}

impl Logs {
    /// What is to be masked of a group's events, if anything.
    pub(crate) fn mask(
        &self,
        reader: &mut dyn Reader,
        scope: &Scope,
        group: &Group,
    ) -> Result<Option<Mask>, Error> {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let mut rules = Vec::new();
        if group.is_protected()
            && let Some(policy) = reader.get_record::<ProtectionPolicy>(account, region, &group.uid)?
        {
            rules.push(self.masks.rules(&policy.value.document, &policy.value.since));
        }
        if let Some(policy) = account_policy(reader, scope)? {
            rules.push(self.masks.rules(&policy.document, &policy.since));
        }
        Ok((!rules.is_empty()).then_some(Mask(rules)))
    }

    /// As [`Logs::mask`], by the group's name: for those who come to events otherwise.
    pub(crate) fn mask_of(
        &self,
        reader: &mut dyn Reader,
        scope: &Scope,
        group: &str,
    ) -> Result<Option<Mask>, Error> {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        match reader.get_record::<Group>(account, region, group)? {
            Some(group) => self.mask(reader, scope, &group.value),
            None => Ok(None),
        }
    }
}

/// The account's policy; there is one at most.
pub fn account_policy(reader: &mut dyn Reader, scope: &Scope) -> Result<Option<AccountPolicy>, Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let prefix = AccountPolicy::key(POLICY_TYPE, "");
    let found = reader.list_records::<AccountPolicy>(account, region, Range::prefix(&prefix).limit(1))?;
    Ok(found.into_iter().next().map(|stored| stored.value))
}

/// Since when the identifiers of a new document have been named: those that the one before had go on.
pub fn since(document: &Document, before: &BTreeMap<String, i64>, now: i64) -> BTreeMap<String, i64> {
    let names = document.identifiers.iter();
    names.map(|name| (name.clone(), before.get(name).copied().unwrap_or(now))).collect()
}

/// Whether the caller may see what is masked.
pub async fn allow_unmasking(context: &Context, groups: &[String]) -> Result<(), AwsError> {
    let resource = |name: &String| guards::group(&context.scope, Some(name), Some(""));
    let accesses: Vec<Access> =
        groups.iter().map(|name| Access::new("logs:Unmask", resource(name))).collect();
    context.allowed(&accesses).await.map_err(|denial| denial.worded(Protocol::Json))
}

/// Adds the operations to the service.
pub fn register(service: Service, logs: &Arc<Logs>) -> Service {
    service
        .guarded(PutDataProtectionPolicy, logs, guard_put, operations::put)
        .guarded(GetDataProtectionPolicy, logs, guard_get, operations::get)
        .guarded(DeleteDataProtectionPolicy, logs, guard_delete, operations::delete)
}

macro_rules! guards {
    ($($name:ident: $input:ident, $action:literal;)*) => {
        $(fn $name<'a>(_: &'a Logs, context: &'a Context, input: &'a model::$input) -> Accesses<'a> {
            let group = guards::group(&context.scope, input.log_group_identifier.as_deref(), Some(""));
            Box::pin(async move { Ok(vec![Access::new($action, group)]) })
        })*
    };
}

guards! {
    guard_put: PutDataProtectionPolicyRequest, "logs:PutDataProtectionPolicy";
    guard_get: GetDataProtectionPolicyRequest, "logs:GetDataProtectionPolicy";
    guard_delete: DeleteDataProtectionPolicyRequest, "logs:DeleteDataProtectionPolicy";
}
