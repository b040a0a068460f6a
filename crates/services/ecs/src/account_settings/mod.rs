//! Account settings: what holds for a principal's or an account's resources unless they say otherwise.

mod list;
mod record;
#[cfg(test)]
mod tests;
mod write;

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Error, Reader};
use neargate_wire::Service;

use crate::Ecs;
use crate::model::{self, SettingName};

/// The value of a setting that holds for a principal.
pub(crate) fn effective(
    r: &mut dyn Reader,
    scope: &Scope,
    principal_arn: &str,
    name: &SettingName,
) -> Result<String, Error> {
    Ok(record::holding(r, scope, principal_arn, name)?.value.unwrap_or_default())
}

/// Registers this module's operations.
pub(crate) fn register(service: Service, ecs: &Arc<Ecs>) -> Service {
    service
        .on(model::PutAccountSetting, ecs, write::put_account_setting)
        .on(model::PutAccountSettingDefault, ecs, write::put_account_setting_default)
        .on(model::DeleteAccountSetting, ecs, write::delete_account_setting)
        .on(model::ListAccountSettings, ecs, list::list_account_settings)
}
