//! Replicas: a secret that can be read in other regions of its account.
//!
//! A replica is a document of its own in its region, with the primary's id. All that can be listed and described of it is written in the
//! transaction that changes the primary ([`put`]), so that both are always in step. Values stay where the primary is: a replica's reader
//! needs no right to the primary's key, as on AWS, where the replica's values lie under a key of its region. A key of the customer's for a
//! replica is refused, since nothing would be encrypted under it.
//!
//! A primary can't be deleted while it has replicas; a replica is changed by its primary alone, until it is made a secret of its own.

use std::sync::Arc;

use neargate_core::{Principal, Region, Scope};
use neargate_store::{Expect, ReadRecords as _, Stored, WriteRecords as _, Writer};
use neargate_wire::{AwsError, Context};

use crate::customer_key::{Of, is_managed};
use crate::model::{self, ReplicaRegionType, ReplicationStatusType, StatusType};
use crate::records::{Replica, SERVICE, SecretRecord};
use crate::refusal::Refusal;
use crate::{SecretsManager, resolve, sweep, value};

pub async fn replicate_secret_to_regions(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::ReplicateSecretToRegionsRequest,
) -> Result<model::ReplicateSecretToRegionsResponse, AwsError> {
    let wanted = wanted(&context.scope, input.add_replica_regions)?;
    let force = input.force_overwrite_replica_secret.unwrap_or(false);
    let (scope, now) = (context.scope.clone(), manager.now());
    let edited = manager.edit_with(&context, input.secret_id, move |w, secret| {
        wanted.iter().try_for_each(|replica| add(w, &scope, secret, replica, force, now))
    });
    let secret = edited.await?;
    Ok(model::ReplicateSecretToRegionsResponse {
        arn: Some(secret.arn(&context.scope)),
        replication_status: status(&secret),
    })
}

pub async fn remove_regions_from_replication(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::RemoveRegionsFromReplicationRequest,
) -> Result<model::RemoveRegionsFromReplicationResponse, AwsError> {
    let regions = input.remove_replica_regions.unwrap_or_default();
    let scope = context.scope.clone();
    let edited = manager.edit_with(&context, input.secret_id, move |w, secret| {
        for region in &regions {
            let known = secret.replicas.iter().position(|replica| replica.region == *region);
            let Some(at) = known else {
                return Err(Refusal::parameter(format!("The secret has no replica in region {region}.")));
            };
            if secret.replicas.remove(at).failed.is_none() {
                w.delete_record::<SecretRecord>(scope.account.as_str(), region, &secret.id, Expect::Any)?;
            }
        }
        Ok(())
    });
    let secret = edited.await?;
    Ok(model::RemoveRegionsFromReplicationResponse {
        arn: Some(secret.arn(&context.scope)),
        replication_status: Some(status(&secret).unwrap_or_default()),
    })
}

/// Makes a replica a secret of its own, with its values under the key that AWS manages.
pub async fn stop_replication_to_replica(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::StopReplicationToReplicaRequest,
) -> Result<model::StopReplicationToReplicaResponse, AwsError> {
    let id = input.secret_id.unwrap_or_default();
    loop {
        let (scope, now) = (context.scope.clone(), manager.now());
        let Stored { value: replica, revision } =
            manager.store.read(|r| resolve::usable(r, &scope, &id, now)).await?;
        let Some(home) = replica.home(&scope) else {
            return Err(Refusal::request("Operation can only be performed on a replica secret.").into());
        };
        let arn = replica.arn(&scope);
        let mut values = Vec::new();
        for version in &replica.versions {
            let stored = manager.store.read(|r| value::load(r, &scope, &replica, &version.id)).await?;
            let plaintext = manager.plaintext(&at_home(&context, &home), &stored).await?;
            let of = Of {
                secret: replica.id.clone(),
                arn: arn.clone(),
                version: version.id.clone(),
                binary: stored.binary,
            };
            values.push(manager.sealed(&context, of, None, &plaintext).await?);
        }
        let keyring = manager.keyring.clone();
        let written = manager.store.write(context.durability, move |w| {
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            let mut own = SecretRecord { primary_region: None, kms_key_id: None, ..replica.clone() };
            own.versions.iter_mut().for_each(|version| version.kms_key_id = None);
            w.put_record(account, region, &own, Expect::Revision(revision))?;
            for value in &values {
                let mut value = value.clone();
                value.rewrap(&keyring)?;
                w.put_record(account, region, &value, Expect::Absent)?;
            }
            if let Ok(Stored { value: mut primary, revision }) = resolve::secret(w, &home, &replica.name, now)
            {
                primary.replicas.retain(|known| known.region != region);
                put(w, &home, &primary, Expect::Revision(revision))?;
            }
            Ok::<_, Refusal>(())
        });
        match written.await {
            // The primary changed meanwhile, and the replica with it.
            Err(Refusal::Store(neargate_store::Error::Conflict { .. })) => {}
            other => {
                other?;
                return Ok(model::StopReplicationToReplicaResponse { arn: Some(arn) });
            }
        }
    }
}

/// The replicas that a request asks for.
pub fn wanted(scope: &Scope, regions: Option<Vec<ReplicaRegionType>>) -> Result<Vec<Replica>, Refusal> {
    let regions = regions.unwrap_or_default().into_iter().map(|asked| {
        let region = asked.region.unwrap_or_default();
        if region == scope.region.as_str() || region.is_empty() {
            return Err(Refusal::parameter("Invalid replica region."));
        }
        let kms_key_id = asked.kms_key_id.filter(|key| !key.is_empty());
        if kms_key_id.as_deref().is_some_and(|key| !is_managed(key)) {
            return Err(Refusal::NotImplemented("Replication with a customer's KmsKeyId"));
        }
        Ok(Replica { region, kms_key_id, failed: None })
    });
    regions.collect()
}

/// Makes a replica, or notes why there can't be one.
pub fn add(
    w: &mut dyn Writer,
    scope: &Scope,
    secret: &mut SecretRecord,
    wanted: &Replica,
    force: bool,
    now: i64,
) -> Result<(), Refusal> {
    let there = Scope { account: scope.account.clone(), region: Region::new(wanted.region.clone()) };
    let mut replica = Replica { failed: None, ..wanted.clone() };
    secret.replicas.retain(|known| known.region != wanted.region);
    if let Some(Stored { value: known, .. }) = resolve::by_name(w, &there, &secret.name, now)? {
        let ours = known.primary_region.is_some() && known.id == secret.id;
        let replaceable = known.replicas.is_empty() && known.primary_region.is_none();
        if !ours && force && replaceable {
            sweep::remove(w, &there, &known)?;
        } else if !ours {
            replica.failed = Some(format!(
                "Replication failed: Secret name {} already exists in region {}.",
                secret.name, wanted.region
            ));
        }
    }
    secret.replicas.push(replica);
    Ok(())
}

/// Writes a secret and what its replicas show of it.
pub fn put(w: &mut dyn Writer, scope: &Scope, secret: &SecretRecord, expect: Expect) -> Result<(), Refusal> {
    let account = scope.account.as_str();
    w.put_record(account, scope.region.as_str(), secret, expect)?;
    for replica in secret.replicas.iter().filter(|replica| replica.failed.is_none()) {
        let known = w.get_record::<SecretRecord>(account, &replica.region, &secret.id)?;
        let accessed = known.and_then(|known| known.value.accessed);
        let mirror = SecretRecord {
            kms_key_id: replica.kms_key_id.clone(),
            accessed,
            primary_region: Some(scope.region.to_string()),
            replicas: Vec::new(),
            ..secret.clone()
        };
        w.put_record(account, &replica.region, &mirror, Expect::Any)?;
    }
    Ok(())
}

/// How replication stands, for those who ask in the primary's region.
pub fn status(secret: &SecretRecord) -> Option<Vec<ReplicationStatusType>> {
    let entry = |replica: &Replica| ReplicationStatusType {
        region: Some(replica.region.clone()),
        kms_key_id: Some(replica.kms_key_id.clone().unwrap_or_else(|| "alias/aws/secretsmanager".to_owned())),
        status: Some(StatusType::from(if replica.failed.is_some() { "Failed" } else { "InSync" })),
        status_message: replica.failed.clone(),
        last_accessed_date: None,
    };
    (!secret.replicas.is_empty()).then(|| secret.replicas.iter().map(entry).collect())
}

/// As Secrets Manager itself, where the primary is: so a replica's values are opened.
pub fn at_home(context: &Context, home: &Scope) -> Context {
    let principal = Principal::Service { account: home.account.clone(), name: SERVICE };
    Context { principal, scope: home.clone(), ..context.clone() }
}
