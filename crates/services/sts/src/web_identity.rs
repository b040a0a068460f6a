//! AssumeRoleWithWebIdentity: a role's rights for whom an OpenID Connect provider vouches for, a pipeline most of the time.
//!
//! The call isn't signed: the token is the proof. Where rights have limits, the token must name a provider of the role's account, be
//! for one of its client ids, be in its time and signed by the provider's keys; then the role's trust policy decides, which must name
//! the provider. Where nothing is enforced (`--dev`) a token is taken at its word as access keys are: a JWT says who it is of, unless
//! it says itself that it is expired, and any other text says nothing and is taken too.

use std::sync::Arc;

use neargate_core::AccountId;
use neargate_identity::records::{Federation, OidcProvider, Role, Tags};
use neargate_identity::{REGION, tagged};
use neargate_store::ReadRecords as _;
use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context};

use crate::assume::{self, Assumption};
use crate::oidc::issuer::{Issuer, NoKeys};
use crate::oidc::keys::Checked;
use crate::oidc::token::{Claims, Tagging, Token};
use crate::{Sts, denied, failed, invalid, model};

/// Clocks differ: by so much a token may come from the future.
const SKEW_SECONDS: i64 = 5 * 60;

const NO_JWT: &str =
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";
const NO_KEY: &str = "Couldn't retrieve verification key from your identity provider,  please reference \
                      AssumeRoleWithWebIdentity documentation for requirements";
const NOT_VALIDATED: &str = "The web identity token that was passed could not be validated by AWS. Get a new identity token from \
                             the identity provider and then retry the request.";
const NOT_REACHED: &str = "The request could not be fulfilled because the identity provider (IDP) that was asked to verify the \
                           incoming identity token could not be reached. This is often a transient error caused by network \
                           conditions. Retry the request a limited number of times so that you don't exceed the request rate. If \
                           the error persists, the identity provider might be down or not responding.";
const THUMBPRINT: &str = "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint";

pub(crate) fn asks_itself<'a>(
    _: &'a Sts,
    _: &'a Context,
    _: &'a model::AssumeRoleWithWebIdentityRequest,
) -> Accesses<'a> {
    Box::pin(async { Ok(Vec::new()) })
}

pub(crate) async fn assume_role(
    sts: Arc<Sts>,
    context: Context,
    input: model::AssumeRoleWithWebIdentityRequest,
) -> Result<model::AssumeRoleWithWebIdentityResponse, AwsError> {
    let role_arn = input.role_arn.unwrap_or_default();
    let session_name = input.role_session_name.unwrap_or_default();
    let account = assume::account_of(&role_arn).ok_or_else(|| invalid("Request ARN is invalid"))?;
    if let Some(provider) = input.provider_id.as_deref().filter(|_| sts.identity.enforces()) {
        // OAuth's access tokens are for their provider alone to read.
        let operation = format!("AssumeRoleWithWebIdentity with access tokens of {provider}");
        return Err(AwsError::not_implemented("sts", &operation));
    }
    let text = input.web_identity_token.unwrap_or_default();
    let token = Token::parse(&text);
    let role = assume::find(&sts, &account, &role_arn).await?;
    let (claims, tagging, provider) = match token {
        Some(token) => {
            in_time(&token.claims, sts.identity.clock().now().0 / 1000)?;
            let issuer = token.claims.text("iss").ok_or_else(|| missing("iss"))?;
            let url = issuer.strip_prefix("https://").unwrap_or(issuer).to_owned();
            if sts.identity.enforces() {
                verify(&sts, &account, &url, issuer, &token).await?;
            }
            let tagging = token.claims.tagging().ok_or_else(|| rejected("its tags can't be read"))?;
            (Some(token.claims), tagging, format!("arn:aws:iam::{account}:oidc-provider/{url}"))
        }
        None if sts.identity.enforces() => return Err(AwsError::client("InvalidIdentityToken", NO_JWT)),
        None => (None, Tagging::default(), input.provider_id.unwrap_or_default()),
    };
    let url = provider.split_once(":oidc-provider/").map_or("", |(_, url)| url);
    let federation =
        Federation { claims: claims.as_ref().map(|claims| claims.keys(url)).unwrap_or_default(), provider };
    let source_identity = claims.as_ref().and_then(Claims::source_identity).map(str::to_owned);
    let tags: Tags = tagging.tags.into_iter().collect();
    if sts.identity.enforces() {
        let asked = Asked {
            role_arn: &role_arn,
            session_name: &session_name,
            federation: &federation,
            tags: &tags,
            transitive: &tagging.transitive,
            source_identity: source_identity.as_deref(),
        };
        asked.trusted(&sts, &context, role.as_ref())?;
    }
    let assumed = assume::open(
        &sts,
        context.durability,
        Assumption {
            account,
            role_arn,
            role,
            session_name,
            seconds: input.duration_seconds,
            policy: input.policy,
            policy_arns: input.policy_arns,
            inherited: Tags::new(),
            tags,
            transitive: tagging.transitive,
            source_identity: source_identity.clone(),
            federation: Some(federation.clone()),
        },
        true,
    );
    let assumed = assumed.await?;
    let said = |name| claims.as_ref().and_then(|claims| claims.text(name)).map(str::to_owned);
    Ok(model::AssumeRoleWithWebIdentityResponse {
        credentials: Some(assumed.credentials),
        subject_from_web_identity_token: said("sub"),
        assumed_role_user: Some(assumed.user),
        packed_policy_size: assumed.packed_policy_size,
        provider: Some(federation.provider).filter(|provider| !provider.is_empty()),
        audience: claims.as_ref().and_then(Claims::audience).map(str::to_owned),
        source_identity,
    })
}

/// What is asked of a trust policy.
struct Asked<'a> {
    role_arn: &'a str,
    session_name: &'a str,
    federation: &'a Federation,
    tags: &'a Tags,
    transitive: &'a [String],
    source_identity: Option<&'a str>,
}

impl Asked<'_> {
    /// Who isn't trusted learns as little as who asks for a role that isn't there.
    fn trusted(&self, sts: &Sts, context: &Context, role: Option<&Role>) -> Result<(), AwsError> {
        let mut actions = vec!["sts:AssumeRoleWithWebIdentity"];
        if !self.tags.is_empty() || !self.transitive.is_empty() {
            actions.push("sts:TagSession");
        }
        if self.source_identity.is_some() {
            actions.push("sts:SetSourceIdentity");
        }
        let trusted = role.is_some_and(|role| {
            actions.into_iter().all(|action| {
                let access = Access::new(action, self.role_arn)
                    .with_condition("sts:RoleSessionName", self.session_name)
                    .with_conditions(self.source_identity.map(|identity| ("sts:SourceIdentity", identity)))
                    .with_conditions(
                        self.transitive.iter().map(|key| ("sts:TransitiveTagKeys", key.as_str())),
                    )
                    .with_request_tags(self.tags.iter().map(|(key, value)| (&**key, &**value)))
                    .with_conditions(
                        self.federation.claims.iter().map(|(key, value)| (key.clone(), value.as_str())),
                    );
                let access = tagged(access, &role.tags);
                sts.identity.trusts(context, &self.federation.provider, &access, &role.trust)
            })
        });
        if trusted { Ok(()) } else { Err(denied("Not authorized to perform sts:AssumeRoleWithWebIdentity")) }
    }
}

/// Whether a provider of the account signed a token for one of its clients.
async fn verify(
    sts: &Sts,
    account: &AccountId,
    url: &str,
    issuer: &str,
    token: &Token<'_>,
) -> Result<(), AwsError> {
    let found =
        sts.identity.store().read(|r| r.get_record::<OidcProvider>(account.as_str(), REGION, url)).await;
    let Some(provider) = found.map_err(failed)?.map(|found| found.value) else {
        let text = format!("No OpenIDConnect provider found in your account for {issuer}");
        return Err(AwsError::client("InvalidIdentityToken", text));
    };
    for claim in ["sub", "aud", "exp", "iat"] {
        let is_there = token.claims.seconds(claim).is_some() || !token.claims.texts(claim).is_empty();
        is_there.then_some(()).ok_or_else(|| missing(claim))?;
    }
    if !token.claims.is_for(&provider.client_ids) {
        return Err(AwsError::client("InvalidIdentityToken", "Incorrect token audience"));
    }
    // Only now, so that nobody makes us fetch anything with a token that wouldn't be believed anyway.
    let issuer = Issuer { url: format!("https://{url}"), thumbprints: provider.thumbprints };
    let checked = sts.issuers.check(&issuer, token).await.map_err(|none| match none {
        NoKeys::Unreachable(_) => AwsError::client("IDPCommunicationError", NOT_REACHED),
        NoKeys::Certificate(_) => AwsError::client("InvalidIdentityToken", THUMBPRINT),
        NoKeys::Answer(_) => AwsError::client("InvalidIdentityToken", NO_KEY),
    })?;
    match checked {
        Checked::Genuine => Ok(()),
        Checked::NoSuchKey => Err(AwsError::client("InvalidIdentityToken", NO_KEY)),
        Checked::Forged => Err(AwsError::client("InvalidIdentityToken", NOT_VALIDATED)),
    }
}

/// Whether it is a token's time.
fn in_time(claims: &Claims, now: i64) -> Result<(), AwsError> {
    if let Some(expires) = claims.seconds("exp").filter(|expires| *expires <= now) {
        let text = format!(
            "Token expired: current date/time {now} must be before the expiration date/time {expires}"
        );
        return Err(AwsError::client("ExpiredTokenException", text));
    }
    let early = ["nbf", "iat"]
        .into_iter()
        .any(|claim| claims.seconds(claim).is_some_and(|begins| begins > now.saturating_add(SKEW_SECONDS)));
    if early { Err(AwsError::client("InvalidIdentityToken", NOT_VALIDATED)) } else { Ok(()) }
}

fn missing(claim: &str) -> AwsError {
    AwsError::client("InvalidIdentityToken", format!("Missing a required claim: {claim}"))
}

fn rejected(what: &str) -> AwsError {
    AwsError::with_status(
        "IDPRejectedClaim",
        http::StatusCode::FORBIDDEN,
        format!("The identity provider (IdP) reported that authentication failed: {what}."),
    )
}
