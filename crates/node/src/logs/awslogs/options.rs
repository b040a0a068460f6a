//! The options of the `awslogs` driver.

use neargate_core::{Region, Scope};
use neargate_task::{ContainerSpec, LogConfiguration, TaskSpec};

use super::datetime;
use crate::logs::lines::Rules;
use crate::logs::options::{OptionsError, flag};

/// Where a container's lines go, and how they become events.
#[derive(Debug, Clone)]
pub(crate) struct AwsLogs {
    pub scope: Scope,
    pub group: String,
    pub stream: String,
    pub create_group: bool,
    pub rules: Rules,
}

impl AwsLogs {
    /// Reads a container's log configuration. The stream is `prefix/container/task id`.
    pub(crate) fn of(
        task: &TaskSpec,
        container: &ContainerSpec,
        configuration: &LogConfiguration,
    ) -> Result<Self, OptionsError> {
        let options = &configuration.options;
        let required = |name: &'static str| options.get(name).ok_or(OptionsError::Missing(name));
        let prefix = required("awslogs-stream-prefix")?;
        Ok(Self {
            scope: Scope {
                account: task.scope.account.clone(),
                region: Region::new(required("awslogs-region")?),
            },
            group: required("awslogs-group")?.clone(),
            stream: format!("{prefix}/{}/{}", container.name, task.task_id),
            create_group: flag(configuration, "awslogs-create-group")?.unwrap_or_default(),
            rules: rules(configuration)?,
        })
    }
}

/// `awslogs-datetime-format` comes before `awslogs-multiline-pattern`, as AWS documents.
fn rules(configuration: &LogConfiguration) -> Result<Rules, OptionsError> {
    let option = |name: &str| configuration.options.get(name);
    let pattern = match (option("awslogs-datetime-format"), option("awslogs-multiline-pattern")) {
        (Some(format), _) => Some(datetime::pattern(format)),
        (None, pattern) => pattern.cloned(),
    };
    let mut rules = match pattern {
        Some(pattern) => {
            Rules::of_pattern(&pattern).map_err(|cause| OptionsError::Pattern { pattern, cause })?
        }
        None => Rules::default(),
    };
    let name = "awslogs-force-flush-interval-seconds";
    if let Some(seconds) = option(name) {
        let invalid = || OptionsError::Invalid { name, value: seconds.clone() };
        let seconds: u32 = seconds.parse().map_err(|_| invalid())?;
        rules.quiet_micros = i64::from(seconds) * 1_000_000;
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logs::options::testing::configuration;
    use crate::task::testing::{container, spec};

    const BASE: [(&str, &str); 3] =
        [("awslogs-group", "/ecs/web"), ("awslogs-region", "eu-west-1"), ("awslogs-stream-prefix", "p")];

    fn of(options: &[(&str, &str)]) -> Result<AwsLogs, OptionsError> {
        AwsLogs::of(&spec(vec![]), &container("web", true), &configuration("awslogs", options))
    }

    fn with(option: (&str, &str)) -> Result<AwsLogs, OptionsError> {
        of(&[&BASE[..], &[option]].concat())
    }

    fn refused(option: (&str, &str), text: &str) {
        assert_eq!(with(option).unwrap_err().to_string(), text);
    }

    #[test]
    fn a_stream_is_named_by_prefix_container_and_task() {
        let logs = of(&BASE).unwrap();
        assert_eq!(logs.stream, "p/web/0123456789abcdef0123456789abcdef");
        assert_eq!(logs.scope.region.as_str(), "eu-west-1");
        assert!(!logs.create_group && logs.rules.pattern.is_none());
    }

    #[test]
    fn a_switch_is_written_in_many_ways() {
        for (value, on) in [("true", true), ("True", true), ("1", true), ("false", false), ("F", false)] {
            assert_eq!(with(("awslogs-create-group", value)).unwrap().create_group, on, "{value}");
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_said() {
        let missing = "ResourceInitializationError: failed to validate logger args: missing option awslogs-stream-prefix";
        assert_eq!(of(&BASE[..2]).unwrap_err().to_string(), missing);
        refused(
            ("awslogs-create-group", "maybe"),
            "ResourceInitializationError: failed to validate logger args: invalid value \"maybe\" for option \
             awslogs-create-group",
        );
        let error = with(("awslogs-multiline-pattern", "(")).unwrap_err().to_string();
        assert!(
            error.starts_with(
                "ResourceInitializationError: failed to validate logger args: awslogs could not parse multiline pattern key \
                 \"(\": "
            ),
            "{error}"
        );
    }

    #[test]
    fn a_date_format_comes_before_a_pattern() {
        let both = [("awslogs-multiline-pattern", "^x"), ("awslogs-datetime-format", "%Y")];
        let rules = of(&[&BASE[..], &both].concat()).unwrap().rules;
        assert_eq!(rules.pattern.unwrap().as_str(), r"\d{4}");
        assert_eq!(with(("awslogs-multiline-pattern", "^x")).unwrap().rules.pattern.unwrap().as_str(), "^x");
    }

    #[test]
    fn events_may_be_ended_sooner() {
        let rules = with(("awslogs-force-flush-interval-seconds", "2")).unwrap().rules;
        assert_eq!(rules.quiet_micros, 2_000_000);
    }
}
