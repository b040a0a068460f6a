//! Comparisons of a field with a constant: `= "Up*"`, `!= %^4%`, `>= 1.5e3`.

use regex::Regex;

use super::PatternError;
use super::scan::Scanner;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug)]
enum Operand {
    /// Anything, as `*` alone says.
    Anything,
    Number {
        value: f64,
        text: String,
    },
    Exactly(String),
    StartsWith(String),
    EndsWith(String),
    Contains(String),
    Regex(Regex),
}

/// An operator and the constant at its right.
#[derive(Debug)]
pub(super) struct Comparison {
    operator: Operator,
    operand: Operand,
}

impl Comparison {
    /// Reads operator and constant. An unquoted constant ends at a space, a parenthesis or an operator.
    pub fn parse(scanner: &mut Scanner<'_>) -> Result<Self, PatternError> {
        scanner.skip_space();
        const OPERATORS: [(&str, Operator); 6] = [
            ("!=", Operator::NotEqual),
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("=", Operator::Equal),
            ("<", Operator::Less),
            (">", Operator::Greater),
        ];
        let operator = OPERATORS.iter().find(|(text, _)| scanner.take(text)).map(|(_, operator)| *operator);
        let operator = operator.ok_or(PatternError::Malformed)?;
        scanner.skip_space();
        let operand = match scanner.peek() {
            Some('"') => glob(&scanner.quoted('"')?),
            Some('%') => Operand::Regex(scanner.regex()?),
            _ => bare(scanner)?,
        };
        let ordered = !matches!(operator, Operator::Equal | Operator::NotEqual);
        if ordered && !matches!(operand, Operand::Number { .. }) {
            return Err(PatternError::Malformed);
        }
        Ok(Self { operator, operand })
    }

    /// Compares a text that may be a number.
    pub fn holds_for_text(&self, text: &str) -> bool {
        self.holds(text, || number(text))
    }

    /// Compares a number, of which `text` is the notation.
    pub fn holds_for_number(&self, text: &str, value: f64) -> bool {
        self.holds(text, || Some(value))
    }

    fn holds(&self, text: &str, value: impl FnOnce() -> Option<f64>) -> bool {
        let equal = match &self.operand {
            Operand::Anything => true,
            Operand::Exactly(wanted) => text == wanted,
            Operand::StartsWith(wanted) => text.starts_with(wanted.as_str()),
            Operand::EndsWith(wanted) => text.ends_with(wanted.as_str()),
            Operand::Contains(wanted) => text.contains(wanted.as_str()),
            Operand::Regex(regex) => regex.is_match(text),
            Operand::Number { value: wanted, text: notation } => {
                let Some(value) = value() else {
                    return self.operator == Operator::NotEqual;
                };
                match self.operator {
                    Operator::Less => return value < *wanted,
                    Operator::LessOrEqual => return value <= *wanted,
                    Operator::Greater => return value > *wanted,
                    Operator::GreaterOrEqual => return value >= *wanted,
                    // An account id of twelve digits is a text that happens to look like a number.
                    Operator::Equal | Operator::NotEqual => value == *wanted || text == notation,
                }
            }
        };
        equal == (self.operator == Operator::Equal)
    }

    /// `= TRUE` compares with a Boolean in whichever case it is written.
    pub fn holds_for_bool(&self, value: bool) -> bool {
        let text = if value { "true" } else { "false" };
        match &self.operand {
            Operand::Exactly(wanted) => {
                wanted.eq_ignore_ascii_case(text) == (self.operator == Operator::Equal)
            }
            _ => self.holds(text, || None),
        }
    }
}

fn bare(scanner: &mut Scanner<'_>) -> Result<Operand, PatternError> {
    let rest = scanner.rest();
    let ends = |(index, char): (usize, char)| {
        char.is_whitespace()
            || "(),\"%".contains(char)
            || rest[index..].starts_with("&&")
            || rest[index..].starts_with("||")
    };
    let length = rest.char_indices().find(|at| ends(*at)).map_or(rest.len(), |(index, _)| index);
    let text = scanner.take_bytes(length);
    if text.is_empty() {
        return Err(PatternError::Malformed);
    }
    if let Some(value) = number(text) {
        return Ok(Operand::Number { value, text: text.to_owned() });
    }
    // AWS wants everything but these in quotes.
    if text.chars().any(|c| !(c.is_alphanumeric() || "_-.*:/+!#".contains(c))) {
        return Err(PatternError::Term(text.to_owned()));
    }
    Ok(glob(text))
}

/// An asterisk is a wildcard at either end; elsewhere it is an asterisk.
fn glob(text: &str) -> Operand {
    if text == "*" {
        return Operand::Anything;
    }
    match (text.strip_prefix('*'), text.strip_suffix('*')) {
        (Some(rest), Some(_)) => Operand::Contains(rest.strip_suffix('*').unwrap_or(rest).to_owned()),
        (Some(rest), None) => Operand::EndsWith(rest.to_owned()),
        (None, Some(rest)) => Operand::StartsWith(rest.to_owned()),
        (None, None) => Operand::Exactly(text.to_owned()),
    }
}

/// A decimal number, perhaps with a sign and an exponent; not `inf`, `nan` or other words that Rust would take.
fn number(text: &str) -> Option<f64> {
    let first = text.bytes().find(|b| !b"+-.".contains(b))?;
    (first.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
