//! A filter pattern and a log event, both from outside.
#![no_main]

use libfuzzer_sys::fuzz_target;
use neargate_logs::pattern::Pattern;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (pattern, message) = text.split_once('\n').unwrap_or((text, "a [b] 404 {\"c\": [1, null]}"));
    if let Ok(pattern) = Pattern::parse(pattern) {
        let matches = pattern.matches(message);
        let extracted = pattern.extract(message);
        assert!(matches || extracted.is_none(), "fields of an event that doesn't match");
    }
});
