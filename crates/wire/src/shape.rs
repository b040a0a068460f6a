//! The scalar shapes that protocols write differently, and open enumerations.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use neargate_core::Timestamp;
use serde::de::{self, Deserializer, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

/// A moment in a request or an answer.
///
/// Serialized as a newtype of this name around seconds since 1970: JSON writes the number, XML knows the name and writes ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Time(pub Timestamp);

pub(crate) const TIME_NAME: &str = "neargate::Time";

impl From<Timestamp> for Time {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(TIME_NAME, &self.0.as_epoch_seconds())
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        let millis = (seconds * 1000.0).round();
        if !millis.is_finite() || millis.abs() > 1e15 {
            return Err(de::Error::custom("timestamp out of range"));
        }
        Ok(Self(Timestamp(millis as i64)))
    }
}

/// Bytes, as base64 on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blob(pub Vec<u8>);

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Base64;
        impl Visitor<'_> for Base64 {
            type Value = Blob;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("base64")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Blob, E> {
                STANDARD.decode(text).map(Blob).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Base64)
    }
}

/// The input of an operation that has none in AWS's model: any object will do. (serde's unit would insist on `null`.)
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nothing {}

/// An enumeration of AWS's model. A name that the model doesn't have is kept as `Unknown`, so that validation can quote it.
#[macro_export]
macro_rules! string_enum {
    (pub enum $name:ident { $($variant:ident = $text:literal,)* }) => {
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($variant,)*
            Unknown(String),
        }

        impl $name {
            pub const NAMES: &'static [&'static str] = &[$($text),*];

            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(Self::from(String::deserialize(deserializer)?.as_str()))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Decode, Form};

    #[test]
    fn an_input_without_members_is_any_object_or_no_body() {
        for body in ["", "{}", r#"{"Passed": {"over": [1]}}"#] {
            let read: Result<Nothing, _> = Decode::Json(body.as_bytes()).input();
            assert_eq!(read.ok(), Some(Nothing {}), "{body}");
        }
        assert!(Decode::Json(b"1").input::<Nothing>().is_err());
        let form = Form::parse(b"Action=GetAccountSummary&Version=2010-05-08");
        assert!(Decode::Query { form: &form, ec2: false }.input::<Nothing>().is_ok());
    }
}
