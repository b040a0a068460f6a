//! Policy documents as they come in: checked, and within their quotas.

use neargate_policy::{Kind, Policy};

use crate::refusal::Refusal;

/// Of a managed policy, without white space.
const MAX_MANAGED_CHARACTERS: usize = 6144;
const MAX_TRUST_CHARACTERS: usize = 2048;

/// The characters that count.
pub(crate) fn size(document: &str) -> usize {
    document.chars().filter(|letter| !letter.is_whitespace()).count()
}

pub(crate) fn identity(document: Option<String>) -> Result<String, Refusal> {
    let document = document.unwrap_or_default();
    Policy::parse_as(Kind::Identity, &document)?;
    Ok(document)
}

pub(crate) fn managed(document: Option<String>) -> Result<String, Refusal> {
    let document = identity(document)?;
    if size(&document) > MAX_MANAGED_CHARACTERS {
        return Err(Refusal::limit("PolicySize", MAX_MANAGED_CHARACTERS));
    }
    Ok(document)
}

pub(crate) fn trust(document: Option<String>) -> Result<String, Refusal> {
    let document = document.unwrap_or_default();
    Policy::parse_as(Kind::Trust, &document)?;
    if size(&document) > MAX_TRUST_CHARACTERS {
        return Err(Refusal::limit("ACLSizePerRole", MAX_TRUST_CHARACTERS));
    }
    Ok(document)
}
