//! Environment variables, secrets and the role that fetches them.

use neargate_wire::AwsError;

use super::{Subject, given, invalid_setting};
use crate::model::ContainerDefinition;
use crate::refused::client;

const MAX_ENVIRONMENT_FILES: usize = 10;

pub(super) fn check(subject: &Subject<'_>) -> Result<(), AwsError> {
    let has_role = subject.input.execution_role_arn.as_deref().is_some_and(|role| !role.is_empty());
    for container in subject.containers {
        let logging = container.log_configuration.as_ref();
        let secret_options = logging.map_or(&[][..], |logging| given(&logging.secret_options));
        let secrets = given(&container.secrets);
        if !has_role && (!secrets.is_empty() || !secret_options.is_empty()) {
            return Err(role_missing("container secrets"));
        }
        if !has_role && container.repository_credentials.is_some() {
            return Err(role_missing("repository credentials"));
        }
        check_names(container)?;
        check_files(container)?;
    }
    Ok(())
}

fn role_missing(what: &str) -> AwsError {
    client(format!("When you are specifying {what}, you must also specify a value for 'executionRoleArn'."))
}

fn check_names(container: &ContainerDefinition) -> Result<(), AwsError> {
    let secrets = given(&container.secrets);
    let environment = given(&container.environment);
    for (index, secret) in secrets.iter().enumerate() {
        let name = secret.name.as_deref().unwrap_or_default();
        let in_environment = environment.iter().any(|variable| variable.name.as_deref() == Some(name));
        if in_environment || secrets[..index].iter().any(|earlier| earlier.name.as_deref() == Some(name)) {
            return Err(client(format!(
                "The secret name must be unique and not shared with any new or existing environment variables set on \
                 the container, such as '{name}'."
            )));
        }
    }
    Ok(())
}

fn check_files(container: &ContainerDefinition) -> Result<(), AwsError> {
    let files = given(&container.environment_files);
    if files.len() > MAX_ENVIRONMENT_FILES {
        let fault = format_args!("At most {MAX_ENVIRONMENT_FILES} environment files can be specified.");
        return Err(invalid_setting(container, fault));
    }
    for file in files {
        let value = file.value.as_deref().unwrap_or_default();
        let object = value.strip_prefix("arn:").and_then(|rest| rest.split_once(":s3:::"));
        if !object.is_some_and(|(_, object)| object.contains('/') && object.ends_with(".env")) {
            let fault =
                format_args!("'{value}' is not the ARN of an Amazon S3 object with an .env extension.");
            return Err(invalid_setting(container, fault));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, refused};
    use crate::model::{
        EnvironmentFile, KeyValuePair, RegisterTaskDefinitionRequest, RepositoryCredentials, Secret,
    };

    fn secret(name: &str) -> Secret {
        Secret { name: Some(name.into()), value_from: Some("/app/token".into()) }
    }

    fn role(d: &mut RegisterTaskDefinitionRequest) {
        d.execution_role_arn = Some("ecsTaskExecutionRole".into());
    }

    #[test]
    fn secrets_are_fetched_by_the_execution_role() {
        accepted(|d| (role(d), d.containers()[0].secrets = Some(vec![secret("TOKEN")])).1);
        let text = "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.";
        refused(|d| d.containers()[0].secrets = Some(vec![secret("TOKEN")]), text);
        let text = "When you are specifying repository credentials, you must also specify a value for 'executionRoleArn'.";
        refused(|d| d.containers()[0].repository_credentials = Some(RepositoryCredentials::default()), text);
    }

    #[test]
    fn a_secret_has_a_name_of_its_own() {
        let text = "The secret name must be unique and not shared with any new or existing environment variables set \
                    on the container, such as 'TOKEN'.";
        refused(
            |d| {
                role(d);
                let plain = KeyValuePair { name: Some("TOKEN".into()), value: Some("a".into()) };
                d.containers()[0].environment = Some(vec![plain]);
                d.containers()[0].secrets = Some(vec![secret("TOKEN")]);
            },
            text,
        );
        refused(
            |d| (role(d), d.containers()[0].secrets = Some(vec![secret("TOKEN"), secret("TOKEN")])).1,
            text,
        );
    }

    #[test]
    fn environment_files_are_s3_objects() {
        let file = |value: &str| EnvironmentFile { value: Some(value.into()), ..EnvironmentFile::default() };
        accepted(|d| d.containers()[0].environment_files = Some(vec![file("arn:aws:s3:::bucket/a.env")]));
        for bad in ["arn:aws:s3:::bucket/a.txt", "s3://bucket/a.env", "arn:aws:s3:::a.env"] {
            let text = format!(
                "Invalid setting for container 'app'. '{bad}' is not the ARN of an Amazon S3 object with an .env \
                 extension."
            );
            refused(|d| d.containers()[0].environment_files = Some(vec![file(bad)]), &text);
        }
        let text = "Invalid setting for container 'app'. At most 10 environment files can be specified.";
        let many = vec![file("arn:aws:s3:::bucket/a.env"); 11];
        refused(|d| d.containers()[0].environment_files = Some(many.clone()), text);
    }
}
