//! Which service and operation a request is for, and in which protocol it came.

use http::header::CONTENT_TYPE;
use http::request::Parts;

use crate::codec::Form;
use crate::sigv4::Claim;
use crate::{AwsError, Dispatcher, Protocol, Service};

/// A request that found its service.
pub(super) struct Route<'a> {
    pub service: &'a Service,
    pub operation: String,
    pub body: Body,
}

/// The request's body, as far as its protocol calls for reading it.
pub(super) enum Body {
    Json { version: &'static str },
    Query { form: Form, ec2: bool },
}

/// No service of ours. What the caller gets depends on the protocol that it seems to speak.
pub(super) struct NoRoute {
    pub error: AwsError,
    pub json: bool,
}

pub(super) fn find<'a>(
    dispatcher: &'a Dispatcher,
    parts: &Parts,
    claim: Option<&Claim>,
    body: &[u8],
) -> Result<Route<'a>, NoRoute> {
    let header = |name| parts.headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    if let Some(target) = header("x-amz-target") {
        return by_target(dispatcher, target, header(CONTENT_TYPE.as_str()));
    }
    let mut form = Form::parse(parts.uri.query().unwrap_or_default().as_bytes());
    if header(CONTENT_TYPE.as_str()).is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
    {
        form.extend(Form::parse(body));
    }
    by_action(dispatcher, form, claim)
}

fn by_target<'a>(
    dispatcher: &'a Dispatcher,
    target: &str,
    content_type: Option<&str>,
) -> Result<Route<'a>, NoRoute> {
    let refused = |error| NoRoute { error, json: true };
    let (prefix, operation) =
        target.rsplit_once('.').ok_or_else(|| refused(AwsError::client("UnknownOperationException", "")))?;
    let service = dispatcher.by_target(prefix);
    let service = service.ok_or_else(|| refused(AwsError::not_implemented(prefix, operation)))?;
    let version = if content_type.is_some_and(|kind| kind.contains("json-1.0")) { "1.0" } else { "1.1" };
    Ok(Route { service, operation: operation.to_owned(), body: Body::Json { version } })
}

fn by_action<'a>(
    dispatcher: &'a Dispatcher,
    form: Form,
    claim: Option<&Claim>,
) -> Result<Route<'a>, NoRoute> {
    let Some(operation) = form.get("Action").map(str::to_owned) else {
        let name = claim.map_or("this service", |claim| claim.service.as_str());
        let error = AwsError::not_implemented(name, "its REST protocol");
        return Err(NoRoute { error, json: true });
    };
    let version = form.get("Version").unwrap_or_default();
    let signed = claim.and_then(|claim| dispatcher.by_signing_name(&claim.service));
    let Some(service) = signed.or_else(|| dispatcher.by_version(version, &operation)) else {
        let name = claim.map_or(version, |claim| claim.service.as_str());
        return Err(NoRoute { error: AwsError::not_implemented(name, &operation), json: false });
    };
    let ec2 = service.model.protocol == Protocol::Ec2;
    Ok(Route { service, operation, body: Body::Query { form, ec2 } })
}
