//! Answers of the query protocols: a serde serializer that writes AWS's kind of XML.
//!
//! Structures become elements named by their members; lists wrap each element in `<member>` (query) or `<item>` (EC2); maps
//! become `<entry><key/><value/></entry>`. Absent members and unit values write nothing.

use std::fmt::{self, Display, Write as _};

use neargate_core::Timestamp;
use serde::Serialize;
use serde::ser::{self, Impossible};

use crate::shape::TIME_NAME;
use crate::{AwsError, Fault};

/// An XML document in the making.
pub(super) struct Writer {
    out: String,
    root: String,
    element: &'static str,
}

#[derive(Debug)]
pub(super) struct Error(String);

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl Writer {
    pub(super) fn open(root: &str, namespace: &str) -> Self {
        let mut out = String::with_capacity(512);
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<");
        out.push_str(root);
        if !namespace.is_empty() {
            out.push_str(" xmlns=\"");
            escape(namespace, &mut out);
            out.push('"');
        }
        out.push('>');
        Self { out, root: root.to_owned(), element: "member" }
    }

    /// Writes a value as an element; without a name, only its inside.
    pub(super) fn element<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        if name.is_empty() {
            return value.serialize(Inside { out: &mut self.out, element: self.element });
        }
        write_element(&mut self.out, self.element, name, value)
    }

    /// Writes a structure's members in EC2's manner.
    pub(super) fn members<T: Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.element = "item";
        self.element("", value)
    }

    pub(super) fn text_element(&mut self, name: &str, text: &str) {
        open_tag(&mut self.out, name);
        escape(text, &mut self.out);
        close_tag(&mut self.out, name);
    }

    pub(super) fn metadata(&mut self, request_id: &str) {
        open_tag(&mut self.out, "ResponseMetadata");
        self.text_element("RequestId", request_id);
        close_tag(&mut self.out, "ResponseMetadata");
    }

    pub(super) fn close(mut self) -> Vec<u8> {
        close_tag(&mut self.out, &self.root);
        self.out.into_bytes()
    }
}

pub(super) fn query_error(error: &AwsError, namespace: &str, request_id: &str) -> Vec<u8> {
    let mut body = Writer::open("ErrorResponse", namespace);
    open_tag(&mut body.out, "Error");
    body.text_element("Type", if error.fault() == Fault::Sender { "Sender" } else { "Receiver" });
    body.text_element("Code", error.code);
    body.text_element("Message", &error.message);
    close_tag(&mut body.out, "Error");
    body.text_element("RequestId", request_id);
    body.close()
}

pub(super) fn ec2_error(error: &AwsError, request_id: &str) -> Vec<u8> {
    let mut body = Writer::open("Response", "");
    open_tag(&mut body.out, "Errors");
    open_tag(&mut body.out, "Error");
    body.text_element("Code", error.code);
    body.text_element("Message", &error.message);
    close_tag(&mut body.out, "Error");
    close_tag(&mut body.out, "Errors");
    body.text_element("RequestID", request_id);
    body.close()
}

fn open_tag(out: &mut String, name: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
}

fn close_tag(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#xD;"),
            // XML 1.0 has no way to write other control characters.
            c if c < ' ' && c != '\t' && c != '\n' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

fn write_element<T: Serialize + ?Sized>(
    out: &mut String,
    element: &'static str,
    name: &str,
    value: &T,
) -> Result<(), Error> {
    let before = out.len();
    open_tag(out, name);
    value.serialize(Inside { out, element })?;
    close_tag(out, name);
    debug_assert!(out.len() > before);
    Ok(())
}

/// Writes what stands between an element's tags.
struct Inside<'a> {
    out: &'a mut String,
    element: &'static str,
}

impl Inside<'_> {
    fn display(self, value: impl Display) -> Result<(), Error> {
        write!(self.out, "{value}").map_err(ser::Error::custom)
    }
}

macro_rules! display {
    ($($method:ident: $type:ty;)*) => {
        $(fn $method(self, value: $type) -> Result<(), Error> {
            self.display(value)
        })*
    };
}

impl<'a> ser::Serializer for Inside<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Map<'a>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Error>;

    display! {
        serialize_bool: bool; serialize_i8: i8; serialize_i16: i16; serialize_i32: i32; serialize_i64: i64;
        serialize_u8: u8; serialize_u16: u16; serialize_u32: u32; serialize_u64: u64;
        serialize_f32: f32; serialize_f64: f64;
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        escape(value, self.out);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(ser::Error::custom("bytes are written as Blob"))
    }

    fn serialize_none(self) -> Result<(), Error> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        if name != TIME_NAME {
            return value.serialize(self);
        }
        let mut seconds = String::new();
        value.serialize(Inside { out: &mut seconds, element: self.element })?;
        let seconds: f64 = seconds.parse().map_err(ser::Error::custom)?;
        self.display(Timestamp((seconds * 1000.0).round() as i64).to_iso8601())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        write_element(self.out, self.element, variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Error> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Error> {
        Ok(self)
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        Err(ser::Error::custom(format!("{name} is no shape of AWS's")))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(ser::Error::custom(format!("{name} is no shape of AWS's")))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Map<'a>, Error> {
        Ok(Map { out: self.out, element: self.element })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Error> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(ser::Error::custom(format!("{name} is no shape of AWS's")))
    }
}

impl ser::SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        write_element(self.out, self.element, self.element, value)
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

impl ser::SerializeTuple for Inside<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

impl ser::SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        write_element(self.out, self.element, name, value)
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

struct Map<'a> {
    out: &'a mut String,
    element: &'static str,
}

impl ser::SerializeMap for Map<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        open_tag(self.out, "entry");
        write_element(self.out, self.element, "key", key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        write_element(self.out, self.element, "value", value)?;
        close_tag(self.out, "entry");
        Ok(())
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::Time;

    #[derive(Serialize)]
    struct Output {
        #[serde(rename = "vpcSet", skip_serializing_if = "Option::is_none")]
        vpcs: Option<Vec<Vpc>>,
        #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
        next_token: Option<String>,
    }

    #[derive(Serialize)]
    struct Vpc {
        #[serde(rename = "vpcId")]
        id: &'static str,
        #[serde(rename = "isDefault")]
        default: bool,
        created: Time,
        labels: BTreeMap<String, String>,
    }

    fn output() -> Output {
        let labels = BTreeMap::from([("a&b".to_owned(), "<c>".to_owned())]);
        let vpc = Vpc { id: "vpc-1", default: true, created: Time(Timestamp(1_756_865_071_354)), labels };
        Output { vpcs: Some(vec![vpc]), next_token: None }
    }

    #[test]
    fn ec2_answers_have_items_and_no_wrapper() {
        let mut writer = Writer::open("DescribeVpcsResponse", "urn:x");
        writer.text_element("requestId", "r-1");
        writer.members(&output()).unwrap();
        assert_eq!(
            String::from_utf8(writer.close()).unwrap(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeVpcsResponse xmlns=\"urn:x\"><requestId>r-1</requestId>\
             <vpcSet><item><vpcId>vpc-1</vpcId><isDefault>true</isDefault><created>2025-09-03T02:04:31.354Z</created>\
             <labels><entry><key>a&amp;b</key><value>&lt;c&gt;</value></entry></labels></item></vpcSet></DescribeVpcsResponse>"
        );
    }

    #[test]
    fn query_answers_have_members_in_a_wrapper() {
        let mut writer = Writer::open("XResponse", "");
        writer.element("XResult", &Output { vpcs: Some(vec![]), next_token: Some("t".into()) }).unwrap();
        writer.metadata("r-1");
        assert_eq!(
            String::from_utf8(writer.close()).unwrap(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<XResponse><XResult><vpcSet></vpcSet><nextToken>t</nextToken></XResult>\
             <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></XResponse>"
        );
    }
}
