//! Settings of a container that concern no other container.

use neargate_wire::AwsError;

use super::{Subject, given, invalid_setting, is_essential};
use crate::model::ContainerDefinition;
use crate::refused::client;

pub(super) fn check(subject: &Subject<'_>) -> Result<(), AwsError> {
    if !subject.containers.iter().any(is_essential) {
        return Err(client("At least one container must be marked as essential."));
    }
    for container in subject.containers {
        check_timeouts(container)?;
        check_restart_policy(container)?;
        check_ulimits(container)?;
        let credential_specs = given(&container.credential_specs);
        let known = |spec: &String| {
            spec.starts_with("credentialspec:") || spec.starts_with("credentialspecdomainless:")
        };
        if credential_specs.len() > 1 || !credential_specs.iter().all(known) {
            return Err(invalid_setting(container, "'credentialSpecs' is not valid."));
        }
    }
    Ok(())
}

fn check_timeouts(container: &ContainerDefinition) -> Result<(), AwsError> {
    for (setting, value) in
        [("startTimeout", container.start_timeout), ("stopTimeout", container.stop_timeout)]
    {
        if value.is_some_and(|value| value < 0) {
            return Err(invalid_setting(container, format_args!("'{setting}' must not be negative.")));
        }
    }
    Ok(())
}

fn check_restart_policy(container: &ContainerDefinition) -> Result<(), AwsError> {
    let Some(policy) = &container.restart_policy else { return Ok(()) };
    if given(&policy.ignored_exit_codes).len() > 50 {
        return Err(invalid_setting(container, "'ignoredExitCodes' can contain at most 50 exit codes."));
    }
    if policy.restart_attempt_period.is_some_and(|period| !(60..=1800).contains(&period)) {
        let fault = "'restartAttemptPeriod' must be between 60 and 1800 seconds.";
        return Err(invalid_setting(container, fault));
    }
    Ok(())
}

fn check_ulimits(container: &ContainerDefinition) -> Result<(), AwsError> {
    let ulimits = given(&container.ulimits);
    for (index, ulimit) in ulimits.iter().enumerate() {
        let name = ulimit.name.as_ref().map_or("", |name| name.as_str());
        let (soft, hard) = (ulimit.soft_limit.unwrap_or(0), ulimit.hard_limit.unwrap_or(0));
        // A negative limit is none at all.
        if hard >= 0 && (soft > hard || soft < 0) {
            return Err(client(format!("Soft limit exceeds hard limit for ulimit {name}")));
        }
        if ulimits[..index].iter().any(|earlier| earlier.name == ulimit.name) {
            return Err(client(format!("Duplicate ulimit '{name}'.")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, refused};
    use crate::model::{ContainerRestartPolicy, Ulimit, UlimitName};

    #[test]
    fn one_container_is_essential() {
        refused(
            |d| d.containers()[0].essential = Some(false),
            "At least one container must be marked as essential.",
        );
    }

    #[test]
    fn soft_limits_stay_below_hard_ones() {
        let limit = |soft, hard| Ulimit {
            name: Some(UlimitName::Nofile),
            soft_limit: Some(soft),
            hard_limit: Some(hard),
        };
        accepted(|d| d.containers()[0].ulimits = Some(vec![limit(1, 1)]));
        accepted(|d| d.containers()[0].ulimits = Some(vec![limit(1, -1)]));
        let text = "Soft limit exceeds hard limit for ulimit nofile";
        refused(|d| d.containers()[0].ulimits = Some(vec![limit(2, 1)]), text);
        refused(|d| d.containers()[0].ulimits = Some(vec![limit(-1, 1)]), text);
        let text = "Duplicate ulimit 'nofile'.";
        refused(|d| d.containers()[0].ulimits = Some(vec![limit(1, 1), limit(1, 2)]), text);
    }

    #[test]
    fn restarts_are_a_minute_to_half_an_hour_apart() {
        for (period, fits) in [(59, false), (60, true), (1800, true), (1801, false)] {
            let policy = ContainerRestartPolicy {
                enabled: Some(true),
                restart_attempt_period: Some(period),
                ..ContainerRestartPolicy::default()
            };
            if fits {
                accepted(|d| d.containers()[0].restart_policy = Some(policy.clone()));
            } else {
                let text = "Invalid setting for container 'app'. 'restartAttemptPeriod' must be between 60 and 1800 \
                            seconds.";
                refused(|d| d.containers()[0].restart_policy = Some(policy.clone()), text);
            }
        }
    }
}
