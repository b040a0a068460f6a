//! Resource policies of secrets: kept here, evaluated by whoever authorizes.

use std::sync::Arc;

use neargate_core::Arn;
use neargate_wire::{AwsError, Context};
use serde_json::Value;

use crate::refusal::Refusal;
use crate::{SecretsManager, model, resolve};

pub async fn put_resource_policy(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::PutResourcePolicyRequest,
) -> Result<model::PutResourcePolicyResponse, AwsError> {
    let policy = input.resource_policy.unwrap_or_default();
    let faults = check(&policy);
    if let Some(fault) = faults.iter().find(|fault| fault.check != PUBLIC) {
        return Err(Refusal::Policy(fault.message.to_owned()).into());
    }
    if input.block_public_policy == Some(true) && !faults.is_empty() {
        return Err(Refusal::PublicPolicy.into());
    }
    let edited = manager.edit(&context, input.secret_id, move |secret| {
        secret.policy = Some(policy.clone());
        Ok(())
    });
    let secret = edited.await?;
    Ok(model::PutResourcePolicyResponse { arn: Some(secret.arn(&context.scope)), name: Some(secret.name) })
}

pub async fn get_resource_policy(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::GetResourcePolicyRequest,
) -> Result<model::GetResourcePolicyResponse, AwsError> {
    let (scope, now) = (&context.scope, manager.now());
    let id = input.secret_id.unwrap_or_default();
    let secret = manager.store.read(|r| resolve::usable(r, scope, &id, now)).await?.value;
    Ok(model::GetResourcePolicyResponse {
        arn: Some(secret.arn(scope)),
        name: Some(secret.name),
        resource_policy: secret.policy,
    })
}

pub async fn delete_resource_policy(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::DeleteResourcePolicyRequest,
) -> Result<model::DeleteResourcePolicyResponse, AwsError> {
    let edited = manager.edit(&context, input.secret_id, |secret| {
        secret.policy = None;
        Ok(())
    });
    let secret = edited.await?;
    Ok(model::DeleteResourcePolicyResponse { arn: Some(secret.arn(&context.scope)), name: Some(secret.name) })
}

pub async fn validate_resource_policy(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::ValidateResourcePolicyRequest,
) -> Result<model::ValidateResourcePolicyResponse, AwsError> {
    if let Some(id) = &input.secret_id {
        let (scope, now) = (&context.scope, manager.now());
        manager.store.read(|r| resolve::secret(r, scope, id, now)).await?;
    }
    let faults = check(input.resource_policy.as_deref().unwrap_or_default());
    let entry = |fault: &Fault| model::ValidationErrorsEntry {
        check_name: Some(fault.check.to_owned()),
        error_message: Some(fault.message.to_owned()),
    };
    Ok(model::ValidateResourcePolicyResponse {
        policy_validation_passed: Some(faults.is_empty()),
        validation_errors: Some(faults.iter().map(entry).collect()),
    })
}

const PUBLIC: &str = "PublicPolicy";

/// What is wrong with a policy.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    check: &'static str,
    message: &'static str,
}

fn check(policy: &str) -> Vec<Fault> {
    let syntax = |message| vec![Fault { check: "Syntax", message }];
    let Ok(Value::Object(document)) = serde_json::from_str(policy) else {
        return syntax("This resource policy contains invalid Json.");
    };
    if !matches!(document.get("Version").map(Value::as_str), None | Some(Some("2012-10-17" | "2008-10-17"))) {
        return syntax("This resource policy contains an unsupported Version.");
    }
    let statements = match document.get("Statement") {
        Some(Value::Array(statements)) if !statements.is_empty() => statements.as_slice(),
        Some(statement @ Value::Object(_)) => std::slice::from_ref(statement),
        _ => return syntax("This resource policy contains no statement."),
    };
    if let Some(fault) = statements.iter().find_map(fault_of) {
        return syntax(fault);
    }
    let mut faults = Vec::new();
    if statements.iter().any(is_public) {
        let message = "The resource policy grants broad access to the secret.";
        faults.push(Fault { check: PUBLIC, message });
    }
    faults
}

fn fault_of(statement: &Value) -> Option<&'static str> {
    let has = |names: [&str; 2]| names.iter().any(|name| !statement[*name].is_null());
    if !matches!(statement["Effect"].as_str(), Some("Allow" | "Deny")) {
        Some("This resource policy contains a statement whose Effect is neither Allow nor Deny.")
    } else if !has(["Principal", "NotPrincipal"]) {
        Some("This resource policy contains a statement without a Principal.")
    } else if ["Principal", "NotPrincipal"].iter().any(|name| !is_principal(&statement[*name])) {
        Some("This resource policy contains an unsupported principal.")
    } else if !has(["Action", "NotAction"]) {
        Some("This resource policy contains a statement without an Action.")
    } else if !has(["Resource", "NotResource"]) {
        Some("This resource policy contains a statement without a Resource.")
    } else {
        None
    }
}

/// Whether this may stand for somebody; what isn't there may.
fn is_principal(principal: &Value) -> bool {
    let each = |value: &Value, is: fn(&str) -> bool| match value {
        Value::String(text) => is(text),
        Value::Array(list) => !list.is_empty() && list.iter().all(|one| one.as_str().is_some_and(is)),
        _ => false,
    };
    match principal {
        Value::Null => true,
        Value::Object(kinds) => kinds.iter().all(|(kind, value)| match kind.as_str() {
            "AWS" => each(value, is_identity),
            "Service" | "Federated" | "CanonicalUser" => each(value, |text| !text.is_empty()),
            _ => false,
        }),
        other => each(other, |text| text == "*"),
    }
}

/// Everybody, an account, or the ARN or unique id of one of its identities.
fn is_identity(text: &str) -> bool {
    let is_account = text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
    let is_id = text.len() >= 16 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let is_arn = || text.parse::<Arn>().is_ok_and(|arn| matches!(arn.service.as_str(), "iam" | "sts"));
    text == "*" || is_account || is_id || is_arn()
}

/// Whether it allows something to everybody, on no condition.
fn is_public(statement: &Value) -> bool {
    let everybody = |principal: &Value| match principal {
        Value::String(text) => text == "*",
        Value::Array(list) => list.iter().any(|one| one == "*"),
        _ => false,
    };
    let principal = &statement["Principal"];
    statement["Effect"] == "Allow"
        && statement["Condition"].is_null()
        && (everybody(principal) || everybody(&principal["AWS"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn checked(policy: &str, expected: &[&str]) {
        let found: Vec<_> = check(policy).iter().map(|fault| fault.check).collect();
        assert_eq!(found, expected, "{policy}");
    }

    #[test]
    fn policies_are_json_with_whole_statements() {
        let statement = |rest: &str| {
            format!(
                r#"{{"Version": "2012-10-17", "Statement": [{{"Action": "secretsmanager:*", "Resource": "*", {rest}}}]}}"#
            )
        };
        checked("{", &["Syntax"]);
        checked("[]", &["Syntax"]);
        checked("{}", &["Syntax"]);
        checked(r#"{"Statement": [{}]}"#, &["Syntax"]);
        checked(&statement(r#""Effect": "Maybe", "Principal": "*""#), &["Syntax"]);
        checked(&statement(r#""Effect": "Allow""#), &["Syntax"]);
        checked(
            &statement(r#""Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}"#),
            &[],
        );
        for principal in [r#""someone""#, r#"{"AWS": "someone"}"#, r#"{"AWS": []}"#, r#"{"aws": "*"}"#, "7"] {
            let text = statement(&format!(r#""Effect": "Allow", "Principal": {principal}"#));
            checked(&text, &["Syntax"]);
        }
        for principal in [
            r#"{"AWS": "000000000000"}"#,
            r#"{"AWS": ["arn:aws:sts::000000000000:assumed-role/r/s", "AROAQAAAAAAALGRRJFGAA"]}"#,
            r#"{"Service": "ecs-tasks.amazonaws.com"}"#,
        ] {
            checked(&statement(&format!(r#""Effect": "Allow", "Principal": {principal}"#)), &[]);
        }
        checked(r#"{"Version": "2012-10-17", "Statement": []}"#, &["Syntax"]);
        checked(r#"{"Version": "2013", "Statement": [{}]}"#, &["Syntax"]);
        checked(&statement(r#""Effect": "Allow", "Principal": "*""#), &[PUBLIC]);
        checked(&statement(r#""Effect": "Allow", "Principal": {"AWS": ["*"]}"#), &[PUBLIC]);
        checked(&statement(r#""Effect": "Deny", "Principal": "*""#), &[]);
        checked(&statement(r#""Effect": "Allow", "Principal": "*", "Condition": {"Bool": {}}"#), &[]);
    }
}
