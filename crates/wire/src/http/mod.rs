//! Requests over HTTP: from an accepted connection to an answer.
//!
//! ```text
//! connection ─ limits, time-outs (server)
//!   ├ request whose body is a stream (Front) ─ browser check (guard) ─ the front, which does the rest
//!   └ request ─ browser check (guard) ─ own pages (Pages), which may take the connection over
//!       └ route (which service, operation, codec) ─ authenticate ─ dispatcher ─ answer
//! ```

mod authenticate;
mod guard;
mod paced;
mod route;
mod server;
mod share;
mod unread;

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use http_body_util::Full;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::upgrade::OnUpgrade;
use neargate_core::Scope;

pub use authenticate::{Authenticator, Key, Unidentified};
pub use server::{Limits, Server};

/// An answer as a whole.
pub type Answer = Response<Full<Bytes>>;

/// Paths that belong to neargate itself (`/_neargate/…`), beside AWS's.
pub trait Pages: Send + Sync {
    /// `None` when the path is not one of these pages.
    fn serve(&self, parts: &Parts, body: Bytes) -> Option<Pin<Box<dyn Future<Output = Answer> + Send>>>;

    /// For a request that asks for another protocol: the answer, or `None` when its path isn't one of those that speak another. After
    /// an answer of 101 the connection is `connection`'s, and of the server's limits only
    /// [`Limits::answer_timeout`] still applies to it.
    fn upgrade(&self, _: &Parts, _: OnUpgrade) -> Option<Answer> {
        None
    }
}

/// A body that comes and goes in pieces.
pub type StreamBody = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// A request whose body hasn't been read, as the server passes it on.
pub struct Visit {
    pub parts: Parts,
    /// Fails when its sender pauses for longer than [`Limits::body_timeout`]. It has no limit of size.
    pub body: StreamBody,
    pub peer: IpAddr,
    /// The account and region that a caller who doesn't say is taken to mean.
    pub home: Option<Scope>,
    /// Where the caller reached us.
    pub endpoint: Arc<str>,
}

/// What a [`Front`] answers in.
pub type Served = Pin<Box<dyn Future<Output = Response<StreamBody>> + Send>>;

/// Serves a protocol whose bodies are streams (S3's), from the head of a request on: routing, authentication and all.
pub trait Front: Send + Sync {
    /// Whether a request belongs here. Asked about every request.
    fn claims(&self, parts: &Parts) -> bool;

    fn serve(&self, visit: Visit) -> Served;
}
