//! IAM policies: documents read once, decisions made many times.
//!
//! A document is parsed into a [`Policy`], compiled as it is read: actions are sorted by service, wildcards are cut into pieces,
//! values of conditions are numbers, dates and networks already. [`Policy::check`] adds what AWS demands of a document by what it is
//! for ([`Kind`]). [`evaluate`] answers a [`Request`] from the policies that speak about its caller and its resource
//! ([`Policies`]): allowed, or denied by whom and whether somebody said so ([`Denial`]).
//!
//! ```text
//! an explicit deny anywhere                                   → denied
//! resource policy names the very user or session, same account → allowed, whatever boundary and session leave unsaid
//! identity, or a resource policy of the same account           → else denied
//! boundary, if there is one                                    → else denied
//! session policy, if there is one                              → else denied
//! resource policy, if the resource is another account's, or of a kind that decides itself (trust, keys) → else denied
//! ```
//!
//! Holds: more statements that allow never turn an allowed request into a denied one, and a statement that denies never the
//! other way round. Nothing here does I/O, panics, or takes more than time proportional to pattern times text.
//! Elsewhere: who has which policies, and what the keys of a request are (the identity crate).

mod actions;
mod condition;
mod date;
mod document;
mod evaluate;
mod kind;
mod pattern;
mod principal;
mod request;
#[cfg(test)]
mod tests;

pub use date::parse as parse_date;
pub use document::{Effect, Malformed, Policy, Statement};
pub use evaluate::{Denial, Policies, Source, evaluate, matching};
pub use kind::Kind;
pub use request::{Caller, Keys, Request};
