//! Lets callers that want the same thing at the same time share one piece of work.
//!
//! A caller shares a result only if the work for it began after the caller came, so an answer is never older than the
//! question; whoever comes in the middle of a run shares the next. A caller that is dropped stops its run, and the
//! next in line begins anew.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

pub(crate) struct Flights<T> {
    slots: Mutex<HashMap<String, Arc<Slot<T>>>>,
}

struct Slot<T> {
    /// Counts arrivals and starts alike, so that they can be compared.
    clock: AtomicU64,
    last: tokio::sync::Mutex<Option<(u64, T)>>,
}

impl<T> Default for Flights<T> {
    fn default() -> Self {
        Self { slots: Mutex::default() }
    }
}

impl<T: Clone> Flights<T> {
    pub async fn run(&self, key: &str, work: impl Future<Output = T>) -> T {
        let boarding = Boarding { flights: self, key, slot: Some(self.slot(key)) };
        let slot = boarding.slot.as_ref().expect("taken on drop only");
        let arrived = slot.clock.fetch_add(1, Ordering::SeqCst);
        let mut last = slot.last.lock().await;
        if let Some((started, result)) = &*last
            && *started > arrived
        {
            return result.clone();
        }
        let started = slot.clock.fetch_add(1, Ordering::SeqCst);
        let result = work.await;
        *last = Some((started, result.clone()));
        result
    }

    fn slot(&self, key: &str) -> Arc<Slot<T>> {
        let mut slots = self.slots.lock().expect("no panic while locked");
        let slot = slots.entry(key.to_owned()).or_insert_with(|| {
            Arc::new(Slot { clock: AtomicU64::new(0), last: tokio::sync::Mutex::new(None) })
        });
        slot.clone()
    }
}

/// Removes the slot with its last user.
struct Boarding<'a, T> {
    flights: &'a Flights<T>,
    key: &'a str,
    slot: Option<Arc<Slot<T>>>,
}

impl<T> Drop for Boarding<'_, T> {
    fn drop(&mut self) {
        let mut slots = self.flights.slots.lock().expect("no panic while locked");
        self.slot = None;
        if slots.get(self.key).is_some_and(|slot| Arc::strong_count(slot) == 1) {
            slots.remove(self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn many_callers_cost_two_runs_and_leave_nothing() {
        let flights = Arc::new(Flights::<usize>::default());
        let runs = Arc::new(AtomicUsize::new(0));
        let callers: Vec<_> = (0..20)
            .map(|_| {
                let (flights, runs) = (flights.clone(), runs.clone());
                tokio::spawn(async move {
                    let work = async {
                        tokio::task::yield_now().await;
                        runs.fetch_add(1, Ordering::SeqCst)
                    };
                    flights.run("x", work).await
                })
            })
            .collect();
        for caller in callers {
            caller.await.unwrap();
        }
        assert_eq!(runs.load(Ordering::SeqCst), 2, "the first alone, all who came meanwhile together");
        assert!(flights.slots.lock().unwrap().is_empty());
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_dropped_caller_hands_over() {
        let flights = Arc::new(Flights::<u8>::default());
        let first = tokio::spawn({
            let flights = flights.clone();
            async move { flights.run("x", std::future::pending()).await }
        });
        tokio::task::yield_now().await;
        let second = tokio::spawn({
            let flights = flights.clone();
            async move { flights.run("x", async { 7 }).await }
        });
        tokio::task::yield_now().await;
        first.abort();
        assert_eq!(second.await.unwrap(), 7);
    }
}
