//! The store against a real registry, scripted ones, archives, and a real overlay mount. Needs root,
//! `docker-registry`, `skopeo`, `openssl`, `tar` and `mount`.

mod archives;
mod lifecycle;
mod processes;
mod pruning;
mod pulls;
mod refusals;
mod resuming;
mod support;
mod unpacking;
