//! `pattern`: texts by what they have in common.
//!
//! AWS clusters by learning; here a text's form decides alone, so the same events always give the same patterns: what looks like a
//! time, an address, an identifier or a number is dynamic, all other words are the pattern's own. Dynamic tokens are named as AWS
//! names them, `<Number-2>`: what it is, and the how manyth of the pattern's dynamic tokens.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::Arc;

use super::row::Row;
use super::value::Value;

/// What the command shows, in this order.
pub const FIELDS: [&str; 4] = ["@pattern", "@ratio", "@sampleCount", "@severityLabel"];
/// A pattern is of a text's beginning.
const MAX_TEXT_BYTES: usize = 4 << 10;

/// The patterns found so far.
#[derive(Default)]
pub struct Patterns {
    found: HashMap<String, Found>,
    /// How many texts there were.
    total: u64,
}

struct Found {
    count: u64,
    severity: Option<&'static str>,
    arrived: u64,
}

impl Patterns {
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Counts a text; gives the bytes that this takes.
    pub fn add(&mut self, text: &str) -> usize {
        let text = &text[..text.floor_char_boundary(MAX_TEXT_BYTES)];
        let pattern = pattern_of(text.trim());
        self.total += 1;
        let arrived = self.total;
        if let Some(found) = self.found.get_mut(&pattern) {
            found.count += 1;
            return 0;
        }
        let bytes = pattern.len() + size_of::<Found>() + size_of::<String>();
        self.found.insert(pattern, Found { count: 1, severity: severity_of(text), arrived });
        bytes
    }

    /// A row for each, the most frequent first.
    pub fn rows(self) -> Vec<Row> {
        let names: Vec<Arc<str>> = FIELDS.iter().map(|name| Arc::from(*name)).collect();
        let mut found: Vec<(String, Found)> = self.found.into_iter().collect();
        found.sort_by(|(_, a), (_, b)| b.count.cmp(&a.count).then(a.arrived.cmp(&b.arrived)));
        let row = |(pattern, found): (String, Found)| {
            let values = [
                Value::text(pattern),
                Value::text(format!("{:.4}", found.count as f64 / self.total as f64)),
                Value::Number(found.count as f64),
                found.severity.map_or(Value::Missing, Value::text),
            ];
            Row::of_group(names.iter().cloned().zip(values).collect())
        };
        found.into_iter().map(row).collect()
    }
}

fn pattern_of(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    let (mut number, mut after_time) = (0, false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let begins = |c: char| c.is_alphanumeric() || "-_+@#$".contains(c);
        let is_word = |c: char| begins(c) || ".:%".contains(c);
        if !begins(first) {
            pattern.push(first);
            after_time &= first == ' ';
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        rest = &rest[word.len()..];
        // A sentence's end is none of the word's.
        let core = word.trim_end_matches(['.', ':', '-', '#', '%']);
        match kind_of(core) {
            Some("Time") if after_time => {
                // A date, a space and a time are one moment.
                pattern.truncate(pattern.trim_end().len());
            }
            Some(kind) => {
                number += 1;
                let _ = write!(pattern, "<{kind}-{number}>");
            }
            None => pattern.push_str(core),
        }
        after_time = kind_of(core) == Some("Time") && core.len() == word.len();
        pattern.push_str(&word[core.len()..]);
    }
    pattern
}

/// What a word is an instance of; none for a word that is the same each time.
fn kind_of(word: &str) -> Option<&'static str> {
    if !word.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let date = |text: &str| {
        text.len() >= 10
            && text.is_char_boundary(10)
            && text[..10].split('-').map(str::len).eq([4, 2, 2])
            && text[..10].split('-').all(digits)
    };
    let clock = |text: &str| {
        let mut parts = text.split(':');
        let count = text.split(':').count();
        (2..=3).contains(&count)
            && parts.all(|part| {
                part.len() >= 2 && part.split(['.', '+', 'Z']).all(|one| one.is_empty() || digits(one))
            })
            && text.find(':') == Some(2)
    };
    let lengths = || word.split('-').map(str::len);
    let unsigned = word.trim_start_matches(['+', '-', '$', '#']);
    Some(if date(word) || clock(word) {
        "Time"
    } else if word.parse::<IpAddr>().is_ok() || is_address_and_port(word) {
        "IP"
    } else if lengths().eq([8, 4, 4, 4, 12]) && word.split('-').all(is_hex) {
        "UUID"
    } else if unsigned.parse::<f64>().is_ok() || is_quantity(unsigned) {
        "Number"
    } else if word.len() >= 8 || is_hex(word) {
        "ID"
    } else {
        "Token"
    })
}

fn is_address_and_port(word: &str) -> bool {
    word.rsplit_once(':')
        .is_some_and(|(host, port)| host.parse::<IpAddr>().is_ok() && port.parse::<u16>().is_ok())
}

/// A number with a unit: `327ms`, `1.5GB`.
fn is_quantity(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    word.len() - digits.len() <= 3 && digits.parse::<f64>().is_ok()
}

fn severity_of(text: &str) -> Option<&'static str> {
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    words.find_map(|word| {
        Some(match word.to_ascii_uppercase().as_str() {
            "FATAL" | "CRITICAL" | "EMERGENCY" | "PANIC" => "Fatal",
            "ERROR" | "ERR" | "SEVERE" => "Error",
            "WARN" | "WARNING" => "Warning",
            "INFO" | "NOTICE" => "Info",
            "DEBUG" => "Debug",
            "TRACE" => "Trace",
            _ => return None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_by_its_form_is_dynamic() {
        for (text, pattern) in [
            (
                "2023-01-01 19:00:01 [INFO] Calling DynamoDB to store for resource id 12342342k124-12345",
                "<Time-1> [INFO] Calling DynamoDB to store for resource id <ID-2>",
            ),
            ("[INFO] Request time: 327 ms", "[INFO] Request time: <Number-1> ms"),
            ("took 327ms, 99.5%.", "took <Number-1>, <Number-2>%."),
            ("10.0.0.7:443 GET /users/17/profile?x=1", "<IP-1> GET /users/<Number-2>/profile?x=<Number-3>"),
            ("2026-11-23T09:50:12.345Z up", "<Time-1> up"),
            ("id=7f3b1c9e-0000-4000-8000-0123456789ab", "id=<UUID-1>"),
            ("no digits at all", "no digits at all"),
            (r#"{"user":"ada","ms":10}"#, r#"{"user":"ada","ms":<Number-1>}"#),
            ("v2 x1", "<Token-1> <Token-2>"),
            ("", ""),
        ] {
            assert_eq!(pattern_of(text), pattern);
        }
    }

    #[test]
    fn a_texts_level_is_its_first() {
        assert_eq!(severity_of("2026 WARN: no error"), Some("Warning"));
        assert_eq!(severity_of(r#"{"level":"error"}"#), Some("Error"));
        assert_eq!(severity_of("information"), None);
    }
}
