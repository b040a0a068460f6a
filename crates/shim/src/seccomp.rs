//! The system calls that a container may make: the default profile that container engines share.
//!
//! An allow list; all else answers EPERM, so that programs see a refusal they know. `clone3` answers ENOSYS, because its
//! flags lie in memory that a filter can't read and C libraries then fall back to `clone`, whose flags it can. So does what is
//! newer than this list: programs that know it know what to do without. Calls of other architectures' numbering kill the process.
//!
//! In two things it is stricter than engines: rings of packets are memory that the kernel counts as nobody's, and so are those of
//! AF_XDP, which needs BPF to be of any use.
//!
//! Two filters are laid over each other, as one filter has one refusal. The kernel takes the strictest answer, among
//! refusals that of the filter installed last.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch,
};

/// Filters for a container with these capabilities, in the order in which they are to be installed.
pub fn filters(ptrace_allowed: bool) -> Result<[BpfProgram; 2], seccompiler::BackendError> {
    let arch: TargetArch = std::env::consts::ARCH.try_into()?;
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|&call| (call, Vec::new())).collect();
    rules.extend(ALLOWED_UNNAMED.iter().map(|&call| (call, Vec::new())));
    #[cfg(target_arch = "x86_64")]
    rules.extend(ALLOWED_X86_64.iter().map(|&call| (call, Vec::new())));
    if ptrace_allowed {
        rules.extend(ALLOWED_WITH_SYS_PTRACE.iter().map(|&call| (call, Vec::new())));
    }
    // Namespaces are made with CAP_SYS_ADMIN only, which no container has.
    let clone = condition(0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(NAMESPACE_FLAGS), 0)?;
    rules.insert(libc::SYS_clone, vec![SeccompRule::new(vec![clone])?]);
    rules.insert(libc::SYS_socket, all_but(0, FAMILIES_REFUSED)?);
    let mut options = all_but(1, &[SOL_PACKET])?;
    for option in all_but_conditions(2, RINGS)? {
        let of_packets = condition(1, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, SOL_PACKET)?;
        options.push(SeccompRule::new([vec![of_packets], option].concat())?);
    }
    rules.insert(libc::SYS_setsockopt, options);
    let personalities = [0x0, 0x0008, 0x20000, 0x20008, 0xffff_ffff]
        .into_iter()
        .map(|value| SeccompRule::new(vec![condition(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)?]))
        .collect::<Result<_, _>>()?;
    rules.insert(libc::SYS_personality, personalities);

    let refuse = |errno: i32| SeccompAction::Errno(errno.unsigned_abs());
    let allow_list = SeccompFilter::new(rules, refuse(libc::EPERM), SeccompAction::Allow, arch)?;
    let missing = NEWER.chain([libc::SYS_clone3]).map(|call| (call, Vec::new()));
    let missing = SeccompFilter::new(missing.collect(), SeccompAction::Allow, refuse(libc::ENOSYS), arch)?;
    Ok([allow_list.try_into()?, missing.try_into()?])
}

/// One rule for each range between the values of an argument, which must ascend.
fn all_but(argument: u8, values: &[u64]) -> Result<Vec<SeccompRule>, seccompiler::BackendError> {
    all_but_conditions(argument, values)?.into_iter().map(SeccompRule::new).collect()
}

fn all_but_conditions(
    argument: u8,
    values: &[u64],
) -> Result<Vec<Vec<SeccompCondition>>, seccompiler::BackendError> {
    let is = |operator, value| condition(argument, SeccompCmpArgLen::Dword, operator, value);
    let mut ranges = vec![vec![]];
    for &value in values {
        if let Some(last) = ranges.last_mut() {
            last.push(is(SeccompCmpOp::Lt, value)?);
        }
        ranges.push(vec![is(SeccompCmpOp::Gt, value)?]);
    }
    Ok(ranges)
}

fn condition(
    argument: u8,
    length: SeccompCmpArgLen,
    operator: SeccompCmpOp,
    value: u64,
) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, length, operator, value)
}

/// Installs a filter for this process, for good. Unlike seccompiler's own function it leaves `no_new_privs` alone, which
/// programs with the set-user-id bit need; so the caller must hold CAP_SYS_ADMIN.
pub fn install(filter: &BpfProgram) -> std::io::Result<()> {
    let program = libc::sock_fprog {
        len: u16::try_from(filter.len())
            .map_err(|_| std::io::Error::from(std::io::ErrorKind::InvalidInput))?,
        filter: filter.as_ptr() as *mut libc::sock_filter,
    };
    // SAFETY: `program` points to `len` instructions, laid out as the kernel's `sock_filter` (both are C structs of the
    // same four fields), which outlive the call; the kernel copies them.
    let result =
        unsafe { libc::syscall(libc::SYS_seccomp, libc::SECCOMP_SET_MODE_FILTER, 0, &raw const program) };
    if result == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) }
}

/// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET.
const NAMESPACE_FLAGS: u64 = 0x7e02_0000;

/// AF_ALG, the kernel's ciphers; AF_VSOCK, which would reach the host of a virtual machine, past every network rule; AF_XDP.
const FAMILIES_REFUSED: &[u64] = &[38, 40, 44];

const SOL_PACKET: u64 = 263;
/// PACKET_RX_RING and PACKET_TX_RING.
const RINGS: &[u64] = &[5, 13];

/// Numbers after the last that is listed here, before those that x86 uses otherwise.
const NEWER: std::ops::Range<i64> = 457..512;

const ALLOWED_WITH_SYS_PTRACE: &[i64] = &[libc::SYS_kcmp, libc::SYS_process_madvise, libc::SYS_pidfd_getfd];

macro_rules! calls {
    ($($name:ident)*) => { &[$(libc::$name),*] };
}

#[rustfmt::skip]
const ALLOWED: &[i64] = calls![
    SYS_accept SYS_accept4 SYS_adjtimex SYS_bind SYS_brk SYS_capget SYS_capset SYS_chdir SYS_chroot
    SYS_clock_adjtime SYS_clock_getres SYS_clock_gettime SYS_clock_nanosleep SYS_clone3 SYS_close SYS_close_range
    SYS_connect SYS_copy_file_range SYS_dup SYS_dup3 SYS_epoll_create1 SYS_epoll_ctl SYS_epoll_pwait SYS_epoll_pwait2
    SYS_eventfd2 SYS_execve SYS_execveat SYS_exit SYS_exit_group SYS_faccessat SYS_faccessat2 SYS_fadvise64
    SYS_fallocate SYS_fanotify_mark SYS_fchdir SYS_fchmod SYS_fchmodat SYS_fchown SYS_fchownat SYS_fcntl
    SYS_fdatasync SYS_fgetxattr SYS_flistxattr SYS_flock SYS_fremovexattr SYS_fsetxattr SYS_fstat SYS_fstatfs
    SYS_fsync SYS_ftruncate SYS_futex SYS_futex_waitv SYS_getcpu
    SYS_getcwd SYS_getdents64 SYS_getegid SYS_geteuid SYS_getgid SYS_getgroups SYS_getitimer SYS_getpeername
    SYS_getpgid SYS_getpid SYS_getppid SYS_getpriority SYS_getrandom SYS_getresgid SYS_getresuid SYS_getrlimit
    SYS_get_robust_list SYS_getrusage SYS_getsid SYS_getsockname SYS_getsockopt SYS_gettid SYS_gettimeofday
    SYS_getuid SYS_getxattr SYS_inotify_add_watch SYS_inotify_init1 SYS_inotify_rm_watch SYS_io_cancel
    SYS_ioctl SYS_io_destroy SYS_io_getevents SYS_ioprio_get SYS_ioprio_set SYS_io_setup SYS_io_submit SYS_kill
    SYS_landlock_add_rule SYS_landlock_create_ruleset SYS_landlock_restrict_self SYS_lgetxattr SYS_linkat SYS_listen
    SYS_listxattr SYS_llistxattr SYS_lremovexattr SYS_lseek SYS_lsetxattr SYS_madvise SYS_membarrier
    SYS_memfd_create SYS_memfd_secret SYS_mincore SYS_mkdirat SYS_mknodat SYS_mlock SYS_mlock2 SYS_mlockall SYS_mmap
    SYS_mprotect SYS_mq_getsetattr SYS_mq_notify SYS_mq_open SYS_mq_timedreceive SYS_mq_timedsend SYS_mq_unlink
    SYS_mremap SYS_msgctl SYS_msgget SYS_msgrcv SYS_msgsnd SYS_msync SYS_munlock SYS_munlockall SYS_munmap
    SYS_name_to_handle_at SYS_nanosleep SYS_newfstatat SYS_openat SYS_openat2 SYS_pidfd_open SYS_pidfd_send_signal
    SYS_pipe2 SYS_pkey_alloc SYS_pkey_free SYS_pkey_mprotect SYS_ppoll SYS_prctl SYS_pread64 SYS_preadv SYS_preadv2
    SYS_prlimit64 SYS_process_mrelease SYS_process_vm_readv SYS_process_vm_writev SYS_pselect6 SYS_ptrace SYS_pwrite64
    SYS_pwritev SYS_pwritev2 SYS_read SYS_readahead SYS_readlinkat SYS_readv SYS_recvfrom SYS_recvmmsg SYS_recvmsg
    SYS_remap_file_pages SYS_removexattr SYS_renameat SYS_renameat2 SYS_restart_syscall SYS_rseq SYS_rt_sigaction
    SYS_rt_sigpending SYS_rt_sigprocmask SYS_rt_sigqueueinfo SYS_rt_sigreturn SYS_rt_sigsuspend SYS_rt_sigtimedwait
    SYS_rt_tgsigqueueinfo SYS_sched_getaffinity SYS_sched_getattr SYS_sched_getparam SYS_sched_get_priority_max
    SYS_sched_get_priority_min SYS_sched_getscheduler SYS_sched_rr_get_interval SYS_sched_setaffinity
    SYS_sched_setattr SYS_sched_setparam SYS_sched_setscheduler SYS_sched_yield SYS_seccomp SYS_semctl SYS_semget
    SYS_semop SYS_semtimedop SYS_sendfile SYS_sendmmsg SYS_sendmsg SYS_sendto SYS_setfsgid SYS_setfsuid SYS_setgid
    SYS_setgroups SYS_setitimer SYS_setpgid SYS_setpriority SYS_setregid SYS_setresgid SYS_setresuid SYS_setreuid
    SYS_setrlimit SYS_set_robust_list SYS_setsid SYS_set_tid_address SYS_setuid SYS_setxattr SYS_shmat
    SYS_shmctl SYS_shmdt SYS_shmget SYS_shutdown SYS_sigaltstack SYS_signalfd4 SYS_socketpair SYS_splice SYS_statfs SYS_statx
    SYS_symlinkat SYS_sync SYS_sync_file_range SYS_syncfs SYS_sysinfo SYS_tee SYS_tgkill SYS_timer_create
    SYS_timer_delete SYS_timer_getoverrun SYS_timer_gettime SYS_timer_settime SYS_timerfd_create SYS_timerfd_gettime
    SYS_timerfd_settime SYS_times SYS_tkill SYS_truncate SYS_umask SYS_uname SYS_unlinkat SYS_utimensat SYS_vmsplice
    SYS_wait4 SYS_waitid SYS_write SYS_writev
];

/// Newer than our C library's list, and numbered alike everywhere: cachestat, fchmodat2, map_shadow_stack, futex_wake,
/// futex_wait, futex_requeue.
const ALLOWED_UNNAMED: &[i64] = &[451, 452, 453, 454, 455, 456];

#[cfg(target_arch = "x86_64")]
#[rustfmt::skip]
const ALLOWED_X86_64: &[i64] = calls![
    SYS_access SYS_alarm SYS_arch_prctl SYS_chmod SYS_chown SYS_creat SYS_dup2 SYS_epoll_create SYS_epoll_ctl_old
    SYS_epoll_wait SYS_epoll_wait_old SYS_eventfd SYS_fork SYS_futimesat SYS_getdents SYS_getpgrp SYS_inotify_init
    SYS_lchown SYS_link SYS_lstat SYS_mkdir SYS_mknod SYS_modify_ldt SYS_open SYS_pause SYS_pipe SYS_poll
    SYS_readlink SYS_rename SYS_rmdir SYS_select SYS_signalfd SYS_stat SYS_symlink SYS_time SYS_unlink
    SYS_utime SYS_utimes SYS_ustat SYS_vfork
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filters_fit_into_the_kernel_s_limit() {
        for filter in filters(true).unwrap() {
            assert!(filter.len() < 4096, "{} instructions", filter.len());
        }
    }
}
