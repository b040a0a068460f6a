//! The one door: every call, from outside or from a part of neargate, goes through here.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use http::StatusCode;
use neargate_core::{Principal, Scope, chain, random_uuid};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::authorize::{Access, Authorizer, Denial, Rights};
use crate::codec::{Decode, Encode};
use crate::service::Reply;
use crate::{AwsError, Context, Durability, Origin, Service, service};

/// Knows all services and calls their operations. Cheap to clone.
#[derive(Clone)]
pub struct Dispatcher {
    services: Arc<Services>,
    rights: Rights,
    source_arn: Option<Arc<str>>,
    via: Option<&'static str>,
}

struct Services {
    list: Vec<Service>,
    by_target: HashMap<&'static str, usize>,
    endpoint: Arc<str>,
}

/// A call between parts of neargate failed.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{service}:{operation} answered {code}: {message}")]
pub struct CallError {
    pub service: &'static str,
    pub operation: &'static str,
    pub code: &'static str,
    pub message: String,
    /// The fault is the other side's: asking again may help.
    pub retryable: bool,
}

impl Dispatcher {
    pub fn new(services: Vec<Service>, endpoint: &str) -> Self {
        let targets =
            services.iter().enumerate().filter(|(_, service)| !service.model.target_prefix.is_empty());
        let by_target = targets.map(|(index, service)| (service.model.target_prefix, index)).collect();
        let services = Services { list: services, by_target, endpoint: endpoint.into() };
        Self { services: Arc::new(services), rights: Rights::default(), source_arn: None, via: None }
    }

    /// Asks `authorizer` before each operation; without one everything is allowed.
    pub fn with_authorizer(self, authorizer: Arc<dyn Authorizer>) -> Self {
        Self { rights: authorizer.into(), ..self }
    }

    /// The same door, for calls on behalf of a resource: `aws:SourceArn` in the conditions of the policies that are asked.
    pub fn on_behalf_of(&self, source_arn: &str) -> Self {
        Self { source_arn: Some(source_arn.into()), ..self.clone() }
    }

    /// The same door, for calls that a service makes with the rights of its own caller, who never asked for them by name.
    pub fn via(&self, service: &'static str) -> Self {
        Self { via: Some(service), ..self.clone() }
    }

    pub fn services(&self) -> &[Service] {
        &self.services.list
    }

    pub fn by_target(&self, prefix: &str) -> Option<&Service> {
        self.services.by_target.get(prefix).map(|index| &self.services.list[*index])
    }

    pub fn by_signing_name(&self, name: &str) -> Option<&Service> {
        self.services.list.iter().find(|service| service.model.signing_name == name)
    }

    /// The service that has this operation in this version of its API: for unsigned query requests.
    pub fn by_version(&self, version: &str, operation: &str) -> Option<&Service> {
        let mut of_version = self.services.list.iter().filter(|service| service.model.api_version == version);
        of_version.find(|service| service.model.operations.contains(&operation))
    }

    pub(crate) fn rights(&self) -> Rights {
        self.rights.clone()
    }

    pub(crate) fn endpoint(&self) -> Arc<str> {
        Arc::clone(&self.services.endpoint)
    }

    /// Calls an operation as a part of neargate, on behalf of an account.
    ///
    /// The call is acknowledged when it survives the death of this process: callers are reconcilers, which would repeat it.
    pub async fn call<I: Serialize, O: DeserializeOwned>(
        &self,
        caller: &'static str,
        scope: &Scope,
        service: &'static str,
        operation: &'static str,
        input: &I,
    ) -> Result<O, CallError> {
        let principal = Principal::Service { account: scope.account.clone(), name: caller };
        self.call_as(principal, scope, service, operation, input).await
    }

    /// As [`Dispatcher::call`], by whom it may concern: what they aren't allowed is refused, as it would be from outside.
    pub async fn call_as<I: Serialize, O: DeserializeOwned>(
        &self,
        principal: Principal,
        scope: &Scope,
        service: &'static str,
        operation: &'static str,
        input: &I,
    ) -> Result<O, CallError> {
        let failed = |code, message, retryable| CallError { service, operation, code, message, retryable };
        let target = self.services.list.iter().find(|candidate| candidate.name == service);
        let target = target.ok_or_else(|| failed("UnknownService", "no such service".to_owned(), false))?;
        let body =
            serde_json::to_vec(input).map_err(|e| failed("SerializationException", e.to_string(), false))?;
        let context = self.context(principal, scope);
        let answer = self.invoke(target, operation, context, Decode::Json(&body), Encode::Json).await;
        let answer = answer.map_err(|e| failed(e.code, e.message, e.status.is_server_error()))?;
        let Reply::Whole(answer) = answer else {
            return Err(failed("UnsupportedOperation", "the answer is a stream".to_owned(), false));
        };
        serde_json::from_slice(&answer.body)
            .map_err(|e| failed("SerializationException", e.to_string(), false))
    }

    /// Whether somebody may do all of this, where what they do is no operation: mounting a file system is none.
    pub async fn allowed(
        &self,
        principal: Principal,
        scope: &Scope,
        accesses: &[Access],
    ) -> Result<(), Denial> {
        self.context(principal, scope).allowed(accesses).await
    }

    fn context(&self, principal: Principal, scope: &Scope) -> Context {
        Context {
            principal,
            scope: scope.clone(),
            request_id: random_uuid().into(),
            durability: Durability::Process,
            endpoint: self.endpoint(),
            rights: self.rights.clone(),
            origin: Origin {
                source_arn: self.source_arn.clone(),
                secure: true,
                internal: true,
                via: self.via,
                ..Origin::default()
            },
        }
    }

    /// Runs an operation for a caller who was authenticated, and keeps the books on it.
    pub(crate) async fn invoke<'a>(
        &self,
        service: &Service,
        operation: &str,
        context: Context,
        decode: Decode<'a>,
        encode: Encode<'a>,
    ) -> Result<Reply, AwsError> {
        let started = Instant::now();
        let request_id = Arc::clone(&context.request_id);
        context.seen(service.model.signing_name);
        let Some(known) = service.operation(operation) else {
            return Err(unknown_operation(&encode, operation));
        };
        let result = match &known.handler {
            Some(handler) => handler(context, decode, encode).await,
            None => Err(AwsError::not_implemented(service.name, operation)),
        };
        let code = result.as_ref().err().map_or(service::OK, |error| error.code);
        service.meter(known, code, started.elapsed());
        match &result {
            // What isn't built is the caller's to know: it would otherwise be theirs to fill our log with.
            Err(error) if error.status.is_server_error() && error.status != StatusCode::NOT_IMPLEMENTED => {
                let cause = error.cause.as_deref().map(|cause| chain(cause));
                tracing::error!(service = service.name, operation, %request_id, code, cause, "request failed");
            }
            Err(error) => {
                tracing::debug!(service = service.name, operation, %request_id, code, message = error.message, "refused");
            }
            Ok(_) => tracing::debug!(service = service.name, operation, %request_id, "served"),
        }
        result
    }
}

fn unknown_operation(encode: &Encode<'_>, operation: &str) -> AwsError {
    match encode {
        Encode::Json | Encode::RestJson(_) => AwsError::client("UnknownOperationException", ""),
        Encode::Query { .. } | Encode::Ec2 { .. } => AwsError::client(
            "InvalidAction",
            format!("The action {operation} is not valid for this web service."),
        ),
    }
}
