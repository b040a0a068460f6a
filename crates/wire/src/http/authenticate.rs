//! Who is calling, and what a caller who isn't believed is told in each protocol.

use std::sync::Arc;

use http::StatusCode;
use http::request::Parts;
use neargate_core::{Clock, Principal, Region, Scope};
use subtle::ConstantTimeEq as _;

use crate::credentials::{Authentication, Credential, CredentialStore};
use crate::sigv4::{Claim, Refusal, Verifier};
use crate::{AwsError, Protocol, Service};

/// Principal and scope of a request.
pub(super) struct Caller {
    pub principal: Principal,
    pub scope: Scope,
}

/// Tells who is calling.
pub struct Authenticator {
    how: Authentication,
    clock: Arc<dyn Clock>,
    /// Of requests that aren't signed.
    default_region: Region,
    verifier: Verifier,
}

impl Authenticator {
    pub fn new(how: Authentication, clock: Arc<dyn Clock>, default_region: Region) -> Self {
        Self { how, clock, default_region, verifier: Verifier::default() }
    }

    pub(super) async fn authenticate(
        &self,
        service: &Service,
        claim: Option<&Claim>,
        parts: &Parts,
        body: &[u8],
    ) -> Result<Caller, AwsError> {
        let region = claim.map_or_else(|| self.default_region.clone(), |claim| Region::new(&claim.region));
        let principal = match &self.how {
            Authentication::AcceptAll { default_account, known } => {
                let access_key_id = claim.map(|claim| claim.access_key_id.clone()).unwrap_or_default();
                match find(&**known, &access_key_id, service).await? {
                    Some(credential) => {
                        self.check_expiry(&credential).map_err(|refusal| worded(refusal, service))?;
                        credential.principal
                    }
                    None => {
                        let account = access_key_id.parse().unwrap_or_else(|_| default_account.clone());
                        Principal::Root { account, access_key_id }
                    }
                }
            }
            Authentication::Verify(credentials) => {
                let claim = claim.ok_or_else(|| worded(Refusal::Missing, service))?;
                let credential = find(&**credentials, &claim.access_key_id, service).await?;
                self.verified(credential, claim, parts, body, service)
                    .map_err(|refusal| worded(refusal, service))?
            }
        };
        let scope = Scope { account: principal.account().clone(), region };
        Ok(Caller { principal, scope })
    }

    fn verified(
        &self,
        credential: Option<Credential>,
        claim: &Claim,
        parts: &Parts,
        body: &[u8],
        service: &Service,
    ) -> Result<Principal, Refusal> {
        let credential = credential.ok_or(Refusal::UnknownKey)?;
        let same = match (&claim.session_token, &credential.session_token) {
            (None, None) => true,
            (Some(shown), Some(kept)) => bool::from(shown.as_bytes().ct_eq(kept.as_bytes())),
            _ => false,
        };
        if !same {
            return Err(Refusal::UnknownKey);
        }
        self.verifier.verify(claim, &credential.secret_access_key, parts, body, self.clock.now())?;
        // Only who has the secret learns that it is no longer any good.
        self.check_expiry(&credential)?;
        let expected = service.model.signing_name;
        if claim.service != expected {
            return Err(Refusal::Incomplete(format!(
                "Credential should be scoped to correct service: '{expected}'."
            )));
        }
        Ok(credential.principal)
    }

    fn check_expiry(&self, credential: &Credential) -> Result<(), Refusal> {
        match credential.expires {
            Some(expires) if expires <= self.clock.now() => Err(Refusal::Expired),
            _ => Ok(()),
        }
    }
}

async fn find(
    credentials: &dyn CredentialStore,
    access_key_id: &str,
    service: &Service,
) -> Result<Option<Credential>, AwsError> {
    credentials.find(access_key_id).await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "a caller couldn't be identified");
        AwsError::internal(service.internal_error, error)
    })
}

/// A refusal in the code and status of the service's protocol.
pub(super) fn worded(refusal: Refusal, service: &Service) -> AwsError {
    let (json, query, ec2) = match refusal {
        Refusal::Missing => {
            ("MissingAuthenticationTokenException", "MissingAuthenticationToken", "AuthFailure")
        }
        Refusal::Incomplete(_) => ("IncompleteSignatureException", "IncompleteSignature", "AuthFailure"),
        Refusal::UnknownKey => ("UnrecognizedClientException", "InvalidClientTokenId", "AuthFailure"),
        Refusal::Expired => ("ExpiredTokenException", "ExpiredToken", "RequestExpired"),
        Refusal::Clock(_) => ("InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired"),
        Refusal::Mismatch => ("InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure"),
    };
    let message = refusal.to_string();
    match service.model.protocol {
        Protocol::Json => AwsError::client(json, message),
        Protocol::Query => AwsError::with_status(query, StatusCode::FORBIDDEN, message),
        Protocol::Ec2 if ec2 == "AuthFailure" => AwsError::with_status(
            ec2,
            StatusCode::UNAUTHORIZED,
            "AWS was not able to validate the provided access credentials",
        ),
        Protocol::Ec2 => AwsError::client(ec2, message),
    }
}
