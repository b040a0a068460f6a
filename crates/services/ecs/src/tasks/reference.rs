//! How requests name a task: by its id or its ARN.

use neargate_core::{Arn, Scope};
use neargate_wire::AwsError;

use crate::refused::invalid;

/// A task that a request names. It need not be there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reference<'a> {
    pub id: &'a str,
    /// False when it is the ARN of a task of another cluster, account or region, which can't be found here.
    pub here: bool,
}

/// Reads `<id>`, `arn:…:task/<cluster>/<id>` or the old `arn:…:task/<id>`, as a request to `cluster` means it.
pub(crate) fn parse<'a>(scope: &Scope, cluster: &str, text: &'a str) -> Result<Reference<'a>, AwsError> {
    let (id, here) = if text.starts_with("arn:") {
        let arn: Arn = text.parse().map_err(|_| invalid("Invalid identifier"))?;
        // The resource is the ARN's end: its parts are sought in the text, which outlives the parsed ARN.
        let resource = &text[text.len() - arn.resource.len()..];
        let mut parts = resource.split('/');
        let ours = arn.is_of("ecs", scope);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("task"), Some(id), None, None) => (id, ours),
            (Some("task"), Some(of), Some(id), None) => (id, ours && of == cluster),
            _ => return Err(invalid("Unexpected number of separators")),
        }
    } else if text.contains('/') {
        return Err(invalid("Unexpected number of separators"));
    } else {
        (text, true)
    };
    if !matches!(id.len(), 32 | 36) {
        return Err(invalid("taskId length should be one of [32,36]"));
    }
    Ok(Reference { id, here })
}

pub(crate) fn arn(scope: &Scope, cluster: &str, id: &str) -> String {
    Arn::new("ecs", scope, format!("task/{cluster}/{id}")).to_string()
}

/// The id at the end of a task's ARN.
pub(crate) fn id_of(arn: &str) -> &str {
    arn.rsplit_once('/').map_or(arn, |(_, id)| id)
}

#[cfg(test)]
mod tests {
    use neargate_core::Region;

    use super::*;

    fn scope() -> Scope {
        Scope { account: "000000000000".parse().expect("twelve digits"), region: Region::default() }
    }

    const ID: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_task_is_named_by_its_id_or_its_arn() {
        for text in [
            ID.to_owned(),
            format!("arn:aws:ecs:us-east-1:000000000000:task/web/{ID}"),
            format!("arn:aws:ecs:us-east-1:000000000000:task/{ID}"),
        ] {
            assert_eq!(parse(&scope(), "web", &text).expect("a reference"), Reference { id: ID, here: true });
        }
    }

    #[test]
    fn what_lies_elsewhere_is_not_here() {
        for text in [
            format!("arn:aws:ecs:us-east-1:000000000000:task/other/{ID}"),
            format!("arn:aws:ecs:eu-west-1:000000000000:task/web/{ID}"),
            format!("arn:aws:ecs:us-east-1:111111111111:task/web/{ID}"),
        ] {
            assert_eq!(
                parse(&scope(), "web", &text).expect("a reference"),
                Reference { id: ID, here: false }
            );
        }
    }

    #[test]
    fn what_names_no_task_is_refused_in_awss_words() {
        for (text, message) in [
            ("nope", "taskId length should be one of [32,36]"),
            ("", "taskId length should be one of [32,36]"),
            ("a/b", "Unexpected number of separators"),
            ("arn:aws:ecs:us-east-1:000000000000:task/a/b/c", "Unexpected number of separators"),
            ("arn:aws:ecs:us-east-1:000000000000:cluster/a", "Unexpected number of separators"),
        ] {
            let error = parse(&scope(), "web", text).expect_err(text);
            assert_eq!(
                (error.code, error.message.as_str()),
                ("InvalidParameterException", message),
                "{text}"
            );
        }
    }
}
