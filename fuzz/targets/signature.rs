//! The claims of a signed request, in its header and in its URL.
#![no_main]

use http::Request;
use libfuzzer_sys::fuzz_target;
use neargate_core::Timestamp;
use neargate_wire::sigv4::{Claim, Verifier};

fuzz_target!(|data: &[u8]| {
    let mut fields = data.splitn(4, |byte| *byte == b'\n');
    let mut next = || fields.next().unwrap_or_default();
    let (authorization, date, query, body) = (next(), next(), next(), next());
    let query: String = query.iter().map(|byte| char::from(byte % 94 + 33)).filter(|c| *c != '#').collect();
    let mut request = Request::builder().method("POST").uri(format!("/a%20b/../c?{query}"));
    for (name, value) in [("authorization", authorization), ("x-amz-date", date)] {
        if !value.is_empty() {
            request = request.header(name, value);
        }
    }
    let Ok(request) = request.header("host", "127.0.0.1:4566").body(()) else { return };
    let (parts, ()) = request.into_parts();
    if let Ok(Some(claim)) = Claim::of(&parts) {
        let now = Timestamp(1_764_000_000_000);
        let verified = Verifier::default().verify(&claim, "secret", &parts, body, now);
        assert!(verified.is_err(), "nobody guesses a signature");
    }
});
