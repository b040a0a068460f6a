//! From what a request calls a key to the key: its id, its ARN, an alias, or an alias's ARN.

use neargate_core::{Arn, Region, Scope};
use neargate_store::{Error, ReadRecords as _, Reader, Stored};
use neargate_wire::Context;

use crate::records::{AliasRecord, KeyRecord};
use crate::refusal::Refusal;
use crate::{Kms, managed};

/// A key that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The account that it belongs to, in the region that was asked.
    pub scope: Scope,
    pub key: KeyRecord,
    pub revision: u64,
    /// The alias by which it was named.
    pub alias: Option<String>,
}

impl Found {
    pub fn arn(&self) -> String {
        self.key.arn(&self.scope)
    }
}

/// What a text can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    Key { scope: Scope, id: String },
    Alias { scope: Scope, name: String },
}

impl Named {
    pub fn parse(scope: &Scope, text: &str) -> Result<Self, Refusal> {
        let invalid = || Refusal::not_found(format!("Invalid keyId '{text}'"));
        let (scope, rest) = if text.starts_with("arn:") {
            let arn: Arn = text.parse().map_err(|_| invalid())?;
            if arn.service != crate::records::SERVICE {
                return Err(invalid());
            }
            if arn.region != scope.region.as_str() {
                return Err(Refusal::not_found(format!("Invalid arn {}", arn.region)));
            }
            let account = arn.account.parse().map_err(|_| invalid())?;
            let rest = arn.resource.strip_prefix("key/").map(str::to_owned).unwrap_or(arn.resource);
            (Scope { account, region: Region::new(arn.region) }, rest)
        } else {
            (scope.clone(), text.to_owned())
        };
        if rest.starts_with("alias/") {
            return Ok(Self::Alias { scope, name: rest });
        }
        if is_key_id(&rest) { Ok(Self::Key { scope, id: rest }) } else { Err(invalid()) }
    }

    pub fn look(&self, r: &mut dyn Reader, now: i64) -> Result<Found, Refusal> {
        match self {
            Self::Key { scope, id } => {
                let key = key(r, scope, id, now)?.ok_or_else(|| Refusal::no_key(scope, id))?;
                Ok(Found { scope: scope.clone(), key: key.value, revision: key.revision, alias: None })
            }
            Self::Alias { scope, name } => {
                let missing = || Refusal::no_alias(scope, name);
                let alias = alias(r, scope, name)?.ok_or_else(missing)?.value;
                let key = key(r, scope, &alias.key, now)?.ok_or_else(missing)?;
                let alias = Some(alias.name);
                Ok(Found { scope: scope.clone(), key: key.value, revision: key.revision, alias })
            }
        }
    }
}

/// The form of an id: a UUID, or that of a key for several regions.
fn is_key_id(text: &str) -> bool {
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    match text.strip_prefix("mrk-") {
        Some(digits) => digits.len() == 32 && hex(digits),
        None => {
            text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && text.split('-').all(hex)
        }
    }
}

pub fn key(
    r: &mut dyn Reader,
    scope: &Scope,
    id: &str,
    now: i64,
) -> Result<Option<Stored<KeyRecord>>, Error> {
    let found = r.get_record::<KeyRecord>(scope.account.as_str(), scope.region.as_str(), id)?;
    Ok(found.filter(|key| !key.value.is_gone(now)))
}

pub fn alias(r: &mut dyn Reader, scope: &Scope, name: &str) -> Result<Option<Stored<AliasRecord>>, Error> {
    r.get_record::<AliasRecord>(scope.account.as_str(), scope.region.as_str(), name)
}

impl Kms {
    /// The key that a request names, by whatever name. One of AWS's own comes into being here.
    pub(crate) async fn find(&self, context: &Context, text: &str) -> Result<Found, Refusal> {
        let named = Named::parse(&context.scope, text)?;
        let now = self.now();
        match self.store.read(|r| named.look(r, now)).await {
            Err(Refusal::Client { .. }) if managed::is_unmade(context, &named) => {
                self.make_managed(&named).await?;
                self.store.read(|r| named.look(r, now)).await
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

    #[test]
    fn a_key_is_named_in_four_ways() {
        let scope = Scope { account: Default::default(), region: Region::default() };
        let parse = |text: &str| Named::parse(&scope, text);
        let key = Named::Key { scope: scope.clone(), id: ID.to_owned() };
        assert_eq!(parse(ID).unwrap(), key);
        assert_eq!(parse(&format!("arn:aws:kms:us-east-1:000000000000:key/{ID}")).unwrap(), key);
        let alias = Named::Alias { scope: scope.clone(), name: "alias/web".to_owned() };
        assert_eq!(parse("alias/web").unwrap(), alias);
        assert_eq!(parse("arn:aws:kms:us-east-1:000000000000:alias/web").unwrap(), alias);
        let refused = |text: &str| parse(text).unwrap_err().to_string();
        assert_eq!(refused("web"), "Invalid keyId 'web'");
        assert_eq!(refused(&format!("arn:aws:kms:eu-west-1:000000000000:key/{ID}")), "Invalid arn eu-west-1");
        for text in ["", "arn:aws:kms", "arn:aws:s3:us-east-1:000000000000:key/x", &ID.to_uppercase()] {
            assert_eq!(refused(text), format!("Invalid keyId '{text}'"));
        }
        let foreign = parse(&format!("arn:aws:kms:us-east-1:111122223333:key/{ID}")).unwrap();
        assert!(matches!(foreign, Named::Key { scope, .. } if scope.account.as_str() == "111122223333"));
    }
}
