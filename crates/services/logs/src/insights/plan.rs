//! From commands to steps: where rows have to wait, how many of them need to be kept, and what is shown in the end.

use std::sync::Arc;

use super::patterns;
use super::syntax::{Aggregate, Column, Command, Expr, Extraction, Field, Query, SortKey};

#[derive(Debug)]
pub struct Plan {
    pub steps: Vec<Step>,
    /// The fields of each row of the result.
    pub shown: Vec<Field>,
    /// Rows that come to this step are what the query matched.
    pub matched_at: usize,
}

#[derive(Debug)]
pub enum Step {
    Set(Vec<(Arc<str>, Expr)>),
    Filter(Expr),
    Parse {
        field: Field,
        names: Vec<Arc<str>>,
        pattern: Extraction,
    },
    Unnest {
        field: Field,
        into: Arc<str>,
    },
    /// Texts by their patterns.
    Pattern(Expr),
    Limit(usize),
    /// Of all rows so far the last.
    Tail(usize),
    /// The first `keep` in an order; without it all, as far as memory allows.
    Sort {
        keys: Vec<SortKey>,
        keep: Option<usize>,
    },
    /// The first in an order for each key, in that order. Without sort keys it is the order of arrival.
    Dedup {
        keys: Vec<SortKey>,
        by: Vec<Expr>,
    },
    Stats {
        by: Vec<(Arc<str>, Expr)>,
        columns: Vec<(Arc<str>, Expr)>,
        aggregates: Vec<Aggregate>,
    },
}

impl Plan {
    /// The plan of a query whose result has at most `limit` rows.
    pub fn new(query: Query, limit: usize) -> Self {
        let mut planner =
            Planner { steps: Vec::new(), shown: Vec::new(), chosen: false, displayed: false, ordered: false };
        let mut commands = query.commands.into_iter().peekable();
        while let Some(command) = commands.next() {
            match command {
                Command::Sort(keys) => {
                    if matches!(commands.peek(), Some(Command::Dedup(_))) {
                        if let Some(Command::Dedup(by)) = commands.next() {
                            planner.order(Step::Dedup { keys, by });
                        }
                        continue;
                    }
                    planner.order(Step::Sort { keys, keep: None });
                }
                other => planner.plan(other),
            }
        }
        planner.finish(limit)
    }
}

struct Planner {
    steps: Vec<Step>,
    shown: Vec<Field>,
    /// `fields` or `display` said what to show.
    chosen: bool,
    displayed: bool,
    /// The order of rows is somebody's wish.
    ordered: bool,
}

impl Planner {
    fn plan(&mut self, command: Command) {
        match command {
            Command::Fields(columns) | Command::Unmask(columns) => {
                let names = self.set(columns);
                self.chosen = true;
                self.show(names);
            }
            Command::Display(columns) => {
                let names = self.set(columns);
                (self.chosen, self.displayed) = (true, true);
                self.shown.clear();
                self.show(names);
            }
            Command::Filter(condition) => self.steps.push(Step::Filter(condition)),
            Command::Parse { field, pattern } => {
                let names = pattern.names();
                if !self.displayed {
                    self.show(names.iter().map(|name| Field::new(name.to_string())).collect());
                }
                self.steps.push(Step::Parse { field, names, pattern });
            }
            Command::Unnest { field, into } => {
                if !self.displayed {
                    self.show(vec![Field::new(into.clone())]);
                }
                self.steps.push(Step::Unnest { field, into: into.into() });
            }
            Command::Pattern(expr) => {
                self.shown = patterns::FIELDS.iter().map(|name| Field::new((*name).to_owned())).collect();
                (self.chosen, self.displayed) = (true, false);
                self.order(Step::Pattern(expr));
            }
            Command::Sort(keys) => self.order(Step::Sort { keys, keep: None }),
            Command::Limit(count) => {
                self.order_by_time(true);
                self.steps.push(Step::Limit(count));
            }
            Command::Tail(count) if self.ordered => self.steps.push(Step::Tail(count)),
            Command::Tail(count) => {
                // The last in the order in which AWS answers are the oldest.
                self.order_by_time(false);
                self.steps.push(Step::Limit(count));
            }
            Command::Dedup(by) => {
                let keys = if self.ordered { Vec::new() } else { by_time(true) };
                self.order(Step::Dedup { keys, by });
            }
            Command::Stats { columns, by, aggregates } => {
                let named = |columns: Vec<Column>| -> Vec<(Arc<str>, Expr)> {
                    columns.into_iter().map(|column| (column.name.into(), column.expr)).collect()
                };
                let (by, columns) = (named(by), named(columns));
                self.shown =
                    by.iter().chain(&columns).map(|(name, _)| Field::new(name.to_string())).collect();
                (self.chosen, self.displayed) = (true, false);
                self.order(Step::Stats { by, columns, aggregates });
            }
        }
    }

    /// Makes columns that are more than fields under their own names; gives what to show.
    fn set(&mut self, columns: Vec<Column>) -> Vec<Field> {
        let fields = columns.iter().map(|column| Field::new(column.name.clone())).collect();
        let made: Vec<(Arc<str>, Expr)> = columns
            .into_iter()
            .filter(|column| !matches!(&column.expr, Expr::Field(field) if field.name() == column.name))
            .map(|column| (column.name.into(), column.expr))
            .collect();
        if !made.is_empty() {
            self.steps.push(Step::Set(made));
        }
        fields
    }

    fn show(&mut self, fields: Vec<Field>) {
        for field in fields {
            if !self.shown.contains(&field) {
                self.shown.push(field);
            }
        }
    }

    fn order(&mut self, step: Step) {
        self.steps.push(step);
        self.ordered = true;
    }

    fn order_by_time(&mut self, descending: bool) {
        if !self.ordered {
            self.order(Step::Sort { keys: by_time(descending), keep: None });
        }
    }

    fn finish(mut self, limit: usize) -> Plan {
        self.order_by_time(true);
        self.steps.push(Step::Limit(limit));
        bound_sorts(&mut self.steps);
        if !self.chosen {
            let mut shown = vec![Field::Timestamp, Field::Message];
            shown.append(&mut self.shown);
            self.shown = shown;
        }
        let grouped =
            self.steps.iter().position(|step| matches!(step, Step::Stats { .. } | Step::Pattern(_)));
        let before = &self.steps[..grouped.unwrap_or(self.steps.len())];
        let filter = before.iter().rposition(|step| matches!(step, Step::Filter(_)));
        Plan { matched_at: filter.map_or(0, |index| index + 1), steps: self.steps, shown: self.shown }
    }
}

fn by_time(descending: bool) -> Vec<SortKey> {
    vec![SortKey { expr: Expr::Field(Field::Timestamp), descending }]
}

/// Tells each sort how many rows the limit behind it will let pass.
fn bound_sorts(steps: &mut [Step]) {
    let mut bound = None;
    for step in steps.iter_mut().rev() {
        match step {
            Step::Limit(count) => bound = Some(bound.map_or(*count, |bound: usize| bound.min(*count))),
            Step::Set(_) | Step::Parse { .. } => {}
            Step::Sort { keep, .. } => *keep = bound,
            Step::Filter(_)
            | Step::Unnest { .. }
            | Step::Tail(_)
            | Step::Dedup { .. }
            | Step::Pattern(_)
            | Step::Stats { .. } => {
                bound = None;
            }
        }
    }
}
