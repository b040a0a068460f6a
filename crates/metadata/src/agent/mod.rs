//! `$ECS_AGENT_URI`: what a container may ask of the agent beside metadata.

mod fault;
mod protection;

pub(crate) use fault::{Faults, answer as fault};
pub(crate) use protection::answer as protection;
