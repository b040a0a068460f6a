//! `PutAccountSetting`, `PutAccountSettingDefault`, `DeleteAccountSetting`.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use super::record::{self, KNOWN, SettingRecord, root_arn, setting};
use crate::Ecs;
use crate::model::{
    DeleteAccountSettingRequest, DeleteAccountSettingResponse, PutAccountSettingDefaultRequest,
    PutAccountSettingDefaultResponse, PutAccountSettingRequest, PutAccountSettingResponse, Setting,
    SettingName,
};
use crate::refused::{Refused, invalid};

pub(super) async fn put_account_setting(
    ecs: Arc<Ecs>,
    context: Context,
    input: PutAccountSettingRequest,
) -> Result<PutAccountSettingResponse, AwsError> {
    let principal = principal(&context, input.principal_arn)?;
    let setting = put(&ecs, &context, principal, input.name, input.value).await?;
    Ok(PutAccountSettingResponse { setting: Some(setting) })
}

pub(super) async fn put_account_setting_default(
    ecs: Arc<Ecs>,
    context: Context,
    input: PutAccountSettingDefaultRequest,
) -> Result<PutAccountSettingDefaultResponse, AwsError> {
    let root = root_arn(&context.scope.account);
    let setting = put(&ecs, &context, root, input.name, input.value).await?;
    Ok(PutAccountSettingDefaultResponse { setting: Some(setting) })
}

async fn put(
    ecs: &Ecs,
    context: &Context,
    principal_arn: String,
    name: Option<SettingName>,
    value: Option<String>,
) -> Result<Setting, AwsError> {
    let (name, value) = (known(name)?, value.unwrap_or_default());
    check_value(&name, &value)?;
    let answer = setting(&name, value.clone(), &principal_arn);
    let record = SettingRecord { name: name.as_str().to_owned(), principal_arn, value };
    let scope = context.scope.clone();
    let write = ecs
        .store
        .write(context.durability, move |w| -> Result<(), Refused> { Ok(record::save(w, &scope, &record)?) });
    write.await?;
    Ok(answer)
}

pub(super) async fn delete_account_setting(
    ecs: Arc<Ecs>,
    context: Context,
    input: DeleteAccountSettingRequest,
) -> Result<DeleteAccountSettingResponse, AwsError> {
    let principal_arn = principal(&context, input.principal_arn)?;
    let name = known(input.name)?;
    let scope = context.scope.clone();
    let deleted = ecs.store.write(context.durability, move |w| -> Result<_, Refused> {
        record::delete(w, &scope, &principal_arn, name.as_str())?;
        // What holds from now on.
        let mut left = record::holding(w, &scope, &principal_arn, &name)?;
        left.principal_arn = Some(principal_arn.clone());
        Ok(left)
    });
    Ok(DeleteAccountSettingResponse { setting: Some(deleted.await?) })
}

fn known(name: Option<SettingName>) -> Result<SettingName, AwsError> {
    name.filter(|name| KNOWN.iter().any(|(known, ..)| known == name))
        .ok_or_else(|| invalid("Invalid setting 'name'"))
}

fn check_value(name: &SettingName, value: &str) -> Result<(), AwsError> {
    if *name == SettingName::GuardDutyActivate {
        return Err(invalid(
            "The guardDutyActivate setting is managed by Amazon Web Services and can not be changed.",
        ));
    }
    let accepted =
        KNOWN.iter().find(|(known, ..)| known == name).map_or(&[][..], |(_, _, accepted)| *accepted);
    if !accepted.contains(&value) {
        return Err(invalid("Invalid setting 'value'"));
    }
    let long_arns = matches!(
        name,
        SettingName::ServiceLongArnFormat
            | SettingName::TaskLongArnFormat
            | SettingName::ContainerInstanceLongArnFormat
    );
    if long_arns && value == "disabled" {
        return Err(invalid("You can no longer disable Long Arn settings"));
    }
    Ok(())
}

/// The principal that a request is about: the caller unless it names another of the same account.
pub(super) fn principal(context: &Context, named: Option<String>) -> Result<String, AwsError> {
    let Some(named) = named.filter(|named| !named.is_empty()) else { return Ok(context.principal.arn()) };
    let of_account = format!("arn:aws:iam::{}:", context.scope.account);
    if !named.starts_with(&of_account) {
        return Err(invalid("Invalid principal 'principalArn'"));
    }
    Ok(named)
}
