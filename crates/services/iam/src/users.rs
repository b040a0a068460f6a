//! Users.

use std::sync::Arc;

use neargate_core::Principal;
use neargate_identity::records::{AccessKey, OF_USER, Policies, User, UserCredentialKind};
use neargate_identity::{REGION, forget_use};
use neargate_store::{Expect, Range, ReadRecords as _, Record as _, WriteRecords as _};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::{created, guarded};
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::resource::{self, Resource as _};
use crate::{
    Iam, account, answer, boundaries, fresh_id, mfa, model, principals, tags, user_credentials,
    user_or_caller,
};

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::CreateUser,
            iam,
            |_, context, input| {
                let boundary = input.permissions_boundary.as_deref();
                let (path, name) = (input.path.as_deref(), input.user_name.as_deref());
                created("iam:CreateUser", context, "user", path, name, input.tags.as_ref(), boundary)
            },
            create,
        )
        .guarded(
            model::ListUsers,
            iam,
            |iam, context, input| iam.all("iam:ListUsers", context, "user", input.path_prefix.as_deref()),
            list,
        );
    guarded!(service, iam,
        GetUser: get => user(user_name),
        UpdateUser: update => user(user_name),
        DeleteUser: delete => user(user_name),
    )
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateUserRequest,
) -> Result<model::CreateUserResponse, AwsError> {
    let account = context.scope.account.clone();
    let user = User {
        name: input.user_name.unwrap_or_default(),
        path: input.path.unwrap_or_else(|| "/".to_owned()),
        id: fresh_id("AIDA"),
        created: iam.now(),
        boundary: input.permissions_boundary,
        tags: tags::given(input.tags)?,
        policies: Policies::default(),
        groups: Vec::new(),
        login: None,
    };
    let answer = answer::user(&account, &user);
    let written = iam.identity.store().write(context.durability, move |w| {
        boundaries::check(w, &account, user.boundary.as_deref())?;
        resource::create(w, &account, &user)
    });
    written.await?;
    Ok(model::CreateUserResponse { user: Some(answer) })
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetUserRequest,
) -> Result<model::GetUserResponse, AwsError> {
    let account = &context.scope.account;
    if let (None, Principal::Root { .. }) = (&input.user_name, &context.principal) {
        // Root is no user, and is answered as if it were one without a name.
        let root = model::User {
            user_id: Some(account.to_string()),
            arn: Some(context.principal.arn()),
            create_date: Some(Time(account::CREATED)),
            ..model::User::default()
        };
        return Ok(model::GetUserResponse { user: Some(root) });
    }
    let name = user_or_caller(&context, input.user_name)?;
    let user: User = iam.get(&context, &name).await?;
    Ok(model::GetUserResponse { user: Some(answer::user(account, &user)) })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListUsersRequest,
) -> Result<model::ListUsersResponse, AwsError> {
    let account = &context.scope.account;
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let wanted = Wanted::new(&context, "ListUsers", &prefix, input.marker, input.max_items)?;
    let under = |user: &User| user.path.starts_with(&prefix);
    let page = iam.identity.store().read(|r| wanted.read(r, account, under)).await?;
    Ok(model::ListUsersResponse {
        is_truncated: page.truncated(),
        users: Some(page.items.iter().map(|user| answer::listed_user(account, user)).collect()),
        marker: page.marker,
    })
}

async fn update(iam: Arc<Iam>, context: Context, input: model::UpdateUserRequest) -> Result<(), AwsError> {
    let (account, old) = (context.scope.account.clone(), input.user_name.unwrap_or_default());
    let (path, new) = (input.new_path, input.new_user_name);
    let changed = iam.change(&context, old, move |w, user: &mut User| {
        let (before, arn) = (user.id().into_owned(), user.arn(&account));
        user.path = path.clone().unwrap_or_else(|| user.path.clone());
        user.name = new.clone().unwrap_or_else(|| user.name.clone());
        principals::replace(w, &account, &arn, &user.arn(&account))?;
        let keys = w.lookup_records::<AccessKey>(account.as_str(), REGION, OF_USER, &before, Range::all())?;
        for access_key in keys {
            let access_key = AccessKey { user: user.name.clone(), ..access_key.value };
            w.put_record(account.as_str(), REGION, &access_key, Expect::Any)?;
        }
        for mut device in mfa::of(w, &account, &before)? {
            device.user = Some(user.name.clone());
            w.put_record(account.as_str(), REGION, &device, Expect::Any)?;
        }
        for mut credential in user_credentials::of(w, &account, &before)? {
            credential.user.clone_from(&user.name);
            w.put_record(account.as_str(), REGION, &credential, Expect::Any)?;
        }
        Ok(())
    });
    Ok(changed.await?)
}

async fn delete(iam: Arc<Iam>, context: Context, input: model::DeleteUserRequest) -> Result<(), AwsError> {
    let (account, name) = (context.scope.account.clone(), input.user_name.unwrap_or_default());
    let written = iam.identity.store().write(context.durability, move |w| {
        let user = User::find(w, &account, &name)?;
        let only = Range::all().limit(1);
        let keys = w.lookup_records::<AccessKey>(account.as_str(), REGION, OF_USER, &user.id(), only)?;
        let credentials = user_credentials::of(w, &account, &user.name)?;
        let has = |is: fn(&UserCredentialKind) -> bool| credentials.iter().any(|each| is(&each.what));
        let left = [
            (user.login.is_some(), "delete login profile"),
            (!keys.is_empty(), "delete access keys"),
            (!mfa::of(w, &account, &user.name)?.is_empty(), "delete MFA device"),
            (
                has(|what| matches!(what, UserCredentialKind::SigningCertificate { .. })),
                "delete signing certificates",
            ),
            (has(|what| matches!(what, UserCredentialKind::SshKey { .. })), "delete SSH public keys"),
            (
                has(|what| matches!(what, UserCredentialKind::Service { .. })),
                "delete service-specific credentials",
            ),
            (!user.policies.attached.is_empty(), "detach all policies"),
            (!user.policies.inline.is_empty(), "delete policies"),
            (!user.groups.is_empty(), "remove users from group"),
        ];
        if let Some((_, what)) = left.into_iter().find(|(is_left, _)| *is_left) {
            return Err(Refusal::DeleteConflict(format!("Cannot delete entity, must {what} first.")));
        }
        principals::replace(w, &account, &user.arn(&account), &user.id)?;
        forget_use(w, &account, &user.id)?;
        resource::delete(w, &account, &user)
    });
    Ok(written.await?)
}
