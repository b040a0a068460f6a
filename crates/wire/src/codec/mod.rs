//! Bytes to typed inputs, typed outputs to bytes.
//!
//! Shapes are plain serde types whose member names are those of the wire. JSON is serde's; the query protocols have a
//! deserializer and an XML serializer of our own here, because their lists are spelled in ways that no crate knows.

mod query;
pub mod rest;
mod xml;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use query::Form;
pub use rest::Written;

use crate::AwsError;

/// A request's body and how to read it.
pub enum Decode<'a> {
    Json(&'a [u8]),
    /// EC2 spells members with a capital in requests and without in answers.
    Query {
        form: &'a Form,
        ec2: bool,
    },
    Rest(&'a rest::Request<'a>),
}

/// How to write the answer.
#[derive(Clone, Copy)]
pub enum Encode<'a> {
    Json,
    Query { xml_namespace: &'a str, request_id: &'a str },
    Ec2 { xml_namespace: &'a str, request_id: &'a str },
    RestJson(&'static rest::Binding),
}

impl Decode<'_> {
    pub(crate) fn input<T: DeserializeOwned + Default>(&self) -> Result<T, AwsError> {
        match self {
            Self::Json([]) => Ok(T::default()),
            Self::Json(body) => serde_json::from_slice(body)
                .map_err(|e| AwsError::client("SerializationException", describe(&e))),
            Self::Query { form, ec2 } => {
                query::from_form(form, *ec2).map_err(|e| AwsError::client("MalformedInput", e.to_string()))
            }
            Self::Rest(request) => {
                request.input().map_err(|e| AwsError::client("SerializationException", describe(&e)))
            }
        }
    }
}

impl Encode<'_> {
    pub(crate) fn output<T: Serialize>(
        &self,
        operation: &str,
        wrapper: &str,
        output: &T,
        internal_error: &'static str,
    ) -> Result<Written, AwsError> {
        let whole = |body| Written { status: 200, headers: Vec::new(), body };
        let ours = |e: Box<dyn std::error::Error + Send + Sync>| AwsError::internal(internal_error, e);
        match self {
            Self::Json => {
                let mut body = Vec::with_capacity(512);
                serde_json::to_writer(&mut body, output).map_err(|e| ours(e.into()))?;
                // An output without members is a unit here and an empty object on the wire.
                Ok(whole(if body == b"null" { b"{}".to_vec() } else { body }))
            }
            Self::Query { xml_namespace, request_id } => {
                let mut body = xml::Writer::open(&format!("{operation}Response"), xml_namespace);
                body.element(wrapper, output).map_err(|e| ours(e.into()))?;
                body.metadata(request_id);
                Ok(whole(body.close()))
            }
            Self::Ec2 { xml_namespace, request_id } => {
                let mut body = xml::Writer::open(&format!("{operation}Response"), xml_namespace);
                body.text_element("requestId", request_id);
                body.members(output).map_err(|e| ours(e.into()))?;
                Ok(whole(body.close()))
            }
            Self::RestJson(binding) => rest::output(binding, output).map_err(|e| ours(e.into())),
        }
    }
}

/// The body of an error in a protocol's form. `text_member` is what its shape calls its text, where that is JSON.
pub(crate) fn error_body(
    encode: &Encode<'_>,
    error: &AwsError,
    text_member: &str,
    request_id: &str,
) -> Vec<u8> {
    match encode {
        Encode::Json | Encode::RestJson(_) => {
            let mut body = error.members.clone();
            if matches!(encode, Encode::Json) {
                body.insert("__type".to_owned(), error.code.into());
            }
            body.insert(text_member.to_owned(), error.message.as_str().into());
            serde_json::Value::Object(body).to_string().into_bytes()
        }
        Encode::Query { xml_namespace, .. } => xml::query_error(error, xml_namespace, request_id),
        Encode::Ec2 { .. } => xml::ec2_error(error, request_id),
    }
}

/// AWS tells what could not be converted, not where in the text; serde tells both, and the place helps.
fn describe(error: &serde_json::Error) -> String {
    if error.is_data() { error.to_string() } else { format!("Unable to parse the request body: {error}") }
}
