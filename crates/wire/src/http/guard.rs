//! Keeps browsers out: a page that somebody visits must not be able to drive the API of their machine.
//!
//! A browser that sends a request across sites says so in `Origin` or `Sec-Fetch-Site`. A page that rebinds its own name to a loopback
//! address is on the same site, but then the name stands in `Host`, so only names that nobody else can point at us are let through.
//! Wherever a request names its host (twice, or in its first line as requests to proxies do), all of them count.

use http::header::{HOST, ORIGIN};
use http::request::Parts;

/// Why a request is turned away, for its sender to read.
pub(super) fn objection(request: &Parts, allowed_hosts: &[String]) -> Option<&'static str> {
    let headers = &request.headers;
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if headers.contains_key(ORIGIN) {
        return Some("Requests from web pages are refused: the Origin header is set.");
    }
    if text("sec-fetch-site").is_some_and(|site| site != "none" && site != "same-origin") {
        return Some("Requests from web pages are refused: the Sec-Fetch-Site header is set.");
    }
    let named = headers.get_all(HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let known = named.chain(request.uri.host()).all(|host| is_ours(host, allowed_hosts));
    (!known).then_some(
        "The Host header names neither an address nor a host of this endpoint. Add it to allowed_hosts.",
    )
}

fn is_ours(host: &str, allowed_hosts: &[String]) -> bool {
    let name = match host.strip_prefix('[') {
        Some(v6) => {
            return v6.split(']').next().is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok());
        }
        None => host.split(':').next().unwrap_or_default().to_ascii_lowercase(),
    };
    name.parse::<std::net::Ipv4Addr>().is_ok()
        || name == "localhost"
        || name.ends_with(".localhost")
        || name.ends_with(".amazonaws.com")
        // What tasks call us. `internal` is reserved for private use: nobody can register a name below it.
        || name == "neargate.internal"
        || name.ends_with(".neargate.internal")
        // And the names of buckets below a host that is allowed: whoever owns a name owns those below it.
        || allowed_hosts.iter().any(|allowed| {
            name.strip_suffix(allowed.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &'static str, value: &str) -> Option<&'static str> {
        objecting(http::Request::get("/").header(name, value))
    }

    fn objecting(request: http::request::Builder) -> Option<&'static str> {
        objection(&request.body(()).unwrap().into_parts().0, &["neargate.example".to_owned()])
    }

    #[test]
    fn every_name_of_the_host_counts() {
        let request = |uri: &str| http::Request::get(uri).header("host", "127.0.0.1");
        assert_eq!(objecting(request("http://localhost:4566/")), None);
        assert!(objecting(request("http://evil.example/_neargate/tasks")).is_some());
        assert!(objecting(request("/").header("host", "evil.example")).is_some());
        assert_eq!(objecting(http::Request::get("/")), None);
    }

    #[test]
    fn addresses_and_own_names_are_let_through() {
        for host in [
            "127.0.0.1:4566",
            "localhost:4566",
            "[::1]:4566",
            "ecs.us-east-1.amazonaws.com",
            "x.localhost",
            "neargate.internal:4566",
            "s3.neargate.internal:4566",
            "neargate.example",
            "bucket.s3.neargate.example:4566",
        ] {
            assert_eq!(asked("host", host), None, "{host}");
        }
    }

    #[test]
    fn pages_and_rebound_names_are_refused() {
        assert!(asked("host", "evil.example:4566").is_some());
        assert!(asked("host", "localhost.evil.example").is_some());
        assert!(asked("host", "xneargate.internal").is_some());
        assert!(asked("host", "xneargate.example").is_some());
        assert!(asked("origin", "http://evil.example").is_some());
        assert!(asked("origin", "null").is_some());
        assert!(asked("sec-fetch-site", "cross-site").is_some());
        assert_eq!(asked("sec-fetch-site", "none"), None);
    }
}
