//! How a service crate says what it can do.

use std::any::Any;
use std::collections::HashMap;
use std::future::Future;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::FutureExt as _;
use metrics::{Counter, Histogram};
use neargate_core::{Durability, Principal, Scope};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::authorize::{Access, Guard, Rights};
use crate::codec::rest::Binding;
use crate::codec::{Decode, Encode, Written};
use crate::{AwsError, Events, OwnWords, Validate, Violations};

/// The protocol that AWS's model gives a service. Clients of other ages may come by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    Json,
    Query,
    Ec2,
    RestJson,
    /// S3's. Its requests never come this way: an [`http::Front`](crate::http::Front) serves them, and only parts of neargate call
    /// its operations here.
    RestXml,
}

/// What AWS's model says of a service as a whole.
#[derive(Debug)]
pub struct Model {
    pub endpoint_prefix: &'static str,
    /// The service's name in a credential scope.
    pub signing_name: &'static str,
    pub api_version: &'static str,
    /// Before the dot in `X-Amz-Target`; empty when the service has no JSON protocol.
    pub target_prefix: &'static str,
    /// `1.0` or `1.1`.
    pub json_version: &'static str,
    pub xml_namespace: &'static str,
    pub protocol: Protocol,
    /// Codes of errors whose text is called `Message` in JSON; that of others is `message`.
    pub capital_messages: &'static [&'static str],
    /// All operations that AWS has, ours or not.
    pub operations: &'static [&'static str],
}

/// An operation's name and shapes. Written by `tools/shapes.py`.
pub trait Operation {
    const NAME: &'static str;
    const RESULT_WRAPPER: &'static str;
    type Input: DeserializeOwned + Default + Validate + Send + 'static;
    type Output: Serialize + Send + 'static;
}

/// Who calls, about what, and under which number.
#[derive(Debug, Clone)]
pub struct Context {
    pub principal: Principal,
    pub scope: Scope,
    pub request_id: Arc<str>,
    pub durability: Durability,
    /// Where the caller reached us (`http://127.0.0.1:4566`): for answers that contain addresses.
    pub endpoint: Arc<str>,
    /// What [`Context::allowed`] asks.
    pub rights: Rights,
    pub origin: Origin,
}

/// From where a call came, as far as that is known: what policies may ask about it.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// `aws:SourceIp`. A call between parts of neargate has none.
    pub address: Option<IpAddr>,
    /// `aws:UserAgent`
    pub user_agent: Option<Arc<str>>,
    /// `aws:SecureTransport`
    pub secure: bool,
    /// `aws:SourceArn`: the resource on whose behalf a part of neargate calls.
    pub source_arn: Option<Arc<str>>,
    /// A part of neargate calls, whoever's rights it has.
    pub internal: bool,
    /// `kms:ViaService`, `aws:CalledVia`: the service (`secretsmanager`) that calls with its own caller's rights.
    pub via: Option<&'static str>,
}

/// The code of an answer that is no error, where calls are counted.
pub(crate) const OK: &str = "OK";

/// What an operation answered.
pub(crate) enum Reply {
    Whole(Written),
    Events(Events),
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<Reply, AwsError>> + Send + 'a>>;
/// Writes an output, or says what else it is; with the error for when that fails.
type Finish<T> = fn(T, Encode<'_>, &'static str) -> Result<Reply, AwsError>;
type Handler = Box<dyn for<'a> Fn(Context, Decode<'a>, Encode<'a>) -> Answer<'a> + Send + Sync>;

/// A service: its model and the operations that it has.
pub struct Service {
    pub name: &'static str,
    pub model: &'static Model,
    /// The error that AWS's validation of this service answers with.
    pub validation_error: &'static str,
    /// The error that this service answers with when the fault is ours.
    pub internal_error: &'static str,
    /// Where the operations of a REST protocol are found; none for other protocols.
    pub bindings: &'static [Binding],
    own_words: OwnWords,
    /// Operations that a front of its own serves over HTTP.
    fronted: &'static [&'static str],
    /// Operations that AWS lets anybody call without a signature, because they ask for other proof.
    unsigned: &'static [&'static str],
    /// All of the model's.
    operations: HashMap<&'static str, Known>,
    /// How long calls take. Meters are looked up once.
    seconds: OnceLock<Histogram>,
}

/// An operation that AWS has.
pub(crate) struct Known {
    pub name: &'static str,
    /// None while it isn't built.
    pub handler: Option<Handler>,
    /// Calls that were answered well.
    served: OnceLock<Counter>,
}

impl Service {
    pub fn new(
        name: &'static str,
        model: &'static Model,
        validation_error: &'static str,
        internal_error: &'static str,
    ) -> Self {
        let unbuilt = |name: &&'static str| (*name, Known { name, handler: None, served: OnceLock::new() });
        Self {
            name,
            model,
            validation_error,
            internal_error,
            bindings: &[],
            own_words: |_| None,
            fronted: &[],
            unsigned: &[],
            operations: model.operations.iter().map(unbuilt).collect(),
            seconds: OnceLock::new(),
        }
    }

    /// Makes the service one of a REST protocol.
    pub fn bound(self, bindings: &'static [Binding]) -> Self {
        Self { bindings, ..self }
    }

    /// Gives the service words of its own for members whose patterns aren't met; before operations are registered.
    pub fn worded(self, own_words: OwnWords) -> Self {
        Self { own_words, ..self }
    }

    /// Says which operations a front serves, beside those that are registered here.
    pub fn fronted(self, operations: &'static [&'static str]) -> Self {
        Self { fronted: operations, ..self }
    }

    /// Says which operations need no signature. Who calls one without is [`Principal::Anonymous`], whom nothing but the handler stops.
    pub fn unsigned(self, operations: &'static [&'static str]) -> Self {
        Self { unsigned: operations, ..self }
    }

    pub(crate) fn needs_no_signature(&self, operation: &str) -> bool {
        self.unsigned.contains(&operation)
    }

    /// Registers an operation that isn't about a resource of its own: `state` is what `handle` works on.
    pub fn on<O, S, F, Fut>(self, operation: O, state: &Arc<S>, handle: F) -> Self
    where
        O: Operation + 'static,
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, Context, O::Input) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<O::Output, AwsError>> + Send + 'static,
    {
        self.register(operation, state, None, handle, whole::<O>)
    }

    /// Registers an operation on resources: `guard` says what a request is about to touch.
    pub fn guarded<O, S, F, Fut>(
        self,
        operation: O,
        state: &Arc<S>,
        guard: Guard<S, O::Input>,
        handle: F,
    ) -> Self
    where
        O: Operation + 'static,
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, Context, O::Input) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<O::Output, AwsError>> + Send + 'static,
    {
        self.register(operation, state, Some(guard), handle, whole::<O>)
    }

    /// Registers an operation on resources whose answer is a stream of events. Parts of neargate can't call it.
    pub fn streaming<O, S, F, Fut>(
        self,
        operation: O,
        state: &Arc<S>,
        guard: Guard<S, O::Input>,
        handle: F,
    ) -> Self
    where
        O: Operation + 'static,
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, Context, O::Input) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<Events, AwsError>> + Send + 'static,
    {
        self.register(operation, state, Some(guard), handle, |events, _, _| Ok(Reply::Events(events)))
    }

    fn register<O, S, F, Fut, T>(
        mut self,
        _: O,
        state: &Arc<S>,
        guard: Option<Guard<S, O::Input>>,
        handle: F,
        finish: Finish<T>,
    ) -> Self
    where
        O: Operation + 'static,
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, Context, O::Input) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<T, AwsError>> + Send + 'static,
        T: Send + 'static,
    {
        let state = Arc::clone(state);
        let (validation_error, internal_error) = (self.validation_error, self.internal_error);
        let (prefix, protocol) = (self.model.signing_name, self.model.protocol);
        let own_words = self.own_words;
        let handler: Handler = Box::new(move |context, decode, encode| {
            let state = Arc::clone(&state);
            Box::pin(async move {
                let input: O::Input = decode.input()?;
                let mut found = Violations::default();
                input.validate(&mut found);
                if let Some(message) = found.message_with(own_words) {
                    return Err(AwsError::client(validation_error, message));
                }
                if context.limited() {
                    let accesses = match guard {
                        Some(guard) => guard(&state, &context, &input).await?,
                        None => vec![Access::new(format!("{prefix}:{}", O::NAME), "*")],
                    };
                    context.allowed(&accesses).await.map_err(|denial| denial.worded(protocol))?;
                }
                // The handler may panic before its first await or after it.
                let output = AssertUnwindSafe(async move { handle(state, context, input).await })
                    .catch_unwind()
                    .await
                    .unwrap_or_else(|panic| Err(AwsError::internal(internal_error, panic_message(panic))))?;
                finish(output, encode, internal_error)
            })
        });
        let known = self.operations.get_mut(O::NAME);
        let known = known.unwrap_or_else(|| panic!("the model has no {}", O::NAME));
        assert!(known.handler.replace(handler).is_none(), "{} is registered twice", O::NAME);
        self
    }

    pub(crate) fn operation(&self, name: &str) -> Option<&Known> {
        self.operations.get(name)
    }

    pub fn implements(&self, operation: &str) -> bool {
        self.operation(operation).is_some_and(|known| known.handler.is_some())
            || self.fronted.contains(&operation)
    }

    /// Counts a call.
    pub(crate) fn meter(&self, operation: &Known, code: &'static str, took: Duration) {
        let counter = || metrics::counter!("neargate_requests_total", "service" => self.name, "operation" => operation.name, "code" => code);
        match code {
            OK => operation.served.get_or_init(counter).increment(1),
            _ => counter().increment(1),
        }
        let histogram = || metrics::histogram!("neargate_request_seconds", "service" => self.name);
        self.seconds.get_or_init(histogram).record(took);
    }
}

/// The output as a protocol writes it.
fn whole<O: Operation>(
    output: O::Output,
    encode: Encode<'_>,
    internal_error: &'static str,
) -> Result<Reply, AwsError> {
    encode.output(O::NAME, O::RESULT_WRAPPER, &output, internal_error).map(Reply::Whole)
}

fn panic_message(panic: Box<dyn Any + Send>) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("handler panicked: {}", text.as_deref().unwrap_or("no message"))
}
