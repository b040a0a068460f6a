//! An image archive as somebody may hand it in.
#![no_main]

mod store;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // An error is the expected outcome; the store stays usable.
    let _ = store::load(data.to_vec());
});
