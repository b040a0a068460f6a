//! The filters of listings. Pure.
//!
//! All filters must match; of a filter's values one must, and none of those with an exclamation mark in front may. A description must have
//! all words of a value, in any order.

use neargate_core::Scope;

use crate::describe::primary_region;
use crate::model::{self, FilterNameStringType as Key};
use crate::records::SecretRecord;
use crate::refusal::Refusal;

#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    key: Key,
    wanted: Vec<String>,
    unwanted: Vec<String>,
}

pub fn parse(filters: Option<Vec<model::Filter>>) -> Result<Vec<Filter>, Refusal> {
    let parse = |filter: model::Filter| {
        let key = filter.key.ok_or_else(|| Refusal::parameter("Invalid filter key"))?;
        let values = filter.values.unwrap_or_default();
        if values.is_empty() {
            return Err(Refusal::parameter(format!("Invalid filter values for key: {}", key.as_str())));
        }
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        for value in values {
            match value.strip_prefix('!') {
                Some(value) => unwanted.push(value.to_owned()),
                None => wanted.push(value),
            }
        }
        Ok(Filter { key, wanted, unwanted })
    };
    filters.unwrap_or_default().into_iter().map(parse).collect()
}

impl Filter {
    pub fn matches(&self, scope: &Scope, secret: &SecretRecord) -> bool {
        let has = |value: &String| self.has(scope, secret, value);
        (self.wanted.is_empty() || self.wanted.iter().any(has)) && !self.unwanted.iter().any(has)
    }

    /// A text that tells this filter from others.
    pub fn spelled(&self) -> String {
        format!("{}={:?}!{:?}", self.key.as_str(), self.wanted, self.unwanted)
    }

    fn has(&self, scope: &Scope, secret: &SecretRecord, value: &str) -> bool {
        match self.key {
            Key::Name => secret.name.starts_with(value),
            Key::Description => {
                let description = secret.description.as_deref().unwrap_or_default().to_lowercase();
                let mut words = value.split_whitespace().map(str::to_lowercase);
                words.all(|word| has_word(&description, &word))
            }
            Key::TagKey => secret.tags.iter().any(|(key, _)| key.starts_with(value)),
            Key::TagValue => secret.tags.iter().any(|(_, own)| own.starts_with(value)),
            Key::All => {
                let tags = secret.tags.iter().flat_map(|(key, value)| [key.as_str(), value.as_str()]);
                let texts = [secret.name.as_str(), secret.description.as_deref().unwrap_or_default()];
                let known: Vec<String> = texts.into_iter().chain(tags).flat_map(words).collect();
                words(value).iter().any(|word| known.iter().any(|own| own.starts_with(word)))
            }
            Key::PrimaryRegion => {
                primary_region(scope, secret).is_some_and(|region| region.starts_with(value))
            }
            // No secret belongs to a service.
            Key::OwningService | Key::Unknown(_) => false,
        }
    }
}

/// Whether a word of a text begins with this.
fn has_word(text: &str, beginning: &str) -> bool {
    let mut starts = text.char_indices().scan(' ', |before, (at, c)| {
        let is_start = !before.is_alphanumeric();
        *before = c;
        Some((at, is_start))
    });
    starts.any(|(at, is_start)| is_start && text[at..].starts_with(beginning))
}

/// `credsDatabase#892` has the words `creds`, `database`, `892`.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        if !c.is_alphanumeric() {
            before = ' ';
            continue;
        }
        let starts = !before.is_alphanumeric()
            || before.is_lowercase() && c.is_uppercase()
            || before.is_numeric() != c.is_numeric();
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Replica;

    fn secret() -> SecretRecord {
        SecretRecord {
            id: String::new(),
            name: "prod/webDatabase".to_owned(),
            suffix: String::new(),
            description: Some("The Password of the database".to_owned()),
            kms_key_id: None,
            tags: vec![("Team".to_owned(), "Blue-7".to_owned())],
            policy: None,
            created: 0,
            changed: 0,
            accessed: None,
            delete_at: None,
            versions: Vec::new(),
            primary_region: None,
            replicas: vec![Replica { region: "eu-west-1".to_owned(), kms_key_id: None, failed: None }],
        }
    }

    #[track_caller]
    fn check(key: &str, values: &[&str], expected: bool) {
        let values = values.iter().map(|&value| value.to_owned()).collect();
        let filters = parse(Some(vec![model::Filter { key: Some(Key::from(key)), values: Some(values) }]));
        let scope = Scope { account: Default::default(), region: Default::default() };
        assert_eq!(filters.unwrap()[0].matches(&scope, &secret()), expected);
    }

    #[test]
    fn each_key_looks_at_its_attribute() {
        check("name", &["prod/"], true);
        check("name", &["Prod/"], false);
        check("name", &["web"], false);
        check("description", &["the pass"], true);
        check("description", &["password"], true);
        check("description", &["assword"], false);
        check("description", &["database pass"], true);
        check("description", &["password secret"], false);
        check("description", &["nothing", "password the"], true);
        check("tag-key", &["Te"], true);
        check("tag-key", &["te"], false);
        check("tag-value", &["Blue"], true);
        check("primary-region", &["us"], true);
        check("primary-region", &["eu-west-1"], false);
        check("owning-service", &["rds"], false);
    }

    #[test]
    fn all_searches_words_everywhere() {
        for found in ["PROD", "data", "my_password", "team", "7", "x blue"] {
            check("all", &[found], true);
        }
        check("all", &["base"], false);
        check("all", &["nothing"], false);
    }

    #[test]
    fn one_value_must_match_and_no_negated_one_may() {
        check("name", &["dev", "prod"], true);
        check("name", &["!prod"], false);
        check("name", &["!dev"], true);
        check("name", &["prod", "!prod/web"], false);
    }

    #[test]
    fn a_filter_has_a_key_and_values() {
        let refused = |filter| parse(Some(vec![filter])).unwrap_err().to_string();
        assert_eq!(refused(model::Filter { key: None, values: None }), "Invalid filter key");
        let text = refused(model::Filter { key: Some(Key::All), values: Some(vec![]) });
        assert_eq!(text, "Invalid filter values for key: all");
    }

    #[test]
    fn words_end_where_the_kind_of_letter_changes() {
        assert_eq!(words("credsDatabase#892"), ["creds", "database", "892"]);
        assert_eq!(words("HTTPServer2go"), ["httpserver", "2", "go"]);
        assert!(words("-_/").is_empty());
    }
}
