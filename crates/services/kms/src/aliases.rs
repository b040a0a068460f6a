//! Aliases: names that lead to a key, and may later lead to another.

use std::sync::Arc;

use neargate_store::{Expect, WriteRecords as _};
use neargate_wire::{AwsError, Context};

use crate::keys::alive;
use crate::records::{AliasRecord, alias_arn};
use crate::refusal::Refusal;
use crate::resolve::{self, Found};
use crate::{Kms, model};

const PREFIX: &str = "alias/";
const RESERVED: &str = "alias/aws/";

pub async fn create_alias(
    kms: Arc<Kms>,
    context: Context,
    input: model::CreateAliasRequest,
) -> Result<(), AwsError> {
    let name = input.alias_name.unwrap_or_default();
    check(&name)?;
    let target = kms.target(&context, input.target_key_id, "kms:CreateAlias").await?;
    let (scope, now) = (context.scope.clone(), kms.now());
    let written = kms.store.write(context.durability, move |w| {
        if resolve::alias(w, &scope, &name)?.is_some() {
            return Err(Refusal::client(
                "AlreadyExistsException",
                format!("An alias with the name {} already exists", alias_arn(&scope, &name)),
            ));
        }
        still_there(w, &target, now)?;
        let alias =
            AliasRecord { name: name.clone(), key: target.key.id.clone(), created: now, updated: now };
        w.put_record(scope.account.as_str(), scope.region.as_str(), &alias, Expect::Absent)?;
        Ok(())
    });
    Ok(written.await?)
}

pub async fn update_alias(
    kms: Arc<Kms>,
    context: Context,
    input: model::UpdateAliasRequest,
) -> Result<(), AwsError> {
    let name = input.alias_name.unwrap_or_default();
    check(&name)?;
    let target = kms.target(&context, input.target_key_id, "kms:UpdateAlias").await?;
    let (scope, now) = (context.scope.clone(), kms.now());
    let written = kms.store.write(context.durability, move |w| {
        let known = resolve::alias(w, &scope, &name)?.ok_or_else(|| Refusal::no_alias(&scope, &name))?;
        if let Some(before) = resolve::key(w, &scope, &known.value.key, now)?
            && (before.value.spec, &before.value.usage) != (target.key.spec, &target.key.usage)
        {
            return Err(Refusal::validation(
                "The alias's current and new KMS keys must have the same key type and key usage",
            ));
        }
        still_there(w, &target, now)?;
        let alias = AliasRecord { key: target.key.id.clone(), updated: now, ..known.value };
        let expect = Expect::Revision(known.revision);
        w.put_record(scope.account.as_str(), scope.region.as_str(), &alias, expect)?;
        Ok(())
    });
    Ok(written.await?)
}

pub async fn delete_alias(
    kms: Arc<Kms>,
    context: Context,
    input: model::DeleteAliasRequest,
) -> Result<(), AwsError> {
    let name = input.alias_name.unwrap_or_default();
    check(&name)?;
    let scope = context.scope.clone();
    let written = kms.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        if w.delete_record::<AliasRecord>(account, region, &name, Expect::Any)? {
            Ok(())
        } else {
            Err(Refusal::no_alias(&scope, &name))
        }
    });
    Ok(written.await?)
}

/// The form of an alias that customers may give.
fn check(name: &str) -> Result<(), Refusal> {
    if !name.starts_with(PREFIX) || name.len() == PREFIX.len() {
        return Err(Refusal::validation("Invalid identifier"));
    }
    if name.starts_with(RESERVED) {
        return Err(Refusal::client("NotAuthorizedException", ""));
    }
    if name.contains(':') {
        let message = format!("{name} contains invalid characters for an alias");
        return Err(Refusal::client("InvalidAliasNameException", message));
    }
    Ok(())
}

/// The key may have gone, or be about to, since it was found.
fn still_there(w: &mut dyn neargate_store::Writer, target: &Found, now: i64) -> Result<(), Refusal> {
    let missing = || Refusal::no_key(&target.scope, &target.key.id);
    let known = resolve::key(w, &target.scope, &target.key.id, now)?.ok_or_else(missing)?;
    alive(&Found { key: known.value, ..target.clone() })
}

impl Kms {
    /// The key that an alias is to lead to. An alias can't lead to an alias.
    async fn target(&self, context: &Context, text: Option<String>, action: &str) -> Result<Found, Refusal> {
        let text = text.unwrap_or_default();
        if text.starts_with(PREFIX) || text.contains(":alias/") {
            return Err(Refusal::validation("Aliases must refer to keys. Not aliases"));
        }
        self.own_customers(context, &text, action).await
    }
}
