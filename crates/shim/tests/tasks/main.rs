//! Real tasks: real shims, containers, control groups. They need root.

mod ends;
mod environment;
mod limits;
mod order;
mod rig;
