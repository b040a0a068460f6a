//! What callers of one address may take up together, so that none is in the way of others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Limits;

/// The shares of all callers who have connections.
pub(super) struct Shares {
    connections: usize,
    body_bytes: usize,
    callers: Mutex<HashMap<IpAddr, Arc<Share>>>,
}

/// One caller's.
pub(super) struct Share {
    connections: Arc<Semaphore>,
    body_bytes: Arc<Semaphore>,
}

impl Shares {
    pub fn new(limits: &Limits) -> Self {
        Self {
            connections: limits.max_connections_per_caller,
            // One body must fit.
            body_bytes: limits.max_body_bytes_per_caller.max(limits.max_body_bytes),
            callers: Mutex::default(),
        }
    }

    /// A place for another connection of a caller; none if it has as many as it may.
    pub fn connect(&self, caller: IpAddr) -> Option<(Arc<Share>, OwnedSemaphorePermit)> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever has no connection any more is only known here.
        callers.retain(|known, share| *known == caller || Arc::strong_count(share) > 1);
        let share = callers.entry(caller).or_insert_with(|| {
            Arc::new(Share {
                connections: Arc::new(Semaphore::new(self.connections)),
                body_bytes: Arc::new(Semaphore::new(self.body_bytes)),
            })
        });
        let place = Arc::clone(&share.connections).try_acquire_owned().ok()?;
        Some((Arc::clone(share), place))
    }
}

impl Share {
    /// Waits until a body of that many bytes may be held in memory.
    pub async fn hold(&self, bytes: usize) -> OwnedSemaphorePermit {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        Arc::clone(&self.body_bytes).acquire_many_owned(bytes).await.expect("the semaphore is never closed")
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn what_one_caller_takes_up_is_there_for_others() {
        let limits = Limits {
            max_connections_per_caller: 2,
            max_body_bytes: 10,
            max_body_bytes_per_caller: 15,
            ..Limits::default()
        };
        let shares = Shares::new(&limits);
        let [greedy, other] = [1, 2].map(|last| IpAddr::from([10, 0, 0, last]));
        let (share, first) = shares.connect(greedy).unwrap();
        let (again, _second) = shares.connect(greedy).unwrap();
        assert!(shares.connect(greedy).is_none());
        let held = share.hold(10).now_or_never().unwrap();
        assert!(again.hold(10).now_or_never().is_none());
        let (theirs, _place) = shares.connect(other).unwrap();
        assert!(theirs.hold(10).now_or_never().is_some());
        drop((first, held));
        assert!(shares.connect(greedy).is_some() && again.hold(10).now_or_never().is_some());
    }

    #[test]
    fn who_is_gone_is_forgotten() {
        let shares = Shares::new(&Limits::default());
        for last in 0..100 {
            assert!(shares.connect(IpAddr::from([10, 0, 0, last])).is_some());
        }
        assert_eq!(shares.callers.lock().unwrap().len(), 1);
    }
}
