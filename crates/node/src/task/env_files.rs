//! `environmentFiles`: variables in objects of S3, fetched when the task starts with its execution role's rights.

use neargate_task::{ContainerSpec, TaskSpec};
use neargate_wire::{Role, RoleError};

use super::{objects, roles};

/// The variables of all of a container's files. The first file that has a name gives its value.
///
/// # Errors
///
/// With the reason that ECS tells.
pub(super) async fn fetch(
    task: &TaskSpec,
    role: &Role,
    container: &ContainerSpec,
) -> Result<Vec<(String, String)>, String> {
    let mut variables: Vec<(String, String)> = Vec::new();
    for arn in &container.environment_files {
        let body = objects::get(task, role, arn).await.map_err(|error| failure(&error, arn))?;
        for (name, value) in parse(&String::from_utf8_lossy(&body)) {
            if variables.iter().all(|(known, _)| *known != name) {
                variables.push((name, value));
            }
        }
    }
    Ok(variables)
}

fn failure(error: &RoleError, arn: &str) -> String {
    roles::reason(error, |error| {
        format!(
            "ResourceInitializationError: failed to download env files: file download command: non empty error stream: {error} \
             ({arn})"
        )
    })
}

/// `NAME=value` on each line, as Docker reads such files: blanks before a name don't count, nor what begins with `#`; quotes and blanks of
/// the value belong to it. Lines that Docker refuses (no `=`, no name, blanks within it) are passed over, as ECS's agent does.
fn parse(text: &str) -> Vec<(String, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().map(str::trim_start).filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('='));
    let named = pairs.filter(|(name, _)| !name.is_empty() && !name.contains(char::is_whitespace));
    named.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use neargate_wire::CallError;

    use super::*;

    #[test]
    fn lines_are_taken_as_docker_takes_them() {
        let text = "\u{feff}# comment\nA=1\r\nB=\"two words\" \n\nC=a=b\nD=\n=x\nnothing\n # E=1\nF=$A\n\t G= 1\nexport H=1\nI =1";
        assert_eq!(parse("\u{feff}BOM=1"), [("BOM".to_owned(), "1".to_owned())]);
        let pairs = parse(text);
        let shown: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(shown, ["A=1", "B=\"two words\" ", "C=a=b", "D=", "F=$A", "G= 1"]);
    }

    #[test]
    fn a_file_that_cant_be_had_is_named() {
        let cause = CallError {
            service: "s3",
            operation: "GetObject",
            code: "NoSuchKey",
            message: "The specified key does not exist.".to_owned(),
            retryable: false,
        };
        assert_eq!(
            failure(&RoleError::Call(cause.clone()), "arn:aws:s3:::bucket/a/b.env"),
            "ResourceInitializationError: failed to download env files: file download command: non empty error stream: NoSuchKey: \
             The specified key does not exist. (arn:aws:s3:::bucket/a/b.env)"
        );
        let role = "arn:aws:iam::000000000000:role/x".to_owned();
        let reason = failure(&RoleError::Assume { role, cause }, "");
        assert!(
            reason.starts_with("ECS was unable to assume the role 'arn:aws:iam::000000000000:role/x'"),
            "{reason}"
        );
    }
}
