//! From a text to a [`Query`]: its commands. Total: any text ends in a query or a refusal, and nesting is bounded.

use regex::{Regex, RegexBuilder};

use super::lexer::{Lexer, Token};
use super::syntax::{
    Aggregate, Column, Command, Expr, Extraction, Field, GroupSource, Query, SortKey, Span, SyntaxError,
};

/// AWS takes no more in a query.
const MAX_STATS: usize = 2;
const MAX_REGEX_BYTES: usize = 1 << 20;

/// Of names' beginnings, as AWS allows.
const MAX_PREFIXES: usize = 5;

/// What AWS has and we have not.
const UNBUILT: [&str; 8] =
    ["diff", "anomaly", "lookup", "source", "join", "logtransform", "search", "subquery"];

pub fn parse(source: &str) -> Result<Query, SyntaxError> {
    let mut parser = Parser::new(source)?;
    let mut commands = Vec::new();
    let group_source = if parser.at_word("source") { Some(parser.group_source()?) } else { None };
    loop {
        // Pipes may stand at either end, as the console lets them.
        while parser.take("|")? {}
        if parser.token == Token::End {
            break;
        }
        let first = parser.span;
        commands.push(parser.command()?);
        let stats = commands.iter().filter(|command| matches!(command, Command::Stats { .. })).count();
        if stats > MAX_STATS {
            return Err(SyntaxError::new(first, "Too many stats commands. The maximum is 2."));
        }
        if parser.token != Token::End && parser.token != Token::Symbol("|") {
            return Err(parser.unexpected());
        }
    }
    if commands.is_empty() && group_source.is_none() {
        return Err(parser.unexpected());
    }
    Ok(Query { source: group_source, commands, unmasks_parts: parser.unmasks_parts })
}

pub(super) struct Parser<'a> {
    pub(super) lexer: Lexer<'a>,
    pub(super) token: Token,
    pub(super) span: Span,
    /// Where the token before ended.
    last_end: usize,
    pub(super) depth: usize,
    pub(super) operators: usize,
    /// Those of the `stats` being read; none elsewhere.
    pub(super) aggregates: Option<Vec<Aggregate>>,
    /// `unmask(…)` was read.
    pub(super) unmasks_parts: bool,
    /// The columns of the command being read, as they are written and by name,
    made: Vec<(String, String)>,
    /// and those of the latest `stats` before it.
    grouped: Vec<(String, String)>,
}

impl<'a> Parser<'a> {
    fn new(source: &'a str) -> Result<Self, SyntaxError> {
        let mut lexer = Lexer::new(source);
        let (token, span) = lexer.next()?;
        Ok(Self {
            lexer,
            token,
            span,
            last_end: 0,
            depth: 0,
            operators: 0,
            aggregates: None,
            unmasks_parts: false,
            made: Vec::new(),
            grouped: Vec::new(),
        })
    }

    pub(super) fn advance(&mut self) -> Result<Token, SyntaxError> {
        self.last_end = self.span.end;
        let (token, span) = self.lexer.next()?;
        self.span = span;
        Ok(std::mem::replace(&mut self.token, token))
    }

    pub(super) fn unexpected(&self) -> SyntaxError {
        SyntaxError::unexpected(self.lexer.source, self.span)
    }

    pub(super) fn take(&mut self, symbol: &str) -> Result<bool, SyntaxError> {
        let found = matches!(self.token, Token::Symbol(found) if found == symbol);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    pub(super) fn expect(&mut self, symbol: &str) -> Result<(), SyntaxError> {
        if self.take(symbol)? { Ok(()) } else { Err(self.unexpected()) }
    }

    pub(super) fn at_word(&self, word: &str) -> bool {
        matches!(&self.token, Token::Name(name) if name.eq_ignore_ascii_case(word))
    }

    pub(super) fn take_word(&mut self, word: &str) -> Result<bool, SyntaxError> {
        let found = self.at_word(word);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn name(&mut self) -> Result<String, SyntaxError> {
        match &self.token {
            Token::Name(_) => match self.advance()? {
                Token::Name(name) => Ok(name),
                _ => Err(self.unexpected()),
            },
            _ => Err(self.unexpected()),
        }
    }

    /// The column of the latest `stats` that is written as what was just read, from a place on: `sort bin(5m)` means `by bin(5m)`.
    pub(super) fn grouped_as(&self, start: usize) -> Option<Field> {
        let written = unspaced(&self.lexer.source[start..self.last_end]);
        let (_, name) = self.grouped.iter().find(|(known, _)| *known == written)?;
        Some(Field::new(name.clone()))
    }

    fn command(&mut self) -> Result<Command, SyntaxError> {
        let span = self.span;
        self.made.clear();
        let name = self.name()?.to_ascii_lowercase();
        match name.as_str() {
            "fields" => Ok(Command::Fields(self.columns()?)),
            "display" => Ok(Command::Display(self.columns()?)),
            "filter" | "where" | "filterindex" => Ok(Command::Filter(self.expression()?)),
            "stats" => self.stats(),
            "sort" | "order" => {
                self.take_word("by")?;
                self.list(Self::sort_key).map(Command::Sort)
            }
            "limit" | "head" => self.count().map(Command::Limit),
            "tail" => self.count().map(Command::Tail),
            "parse" => self.extraction(),
            "pattern" => self.expression().map(Command::Pattern),
            "dedup" => self.list(Self::expression).map(Command::Dedup),
            "unnest" => {
                let field = Field::new(self.name()?);
                if !self.take_word("into")? {
                    return Err(self.unexpected());
                }
                Ok(Command::Unnest { field, into: self.name()? })
            }
            "unmask" => self.columns().map(Command::Unmask),
            _ if UNBUILT.contains(&name.as_str()) => {
                Err(SyntaxError { message: format!("the command {name}"), span, unbuilt: true })
            }
            _ => Err(SyntaxError::unexpected(self.lexer.source, span)),
        }
    }

    /// `SOURCE logGroups(namePrefix: ['a', 'b'], logGroupClass: ['STANDARD'])`
    fn group_source(&mut self) -> Result<GroupSource, SyntaxError> {
        self.advance()?;
        if !self.take_word("loggroups")? {
            let message = "the command SOURCE for anything but logGroups".to_owned();
            return Err(SyntaxError { message, span: self.span, unbuilt: true });
        }
        self.expect("(")?;
        let mut source = GroupSource::default();
        while !self.take(")")? {
            let span = self.span;
            let keyword = self.name()?.to_ascii_lowercase();
            self.expect(":")?;
            self.expect("[")?;
            let texts = self.list(Self::text)?;
            self.expect("]")?;
            match keyword.as_str() {
                "nameprefix" if texts.len() <= MAX_PREFIXES => source.prefixes = texts,
                "loggroupclass" | "class" => source.classes = texts,
                "accountidentifier" | "accountidentifiers" => source.accounts = texts,
                _ => return Err(SyntaxError::unexpected(self.lexer.source, span)),
            }
            if !self.take(",")? && self.token != Token::Symbol(")") {
                return Err(self.unexpected());
            }
        }
        if self.token != Token::End && self.token != Token::Symbol("|") {
            let message = "the command SOURCE with more than logGroups".to_owned();
            return Err(SyntaxError { message, span: self.span, unbuilt: true });
        }
        Ok(source)
    }

    fn text(&mut self) -> Result<String, SyntaxError> {
        let span = self.span;
        match self.advance()? {
            Token::Text(text) => Ok(text),
            _ => Err(SyntaxError::unexpected(self.lexer.source, span)),
        }
    }

    pub(super) fn list<T>(
        &mut self,
        one: fn(&mut Self) -> Result<T, SyntaxError>,
    ) -> Result<Vec<T>, SyntaxError> {
        let mut list = vec![one(self)?];
        while self.take(",")? {
            list.push(one(self)?);
        }
        Ok(list)
    }

    fn columns(&mut self) -> Result<Vec<Column>, SyntaxError> {
        self.list(Self::column)
    }

    /// An expression, perhaps with a name; without one it is called as it is written.
    fn column(&mut self) -> Result<Column, SyntaxError> {
        let start = self.span.start;
        let expr = self.expression()?;
        let written = self.lexer.source[start..self.last_end].trim();
        let name = if self.take_word("as")? {
            self.name()?
        } else if let Expr::Field(field) = &expr {
            field.name().to_owned()
        } else {
            written.to_owned()
        };
        self.made.push((unspaced(written), name.clone()));
        Ok(Column { name, expr })
    }

    fn sort_key(&mut self) -> Result<SortKey, SyntaxError> {
        let expr = self.expression()?;
        let descending = self.take_word("desc")?;
        if !descending {
            self.take_word("asc")?;
        }
        Ok(SortKey { expr, descending })
    }

    fn count(&mut self) -> Result<usize, SyntaxError> {
        match self.token {
            Token::Number(number) if number.fract() == 0.0 && (1.0..=1e6).contains(&number) => {
                self.advance()?;
                Ok(number as usize)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn stats(&mut self) -> Result<Command, SyntaxError> {
        self.aggregates = Some(Vec::new());
        let start = self.span;
        let columns = self.columns()?;
        let aggregates = self.aggregates.take().unwrap_or_default();
        if aggregates.is_empty() {
            return Err(SyntaxError::unexpected(self.lexer.source, start));
        }
        let by = if self.take_word("by")? { self.columns()? } else { Vec::new() };
        self.grouped = std::mem::take(&mut self.made);
        Ok(Command::Stats { columns, by, aggregates })
    }

    fn extraction(&mut self) -> Result<Command, SyntaxError> {
        let field = match &self.token {
            // Without a field it is the message.
            Token::Text(_) | Token::Symbol("/") => Field::Message,
            Token::Name(name) => {
                let field = Field::new(name.clone());
                // The lexer stands behind the name: what follows may be a regular expression.
                if let Some(regex) = self.lexer.regex() {
                    let (pattern, span) = regex?;
                    self.advance()?;
                    return self.regex_extraction(field, &pattern, span);
                }
                self.advance()?;
                field
            }
            _ => return Err(self.unexpected()),
        };
        if matches!(self.token, Token::Symbol("/")) {
            let (pattern, span) = self.regex_here()?;
            return self.regex_extraction(field, &pattern, span);
        }
        let span = self.span;
        let Token::Text(glob) = self.advance()? else {
            return Err(SyntaxError::unexpected(self.lexer.source, span));
        };
        if !self.take_word("as")? {
            return Err(self.unexpected());
        }
        let names = self.list(Self::name)?;
        let literals: Vec<String> = glob.split('*').map(str::to_owned).collect();
        if literals.len() != names.len() + 1 {
            let message = format!(
                "Number of wildcards ({}) does not match number of fields ({}) in parse.",
                literals.len() - 1,
                names.len()
            );
            return Err(SyntaxError::new(span, message));
        }
        Ok(Command::Parse { field, pattern: Extraction::Glob { literals, names } })
    }

    fn regex_extraction(&mut self, field: Field, pattern: &str, span: Span) -> Result<Command, SyntaxError> {
        let regex = compile(pattern, span)?;
        if regex.capture_names().flatten().next().is_none() {
            return Err(SyntaxError::new(span, "Regular expressions in parse must have a named group."));
        }
        Ok(Command::Parse { field, pattern: Extraction::Regex(regex) })
    }

    /// The regular expression that begins with the token at hand, which is a slash.
    pub(super) fn regex_here(&mut self) -> Result<(String, Span), SyntaxError> {
        self.lexer.at = self.span.start;
        let found = self.lexer.regex().unwrap_or_else(|| Err(self.unexpected()))?;
        self.advance()?;
        Ok(found)
    }
}

fn unspaced(text: &str) -> String {
    text.split_whitespace().collect()
}

pub(super) fn compile(pattern: &str, span: Span) -> Result<Regex, SyntaxError> {
    // AWS names groups `(?<name>...)`, and so does the crate.
    RegexBuilder::new(pattern)
        .size_limit(MAX_REGEX_BYTES)
        .dfa_size_limit(MAX_REGEX_BYTES)
        .build()
        .map_err(|_| SyntaxError::new(span, format!("Invalid regular expression: /{pattern}/")))
}
