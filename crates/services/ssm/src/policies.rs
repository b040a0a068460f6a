//! A parameter's policies: Expiration, ExpirationNotification, NoChangeNotification. Pure.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::ParameterInlinePolicy;
use crate::refusal::Refusal;

const POLICIES_MAX: usize = 10;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    pub kind: String,
    /// As it was given.
    pub text: String,
    /// Of an Expiration: when, in milliseconds since 1970.
    at: Option<i64>,
}

impl Policy {
    pub fn expires(&self) -> Option<i64> {
        self.at
    }

    pub fn to_model(&self) -> ParameterInlinePolicy {
        ParameterInlinePolicy {
            policy_text: Some(self.text.clone()),
            policy_type: Some(self.kind.clone()),
            policy_status: Some("Pending".to_owned()),
        }
    }
}

/// Reads the JSON of a request. An empty policy in the list takes all policies away.
pub fn parse(text: &str) -> Result<Vec<Policy>, Refusal> {
    let malformed =
        || attribute("The policies must be a JSON array of objects with Type, Version and Attributes.");
    let list = match serde_json::from_str(text) {
        Ok(Value::Array(list)) => list,
        Ok(Value::Object(empty)) if empty.is_empty() => return Ok(Vec::new()),
        _ => return Err(malformed()),
    };
    if list.iter().any(|policy| policy.as_object().is_some_and(|members| members.is_empty())) {
        return Ok(Vec::new());
    }
    if list.len() > POLICIES_MAX {
        return Err(Refusal::client(
            "PoliciesLimitExceededException",
            format!(
                "You specified more than the maximum number of allowed policies for the parameter. The maximum is {POLICIES_MAX}."
            ),
        ));
    }
    let policies: Vec<Policy> = list.iter().map(policy).collect::<Result<_, _>>()?;
    let of = |kind: &str| policies.iter().filter(|policy| policy.kind == kind).count();
    if of("Expiration") > 1 {
        return Err(incompatible("A parameter can have only one Expiration policy."));
    }
    if of("ExpirationNotification") > 0 && of("Expiration") == 0 {
        return Err(incompatible("An ExpirationNotification policy needs an Expiration policy."));
    }
    Ok(policies)
}

fn policy(value: &Value) -> Result<Policy, Refusal> {
    let kind = value["Type"].as_str().unwrap_or_default();
    let attributes = &value["Attributes"];
    let mut at = None;
    match kind {
        "Expiration" => {
            let stamp = attributes["Timestamp"].as_str().and_then(millis);
            at = Some(stamp.ok_or_else(|| {
                attribute("The Timestamp of an Expiration policy must be an ISO 8601 time.")
            })?);
        }
        "ExpirationNotification" => duration(attributes, "Before")?,
        "NoChangeNotification" => duration(attributes, "After")?,
        _ => {
            return Err(Refusal::client(
                "InvalidPolicyTypeException",
                "The policy type is not supported. Parameter Store supports the following policy types: Expiration, \
                 ExpirationNotification, and NoChangeNotification.",
            ));
        }
    }
    Ok(Policy { kind: kind.to_owned(), text: text(value), at })
}

/// A policy as AWS answers with it: its members in the order of the documentation.
fn text(policy: &Value) -> String {
    let members = ["Type", "Version", "Attributes"].into_iter();
    let members =
        members.filter(|name| !policy[*name].is_null()).map(|name| format!("\"{name}\":{}", policy[name]));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn duration(attributes: &Value, name: &str) -> Result<(), Refusal> {
    let number = match &attributes[name] {
        Value::String(text) => text.parse::<u32>().ok(),
        Value::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        _ => None,
    };
    let unit = attributes["Unit"].as_str();
    if number.is_none_or(|number| number == 0) || !matches!(unit, Some("Days" | "Hours")) {
        return Err(attribute(format!(
            "The attributes of the policy must be {name}, a positive number, and Unit, either Days or Hours."
        )));
    }
    Ok(())
}

fn attribute(message: impl Into<String>) -> Refusal {
    Refusal::client("InvalidPolicyAttributeException", message)
}

fn incompatible(message: &str) -> Refusal {
    Refusal::client("IncompatiblePolicyException", message)
}

/// `2026-12-02T21:34:33.000Z`, `2026-12-02T21:34:33+01:00`, in milliseconds since 1970.
fn millis(text: &str) -> Option<i64> {
    let (date, rest) = text.split_once('T')?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let zone = rest.find(['Z', '+', '-'])?;
    let (clock, zone) = rest.split_at(zone);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut clock = clock.splitn(3, ':').map(|part| part.parse::<i64>().ok());
    let (hour, minute) = (clock.next()??, clock.next()??);
    let second = clock.next().unwrap_or(Some(0))?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let offset_minutes = match zone {
        "Z" => 0,
        zone => {
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            if zone.starts_with('-') { -minutes } else { minutes }
        }
    };
    let in_range = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    if !in_range {
        return None;
    }
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + (minute - offset_minutes) * 60 + second;
    Some(seconds * 1000 + fraction)
}

/// Days from 1970-01-01 to a Gregorian date (Hinnant, "chrono-compatible low-level date algorithms").
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use neargate_core::Timestamp;

    use super::*;

    #[test]
    fn times_are_iso_8601() {
        for text in ["1970-01-01T00:00:00.000Z", "2000-02-29T12:34:56.789Z", "2026-12-02T21:34:33.000Z"] {
            assert_eq!(Timestamp(millis(text).unwrap()).to_iso8601(), text);
        }
        assert_eq!(millis("2026-12-02T21:34:33+01:30"), millis("2026-12-02T20:04:33Z"));
        assert_eq!(millis("2026-12-02T21:34Z"), millis("2026-12-02T21:34:00.0Z"));
        for bad in
            ["", "2026-12-02", "2026-13-02T00:00:00Z", "2026-12-02T25:00:00Z", "2026-12-02T00:00:00", "xTyZ"]
        {
            assert_eq!(millis(bad), None, "{bad}");
        }
    }

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        match parse(text) {
            Err(Refusal::Client { code, .. }) => assert_eq!(code, expected, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn policies_are_of_three_kinds() {
        let expiration = r#"{"Type": "Expiration", "Version": "1.0", "Attributes": {"Timestamp": "2026-12-02T21:34:33.000Z"}}"#;
        let notify = r#"{"Type": "ExpirationNotification", "Version": "1.0", "Attributes": {"Before": "15", "Unit": "Days"}}"#;
        let unchanged = r#"{"Type": "NoChangeNotification", "Version": "1.0", "Attributes": {"After": "20", "Unit": "Hours"}}"#;
        let policies = parse(&format!("[{expiration}, {notify}, {unchanged}]")).unwrap();
        assert_eq!(
            policies.iter().map(|policy| policy.kind.as_str()).collect::<Vec<_>>(),
            ["Expiration", "ExpirationNotification", "NoChangeNotification"]
        );
        assert_eq!(policies[0].expires(), millis("2026-12-02T21:34:33Z"));
        assert_eq!(
            policies[1].text,
            r#"{"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"15","Unit":"Days"}}"#
        );
        assert!(parse("[{}]").unwrap().is_empty());
        refused("x", "InvalidPolicyAttributeException");
        refused(r#"[{"Type": "Other"}]"#, "InvalidPolicyTypeException");
        refused(
            r#"[{"Type": "Expiration", "Attributes": {"Timestamp": "soon"}}]"#,
            "InvalidPolicyAttributeException",
        );
        refused(&format!("[{expiration}, {expiration}]"), "IncompatiblePolicyException");
        refused(&format!("[{notify}]"), "IncompatiblePolicyException");
        refused(&format!("[{}]", [unchanged; 11].join(",")), "PoliciesLimitExceededException");
    }
}
