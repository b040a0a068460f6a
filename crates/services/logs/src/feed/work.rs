//! What the worker works on: a consumer of a group's journal, and the chunks that arrived there.

use neargate_core::Scope;

use super::filters::{METRICS, MetricFilter, Subscription};
use super::journal::Note;
use crate::chunk::Opened;
use crate::position::Position;
use crate::protection::{self, ProtectionPolicy};
use crate::records::chunk_start;
use crate::source::number;

/// Who it is, between passes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Consumer {
    pub account: String,
    pub region: String,
    pub group: String,
    pub name: String,
}

/// A consumer with what it consists of.
pub enum Work {
    Metrics { group: String, filters: Vec<MetricFilter> },
    Subscription(Subscription),
    Findings(ProtectionPolicy),
}

impl Work {
    pub fn group(&self) -> &str {
        match self {
            Self::Metrics { group, .. } => group,
            Self::Subscription(subscription) => &subscription.group,
            Self::Findings(policy) => &policy.group,
        }
    }

    pub fn group_name(&self) -> &str {
        match self {
            Self::Metrics { filters, .. } => filters.first().map_or("", |filter| &filter.group_name),
            Self::Subscription(subscription) => &subscription.group_name,
            Self::Findings(policy) => &policy.name,
        }
    }

    pub fn name(&self) -> String {
        match self {
            Self::Metrics { .. } => METRICS.to_owned(),
            Self::Subscription(subscription) => Subscription::consumer(&subscription.name),
            Self::Findings(_) => protection::FINDINGS.to_owned(),
        }
    }

    pub fn consumer(&self, scope: &Scope) -> Consumer {
        Consumer {
            account: scope.account.to_string(),
            region: scope.region.to_string(),
            group: self.group().to_owned(),
            name: self.name(),
        }
    }
}

/// A note with its chunk, if that is still there.
pub struct Arrival {
    pub sequence: u64,
    pub note: Note,
    pub opened: Option<Opened>,
}

impl Arrival {
    pub fn events(&self) -> impl Iterator<Item = &(i64, String)> {
        self.opened.iter().flat_map(|opened| &opened.events)
    }

    /// The number of its stream, and where its chunk begins.
    pub fn origin(&self) -> Option<(u64, Position)> {
        let (stream, _) = self.note.chunk.split_once('/')?;
        Some((number(stream), chunk_start(&self.note.chunk)?))
    }
}
