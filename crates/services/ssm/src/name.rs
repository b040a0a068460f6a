//! Names of parameters: what they may be, and how requests spell them. Pure.

use neargate_core::{Arn, Scope};

use crate::records::SERVICE;
use crate::refusal::Refusal;

const LEVELS_MAX: usize = 15;
/// With the ARN around it a name may have 1011 characters.
const ARN_MAX: usize = 1011;

const SYNTAX: &str = "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist \
                      of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the \
                      following 3 symbols .-_";

pub const PATH_SYNTAX: &str = "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a \
                               forward slash \"/\". It can't be prefixed with \\\"aws\\\" or \\\"ssm\\\" (case-insensitive). It \
                               must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). \
                               Special characters are not allowed. All sub-paths, if specified, must use the forward slash \
                               symbol \"/\". Valid example: /get/parameters2-/by1./path0_.";

/// Which version of a parameter is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    Version(i64),
    Label(String),
}

/// A parameter as a request names it: by its name or ARN, with or without a version or label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it may be called; an ARN doesn't tell whether the name begins with a slash.
    pub candidates: Vec<String>,
    pub selector: Option<Selector>,
    /// As the answer repeats it: `:3`.
    pub selected: Option<String>,
}

/// Checks the name of a parameter that is to be made.
pub fn check_new(name: &str, arn: &str) -> Result<(), Refusal> {
    let bare = name.strip_prefix('/').unwrap_or(name);
    if !name.contains('/') && (begins(name, "aws") || begins(name, "ssm")) {
        return Err(Refusal::validation(
            "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).",
        ));
    }
    if begins(bare, "aws") {
        return Err(Refusal::client(
            "AccessDeniedException",
            format!("No access to reserved parameter name: {name}."),
        ));
    }
    if begins(bare, "ssm") || !is_syntax(name) {
        return Err(Refusal::validation(SYNTAX));
    }
    if bare.contains('/') && !name.starts_with('/') {
        return Err(Refusal::validation("Parameter name must be a fully qualified name."));
    }
    if bare.split('/').count() > LEVELS_MAX {
        return Err(Refusal::client(
            "HierarchyLevelLimitExceededException",
            format!(
                "A hierarchy can have a maximum of {LEVELS_MAX} levels. For more information, see Requirements and \
                 constraints for parameter names in the AWS Systems Manager User Guide."
            ),
        ));
    }
    if arn.len() > ARN_MAX {
        return Err(Refusal::validation(format!(
            "Parameter name: the name is too long. With its ARN it can have at most {ARN_MAX} characters."
        )));
    }
    Ok(())
}

/// Reads how a request names a parameter.
pub fn parse(scope: &Scope, text: &str) -> Result<Named, Refusal> {
    let text = text.trim();
    let spelled = if text.starts_with("arn:") {
        let arn: Arn = text.parse().map_err(|_| Refusal::validation(SYNTAX))?;
        if !arn.is_of(SERVICE, scope) {
            return Err(Refusal::NotFound);
        }
        match arn.resource.strip_prefix("parameter") {
            Some(path) if path.starts_with('/') => path.to_owned(),
            _ => return Err(Refusal::NotFound),
        }
    } else {
        text.to_owned()
    };
    let (name, selector) = match spelled.split_once(':') {
        Some((name, selector)) => (name, Some(selector)),
        None => (spelled.as_str(), None),
    };
    // A path without its first slash is none.
    let is_partial = name.contains('/') && !name.starts_with('/');
    if !is_syntax(name) || is_partial || selector.is_some_and(str::is_empty) {
        return Err(Refusal::validation(SYNTAX));
    }
    let mut candidates = vec![name.to_owned()];
    if text.starts_with("arn:") && !name[1..].contains('/') {
        candidates.push(name[1..].to_owned());
    }
    let parsed = selector.map(|text| match text.parse() {
        Ok(version) => Selector::Version(version),
        Err(_) => Selector::Label(text.to_owned()),
    });
    Ok(Named { candidates, selector: parsed, selected: selector.map(|text| format!(":{text}")) })
}

/// Whether a text is a path: a slash in front, none at the end unless that is all.
pub fn is_path(text: &str) -> bool {
    text == "/" || text.starts_with('/') && is_syntax(text.strip_suffix('/').unwrap_or(text))
}

/// The other name that has the same ARN: with a slash in front or without. There can't be both.
pub fn twin(name: &str) -> Option<String> {
    match name.strip_prefix('/') {
        Some(bare) if !bare.contains('/') => Some(bare.to_owned()),
        Some(_) => None,
        None => Some(format!("/{name}")),
    }
}

/// Whether a path lies where AWS has its own parameters.
pub fn is_reserved(path: &str) -> bool {
    let bare = path.strip_prefix('/').unwrap_or(path);
    begins(bare, "aws") || begins(bare, "ssm")
}

fn begins(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn is_syntax(name: &str) -> bool {
    let bare = name.strip_prefix('/').unwrap_or(name);
    let is_letter = |b: u8| b.is_ascii_alphanumeric() || b".-_".contains(&b);
    bare.split('/').all(|part| !part.is_empty() && part.bytes().all(is_letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        Scope { account: Default::default(), region: Default::default() }
    }

    #[test]
    fn new_names_are_checked() {
        let code = |name: &str| match check_new(name, name) {
            Ok(()) => "ok",
            Err(Refusal::Client { code, .. }) => code,
            Err(_) => "other",
        };
        let deep = |levels: usize| "/a".repeat(levels);
        for (name, expected) in [
            ("a", "ok"),
            ("/a", "ok"),
            ("/a/b.c-d_E9", "ok"),
            (&deep(15), "ok"),
            (&deep(16), "HierarchyLevelLimitExceededException"),
            ("a/b", "ValidationException"),
            ("/a//b", "ValidationException"),
            ("/a/", "ValidationException"),
            ("a b", "ValidationException"),
            ("a:1", "ValidationException"),
            ("SSM-x", "ValidationException"),
            ("/ssm/x", "ValidationException"),
            ("/a/ssm", "ok"),
            ("/aws/x", "AccessDeniedException"),
            ("/AWSx", "AccessDeniedException"),
            ("AWSx", "ValidationException"),
            (&"a".repeat(1012), "ValidationException"),
        ] {
            assert_eq!(code(name), expected, "{name}");
        }
    }

    #[track_caller]
    fn check(text: &str, candidates: &[&str], selector: Option<Selector>) {
        let named = parse(&scope(), text).unwrap();
        assert_eq!(
            (named.candidates.as_slice(), named.selector),
            (&candidates.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()[..], selector)
        );
    }

    #[test]
    fn a_parameter_is_named_in_many_ways() {
        let label = |text: &str| Some(Selector::Label(text.to_owned()));
        check("a", &["a"], None);
        check("/a/b:3", &["/a/b"], Some(Selector::Version(3)));
        check("/a/b:prod", &["/a/b"], label("prod"));
        let arn = "arn:aws:ssm:us-east-1:000000000000:parameter";
        check(&format!("{arn}/a"), &["/a", "a"], None);
        check(&format!("{arn}/a/b:x"), &["/a/b"], label("x"));
        assert_eq!(parse(&scope(), "a:2").unwrap().selected.as_deref(), Some(":2"));
        for missing in [
            "arn:aws:ssm:eu-west-1:000000000000:parameter/a",
            "arn:aws:ssm:us-east-1:000000000000:document/a",
        ] {
            assert!(matches!(parse(&scope(), missing), Err(Refusal::NotFound)), "{missing}");
        }
        for wrong in ["", "a b", "a:", "arn:aws", "/a//b", "a/b", "a/b:1"] {
            assert!(matches!(parse(&scope(), wrong), Err(Refusal::Client { .. })), "{wrong}");
        }
    }

    #[test]
    fn paths_begin_with_a_slash() {
        assert!(["/", "/a", "/a/", "/a/b"].into_iter().all(is_path));
        assert!(!["", "a", "//", "/a//", "/a b"].into_iter().any(is_path));
    }
}
