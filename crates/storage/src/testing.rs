//! A mount for tests. Needs root.

use std::path::Path;

use rustix::mount::{MountFlags, UnmountFlags};

/// A directory with something mounted on it, which goes with it.
pub(crate) struct Mounted(tempfile::TempDir);

impl Mounted {
    pub fn new(kind: &str) -> Self {
        let mounted = Self(tempfile::tempdir().unwrap());
        mounted.mount(kind);
        mounted
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn mount(&self, kind: &str) {
        rustix::mount::mount(kind, self.path(), kind, MountFlags::empty(), None).unwrap();
    }

    pub fn unmount(&self) {
        rustix::mount::unmount(self.path(), UnmountFlags::DETACH).unwrap();
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = rustix::mount::unmount(self.path(), UnmountFlags::DETACH);
    }
}
