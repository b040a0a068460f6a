//! From what a request calls a secret to the secret: its name, its ARN, or its ARN without the six characters at the end.

use neargate_core::{Arn, Scope};
use neargate_store::{Error, Range, ReadRecords as _, Reader, Stored};

use crate::records::{BY_NAME, SERVICE, SecretRecord};
use crate::refusal::Refusal;

const SUFFIX_LENGTH: usize = 6;

/// The secret, whatever its state; one that is gone isn't found.
pub fn secret(
    r: &mut dyn Reader,
    scope: &Scope,
    id: &str,
    now: i64,
) -> Result<Stored<SecretRecord>, Refusal> {
    find(r, scope, id, now)?.ok_or(Refusal::NoSecret)
}

/// The secret, unless it is marked for deletion.
pub fn usable(
    r: &mut dyn Reader,
    scope: &Scope,
    id: &str,
    now: i64,
) -> Result<Stored<SecretRecord>, Refusal> {
    let found = secret(r, scope, id, now)?;
    if found.value.delete_at.is_some() { Err(Refusal::Doomed) } else { Ok(found) }
}

/// The secret, for what changes it: a replica is changed by its primary alone.
pub fn changeable(
    r: &mut dyn Reader,
    scope: &Scope,
    id: &str,
    now: i64,
) -> Result<Stored<SecretRecord>, Refusal> {
    let found = usable(r, scope, id, now)?;
    if found.value.primary_region.is_some() { Err(Refusal::IsReplica) } else { Ok(found) }
}

pub fn find(
    r: &mut dyn Reader,
    scope: &Scope,
    id: &str,
    now: i64,
) -> Result<Option<Stored<SecretRecord>>, Error> {
    if !id.starts_with("arn:") {
        return by_name(r, scope, id, now);
    }
    let Some(full) = name_in_arn(scope, id) else { return Ok(None) };
    if let Some((name, suffix)) = split_suffix(full)
        && let Some(found) = by_name(r, scope, name, now)?
        && found.value.suffix == suffix
    {
        return Ok(Some(found));
    }
    by_name(r, scope, full, now)
}

/// The name that an ARN or a plain id stands for, as far as can be told without looking.
pub fn name_of_unknown<'a>(scope: &Scope, id: &'a str) -> &'a str {
    let name = if id.starts_with("arn:") { name_in_arn(scope, id) } else { Some(id) };
    let name = name.unwrap_or(id);
    match split_suffix(name) {
        Some((bare, _)) if id.starts_with("arn:") => bare,
        _ => name,
    }
}

pub fn by_name(
    r: &mut dyn Reader,
    scope: &Scope,
    name: &str,
    now: i64,
) -> Result<Option<Stored<SecretRecord>>, Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let found = r.lookup_records::<SecretRecord>(account, region, BY_NAME, name, Range::all())?;
    // One that is gone may have a successor before the sweep came by.
    Ok(found.into_iter().find(|secret| !secret.value.is_gone(now)))
}

/// What stands behind `secret:` in an ARN of this account and region.
fn name_in_arn<'a>(scope: &Scope, text: &'a str) -> Option<&'a str> {
    let arn: Arn = text.parse().ok()?;
    if !arn.is_of(SERVICE, scope) || !arn.resource.starts_with("secret:") {
        return None;
    }
    text.split_once(":secret:").map(|(_, name)| name)
}

fn split_suffix(name: &str) -> Option<(&str, &str)> {
    let (bare, suffix) = name.rsplit_once('-')?;
    (suffix.len() == SUFFIX_LENGTH && !bare.is_empty()).then_some((bare, suffix))
}
