//! The functions of expressions. A missing or unsuitable argument makes a missing result.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use serde_json::Value as Json;

use super::value::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    Abs,
    Ceil,
    Floor,
    Greatest,
    Least,
    Log,
    Sqrt,
    /// `bin(5m)` is read as `datefloor(@timestamp, 5m)`.
    DateFloor,
    DateCeil,
    FromMillis,
    ToMillis,
    Now,
    IsPresent,
    Coalesce,
    If,
    IsValidIp,
    IsValidIpv4,
    IsValidIpv6,
    IsIpInSubnet,
    IsIpv4InSubnet,
    IsIpv6InSubnet,
    IsEmpty,
    IsBlank,
    Concat,
    Trim,
    LeftTrim,
    RightTrim,
    StrLen,
    ToUpper,
    ToLower,
    Substr,
    Replace,
    StrContains,
    JsonParse,
    JsonStringify,
}

/// Names, in any case, with the least and the greatest number of arguments.
const TABLE: &[(&str, Function, usize, usize)] = &[
    ("abs", Function::Abs, 1, 1),
    ("ceil", Function::Ceil, 1, 1),
    ("floor", Function::Floor, 1, 1),
    ("greatest", Function::Greatest, 1, usize::MAX),
    ("least", Function::Least, 1, usize::MAX),
    ("log", Function::Log, 1, 1),
    ("sqrt", Function::Sqrt, 1, 1),
    ("datefloor", Function::DateFloor, 2, 2),
    ("dateceil", Function::DateCeil, 2, 2),
    ("frommillis", Function::FromMillis, 1, 1),
    ("tomillis", Function::ToMillis, 1, 1),
    ("now", Function::Now, 0, 0),
    ("ispresent", Function::IsPresent, 1, 1),
    ("coalesce", Function::Coalesce, 1, usize::MAX),
    ("if", Function::If, 3, 3),
    ("isvalidip", Function::IsValidIp, 1, 1),
    ("isvalidipv4", Function::IsValidIpv4, 1, 1),
    ("isvalidipv6", Function::IsValidIpv6, 1, 1),
    ("isipv4", Function::IsValidIpv4, 1, 1),
    ("isipv6", Function::IsValidIpv6, 1, 1),
    ("isipinsubnet", Function::IsIpInSubnet, 2, 2),
    ("isipv4insubnet", Function::IsIpv4InSubnet, 2, 2),
    ("isipv6insubnet", Function::IsIpv6InSubnet, 2, 2),
    ("isempty", Function::IsEmpty, 1, 1),
    ("isblank", Function::IsBlank, 1, 1),
    ("concat", Function::Concat, 1, usize::MAX),
    ("trim", Function::Trim, 1, 2),
    ("ltrim", Function::LeftTrim, 1, 2),
    ("rtrim", Function::RightTrim, 1, 2),
    ("strlen", Function::StrLen, 1, 1),
    ("toupper", Function::ToUpper, 1, 1),
    ("tolower", Function::ToLower, 1, 1),
    ("substr", Function::Substr, 2, 3),
    ("replace", Function::Replace, 3, 3),
    ("strcontains", Function::StrContains, 2, 2),
    ("jsonparse", Function::JsonParse, 1, 1),
    ("jsonstringify", Function::JsonStringify, 1, 1),
];

/// A text made longer than this by `concat` or `replace` is cut: events are no longer either.
const MAX_TEXT_BYTES: usize = 1024 * 1024;

impl Function {
    /// The function of a name, and how many arguments it takes.
    pub(super) fn find(name: &str) -> Option<(Self, std::ops::RangeInclusive<usize>)> {
        let found = TABLE.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name))?;
        Some((found.1, found.2..=found.3))
    }

    /// Calls it with as many arguments as it takes.
    pub(super) fn call(self, arguments: &[Value], now: i64) -> Value {
        let first = arguments.first().unwrap_or(&Value::Missing);
        let second = arguments.get(1).unwrap_or(&Value::Missing);
        self.apply(first, second, arguments, now).unwrap_or_default()
    }

    fn apply(self, first: &Value, second: &Value, arguments: &[Value], now: i64) -> Option<Value> {
        let value = match self {
            Self::Abs => Value::Number(first.number()?.abs()),
            Self::Ceil => Value::Number(first.number()?.ceil()),
            Self::Floor => Value::Number(first.number()?.floor()),
            Self::Log => finite(first.number()?.ln())?,
            Self::Sqrt => finite(first.number()?.sqrt())?,
            Self::Greatest => Value::Number(arguments.iter().filter_map(Value::number).reduce(f64::max)?),
            Self::Least => Value::Number(arguments.iter().filter_map(Value::number).reduce(f64::min)?),
            Self::DateFloor => {
                let (moment, period) = (first.number()? as i64, period(second)?);
                Value::Time(moment.checked_sub(moment.rem_euclid(period))?)
            }
            Self::DateCeil => {
                let (moment, period) = (first.number()? as i64, period(second)?);
                Value::Time(moment.checked_add((period - moment.rem_euclid(period)) % period)?)
            }
            Self::FromMillis => Value::Time(first.number()? as i64),
            Self::ToMillis => Value::Number(first.number()?),
            Self::Now => Value::Number((now / 1000) as f64),
            Self::IsPresent => Value::Bool(!first.is_missing()),
            Self::Coalesce => arguments.iter().find(|value| !value.is_missing())?.clone(),
            Self::If => if first.is_true() { second } else { arguments.get(2)? }.clone(),
            Self::IsValidIp => Value::Bool(first.as_text()?.parse::<IpAddr>().is_ok()),
            Self::IsValidIpv4 => Value::Bool(first.as_text()?.parse::<Ipv4Addr>().is_ok()),
            Self::IsValidIpv6 => Value::Bool(first.as_text()?.parse::<Ipv6Addr>().is_ok()),
            Self::IsIpInSubnet => Value::Bool(in_subnet(first, second, |_| true)?),
            Self::IsIpv4InSubnet => Value::Bool(in_subnet(first, second, IpAddr::is_ipv4)?),
            Self::IsIpv6InSubnet => Value::Bool(in_subnet(first, second, IpAddr::is_ipv6)?),
            Self::IsEmpty => Value::Bool(first.as_text().is_none_or(|text| text.is_empty())),
            Self::IsBlank => Value::Bool(first.as_text().is_none_or(|text| text.trim().is_empty())),
            Self::Concat => {
                let mut text = String::new();
                for part in arguments.iter().filter_map(Value::as_text) {
                    text.push_str(&part);
                    if text.len() > MAX_TEXT_BYTES {
                        break;
                    }
                }
                Value::text(cut(text))
            }
            Self::Trim => trimmed(first, arguments.get(1), true, true)?,
            Self::LeftTrim => trimmed(first, arguments.get(1), true, false)?,
            Self::RightTrim => trimmed(first, arguments.get(1), false, true)?,
            Self::StrLen => Value::Number(first.as_text()?.chars().count() as f64),
            Self::ToUpper => Value::text(first.as_text()?.to_uppercase()),
            Self::ToLower => Value::text(first.as_text()?.to_lowercase()),
            Self::Substr => {
                let start = second.number()?.max(0.0) as usize;
                let length = match arguments.get(2) {
                    Some(length) => length.number()?.max(0.0) as usize,
                    None => usize::MAX,
                };
                Value::text(first.as_text()?.chars().skip(start).take(length).collect::<String>())
            }
            Self::Replace => {
                let (text, from) = (first.as_text()?, second.as_text()?);
                let to = arguments.get(2)?.as_text()?;
                let grown = text.len().checked_mul(to.len().max(1))?;
                if from.is_empty()
                    || grown > MAX_TEXT_BYTES && replaced_bytes(&text, &from, &to) > MAX_TEXT_BYTES
                {
                    return Some(first.clone());
                }
                Value::text(text.replace(&*from, &to))
            }
            Self::StrContains => Value::Bool(first.as_text()?.contains(&*second.as_text()?)),
            Self::JsonParse => match first {
                Value::Structure(_) => first.clone(),
                // Only maps and lists are structures.
                other => match serde_json::from_str(&other.as_text()?).ok()? {
                    json @ (Json::Array(_) | Json::Object(_)) => Value::Structure(Arc::new(json)),
                    _ => return None,
                },
            },
            Self::JsonStringify => match first {
                Value::Structure(json) => Value::text(json.to_string()),
                other => Value::text(Json::from(&*other.as_text()?).to_string()),
            },
        };
        Some(value)
    }
}

fn finite(number: f64) -> Option<Value> {
    number.is_finite().then_some(Value::Number(number))
}

fn period(value: &Value) -> Option<i64> {
    value.number().map(|millis| millis as i64).filter(|millis| *millis > 0)
}

fn cut(mut text: String) -> String {
    if text.len() > MAX_TEXT_BYTES {
        text.truncate(text.floor_char_boundary(MAX_TEXT_BYTES));
    }
    text
}

fn replaced_bytes(text: &str, from: &str, to: &str) -> usize {
    text.len() + text.matches(from).count() * to.len()
}

/// Trims spaces, or whichever of the given characters.
fn trimmed(text: &Value, characters: Option<&Value>, left: bool, right: bool) -> Option<Value> {
    let text = text.as_text()?;
    let characters = match characters {
        Some(characters) => Some(characters.as_text()?),
        None => None,
    };
    let cut = |c: char| characters.as_deref().map_or(c.is_whitespace(), |characters| characters.contains(c));
    let text = if left { text.trim_start_matches(cut) } else { &text };
    let text = if right { text.trim_end_matches(cut) } else { text };
    Some(Value::text(text))
}

fn in_subnet(address: &Value, subnet: &Value, wanted: fn(&IpAddr) -> bool) -> Option<bool> {
    let Ok(address) = address.as_text()?.parse::<IpAddr>() else { return Some(false) };
    let subnet = subnet.as_text()?;
    let (network, length) = subnet.split_once('/')?;
    let (network, length) = (network.parse::<IpAddr>().ok()?, length.parse::<u32>().ok()?);
    let (address_bits, network_bits, width) = match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(n)) => (u128::from(a.to_bits()), u128::from(n.to_bits()), 32u32),
        (IpAddr::V6(a), IpAddr::V6(n)) => (a.to_bits(), n.to_bits(), 128),
        _ => return Some(false),
    };
    let rest = width.checked_sub(length).unwrap_or(width);
    let same = rest >= 128 || address_bits >> rest == network_bits >> rest;
    Some(wanted(&address) && length <= width && same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, arguments: &[Value]) -> String {
        let (function, count) = Function::find(name).expect(name);
        assert!(count.contains(&arguments.len()), "{name}");
        function.call(arguments, 1_763_892_000_123).to_string()
    }

    #[test]
    fn functions_do_as_documented() {
        let text = |text: &str| Value::text(text);
        let number = Value::Number;
        let time = Value::Time(1_763_892_059_123);
        let minute = number(60_000.0);
        for (name, arguments, expected) in [
            ("abs", vec![text("-2.5")], "2.5"),
            ("ceil", vec![number(1.2)], "2"),
            ("floor", vec![number(-1.2)], "-2"),
            ("sqrt", vec![number(-1.0)], ""),
            ("log", vec![number(1.0)], "0"),
            ("greatest", vec![number(1.0), text("7"), Value::Missing], "7"),
            ("least", vec![number(1.0), text("7")], "1"),
            ("datefloor", vec![time.clone(), minute.clone()], "2025-11-23 10:00:00.000"),
            ("dateceil", vec![time.clone(), minute], "2025-11-23 10:01:00.000"),
            ("toMillis", vec![time], "1763892059123"),
            ("fromMillis", vec![number(0.0)], "1970-01-01 00:00:00.000"),
            ("isPresent", vec![Value::Missing], "0"),
            ("coalesce", vec![Value::Missing, text("b")], "b"),
            ("if", vec![Value::Bool(false), text("a"), text("b")], "b"),
            ("isValidIp", vec![text("::1")], "1"),
            ("isIpv4", vec![text("10.0.0.256")], "0"),
            ("isIpv4InSubnet", vec![text("10.0.9.1"), text("10.0.0.0/16")], "1"),
            ("isIpInSubnet", vec![text("10.1.9.1"), text("10.0.0.0/16")], "0"),
            ("isIpv6InSubnet", vec![text("fe80::1"), text("::/0")], "1"),
            ("isIpInSubnet", vec![text("10.1.9.1"), text("10.0.0.0/99")], "0"),
            ("isempty", vec![text("")], "1"),
            ("isblank", vec![text(" \t")], "1"),
            ("concat", vec![text("a"), number(1.0), text("c")], "a1c"),
            ("trim", vec![text("  a ")], "a"),
            ("ltrim", vec![text("xxaxx"), text("x")], "axx"),
            ("rtrim", vec![text("xxaxx"), text("x")], "xxa"),
            ("strlen", vec![text("é1")], "2"),
            ("toupper", vec![text("aé")], "AÉ"),
            ("tolower", vec![text("ABC")], "abc"),
            ("substr", vec![text("abcdef"), number(2.0)], "cdef"),
            ("substr", vec![text("abcdef"), number(2.0), number(2.0)], "cd"),
            ("replace", vec![text("a-b-c"), text("-"), text("+")], "a+b+c"),
            ("strcontains", vec![text("abc"), text("bc")], "1"),
        ] {
            assert_eq!(call(name, &arguments), expected, "{name}{arguments:?}");
        }
    }

    #[test]
    fn nothing_grows_without_bounds() {
        let long = Value::text("ab".repeat(400_000));
        let (concat, _) = Function::find("concat").expect("concat");
        assert!(concat.call(&vec![long.clone(); 50], 0).bytes() < 2 * MAX_TEXT_BYTES);
        let (replace, _) = Function::find("replace").expect("replace");
        assert_eq!(replace.call(&[long.clone(), Value::text("a"), long.clone()], 0), long);
    }
}
