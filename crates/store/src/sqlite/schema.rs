//! The schema and the way to it: numbered steps, each recorded with its number in `schema_steps`.
//!
//! Changing the schema: mend `schema.sql`, and append the step that takes a store of yesterday there. Steps
//! that were released are never edited. All that are due run in one transaction, so a store is at the old
//! version or at the new one; still each is written to do no harm if it finds its work done.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::Error;

const FRESH: &str = include_str!("schema.sql");

/// The first step is 1, the version of a store is its last.
const STEPS: &[&str] = &[
    // 1: documents in their partitions, and the revision.
    "CREATE TABLE IF NOT EXISTS partitions (number BIGINT NOT NULL PRIMARY KEY, service TEXT NOT NULL,
        kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
        UNIQUE (service, kind, account, region));
     CREATE TABLE IF NOT EXISTS documents (partition BIGINT NOT NULL, id TEXT NOT NULL,
        revision BIGINT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (partition, id));
     CREATE TABLE IF NOT EXISTS newest (revision BIGINT NOT NULL);
     INSERT INTO newest (revision) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM newest);",
    // 2: finding documents by other values than their ids.
    "CREATE TABLE IF NOT EXISTS lookups (partition BIGINT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        id TEXT NOT NULL, PRIMARY KEY (partition, name, value, id)) WITHOUT ROWID;
     CREATE INDEX IF NOT EXISTS lookups_of_document ON lookups (partition, id);",
];

/// Brings the store to this release's schema and returns the revision of its newest commit.
pub fn prepare(connection: &mut Connection) -> Result<u64, Error> {
    let known = STEPS.len() as u32;
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::engine("begin the schema's transaction"))?;
    let found = version(&transaction).map_err(Error::engine("read the schema's version"))?;
    if let Some(found) = found.filter(|found| *found > known) {
        return Err(Error::Newer { found, known });
    }
    let revision = match found {
        None => create(&transaction),
        Some(found) => migrate(&transaction, found),
    }
    .and_then(|()| transaction.query_row("SELECT revision FROM newest", [], |row| row.get::<_, i64>(0)))
    .map_err(Error::engine("bring the schema up to date"))?;
    transaction.commit().map_err(Error::engine("commit the schema"))?;
    Ok(revision as u64)
}

/// None if there is no schema at all yet.
fn version(connection: &Connection) -> rusqlite::Result<Option<u32>> {
    let table = "SELECT 1 FROM sqlite_schema WHERE name = 'schema_steps'";
    match connection.query_row(table, [], |_| Ok(())).optional()? {
        None => Ok(None),
        Some(()) => connection.query_row("SELECT max(number) FROM schema_steps", [], |row| row.get(0)),
    }
}

fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(FRESH)?;
    connection.execute("INSERT INTO newest (revision) VALUES (0)", [])?;
    connection.execute_batch("CREATE TABLE schema_steps (number BIGINT NOT NULL PRIMARY KEY)")?;
    (1..=STEPS.len()).try_for_each(|number| record(connection, number))
}

fn migrate(connection: &Connection, found: u32) -> rusqlite::Result<()> {
    for (index, step) in STEPS.iter().enumerate().skip(found as usize) {
        tracing::info!(step = index + 1, "migrate the store");
        connection.execute_batch(step)?;
        record(connection, index + 1)?;
    }
    Ok(())
}

fn record(connection: &Connection, number: usize) -> rusqlite::Result<()> {
    connection.execute("INSERT INTO schema_steps (number) VALUES (?1)", [number as i64]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every table and index, without the whitespace of its definition.
    fn shape(connection: &Connection) -> Vec<(String, String)> {
        let mut statement =
            connection.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name").unwrap();
        statement
            .query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
            .unwrap()
            .map(|row| row.map(|(name, sql)| (name, sql.split_whitespace().collect())).unwrap())
            .collect()
    }

    fn fresh() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        assert_eq!(prepare(&mut connection).unwrap(), 0);
        connection
    }

    /// A store as the release with `version` steps left it.
    fn old(version: usize) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE schema_steps (number BIGINT NOT NULL PRIMARY KEY)").unwrap();
        for (index, step) in STEPS.iter().enumerate().take(version) {
            connection.execute_batch(step).unwrap();
            record(&connection, index + 1).unwrap();
        }
        connection
    }

    #[test]
    fn the_steps_from_any_version_add_up_to_the_fresh_schema() {
        let expected = shape(&fresh());
        for version in 1..=STEPS.len() {
            let mut connection = old(version);
            prepare(&mut connection).unwrap();
            assert_eq!(shape(&connection), expected, "from version {version}");
            assert_eq!(super::version(&connection).unwrap(), Some(STEPS.len() as u32));
        }
    }

    #[test]
    fn migrating_keeps_documents_and_revision() {
        let mut connection = old(1);
        connection
            .execute_batch(
                "UPDATE newest SET revision = 7;
                 INSERT INTO partitions VALUES (1, 'ecs', 'cluster', '0', 'r');
                 INSERT INTO documents VALUES (1, 'default', 7, x'7b7d')",
            )
            .unwrap();
        assert_eq!(prepare(&mut connection).unwrap(), 7);
        let id: String = connection.query_row("SELECT id FROM documents", [], |row| row.get(0)).unwrap();
        assert_eq!(id, "default");
    }

    #[test]
    fn each_step_may_find_its_work_done() {
        let connection = fresh();
        let expected = shape(&connection);
        STEPS.iter().for_each(|step| connection.execute_batch(step).unwrap());
        assert_eq!(shape(&connection), expected);
        let rows: i64 = connection.query_row("SELECT count(*) FROM newest", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 1);
    }

    #[test]
    fn a_newer_store_is_refused_untouched() {
        let mut connection = fresh();
        connection.execute_batch("INSERT INTO schema_steps VALUES (99)").unwrap();
        let expected = shape(&connection);
        let error = prepare(&mut connection).unwrap_err();
        assert_eq!(error.to_string(), "store has schema version 99, this release knows versions up to 2");
        assert_eq!(shape(&connection), expected);
    }
}
