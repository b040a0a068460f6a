//! Access keys of users.

use std::sync::Arc;

use neargate_core::{AccountId, Principal, Timestamp, access_key_id, random_base36};
use neargate_identity::records::{AccessKey, LastUse, OF_USER, User, key};
use neargate_identity::{REGION, forget_use};
use neargate_store::{Expect, Range, ReadRecords as _, Reader, WriteRecords as _};
use neargate_wire::authorize::Access;
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::guarded;
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::resource::Resource as _;
use crate::{Iam, account, model, to_the_second, user_or_caller};

const MAX_PER_USER: usize = 2;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = guarded!(service, iam,
        CreateAccessKey: create => user(user_name),
        ListAccessKeys: list => user(user_name),
        UpdateAccessKey: update => user(user_name),
        DeleteAccessKey: delete => user(user_name),
    );
    service.guarded(
        model::GetAccessKeyLastUsed,
        iam,
        |iam, context, input| {
            Box::pin(async move {
                let (action, id) =
                    ("iam:GetAccessKeyLastUsed", input.access_key_id.as_deref().unwrap_or_default());
                match find(iam, context, id).await? {
                    Some(access_key) => iam.user(action, context, Some(&access_key.user)).await,
                    None => Ok(vec![Access::new(action, "*")]),
                }
            })
        },
        last_used,
    )
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateAccessKeyRequest,
) -> Result<model::CreateAccessKeyResponse, AwsError> {
    let account = context.scope.account.clone();
    let name = user_or_caller(&context, input.user_name)?;
    let id = access_key_id("AKIA", &account);
    // With its fraction: which of two is the older one is asked by the credential report.
    let fresh = AccessKey {
        id,
        secret: random_base36(40),
        user: name,
        active: true,
        created: iam.identity.clock().now(),
    };
    let written = iam.identity.store().write(context.durability, move |w| {
        let user = User::find(w, &account, &fresh.user)?;
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
            create_date: Some(Time(to_the_second(created))),
        }),
    })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListAccessKeysRequest,
) -> Result<model::ListAccessKeysResponse, AwsError> {
    let account = &context.scope.account;
    if let (None, Principal::Root { access_key_id, .. }) = (&input.user_name, &context.principal) {
        return Ok(of_root(access_key_id));
    }
    let name = user_or_caller(&context, input.user_name)?;
    let wanted = Wanted::new(&context, "ListAccessKeys", &name, input.marker, input.max_items)?;
    let keys = iam.identity.store().read(|r| {
        let user = User::find(r, account, &name)?;
        of(r, account, &user.name)
    });
    let page = wanted.of(keys.await?, |access_key| access_key.id.clone());
    let told = |access_key: &AccessKey| model::AccessKeyMetadata {
        user_name: Some(access_key.user.clone()),
        access_key_id: Some(access_key.id.clone()),
        status: Some(status(access_key.active)),
        create_date: Some(Time(to_the_second(access_key.created))),
    };
    Ok(model::ListAccessKeysResponse {
        is_truncated: page.truncated(),
        access_key_metadata: Some(page.items.iter().map(told).collect()),
        marker: page.marker,
    })
}

/// Root has the key that it calls with, unless that is a session's.
fn of_root(access_key_id: &str) -> model::ListAccessKeysResponse {
    let own =
        (!access_key_id.is_empty() && !access_key_id.starts_with("ASIA")).then(|| model::AccessKeyMetadata {
            user_name: None,
            access_key_id: Some(access_key_id.to_owned()),
            status: Some(status(true)),
            create_date: Some(Time(account::CREATED)),
        });
    model::ListAccessKeysResponse {
        access_key_metadata: Some(own.into_iter().collect()),
        is_truncated: Some(false),
        marker: None,
    }
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
        forget_use(w, &account, &id)?;
        Ok::<_, Refusal>(())
    });
    Ok(written.await?)
}

async fn last_used(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetAccessKeyLastUsedRequest,
) -> Result<model::GetAccessKeyLastUsedResponse, AwsError> {
    let id = input.access_key_id.unwrap_or_default();
    let access_key = find(&iam, &context, &id).await?.ok_or_else(|| none(&id))?;
    let used = iam.identity.last_use(&context.scope.account, &id).await.map_err(Refusal::Store)?;
    Ok(model::GetAccessKeyLastUsedResponse {
        user_name: Some(access_key.user),
        access_key_last_used: Some(told(used)),
    })
}

/// To the minute. Of a key that was never used there is no date, and the rest doesn't apply.
fn told(used: Option<LastUse>) -> model::AccessKeyLastUsed {
    let date = used.as_ref().map(|used| Time(to_the_minute(used.at)));
    let not_applicable = || "N/A".to_owned();
    let (service, region) =
        used.map_or_else(|| (not_applicable(), not_applicable()), |used| (used.service, used.region));
    model::AccessKeyLastUsed { last_used_date: date, service_name: Some(service), region: Some(region) }
}

pub(crate) fn to_the_minute(time: Timestamp) -> Timestamp {
    Timestamp(time.0 - time.0.rem_euclid(60_000))
}

async fn find(iam: &Iam, context: &Context, id: &str) -> Result<Option<AccessKey>, Refusal> {
    let account = context.scope.account.as_str();
    let found = iam.identity.store().read(|r| r.get_record::<AccessKey>(account, REGION, id)).await;
    Ok(found.map_err(Refusal::Store)?.map(|found| found.value))
}

fn of(reader: &mut dyn Reader, account: &AccountId, user: &str) -> Result<Vec<AccessKey>, Refusal> {
    let keys =
        reader.lookup_records::<AccessKey>(account.as_str(), REGION, OF_USER, &key(user), Range::all())?;
    Ok(keys.into_iter().map(|found| found.value).collect())
}

fn get(reader: &mut dyn Reader, account: &AccountId, user: &str, id: &str) -> Result<AccessKey, Refusal> {
    User::find(reader, account, user)?;
    let found = reader.get_record::<AccessKey>(account.as_str(), REGION, id)?.map(|found| found.value);
    found.filter(|found| key(&found.user) == key(user)).ok_or_else(|| none(id))
}

fn none(id: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("The Access Key with id {id} cannot be found."))
}

fn status(active: bool) -> model::StatusType {
    if active { model::StatusType::Active } else { model::StatusType::Inactive }
}
