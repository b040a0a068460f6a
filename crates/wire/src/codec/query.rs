//! Requests of the query protocols: `Filter.1.Value.2=x` and `tags.member.1.Key=x` in a form.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer as _, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

/// Nesting beyond this is no request of AWS's.
const MAX_DEPTH: usize = 16;
/// So many parameters are enough for any request of AWS's.
const MAX_PARAMETERS: usize = 20_000;

/// The decoded pairs of a form, in order.
#[derive(Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    pub fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    /// The first value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// A form that doesn't fit the operation's input.
#[derive(Debug)]
pub(super) struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Reads a form as a typed input. `ec2` says that members are spelled with a capital on the wire.
pub(super) fn from_form<T: DeserializeOwned>(form: &Form, ec2: bool) -> Result<T, Error> {
    if form.0.len() > MAX_PARAMETERS {
        return Err(de::Error::custom("too many parameters"));
    }
    let mut root = Node::default();
    for (key, value) in &form.0 {
        if key.split('.').count() > MAX_DEPTH {
            return Err(de::Error::custom(format!("parameter {key} is nested too deeply")));
        }
        let mut node = &mut root;
        for part in key.split('.') {
            let part = if ec2 { lower_first(part) } else { part.to_owned() };
            node = node.children.entry(part).or_default();
        }
        node.text = Some(value.clone());
    }
    T::deserialize(&root)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// A place in the tree that the dots of the keys spell.
#[derive(Debug, Default)]
struct Node {
    text: Option<String>,
    children: BTreeMap<String, Node>,
}

impl Node {
    /// The elements of a list: `.N`, `.member.N` or `.item.N`, in numerical order.
    fn elements(&self) -> Vec<&Node> {
        let wrapped = ["member", "item"].iter().find_map(|name| self.children.get(*name));
        let list = wrapped.filter(|_| self.children.len() == 1).unwrap_or(self);
        let mut numbered: Vec<(u64, &Node)> =
            list.children.iter().filter_map(|(key, node)| Some((key.parse().ok()?, node))).collect();
        numbered.sort_by_key(|(number, _)| *number);
        numbered.into_iter().map(|(_, node)| node).collect()
    }

    fn leaf(&self) -> Result<&str, Error> {
        self.text.as_deref().ok_or_else(|| de::Error::custom("a structure where a value was expected"))
    }

    fn parsed<T: std::str::FromStr>(&self, what: &str) -> Result<T, Error> {
        let text = self.leaf()?;
        text.trim().parse().map_err(|_| de::Error::custom(format!("'{text}' is not a valid {what}")))
    }
}

macro_rules! parse_numbers {
    ($($method:ident => $visit:ident: $type:ty, $what:literal;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.parsed::<$type>($what)?)
        })*
    };
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.leaf()?)
    }

    parse_numbers! {
        deserialize_bool => visit_bool: bool, "boolean";
        deserialize_i64 => visit_i64: i64, "integer";
        deserialize_u64 => visit_u64: u64, "integer";
        deserialize_i32 => visit_i32: i32, "integer";
        deserialize_u32 => visit_u32: u32, "integer";
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.parsed("number")?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Elements(self.elements().into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(Members { rest: self.children.iter(), value: None })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let entries = self.children.get("entry").unwrap_or(self).elements();
        visitor.visit_map(Entries { rest: entries.into_iter(), value: None })
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 u8 u16 f32 char str string bytes byte_buf unit_struct tuple tuple_struct enum identifier
    }
}

struct Elements<'de>(std::vec::IntoIter<&'de Node>);

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|node| seed.deserialize(node)).transpose()
    }
}

struct Members<'de> {
    rest: std::collections::btree_map::Iter<'de, String, Node>,
    value: Option<&'de Node>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, node)) = self.rest.next() else { return Ok(None) };
        self.value = Some(node);
        let key: StringDeserializer<Error> = key.clone().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let node = self.value.take().ok_or_else(|| de::Error::custom("value asked for before its key"))?;
        seed.deserialize(node)
    }
}

/// `entry.N.key` and `entry.N.value`.
struct Entries<'de> {
    rest: std::vec::IntoIter<&'de Node>,
    value: Option<&'de Node>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.rest.next() else { return Ok(None) };
        let part = |names: [&str; 2]| names.iter().find_map(|name| entry.children.get(*name));
        self.value = part(["value", "Value"]);
        let key = part(["key", "Key"]).ok_or_else(|| de::Error::custom("a map entry without a key"))?;
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let node = self.value.take().ok_or_else(|| de::Error::custom("a map entry without a value"))?;
        seed.deserialize(node)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Input {
        #[serde(rename = "vpcId")]
        ids: Option<Vec<String>>,
        filter: Option<Vec<Filter>>,
        #[serde(rename = "dryRun")]
        dry_run: Option<bool>,
        #[serde(rename = "maxResults")]
        max_results: Option<i64>,
        tags: Option<BTreeMap<String, String>>,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Filter {
        name: Option<String>,
        value: Option<Vec<String>>,
    }

    fn read(form: &str, ec2: bool) -> Result<Input, Error> {
        from_form(&Form::parse(form.as_bytes()), ec2)
    }

    #[test]
    fn ec2_lists_are_numbered_and_read_in_numerical_order() {
        let form: String = (1..=11).map(|n| format!("VpcId.{n}=vpc-{n}&")).collect();
        let input = read(&form, true).unwrap();
        assert_eq!(input.ids.unwrap(), (1..=11).map(|n| format!("vpc-{n}")).collect::<Vec<_>>());
    }

    #[test]
    fn structures_nest_in_lists() {
        let input = read(
            "Filter.1.Name=cidr&Filter.1.Value.1=a&Filter.1.Value.2=b%20c&DryRun=true&MaxResults=5",
            true,
        )
        .unwrap();
        let filter = Filter { name: Some("cidr".into()), value: Some(vec!["a".into(), "b c".into()]) };
        assert_eq!(input.filter.unwrap(), [filter]);
        assert_eq!((input.dry_run, input.max_results), (Some(true), Some(5)));
    }

    #[test]
    fn query_lists_have_members_and_maps_have_entries() {
        let input =
            read("vpcId.member.1=a&vpcId.member.2=b&tags.entry.1.key=k&tags.entry.1.value=v", false).unwrap();
        assert_eq!(input.ids.unwrap(), ["a", "b"]);
        assert_eq!(input.tags.unwrap(), BTreeMap::from([("k".to_owned(), "v".to_owned())]));
    }

    #[test]
    fn values_that_do_not_convert_are_refused() {
        assert!(read("MaxResults=many", true).is_err());
        assert!(read("DryRun.1=true", true).is_err());
    }

    proptest! {
        #[test]
        fn no_form_makes_it_panic(form in "[a-zA-Z0-9.=&%]{0,120}") {
            let _ = read(&form, true);
            let _ = read(&form, false);
        }
    }
}
