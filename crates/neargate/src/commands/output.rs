//! What the commands print.

use std::fmt;
use std::io::{self, Write as _};

/// What a shell makes of a program that SIGPIPE has ended: 128 and the signal's number.
pub(super) const NOBODY_READS: u8 = 128 + 13;

/// Prints a line of data, as `println!` does but for what [`print()`] says.
macro_rules! say {
    ($($text:tt)*) => {
        $crate::commands::output::print(format_args!("{}\n", format_args!($($text)*)))
    };
}
pub(super) use say;

/// Prints data to stdout. Ends the program when it can't be written: quietly when its reader has read enough, as `head` does.
pub(super) fn print(text: fmt::Arguments<'_>) {
    let mut stdout = io::stdout().lock();
    match stdout.write_fmt(text).and_then(|()| stdout.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(NOBODY_READS.into()),
        Err(error) => {
            eprintln!("neargate: can't write to stdout: {error}");
            std::process::exit(1);
        }
    }
}
