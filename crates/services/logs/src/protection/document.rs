//! A policy's text: one statement that audits and one that masks, with the same identifiers.

use std::collections::BTreeMap;

use neargate_wire::AwsError;
use regex::Regex;
use serde_json::{Map, Value};

use super::detectors;
use crate::refusal::Refusal;

/// Of account policies.
pub const POLICY_TYPE: &str = "DATA_PROTECTION_POLICY";
const MANAGED: &str = "arn:aws:dataprotection::aws:data-identifier/";
/// What the names of groups that AWS's services write to begin with.
const FINDINGS_PREFIX: &str = "/aws/vendedlogs/";
const MAX_BYTES: usize = 30_720;
/// As on AWS.
const MAX_CUSTOM: usize = 10;
const MAX_CUSTOM_REGEX_BYTES: usize = 200;
const MAX_REGEX_PROGRAM_BYTES: usize = 1 << 20;

/// A policy that was understood.
#[derive(Debug, Default)]
pub struct Document {
    /// The names of managed and custom identifiers.
    pub identifiers: Vec<String>,
    pub custom: BTreeMap<String, Regex>,
    pub findings: Destinations,
}

/// Where audit findings go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Destinations {
    pub group: Option<String>,
    pub bucket: Option<String>,
}

impl Destinations {
    fn parse(json: &Map<String, Value>) -> Result<Self, AwsError> {
        let mut found = Self::default();
        for (kind, one) in json {
            let member = match kind.as_str() {
                "CloudWatchLogs" => "LogGroup",
                "S3" => "Bucket",
                "Firehose" => "DeliveryStream",
                _ => return Err(invalid(&format!("{kind} is no destination for findings"))),
            };
            let name = one[member].as_str().filter(|name| !name.is_empty());
            let name =
                name.ok_or_else(|| invalid(&format!("the destination {kind} must name its {member}")))?;
            match kind.as_str() {
                "CloudWatchLogs" if !name.starts_with(FINDINGS_PREFIX) => {
                    return Err(invalid(&format!(
                        "the name of a log group for findings must start with {FINDINGS_PREFIX}"
                    )));
                }
                "CloudWatchLogs" => found.group = Some(name.to_owned()),
                "S3" => found.bucket = Some(name.to_owned()),
                _ => return Err(invalid(&format!("there is no delivery stream {name}"))),
            }
        }
        Ok(found)
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Document {
    pub fn parse(text: &str) -> Result<Self, AwsError> {
        if text.len() > MAX_BYTES {
            return Err(invalid("the document is longer than 30720 characters"));
        }
        let json: Value =
            serde_json::from_str(text).map_err(|_| invalid("the document is not valid JSON"))?;
        let custom = custom(&json["Configuration"]["CustomDataIdentifier"])?;
        let Some([audit, mask]) = json["Statement"].as_array().map(Vec::as_slice) else {
            return Err(invalid("there must be exactly two statements"));
        };
        let (audit, mask) = match audit["Operation"].get("Audit") {
            Some(_) => (audit, mask),
            None => (mask, audit),
        };
        let findings = &audit["Operation"]["Audit"]["FindingsDestination"];
        let findings = findings.as_object();
        let findings = findings
            .ok_or_else(|| invalid("the Audit operation must contain a FindingsDestination object"))?;
        let config = mask["Operation"]["Deidentify"]["MaskConfig"].as_object();
        if config.is_none_or(|config| !config.is_empty()) {
            return Err(invalid("the Deidentify operation must contain an empty MaskConfig object"));
        }
        let identifiers = identifiers(audit, &custom)?;
        let mut masked = self::identifiers(mask, &custom)?;
        let mut audited = identifiers.clone();
        masked.sort();
        audited.sort();
        if masked != audited {
            return Err(invalid("the DataIdentifier arrays of both statements must match"));
        }
        let findings = Destinations::parse(findings)?;
        Ok(Self { identifiers, custom, findings })
    }
}

fn custom(list: &Value) -> Result<BTreeMap<String, Regex>, AwsError> {
    let mut found = BTreeMap::new();
    for one in list.as_array().into_iter().flatten() {
        let (name, text) = one["Name"].as_str().zip(one["Regex"].as_str()).unwrap_or_default();
        let regex = regex::RegexBuilder::new(text).size_limit(MAX_REGEX_PROGRAM_BYTES).build();
        match regex {
            Ok(regex) if !name.is_empty() && !text.is_empty() && text.len() <= MAX_CUSTOM_REGEX_BYTES => {
                found.insert(name.to_owned(), regex);
            }
            _ => return Err(invalid("a custom data identifier must have a name and a regular expression")),
        }
    }
    if found.len() > MAX_CUSTOM {
        Err(invalid("there are too many custom data identifiers"))
    } else {
        Ok(found)
    }
}

fn identifiers(statement: &Value, custom: &BTreeMap<String, Regex>) -> Result<Vec<String>, AwsError> {
    let list = statement["DataIdentifier"].as_array().filter(|list| !list.is_empty());
    let list = list.ok_or_else(|| invalid("each statement must contain a DataIdentifier array"))?;
    let mut found = Vec::new();
    for one in list {
        let text = one.as_str().unwrap_or_default();
        match text.strip_prefix(MANAGED) {
            Some(name) if detectors::find(name).is_some() => found.push(name.to_owned()),
            Some(name) if detectors::is_awss(name) => {
                let what = format!("A data protection policy with the data identifier {name}");
                return Err(AwsError::not_implemented("logs", &what));
            }
            None if custom.contains_key(text) => found.push(text.to_owned()),
            _ => return Err(invalid(&format!("{text} is no data identifier"))),
        }
    }
    Ok(found)
}

pub(super) fn invalid(why: &str) -> AwsError {
    Refusal::parameter(format!("The data protection policy document is invalid: {why}.")).into()
}
