//! `ListKeys` and `ListAliases`, and how listings are cut into pages.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Error, Range, ReadRecords as _, Record, Stored, token};
use neargate_wire::{AwsError, Context};

use crate::records::{AliasRecord, BY_KEY, KeyRecord, alias_arn, time};
use crate::refusal::Refusal;
use crate::{Kms, managed, model};

const KEYS_PER_PAGE: usize = 100;
const ALIASES_PER_PAGE: usize = 50;

/// How many a page is to have.
pub fn limit(asked: Option<i64>, default: usize) -> usize {
    asked.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(default)
}

/// A page of records, and the marker of the next.
pub struct Page<T> {
    pub records: Vec<T>,
    pub next: Option<String>,
}

/// Where a listing takes its records from: all of a kind, those whose ids begin alike, or those found under a name.
#[derive(Clone, Copy)]
pub enum From<'a> {
    Everything,
    Prefix(&'a str),
    Lookup(&'static str, &'a str),
}

impl Kms {
    /// Pages go by the records' ids; `binding` says of which listing a marker is.
    pub(crate) async fn page<T: Record>(
        &self,
        scope: &Scope,
        from: From<'_>,
        binding: &[&str],
        marker: Option<String>,
        limit: usize,
        wanted: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, Refusal> {
        let mut after = marker.map(|marker| token::decode(binding, &marker)).transpose()?;
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let mut records: Vec<T> = Vec::new();
        self.store
            .read(|r| {
                loop {
                    let range = match from {
                        From::Prefix(prefix) => Range::prefix(prefix),
                        From::Everything | From::Lookup(..) => Range::all(),
                    };
                    let range = range.after(after.as_deref()).limit(limit + 1);
                    let page: Vec<Stored<T>> = match from {
                        From::Lookup(name, value) => r.lookup_records(account, region, name, value, range)?,
                        From::Everything | From::Prefix(_) => r.list_records(account, region, range)?,
                    };
                    let ended = page.len() <= limit;
                    after = page.last().map(|last| last.value.id().into_owned());
                    records.extend(page.into_iter().map(|one| one.value).filter(|one| wanted(one)));
                    if ended || records.len() > limit {
                        return Ok::<_, Error>(());
                    }
                }
            })
            .await?;
        let more = records.len() > limit;
        records.truncate(limit);
        let next = records.last().filter(|_| more).map(|last| token::encode(binding, &last.id()));
        Ok(Page { records, next })
    }
}

pub async fn list_keys(
    kms: Arc<Kms>,
    context: Context,
    input: model::ListKeysRequest,
) -> Result<model::ListKeysResponse, AwsError> {
    let (scope, now) = (&context.scope, kms.now());
    let limit = limit(input.limit, KEYS_PER_PAGE);
    let binding = ["ListKeys", scope.account.as_str(), scope.region.as_str()];
    let there = |key: &KeyRecord| !key.is_gone(now);
    let page = kms.page(scope, From::Everything, &binding, input.marker, limit, there).await?;
    let entry = |key: KeyRecord| model::KeyListEntry { key_arn: Some(key.arn(scope)), key_id: Some(key.id) };
    Ok(model::ListKeysResponse {
        keys: Some(page.records.into_iter().map(entry).collect()),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    })
}

/// Beside those that lead to keys, AWS's own that don't yet: they come last, on a page of their own if need be.
pub async fn list_aliases(
    kms: Arc<Kms>,
    context: Context,
    input: model::ListAliasesRequest,
) -> Result<model::ListAliasesResponse, AwsError> {
    let scope = &context.scope;
    let limit = limit(input.limit, ALIASES_PER_PAGE);
    let key = match &input.key_id {
        Some(text) => Some(kms.own(&context, text, "kms:ListAliases").await?.key.id),
        None => None,
    };
    let from = key.as_deref().map_or(From::Everything, |key| From::Lookup(BY_KEY, key));
    let of = key.as_deref().unwrap_or_default();
    let binding = ["ListAliases", scope.account.as_str(), scope.region.as_str(), of];
    let unmade = [&binding[..], &["unmade"]].concat();
    let entry = |alias: AliasRecord| model::AliasListEntry {
        alias_arn: Some(alias_arn(scope, &alias.name)),
        alias_name: Some(alias.name),
        target_key_id: Some(alias.key),
        creation_date: Some(time(alias.created)),
        last_updated_date: Some(time(alias.updated)),
    };
    let mut entries = Vec::new();
    // The marker tells in which of the two lists the page begins.
    let behind = input.marker.as_ref().and_then(|marker| token::decode(&unmade, marker).ok());
    if behind.is_none() {
        let page = kms.page(scope, from, &binding, input.marker, limit, |_: &AliasRecord| true).await?;
        entries.extend(page.records.into_iter().map(entry));
        if page.next.is_some() {
            return Ok(answer(entries, page.next));
        }
    }
    if key.is_some() {
        return Ok(answer(entries, None));
    }
    let names = managed::unmade_aliases(&kms, scope).await?;
    let mut names: Vec<String> =
        names.into_iter().filter(|name| behind.as_ref().is_none_or(|behind| name > behind)).collect();
    let room = limit - entries.len();
    let more = names.len() > room;
    names.truncate(room);
    // Without room the next page begins with the first of them, which comes behind the empty name.
    let last = names.last().cloned().or(behind).unwrap_or_default();
    let next = more.then(|| token::encode(&unmade, &last));
    entries.extend(names.into_iter().map(|name| model::AliasListEntry {
        alias_arn: Some(alias_arn(scope, &name)),
        alias_name: Some(name),
        ..model::AliasListEntry::default()
    }));
    Ok(answer(entries, next))
}

fn answer(aliases: Vec<model::AliasListEntry>, next: Option<String>) -> model::ListAliasesResponse {
    model::ListAliasesResponse { aliases: Some(aliases), truncated: Some(next.is_some()), next_marker: next }
}
