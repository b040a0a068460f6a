//! Filter patterns: what FilterLogEvents searches for, and metric and subscription filters react to.
//!
//! Three languages share one parameter. A pattern in braces looks into JSON events ([`json`]), one in brackets into
//! events of fields between spaces ([`delimited`]), any other lists terms that an event has or hasn't ([`terms`]).
//! All are case-sensitive. A pattern is parsed once and then asked about each message; it holds no state.
//!
//! Holds: parsing any text ends in a pattern or a refusal, and nesting is bounded, so that no text exhausts the stack.

mod compare;
mod delimited;
mod json;
mod scan;
mod terms;

use std::collections::BTreeMap;

pub use json::Selector;

/// More expressions than this between `%` signs are refused, as AWS does.
const MAX_REGEXES_PER_PATTERN: usize = 2;

/// A parsed filter pattern.
#[derive(Debug)]
pub enum Pattern {
    /// The empty pattern: every event.
    All,
    Terms(terms::Terms),
    Json(json::Json),
    Delimited(delimited::Delimited),
}

/// Why a text is no filter pattern, in AWS's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    #[error("Invalid filter pattern")]
    Malformed,
    #[error("Invalid character(s) in term '{0}'")]
    Term(String),
    #[error("If a filter pattern starts with '{open}' it must end with '{close}'")]
    Unclosed { open: char, close: char },
}

impl Pattern {
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        let mut regexes = 0;
        match text.chars().next() {
            None => Ok(Self::All),
            Some('{') => Ok(Self::Json(json::Json::parse(inside(text, '{', '}')?, &mut regexes)?)),
            Some('[') => {
                Ok(Self::Delimited(delimited::Delimited::parse(inside(text, '[', ']')?, &mut regexes)?))
            }
            Some(_) => Ok(Self::Terms(terms::Terms::parse(text, &mut regexes)?)),
        }
    }

    pub fn matches(&self, message: &str) -> bool {
        match self {
            Self::All => true,
            Self::Terms(terms) => terms.matches(message),
            Self::Json(json) => json.matches(message),
            Self::Delimited(delimited) => delimited.fields(message).is_some(),
        }
    }

    /// The values that a matching message gives to the pattern's fields; `None` when it doesn't match.
    ///
    /// Only patterns of space-delimited fields extract anything.
    pub fn extract(&self, message: &str) -> Option<BTreeMap<String, String>> {
        match self {
            Self::Delimited(delimited) => delimited.fields(message),
            other => other.matches(message).then(BTreeMap::new),
        }
    }
}

fn inside(text: &str, open: char, close: char) -> Result<&str, PatternError> {
    let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    inner.ok_or(PatternError::Unclosed { open, close })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_empty_pattern_matches_everything() {
        for text in ["", "   "] {
            assert!(Pattern::parse(text).expect(text).matches("anything"));
        }
    }

    #[test]
    fn a_bracket_must_be_closed() {
        let refused = |text| Pattern::parse(text).expect_err(text).to_string();
        assert_eq!(refused("{ $.a = 1"), "If a filter pattern starts with '{' it must end with '}'");
        assert_eq!(refused("[a, b"), "If a filter pattern starts with '[' it must end with ']'");
    }

    #[test]
    fn no_more_than_two_regexes() {
        assert!(Pattern::parse("%a% %b%").is_ok());
        for text in ["%a% %b% %c%", "{ $.a = %a% || $.b = %b% || $.c = %c% }", "[a = %a%, b = %b%, c = %c%]"]
        {
            assert_eq!(Pattern::parse(text).expect_err(text), PatternError::Malformed);
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        for (open, close) in [("{", "}"), ("[a = 1 && ", "]")] {
            let text = format!("{open}{}{}{close}", "(".repeat(500), ")".repeat(500));
            assert!(Pattern::parse(&text).is_err());
        }
    }

    proptest! {
        #[test]
        fn parsing_and_matching_never_panic(text in "[\\[{]?.{0,40}[\\]}]?", message in ".{0,60}") {
            if let Ok(pattern) = Pattern::parse(&text) {
                prop_assert_eq!(pattern.matches(&message), pattern.extract(&message).is_some());
            }
        }

        #[test]
        fn pieces_of_the_grammar_never_panic(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "$", ".a", "[0]", "[*]", "=", "!=", "<", ">=", "&&", "||", "(", ")", "*", "1e3", "\"x", "\"", "%", "%a%",
                "IS", "NULL", "NOT", "EXISTS", "...", ",", " ", "name", "é", "\\", "-", "?",
            ]), 0..24),
            kind in 0..3usize,
            message in prop::sample::select(vec!["{\"a\":[1,{\"b\":null}]}", "a [b c] \"d e\" é", "[", "\"", ""]),
        ) {
            let body = pieces.concat();
            let text = match kind { 0 => body, 1 => format!("{{{body}}}"), _ => format!("[{body}]") };
            if let Ok(pattern) = Pattern::parse(&text) {
                pattern.matches(message);
            }
        }

        #[test]
        fn a_quoted_term_finds_itself(before in ".{0,20}", term in "[^ \\s\"\\\\][^\"\\\\]{0,10}", after in ".{0,20}") {
            let pattern = Pattern::parse(&format!("\"{term}\"")).expect("a quoted term");
            let message = format!("{before}{term}{after}");
            prop_assert!(pattern.matches(&message));
        }
    }
}
