//! Audit findings: what a group's policy found in events, without the events themselves.
//!
//! A finding is a line of JSON. A log group gets it as an event, in a stream that is called after the group in which it was found; a
//! bucket gets an object for every few chunks, under the number of the last, so that a repetition overwrites it.

use std::io::Write as _;
use std::ops::Range;

use flate2::Compression;
use flate2::write::GzEncoder;
use neargate_core::{Scope, Timestamp};
use neargate_wire::authorize::Access;
use neargate_wire::{AwsError, CallError, Context, Protocol};
use serde_json::{Value, json};

use super::ProtectionPolicy;
use super::document::{Destinations, Document, invalid};
use crate::exports::bucket::Bucket;
use crate::{Logs, guards, resolve};

/// The consumer of the journal.
pub const FINDINGS: &str = "findings";
const CALLER: &str = "logs";
const PREFIX: &str = "AWSLogs";
/// Of a batch for a log group, well below what one may have.
const MAX_BATCH_BYTES: usize = 512 << 10;
const MAX_BATCH_EVENTS: usize = 5_000;

/// Whether destinations are there, and the caller may write to them.
pub async fn check(logs: &Logs, context: &Context, destinations: &Destinations) -> Result<(), AwsError> {
    let scope = &context.scope;
    if let Some(group) = &destinations.group {
        let found = logs.store.read(|r| resolve::group(r, scope, group)).await;
        found.map_err(|_| invalid(&format!("there is no log group {group}")))?;
        let resource = guards::group(scope, Some(group), Some(""));
        let access = [Access::new("logs:PutLogEvents", resource)];
        context.allowed(&access).await.map_err(|denial| denial.worded(Protocol::Json))?;
    }
    if let Some(name) = &destinations.bucket {
        let absent = || invalid(&format!("there is no bucket {name}"));
        let dispatcher = logs.dispatcher().ok_or_else(absent)?;
        let bucket = Bucket::new(dispatcher, scope, name, "", false);
        bucket.region().await.map_err(|_| absent())?;
        if context.limited() {
            let prefix = format!("{PREFIX}/{}", scope.account);
            let asked = bucket.probe_as(context.principal.clone(), &prefix).await;
            asked.map_err(|_| invalid(&format!("the caller may not write to the bucket {name}")))?;
        }
    }
    Ok(())
}

/// An event that a policy looks at.
pub struct Seen<'a> {
    pub ingested: i64,
    pub message: &'a str,
}

impl Logs {
    /// What a policy finds in events, a line for each in which it finds something.
    pub(crate) fn findings<'a>(
        &self,
        scope: &Scope,
        policy: &ProtectionPolicy,
        events: impl Iterator<Item = Seen<'a>>,
    ) -> Vec<String> {
        let rules = self.masks.rules(&policy.document, &policy.since);
        let resource = format!("{}:*", resolve::group_arn(scope, &policy.name));
        let told = events.filter_map(|seen| {
            let findings = rules.findings(seen.ingested, seen.message);
            (!findings.is_empty()).then(|| line(&resource, &seen, &findings))
        });
        told.collect()
    }

    /// Tells a policy's destinations of findings; `number` names them all.
    pub(crate) async fn tell_findings(
        &self,
        scope: &Scope,
        policy: &ProtectionPolicy,
        found: &[String],
        number: u64,
    ) -> Result<(), CallError> {
        let Ok(document) = Document::parse(&policy.document) else { return Ok(()) };
        if found.is_empty() {
            return Ok(());
        }
        if let Some(group) = &document.findings.group {
            self.tell_group(scope, policy, group, found).await?;
        }
        if let Some(bucket) = &document.findings.bucket {
            self.tell_bucket(scope, policy, bucket, found, number).await?;
        }
        Ok(())
    }

    async fn tell_group(
        &self,
        scope: &Scope,
        policy: &ProtectionPolicy,
        group: &str,
        found: &[String],
    ) -> Result<(), CallError> {
        let Some(dispatcher) = self.dispatcher() else { return Ok(()) };
        let stream = policy.name.replace([':', '*'], "-");
        let create = json!({ "logGroupName": group, "logStreamName": stream });
        match dispatcher.call::<_, Value>(CALLER, scope, "logs", "CreateLogStream", &create).await {
            Err(error) if error.code != "ResourceAlreadyExistsException" => return Err(error),
            _ => {}
        }
        let mut rest = found;
        while !rest.is_empty() {
            let mut bytes = 0;
            let fitting = rest.iter().take(MAX_BATCH_EVENTS).take_while(|line| {
                bytes += line.len();
                bytes <= MAX_BATCH_BYTES
            });
            let (batch, after) = rest.split_at(fitting.count().max(1));
            rest = after;
            let now = self.now();
            let events: Vec<Value> =
                batch.iter().map(|line| json!({ "timestamp": now, "message": line })).collect();
            let put = json!({ "logGroupName": group, "logStreamName": stream, "logEvents": events });
            dispatcher.call::<_, Value>(CALLER, scope, "logs", "PutLogEvents", &put).await?;
        }
        Ok(())
    }

    async fn tell_bucket(
        &self,
        scope: &Scope,
        policy: &ProtectionPolicy,
        bucket: &str,
        found: &[String],
        number: u64,
    ) -> Result<(), CallError> {
        let Some(dispatcher) = self.dispatcher() else { return Ok(()) };
        let mut object = GzEncoder::new(Vec::new(), Compression::default());
        for line in found {
            // Memory takes it all.
            let _ = writeln!(object, "{line}");
        }
        let body = object.finish().unwrap_or_default();
        let Scope { account, region } = scope;
        let group = policy.name.trim_matches('/');
        let key = format!(
            "{PREFIX}/{account}/CloudWatchLogs/{region}/{group}/{}-{number:012x}.json.gz",
            policy.group
        );
        let arn = resolve::group_arn(scope, &policy.name);
        Bucket::new(dispatcher, scope, bucket, &arn, false).put(&key, body, "application/x-gzip").await
    }
}

fn line(resource: &str, seen: &Seen<'_>, findings: &[(&str, Vec<Range<usize>>)]) -> String {
    let place = |place: &Range<usize>| {
        let characters = |end: usize| seen.message[..end].chars().count();
        json!({ "start": characters(place.start), "end": characters(place.end) })
    };
    let identifiers: Vec<Value> = findings
        .iter()
        .map(|(name, places)| {
            let detections: Vec<Value> = places.iter().map(place).collect();
            json!({ "name": name, "count": places.len(), "detections": detections })
        })
        .collect();
    let mut time = Timestamp(seen.ingested).to_iso8601();
    time.truncate(19);
    time.push('Z');
    json!({ "auditTimestamp": time, "resourceArn": resource, "dataIdentifiers": identifiers }).to_string()
}
