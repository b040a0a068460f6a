//! CreateLogGroup, DeleteLogGroup, DescribeLogGroups, ListLogGroups and PutLogGroupDeletionProtection.

use std::sync::Arc;

use neargate_core::{Scope, random_hex};
use neargate_store::{Error, Expect, Range, ReadRecords as _, Reader, Stored, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};

use crate::model;
use crate::policies;
use crate::protection;
use crate::records::{Garbage, Group, STANDARD, Usage};
use crate::refusal::Refusal;
use crate::resolve;
use crate::{Logs, tags};

const PER_PAGE: usize = 50;
const PER_LISTING: usize = 200;

pub async fn create(
    logs: Arc<Logs>,
    context: Context,
    input: model::CreateLogGroupRequest,
) -> Result<(), AwsError> {
    let name = input.log_group_name.unwrap_or_default();
    if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws/")) {
        return Err(Refusal::parameter("Log groups starting with AWS/ are reserved for AWS.").into());
    }
    let tags = input.tags.unwrap_or_default();
    tags::check_keys(tags.keys())?;
    input.kms_key_id.as_deref().map_or(Ok(()), policies::check_key)?;
    let group = Group {
        name,
        uid: random_hex(16),
        created: logs.now(),
        class: input.log_group_class.map_or_else(|| STANDARD.to_owned(), |class| class.as_str().to_owned()),
        retention_days: None,
        kms_key_id: input.kms_key_id,
        deletion_protected: input.deletion_protection_enabled.unwrap_or(false),
        tags,
        metric_filters: 0,
        subscriptions: 0,
        protection: None,
        findings: false,
    };
    let scope = context.scope.clone();
    let created = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        w.put_record(account, region, &group, Expect::Absent)?;
        let usage = Usage { group: group.uid.clone(), ..Usage::default() };
        w.put_record(account, region, &usage, Expect::Absent)?;
        Ok::<_, Error>(())
    });
    match created.await {
        Err(Error::Conflict { .. }) => Err(Refusal::GroupExists.into()),
        other => Ok(other.map_err(Refusal::from)?),
    }
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteLogGroupRequest,
) -> Result<(), AwsError> {
    let name = input.log_group_name.unwrap_or_default();
    let scope = context.scope.clone();
    let deleted = logs.store.write(context.durability, move |w| {
        let group = resolve::group(w, &scope, &name)?.value;
        if group.deletion_protected {
            return Err(Refusal::Protected(format!(
                "The log group {name} has deletion protection enabled. Disable deletion protection to delete it."
            )));
        }
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        w.delete_record::<Group>(account, region, &name, Expect::Any)?;
        w.put_record(account, region, &Garbage { uid: group.uid, stream_of: None }, Expect::Any)?;
        Ok(())
    });
    Ok(deleted.await?)
}

pub async fn put_deletion_protection(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutLogGroupDeletionProtectionRequest,
) -> Result<(), AwsError> {
    let name = resolve::group_name(&context.scope, None, input.log_group_identifier)?;
    let enabled = input.deletion_protection_enabled.unwrap_or(false);
    Ok(logs.change_group(&context, name, move |group| group.deletion_protected = enabled).await?)
}

impl Logs {
    /// Changes a group's document in one transaction.
    pub(crate) async fn change_group(
        &self,
        context: &Context,
        name: String,
        change: impl Fn(&mut Group) + Send + 'static,
    ) -> Result<(), Refusal> {
        self.try_change_group(context, name, move |group| {
            change(group);
            Ok(())
        })
        .await
    }

    pub(crate) async fn try_change_group(
        &self,
        context: &Context,
        name: String,
        change: impl Fn(&mut Group) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<(), Refusal> {
        let scope = context.scope.clone();
        let changed = self.store.write(context.durability, move |w| {
            let Stored { mut value, revision } = resolve::group(w, &scope, &name)?;
            change(&mut value)?;
            w.put_record(scope.account.as_str(), scope.region.as_str(), &value, Expect::Revision(revision))?;
            Ok::<_, Refusal>(())
        });
        changed.await
    }
}

pub async fn describe(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeLogGroupsRequest,
) -> Result<model::DescribeLogGroupsResponse, AwsError> {
    let scope = &context.scope;
    if input.log_group_name_prefix.is_some() && input.log_group_name_pattern.is_some() {
        return Err(Refusal::parameter(
            "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        )
        .into());
    }
    if let Some(identifiers) = input.log_group_identifiers {
        let others = input.log_group_name_prefix.is_some()
            || input.log_group_name_pattern.is_some()
            || input.log_group_class.is_some();
        if others {
            return Err(Refusal::parameter(
                "logGroupIdentifiers cannot be specified together with other filters.",
            )
            .into());
        }
        let log_groups = logs.store.read(|r| named(r, scope, identifiers)).await?;
        return Ok(model::DescribeLogGroupsResponse { log_groups: Some(log_groups), next_token: None });
    }
    let searched = input.account_identifiers.filter(|_| input.include_linked_accounts == Some(true));
    if searched.is_some_and(|list| !list.is_empty() && !list.iter().any(|one| one == scope.account.as_str()))
    {
        // No other account is linked to this one.
        return Ok(model::DescribeLogGroupsResponse { log_groups: Some(Vec::new()), next_token: None });
    }
    let page = Page {
        prefix: input.log_group_name_prefix.unwrap_or_default(),
        pattern: input.log_group_name_pattern,
        class: input.log_group_class.map(|class| class.as_str().to_owned()),
        limit: input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PER_PAGE),
    };
    let binding = [
        "DescribeLogGroups",
        scope.account.as_str(),
        scope.region.as_str(),
        &page.prefix,
        page.pattern.as_deref().unwrap_or_default(),
        page.class.as_deref().unwrap_or_default(),
    ];
    let after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let (log_groups, last) = logs.store.read(|r| page.read(r, scope, after)).await?;
    let next_token = last.map(|last| token::encode(&binding, &last));
    Ok(model::DescribeLogGroupsResponse { log_groups: Some(log_groups), next_token })
}

fn named(
    reader: &mut dyn Reader,
    scope: &Scope,
    identifiers: Vec<String>,
) -> Result<Vec<model::LogGroup>, Refusal> {
    let names: Result<std::collections::BTreeSet<_>, _> =
        identifiers.into_iter().map(|identifier| resolve::name_of(scope, identifier)).collect();
    let inherited = protection::account_policy(reader, scope)?.is_some();
    let mut found = Vec::new();
    for name in names? {
        let group = reader.get_record::<Group>(scope.account.as_str(), scope.region.as_str(), &name)?;
        if let Some(group) = group {
            found.push(described(reader, scope, group.value, inherited)?);
        }
    }
    Ok(found)
}

/// A page of DescribeLogGroups.
struct Page {
    prefix: String,
    pattern: Option<String>,
    class: Option<String>,
    limit: usize,
}

impl Page {
    /// The page behind a name, and the name to go on from.
    fn read(
        &self,
        reader: &mut dyn Reader,
        scope: &Scope,
        mut after: Option<String>,
    ) -> Result<(Vec<model::LogGroup>, Option<String>), Refusal> {
        let inherited = protection::account_policy(reader, scope)?.is_some();
        let mut found = Vec::new();
        loop {
            let range = Range::prefix(&self.prefix).after(after.as_deref()).limit(PER_LISTING);
            let groups: Vec<Stored<Group>> =
                reader.list_records(scope.account.as_str(), scope.region.as_str(), range)?;
            let ended = groups.len() < PER_LISTING;
            after = groups.last().map(|group| group.value.name.clone());
            for Stored { value: group, .. } in groups {
                if self.class.as_ref().is_some_and(|class| *class != group.class)
                    || self.pattern.as_ref().is_some_and(|pattern| !group.name.contains(pattern.as_str()))
                {
                    continue;
                }
                if found.len() == self.limit {
                    let last = found.last().and_then(|last: &model::LogGroup| last.log_group_name.clone());
                    return Ok((found, last));
                }
                let group = described(reader, scope, group, inherited)?;
                found.push(if self.pattern.is_some() { brief(group) } else { group });
            }
            if ended {
                return Ok((found, None));
            }
        }
    }
}

pub async fn list(
    logs: Arc<Logs>,
    context: Context,
    input: model::ListLogGroupsRequest,
) -> Result<model::ListLogGroupsResponse, AwsError> {
    let unbuilt = input.data_sources.is_some_and(|list| !list.is_empty())
        || input.field_index_names.is_some_and(|list| !list.is_empty());
    if unbuilt {
        return Err(AwsError::not_implemented("logs", "ListLogGroups by data sources or field indexes"));
    }
    let scope = &context.scope;
    let ours = |account: &String| account == scope.account.as_str();
    let visible =
        input.account_identifiers.as_ref().is_none_or(|list| list.is_empty() || list.iter().any(ours));
    let pattern = input.log_group_name_pattern.unwrap_or_default();
    let class = input.log_group_class.map(|class| class.as_str().to_owned()).unwrap_or_default();
    let tags = input.log_group_tags.unwrap_or_default();
    let limit = input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PER_PAGE);
    let tags_text = serde_json::to_string(&tags).unwrap_or_default();
    let binding =
        ["ListLogGroups", scope.account.as_str(), scope.region.as_str(), &pattern, &class, &tags_text];
    let mut after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let mut found: Vec<String> = Vec::new();
    let mut log_groups = Vec::new();
    let read = logs.store.read(|r| {
        if !visible {
            return Ok(false);
        }
        loop {
            let range = Range::all().after(after.as_deref()).limit(PER_LISTING);
            let groups: Vec<Stored<Group>> =
                r.list_records(scope.account.as_str(), scope.region.as_str(), range)?;
            let ended = groups.len() < PER_LISTING;
            after = groups.last().map(|group| group.value.name.clone());
            for Stored { value: group, .. } in groups {
                let wanted = matches_any(&pattern, &group.name)
                    && (class.is_empty() || class == group.class)
                    && tags.iter().all(|filter| has_tag(&group, filter));
                if !wanted {
                    continue;
                }
                if found.len() == limit {
                    return Ok::<_, Refusal>(true);
                }
                found.push(group.name.clone());
                log_groups.push(model::LogGroupSummary {
                    log_group_arn: Some(resolve::group_arn(scope, &group.name)),
                    log_group_name: Some(group.name),
                    log_group_class: Some(model::LogGroupClass::from(group.class.as_str())),
                });
            }
            if ended {
                return Ok(false);
            }
        }
    });
    let more = read.await?;
    let next_token = found.last().filter(|_| more).map(|last| token::encode(&binding, last));
    Ok(model::ListLogGroupsResponse { log_groups: Some(log_groups), next_token })
}

/// Whether a name holds one of the parts between `|`, or begins with one behind a `^`.
fn matches_any(pattern: &str, name: &str) -> bool {
    pattern.split('|').any(|part| match part.strip_prefix('^') {
        Some(prefix) => name.starts_with(prefix),
        None => name.contains(part),
    })
}

fn has_tag(group: &Group, filter: &model::TagFilter) -> bool {
    let value = filter.key.as_ref().and_then(|key| group.tags.get(key));
    value.is_some_and(|value| {
        filter.values.as_ref().is_none_or(|list| list.is_empty() || list.contains(value))
    })
}

/// `inherited`: whether the account has a data protection policy.
fn described(
    reader: &mut dyn Reader,
    scope: &Scope,
    group: Group,
    inherited: bool,
) -> Result<model::LogGroup, Refusal> {
    let usage = resolve::usage(reader, scope, &group.uid)?;
    let arn = resolve::group_arn(scope, &group.name);
    Ok(model::LogGroup {
        log_group_name: Some(group.name),
        creation_time: Some(group.created),
        retention_in_days: group.retention_days,
        metric_filter_count: Some(i64::from(group.metric_filters)),
        arn: Some(format!("{arn}:*")),
        stored_bytes: Some(usage.stored_bytes),
        kms_key_id: group.kms_key_id,
        log_group_class: Some(model::LogGroupClass::from(group.class.as_str())),
        log_group_arn: Some(arn),
        deletion_protection_enabled: Some(group.deletion_protected),
        data_protection_status: group.protection.as_deref().map(model::DataProtectionStatus::from),
        inherited_properties: inherited.then(|| vec![model::InheritedProperty::AccountDataProtection]),
        ..model::LogGroup::default()
    })
}

/// What a search by a part of the name answers with, as the documentation of the parameter says.
fn brief(group: model::LogGroup) -> model::LogGroup {
    model::LogGroup {
        log_group_name: group.log_group_name,
        creation_time: group.creation_time,
        arn: group.arn,
        ..model::LogGroup::default()
    }
}
