//! The filters of listings. Pure, but for labels and paths, which are the caller's.

use std::collections::BTreeSet;

use crate::model::{ParameterStringFilter, ParametersFilter};
use crate::name::{PATH_SYNTAX, is_path, is_reserved};
use crate::records::ParameterRecord;
use crate::refusal::Refusal;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Equals,
    BeginsWith,
    Contains,
    OneLevel,
    Recursive,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    key: String,
    how: How,
    values: Vec<String>,
}

/// The operation that is filtered: each knows other keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Describe,
    Path,
}

impl Of {
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Describe => &["Path", "Name", "Type", "KeyId", "Tier", "DataType"],
            Self::Path => &["Type", "KeyId", "Label"],
        }
    }
}

pub fn parse(filters: Option<Vec<ParameterStringFilter>>, of: Of) -> Result<Vec<Filter>, Refusal> {
    let mut seen = BTreeSet::new();
    let parse = |filter: ParameterStringFilter| {
        let key = filter.key.unwrap_or_default();
        if !seen.insert(key.clone()) {
            return Err(invalid_key(format!(
                "The following filter is duplicated in the request: {key}. A request can contain only one occurrence of a \
                 specific filter."
            )));
        }
        let is_tag = of == Of::Describe && key.starts_with("tag:");
        if !is_tag && !of.keys().contains(&key.as_str()) {
            let known = of.keys().join(", ");
            return Err(invalid_key(format!(
                "The following filter key is not valid: {key}. Valid filter keys include: [{known}]."
            )));
        }
        let values = filter.values.unwrap_or_default();
        if values.is_empty() && !is_tag {
            return Err(invalid_value(format!(
                "The following filter values are missing : null for filter key {key}"
            )));
        }
        let how = how(&key, filter.option.as_deref())?;
        check(&key, &values)?;
        Ok(Filter { key, how, values })
    };
    filters.unwrap_or_default().into_iter().map(parse).collect()
}

/// The filters of an older age: equal, or beginning with the text.
pub fn parse_old(filters: Option<Vec<ParametersFilter>>) -> Vec<Filter> {
    let filter = |filter: ParametersFilter| {
        let key = filter.key.map(|key| key.as_str().to_owned()).unwrap_or_default();
        let how = if key == "Name" { How::BeginsWith } else { How::Equals };
        Filter { key, how, values: filter.values.unwrap_or_default() }
    };
    filters.unwrap_or_default().into_iter().map(filter).collect()
}

fn how(key: &str, option: Option<&str>) -> Result<How, Refusal> {
    let known: &[(&str, How)] = match key {
        "Path" => &[("OneLevel", How::OneLevel), ("Recursive", How::Recursive)],
        "Name" => &[("Equals", How::Equals), ("BeginsWith", How::BeginsWith), ("Contains", How::Contains)],
        "Label" => &[("Equals", How::Equals)],
        _ => &[("Equals", How::Equals), ("BeginsWith", How::BeginsWith)],
    };
    let Some(option) = option else { return Ok(known[0].1) };
    known.iter().find(|(name, _)| *name == option).map(|(_, how)| *how).ok_or_else(|| {
        let mut names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        Refusal::client(
            "InvalidFilterOption",
            format!(
                "The following filter option is not valid: {option}. Valid options include: [{}].",
                names.join(", ")
            ),
        )
    })
}

fn check(key: &str, values: &[String]) -> Result<(), Refusal> {
    let among = |known: &[&str]| match values.iter().find(|value| !known.contains(&value.as_str())) {
        None => Ok(()),
        Some(value) => Err(invalid_value(format!(
            "The following filter value is not valid: {value}. Valid values include: [{}].",
            known.join(", ")
        ))),
    };
    match key {
        "Type" => among(&["SecureString", "StringList", "String"]),
        "Tier" => among(&["Standard", "Advanced", "Intelligent-Tiering"]),
        "Path" if !values.iter().all(|value| is_path(value)) => Err(Refusal::validation(PATH_SYNTAX)),
        "Path" if values.iter().any(|value| is_reserved(value)) => Err(Refusal::validation(
            "Filters for common parameters can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). When using global \
             parameters, please specify within a global namespace.",
        )),
        _ => Ok(()),
    }
}

impl Filter {
    pub fn matches(&self, parameter: &ParameterRecord) -> bool {
        let latest = &parameter.latest;
        let any = |own: &str| self.values.iter().any(|value| self.compare(own, value));
        match self.key.as_str() {
            "Name" => {
                any(&parameter.name)
                    || parameter.name.strip_prefix('/').is_some_and(|bare| self.is_bare(bare))
            }
            "Type" => any(&latest.kind),
            "KeyId" => latest.key_id.as_deref().is_some_and(any),
            "Tier" => any(&latest.tier),
            "DataType" => any(&latest.data_type),
            "Path" => {
                self.values.iter().any(|path| is_below(&parameter.name, path, self.how == How::Recursive))
            }
            "Label" => self.values.iter().any(|label| parameter.labels.contains_key(label)),
            key => match key.strip_prefix("tag:").and_then(|key| parameter.tags.get(key)) {
                Some(own) => self.values.is_empty() || any(own),
                None => false,
            },
        }
    }

    /// The label that is asked for, if that is what this filter is about.
    pub fn label(&self) -> Option<&str> {
        (self.key == "Label").then(|| self.values.first().map(String::as_str)).flatten()
    }

    /// A text that tells this filter from others.
    pub fn spelled(&self) -> String {
        format!("{} {:?} {:?}", self.key, self.how, self.values)
    }

    fn compare(&self, own: &str, value: &str) -> bool {
        match self.how {
            How::BeginsWith => own.starts_with(value),
            How::Contains => own.contains(value),
            How::Equals | How::OneLevel | How::Recursive => own == value,
        }
    }

    /// Names are looked for without their first slash, too.
    fn is_bare(&self, bare: &str) -> bool {
        self.how == How::BeginsWith && self.values.iter().any(|value| bare.starts_with(value.as_str()))
    }
}

/// Whether a name lies below a path: directly, or anywhere.
pub fn is_below(name: &str, path: &str, recursive: bool) -> bool {
    let path = path.strip_suffix('/').unwrap_or(path);
    // A name without a slash lies at the root.
    let rest = match name.strip_prefix(path) {
        Some(rest) if path.is_empty() => rest.strip_prefix('/').unwrap_or(rest),
        Some(rest) => match rest.strip_prefix('/') {
            Some(rest) => rest,
            None => return false,
        },
        None => return false,
    };
    recursive || !rest.contains('/')
}

fn invalid_key(message: String) -> Refusal {
    Refusal::client("InvalidFilterKey", message)
}

fn invalid_value(message: String) -> Refusal {
    Refusal::client("InvalidFilterValue", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_holds_what_is_below_it() {
        for (name, path, direct, recursive) in [
            ("/a/b", "/a", true, true),
            ("/a/b", "/a/", true, true),
            ("/a/b/c", "/a", false, true),
            ("/a", "/a", false, false),
            ("/ab", "/a", false, false),
            ("/a", "/", true, true),
            ("a", "/", true, true),
            ("/a/b", "/", false, true),
        ] {
            assert_eq!(
                (is_below(name, path, false), is_below(name, path, true)),
                (direct, recursive),
                "{name} {path}"
            );
        }
    }

    fn parsed(key: &str, option: Option<&str>, values: &[&str], of: Of) -> Result<Vec<Filter>, String> {
        let values = values.iter().map(|&value| value.to_owned()).collect();
        let filter = ParameterStringFilter {
            key: Some(key.to_owned()),
            option: option.map(str::to_owned),
            values: Some(values),
        };
        parse(Some(vec![filter]), of).map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn wrong_filters_are_told_what_is_right() {
        let refused = |key, option, values, of| parsed(key, option, values, of).unwrap_err();
        assert_eq!(
            refused("Name", None, &["a"], Of::Path),
            "The following filter key is not valid: Name. Valid filter keys include: [Type, KeyId, Label]."
        );
        assert_eq!(
            refused("Path", Some("Equals"), &["/a"], Of::Describe),
            "The following filter option is not valid: Equals. Valid options include: [OneLevel, Recursive]."
        );
        assert!(refused("Path", None, &["a"], Of::Describe).starts_with("The parameter doesn't meet"));
        assert!(
            refused("Path", None, &["/AWS/x"], Of::Describe).starts_with("Filters for common parameters")
        );
        assert_eq!(
            refused("Label", Some("BeginsWith"), &["a"], Of::Path),
            "The following filter option is not valid: BeginsWith. Valid options include: [Equals]."
        );
        assert!(refused("Name", None, &[], Of::Describe).contains("values are missing"));
        assert!(refused("Type", None, &["Secret"], Of::Describe).contains("not valid: Secret"));
        assert!(parsed("tag:a", None, &[], Of::Describe).is_ok());
    }
}
