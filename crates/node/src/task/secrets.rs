//! Secrets of a task: fetched before it starts, with its execution role's rights, and never again.
//!
//! `valueFrom` names a secret of Secrets Manager by its ARN, perhaps with a key of its JSON, a staging label and a version, or a parameter
//! by its ARN or name; whatever is no secret's ARN is taken for a parameter. Reading that is pure ([`Reference`]). Values leave this
//! module in the start of a task only: into the environment and the files of its containers, the options of its log drivers and the
//! login to a registry, all of which lie in memory and on tmpfs.
//!
//! Failures are worded as Fargate words them.

use std::collections::HashMap;

use neargate_core::{Arn, Region, Scope};
use neargate_images::Auth;
use neargate_seal::Secret;
use neargate_task::{ContainerSpec, TaskSpec};
use neargate_wire::{Role, RoleError};
use serde::Deserialize;
use serde_json::{Value, json};

use super::env_files;
use super::roles;

/// What a container's definition had in another place.
#[derive(Default)]
pub(super) struct ContainerSecrets {
    /// Of its environment files, which hold no secrets by right but by habit.
    pub variables: Vec<(String, String)>,
    pub environment: Vec<(String, Secret)>,
    /// By their paths in the container.
    pub files: Vec<(String, Secret)>,
    pub log_options: Vec<(String, Secret)>,
}

/// Where a value is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Reference {
    Secret(SecretReference),
    /// In a region, by name or ARN.
    Parameter(Region, String),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct SecretReference {
    region: Region,
    arn: String,
    key: Option<String>,
    label: Option<String>,
    version: Option<String>,
}

/// Fetches the secrets and the environment files of all containers, in their order. Each value is asked for once.
///
/// # Errors
///
/// With the reason that ECS tells.
pub(super) async fn fetch(task: &TaskSpec, role: &Role) -> Result<Vec<ContainerSecrets>, String> {
    let wanted = task.containers.iter().flat_map(wanted);
    let mut values: HashMap<Reference, Option<Secret>> = HashMap::new();
    for value_from in wanted {
        values.insert(Reference::parse(&task.scope, value_from).map_err(|error| failure(&error))?, None);
    }
    let source = Source { scope: &task.scope, role };
    let mut invalid = Vec::new();
    for (reference, value) in &mut values {
        match reference {
            Reference::Secret(secret) => *value = Some(source.secret(secret).await?),
            Reference::Parameter(region, name) => match source.parameter(region, name).await? {
                Some(found) => *value = Some(found),
                None => invalid.push(name.clone()),
            },
        }
    }
    if !invalid.is_empty() {
        invalid.sort_unstable();
        return Err(failure(&FetchError::InvalidParameters(invalid)));
    }
    let value = |value_from: &str| {
        let reference = Reference::parse(&task.scope, value_from).map_err(|error| failure(&error))?;
        // All of them were asked for above.
        values
            .get(&reference)
            .cloned()
            .flatten()
            .ok_or_else(|| failure(&FetchError::InvalidParameters(vec![value_from.to_owned()])))
    };
    let mut all = Vec::with_capacity(task.containers.len());
    for container in &task.containers {
        let variables = env_files::fetch(task, role, container).await?;
        all.push(ContainerSecrets { variables, ..sorted(container, &value)? });
    }
    Ok(all)
}

/// User and password in a secret, for the pull of an image.
///
/// # Errors
///
/// With the reason that ECS tells.
pub(crate) async fn registry_auth(scope: &Scope, role: &Role, arn: &str) -> Result<Auth, String> {
    #[derive(Deserialize)]
    struct Login {
        username: String,
        password: String,
    }
    let source = Source { scope, role };
    let whole = SecretReference {
        region: region_of(scope, arn),
        arn: arn.to_owned(),
        key: None,
        label: None,
        version: None,
    };
    let secret = source.secret(&whole).await?;
    let login: Login = serde_json::from_slice(secret.as_bytes())
        .map_err(|_| failure(&FetchError::Login { arn: arn.to_owned() }))?;
    Ok(Auth::Basic { username: login.username, password: login.password })
}

fn wanted(container: &ContainerSpec) -> impl Iterator<Item = &str> {
    let options = container.log.iter().flat_map(|log| &log.secret_options);
    let secrets = container.secrets.iter().map(|secret| secret.value_from.as_str());
    secrets.chain(options.map(|(_, value_from)| value_from.as_str()))
}

fn sorted(
    container: &ContainerSpec,
    value: &impl Fn(&str) -> Result<Secret, String>,
) -> Result<ContainerSecrets, String> {
    let mut sorted = ContainerSecrets::default();
    for secret in &container.secrets {
        let found = value(&secret.value_from)?;
        match &secret.file {
            Some(path) => sorted.files.push((path.clone(), found)),
            None => sorted.environment.push((secret.name.clone(), found)),
        }
    }
    for (name, value_from) in container.log.iter().flat_map(|log| &log.secret_options) {
        sorted.log_options.push((name.clone(), value(value_from)?));
    }
    Ok(sorted)
}

/// Why a value couldn't be had.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error(
        "unable to retrieve secret from asm: service call has been retried 1 time(s): unexpected ARN format with parameters when trying to retrieve ASM secret"
    )]
    Arn,
    #[error(
        "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {arn} from secrets manager: {cause}"
    )]
    Secret { arn: String, cause: String },
    #[error(
        "unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key {0}"
    )]
    NoKey(String),
    #[error(
        "unable to retrieve secret from asm: service call has been retried 1 time(s): the value of secret {arn} is not a JSON object"
    )]
    NoObject { arn: String },
    #[error(
        "unable to retrieve secret from asm: service call has been retried 1 time(s): secret {arn} has no text"
    )]
    NoText { arn: String },
    #[error(
        "unable to retrieve secret from asm: service call has been retried 1 time(s): the value of secret {arn} is not a JSON object with username and password"
    )]
    Login { arn: String },
    #[error("unable to retrieve secrets from ssm: service call has been retried 1 time(s): {0}")]
    Parameters(String),
    #[error("unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: {}", .0.join(", "))]
    InvalidParameters(Vec<String>),
}

fn failure(error: &FetchError) -> String {
    format!(
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: {error}"
    )
}

impl Reference {
    fn parse(scope: &Scope, text: &str) -> Result<Self, FetchError> {
        let parts: Vec<&str> = text.split(':').collect();
        if !(text.starts_with("arn:") && parts.get(2) == Some(&"secretsmanager")) {
            return Ok(Self::Parameter(region_of(scope, text), text.to_owned()));
        }
        let given = |part: &str| (!part.is_empty()).then(|| part.to_owned());
        let (key, label, version) = match parts[7.min(parts.len())..] {
            [] if parts.len() == 7 => (None, None, None),
            [key, label, version] => (given(key), given(label), given(version)),
            _ => return Err(FetchError::Arn),
        };
        let (region, arn) = (Region::new(parts[3]), parts[..7].join(":"));
        Ok(Self::Secret(SecretReference { region, arn, key, label, version }))
    }
}

/// The region in an ARN; a plain name is of the task's.
fn region_of(scope: &Scope, text: &str) -> Region {
    match text.parse::<Arn>() {
        Ok(arn) if !arn.region.is_empty() => Region::new(arn.region),
        _ => scope.region.clone(),
    }
}

/// Where values come from.
struct Source<'a> {
    scope: &'a Scope,
    role: &'a Role,
}

impl Source<'_> {
    async fn secret(&self, wanted: &SecretReference) -> Result<Secret, String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Answer {
            secret_string: Option<String>,
        }
        let mut input = json!({ "SecretId": wanted.arn });
        if let Some(label) = &wanted.label {
            input["VersionStage"] = label.as_str().into();
        }
        if let Some(version) = &wanted.version {
            input["VersionId"] = version.as_str().into();
        }
        let answer: Result<Answer, _> =
            self.call(&wanted.region, "secretsmanager", "GetSecretValue", &input).await?;
        let arn = || wanted.arn.clone();
        let answer = answer.map_err(|cause| failure(&FetchError::Secret { arn: arn(), cause }))?;
        let text = answer.secret_string.ok_or_else(|| failure(&FetchError::NoText { arn: arn() }))?;
        let whole = Secret::from(text);
        match &wanted.key {
            None => Ok(whole),
            Some(key) => member(&whole, key, &wanted.arn).map_err(|error| failure(&error)),
        }
    }

    /// The parameter's value; none when there is no such parameter.
    async fn parameter(&self, region: &Region, name: &str) -> Result<Option<Secret>, String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Answer {
            parameters: Vec<Parameter>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Parameter {
            value: String,
        }
        // One at a time, so that there is no doubt which value belongs to which name.
        let input = json!({ "Names": [name], "WithDecryption": true });
        let answer: Result<Answer, _> = self.call(region, "ssm", "GetParameters", &input).await?;
        let mut answer = answer.map_err(|cause| failure(&FetchError::Parameters(cause)))?;
        Ok(answer.parameters.pop().map(|parameter| Secret::from(parameter.value)))
    }

    /// Calls with the role's rights, a second time if the first failed for no fault of ours.
    async fn call<O: serde::de::DeserializeOwned>(
        &self,
        region: &Region,
        service: &'static str,
        operation: &'static str,
        input: &Value,
    ) -> Result<Result<O, String>, String> {
        let scope = Scope { account: self.scope.account.clone(), region: region.clone() };
        let call = || self.role.call(&scope, service, operation, input);
        let answer = match call().await {
            Err(RoleError::Call(error)) if error.retryable => call().await,
            other => other,
        };
        match answer {
            Ok(answer) => Ok(Ok(answer)),
            Err(refused @ RoleError::Call(_)) => Ok(Err(refused.to_string())),
            Err(error) => Err(roles::reason(&error, RoleError::to_string)),
        }
    }
}

/// A member of a secret that is a JSON object. What is no text is given as JSON.
fn member(secret: &Secret, key: &str, arn: &str) -> Result<Secret, FetchError> {
    let mut object: serde_json::Map<String, Value> = serde_json::from_slice(secret.as_bytes())
        .map_err(|_| FetchError::NoObject { arn: arn.to_owned() })?;
    match object.remove(key) {
        None => Err(FetchError::NoKey(key.to_owned())),
        Some(Value::String(text)) => Ok(text.into()),
        Some(other) => Ok(other.to_string().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:db-AbCdEf";

    fn scope() -> Scope {
        Scope { account: Default::default(), region: Region::new("us-east-1") }
    }

    #[track_caller]
    fn check(suffix: &str, expected: Option<[Option<&str>; 3]>) {
        let parsed = Reference::parse(&scope(), &format!("{ARN}{suffix}")).ok();
        let expected = expected.map(|parts| {
            let [key, label, version] = parts.map(|part| part.map(str::to_owned));
            Reference::Secret(SecretReference {
                region: Region::new("eu-west-1"),
                arn: ARN.to_owned(),
                key,
                label,
                version,
            })
        });
        assert_eq!(parsed, expected, "{suffix}");
    }

    #[test]
    fn a_secret_is_named_by_its_arn_with_three_things_behind_it_or_none() {
        check("", Some([None, None, None]));
        check(":key::", Some([Some("key"), None, None]));
        check(":key:AWSPREVIOUS:", Some([Some("key"), Some("AWSPREVIOUS"), None]));
        check("::AWSPREVIOUS:", Some([None, Some("AWSPREVIOUS"), None]));
        check(":key::id", Some([Some("key"), None, Some("id")]));
        check(":::id", Some([None, None, Some("id")]));
        for wrong in [":", ":key", ":key:", ":a:b:c:d"] {
            check(wrong, None);
        }
        assert!(Reference::parse(&scope(), "arn:aws:secretsmanager:eu-west-1").is_err());
    }

    #[test]
    fn all_else_is_a_parameter() {
        for (text, region) in [
            ("/app/token", "us-east-1"),
            ("token", "us-east-1"),
            ("token:key::", "us-east-1"),
            ("arn:aws:ssm:eu-west-1:000000000000:parameter/app/token", "eu-west-1"),
        ] {
            let parsed = Reference::parse(&scope(), text).unwrap();
            assert_eq!(parsed, Reference::Parameter(Region::new(region), text.to_owned()));
        }
    }

    #[test]
    fn members_of_json_are_texts() {
        let secret = Secret::from(r#"{"user": "me", "port": 5432, "tls": true}"#.to_owned());
        let text = |key| member(&secret, key, ARN).map(|found| found.as_text().unwrap().to_owned());
        assert_eq!(text("user").unwrap(), "me");
        assert_eq!(text("port").unwrap(), "5432");
        assert_eq!(text("tls").unwrap(), "true");
        assert!(failure(&text("password").unwrap_err()).ends_with("did not contain json key password"));
        let plain = Secret::from("hunter2".to_owned());
        let error = failure(&member(&plain, "user", ARN).unwrap_err());
        assert!(error.ends_with("is not a JSON object") && !error.contains("hunter2"), "{error}");
    }
}
