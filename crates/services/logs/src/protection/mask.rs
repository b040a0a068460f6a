//! Puts asterisks over what is sensitive.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use super::detectors::{self, Detector};
use super::document::Document;

/// What one policy masks.
#[derive(Debug, Default)]
pub struct Rules(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    name: String,
    /// Of events that came in from this moment on.
    since: i64,
    what: What,
}

#[derive(Debug)]
enum What {
    Managed(&'static Detector),
    Custom(Regex),
}

impl Rules {
    pub fn new(document: &Document, since: &BTreeMap<String, i64>) -> Self {
        let rule = |name: &String| {
            let what = match document.custom.get(name) {
                Some(regex) => What::Custom(regex.clone()),
                None => What::Managed(detectors::find(name)?),
            };
            Some(Rule { name: name.clone(), since: since.get(name).copied().unwrap_or(0), what })
        };
        Self(document.identifiers.iter().filter_map(rule).collect())
    }

    /// What is sensitive in a message that came in at a moment, by the identifiers that found it.
    pub fn findings(&self, ingested: i64, message: &str) -> Vec<(&str, Vec<Range<usize>>)> {
        let concerned = self.0.iter().filter(|rule| rule.since <= ingested);
        let found = concerned.map(|rule| (rule.name.as_str(), rule.places(message)));
        found.filter(|(_, places)| !places.is_empty()).collect()
    }
}

impl Rule {
    fn places(&self, message: &str) -> Vec<Range<usize>> {
        match &self.what {
            What::Managed(detector) => detector.places(message),
            What::Custom(regex) => regex.find_iter(message).map(|found| found.range()).collect(),
        }
    }
}

/// What is masked of a group's events: its own policy's rules and the account's.
#[derive(Debug, Clone)]
pub struct Mask(pub(super) Vec<Arc<Rules>>);

impl Mask {
    /// Masks a message that came in at a moment.
    pub fn apply(&self, ingested: i64, message: &mut String) {
        let rules = self.0.iter().flat_map(|rules| &rules.0).filter(|rule| rule.since <= ingested);
        let places: Vec<Range<usize>> = rules.flat_map(|rule| rule.places(message)).collect();
        if !places.is_empty() {
            *message = covered(message, places);
        }
    }
}

/// The text with an asterisk for each character in one of the places, which may overlap.
fn covered(text: &str, mut places: Vec<Range<usize>>) -> String {
    places.sort_by_key(|place| place.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for place in places {
        let start = place.start.max(at);
        if place.end > start {
            out.push_str(&text[at..start]);
            out.extend(text[start..place.end].chars().map(|_| '*'));
            at = place.end;
        }
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_places_are_covered_once() {
        assert_eq!(covered("abcdefgh", vec![4..6, 1..3, 2..5]), "a*****gh");
        assert_eq!(covered("äöü", vec![2..4, 3..4]), "ä*ü");
        assert_eq!(covered("abc", vec![0..3, 1..2]), "***");
    }
}
