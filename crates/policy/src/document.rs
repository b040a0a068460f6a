//! From JSON to a compiled policy: the grammar that all kinds of documents share.

use serde_json::{Map, Value};

use crate::actions::Actions;
use crate::condition::Clause;
use crate::pattern::Pattern;
use crate::principal::{Named, Principals};
use crate::{Kind, Request, kind};

/// Why a document is none, in AWS's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("Syntax errors in policy.")]
    Syntax,
    #[error("This policy contains invalid Json")]
    Json,
    #[error("The policy must contain a valid version string")]
    Version,
    #[error(
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
    )]
    SidLetters,
    #[error("Statement IDs (SID) in a single policy must be unique.")]
    SidTwice,
    #[error("Policy statement must contain actions.")]
    NoAction,
    #[error("Policy statement must contain resources.")]
    NoResource,
    #[error("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    NoVendor,
    #[error("Actions/Condition can contain only one colon.")]
    Colons,
    #[error("Vendor {0} is not valid")]
    Vendor(String),
    #[error("Resource {0} must be in ARN format or \"*\".")]
    NoArn(String),
    #[error("Partition \"{partition}\" is not valid for resource \"{resource}\".")]
    Partition { partition: String, resource: String },
    #[error("Resource vendor must be fully qualified and cannot contain regexes.")]
    ResourceVendor,
    #[error("IAM resource {0} cannot contain region information.")]
    Region(String),
    #[error(
        "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, \
         server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/."
    )]
    IamPath,
    #[error("The policy failed legacy parsing")]
    Legacy,
    #[error("Policy document should not specify a principal.")]
    PrincipalGiven,
    #[error("Missing required field Principal")]
    NoPrincipal,
    #[error("Has prohibited field Resource")]
    ResourceGiven,
    #[error("Invalid principal in policy: {0}")]
    Principal(String),
    #[error("Federated principals must be valid domain names or SAML metadata ARNs")]
    Federated,
    #[error("AssumeRole policy may only specify STS AssumeRole actions.")]
    TrustAction,
}

/// A document, read and compiled.
#[derive(Debug, Clone)]
pub struct Policy {
    pub(crate) statements: Vec<Statement>,
}

/// What a statement says once it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Allow,
    Deny,
}

/// One statement of a policy.
#[derive(Debug, Clone)]
pub struct Statement {
    pub sid: Option<String>,
    pub effect: Effect,
    pub(crate) principals: Option<Principals>,
    pub(crate) actions: Option<Actions>,
    pub(crate) resources: Option<Resources>,
    pub(crate) clauses: Vec<Clause>,
}

#[derive(Debug, Clone)]
pub(crate) struct Resources {
    pub written: Vec<String>,
    pub negated: bool,
    pub patterns: Vec<Pattern>,
}

impl Policy {
    /// Reads a document of any kind.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let document: Value = serde_json::from_str(text).map_err(|_| Malformed::Json)?;
        let Value::Object(document) = document else { return Err(Malformed::Syntax) };
        known(&document, &["Version", "Id", "Statement"])?;
        let variables = match document.get("Version") {
            None => false,
            Some(Value::String(version)) if version == "2008-10-17" => false,
            Some(Value::String(version)) if version == "2012-10-17" => true,
            Some(_) => return Err(Malformed::Version),
        };
        if document.get("Id").is_some_and(|id| !id.is_string()) {
            return Err(Malformed::Syntax);
        }
        let statements = match document.get("Statement") {
            Some(Value::Array(list)) if !list.is_empty() => list.iter().collect(),
            Some(one @ Value::Object(_)) => vec![one],
            _ => return Err(Malformed::Syntax),
        };
        let statements = statements.into_iter().map(|statement| Statement::parse(statement, variables));
        Ok(Self { statements: statements.collect::<Result<_, _>>()? })
    }

    /// What AWS demands of a document by what it is for, beyond the grammar.
    pub fn check(&self, kind: Kind) -> Result<(), Malformed> {
        kind::check(self, kind)
    }

    /// Reads and checks a document.
    pub fn parse_as(kind: Kind, text: &str) -> Result<Self, Malformed> {
        let policy = Self::parse(text).map_err(|malformed| match (kind, malformed) {
            (Kind::Identity, Malformed::Json) => Malformed::Syntax,
            (_, other) => other,
        })?;
        policy.check(kind)?;
        Ok(policy)
    }

    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Whether a statement allows some action of a service, whatever its conditions and whatever other statements deny.
    pub fn grants(&self, service: &str) -> bool {
        let mut allowing = self.statements.iter().filter(|statement| statement.effect == Effect::Allow);
        allowing.any(|statement| statement.actions.as_ref().is_some_and(|actions| actions.reach(service)))
    }

    /// The condition keys that it asks about, as written and where: in its resources' variables, and in its conditions.
    pub fn context_keys(&self) -> impl Iterator<Item = &str> {
        self.statements.iter().flat_map(|statement| {
            let patterns = statement.resources.iter().flat_map(|resources| &resources.patterns);
            patterns.flat_map(Pattern::variables).chain(statement.clauses.iter().flat_map(Clause::keys))
        })
    }
}

impl Statement {
    fn parse(statement: &Value, variables: bool) -> Result<Self, Malformed> {
        let Value::Object(fields) = statement else { return Err(Malformed::Syntax) };
        known(
            fields,
            &[
                "Sid",
                "Effect",
                "Principal",
                "NotPrincipal",
                "Action",
                "NotAction",
                "Resource",
                "NotResource",
                "Condition",
            ],
        )?;
        let sid = match fields.get("Sid") {
            None => None,
            Some(Value::String(sid)) => Some(sid.clone()),
            Some(_) => return Err(Malformed::Syntax),
        };
        let effect = match fields.get("Effect").and_then(Value::as_str) {
            Some("Allow") => Effect::Allow,
            Some("Deny") => Effect::Deny,
            _ => return Err(Malformed::Syntax),
        };
        let principals = one_of(fields, "Principal", "NotPrincipal")?
            .map(|(value, negated)| principals(value).map(|list| Principals { negated, list }))
            .transpose()?;
        let actions = one_of(fields, "Action", "NotAction")?
            .map(|(value, negated)| texts(value).map(|written| Actions::new(written, negated)))
            .transpose()?;
        let resources = one_of(fields, "Resource", "NotResource")?
            .map(|(value, negated)| texts(value).map(|written| Resources::new(written, negated, variables)))
            .transpose()?;
        let clauses = fields.get("Condition").map_or(Ok(Vec::new()), |value| clauses(value, variables))?;
        Ok(Self { sid, effect, principals, actions, resources, clauses })
    }

    /// Whether action, resource and condition are the request's. Whom it addresses is another question.
    pub(crate) fn concerns(&self, request: &Request<'_>) -> bool {
        self.actions.as_ref().is_none_or(|actions| actions.matches(request.action))
            && self.resources.as_ref().is_none_or(|resources| resources.matches(request))
            && self.clauses.iter().all(|clause| clause.holds(request.keys))
    }
}

impl Resources {
    fn new(written: Vec<String>, negated: bool, variables: bool) -> Self {
        let patterns = written.iter().map(|text| Pattern::new(text, variables)).collect();
        Self { written, negated, patterns }
    }

    fn matches(&self, request: &Request<'_>) -> bool {
        let named = self
            .patterns
            .iter()
            .any(|pattern| pattern.is_any() || pattern.matches(request.resource, request.keys));
        named != self.negated
    }
}

fn known(fields: &Map<String, Value>, names: &[&str]) -> Result<(), Malformed> {
    if fields.keys().all(|name| names.contains(&&**name)) { Ok(()) } else { Err(Malformed::Syntax) }
}

/// An element or its negation, and which it was; never both.
fn one_of<'a>(
    fields: &'a Map<String, Value>,
    name: &str,
    negation: &str,
) -> Result<Option<(&'a Value, bool)>, Malformed> {
    match (fields.get(name), fields.get(negation)) {
        (Some(_), Some(_)) => Err(Malformed::Syntax),
        (Some(value), None) => Ok(Some((value, false))),
        (None, Some(value)) => Ok(Some((value, true))),
        (None, None) => Ok(None),
    }
}

/// A text, or a list of texts.
fn texts(value: &Value) -> Result<Vec<String>, Malformed> {
    match value {
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(list) => {
            list.iter().map(|text| text.as_str().map(str::to_owned).ok_or(Malformed::Syntax)).collect()
        }
        _ => Err(Malformed::Syntax),
    }
}

fn principals(value: &Value) -> Result<Vec<Named>, Malformed> {
    let by_type = match value {
        Value::String(everybody) if everybody == "*" => return Ok(vec![Named::Everybody]),
        Value::String(other) => return Err(Malformed::Principal(format!("\"STAR\":\"{other}\""))),
        Value::Object(by_type) if !by_type.is_empty() => by_type,
        _ => return Err(Malformed::Syntax),
    };
    let mut list = Vec::new();
    for (kind, value) in by_type {
        let named: fn(String) -> Named = match &**kind {
            "AWS" => |value| Named::aws(&value),
            "Service" => Named::Service,
            "Federated" => Named::Federated,
            "CanonicalUser" => Named::CanonicalUser,
            _ => return Err(Malformed::Syntax),
        };
        list.extend(texts(value)?.into_iter().map(named));
    }
    if list.is_empty() { Err(Malformed::Syntax) } else { Ok(list) }
}

fn clauses(value: &Value, variables: bool) -> Result<Vec<Clause>, Malformed> {
    let Value::Object(operators) = value else { return Err(Malformed::Syntax) };
    let mut clauses = Vec::new();
    for (operator, keys) in operators {
        let Value::Object(keys) = keys else { return Err(Malformed::Syntax) };
        for (key, values) in keys {
            let values = operands(values)?;
            clauses.push(Clause::new(operator, key, &values, variables).ok_or(Malformed::Syntax)?);
        }
    }
    Ok(clauses)
}

/// Values of a condition may be written as numbers and booleans, too.
fn operands(value: &Value) -> Result<Vec<String>, Malformed> {
    let text = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(Malformed::Syntax),
    };
    match value {
        Value::Array(list) => list.iter().map(text).collect(),
        one => Ok(vec![text(one)?]),
    }
}
