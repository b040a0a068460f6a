//! Places for what is fetched at a time, by registry: one that never comes to an end, with a byte now and then, keeps nobody from others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) struct Places {
    of_each: usize,
    registries: Mutex<HashMap<String, Arc<Semaphore>>>,
}

impl Places {
    pub fn new(of_each: usize) -> Self {
        Self { of_each, registries: Mutex::default() }
    }

    pub async fn take(&self, registry: &str) -> OwnedSemaphorePermit {
        let places = {
            let mut registries = self.registries.lock().expect("no panic while locked");
            // Those from which nothing is fetched or waited for are only known here.
            registries.retain(|_, places| Arc::strong_count(places) > 1);
            let places = registries.entry(registry.to_owned());
            Arc::clone(places.or_insert_with(|| Arc::new(Semaphore::new(self.of_each))))
        };
        places.acquire_owned().await.expect("never closed")
    }
}
