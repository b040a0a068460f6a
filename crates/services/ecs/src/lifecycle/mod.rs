//! The life of a task: from what is known of it to what AWS's clients are told, and the work that the control plane does for it.
//!
//! ```text
//! PROVISIONING ─► PENDING ─► ACTIVATING ─► RUNNING ─► STOPPING ─► DEPROVISIONING ─► STOPPED
//!       └────────────┴───────────┴────────────┴───────────┴──────────────▲
//! ```
//!
//! [`derive()`] says where a task stands, from facts alone; [`worker`] gives it its interface and takes it away;
//! [`crate::control_plane`] hears the node. None of them remembers anything that isn't in the store.

mod derive;
mod effects;
#[cfg(test)]
mod lives;
mod merge;
mod plan;
mod worker;

pub(crate) use derive::{Facts, ask_to_stop, derive};
pub(crate) use merge::merge;
