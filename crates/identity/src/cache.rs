//! What is remembered of the store until something that it was made from changes.

use std::collections::HashMap;
use std::hash::Hash;

use neargate_store::{Record, Store, Watch};

/// Entries beyond this are forgotten, all at once: they are quickly made again.
const MAX_ENTRIES: usize = 16_384;

pub(crate) struct Cache<K, V> {
    entries: HashMap<K, V>,
    watches: Vec<Watch>,
    /// Counts the changes: what was read before one must not be kept after it.
    generation: u64,
}

/// When a value was asked for. Whoever reads after this may keep what they read, unless there was a change in between.
#[derive(Clone, Copy)]
pub(crate) struct Asked(u64);

/// The kinds of documents that entries are made from.
pub(crate) trait Kinds {
    fn watches(store: &Store) -> Vec<Watch>;
}

impl<A: Record, B: Record, C: Record> Kinds for (A, B, C) {
    fn watches(store: &Store) -> Vec<Watch> {
        vec![watch::<A>(store), watch::<B>(store), watch::<C>(store)]
    }
}

impl<A: Record, B: Record, C: Record, D: Record> Kinds for (A, B, C, D) {
    fn watches(store: &Store) -> Vec<Watch> {
        vec![watch::<A>(store), watch::<B>(store), watch::<C>(store), watch::<D>(store)]
    }
}

fn watch<R: Record>(store: &Store) -> Watch {
    store.watch(R::SERVICE, R::KIND)
}

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    pub fn watching<T: Kinds>(store: &Store) -> Self {
        Self { entries: HashMap::new(), watches: T::watches(store), generation: 0 }
    }

    /// What is remembered, or the leave to remember what is read from now on.
    pub fn get<Q>(&mut self, key: &Q) -> Result<V, Asked>
    where
        K: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.refresh();
        self.entries.get(key).cloned().ok_or(Asked(self.generation))
    }

    pub fn keep(&mut self, asked: Asked, key: K, value: V) {
        self.refresh();
        if asked.0 != self.generation {
            return;
        }
        if self.entries.len() >= MAX_ENTRIES {
            self.entries.clear();
        }
        self.entries.insert(key, value);
    }

    fn refresh(&mut self) {
        // Each watch is asked: a change that is left standing would drop the entries once more.
        let changed = self.watches.iter_mut().fold(false, |changed, watch| watch.take_change() | changed);
        if changed {
            self.entries.clear();
            self.generation += 1;
        }
    }
}
