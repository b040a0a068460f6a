//! StartLiveTail.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream;
use neargate_core::random_uuid;
use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context, Event, Events};
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::session::{Session, Streams};
use crate::model::{self, LiveTailSessionStart};
use crate::pattern::Pattern;
use crate::records::STANDARD;
use crate::refusal::Refusal;
use crate::{Logs, guards, resolve};

const BETWEEN_UPDATES: Duration = Duration::from_secs(1);
/// As on AWS.
const MAX_DURATION: Duration = Duration::from_secs(3 * 60 * 60);

pub fn guard<'a>(_: &'a Logs, context: &'a Context, input: &'a model::StartLiveTailRequest) -> Accesses<'a> {
    let groups = input.log_group_identifiers.iter().flatten();
    let resource = |name: &String| guards::group(&context.scope, Some(name), Some(""));
    let accesses = groups.map(|name| Access::new("logs:StartLiveTail", resource(name))).collect();
    Box::pin(async move { Ok(accesses) })
}

pub async fn start(
    logs: Arc<Logs>,
    context: Context,
    input: model::StartLiveTailRequest,
) -> Result<Events, AwsError> {
    let scope = &context.scope;
    let identifiers = input.log_group_identifiers.unwrap_or_default();
    let names = input.log_stream_names.unwrap_or_default();
    let prefixes = input.log_stream_name_prefixes.unwrap_or_default();
    let pattern = input.log_event_filter_pattern.unwrap_or_default();
    let streams = match (names.is_empty(), prefixes.is_empty()) {
        (false, false) => {
            let message = "logStreamNames and logStreamNamePrefixes cannot both be specified.";
            return Err(Refusal::parameter(message).into());
        }
        (false, true) => Streams::Named(names.iter().cloned().collect()),
        (true, false) => Streams::Prefixed(prefixes.clone()),
        (true, true) => Streams::All,
    };
    if identifiers.len() > 1 && streams != Streams::All {
        let message =
            "logStreamNames and logStreamNamePrefixes can be specified only with a single log group.";
        return Err(Refusal::parameter(message).into());
    }
    let mut groups = Vec::new();
    for identifier in &identifiers {
        if identifier.ends_with('*') {
            let message = "The ARN of a log group identifier must not end with an asterisk.";
            return Err(Refusal::parameter(message).into());
        }
        groups.push(resolve::name_of(scope, identifier.clone())?);
    }
    let compiled = Pattern::parse(&pattern).map_err(|error| Refusal::parameter(error.to_string()))?;
    logs.store
        .read(|r| {
            for name in &groups {
                let class = resolve::group(r, scope, name)?.value.class;
                if class != STANDARD {
                    let message = format!("Live Tail isn't supported for log groups of the class {class}.");
                    return Err(Refusal::Operation(message));
                }
            }
            Ok(())
        })
        .await?;
    let session = Arc::new(Session::new(scope.clone(), groups, streams, compiled));
    logs.live.enter(Arc::clone(&session))?;
    let begin = Instant::now();
    let mut ticks = interval_at(begin + BETWEEN_UPDATES, BETWEEN_UPDATES);
    // A client that reads slowly isn't told faster later.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let tail = Tail { closed: logs.live.closed.subscribe(), logs, session, ticks, end: begin + MAX_DURATION };
    let start = LiveTailSessionStart {
        request_id: Some(context.request_id.to_string()),
        session_id: Some(random_uuid()),
        log_group_identifiers: Some(identifiers),
        log_stream_names: Some(names),
        log_stream_name_prefixes: Some(prefixes),
        log_event_filter_pattern: Some(pattern),
    };
    let first = Event::new("sessionStart", &start);
    let first = first.map_err(|error| AwsError::internal(crate::refusal::INTERNAL, error))?;
    Ok(Events::new(stream::unfold(Next::Start(tail, first), next)))
}

/// A session on its connection: with the answer it goes, and the registry forgets it.
struct Tail {
    logs: Arc<Logs>,
    session: Arc<Session>,
    closed: watch::Receiver<bool>,
    ticks: Interval,
    end: Instant,
}

impl Drop for Tail {
    fn drop(&mut self) {
        self.logs.live.leave(&self.session);
    }
}

enum Next {
    Start(Tail, Event),
    Update(Tail),
    End,
}

async fn next(state: Next) -> Option<(Event, Next)> {
    let mut tail = match state {
        Next::Start(tail, first) => return Some((first, Next::Update(tail))),
        Next::Update(tail) => tail,
        Next::End => return None,
    };
    tokio::select! {
        _ = tail.closed.wait_for(|closed| *closed) => return None,
        _ = tail.ticks.tick() => {}
    }
    if Instant::now() >= tail.end {
        let message = "The session has been open for three hours.";
        return Some((Event::exception("SessionTimeoutException", message), Next::End));
    }
    match Event::new("sessionUpdate", &tail.session.update()) {
        Ok(update) => Some((update, Next::Update(tail))),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "write an update of a Live Tail session"
            );
            Some((Event::exception("SessionStreamingException", "An unknown error occurred."), Next::End))
        }
    }
}
