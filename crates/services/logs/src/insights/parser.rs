//! From a text to a [`Query`]. Total: any text ends in a query or a refusal, and nesting is bounded.

use regex::{Regex, RegexBuilder};

use super::functions::Function;
use super::lexer::{Lexer, Token};
use super::syntax::{
    Aggregate, AggregateFunction, Arithmetic, Column, Command, Comparison, Expr, Extraction, Field, Likeness,
    Query, SortKey, Span, SyntaxError,
};

/// Nesting beyond this is refused: nobody writes it, and each level costs stack when it is evaluated.
const MAX_DEPTH: usize = 48;
/// Operators of arithmetic in a query: each may nest what stands at its left.
const MAX_OPERATORS: usize = 400;
/// AWS takes no more in a query.
const MAX_STATS: usize = 2;
const MAX_REGEX_BYTES: usize = 1 << 20;

/// What AWS has and we have not.
const UNBUILT: [&str; 9] =
    ["pattern", "diff", "anomaly", "lookup", "source", "join", "logtransform", "search", "subquery"];

pub fn parse(source: &str) -> Result<Query, SyntaxError> {
    let mut parser = Parser::new(source)?;
    let mut commands = Vec::new();
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
    if commands.is_empty() {
        return Err(parser.unexpected());
    }
    Ok(Query { commands })
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    token: Token,
    span: Span,
    /// Where the token before ended.
    last_end: usize,
    depth: usize,
    operators: usize,
    /// Those of the `stats` being read; none elsewhere.
    aggregates: Option<Vec<Aggregate>>,
}

impl<'a> Parser<'a> {
    fn new(source: &'a str) -> Result<Self, SyntaxError> {
        let mut lexer = Lexer::new(source);
        let (token, span) = lexer.next()?;
        Ok(Self { lexer, token, span, last_end: 0, depth: 0, operators: 0, aggregates: None })
    }

    fn advance(&mut self) -> Result<Token, SyntaxError> {
        self.last_end = self.span.end;
        let (token, span) = self.lexer.next()?;
        self.span = span;
        Ok(std::mem::replace(&mut self.token, token))
    }

    fn unexpected(&self) -> SyntaxError {
        SyntaxError::unexpected(self.lexer.source, self.span)
    }

    fn take(&mut self, symbol: &str) -> Result<bool, SyntaxError> {
        let found = matches!(self.token, Token::Symbol(found) if found == symbol);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn expect(&mut self, symbol: &str) -> Result<(), SyntaxError> {
        if self.take(symbol)? { Ok(()) } else { Err(self.unexpected()) }
    }

    fn at_word(&self, word: &str) -> bool {
        matches!(&self.token, Token::Name(name) if name.eq_ignore_ascii_case(word))
    }

    fn take_word(&mut self, word: &str) -> Result<bool, SyntaxError> {
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

    fn command(&mut self) -> Result<Command, SyntaxError> {
        let span = self.span;
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
            "dedup" => self.list(Self::expression).map(Command::Dedup),
            "unnest" => {
                let field = Field::new(self.name()?);
                if !self.take_word("into")? {
                    return Err(self.unexpected());
                }
                Ok(Command::Unnest { field, into: self.name()? })
            }
            // Nothing is masked, so there is nothing to lay open.
            "unmask" => self.columns().map(Command::Fields),
            _ if UNBUILT.contains(&name.as_str()) => {
                Err(SyntaxError { message: format!("the command {name}"), span, unbuilt: true })
            }
            _ => Err(SyntaxError::unexpected(self.lexer.source, span)),
        }
    }

    fn list<T>(&mut self, one: fn(&mut Self) -> Result<T, SyntaxError>) -> Result<Vec<T>, SyntaxError> {
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
    fn regex_here(&mut self) -> Result<(String, Span), SyntaxError> {
        self.lexer.at = self.span.start;
        let found = self.lexer.regex().unwrap_or_else(|| Err(self.unexpected()))?;
        self.advance()?;
        Ok(found)
    }

    fn expression(&mut self) -> Result<Expr, SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(SyntaxError::new(self.span, "The query is nested too deeply."));
        }
        let mut any = vec![self.conjunction()?];
        while self.take_word("or")? {
            any.push(self.conjunction()?);
        }
        self.depth -= 1;
        Ok(only(any, Expr::Any))
    }

    fn conjunction(&mut self) -> Result<Expr, SyntaxError> {
        let mut all = vec![self.negation()?];
        while self.take_word("and")? {
            all.push(self.negation()?);
        }
        Ok(only(all, Expr::All))
    }

    fn negation(&mut self) -> Result<Expr, SyntaxError> {
        let mut negated = false;
        while self.take_word("not")? {
            negated = !negated;
        }
        let expr = self.comparison()?;
        Ok(if negated { Expr::Not(Box::new(expr)) } else { expr })
    }

    fn comparison(&mut self) -> Result<Expr, SyntaxError> {
        let left = self.sum()?;
        let comparison = match self.token {
            Token::Symbol("=" | "==") => Comparison::Equal,
            Token::Symbol("!=") => Comparison::NotEqual,
            Token::Symbol("<") => Comparison::Less,
            Token::Symbol("<=") => Comparison::LessOrEqual,
            Token::Symbol(">") => Comparison::Greater,
            Token::Symbol(">=") => Comparison::GreaterOrEqual,
            Token::Symbol("=~") => return self.likeness(left),
            _ if self.at_word("like") => return self.likeness(left),
            _ if self.at_word("in") => return self.membership(left),
            _ if self.at_word("not") => {
                self.advance()?;
                let positive = match () {
                    () if self.at_word("like") => self.likeness(left)?,
                    () if self.at_word("in") => self.membership(left)?,
                    () => return Err(self.unexpected()),
                };
                return Ok(Expr::Not(Box::new(positive)));
            }
            _ => return Ok(left),
        };
        self.advance()?;
        Ok(Expr::Compare(comparison, Box::new(left), Box::new(self.sum()?)))
    }

    /// At `like` or `=~`.
    fn likeness(&mut self, left: Expr) -> Result<Expr, SyntaxError> {
        // The lexer stands behind the operator.
        let likeness = match self.lexer.regex() {
            Some(regex) => {
                let (pattern, span) = regex?;
                self.advance()?;
                Likeness::Matches(compile(&pattern, span)?)
            }
            None => {
                let matches = self.advance()? == Token::Symbol("=~");
                let span = self.span;
                match self.advance()? {
                    Token::Text(text) if matches => Likeness::Matches(compile(&text, span)?),
                    // The one expression that may stand between quotes.
                    Token::Text(text) if text.starts_with("(?i)") => Likeness::Matches(compile(&text, span)?),
                    Token::Text(text) => Likeness::Contains(text),
                    _ => return Err(SyntaxError::unexpected(self.lexer.source, span)),
                }
            }
        };
        Ok(Expr::Like(Box::new(left), likeness))
    }

    /// At `in`.
    fn membership(&mut self, left: Expr) -> Result<Expr, SyntaxError> {
        self.advance()?;
        let close = if self.take("[")? {
            "]"
        } else {
            self.expect("(")?;
            ")"
        };
        let list = if matches!(self.token, Token::Symbol(symbol) if symbol == close) {
            Vec::new()
        } else {
            self.list(Self::sum)?
        };
        self.expect(close)?;
        Ok(Expr::In(Box::new(left), list))
    }

    fn sum(&mut self) -> Result<Expr, SyntaxError> {
        const OPERATORS: [(&str, Arithmetic); 2] = [("+", Arithmetic::Add), ("-", Arithmetic::Subtract)];
        self.chain(&OPERATORS, Self::product)
    }

    fn product(&mut self) -> Result<Expr, SyntaxError> {
        const OPERATORS: [(&str, Arithmetic); 3] =
            [("*", Arithmetic::Multiply), ("/", Arithmetic::Divide), ("%", Arithmetic::Remainder)];
        self.chain(&OPERATORS, Self::power)
    }

    fn power(&mut self) -> Result<Expr, SyntaxError> {
        self.chain(&[("^", Arithmetic::Power)], Self::unary)
    }

    /// Operands between operators of one rank, from the left.
    fn chain(
        &mut self,
        operators: &[(&str, Arithmetic)],
        operand: fn(&mut Self) -> Result<Expr, SyntaxError>,
    ) -> Result<Expr, SyntaxError> {
        let mut left = operand(self)?;
        loop {
            let operator = operators
                .iter()
                .find(|(symbol, _)| matches!(self.token, Token::Symbol(found) if found == *symbol));
            let Some((_, operator)) = operator else { return Ok(left) };
            self.operators += 1;
            if self.operators > MAX_OPERATORS {
                return Err(SyntaxError::new(self.span, "The query is nested too deeply."));
            }
            self.advance()?;
            let right = operand(self)?;
            left = Expr::Arithmetic(*operator, Box::new(left), Box::new(right));
        }
    }

    fn unary(&mut self) -> Result<Expr, SyntaxError> {
        let mut negative = false;
        while let Token::Symbol(sign @ ("-" | "+")) = self.token {
            negative ^= sign == "-";
            self.advance()?;
        }
        let expr = self.primary()?;
        Ok(match (negative, expr) {
            (false, expr) => expr,
            (true, Expr::Number(number)) => Expr::Number(-number),
            (true, expr) => Expr::Negate(Box::new(expr)),
        })
    }

    fn primary(&mut self) -> Result<Expr, SyntaxError> {
        let span = self.span;
        match self.advance()? {
            Token::Number(number) => Ok(Expr::Number(number)),
            Token::Duration(millis) => Ok(Expr::Duration(millis)),
            Token::Text(text) => Ok(Expr::Text(text)),
            Token::Symbol("(") => {
                let inner = self.expression()?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Name(name) if self.token == Token::Symbol("(") => self.call(&name, span),
            Token::Name(name) => Ok(match name.to_ascii_lowercase().as_str() {
                "true" => Expr::Bool(true),
                "false" => Expr::Bool(false),
                _ => Expr::Field(Field::new(name)),
            }),
            Token::Symbol(_) | Token::End => Err(SyntaxError::unexpected(self.lexer.source, span)),
        }
    }

    /// At the parenthesis behind a function's name.
    fn call(&mut self, name: &str, span: Span) -> Result<Expr, SyntaxError> {
        self.expect("(")?;
        if self.aggregates.is_some()
            && let Some(aggregate) = self.aggregate(name, span)?
        {
            let aggregates = self.aggregates.get_or_insert_default();
            aggregates.push(aggregate);
            return Ok(Expr::Aggregated(aggregates.len() - 1));
        }
        let arguments =
            if self.token == Token::Symbol(")") { Vec::new() } else { self.list(Self::expression)? };
        self.expect(")")?;
        if name.eq_ignore_ascii_case("bin") {
            let [period] = <[Expr; 1]>::try_from(arguments)
                .map_err(|_| SyntaxError::new(span, "The function bin takes one argument."))?;
            return Ok(Expr::Call(Function::DateFloor, vec![Expr::Field(Field::Timestamp), period]));
        }
        let Some((function, counts)) = Function::find(name) else {
            return Err(SyntaxError::new(span, format!("Invalid function name: {name}")));
        };
        if !counts.contains(&arguments.len()) {
            let message = format!("Invalid arguments for function {name}: {} given.", arguments.len());
            return Err(SyntaxError::new(span, message));
        }
        Ok(Expr::Call(function, arguments))
    }

    /// The rest of an aggregate's call, if the name is one's. Its argument holds none itself.
    fn aggregate(&mut self, name: &str, span: Span) -> Result<Option<Aggregate>, SyntaxError> {
        let function = match name.to_ascii_lowercase().as_str() {
            "count" => AggregateFunction::Count,
            "count_distinct" => AggregateFunction::CountDistinct,
            "sum" => AggregateFunction::Sum,
            "avg" => AggregateFunction::Avg,
            "min" => AggregateFunction::Min,
            "max" => AggregateFunction::Max,
            "pct" | "percentile" => AggregateFunction::Percentile(0.0),
            "median" => AggregateFunction::Percentile(50.0),
            "stddev" => AggregateFunction::StdDev,
            "earliest" => AggregateFunction::Earliest,
            "latest" => AggregateFunction::Latest,
            "sortsfirst" => AggregateFunction::SortsFirst,
            "sortslast" => AggregateFunction::SortsLast,
            _ => return Ok(None),
        };
        let outer = self.aggregates.take();
        let everything =
            function == AggregateFunction::Count && (self.take("*")? || self.token == Token::Symbol(")"));
        let argument = if everything { None } else { Some(self.expression()?) };
        let function = if matches!(name.to_ascii_lowercase().as_str(), "pct" | "percentile") {
            self.expect(",")?;
            match self.advance()? {
                Token::Number(percent) if (0.0..=100.0).contains(&percent) => {
                    AggregateFunction::Percentile(percent)
                }
                _ => return Err(SyntaxError::new(span, "The percentile must be a number from 0 to 100.")),
            }
        } else {
            function
        };
        self.expect(")")?;
        self.aggregates = outer;
        Ok(Some(Aggregate { function, argument }))
    }
}

fn only(mut list: Vec<Expr>, wrap: fn(Vec<Expr>) -> Expr) -> Expr {
    match list.pop() {
        Some(one) if list.is_empty() => one,
        Some(last) => {
            list.push(last);
            wrap(list)
        }
        None => wrap(list),
    }
}

fn compile(pattern: &str, span: Span) -> Result<Regex, SyntaxError> {
    // AWS names groups `(?<name>...)`, and so does the crate.
    RegexBuilder::new(pattern)
        .size_limit(MAX_REGEX_BYTES)
        .dfa_size_limit(MAX_REGEX_BYTES)
        .build()
        .map_err(|_| SyntaxError::new(span, format!("Invalid regular expression: /{pattern}/")))
}
