//! The master key of a data directory: found at start, replaced while the daemon runs.
//!
//! The store remembers which key was current (a document, not the key), so that a start with another file is refused before it does
//! harm: secrets under a key that nobody has would be lost, and one would notice late.
//!
//! A rotation writes the file first, with the new key in front of the former ones, then uses it, then brings all values under it.
//! Killed in between it has lost nothing: the former keys are in the file until a rotation that has finished is told to forget
//! them, and what is left to do is done at the next start, or by asking again.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use neargate_core::chain;
use neargate_kms::Kms;
use neargate_seal::file::{self, FileError};
use neargate_seal::{Keyring, MasterKeys};
use neargate_secretsmanager::SecretsManager;
use neargate_ssm::Ssm;
use neargate_store::{Durability, Error, Expect, ReadRecords as _, Record, Store, WriteRecords as _};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::commands::Failure;

/// In the data directory, unless the operator keeps it elsewhere.
pub(crate) const FILE: &str = "master.key";

/// Which key was current when a value was last sealed.
#[derive(Debug, Serialize, Deserialize)]
struct Known {
    id: String,
}

impl Record for Known {
    const SERVICE: &'static str = "neargate";
    const KIND: &'static str = "master-key";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed("current")
    }
}

/// Opens the keys of a data directory, making the file at its first start.
pub(crate) async fn open(path: &Path, store: &Store) -> Result<Keyring, Failure> {
    let known = known(store).await?;
    let keys = match file::load(path) {
        Err(FileError::Read { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => match &known {
            None => file::ensure(path).map_err(|error| Failure(chain(&error)))?,
            Some(id) => return Err(missing(path, id)),
        },
        other => other.map_err(|error| Failure(chain(&error)))?,
    };
    if let Some(id) = known.filter(|id| !keys.holds(id)) {
        return Err(missing(path, &id));
    }
    remember(store, &keys).await?;
    Ok(Keyring::new(keys))
}

fn missing(path: &Path, id: &str) -> Failure {
    let path = path.display();
    Failure(format!(
        "the secrets here are sealed under master key {id}, which isn't in {path}: bring back the file that has it, or name it \
         by --master-key-file"
    ))
}

async fn known(store: &Store) -> Result<Option<String>, Failure> {
    let known = store.read(|r| r.get_record::<Known>("", "", "current")).await;
    Ok(known.map_err(|error| Failure(chain(&error)))?.map(|known| known.value.id))
}

async fn remember(store: &Store, keys: &MasterKeys) -> Result<(), Failure> {
    let current = Known { id: keys.current_id().to_owned() };
    let written = store.write(Durability::Power, move |w| {
        let known = w.get_record::<Known>("", "", "current")?;
        if known.is_none_or(|known| known.value.id != current.id) {
            w.put_record("", "", &current, Expect::Any)?;
        }
        Ok::<_, Error>(())
    });
    written.await.map_err(|error| Failure(chain(&error)))
}

/// What a rotation did.
#[derive(Debug, Serialize)]
pub(crate) struct Rotation {
    pub current: String,
    pub rewrapped: usize,
    /// Keys that are kept for backups' sake.
    pub former: Vec<String>,
}

/// Those who keep values under the master key.
pub(crate) struct Sealed {
    pub keys: Arc<Kms>,
    pub secrets: Arc<SecretsManager>,
    pub parameters: Arc<Ssm>,
}

/// The keys of a running daemon, and all that is sealed under them.
pub(crate) struct MasterKey {
    path: PathBuf,
    store: Store,
    keyring: Keyring,
    sealed: Sealed,
    /// One at a time.
    turn: Mutex<()>,
}

impl MasterKey {
    pub(crate) fn new(path: PathBuf, store: Store, keyring: Keyring, sealed: Sealed) -> Self {
        Self { path, store, keyring, sealed, turn: Mutex::new(()) }
    }

    /// Finishes a rotation that was interrupted.
    pub(crate) async fn settle(&self) {
        let _turn = self.turn.lock().await;
        if self.keyring.keys().former_ids().next().is_none() {
            return;
        }
        match self.rewrap().await {
            Ok(0) => {}
            Ok(rewrapped) => {
                tracing::info!(rewrapped, "an interrupted rotation of the master key is finished")
            }
            Err(error) => tracing::error!(%error, "finish an interrupted rotation of the master key"),
        }
    }

    /// Puts a new master key in front and brings all values under it; then forgets the former ones, if that is wanted.
    pub(crate) async fn rotate(&self, forget_former: bool) -> Result<Rotation, Failure> {
        let _turn = self.turn.lock().await;
        self.use_keys(self.keyring.keys().rotated()).await?;
        let rewrapped = self.rewrap().await?;
        if forget_former {
            self.use_keys(self.keyring.keys().without_former()).await?;
        }
        let keys = self.keyring.keys();
        let former = keys.former_ids().map(str::to_owned).collect();
        tracing::info!(key = keys.current_id(), rewrapped, "the master key was rotated");
        Ok(Rotation { current: keys.current_id().to_owned(), rewrapped, former })
    }

    /// The file first: nothing may be sealed under a key that a power failure could take.
    async fn use_keys(&self, keys: MasterKeys) -> Result<(), Failure> {
        file::save(&self.path, &keys).map_err(|error| {
            Failure(format!(
                "{}. Nothing was changed. If the file is another program's to write: put a new key above the others in it, and \
                 start neargate again",
                chain(&error)
            ))
        })?;
        self.keyring.replace(keys.clone());
        remember(&self.store, &keys).await
    }

    async fn rewrap(&self) -> Result<usize, Failure> {
        let Sealed { keys, secrets, parameters } = &self.sealed;
        let keys = keys.rewrap().await.map_err(|error| Failure(chain(&error)))?;
        let secrets = secrets.rewrap().await.map_err(|error| Failure(chain(&error)))?;
        let parameters = parameters.rewrap().await.map_err(|error| Failure(chain(&error)))?;
        Ok(keys + secrets + parameters)
    }
}

#[cfg(test)]
mod tests {
    use neargate_core::SystemClock;

    use super::*;

    struct Fixture {
        directory: tempfile::TempDir,
        store: Store,
    }

    impl Fixture {
        fn new() -> Self {
            let directory = tempfile::tempdir().expect("a directory");
            Self { directory, store: Store::in_memory().expect("a store") }
        }

        fn path(&self) -> PathBuf {
            self.directory.path().join(FILE)
        }

        async fn open(&self) -> Result<MasterKey, Failure> {
            let keyring = open(&self.path(), &self.store).await?;
            let clock = Arc::new(SystemClock);
            let sealed = Sealed {
                keys: Kms::new(self.store.clone(), clock.clone(), keyring.clone()),
                secrets: SecretsManager::new(self.store.clone(), clock.clone(), keyring.clone()),
                parameters: Ssm::new(self.store.clone(), clock, keyring.clone()),
            };
            Ok(MasterKey::new(self.path(), self.store.clone(), keyring, sealed))
        }
    }

    #[tokio::test]
    async fn a_start_with_another_key_is_refused_and_makes_none() {
        let fixture = Fixture::new();
        let first = fixture.open().await.unwrap().keyring.keys().current_id().to_owned();
        assert_eq!(fixture.open().await.unwrap().keyring.keys().current_id(), first);
        std::fs::remove_file(fixture.path()).unwrap();
        let text = fixture.open().await.err().unwrap().to_string();
        assert!(text.contains(&first) && text.contains("--master-key-file"), "{text}");
        assert!(!fixture.path().exists());
        file::save(&fixture.path(), &MasterKeys::generate()).unwrap();
        assert!(fixture.open().await.is_err());
    }

    #[tokio::test]
    async fn a_rotation_keeps_former_keys_until_it_is_told_to_forget_them() {
        let fixture = Fixture::new();
        let key = fixture.open().await.unwrap();
        let first = key.keyring.keys().current_id().to_owned();
        let second = key.rotate(false).await.unwrap();
        assert_eq!(second.former, [first.as_str()]);
        assert_eq!(fixture.open().await.unwrap().keyring.keys().current_id(), second.current);
        let third = key.rotate(true).await.unwrap();
        assert!(third.former.is_empty());
        let keys = file::load(&fixture.path()).unwrap();
        assert!(keys.holds(&third.current) && !keys.holds(&first) && !keys.holds(&second.current));
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_written_changes_nothing() {
        let fixture = Fixture::new();
        let mut key = fixture.open().await.unwrap();
        let before = key.keyring.keys().current_id().to_owned();
        key.path = fixture.directory.path().join("nowhere").join(FILE);
        let text = key.rotate(false).await.unwrap_err().to_string();
        assert!(text.contains("Nothing was changed"), "{text}");
        assert_eq!(key.keyring.keys().current_id(), before);
    }
}
