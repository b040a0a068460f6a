//! Secrets as files: an extension of ours. Pure.
//!
//! A container's label `neargate.io/secret-files: "NAME=/run/secrets/name,…"` says which of its `secrets` it wants to find in a file
//! instead of an environment variable, which whatever it starts would inherit. A label is what every AWS client can send unchanged,
//! and what AWS takes and ignores: there the same definition gives the variable.

use neargate_wire::AwsError;

use crate::model::ContainerDefinition;
use crate::refused::client;

pub(crate) const LABEL: &str = "neargate.io/secret-files";

/// Names and paths, as the label has them; nothing of what isn't right in it.
pub(crate) fn of(container: &ContainerDefinition) -> Vec<(String, String)> {
    label(container).map(|label| parse(label).filter_map(Result::ok).collect()).unwrap_or_default()
}

/// Checks a container's label, if it has one; `strict` refuses any.
pub(crate) fn check(container: &ContainerDefinition, strict: bool) -> Result<(), AwsError> {
    let Some(label) = label(container) else { return Ok(()) };
    let name = container.name.as_deref().unwrap_or_default();
    let fault =
        |text: String| client(format!("Invalid setting for container '{name}'. The label {LABEL} {text}"));
    if strict {
        return Err(fault("is an extension of neargate, and this daemon runs with --strict-aws.".to_owned()));
    }
    let mut seen: Vec<(String, String)> = Vec::new();
    for entry in parse(label) {
        let (secret, path) = entry.map_err(|entry| {
            fault(format!("must be a list of NAME=/absolute/path, and '{entry}' is none."))
        })?;
        let secrets = container.secrets.as_deref().unwrap_or_default();
        if !secrets.iter().any(|known| known.name.as_deref() == Some(&secret)) {
            return Err(fault(format!("names '{secret}', which is not among the container's secrets.")));
        }
        if seen.iter().any(|(name, at)| *name == secret || *at == path) {
            return Err(fault(format!("names a secret or a path twice: '{secret}={path}'.")));
        }
        seen.push((secret, path));
    }
    Ok(())
}

fn label(container: &ContainerDefinition) -> Option<&str> {
    container.docker_labels.as_ref().and_then(|labels| labels.get(LABEL)).map(String::as_str)
}

/// The entries, or what can't be one.
fn parse(label: &str) -> impl Iterator<Item = Result<(String, String), &str>> {
    label.split(',').map(str::trim).map(|entry| {
        let (name, path) = entry.split_once('=').ok_or(entry)?;
        let mut parts = path.strip_prefix('/').ok_or(entry)?.split('/');
        let is_file = parts.all(|part| !matches!(part, "" | "." | ".."));
        if name.is_empty() || !is_file || path.contains('\0') {
            Err(entry)
        } else {
            Ok((name.to_owned(), path.to_owned()))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(label: &str) -> ContainerDefinition {
        serde_json::from_value(serde_json::json!({
            "name": "app",
            "secrets": [{ "name": "A", "valueFrom": "/a" }, { "name": "B", "valueFrom": "/b" }],
            "dockerLabels": { LABEL: label },
        }))
        .expect("a container")
    }

    #[test]
    fn a_label_is_a_list_of_names_and_paths() {
        let container = container("A=/run/secrets/a, B=/b");
        check(&container, false).unwrap();
        let pair = |name: &str, path: &str| (name.to_owned(), path.to_owned());
        assert_eq!(of(&container), [pair("A", "/run/secrets/a"), pair("B", "/b")]);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (label, expected) in [
            ("A", "'A' is none"),
            ("", "'' is none"),
            ("A=a", "'A=a' is none"),
            ("A=/", "'A=/' is none"),
            ("A=/a/../b", "is none"),
            ("A=/a/", "is none"),
            ("=/a", "is none"),
            ("C=/c", "names 'C', which is not among"),
            ("A=/a,A=/b", "twice"),
            ("A=/a,B=/a", "twice"),
        ] {
            let error = check(&container(label), false).expect_err(label);
            assert!(error.message.contains(expected), "{label}: {}", error.message);
        }
    }

    #[test]
    fn strictly_there_is_no_such_label() {
        let error = check(&container("A=/a"), true).expect_err("strict");
        assert!(error.message.contains("--strict-aws"), "{}", error.message);
        check(&ContainerDefinition::default(), true).unwrap();
    }
}
