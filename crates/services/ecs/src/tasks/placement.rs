//! On what a task is to run: launch types and capacity provider strategies come down to Fargate or to a refusal.

use neargate_wire::AwsError;

use crate::clusters::{ClusterRecord, check_strategy};
use crate::model::{
    CapacityProviderStrategyItem, Compatibility, LaunchType, NetworkMode, RunTaskRequest, TaskDefinition,
};
use crate::refused::invalid;

/// The capacity provider of each task to be placed; none where a launch type was asked for.
pub(crate) fn place(
    input: &RunTaskRequest,
    cluster: &ClusterRecord,
    definition: &TaskDefinition,
    count: usize,
) -> Result<Vec<Option<String>>, AwsError> {
    let strategy = strategy(input, cluster);
    if strategy.is_empty() {
        return match input.launch_type {
            Some(LaunchType::Fargate) => {
                on_fargate(input, definition)?;
                Ok(vec![None; count])
            }
            _ => Err(on_instances(input)),
        };
    }
    check_strategy(strategy, &cluster.capacity_providers)?;
    if strategy.iter().all(|item| item.weight.unwrap_or_default() == 0) {
        return Err(invalid(
            "There are no capacity providers in the capacity provider strategy with a weight value greater than zero",
        ));
    }
    on_fargate(input, definition)?;
    Ok(distribute(strategy, count).into_iter().map(Some).collect())
}

/// What can be said of a request before anything is looked up.
pub(crate) fn check(input: &RunTaskRequest) -> Result<(), AwsError> {
    let asked = input.capacity_provider_strategy.as_ref().is_some_and(|strategy| !strategy.is_empty());
    if asked && input.launch_type.is_some() {
        return Err(invalid(
            "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
        ));
    }
    Ok(())
}

fn strategy<'a>(input: &'a RunTaskRequest, cluster: &'a ClusterRecord) -> &'a [CapacityProviderStrategyItem] {
    let asked = input.capacity_provider_strategy.as_deref().unwrap_or_default();
    match (asked, &input.launch_type) {
        ([], None) => &cluster.default_capacity_provider_strategy,
        (asked, _) => asked,
    }
}

fn on_fargate(input: &RunTaskRequest, definition: &TaskDefinition) -> Result<(), AwsError> {
    let compatible = definition.compatibilities.as_deref().unwrap_or_default();
    let awsvpc = definition.network_mode == Some(NetworkMode::Awsvpc);
    if !awsvpc || !compatible.contains(&Compatibility::Fargate) {
        return Err(invalid("Task definition does not support launch_type FARGATE."));
    }
    if input.placement_constraints.as_ref().is_some_and(|list| !list.is_empty()) {
        return Err(invalid("Placement constraints are not supported with FARGATE launch type."));
    }
    if input.placement_strategy.as_ref().is_some_and(|list| !list.is_empty()) {
        return Err(invalid("Placement strategies are not supported with FARGATE launch type."));
    }
    Ok(())
}

/// A cluster has no container instances here, and what AWS says then is true.
fn on_instances(input: &RunTaskRequest) -> AwsError {
    if input.platform_version.is_some() {
        return invalid("The platform version must be null when specifying an EC2 launch type.");
    }
    invalid("No Container Instances were found in your cluster.")
}

/// The platform version that a request comes down to.
pub(crate) fn platform_version(asked: Option<&str>) -> Result<&'static str, AwsError> {
    match asked {
        None | Some("LATEST" | "1.4.0") => Ok("1.4.0"),
        Some("1.3.0") => Ok("1.3.0"),
        Some(_) => {
            Err(AwsError::client("PlatformUnknownException", "The specified platform does not exist."))
        }
    }
}

/// The base first, then each next task to the provider that is furthest behind its share.
fn distribute(strategy: &[CapacityProviderStrategyItem], count: usize) -> Vec<String> {
    let total: i64 = strategy.iter().map(|item| item.weight.unwrap_or_default()).sum();
    let mut given = vec![0_i64; strategy.len()];
    let mut shared = 0_i64;
    (0..count)
        .map(|placed| {
            let below_base = |item: &CapacityProviderStrategyItem| {
                item.base.is_some_and(|base| i64::try_from(placed).is_ok_and(|placed| placed < base))
            };
            let chosen = strategy.iter().position(below_base).unwrap_or_else(|| {
                shared += 1;
                let behind = |index: &usize| {
                    strategy[*index].weight.unwrap_or_default() * shared - given[*index] * total
                };
                // The first of equals, and never one without weight: its lag is 0 while some other's is positive.
                let chosen = (0..strategy.len()).rev().max_by_key(behind).unwrap_or_default();
                given[chosen] += 1;
                chosen
            });
            strategy[chosen].capacity_provider.clone().unwrap_or_default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_distribution(strategy: &[(&str, i64, i64)], count: usize, expected: &str) {
        let item = |(name, base, weight): &(&str, i64, i64)| CapacityProviderStrategyItem {
            capacity_provider: Some((*name).to_owned()),
            base: Some(*base),
            weight: Some(*weight),
        };
        let strategy: Vec<_> = strategy.iter().map(item).collect();
        assert_eq!(distribute(&strategy, count).join(" "), expected);
    }

    #[test]
    fn tasks_go_to_providers_by_base_and_weight() {
        check_distribution(&[("F", 0, 1)], 3, "F F F");
        check_distribution(&[("F", 0, 1), ("S", 0, 1)], 4, "F S F S");
        check_distribution(&[("F", 2, 0), ("S", 0, 1)], 4, "F F S S");
        check_distribution(&[("F", 0, 1), ("S", 0, 3)], 4, "S F S S");
    }

    #[test]
    fn only_fargates_platforms_are_known() {
        assert_eq!(platform_version(Some("LATEST")).expect("known"), "1.4.0");
        assert_eq!(platform_version(Some("9.9.9")).expect_err("unknown").code, "PlatformUnknownException");
    }
}
