//! Runs a plan over rows, one at a time. Memory is bounded: a query that needs more fails and says so.
//!
//! Rows pass from step to step; `sort`, `dedup`, `tail`, `pattern` and `stats` hold them back until all have come. What they hold counts
//! against one budget. A sort with a limit behind it holds no more rows than the limit, and drops the last ones of its order
//! when even they are too large; others fail, because what they would drop could not be told from what isn't there.

use std::cmp::Ordering;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde_json::Value as Json;

use super::aggregate::State;
use super::eval::Scope;
use super::patterns::Patterns;
use super::plan::{Plan, Step};
use super::row::{Event, Row};
use super::syntax::{Expr, SortKey};
use super::value::Value;

/// What a query may hold back.
const MAX_BYTES: usize = 64 * 1024 * 1024;
const MAX_GROUPS: usize = 100_000;
/// A sort that must keep few rows still lets so many come together before it sorts.
const MIN_SORTED: usize = 1_000;
/// Rows that `unnest` makes of one.
const MAX_UNNESTED: usize = 10_000;

/// A query needs more memory than it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the query holds more than {MAX_BYTES} bytes or {MAX_GROUPS} groups")]
pub struct Overflow;

/// A field of a result's row.
pub type Cell = (String, String);

pub struct Execution {
    plan: Arc<Plan>,
    held: Vec<Held>,
    results: Vec<Row>,
    matched: u64,
    bytes: usize,
    now: i64,
}

/// What a step holds.
enum Held {
    Nothing,
    Count(usize),
    Rows(VecDeque<Row>),
    Sorted(Sorted),
    First { found: HashMap<String, Sortable>, arrived: u64 },
    Groups(HashMap<String, Group>),
    Patterns(Patterns),
}

#[derive(Default)]
struct Sorted {
    rows: Vec<Sortable>,
    arrived: u64,
    /// The last row that is sure to be kept; later ones needn't be.
    last: Option<(Vec<Value>, u64)>,
}

struct Sortable {
    keys: Vec<Value>,
    arrived: u64,
    row: Row,
}

struct Group {
    by: Vec<Value>,
    states: Vec<State>,
    arrived: u64,
}

impl Execution {
    pub fn new(plan: Plan, now: i64) -> Self {
        let held = plan.steps.iter().map(|step| match step {
            Step::Set(_) | Step::Filter(_) | Step::Parse { .. } | Step::Unnest { .. } => Held::Nothing,
            Step::Limit(_) => Held::Count(0),
            Step::Tail(_) => Held::Rows(VecDeque::new()),
            Step::Sort { .. } => Held::Sorted(Sorted::default()),
            Step::Dedup { .. } => Held::First { found: HashMap::new(), arrived: 0 },
            Step::Stats { .. } => Held::Groups(HashMap::new()),
            Step::Pattern(_) => Held::Patterns(Patterns::default()),
        });
        let held = held.collect();
        Self { plan: Arc::new(plan), held, results: Vec::new(), matched: 0, bytes: 0, now }
    }

    /// How many events the query's filters have let pass.
    pub fn matched(&self) -> u64 {
        self.matched
    }

    pub fn push(&mut self, event: Event) -> Result<(), Overflow> {
        self.pass(0, Row::of_event(event))
    }

    /// The result, once all rows have come, and how many events matched.
    pub fn finish(mut self) -> Result<(Vec<Vec<Cell>>, u64), Overflow> {
        let plan = Arc::clone(&self.plan);
        for (index, step) in plan.steps.iter().enumerate() {
            let held = std::mem::replace(&mut self.held[index], Held::Nothing);
            self.bytes = 0;
            for row in release(step, held, self.now) {
                self.pass(index + 1, row)?;
            }
        }
        Ok((self.results.iter().map(|row| cells(&plan, row)).collect(), self.matched))
    }

    /// Sends a row through the steps from one on.
    fn pass(&mut self, from: usize, mut row: Row) -> Result<(), Overflow> {
        let plan = Arc::clone(&self.plan);
        for (index, step) in plan.steps.iter().enumerate().skip(from) {
            if index == plan.matched_at {
                self.matched += 1;
            }
            match step {
                Step::Set(columns) => {
                    for (name, expr) in columns {
                        let value = evaluate(expr, &row, self.now);
                        row.set(name, value);
                    }
                }
                Step::Filter(condition) => {
                    if !condition.holds(&Scope { row: &row, aggregated: &[], now: self.now }) {
                        return Ok(());
                    }
                }
                Step::Parse { field, names, pattern } => {
                    let found = row.get(field).as_text().and_then(|text| pattern.extract(&text));
                    for (name, value) in names.iter().zip(found.unwrap_or_default()) {
                        row.set(name, value);
                    }
                }
                Step::Unnest { field, into } => {
                    for value in elements(row.get(field)) {
                        let mut one = row.copy();
                        one.set(into, value);
                        self.pass(index + 1, one)?;
                    }
                    return Ok(());
                }
                Step::Limit(count) => match &mut self.held[index] {
                    Held::Count(passed) if *passed < *count => *passed += 1,
                    _ => return Ok(()),
                },
                Step::Tail(_)
                | Step::Sort { .. }
                | Step::Dedup { .. }
                | Step::Stats { .. }
                | Step::Pattern(_) => {
                    return self.hold(index, step, row);
                }
            }
        }
        if plan.matched_at == plan.steps.len() {
            self.matched += 1;
        }
        self.results.push(row);
        Ok(())
    }

    fn hold(&mut self, index: usize, step: &Step, mut row: Row) -> Result<(), Overflow> {
        let now = self.now;
        match (step, &mut self.held[index]) {
            (Step::Tail(count), Held::Rows(rows)) => {
                row.rest();
                self.bytes += row.bytes();
                rows.push_back(row);
                if rows.len() > *count
                    && let Some(first) = rows.pop_front()
                {
                    self.bytes -= first.bytes().min(self.bytes);
                }
            }
            (Step::Sort { keys, keep }, Held::Sorted(sorted)) => {
                sorted.arrived += 1;
                let values = sort_values(keys, &row, now);
                let late = sorted.last.as_ref().is_some_and(|(last, arrived)| {
                    order(keys, (values.as_slice(), sorted.arrived), (last.as_slice(), *arrived)).is_gt()
                });
                if late {
                    return Ok(());
                }
                row.rest();
                let sortable = Sortable { keys: values, arrived: sorted.arrived, row };
                self.bytes += sortable.bytes();
                sorted.rows.push(sortable);
                if let Some(keep) = keep
                    && (sorted.rows.len() >= (keep + keep / 2).max(MIN_SORTED) || self.bytes > MAX_BYTES)
                {
                    self.bytes -= sorted.cut(keys, *keep, MAX_BYTES - MAX_BYTES / 4).min(self.bytes);
                }
            }
            (Step::Dedup { keys, by }, Held::First { found, arrived }) => {
                *arrived += 1;
                let parts: Vec<Value> = by.iter().map(|expr| evaluate(expr, &row, now)).collect();
                // What has no value is no duplicate of anything.
                let unique = parts.iter().any(Value::is_missing).then_some(*arrived);
                let key = key_of(&parts, unique);
                let values = sort_values(keys, &row, now);
                if let Some(known) = found.get(&key)
                    && order(keys, (known.keys.as_slice(), known.arrived), (values.as_slice(), *arrived))
                        .is_le()
                {
                    return Ok(());
                }
                row.rest();
                let sortable = Sortable { keys: values, arrived: *arrived, row };
                self.bytes += sortable.bytes() + key.len();
                if let Some(replaced) = found.insert(key, sortable) {
                    self.bytes -= replaced.bytes().min(self.bytes);
                }
            }
            (Step::Pattern(expr), Held::Patterns(patterns)) => {
                if let Some(text) = evaluate(expr, &row, now).as_text() {
                    self.bytes += patterns.add(&text);
                }
                if patterns.len() > MAX_GROUPS {
                    return Err(Overflow);
                }
            }
            (Step::Stats { by, aggregates, .. }, Held::Groups(groups)) => {
                let values: Vec<Value> = by.iter().map(|(_, expr)| evaluate(expr, &row, now)).collect();
                let key = key_of(&values, None);
                if !groups.contains_key(&key) {
                    if groups.len() == MAX_GROUPS {
                        return Err(Overflow);
                    }
                    let states: Vec<State> = aggregates.iter().map(|one| State::new(one.function)).collect();
                    self.bytes += 2 * key.len() + states.len() * size_of::<State>() + size_of::<Group>();
                    let arrived = groups.len() as u64;
                    groups.insert(key.clone(), Group { by: values, states, arrived });
                }
                let timestamp = row.get(&super::syntax::Field::Timestamp).number().unwrap_or(0.0) as i64;
                if let Some(group) = groups.get_mut(&key) {
                    for (state, aggregate) in group.states.iter_mut().zip(aggregates) {
                        let value = aggregate.argument.as_ref().map(|expr| evaluate(expr, &row, now));
                        self.bytes += state.add(value, timestamp);
                    }
                }
            }
            _ => {}
        }
        if self.bytes > MAX_BYTES { Err(Overflow) } else { Ok(()) }
    }
}

impl Sorted {
    /// Keeps the first rows, so many and so large at most; gives the bytes that went.
    fn cut(&mut self, keys: &[SortKey], keep: usize, max_bytes: usize) -> usize {
        self.rows.sort_by(|a, b| order(keys, a.place(), b.place()));
        let mut bytes = 0;
        let fitting = self.rows.iter().take_while(|row| {
            bytes += row.bytes();
            bytes <= max_bytes
        });
        let keep = fitting.count().min(keep).max(1);
        let gone = self.rows.drain(keep.min(self.rows.len())..).map(|row| row.bytes()).sum();
        if gone > 0 {
            self.last = self.rows.last().map(|row| (row.keys.clone(), row.arrived));
        }
        gone
    }
}

impl Sortable {
    fn place(&self) -> (&[Value], u64) {
        (&self.keys, self.arrived)
    }

    fn bytes(&self) -> usize {
        self.row.bytes() + self.keys.iter().map(Value::bytes).sum::<usize>()
    }
}

/// The rows that a step lets go when no more come.
fn release(step: &Step, held: Held, now: i64) -> Vec<Row> {
    match (step, held) {
        (Step::Tail(_), Held::Rows(rows)) => rows.into(),
        (Step::Sort { keys, .. }, Held::Sorted(Sorted { rows, .. })) => sorted(keys, rows),
        (Step::Dedup { keys, .. }, Held::First { found, .. }) => sorted(keys, found.into_values().collect()),
        (Step::Pattern(_), Held::Patterns(patterns)) => patterns.rows(),
        (Step::Stats { by, columns, .. }, Held::Groups(groups)) => {
            let mut groups: Vec<Group> = groups.into_values().collect();
            // Bins of time come latest first, other groups as they were found.
            let time =
                groups.first().and_then(|g| g.by.iter().position(|value| matches!(value, Value::Time(_))));
            groups.sort_by(|a, b| {
                let by_time = time.map_or(Ordering::Equal, |at| b.by[at].sort_order(&a.by[at]));
                by_time.then(a.arrived.cmp(&b.arrived))
            });
            groups.into_iter().map(|group| grouped(by, columns, group, now)).collect()
        }
        _ => Vec::new(),
    }
}

fn grouped(by: &[(Arc<str>, Expr)], columns: &[(Arc<str>, Expr)], group: Group, now: i64) -> Row {
    let aggregated: Vec<Value> = group.states.iter().map(State::result).collect();
    let names = by.iter().map(|(name, _)| Arc::clone(name));
    let mut row = Row::of_group(names.zip(group.by).collect());
    for (name, expr) in columns {
        // A column may be made of those before it.
        let value = expr.evaluate(&Scope { row: &row, aggregated: &aggregated, now });
        row.set(name, value);
    }
    row
}

fn sorted(keys: &[SortKey], mut rows: Vec<Sortable>) -> Vec<Row> {
    rows.sort_by(|a, b| order(keys, a.place(), b.place()));
    rows.into_iter().map(|sortable| sortable.row).collect()
}

fn sort_values(keys: &[SortKey], row: &Row, now: i64) -> Vec<Value> {
    keys.iter().map(|key| evaluate(&key.expr, row, now)).collect()
}

/// By the keys, then by arrival: of equal ones the later first where the first key descends, as time does.
fn order(keys: &[SortKey], a: (&[Value], u64), b: (&[Value], u64)) -> Ordering {
    let by_keys = keys.iter().zip(a.0.iter().zip(b.0)).map(|(key, (a, b))| {
        let order = a.sort_order(b);
        if key.descending { order.reverse() } else { order }
    });
    let arrival = a.1.cmp(&b.1);
    let arrival = if keys.first().is_some_and(|key| key.descending) { arrival.reverse() } else { arrival };
    by_keys.fold(Ordering::Equal, Ordering::then).then(arrival)
}

fn evaluate(expr: &Expr, row: &Row, now: i64) -> Value {
    expr.evaluate(&Scope { row, aggregated: &[], now })
}

/// A text that is the same for the same values only.
fn key_of(values: &[Value], unique: Option<u64>) -> String {
    let mut key = unique.map_or_else(String::new, |number| format!("{number}!"));
    for value in values {
        match value {
            Value::Missing => key.push('-'),
            value => {
                let text = value.to_string();
                key.push_str(&format!("{}:{text}", text.len()));
            }
        }
    }
    key
}

/// The elements of a list: one of JSON, or a text that is JSON itself. Anything else is its own only element.
fn elements(value: Value) -> Vec<Value> {
    let list = match &value {
        Value::Structure(json) => json.as_array().cloned(),
        Value::Text(text) if text.starts_with('[') => serde_json::from_str::<Vec<Json>>(text).ok(),
        _ => None,
    };
    match list {
        Some(list) => list.iter().take(MAX_UNNESTED).map(Value::of_json).collect(),
        None => vec![value],
    }
}

fn cells(plan: &Plan, row: &Row) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::with_capacity(plan.shown.len() + 1);
    for field in &plan.shown {
        if let Some(text) = row.get(field).as_text() {
            cells.push((field.name().to_owned(), text.into_owned()));
        }
    }
    if let Some(event) = &row.event
        && !plan.shown.contains(&super::syntax::Field::Ptr)
    {
        cells.push(("@ptr".to_owned(), event.pointer()));
    }
    cells
}
