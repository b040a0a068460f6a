//! What each task may take up of its resolver.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

/// Places by task. A task is an address: nobody speaks with another's.
pub(super) struct Shares {
    places: usize,
    tasks: HashMap<IpAddr, Arc<()>>,
}

/// A place that is taken while this lives.
pub(super) type Place = Arc<()>;

impl Shares {
    pub(super) fn of(places: usize) -> Self {
        Self { places, tasks: HashMap::new() }
    }

    /// A place for a task; none if it has all that it may.
    pub(super) fn take(&mut self, task: IpAddr) -> Option<Place> {
        // More tasks than a subnet is likely to have at work: time to forget those that aren't.
        const KNOWN_MAX: usize = 4096;
        if self.tasks.len() >= KNOWN_MAX {
            self.tasks.retain(|_, taken| Arc::strong_count(taken) > 1);
        }
        let taken = self.tasks.entry(task).or_default();
        (Arc::strong_count(taken) <= self.places).then(|| Arc::clone(taken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_has_its_places_and_no_others() {
        let mut shares = Shares::of(2);
        let [greedy, other] = [1, 2].map(|last| IpAddr::from([10, 0, 0, last]));
        let taken = [shares.take(greedy), shares.take(greedy)];
        assert!(taken.iter().all(Option::is_some) && shares.take(greedy).is_none());
        assert!(shares.take(other).is_some());
        drop(taken);
        assert!(shares.take(greedy).is_some());
    }
}
