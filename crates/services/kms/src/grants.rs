//! Grants: permissions on a key that are given to one principal, beside the key's policy. What they mean is in [`crate::access`].

use std::sync::Arc;

use neargate_core::{Arn, Scope, random_hex, random_text};
use neargate_store::{Expect, Range, ReadRecords as _, Reader, Stored, WriteRecords as _};
use neargate_wire::{AwsError, Context};

use crate::access::Wanted;
use crate::crypt::dry;
use crate::guard::OnKey as _;
use crate::keys::alive;
use crate::list::{self, From};
use crate::model::{self, GrantOperation};
use crate::records::{BY_GRANTEE, BY_RETIRING, BY_TOKEN, GrantRecord, key_arn, time};
use crate::refusal::Refusal;
use crate::resolve::Found;
use crate::spec::{ENCRYPT, MAC, SIGN};
use crate::{Kms, resolve};

const PER_PAGE: usize = 50;
const TOKEN_LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// Of any usage.
const COMMON: [&str; 3] = ["CreateGrant", "RetireGrant", "DescribeKey"];

pub async fn create_grant(
    kms: Arc<Kms>,
    context: Context,
    input: model::CreateGrantRequest,
) -> Result<model::CreateGrantResponse, AwsError> {
    let wanted = Wanted {
        action: "kms:CreateGrant",
        encryption_context: input.encryption_context(),
        conditions: input.conditions(),
    };
    let found = kms.admitted(&context, &input.key_id.clone().unwrap_or_default(), wanted).await?;
    alive(&found)?;
    if !found.key.enabled {
        return Err(Refusal::disabled(&found.arn()).into());
    }
    let operations: Vec<String> =
        input.operations.iter().flatten().map(|operation| operation.as_str().to_owned()).collect();
    check_operations(&found, &operations)?;
    let grantee = input.grantee_principal.unwrap_or_default();
    check_principal(&grantee)?;
    input.retiring_principal.as_deref().map(check_principal).transpose()?;
    let constraints = input.constraints.unwrap_or_default();
    let grant = GrantRecord {
        id: random_hex(64),
        key: found.key.id.clone(),
        name: input.name,
        token: random_text(128, TOKEN_LETTERS),
        grantee,
        retiring: input.retiring_principal,
        issuing_account: format!("arn:aws:iam::{}:root", context.principal.account()),
        operations,
        context_equals: constraints.encryption_context_equals,
        context_subset: constraints.encryption_context_subset,
        created: kms.now(),
    };
    dry(input.dry_run)?;
    let (scope, now) = (found.scope, kms.now());
    let written = kms.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        resolve::key(w, &scope, &grant.key, now)?.ok_or_else(|| Refusal::no_key(&scope, &grant.key))?;
        // A grant with a name is made once.
        if grant.name.is_some() {
            let under = GrantRecord::grantee_of(&grant.key, &grant.grantee);
            let known: Vec<Stored<GrantRecord>> =
                w.lookup_records(account, region, BY_GRANTEE, &under, Range::all())?;
            if let Some(same) = known.into_iter().map(|known| known.value).find(|known| known.says(&grant)) {
                return Ok::<_, Refusal>(same);
            }
        }
        w.put_record(account, region, &grant, Expect::Absent)?;
        Ok(grant.clone())
    });
    let grant = written.await?;
    Ok(model::CreateGrantResponse { grant_token: Some(grant.token), grant_id: Some(grant.id) })
}

pub async fn list_grants(
    kms: Arc<Kms>,
    context: Context,
    input: model::ListGrantsRequest,
) -> Result<model::ListGrantsResponse, AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.admitted(&context, &text, Wanted::new("kms:ListGrants")).await?;
    let (id, grantee) = (input.grant_id, input.grantee_principal);
    let binding = [
        "ListGrants",
        &found.key.id,
        id.as_deref().unwrap_or_default(),
        grantee.as_deref().unwrap_or_default(),
    ];
    let prefix = format!("{}/", found.key.id);
    let limit = list::limit(input.limit, PER_PAGE);
    let wanted = |grant: &GrantRecord| {
        id.as_ref().is_none_or(|id| grant.id == *id)
            && grantee.as_ref().is_none_or(|grantee| grant.grantee == *grantee)
    };
    let page = kms.page(&found.scope, From::Prefix(&prefix), &binding, input.marker, limit, wanted).await?;
    let scope = &found.scope;
    Ok(model::ListGrantsResponse {
        grants: Some(page.records.into_iter().map(|grant| entry(scope, grant)).collect()),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    })
}

pub async fn list_retirable_grants(
    kms: Arc<Kms>,
    context: Context,
    input: model::ListRetirableGrantsRequest,
) -> Result<model::ListGrantsResponse, AwsError> {
    let retiring = input.retiring_principal.unwrap_or_default();
    check_principal(&retiring)?;
    let scope = &context.scope;
    let binding = ["ListRetirableGrants", scope.account.as_str(), scope.region.as_str(), &retiring];
    let limit = list::limit(input.limit, PER_PAGE);
    let from = From::Lookup(BY_RETIRING, &retiring);
    let page = kms.page(scope, from, &binding, input.marker, limit, |_: &GrantRecord| true).await?;
    Ok(model::ListGrantsResponse {
        grants: Some(page.records.into_iter().map(|grant| entry(scope, grant)).collect()),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    })
}

pub async fn revoke_grant(
    kms: Arc<Kms>,
    context: Context,
    input: model::RevokeGrantRequest,
) -> Result<(), AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.admitted(&context, &text, Wanted::new("kms:RevokeGrant")).await?;
    let id = input.grant_id.unwrap_or_default();
    let grant = kms.store.read(|r| grant(r, &found.scope, &found.key.id, &id)).await?;
    dry(input.dry_run)?;
    kms.end(&context, Retirable { scope: found.scope, grant }).await?;
    Ok(())
}

pub async fn retire_grant(
    kms: Arc<Kms>,
    context: Context,
    input: model::RetireGrantRequest,
) -> Result<(), AwsError> {
    let found = to_retire(&kms, &context, &input).await?;
    if !crate::guard::may_retire(&context, &found.grant) {
        let key = key_arn(&found.scope, &found.grant.key);
        kms.admitted(&context, &key, Wanted::new("kms:RetireGrant")).await?;
    }
    dry(input.dry_run)?;
    kms.end(&context, found).await?;
    Ok(())
}

/// A grant and whose key it is on.
pub struct Retirable {
    pub scope: Scope,
    pub grant: GrantRecord,
}

/// The grant that a request names, by its token, or by its key and id.
pub async fn to_retire(
    kms: &Kms,
    context: &Context,
    input: &model::RetireGrantRequest,
) -> Result<Retirable, Refusal> {
    match (&input.grant_token, &input.key_id, &input.grant_id) {
        (Some(token), _, _) => {
            let scope = context.scope.clone();
            let grants: Vec<Stored<GrantRecord>> = kms
                .store
                .read(|r| {
                    r.lookup_records(
                        scope.account.as_str(),
                        scope.region.as_str(),
                        BY_TOKEN,
                        token,
                        Range::all(),
                    )
                })
                .await?;
            let grant = grants.into_iter().next().map(|found| found.value);
            let grant = grant.ok_or_else(|| Refusal::client("InvalidGrantTokenException", ""))?;
            Ok(Retirable { scope, grant })
        }
        (None, Some(text), Some(id)) => {
            let found = kms.find(context, text).await?;
            let grant = kms.store.read(|r| grant(r, &found.scope, &found.key.id, id)).await?;
            Ok(Retirable { scope: found.scope, grant })
        }
        (None, _, _) => {
            Err(Refusal::validation("You must specify either a GrantToken or both a KeyId and a GrantId."))
        }
    }
}

fn grant(r: &mut dyn Reader, scope: &Scope, key: &str, id: &str) -> Result<GrantRecord, Refusal> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let found = r.get_record::<GrantRecord>(account, region, &GrantRecord::id_of(key, id))?;
    found.map(|found| found.value).ok_or_else(|| Refusal::not_found(format!("Grant ID {id} not found")))
}

impl Kms {
    async fn end(&self, context: &Context, ended: Retirable) -> Result<(), Refusal> {
        let written = self.store.write(context.durability, move |w| {
            let (account, region) = (ended.scope.account.as_str(), ended.scope.region.as_str());
            let id = GrantRecord::id_of(&ended.grant.key, &ended.grant.id);
            w.delete_record::<GrantRecord>(account, region, &id, Expect::Any)?;
            Ok(())
        });
        written.await
    }
}

impl GrantRecord {
    /// Whether it grants the same under the same name.
    fn says(&self, other: &Self) -> bool {
        let Self { name, grantee, retiring, operations, context_equals, context_subset, .. } = self;
        *name == other.name
            && *grantee == other.grantee
            && *retiring == other.retiring
            && *operations == other.operations
            && *context_equals == other.context_equals
            && *context_subset == other.context_subset
    }
}

fn entry(scope: &Scope, grant: GrantRecord) -> model::GrantListEntry {
    let constrained = grant.context_equals.is_some() || grant.context_subset.is_some();
    model::GrantListEntry {
        key_id: Some(key_arn(scope, &grant.key)),
        grant_id: Some(grant.id),
        name: Some(grant.name.unwrap_or_default()),
        creation_date: Some(time(grant.created)),
        grantee_principal: Some(grant.grantee),
        retiring_principal: grant.retiring,
        issuing_account: Some(grant.issuing_account),
        operations: Some(grant.operations.iter().map(|name| GrantOperation::from(name.as_str())).collect()),
        constraints: constrained.then_some(model::GrantConstraints {
            encryption_context_subset: grant.context_subset,
            encryption_context_equals: grant.context_equals,
        }),
    }
}

/// A grant can only give what its key can do.
fn check_operations(found: &Found, operations: &[String]) -> Result<(), Refusal> {
    let of_usage: &[&str] = match found.key.usage.as_str() {
        ENCRYPT => &[
            "Decrypt",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo",
        ],
        MAC => &["GenerateMac", "VerifyMac"],
        SIGN => &["Sign", "Verify", "GetPublicKey"],
        _ => &[],
    };
    let alien =
        operations.iter().find(|name| !of_usage.contains(&name.as_str()) && !COMMON.contains(&name.as_str()));
    match alien {
        Some(name) => Err(Refusal::validation(format!(
            "Operation {name} is not supported by keys with usage {}.",
            found.key.usage
        ))),
        None if operations.is_empty() => Err(Refusal::validation("A grant must allow an operation.")),
        None => Ok(()),
    }
}

/// A user, a role, one session of it, an account's root, or a service.
fn check_principal(text: &str) -> Result<(), Refusal> {
    let is_arn = text.parse::<Arn>().is_ok_and(|arn| {
        matches!(arn.service.as_str(), "iam" | "sts") && arn.region.is_empty() && arn.account.len() == 12
    });
    if is_arn || text.ends_with(".amazonaws.com") {
        return Ok(());
    }
    Err(Refusal::client("InvalidArnException", "ARN does not refer to a valid principal"))
}
