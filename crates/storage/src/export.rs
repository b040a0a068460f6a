//! A file system that the operator mounted, such as an NFS export, for the files of EFS file systems.
//!
//! Below a mount point lies an ordinary directory, and whoever writes there while nothing is mounted writes to the local disk. So a file
//! system gets a mark when it is first used, and the data directory notes it: each time, the directory must be the root of a mount and
//! bear that mark. What is then opened is opened from the very directory that was looked at.
//!
//! ```text
//! <mount point>/.neargate-efs      the mark: 32 hex digits, the same for all machines that share the file system
//! <mount point>/fs-…/              a file system's files
//! <data directory>/efs-directory   which mount point, and the mark that it must bear
//! ```
//! Everything here may block for as long as the file system's server is away: see `errand`.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Mode, OFlags, StatxAttributes, StatxFlags};
use rustix::io::Errno;
use serde::{Deserialize, Serialize};

const MARK: &str = ".neargate-efs";
const MARK_BYTES_MAX: u64 = 64;
const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// The operator's directory and what must be in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Export {
    pub directory: PathBuf,
    pub mark: String,
}

/// Why a directory can't be what the operator says it is.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("open {directory}")]
    Open {
        directory: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("{0} is no mount point: a file system is to be mounted there")]
    NotMounted(PathBuf),
    #[error("{directory} is another file system than before: it lacks the mark {mark} that {MARK} held")]
    Another { directory: PathBuf, mark: String },
    #[error("{0} doesn't let root be root: an NFS server must export it with no_root_squash")]
    Squashed(PathBuf),
    #[error("write {MARK} in {directory}")]
    Mark {
        directory: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("{directory} doesn't answer: its server may be away")]
    Away { directory: PathBuf },
    #[error("EFS file systems are in {own} already: move what is in it to {directory}, and remove it")]
    Occupied { own: PathBuf, directory: PathBuf },
    #[error(
        "EFS file systems are in {directory}: say --efs-directory, or, if they were moved to {own}, remove {note}"
    )]
    Elsewhere { directory: PathBuf, own: PathBuf, note: PathBuf },
    #[error("read or write {note}")]
    Note {
        note: PathBuf,
        #[source]
        cause: io::Error,
    },
}

impl Export {
    /// The directory, opened, if it is the one that it must be.
    pub fn open(&self) -> Result<OwnedFd, ExportError> {
        let root = open_mounted(&self.directory)?;
        match read_mark(&root) {
            Ok(mark) if mark == self.mark => Ok(root),
            Ok(_) => Err(self.another()),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Err(self.another()),
            Err(cause) => Err(ExportError::Open { directory: self.directory.clone(), cause }),
        }
    }

    fn another(&self) -> ExportError {
        ExportError::Another { directory: self.directory.clone(), mark: self.mark.clone() }
    }

    /// A directory that this data directory hasn't used: it has a mark, or gets one.
    pub fn adopt(directory: PathBuf) -> Result<Self, ExportError> {
        let root = open_mounted(&directory)?;
        let mark = match read_mark(&root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => make_mark(&root, &directory)?,
            Err(cause) => return Err(ExportError::Open { directory, cause }),
            Ok(mark) => mark,
        };
        Ok(Self { directory, mark })
    }

    /// What a data directory noted.
    pub fn noted(data_directory: &Path) -> Result<Option<Self>, ExportError> {
        let note = note(data_directory);
        let read = || match fs::read(&note) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => Ok(Some(serde_json::from_slice(&read?)?)),
        };
        read().map_err(|cause| ExportError::Note { note: note.clone(), cause })
    }

    /// Notes it in a data directory.
    pub fn remember(&self, data_directory: &Path) -> Result<(), ExportError> {
        let note = note(data_directory);
        let fresh = note.with_extension("new");
        let write = || {
            let mut file = fs::File::create(&fresh)?;
            file.write_all(&serde_json::to_vec(self)?)?;
            file.sync_all()?;
            fs::rename(&fresh, &note)?;
            fs::File::open(data_directory)?.sync_all()
        };
        write().map_err(|cause| ExportError::Note { note: note.clone(), cause })
    }
}

/// Where a data directory notes whose file systems it uses.
pub(crate) fn note(data_directory: &Path) -> PathBuf {
    data_directory.join("efs-directory")
}

fn open_mounted(directory: &Path) -> Result<OwnedFd, ExportError> {
    let opened = || -> rustix::io::Result<(OwnedFd, bool)> {
        let root = rustix::fs::open(directory, DIRECTORY, Mode::empty())?;
        let stat = rustix::fs::statx(&root, "", AtFlags::EMPTY_PATH, StatxFlags::empty())?;
        let is_root = stat.stx_attributes.contains(StatxAttributes::MOUNT_ROOT);
        Ok((root, is_root))
    };
    match opened() {
        Ok((root, true)) => Ok(root),
        Ok((_, false)) => Err(ExportError::NotMounted(directory.to_owned())),
        Err(cause) => Err(ExportError::Open { directory: directory.to_owned(), cause: cause.into() }),
    }
}

fn read_mark(root: &OwnedFd) -> io::Result<String> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let file = rustix::fs::openat(root, MARK, flags, Mode::empty())?;
    let mut text = String::new();
    fs::File::from(file).take(MARK_BYTES_MAX).read_to_string(&mut text)?;
    Ok(text.trim().to_owned())
}

/// Gives it a mark, unless another machine is faster. The mark has its name only when it is whole.
fn make_mark(root: &OwnedFd, directory: &Path) -> Result<String, ExportError> {
    let mark = neargate_core::random_hex(32);
    let partial = format!("{MARK}.{mark}");
    let made = || {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let mut file = fs::File::from(rustix::fs::openat(root, &partial, flags, Mode::from_raw_mode(0o644))?);
        file.write_all(mark.as_bytes())?;
        file.sync_all()?;
        let is_roots = rustix::fs::fstat(file.as_fd())?.st_uid == 0;
        let named = match is_roots {
            true => rustix::fs::linkat(root, &partial, root, MARK, AtFlags::empty()),
            false => Ok(()),
        };
        rustix::fs::unlinkat(root, &partial, AtFlags::empty())?;
        match named {
            Ok(()) => Ok(is_roots.then_some(mark.clone())),
            Err(Errno::EXIST) => read_mark(root).map(Some),
            Err(error) => Err(error.into()),
        }
    };
    match made() {
        Ok(Some(mark)) => Ok(mark),
        Ok(None) => Err(ExportError::Squashed(directory.to_owned())),
        // A squashed root is somebody without rights, unless everybody has them.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(ExportError::Squashed(directory.to_owned()))
        }
        Err(cause) => Err(ExportError::Mark { directory: directory.to_owned(), cause }),
    }
}
