//! Accounts and regions: the two walls between tenants' state.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A twelve-digit AWS account id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(String);

/// Not twelve decimal digits.
#[derive(Debug, thiserror::Error)]
#[error("account id {0:?} is not twelve digits")]
pub struct ParseAccountIdError(String);

impl AccountId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccountId {
    type Err = ParseAccountIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseAccountIdError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for AccountId {
    type Error = ParseAccountIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AccountId> for String {
    fn from(id: AccountId) -> Self {
        id.0
    }
}

impl Default for AccountId {
    /// The account that a fresh installation owns.
    fn default() -> Self {
        Self("000000000000".to_owned())
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A region's name. Any name that a credential scope can carry is a region: state is made for it on first use.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Region(String);

impl Region {
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain of private host names: `ec2.internal` in us-east-1, `<region>.compute.internal` elsewhere.
    pub fn private_domain(&self) -> String {
        if self.0 == "us-east-1" { "ec2.internal".to_owned() } else { format!("{}.compute.internal", self.0) }
    }
}

impl Default for Region {
    fn default() -> Self {
        Self("us-east-1".to_owned())
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The account and region that a request speaks of. All state is apart by scope.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope {
    pub account: AccountId,
    pub region: Region,
}

/// The zones of a region, in order: every region has three.
pub fn availability_zones(region: &Region) -> [String; 3] {
    ["a", "b", "c"].map(|letter| format!("{region}{letter}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_twelve_digits() {
        assert!("000000000000".parse::<AccountId>().is_ok());
        for bad in ["", "00000000000", "0000000000000", "00000000000a", "１２３４"] {
            assert!(bad.parse::<AccountId>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn private_domains_follow_the_region() {
        assert_eq!(Region::new("us-east-1").private_domain(), "ec2.internal");
        assert_eq!(Region::new("eu-west-1").private_domain(), "eu-west-1.compute.internal");
    }
}
