//! A message on the data channel of ECS Exec.
#![no_main]

use libfuzzer_sys::fuzz_target;
use neargate_exec::message::Message;

fuzz_target!(|data: &[u8]| {
    if let Ok(message) = Message::decode(data) {
        let again = Message::decode(&message.encode()).expect("what we write we read");
        assert_eq!(message, again);
    }
});
