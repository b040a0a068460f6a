//! A container's health check.

use neargate_wire::AwsError;

use super::{given, invalid_setting};
use crate::model::ContainerDefinition;

pub(super) fn check(container: &ContainerDefinition) -> Result<(), AwsError> {
    let Some(check) = &container.health_check else { return Ok(()) };
    if given(&check.command).iter().all(|word| word.trim().is_empty()) {
        return Err(invalid_setting(container, "The health check command should not be null or empty."));
    }
    let ranges = [
        ("interval", check.interval, 5..=300),
        ("timeout", check.timeout, 2..=60),
        ("retries", check.retries, 1..=10),
        ("startPeriod", check.start_period, 0..=300),
    ];
    for (setting, value, range) in ranges {
        if value.is_some_and(|value| !range.contains(&value)) {
            let (least, most) = (range.start(), range.end());
            return Err(invalid_setting(
                container,
                format_args!("The health check '{setting}' must be between {least} and {most}."),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, refused};
    use crate::model::HealthCheck;

    #[test]
    fn each_number_has_its_range() {
        type Set = fn(&mut HealthCheck, i64);
        let numbers: [(&str, Set, i64, i64); 4] = [
            ("interval", |check, value| check.interval = Some(value), 5, 300),
            ("timeout", |check, value| check.timeout = Some(value), 2, 60),
            ("retries", |check, value| check.retries = Some(value), 1, 10),
            ("startPeriod", |check, value| check.start_period = Some(value), 0, 300),
        ];
        for (setting, set, least, most) in numbers {
            let with = |value| {
                let mut check = HealthCheck {
                    command: Some(vec!["CMD".into(), "true".into()]),
                    ..HealthCheck::default()
                };
                set(&mut check, value);
                check
            };
            for good in [least, most] {
                accepted(|d| d.containers()[0].health_check = Some(with(good)));
            }
            let text = format!(
                "Invalid setting for container 'app'. The health check '{setting}' must be between {least} and {most}."
            );
            for bad in [least - 1, most + 1] {
                refused(|d| d.containers()[0].health_check = Some(with(bad)), &text);
            }
        }
    }

    #[test]
    fn there_is_something_to_run() {
        let text =
            "Invalid setting for container 'app'. The health check command should not be null or empty.";
        let check = HealthCheck { command: Some(vec![]), ..HealthCheck::default() };
        refused(|d| d.containers()[0].health_check = Some(check.clone()), text);
    }
}
