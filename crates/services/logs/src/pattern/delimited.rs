//! Patterns of fields between spaces: `[ip, user, ..., request = *.html*, status = 4* && status != 404, bytes > 1000]`.

use std::collections::BTreeMap;

use super::PatternError;
use super::compare::Comparison;
use super::scan::{Expression, Scanner};

#[derive(Debug)]
struct Field {
    /// Empty for a field that is only counted.
    name: String,
    condition: Option<Expression<Comparison>>,
}

/// A pattern in brackets.
#[derive(Debug)]
pub struct Delimited {
    head: Vec<Field>,
    /// The fields after an ellipsis, which stands for any number of fields.
    tail: Option<Vec<Field>>,
}

impl Delimited {
    /// Parses what stands between the brackets.
    pub(super) fn parse(text: &str, regexes: &mut usize) -> Result<Self, PatternError> {
        let mut scanner = Scanner::new(text, regexes);
        let (mut head, mut tail) = (Vec::new(), None);
        scanner.skip_space();
        if scanner.at_end() {
            // Without a field named, messages of any number of fields match, as in AWS's example of TestMetricFilter.
            return Ok(Self { head, tail: Some(Vec::new()) });
        }
        loop {
            scanner.skip_space();
            if scanner.take("...") || scanner.take("…") {
                if tail.replace(Vec::new()).is_some() {
                    return Err(PatternError::Malformed);
                }
            } else {
                tail.as_mut().unwrap_or(&mut head).push(Field::parse(&mut scanner)?);
            }
            scanner.skip_space();
            if scanner.at_end() {
                return Ok(Self { head, tail });
            }
            if !scanner.take(",") {
                return Err(PatternError::Malformed);
            }
        }
    }

    /// Whether one of the fields that messages have is called so: by a name in the pattern, or by a number (`$4`).
    pub fn names(&self, text: &str) -> bool {
        let Some(name) = text.strip_prefix('$').filter(|name| !name.is_empty()) else { return false };
        let mut named = self.head.iter().chain(self.tail.iter().flatten());
        named.any(|field| field.name == name) || name.bytes().all(|b| b.is_ascii_digit())
    }

    /// The message's fields by name (`$status`) or, for those without one, by number (`$4`); `None` when it doesn't match.
    pub fn fields(&self, message: &str) -> Option<BTreeMap<String, String>> {
        let values = split(message);
        let tail = self.tail.as_deref().unwrap_or_default();
        let named = self.head.len() + tail.len();
        if values.len() < named || (self.tail.is_none() && values.len() > named) {
            return None;
        }
        let tail_starts = values.len() - tail.len();
        let field_at = |index: usize| match index {
            index if index < self.head.len() => Some(&self.head[index]),
            index if index >= tail_starts => Some(&tail[index - tail_starts]),
            _ => None,
        };
        let mut fields = BTreeMap::new();
        for (index, value) in values.iter().enumerate() {
            let field = field_at(index);
            let condition = field.and_then(|field| field.condition.as_ref());
            if condition.is_some_and(|condition| !condition.holds(&|one| one.holds_for_text(value))) {
                return None;
            }
            let name = field.map(|field| field.name.as_str()).filter(|name| !name.is_empty());
            let name = name.map_or_else(|| format!("${}", index + 1), |name| format!("${name}"));
            fields.insert(name, (*value).to_owned());
        }
        Some(fields)
    }
}

impl Field {
    fn parse(scanner: &mut Scanner<'_>) -> Result<Self, PatternError> {
        if scanner.at_end() || scanner.peek() == Some(',') {
            return Ok(Self { name: String::new(), condition: None });
        }
        // The name is repeated in each condition, so it is read ahead, past parentheses.
        let ahead = scanner.rest().trim_start_matches(|c: char| c == '(' || c.is_whitespace());
        let length = ahead.find(|c| !is_name(c)).unwrap_or(ahead.len());
        let name = ahead[..length].to_owned();
        if name.is_empty() {
            return Err(PatternError::Malformed);
        }
        let bare = scanner.rest().strip_prefix(name.as_str()).map(str::trim_start);
        if bare.is_some_and(|rest| rest.is_empty() || rest.starts_with(',')) {
            scanner.take(&name);
            return Ok(Self { name, condition: None });
        }
        let condition = scanner.expression(&|scanner: &mut Scanner<'_>| {
            if scanner.take_while(is_name) != name {
                return Err(PatternError::Malformed);
            }
            Comparison::parse(scanner)
        })?;
        Ok(Self { name, condition: Some(condition) })
    }
}

fn is_name(char: char) -> bool {
    char.is_alphanumeric() || char == '_' || char == '-'
}

/// The fields of a message. What stands between brackets or double quotes is one field, without them.
fn split(message: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = message.trim_start();
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '[' => Some(']'),
            '"' => Some('"'),
            _ => None,
        };
        let enclosed = close.and_then(|close| rest[1..].split_once(close));
        let (field, after) = match enclosed {
            Some(found) => found,
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        fields.push(field);
        rest = after.trim_start();
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;

    const OK: &str =
        r#"192.0.2.7 - ada [03/Mar/2026:10:00:01 +0000] "GET /shop/list.html HTTP/1.1" 200 1534"#;
    const MISSING: &str =
        r#"192.0.2.7 - ada [03/Mar/2026:10:00:02 +0000] "GET /shop/list.html HTTP/1.1" 404 324"#;
    const FAILED: &str =
        r#"192.0.2.7 - ada [03/Mar/2026:10:00:03 +0000] "GET /shop/cup.png HTTP/1.1" 500 4355"#;

    fn matching<'a>(pattern: &str, messages: &[&'a str]) -> Vec<&'a str> {
        let parsed = Pattern::parse(pattern).expect(pattern);
        messages.iter().copied().filter(|message| parsed.matches(message)).collect()
    }

    #[test]
    fn fields_match_as_documented() {
        let lines = [OK, MISSING, FAILED];
        for (pattern, expected) in [
            ("[ip, user, username, timestamp, request, status_code, bytes]", &lines[..]),
            ("[ip, user, username, timestamp, request, status_code]", &[]),
            ("[..., status_code, bytes]", &lines),
            ("[ip, user, ..., status_code, bytes]", &lines),
            ("[ip, user, ...]", &lines),
            ("[...]", &lines),
            ("[]", &lines),
            ("[ ]", &lines),
            ("[ip, user, username, timestamp, request, status_code, bytes > 1000]", &[OK, FAILED]),
            ("[ip, user, username, timestamp, request, status_code = 200, bytes]", &[OK]),
            ("[ip, user, username, timestamp, request, status_code = 4*, bytes]", &[MISSING]),
            ("[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]", &[MISSING]),
            ("[..., request=*.html*, status_code=4*,]", &[MISSING]),
            ("[..., status_code = 4* || status_code = 5*, bytes]", &[MISSING, FAILED]),
            ("[..., (status_code = 404 || status_code = 500) && status_code != 404, bytes]", &[FAILED]),
            (r"[ip=%192\.0\.2\.[1-9]%, ...]", &lines),
            (r"[ip!=%192\.0\.2\.[1-9]%, ...]", &[]),
        ] {
            assert_eq!(matching(pattern, &lines), expected, "{pattern}");
        }
    }

    #[test]
    fn words_can_be_alternatives() {
        let lines = ["ERROR WARN message", "ERROR message", "WARN message", "INFO message"];
        assert_eq!(matching("[w1=ERROR, w2]", &lines), [lines[1]]);
        assert_eq!(matching("[w1=ERROR || w1=WARN, w2]", &lines), [lines[1], lines[2]]);
        assert_eq!(matching("[w1!=ERROR&&w1!=WARN, w2]", &lines), [lines[3]]);
    }

    #[test]
    fn fields_are_extracted_by_name_or_number() {
        let pattern = Pattern::parse("[..., request=*.html*, status_code=4*,]").expect("a pattern");
        let fields = pattern.extract(MISSING).expect("a match");
        let expected = [
            ("$1", "192.0.2.7"),
            ("$2", "-"),
            ("$3", "ada"),
            ("$4", "03/Mar/2026:10:00:02 +0000"),
            ("$7", "324"),
            ("$request", "GET /shop/list.html HTTP/1.1"),
            ("$status_code", "404"),
        ];
        assert_eq!(fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn without_a_field_named_all_are_extracted_by_number() {
        let fields = Pattern::parse("[]").expect("a pattern").extract(OK).expect("a match");
        let values: Vec<&str> = (1..=7).map(|number| fields[&format!("${number}")].as_str()).collect();
        let request = "GET /shop/list.html HTTP/1.1";
        assert_eq!(values, ["192.0.2.7", "-", "ada", "03/Mar/2026:10:00:01 +0000", request, "200", "1534"]);
    }

    #[test]
    fn what_is_no_list_of_fields_is_refused() {
        for text in [
            "[a b]",
            "[a = ]",
            "[..., ...]",
            "[a, b = 1 && c = 2]",
            "[a > x]",
            "[(a = 1]",
            "[=1]",
            "[a = 1 b]",
        ] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }
}
