//! What aggregates keep while rows pass: bounded each, whatever passes.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::syntax::AggregateFunction;
use super::value::Value;

/// Percentiles are exact up to so many values of a group; beyond, to half a percent.
const MAX_EXACT_VALUES: usize = 8_192;
/// Distinct values are counted exactly up to so many in a group; beyond, to some two percent.
const MAX_EXACT_DISTINCT: usize = 4_096;
const REGISTERS_LOG2: u32 = 12;
/// Neighbouring buckets of a histogram are a percent apart.
const BUCKET_RATIO: f64 = 1.01;

/// One aggregate over one group.
#[derive(Debug)]
pub enum State {
    Count(u64),
    Distinct(Distinct),
    Sum {
        sum: f64,
        count: u64,
    },
    Avg {
        sum: f64,
        count: u64,
    },
    Min(Value),
    Max(Value),
    Percentile {
        percent: f64,
        values: Values,
    },
    StdDev {
        count: u64,
        mean: f64,
        squares: f64,
    },
    /// The value of the event with the least or the greatest time.
    Timed {
        latest: bool,
        best: Option<(i64, Value)>,
    },
    Sorted {
        last: bool,
        best: Value,
    },
}

impl State {
    pub fn new(function: AggregateFunction) -> Self {
        match function {
            AggregateFunction::Count => Self::Count(0),
            AggregateFunction::CountDistinct => Self::Distinct(Distinct::Exact(HashSet::new())),
            AggregateFunction::Sum => Self::Sum { sum: 0.0, count: 0 },
            AggregateFunction::Avg => Self::Avg { sum: 0.0, count: 0 },
            AggregateFunction::Min => Self::Min(Value::Missing),
            AggregateFunction::Max => Self::Max(Value::Missing),
            AggregateFunction::Percentile(percent) => {
                Self::Percentile { percent, values: Values::Exact(Vec::new()) }
            }
            AggregateFunction::StdDev => Self::StdDev { count: 0, mean: 0.0, squares: 0.0 },
            AggregateFunction::Earliest => Self::Timed { latest: false, best: None },
            AggregateFunction::Latest => Self::Timed { latest: true, best: None },
            AggregateFunction::SortsFirst => Self::Sorted { last: false, best: Value::Missing },
            AggregateFunction::SortsLast => Self::Sorted { last: true, best: Value::Missing },
        }
    }

    /// Counts a value in; none for `count(*)`. Gives by how many bytes it grew.
    pub fn add(&mut self, value: Option<Value>, timestamp: i64) -> usize {
        let present = value.as_ref().is_none_or(|value| !value.is_missing());
        let number = value.as_ref().and_then(Value::number);
        match self {
            Self::Count(count) => *count += u64::from(present),
            Self::Distinct(distinct) => {
                if let Some(text) = value.as_ref().and_then(Value::as_text) {
                    return distinct.add(&text);
                }
            }
            Self::Sum { sum, count } | Self::Avg { sum, count } => {
                if let Some(number) = number {
                    *sum += number;
                    *count += 1;
                }
            }
            Self::Min(best) => return keep_if(best, value, less),
            Self::Max(best) => return keep_if(best, value, |new, best| less(best, new)),
            Self::Percentile { values, .. } => {
                if let Some(number) = number {
                    return values.add(number);
                }
            }
            Self::StdDev { count, mean, squares } => {
                if let Some(number) = number {
                    // Welford's way, which doesn't lose digits.
                    *count += 1;
                    let delta = number - *mean;
                    *mean += delta / *count as f64;
                    *squares += delta * (number - *mean);
                }
            }
            Self::Timed { latest, best } => {
                let better = match best {
                    None => true,
                    Some((time, _)) if *latest => timestamp >= *time,
                    Some((time, _)) => timestamp < *time,
                };
                if let Some(value) = value.filter(|value| better && !value.is_missing()) {
                    let before = best.as_ref().map_or(0, |(_, value)| value.bytes());
                    let after = value.bytes();
                    *best = Some((timestamp, value));
                    return after.saturating_sub(before);
                }
            }
            Self::Sorted { last, best } => {
                let last = *last;
                return keep_if(best, value, |new, best| {
                    let order = new.sort_order(best);
                    if last { order.is_gt() } else { order.is_lt() }
                });
            }
        }
        0
    }

    pub fn result(&self) -> Value {
        match self {
            Self::Count(count) => Value::Number(*count as f64),
            Self::Distinct(distinct) => Value::Number(distinct.count() as f64),
            Self::Sum { count: 0, .. } | Self::Avg { count: 0, .. } | Self::StdDev { count: 0, .. } => {
                Value::Missing
            }
            Self::Sum { sum, .. } => Value::Number(*sum),
            Self::Avg { sum, count } => Value::Number(sum / *count as f64),
            // Moments come out as the numbers they are, as AWS gives them.
            Self::Min(best) | Self::Max(best) => match best {
                Value::Time(millis) => Value::Number(*millis as f64),
                best => best.clone(),
            },
            Self::Percentile { percent, values } => values.at(*percent),
            Self::StdDev { count, squares, .. } => Value::Number((squares / *count as f64).sqrt()),
            Self::Timed { best, .. } => best.as_ref().map_or(Value::Missing, |(_, value)| value.clone()),
            Self::Sorted { best, .. } => best.clone(),
        }
    }
}

fn less(a: &Value, b: &Value) -> bool {
    a.compare(b).is_some_and(std::cmp::Ordering::is_lt)
}

fn keep_if(best: &mut Value, value: Option<Value>, better: impl Fn(&Value, &Value) -> bool) -> usize {
    match value {
        Some(value) if !value.is_missing() && (best.is_missing() || better(&value, best)) => {
            let grown = value.bytes().saturating_sub(best.bytes());
            *best = value;
            grown
        }
        _ => 0,
    }
}

/// Distinct texts: their hashes, then HyperLogLog's registers.
#[derive(Debug)]
pub enum Distinct {
    Exact(HashSet<u64>),
    Registers(Vec<u8>),
}

impl Distinct {
    fn add(&mut self, text: &str) -> usize {
        // The same for every process, so that a query repeated gives the same estimate.
        let hash = mixed(BuildHasherDefault::<DefaultHasher>::default().hash_one(text));
        match self {
            Self::Exact(hashes) => {
                let grown = if hashes.insert(hash) { 2 * size_of::<u64>() } else { 0 };
                if hashes.len() > MAX_EXACT_DISTINCT {
                    let mut registers = vec![0; 1 << REGISTERS_LOG2];
                    hashes.iter().for_each(|hash| note(&mut registers, *hash));
                    *self = Self::Registers(registers);
                }
                grown
            }
            Self::Registers(registers) => {
                note(registers, hash);
                0
            }
        }
    }

    fn count(&self) -> u64 {
        match self {
            Self::Exact(hashes) => hashes.len() as u64,
            Self::Registers(registers) => {
                let size = registers.len() as f64;
                let sum: f64 = registers.iter().map(|register| 0.5f64.powi(i32::from(*register))).sum();
                let estimate = 0.7213 / (1.0 + 1.079 / size) * size * size / sum;
                let empty = registers.iter().filter(|register| **register == 0).count();
                if estimate <= 2.5 * size && empty > 0 {
                    return (size * (size / empty as f64).ln()).round() as u64;
                }
                estimate.round() as u64
            }
        }
    }
}

fn note(registers: &mut [u8], hash: u64) {
    let index = (hash >> (64 - REGISTERS_LOG2)) as usize;
    let rank = ((hash << REGISTERS_LOG2) | 1 << (REGISTERS_LOG2 - 1)).leading_zeros() + 1;
    registers[index] = registers[index].max(rank as u8);
}

/// SipHash's bits are good; this only guards the estimate against a weaker default of a later release.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ hash >> 33
}

/// Numbers for percentiles: all of them, then how many in each bucket.
#[derive(Debug)]
pub enum Values {
    Exact(Vec<f64>),
    Buckets(std::collections::BTreeMap<i32, u64>),
}

impl Values {
    fn add(&mut self, number: f64) -> usize {
        match self {
            Self::Exact(values) => {
                values.push(number);
                if values.len() > MAX_EXACT_VALUES {
                    let mut buckets = std::collections::BTreeMap::new();
                    for value in values {
                        *buckets.entry(bucket(*value)).or_default() += 1;
                    }
                    *self = Self::Buckets(buckets);
                }
                size_of::<f64>()
            }
            Self::Buckets(buckets) => {
                let before = buckets.len();
                *buckets.entry(bucket(number)).or_default() += 1;
                (buckets.len() - before) * 32
            }
        }
    }

    /// The least value that is no less than so many hundredths of all.
    fn at(&self, percent: f64) -> Value {
        let rank = |count: u64| ((percent / 100.0 * count as f64).ceil() as u64).clamp(1, count.max(1));
        match self {
            Self::Exact(values) => {
                let mut sorted = values.clone();
                sorted.sort_by(f64::total_cmp);
                let rank = rank(sorted.len() as u64) as usize;
                sorted.get(rank - 1).map_or(Value::Missing, |value| Value::Number(*value))
            }
            Self::Buckets(buckets) => {
                let mut left = rank(buckets.values().sum());
                for (bucket, count) in buckets {
                    if left <= *count {
                        return Value::Number(middle(*bucket));
                    }
                    left -= count;
                }
                Value::Missing
            }
        }
    }
}

/// Keeps the histogram's key range clear of zero: logarithms of the smallest numbers are some -74,000 steps.
const BUCKET_OFFSET: i32 = 100_000;

fn bucket(number: f64) -> i32 {
    if number == 0.0 || !number.is_finite() {
        return 0;
    }
    let step = (number.abs().ln() / BUCKET_RATIO.ln()).floor() as i32 + BUCKET_OFFSET;
    if number > 0.0 { step } else { -step }
}

fn middle(bucket: i32) -> f64 {
    if bucket == 0 {
        return 0.0;
    }
    let magnitude = ((f64::from(bucket.abs() - BUCKET_OFFSET) + 0.5) * BUCKET_RATIO.ln()).exp();
    if bucket > 0 { magnitude } else { -magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(function: AggregateFunction, numbers: impl Iterator<Item = i64>) -> f64 {
        let mut state = State::new(function);
        for number in numbers {
            state.add(Some(Value::Number(number as f64)), number);
        }
        state.result().number().unwrap_or(f64::NAN)
    }

    #[test]
    fn small_groups_are_exact() {
        use AggregateFunction::*;
        let numbers = || [4, 1, 3, 2, 3].into_iter();
        for (function, expected) in [
            (Count, 5.0),
            (CountDistinct, 4.0),
            (Sum, 13.0),
            (Avg, 2.6),
            (Min, 1.0),
            (Max, 4.0),
            (Percentile(50.0), 3.0),
            (Percentile(100.0), 4.0),
            (Percentile(0.0), 1.0),
            (Earliest, 1.0),
            (Latest, 4.0),
            (SortsFirst, 1.0),
            (SortsLast, 4.0),
        ] {
            assert_eq!(over(function, numbers()), expected, "{function:?}");
        }
        assert!((over(StdDev, [2, 4, 4, 4, 5, 5, 7, 9].into_iter()) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn large_groups_are_estimated_closely() {
        let near = |estimate: f64, truth: f64, tolerance: f64| (estimate - truth).abs() <= truth * tolerance;
        let numbers = || 1..=200_000;
        assert!(near(over(AggregateFunction::Percentile(90.0), numbers()), 180_000.0, 0.006));
        let distinct = over(AggregateFunction::CountDistinct, numbers());
        assert!(near(distinct, 200_000.0, 0.06), "{distinct}");
        let few = over(AggregateFunction::CountDistinct, numbers().map(|n| n % 5_000));
        assert!(near(few, 5_000.0, 0.06), "{few}");
    }

    #[test]
    fn nothing_makes_nothing() {
        assert_eq!(State::new(AggregateFunction::Count).result(), Value::Number(0.0));
        for function in [AggregateFunction::Sum, AggregateFunction::Avg, AggregateFunction::Percentile(9.0)] {
            assert_eq!(State::new(function).result(), Value::Missing, "{function:?}");
        }
    }
}
