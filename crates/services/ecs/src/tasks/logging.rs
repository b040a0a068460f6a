//! Log configurations to what a node does with lines, and the order that a log router needs.

use neargate_task::{
    ContainerSpec, Dependency, DependencyCondition, FirelensConfiguration, LogConfiguration,
};

use crate::model;

pub(super) fn log(given: &model::LogConfiguration, default_mode: &str) -> LogConfiguration {
    let secrets = given.secret_options.iter().flatten();
    LogConfiguration {
        log_driver: given.log_driver.as_ref().map_or("", model::LogDriver::as_str).to_owned(),
        options: given.options.clone().unwrap_or_default(),
        secret_options: secrets
            .filter_map(|secret| Some((secret.name.clone()?, secret.value_from.clone()?)))
            .collect(),
        default_mode: default_mode.to_owned(),
    }
}

pub(super) fn firelens(given: &model::FirelensConfiguration) -> FirelensConfiguration {
    FirelensConfiguration {
        kind: given.r#type.as_ref().map_or("", model::FirelensConfigurationType::as_str).to_owned(),
        options: given.options.clone().unwrap_or_default(),
    }
}

/// Makes the clients of a log router start after it, and so end before it.
///
/// A router that itself waits for another container is left alone, as ECS leaves it: its clients could be among those.
pub(super) fn start_router_first(containers: &mut [ContainerSpec]) {
    let router = containers.iter().find(|container| container.firelens.is_some());
    let Some(router) = router.filter(|router| router.depends_on.is_empty()).map(|router| router.name.clone())
    else {
        return;
    };
    for container in containers.iter_mut() {
        let routed = container.log.as_ref().is_some_and(|log| log.log_driver == "awsfirelens");
        if routed && container.depends_on.iter().all(|on| on.container_name != router) {
            let condition = DependencyCondition::Start;
            container.depends_on.push(Dependency { container_name: router.clone(), condition });
        }
    }
}

#[cfg(test)]
mod tests {
    use neargate_core::Region;

    use super::super::spec::containers;
    use super::*;

    fn specs(json: serde_json::Value) -> Vec<ContainerSpec> {
        let definition = serde_json::from_value(serde_json::json!({ "containerDefinitions": json }));
        containers(
            &definition.expect("a task definition"),
            &Default::default(),
            &Region::default(),
            "blocking",
        )
    }

    fn waits_for(container: &ContainerSpec) -> Vec<(&str, DependencyCondition)> {
        container.depends_on.iter().map(|on| (on.container_name.as_str(), on.condition)).collect()
    }

    #[test]
    fn log_configurations_keep_options_secrets_and_the_accounts_mode() {
        let specs = specs(serde_json::json!([{ "name": "app", "logConfiguration": {
            "logDriver": "splunk", "options": { "splunk-url": "https://a" },
            "secretOptions": [{ "name": "splunk-token", "valueFrom": "/token" }],
        } }]));
        let log = specs[0].log.as_ref().expect("a log configuration");
        assert_eq!((log.log_driver.as_str(), log.default_mode.as_str()), ("splunk", "blocking"));
        assert_eq!(log.options["splunk-url"], "https://a");
        assert_eq!(log.secret_options, [("splunk-token".to_owned(), "/token".to_owned())]);
    }

    #[test]
    fn clients_wait_for_their_router() {
        let routed = serde_json::json!({ "logDriver": "awsfirelens" });
        let all = specs(serde_json::json!([
            { "name": "app", "logConfiguration": routed },
            { "name": "own", "logConfiguration": routed, "dependsOn": [{ "containerName": "router", "condition": "HEALTHY" }] },
            { "name": "other" },
            { "name": "router", "firelensConfiguration": { "type": "fluentbit", "options": { "enable-ecs-log-metadata": "true" } } },
        ]));
        assert_eq!(waits_for(&all[0]), [("router", DependencyCondition::Start)]);
        assert_eq!(waits_for(&all[1]), [("router", DependencyCondition::Healthy)]);
        assert!(waits_for(&all[2]).is_empty() && waits_for(&all[3]).is_empty());
        assert_eq!(all[3].firelens.as_ref().map(|firelens| firelens.kind.as_str()), Some("fluentbit"));
    }

    #[test]
    fn a_router_that_waits_itself_changes_nothing() {
        let all = specs(serde_json::json!([
            { "name": "app", "logConfiguration": { "logDriver": "awsfirelens" } },
            { "name": "router", "firelensConfiguration": { "type": "fluentd" },
              "dependsOn": [{ "containerName": "app", "condition": "START" }] },
        ]));
        assert!(waits_for(&all[0]).is_empty());
    }
}
