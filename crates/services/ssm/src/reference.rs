//! `/aws/reference/secretsmanager/NAME`: secrets of Secrets Manager read as if they were parameters.

use neargate_wire::Context;
use serde_json::{Value, json};

use crate::Ssm;
use crate::model::{self, ParameterType};
use crate::records::time;
use crate::refusal::Refusal;

pub const PREFIX: &str = "/aws/reference/secretsmanager/";

impl Ssm {
    /// The secret, with the caller's own rights. `name` is the whole name, `secret` what stands behind the prefix.
    pub(crate) async fn referenced(
        &self,
        context: &Context,
        name: &str,
        secret: &str,
        decrypt: bool,
    ) -> Result<model::Parameter, Refusal> {
        if !decrypt {
            return Err(Refusal::validation(
                "WithDecryption flag must be True for retrieving a Secret Manager secret.",
            ));
        }
        let missing = || {
            Refusal::client(
                "ParameterNotFound",
                format!(
                    "An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret {name} not found."
                ),
            )
        };
        let dispatcher = self.dispatcher.get().ok_or_else(missing)?;
        let (id, selector) = secret.split_once(':').map_or((secret, None), |(id, rest)| (id, Some(rest)));
        let mut input = json!({ "SecretId": id });
        if let Some(selector) = selector {
            // Ids of versions have 32 characters at least; labels are hardly ever that long.
            input[if selector.len() >= 32 { "VersionId" } else { "VersionStage" }] = selector.into();
        }
        let answer: Result<Value, _> = dispatcher
            .call_as(context.principal.clone(), &context.scope, "secretsmanager", "GetSecretValue", &input)
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if error.code == "ResourceNotFoundException" => return Err(missing()),
            Err(error) => {
                let message = format!(
                    "An error occurred ({}) when referencing Secrets Manager: {}",
                    error.code, error.message
                );
                let code =
                    if error.code == "AccessDeniedException" { error.code } else { "ParameterNotFound" };
                return Err(Refusal::client(code, message));
            }
        };
        let text = |member: &str| answer[member].as_str().map(str::to_owned);
        let created = answer["CreatedDate"].as_f64().map(|seconds| time((seconds * 1000.0) as i64));
        let source = json!({
            "ARN": answer["ARN"],
            "name": answer["Name"],
            "versionId": answer["VersionId"],
            "secretString": answer["SecretString"],
            "secretBinary": answer["SecretBinary"],
            "versionStages": answer["VersionStages"],
            "createdDate": answer["CreatedDate"],
        });
        Ok(model::Parameter {
            name: Some(format!("{PREFIX}{id}")),
            r#type: Some(ParameterType::SecureString),
            value: text("SecretString").or_else(|| text("SecretBinary")),
            version: Some(0),
            selector: selector.map(|selector| format!(":{selector}")),
            source_result: Some(source.to_string()),
            last_modified_date: created,
            arn: text("ARN"),
            data_type: Some("text".to_owned()),
        })
    }
}
