//! A task's directories.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use neargate_task::{ShimSpec, TaskPaths, TaskState};

/// Makes the directories of a task and writes what its shim is to do. Nobody but root may look into them.
pub(super) fn create(paths: &TaskPaths, spec: &ShimSpec, volumes: &[String]) -> io::Result<()> {
    for directory in [&paths.run, &paths.disk] {
        make(directory, 0o700)?;
    }
    for container in &spec.containers {
        make(&paths.writable(&container.name), 0o700)?;
        make(&paths.logs(&container.name), 0o700)?;
    }
    for volume in volumes {
        make(&paths.volume(volume), 0o755)?;
    }
    let temporary = paths.run.join("spec.json.new");
    fs::write(&temporary, serde_json::to_vec(spec).map_err(io::Error::other)?)?;
    fs::rename(temporary, paths.spec())
}

fn make(directory: &Path, mode: u32) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(mode).create(directory)
}

/// The last state that the shim wrote; none when it wrote none.
pub(super) fn read_state(paths: &TaskPaths) -> Option<TaskState> {
    let bytes = fs::read(paths.state()).ok()?;
    match serde_json::from_slice(&bytes) {
        Ok(state) => Some(state),
        Err(error) => {
            tracing::error!(%error, path = %paths.state().display(), "a task's state can't be read");
            None
        }
    }
}

/// Removes a task's directories. They may be gone already.
pub(super) fn remove(paths: &TaskPaths) -> io::Result<()> {
    for directory in [&paths.disk, &paths.run] {
        match fs::remove_dir_all(directory) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
