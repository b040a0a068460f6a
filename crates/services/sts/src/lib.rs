//! AWS STS: who am I?

mod model;

use std::sync::Arc;

use neargate_core::Principal;
use neargate_wire::{AwsError, Context, Service};

/// STS keeps no state of its own.
pub struct Sts;

/// The operations, ready for a dispatcher.
pub fn service() -> Service {
    Service::new("sts", &model::MODEL, "ValidationError", "InternalFailure").on(
        model::GetCallerIdentity,
        &Arc::new(Sts),
        get_caller_identity,
    )
}

async fn get_caller_identity(
    _: Arc<Sts>,
    context: Context,
    _: model::GetCallerIdentityRequest,
) -> Result<model::GetCallerIdentityResponse, AwsError> {
    let principal = &context.principal;
    let account = principal.account().to_string();
    let user_id = match principal {
        Principal::Root { .. } => account.clone(),
        Principal::User(user) => user.id.clone(),
        Principal::AssumedRole(session) => format!("{}:{}", session.role_id, session.session_name),
        Principal::Service { name, .. } => (*name).to_owned(),
    };
    Ok(model::GetCallerIdentityResponse {
        user_id: Some(user_id),
        account: Some(account),
        arn: Some(principal.arn()),
    })
}
