//! StartQuery, GetQueryResults, StopQuery and DescribeQueries.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Range, ReadRecords as _, Stored, token};
use neargate_wire::{AwsError, Context};
use serde_json::json;

use super::execution::Execution;
use super::grouping;
use super::plan::Plan;
use super::row::Source;
use super::scan::Target;
use super::stored::{self, Status, StoredQuery};
use super::syntax::SyntaxError;
use super::work::Work;
use crate::Logs;
use crate::events::MAX_AGE_MILLIS as MAX_EVENT_AGE_MILLIS;
use crate::model;
use crate::protection;
use crate::refusal::Refusal;
use crate::resolve;

/// Rows of a result, when neither the request nor the query says how many.
const DEFAULT_ROWS: usize = 10_000;
const MAX_ROWS: usize = 100_000;
/// Rows in an answer.
const MAX_ROWS_PER_PAGE: usize = 10_000;
const MAX_GROUPS: usize = 50;
const PER_PAGE: usize = 1_000;
const PER_LISTING: usize = 200;

pub async fn start_query(
    logs: Arc<Logs>,
    context: Context,
    input: model::StartQueryRequest,
) -> Result<model::StartQueryResponse, AwsError> {
    if input.query_language.as_ref().is_some_and(|language| *language != model::QueryLanguage::Cwli) {
        return Err(AwsError::not_implemented(
            "logs",
            "StartQuery in another language than Logs Insights QL",
        ));
    }
    let scope = context.scope.clone();
    let text = input.query_string.unwrap_or_default();
    let query = super::parse(&text).map_err(|error| malformed(&error))?;
    let given = [&input.log_group_names, &input.log_group_identifiers].into_iter().any(Option::is_some);
    let names = match &query.source {
        Some(_) if given || input.log_group_name.is_some() => {
            let message = "Log groups cannot be specified as parameters when the query has a SOURCE command.";
            return Err(Refusal::parameter(message).into());
        }
        Some(source) => grouping::sourced(&logs, &context, source).await?,
        None => names(&scope, input.log_group_name, input.log_group_names, input.log_group_identifiers)?,
    };
    let (start, end) = (input.start_time.unwrap_or_default(), input.end_time.unwrap_or_default());
    if start > end {
        return Err(Refusal::parameter("The query start time must not be after its end time.").into());
    }
    let default = if query.is_limited() { MAX_ROWS } else { DEFAULT_ROWS };
    let limit = input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(default);
    let (unmasked, keeps_unmasked) = (query.unmasks_all(), query.unmasks_parts);
    let plan = Plan::new(query, limit.clamp(1, MAX_ROWS));
    let now = logs.now();
    if unmasked || keeps_unmasked {
        protection::allow_unmasking(&context, &names).await?;
    }
    let targets = logs.store.read(|r| {
        let mut targets = Vec::new();
        let mut oldest = i64::MAX;
        for name in &names {
            let group = resolve::group(r, &scope, name).map_err(|refusal| match refusal {
                Refusal::NoGroup => Refusal::Missing(format!(
                    "Log group '{name}' does not exist for account ID '{}'",
                    scope.account
                )),
                other => other,
            })?;
            if group.value.class == "DELIVERY" {
                let message = format!("Log group '{name}' is of the class DELIVERY, which can't be queried.");
                return Err(Refusal::Parameter(message));
            }
            let expiry = group.value.expiry(now);
            oldest = oldest.min(group.value.created.max(expiry) - MAX_EVENT_AGE_MILLIS);
            let log = format!("{}:{name}", scope.account).into();
            let source = Arc::new(Source { name: name.clone(), log });
            let mask = if unmasked { None } else { logs.mask(r, &scope, &group.value)? };
            targets.push(Target { uid: group.value.uid, source, expiry, mask, keeps_unmasked });
        }
        Ok::<_, Refusal>((targets, oldest))
    });
    let (targets, oldest) = targets.await?;
    if end.saturating_add(1).saturating_mul(1000) < oldest {
        return Err(malformed(&SyntaxError::new(
            super::Span { start: 0, end: 0 },
            "Query's end date and time is either before the log groups creation time or exceeds the log groups log \
             retention settings",
        )));
    }
    // To the end of the last second: the range includes it.
    let range = start.max(0).saturating_mul(1000)..end.saturating_add(1).saturating_mul(1000);
    let query = StoredQuery::new(&logs.queries.process, now, text, names, context.principal.arn());
    let id = query.id.clone();
    let work = Work { scope, query, targets, range, execution: Execution::new(plan, now) };
    work.begin(logs, context.durability).await?;
    Ok(model::StartQueryResponse { query_id: Some(id) })
}

/// The groups that a query names, by one of three parameters.
fn names(
    scope: &Scope,
    name: Option<String>,
    names: Option<Vec<String>>,
    identifiers: Option<Vec<String>>,
) -> Result<Vec<String>, Refusal> {
    let given = [name.is_some(), names.is_some(), identifiers.is_some()];
    if given.iter().filter(|given| **given).count() != 1 {
        return Err(Refusal::parameter(
            "Exactly one of logGroupName, logGroupNames or logGroupIdentifiers must be specified.",
        ));
    }
    let mut found: Vec<String> = name.into_iter().chain(names.into_iter().flatten()).collect();
    for identifier in identifiers.into_iter().flatten() {
        if identifier.ends_with(":*") {
            return Err(Refusal::parameter(
                "The ARN of a log group identifier must not end with an asterisk.",
            ));
        }
        found.push(resolve::name_of(scope, identifier)?);
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|name| seen.insert(name.clone()));
    if found.is_empty() || found.len() > MAX_GROUPS {
        return Err(Refusal::parameter(format!("A query must name from 1 to {MAX_GROUPS} log groups.")));
    }
    Ok(found)
}

fn malformed(error: &SyntaxError) -> AwsError {
    if error.unbuilt {
        return AwsError::not_implemented("logs", &format!("StartQuery with {error}"));
    }
    let location = json!({"startCharOffset": error.span.start, "endCharOffset": error.span.end});
    AwsError::client("MalformedQueryException", error.to_string())
        .with_member("queryCompileError", json!({"location": location, "message": error.to_string()}))
}

pub async fn stop_query(
    logs: Arc<Logs>,
    context: Context,
    input: model::StopQueryRequest,
) -> Result<model::StopQueryResponse, AwsError> {
    let id = input.query_id.unwrap_or_default();
    let scope = &context.scope;
    let mut query =
        logs.store.read(|r| stored::find(r, scope, &id)).await.map_err(Refusal::from)?.ok_or_else(missing)?;
    logs.queries.current(&mut query);
    if query.status.is_final() || !logs.queries.stop(&id) {
        return Err(Refusal::parameter("The specified query is not running.").into());
    }
    Ok(model::StopQueryResponse { success: Some(true) })
}

fn missing() -> Refusal {
    Refusal::Missing("The specified query does not exist.".to_owned())
}

pub async fn get_query_results(
    logs: Arc<Logs>,
    context: Context,
    input: model::GetQueryResultsRequest,
) -> Result<model::GetQueryResultsResponse, AwsError> {
    let id = input.query_id.unwrap_or_default();
    let scope = &context.scope;
    let binding = ["GetQueryResults", scope.account.as_str(), scope.region.as_str(), &id];
    let from = match &input.next_token {
        Some(text) => {
            let from = token::decode(&binding, text).map_err(Refusal::from)?;
            from.parse::<usize>().map_err(|_| Refusal::Token)?
        }
        None => 0,
    };
    let most = input.max_items.and_then(|most| usize::try_from(most).ok()).filter(|most| *most > 0);
    let most = most.unwrap_or(MAX_ROWS_PER_PAGE);
    let read = logs.store.read(|r| {
        let mut query = stored::find(r, scope, &id)?.ok_or_else(missing)?;
        logs.queries.current(&mut query);
        let mut rows = Vec::new();
        if query.status == Status::Complete {
            for page in 0..query.pages as usize {
                rows.extend(stored::get_page(r, scope, &id, page)?);
            }
        }
        Ok::<_, Refusal>((query, rows))
    });
    let (query, rows) = read.await?;
    let more = from.saturating_add(most) < rows.len();
    let rows = rows.into_iter().skip(from).take(most).map(|row| {
        let cells = row.into_iter();
        cells.map(|(field, value)| model::ResultField { field: Some(field), value: Some(value) }).collect()
    });
    Ok(model::GetQueryResultsResponse {
        query_language: Some(model::QueryLanguage::Cwli),
        results: Some(rows.collect()),
        statistics: Some(model::QueryStatistics {
            records_matched: Some(query.statistics.matched as f64),
            records_scanned: Some(query.statistics.scanned as f64),
            estimated_records_skipped: Some(0.0),
            bytes_scanned: Some(query.statistics.bytes as f64),
            estimated_bytes_skipped: Some(0.0),
            log_groups_scanned: Some(query.groups.len() as f64),
        }),
        status: Some(model::QueryStatus::from(query.status.name())),
        encryption_key: None,
        next_token: more.then(|| token::encode(&binding, &(from + most).to_string())),
    })
}

pub async fn describe_queries(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeQueriesRequest,
) -> Result<model::DescribeQueriesResponse, AwsError> {
    let scope = &context.scope;
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let status = input.status.as_ref().map(model::QueryStatus::as_str).unwrap_or_default().to_owned();
    let group = input.log_group_name.unwrap_or_default();
    let most = input.max_results.and_then(|most| usize::try_from(most).ok()).unwrap_or(PER_PAGE);
    let binding = ["DescribeQueries", account, region, &status, &group];
    let mut after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let other_language = input.query_language.is_some_and(|language| language != model::QueryLanguage::Cwli);
    let oldest = logs.now() - stored::MAX_AGE_MILLIS;
    let mut queries = Vec::new();
    let next = logs.store.read(|r| {
        loop {
            let range = Range::all().after(after.as_deref()).limit(PER_LISTING);
            let listed = r.list_records::<StoredQuery>(account, region, range)?;
            let ended = listed.len() < PER_LISTING;
            for Stored { value: mut query, .. } in listed {
                let id = neargate_store::Record::id(&query).into_owned();
                logs.queries.current(&mut query);
                let wanted = (status.is_empty() || status == query.status.name())
                    && (group.is_empty() || query.groups.contains(&group))
                    && query.created >= oldest
                    && !other_language;
                if wanted {
                    if queries.len() == most {
                        return Ok::<_, Refusal>(after.take());
                    }
                    queries.push(described(query));
                }
                after = Some(id);
            }
            if ended {
                return Ok(None);
            }
        }
    });
    let next_token = next.await?.map(|last| token::encode(&binding, &last));
    Ok(model::DescribeQueriesResponse { queries: Some(queries), next_token })
}

fn described(query: StoredQuery) -> model::QueryInfo {
    model::QueryInfo {
        query_language: Some(model::QueryLanguage::Cwli),
        query_id: Some(query.id),
        query_string: Some(query.text),
        status: Some(model::QueryStatus::from(query.status.name())),
        create_time: Some(query.created),
        log_group_name: query.groups.into_iter().next(),
        query_duration: query.duration,
        bytes_scanned: Some(query.statistics.bytes as f64),
        user_identity: Some(query.caller),
    }
}
