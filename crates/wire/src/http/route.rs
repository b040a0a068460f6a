//! Which service and operation a request is for, and in which protocol it came.

use http::StatusCode;
use http::header::CONTENT_TYPE;
use http::request::Parts;

use crate::codec::{Form, rest};
use crate::sigv4::Claim;
use crate::{AwsError, Dispatcher, Protocol, Service};

/// A request that found its service.
pub(super) struct Route<'a> {
    pub service: &'a Service,
    pub operation: String,
    pub body: Body<'a>,
}

/// The request's body, as far as its protocol calls for reading it.
pub(super) enum Body<'a> {
    Json { version: &'static str },
    Query { form: Form, ec2: bool },
    Rest(rest::Request<'a>),
}

/// No service of ours. What the caller gets depends on the protocol that it seems to speak.
pub(super) struct NoRoute {
    pub error: AwsError,
    pub json: bool,
}

pub(super) fn find<'a>(
    dispatcher: &'a Dispatcher,
    parts: &'a Parts,
    claim: Option<&Claim>,
    body: &'a [u8],
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
    if form.get("Action").is_none() {
        return by_path(dispatcher, parts, claim, body);
    }
    by_action(dispatcher, form, claim)
}

/// By method and path, among the operations of the service that the request is signed for, or, if it isn't signed, of all.
fn by_path<'a>(
    dispatcher: &'a Dispatcher,
    parts: &'a Parts,
    claim: Option<&Claim>,
    body: &'a [u8],
) -> Result<Route<'a>, NoRoute> {
    let refused = |error| NoRoute { error, json: true };
    let candidates = dispatcher.services().iter().filter(|service| !service.bindings.is_empty());
    let mut candidates = candidates
        .filter(|service| claim.is_none_or(|claim| claim.service == service.model.signing_name))
        .peekable();
    if candidates.peek().is_none() {
        let name = claim.map_or("this service", |claim| claim.service.as_str());
        return Err(refused(AwsError::not_implemented(name, "its REST protocol")));
    }
    let found = candidates.find_map(|service| {
        let request = rest::find(service.bindings, &parts.method, &parts.uri, &parts.headers, body)?;
        Some(Route { service, operation: request.binding.operation.to_owned(), body: Body::Rest(request) })
    });
    let nothing = || AwsError::with_status("UnknownOperationException", StatusCode::NOT_FOUND, "");
    found.ok_or_else(|| refused(nothing()))
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
    let operation = form.get("Action").unwrap_or_default().to_owned();
    let version = form.get("Version").unwrap_or_default();
    let signed = claim.and_then(|claim| dispatcher.by_signing_name(&claim.service));
    let found = signed.or_else(|| dispatcher.by_version(version, &operation));
    let Some(service) = found.filter(|service| service.model.protocol != Protocol::RestXml) else {
        let name = claim.map_or(version, |claim| claim.service.as_str());
        return Err(NoRoute { error: AwsError::not_implemented(name, &operation), json: false });
    };
    let ec2 = service.model.protocol == Protocol::Ec2;
    Ok(Route { service, operation, body: Body::Query { form, ec2 } })
}
