//! Loop devices: files as disks.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const LOOP_CTL_GET_FREE: libc::Ioctl = 0x4c82;
const LOOP_CONFIGURE: libc::Ioctl = 0x4c0a;
const LO_FLAGS_AUTOCLEAR: u32 = 4;
const BLOCK_BYTES: u32 = 4096;
const NAME_BYTES: usize = 64;
/// How long others may take the devices that were free just now.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(1);

/// A loop device that frees itself with its last user; as long as it isn't mounted, that is `_open`.
pub(crate) struct LoopDevice {
    pub path: PathBuf,
    _open: File,
}

/// The kernel's `loop_config` of <linux/loop.h>, with `loop_info64` in it.
#[repr(C)]
struct LoopConfig {
    fd: u32,
    block_size: u32,
    before_flags: [u8; 52],
    flags: u32,
    name: [u8; NAME_BYTES],
    crypt_name_and_keys: [u8; 112],
    reserved: [u64; 8],
}

/// Makes a device of a file, under a name of less than 64 bytes that tells whose it is. Direct: pages are cached once, by the
/// file system on it.
pub(crate) fn attach(file: &File, name: &str) -> io::Result<LoopDevice> {
    /// A device counts as free until it is configured, which takes a millisecond: all who begin meanwhile are told the same one.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

    let control = File::options().read(true).write(true).open("/dev/loop-control")?;
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let begun = Instant::now();
    loop {
        // SAFETY: LOOP_CTL_GET_FREE takes no argument.
        let number = unsafe { libc::ioctl(control.as_raw_fd(), LOOP_CTL_GET_FREE) };
        if number < 0 {
            return Err(io::Error::last_os_error());
        }
        let path = PathBuf::from(format!("/dev/loop{number}"));
        let device = File::options().read(true).write(true).open(&path)?;
        match configure(device.as_raw_fd(), file.as_raw_fd(), name) {
            // Another process was quicker, or looks at the device.
            Err(error) if error.raw_os_error() == Some(libc::EBUSY) && begun.elapsed() < PATIENCE => {
                thread::sleep(PAUSE);
            }
            Err(error) => return Err(error),
            Ok(()) => return Ok(LoopDevice { path, _open: device }),
        }
    }
}

fn configure(device: RawFd, file: RawFd, name: &str) -> io::Result<()> {
    let mut config = LoopConfig {
        fd: file as u32,
        block_size: BLOCK_BYTES,
        before_flags: [0; 52],
        flags: LO_FLAGS_AUTOCLEAR,
        name: [0; NAME_BYTES],
        crypt_name_and_keys: [0; 112],
        reserved: [0; 8],
    };
    for (to, from) in config.name[..NAME_BYTES - 1].iter_mut().zip(name.bytes()) {
        *to = from;
    }
    // SAFETY: LOOP_CONFIGURE reads a `loop_config`, whose form `config` has.
    match unsafe { libc::ioctl(device, LOOP_CONFIGURE, &raw const config) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::mem::offset_of;

    use super::*;

    /// Needs root.
    #[test]
    fn all_who_come_at_once_get_a_device() {
        let attached = |number: usize| {
            let file = tempfile::tempfile().unwrap();
            file.set_len(1 << 20).unwrap();
            attach(&file, &format!("crowd-{number}"))
        };
        let paths = thread::scope(|scope| {
            let all: Vec<_> = (0..48).map(|number| scope.spawn(move || attached(number))).collect();
            let all: Vec<_> = all.into_iter().map(|one| one.join().unwrap().expect("a device")).collect();
            all.iter().map(|device| device.path.clone()).collect::<BTreeSet<_>>()
        });
        assert_eq!(paths.len(), 48);
    }

    #[test]
    fn the_configuration_has_the_kernels_form() {
        assert_eq!(size_of::<LoopConfig>(), 304);
        // fd and block size, then `lo_flags` of `loop_info64`.
        assert_eq!(offset_of!(LoopConfig, flags), 8 + 52);
        assert_eq!(offset_of!(LoopConfig, reserved), 8 + 232);
    }
}
