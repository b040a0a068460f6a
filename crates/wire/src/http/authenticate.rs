//! Who is calling, and what a caller who isn't believed is told in each protocol.

use std::sync::Arc;

use http::StatusCode;
use http::request::Parts;
use neargate_core::{Clock, Principal, Region, Scope, Timestamp};
use subtle::ConstantTimeEq as _;

use crate::credentials::{Authentication, Credential, FindError};
use crate::sigv4::{Claim, Refusal, Verifier};
use crate::{AwsError, Protocol, Service};

/// Principal and scope of a request.
pub(super) struct Caller {
    pub principal: Principal,
    pub scope: Scope,
}

/// Whom a request says that it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    pub access_key_id: &'a str,
    pub session_token: Option<&'a str>,
}

/// Nobody we know sent this.
#[derive(Debug, thiserror::Error)]
pub enum Unidentified {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The fault is ours.
    #[error(transparent)]
    Failed(#[from] FindError),
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
        let key = claim.map(|claim| Key {
            access_key_id: &claim.access_key_id,
            session_token: claim.session_token.as_deref(),
        });
        let identified = self.identify(key, home, |secret, now| match claim {
            Some(claim) => self.verifier.verify(claim, secret, parts, body, now).map(|()| claim),
            None => Err(Refusal::Missing),
        });
        let (principal, proven) = identified.await.map_err(|unidentified| match unidentified {
            Unidentified::Refused(refusal) => worded(refusal, service),
            Unidentified::Failed(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a caller couldn't be identified");
                AwsError::internal(service.internal_error, error)
            }
        })?;
        let expected = service.model.signing_name;
        if proven.is_some_and(|claim| claim.service != expected) {
            let scoped = format!("Credential should be scoped to correct service: '{expected}'.");
            return Err(worded(Refusal::Incomplete(scoped), service));
        }
        let scope = Scope { account: principal.account().clone(), region };
        Ok(Caller { principal, scope })
    }

    /// Who needs no signature and has none.
    pub(super) fn anonymous(&self, home: Option<&Scope>) -> Caller {
        let account = match (home, &self.how) {
            (Some(home), _) => home.account.clone(),
            (None, Authentication::AcceptAll { default_account, .. }) => default_account.clone(),
            (None, Authentication::Verify(_)) => Default::default(),
        };
        let region = home.map_or_else(|| self.default_region.clone(), |home| home.region.clone());
        let scope = Scope { account: account.clone(), region };
        Caller { principal: Principal::Anonymous { account }, scope }
    }

    /// Tells who is calling, and what `prove` said: whether a signature of this very request holds under the caller's secret, now.
    /// It isn't asked where everybody is let in.
    pub async fn identify<T>(
        &self,
        key: Option<Key<'_>>,
        home: Option<&Scope>,
        prove: impl FnOnce(&str, Timestamp) -> Result<T, Refusal>,
    ) -> Result<(Principal, Option<T>), Unidentified> {
        match &self.how {
            Authentication::AcceptAll { default_account, known } => {
                let access_key_id = key.map_or("", |key| key.access_key_id);
                if let Some(credential) = known.find(access_key_id).await? {
                    if credential.disabled {
                        return Err(Refusal::UnknownKey.into());
                    }
                    self.check_expiry(&credential)?;
                    return Ok((credential.principal, None));
                }
                let default_account = home.map_or(default_account, |home| &home.account);
                let account = access_key_id.parse().unwrap_or_else(|_| default_account.clone());
                Ok((Principal::Root { account, access_key_id: access_key_id.to_owned() }, None))
            }
            Authentication::Verify(credentials) => {
                let key = key.ok_or(Refusal::Missing)?;
                let credential = credentials.find(key.access_key_id).await?;
                let credential =
                    credential.filter(|credential| !credential.disabled).ok_or(Refusal::UnknownKey)?;
                let same = match (key.session_token, &credential.session_token) {
                    (None, None) => true,
                    (Some(shown), Some(kept)) => bool::from(shown.as_bytes().ct_eq(kept.as_bytes())),
                    _ => false,
                };
                if !same {
                    return Err(Refusal::UnknownKey.into());
                }
                let proven = prove(&credential.secret_access_key, self.clock.now())?;
                // Only who has the secret learns that it is no longer any good.
                self.check_expiry(&credential)?;
                Ok((credential.principal, Some(proven)))
            }
        }
    }

    /// The region of requests that don't name one.
    pub fn default_region(&self) -> &Region {
        &self.default_region
    }

    fn check_expiry(&self, credential: &Credential) -> Result<(), Refusal> {
        match credential.expires {
            Some(expires) if expires <= self.clock.now() => Err(Refusal::Expired),
            _ => Ok(()),
        }
    }
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
        Protocol::Query | Protocol::RestXml => AwsError::with_status(query, StatusCode::FORBIDDEN, message),
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

    use neargate_core::{AccountId, ManualClock};

    use super::*;
    use crate::Model;
    use crate::credentials::{CredentialStore, Found};

    const MODEL: Model = Model {
        endpoint_prefix: "test",
        signing_name: "test",
        api_version: "1",
        target_prefix: "",
        json_version: "",
        xml_namespace: "",
        protocol: Protocol::Query,
        capital_messages: &[],
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
            disabled: false,
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
