//! The file that master keys lie in: private, replaced as a whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::{MasterKeys, ParseError};

#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("read the master keys in {}", path.display())]
    Read {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("others than its owner may use {}: chmod 600 it", path.display())]
    Open { path: PathBuf },
    #[error("understand {}", path.display())]
    Parse {
        path: PathBuf,
        #[source]
        cause: ParseError,
    },
    #[error("write the master keys to {}", path.display())]
    Write {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
}

/// Reads a file that is there. One that anybody but its owner may use is refused: what it guards might have been read already.
pub fn load(path: &Path) -> Result<MasterKeys, FileError> {
    let failed = |cause| FileError::Read { path: path.to_owned(), cause };
    let mode = fs::metadata(path).map_err(failed)?.mode();
    if mode & 0o077 != 0 {
        return Err(FileError::Open { path: path.to_owned() });
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(failed)?);
    MasterKeys::parse(&text).map_err(|cause| FileError::Parse { path: path.to_owned(), cause })
}

/// Reads a file, made with one new key if it is missing.
pub fn ensure(path: &Path) -> Result<MasterKeys, FileError> {
    match load(path) {
        Err(FileError::Read { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => {
            let keys = MasterKeys::generate();
            save(path, &keys)?;
            Ok(keys)
        }
        other => other,
    }
}

/// Replaces a file. It is on the disk when this returns, before anything can have been sealed under a key that only it has.
pub fn save(path: &Path, keys: &MasterKeys) -> Result<(), FileError> {
    let failed = |cause| FileError::Write { path: path.to_owned(), cause };
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let temporary = directory.join(name);
    let written = || {
        // What a rotation left that was interrupted.
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
        file.write_all(keys.to_text().as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        File::open(directory)?.sync_all()
    };
    written().map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_file_is_made_once_and_private() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("master.key");
        let made = ensure(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(ensure(&path).unwrap().current_id(), made.current_id());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_interrupted_replacement_is_in_nobodys_way() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("master.key");
        let keys = ensure(&path).unwrap();
        fs::write(directory.path().join("master.key.new"), "half").unwrap();
        let rotated = keys.rotated();
        save(&path, &rotated).unwrap();
        assert_eq!(load(&path).unwrap().current_id(), rotated.current_id());
    }

    #[test]
    fn a_file_that_others_may_read_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("master.key");
        ensure(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(load(&path), Err(FileError::Open { .. })));
        assert!(matches!(ensure(&path), Err(FileError::Open { .. })));
    }

    #[test]
    fn a_file_without_keys_is_not_overwritten() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("master.key");
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).unwrap();
        assert!(matches!(ensure(&path), Err(FileError::Parse { cause: ParseError::Empty, .. })));
    }
}
