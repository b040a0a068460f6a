//! A query in Logs Insights' language and the events that it asks about.
#![no_main]

use libfuzzer_sys::fuzz_target;
use neargate_logs::insights::{answer, parse};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // A query may have lines of its own, so the events stand behind the first empty one.
    let (query, messages) =
        text.split_once("\n\n").unwrap_or((text, "{\"a\": {\"b\": [1, null, true]}}\nuser=ada took 7 ms"));
    if let Ok(query) = parse(query) {
        let _ = answer(query, messages.lines(), 100);
    }
});
