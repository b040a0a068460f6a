//! Service settings of Parameter Store: the tier of parameters that say none, and the throughput that AWS charges for.
//!
//! The first has its effect in `PutParameter`. The second is kept and shown: nothing is throttled here. Settings of other parts of
//! Systems Manager aren't here.

use std::borrow::Cow;
use std::sync::Arc;

use neargate_core::{Arn, Scope};
use neargate_store::{Expect, ReadRecords as _, Reader, Record, WriteRecords as _};
use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context};
use serde::{Deserialize, Serialize};

use crate::Ssm;
use crate::model::{self, ParameterTier, ServiceSetting};
use crate::records::{SERVICE, time};
use crate::refusal::Refusal;

const TIER: &str = "/ssm/parameter-store/default-parameter-tier";

/// Each with what it can be; the first is the default.
const SETTINGS: [(&str, &[&str]); 2] = [
    (TIER, &["Standard", "Advanced", "Intelligent-Tiering"]),
    ("/ssm/parameter-store/high-throughput-enabled", &["false", "true"]),
];

/// A setting that somebody changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SettingRecord {
    id: String,
    value: String,
    modified: i64,
    modified_by: String,
}

impl Record for SettingRecord {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "setting";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }
}

type Setting = (&'static str, &'static [&'static str]);

pub async fn get_service_setting(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::GetServiceSettingRequest,
) -> Result<model::GetServiceSettingResult, AwsError> {
    let setting = named(&context.scope, input.setting_id.as_deref())?;
    let known = ssm.store.read(|r| known(r, &context.scope, setting.0)).await?;
    Ok(model::GetServiceSettingResult { service_setting: Some(told(&context.scope, setting, known)) })
}

pub async fn update_service_setting(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::UpdateServiceSettingRequest,
) -> Result<model::UpdateServiceSettingResult, AwsError> {
    let (id, values) = named(&context.scope, input.setting_id.as_deref())?;
    let value = input.setting_value.unwrap_or_default();
    if !values.contains(&value.as_str()) {
        return Err(Refusal::validation(format!(
            "Invalid value {value} for the service setting {id}. Valid values: {}.",
            values.join(", ")
        ))
        .into());
    }
    let setting =
        SettingRecord { id: id.to_owned(), value, modified: ssm.now(), modified_by: context.principal.arn() };
    let scope = context.scope;
    let written = ssm.store.write(context.durability, move |w| {
        w.put_record(scope.account.as_str(), scope.region.as_str(), &setting, Expect::Any)?;
        Ok::<_, Refusal>(())
    });
    written.await?;
    Ok(model::UpdateServiceSettingResult {})
}

pub async fn reset_service_setting(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::ResetServiceSettingRequest,
) -> Result<model::ResetServiceSettingResult, AwsError> {
    let setting = named(&context.scope, input.setting_id.as_deref())?;
    let scope = context.scope.clone();
    let written = ssm.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        w.delete_record::<SettingRecord>(account, region, setting.0, Expect::Any)?;
        Ok::<_, Refusal>(())
    });
    written.await?;
    Ok(model::ResetServiceSettingResult { service_setting: Some(told(&context.scope, setting, None)) })
}

/// A request about a setting.
pub trait OnSetting {
    const ACTION: &'static str;

    fn setting(&self) -> &str;
}

macro_rules! on_setting {
    ($($input:ident is $action:literal;)*) => {
        $(impl OnSetting for model::$input {
            const ACTION: &'static str = $action;

            fn setting(&self) -> &str {
                self.setting_id.as_deref().unwrap_or_default()
            }
        })*
    };
}

on_setting! {
    GetServiceSettingRequest is "ssm:GetServiceSetting";
    ResetServiceSettingRequest is "ssm:ResetServiceSetting";
    UpdateServiceSettingRequest is "ssm:UpdateServiceSetting";
}

pub fn on_setting<'a, I: OnSetting + Sync>(_: &'a Ssm, context: &'a Context, input: &'a I) -> Accesses<'a> {
    Box::pin(async move {
        let setting = input.setting();
        let resource =
            if setting.starts_with("arn:") { setting.to_owned() } else { arn(&context.scope, setting) };
        Ok(vec![Access::new(I::ACTION, resource)])
    })
}

impl Ssm {
    /// The tier of a parameter that says none, if it isn't the standard one.
    pub(crate) async fn default_tier(&self, scope: &Scope) -> Result<Option<ParameterTier>, Refusal> {
        let known = self.store.read(|r| known(r, scope, TIER)).await?;
        let tier = known.map(|setting| setting.value).filter(|value| value != "Standard");
        Ok(tier.map(|tier| ParameterTier::from(tier.as_str())))
    }
}

fn known(r: &mut dyn Reader, scope: &Scope, id: &str) -> Result<Option<SettingRecord>, Refusal> {
    let found = r.get_record::<SettingRecord>(scope.account.as_str(), scope.region.as_str(), id)?;
    Ok(found.map(|found| found.value))
}

/// The setting of that id or ARN.
fn named(scope: &Scope, text: Option<&str>) -> Result<Setting, Refusal> {
    let text = text.unwrap_or_default();
    let id = match text.parse::<Arn>() {
        Ok(arn) if arn.is_of(SERVICE, scope) => {
            arn.resource.strip_prefix("servicesetting").unwrap_or_default().to_owned()
        }
        _ => text.to_owned(),
    };
    let found = SETTINGS.into_iter().find(|(known, _)| *known == id);
    found.ok_or_else(|| {
        Refusal::client(
            "ServiceSettingNotFound",
            format!("Setting ID {text} was not found. Ensure the setting ID is valid, and try again."),
        )
    })
}

fn arn(scope: &Scope, id: &str) -> String {
    Arn::new(SERVICE, scope, format!("servicesetting{id}")).to_string()
}

fn told(scope: &Scope, (id, values): Setting, known: Option<SettingRecord>) -> ServiceSetting {
    let status = if known.is_some() { "Customized" } else { "Default" };
    let (value, modified, by) = match known {
        Some(setting) => (setting.value, Some(time(setting.modified)), setting.modified_by),
        None => (values.first().copied().unwrap_or_default().to_owned(), None, "System".to_owned()),
    };
    ServiceSetting {
        setting_id: Some(id.to_owned()),
        setting_value: Some(value),
        last_modified_date: modified,
        last_modified_user: Some(by),
        arn: Some(arn(scope, id)),
        status: Some(status.to_owned()),
    }
}
