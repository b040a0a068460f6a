//! `DescribeClusters`, `ListClusters`.

use std::sync::Arc;

use neargate_store::{Partition, Range, Record as _};
use neargate_wire::{AwsError, Context};

use super::answer::cluster;
use super::delete::is_gone;
use super::record::{self, ClusterRecord, DEFAULT, Status};
use super::usage::usage;
use crate::Ecs;
use crate::model::{
    DescribeClustersRequest, DescribeClustersResponse, Failure, ListClustersRequest, ListClustersResponse,
};
use crate::page::Page;
use crate::refused::{Refused, invalid};

const MAX_PER_PAGE: usize = 100;
const MAX_DESCRIBED: usize = 100;

pub(super) async fn describe_clusters(
    ecs: Arc<Ecs>,
    context: Context,
    input: DescribeClustersRequest,
) -> Result<DescribeClustersResponse, AwsError> {
    let scope = &context.scope;
    let include = input.include.unwrap_or_default();
    let mut wanted = input.clusters.unwrap_or_default();
    if wanted.is_empty() {
        wanted.push(DEFAULT.to_owned());
    }
    if wanted.iter().any(String::is_empty) {
        return Err(invalid("Clusters can not be blank."));
    }
    if wanted.len() > MAX_DESCRIBED {
        return Err(invalid(format!("Clusters cannot have more than {MAX_DESCRIBED} elements.")));
    }
    let now = ecs.clock.now();
    let (clusters, failures) = ecs
        .store
        .read(|r| -> Result<_, Refused> {
            let (mut clusters, mut failures) = (Vec::new(), Vec::new());
            for reference in &wanted {
                let name = record::name_of(scope, Some(reference))?;
                let found = match &name {
                    Some(name) => record::load(r, scope, name)?.filter(|record| !is_gone(record, now)),
                    None => None,
                };
                match found {
                    Some(record) => {
                        let usage = usage(r, scope, &record.name)?;
                        clusters.push(cluster(record, &usage, &include));
                    }
                    None => {
                        let arn = name.map_or_else(|| reference.clone(), |name| record::arn(scope, &name));
                        failures.push(Failure {
                            arn: Some(arn),
                            reason: Some("MISSING".to_owned()),
                            detail: None,
                        });
                    }
                }
            }
            Ok((clusters, failures))
        })
        .await?;
    Ok(DescribeClustersResponse { clusters: Some(clusters), failures: Some(failures) })
}

pub(super) async fn list_clusters(
    ecs: Arc<Ecs>,
    context: Context,
    input: ListClustersRequest,
) -> Result<ListClustersResponse, AwsError> {
    let scope = &context.scope;
    let token = input.next_token.as_deref();
    let page = Page::new("ListClusters", scope, &[], token, input.max_results, MAX_PER_PAGE)?;
    let range = Range::all().after(page.after.as_deref()).limit(page.to_read());
    let partition = Partition::new(
        ClusterRecord::SERVICE,
        scope.account.as_str(),
        scope.region.as_str(),
        ClusterRecord::KIND,
    );
    let active = Status::Active.as_str();
    let read = ecs.store.read(|r| r.lookup(&partition, "status", active, range).map_err(Refused::from));
    let mut found = read.await?;
    let next_token = page.cut(&mut found, |document| &document.id);
    let arns = found.iter().map(|document| record::arn(scope, &document.id)).collect();
    Ok(ListClustersResponse { cluster_arns: Some(arns), next_token })
}
