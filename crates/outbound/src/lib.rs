//! HTTP/1.1 to the outside, over TCP or TLS, with pooled connections: to registries and log collectors.
//!
//! Knows nothing of what it carries. Failures carry the words that Go's client uses, because AWS shows those to its users
//! (`dial tcp 10.0.0.1:443: i/o timeout`).

mod client;
mod trust;

use std::io;

pub use client::{Http, TransportError};
pub use trust::{Trust, TrustError};

/// `No space left on device (os error 28)` as Go would say it: `no space left on device`.
pub fn go_words(error: &io::Error) -> String {
    let text = error.to_string();
    if error.raw_os_error().is_none() {
        return text;
    }
    let words = text.split(" (os error").next().unwrap_or_default();
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_as_go_tells_them() {
        assert_eq!(go_words(&io::Error::from_raw_os_error(28)), "no space left on device");
        assert_eq!(go_words(&io::Error::other("Something else")), "Something else");
    }
}
