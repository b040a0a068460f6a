//! Service-specific credentials: names and passwords for CodeCommit, Keyspaces and Bedrock.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use neargate_core::{AccountId, random_bytes};
use neargate_identity::records::{UserCredential, UserCredentialKind};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::guarded;
use crate::page::{Wanted, everything};
use crate::refusal::Refusal;
use crate::user_credentials::{Fate, is_active, status};
use crate::{Iam, fresh_id, model, user_or_caller};

const MAX_PER_SERVICE: usize = 2;
const SERVICES: &[&str] = &["bedrock.amazonaws.com", "cassandra.amazonaws.com", "codecommit.amazonaws.com"];
/// Whose credentials are a key rather than a password, and may expire.
const BEDROCK: &str = "bedrock.amazonaws.com";

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    guarded!(service, iam,
        CreateServiceSpecificCredential: create => user(user_name),
        ListServiceSpecificCredentials: list => user(user_name),
        UpdateServiceSpecificCredential: update => user(user_name),
        ResetServiceSpecificCredential: reset => user(user_name),
        DeleteServiceSpecificCredential: delete => user(user_name),
    )
}

fn is(credential: &UserCredential) -> bool {
    matches!(credential.what, UserCredentialKind::Service { .. })
}

fn of_service(credential: &UserCredential, name: &str) -> bool {
    matches!(&credential.what, UserCredentialKind::Service { service, .. } if service == name)
}

fn none(id: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("No such credential {id} exists."))
}

fn fresh_secret() -> String {
    STANDARD.encode(random_bytes::<32>())
}

/// `ana-at-111122223333`, and for the second `ana+1-at-111122223333`.
fn name_of(user: &str, account: &AccountId, others: &[UserCredential]) -> String {
    let taken = |wanted: &str| {
        let is = |other: &UserCredential| matches!(&other.what, UserCredentialKind::Service { name, .. } if name == wanted);
        others.iter().any(is)
    };
    let names = std::iter::once(format!("{user}-at-{account}"));
    let mut names = names.chain((1..).map(|n| format!("{user}+{n}-at-{account}")));
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// With the secret, which is shown when it is made.
fn told(credential: UserCredential) -> model::ServiceSpecificCredential {
    let mut told = model::ServiceSpecificCredential {
        create_date: Some(Time(credential.created)),
        service_specific_credential_id: Some(credential.id),
        user_name: Some(credential.user),
        status: Some(status(credential.active)),
        ..Default::default()
    };
    if let UserCredentialKind::Service { service, name, secret, expires } = credential.what {
        if service == BEDROCK {
            (told.service_credential_alias, told.service_credential_secret) = (Some(name), Some(secret));
        } else {
            (told.service_user_name, told.service_password) = (Some(name), Some(secret));
        }
        told.service_name = Some(service);
        told.expiration_date = expires.map(Time);
    }
    told
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateServiceSpecificCredentialRequest,
) -> Result<model::CreateServiceSpecificCredentialResponse, AwsError> {
    let service = input.service_name.unwrap_or_default();
    if !SERVICES.contains(&&*service) {
        let text = format!("No such service {service} is supported for Service Specific Credentials");
        return Err(Refusal::Other("NotSupportedService", 404, text).into());
    }
    let days = input.credential_age_days.and_then(|days| u64::try_from(days).ok());
    if days.is_some() && service != BEDROCK {
        return Err(Refusal::Input(format!("CredentialAgeDays is not supported for {service}.")).into());
    }
    let user = input.user_name.unwrap_or_default();
    let account = &context.scope.account;
    let others = iam.credentials(&context, &user, is).await?;
    let others: Vec<_> = others.into_iter().filter(|other| of_service(other, &service)).collect();
    let now = iam.now();
    let fresh = UserCredential {
        id: fresh_id("ACCA"),
        active: true,
        created: now,
        what: UserCredentialKind::Service {
            service: service.clone(),
            name: name_of(&user, account, &others),
            secret: fresh_secret(),
            expires: days.map(|days| now.plus(Duration::from_secs(days * 24 * 3600))),
        },
        user,
    };
    let name = told(fresh.clone()).service_user_name;
    let added = iam.add_credential(&context, fresh, move |_, others| {
        if name.is_some() && others.iter().any(|other| told(other.clone()).service_user_name == name) {
            let text = "Another credential of this user was created at the same moment.";
            return Err(Refusal::Other("ConcurrentModification", 409, text.to_owned()));
        }
        let count = others.iter().filter(|other| of_service(other, &service)).count();
        if count >= MAX_PER_SERVICE {
            return Err(Refusal::limit("ServiceSpecificCredentialsPerUser", MAX_PER_SERVICE));
        }
        Ok(())
    });
    Ok(model::CreateServiceSpecificCredentialResponse {
        service_specific_credential: Some(told(added.await?)),
    })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListServiceSpecificCredentialsRequest,
) -> Result<model::ListServiceSpecificCredentialsResponse, AwsError> {
    let service = input.service_name;
    let all = input.all_users.unwrap_or(false);
    let name = if all { String::new() } else { user_or_caller(&context, input.user_name)? };
    let about = format!("{name}/{}", service.as_deref().unwrap_or_default());
    let wanted =
        Wanted::new(&context, "ListServiceSpecificCredentials", &about, input.marker, input.max_items)?;
    let mut found = if all {
        let account = &context.scope.account;
        iam.identity.store().read(|r| everything::<UserCredential>(r, account)).await?
    } else {
        iam.credentials(&context, &name, is).await?
    };
    found.retain(|each| is(each) && service.as_ref().is_none_or(|service| of_service(each, service)));
    let page = wanted.of(found, |found| found.id.clone());
    let truncated = page.truncated();
    let told = |found| {
        let told = told(found);
        model::ServiceSpecificCredentialMetadata {
            user_name: told.user_name,
            status: told.status,
            service_user_name: told.service_user_name,
            service_credential_alias: told.service_credential_alias,
            create_date: told.create_date,
            expiration_date: told.expiration_date,
            service_specific_credential_id: told.service_specific_credential_id,
            service_name: told.service_name,
        }
    };
    Ok(model::ListServiceSpecificCredentialsResponse {
        service_specific_credentials: Some(page.items.into_iter().map(told).collect()),
        is_truncated: truncated,
        marker: page.marker,
    })
}

async fn update(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateServiceSpecificCredentialRequest,
) -> Result<(), AwsError> {
    let id = input.service_specific_credential_id.unwrap_or_default();
    let (user, active) = (user_or_caller(&context, input.user_name)?, is_active(input.status.as_ref()));
    let change = move |found: &mut UserCredential| {
        found.active = active;
        (Fate::Kept, ())
    };
    Ok(iam.change_credential(&context, user, id, is, none, change).await?)
}

async fn reset(
    iam: Arc<Iam>,
    context: Context,
    input: model::ResetServiceSpecificCredentialRequest,
) -> Result<model::ResetServiceSpecificCredentialResponse, AwsError> {
    let id = input.service_specific_credential_id.unwrap_or_default();
    let user = user_or_caller(&context, input.user_name)?;
    let fresh = fresh_secret();
    let change = move |found: &mut UserCredential| {
        if let UserCredentialKind::Service { secret, .. } = &mut found.what {
            secret.clone_from(&fresh);
        }
        (Fate::Kept, found.clone())
    };
    let changed = iam.change_credential(&context, user, id, is, none, change).await?;
    Ok(model::ResetServiceSpecificCredentialResponse { service_specific_credential: Some(told(changed)) })
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteServiceSpecificCredentialRequest,
) -> Result<(), AwsError> {
    let id = input.service_specific_credential_id.unwrap_or_default();
    let user = user_or_caller(&context, input.user_name)?;
    Ok(iam.change_credential(&context, user, id, is, none, |_| (Fate::Deleted, ())).await?)
}
