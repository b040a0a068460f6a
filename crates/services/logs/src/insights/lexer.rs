//! Cuts a query into tokens, one at a time: whether `/` divides or begins a regular expression only the parser knows.

use super::syntax::{Span, SyntaxError};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name: `@message`, `user.id`, `` `user-id` ``, or a keyword.
    Name(String),
    Number(f64),
    /// A number with a unit, in milliseconds: `5m`.
    Duration(i64),
    Text(String),
    Symbol(&'static str),
    End,
}

const SYMBOLS: [&str; 21] = [
    ":", "!=", "<=", ">=", "=~", "==", "=", "<", ">", "(", ")", "[", "]", ",", "|", "+", "-", "*", "/", "%",
    "^",
];

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A place in a query.
pub(super) struct Lexer<'a> {
    pub source: &'a str,
    pub at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    /// Passes over spaces and comments.
    pub fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with('#') {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    /// The next token and where it stands.
    pub fn next(&mut self) -> Result<(Token, Span), SyntaxError> {
        self.skip_space();
        let start = self.at;
        let token = self.token()?;
        Ok((token, Span { start, end: self.at }))
    }

    fn token(&mut self) -> Result<Token, SyntaxError> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(Token::End) };
        match first {
            '"' | '\'' => self.text(first).map(Token::Text),
            '`' => self.name().map(Token::Name),
            c if c.is_ascii_digit() => self.number(),
            c if c.is_alphabetic() || "_@$".contains(c) => self.name().map(Token::Name),
            _ => match SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
                Some(symbol) => {
                    self.at += symbol.len();
                    Ok(Token::Symbol(symbol))
                }
                None => {
                    let span = Span { start: self.at, end: self.at + first.len_utf8() };
                    Err(SyntaxError::unexpected(self.source, span))
                }
            },
        }
    }

    /// A path: names between dots, each perhaps between backticks, and indices between brackets.
    fn name(&mut self) -> Result<String, SyntaxError> {
        let mut name = String::new();
        loop {
            let rest = self.rest();
            if let Some(quoted) = rest.strip_prefix('`') {
                // Nothing is called nothing.
                let Some(length) = quoted.find('`').filter(|length| *length > 0) else {
                    return Err(self.unterminated());
                };
                name.push_str(&quoted[..length]);
                self.at += length + 2;
            } else if let Some((index, length)) = index_of(&name, rest) {
                name.push('.');
                name.push_str(index);
                self.at += length;
            } else {
                let ends = |c: char| !(c.is_alphanumeric() || "_@$.".contains(c));
                let length = rest.find(ends).unwrap_or(rest.len());
                name.push_str(&rest[..length]);
                self.at += length;
                let quoted_member = name.ends_with('.') && self.rest().starts_with('`');
                if !quoted_member && index_of(&name, self.rest()).is_none() {
                    return Ok(name);
                }
            }
        }
    }

    fn number(&mut self) -> Result<Token, SyntaxError> {
        let (start, bytes) = (self.at, self.source.as_bytes());
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let mut end = digits(start);
        if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end = digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
                end = digits(end + 1 + sign);
            }
        }
        let number = self.source[start..end].parse().unwrap_or(f64::NAN);
        self.at = end;
        let rest = self.rest();
        let unit = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
        if unit.is_empty() {
            return Ok(Token::Number(number));
        }
        self.at += unit.len();
        let Some(unit) = unit_millis(unit) else {
            return Err(SyntaxError::unexpected(self.source, Span { start, end: self.at }));
        };
        Ok(Token::Duration((number * unit as f64) as i64))
    }

    fn text(&mut self, quote: char) -> Result<String, SyntaxError> {
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((index, char)) = chars.next() {
            match char {
                '\\' => match chars.next() {
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, 't')) => text.push('\t'),
                    Some((_, 'r')) => text.push('\r'),
                    Some((_, next)) if next == quote || next == '\\' => text.push(next),
                    Some((_, next)) => text.extend(['\\', next]),
                    None => break,
                },
                char if char == quote => {
                    self.at += index + 1;
                    return Ok(text);
                }
                char => text.push(char),
            }
        }
        Err(self.unterminated())
    }

    /// What stands between two slashes, if that comes next. `\/` is a slash.
    pub fn regex(&mut self) -> Option<Result<(String, Span), SyntaxError>> {
        self.skip_space();
        let rest = self.rest().strip_prefix('/')?;
        let mut pattern = String::new();
        let mut chars = rest.char_indices();
        while let Some((index, char)) = chars.next() {
            match char {
                '\\' => match chars.next() {
                    Some((_, '/')) => pattern.push('/'),
                    Some((_, next)) => pattern.extend(['\\', next]),
                    None => break,
                },
                '/' => {
                    let span = Span { start: self.at, end: self.at + index + 2 };
                    self.at = span.end;
                    return Some(Ok((pattern, span)));
                }
                char => pattern.push(char),
            }
        }
        Some(Err(self.unterminated()))
    }

    fn unterminated(&self) -> SyntaxError {
        SyntaxError::unexpected(self.source, Span { start: self.at, end: self.source.len() })
    }
}

/// The number in the `[0]` that follows a name, and the length of the whole. `in[1, 2]` lists values, it has no element.
fn index_of<'a>(name: &str, rest: &'a str) -> Option<(&'a str, usize)> {
    if name.is_empty() || name.eq_ignore_ascii_case("in") {
        return None;
    }
    let (digits, _) = rest.strip_prefix('[')?.split_once(']')?;
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    number.then_some((digits, digits.len() + 2))
}

fn unit_millis(unit: &str) -> Option<i64> {
    Some(match unit {
        "ms" | "msec" | "millisecond" | "milliseconds" => 1,
        "s" | "sec" | "second" | "seconds" => SECOND,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => 7 * DAY,
        // AWS's calendar units, as the spans that its documentation gives them.
        "mo" | "mon" | "month" | "months" => 30 * DAY,
        "q" | "qtr" | "quarter" | "quarters" => 91 * DAY,
        "y" | "yr" | "year" | "years" => 365 * DAY,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(source: &str) -> Vec<Token> {
        let mut lexer = Lexer::new(source);
        std::iter::from_fn(|| Some(lexer.next().expect(source).0))
            .take_while(|token| *token != Token::End)
            .collect()
    }

    #[test]
    fn tokens_are_told_apart() {
        let name = |text: &str| Token::Name(text.to_owned());
        assert_eq!(tokens("@message # to the end\n a.b[0].c"), [name("@message"), name("a.b.0.c")]);
        assert_eq!(tokens("`a-b` x.`c d`.e"), [name("a-b"), name("x.c d.e")]);
        assert_eq!(
            tokens("1.5e3 5m 1h"),
            [Token::Number(1500.0), Token::Duration(300_000), Token::Duration(3_600_000)]
        );
        assert_eq!(tokens(r#""a\"b" 'c\\d'"#), [Token::Text("a\"b".into()), Token::Text("c\\d".into())]);
        assert_eq!(tokens("a>=b"), [name("a"), Token::Symbol(">="), name("b")]);
        assert_eq!(tokens("a in [1]").len(), 5);
    }

    #[test]
    fn every_name_ends() {
        for broken in ["``[2]", "``", "a.``", "`a", "`"] {
            assert!(Lexer::new(broken).next().is_err(), "{broken}");
        }
        assert_eq!(tokens("in[2]").len(), 4);
        assert_eq!(tokens("@[2]"), [Token::Name("@.2".into())]);
    }

    #[test]
    fn a_regex_ends_at_its_slash() {
        let mut lexer = Lexer::new(r"  /a\/b\d/ rest");
        let (pattern, _) = lexer.regex().expect("a regex").expect("that ends");
        assert_eq!(pattern, r"a/b\d");
        assert_eq!(lexer.next().expect("a name").0, Token::Name("rest".into()));
        assert!(Lexer::new("/open").regex().expect("a regex").is_err());
    }
}
