//! A chunk of the Forward protocol, or an acknowledgement, from whoever sits behind a log router's socket.
#![no_main]

use libfuzzer_sys::fuzz_target;
use neargate_forward::{Limits, decode, decode_ack};

fuzz_target!(|data: &[u8]| {
    let limits = Limits { max_bytes: 1 << 20 };
    if let Ok(Some((_, length))) = decode(data, limits) {
        assert!(length > 0 && length <= data.len());
    }
    let _ = decode_ack(data, limits);
});
