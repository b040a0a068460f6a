//! What a query says: commands, expressions, and what is wrong with a text that is no query.

use regex::Regex;

use super::functions::Function;

/// Bytes of a query's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// Why a text is no query, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    pub message: String,
    pub span: Span,
    /// AWS knows the command and we don't.
    pub unbuilt: bool,
}

impl SyntaxError {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), span, unbuilt: false }
    }

    pub(super) fn unexpected(source: &str, span: Span) -> Self {
        let before = &source[..span.start];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count();
        let symbol = match source[span.start..span.end].trim() {
            "" => "<EOF>",
            symbol => symbol,
        };
        Self::new(span, format!("unexpected symbol found {symbol} at line {line} and position {column}"))
    }
}

/// A parsed query.
#[derive(Debug)]
pub struct Query {
    /// Where it says itself what to read.
    pub source: Option<GroupSource>,
    pub commands: Vec<Command>,
    /// `unmask(…)` stands somewhere in it.
    pub unmasks_parts: bool,
}

/// `SOURCE logGroups(…)`: the groups by the beginnings of their names, their classes and their accounts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct GroupSource {
    pub prefixes: Vec<String>,
    pub classes: Vec<String>,
    pub accounts: Vec<String>,
}

impl Query {
    /// Whether it is to see what is masked, in all that it reads.
    pub fn unmasks_all(&self) -> bool {
        self.commands.iter().any(|command| matches!(command, Command::Unmask(_)))
    }

    /// Whether it says itself how many rows it wants.
    pub fn is_limited(&self) -> bool {
        self.commands.iter().any(|command| matches!(command, Command::Limit(_) | Command::Tail(_)))
    }
}

#[derive(Debug)]
pub enum Command {
    Fields(Vec<Column>),
    /// As `Fields`, and nothing of the query's events is masked.
    Unmask(Vec<Column>),
    Display(Vec<Column>),
    Filter(Expr),
    Stats {
        columns: Vec<Column>,
        by: Vec<Column>,
        aggregates: Vec<Aggregate>,
    },
    Sort(Vec<SortKey>),
    Limit(usize),
    Tail(usize),
    Parse {
        field: Field,
        pattern: Extraction,
    },
    Dedup(Vec<Expr>),
    Pattern(Expr),
    Unnest {
        field: Field,
        into: String,
    },
}

/// A column: what it is called and where it comes from.
#[derive(Debug)]
pub struct Column {
    pub name: String,
    pub expr: Expr,
}

#[derive(Debug)]
pub struct SortKey {
    pub expr: Expr,
    pub descending: bool,
}

/// How `parse` takes fields out of a text.
#[derive(Debug)]
pub enum Extraction {
    /// Literals around wildcards, and the name for each wildcard.
    Glob { literals: Vec<String>, names: Vec<String> },
    /// Its named groups.
    Regex(Regex),
}

/// A field by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    Timestamp,
    Message,
    LogStream,
    Log,
    IngestionTime,
    Ptr,
    /// Of the event's JSON, or made by a command before.
    Named(String),
}

impl Field {
    pub fn new(name: String) -> Self {
        match name.as_str() {
            "@timestamp" => Self::Timestamp,
            "@message" => Self::Message,
            "@logStream" => Self::LogStream,
            "@log" => Self::Log,
            "@ingestionTime" => Self::IngestionTime,
            "@ptr" => Self::Ptr,
            _ => Self::Named(name),
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Timestamp => "@timestamp",
            Self::Message => "@message",
            Self::LogStream => "@logStream",
            Self::Log => "@log",
            Self::IngestionTime => "@ingestionTime",
            Self::Ptr => "@ptr",
            Self::Named(name) => name,
        }
    }
}

#[derive(Debug)]
pub enum Expr {
    Field(Field),
    Number(f64),
    /// Milliseconds.
    Duration(i64),
    Text(String),
    Bool(bool),
    Not(Box<Self>),
    Negate(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
    Arithmetic(Arithmetic, Box<Self>, Box<Self>),
    Compare(Comparison, Box<Self>, Box<Self>),
    Like(Box<Self>, Likeness),
    In(Box<Self>, Vec<Self>),
    Call(Function, Vec<Self>),
    /// Of the event as it came, with nothing masked.
    Unmasked(Box<Self>),
    /// The result of an aggregate of the command, by its number.
    Aggregated(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug)]
pub enum Likeness {
    Contains(String),
    Matches(Regex),
}

/// A function over the events of a group.
#[derive(Debug)]
pub struct Aggregate {
    pub function: AggregateFunction,
    /// None for `count(*)`.
    pub argument: Option<Expr>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AggregateFunction {
    Count,
    CountDistinct,
    Sum,
    Avg,
    Min,
    Max,
    /// Of so many hundredths.
    Percentile(f64),
    StdDev,
    Earliest,
    Latest,
    SortsFirst,
    SortsLast,
}
