//! `CreateCluster`.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_wire::{AwsError, Context};

use super::answer::{ALL_BUT_STATISTICS, cluster};
use super::record::{self, ClusterRecord, DEFAULT, NAME_PATTERN, Status, is_name};
use super::usage::usage;
use super::{capacity, settings};
use crate::Ecs;
use crate::account_settings;
use crate::model::{CreateClusterRequest, CreateClusterResponse, SettingName};
use crate::refused::{Refused, invalid};
use crate::tags;

pub(super) async fn create_cluster(
    ecs: Arc<Ecs>,
    context: Context,
    input: CreateClusterRequest,
) -> Result<CreateClusterResponse, AwsError> {
    let wanted = Wanted::read(input)?;
    let (scope, principal) = (context.scope.clone(), context.principal.arn());
    let created = ecs.store.write(context.durability, move |w| -> Result<_, Refused> {
        let usage = usage(w, &scope, &wanted.name)?;
        let known = record::load(w, &scope, &wanted.name)?.filter(ClusterRecord::is_active);
        if let Some(known) = known {
            wanted.check_same(&known)?;
            return Ok((known, usage));
        }
        let insights = account_settings::effective(w, &scope, &principal, &SettingName::ContainerInsights)?;
        let record = wanted.record(&scope, &insights);
        record::save(w, &scope, &record)?;
        Ok((record, usage))
    });
    let (record, usage) = created.await?;
    Ok(CreateClusterResponse { cluster: Some(cluster(record, &usage, &ALL_BUT_STATISTICS)) })
}

/// A request that was checked.
struct Wanted {
    name: String,
    given: CreateClusterRequest,
    connect: Option<crate::model::ClusterServiceConnectDefaults>,
}

impl Wanted {
    fn read(mut given: CreateClusterRequest) -> Result<Self, AwsError> {
        let name = given.cluster_name.take().filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| DEFAULT.to_owned());
        if !is_name(&name) {
            return Err(invalid(format!("Cluster must match {NAME_PATTERN}, but was {name}")));
        }
        tags::validate(given.tags.as_deref().unwrap_or_default())?;
        settings::check_settings(given.settings.as_deref().unwrap_or_default())?;
        if let Some(configuration) = &given.configuration {
            settings::check_configuration(configuration)?;
        }
        let providers = given.capacity_providers.as_deref().unwrap_or_default();
        capacity::check_providers(providers)?;
        let strategy = given.default_capacity_provider_strategy.take().map(capacity::complete);
        capacity::check_strategy(strategy.as_deref().unwrap_or_default(), providers)?;
        given.default_capacity_provider_strategy = strategy;
        let connect = given.service_connect_defaults.take().map(settings::service_connect_defaults);
        Ok(Self { name, given, connect: connect.transpose()?.flatten() })
    }

    /// Creating what is there already is fine, as long as what was said of it is true.
    fn check_same(&self, known: &ClusterRecord) -> Result<(), AwsError> {
        let given = &self.given;
        let same = given.tags.as_ref().is_none_or(|tags| *tags == known.tags)
            && given
                .settings
                .as_ref()
                .is_none_or(|settings| settings.is_empty() || *settings == known.settings)
            && given.configuration.is_none_or_eq(&known.configuration)
            && given.capacity_providers.as_ref().is_none_or(|names| *names == known.capacity_providers)
            && given
                .default_capacity_provider_strategy
                .as_ref()
                .is_none_or(|strategy| *strategy == known.default_capacity_provider_strategy)
            && self.connect.is_none_or_eq(&known.service_connect_defaults);
        if same {
            return Ok(());
        }
        Err(invalid(
            "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
        ))
    }

    fn record(&self, scope: &Scope, insights: &str) -> ClusterRecord {
        let given = self.given.clone();
        let given_settings = given.settings.filter(|settings| !settings.is_empty());
        ClusterRecord {
            arn: record::arn(scope, &self.name),
            name: self.name.clone(),
            status: Status::Active,
            deleted_at: None,
            settings: given_settings.unwrap_or_else(|| settings::container_insights(insights)),
            configuration: given.configuration,
            capacity_providers: given.capacity_providers.unwrap_or_default(),
            default_capacity_provider_strategy: given.default_capacity_provider_strategy.unwrap_or_default(),
            service_connect_defaults: self.connect.clone(),
            tags: given.tags.unwrap_or_default(),
        }
    }
}

trait NoneOrEq {
    /// Nothing was said, or what is known.
    fn is_none_or_eq(&self, known: &Self) -> bool;
}

impl<T: PartialEq> NoneOrEq for Option<T> {
    fn is_none_or_eq(&self, known: &Self) -> bool {
        self.is_none() || self == known
    }
}
