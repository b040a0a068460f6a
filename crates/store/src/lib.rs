//! The state of the control plane: small JSON documents, read at one moment, written in transactions.
//!
//! A [`Document`] lives in a [`Partition`] (service, account, region, kind) under an id. Every committed
//! transaction gets the next *revision*, a number that is global and only grows; all that it wrote carries it.
//! A write may *expect* what it replaces ([`Expect`]), so a decision that rests on a read names the revision
//! that it has seen. *Lookups* are pairs of name and value under which a document is found besides its id.
//!
//! What is durable: every acknowledged write, against the death of the process always, against the loss of
//! power by default ([`Durability`]). Nothing else is kept: watches, page tokens and caches are rebuilt from
//! the documents.
//!
//! Transactions are **synchronous closures that may run more than once**: they compute, read and write through
//! the handle they are given, and do nothing else. So an embedded engine runs many of them within one commit,
//! and a remote one may repeat them after a serialization failure. What they need to know of the outside
//! (time, new ids) is captured before.
//!
//! Holds: a transaction is there as a whole or not at all; readers see one moment; what one sees stays.
//! Dies well: at any line. The engine's log is replayed at the next open; nobody has to tidy up.
//! Elsewhere: bytes (images, objects, log segments) are no documents. A page is a [`Range`] plus a [`token`].
//!
//! ```
//! # use neargate_store::{Durability, Error, Expect, Partition, Store};
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Error> {
//! let store = Store::in_memory()?;
//! store
//!     .write(Durability::Power, |w| {
//!         let clusters = Partition::new("ecs", "000000000000", "eu-west-1", "cluster");
//!         w.put(&clusters, "default", Expect::Absent, b"{}", &[])
//!     })
//!     .await?;
//! # Ok(()) }
//! ```

mod document;
mod error;
mod record;
mod sqlite;
mod store;
pub mod token;
mod walk;
mod watch;

pub use document::{Document, Expect, Order, Partition, Range, Reader, Scope, Writer, end_of_prefix};
pub use error::Error;
pub use neargate_core::Durability;
pub use record::{ReadRecords, Record, Stored, WriteRecords};
pub use store::Store;
pub use watch::Watch;
