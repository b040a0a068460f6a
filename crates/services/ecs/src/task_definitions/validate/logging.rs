//! Log drivers and their options.

use std::collections::BTreeMap;

use neargate_wire::AwsError;

use super::{Subject, given};
use crate::model::{LogConfiguration, LogDriver};
use crate::refused::client;

/// What may be said to `awslogs`.
const AWSLOGS_OPTIONS: [&str; 14] = [
    "awslogs-group",
    "awslogs-region",
    "awslogs-stream-prefix",
    "awslogs-create-group",
    "awslogs-datetime-format",
    "awslogs-multiline-pattern",
    "awslogs-endpoint",
    "awslogs-credentials-endpoint",
    "awslogs-format",
    "awslogs-force-flush-interval-seconds",
    "awslogs-max-buffered-events",
    "mode",
    "max-buffer-size",
    "tag",
];

/// What may be said to `splunk`.
const SPLUNK_OPTIONS: [&str; 14] = [
    "splunk-url",
    "splunk-token",
    "splunk-source",
    "splunk-sourcetype",
    "splunk-index",
    "splunk-capath",
    "splunk-insecureskipverify",
    "splunk-format",
    "splunk-verify-connection",
    "splunk-gzip",
    "splunk-gzip-level",
    "mode",
    "max-buffer-size",
    "tag",
];

pub(super) fn check(subject: &Subject<'_>) -> Result<(), AwsError> {
    for container in subject.containers {
        if let Some(logging) = &container.log_configuration {
            check_options(logging)?;
        }
    }
    check_firelens(subject)
}

fn check_options(logging: &LogConfiguration) -> Result<(), AwsError> {
    let none = BTreeMap::new();
    let options = logging.options.as_ref().unwrap_or(&none);
    match &logging.log_driver {
        Some(driver @ LogDriver::Awslogs) => {
            require(driver, logging, &["awslogs-region", "awslogs-group"])?;
            allow_only(driver, options, &AWSLOGS_OPTIONS)?;
            if let Some(endpoint) = options.get("awslogs-endpoint")
                && !["http://", "https://"].iter().any(|scheme| endpoint.starts_with(scheme))
            {
                return Err(client(format!(
                    "Log driver awslogs option 'awslogs-endpoint' has an invalid value '{endpoint}'"
                )));
            }
        }
        Some(driver @ LogDriver::Splunk) => {
            require(driver, logging, &["splunk-url", "splunk-token"])?;
            allow_only(driver, options, &SPLUNK_OPTIONS)?;
        }
        _ => {}
    }
    if let Some(mode) =
        options.get("mode").filter(|mode| !matches!(mode.as_str(), "blocking" | "non-blocking"))
    {
        return Err(client(format!("Log driver option 'mode' has an invalid value '{mode}'")));
    }
    Ok(())
}

fn allow_only(
    driver: &LogDriver,
    options: &BTreeMap<String, String>,
    known: &[&str],
) -> Result<(), AwsError> {
    let unknown: Vec<&str> = options.keys().map(String::as_str).filter(|key| !known.contains(key)).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(client(format!("Log driver {} disallows options: {}", driver.as_str(), unknown.join(", "))))
}

/// Each of `wanted` must be among the options, in clear or as a secret.
pub(super) fn require(
    driver: &LogDriver,
    logging: &LogConfiguration,
    wanted: &[&str],
) -> Result<(), AwsError> {
    let has = |key: &str| {
        logging.options.as_ref().is_some_and(|options| options.contains_key(key))
            || given(&logging.secret_options).iter().any(|secret| secret.name.as_deref() == Some(key))
    };
    let missing: Vec<&str> = wanted.iter().copied().filter(|key| !has(key)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(client(format!("Log driver {} requires options: {}", driver.as_str(), missing.join(", "))))
}

fn check_firelens(subject: &Subject<'_>) -> Result<(), AwsError> {
    let mut routers =
        subject.containers.iter().filter_map(|container| container.firelens_configuration.as_ref());
    let routed = subject.containers.iter().any(|container| {
        let driver = container.log_configuration.as_ref().and_then(|logging| logging.log_driver.as_ref());
        driver == Some(&LogDriver::Awsfirelens)
    });
    let Some(router) = routers.next() else {
        if routed {
            return Err(client(
                "When the awsfirelens log driver is specified, a container with a firelensConfiguration object must be \
                 specified.",
            ));
        }
        return Ok(());
    };
    if routers.next().is_some() {
        return Err(client(
            "Only one container in a task definition can have a firelensConfiguration object.",
        ));
    }
    if !routed {
        return Err(client(
            "When a firelensConfiguration object is specified, at least one container has to be configured with the \
             awsfirelens log driver.",
        ));
    }
    let routes_itself = subject.containers.iter().any(|container| {
        let driver = container.log_configuration.as_ref().and_then(|logging| logging.log_driver.as_ref());
        container.firelens_configuration.is_some() && driver == Some(&LogDriver::Awsfirelens)
    });
    if routes_itself {
        return Err(client(
            "A container with a firelensConfiguration object can not be configured with the awsfirelens log driver.",
        ));
    }
    let option = |name: &str| router.options.as_ref().and_then(|options| options.get(name));
    match (option("config-file-type").map(String::as_str), option("config-file-value")) {
        (Some("s3"), Some(value)) if !is_object(value) => {
            return Err(client(format!(
                "The FireLens option 'config-file-value' has an invalid value '{value}'."
            )));
        }
        (None, None) | (Some("file" | "s3"), Some(_)) => {}
        (Some("file" | "s3"), None) | (None, Some(_)) => {
            return Err(client(
                "The FireLens options 'config-file-type' and 'config-file-value' must be specified together.",
            ));
        }
        (Some(other), _) => {
            return Err(client(format!(
                "The FireLens option 'config-file-type' has an invalid value '{other}'."
            )));
        }
    }
    if let Some(value) =
        option("enable-ecs-log-metadata").filter(|value| !matches!(value.as_str(), "true" | "false"))
    {
        return Err(client(format!(
            "The FireLens option 'enable-ecs-log-metadata' has an invalid value '{value}'."
        )));
    }
    let known = ["enable-ecs-log-metadata", "config-file-type", "config-file-value"];
    for key in router.options.iter().flatten().map(|(key, _)| key) {
        if !known.contains(&key.as_str()) {
            return Err(client(format!("The FireLens option '{key}' is not supported.")));
        }
    }
    Ok(())
}

/// `arn:aws:s3:::bucket/key`
fn is_object(arn: &str) -> bool {
    let object = arn.strip_prefix("arn:").and_then(|rest| rest.split_once(":s3:::"));
    object
        .and_then(|(_, object)| object.split_once('/'))
        .is_some_and(|(bucket, key)| !bucket.is_empty() && !key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, log_configuration, refused};
    use crate::model::{ContainerDefinition, FirelensConfiguration, RegisterTaskDefinitionRequest, Secret};

    fn on_ec2(
        driver: &'static str,
        options: &'static [(&str, &str)],
    ) -> impl Fn(&mut RegisterTaskDefinitionRequest) {
        move |d| {
            d.requires_compatibilities = None;
            d.containers()[0].log_configuration = Some(log_configuration(driver, options));
        }
    }

    #[test]
    fn drivers_name_the_options_that_they_miss() {
        let text = "Log driver awslogs requires options: awslogs-region, awslogs-group";
        refused(on_ec2("awslogs", &[]), text);
        let text = "Log driver awslogs requires options: awslogs-group";
        refused(on_ec2("awslogs", &[("awslogs-region", "us-east-1")]), text);
        accepted(on_ec2("awslogs", &[("awslogs-region", "us-east-1"), ("awslogs-group", "a")]));
        let text = "Log driver splunk requires options: splunk-url, splunk-token";
        refused(on_ec2("splunk", &[]), text);
        accepted(on_ec2("json-file", &[]));
        let options = &[("splunk-url", "https://a"), ("splunk-token", "x"), ("splunk-color", "red")];
        refused(on_ec2("splunk", options), "Log driver splunk disallows options: splunk-color");
        accepted(|d| {
            on_ec2("splunk", &[("splunk-url", "https://a")])(d);
            d.execution_role_arn = Some("role".into());
            let token = Secret { name: Some("splunk-token".into()), value_from: Some("/a".into()) };
            d.containers()[0].log_configuration.as_mut().unwrap().secret_options = Some(vec![token]);
        });
    }

    #[test]
    fn awslogs_takes_only_its_own_options() {
        let base = [("awslogs-region", "us-east-1"), ("awslogs-group", "a")];
        let with = |more: &[(&str, &str)]| log_configuration("awslogs", &[&base[..], more].concat());
        let set = |more: &'static [(&str, &str)]| {
            let logging = with(more);
            move |d: &mut RegisterTaskDefinitionRequest| {
                d.requires_compatibilities = None;
                d.containers()[0].log_configuration = Some(logging.clone());
            }
        };
        accepted(set(&[("mode", "non-blocking"), ("max-buffer-size", "25m")]));
        refused(set(&[("max-file", "1")]), "Log driver awslogs disallows options: max-file");
        refused(set(&[("mode", "fast")]), "Log driver option 'mode' has an invalid value 'fast'");
        // The format is then what counts.
        accepted(set(&[("awslogs-datetime-format", "%Y"), ("awslogs-multiline-pattern", "^a")]));
        accepted(set(&[("awslogs-endpoint", "https://logs.example.com")]));
        let text = "Log driver awslogs option 'awslogs-endpoint' has an invalid value 'here'";
        refused(set(&[("awslogs-endpoint", "here")]), text);
    }

    #[test]
    fn firelens_has_one_router_and_something_to_route() {
        let routers = |count: usize, routed: bool| {
            move |d: &mut RegisterTaskDefinitionRequest| {
                let one = d.containers()[0].clone();
                for index in 0..count {
                    d.containers().push(ContainerDefinition {
                        name: Some(format!("router{index}")),
                        firelens_configuration: Some(FirelensConfiguration::default()),
                        ..one.clone()
                    });
                }
                if routed {
                    d.containers()[0].log_configuration = Some(log_configuration("awsfirelens", &[]));
                }
            }
        };
        accepted(routers(1, true));
        refused(
            routers(0, true),
            "When the awsfirelens log driver is specified, a container with a firelensConfiguration object must be \
             specified.",
        );
        refused(
            routers(1, false),
            "When a firelensConfiguration object is specified, at least one container has to be configured with the \
             awsfirelens log driver.",
        );
        refused(
            routers(2, true),
            "Only one container in a task definition can have a firelensConfiguration object.",
        );
    }

    #[test]
    fn a_router_is_configured_as_ecs_knows_it() {
        let router = |options: &'static [(&'static str, &'static str)], itself: bool| {
            move |d: &mut RegisterTaskDefinitionRequest| {
                let options = options.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
                let mut router =
                    ContainerDefinition { name: Some("router".into()), ..d.containers()[0].clone() };
                router.firelens_configuration = Some(FirelensConfiguration {
                    options: Some(options),
                    ..FirelensConfiguration::default()
                });
                let routed = Some(log_configuration("awsfirelens", &[]));
                router.log_configuration = if itself { routed.clone() } else { None };
                d.containers()[0].log_configuration = routed;
                d.containers().push(router);
            }
        };
        accepted(router(&[("config-file-type", "file"), ("config-file-value", "/a")], false));
        let from_s3 = router(&[("config-file-type", "s3"), ("config-file-value", "arn:aws:s3:::a/b")], false);
        accepted(from_s3);
        let mut definition = super::super::testing::definition();
        from_s3(&mut definition);
        definition.requires_compatibilities = Some(vec![crate::model::Compatibility::Fargate]);
        let strictly =
            super::super::fargate::check_strictly(&definition).expect_err("AWS's Fargate has it not");
        let text = "Fargate compatible task definitions do not support the FireLens config-file-type s3";
        assert_eq!(strictly.message, text);
        refused(
            router(&[("config-file-type", "s3"), ("config-file-value", "s3://a/b")], false),
            "The FireLens option 'config-file-value' has an invalid value 's3://a/b'.",
        );
        refused(
            router(&[], true),
            "A container with a firelensConfiguration object can not be configured with the awsfirelens log driver.",
        );
        let text =
            "The FireLens options 'config-file-type' and 'config-file-value' must be specified together.";
        refused(router(&[("config-file-type", "file")], false), text);
        let text = "The FireLens option 'config-file-type' has an invalid value 'ftp'.";
        refused(router(&[("config-file-type", "ftp"), ("config-file-value", "a")], false), text);
        let text = "The FireLens option 'enable-ecs-log-metadata' has an invalid value 'yes'.";
        refused(router(&[("enable-ecs-log-metadata", "yes")], false), text);
        let text = "The FireLens option 'colour' is not supported.";
        refused(router(&[("colour", "red")], false), text);
    }
}
