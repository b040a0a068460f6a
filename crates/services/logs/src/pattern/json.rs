//! Patterns of JSON events: `{ ($.user.id = 1 || $.tags[0] = "x*") && $.error NOT EXISTS }`.

use serde_json::Value;

use super::PatternError;
use super::compare::Comparison;
use super::scan::{Expression, Scanner};

#[derive(Debug)]
enum Step {
    Member(String),
    Element(usize),
    /// `[*]`: one of the elements.
    AnyElement,
}

#[derive(Debug)]
enum Test {
    Compare(Comparison),
    IsNull,
    IsBool(bool),
    NotExists,
    Exists,
}

#[derive(Debug)]
struct Condition {
    selector: Vec<Step>,
    test: Test,
}

/// A pattern in braces.
#[derive(Debug)]
pub struct Json(Expression<Condition>);

impl Json {
    /// Parses what stands between the braces.
    pub(super) fn parse(text: &str, regexes: &mut usize) -> Result<Self, PatternError> {
        let mut scanner = Scanner::new(text, regexes);
        let expression = scanner.expression(&Condition::parse)?;
        scanner.skip_space();
        if scanner.at_end() { Ok(Self(expression)) } else { Err(PatternError::Malformed) }
    }

    /// False for messages that aren't JSON.
    pub fn matches(&self, message: &str) -> bool {
        // Most lines of most applications aren't JSON, and their first character says so.
        if !message.trim_start().starts_with(['{', '[']) {
            return false;
        }
        let Ok(root) = serde_json::from_str::<Value>(message) else { return false };
        self.0.holds(&|condition| condition.holds(&root))
    }
}

/// A place in JSON events: `$.user.id`, `$.tags[0]`.
#[derive(Debug)]
pub struct Selector(Vec<Step>);

impl Selector {
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let mut regexes = 0;
        let mut scanner = Scanner::new(text.trim(), &mut regexes);
        let steps = selector(&mut scanner)?;
        if scanner.at_end() { Ok(Self(steps)) } else { Err(PatternError::Malformed) }
    }

    /// The text, number or Boolean that stands there in a message.
    pub fn text(&self, message: &str) -> Option<String> {
        let root = serde_json::from_str::<Value>(message).ok()?;
        let found = std::cell::RefCell::new(None);
        any(&root, &self.0, &|value| {
            let text = match value {
                Value::String(text) => Some(text.clone()),
                Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
                Value::Null | Value::Array(_) | Value::Object(_) => None,
            };
            let is_there = text.is_some();
            found.replace(text);
            is_there
        });
        found.into_inner()
    }
}

impl Condition {
    fn parse(scanner: &mut Scanner<'_>) -> Result<Self, PatternError> {
        let selector = selector(scanner)?;
        scanner.skip_space();
        let test = if scanner.take_word("IS") {
            scanner.skip_space();
            match () {
                () if scanner.take_word("NULL") => Test::IsNull,
                () if scanner.take_word("TRUE") => Test::IsBool(true),
                () if scanner.take_word("FALSE") => Test::IsBool(false),
                () => return Err(PatternError::Malformed),
            }
        } else if scanner.take_word("NOT") {
            scanner.skip_space();
            if !scanner.take_word("EXISTS") {
                return Err(PatternError::Malformed);
            }
            Test::NotExists
        } else if scanner.take_word("EXISTS") {
            Test::Exists
        } else {
            Test::Compare(Comparison::parse(scanner)?)
        };
        Ok(Self { selector, test })
    }

    fn holds(&self, root: &Value) -> bool {
        match &self.test {
            Test::NotExists => !any(root, &self.selector, &|_| true),
            Test::Exists => any(root, &self.selector, &|_| true),
            Test::IsNull => any(root, &self.selector, &Value::is_null),
            Test::IsBool(wanted) => any(root, &self.selector, &|value| value.as_bool() == Some(*wanted)),
            // A selector must point to a scalar: `!=` holds for arrays, objects and what is missing no more than `=`.
            Test::Compare(comparison) => any(root, &self.selector, &|value| match value {
                Value::String(text) => comparison.holds_for_text(text),
                Value::Number(number) => {
                    comparison.holds_for_number(&number.to_string(), number.as_f64().unwrap_or(f64::NAN))
                }
                Value::Bool(value) => comparison.holds_for_bool(*value),
                Value::Null | Value::Array(_) | Value::Object(_) => false,
            }),
        }
    }
}

/// True when one of the values that the steps lead to passes the test.
fn any(value: &Value, steps: &[Step], test: &dyn Fn(&Value) -> bool) -> bool {
    let Some((step, rest)) = steps.split_first() else { return test(value) };
    match step {
        Step::Member(name) => value.get(name.as_str()).is_some_and(|inner| any(inner, rest, test)),
        Step::Element(index) => value.get(*index).is_some_and(|inner| any(inner, rest, test)),
        Step::AnyElement => {
            value.as_array().is_some_and(|all| all.iter().any(|inner| any(inner, rest, test)))
        }
    }
}

fn selector(scanner: &mut Scanner<'_>) -> Result<Vec<Step>, PatternError> {
    if !scanner.take("$") {
        return Err(PatternError::Malformed);
    }
    let mut steps = Vec::new();
    loop {
        if scanner.take("[") || scanner.take(".[") {
            let step = match scanner.peek() {
                Some(quote @ ('\'' | '"')) => Step::Member(scanner.quoted(quote)?),
                Some('*') => {
                    scanner.take("*");
                    Step::AnyElement
                }
                _ => {
                    let digits = scanner.take_while(|c| c.is_ascii_digit());
                    Step::Element(digits.parse().map_err(|_| PatternError::Malformed)?)
                }
            };
            if !scanner.take("]") {
                return Err(PatternError::Malformed);
            }
            steps.push(step);
        } else if scanner.take(".") {
            let name = scanner.take_while(|c| c.is_alphanumeric() || c == '_' || c == '-');
            if name.is_empty() {
                return Err(PatternError::Malformed);
            }
            steps.push(Step::Member(name.to_owned()));
        } else if steps.is_empty() {
            return Err(PatternError::Malformed);
        } else {
            return Ok(steps);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;

    const EVENT: &str = r#"{"kind":"CreateBucket","client":"10.20.30.40",
        "colours":["red","dark red"],"items":[{"name":"a","id":1},{"name":"b","id":2}],
        "nothing":null,"ready":true,"errorCode":400,"latency":123.5,"account":"123456789012","a b":"c"}"#;

    const ORDER: &str = r#"{"host":{"id":1,"mail":"ada@example.org"},
        "guests":[{"id":2,"mail":"ben@example.org"},{"id":3,"mail":"cleo@example.org"}],
        "verbs":["GET","PUT","DELETE"],"grid":[[0,1,2],[4,5,6],[7,8,9]]}"#;

    fn check(message: &str, pattern: &str, expected: bool) {
        let parsed = Pattern::parse(pattern).expect(pattern);
        assert_eq!(parsed.matches(message), expected, "{pattern}");
    }

    #[test]
    fn conditions_match_as_documented() {
        for (pattern, expected) in [
            (r#"{ $.kind = "CreateBucket" }"#, true),
            ("{ $.kind = CreateBucket }", true),
            ("{$.kind=Create*}", true),
            ("{$.kind=*Bucket}", true),
            ("{$.kind=*ateB*}", true),
            ("{$.kind=Cr*ket}", false),
            ("{$.kind=*}", true),
            ("{ $.client != 192.168.* }", true),
            ("{ $.client != 10.20.* }", false),
            (r#"{ $.colours[0] = "red" }"#, true),
            (r#"{ $.colours[*] = "dark red" }"#, true),
            ("{ $.colours[0] = %r.{2}% }", true),
            ("{ $.items[1].id = 2 }", true),
            ("{ $.items[*].id = 2 }", true),
            ("{ $.items[*].id = 3 }", false),
            ("{ $.nothing IS NULL }", true),
            ("{ $.ready IS NULL }", false),
            ("{ $.Missing IS NULL }", false),
            ("{ $.nowhere NOT EXISTS }", true),
            ("{ $.nothing NOT EXISTS }", false),
            ("{ $.ready IS TRUE }", true),
            ("{ $.ready IS FALSE }", false),
            ("{ $.ready = TRUE }", true),
            ("{ $.ready != TRUE }", false),
            ("{ $.kind = %Bucket% }", true),
            (r"{ $.client = %^[0-9A-Fa-f:\.]+$% }", true),
            ("{ $.errorCode = 400 }", true),
            ("{ $.errorCode != 500 }", true),
            ("{ $.errorCode = 4* }", true),
            ("{ $.errorCode >= +400 }", true),
            ("{ $.latency < 10e3 }", true),
            ("{ $.latency > 1.235e2 }", false),
            ("{ $.latency <= 10e-3 }", false),
            ("{ $.account = 123456789012 }", true),
            ("{ $.['a b'] = c }", true),
        ] {
            check(EVENT, pattern, expected);
        }
    }

    #[test]
    fn compound_conditions_follow_the_order_of_operations() {
        for (pattern, expected) in [
            (r#"{ ($.host.id = 1) && ($.guests[0].mail = "ben@example.org") }"#, true),
            (r#"{ ($.host.id = 2 && $.guests[0].mail = "other") || $.verbs[2] = "GET" }"#, false),
            (r#"{ $.host.mail = "ada@example.org" || $.grid[0][1] = other && $.verbs[2] = other }"#, true),
            (r#"{ ($.host.mail = "ada@example.org" || $.grid[0][1] = other) && $.verbs[2] = other }"#, false),
        ] {
            check(ORDER, pattern, expected);
        }
    }

    #[test]
    fn a_selector_must_lead_to_a_scalar() {
        for pattern in ["{$.guests = 1}", "{$.guests != 1}", "{$.missing != 1}", "{$.host != x}"] {
            check(ORDER, pattern, false);
        }
        check("not json", "{$.a != 1}", false);
        check("{\"a\":", "{$.a != 1}", false);
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        for text in [
            "{}",
            "{ }",
            "{ $ = 1 }",
            "{ $.a }",
            "{ $.a = }",
            "{ $.a == 1 x }",
            "{ a = 1 }",
            "{ $.a < x }",
            "{ $.a = 1 && }",
            "{ ($.a = 1 }",
            "{ $.a = 1) }",
            "{ $.a IS }",
            "{ $.a NOT }",
            "{ $.a[x] = 1 }",
            "{ $.a = a@b }",
            "{ $.a = \"x }",
        ] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }
}
