//! AWS's protocols on one side, typed operations on the other.
//!
//! A service crate registers operations ([`Service`]) whose shapes are written from AWS's model. A request is routed,
//! verified ([`sigv4`]), decoded by the codec that it came in ([`codec`]), checked against the model's constraints
//! ([`validate`]) and against the caller's rights ([`authorize`]), and handed to the [`Dispatcher`], which is also the door for calls between services. The answer goes back through the
//! same codec. Services see neither bytes nor protocols, so a protocol is added here alone.
//!
//! Holds: no operation runs for a caller who wasn't authenticated; a panic in a handler is that request's failure only.

mod assume;
pub mod authorize;
pub mod codec;
pub mod credentials;
pub mod customer_keys;
mod dispatcher;
mod error;
mod events;
pub mod http;
mod service;
mod shape;
mod shown;
pub mod sigv4;
mod validate;

pub use assume::{Role, RoleError};
pub use codec::rest;
pub use dispatcher::{CallError, Dispatcher};
pub use error::{AwsError, Fault};
pub use events::{Event, Events};
pub use neargate_core::Durability;
pub use service::{Context, Model, Operation, Origin, Protocol, Service};
pub use shape::{Blob, Nothing, Time};
pub use validate::{Constraint, Each, OwnWords, Rule, Validate, Violations};
