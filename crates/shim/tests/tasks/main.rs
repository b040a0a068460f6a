//! Real tasks: real shims, containers, control groups. They need root.

mod ends;
mod environment;
mod exec;
mod health;
mod hostile;
mod limits;
mod order;
mod restart;
mod rig;
mod shared;
