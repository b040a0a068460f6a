//! Capacity providers: which there are, and what a strategy may say of them. `DescribeCapacityProviders`.
//!
//! Fargate's two are there for everyone. Providers of one's own need Auto Scaling groups, which this service doesn't have.

use std::sync::Arc;

use neargate_core::{Arn, Scope};
use neargate_wire::{AwsError, Context};

use super::record;
use crate::Ecs;
use crate::model::{
    CapacityProvider, CapacityProviderStatus, CapacityProviderStrategyItem, CapacityProviderType,
    DescribeCapacityProvidersRequest, DescribeCapacityProvidersResponse, Failure,
};
use crate::page::Page;
use crate::refused::{Refused, invalid};

const BUILTIN: [(&str, CapacityProviderType); 2] =
    [("FARGATE", CapacityProviderType::Fargate), ("FARGATE_SPOT", CapacityProviderType::FargateSpot)];
const MAX_PER_CLUSTER: usize = 20;
const MAX_PER_PAGE: usize = 10;

/// Checks the providers that a cluster is to have.
pub(super) fn check_providers(providers: &[String]) -> Result<(), AwsError> {
    if providers.len() > MAX_PER_CLUSTER {
        return Err(invalid(format!(
            "The number of capacity providers exceeds the limit of {MAX_PER_CLUSTER}."
        )));
    }
    for (index, provider) in providers.iter().enumerate() {
        if !BUILTIN.iter().any(|(name, _)| name == provider) {
            return Err(invalid(
                "The specified capacity provider was not found. Specify a valid capacity provider and try again.",
            ));
        }
        if providers[..index].contains(provider) {
            return Err(invalid(
                "The specified capacity providers contain duplicates. Remove them and try again.",
            ));
        }
    }
    Ok(())
}

/// Checks a strategy against the providers that the cluster has.
pub(crate) fn check_strategy(
    strategy: &[CapacityProviderStrategyItem],
    associated: &[String],
) -> Result<(), AwsError> {
    for (index, item) in strategy.iter().enumerate() {
        let provider = item.capacity_provider.as_deref().unwrap_or_default();
        if !associated.iter().any(|name| name == provider) {
            return Err(invalid(
                "The specified capacity provider strategy cannot contain a capacity provider that is not associated with \
                 the cluster. Associate the capacity provider with the cluster and try again.",
            ));
        }
        if strategy[..index].iter().any(|earlier| earlier.capacity_provider.as_deref() == Some(provider)) {
            return Err(invalid(
                "The specified capacity provider strategy contains a duplicate capacity provider. Remove it and try again.",
            ));
        }
    }
    if strategy.iter().filter(|item| item.base.unwrap_or(0) > 0).count() > 1 {
        return Err(invalid(
            "The specified capacity provider strategy contains more than one capacity provider with a base value. Only one \
             capacity provider in a strategy can have a base defined.",
        ));
    }
    Ok(())
}

/// A strategy as AWS answers it, with what was left out.
pub(super) fn complete(mut strategy: Vec<CapacityProviderStrategyItem>) -> Vec<CapacityProviderStrategyItem> {
    for item in &mut strategy {
        item.weight.get_or_insert(0);
        item.base.get_or_insert(0);
    }
    strategy
}

pub(super) async fn describe_capacity_providers(
    ecs: Arc<Ecs>,
    context: Context,
    input: DescribeCapacityProvidersRequest,
) -> Result<DescribeCapacityProvidersResponse, AwsError> {
    let scope = &context.scope;
    let cluster = input.cluster.as_deref();
    let filters = [cluster.unwrap_or_default()];
    let (token, most) = (input.next_token.as_deref(), MAX_PER_PAGE);
    let page = Page::new("DescribeCapacityProviders", scope, &filters, token, input.max_results, most)?;
    let associated = match cluster {
        None => None,
        Some(cluster) => {
            let read = ecs.store.read(|r| record::find(r, scope, Some(cluster)).map_err(Refused::from));
            Some(read.await?.capacity_providers)
        }
    };
    let offered = |name: &str| associated.as_ref().is_none_or(|names| names.iter().any(|n| n == name));
    let wanted = input.capacity_providers.unwrap_or_default();
    let mut found: Vec<CapacityProvider> = BUILTIN
        .into_iter()
        .filter(|(name, _)| {
            offered(name) && (wanted.is_empty() || wanted.iter().any(|w| is_named(scope, w, name)))
        })
        .filter(|(name, _)| page.after.as_deref().is_none_or(|after| *name > after))
        .map(|(name, kind)| describe(scope, name, kind))
        .collect();
    let next_token = page.cut(&mut found, |provider| provider.name.as_deref().unwrap_or_default());
    let unknown =
        |wanted: &&String| !BUILTIN.iter().any(|(name, _)| offered(name) && is_named(scope, wanted, name));
    let failures = wanted.iter().filter(unknown).map(|wanted| missing(scope, wanted)).collect();
    Ok(DescribeCapacityProvidersResponse {
        capacity_providers: Some(found),
        failures: Some(failures),
        next_token,
    })
}

fn describe(scope: &Scope, name: &str, kind: CapacityProviderType) -> CapacityProvider {
    CapacityProvider {
        capacity_provider_arn: Some(arn(scope, name)),
        name: Some(name.to_owned()),
        status: Some(CapacityProviderStatus::Active),
        r#type: Some(kind),
        tags: Some(Vec::new()),
        ..CapacityProvider::default()
    }
}

fn missing(scope: &Scope, wanted: &str) -> Failure {
    let arn = if wanted.starts_with("arn:") { wanted.to_owned() } else { arn(scope, wanted) };
    Failure { arn: Some(arn), reason: Some("MISSING".to_owned()), detail: None }
}

fn is_named(scope: &Scope, wanted: &str, name: &str) -> bool {
    wanted == name || wanted == arn(scope, name)
}

fn arn(scope: &Scope, name: &str) -> String {
    Arn::new("ecs", scope, format!("capacity-provider/{name}")).to_string()
}
