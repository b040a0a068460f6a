//! From events to values of metrics: pure.

use std::collections::BTreeMap;

use super::filters::MetricFilter;
use crate::pattern::{Pattern, Selector};

/// Where a transformation takes a value from.
#[derive(Debug)]
pub enum Source {
    Number(f64),
    /// `$status` of a pattern of fields.
    Field(String),
    /// `$.latency` of a JSON pattern.
    Selector(Selector),
}

impl Source {
    /// What a transformation's text means beside a pattern.
    pub fn parse(pattern: &Pattern, text: &str) -> Result<Self, ()> {
        if !text.starts_with('$') {
            let number = text.parse::<f64>().map_err(|_| ())?;
            return if number.is_finite() { Ok(Self::Number(number)) } else { Err(()) };
        }
        match pattern {
            Pattern::Json(_) => Selector::parse(text).map(Self::Selector).map_err(|_| ()),
            Pattern::Delimited(delimited) if delimited.names(text) => Ok(Self::Field(text.to_owned())),
            Pattern::Delimited(_) | Pattern::All | Pattern::Terms(_) => Err(()),
        }
    }

    fn text(&self, message: &str, fields: &BTreeMap<String, String>) -> Option<String> {
        match self {
            Self::Number(number) => Some(number.to_string()),
            Self::Field(name) => fields.get(name).cloned(),
            Self::Selector(selector) => selector.text(message),
        }
    }
}

/// A filter ready to look at events.
pub struct Watcher {
    pub filter: MetricFilter,
    pattern: Pattern,
    value: Source,
    dimensions: Vec<(String, Source)>,
}

/// Values of one metric within one minute, how often each occurred.
#[derive(Debug, Clone, PartialEq)]
pub struct Datum {
    /// Milliseconds since 1970, of the minute.
    pub minute: i64,
    pub dimensions: Vec<(String, String)>,
    pub values: Vec<(f64, u64)>,
}

const MINUTE_MILLIS: i64 = 60_000;
/// Distinct values that a datum of PutMetricData may have.
const MAX_VALUES_PER_DATUM: usize = 150;

impl Watcher {
    /// None for what was put by another release and makes no sense to this one.
    pub fn new(filter: MetricFilter) -> Option<Self> {
        let pattern = Pattern::parse(&filter.pattern).ok()?;
        let value = Source::parse(&pattern, &filter.value).ok()?;
        let dimensions = filter.dimensions.iter();
        let dimensions =
            dimensions.map(|(name, field)| Some((name.clone(), Source::parse(&pattern, field).ok()?)));
        let dimensions = dimensions.collect::<Option<Vec<_>>>()?;
        Some(Self { filter, pattern, value, dimensions })
    }

    /// What events, in any order, make of the metric.
    pub fn watch<'a>(&self, events: impl Iterator<Item = (i64, &'a str)>) -> Vec<Datum> {
        type Counts = Vec<(f64, u64)>;
        let mut minutes: BTreeMap<i64, BTreeMap<Vec<(String, String)>, Counts>> = BTreeMap::new();
        for (timestamp, message) in events {
            // A minute in which nothing matches has the default value.
            let of_minute = minutes.entry(timestamp - timestamp.rem_euclid(MINUTE_MILLIS)).or_default();
            let Some((value, dimensions)) = self.measure(message) else { continue };
            let counts = of_minute.entry(dimensions).or_default();
            match counts.iter_mut().find(|(known, _)| *known == value) {
                Some((_, count)) => *count += 1,
                None => counts.push((value, 1)),
            }
        }
        let mut data = Vec::new();
        for (minute, mut series) in minutes {
            if let (true, Some(default)) = (series.is_empty(), self.filter.default_value) {
                series.insert(Vec::new(), vec![(default, 1)]);
            }
            for (dimensions, counts) in series {
                let parts = counts.chunks(MAX_VALUES_PER_DATUM);
                data.extend(parts.map(|values| Datum {
                    minute,
                    dimensions: dimensions.clone(),
                    values: values.to_vec(),
                }));
            }
        }
        data
    }

    /// The value and the dimensions of an event, when it matches and has them all.
    fn measure(&self, message: &str) -> Option<(f64, Vec<(String, String)>)> {
        let fields = self.pattern.extract(message)?;
        let value = match &self.value {
            Source::Number(number) => *number,
            source => {
                source.text(message, &fields)?.trim().parse().ok().filter(|value: &f64| value.is_finite())?
            }
        };
        let dimensions = self.dimensions.iter();
        let dimensions = dimensions.map(|(name, source)| {
            source.text(message, &fields).filter(|text| !text.is_empty()).map(|text| (name.clone(), text))
        });
        Some((value, dimensions.collect::<Option<Vec<_>>>()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watcher(
        pattern: &str,
        value: &str,
        dimensions: &[(&str, &str)],
        default_value: Option<f64>,
    ) -> Watcher {
        let dimensions = dimensions.iter().map(|(name, field)| ((*name).to_owned(), (*field).to_owned()));
        Watcher::new(MetricFilter {
            group: "g".into(),
            group_name: "g".into(),
            name: "f".into(),
            pattern: pattern.into(),
            created: 0,
            metric: "m".into(),
            namespace: "n".into(),
            value: value.into(),
            default_value,
            dimensions: dimensions.collect(),
            unit: None,
            on_transformed: false,
            since: 0,
        })
        .expect("a filter")
    }

    fn datum(minute: i64, dimensions: &[(&str, &str)], values: &[(f64, u64)]) -> Datum {
        let dimensions = dimensions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Datum { minute: minute * MINUTE_MILLIS, dimensions: dimensions.collect(), values: values.to_vec() }
    }

    #[test]
    fn events_become_values_by_the_minute() {
        let errors = watcher("ERROR", "1", &[], None);
        let events = [(1, "ERROR a"), (2, "fine"), (59_999, "ERROR b"), (60_000, "ERROR c")];
        assert_eq!(
            errors.watch(events.into_iter()),
            [datum(0, &[], &[(1.0, 2)]), datum(1, &[], &[(1.0, 1)])]
        );
    }

    #[test]
    fn minutes_without_a_match_have_the_default_value() {
        let errors = watcher("ERROR", "1", &[], Some(0.0));
        let events = [(1, "ERROR"), (2, "fine"), (60_000, "fine"), (60_001, "fine")];
        assert_eq!(
            errors.watch(events.into_iter()),
            [datum(0, &[], &[(1.0, 1)]), datum(1, &[], &[(0.0, 1)])]
        );
    }

    #[test]
    fn values_and_dimensions_come_from_fields() {
        let json = watcher("{ $.ms = * }", "$.ms", &[("User", "$.user.name")], None);
        let events = [
            (1, r#"{"ms": 7, "user": {"name": "ada"}}"#),
            (2, r#"{"ms": "8.5", "user": {"name": "ada"}}"#),
            (3, r#"{"ms": 9, "user": {}}"#),
            (4, r#"{"ms": "fast", "user": {"name": "ben"}}"#),
        ];
        assert_eq!(json.watch(events.into_iter()), [datum(0, &[("User", "ada")], &[(7.0, 1), (8.5, 1)])]);
        let fields = watcher("[ip, status = 5*, bytes]", "$bytes", &[("Status", "$status")], None);
        let events = [(1, "::1 500 12"), (2, "::1 200 9"), (3, "::1 503 12")];
        let expected =
            [datum(0, &[("Status", "500")], &[(12.0, 1)]), datum(0, &[("Status", "503")], &[(12.0, 1)])];
        assert_eq!(fields.watch(events.into_iter()), expected);
    }

    #[test]
    fn a_source_must_fit_its_pattern() {
        let parse =
            |pattern: &str, text: &str| Source::parse(&Pattern::parse(pattern).expect(pattern), text).is_ok();
        assert!(parse("ERROR", "1") && parse("", "-2.5e3"));
        assert!(parse("{ $.a = 1 }", "$.b[0].c") && parse("[a, b]", "$b"));
        assert!(
            !parse("ERROR", "$a") && !parse("[a]", "$b") && !parse("{ $.a = 1 }", "$b") && !parse("", "one")
        );
        assert!(!parse("", "inf") && !parse("", ""));
    }
}
