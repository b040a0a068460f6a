//! What the shim has to complain of goes to its stderr, the task's `shim.log`.

use std::fmt;
use std::io::{self, Write as _};

/// Complains, in the words of `format!`.
macro_rules! complain {
    ($($text:tt)*) => {
        $crate::complaint::write(format_args!($($text)*))
    };
}
pub(crate) use complain;

/// Unlike `eprintln!` this doesn't panic when the disk is full: nobody's task may end for what can't be written about it.
pub(crate) fn write(text: fmt::Arguments<'_>) {
    let _ = io::stderr().write_all(format!("shim: {text}\n").as_bytes());
}
