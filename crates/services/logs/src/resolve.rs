//! From the names of a request to groups and streams.

use neargate_core::{Arn, Scope};
use neargate_store::{ReadRecords as _, Reader, Stored};

use crate::records::{Group, STANDARD, Stream, Usage};
use crate::refusal::Refusal;

pub fn group(reader: &mut dyn Reader, scope: &Scope, name: &str) -> Result<Stored<Group>, Refusal> {
    let group = reader.get_record(scope.account.as_str(), scope.region.as_str(), name)?;
    group.ok_or(Refusal::NoGroup)
}

/// A group, for what the other classes of groups can't.
pub fn standard_group(reader: &mut dyn Reader, scope: &Scope, name: &str) -> Result<Stored<Group>, Refusal> {
    let found = group(reader, scope, name)?;
    if found.value.class == STANDARD { Ok(found) } else { Err(Refusal::OnlyStandard) }
}

pub fn stream(
    reader: &mut dyn Reader,
    scope: &Scope,
    group: &Group,
    name: &str,
) -> Result<Stored<Stream>, Refusal> {
    let key = Stream::key(&group.uid, name);
    let stream = reader.get_record(scope.account.as_str(), scope.region.as_str(), &key)?;
    stream.ok_or(Refusal::NoStream)
}

/// A group's figures. They are written with the group, so they are there.
pub fn usage(reader: &mut dyn Reader, scope: &Scope, group: &str) -> Result<Usage, Refusal> {
    let usage = reader.get_record::<Usage>(scope.account.as_str(), scope.region.as_str(), group)?;
    Ok(usage.map_or_else(|| Usage { group: group.to_owned(), ..Usage::default() }, |usage| usage.value))
}

/// The one group that a request names by its name or by an identifier, which is a name or an ARN.
pub fn group_name(
    scope: &Scope,
    name: Option<String>,
    identifier: Option<String>,
) -> Result<String, Refusal> {
    match (name, identifier) {
        (Some(name), None) => Ok(name),
        (None, Some(identifier)) => name_of(scope, identifier),
        (Some(_), Some(_)) => Err(Refusal::parameter(
            "logGroupName and logGroupIdentifier cannot both be specified. Specify only one of them.",
        )),
        (None, None) => {
            Err(Refusal::parameter("Either logGroupName or logGroupIdentifier must be specified."))
        }
    }
}

/// The name in an identifier. A group of another account or region is none of ours.
pub fn name_of(scope: &Scope, identifier: String) -> Result<String, Refusal> {
    if !identifier.starts_with("arn:") {
        return Ok(identifier);
    }
    let arn: Arn = identifier.parse().map_err(|_| Refusal::parameter("Invalid ARN provided."))?;
    let name = arn.resource.strip_prefix("log-group:").ok_or(Refusal::NoGroup)?;
    if !arn.is_of("logs", scope) {
        return Err(Refusal::NoGroup);
    }
    Ok(name.strip_suffix(":*").unwrap_or(name).to_owned())
}

pub fn group_arn(scope: &Scope, group: &str) -> String {
    Arn::new("logs", scope, format!("log-group:{group}")).to_string()
}
