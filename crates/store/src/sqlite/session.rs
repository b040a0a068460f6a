//! A connection and what is said over it: the statements, in SQL that PostgreSQL would understand too.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Bound;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use crate::watch::Subject;
use crate::{Document, Error, Expect, Order, Partition, Range, Reader, Scope, Writer};

pub struct Session {
    connection: Connection,
    numbers: Numbers,
}

impl Session {
    pub fn new(connection: Connection) -> Self {
        Self { connection, numbers: Numbers::default() }
    }

    /// Runs a statement that returns nothing.
    pub fn execute(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute([]).map(drop)
    }

    #[cfg(test)]
    pub fn number_from(&self, sql: &str) -> i64 {
        self.connection.query_row(sql, [], |row| row.get(0)).expect("a number")
    }

    pub fn set_newest(&self, revision: u64) -> Result<(), Error> {
        self.connection
            .prepare_cached("UPDATE newest SET revision = ?1")
            .and_then(|mut statement| statement.execute([revision as i64]))
            .map(drop)
            .map_err(Error::engine("note the revision"))
    }

    /// Whether no transaction is open (any more).
    pub fn rolled_back(&self) -> bool {
        self.connection.is_autocommit()
    }

    /// Copies the log into the database as far as readers allow. With `truncate`, waits for them a while and
    /// empties the file.
    pub fn checkpoint(&self, truncate: bool) -> rusqlite::Result<()> {
        let mode = if truncate { "TRUNCATE" } else { "PASSIVE" };
        self.connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()))
    }

    /// After a rollback: numbers learnt in it may not have come to be.
    pub fn forget_partitions(&mut self) {
        self.numbers.known.clear();
    }

    /// The partition's number; none if nothing was ever put into it.
    fn number(&mut self, partition: &Partition) -> Result<Option<i64>, Error> {
        if let Some(number) = self.numbers.get(partition)? {
            return Ok(Some(number));
        }
        let number = self
            .connection
            .prepare_cached(
                "SELECT number FROM partitions WHERE service = ?1 AND kind = ?2 AND account = ?3 AND region = ?4",
            )
            .and_then(|mut statement| statement.query_row(names(partition), |row| row.get(0)).optional())
            .map_err(Error::engine("find a partition"))?;
        if let Some(number) = number {
            self.numbers.learn(partition, number);
        }
        Ok(number)
    }

    fn number_or_new(&mut self, partition: &Partition) -> Result<i64, Error> {
        if let Some(number) = self.number(partition)? {
            return Ok(number);
        }
        let number = self
            .connection
            .prepare_cached(
                "INSERT INTO partitions (number, service, kind, account, region)
                 SELECT coalesce(max(number), 0) + 1, ?1, ?2, ?3, ?4 FROM partitions RETURNING number",
            )
            .and_then(|mut statement| statement.query_row(names(partition), |row| row.get(0)))
            .map_err(Error::engine("make a partition"))?;
        self.numbers.learn(partition, number);
        Ok(number)
    }

    fn select(&self, select: Select) -> Result<Vec<Document>, Error> {
        let Select { sql, parameters } = select;
        let mut statement = self.connection.prepare_cached(&sql).map_err(Error::engine("list documents"))?;
        statement
            .query_map(params_from_iter(parameters), document)
            .and_then(Iterator::collect)
            .map_err(Error::engine("list documents"))
    }
}

impl Reader for Session {
    fn get(&mut self, partition: &Partition, id: &str) -> Result<Option<Document>, Error> {
        let Some(number) = self.number(partition)? else { return Ok(None) };
        self.connection
            .prepare_cached("SELECT revision, body FROM documents WHERE partition = ?1 AND id = ?2")
            .and_then(|mut statement| {
                statement
                    .query_row(params![number, id], |row| {
                        let revision = row.get::<_, i64>(0)? as u64;
                        Ok(Document { id: id.to_owned(), revision, body: row.get(1)? })
                    })
                    .optional()
            })
            .map_err(Error::engine("read a document"))
    }

    fn list(&mut self, partition: &Partition, range: Range) -> Result<Vec<Document>, Error> {
        let Some(number) = self.number(partition)? else { return Ok(Vec::new()) };
        let sql = "SELECT d.id, d.revision, d.body FROM documents d WHERE d.partition = ?1";
        self.select(Select::new(sql, vec![Value::Integer(number)]).within("d.id", range))
    }

    fn lookup(
        &mut self,
        partition: &Partition,
        index: &str,
        value: &str,
        range: Range,
    ) -> Result<Vec<Document>, Error> {
        let Some(number) = self.number(partition)? else { return Ok(Vec::new()) };
        let sql = "SELECT d.id, d.revision, d.body FROM lookups l
            JOIN documents d ON d.partition = l.partition AND d.id = l.id
            WHERE l.partition = ?1 AND l.name = ?2 AND l.value = ?3";
        let parameters = vec![Value::Integer(number), Value::Text(index.into()), Value::Text(value.into())];
        self.select(Select::new(sql, parameters).within("l.id", range))
    }

    fn count(&mut self, partition: &Partition, index: &str, value: &str) -> Result<u64, Error> {
        let Some(number) = self.number(partition)? else { return Ok(0) };
        self.connection
            .prepare_cached("SELECT count(*) FROM lookups WHERE partition = ?1 AND name = ?2 AND value = ?3")
            .and_then(|mut statement| {
                statement.query_row(params![number, index, value], |row| row.get::<_, i64>(0))
            })
            .map(|count| count as u64)
            .map_err(Error::engine("count documents"))
    }

    fn partitions(&mut self, service: &str, kind: &str) -> Result<Vec<Scope>, Error> {
        self.connection
            .prepare_cached(
                "SELECT p.account, p.region FROM partitions p WHERE p.service = ?1 AND p.kind = ?2
                 AND EXISTS (SELECT 1 FROM documents d WHERE d.partition = p.number)
                 ORDER BY p.account, p.region",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([service, kind], |row| {
                        Ok(Scope { account: row.get(0)?, region: row.get(1)? })
                    })?
                    .collect()
            })
            .map_err(Error::engine("list partitions"))
    }
}

/// One transaction of a batch.
pub struct Transaction<'a> {
    session: &'a mut Session,
    revision: u64,
    touched: &'a mut Vec<Subject>,
    wrote: bool,
    /// The first failure of the engine. What happened by then may be half done, so none of it may stay.
    broken: Option<Error>,
}

impl<'a> Transaction<'a> {
    pub fn new(session: &'a mut Session, revision: u64, touched: &'a mut Vec<Subject>) -> Self {
        Self { session, revision, touched, wrote: false, broken: None }
    }

    /// Whether anything was written, and what failed.
    pub fn finish(self) -> (bool, Option<Error>) {
        (self.wrote, self.broken)
    }

    /// Notes if the engine fails in `f`.
    fn careful<T>(&mut self, f: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let result = f(self);
        if let Err(error @ Error::Engine { .. }) = &result {
            self.broken.get_or_insert_with(|| error.clone());
        }
        result
    }

    fn execute(
        &self,
        attempt: &'static str,
        sql: &str,
        parameters: impl rusqlite::Params,
    ) -> Result<usize, Error> {
        self.session
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(parameters))
            .map_err(Error::engine(attempt))
    }

    fn touch(&mut self, service: &str, kind: &str) {
        self.wrote = true;
        if !self.touched.iter().any(|(s, k)| s == service && k == kind) {
            self.touched.push((service.to_owned(), kind.to_owned()));
        }
    }

    /// Makes the document's lookups those given. Most writes change none, so they only look.
    fn set_lookups(
        &self,
        number: i64,
        id: &str,
        lookups: &[(&str, &str)],
        is_new: bool,
    ) -> Result<(), Error> {
        let held = if is_new { Vec::new() } else { self.lookups_of(number, id)? };
        for (name, value) in &held {
            if !lookups.contains(&(name, value)) {
                let sql = "DELETE FROM lookups WHERE partition = ?1 AND name = ?2 AND value = ?3 AND id = ?4";
                self.execute("delete a lookup", sql, params![number, name, value, id])?;
            }
        }
        for (name, value) in lookups {
            if !held.iter().any(|(n, v)| n == name && v == value) {
                let sql = "INSERT INTO lookups (partition, name, value, id) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT DO NOTHING";
                self.execute("write a lookup", sql, params![number, name, value, id])?;
            }
        }
        Ok(())
    }

    fn lookups_of(&self, number: i64, id: &str) -> Result<Vec<(String, String)>, Error> {
        self.session
            .connection
            .prepare_cached("SELECT name, value FROM lookups WHERE partition = ?1 AND id = ?2")
            .and_then(|mut statement| {
                statement.query_map(params![number, id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .map_err(Error::engine("read lookups"))
    }
}

impl Reader for Transaction<'_> {
    fn get(&mut self, partition: &Partition, id: &str) -> Result<Option<Document>, Error> {
        self.careful(|t| t.session.get(partition, id))
    }

    fn list(&mut self, partition: &Partition, range: Range) -> Result<Vec<Document>, Error> {
        self.careful(|t| t.session.list(partition, range))
    }

    fn lookup(
        &mut self,
        partition: &Partition,
        index: &str,
        value: &str,
        range: Range,
    ) -> Result<Vec<Document>, Error> {
        self.careful(|t| t.session.lookup(partition, index, value, range))
    }

    fn count(&mut self, partition: &Partition, index: &str, value: &str) -> Result<u64, Error> {
        self.careful(|t| t.session.count(partition, index, value))
    }

    fn partitions(&mut self, service: &str, kind: &str) -> Result<Vec<Scope>, Error> {
        self.careful(|t| t.session.partitions(service, kind))
    }
}

impl Writer for Transaction<'_> {
    fn revision(&self) -> u64 {
        self.revision
    }

    fn put(
        &mut self,
        partition: &Partition,
        id: &str,
        expect: Expect,
        body: &[u8],
        lookups: &[(&str, &str)],
    ) -> Result<(), Error> {
        sayable(id)?;
        lookups.iter().flat_map(|(name, value)| [*name, *value]).try_for_each(sayable)?;
        let attempt = "write a document";
        let revision = self.revision as i64;
        self.careful(|t| {
            let number = match expect {
                Expect::Any | Expect::Absent => t.session.number_or_new(partition)?,
                Expect::Revision(_) => t.session.number(partition)?.ok_or_else(|| conflict(partition, id))?,
            };
            let written = match expect {
                Expect::Any => {
                    let sql = "INSERT INTO documents (partition, id, revision, body) VALUES (?1, ?2, ?3, ?4)
                        ON CONFLICT (partition, id) DO UPDATE SET revision = excluded.revision, body = excluded.body";
                    t.execute(attempt, sql, params![number, id, revision, body])?
                }
                Expect::Absent => {
                    let sql = "INSERT INTO documents (partition, id, revision, body) VALUES (?1, ?2, ?3, ?4)
                        ON CONFLICT DO NOTHING";
                    t.execute(attempt, sql, params![number, id, revision, body])?
                }
                Expect::Revision(expected) => {
                    let sql = "UPDATE documents SET revision = ?3, body = ?4
                        WHERE partition = ?1 AND id = ?2 AND revision = ?5";
                    t.execute(attempt, sql, params![number, id, revision, body, expected as i64])?
                }
            };
            if written == 0 {
                return Err(conflict(partition, id));
            }
            t.touch(partition.service, partition.kind);
            t.set_lookups(number, id, lookups, expect == Expect::Absent)
        })
    }

    fn delete(&mut self, partition: &Partition, id: &str, expect: Expect) -> Result<bool, Error> {
        let attempt = "delete a document";
        self.careful(|t| {
            let Some(number) = t.session.number(partition)? else {
                return if matches!(expect, Expect::Revision(_)) {
                    Err(conflict(partition, id))
                } else {
                    Ok(false)
                };
            };
            let sql = "DELETE FROM documents WHERE partition = ?1 AND id = ?2";
            let deleted = match expect {
                Expect::Any => t.execute(attempt, sql, params![number, id])?,
                Expect::Revision(expected) => {
                    let sql = format!("{sql} AND revision = ?3");
                    t.execute(attempt, &sql, params![number, id, expected as i64])?
                }
                Expect::Absent => match t.session.get(partition, id)? {
                    Some(_) => return Err(conflict(partition, id)),
                    None => 0,
                },
            };
            match (deleted, expect) {
                (0, Expect::Revision(_)) => Err(conflict(partition, id)),
                (0, _) => Ok(false),
                (1.., _) => {
                    t.execute(
                        attempt,
                        "DELETE FROM lookups WHERE partition = ?1 AND id = ?2",
                        params![number, id],
                    )?;
                    t.touch(partition.service, partition.kind);
                    Ok(true)
                }
            }
        })
    }

    fn clear(&mut self) -> Result<(), Error> {
        let attempt = "delete every document";
        self.careful(|t| {
            let subjects: Vec<Subject> = t
                .session
                .connection
                .prepare_cached("SELECT DISTINCT service, kind FROM partitions")
                .and_then(|mut s| s.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
                .map_err(Error::engine(attempt))?;
            t.execute(attempt, "DELETE FROM lookups", [])?;
            t.execute(attempt, "DELETE FROM documents", [])?;
            subjects.iter().for_each(|(service, kind)| t.touch(service, kind));
            Ok(())
        })
    }
}

/// Numbers of partitions, learnt from commits (or, by the writer, within its transaction). They never change.
#[derive(Default)]
struct Numbers {
    known: HashMap<String, i64>,
    /// Spares an allocation per look-up.
    key: String,
}

impl Numbers {
    fn get(&mut self, partition: &Partition) -> Result<Option<i64>, Error> {
        names(partition).into_iter().try_for_each(sayable)?;
        self.spell(partition);
        Ok(self.known.get(&self.key).copied())
    }

    fn learn(&mut self, partition: &Partition, number: i64) {
        self.spell(partition);
        self.known.insert(self.key.clone(), number);
    }

    /// Unambiguous, since no name holds a NUL.
    fn spell(&mut self, partition: &Partition) {
        self.key.clear();
        for name in names(partition) {
            self.key.push_str(name);
            self.key.push('\0');
        }
    }
}

/// A listing under construction.
struct Select {
    sql: String,
    parameters: Vec<Value>,
}

impl Select {
    fn new(sql: &str, parameters: Vec<Value>) -> Self {
        Self { sql: sql.to_owned(), parameters }
    }

    /// Texts differ only by which bounds there are, so that the statements can be kept.
    fn within(mut self, id: &str, range: Range) -> Self {
        let (low, high) = range.bounds();
        for (bound, inclusive, exclusive) in [(low, ">=", ">"), (high, "<=", "<")] {
            match bound {
                Bound::Unbounded => {}
                Bound::Included(text) => self.push(&format!(" AND {id} {inclusive} "), Value::Text(text)),
                Bound::Excluded(text) => self.push(&format!(" AND {id} {exclusive} "), Value::Text(text)),
            }
        }
        let direction = match range.order {
            Order::Ascending => "ASC",
            Order::Descending => "DESC",
        };
        let limit = range.limit.map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        self.push(&format!(" ORDER BY {id} {direction} LIMIT "), Value::Integer(limit));
        self
    }

    fn push(&mut self, sql: &str, parameter: Value) {
        self.parameters.push(parameter);
        write!(self.sql, "{sql}?{}", self.parameters.len()).expect("a String takes any text");
    }
}

fn document(row: &Row) -> rusqlite::Result<Document> {
    Ok(Document { id: row.get(0)?, revision: row.get::<_, i64>(1)? as u64, body: row.get(2)? })
}

/// In the order of the table's index.
fn names<'a>(partition: &Partition<'a>) -> [&'a str; 4] {
    [partition.service, partition.kind, partition.account, partition.region]
}

fn conflict(partition: &Partition, id: &str) -> Error {
    Error::Conflict { kind: partition.kind.to_owned(), id: id.to_owned() }
}

fn sayable(text: &str) -> Result<(), Error> {
    match text.contains('\0') {
        true => Err(Error::InvalidName { text: text.to_owned() }),
        false => Ok(()),
    }
}
