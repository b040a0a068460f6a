//! Checks of a request against the constraints of AWS's model, worded as AWS words them.

use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

use regex_lite::Regex;
use serde::Serialize;

use crate::Nothing;
use crate::shown::shown;

/// Implemented by every input shape that `tools/shapes.py` writes.
pub trait Validate {
    fn validate(&self, found: &mut Violations);
}

impl Validate for Nothing {
    fn validate(&self, _: &mut Violations) {}
}

/// The constraints of a scalar or of a collection's size.
#[derive(Debug, Clone, Copy)]
pub struct Constraint {
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// Must match the whole text.
    pub pattern: Option<&'static str>,
}

impl Constraint {
    pub const NONE: Self = Self { min: None, max: None, pattern: None };
}

/// What each text in a list or a map must be.
#[derive(Debug, Clone, Copy)]
pub enum Rule<'a> {
    Text(&'a Constraint),
    OneOf(&'a [&'a str]),
}

/// Which texts a [`Rule`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    Element,
    Key,
    Value,
}

/// What was found wrong with a request so far, and where in it we are.
#[derive(Debug, Default)]
pub struct Violations {
    path: String,
    found: Vec<String>,
    /// Members whose pattern isn't met, and at which place in `found` that is said.
    mismatched: Vec<(String, usize)>,
}

/// A service's own words for a member (by its path) whose pattern isn't met. None: it is told as others are.
pub type OwnWords = fn(&str) -> Option<String>;

impl Violations {
    /// AWS's summary of all violations, or `None`.
    pub fn message(&self) -> Option<String> {
        self.message_with(|_| None)
    }

    /// The summary of a service that has words of its own for some: it tells of one of those, once nothing else is wrong.
    pub fn message_with(&self, own_words: OwnWords) -> Option<String> {
        let own = |(path, index): &(String, usize)| Some((*index, own_words(path)?));
        let own: Vec<(usize, String)> = self.mismatched.iter().filter_map(own).collect();
        let is_own = |index: usize| own.iter().any(|(own, _)| *own == index);
        let others = self.found.iter().enumerate().filter(|(index, _)| !is_own(*index));
        let others: Vec<&str> = others.map(|(_, text)| text.as_str()).collect();
        summary(&others).or_else(|| own.into_iter().next().map(|(_, words)| words))
    }

    pub fn required(&mut self, member: &str, present: bool) {
        if !present {
            self.within(member, |found| found.add("null", "Member must not be null"));
        }
    }

    /// Checks a member: its name is part of the path of what is found.
    pub fn within(&mut self, member: &str, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        // AWS spells members with a small letter here, whatever the protocol does.
        let mut letters = member.chars();
        self.path.extend(letters.next().map(|first| first.to_ascii_lowercase()));
        self.path.push_str(letters.as_str());
        check(self);
        self.path.truncate(length);
    }

    /// Checks an element of a list; AWS counts from 1.
    pub fn item(&mut self, index: usize, check: impl FnOnce(&mut Self)) {
        self.within(&format!("{}.member", index + 1), check);
    }

    /// Checks an entry of a map.
    pub fn entry(&mut self, key: &str, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('.');
        self.path.push_str(key);
        check(self);
        self.path.truncate(length);
    }

    pub fn text(&mut self, value: &str, constraint: &Constraint) {
        self.check_text(value, constraint, &quoted(value));
    }

    /// Checks a text that must not be shown, as the model marks it: the message doesn't repeat it.
    pub fn hidden_text(&mut self, value: &str, constraint: &Constraint) {
        self.check_text(value, constraint, "");
    }

    fn check_text(&mut self, value: &str, constraint: &Constraint, shown: &str) {
        let length = value.chars().count() as f64;
        if constraint.min.is_some_and(|min| length < min) {
            let min = constraint.min.unwrap_or_default();
            self.add(shown, &format!("Member must have length greater than or equal to {min}"));
        }
        if constraint.max.is_some_and(|max| length > max) {
            let max = constraint.max.unwrap_or_default();
            self.add(shown, &format!("Member must have length less than or equal to {max}"));
        }
        if let Some(pattern) = constraint.pattern
            && !matches_whole(pattern, value)
        {
            self.mismatched.push((self.path.clone(), self.found.len()));
            self.add(shown, &format!("Member must satisfy regular expression pattern: {pattern}"));
        }
    }

    pub fn number(&mut self, value: f64, constraint: &Constraint) {
        if let Some(min) = constraint.min.filter(|min| value < *min) {
            self.add(&quoted(value), &format!("Member must have value greater than or equal to {min}"));
        }
        if let Some(max) = constraint.max.filter(|max| value > *max) {
            self.add(&quoted(value), &format!("Member must have value less than or equal to {max}"));
        }
    }

    /// Checks the size of a list or a map, which the message repeats.
    pub fn size<T: Serialize + ?Sized>(&mut self, value: &T, length: usize, constraint: &Constraint) {
        self.check_length(length, constraint, || quoted(shown(value)));
    }

    /// Checks the size of a list or a map with something in it that must not be shown.
    pub fn length(&mut self, length: usize, constraint: &Constraint) {
        self.check_length(length, constraint, String::new);
    }

    fn check_length(&mut self, length: usize, constraint: &Constraint, shown: impl Fn() -> String) {
        let length = length as f64;
        if let Some(min) = constraint.min.filter(|min| length < *min) {
            self.add(&shown(), &format!("Member must have length greater than or equal to {min}"));
        }
        if let Some(max) = constraint.max.filter(|max| length > *max) {
            self.add(&shown(), &format!("Member must have length less than or equal to {max}"));
        }
    }

    /// Checks the texts in a list or a map. However many fail and in whatever, AWS says it once: with the whole, if it may be
    /// shown, and with all that is demanded.
    pub fn each<'a, T: Serialize + ?Sized>(
        &mut self,
        which: Each,
        texts: impl Iterator<Item = &'a str>,
        rule: Rule,
        whole: Option<&T>,
    ) {
        let failed: Vec<&str> = texts.filter(|text| !rule.is_met_by(text)).collect();
        if failed.is_empty() {
            return;
        }
        if failed.iter().all(|text| rule.only_mismatched(text)) {
            self.mismatched.push((self.path.clone(), self.found.len()));
        }
        let subject = match which {
            Each::Element => "Member",
            Each::Key => "Map keys",
            Each::Value => "Map value",
        };
        let whole = whole.map(|whole| quoted(shown(whole))).unwrap_or_default();
        self.add(&whole, &format!("{subject} must satisfy constraint: [{}]", rule.demands()));
    }

    pub fn member_of(&mut self, value: &str, names: &[&str]) {
        if !names.contains(&value) {
            self.add(&quoted(value), &Rule::OneOf(names).demands());
        }
    }

    fn add(&mut self, value: &str, demand: &str) {
        let space = if value.is_empty() { "" } else { " " };
        let path = &self.path;
        self.found.push(format!("Value{space}{value} at '{path}' failed to satisfy constraint: {demand}"));
    }
}

impl Rule<'_> {
    fn is_met_by(&self, text: &str) -> bool {
        match self {
            Self::Text(constraint) => {
                constraint.allows_length(text)
                    && constraint.pattern.is_none_or(|pattern| matches_whole(pattern, text))
            }
            Self::OneOf(names) => names.contains(&text),
        }
    }

    /// Whether a text that fails does so by its pattern alone.
    fn only_mismatched(&self, text: &str) -> bool {
        matches!(self, Self::Text(constraint) if constraint.allows_length(text))
    }

    fn demands(&self) -> String {
        match self {
            Self::Text(Constraint { min, max, pattern }) => {
                let max = max.map(|max| format!("Member must have length less than or equal to {max}"));
                let min = min.map(|min| format!("Member must have length greater than or equal to {min}"));
                let pattern =
                    pattern.map(|text| format!("Member must satisfy regular expression pattern: {text}"));
                let demands: Vec<String> = [max, min, pattern].into_iter().flatten().collect();
                demands.join(", ")
            }
            Self::OneOf(names) => format!("Member must satisfy enum value set: [{}]", names.join(", ")),
        }
    }
}

impl Constraint {
    fn allows_length(&self, text: &str) -> bool {
        let length = text.chars().count() as f64;
        self.min.is_none_or(|min| length >= min) && self.max.is_none_or(|max| length <= max)
    }
}

fn summary(found: &[&str]) -> Option<String> {
    match found {
        [] => None,
        [one] => Some(format!("1 validation error detected: {one}")),
        several => Some(format!("{} validation errors detected: {}", several.len(), several.join("; "))),
    }
}

fn quoted(value: impl std::fmt::Display) -> String {
    format!("'{value}'")
}

/// Patterns are few and come from the model, so each is compiled once and kept.
fn matches_whole(pattern: &'static str, value: &str) -> bool {
    static COMPILED: LazyLock<RwLock<HashMap<&'static str, Option<Regex>>>> = LazyLock::new(RwLock::default);
    let answer = |regex: &Option<Regex>| regex.as_ref().is_none_or(|regex| regex.is_match(value));
    if let Some(regex) = COMPILED.read().unwrap_or_else(|e| e.into_inner()).get(pattern) {
        return answer(regex);
    }
    let regex = Regex::new(&format!("^(?:{})$", without_unicode_classes(pattern))).ok();
    let mut compiled = COMPILED.write().unwrap_or_else(|e| e.into_inner());
    answer(compiled.entry(pattern).or_insert(regex))
}

/// The small regex engine knows no Unicode classes: letters, digits and spaces beyond ASCII are let through.
fn without_unicode_classes(pattern: &str) -> String {
    pattern
        .replace("\\p{L}", "A-Za-z\u{80}-\u{10ffff}")
        .replace("\\p{Z}", " \u{80}-\u{10ffff}")
        .replace("\\p{N}", "0-9\u{80}-\u{10ffff}")
        .replace("\\p{ASCII}", "\\x00-\\x7f")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(check: impl FnOnce(&mut Violations)) -> Option<String> {
        let mut found = Violations::default();
        check(&mut found);
        found.message()
    }

    const NAME: Constraint = Constraint { min: Some(1.0), max: Some(4.0), pattern: Some("[a-z]+") };

    #[test]
    fn one_violation_reads_as_aws_says_it() {
        assert_eq!(violations(|v| v.within("name", |v| v.text("abc", &NAME))), None);
        assert_eq!(
            violations(|v| v.within("name", |v| v.text("abcde", &NAME))).unwrap(),
            "1 validation error detected: Value 'abcde' at 'name' failed to satisfy constraint: \
             Member must have length less than or equal to 4"
        );
        assert_eq!(
            violations(|v| v.required("name", false)).unwrap(),
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
        );
    }

    #[test]
    fn a_services_own_words_come_when_nothing_else_is_wrong() {
        let said = |name: &str, other: &str| {
            let mut found = Violations::default();
            found.within("name", |v| v.text(name, &NAME));
            found.within("other", |v| v.text(other, &NAME));
            found.message_with(|path| (path == "name").then(|| format!("The {path} is bad.")))
        };
        assert_eq!(said("abc", "abc"), None);
        assert_eq!(said("A", "abc").unwrap(), "The name is bad.");
        let length = said("ABCDE", "abc").unwrap();
        assert!(
            length.starts_with("1 validation") && length.ends_with("less than or equal to 4"),
            "{length}"
        );
        let other = said("A", "B").unwrap();
        assert!(other.starts_with("1 validation") && other.contains("at 'other'"), "{other}");
    }

    #[test]
    fn what_is_hidden_is_not_repeated() {
        assert_eq!(
            violations(|v| v.within("secretString", |v| v.hidden_text("abcde", &NAME))).unwrap(),
            "1 validation error detected: Value at 'secretString' failed to satisfy constraint: \
             Member must have length less than or equal to 4"
        );
    }

    #[test]
    fn several_violations_are_counted_and_name_their_place() {
        let text = violations(|v| {
            v.within("tags", |v| v.item(1, |v| v.within("key", |v| v.text("", &NAME))));
        });
        assert_eq!(
            text.unwrap(),
            "2 validation errors detected: Value '' at 'tags.2.member.key' failed to satisfy constraint: Member must \
             have length greater than or equal to 1; Value '' at 'tags.2.member.key' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: [a-z]+"
        );
    }

    #[test]
    fn lists_and_maps_are_shown_and_their_texts_told_of_at_once() {
        let few = Constraint { max: Some(1.0), ..Constraint::NONE };
        let names = ["ab".to_owned(), "B".to_owned()];
        let check = |whole: Option<&[String]>| {
            violations(|v| {
                v.within("names", |v| {
                    v.each(Each::Element, names.iter().map(String::as_str), Rule::Text(&NAME), whole)
                })
            })
        };
        let demanded = "Member must satisfy constraint: [Member must have length less than or equal to 4, Member must \
                        have length greater than or equal to 1, Member must satisfy regular expression pattern: [a-z]+]";
        assert_eq!(
            check(Some(&names)).unwrap(),
            format!(
                "1 validation error detected: Value '[ab, B]' at 'names' failed to satisfy constraint: {demanded}"
            )
        );
        assert_eq!(
            check(None).unwrap(),
            format!("1 validation error detected: Value at 'names' failed to satisfy constraint: {demanded}")
        );
        assert_eq!(
            violations(|v| v.within("names", |v| v.size(&names, 2, &few))).unwrap(),
            "1 validation error detected: Value '[ab, B]' at 'names' failed to satisfy constraint: Member must have \
             length less than or equal to 1"
        );
        assert_eq!(
            violations(|v| v.within("names", |v| v.length(2, &few))).unwrap(),
            "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less \
             than or equal to 1"
        );
        let map = std::collections::BTreeMap::from([("k", "v")]);
        let keys = map.keys().copied();
        assert_eq!(
            violations(|v| v.within("tags", |v| v.each(
                Each::Key,
                keys,
                Rule::OneOf(&["a", "b"]),
                Some(&map)
            )))
            .unwrap(),
            "1 validation error detected: Value '{k=v}' at 'tags' failed to satisfy constraint: Map keys must satisfy \
             constraint: [Member must satisfy enum value set: [a, b]]"
        );
    }

    #[test]
    fn a_pattern_must_match_the_whole_text_and_knows_letters_beyond_ascii() {
        assert!(matches_whole("[\\.\\-_/#A-Za-z0-9]+", "/ecs/web-1"));
        assert!(!matches_whole("[\\.\\-_/#A-Za-z0-9]+", "a b"));
        assert!(matches_whole("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)", "größe 7"));
        assert!(!matches_whole("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)", "a;b"));
    }

    #[test]
    fn numbers_and_names_are_bounded() {
        let limits = Constraint { min: Some(1.0), max: Some(10.0), pattern: None };
        assert_eq!(violations(|v| v.number(10.0, &limits)), None);
        assert!(
            violations(|v| v.within("limit", |v| v.number(11.0, &limits)))
                .unwrap()
                .contains("'11' at 'limit'")
        );
        assert!(violations(|v| v.member_of("c", &["a", "b"])).unwrap().ends_with("enum value set: [a, b]"));
    }
}
