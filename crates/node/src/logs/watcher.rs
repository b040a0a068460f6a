//! Tells when a container has printed something: one inotify descriptor for all log directories of a node.

use std::collections::HashMap;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use rustix::io::Errno;
use tokio::io::unix::AsyncFd;
use tokio::sync::Notify;

/// Shims write many times a second, and nobody wants to know of each: all who wait gather lines for longer than this anyway.
const REST: Duration = Duration::from_millis(20);

/// Wakes those who wait for a directory's files to grow.
pub(crate) struct Watcher {
    inotify: AsyncFd<OwnedFd>,
    waiting: Mutex<HashMap<i32, Arc<Notify>>>,
}

/// A watch on one directory; it ends when this is dropped.
pub(crate) struct Watch {
    watcher: Arc<Watcher>,
    descriptor: i32,
    notify: Arc<Notify>,
}

impl Watcher {
    pub(crate) fn new() -> io::Result<Arc<Self>> {
        let inotify = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        // SAFETY: an `OwnedFd` stands for the same open descriptor for as long as it lives.
        let inotify = unsafe { AsyncFd::register(inotify) }?;
        Ok(Arc::new(Self { inotify, waiting: Mutex::default() }))
    }

    /// Passes events on, for as long as anybody watches.
    pub(crate) async fn run(self: Arc<Self>) -> io::Result<()> {
        loop {
            let mut ready = self.inotify.readable().await?;
            let mut buffer = [MaybeUninit::<u8>::uninit(); 4096];
            let mut events = inotify::Reader::new(self.inotify.get_ref(), &mut buffer);
            loop {
                match events.next() {
                    Ok(event) => self.wake(event.wd()),
                    Err(Errno::AGAIN) => break,
                    Err(error) => return Err(error.into()),
                }
            }
            ready.clear_ready();
            tokio::time::sleep(REST).await;
        }
    }

    pub(crate) fn watch(self: &Arc<Self>, directory: &Path) -> io::Result<Watch> {
        let flags = WatchFlags::MODIFY | WatchFlags::CREATE;
        let notify = Arc::new(Notify::new());
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let descriptor = inotify::add_watch(self.inotify.get_ref(), directory, flags)?;
        waiting.insert(descriptor, Arc::clone(&notify));
        Ok(Watch { watcher: Arc::clone(self), descriptor, notify })
    }

    fn wake(&self, descriptor: i32) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if descriptor < 0 {
            // The queue overflowed: anybody may have missed something.
            waiting.values().for_each(|notify| notify.notify_one());
        } else if let Some(notify) = waiting.get(&descriptor) {
            notify.notify_one();
        }
    }
}

impl Watch {
    /// Resolves when something was written since this was last awaited.
    pub(crate) async fn written(&self) {
        self.notify.notified().await;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut waiting = self.watcher.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.remove(&self.descriptor);
        // Fails when the directory is gone, and the watch with it.
        let _ = inotify::remove_watch(self.watcher.inotify.get_ref(), self.descriptor);
    }
}
