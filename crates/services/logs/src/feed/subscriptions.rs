//! PutSubscriptionFilter, DescribeSubscriptionFilters and DeleteSubscriptionFilter.

use std::sync::Arc;

use neargate_core::Arn;
use neargate_store::{Expect, ReadRecords as _, Stored, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};

use super::destinations::{self, UNREACHABLE};
use super::filters::{self, Subscription, key, of_group};
use super::metric_filters::PER_PAGE;
use super::outbound::{Target, Vendor};
use crate::Logs;
use crate::model;
use crate::pattern::Pattern;
use crate::refusal::Refusal;
use crate::resolve;

/// As AWS allows a group.
const MAX_PER_GROUP: usize = 2;

pub async fn put(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutSubscriptionFilterRequest,
) -> Result<(), AwsError> {
    if input.field_selection_criteria.is_some_and(|criteria| !criteria.trim().is_empty()) {
        return Err(AwsError::not_implemented("logs", "PutSubscriptionFilter with fieldSelectionCriteria"));
    }
    if input.emit_system_fields.is_some_and(|fields| !fields.is_empty()) {
        return Err(AwsError::not_implemented("logs", "PutSubscriptionFilter with emitSystemFields"));
    }
    let text = input.filter_pattern.unwrap_or_default();
    Pattern::parse(&text).map_err(|error| Refusal::parameter(error.to_string()))?;
    let scope = context.scope.clone();
    let group = input.log_group_name.unwrap_or_default();
    let subscription = Subscription {
        group: String::new(),
        group_name: group.clone(),
        name: input.filter_name.unwrap_or_default(),
        pattern: text,
        created: logs.now(),
        destination: input.destination_arn.unwrap_or_default(),
        role: input.role_arn,
        random: input.distribution == Some(model::Distribution::Random),
        on_transformed: input.apply_on_transformed_logs.unwrap_or(false),
    };
    logs.store.read(|r| resolve::standard_group(r, &scope, &group)).await?;
    check(&logs, &context, &subscription).await?;
    let written = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let Stored { value: mut group, revision } = resolve::group(w, &scope, &group)?;
        let known = w.get_record::<Subscription>(account, region, &key(&group.uid, &subscription.name))?;
        if known.is_none() {
            let count = of_group::<Subscription>(w, &scope, &group.uid)?.len();
            if count >= MAX_PER_GROUP {
                return Err(Refusal::Limit("Resource limit exceeded.".to_owned()));
            }
            group.subscriptions = count as u32 + 1;
            w.put_record(account, region, &group, Expect::Revision(revision))?;
            let since = resolve::usage(w, &scope, &group.uid)?.sequence;
            filters::begin(w, &scope, &group.uid, &Subscription::consumer(&subscription.name), since)?;
        }
        let created = known.map_or(subscription.created, |known| known.value.created);
        let subscription = Subscription { group: group.uid, created, ..subscription.clone() };
        w.put_record(account, region, &subscription, Expect::Any)?;
        Ok::<_, Refusal>(())
    });
    Ok(written.await?)
}

/// Whether the destination is one, goes with the role, and answers.
async fn check(logs: &Logs, context: &Context, subscription: &Subscription) -> Result<(), Refusal> {
    let destination = &subscription.destination;
    let arn: Arn = destination.parse().map_err(|_| Refusal::parameter("Invalid destinationArn provided."))?;
    let by_name = arn.service == "logs";
    let target = Target::new(&arn);
    let needs_role = target.as_ref().is_some_and(|target| target.vendor != Vendor::Lambda);
    if target.is_none() && !by_name {
        let message = format!(
            "PutSubscriptionFilter operation cannot work with destinationArn for vendor {}",
            arn.service
        );
        return Err(Refusal::Parameter(message));
    }
    if needs_role && subscription.role.is_none() {
        let message = format!("destinationArn for vendor {} cannot be used without roleArn", arn.service);
        return Err(Refusal::Parameter(message));
    }
    if !needs_role && subscription.role.is_some() {
        let message = format!("destinationArn for vendor {} cannot be used with roleArn", arn.service);
        return Err(Refusal::Parameter(message));
    }
    let complaint = target.as_ref().map_or(UNREACHABLE, Target::complaint);
    let target = destinations::target(logs, &context.scope, destination).await;
    let Some((target, dispatcher)) = target.zip(logs.dispatcher()) else {
        return Err(Refusal::parameter(complaint));
    };
    target.probe(dispatcher, logs.now()).await.map_err(|error| {
        tracing::debug!(
            destination,
            error = &error as &dyn std::error::Error,
            "a destination didn't take the test message"
        );
        Refusal::parameter(complaint)
    })
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteSubscriptionFilterRequest,
) -> Result<(), AwsError> {
    let (group, name) = (input.log_group_name.unwrap_or_default(), input.filter_name.unwrap_or_default());
    let scope = context.scope.clone();
    let deleted = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let Stored { value: mut group, revision } = resolve::group(w, &scope, &group)?;
        if !w.delete_record::<Subscription>(account, region, &key(&group.uid, &name), Expect::Any)? {
            return Err(Refusal::Missing("The specified subscription filter does not exist.".to_owned()));
        }
        filters::end(w, &scope, &group.uid, &Subscription::consumer(&name))?;
        group.subscriptions = of_group::<Subscription>(w, &scope, &group.uid)?.len() as u32;
        w.put_record(account, region, &group, Expect::Revision(revision))?;
        Ok(())
    });
    Ok(deleted.await?)
}

pub async fn describe(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeSubscriptionFiltersRequest,
) -> Result<model::DescribeSubscriptionFiltersResponse, AwsError> {
    let scope = &context.scope;
    let group = input.log_group_name.unwrap_or_default();
    let prefix = input.filter_name_prefix.unwrap_or_default();
    let most = input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PER_PAGE);
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let binding = ["DescribeSubscriptionFilters", account, region, &group, &prefix];
    let after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let read = logs.store.read(|r| {
        let group = resolve::standard_group(r, scope, &group)?.value;
        Ok::<_, Refusal>(of_group::<Subscription>(r, scope, &group.uid)?)
    });
    let mut found = read.await?;
    found.retain(|filter| {
        filter.name.starts_with(&prefix) && after.as_ref().is_none_or(|after| filter.name > *after)
    });
    let more = found.len() > most;
    found.truncate(most);
    let next_token = found.last().filter(|_| more).map(|last| token::encode(&binding, &last.name));
    let subscription_filters = Some(found.into_iter().map(described).collect());
    Ok(model::DescribeSubscriptionFiltersResponse { subscription_filters, next_token })
}

fn described(filter: Subscription) -> model::SubscriptionFilter {
    let distribution =
        if filter.random { model::Distribution::Random } else { model::Distribution::ByLogStream };
    model::SubscriptionFilter {
        filter_name: Some(filter.name),
        log_group_name: Some(filter.group_name),
        filter_pattern: Some(filter.pattern),
        destination_arn: Some(filter.destination),
        role_arn: filter.role,
        distribution: Some(distribution),
        apply_on_transformed_logs: Some(filter.on_transformed),
        creation_time: Some(filter.created),
        field_selection_criteria: None,
        emit_system_fields: None,
    }
}
