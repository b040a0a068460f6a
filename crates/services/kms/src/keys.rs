//! `CreateKey` and `DescribeKey`.

use std::collections::BTreeMap;
use std::sync::Arc;

use neargate_core::{Scope, random_hex, random_uuid};
use neargate_store::{Expect, WriteRecords as _};
use neargate_wire::{AwsError, Context};

use crate::access::Wanted;
use crate::material::NewVersion;
use crate::model::{self, KeyManagerType, KeyState};
use crate::records::{KeyRecord, Made, time};
use crate::refusal::Refusal;
use crate::resolve::Found;
use crate::spec::Spec;
use crate::{Kms, policy, tags};

pub async fn create_key(
    kms: Arc<Kms>,
    context: Context,
    input: model::CreateKeyRequest,
) -> Result<model::CreateKeyResponse, AwsError> {
    let (scope, now) = (context.scope.clone(), kms.now());
    let spec = wanted_spec(&input)?;
    let tags = tags::of_request(input.tags)?;
    let policy = match input.policy {
        Some(document) => {
            let lockout = !input.bypass_policy_lockout_safety_check.unwrap_or(false);
            policy::check(&context, &scope, &document, lockout)?;
            document
        }
        None => policy::default(&scope),
    };
    let id = match input.multi_region {
        Some(true) => format!("mrk-{}", random_hex(32)),
        _ => random_uuid(),
    };
    let first = NewVersion::make(&kms.keyring, &scope, (&id, spec), 1, Made::WithTheKey, now)?;
    let key = KeyRecord {
        id,
        description: input.description.unwrap_or_default(),
        spec,
        usage: spec.usage().to_owned(),
        managed_by: None,
        policy,
        tags,
        created: now,
        enabled: true,
        deletion: None,
        rotation: None,
        versions: vec![first.version.clone()],
    };
    let metadata = metadata(&scope, &key);
    let keyring = kms.keyring.clone();
    let written = kms.store.write(context.durability, move |w| {
        first.write(w, &keyring, &scope)?;
        w.put_record(scope.account.as_str(), scope.region.as_str(), &key, Expect::Absent)?;
        Ok::<_, Refusal>(())
    });
    written.await?;
    Ok(model::CreateKeyResponse { key_metadata: Some(metadata) })
}

/// The kind of key that is wanted, if there is such a kind here.
fn wanted_spec(input: &model::CreateKeyRequest) -> Result<Spec, Refusal> {
    if input.custom_key_store_id.is_some() || input.xks_key_id.is_some() {
        return Err(Refusal::NotImplemented("CreateKey in a custom key store"));
    }
    if input.origin.as_ref().is_some_and(|origin| *origin != model::OriginType::AwsKms) {
        return Err(Refusal::NotImplemented("CreateKey with an Origin other than AWS_KMS"));
    }
    let old = input.customer_master_key_spec.as_ref().map(model::CustomerMasterKeySpec::as_str);
    let new = input.key_spec.as_ref().map(model::KeySpec::as_str);
    if old.is_some() && new.is_some() {
        return Err(Refusal::validation(
            "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.",
        ));
    }
    let name = new.or(old).unwrap_or("SYMMETRIC_DEFAULT");
    let usage = input.key_usage.as_ref().map(model::KeyUsageType::as_str);
    let spec = Spec::named(name).ok_or(Refusal::NotImplemented("CreateKey with this KeySpec"))?;
    match usage {
        None if spec != Spec::Symmetric => Err(Refusal::validation(
            "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
        )),
        Some("KEY_AGREEMENT") if matches!(spec, Spec::P256 | Spec::P384) => {
            Err(Refusal::NotImplemented("CreateKey with KeyUsage KEY_AGREEMENT"))
        }
        Some(usage) if usage != spec.usage() => {
            Err(Refusal::validation(format!("KeyUsage {usage} is not compatible with KeySpec {name}")))
        }
        _ => Ok(spec),
    }
}

pub async fn describe_key(
    kms: Arc<Kms>,
    context: Context,
    input: model::DescribeKeyRequest,
) -> Result<model::DescribeKeyResponse, AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.admitted(&context, &text, Wanted::new("kms:DescribeKey")).await?;
    Ok(model::DescribeKeyResponse { key_metadata: Some(metadata(&found.scope, &found.key)) })
}

/// A key as callers see it.
pub fn metadata(scope: &Scope, key: &KeyRecord) -> model::KeyMetadata {
    let (state, enabled) = match (&key.deletion, key.enabled) {
        (Some(_), _) => (KeyState::PendingDeletion, false),
        (None, true) => (KeyState::Enabled, true),
        (None, false) => (KeyState::Disabled, false),
    };
    let arn = key.arn(scope);
    let primary = model::MultiRegionKey { arn: Some(arn.clone()), region: Some(scope.region.to_string()) };
    let regions = key.is_multi_region().then(|| model::MultiRegionConfiguration {
        multi_region_key_type: Some(model::MultiRegionKeyType::from("PRIMARY")),
        primary_key: Some(primary),
        replica_keys: Some(Vec::new()),
    });
    let manager = if key.managed_by.is_some() { "AWS" } else { "CUSTOMER" };
    let mut metadata = model::KeyMetadata {
        aws_account_id: Some(scope.account.to_string()),
        key_id: Some(key.id.clone()),
        arn: Some(arn),
        creation_date: Some(time(key.created)),
        enabled: Some(enabled),
        description: Some(key.description.clone()),
        key_usage: Some(model::KeyUsageType::from(key.usage.as_str())),
        key_state: Some(state),
        deletion_date: key.deletion.as_ref().map(|deletion| time(deletion.at)),
        origin: Some(model::OriginType::AwsKms),
        key_manager: Some(KeyManagerType::from(manager)),
        multi_region: Some(key.is_multi_region()),
        multi_region_configuration: regions,
        current_key_material_id: (key.spec == Spec::Symmetric).then(|| key.current().material_id.clone()),
        ..model::KeyMetadata::default()
    };
    key.spec.describe(&mut metadata);
    metadata
}

/// Whether the key may be used now, for what operations of this usage do.
pub fn ready(found: &Found, usage: &str, operation: &str) -> Result<(), Refusal> {
    let arn = found.arn();
    alive(found)?;
    if !found.key.enabled {
        return Err(Refusal::disabled(&arn));
    }
    if found.key.usage != usage {
        return Err(Refusal::client(
            "InvalidKeyUsageException",
            format!("{arn} key usage is {} which is not valid for {operation}.", found.key.usage),
        ));
    }
    Ok(())
}

/// Refuses what can't be done with a key that is to be deleted.
pub fn alive(found: &Found) -> Result<(), Refusal> {
    match found.key.deletion {
        Some(_) => Err(Refusal::pending_deletion(&found.arn())),
        None => Ok(()),
    }
}

impl Kms {
    /// Changes a key's document, as it is now.
    pub(crate) async fn edit<T: Send + 'static>(
        &self,
        context: &Context,
        found: &Found,
        edit: impl Fn(&mut Found) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (now, scope, id) = (self.now(), found.scope.clone(), found.key.id.clone());
        let written = self.store.write(context.durability, move |w| {
            let known = crate::resolve::key(w, &scope, &id, now)?;
            let known = known.ok_or_else(|| Refusal::no_key(&scope, &id))?;
            let mut found =
                Found { scope: scope.clone(), key: known.value, revision: known.revision, alias: None };
            let answer = edit(&mut found)?;
            let expect = Expect::Revision(found.revision);
            w.put_record(scope.account.as_str(), scope.region.as_str(), &found.key, expect)?;
            Ok::<_, Refusal>(answer)
        });
        written.await
    }
}

/// The tags of AWS's `Tag` list.
pub type Tags = BTreeMap<String, String>;
