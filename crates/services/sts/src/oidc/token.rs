//! ID tokens: JSON Web Tokens in their compact form (RFC 7519), read and not yet believed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Under which AWS expects tags of the session, and whose behalf it is on.
const TAGS: &str = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";

/// GitHub's further claims, which AWS takes as condition keys. Of other providers it takes those that all have.
const OF_GITHUB: &[&str] = &[
    "actor",
    "actor_id",
    "enterprise_id",
    "environment",
    "job_workflow_ref",
    "ref",
    "repository",
    "repository_id",
    "workflow",
];
const GITHUB: &str = "token.actions.githubusercontent.com";

/// A token, taken apart.
#[derive(Debug)]
pub(crate) struct Token<'a> {
    pub header: Header,
    pub claims: Claims,
    /// What is signed, and the signature.
    pub signed: &'a str,
    pub signature: Vec<u8>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Header {
    pub alg: String,
    pub kid: Option<String>,
}

/// What a token says.
#[derive(Debug)]
pub(crate) struct Claims(Map<String, Value>);

/// What a token gives to the session, in AWS's namespace.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tagging {
    pub tags: Vec<(String, String)>,
    pub transitive: Vec<String>,
}

impl<'a> Token<'a> {
    /// `None` if it is no signed JWT.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok();
        Some(Self {
            header: serde_json::from_slice(&decode(header)?).ok()?,
            claims: Claims(serde_json::from_slice(&decode(claims)?).ok()?),
            signed,
            signature: decode(signature)?,
        })
    }
}

impl Claims {
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// A moment, in seconds.
    pub fn seconds(&self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a cast saturates, and years beyond it don't come"
        )]
        value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
    }

    /// A text or a list of them.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        match self.0.get(name) {
            Some(Value::String(text)) => vec![text],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Whom the token is for, as AWS's `aud` has it: who asked for it, if that is told apart from who is to get it.
    pub fn audience(&self) -> Option<&str> {
        self.text("azp").or_else(|| self.texts("aud").first().copied())
    }

    /// Whether it is for one of these.
    pub fn is_for(&self, client_ids: &[String]) -> bool {
        let mut named = self.texts("aud").into_iter().chain(self.text("azp"));
        named.any(|audience| client_ids.iter().any(|id| id == audience))
    }

    /// As condition keys: `gitlab.example.com:sub`.
    pub fn keys(&self, provider_url: &str) -> Vec<(String, String)> {
        let key = |name: &str, value: &str| (format!("{provider_url}:{name}"), value.to_owned());
        let mut keys = Vec::new();
        match self.text("azp") {
            Some(azp) => {
                keys.push(key("aud", azp));
                keys.extend(self.texts("aud").into_iter().map(|aud| key("oaud", aud)));
            }
            None => keys.extend(self.texts("aud").into_iter().map(|aud| key("aud", aud))),
        }
        keys.extend(self.text("sub").map(|sub| key("sub", sub)));
        keys.extend(self.texts("amr").into_iter().map(|amr| key("amr", amr)));
        if provider_url == GITHUB {
            keys.extend(OF_GITHUB.iter().filter_map(|name| Some(key(name, self.text(name)?))));
        }
        keys
    }

    /// The tags of the session. Each has one value, which comes in a list.
    pub fn tagging(&self) -> Option<Tagging> {
        let Some(given) = self.0.get(TAGS) else { return Some(Tagging::default()) };
        let value = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Array(list) if list.len() == 1 => list[0].as_str().map(str::to_owned),
            _ => None,
        };
        let tags = match given.get("principal_tags") {
            None => Vec::new(),
            Some(tags) => {
                let tags = tags.as_object()?.iter();
                tags.map(|(key, given)| Some((key.clone(), value(given)?))).collect::<Option<_>>()?
            }
        };
        let transitive = match given.get("transitive_tag_keys") {
            None => Vec::new(),
            Some(keys) => {
                keys.as_array()?.iter().map(|key| key.as_str().map(str::to_owned)).collect::<Option<_>>()?
            }
        };
        Some(Tagging { tags, transitive })
    }

    pub fn source_identity(&self) -> Option<&str> {
        self.text(SOURCE_IDENTITY)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(claims: Value) -> Claims {
        let Value::Object(claims) = claims else { panic!("an object") };
        Claims(claims)
    }

    #[test]
    fn a_token_has_three_parts() {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = part(json!({"alg": "RS256", "kid": "k"}));
        let text = format!("{header}.{}.c2ln", part(json!({"iss": "https://i", "exp": 7.9})));
        let token = Token::parse(&text).expect("a token");
        assert_eq!((token.header.alg.as_str(), token.header.kid.as_deref()), ("RS256", Some("k")));
        assert_eq!((token.claims.text("iss"), token.claims.seconds("exp")), (Some("https://i"), Some(7)));
        assert_eq!(
            (token.signature.as_slice(), text.rsplit_once('.').unwrap().0),
            (&b"sig"[..], token.signed)
        );
        for none in
            ["", "a", "a.b", "a.b.c", "..", &format!("{header}.W10.c2ln"), &format!("{header}.!.c2ln")]
        {
            assert!(Token::parse(none).is_none(), "{none}");
        }
    }

    #[test]
    fn who_asked_is_the_audience_where_both_are_told() {
        let plain = claims(json!({"aud": ["a", "b"], "sub": "s", "amr": ["x", "y"], "ref": "main"}));
        assert_eq!(plain.audience(), Some("a"));
        assert!(plain.is_for(&["b".to_owned()]) && !plain.is_for(&["c".to_owned()]) && !plain.is_for(&[]));
        let keys = |list: &[(&str, &str)]| -> Vec<(String, String)> {
            list.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let expected = [("i:aud", "a"), ("i:aud", "b"), ("i:sub", "s"), ("i:amr", "x"), ("i:amr", "y")];
        assert_eq!(plain.keys("i"), keys(&expected));
        assert!(plain.keys(GITHUB).contains(&(format!("{GITHUB}:ref"), "main".to_owned())));
        let both = claims(json!({"aud": "a", "azp": "b"}));
        assert_eq!((both.audience(), both.keys("i")), (Some("b"), keys(&[("i:aud", "b"), ("i:oaud", "a")])));
    }

    #[test]
    fn tags_come_one_value_each() {
        assert_eq!(claims(json!({})).tagging(), Some(Tagging::default()));
        let given = json!({TAGS: {"principal_tags": {"team": ["web"]}, "transitive_tag_keys": ["team"]}});
        let tagging = claims(given).tagging().expect("tags");
        assert_eq!(tagging.tags, [("team".to_owned(), "web".to_owned())]);
        assert_eq!(tagging.transitive, ["team"]);
        assert_eq!(claims(json!({TAGS: {"principal_tags": {"team": ["a", "b"]}}})).tagging(), None);
        assert_eq!(claims(json!({TAGS: {"transitive_tag_keys": "team"}})).tagging(), None);
    }
}
