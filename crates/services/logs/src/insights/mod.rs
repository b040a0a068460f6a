//! Logs Insights: questions to log groups in AWS's query language, answered in the background.
//!
//! A text becomes a query ([`parse`]: lexer, parser, syntax), the query a [`plan`] of steps, and an [`execution`] sends each event
//! through them as the [`scan`] reads it. [`queries`] has the operations, [`work`] the lives of queries.
//!
//! ```text
//! Scheduled ──► Running ──┬──► Complete
//!     │            │      ├──► Failed      needed too much memory, or the store failed
//!     └────────────┴──────┼──► Cancelled   by StopQuery
//!                         └──► Timeout     after an hour
//! ```
//!
//! A query belongs to the process that started it. Its document says so, and with a later process in charge an unfinished query
//! reads as Failed: nobody works on it any more. Results lie in the store in pages, written before the status that announces them,
//! and are removed with the query after seven days.
//!
//! Holds: parsing is total and regular expressions never backtrack; a query in execution holds 64 MiB and 100,000 groups at most,
//! and its result 100,000 rows (without the last ones, where they are larger than that); it reads in slices, between which others have their turn.
//! Dies well: at any line; see above.

mod aggregate;
mod definitions;
mod eval;
mod execution;
mod expressions;
mod functions;
mod grouping;
mod lexer;
mod lookups;
mod parser;
mod patterns;
mod plan;
mod pointer;
mod queries;
mod row;
mod scan;
#[cfg(test)]
mod source_tests;
mod stored;
mod syntax;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod value;
mod work;

use std::sync::Arc;

use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{Context, Service};

pub use parser::parse;
#[cfg(test)]
use stored::Status;
pub(crate) use stored::{MAX_AGE_MILLIS, forget_some};
pub use syntax::{Query, Span, SyntaxError};
pub use work::Queries;

use self::execution::Execution;
use self::plan::Plan;
use self::row::Event;
use crate::model;
use crate::position::{EventId, Position};
use crate::{Logs, guards};

/// Answers a query from messages at hand, a second apart: all that the language does, without a store.
///
/// Gives the rows as names and values, or nothing when they needed more memory than a query may have.
pub fn answer<'a>(
    query: Query,
    messages: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Option<Vec<Vec<(String, String)>>> {
    const BEGAN: i64 = 1_763_892_000_000;
    let group = Arc::new(row::Source { name: "g".to_owned(), log: "000000000000:g".into() });
    let stream: Arc<str> = "s".into();
    let mut execution = Execution::new(Plan::new(query, limit), BEGAN);
    for (index, message) in messages.into_iter().enumerate() {
        let timestamp = BEGAN + 1_000 * index as i64;
        let event = Event {
            timestamp,
            ingested: timestamp,
            message: message.into(),
            unmasked: None,
            stream: Arc::clone(&stream),
            group: Arc::clone(&group),
            id: EventId { position: Position::at(timestamp), stream: 0 },
        };
        execution.push(event).ok()?;
    }
    execution.finish().ok().map(|(rows, _)| rows)
}

/// Adds the operations to the service.
pub fn register(service: Service, logs: &Arc<Logs>) -> Service {
    service
        .guarded(model::StartQuery, logs, touches_queried, queries::start_query)
        .on(model::GetQueryResults, logs, queries::get_query_results)
        .on(model::ListLogGroupsForQuery, logs, grouping::list_groups)
        .on(model::StopQuery, logs, queries::stop_query)
        .on(model::DescribeQueries, logs, queries::describe_queries)
        .on(model::PutQueryDefinition, logs, definitions::put)
        .on(model::DescribeQueryDefinitions, logs, definitions::describe)
        .on(model::DeleteQueryDefinition, logs, definitions::delete)
        .on(model::GetLogRecord, logs, lookups::get_log_record)
        .guarded(model::GetLogGroupFields, logs, touches_fields, lookups::get_log_group_fields)
}

fn touches_queried<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a model::StartQueryRequest,
) -> Accesses<'a> {
    let named = input.log_group_name.iter().chain(input.log_group_names.iter().flatten());
    let all = named.chain(input.log_group_identifiers.iter().flatten());
    let accesses = all.map(|name| access("logs:StartQuery", context, name)).collect();
    Box::pin(async move { Ok(accesses) })
}

fn touches_fields<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a model::GetLogGroupFieldsRequest,
) -> Accesses<'a> {
    let names = input.log_group_name.iter().chain(&input.log_group_identifier);
    let accesses = names.map(|name| access("logs:GetLogGroupFields", context, name)).collect();
    Box::pin(async move { Ok(accesses) })
}

fn access(action: &'static str, context: &Context, name: &str) -> Access {
    Access::new(action, guards::group(&context.scope, Some(name), Some("")))
}
