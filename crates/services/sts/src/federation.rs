//! GetSessionToken and GetFederationToken: for users, and for those whom users vouch for.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{AccountId, Principal};
use neargate_identity::NewSession;
use neargate_identity::records::{SessionOf, Tags};
use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context};

use crate::{Sts, denied, failed, model, policies, second_factor, told};

const DEFAULT_SECONDS: i64 = 43_200;
/// Root's sessions are short, whatever is asked for.
const MAX_ROOT_SECONDS: i64 = 3600;

pub(crate) async fn session_token(
    sts: Arc<Sts>,
    context: Context,
    input: model::GetSessionTokenRequest,
) -> Result<model::GetSessionTokenResponse, AwsError> {
    let user = user(&context, "GetSessionToken")?;
    let code = (input.serial_number.as_deref(), input.token_code.as_deref());
    let shown = second_factor::shown(&sts, &context, code.0, code.1).await?;
    let new = NewSession {
        account: context.principal.account().clone(),
        duration: duration(user.as_deref(), input.duration_seconds),
        of: user.map_or(SessionOf::Root, SessionOf::User),
        policies: None,
        tags: Tags::new(),
        transitive: Vec::new(),
        source_identity: None,
        second_factor: shown,
        federation: None,
    };
    let credentials = sts.identity.start_session(context.durability, new).await.map_err(failed)?;
    Ok(model::GetSessionTokenResponse { credentials: Some(told(credentials)) })
}

pub(crate) fn guard<'a>(
    _: &'a Sts,
    context: &'a Context,
    input: &'a model::GetFederationTokenRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        let resource = arn(context.principal.account(), input.name.as_deref().unwrap_or_default());
        Ok(vec![Access::new("sts:GetFederationToken", resource)])
    })
}

pub(crate) async fn federation_token(
    sts: Arc<Sts>,
    context: Context,
    input: model::GetFederationTokenRequest,
) -> Result<model::GetFederationTokenResponse, AwsError> {
    let user = user(&context, "GetFederationToken")?;
    let account = context.principal.account().clone();
    let name = input.name.unwrap_or_default();
    let tags = policies::tags(input.tags)?;
    let packed_policy_size =
        policies::packed_size(input.policy.as_deref(), input.policy_arns.as_deref(), &tags)?;
    let policies = policies::documents(&sts.identity, &account, input.policy, input.policy_arns).await?;
    let new = NewSession {
        account: account.clone(),
        duration: duration(user.as_deref(), input.duration_seconds),
        of: SessionOf::Federated { name: name.clone(), by: user },
        policies,
        tags,
        transitive: Vec::new(),
        source_identity: None,
        second_factor: None,
        federation: None,
    };
    let credentials = sts.identity.start_session(context.durability, new).await.map_err(failed)?;
    Ok(model::GetFederationTokenResponse {
        credentials: Some(told(credentials)),
        federated_user: Some(model::FederatedUser {
            federated_user_id: Some(format!("{account}:{name}")),
            arn: Some(arn(&account, &name)),
        }),
        packed_policy_size,
    })
}

/// The user who calls by a long-lived key; `None` for root.
fn user(context: &Context, operation: &str) -> Result<Option<String>, AwsError> {
    let by_session = context.principal.access_key_id().is_some_and(|id| id.starts_with("ASIA"));
    match &context.principal {
        Principal::User(user) if !by_session => Ok(Some(user.name.clone())),
        Principal::Root { .. } if !by_session => Ok(None),
        _ => Err(denied(format!("Cannot call {operation} with session credentials"))),
    }
}

fn duration(user: Option<&str>, asked: Option<i64>) -> Duration {
    let seconds = asked.unwrap_or(DEFAULT_SECONDS);
    let seconds = if user.is_none() { seconds.min(MAX_ROOT_SECONDS) } else { seconds };
    Duration::from_secs(seconds.unsigned_abs())
}

fn arn(account: &AccountId, name: &str) -> String {
    format!("arn:aws:sts::{account}:federated-user/{name}")
}
