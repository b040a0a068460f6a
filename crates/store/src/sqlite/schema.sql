-- The schema as it stands. A fresh store is made from this; older ones get here by the steps in schema.rs.
--
-- Text is compared by its bytes: SQLite's default; PostgreSQL wants COLLATE "C" on every text column.

-- Numbers for the long names, given in order and never taken back: readers may remember them.
CREATE TABLE partitions (
    number BIGINT NOT NULL PRIMARY KEY,
    service TEXT NOT NULL,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    UNIQUE (service, kind, account, region)
);

CREATE TABLE documents (
    partition BIGINT NOT NULL,
    id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (partition, id)
);

-- A row per lookup of a document, written and removed together with it.
CREATE TABLE lookups (
    partition BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (partition, name, value, id)
) WITHOUT ROWID;

CREATE INDEX lookups_of_document ON lookups (partition, id);

-- One row: the revision of the newest commit. Deletions count, so it isn't the greatest of the documents'.
CREATE TABLE newest (
    revision BIGINT NOT NULL
);
