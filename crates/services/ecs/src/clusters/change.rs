//! `UpdateCluster`, `UpdateClusterSettings`, `PutClusterCapacityProviders`: each changes a cluster that is there.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use super::answer::{ALL_BUT_STATISTICS, cluster};
use super::record::{self, ClusterRecord};
use super::usage::{Usage, usage};
use super::{capacity, settings};
use crate::Ecs;
use crate::model::{
    Cluster, PutClusterCapacityProvidersRequest, PutClusterCapacityProvidersResponse, UpdateClusterRequest,
    UpdateClusterResponse, UpdateClusterSettingsRequest, UpdateClusterSettingsResponse,
};
use crate::refused::Refused;

pub(super) async fn update_cluster(
    ecs: Arc<Ecs>,
    context: Context,
    input: UpdateClusterRequest,
) -> Result<UpdateClusterResponse, AwsError> {
    let UpdateClusterRequest { cluster, settings: given, configuration, service_connect_defaults } = input;
    settings::check_settings(given.as_deref().unwrap_or_default())?;
    if let Some(configuration) = &configuration {
        settings::check_configuration(configuration)?;
    }
    let connect = service_connect_defaults.map(settings::service_connect_defaults).transpose()?;
    let changed = change(&ecs, &context, cluster, move |record, _| {
        if let Some(given) = given.as_ref().filter(|given| !given.is_empty()) {
            record.settings.clone_from(given);
        }
        if let Some(configuration) = &configuration {
            record.configuration = Some(configuration.clone());
        }
        if let Some(connect) = &connect {
            record.service_connect_defaults.clone_from(connect);
        }
        Ok(())
    });
    Ok(UpdateClusterResponse { cluster: Some(changed.await?) })
}

pub(super) async fn update_cluster_settings(
    ecs: Arc<Ecs>,
    context: Context,
    input: UpdateClusterSettingsRequest,
) -> Result<UpdateClusterSettingsResponse, AwsError> {
    let given = input.settings.unwrap_or_default();
    settings::check_settings(&given)?;
    let changed = change(&ecs, &context, input.cluster, move |record, _| {
        if !given.is_empty() {
            record.settings.clone_from(&given);
        }
        Ok(())
    });
    Ok(UpdateClusterSettingsResponse { cluster: Some(changed.await?) })
}

pub(super) async fn put_cluster_capacity_providers(
    ecs: Arc<Ecs>,
    context: Context,
    input: PutClusterCapacityProvidersRequest,
) -> Result<PutClusterCapacityProvidersResponse, AwsError> {
    let providers = input.capacity_providers.unwrap_or_default();
    let strategy = capacity::complete(input.default_capacity_provider_strategy.unwrap_or_default());
    capacity::check_providers(&providers)?;
    capacity::check_strategy(&strategy, &providers)?;
    let changed = change(&ecs, &context, input.cluster, move |record, usage| {
        let removed = record.capacity_providers.iter().filter(|name| !providers.contains(name));
        if removed.into_iter().any(|name| usage.capacity_providers.contains(name)) {
            return Err(AwsError::client(
                "ResourceInUseException",
                "The specified capacity provider is in use and cannot be removed.",
            ));
        }
        record.capacity_providers.clone_from(&providers);
        record.default_capacity_provider_strategy.clone_from(&strategy);
        Ok(())
    });
    Ok(PutClusterCapacityProvidersResponse { cluster: Some(changed.await?) })
}

/// Changes an ACTIVE cluster in one transaction, and answers it.
async fn change(
    ecs: &Ecs,
    context: &Context,
    reference: Option<String>,
    edit: impl Fn(&mut ClusterRecord, &Usage) -> Result<(), AwsError> + Send + 'static,
) -> Result<Cluster, AwsError> {
    let scope = context.scope.clone();
    let changed = ecs.store.write(context.durability, move |w| -> Result<_, Refused> {
        let mut record = record::find(w, &scope, reference.as_deref())?;
        let usage = usage(w, &scope, &record.name)?;
        edit(&mut record, &usage)?;
        record::save(w, &scope, &record)?;
        Ok((record, usage))
    });
    let (record, usage) = changed.await?;
    Ok(cluster(record, &usage, &ALL_BUT_STATISTICS))
}
