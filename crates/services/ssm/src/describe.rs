//! `DescribeParameters`: all about parameters but their values.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Error, Range, ReadRecords as _, Reader, Stored, token};
use neargate_wire::{AwsError, Context};

use crate::filter::{self, Filter, Of};
use crate::model::ParameterTier;
use crate::policies::Policy;
use crate::put::kind;
use crate::records::{ParameterRecord, time};
use crate::refusal::Refusal;
use crate::{Ssm, model};

const PER_PAGE: usize = 50;
const PER_LISTING: usize = 200;

pub async fn describe_parameters(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::DescribeParametersRequest,
) -> Result<model::DescribeParametersResult, AwsError> {
    let scope = &context.scope;
    let old = input.filters.filter(|filters| !filters.is_empty());
    let new = input.parameter_filters.filter(|filters| !filters.is_empty());
    if old.is_some() && new.is_some() {
        return Err(Refusal::validation(
            "You can use either Filters or ParameterFilters in a single request.",
        )
        .into());
    }
    // Nobody shares parameters with this account.
    if input.shared == Some(true) {
        return Ok(model::DescribeParametersResult { parameters: Some(Vec::new()), next_token: None });
    }
    let mut filters = filter::parse(new, Of::Describe)?;
    filters.extend(filter::parse_old(old));
    let limit = input.max_results.and_then(|max| usize::try_from(max).ok()).unwrap_or(PER_PAGE);
    let spelled: Vec<String> = filters.iter().map(Filter::spelled).collect();
    let mut binding = vec!["DescribeParameters", scope.account.as_str(), scope.region.as_str()];
    binding.extend(spelled.iter().map(String::as_str));
    let after = input.next_token.map(|token| token::decode(&binding, &token)).transpose();
    let after = after.map_err(Refusal::from)?;
    let now = ssm.now();
    let takes = |parameter: &ParameterRecord| {
        !parameter.is_gone(now) && filters.iter().all(|filter| filter.matches(parameter))
    };
    let (found, last) =
        ssm.store.read(|r| page(r, scope, after, limit, takes)).await.map_err(Refusal::from)?;
    Ok(model::DescribeParametersResult {
        parameters: Some(found.into_iter().map(|parameter| described(scope, parameter)).collect()),
        next_token: last.map(|last| token::encode(&binding, &last)),
    })
}

fn page(
    r: &mut dyn Reader,
    scope: &Scope,
    mut after: Option<String>,
    limit: usize,
    takes: impl Fn(&ParameterRecord) -> bool,
) -> Result<(Vec<ParameterRecord>, Option<String>), Error> {
    let mut found: Vec<ParameterRecord> = Vec::new();
    loop {
        let range = Range::all().after(after.as_deref()).limit(PER_LISTING);
        let page: Vec<Stored<ParameterRecord>> =
            r.list_records(scope.account.as_str(), scope.region.as_str(), range)?;
        let ended = page.len() < PER_LISTING;
        after = page.last().map(|parameter| parameter.value.name.clone());
        for Stored { value: parameter, .. } in page {
            if !takes(&parameter) {
                continue;
            }
            if found.len() == limit {
                let last = found.last().map(|last| last.name.clone());
                return Ok((found, last));
            }
            found.push(parameter);
        }
        if ended {
            return Ok((found, None));
        }
    }
}

fn described(scope: &Scope, parameter: ParameterRecord) -> model::ParameterMetadata {
    let arn = parameter.arn(scope);
    let latest = parameter.latest;
    model::ParameterMetadata {
        name: Some(parameter.name),
        arn: Some(arn),
        r#type: Some(kind(&latest.kind)),
        key_id: latest.key_id,
        last_modified_date: Some(time(latest.modified)),
        last_modified_user: Some(latest.modified_by),
        description: latest.description,
        allowed_pattern: latest.allowed_pattern,
        version: Some(latest.version),
        tier: Some(ParameterTier::from(latest.tier.as_str())),
        policies: Some(latest.policies.iter().map(Policy::to_model).collect()),
        data_type: Some(latest.data_type),
    }
}
