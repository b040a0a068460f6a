//! Login profiles: that a user has a password, within the account's policy. There is nothing to log in to; see [`passwords`].

use std::sync::Arc;

use neargate_identity::records::{LoginProfile, User};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::guarded;
use crate::refusal::Refusal;
use crate::{Iam, model, passwords, user_or_caller};

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    guarded!(service, iam,
        CreateLoginProfile: create => user(user_name),
        GetLoginProfile: get => user(user_name),
        UpdateLoginProfile: update => user(user_name),
        DeleteLoginProfile: delete => user(user_name),
    )
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateLoginProfileRequest,
) -> Result<model::CreateLoginProfileResponse, AwsError> {
    let name = user_or_caller(&context, input.user_name)?;
    let password = input.password.unwrap_or_default();
    let policy = iam.settings(&context).await?.password_policy;
    passwords::check(policy.as_ref(), iam.identity.enforces(), &name, &password)?;
    let login = LoginProfile {
        created: iam.now(),
        reset_required: input.password_reset_required.unwrap_or(false),
        passwords: vec![passwords::hash(&password)],
        changed: Some(iam.now()),
    };
    let kept = login.clone();
    let changed = iam.change(&context, &name, move |_, user: &mut User| match &user.login {
        Some(_) => {
            Err(Refusal::AlreadyExists(format!("Login Profile for user {} already exists.", user.name)))
        }
        None => {
            user.login = Some(kept.clone());
            Ok(user.name.clone())
        }
    });
    let name = changed.await?;
    Ok(model::CreateLoginProfileResponse { login_profile: Some(told(name, &login)) })
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetLoginProfileRequest,
) -> Result<model::GetLoginProfileResponse, AwsError> {
    let name = user_or_caller(&context, input.user_name)?;
    let user: User = iam.get(&context, &name).await?;
    let login = user.login.as_ref().ok_or_else(|| none(&user.name))?;
    Ok(model::GetLoginProfileResponse { login_profile: Some(told(user.name.clone(), login)) })
}

async fn update(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateLoginProfileRequest,
) -> Result<(), AwsError> {
    let (name, reset) = (input.user_name.unwrap_or_default(), input.password_reset_required);
    let policy = iam.settings(&context).await?.password_policy;
    let fresh = match &input.password {
        Some(password) => {
            passwords::check(policy.as_ref(), iam.identity.enforces(), &name, password)?;
            Some(passwords::hash(password))
        }
        None => None,
    };
    let now = iam.now();
    let changed = iam.change(&context, &name, move |_, user: &mut User| {
        let none = none(&user.name);
        let login = user.login.as_mut().ok_or(none)?;
        if let Some(fresh) = &fresh {
            passwords::replace(login, fresh.clone(), now);
        }
        login.reset_required = reset.unwrap_or(login.reset_required);
        Ok(())
    });
    Ok(changed.await?)
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteLoginProfileRequest,
) -> Result<(), AwsError> {
    let name = user_or_caller(&context, input.user_name)?;
    let changed = iam.change(&context, &name, |_, user: &mut User| {
        user.login.take().map(|_| ()).ok_or_else(|| none(&user.name))
    });
    Ok(changed.await?)
}

fn none(user: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("Login Profile for User {user} cannot be found."))
}

fn told(user: String, login: &LoginProfile) -> model::LoginProfile {
    model::LoginProfile {
        user_name: Some(user),
        create_date: Some(Time(login.created)),
        password_reset_required: Some(login.reset_required),
    }
}
