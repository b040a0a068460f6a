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

    /// `home` is what a caller who names neither account nor region is taken to mean, instead of the defaults.
    pub(super) async fn authenticate(
        &self,
        service: &Service,
        claim: Option<&Claim>,
        parts: &Parts,
        body: &[u8],
        home: Option<&Scope>,
    ) -> Result<Caller, AwsError> {
        let default_region = || home.map_or_else(|| self.default_region.clone(), |home| home.region.clone());
        let region = claim.map_or_else(default_region, |claim| Region::new(&claim.region));
        let principal = match &self.how {
            Authentication::AcceptAll { default_account, known } => {
                let access_key_id = claim.map(|claim| claim.access_key_id.clone()).unwrap_or_default();
                match find(&**known, &access_key_id, service).await? {
                    Some(credential) => {
                        self.check_expiry(&credential).map_err(|refusal| worded(refusal, service))?;
                        credential.principal
                    }
                    None => {
                        let default_account = home.map_or(default_account, |home| &home.account);
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
        Protocol::RestJson => AwsError::with_status(json, StatusCode::FORBIDDEN, message),
        Protocol::Query => AwsError::with_status(query, StatusCode::FORBIDDEN, message),
        Protocol::Ec2 if ec2 == "AuthFailure" => AwsError::with_status(
            ec2,
            StatusCode::UNAUTHORIZED,
            "AWS was not able to validate the provided access credentials",
        ),
        Protocol::Ec2 => AwsError::client(ec2, message),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use neargate_core::{AccountId, ManualClock, Timestamp};

    use super::*;
    use crate::Model;
    use crate::credentials::Found;

    const MODEL: Model = Model {
        endpoint_prefix: "test",
        signing_name: "test",
        api_version: "1",
        target_prefix: "",
        json_version: "",
        xml_namespace: "",
        protocol: Protocol::Query,
        operations: &[],
    };

    /// One key, which is good for a while.
    struct One(Credential);

    impl CredentialStore for One {
        fn find<'a>(&'a self, access_key_id: &'a str) -> Found<'a> {
            let known = self.0.principal.access_key_id() == Some(access_key_id);
            Box::pin(async move { Ok(known.then(|| self.0.clone())) })
        }
    }

    fn caller(access_key_id: &str) -> Parts {
        let claim = format!(
            "AWS4-HMAC-SHA256 Credential={access_key_id}/19700101/us-east-1/test/aws4_request, SignedHeaders=host, Signature=0"
        );
        let request = http::Request::post("/")
            .header("authorization", claim)
            .header("x-amz-date", "19700101T000000Z")
            .header("host", "localhost");
        request.body(()).expect("a request").into_parts().0
    }

    #[tokio::test]
    async fn expired_credentials_are_refused() {
        let account = AccountId::default();
        let principal = Principal::Root { account: account.clone(), access_key_id: "ASIA".to_owned() };
        let known = One(Credential {
            secret_access_key: "s".to_owned(),
            session_token: Some("t".to_owned()),
            expires: Some(Timestamp(60_000)),
            principal,
        });
        let clock = Arc::new(ManualClock::at(Timestamp(0)));
        let how = Authentication::AcceptAll { default_account: account, known: Box::new(known) };
        let authenticator = Authenticator::new(how, clock.clone(), Region::default());
        let service = Service::new("test", &MODEL, "ValidationError", "InternalFailure");
        let ask = async |access_key_id: &str| {
            let parts = caller(access_key_id);
            let claim = Claim::of(&parts).expect("a claim");
            let found = authenticator.authenticate(&service, claim.as_ref(), &parts, b"", None).await;
            found.map(|_| ()).map_err(|error| (error.code, error.status.as_u16(), error.message))
        };
        assert_eq!(ask("ASIA").await, Ok(()));
        clock.advance(Duration::from_secs(60));
        let message = "The security token included in the request is expired".to_owned();
        assert_eq!(ask("ASIA").await, Err(("ExpiredToken", 403, message)));
        assert_eq!(ask("000000000000").await, Ok(()));
    }
}
