//! AWS STS: who am I, and credentials for a while.
//!
//! Sessions are documents of the identity crate; what stands behind their keys is found there. Whether a role may be assumed is for
//! its trust policy to say, so AssumeRole asks it whoever calls, root and parts of neargate too: a service principal
//! (`ecs-tasks.amazonaws.com`) is a caller like others. Where nothing is enforced (`--dev`), any role may be assumed, also one that
//! doesn't exist.
//!
//! Elsewhere: documents, rights and credentials (the identity crate), roles (`services/iam`).

mod assume;
mod federation;
mod model;
mod oidc;
mod policies;
mod second_factor;
#[cfg(test)]
mod tests;
mod web_identity;
mod whoami;

use std::sync::Arc;

use http::StatusCode;
use neargate_core::Timestamp;
use neargate_identity::{Identity, SessionCredentials};
use neargate_wire::{AwsError, Service, Time};

use crate::oidc::issuer::Issuers;

pub(crate) const INTERNAL: &str = "InternalFailure";

/// The operations' state: the identities, and what is remembered of identity providers.
pub struct Sts {
    pub(crate) identity: Arc<Identity>,
    pub(crate) issuers: Issuers,
}

/// The operations, ready for a dispatcher.
pub fn service(identity: &Arc<Identity>) -> Service {
    let issuers = Issuers::new(identity.shared_clock());
    let sts = Arc::new(Sts { identity: Arc::clone(identity), issuers });
    Service::new("sts", &model::MODEL, "ValidationError", INTERNAL)
        .guarded(model::GetCallerIdentity, &sts, |_, _, _| Box::pin(async { Ok(Vec::new()) }), whoami::caller)
        .on(model::GetAccessKeyInfo, &sts, whoami::access_key_info)
        .unsigned(&["AssumeRoleWithWebIdentity"])
        .guarded(model::AssumeRole, &sts, assume::asks_itself, assume::assume_role)
        .guarded(model::AssumeRoleWithWebIdentity, &sts, web_identity::asks_itself, web_identity::assume_role)
        // Needs no permission, says AWS: it gives nobody more than they have.
        .guarded(
            model::GetSessionToken,
            &sts,
            |_, _, _| Box::pin(async { Ok(Vec::new()) }),
            federation::session_token,
        )
        .guarded(model::GetFederationToken, &sts, federation::guard, federation::federation_token)
}

pub(crate) fn denied(message: impl Into<String>) -> AwsError {
    AwsError::with_status("AccessDenied", StatusCode::FORBIDDEN, message)
}

pub(crate) fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::client("ValidationError", message)
}

pub(crate) fn failed(error: neargate_store::Error) -> AwsError {
    AwsError::internal(INTERNAL, error)
}

pub(crate) fn told(credentials: SessionCredentials) -> model::Credentials {
    model::Credentials {
        access_key_id: Some(credentials.access_key_id),
        secret_access_key: Some(credentials.secret),
        session_token: Some(credentials.token),
        // Without the fraction, as AWS states it.
        expiration: Some(Time(Timestamp(credentials.expires.0 - credentials.expires.0.rem_euclid(1000)))),
    }
}
