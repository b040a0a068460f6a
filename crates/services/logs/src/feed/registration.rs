//! The operations on filters and destinations, each with what it touches.

use std::sync::Arc;

use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{Context, Service};

use super::{destinations, metric_filters, subscriptions};
use crate::model::*;
use crate::{Logs, guards};

/// Adds the operations to the service.
pub fn register(service: Service, logs: &Arc<Logs>) -> Service {
    service
        .guarded(PutMetricFilter, logs, put_metric_filter, metric_filters::put)
        .guarded(DescribeMetricFilters, logs, describe_metric_filters, metric_filters::describe)
        .guarded(DeleteMetricFilter, logs, delete_metric_filter, metric_filters::delete)
        .guarded(PutSubscriptionFilter, logs, put_subscription_filter, subscriptions::put)
        .guarded(DescribeSubscriptionFilters, logs, describe_subscription_filters, subscriptions::describe)
        .guarded(DeleteSubscriptionFilter, logs, delete_subscription_filter, subscriptions::delete)
        .guarded(PutDestination, logs, put_destination, destinations::put)
        .guarded(PutDestinationPolicy, logs, put_destination_policy, destinations::put_policy)
        .guarded(DeleteDestination, logs, delete_destination, destinations::delete)
        .on(DescribeDestinations, logs, destinations::describe)
}

fn group(context: &Context, action: &'static str, name: &Option<String>) -> Vec<Access> {
    let resource = match name {
        Some(name) => guards::group(&context.scope, Some(name), Some("")),
        None => "*".to_owned(),
    };
    vec![Access::new(action, resource)]
}

/// The role that a filter hands to CloudWatch Logs.
fn role(arn: &Option<String>) -> Option<Access> {
    let arn = arn.as_ref()?;
    Some(Access::new("iam:PassRole", arn.clone()).with_condition("iam:PassedToService", "logs.amazonaws.com"))
}

fn destination(context: &Context, action: &'static str, name: &Option<String>) -> Vec<Access> {
    vec![Access::new(action, destinations::arn(&context.scope, name.as_deref().unwrap_or_default()))]
}

fn answer<'a>(accesses: Vec<Access>) -> Accesses<'a> {
    Box::pin(async move { Ok(accesses) })
}

fn put_metric_filter<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a PutMetricFilterRequest,
) -> Accesses<'a> {
    answer(group(context, "logs:PutMetricFilter", &input.log_group_name))
}

fn describe_metric_filters<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a DescribeMetricFiltersRequest,
) -> Accesses<'a> {
    answer(group(context, "logs:DescribeMetricFilters", &input.log_group_name))
}

fn delete_metric_filter<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a DeleteMetricFilterRequest,
) -> Accesses<'a> {
    answer(group(context, "logs:DeleteMetricFilter", &input.log_group_name))
}

fn put_subscription_filter<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a PutSubscriptionFilterRequest,
) -> Accesses<'a> {
    let mut accesses = group(context, "logs:PutSubscriptionFilter", &input.log_group_name);
    let named = input.destination_arn.iter().filter(|arn| arn.contains(":destination:"));
    accesses.extend(named.map(|arn| Access::new("logs:PutSubscriptionFilter", arn.clone())));
    accesses.extend(role(&input.role_arn));
    answer(accesses)
}

fn describe_subscription_filters<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a DescribeSubscriptionFiltersRequest,
) -> Accesses<'a> {
    answer(group(context, "logs:DescribeSubscriptionFilters", &input.log_group_name))
}

fn delete_subscription_filter<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a DeleteSubscriptionFilterRequest,
) -> Accesses<'a> {
    answer(group(context, "logs:DeleteSubscriptionFilter", &input.log_group_name))
}

fn put_destination<'a>(_: &'a Logs, context: &'a Context, input: &'a PutDestinationRequest) -> Accesses<'a> {
    let mut accesses = destination(context, "logs:PutDestination", &input.destination_name);
    accesses.extend(role(&input.role_arn));
    answer(accesses)
}

fn put_destination_policy<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a PutDestinationPolicyRequest,
) -> Accesses<'a> {
    answer(destination(context, "logs:PutDestinationPolicy", &input.destination_name))
}

fn delete_destination<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a DeleteDestinationRequest,
) -> Accesses<'a> {
    answer(destination(context, "logs:DeleteDestination", &input.destination_name))
}
