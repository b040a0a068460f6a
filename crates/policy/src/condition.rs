//! `Condition`: operators, keys and the values that they are compared with.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::pattern::Pattern;
use crate::{Keys, date};

/// One operator on one key. A statement's condition holds if all of its clauses do.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    operator: Operator,
    pub key: String,
    operands: Vec<Operand>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Operator {
    quantifier: Quantifier,
    test: Test,
    negated: bool,
    if_exists: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantifier {
    None,
    ForAllValues,
    ForAnyValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    Equals,
    EqualsIgnoreCase,
    Like,
    Number(Order),
    Date(Order),
    Bool,
    Binary,
    Network,
    Arn,
    Null,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone)]
enum Operand {
    Text(Pattern),
    /// The six parts of an ARN.
    Arn(Box<[Pattern; 6]>),
    Value(Value),
    /// Known only when the request's values stand in for its variables.
    Later(Pattern),
}

/// An operand of an operator that compares no text.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Number(f64),
    Moment(i64),
    Flag(bool),
    Bytes(Vec<u8>),
    Network { address: IpAddr, bits: u8 },
}

impl Clause {
    /// `None` if there is no such operator, or a value is none that it compares.
    pub fn new(operator: &str, key: &str, values: &[String], variables: bool) -> Option<Self> {
        let operator = Operator::parse(operator)?;
        let operands =
            values.iter().map(|value| operator.test.operand(value, variables)).collect::<Option<_>>()?;
        Some(Self { operator, key: key.to_owned(), operands })
    }

    /// The keys that it takes to decide: its own, and those of variables in its values.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let patterns = self.operands.iter().flat_map(|operand| match operand {
            Operand::Text(pattern) | Operand::Later(pattern) => std::slice::from_ref(pattern),
            Operand::Arn(parts) => &**parts,
            Operand::Value(_) => &[],
        });
        std::iter::once(&*self.key).chain(patterns.flat_map(Pattern::variables))
    }

    pub fn holds(&self, keys: &Keys<'_>) -> bool {
        let Operator { quantifier, test, negated, if_exists } = self.operator;
        let values = keys.get(&self.key).unwrap_or_default();
        if test == Test::Null {
            let absent = Value::Flag(values.is_empty());
            return self
                .operands
                .iter()
                .any(|operand| operand.value(test, keys).is_some_and(|value| value == absent));
        }
        if values.is_empty() {
            return match quantifier {
                Quantifier::ForAllValues => true,
                Quantifier::ForAnyValue => if_exists,
                Quantifier::None => if_exists || negated,
            };
        }
        let holds = |value: &std::borrow::Cow<'_, str>| {
            self.operands.iter().any(|operand| operand.holds(test, value, keys)) != negated
        };
        match quantifier {
            Quantifier::ForAllValues => values.iter().all(holds),
            Quantifier::ForAnyValue => values.iter().any(holds),
            Quantifier::None if negated => values.iter().all(holds),
            Quantifier::None => values.iter().any(holds),
        }
    }
}

impl Operator {
    fn parse(text: &str) -> Option<Self> {
        let (quantifier, rest) = match text.split_once(':') {
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("ForAllValues") => {
                (Quantifier::ForAllValues, rest)
            }
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("ForAnyValue") => {
                (Quantifier::ForAnyValue, rest)
            }
            Some(_) => return None,
            None => (Quantifier::None, text),
        };
        let lower = rest.to_ascii_lowercase();
        let (name, if_exists) = match lower.strip_suffix("ifexists") {
            Some(name) => (name, true),
            None => (&*lower, false),
        };
        let (test, negated) = match name {
            "stringequals" => (Test::Equals, false),
            "stringnotequals" => (Test::Equals, true),
            "stringequalsignorecase" => (Test::EqualsIgnoreCase, false),
            "stringnotequalsignorecase" => (Test::EqualsIgnoreCase, true),
            "stringlike" => (Test::Like, false),
            "stringnotlike" => (Test::Like, true),
            "bool" => (Test::Bool, false),
            "binaryequals" => (Test::Binary, false),
            "ipaddress" => (Test::Network, false),
            "notipaddress" => (Test::Network, true),
            "arnequals" | "arnlike" => (Test::Arn, false),
            "arnnotequals" | "arnnotlike" => (Test::Arn, true),
            "null" if !if_exists => (Test::Null, false),
            _ => match (name.strip_prefix("numeric"), name.strip_prefix("date")) {
                (Some(order), _) => {
                    Order::parse(order).map(|(order, negated)| (Test::Number(order), negated))?
                }
                (_, Some(order)) => {
                    Order::parse(order).map(|(order, negated)| (Test::Date(order), negated))?
                }
                (None, None) => return None,
            },
        };
        Some(Self { quantifier, test, negated, if_exists })
    }
}

impl Order {
    fn parse(name: &str) -> Option<(Self, bool)> {
        Some(match name {
            "equals" => (Self::Equal, false),
            "notequals" => (Self::Equal, true),
            "lessthan" => (Self::Less, false),
            "lessthanequals" => (Self::LessOrEqual, false),
            "greaterthan" => (Self::Greater, false),
            "greaterthanequals" => (Self::GreaterOrEqual, false),
            _ => return None,
        })
    }

    fn holds<T: PartialOrd>(self, value: T, operand: T) -> bool {
        match self {
            Self::Equal => value == operand,
            Self::Less => value < operand,
            Self::LessOrEqual => value <= operand,
            Self::Greater => value > operand,
            Self::GreaterOrEqual => value >= operand,
        }
    }
}

impl Test {
    fn operand(self, text: &str, variables: bool) -> Option<Operand> {
        Some(match self {
            Self::Equals | Self::EqualsIgnoreCase => {
                Operand::Text(Pattern::without_wildcards(text, variables))
            }
            Self::Like => Operand::Text(Pattern::new(text, variables)),
            Self::Arn => match arn_parts(text) {
                Some(parts) => Operand::Arn(Box::new(parts.map(|part| Pattern::new(part, variables)))),
                // A wildcard for the whole, or a variable that holds it.
                None => Operand::Text(Pattern::new(text, variables)),
            },
            _ => {
                let pattern = Pattern::without_wildcards(text, variables);
                if pattern.has_variables() {
                    Operand::Later(pattern)
                } else {
                    Operand::Value(self.value(text)?)
                }
            }
        })
    }

    fn value(self, text: &str) -> Option<Value> {
        Some(match self {
            Self::Number(_) => Value::Number(number(text)?),
            Self::Date(_) => Value::Moment(date::parse(text)?),
            Self::Bool | Self::Null => Value::Flag(flag(text)?),
            Self::Binary => Value::Bytes(STANDARD.decode(text).ok()?),
            Self::Network => network(text)?,
            Self::Equals | Self::EqualsIgnoreCase | Self::Like | Self::Arn => return None,
        })
    }
}

impl Operand {
    fn value(&self, test: Test, keys: &Keys<'_>) -> Option<Value> {
        match self {
            Self::Value(value) => Some(value.clone()),
            Self::Later(pattern) => test.value(&pattern.text(keys)?),
            Self::Text(_) | Self::Arn(_) => None,
        }
    }

    fn holds(&self, test: Test, value: &str, keys: &Keys<'_>) -> bool {
        match self {
            Self::Text(pattern) if test == Test::EqualsIgnoreCase => {
                pattern.resolved(keys).is_some_and(|pattern| pattern.matches_plain(value, true))
            }
            Self::Text(pattern) => pattern.matches(value, keys),
            Self::Arn(patterns) => arn_parts(value).is_some_and(|parts| {
                patterns.iter().zip(parts).all(|(pattern, part)| pattern.matches(part, keys))
            }),
            Self::Value(operand) => compare(test, value, operand),
            Self::Later(_) => self.value(test, keys).is_some_and(|operand| compare(test, value, &operand)),
        }
    }
}

fn compare(test: Test, value: &str, operand: &Value) -> bool {
    match (test, operand) {
        (Test::Number(order), Value::Number(operand)) => {
            number(value).is_some_and(|value| order.holds(value, *operand))
        }
        (Test::Date(order), Value::Moment(operand)) => {
            date::parse(value).is_some_and(|value| order.holds(value, *operand))
        }
        (Test::Bool, Value::Flag(operand)) => flag(value) == Some(*operand),
        (Test::Binary, Value::Bytes(operand)) => STANDARD.decode(value).is_ok_and(|value| value == *operand),
        (Test::Network, Value::Network { address, bits }) => {
            value.parse().is_ok_and(|value| within(value, *address, *bits))
        }
        _ => false,
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

fn flag(text: &str) -> Option<bool> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn network(text: &str) -> Option<Value> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse().ok()?)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let widest = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(widest);
    (bits <= widest).then_some(Value::Network { address, bits })
}

fn within(address: IpAddr, network: IpAddr, bits: u8) -> bool {
    match (address.to_canonical(), network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            let shift = 32 - u32::from(bits);
            address.to_bits().checked_shr(shift) == network.to_bits().checked_shr(shift)
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            let shift = 128 - u32::from(bits);
            address.to_bits().checked_shr(shift) == network.to_bits().checked_shr(shift)
        }
        _ => false,
    }
}

fn arn_parts(text: &str) -> Option<[&str; 6]> {
    // A variable may hold colons of its own.
    let mut parts = [""; 6];
    let (mut count, mut depth, mut start) = (0, 0_u32, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 && count < 5 => {
                parts[count] = &text[start..at];
                (count, start) = (count + 1, at + 1);
            }
            _ => {}
        }
    }
    parts[count] = &text[start..];
    (count == 5 && parts[0] == "arn").then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One clause on the key `k`, asked about these values.
    #[track_caller]
    fn check(operator: &str, operands: &[&str], values: &[&str], expected: bool) {
        let operands: Vec<_> = operands.iter().map(|text| (*text).to_owned()).collect();
        let clause = Clause::new(operator, "k", &operands, true).expect(operator);
        let mut keys = Keys::default();
        keys.put("other", "7");
        for value in values {
            keys.put("K", *value);
        }
        assert_eq!(clause.holds(&keys), expected, "{operator} {operands:?} of {values:?}");
    }

    #[test]
    fn text() {
        check("StringEquals", &["a", "b"], &["b"], true);
        check("StringEquals", &["B"], &["b"], false);
        check("StringEquals", &["b*"], &["bc"], false);
        check("StringEqualsIgnoreCase", &["B"], &["b"], true);
        check("StringLike", &["b*"], &["bc"], true);
        check("StringNotLike", &["b*", "c*"], &["bc"], false);
        check("StringNotEquals", &["a", "b"], &["c"], true);
        check("StringNotEquals", &["a", "b"], &["a"], false);
        check("StringEquals", &["x${other}"], &["x7"], true);
    }

    #[test]
    fn numbers_dates_and_flags() {
        check("NumericLessThanEquals", &["10"], &["10.0"], true);
        check("NumericGreaterThan", &["${other}"], &["8"], true);
        check("NumericNotEquals", &["1"], &["2"], true);
        check("NumericEquals", &["1"], &["one"], false);
        check("DateGreaterThan", &["2026-01-01T00:00:00Z"], &["2026-11-23T09:00:00Z"], true);
        check("DateLessThan", &["2026-01-01T00:00:00Z"], &["1795424400"], false);
        check("Bool", &["true"], &["TRUE"], true);
        check("Bool", &["false"], &["true"], false);
        check("BinaryEquals", &["QmluYXJ5"], &["QmluYXJ5"], true);
    }

    #[test]
    fn networks() {
        check("IpAddress", &["10.0.0.0/8"], &["10.1.2.3"], true);
        check("IpAddress", &["10.0.0.0/8"], &["11.1.2.3"], false);
        check("IpAddress", &["0.0.0.0/0"], &["11.1.2.3"], true);
        check("NotIpAddress", &["10.0.0.1"], &["10.0.0.1"], false);
        check("IpAddress", &["2001:db8::/32"], &["2001:db8:1::1"], true);
        check("IpAddress", &["10.0.0.0/8"], &["::ffff:10.0.0.1"], true);
        check("IpAddress", &["::/0"], &["not an address"], false);
    }

    #[test]
    fn arns_are_compared_part_by_part() {
        check(
            "ArnLike",
            &["arn:aws:ecs:*:111122223333:task/*"],
            &["arn:aws:ecs:eu-west-1:111122223333:task/c/1"],
            true,
        );
        check("ArnLike", &["arn:aws:ecs:*:1*:c/1"], &["arn:aws:ecs:eu-west-1:111122223333:task:c/1"], false);
        check("ArnEquals", &["arn:aws:sns:*:*:t"], &["arn:aws:sns:us-east-1:111122223333:t"], true);
        check("ArnNotLike", &["arn:aws:sns:*:*:t"], &["arn:aws:sns:us-east-1:111122223333:u"], true);
        check("ArnLike", &["*"], &["arn:aws:sns:us-east-1:111122223333:u"], true);
    }

    #[test]
    fn absent_keys() {
        check("StringEquals", &["a"], &[], false);
        check("StringNotEquals", &["a"], &[], true);
        check("StringEqualsIfExists", &["a"], &[], true);
        check("StringEqualsIfExists", &["a"], &["b"], false);
        check("Null", &["true"], &[], true);
        check("Null", &["false"], &["x"], true);
        check("Null", &["true"], &["x"], false);
        check("ForAllValues:StringEquals", &["a"], &[], true);
        check("ForAnyValue:StringEquals", &["a"], &[], false);
    }

    #[test]
    fn many_values() {
        check("ForAllValues:StringEquals", &["a", "b"], &["a", "b"], true);
        check("ForAllValues:StringEquals", &["a", "b"], &["a", "c"], false);
        check("ForAnyValue:StringLike", &["b*"], &["a", "bc"], true);
        check("ForAnyValue:StringEquals", &["x"], &["a", "b"], false);
        check("ForAllValues:StringNotEquals", &["x"], &["a", "b"], true);
    }

    #[test]
    fn what_is_no_operator_or_no_value_is_refused() {
        for (operator, value) in [
            ("StringIs", "a"),
            ("NumericEquals", "a"),
            ("DateEquals", "soon"),
            ("IpAddress", "10.0.0.0/33"),
            ("Bool", "maybe"),
            ("NullIfExists", "true"),
            ("ForSome:StringEquals", "a"),
        ] {
            assert!(Clause::new(operator, "k", &[value.to_owned()], true).is_none(), "{operator} {value}");
        }
    }
}
