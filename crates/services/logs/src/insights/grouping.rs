//! `SOURCE`: a query that says itself which groups it is about, and ListLogGroupsForQuery, which tells.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Range, ReadRecords as _, Stored, token};
use neargate_wire::authorize::Access;
use neargate_wire::{AwsError, Context, Protocol};

use super::stored;
use super::syntax::GroupSource;
use crate::model;
use crate::records::{Group, STANDARD};
use crate::refusal::Refusal;
use crate::{Logs, guards};

/// As many as one query may read.
const MAX_GROUPS: usize = 1_000;
const PER_LISTING: usize = 200;
const PER_PAGE: usize = 500;

/// The names of the groups that a query's `SOURCE` means, which its caller may query all.
pub async fn sourced(logs: &Logs, context: &Context, source: &GroupSource) -> Result<Vec<String>, AwsError> {
    let own = context.scope.account.as_str();
    if !source.accounts.is_empty() && !source.accounts.iter().any(|account| account == own) {
        return Err(none().into());
    }
    let every = [String::new()];
    let prefixes = if source.prefixes.is_empty() { &every[..] } else { &source.prefixes[..] };
    let mut names: Vec<String> = Vec::new();
    for prefix in prefixes {
        names.extend(named(logs, &context.scope, prefix, source).await?);
    }
    names.sort();
    names.dedup();
    if names.is_empty() {
        return Err(none().into());
    }
    if names.len() > MAX_GROUPS {
        let message = format!("A query must name from 1 to {MAX_GROUPS} log groups.");
        return Err(Refusal::parameter(message).into());
    }
    let resource = |name: &String| guards::group(&context.scope, Some(name), Some(""));
    let accesses: Vec<Access> =
        names.iter().map(|name| Access::new("logs:StartQuery", resource(name))).collect();
    context.allowed(&accesses).await.map_err(|denial| denial.worded(Protocol::Json))?;
    Ok(names)
}

fn none() -> Refusal {
    Refusal::Missing("No log groups match the SOURCE command.".to_owned())
}

async fn named(
    logs: &Logs,
    scope: &Scope,
    prefix: &str,
    source: &GroupSource,
) -> Result<Vec<String>, Refusal> {
    let mut names = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let range = Range::prefix(prefix).after(after.as_deref()).limit(PER_LISTING);
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let listed: Vec<Stored<Group>> =
            logs.store.read(|r| r.list_records::<Group>(account, region, range)).await?;
        let Some(last) = listed.last() else { return Ok(names) };
        after = Some(last.value.name.clone());
        let fits = |group: &Group| match &source.classes[..] {
            [] => group.class == STANDARD,
            classes => classes.iter().any(|class| class.eq_ignore_ascii_case(&group.class)),
        };
        names.extend(listed.into_iter().map(|stored| stored.value).filter(fits).map(|group| group.name));
        if names.len() > MAX_GROUPS {
            return Ok(names);
        }
    }
}

pub async fn list_groups(
    logs: Arc<Logs>,
    context: Context,
    input: model::ListLogGroupsForQueryRequest,
) -> Result<model::ListLogGroupsForQueryResponse, AwsError> {
    let scope = &context.scope;
    let id = input.query_id.unwrap_or_default();
    let binding = ["ListLogGroupsForQuery", scope.account.as_str(), scope.region.as_str(), &id];
    let from = match &input.next_token {
        Some(text) => {
            let from = token::decode(&binding, text).map_err(Refusal::from)?;
            from.parse::<usize>().map_err(|_| Refusal::Token)?
        }
        None => 0,
    };
    let most = input.max_results.and_then(|most| usize::try_from(most).ok()).unwrap_or(PER_PAGE);
    let query = logs.store.read(|r| stored::find(r, scope, &id)).await.map_err(Refusal::from)?;
    let missing = || Refusal::Missing("The specified query does not exist.".to_owned());
    let groups = query.ok_or_else(missing)?.groups;
    let more = from.saturating_add(most) < groups.len();
    Ok(model::ListLogGroupsForQueryResponse {
        log_group_identifiers: Some(groups.into_iter().skip(from).take(most).collect()),
        next_token: more.then(|| token::encode(&binding, &(from + most).to_string())),
    })
}
