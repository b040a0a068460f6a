//! How much of its ephemeral storage a task uses.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

const MIB: u64 = 1 << 20;

/// As the task metadata endpoint tells it; in MiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EphemeralStorageMetrics {
    pub utilized: u64,
    pub reserved: u64,
}

/// Measures the disk that the shim has attached at `storage`, a path as the host has it. Takes some microseconds.
///
/// # Errors
///
/// When the shim is gone, or its storage has no limit ([`io::ErrorKind::Unsupported`]).
pub fn measure(shim_pid: i32, storage: &Path) -> io::Result<EphemeralStorageMetrics> {
    let root = PathBuf::from(format!("/proc/{shim_pid}/root"));
    let inside = root.join(storage.strip_prefix("/").unwrap_or(storage));
    let disk = rustix::fs::statvfs(&inside)?;
    let above = rustix::fs::statvfs(inside.parent().unwrap_or(&root))?;
    if disk.f_fsid == above.f_fsid {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let mib = |blocks: u64| blocks.saturating_mul(disk.f_frsize) / MIB;
    Ok(EphemeralStorageMetrics { utilized: mib(disk.f_blocks - disk.f_bfree), reserved: mib(disk.f_blocks) })
}
