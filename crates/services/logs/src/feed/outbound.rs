//! Messages to destinations: CloudWatch Logs' envelope, and the calls that carry it.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use neargate_core::{Arn, Scope, random_hex};
use neargate_wire::{CallError, Dispatcher};
use serde::Serialize;
use serde_json::{Value, json};

/// What Kinesis takes in a record.
const MAX_MESSAGE_BYTES: usize = 1_000_000;

/// A kind of service that events can be passed on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vendor {
    Kinesis,
    Firehose,
    Lambda,
}

/// Where messages go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub vendor: Vendor,
    pub arn: Arn,
}

#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    #[error("there is no such destination here")]
    Nowhere,
    #[error("{0}")]
    Refused(#[from] CallError),
    #[error("no answer in time")]
    Late,
    #[error("encode a message")]
    Encode(#[from] serde_json::Error),
    #[error("compress a message")]
    Compress(#[from] std::io::Error),
}

impl Target {
    /// None for an ARN of another kind of service.
    pub fn new(arn: &Arn) -> Option<Self> {
        let vendor = match arn.service.as_str() {
            "kinesis" => Vendor::Kinesis,
            "firehose" => Vendor::Firehose,
            "lambda" => Vendor::Lambda,
            _ => return None,
        };
        Some(Self { vendor, arn: arn.clone() })
    }

    /// What PutSubscriptionFilter says when the target can't be reached.
    pub fn complaint(&self) -> &'static str {
        match self.vendor {
            Vendor::Kinesis => {
                "Could not deliver test message to specified Kinesis stream. Check if the given Kinesis stream is in \
                 ACTIVE state."
            }
            Vendor::Firehose => {
                "Could not deliver test message to specified Firehose stream. Check if the given Firehose stream is \
                 in ACTIVE state."
            }
            Vendor::Lambda => {
                "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to \
                 execute your function."
            }
        }
    }

    /// Delivers a message of events, in as many parts as it takes.
    pub async fn deliver(
        &self,
        dispatcher: &Dispatcher,
        envelope: &Envelope<'_>,
        events: &[Outgoing<'_>],
        partition_key: &str,
    ) -> Result<(), Undelivered> {
        let mut parts = vec![events];
        while let Some(part) = parts.pop() {
            let message = compress(&serde_json::to_vec(&envelope.with(part))?)?;
            if message.len() > MAX_MESSAGE_BYTES && part.len() > 1 {
                let (first, second) = part.split_at(part.len() / 2);
                parts.extend([second, first]);
                continue;
            }
            self.send(dispatcher, &message, partition_key).await?;
        }
        Ok(())
    }

    /// Sends what AWS sends to see whether a destination is well.
    pub async fn probe(&self, dispatcher: &Dispatcher, now: i64) -> Result<(), Undelivered> {
        let what = match self.vendor {
            Vendor::Kinesis => "Kinesis stream",
            Vendor::Firehose => "Firehose",
            // A function that exists and may be called is asked by a call, as any.
            Vendor::Lambda => "lambda function",
        };
        let message = json!({
            "messageType": "CONTROL_MESSAGE",
            "owner": "CloudwatchLogs",
            "logGroup": "",
            "logStream": "",
            "subscriptionFilters": [],
            "logEvents": [{
                "id": "",
                "timestamp": now,
                "message": format!("CWL CONTROL MESSAGE: Checking health of destination {what}."),
            }],
        });
        self.send(dispatcher, &compress(&serde_json::to_vec(&message)?)?, "").await
    }

    async fn send(&self, dispatcher: &Dispatcher, message: &[u8], key: &str) -> Result<(), Undelivered> {
        let (service, operation, input) = self.call(STANDARD.encode(message), key);
        if !dispatcher.services().iter().any(|known| known.name == service) {
            return Err(Undelivered::Nowhere);
        }
        let scope = Scope {
            account: self.arn.account.parse().map_err(|_| Undelivered::Nowhere)?,
            region: neargate_core::Region::new(self.arn.region.clone()),
        };
        // As a part of neargate: who named a role was asked for iam:PassRole, and what the role may do isn't asked again.
        let call = dispatcher.call::<_, Value>("logs", &scope, service, operation, &input);
        let answer =
            tokio::time::timeout(super::worker::PATIENCE, call).await.map_err(|_| Undelivered::Late)?;
        answer?;
        Ok(())
    }

    /// The call that carries a message, already in base64.
    fn call(&self, data: String, key: &str) -> (&'static str, &'static str, Value) {
        let resource = &self.arn.resource;
        let name = resource.split_once(['/', ':']).map_or(resource.as_str(), |(_, name)| name);
        match self.vendor {
            Vendor::Kinesis => {
                let key = if key.is_empty() { random_hex(32) } else { key.to_owned() };
                ("kinesis", "PutRecord", json!({"StreamName": name, "Data": data, "PartitionKey": key}))
            }
            Vendor::Firehose => {
                ("firehose", "PutRecord", json!({"DeliveryStreamName": name, "Record": {"Data": data}}))
            }
            Vendor::Lambda => {
                let payload = json!({"awslogs": {"data": data}}).to_string();
                let input = json!({
                    "FunctionName": self.arn.to_string(),
                    "InvocationType": "Event",
                    "Payload": STANDARD.encode(payload),
                });
                ("lambda", "Invoke", input)
            }
        }
    }
}

/// An event as destinations see it.
#[derive(Debug, Clone, Serialize)]
pub struct Outgoing<'a> {
    pub id: String,
    pub timestamp: i64,
    pub message: &'a str,
}

/// What stands around the events of a message.
#[derive(Debug, Clone)]
pub struct Envelope<'a> {
    pub owner: &'a str,
    pub group: &'a str,
    pub stream: &'a str,
    pub filter: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    message_type: &'static str,
    owner: &'a str,
    log_group: &'a str,
    log_stream: &'a str,
    subscription_filters: [&'a str; 1],
    log_events: &'a [Outgoing<'a>],
}

impl<'a> Envelope<'a> {
    fn with(&self, events: &'a [Outgoing<'a>]) -> Message<'a> {
        Message {
            message_type: "DATA_MESSAGE",
            owner: self.owner,
            log_group: self.group,
            log_stream: self.stream,
            subscription_filters: [self.filter],
            log_events: events,
        }
    }
}

fn compress(text: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text)?;
    encoder.finish()
}
