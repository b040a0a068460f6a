//! The parser's part for expressions: `or` before `and` before `not`, comparisons, then arithmetic, then calls.

use super::functions::Function;
use super::lexer::Token;
use super::parser::{Parser, compile};
use super::syntax::{
    Aggregate, AggregateFunction, Arithmetic, Comparison, Expr, Field, Likeness, Span, SyntaxError,
};

/// Nesting beyond this is refused: nobody writes it, and each level costs stack when it is evaluated.
const MAX_DEPTH: usize = 48;
/// Operators of arithmetic in a query: each may nest what stands at its left.
const MAX_OPERATORS: usize = 400;

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Result<Expr, SyntaxError> {
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
        // Outside of `stats` an aggregate can only be the name of a column that one made.
        let outside = self.aggregates.is_none() && aggregate_function(name).is_some();
        if outside {
            self.aggregates = Some(Vec::new());
        }
        let called = self.own_call(name, span);
        if outside {
            self.aggregates = None;
        }
        let called = called?;
        let is_aggregate = matches!(called, Expr::Aggregated(_));
        if is_aggregate && !outside {
            return Ok(called);
        }
        match self.grouped_as(span.start) {
            Some(column) => Ok(Expr::Field(column)),
            None if is_aggregate => Err(SyntaxError::new(span, format!("Invalid function name: {name}"))),
            None => Ok(called),
        }
    }

    fn own_call(&mut self, name: &str, span: Span) -> Result<Expr, SyntaxError> {
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
        if name.eq_ignore_ascii_case("unmask") {
            let [field] = <[Expr; 1]>::try_from(arguments)
                .map_err(|_| SyntaxError::new(span, "The function unmask takes one argument."))?;
            self.unmasks_parts = true;
            return Ok(Expr::Unmasked(Box::new(field)));
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
        let Some(function) = aggregate_function(name) else { return Ok(None) };
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

fn aggregate_function(name: &str) -> Option<AggregateFunction> {
    Some(match name.to_ascii_lowercase().as_str() {
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
        _ => return None,
    })
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
