//! `GetParametersByPath`.
//!
//! A page is a walk along the names below the path from where the one before ended.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Range, ReadRecords as _, Reader, Stored, token};
use neargate_wire::{AwsError, Context};

use crate::filter::{self, Filter, Of, is_below};
use crate::name::{PATH_SYNTAX, is_path};
use crate::records::{self, ParameterRecord, VersionRecord};
use crate::refusal::Refusal;
use crate::{Ssm, model};

const PER_PAGE: usize = 10;
const PER_LISTING: usize = 200;

pub async fn get_parameters_by_path(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::GetParametersByPathRequest,
) -> Result<model::GetParametersByPathResult, AwsError> {
    let scope = &context.scope;
    let path = input.path.unwrap_or_default();
    if !is_path(&path) {
        return Err(Refusal::validation(PATH_SYNTAX).into());
    }
    let filters = filter::parse(input.parameter_filters, Of::Path)?;
    let recursive = input.recursive.unwrap_or(false);
    let limit = input.max_results.and_then(|max| usize::try_from(max).ok()).unwrap_or(PER_PAGE);
    let spelled: Vec<String> = filters.iter().map(Filter::spelled).collect();
    let how = recursive.to_string();
    let mut binding = vec!["GetParametersByPath", scope.account.as_str(), scope.region.as_str(), &path, &how];
    binding.extend(spelled.iter().map(String::as_str));
    let after = input.next_token.map(|token| token::decode(&binding, &token)).transpose();
    let after = after.map_err(Refusal::from)?;
    let walk = Walk { path: &path, recursive, filters: &filters, now: ssm.now() };
    let (found, last) = ssm.store.read(|r| walk.page(r, scope, after, limit)).await?;
    let decrypt = input.with_decryption.unwrap_or(false);
    let mut parameters = Vec::with_capacity(found.len());
    for (parameter, version, label) in found {
        let answer = ssm.answer(&context, &parameter, version, decrypt).await?;
        parameters.push(model::Parameter { selector: label.map(|label| format!(":{label}")), ..answer });
    }
    Ok(model::GetParametersByPathResult {
        parameters: Some(parameters),
        next_token: last.map(|last| token::encode(&binding, &last)),
    })
}

struct Walk<'a> {
    path: &'a str,
    recursive: bool,
    filters: &'a [Filter],
    now: i64,
}

/// A parameter with the version that is asked for, and the label by which it was.
type Found = (ParameterRecord, VersionRecord, Option<String>);

impl Walk<'_> {
    fn page(
        &self,
        r: &mut dyn Reader,
        scope: &Scope,
        mut after: Option<String>,
        limit: usize,
    ) -> Result<(Vec<Found>, Option<String>), Refusal> {
        let below = self.path.strip_suffix('/').unwrap_or(self.path);
        // Names without a slash lie at the root, so that it is everything.
        let prefix = if below.is_empty() { String::new() } else { format!("{below}/") };
        let mut found: Vec<Found> = Vec::new();
        loop {
            let range = Range::prefix(&prefix).after(after.as_deref()).limit(PER_LISTING);
            let page: Vec<Stored<ParameterRecord>> =
                r.list_records(scope.account.as_str(), scope.region.as_str(), range)?;
            let ended = page.len() < PER_LISTING;
            after = page.last().map(|parameter| parameter.value.name.clone());
            for Stored { value: parameter, .. } in page {
                let takes = !parameter.is_gone(self.now)
                    && is_below(&parameter.name, self.path, self.recursive)
                    && self.filters.iter().all(|filter| filter.matches(&parameter));
                if !takes {
                    continue;
                }
                if found.len() == limit {
                    let last = found.last().map(|(last, ..)| last.name.clone());
                    return Ok((found, last));
                }
                let label = self.filters.iter().find_map(Filter::label);
                let labelled = label.and_then(|label| parameter.labels.get(label).copied());
                let version = match labelled {
                    Some(number) => records::version(r, scope, &parameter, number)?
                        .ok_or_else(|| Refusal::Lost { name: parameter.name.clone(), version: number })?,
                    None => records::latest(r, scope, &parameter)?,
                };
                found.push((parameter, version, label.map(str::to_owned)));
            }
            if ended {
                return Ok((found, None));
            }
        }
    }
}
