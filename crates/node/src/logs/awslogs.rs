//! The options of the `awslogs` driver.

use neargate_core::{Region, Scope};
use neargate_task::{LogConfiguration, TaskSpec};

/// Where a container's lines go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AwsLogs {
    pub scope: Scope,
    pub group: String,
    pub stream: String,
    pub create_group: bool,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OptionsError {
    #[error(
        "ResourceInitializationError: failed to validate logger args: log driver {0} is not implemented by neargate yet"
    )]
    Driver(String),
    #[error(
        "ResourceInitializationError: failed to validate logger args: option {0} is not implemented by neargate yet"
    )]
    NotImplemented(String),
    #[error("ResourceInitializationError: failed to validate logger args: missing option {0}")]
    Missing(&'static str),
}

impl AwsLogs {
    /// Reads a container's log configuration. The stream is `prefix/container/task id`.
    pub(crate) fn of(
        task: &TaskSpec,
        container: &str,
        configuration: &LogConfiguration,
    ) -> Result<Self, OptionsError> {
        if configuration.log_driver != "awslogs" {
            return Err(OptionsError::Driver(configuration.log_driver.clone()));
        }
        let option = |name: &'static str| configuration.options.get(name).ok_or(OptionsError::Missing(name));
        for name in ["awslogs-datetime-format", "awslogs-multiline-pattern"] {
            if configuration.options.contains_key(name) {
                return Err(OptionsError::NotImplemented(name.to_owned()));
            }
        }
        let prefix = option("awslogs-stream-prefix")?;
        Ok(Self {
            scope: Scope {
                account: task.scope.account.clone(),
                region: Region::new(option("awslogs-region")?),
            },
            group: option("awslogs-group")?.clone(),
            stream: format!("{prefix}/{container}/{}", task.task_id),
            create_group: configuration
                .options
                .get("awslogs-create-group")
                .is_some_and(|value| value == "true"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::testing::spec;

    fn configuration(options: &[(&str, &str)]) -> LogConfiguration {
        let options = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        LogConfiguration { log_driver: "awslogs".to_owned(), options, secret_options: Vec::new() }
    }

    #[test]
    fn a_stream_is_named_by_prefix_container_and_task() {
        let options =
            [("awslogs-group", "/ecs/web"), ("awslogs-region", "eu-west-1"), ("awslogs-stream-prefix", "p")];
        let logs = AwsLogs::of(&spec(vec![]), "web", &configuration(&options)).unwrap();
        assert_eq!(logs.stream, "p/web/0123456789abcdef0123456789abcdef");
        assert_eq!(logs.scope.region.as_str(), "eu-west-1");
        assert!(!logs.create_group);
    }

    #[test]
    fn what_is_missing_or_unknown_is_said() {
        assert_eq!(
            AwsLogs::of(&spec(vec![]), "web", &configuration(&[])),
            Err(OptionsError::Missing("awslogs-stream-prefix"))
        );
        let other = LogConfiguration { log_driver: "splunk".to_owned(), ..configuration(&[]) };
        assert_eq!(AwsLogs::of(&spec(vec![]), "web", &other), Err(OptionsError::Driver("splunk".to_owned())));
    }
}
