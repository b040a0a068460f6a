//! Spans of time as people write them: `30m`, `7d`, `1h30m`.

use std::str::FromStr;
use std::time::Duration;

use serde::Deserialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Span(pub Duration);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no span of time: write 45s, 30m, 12h, 7d or 1h30m")]
pub(crate) struct BadSpan(String);

impl FromStr for Span {
    type Err = BadSpan;

    fn from_str(text: &str) -> Result<Self, BadSpan> {
        parse(text).map(|seconds| Self(Duration::from_secs(seconds))).ok_or_else(|| BadSpan(text.to_owned()))
    }
}

impl TryFrom<String> for Span {
    type Error = BadSpan;

    fn try_from(text: String) -> Result<Self, BadSpan> {
        text.parse()
    }
}

fn parse(text: &str) -> Option<u64> {
    let (mut seconds, mut rest) = (0u64, text.trim());
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: u64 = rest[..digits].parse().ok()?;
        let unit = match rest.as_bytes()[digits] {
            b's' => 1,
            b'm' => 60,
            b'h' => 3600,
            b'd' => 24 * 3600,
            _ => return None,
        };
        seconds = seconds.checked_add(count.checked_mul(unit)?)?;
        rest = &rest[digits + 1..];
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_units() {
        let check = |text: &str, seconds: Option<u64>| {
            assert_eq!(text.parse::<Span>().ok().map(|span| span.0.as_secs()), seconds, "{text}");
        };
        for (text, seconds) in [("0s", 0), ("45s", 45), ("30m", 1800), ("1h30m", 5400), (" 7d ", 604_800)] {
            check(text, Some(seconds));
        }
        for bad in
            ["", "7", "d", "1.5h", "7d2", "-1s", "7w", "7é", "99999999999999999999d", "9999999999999999999d"]
        {
            check(bad, None);
        }
    }
}
