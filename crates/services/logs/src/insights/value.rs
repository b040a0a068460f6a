//! Values of fields. They have no fixed types: a text that reads as a number is one where a number is wanted.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use neargate_core::Timestamp;
use serde_json::Value as Json;

#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    #[default]
    Missing,
    Text(Arc<str>),
    Number(f64),
    Bool(bool),
    /// Milliseconds since 1970.
    Time(i64),
    /// A map or a list, whose members and elements a path behind the field's name reaches.
    Structure(Arc<Json>),
}

impl Value {
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// JSON as a value. Numbers stay as they are written.
    pub fn of_json(json: &Json) -> Self {
        match json {
            Json::Null => Self::Missing,
            Json::Bool(value) => Self::Bool(*value),
            Json::String(text) => Self::text(text.as_str()),
            Json::Number(number) => Self::text(number.to_string()),
            Json::Array(_) | Json::Object(_) => Self::Structure(Arc::new(json.clone())),
        }
    }

    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Missing | Self::Structure(_) => None,
            Self::Text(text) => number(text),
            Self::Number(number) => Some(*number),
            Self::Bool(value) => Some(f64::from(u8::from(*value))),
            Self::Time(millis) => Some(*millis as f64),
        }
    }

    /// As text, if there is a value.
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Missing => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            other => Some(Cow::Owned(other.to_string())),
        }
    }

    /// What `filter` makes of it.
    pub fn is_true(&self) -> bool {
        match self {
            Self::Missing => false,
            Self::Bool(value) => *value,
            Self::Number(number) => *number != 0.0,
            Self::Time(_) | Self::Structure(_) => true,
            Self::Text(text) => match number(text) {
                Some(number) => number != 0.0,
                None => text.eq_ignore_ascii_case("true"),
            },
        }
    }

    /// As numbers if both are, else as texts; none when one of them is missing.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Missing, _) | (_, Self::Missing) => return None,
            (Self::Bool(value), Self::Text(text)) if number(text).is_none() => {
                return Some(word(*value).cmp(text.to_ascii_lowercase().as_str()));
            }
            (Self::Text(text), Self::Bool(value)) if number(text).is_none() => {
                return Some(text.to_ascii_lowercase().as_str().cmp(word(*value)));
            }
            _ => {}
        }
        match (self.number(), other.number()) {
            (Some(a), Some(b)) => a.partial_cmp(&b),
            // A moment against a text such as "2026-03-01": as it is shown.
            _ => Some(self.as_text()?.cmp(&other.as_text()?)),
        }
    }

    /// The order of `sort`: what is missing, then texts, then numbers.
    pub fn sort_order(&self, other: &Self) -> Ordering {
        let class = |value: &Self| match value {
            Self::Missing => 0,
            value if value.number().is_none() => 1,
            _ => 2,
        };
        class(self).cmp(&class(other)).then_with(|| match (self.number(), other.number()) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => natural(&self.as_text().unwrap_or_default(), &other.as_text().unwrap_or_default()),
        })
    }

    /// What it takes in memory, roughly.
    pub fn bytes(&self) -> usize {
        let apart = match self {
            Self::Text(text) => text.len() + 16,
            Self::Structure(json) => json_bytes(json) + 16,
            Self::Missing | Self::Number(_) | Self::Bool(_) | Self::Time(_) => 0,
        };
        size_of::<Self>() + apart
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => f.write_str(&shown(*number)),
            Self::Bool(value) => f.write_str(if *value { "1" } else { "0" }),
            Self::Time(millis) => f.write_str(&moment(*millis)),
            Self::Structure(json) => json.fmt(f),
        }
    }
}

/// What JSON takes in memory, roughly. It is as deep as serde_json reads it, which isn't deep.
fn json_bytes(json: &Json) -> usize {
    let below = match json {
        Json::String(text) => text.len(),
        Json::Array(elements) => elements.iter().map(json_bytes).sum(),
        Json::Object(members) => members.iter().map(|(name, one)| name.len() + 64 + json_bytes(one)).sum(),
        Json::Null | Json::Bool(_) | Json::Number(_) => 0,
    };
    size_of::<Json>() + below
}

fn word(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// Four digits behind the point at most, as AWS shows numbers.
fn shown(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    if !number.is_finite() || number.abs() >= 1e15 {
        return number.to_string();
    }
    let text = format!("{number:.4}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        short => short.to_owned(),
    }
}

/// `2026-03-01 10:00:00.000`, in UTC.
fn moment(millis: i64) -> String {
    // ISO 8601 with a `T` and a `Z`.
    let iso = Timestamp(millis).to_iso8601();
    iso.trim_end_matches('Z').replacen('T', " ", 1)
}

/// A decimal number in whole; no words such as `inf`, which Rust would take.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let first = text.bytes().find(|b| !b"+-.".contains(b))?;
    first.is_ascii_digit().then(|| text.parse().ok()).flatten()
}

/// Runs of digits compare as numbers, so that `host9` comes before `host10`.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        match (run(a), run(b)) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some((x, a_rest)), Some((y, b_rest))) => {
                let digits = x.as_bytes()[0].is_ascii_digit() && y.as_bytes()[0].is_ascii_digit();
                let order = if digits {
                    let (x, y) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
                    x.len().cmp(&y.len()).then_with(|| x.cmp(y))
                } else {
                    x.cmp(y)
                };
                if order.is_ne() {
                    return order;
                }
                (a, b) = (a_rest, b_rest);
            }
        }
    }
}

/// The longest beginning of digits or of others.
fn run(text: &str) -> Option<(&str, &str)> {
    let digits = text.as_bytes().first()?.is_ascii_digit();
    let end = text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len());
    Some(text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_short() {
        for (number, expected) in [
            (3.0, "3"),
            (-3.0, "-3"),
            (0.0, "0"),
            (-0.0, "0"),
            (2.5, "2.5"),
            (1.0 / 7.0, "0.1429"),
            (-0.000_01, "0"),
            (-10.0, "-10"),
            (1e20, "100000000000000000000"),
        ] {
            assert_eq!(Value::Number(number).to_string(), expected);
        }
        assert_eq!(Value::Time(1_763_892_000_123).to_string(), "2025-11-23 10:00:00.123");
        assert_eq!(Value::Time(1_763_892_000_000).to_string(), "2025-11-23 10:00:00.000");
    }

    #[test]
    fn texts_compare_as_numbers_when_both_are() {
        let text = |text: &str| Value::text(text);
        assert_eq!(text("10").compare(&text("9")), Some(Ordering::Greater));
        assert_eq!(text("10").compare(&Value::Number(10.0)), Some(Ordering::Equal));
        assert_eq!(text("10a").compare(&text("9")), Some(Ordering::Less));
        assert_eq!(text("inf").number(), None);
        assert_eq!(Value::Bool(true).compare(&text("true")), Some(Ordering::Equal));
        assert_eq!(Value::Bool(true).compare(&Value::Number(1.0)), Some(Ordering::Equal));
        assert_eq!(Value::Missing.compare(&text("")), None);
    }

    #[test]
    fn sorting_puts_texts_before_numbers_and_counts_within_texts() {
        let mut values = ["10", "host10", "", "9", "host9", "-1"].map(Value::text);
        values.sort_by(Value::sort_order);
        assert_eq!(values.map(|value| value.to_string()), ["", "host9", "host10", "-1", "9", "10"]);
    }
}
