//! PutMetricFilter, DescribeMetricFilters and DeleteMetricFilter.

use std::sync::Arc;

use neargate_store::{Expect, ReadRecords as _, Stored, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};

use super::filters::{self, METRICS, MetricFilter, key, of_group};
use super::metric_values::Source;
use crate::Logs;
use crate::model;
use crate::pattern::Pattern;
use crate::refusal::Refusal;
use crate::resolve;

/// As AWS allows a group.
const MAX_PER_GROUP: usize = 100;
const MAX_DIMENSIONS: usize = 3;
pub(super) const PER_PAGE: usize = 50;

pub async fn put(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutMetricFilterRequest,
) -> Result<(), AwsError> {
    if input.field_selection_criteria.is_some_and(|criteria| !criteria.trim().is_empty()) {
        return Err(AwsError::not_implemented("logs", "PutMetricFilter with fieldSelectionCriteria"));
    }
    if input.emit_system_field_dimensions.is_some_and(|fields| !fields.is_empty()) {
        return Err(AwsError::not_implemented("logs", "PutMetricFilter with emitSystemFieldDimensions"));
    }
    let text = input.filter_pattern.unwrap_or_default();
    let pattern = Pattern::parse(&text).map_err(|error| Refusal::parameter(error.to_string()))?;
    let transformation =
        input.metric_transformations.and_then(|list| list.into_iter().next()).unwrap_or_default();
    check(&pattern, &transformation)?;
    let group = input.log_group_name.unwrap_or_default();
    let filter = MetricFilter {
        group: String::new(),
        group_name: group.clone(),
        name: input.filter_name.unwrap_or_default(),
        pattern: text,
        created: logs.now(),
        metric: transformation.metric_name.unwrap_or_default(),
        namespace: transformation.metric_namespace.unwrap_or_default(),
        value: transformation.metric_value.unwrap_or_default(),
        default_value: transformation.default_value,
        dimensions: transformation.dimensions.unwrap_or_default(),
        unit: transformation.unit.map(|unit| unit.as_str().to_owned()),
        on_transformed: input.apply_on_transformed_logs.unwrap_or(false),
        since: 0,
    };
    let scope = context.scope.clone();
    let written = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let Stored { value: mut group, revision } = resolve::standard_group(w, &scope, &group)?;
        let since = resolve::usage(w, &scope, &group.uid)?.sequence;
        let known = w.get_record::<MetricFilter>(account, region, &key(&group.uid, &filter.name))?;
        let filter = MetricFilter { group: group.uid.clone(), since, ..filter.clone() };
        if known.is_none() {
            let count = of_group::<MetricFilter>(w, &scope, &group.uid)?.len();
            if count >= MAX_PER_GROUP {
                return Err(Refusal::Limit("Resource limit exceeded.".to_owned()));
            }
            group.metric_filters = count as u32 + 1;
            w.put_record(account, region, &group, Expect::Revision(revision))?;
        }
        // A filter that is put again keeps the moment of its creation.
        let created = known.map_or(filter.created, |known| known.value.created);
        w.put_record(account, region, &MetricFilter { created, ..filter }, Expect::Any)?;
        filters::begin(w, &scope, &group.uid, METRICS, since)?;
        Ok::<_, Refusal>(())
    });
    Ok(written.await?)
}

fn check(pattern: &Pattern, transformation: &model::MetricTransformation) -> Result<(), Refusal> {
    let invalid = |what: &str| Refusal::Parameter(format!("Invalid metric transformation: {what}"));
    let value = transformation.metric_value.as_deref().unwrap_or_default();
    Source::parse(pattern, value)
        .map_err(|()| invalid("metric value must be a valid number or a field of the filter pattern."))?;
    let dimensions = transformation.dimensions.iter().flatten();
    if dimensions.clone().next().is_some() && !matches!(pattern, Pattern::Json(_) | Pattern::Delimited(_)) {
        return Err(Refusal::parameter("The specified filter pattern does not support dimensions"));
    }
    let mut count = 0;
    for (_, field) in dimensions {
        count += 1;
        match Source::parse(pattern, field) {
            Ok(Source::Field(_) | Source::Selector(_)) => {}
            _ => {
                return Err(invalid(
                    "dimension values must be fields of a JSON or space-delimited filter pattern.",
                ));
            }
        }
    }
    if count > MAX_DIMENSIONS {
        return Err(invalid("a metric filter can have no more than 3 dimensions."));
    }
    if count > 0 && transformation.default_value.is_some() {
        return Err(invalid("dimensions and default value are mutually exclusive properties."));
    }
    Ok(())
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteMetricFilterRequest,
) -> Result<(), AwsError> {
    let (group, name) = (input.log_group_name.unwrap_or_default(), input.filter_name.unwrap_or_default());
    let scope = context.scope.clone();
    let deleted = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let Stored { value: mut group, revision } = resolve::group(w, &scope, &group)?;
        if !w.delete_record::<MetricFilter>(account, region, &key(&group.uid, &name), Expect::Any)? {
            return Err(Refusal::Missing("The specified metric filter does not exist.".to_owned()));
        }
        group.metric_filters = of_group::<MetricFilter>(w, &scope, &group.uid)?.len() as u32;
        if group.metric_filters == 0 {
            filters::end(w, &scope, &group.uid, METRICS)?;
        }
        w.put_record(account, region, &group, Expect::Revision(revision))?;
        Ok(())
    });
    Ok(deleted.await?)
}

pub async fn describe(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeMetricFiltersRequest,
) -> Result<model::DescribeMetricFiltersResponse, AwsError> {
    if input.metric_name.is_some() != input.metric_namespace.is_some() {
        return Err(Refusal::parameter("metricName and metricNamespace must be specified together.").into());
    }
    let scope = &context.scope;
    let group = input.log_group_name.unwrap_or_default();
    // The prefix counts only if a group is named, too.
    let prefix = input.filter_name_prefix.filter(|_| !group.is_empty()).unwrap_or_default();
    let metric = input.metric_name.zip(input.metric_namespace);
    let (name, namespace) = metric.clone().unwrap_or_default();
    let most = input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PER_PAGE);
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let binding = ["DescribeMetricFilters", account, region, &group, &prefix, &name, &namespace];
    let after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let filters = logs.store.read(|r| {
        let uid = match group.as_str() {
            "" => None,
            name => Some(resolve::standard_group(r, scope, name)?.value.uid),
        };
        match uid {
            Some(uid) => Ok(of_group::<MetricFilter>(r, scope, &uid)?),
            None => Ok::<_, Refusal>(everywhere(r, scope)?),
        }
    });
    let mut filters = filters.await?;
    filters.retain(|filter| {
        filter.name.starts_with(&prefix)
            && metric
                .as_ref()
                .is_none_or(|(name, space)| filter.metric == *name && filter.namespace == *space)
    });
    filters.sort_by_cached_key(place);
    filters.retain(|filter| after.as_ref().is_none_or(|after| place(filter) > *after));
    let more = filters.len() > most;
    filters.truncate(most);
    let next_token = filters.last().filter(|_| more).map(|last| token::encode(&binding, &place(last)));
    let metric_filters = Some(filters.into_iter().map(described).collect());
    Ok(model::DescribeMetricFiltersResponse { metric_filters, next_token })
}

/// Filters are listed by name, then by group.
fn place(filter: &MetricFilter) -> String {
    format!("{}\n{}", filter.name, filter.group_name)
}

/// The metric filters of all groups that are there.
fn everywhere(
    r: &mut dyn neargate_store::Reader,
    scope: &neargate_core::Scope,
) -> Result<Vec<MetricFilter>, Refusal> {
    let all = neargate_store::Range::all();
    let listed = r.list_records::<MetricFilter>(scope.account.as_str(), scope.region.as_str(), all)?;
    let mut found = Vec::new();
    for Stored { value: filter, .. } in listed {
        match resolve::group(r, scope, &filter.group_name) {
            Ok(group) if group.value.uid == filter.group => found.push(filter),
            Ok(_) | Err(Refusal::NoGroup) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}

fn described(filter: MetricFilter) -> model::MetricFilter {
    model::MetricFilter {
        filter_name: Some(filter.name),
        filter_pattern: Some(filter.pattern),
        metric_transformations: Some(vec![model::MetricTransformation {
            metric_name: Some(filter.metric),
            metric_namespace: Some(filter.namespace),
            metric_value: Some(filter.value),
            default_value: filter.default_value,
            dimensions: Some(filter.dimensions).filter(|dimensions| !dimensions.is_empty()),
            unit: filter.unit.as_deref().map(model::StandardUnit::from),
        }]),
        creation_time: Some(filter.created),
        log_group_name: Some(filter.group_name),
        apply_on_transformed_logs: Some(filter.on_transformed),
        field_selection_criteria: None,
        emit_system_field_dimensions: None,
    }
}
