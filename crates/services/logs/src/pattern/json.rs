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

    const TRAIL: &str = r#"{"eventType":"UpdateTrail","sourceIPAddress":"111.111.111.111",
        "arrayKey":["value","another value"],"objectList":[{"name":"a","id":1},{"name":"b","id":2}],
        "SomeObject":null,"ThisFlag":true,"errorCode":400,"latency":123.5,"account":"123456789012","a b":"c"}"#;

    const USERS: &str = r#"{"user":{"id":1,"email":"John.Stiles@example.com"},
        "users":[{"id":2,"email":"John.Doe@example.com"},{"id":3,"email":"Jane.Doe@example.com"}],
        "actions":["GET","PUT","DELETE"],"coordinates":[[0,1,2],[4,5,6],[7,8,9]]}"#;

    fn check(message: &str, pattern: &str, expected: bool) {
        let parsed = Pattern::parse(pattern).expect(pattern);
        assert_eq!(parsed.matches(message), expected, "{pattern}");
    }

    #[test]
    fn conditions_match_as_documented() {
        for (pattern, expected) in [
            (r#"{ $.eventType = "UpdateTrail" }"#, true),
            ("{ $.eventType = UpdateTrail }", true),
            ("{$.eventType=Update*}", true),
            ("{$.eventType=*Trail}", true),
            ("{$.eventType=*dateT*}", true),
            ("{$.eventType=Up*ail}", false),
            ("{$.eventType=*}", true),
            ("{ $.sourceIPAddress != 123.123.* }", true),
            ("{ $.sourceIPAddress != 111.111.* }", false),
            (r#"{ $.arrayKey[0] = "value" }"#, true),
            (r#"{ $.arrayKey[*] = "another value" }"#, true),
            ("{ $.arrayKey[0] = %val.{2}% }", true),
            ("{ $.objectList[1].id = 2 }", true),
            ("{ $.objectList[*].id = 2 }", true),
            ("{ $.objectList[*].id = 3 }", false),
            ("{ $.SomeObject IS NULL }", true),
            ("{ $.ThisFlag IS NULL }", false),
            ("{ $.Missing IS NULL }", false),
            ("{ $.SomeOtherObject NOT EXISTS }", true),
            ("{ $.SomeObject NOT EXISTS }", false),
            ("{ $.ThisFlag IS TRUE }", true),
            ("{ $.ThisFlag IS FALSE }", false),
            ("{ $.ThisFlag = TRUE }", true),
            ("{ $.ThisFlag != TRUE }", false),
            ("{ $.eventType = %Trail% }", true),
            (r"{ $.sourceIPAddress = %^[0-9A-Fa-f:\.]+$% }", true),
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
            check(TRAIL, pattern, expected);
        }
    }

    #[test]
    fn compound_conditions_follow_the_order_of_operations() {
        for (pattern, expected) in [
            (r#"{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }"#, true),
            (r#"{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }"#, false),
            (
                r#"{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }"#,
                true,
            ),
            (
                r#"{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }"#,
                false,
            ),
        ] {
            check(USERS, pattern, expected);
        }
    }

    #[test]
    fn a_selector_must_lead_to_a_scalar() {
        for pattern in ["{$.users = 1}", "{$.users != 1}", "{$.missing != 1}", "{$.user != x}"] {
            check(USERS, pattern, false);
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
