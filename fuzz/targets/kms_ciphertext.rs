//! A ciphertext of KMS that somebody brings.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    neargate_kms::examine(data);
});
