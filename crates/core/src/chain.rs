//! An error as a person reads it.

use std::error::Error;

/// An error and its causes in one line, outermost first: for where an error ends.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}
