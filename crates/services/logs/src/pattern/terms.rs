//! Patterns of terms: `ERROR "exact phrase" -EXIT`, `?A ?B`, `%regex%`.

use regex::Regex;

use super::PatternError;
use super::scan::Scanner;

#[derive(Debug)]
enum Term {
    Text(String),
    Regex(Regex),
}

/// Terms that must all occur, of which one must occur, and that must not occur.
#[derive(Debug, Default)]
pub struct Terms {
    required: Vec<Term>,
    /// Count only when there is no other kind: AWS ignores them beside others.
    optional: Vec<Term>,
    excluded: Vec<Term>,
}

impl Terms {
    pub(super) fn parse(text: &str, regexes: &mut usize) -> Result<Self, PatternError> {
        let mut scanner = Scanner::new(text, regexes);
        let mut terms = Self::default();
        loop {
            scanner.skip_space();
            if scanner.at_end() {
                return Ok(terms);
            }
            let list = if scanner.take("-") {
                &mut terms.excluded
            } else if scanner.take("?") {
                &mut terms.optional
            } else {
                &mut terms.required
            };
            scanner.skip_space();
            list.push(Term::parse(&mut scanner)?);
        }
    }

    pub fn matches(&self, message: &str) -> bool {
        let found = |term: &Term| term.occurs_in(message);
        if self.required.is_empty() && self.excluded.is_empty() {
            return self.optional.iter().any(found);
        }
        self.required.iter().all(found) && !self.excluded.iter().any(found)
    }
}

impl Term {
    fn parse(scanner: &mut Scanner<'_>) -> Result<Self, PatternError> {
        match scanner.peek() {
            Some('"') => {
                let text = scanner.quoted('"')?;
                // A lone space in quotes is the documented way to ask for everything.
                let text =
                    if text.trim().is_empty() && !text.is_empty() { String::new() } else { non_empty(text)? };
                Ok(Self::Text(text))
            }
            Some('%') => Ok(Self::Regex(scanner.regex()?)),
            _ => {
                let term = scanner.take_while(|c| !c.is_whitespace());
                if term.is_empty() {
                    return Err(PatternError::Malformed);
                }
                if !term.chars().all(|c| c.is_alphanumeric() || c == '_') {
                    return Err(PatternError::Term(term.to_owned()));
                }
                Ok(Self::Text(term.to_owned()))
            }
        }
    }

    fn occurs_in(&self, message: &str) -> bool {
        match self {
            Self::Text(text) => message.contains(text.as_str()),
            Self::Regex(regex) => regex.is_match(message),
        }
    }
}

fn non_empty(text: String) -> Result<String, PatternError> {
    if text.is_empty() { Err(PatternError::Term("\"\"".to_owned())) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::super::{Pattern, PatternError};

    fn check(pattern: &str, matching: &[&str], others: &[&str]) {
        let parsed = Pattern::parse(pattern).expect(pattern);
        for message in matching {
            assert!(parsed.matches(message), "{pattern} should match {message}");
        }
        for message in others {
            assert!(!parsed.matches(message), "{pattern} should not match {message}");
        }
    }

    #[test]
    fn terms_match_as_documented() {
        check("ERROR", &["[ERROR] the disk is full", "leaving with ERRORS: 3"], &["error", "WARN"]);
        check("ERROR Exception", &["[ERROR] DiskException"], &["[ERROR] x", "Exception"]);
        check("\"ERROR\" -\"leaving\"", &["[ERROR] the disk"], &["leaving with ERRORS: 3"]);
        check("\"DISK IS FULL\"", &["[9] DISK IS FULL"], &["FULL IS DISK"]);
        check("?ERROR ?WARN", &["ERROR message", "WARN message", "ERROR WARN message"], &["INFO"]);
        check("ERROR WARN", &["ERROR WARN message"], &["ERROR message", "WARN message"]);
        check("ERROR -WARN", &["ERROR message"], &["ERROR WARN message", "WARN message"]);
        check("-EXIT", &["ERROR"], &["EXIT"]);
        check("\" \"", &["anything", ""], &[]);
        check(r#""say \"no\"""#, &[r#"they say "no""#], &["they say no"]);
        check("Ошибка", &["[Ошибка] x"], &["x"]);
    }

    #[test]
    fn optional_terms_beside_others_are_ignored() {
        check("?ERROR ?WARN INFO", &["INFO x"], &["ERROR", "WARN"]);
        check("?ERROR -INFO", &["quiet"], &["ERROR INFO"]);
    }

    #[test]
    fn expressions_between_percent_signs_are_searched_for() {
        check("%MOUNTED%", &["UNMOUNTED: the disk", "the disk is MOUNTED"], &["x"]);
        check(r"%server[0-9]{2}\.local$%", &["on server42.local"], &["on server4.local", "server42.local x"]);
        check(r"%\x28x\x29%", &["f(x)"], &["fx"]);
        check("ERROR -%timed? ?out%", &["ERROR x"], &["ERROR timeout"]);
    }

    #[test]
    fn what_needs_quotes_is_refused_without() {
        let refused = |text: &str| Pattern::parse(text).expect_err(text);
        assert_eq!(refused("a@b.c"), PatternError::Term("a@b.c".to_owned()));
        assert_eq!(refused("%something!%"), PatternError::Term("%something!%".to_owned()));
        assert_eq!(refused("%(a)%"), PatternError::Term("%(a)%".to_owned()));
        assert_eq!(refused("\"\"").to_string(), "Invalid character(s) in term '\"\"'");
        for text in ["\"open", "%open", "%%", "-", "?", "%[%"] {
            assert_eq!(refused(text), PatternError::Malformed, "{text}");
        }
    }
}
