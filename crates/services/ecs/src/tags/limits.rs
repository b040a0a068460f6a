//! What tags may be.

use neargate_wire::AwsError;

use crate::model::Tag;
use crate::refused::invalid;

/// AWS's limit for every resource.
const MAX_TAGS: usize = 50;

/// Checks the tags of a request as AWS checks them for every operation that takes tags.
pub(crate) fn validate(tags: &[Tag]) -> Result<(), AwsError> {
    check_count(tags.len())?;
    for (index, tag) in tags.iter().enumerate() {
        let key = tag.key.as_deref().unwrap_or_default();
        let value = tag.value.as_deref().unwrap_or_default();
        if key.is_empty() {
            return Err(invalid("Tag key can not be null or empty."));
        }
        if key.chars().count() > 128 {
            return Err(invalid("The tag key exceeds the maximum length of 128 characters."));
        }
        if value.chars().count() > 256 {
            return Err(invalid("The tag value exceeds the maximum length of 256 characters."));
        }
        if is_reserved(key) || is_reserved(value) {
            return Err(invalid("Tag keys and values can not begin with the reserved prefix 'aws:'."));
        }
        if tags[..index].iter().any(|earlier| earlier.key.as_deref() == Some(key)) {
            return Err(invalid(format!(
                "Duplicate tag keys found. Tag key '{key}' is given more than once."
            )));
        }
    }
    Ok(())
}

/// Checks how many tags a resource is to have.
pub(super) fn check_count(count: usize) -> Result<(), AwsError> {
    if count <= MAX_TAGS {
        return Ok(());
    }
    Err(invalid(format!("The number of tags exceeds the limit of {MAX_TAGS}.")))
}

/// `aws:` in any case is AWS's own.
pub(super) fn is_reserved(text: &str) -> bool {
    text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("aws:"))
}
