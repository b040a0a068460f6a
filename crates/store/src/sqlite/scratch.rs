//! Directories of stores that shall not outlive their process.
//!
//! A store removes its own when its last handle goes. One that was never dropped (its process was killed, or a
//! test's handles hold each other) leaves it behind; the next process to make one sweeps it away.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Once;

use tempfile::TempDir;

use super::lock::Lock;

const PREFIX: &str = "neargate-scratch-";

pub fn make() -> io::Result<TempDir> {
    static SWEPT: Once = Once::new();
    let parent = std::env::temp_dir();
    SWEPT.call_once(|| sweep(&parent));
    tempfile::Builder::new().prefix(&format!("{PREFIX}{}-", std::process::id())).tempdir_in(parent)
}

/// Removes what dead processes left. The name tells whose it is; the lock tells whether that one is dead or just
/// in another process namespace.
fn sweep(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let owner =
            name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split('-').next()?.parse::<u32>().ok());
        if owner.is_some_and(|pid| !Path::new("/proc").join(pid.to_string()).exists())
            && let Ok(_free) = Lock::take(&entry.path())
        {
            // Somebody may be sweeping beside us; then it is gone as well.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_dead_left_is_swept() {
        let parent = tempfile::tempdir().unwrap();
        // No process has such a number: the kernel's limit is 2^22.
        let [dead, held, ours, foreign] = [
            "neargate-scratch-99999999-a",
            "neargate-scratch-99999999-b",
            &format!("{PREFIX}{}-c", std::process::id()),
            "else-99999999-d",
        ]
        .map(|name| parent.path().join(name));
        for dir in [&dead, &held, &ours, &foreign] {
            fs::create_dir(dir).unwrap();
        }
        let lock = Lock::take(&held).unwrap();
        sweep(parent.path());
        assert!(!dead.exists());
        assert!(held.exists() && ours.exists() && foreign.exists());
        drop(lock);
        sweep(parent.path());
        assert!(!held.exists());
    }
}
