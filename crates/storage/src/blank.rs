//! Formatted, empty disks: one file per size, made when first asked for and kept.
//!
//! Formatting takes ten times as long as copying what it wrote, 130 KiB whatever the size. The formatter is `mkfs.ext4`, of a
//! package that no Debian or Fedora lacks; its options are all spelled out, so that what it writes doesn't depend on its version or
//! configuration and every supported kernel can mount it.
//!
//! Dies well: a blank gets its name when it is complete.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::fs::SeekFrom;

/// To be raised with every change below, so that blanks of an older form are left alone and made anew.
const FORM: u32 = 1;
const GIB: u64 = 1 << 30;
const NEW: &str = "new";
/// Directories of a disk, with their modes. There from the beginning, since making them would take as long as copying it all.
const DIRECTORIES: [(&str, u32); 2] = [("containers", 0o700), ("volumes", 0o711)];

const OPTIONS: &[&str] = &[
    "-q",
    "-F",
    // No journal: a disk is never mounted a second time. Sparse and checksummed groups, so that nothing is written for those not in use.
    "-O",
    "none,ext_attr,dir_index,filetype,extent,64bit,flex_bg,sparse_super2,large_file,dir_nlink,extra_isize,metadata_csum",
    "-E",
    "lazy_itable_init=1,nodiscard,num_backup_sb=0,root_owner=0:0",
    // With groups apart the first write needn't look at all of them.
    "-G",
    "1",
    "-m",
    "0",
    "-b",
    "4096",
    "-I",
    "256",
    "-i",
    "16384",
];

/// The bytes of a disk that holds `gib` GiB. On top come inode tables, a sixty-fourth; bitmaps and indices of large files; and
/// the 16 MiB that ext4 keeps in reserve.
pub(crate) fn bytes_of_disk(gib: u32) -> u64 {
    const MIB: u64 = 1 << 20;
    let payload = u64::from(gib) * GIB;
    payload + payload / 64 + payload / 1024 + 24 * MIB
}

/// The formatter, if the machine has one.
pub(crate) fn formatter() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/sbin", "/sbin", "/usr/local/sbin"].map(PathBuf::from);
    usual
        .into_iter()
        .chain(std::env::split_paths(&path))
        .map(|dir| dir.join("mkfs.ext4"))
        .find(|it| it.is_file())
}

/// Opens the blank of that size in `directory`, made if it is missing. To be called by one thread at a time.
pub(crate) fn open(directory: &Path, gib: u32) -> io::Result<File> {
    let path = directory.join(format!("{gib}GiB-{FORM}.ext4"));
    match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        other => return other,
    }
    let new = directory.join(NEW);
    let contents = directory.join("contents");
    for (name, mode) in DIRECTORIES {
        let made = fs::DirBuilder::new().recursive(true).mode(mode).create(contents.join(name));
        made?;
    }
    let file = File::options().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    file.set_len(bytes_of_disk(gib))?;
    format(&new, &contents)?;
    file.sync_all()?;
    fs::rename(&new, &path)?;
    File::open(path)
}

fn format(image: &Path, contents: &Path) -> io::Result<()> {
    let formatter = formatter().ok_or_else(|| io::Error::other("mkfs.ext4 is gone"))?;
    let mut command = Command::new(formatter);
    command.args(OPTIONS).arg("-d").arg(contents).arg(image);
    command.env("MKE2FS_CONFIG", "/dev/null").stdin(Stdio::null());
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("mkfs.ext4 ended with {}: {}", output.status, said.trim())))
}

/// Makes `copy`, an empty file, the same as `blank`, holes included.
pub(crate) fn copy(blank: &File, copy: &File) -> io::Result<()> {
    const PIECE_BYTES: usize = 64 << 10;
    copy.set_len(blank.metadata()?.len())?;
    let mut piece = vec![0; PIECE_BYTES];
    let mut at = 0;
    loop {
        at = match rustix::fs::seek(blank, SeekFrom::Data(at)) {
            Err(rustix::io::Errno::NXIO) => return Ok(()),
            found => found?,
        };
        let end = rustix::fs::seek(blank, SeekFrom::Hole(at))?;
        while at < end {
            let wanted = usize::try_from(end - at).map_or(PIECE_BYTES, |left| left.min(PIECE_BYTES));
            blank.read_exact_at(&mut piece[..wanted], at)?;
            copy.write_all_at(&piece[..wanted], at)?;
            at += wanted as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    #[test]
    fn a_blank_is_made_once_and_copied_with_its_holes() {
        let directory = tempfile::tempdir().unwrap();
        let blank = open(directory.path(), 1).unwrap();
        let inode = blank.metadata().unwrap().ino();
        assert_eq!(open(directory.path(), 1).unwrap().metadata().unwrap().ino(), inode);
        assert!(!directory.path().join(NEW).exists());
        let duplicate = tempfile::tempfile_in(directory.path()).unwrap();
        copy(&blank, &duplicate).unwrap();
        let sizes = |file: &File| file.metadata().map(|it| (it.len(), it.blocks() * 512)).unwrap();
        assert_eq!(sizes(&duplicate).0, bytes_of_disk(1));
        assert!(sizes(&duplicate).1 < 1 << 20, "{} bytes of a disk that is empty", sizes(&duplicate).1);
        let superblock = |file: &File| {
            let mut bytes = [0; 1024];
            file.read_exact_at(&mut bytes, 1024).unwrap();
            bytes
        };
        assert_eq!(superblock(&duplicate), superblock(&blank));
        assert_eq!(superblock(&blank)[56..58], [0x53, 0xef], "the mark of ext4");
    }
}
