//! Expressions on rows.

use std::cmp::Ordering;
use std::sync::Arc;

use super::row::Row;
use super::syntax::{Arithmetic, Comparison, Expr, Extraction, Likeness};
use super::value::Value;

/// What an expression can see.
pub struct Scope<'a> {
    pub row: &'a Row,
    /// Results of the command's aggregates; empty outside of `stats`.
    pub aggregated: &'a [Value],
    /// Milliseconds since 1970.
    pub now: i64,
}

impl Expr {
    pub fn evaluate(&self, scope: &Scope<'_>) -> Value {
        match self {
            Self::Field(field) => scope.row.get(field),
            Self::Number(number) => Value::Number(*number),
            Self::Duration(millis) => Value::Number(*millis as f64),
            Self::Text(text) => Value::text(text.as_str()),
            Self::Bool(value) => Value::Bool(*value),
            Self::Not(inner) => Value::Bool(!inner.holds(scope)),
            Self::Negate(inner) => {
                inner.evaluate(scope).number().map_or(Value::Missing, |n| Value::Number(-n))
            }
            Self::All(all) => Value::Bool(all.iter().all(|one| one.holds(scope))),
            Self::Any(any) => Value::Bool(any.iter().any(|one| one.holds(scope))),
            Self::Arithmetic(operator, left, right) => {
                match (left.evaluate(scope).number(), right.evaluate(scope).number()) {
                    (Some(left), Some(right)) => operator.apply(left, right),
                    _ => Value::Missing,
                }
            }
            Self::Compare(comparison, left, right) => {
                Value::Bool(comparison.holds(left.evaluate(scope).compare(&right.evaluate(scope))))
            }
            Self::Like(left, likeness) => {
                let left = left.evaluate(scope);
                Value::Bool(left.as_text().is_some_and(|text| match likeness {
                    Likeness::Contains(part) => text.contains(part.as_str()),
                    Likeness::Matches(regex) => regex.is_match(&text),
                }))
            }
            Self::In(left, list) => {
                let left = left.evaluate(scope);
                let equal = |one: &Self| left.compare(&one.evaluate(scope)) == Some(Ordering::Equal);
                Value::Bool(list.iter().any(equal))
            }
            Self::Call(function, arguments) => {
                let arguments: Vec<Value> = arguments.iter().map(|one| one.evaluate(scope)).collect();
                function.call(&arguments, scope.now)
            }
            Self::Unmasked(inner) => match scope.row.unmasked() {
                Some(row) => inner.evaluate(&Scope { row: &row, ..*scope }),
                None => inner.evaluate(scope),
            },
            Self::Aggregated(index) => scope.aggregated.get(*index).cloned().unwrap_or_default(),
        }
    }

    pub fn holds(&self, scope: &Scope<'_>) -> bool {
        self.evaluate(scope).is_true()
    }
}

impl Arithmetic {
    fn apply(self, left: f64, right: f64) -> Value {
        let result = match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
            Self::Remainder => left % right,
            Self::Power => left.powf(right),
        };
        if result.is_finite() { Value::Number(result) } else { Value::Missing }
    }
}

impl Comparison {
    /// What is missing is equal to nothing, and neither less nor greater.
    fn holds(self, order: Option<Ordering>) -> bool {
        match (self, order) {
            (Self::NotEqual, None) => true,
            (_, None) => false,
            (Self::Equal, Some(order)) => order.is_eq(),
            (Self::NotEqual, Some(order)) => order.is_ne(),
            (Self::Less, Some(order)) => order.is_lt(),
            (Self::LessOrEqual, Some(order)) => order.is_le(),
            (Self::Greater, Some(order)) => order.is_gt(),
            (Self::GreaterOrEqual, Some(order)) => order.is_ge(),
        }
    }
}

impl Extraction {
    /// The names that it fills.
    pub fn names(&self) -> Vec<Arc<str>> {
        match self {
            Self::Glob { names, .. } => names.iter().map(|name| name.as_str().into()).collect(),
            Self::Regex(regex) => regex.capture_names().flatten().map(Into::into).collect(),
        }
    }

    /// What it finds in a text, in the order of the names; nothing when the text is of another form.
    pub fn extract(&self, text: &str) -> Option<Vec<Value>> {
        match self {
            Self::Glob { literals, .. } => {
                let (first, rest) = literals.split_first()?;
                let mut text = &text[text.find(first.as_str())? + first.len()..];
                let mut found = Vec::with_capacity(rest.len());
                for (index, literal) in rest.iter().enumerate() {
                    // The last wildcard reaches to the end when nothing follows it.
                    let end = match literal.as_str() {
                        "" if index + 1 == rest.len() => text.len(),
                        literal => text.find(literal)?,
                    };
                    found.push(Value::text(&text[..end]));
                    text = &text[end + literal.len()..];
                }
                Some(found)
            }
            Self::Regex(regex) => {
                let captures = regex.captures(text)?;
                let named = regex.capture_names().flatten();
                Some(
                    named
                        .map(|name| captures.name(name).map_or(Value::Missing, |m| Value::text(m.as_str())))
                        .collect(),
                )
            }
        }
    }
}
