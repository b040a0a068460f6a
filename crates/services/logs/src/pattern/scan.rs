//! Reads the pieces that all three languages of patterns have in common.

use regex::Regex;

use super::{MAX_REGEXES_PER_PATTERN, PatternError};

/// Nesting beyond this is refused: nobody writes it, and each level costs stack.
const MAX_DEPTH: usize = 32;

/// A place in a pattern's text.
pub(super) struct Scanner<'a> {
    rest: &'a str,
    depth: usize,
    regexes: &'a mut usize,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str, regexes: &'a mut usize) -> Self {
        Self { rest: text, depth: 0, regexes }
    }

    pub fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    pub fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// Takes `token` if it comes next.
    pub fn take(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes `word` if it comes next, in any case and as a word of its own.
    pub fn take_word(&mut self, word: &str) -> bool {
        let length = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        let found = self.rest[..length].eq_ignore_ascii_case(word);
        if found {
            self.rest = &self.rest[length..];
        }
        found
    }

    /// Takes what comes next as long as `wanted` says so; may be empty.
    pub fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let length = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Takes `count` bytes, which end where a character ends.
    pub fn take_bytes(&mut self, count: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(count);
        self.rest = rest;
        taken
    }

    /// The text of a term in double quotes, with `\"` and `\\` resolved. The opening quote comes next.
    pub fn quoted(&mut self, quote: char) -> Result<String, PatternError> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices();
        if chars.next().is_none_or(|(_, first)| first != quote) {
            return Err(PatternError::Malformed);
        }
        while let Some((index, char)) = chars.next() {
            match char {
                '\\' => match chars.next() {
                    Some((_, next)) if next == quote || next == '\\' => text.push(next),
                    Some((_, next)) => text.extend(['\\', next]),
                    None => return Err(PatternError::Malformed),
                },
                char if char == quote => {
                    self.rest = &self.rest[index + char.len_utf8()..];
                    return Ok(text);
                }
                char => text.push(char),
            }
        }
        Err(PatternError::Malformed)
    }

    /// The expression between two `%`. The first of them comes next.
    pub fn regex(&mut self) -> Result<Regex, PatternError> {
        let (text, rest) = self
            .rest
            .strip_prefix('%')
            .and_then(|rest| rest.split_once('%'))
            .ok_or(PatternError::Malformed)?;
        self.rest = rest;
        *self.regexes += 1;
        if *self.regexes > MAX_REGEXES_PER_PATTERN || text.is_empty() {
            return Err(PatternError::Malformed);
        }
        if !text.chars().all(|c| c.is_ascii_alphanumeric() || " :_#=@/;,-^$?[]{}|\\*+.".contains(c)) {
            return Err(PatternError::Term(format!("%{text}%")));
        }
        Regex::new(text).map_err(|_| PatternError::Malformed)
    }

    /// `or` of `and`s of what `leaf` reads, with parentheses: `()` before `&&` before `||`.
    pub fn expression<T>(
        &mut self,
        leaf: &dyn Fn(&mut Self) -> Result<T, PatternError>,
    ) -> Result<Expression<T>, PatternError> {
        let mut any = vec![self.conjunction(leaf)?];
        loop {
            self.skip_space();
            if !self.take("||") {
                return Ok(Expression::Any(any));
            }
            any.push(self.conjunction(leaf)?);
        }
    }

    fn conjunction<T>(
        &mut self,
        leaf: &dyn Fn(&mut Self) -> Result<T, PatternError>,
    ) -> Result<Expression<T>, PatternError> {
        let mut all = vec![self.primary(leaf)?];
        loop {
            self.skip_space();
            if !self.take("&&") {
                return Ok(Expression::All(all));
            }
            all.push(self.primary(leaf)?);
        }
    }

    fn primary<T>(
        &mut self,
        leaf: &dyn Fn(&mut Self) -> Result<T, PatternError>,
    ) -> Result<Expression<T>, PatternError> {
        self.skip_space();
        if !self.take("(") {
            return Ok(Expression::Leaf(leaf(self)?));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(PatternError::Malformed);
        }
        let inner = self.expression(leaf)?;
        self.depth -= 1;
        self.skip_space();
        if self.take(")") { Ok(inner) } else { Err(PatternError::Malformed) }
    }
}

/// Conditions joined by `&&` and `||`.
#[derive(Debug)]
pub(super) enum Expression<T> {
    Leaf(T),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl<T> Expression<T> {
    pub fn holds(&self, test: &dyn Fn(&T) -> bool) -> bool {
        match self {
            Self::Leaf(leaf) => test(leaf),
            Self::All(all) => all.iter().all(|one| one.holds(test)),
            Self::Any(any) => any.iter().any(|one| one.holds(test)),
        }
    }
}
