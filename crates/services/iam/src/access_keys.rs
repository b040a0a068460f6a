//! Access keys of users.

use std::sync::Arc;

use neargate_core::{AccountId, access_key_id, random_base36};
use neargate_identity::REGION;
use neargate_identity::records::{AccessKey, OF_USER, User, key};
use neargate_store::{Expect, Range, ReadRecords as _, Reader, WriteRecords as _};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::guarded;
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::{Iam, entity, model, user_or_caller};

const MAX_PER_USER: usize = 2;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = guarded!(service, iam,
        CreateAccessKey: create => user(user_name),
        ListAccessKeys: list => user(user_name),
        UpdateAccessKey: update => user(user_name),
        DeleteAccessKey: delete => user(user_name),
    );
    service.on(model::GetAccessKeyLastUsed, iam, last_used)
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateAccessKeyRequest,
) -> Result<model::CreateAccessKeyResponse, AwsError> {
    let account = context.scope.account.clone();
    let name = user_or_caller(&context, input.user_name)?;
    let id = access_key_id("AKIA", &account);
    let fresh = AccessKey { id, secret: random_base36(40), user: name, active: true, created: iam.now() };
    let written = iam.identity.store().write(context.durability, move |w| {
        let user: User = entity::get(w, &account, &fresh.user)?;
        if of(w, &account, &user.name)?.len() >= MAX_PER_USER {
            return Err(Refusal::limit("AccessKeysPerUser", MAX_PER_USER));
        }
        let fresh = AccessKey { user: user.name, ..fresh.clone() };
        w.put_record(account.as_str(), REGION, &fresh, Expect::Absent)?;
        Ok(fresh)
    });
    let AccessKey { id, secret, user, created, .. } = written.await?;
    Ok(model::CreateAccessKeyResponse {
        access_key: Some(model::AccessKey {
            user_name: Some(user),
            access_key_id: Some(id),
            status: Some(status(true)),
            secret_access_key: Some(secret),
            create_date: Some(Time(created)),
        }),
    })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListAccessKeysRequest,
) -> Result<model::ListAccessKeysResponse, AwsError> {
    let account = &context.scope.account;
    let name = user_or_caller(&context, input.user_name)?;
    let wanted = Wanted::new(&context, "ListAccessKeys", &name, input.marker, input.max_items)?;
    let keys = iam.identity.store().read(|r| {
        let user: User = entity::get(r, account, &name)?;
        of(r, account, &user.name)
    });
    let page = wanted.of(keys.await?, |access_key| access_key.id.clone());
    let told = |access_key: &AccessKey| model::AccessKeyMetadata {
        user_name: Some(access_key.user.clone()),
        access_key_id: Some(access_key.id.clone()),
        status: Some(status(access_key.active)),
        create_date: Some(Time(access_key.created)),
    };
    Ok(model::ListAccessKeysResponse {
        is_truncated: page.truncated(),
        access_key_metadata: Some(page.items.iter().map(told).collect()),
        marker: page.marker,
    })
}

async fn update(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateAccessKeyRequest,
) -> Result<(), AwsError> {
    let account = context.scope.account.clone();
    let name = user_or_caller(&context, input.user_name)?;
    let id = input.access_key_id.unwrap_or_default();
    let active = input.status.is_some_and(|status| status == model::StatusType::Active);
    let written = iam.identity.store().write(context.durability, move |w| {
        let access_key = AccessKey { active, ..get(w, &account, &name, &id)? };
        w.put_record(account.as_str(), REGION, &access_key, Expect::Any)?;
        Ok::<_, Refusal>(())
    });
    Ok(written.await?)
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteAccessKeyRequest,
) -> Result<(), AwsError> {
    let account = context.scope.account.clone();
    let name = user_or_caller(&context, input.user_name)?;
    let id = input.access_key_id.unwrap_or_default();
    let written = iam.identity.store().write(context.durability, move |w| {
        get(w, &account, &name, &id)?;
        w.delete_record::<AccessKey>(account.as_str(), REGION, &id, Expect::Any)?;
        Ok::<_, Refusal>(())
    });
    Ok(written.await?)
}

/// Uses aren't recorded; AWS answers so for a key that was never used.
async fn last_used(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetAccessKeyLastUsedRequest,
) -> Result<model::GetAccessKeyLastUsedResponse, AwsError> {
    let id = input.access_key_id.unwrap_or_default();
    let account = context.scope.account.as_str();
    let found = iam.identity.store().read(|r| r.get_record::<AccessKey>(account, REGION, &id)).await;
    let access_key = found.map_err(Refusal::Store)?.ok_or_else(|| none(&id))?.value;
    let not_applicable = || Some("N/A".to_owned());
    Ok(model::GetAccessKeyLastUsedResponse {
        user_name: Some(access_key.user),
        access_key_last_used: Some(model::AccessKeyLastUsed {
            last_used_date: None,
            service_name: not_applicable(),
            region: not_applicable(),
        }),
    })
}

fn of(reader: &mut dyn Reader, account: &AccountId, user: &str) -> Result<Vec<AccessKey>, Refusal> {
    let keys =
        reader.lookup_records::<AccessKey>(account.as_str(), REGION, OF_USER, &key(user), Range::all())?;
    Ok(keys.into_iter().map(|found| found.value).collect())
}

fn get(reader: &mut dyn Reader, account: &AccountId, user: &str, id: &str) -> Result<AccessKey, Refusal> {
    let _: User = entity::get(reader, account, user)?;
    let found = reader.get_record::<AccessKey>(account.as_str(), REGION, id)?.map(|found| found.value);
    found.filter(|found| key(&found.user) == key(user)).ok_or_else(|| none(id))
}

fn none(id: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("The Access Key with id {id} cannot be found."))
}

fn status(active: bool) -> model::StatusType {
    if active { model::StatusType::Active } else { model::StatusType::Inactive }
}
