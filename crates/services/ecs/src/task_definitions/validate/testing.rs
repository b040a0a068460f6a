//! A definition that has no fault, and how tests give it one.

use super::check;
use crate::model::{
    Compatibility, ContainerDefinition, LogConfiguration, LogDriver, NetworkMode,
    RegisterTaskDefinitionRequest,
};

/// A named change, for tables of cases.
pub(super) type Case<T> = (&'static str, fn(&mut T));

pub(in crate::task_definitions) fn definition() -> RegisterTaskDefinitionRequest {
    RegisterTaskDefinitionRequest {
        family: Some("web".into()),
        cpu: Some("256".into()),
        memory: Some("512".into()),
        network_mode: Some(NetworkMode::Awsvpc),
        requires_compatibilities: Some(vec![Compatibility::Fargate]),
        container_definitions: Some(vec![ContainerDefinition {
            name: Some("app".into()),
            image: Some("nginx:1".into()),
            ..ContainerDefinition::default()
        }]),
        ..RegisterTaskDefinitionRequest::default()
    }
}

impl RegisterTaskDefinitionRequest {
    pub(in crate::task_definitions) fn containers(&mut self) -> &mut Vec<ContainerDefinition> {
        self.container_definitions.get_or_insert_default()
    }
}

pub(in crate::task_definitions) fn log_configuration(
    driver: &str,
    options: &[(&str, &str)],
) -> LogConfiguration {
    let options = options.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    LogConfiguration {
        log_driver: Some(LogDriver::from(driver)),
        options: Some(options.collect()),
        secret_options: None,
    }
}

pub(super) fn accepted(change: impl FnOnce(&mut RegisterTaskDefinitionRequest)) {
    let mut definition = definition();
    change(&mut definition);
    if let Err(error) = check(&definition) {
        panic!("{}: {}", error.code, error.message);
    }
}

/// The changed definition is refused with `ClientException` and exactly this text.
pub(super) fn refused(change: impl FnOnce(&mut RegisterTaskDefinitionRequest), text: &str) {
    let mut definition = definition();
    change(&mut definition);
    let error = check(&definition).expect_err(text);
    assert_eq!((error.code, error.message.as_str()), ("ClientException", text));
}
