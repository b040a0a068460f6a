//! How staging labels move. Pure.
//!
//! A label is on one version at most. Where AWSCURRENT goes, AWSPREVIOUS follows: onto the version that AWSCURRENT left. A version
//! without labels is deprecated: it stays readable by its id until there are too many of them.

use crate::records::Version;
use crate::refusal::Refusal;

pub const CURRENT: &str = "AWSCURRENT";
pub const PREVIOUS: &str = "AWSPREVIOUS";
pub const PENDING: &str = "AWSPENDING";

const LABELS_MAX: usize = 20;
/// Deprecated versions beyond this number go, oldest first.
const VERSIONS_KEPT: usize = 100;
/// Younger ones stay, so that a caller who reads by id isn't surprised.
const VERSION_AGE_MIN_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// A bound on what those young ones may add up to.
const VERSIONS_MAX: usize = 1000;

/// Puts a label on a version, taking it from the one that has it.
pub fn attach(versions: &mut [Version], label: &str, to: &str) {
    let from = holder(versions, label).map(|version| version.id.clone());
    if from.as_deref() == Some(to) {
        return;
    }
    detach(versions, label);
    if label == CURRENT
        && let Some(from) = from
    {
        detach(versions, PREVIOUS);
        push(versions, PREVIOUS, &from);
    }
    push(versions, label, to);
}

/// Takes a label away from whichever version has it.
pub fn detach(versions: &mut [Version], label: &str) {
    for version in versions {
        version.labels.retain(|own| own != label);
    }
}

pub fn holder<'a>(versions: &'a [Version], label: &str) -> Option<&'a Version> {
    versions.iter().find(|version| version.labels.iter().any(|own| own == label))
}

/// What UpdateSecretVersionStage asks for: move a label, add it, or remove it.
pub fn update(
    versions: &mut [Version],
    label: &str,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<(), Refusal> {
    for id in [from, to].into_iter().flatten() {
        if !versions.iter().any(|version| version.id == id) {
            return Err(Refusal::no_version(id));
        }
    }
    let held = holder(versions, label).map(|version| version.id.clone());
    match (held, from, to) {
        (_, None, None) => Err(Refusal::parameter(
            "You must provide MoveToVersionId, RemoveFromVersionId, or both to say what to do with the staging label.",
        )),
        (Some(held), from, Some(to)) if held == to => match from {
            Some(from) if from != held => Err(not_there(label)),
            _ => Ok(()),
        },
        (Some(held), None, Some(_)) => Err(Refusal::parameter(format!(
            "The parameter RemoveFromVersionId can't be empty. Staging label {label} is currently attached to version \
             {held}, so you must explicitly reference that version in RemoveFromVersionId."
        ))),
        (held, Some(from), to) => {
            if held.as_deref() != Some(from) {
                return Err(not_there(label));
            }
            match to {
                Some(to) => attach(versions, label, to),
                None if label == CURRENT => {
                    return Err(Refusal::parameter(format!(
                        "You can only move staging label {CURRENT} to a different secret version. It can’t be completely \
                         removed."
                    )));
                }
                None => detach(versions, label),
            }
            bound(versions)
        }
        (None, None, Some(to)) => {
            attach(versions, label, to);
            bound(versions)
        }
    }
}

/// Not more labels than a secret may have.
pub fn bound(versions: &[Version]) -> Result<(), Refusal> {
    let labels: usize = versions.iter().map(|version| version.labels.len()).sum();
    if labels > LABELS_MAX {
        return Err(Refusal::Limit(format!("A secret can have at most {LABELS_MAX} staging labels.")));
    }
    Ok(())
}

/// Takes out the deprecated versions that are too many, and returns their ids.
pub fn prune(versions: &mut Vec<Version>, now: i64) -> Result<Vec<String>, Refusal> {
    let mut surplus = versions.len().saturating_sub(VERSIONS_KEPT);
    let mut pruned = Vec::new();
    versions.retain(|version| {
        let goes =
            surplus > 0 && version.labels.is_empty() && now - version.created >= VERSION_AGE_MIN_MILLIS;
        if goes {
            surplus -= 1;
            pruned.push(version.id.clone());
        }
        !goes
    });
    if versions.len() > VERSIONS_MAX {
        return Err(Refusal::Limit(format!(
            "The secret has {VERSIONS_MAX} versions, and those younger than 24 hours are never removed. Wait before you \
             create another one."
        )));
    }
    Ok(pruned)
}

fn push(versions: &mut [Version], label: &str, to: &str) {
    if let Some(version) = versions.iter_mut().find(|version| version.id == to) {
        version.labels.push(label.to_owned());
    }
}

fn not_there(label: &str) -> Refusal {
    Refusal::parameter(format!(
        "The staging label {label} is not attached to the version that RemoveFromVersionId names."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a:AWSCURRENT,x b: c:y`
    fn versions(text: &str) -> Vec<Version> {
        let version = |part: &str| {
            let (id, labels) = part.split_once(':').unwrap();
            let labels = labels.split(',').filter(|label| !label.is_empty()).map(str::to_owned).collect();
            Version { id: id.to_owned(), created: 0, accessed: None, labels, kms_key_id: None }
        };
        text.split_whitespace().map(version).collect()
    }

    fn text(versions: &[Version]) -> String {
        let one = |version: &Version| format!("{}:{}", version.id, version.labels.join(","));
        versions.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(before: &str, label: &str, from: Option<&str>, to: Option<&str>, expected: Result<&str, &str>) {
        let mut versions = versions(before);
        let done = update(&mut versions, label, from, to);
        match expected {
            Ok(after) => {
                done.unwrap();
                assert_eq!(text(&versions), after);
            }
            Err(message) => {
                let found = done.unwrap_err().to_string();
                assert!(found.contains(message), "{found}");
                assert_eq!(text(&versions), before);
            }
        }
    }

    #[test]
    fn previous_follows_current() {
        let before = "a:AWSPREVIOUS b:AWSCURRENT c:";
        check(before, CURRENT, Some("b"), Some("c"), Ok("a: b:AWSPREVIOUS c:AWSCURRENT"));
        check(before, CURRENT, Some("b"), Some("a"), Ok("a:AWSCURRENT b:AWSPREVIOUS c:"));
        check("a: b:", CURRENT, None, Some("b"), Ok("a: b:AWSCURRENT"));
    }

    #[test]
    fn a_label_is_moved_by_who_knows_where_it_is() {
        let before = "a:x b:AWSCURRENT";
        check(before, "x", Some("a"), Some("b"), Ok("a: b:AWSCURRENT,x"));
        check(before, "x", Some("a"), None, Ok("a: b:AWSCURRENT"));
        check(before, "x", None, Some("a"), Ok(before));
        check(before, "y", None, Some("a"), Ok("a:x,y b:AWSCURRENT"));
        check(before, "x", None, Some("b"), Err("currently attached to version a,"));
        check(before, "x", Some("b"), Some("a"), Err("is not attached to the version"));
        check(before, "y", Some("b"), None, Err("is not attached to the version"));
        check(before, CURRENT, Some("b"), None, Err("can’t be completely removed"));
        check(before, "x", None, None, Err("You must provide"));
        check(
            before,
            "x",
            Some("a"),
            Some("z"),
            Err("can't find the specified secret value for VersionId: z"),
        );
    }

    #[test]
    fn twenty_labels_are_enough() {
        let mut versions = versions("a: b:");
        for number in 0..20 {
            update(&mut versions, &format!("l{number}"), None, Some(["a", "b"][number % 2])).unwrap();
        }
        assert!(matches!(update(&mut versions, "one more", None, Some("a")), Err(Refusal::Limit(_))));
    }

    #[test]
    fn old_versions_without_labels_go_when_there_are_too_many() {
        let mut versions: Vec<Version> = (0..103)
            .map(|number| Version {
                kms_key_id: None,
                id: format!("v{number}"),
                created: number,
                accessed: None,
                labels: vec![],
            })
            .collect();
        versions[0].labels.push("kept".to_owned());
        assert!(
            prune(&mut versions, VERSION_AGE_MIN_MILLIS).unwrap().is_empty(),
            "all but one are too young"
        );
        let pruned = prune(&mut versions, VERSION_AGE_MIN_MILLIS + 200).unwrap();
        assert_eq!(pruned, ["v1", "v2", "v3"]);
        assert_eq!(versions.len(), 100);
        assert!(prune(&mut versions, VERSION_AGE_MIN_MILLIS + 200).unwrap().is_empty());
    }
}
