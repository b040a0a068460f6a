//! Client tokens of `RunTask`: the same request again means the same tasks.

use std::time::Duration;

use neargate_core::{Scope, Timestamp};
use neargate_store::{Error, Expect, Range, Reader, Writer};
use neargate_wire::AwsError;
use serde::{Deserialize, Serialize};

use super::documents::{decode, get, partition, put, scopes};
use super::{records, reference};
use crate::model::{RunTaskRequest, Task};
use crate::refused::{Refused, client, invalid};

pub(crate) const KIND: &str = "run-task-token";

/// How long a token is remembered.
pub(crate) const LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// What a token was used for. Tokens are apart by cluster.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Used {
    /// The whole request: few bytes, and a refusal can be explained from them.
    request: RunTaskRequest,
    task_arns: Vec<String>,
    pub at: Timestamp,
}

/// Checks a token by itself.
pub(crate) fn check(token: &str) -> Result<(), AwsError> {
    if token.chars().count() > 64 {
        return Err(invalid("Client token can have at most 64 characters."));
    }
    if !token.bytes().all(|b| (33..=126).contains(&b)) {
        return Err(invalid("Client token can only contain ASCII characters in the range 33-126."));
    }
    Ok(())
}

/// The tasks that this request made before, as they are now, if its token was used.
pub(crate) fn repeated(
    r: &mut dyn Reader,
    scope: &Scope,
    cluster: &str,
    request: &RunTaskRequest,
    now: Timestamp,
) -> Result<Option<Vec<Task>>, Refused> {
    let Some(token) = &request.client_token else { return Ok(None) };
    let used: Option<Used> = get(r, scope, KIND, &id(cluster, token))?;
    let Some(used) = used.filter(|used| now.since(used.at) < LIFETIME) else { return Ok(None) };
    if used.request != *request {
        let conflict = AwsError::client(
            "ConflictException",
            "The provided client token is already in use with a different request.",
        );
        return Err(conflict.with_member("resourceIds", used.task_arns).into());
    }
    let mut tasks = Vec::with_capacity(used.task_arns.len());
    for arn in &used.task_arns {
        tasks.extend(records::load_task(r, scope, reference::id_of(arn))?);
    }
    if tasks.is_empty() {
        // The tasks are long gone and can't be told any more; making new ones would break the token's promise.
        return Err(client("The tasks of this client token are no longer known.").into());
    }
    Ok(Some(tasks))
}

pub(crate) fn remember(
    w: &mut dyn Writer,
    scope: &Scope,
    cluster: &str,
    request: &RunTaskRequest,
    task_arns: Vec<String>,
    at: Timestamp,
) -> Result<(), Error> {
    let Some(token) = &request.client_token else { return Ok(()) };
    put(w, scope, KIND, &id(cluster, token), &Used { request: request.clone(), task_arns, at }, &[])
}

/// Deletes tokens that have lapsed.
pub(crate) fn forget_tokens(w: &mut dyn Writer, now: Timestamp) -> Result<(), Error> {
    for scope in scopes(w, KIND)? {
        for document in w.list(&partition(&scope, KIND), Range::all())? {
            let used: Used = decode(KIND, &document)?;
            if now.since(used.at) >= LIFETIME {
                w.delete(&partition(&scope, KIND), &document.id, Expect::Any)?;
            }
        }
    }
    Ok(())
}

fn id(cluster: &str, token: &str) -> String {
    format!("{cluster}/{token}")
}
