//! Which devices a task may open, for control groups of version 2, where a small program decides in place of a list.
//!
//! The same rules as `devices.allow` of version 1 gets: any node may be made, only harmless ones may be opened.

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};

const BPF_PROG_LOAD: libc::c_int = 5;
const BPF_PROG_ATTACH: libc::c_int = 8;
const BPF_PROG_TYPE_CGROUP_DEVICE: u32 = 15;
const BPF_CGROUP_DEVICE: u32 = 6;
const BPF_F_ALLOW_MULTI: u32 = 2;

/// `BPF_DEVCG_ACC_MKNOD` and `BPF_DEVCG_DEV_CHAR`.
const MKNOD: i32 = 1;
const CHARACTER_DEVICE: i32 = 2;

/// Attaches the rules to a control group; they hold for all groups below and vanish with it.
pub fn attach(group: BorrowedFd<'_>) -> io::Result<()> {
    let program = program();
    let load = LoadAttributes {
        kind: BPF_PROG_TYPE_CGROUP_DEVICE,
        instruction_count: program.len() as u32,
        instructions: program.as_ptr() as u64,
        license: c"Apache-2.0".as_ptr() as u64,
    };
    // SAFETY: the attributes point to the program and a terminated string, which outlive the call.
    let loaded = unsafe { bpf(BPF_PROG_LOAD, &load) }?;
    // SAFETY: a successful load returns a new descriptor that nobody else owns.
    let loaded = unsafe { OwnedFd::from_raw_fd(loaded) };
    let attach = AttachAttributes {
        target: group.as_raw_fd(),
        program: loaded.as_raw_fd(),
        kind: BPF_CGROUP_DEVICE,
        flags: BPF_F_ALLOW_MULTI,
    };
    // SAFETY: the attributes hold no pointers.
    unsafe { bpf(BPF_PROG_ATTACH, &attach) }.map(drop)
}

#[repr(C)]
struct LoadAttributes {
    kind: u32,
    instruction_count: u32,
    instructions: u64,
    license: u64,
}

#[repr(C)]
struct AttachAttributes {
    target: i32,
    program: i32,
    kind: u32,
    flags: u32,
}

/// # Safety
/// `attributes` must be what the command expects, its pointers valid.
unsafe fn bpf<T>(command: libc::c_int, attributes: &T) -> io::Result<i32> {
    // SAFETY: the kernel reads no more than the size given; missing fields count as zero.
    let result =
        unsafe { libc::syscall(libc::SYS_bpf, command, std::ptr::from_ref(attributes), size_of::<T>()) };
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result as i32) }
}

/// Context: access and type in one word (access in the upper half), major, minor. Returns 1 to allow.
fn program() -> Vec<u64> {
    let mut code =
        vec![load(2, 0), move_register(3, 2), and(3, 0xffff), shift_right(2, 16), load(4, 4), load(5, 8)];
    // From here on a rule either returns or falls through to the next.
    code.extend(allow_if(2, MKNOD));
    code.extend([skip_if_equal(3, CHARACTER_DEVICE, 2), set_result(0), exit()]);
    code.extend(allow_if(4, 136)); // pseudo terminals
    for (major, minors) in [(1, &[3, 5, 7, 8, 9][..]), (5, &[0, 2][..])] {
        let rules: Vec<u64> = minors.iter().flat_map(|&minor| allow_if(5, minor)).collect();
        code.push(skip_if_other(4, major, rules.len() as i16));
        code.extend(rules);
    }
    code.extend([set_result(0), exit()]);
    code
}

fn allow_if(register: u8, value: i32) -> [u64; 3] {
    [skip_if_other(register, value, 2), set_result(1), exit()]
}

fn instruction(code: u8, target: u8, source: u8, offset: i16, immediate: i32) -> u64 {
    u64::from(code)
        | u64::from(target | source << 4) << 8
        | u64::from(offset as u16) << 16
        | u64::from(immediate as u32) << 32
}

fn load(target: u8, offset: i16) -> u64 {
    instruction(0x61, target, 1, offset, 0)
}

fn move_register(target: u8, source: u8) -> u64 {
    instruction(0xbf, target, source, 0, 0)
}

fn and(target: u8, value: i32) -> u64 {
    instruction(0x57, target, 0, 0, value)
}

fn shift_right(target: u8, bits: i32) -> u64 {
    instruction(0x77, target, 0, 0, bits)
}

fn skip_if_equal(register: u8, value: i32, count: i16) -> u64 {
    instruction(0x15, register, 0, count, value)
}

fn skip_if_other(register: u8, value: i32, count: i16) -> u64 {
    instruction(0x55, register, 0, count, value)
}

fn set_result(value: i32) -> u64 {
    instruction(0xb7, 0, 0, 0, value)
}

fn exit() -> u64 {
    instruction(0x95, 0, 0, 0, 0)
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;
    use std::path::PathBuf;

    use super::*;

    /// Needs root. On a hybrid machine version 2 is there, without other controllers.
    fn cgroup2() -> PathBuf {
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap();
        let line = mounts.lines().find(|line| line.contains(" - cgroup2 ")).expect("cgroup2 is mounted");
        line.split(' ').nth(4).unwrap().into()
    }

    #[test]
    fn only_harmless_devices_can_be_opened() {
        let group = cgroup2().join(format!("neargate-device-test-{}", std::process::id()));
        std::fs::create_dir(&group).unwrap();
        let directory = std::fs::File::open(&group).unwrap();
        attach(std::os::fd::AsFd::as_fd(&directory)).unwrap();
        let procs = std::ffi::CString::new(group.join("cgroup.procs").to_str().unwrap()).unwrap();
        // SAFETY: the child makes system calls only; the strings live on.
        let status = unsafe {
            let child = libc::fork();
            if child == 0 {
                let procs = libc::open(procs.as_ptr(), libc::O_WRONLY);
                libc::write(procs, c"0".as_ptr().cast(), 1);
                let opens = |path: &CStr| libc::open(path.as_ptr(), libc::O_RDONLY) >= 0;
                let harmless = opens(c"/dev/null") && opens(c"/dev/zero") && opens(c"/dev/urandom");
                let kmsg = opens(c"/dev/kmsg");
                libc::_exit(i32::from(harmless) | i32::from(kmsg) << 1);
            }
            let mut status = 0;
            libc::waitpid(child, &raw mut status, 0);
            libc::WEXITSTATUS(status)
        };
        // It leaves its group a moment after it was waited for.
        let removed = (0..100).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(5));
            std::fs::remove_dir(&group).is_ok()
        });
        assert!(removed);
        assert!(std::fs::File::open("/dev/kmsg").is_ok(), "outside it can be opened");
        assert_eq!(status, 1, "1: harmless ones open, 2: the kernel's log opens");
    }
}
