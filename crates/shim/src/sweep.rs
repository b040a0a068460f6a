//! Clearing away the control groups of shims that were killed.

use std::fs;
use std::path::Path;

use crate::cgroup::{CgroupError, Layout, kill_all, remove_directory};

/// What [`sweep`] did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Names of the tasks of which a control group was left.
    pub removed: Vec<String>,
    /// And of which one couldn't be removed.
    pub stuck: Vec<String>,
}

/// Removes what dead tasks left below `prefix` (`/neargate/<instance>`): control groups are the only thing that outlives a
/// shim. Whatever still runs in them is killed first. `keep` tells tasks that live, by their id.
///
/// May block for some hundred milliseconds when something was running.
pub fn sweep(prefix: &str, keep: impl Fn(&str) -> bool) -> Result<Swept, CgroupError> {
    let mut swept = Swept::default();
    for root in Layout::detect()?.roots() {
        let top = root.join(prefix.trim_start_matches('/'));
        let Ok(entries) = fs::read_dir(&top) else { continue };
        for entry in entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
            let name = entry.file_name().to_string_lossy().into_owned();
            if keep(&name) {
                continue;
            }
            let list = if remove_tree(&entry.path()) { &mut swept.removed } else { &mut swept.stuck };
            if !list.contains(&name) {
                list.push(name);
            }
        }
    }
    Ok(swept)
}

/// Removes a group that has nothing in it, in each hierarchy; one that is in use stays.
pub fn remove_if_empty(group: &str) {
    let Ok(layout) = Layout::detect() else { return };
    for root in layout.roots() {
        let path = root.join(group.trim_start_matches('/'));
        let children = fs::read_dir(&path)
            .map(|entries| entries.flatten().any(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())));
        // The kernel refuses where somebody came in between.
        if children.is_ok_and(|any| !any) {
            let _ = remove_directory(rustix::fs::CWD, &path.to_string_lossy());
        }
    }
}

fn remove_tree(group: &Path) -> bool {
    let children: Vec<_> = fs::read_dir(group)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .collect();
    let children_gone = children.iter().all(|child| remove_tree(&child.path()));
    for _ in 0..200 {
        if kill_all(rustix::fs::CWD, &group.to_string_lossy()) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    children_gone && remove_directory(rustix::fs::CWD, &group.to_string_lossy()).is_ok()
}
