//! Requests over HTTP: from an accepted connection to an answer.
//!
//! ```text
//! connection ─ limits, time-outs (server)
//!   └ request ─ browser check (guard) ─ own pages (Pages), which may take the connection over
//!       └ route (which service, operation, codec) ─ authenticate ─ dispatcher ─ answer
//! ```

mod authenticate;
mod guard;
mod route;
mod server;

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use http_body_util::Full;
use hyper::upgrade::OnUpgrade;

pub use authenticate::Authenticator;
pub use server::{Limits, Server};

/// An answer as a whole. Streams will come with the protocols that have them.
pub type Answer = Response<Full<Bytes>>;

/// Paths that belong to neargate itself (`/_neargate/…`), beside AWS's.
pub trait Pages: Send + Sync {
    /// `None` when the path is not one of these pages.
    fn serve(&self, parts: &Parts, body: Bytes) -> Option<Pin<Box<dyn Future<Output = Answer> + Send>>>;

    /// For a request that asks for another protocol: the answer, or `None` when its path isn't one of those that speak another. After
    /// an answer of 101 the connection is `connection`'s, and no limit of the server's applies to it any more.
    fn upgrade(&self, _: &Parts, _: OnUpgrade) -> Option<Answer> {
        None
    }
}
