//! Account settings as they are kept, and which of them holds for whom.
//!
//! What is set for the account's root holds for everyone who has nothing of their own; what AWS presets holds for the rest.

use std::borrow::Cow;

use neargate_core::{AccountId, Scope};
use neargate_store::{Error, Expect, ReadRecords as _, Reader, Record, WriteRecords as _, Writer};
use serde::{Deserialize, Serialize};

use crate::model::{Setting, SettingName, SettingType};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SettingRecord {
    pub name: String,
    pub principal_arn: String,
    pub value: String,
}

impl Record for SettingRecord {
    const SERVICE: &'static str = "ecs";
    const KIND: &'static str = "account-setting";

    fn id(&self) -> Cow<'_, str> {
        id(&self.principal_arn, &self.name).into()
    }
}

fn id(principal_arn: &str, name: &str) -> String {
    format!("{principal_arn} {name}")
}

/// The principal whose settings are everyone's defaults.
pub(super) fn root_arn(account: &AccountId) -> String {
    format!("arn:aws:iam::{account}:root")
}

/// The settings there are, in AWS's order, with AWS's presets and what they may be set to.
pub(super) const KNOWN: [(SettingName, &str, &[&str]); 11] = [
    (SettingName::AwsvpcTrunking, "disabled", SWITCH),
    (SettingName::ContainerInsights, "disabled", &["enabled", "disabled", "enhanced"]),
    (SettingName::ContainerInstanceLongArnFormat, "enabled", SWITCH),
    (SettingName::DefaultLogDriverMode, "non-blocking", &["blocking", "non-blocking"]),
    (SettingName::FargateEventWindows, "disabled", SWITCH),
    (SettingName::FargateFIPSMode, "disabled", SWITCH),
    (SettingName::FargateTaskRetirementWaitPeriod, "7", &["0", "7", "14"]),
    (SettingName::GuardDutyActivate, "off", &[]),
    (SettingName::ServiceLongArnFormat, "enabled", SWITCH),
    (SettingName::TagResourceAuthorization, "on", &["on", "off"]),
    (SettingName::TaskLongArnFormat, "enabled", SWITCH),
];

const SWITCH: &[&str] = &["enabled", "disabled"];

pub(super) fn load(
    r: &mut dyn Reader,
    scope: &Scope,
    principal_arn: &str,
    name: &SettingName,
) -> Result<Option<SettingRecord>, Error> {
    let id = id(principal_arn, name.as_str());
    let stored = r.get_record(scope.account.as_str(), scope.region.as_str(), &id)?;
    Ok(stored.map(|stored| stored.value))
}

pub(super) fn save(w: &mut dyn Writer, scope: &Scope, record: &SettingRecord) -> Result<(), Error> {
    w.put_record(scope.account.as_str(), scope.region.as_str(), record, Expect::Any).map(drop)
}

pub(super) fn delete(
    w: &mut dyn Writer,
    scope: &Scope,
    principal_arn: &str,
    name: &str,
) -> Result<bool, Error> {
    let id = id(principal_arn, name);
    w.delete_record::<SettingRecord>(scope.account.as_str(), scope.region.as_str(), &id, Expect::Any)
}

/// The value that holds for a principal, and whose setting it is.
pub(super) fn holding(
    r: &mut dyn Reader,
    scope: &Scope,
    principal_arn: &str,
    name: &SettingName,
) -> Result<Setting, Error> {
    let root = root_arn(&scope.account);
    for owner in [principal_arn, &root] {
        if let Some(record) = load(r, scope, owner, name)? {
            return Ok(setting(name, record.value, owner));
        }
    }
    let preset = KNOWN.iter().find(|(known, ..)| known == name).map_or("", |(_, preset, _)| preset);
    Ok(setting(name, preset.to_owned(), &root))
}

pub(super) fn setting(name: &SettingName, value: String, principal_arn: &str) -> Setting {
    let managed = *name == SettingName::GuardDutyActivate;
    Setting {
        name: Some(name.clone()),
        value: Some(value),
        principal_arn: Some(principal_arn.to_owned()),
        r#type: Some(if managed { SettingType::AwsManaged } else { SettingType::User }),
    }
}
