//! Requests and answers of the REST protocols: an operation is a method and a path, and its members are spread over path, query, headers and
//! body, as AWS's model says ([`Binding`], written by `tools/shapes.py`).
//!
//! What is bound to places outside of the body is the same for all REST protocols; the body is read and written here as JSON, and another
//! format would be another pair of functions beside [`Request::body`] and [`output`].

use http::{HeaderMap, Method, Uri};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Where an operation is found, and where its members are.
#[derive(Debug)]
pub struct Binding {
    pub operation: &'static str,
    pub method: &'static str,
    /// `/2015-02-01/file-systems/{FileSystemId}`; `{Name+}` at the end takes the rest of the path. May require parameters of the
    /// query: `/path?start`.
    pub path: &'static str,
    pub status: u16,
    pub input: &'static [Bound],
    /// The member that the whole body is, if it is one.
    pub input_payload: Option<Payload>,
    pub output: &'static [Bound],
    pub output_payload: Option<Payload>,
}

/// A member that isn't in the body. Also a binding's parts have the names that the shape has for serde.
#[derive(Debug)]
pub struct Bound {
    pub member: &'static str,
    pub place: Place,
    pub kind: Kind,
}

#[derive(Debug)]
pub enum Place {
    Label(&'static str),
    Query(&'static str),
    /// All parameters that no other member takes, as a map.
    QueryMap,
    Header(&'static str),
    /// All headers that begin so, as a map without that beginning.
    HeaderMap(&'static str),
    /// The answer's status.
    Status,
}

/// How a member's text is to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Boolean,
    /// Of texts.
    List,
}

#[derive(Debug)]
pub enum Payload {
    /// In the protocol's format.
    Structure(&'static str),
    /// As it is: text.
    Text(&'static str),
    /// As it is: bytes.
    Bytes(&'static str),
}

/// A request whose operation was found.
pub struct Request<'a> {
    pub binding: &'static Binding,
    labels: Vec<(&'static str, String)>,
    query: Vec<(String, String)>,
    headers: &'a HeaderMap,
    body: &'a [u8],
}

/// Finds the operation of a method and an address, among those of one service.
pub fn find<'a>(
    bindings: &'static [Binding],
    method: &Method,
    uri: &Uri,
    headers: &'a HeaderMap,
    body: &'a [u8],
) -> Option<Request<'a>> {
    let query: Vec<(String, String)> =
        form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let fitting = bindings.iter().filter(|binding| binding.method == method.as_str());
    let fitting = fitting.filter_map(|binding| {
        let (path, required) = binding.path.split_once('?').unwrap_or((binding.path, ""));
        let mut required = required.split('&').filter(|name| !name.is_empty());
        let has = |name: &str| {
            let (name, value) =
                name.split_once('=').map_or((name, None), |(name, value)| (name, Some(value)));
            query.iter().any(|(key, given)| key == name && value.is_none_or(|value| value == given))
        };
        let labels = labels(path, uri.path()).filter(|_| required.all(has))?;
        Some((binding, labels))
    });
    // `/file-systems/replication-configurations` is no file system, though it would fit that, too.
    let (binding, labels) =
        fitting.min_by_key(|(binding, labels)| (labels.len(), std::cmp::Reverse(binding.path.len())))?;
    Some(Request { binding, labels, query, headers, body })
}

/// What the labels of a template stand for in a path; `None` when it doesn't fit.
fn labels(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned());
    let mut labels = Vec::new();
    let mut rest = path.trim_matches('/');
    for part in template.trim_matches('/').split('/') {
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        if let Some(name) = name.and_then(|name| name.strip_suffix('+')) {
            labels.push((name, decode(rest).filter(|text| !text.is_empty())?));
            return Some(labels);
        }
        let (segment, after) = rest.split_once('/').unwrap_or((rest, ""));
        match name {
            Some(name) => labels.push((name, decode(segment).filter(|text| !text.is_empty())?)),
            None if segment == part => {}
            None => return None,
        }
        rest = after;
    }
    rest.is_empty().then_some(labels)
}

impl Request<'_> {
    pub(super) fn input<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let mut members = self.body()?;
        for bound in self.binding.input {
            if let Some(value) = self.value(bound)? {
                members.insert(bound.member.to_owned(), value);
            }
        }
        serde_json::from_value(Value::Object(members))
    }

    fn body(&self) -> Result<Map<String, Value>, serde_json::Error> {
        let one = |member: &str, value| Ok(Map::from_iter([(member.to_owned(), value)]));
        match &self.binding.input_payload {
            _ if self.body.is_empty() => Ok(Map::new()),
            None => serde_json::from_slice(self.body),
            Some(Payload::Structure(member)) => one(member, serde_json::from_slice(self.body)?),
            Some(Payload::Text(member)) => one(member, String::from_utf8_lossy(self.body).into()),
            Some(Payload::Bytes(member)) => {
                one(member, serde_json::to_value(crate::Blob(self.body.to_owned()))?)
            }
        }
    }

    fn value(&self, bound: &Bound) -> Result<Option<Value>, serde_json::Error> {
        let headers =
            self.headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
        let mut given: Vec<&str> = match bound.place {
            Place::Label(name) => self
                .labels
                .iter()
                .filter(|(label, _)| *label == name)
                .map(|(_, text)| text.as_str())
                .collect(),
            Place::Query(name) => {
                self.query.iter().filter(|(key, _)| key == name).map(|(_, text)| text.as_str()).collect()
            }
            Place::Header(name) => {
                headers.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, text)| text).collect()
            }
            Place::QueryMap => {
                let taken = |key: &str| {
                    self.binding
                        .input
                        .iter()
                        .any(|bound| matches!(bound.place, Place::Query(name) if name == key))
                };
                let free = self.query.iter().filter(|(key, _)| !taken(key));
                return Ok(map(free.map(|(key, text)| (key.clone(), text.as_str().into()))));
            }
            Place::HeaderMap(prefix) => {
                let prefix = prefix.to_ascii_lowercase();
                let own = headers
                    .filter_map(|(key, text)| Some((key.strip_prefix(&prefix)?.to_owned(), text.into())));
                return Ok(map(own));
            }
            Place::Status => return Ok(None),
        };
        if given.is_empty() {
            return Ok(None);
        }
        let malformed = |text: &str| {
            let what = if bound.kind == Kind::Number { "a number" } else { "a boolean" };
            <serde_json::Error as serde::de::Error>::custom(format!(
                "{} is {text:?}, not {what}",
                bound.member
            ))
        };
        Ok(Some(match bound.kind {
            Kind::Text => given[0].into(),
            Kind::Boolean => given[0].parse::<bool>().map_err(|_| malformed(given[0]))?.into(),
            Kind::Number => {
                let number: Value = serde_json::from_str(given[0]).map_err(|_| malformed(given[0]))?;
                if !number.is_number() {
                    return Err(malformed(given[0]));
                }
                number
            }
            Kind::List => {
                if matches!(bound.place, Place::Header(_)) {
                    given = given.into_iter().flat_map(|text| text.split(',')).map(str::trim).collect();
                }
                given.into()
            }
        }))
    }
}

fn map(pairs: impl Iterator<Item = (String, Value)>) -> Option<Value> {
    let map = Map::from_iter(pairs);
    (!map.is_empty()).then_some(Value::Object(map))
}

/// An answer: what the output's members become.
#[derive(Debug)]
pub struct Written {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub(super) fn output<T: Serialize>(binding: &Binding, output: &T) -> Result<Written, serde_json::Error> {
    let mut written = Written { status: binding.status, headers: Vec::new(), body: Vec::new() };
    let mut members = match serde_json::to_value(output)? {
        Value::Object(members) => members,
        _ => return Ok(written),
    };
    for bound in binding.output {
        let Some(value) = members.remove(bound.member) else { continue };
        match bound.place {
            Place::Status => {
                written.status =
                    value.as_u64().and_then(|it| u16::try_from(it).ok()).unwrap_or(written.status)
            }
            Place::Header(name) => written.headers.push((name.to_owned(), text_of(&value))),
            Place::HeaderMap(prefix) => {
                let pairs = value.as_object().into_iter().flatten();
                written
                    .headers
                    .extend(pairs.map(|(name, value)| (format!("{prefix}{name}"), text_of(value))));
            }
            // Places of requests.
            Place::Label(_) | Place::Query(_) | Place::QueryMap => {}
        }
    }
    written.body = match &binding.output_payload {
        // 204: no content.
        None if written.status == 204 => Vec::new(),
        None => serde_json::to_vec(&members)?,
        Some(Payload::Structure(member)) => {
            members.get(*member).map_or(Ok(Vec::new()), serde_json::to_vec)?
        }
        Some(Payload::Text(member)) => members.get(*member).map(text_of).unwrap_or_default().into_bytes(),
        Some(Payload::Bytes(member)) => {
            let bytes = members.remove(*member).map(serde_json::from_value::<crate::Blob>).transpose()?;
            bytes.unwrap_or_default().0
        }
    };
    Ok(written)
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const fn binding(operation: &'static str, method: &'static str, path: &'static str) -> Binding {
        Binding {
            operation,
            method,
            path,
            status: 200,
            input: &[],
            input_payload: None,
            output: &[],
            output_payload: None,
        }
    }

    const PUT_THING: Binding = Binding {
        status: 201,
        input: &[
            Bound { member: "Name", place: Place::Label("Name"), kind: Kind::Text },
            Bound { member: "Max", place: Place::Query("max"), kind: Kind::Number },
            Bound { member: "Force", place: Place::Query("force"), kind: Kind::Boolean },
            Bound { member: "Keys", place: Place::Query("keys"), kind: Kind::List },
            Bound { member: "Rest", place: Place::QueryMap, kind: Kind::Text },
            Bound { member: "Token", place: Place::Header("X-Token"), kind: Kind::Text },
            Bound { member: "Meta", place: Place::HeaderMap("x-meta-"), kind: Kind::Text },
        ],
        output: &[
            Bound { member: "Code", place: Place::Status, kind: Kind::Number },
            Bound { member: "Token", place: Place::Header("x-token"), kind: Kind::Text },
        ],
        ..binding("PutThing", "PUT", "/v1/things/{Name}")
    };

    static THINGS: &[Binding] = &[
        binding("GetThing", "GET", "/v1/things/{Name}"),
        binding("GetAll", "GET", "/v1/things/all"),
        binding("GetKinds", "GET", "/v1/things/{Name}/kinds/"),
        binding("GetFile", "GET", "/v1/files/{Path+}"),
        binding("GetFileAcl", "GET", "/v1/files/{Path+}?acl"),
        PUT_THING,
    ];

    fn request<'a>(method: &str, uri: &str, headers: &'a HeaderMap, body: &'a [u8]) -> Option<Request<'a>> {
        find(THINGS, &method.parse().unwrap(), &uri.parse().unwrap(), headers, body)
    }

    #[test]
    fn an_operation_is_found_by_method_and_path() {
        let found = |method: &str, uri: &str| {
            let headers = HeaderMap::new();
            let request = request(method, uri, &headers, b"")?;
            Some((
                request.binding.operation,
                request.labels.iter().map(|(_, text)| text.clone()).collect::<String>(),
            ))
        };
        let found = |method: &str, uri: &str| {
            found(method, uri).map_or_else(String::new, |(name, label)| format!("{name} {label}"))
        };
        assert_eq!(found("GET", "/v1/things/x"), "GetThing x");
        assert_eq!(found("GET", "/v1/things/arn%3Aaws%3Aefs%3Athing%2Fx"), "GetThing arn:aws:efs:thing/x");
        assert_eq!(found("GET", "/v1/things/all"), "GetAll ");
        assert_eq!(found("GET", "/v1/things/x/kinds"), "GetKinds x");
        assert_eq!(found("GET", "/v1/files/a/b%20c"), "GetFile a/b c");
        assert_eq!(found("GET", "/v1/files/a/b?acl"), "GetFileAcl a/b");
        for (method, uri) in [
            ("POST", "/v1/things/x"),
            ("GET", "/v1/things"),
            ("GET", "/v1/things/x/y"),
            ("GET", "/"),
            ("GET", "/v1/things/%ff"),
        ] {
            assert_eq!(found(method, uri), "", "{method} {uri}");
        }
    }

    #[test]
    fn members_come_from_everywhere() {
        let mut headers = HeaderMap::new();
        headers.insert("x-token", "t".parse().unwrap());
        headers.insert("x-meta-colour", "red".parse().unwrap());
        let uri = "/v1/things/n?max=3&keys=a&force=true&keys=b&other=1";
        let input: Value =
            request("PUT", uri, &headers, br#"{"Size":7,"Name":"other"}"#).unwrap().input().unwrap();
        let expected = json!({ "Name": "n", "Max": 3, "Force": true, "Keys": ["a", "b"], "Rest": { "other": "1" },
            "Token": "t", "Meta": { "colour": "red" }, "Size": 7 });
        assert_eq!(input, expected);
        for uri in ["/v1/things/n?max=many", "/v1/things/n?force=maybe", "/v1/things/n?max=%22a%22"] {
            let refused = request("PUT", uri, &headers, b"").unwrap().input::<Value>();
            assert!(refused.unwrap_err().to_string().contains("not a"), "{uri}");
        }
        assert!(request("PUT", "/v1/things/n", &headers, b"[]").unwrap().input::<Value>().is_err());
    }

    #[test]
    fn members_go_where_they_belong() {
        let written = output(&PUT_THING, &json!({ "Code": 202, "Token": "t", "Size": 7 })).unwrap();
        assert_eq!(written.status, 202);
        assert_eq!(written.headers, [("x-token".to_owned(), "t".to_owned())]);
        assert_eq!(written.body, br#"{"Size":7}"#);
        let empty = output(&Binding { status: 204, ..PUT_THING }, &()).unwrap();
        assert_eq!((empty.status, empty.body.len()), (204, 0));
    }

    #[test]
    fn a_payload_is_the_whole_body() {
        static WITH: Binding = Binding {
            input_payload: Some(Payload::Bytes("Body")),
            output_payload: Some(Payload::Structure("Thing")),
            ..binding("Put", "PUT", "/")
        };
        let headers = HeaderMap::new();
        let uri = "/".parse().unwrap();
        let request = find(std::slice::from_ref(&WITH), &Method::PUT, &uri, &headers, b"\x00\xff").unwrap();
        assert_eq!(request.input::<Value>().unwrap(), json!({ "Body": "AP8=" }));
        assert_eq!(output(&WITH, &json!({ "Thing": { "a": 1 } })).unwrap().body, br#"{"a":1}"#);
    }
}
