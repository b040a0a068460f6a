//! When each image was used last, by manifest digest.
//!
//! Noted in memory by whoever pulls or runs an image, and written to `uses.json` now and then, never on a task's way: a death takes
//! the notes of the last moments with it, and an image then counts as a little less recently used than it was.
//! An image that nothing is known of counts as used when the store was opened.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::disk::Disk;
use crate::error::Error;

const VERSION: u32 = 1;

pub(crate) struct Uses(Mutex<State>);

#[derive(Default)]
struct State {
    /// In seconds since 1970.
    last: HashMap<Digest, u64>,
    is_written: bool,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    last_used: HashMap<Digest, u64>,
}

impl Uses {
    /// Reads what was written. What can't be read costs no more than knowledge.
    pub fn read(disk: &Disk) -> Self {
        let last = match disk.read_uses() {
            Ok(None) => HashMap::new(),
            Ok(Some(bytes)) => match serde_json::from_slice::<File>(&bytes) {
                Ok(file) if file.version <= VERSION => file.last_used,
                Ok(file) => {
                    tracing::warn!(
                        version = file.version,
                        "uses of images were written by a newer program: forgotten"
                    );
                    HashMap::new()
                }
                Err(error) => {
                    tracing::warn!(%error, "uses of images can't be read: forgotten");
                    HashMap::new()
                }
            },
            Err(error) => {
                tracing::warn!(%error, "uses of images can't be read: forgotten");
                HashMap::new()
            }
        };
        Self(Mutex::new(State { last, is_written: true }))
    }

    /// Notes that these are used now. Costs a look-up.
    pub fn note<'a>(&self, digests: impl IntoIterator<Item = &'a Digest>, now: SystemTime) {
        let now = seconds(now);
        let mut state = self.0.lock().expect("no panic while locked");
        for digest in digests {
            let known = state.last.get(digest).copied();
            if known.is_none_or(|known| known < now) {
                state.last.insert(digest.clone(), now);
                state.is_written = false;
            }
        }
    }

    /// When it was used last; now if that isn't known.
    pub fn last(&self, digest: &Digest, now: SystemTime) -> SystemTime {
        let state = self.0.lock().expect("no panic while locked");
        state.last.get(digest).map_or(now, |seconds| UNIX_EPOCH + Duration::from_secs(*seconds))
    }

    /// Writes what has changed of those that are `known`, and forgets the others. Blocks.
    pub fn write(&self, disk: &Disk, known: &HashSet<Digest>) -> Result<(), Error> {
        let bytes = {
            let mut state = self.0.lock().expect("no panic while locked");
            let before = state.last.len();
            state.last.retain(|digest, _| known.contains(digest));
            if std::mem::replace(&mut state.is_written, true) && state.last.len() == before {
                return Ok(());
            }
            let file = File { version: VERSION, last_used: state.last.clone() };
            serde_json::to_vec(&file).expect("plain data")
        };
        disk.write_uses(&bytes).inspect_err(|_| {
            self.0.lock().expect("no panic while locked").is_written = false;
        })
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_outlive_the_process_and_never_go_back() {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::open(dir.path()).unwrap();
        let [one, two] = [b"1", b"2"].map(|text| Digest::of(text));
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let uses = Uses::read(&disk);
        assert_eq!(uses.last(&one, at(9)), at(9));
        uses.note([&one, &two], at(100));
        uses.note([&one], at(50));
        uses.write(&disk, &HashSet::from([one.clone()])).unwrap();
        let uses = Uses::read(&disk);
        assert_eq!(uses.last(&one, at(200)), at(100));
        assert_eq!(uses.last(&two, at(200)), at(200), "nobody has it any more");

        std::fs::write(dir.path().join("uses.json"), "{").unwrap();
        assert_eq!(Uses::read(&disk).last(&one, at(200)), at(200));
    }
}
