//! Which container waits for which: `dependsOn` and links.

use neargate_wire::AwsError;

use super::{given, is_essential, name};
use crate::model::{ContainerCondition, ContainerDefinition};
use crate::refused::client;

pub(super) fn check(containers: &[ContainerDefinition]) -> Result<(), AwsError> {
    let position = |wanted: &str| containers.iter().position(|container| name(container) == wanted);
    let mut edges = Vec::new();
    for (from, container) in containers.iter().enumerate() {
        for dependency in given(&container.depends_on) {
            let wanted = dependency.container_name.as_deref().unwrap_or_default();
            let Some(to) = position(wanted) else {
                return Err(client(format!(
                    "Cannot depend on container + '{wanted}' because it does not exist"
                )));
            };
            check_condition(dependency.condition.as_ref(), &containers[to])?;
            edges.push((from, to));
        }
    }
    if has_cycle(containers.len(), &edges) {
        return Err(client("Container dependencies should not have a cycle"));
    }
    check_links(containers)
}

fn check_condition(
    condition: Option<&ContainerCondition>,
    dependency: &ContainerDefinition,
) -> Result<(), AwsError> {
    match condition {
        Some(ContainerCondition::Success | ContainerCondition::Complete) if is_essential(dependency) => {
            Err(client(
                "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container",
            ))
        }
        Some(ContainerCondition::Healthy) if dependency.health_check.is_none() => {
            Err(client("A dependency container with HEALTHY condition must have health check configured"))
        }
        _ => Ok(()),
    }
}

fn check_links(containers: &[ContainerDefinition]) -> Result<(), AwsError> {
    let mut edges = Vec::new();
    for (from, container) in containers.iter().enumerate() {
        for link in given(&container.links) {
            // `container` or `container:alias`.
            let wanted = link.split_once(':').map_or(link.as_str(), |(container, _)| container);
            let Some(to) = containers.iter().position(|container| name(container) == wanted) else {
                return Err(client(format!("Cannot link to container '{wanted}' because it does not exist")));
            };
            edges.push((from, to));
        }
    }
    if has_cycle(containers.len(), &edges) {
        return Err(client("Container links should not have a cycle"));
    }
    Ok(())
}

/// True when some node can reach itself. Takes away, round by round, what waits for nothing; a cycle is what stays.
fn has_cycle(nodes: usize, edges: &[(usize, usize)]) -> bool {
    let mut left: Vec<(usize, usize)> = edges.to_vec();
    let mut waiting = vec![true; nodes];
    loop {
        let before = left.len();
        for (node, waits) in waiting.iter_mut().enumerate() {
            *waits = left.iter().any(|(from, _)| *from == node);
        }
        left.retain(|(_, to)| waiting[*to]);
        if left.len() == before {
            return before > 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{accepted, refused};
    use super::*;
    use crate::model::{ContainerDependency, HealthCheck, RegisterTaskDefinitionRequest};

    fn add(d: &mut RegisterTaskDefinitionRequest, name: &str, essential: bool) {
        let container = ContainerDefinition {
            name: Some(name.into()),
            essential: Some(essential),
            ..d.containers()[0].clone()
        };
        d.containers().push(container);
    }

    fn waits(d: &mut RegisterTaskDefinitionRequest, who: usize, name: &str, condition: &str) {
        let dependency = ContainerDependency {
            container_name: Some(name.into()),
            condition: Some(ContainerCondition::from(condition)),
        };
        d.containers()[who].depends_on.get_or_insert_default().push(dependency);
    }

    #[test]
    fn a_dependency_exists_and_can_come_true() {
        refused(
            |d| waits(d, 0, "db", "START"),
            "Cannot depend on container + 'db' because it does not exist",
        );
        for condition in ["SUCCESS", "COMPLETE"] {
            let with = |d: &mut RegisterTaskDefinitionRequest, essential| {
                add(d, "init", essential);
                waits(d, 0, "init", condition);
            };
            accepted(|d| with(d, false));
            let text =
                "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container";
            refused(|d| with(d, true), text);
        }
        let text = "A dependency container with HEALTHY condition must have health check configured";
        refused(|d| (add(d, "db", true), waits(d, 0, "db", "HEALTHY")).1, text);
        accepted(|d| {
            add(d, "db", true);
            d.containers()[1].health_check =
                Some(HealthCheck { command: Some(vec!["true".into()]), ..HealthCheck::default() });
            waits(d, 0, "db", "HEALTHY");
        });
    }

    #[test]
    fn nobody_waits_for_itself() {
        let text = "Container dependencies should not have a cycle";
        refused(|d| waits(d, 0, "app", "START"), text);
        refused(
            |d| {
                add(d, "db", true);
                waits(d, 0, "db", "START");
                waits(d, 1, "app", "START");
            },
            text,
        );
    }

    #[test]
    fn links_have_no_cycle_and_lead_somewhere() {
        let bridged = |d: &mut RegisterTaskDefinitionRequest, link: &str| {
            d.requires_compatibilities = None;
            d.network_mode = None;
            add(d, "db", true);
            d.containers()[0].links = Some(vec![link.to_owned()]);
        };
        accepted(|d| bridged(d, "db:database"));
        refused(|d| bridged(d, "cache"), "Cannot link to container 'cache' because it does not exist");
        refused(|d| bridged(d, "app"), "Container links should not have a cycle");
    }

    /// Follows every edge from every node, as often as there are nodes.
    fn naive(nodes: usize, edges: &[(usize, usize)]) -> bool {
        let mut reach = vec![vec![false; nodes]; nodes];
        for (from, to) in edges {
            reach[*from][*to] = true;
        }
        for via in 0..nodes {
            for from in 0..nodes {
                for to in 0..nodes {
                    reach[from][to] |= reach[from][via] && reach[via][to];
                }
            }
        }
        (0..nodes).any(|node| reach[node][node])
    }

    proptest! {
        #[test]
        fn cycles_are_found_as_the_naive_model_finds_them(
            edges in proptest::collection::vec((0usize..10, 0usize..10), 0..14)
        ) {
            prop_assert_eq!(has_cycle(10, &edges), naive(10, &edges));
        }
    }
}
