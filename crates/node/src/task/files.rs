//! A task's directories.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use neargate_task::{ShimSpec, TaskPaths, TaskSpec, TaskState};
use zeroize::Zeroizing;

use super::secrets::ContainerSecrets;
use crate::logs::firelens;

/// Makes the directories of a task and writes what its shim is to do. Nobody but root may look into them.
pub(super) fn create(paths: &TaskPaths, spec: &ShimSpec) -> io::Result<()> {
    for directory in [&paths.run, &paths.storage()] {
        make(directory)?;
    }
    for container in &spec.containers {
        make(&paths.logs(&container.name))?;
    }
    // Secrets are in it, which is why it lies on tmpfs.
    let temporary = paths.run.join("spec.json.new");
    let bytes = Zeroizing::new(serde_json::to_vec(spec).map_err(io::Error::other)?);
    write(&temporary, &bytes, 0o600)?;
    fs::rename(temporary, paths.spec())
}

/// Writes what containers are to find in files, and the log options that an agent after this one will need. All of it on tmpfs.
pub(super) fn write_secrets(
    paths: &TaskPaths,
    spec: &TaskSpec,
    secrets: &[ContainerSecrets],
) -> io::Result<()> {
    for (container, secrets) in spec.containers.iter().zip(secrets) {
        let directory = paths.secrets(&container.name);
        for (index, (_, value)) in secrets.files.iter().enumerate() {
            make(&directory)?;
            write(&directory.join(index.to_string()), value.as_bytes(), 0o400)?;
        }
        let directory = paths.log_secrets(&container.name);
        // By number: names are whatever somebody wrote into a definition.
        for (index, (_, value)) in secrets.log_options.iter().enumerate() {
            make(&directory)?;
            write(&directory.join(index.to_string()), value.as_bytes(), 0o400)?;
        }
    }
    Ok(())
}

/// Puts the secret log options of a task that was started before back into its spec.
pub(super) fn read_log_secrets(paths: &TaskPaths, spec: &mut TaskSpec) {
    for container in &mut spec.containers {
        let directory = paths.log_secrets(&container.name);
        let Some(log) = &mut container.log else { continue };
        for (index, (name, _)) in log.secret_options.iter().enumerate() {
            if let Ok(value) = fs::read_to_string(directory.join(index.to_string())) {
                log.options.insert(name.clone(), value);
            }
        }
    }
}

fn write(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    // What a start left that was interrupted may be read-only.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?.write_all(bytes)
}

fn make(directory: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

/// The last state that the shim wrote; none when it wrote none.
pub(super) fn read_state(paths: &TaskPaths) -> Option<TaskState> {
    neargate_shim::last_state(paths).unwrap_or_else(|error| {
        tracing::error!(%error, path = %paths.state().display(), "a task's state can't be read");
        None
    })
}

/// Removes a task's directories. They may be gone already.
pub(super) fn remove(paths: &TaskPaths) -> io::Result<()> {
    firelens::put_away(paths);
    for directory in [&paths.disk, &paths.run] {
        match fs::remove_dir_all(directory) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use neargate_seal::Secret;
    use neargate_task::{ContainerSpec, LogConfiguration};

    use super::super::testing::{container, spec};
    use super::*;

    #[test]
    fn secrets_are_written_for_their_reader_alone_and_log_options_come_back() {
        let directory = tempfile::tempdir().expect("a directory");
        let paths = TaskPaths::new(&directory.path().join("run"), &directory.path().join("data"), "task");
        let log = LogConfiguration {
            log_driver: "awslogs".to_owned(),
            options: Default::default(),
            // Names are anybody's: they must lead nowhere.
            secret_options: vec![("../../../escaped".to_owned(), "/x".to_owned())],
            default_mode: String::new(),
        };
        let mut task = spec(vec![ContainerSpec { log: Some(log), ..container("app", true) }]);
        let value = |text: &str| Secret::from(text.to_owned());
        let secrets = [ContainerSecrets {
            files: vec![("/a".to_owned(), value("in a file"))],
            log_options: vec![("../../../escaped".to_owned(), value("of a log"))],
            ..ContainerSecrets::default()
        }];
        for _ in 0..2 {
            write_secrets(&paths, &task, &secrets).expect("written, and written again");
        }
        let file = paths.secrets("app").join("0");
        assert_eq!(fs::read_to_string(&file).expect("a file"), "in a file");
        assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o400);
        assert_eq!(
            fs::metadata(paths.secrets("app")).expect("a directory").permissions().mode() & 0o777,
            0o700
        );
        read_log_secrets(&paths, &mut task);
        let options = &task.containers[0].log.as_ref().expect("a log").options;
        assert_eq!(options.get("../../../escaped").map(String::as_str), Some("of a log"));
    }
}
