//! What the worker does next, from the assignments that wait for it. Pure.

use std::collections::HashSet;

use neargate_core::Scope;

use crate::tasks::{Assignment, Turn};

/// One step for one task.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// Make its interface and hand it to the node.
    Provision(Box<Assignment>),
    /// It can't be started: end it with this reason. There is no interface.
    Refuse { scope: Scope, task_id: String, reason: String },
    /// Delete its interface and end it.
    Release(Box<Assignment>),
}

impl Action {
    pub(crate) fn task_id(&self) -> &str {
        match self {
            Self::Provision(assignment) | Self::Release(assignment) => &assignment.task_id,
            Self::Refuse { task_id, .. } => task_id,
        }
    }
}

/// The next step of every task that waits for the worker and isn't under way already.
pub(crate) fn plan(waiting: Vec<Assignment>, under_way: &HashSet<String>) -> Vec<Action> {
    let idle = waiting.into_iter().filter(|assignment| !under_way.contains(&assignment.task_id));
    let step = |assignment: Assignment| match (assignment.turn, &assignment.refusal) {
        (Turn::Node, _) => None,
        (_, Some(reason)) => Some(Action::Refuse {
            scope: assignment.scope.clone(),
            task_id: assignment.task_id.clone(),
            reason: reason.clone(),
        }),
        (Turn::Provision, None) => Some(Action::Provision(Box::new(assignment))),
        (Turn::Release, None) => Some(Action::Release(Box::new(assignment))),
    };
    idle.filter_map(step).collect()
}
