//! Text with wildcards and policy variables.
//!
//! `*` stands for any run of characters, `?` for one. `${aws:username}` stands for the value of a key of the request and
//! `${aws:username, 'nobody'}` for that or a default; what a variable brings along is literal. `${*}`, `${?}` and `${$}` are the
//! characters themselves.

use std::borrow::Cow;

use crate::Keys;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(Box<str>),
    /// One character.
    One,
    /// Any run of characters.
    Many,
    Variable {
        key: Box<str>,
        default: Option<Box<str>>,
    },
}

impl Pattern {
    /// `variables` are known since version 2012-10-17 of the language; before, they are text like any other.
    pub fn new(text: &str, variables: bool) -> Self {
        Self::compile(text, variables, true)
    }

    /// Wildcards are characters like any other, variables are not: the operand of `StringEquals`.
    pub fn without_wildcards(text: &str, variables: bool) -> Self {
        Self::compile(text, variables, false)
    }

    fn compile(text: &str, variables: bool, wildcards: bool) -> Self {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let end = rest.find('}').filter(|_| variables && rest.starts_with("${"));
            if let Some(end) = end {
                let inside = &rest[2..end];
                rest = &rest[end + 1..];
                if matches!(inside, "*" | "?" | "$") {
                    literal.push_str(inside);
                    continue;
                }
                flush(&mut literal, &mut pieces);
                pieces.push(variable(inside));
                continue;
            }
            rest = &rest[letter.len_utf8()..];
            match letter {
                '*' | '?' if wildcards => {
                    flush(&mut literal, &mut pieces);
                    let piece = if letter == '*' { Piece::Many } else { Piece::One };
                    // Two stars are one.
                    if piece != Piece::Many || pieces.last() != Some(&Piece::Many) {
                        pieces.push(piece);
                    }
                }
                other => literal.push(other),
            }
        }
        flush(&mut literal, &mut pieces);
        Self { pieces }
    }

    /// Matches everything there is.
    pub fn is_any(&self) -> bool {
        matches!(*self.pieces, [Piece::Many])
    }

    pub fn has_variables(&self) -> bool {
        self.variables().next().is_some()
    }

    /// The keys whose values stand in for its variables.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable { key, .. } => Some(&**key),
            Piece::Text(_) | Piece::One | Piece::Many => None,
        })
    }

    /// With variables' values put in; `None` when one has no value and no default.
    pub fn resolved(&self, keys: &Keys<'_>) -> Option<Cow<'_, Self>> {
        if !self.has_variables() {
            return Some(Cow::Borrowed(self));
        }
        let mut pieces = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            pieces.push(match piece {
                Piece::Variable { key, default } => {
                    // A key of many values has none that could stand here.
                    let value = match keys.get(key) {
                        Some([value]) => Some(&**value),
                        _ => default.as_deref(),
                    };
                    Piece::Text(value?.into())
                }
                other => other.clone(),
            });
        }
        Some(Cow::Owned(Self { pieces }))
    }

    /// The plain text that it comes to for a request; `None` if wildcards or valueless variables are left.
    pub fn text(&self, keys: &Keys<'_>) -> Option<String> {
        let resolved = self.resolved(keys)?;
        let mut text = String::new();
        for piece in &resolved.pieces {
            match piece {
                Piece::Text(part) => text.push_str(part),
                _ => return None,
            }
        }
        Some(text)
    }

    /// Whether the text matches, with the request's values for variables.
    pub fn matches(&self, text: &str, keys: &Keys<'_>) -> bool {
        self.resolved(keys).is_some_and(|pattern| pattern.matches_plain(text, false))
    }

    /// Whether the text matches; variables match nothing.
    pub fn matches_plain(&self, text: &str, ignore_case: bool) -> bool {
        let (mut at, mut piece) = (0, 0);
        // Where to go on when a guess at the length of a star's run was wrong: the piece behind it, and its next start.
        let mut star: Option<(usize, usize)> = None;
        loop {
            let step = match self.pieces.get(piece) {
                None if at == text.len() => return true,
                None => None,
                Some(Piece::Many) => {
                    piece += 1;
                    if piece == self.pieces.len() {
                        return true;
                    }
                    star = Some((piece, at));
                    continue;
                }
                Some(Piece::One) => text[at..].chars().next().map(char::len_utf8),
                Some(Piece::Text(part)) => starts_with(&text[at..], part, ignore_case).then_some(part.len()),
                Some(Piece::Variable { .. }) => return false,
            };
            if let Some(step) = step {
                at += step;
                piece += 1;
                continue;
            }
            let Some((behind, start)) = star else { return false };
            let Some(letter) = text[start..].chars().next() else { return false };
            let next = start + letter.len_utf8();
            star = Some((behind, next));
            (piece, at) = (behind, next);
        }
    }
}

fn flush(literal: &mut String, pieces: &mut Vec<Piece>) {
    if !literal.is_empty() {
        pieces.push(Piece::Text(std::mem::take(literal).into()));
    }
}

fn variable(inside: &str) -> Piece {
    let (key, default) = match inside.split_once(',') {
        Some((key, default)) => {
            let default = default.trim();
            let unquoted = default.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
            (key.trim(), Some(unquoted.unwrap_or(default).into()))
        }
        None => (inside.trim(), None),
    };
    Piece::Variable { key: key.into(), default }
}

/// Ignoring case is for ASCII alone, so that a part keeps its length; the bytes' boundary is checked.
fn starts_with(text: &str, part: &str, ignore_case: bool) -> bool {
    if ignore_case {
        text.get(..part.len()).is_some_and(|head| head.eq_ignore_ascii_case(part))
    } else {
        text.starts_with(part)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern, true).matches(text, &Keys::default())
    }

    /// What a pattern means, without a thought for speed.
    fn by_definition(pattern: &[char], text: &[char]) -> bool {
        match pattern {
            [] => text.is_empty(),
            ['*', rest @ ..] => (0..=text.len()).any(|skip| by_definition(rest, &text[skip..])),
            ['?', rest @ ..] => !text.is_empty() && by_definition(rest, &text[1..]),
            [letter, rest @ ..] => text.first() == Some(letter) && by_definition(rest, &text[1..]),
        }
    }

    proptest! {
        #[test]
        fn wildcards_mean_what_their_definition_says(pattern in "[aé*?]{0,8}", text in "[abé]{0,10}") {
            let (letters, characters): (Vec<_>, Vec<_>) = (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(matches(&pattern, &text), by_definition(&letters, &characters));
        }

        #[test]
        fn any_pattern_and_text_are_answered(pattern in "\\PC*", text in "\\PC*") {
            matches(&pattern, &text);
            Pattern::without_wildcards(&pattern, true).matches(&text, &Keys::default());
        }

        #[test]
        fn without_wildcards_only_the_text_itself_matches(pattern in "[ab*?]{0,6}", text in "[ab*?]{0,6}") {
            let equal = Pattern::without_wildcards(&pattern, true).matches(&text, &Keys::default());
            prop_assert_eq!(equal, pattern == text);
        }
    }

    #[test]
    fn a_hard_pattern_takes_no_exponential_time() {
        assert!(!matches(&"*a".repeat(60), &"a".repeat(20_000).replace('a', "ab")));
    }

    #[test]
    fn variables_bring_literal_text() {
        let mut keys = Keys::default();
        keys.put("aws:username", "a*");
        let pattern = Pattern::new("home/${AWS:UserName}/*", true);
        assert!(pattern.matches("home/a*/x", &keys));
        assert!(!pattern.matches("home/abc/x", &keys));
        assert!(!pattern.matches("home/a*/x", &Keys::default()));
        assert!(Pattern::new("${aws:PrincipalTag/team, 'none'}", true).matches("none", &keys));
        assert!(Pattern::new("${*}${?}${$}", true).matches("*?$", &keys));
        assert!(!Pattern::new("${*}", true).matches("x", &keys));
        assert!(Pattern::new("${aws:username}", false).matches("${aws:username}", &keys));
    }
}
