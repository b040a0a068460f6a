//! `ListAccountSettings`.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use super::record::{self, KNOWN, setting};
use super::write::principal;
use crate::Ecs;
use crate::model::{ListAccountSettingsRequest, ListAccountSettingsResponse, Setting, SettingName};
use crate::page::Page;
use crate::refused::{Refused, invalid};

const MAX_PER_PAGE: usize = 10;

pub(super) async fn list_account_settings(
    ecs: Arc<Ecs>,
    context: Context,
    input: ListAccountSettingsRequest,
) -> Result<ListAccountSettingsResponse, AwsError> {
    let principal_arn = principal(&context, input.principal_arn)?;
    let effective = input.effective_settings == Some(true);
    let name = input.name.as_ref().map_or("", SettingName::as_str);
    let value = input.value.as_deref().unwrap_or_default();
    if !value.is_empty() && name.is_empty() {
        return Err(invalid("You must also specify a setting 'name' when filtering by 'value'"));
    }
    let filters = [principal_arn.as_str(), name, value, if effective { "effective" } else { "" }];
    let (token, scope) = (input.next_token.as_deref(), &context.scope);
    let page = Page::new("ListAccountSettings", scope, &filters, token, input.max_results, MAX_PER_PAGE)?;
    let read = ecs.store.read(|r| -> Result<_, Refused> {
        let mut settings = Vec::new();
        for (known, ..) in &KNOWN {
            let passed = page.after.as_deref().is_some_and(|after| known.as_str() <= after);
            if passed || !(name.is_empty() || known.as_str() == name) {
                continue;
            }
            let found = if effective {
                Some(record::holding(r, scope, &principal_arn, known)?)
            } else {
                let own = record::load(r, scope, &principal_arn, known)?;
                own.map(|own| setting(known, own.value, &principal_arn))
            };
            let wanted = |found: &Setting| value.is_empty() || found.value.as_deref() == Some(value);
            settings.extend(found.filter(wanted));
        }
        Ok(settings)
    });
    let mut settings = read.await?;
    let next_token = page.cut(&mut settings, |setting| setting.name.as_ref().map_or("", SettingName::as_str));
    Ok(ListAccountSettingsResponse { settings: Some(settings), next_token })
}
