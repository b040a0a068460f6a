//! A row on its way through a query: an event, or a group of them, with what commands made of it.

use std::cell::OnceCell;
use std::sync::Arc;

use serde_json::Value as Json;

use super::pointer;
use super::syntax::Field;
use super::value::Value;
use crate::position::EventId;

/// An event as a query sees it.
#[derive(Debug, Clone)]
pub struct Event {
    pub timestamp: i64,
    pub ingested: i64,
    pub message: Arc<str>,
    /// The message as it came, if something in it is masked and the query may see it.
    pub unmasked: Option<Arc<str>>,
    pub stream: Arc<str>,
    pub group: Arc<Source>,
    pub id: EventId,
}

/// The group of an event.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    pub name: String,
    /// `<account>:<group>`
    pub log: Arc<str>,
}

impl Event {
    /// What names the event for GetLogRecord.
    pub fn pointer(&self) -> String {
        pointer::encode(&self.group.name, self.id)
    }
}

#[derive(Debug, Default)]
pub struct Row {
    pub event: Option<Event>,
    /// What commands made, the latest last.
    pub values: Vec<(Arc<str>, Value)>,
    json: OnceCell<Option<Json>>,
}

impl Row {
    pub fn of_event(event: Event) -> Self {
        Self { event: Some(event), ..Self::default() }
    }

    pub fn of_group(values: Vec<(Arc<str>, Value)>) -> Self {
        Self { values, ..Self::default() }
    }

    /// A row of the same event with the same values.
    pub fn copy(&self) -> Self {
        Self { event: self.event.clone(), values: self.values.clone(), json: OnceCell::new() }
    }

    /// The row with its event as it came, if something in that is masked.
    pub fn unmasked(&self) -> Option<Self> {
        let event = self.event.as_ref()?;
        let message = Arc::clone(event.unmasked.as_ref()?);
        Some(Self { event: Some(Event { message, ..event.clone() }), ..self.copy() })
    }

    pub fn set(&mut self, name: &Arc<str>, value: Value) {
        match self.values.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.values.push((Arc::clone(name), value)),
        }
    }

    pub fn get(&self, field: &Field) -> Value {
        let name = field.name();
        if let Some((_, value)) = self.values.iter().rev().find(|(known, _)| **known == *name) {
            return value.clone();
        }
        if let Some(value) = self.within(name) {
            return value;
        }
        let Some(event) = &self.event else { return Value::Missing };
        match field {
            Field::Timestamp => Value::Time(event.timestamp),
            Field::IngestionTime => Value::Time(event.ingested),
            Field::Message => Value::Text(Arc::clone(&event.message)),
            Field::LogStream => Value::Text(Arc::clone(&event.stream)),
            Field::Log => Value::Text(Arc::clone(&event.group.log)),
            Field::Ptr => Value::text(event.pointer()),
            Field::Named(path) => self.discovered(path),
        }
    }

    /// A member or element of a map or list that a command made.
    fn within(&self, path: &str) -> Option<Value> {
        self.values.iter().rev().find_map(|(known, value)| {
            let Value::Structure(json) = value else { return None };
            let rest = path.strip_prefix(&**known)?.strip_prefix('.')?;
            Some(at(json, rest).map_or(Value::Missing, Value::of_json))
        })
    }

    /// The part of the event's JSON that a path names, as it is.
    pub fn json(&self, path: &str) -> Option<&Json> {
        let event = self.event.as_ref()?;
        at(self.json.get_or_init(|| discover(&event.message)).as_ref()?, path)
    }

    fn discovered(&self, path: &str) -> Value {
        self.json(path).map_or(Value::Missing, Value::of_json)
    }

    /// Lets go of what can be found out again: for rows that wait.
    pub fn rest(&mut self) {
        self.json = OnceCell::new();
    }

    /// What it takes in memory, roughly.
    pub fn bytes(&self) -> usize {
        let event = self.event.as_ref().map_or(0, |event| {
            let unmasked = event.unmasked.as_ref().map_or(0, |message| message.len());
            size_of::<Event>() + event.message.len() + unmasked + 160
        });
        let values: usize = self.values.iter().map(|(_, value)| 16 + value.bytes()).sum();
        size_of::<Self>() + event + values
    }
}

/// The first JSON object or array in a message.
pub fn discover(message: &str) -> Option<Json> {
    let start = message.find('{')?;
    let whole = message.trim_start();
    let text = if whole.starts_with('[') { whole } else { &message[start..] };
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

/// Members and elements by a path; a member's name may itself hold dots.
fn at<'a>(json: &'a Json, path: &str) -> Option<&'a Json> {
    let one = |name: &str| match json {
        Json::Object(members) => members.get(name),
        Json::Array(elements) => elements.get(name.parse::<usize>().ok()?),
        _ => None,
    };
    if let Some(found) = one(path) {
        return Some(found);
    }
    path.match_indices('.').find_map(|(dot, _)| at(one(&path[..dot])?, &path[dot + 1..]))
}

/// The leaves of a message's JSON by their paths, so many at most.
pub fn leaves(message: &str, max: usize) -> Vec<(String, Value)> {
    fn walk(path: &str, json: &Json, max: usize, found: &mut Vec<(String, Value)>) {
        let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        match json {
            _ if found.len() >= max => {}
            Json::Object(members) => {
                members.iter().for_each(|(name, one)| walk(&below(name), one, max, found))
            }
            Json::Array(elements) => {
                let numbered = elements.iter().enumerate();
                numbered.for_each(|(index, one)| walk(&below(&index.to_string()), one, max, found));
            }
            Json::Null => {}
            leaf => found.push((path.to_owned(), Value::of_json(leaf))),
        }
    }
    let mut found = Vec::new();
    if let Some(json) = discover(message) {
        walk("", &json, max, &mut found);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(message: &str) -> Row {
        Row::of_event(super::super::testing::event(1, message))
    }

    #[test]
    fn fields_are_discovered_in_json() {
        let row = row(r#"2026 INFO {"a":{"b":[1,{"c":"d"}],"x.y":true},"n":null,"f":1.50} {"a":0}"#);
        let get = |path: &str| row.get(&Field::new(path.to_owned())).to_string();
        assert_eq!(get("a.b.0"), "1");
        assert_eq!(get("a.b.1.c"), "d");
        assert_eq!(get("a.x.y"), "1");
        assert_eq!(get("a.b"), r#"[1,{"c":"d"}]"#);
        assert_eq!((get("n"), get("a.b.9"), get("zzz")), (String::new(), String::new(), String::new()));
        let names: Vec<_> = leaves(&row.event.as_ref().expect("an event").message, 10)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["a.b.0", "a.b.1.c", "a.x.y", "f"]);
    }

    #[test]
    fn what_is_no_json_has_no_fields() {
        for message in ["plain", "{", "{a}", "", "}{"] {
            assert_eq!(row(message).get(&Field::new("a".to_owned())), Value::Missing, "{message}");
        }
    }
}
