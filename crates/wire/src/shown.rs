//! A value as AWS's services print it in a message about it: `[a, b]`, `{key=value}`, `Tag(key=a, value=b)`.
//!
//! Members begin with a small letter whatever the protocol does, and those that aren't there aren't printed.

use std::fmt::{self, Display, Write as _};

use serde::Serialize;
use serde::ser::{self, Serializer};

/// What is longer is cut: a message isn't the place for a whole request.
const SHOWN_MAX: usize = 16 * 1024;

pub fn shown<T: Serialize + ?Sized>(value: &T) -> String {
    let mut text = String::new();
    // What is too long or can't be printed ends the text early; the rest of the message stands.
    let _ = value.serialize(Printer(&mut text));
    if text.len() > SHOWN_MAX {
        text.truncate(text.floor_char_boundary(SHOWN_MAX));
        text.push_str("...");
    }
    text
}

struct Printer<'a>(&'a mut String);

/// Something with parts: what ends it, and whether a part was printed.
struct Parts<'a> {
    text: &'a mut String,
    end: &'static str,
    begun: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("print a value: {0}")]
struct Unprintable(String);

impl ser::Error for Unprintable {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl<'a> Printer<'a> {
    fn print(self, value: impl Display) -> Result<(), Unprintable> {
        write!(self.0, "{value}").map_err(|fmt::Error| ser::Error::custom("formatting failed"))
    }

    fn parts(self, name: &str, begin: char, end: &'static str) -> Parts<'a> {
        self.0.push_str(name);
        self.0.push(begin);
        Parts { text: self.0, end, begun: false }
    }
}

impl Parts<'_> {
    fn part<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unprintable> {
        if self.text.len() > SHOWN_MAX {
            return Err(ser::Error::custom("too long"));
        }
        self.next();
        let mut letters = name.chars();
        self.text.extend(letters.next().map(|first| first.to_ascii_lowercase()));
        self.text.push_str(letters.as_str());
        if !name.is_empty() {
            self.text.push('=');
        }
        value.serialize(Printer(self.text))
    }

    fn next(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            self.text.push_str(", ");
        }
    }

    fn close(self) -> Result<(), Unprintable> {
        self.text.push_str(self.end);
        Ok(())
    }
}

macro_rules! print_as_displayed {
    ($($method:ident: $type:ty,)*) => {
        $(fn $method(self, value: $type) -> Result<(), Unprintable> {
            self.print(value)
        })*
    };
}

impl<'a> Serializer for Printer<'a> {
    type Ok = ();
    type Error = Unprintable;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Parts<'a>;
    type SerializeTupleStruct = Parts<'a>;
    type SerializeTupleVariant = ser::Impossible<(), Unprintable>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = ser::Impossible<(), Unprintable>;

    print_as_displayed! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
        serialize_char: char,
        serialize_str: &str,
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unprintable> {
        Err(ser::Error::custom("bytes"))
    }

    fn serialize_none(self) -> Result<(), Unprintable> {
        self.print("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unprintable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unprintable> {
        self.print("null")
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), Unprintable> {
        self.print(name)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unprintable> {
        self.print(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unprintable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unprintable> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Unprintable> {
        Ok(self.parts("", '[', "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'a>, Unprintable> {
        Ok(self.parts("", '[', "]"))
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Parts<'a>, Unprintable> {
        Ok(self.parts(name, '(', ")"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unprintable> {
        Err(ser::Error::custom("a variant"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'a>, Unprintable> {
        Ok(self.parts("", '{', "}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'a>, Unprintable> {
        Ok(self.parts(name, '(', ")"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unprintable> {
        Err(ser::Error::custom("a variant"))
    }
}

impl ser::SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Unprintable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unprintable> {
        self.part("", value)
    }

    fn end(self) -> Result<(), Unprintable> {
        self.close()
    }
}

impl ser::SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = Unprintable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unprintable> {
        self.part("", value)
    }

    fn end(self) -> Result<(), Unprintable> {
        self.close()
    }
}

impl ser::SerializeTupleStruct for Parts<'_> {
    type Ok = ();
    type Error = Unprintable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unprintable> {
        self.part("", value)
    }

    fn end(self) -> Result<(), Unprintable> {
        self.close()
    }
}

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Unprintable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unprintable> {
        self.part("", key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unprintable> {
        self.text.push('=');
        value.serialize(Printer(self.text))
    }

    fn end(self) -> Result<(), Unprintable> {
        self.close()
    }
}

impl ser::SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Unprintable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unprintable> {
        self.part(name, value)
    }

    fn end(self) -> Result<(), Unprintable> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Filter {
        key: &'static str,
        values: Vec<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u8>,
    }

    #[test]
    fn values_are_printed_as_aws_prints_them() {
        assert_eq!(shown(&["a", "b"]), "[a, b]");
        assert_eq!(shown::<[&str]>(&[]), "[]");
        assert_eq!(shown(&BTreeMap::from([("a", "1"), ("b", "")])), "{a=1, b=}");
        let filters = [
            Filter { key: "Name", values: vec!["x", "y"], limit: None },
            Filter { key: "", values: vec![], limit: Some(3) },
        ];
        assert_eq!(shown(&filters), "[Filter(key=Name, values=[x, y]), Filter(key=, values=[], limit=3)]");
    }

    #[test]
    fn what_is_too_long_is_cut_between_letters() {
        let text = shown(&vec!["ä"; 20_000]);
        assert!(text.len() <= SHOWN_MAX + 3 && text.ends_with("..."), "{}", text.len());
    }
}
