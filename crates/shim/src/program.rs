//! The last steps before a container's program: libcontainer has made the container and calls in here from inside it.
//!
//! [`Program::validate`] runs while the container is being created, [`Program::exec`] when it is started. What goes wrong
//! is told through a pipe that executing closes: so the creator knows that the program runs, or why it doesn't, in words
//! that clients of ECS know.

use std::collections::HashMap;
use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::RawFd;
use std::rc::Rc;

use libcontainer::workload::{Executor, ExecutorError, ExecutorSetEnvsError, ExecutorValidationError};
use oci_spec::runtime::Spec;
use rustix::fs::{Access, AtFlags};
use rustix::thread::CapabilitySet;
use seccompiler::BpfProgram;

/// Told first when all is ready; what follows is an error, and when nothing follows the program runs. A process that was
/// killed before tells neither.
pub const ABOUT_TO_EXECUTE: &str = "+";

/// What is to be executed.
pub struct Invocation {
    arguments: Vec<CString>,
    environment: Vec<CString>,
}

/// Runs a container's program.
#[derive(Clone)]
pub struct Program(Rc<Inner>);

struct Inner {
    invocation: Invocation,
    filters: [BpfProgram; 2],
    /// Put an init in front.
    init: bool,
    /// A process namespace to be born into.
    processes: Option<RawFd>,
    /// Where errors go. It is closed by executing, as is every descriptor beyond the first three.
    errors: RawFd,
}

impl Program {
    /// The descriptors stay the caller's; they must be open in the container's first process.
    pub fn new(
        invocation: Invocation,
        filters: [BpfProgram; 2],
        init: bool,
        processes: Option<RawFd>,
        errors: RawFd,
    ) -> Self {
        Self(Rc::new(Inner { invocation, filters, init, processes, errors }))
    }

    fn tell(&self, text: &str) {
        // SAFETY: the descriptor is open as long as no program was executed; a closed one would fail with EBADF. It is
        // borrowed for the write only.
        let errors = unsafe { std::os::fd::BorrowedFd::borrow_raw(self.0.errors) };
        let _ = rustix::io::write(errors, text.as_bytes());
    }
}

impl Invocation {
    pub fn new(arguments: &[String], environment: &[String]) -> Result<Self, std::ffi::NulError> {
        let c_strings = |list: &[String]| -> Result<Vec<CString>, std::ffi::NulError> {
            list.iter().map(|item| CString::new(item.as_str())).collect()
        };
        Ok(Self { arguments: c_strings(arguments)?, environment: c_strings(environment)? })
    }

    /// Arguments and environment.
    pub fn lists(&self) -> (&[CString], &[CString]) {
        (&self.arguments, &self.environment)
    }

    /// The file to execute, as this process finds it; else why there is none, in the runtime's words.
    pub fn find(&self) -> Result<CString, String> {
        let name = self.arguments.first().ok_or("exec: no command specified")?;
        let text = name.to_string_lossy();
        if text.is_empty() {
            return Err("exec: \"\": executable file not found in $PATH".to_owned());
        }
        if text.contains('/') {
            return check_executable(name).map(|()| name.clone()).map_err(|error| match error {
                Refusal::Missing => format!("exec: {text:?}: stat {text}: no such file or directory"),
                Refusal::Directory => format!("exec: {text:?}: is a directory"),
                Refusal::Denied => format!("exec: {text:?}: permission denied"),
            });
        }
        let path = self.environment.iter().find_map(|entry| entry.to_bytes().strip_prefix(b"PATH="));
        let mut denied = false;
        for directory in path.unwrap_or_default().split(|&byte| byte == b':') {
            let directory = if directory.is_empty() { b"." } else { directory };
            let candidate = [directory, b"/", name.to_bytes()].concat();
            let Ok(candidate) = CString::new(candidate) else { continue };
            match check_executable(&candidate) {
                Ok(()) => return Ok(candidate),
                Err(refusal) => denied |= matches!(refusal, Refusal::Denied),
            }
        }
        let why = if denied { "permission denied" } else { "executable file not found in $PATH" };
        Err(format!("exec: {text:?}: {why}"))
    }

    /// Executes the file. Returns only when that fails, with the reason.
    pub fn execute(&self, executable: &CStr) -> io::Error {
        let pointers = |list: &[CString]| -> Vec<*const libc::c_char> {
            list.iter().map(|item| item.as_ptr()).chain([std::ptr::null()]).collect()
        };
        let (arguments, environment) = (pointers(&self.arguments), pointers(&self.environment));
        // SAFETY: both arrays end with a null pointer and point to strings that live as long as `self`.
        unsafe { libc::execve(executable.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
        io::Error::last_os_error()
    }
}

/// Why a file that is there and executable could not be executed, in the runtime's words.
pub fn explain(executable: &CStr, error: &io::Error) -> String {
    let why = match error.raw_os_error() {
        Some(libc::ENOEXEC) => "exec format error".to_owned(),
        Some(libc::ENOENT) => "no such file or directory".to_owned(),
        Some(libc::EACCES) => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    format!("exec {}: {why}", executable.to_string_lossy())
}

enum Refusal {
    Missing,
    Directory,
    Denied,
}

fn check_executable(path: &CStr) -> Result<(), Refusal> {
    let stat = rustix::fs::stat(path).map_err(|error| match error {
        rustix::io::Errno::ACCESS => Refusal::Denied,
        _ => Refusal::Missing,
    })?;
    if rustix::fs::FileType::from_raw_mode(stat.st_mode).is_dir() {
        return Err(Refusal::Directory);
    }
    rustix::fs::accessat(rustix::fs::CWD, path, Access::EXEC_OK, AtFlags::EACCESS)
        .map_err(|_| Refusal::Denied)
}

impl Executor for Program {
    fn validate(&self, _: &Spec) -> Result<(), ExecutorValidationError> {
        self.0.invocation.find().map(drop).map_err(|text| {
            self.tell(&text);
            ExecutorValidationError::ArgValidationError(text)
        })
    }

    /// Nothing: the environment is given to `execve` directly.
    fn setup_envs(&self, _: HashMap<String, String>) -> Result<(), ExecutorSetEnvsError> {
        Ok(())
    }

    fn exec(&self, _: &Spec) -> Result<(), ExecutorError> {
        let fail = |text: String| {
            self.tell(&text);
            ExecutorError::Other(text)
        };
        let executable = self.0.invocation.find().map_err(fail)?;
        reset_signals();
        if let Some(shared) = self.0.processes {
            // SAFETY: open as long as no program was executed, as `errors` is.
            crate::pause::have_children_in(unsafe { std::os::fd::BorrowedFd::borrow_raw(shared) })
                .map_err(|error| fail(format!("enter the task's process namespace: {error}")))?;
        }
        for filter in &self.0.filters {
            crate::seccomp::install(filter)
                .map_err(|error| fail(format!("install the system call filter: {error}")))?;
        }
        // What was needed for the filters only.
        drop_sys_admin().map_err(|error| fail(format!("drop capabilities: {error}")))?;
        if self.0.processes.is_some() {
            // Others see it from its birth on: it may have nothing that the program hasn't.
            crate::exec::close_all_but(&mut [self.0.errors])
                .and_then(|()| crate::init::stay_outside())
                .map_err(|error| fail(format!("enter the task's process namespace: {error}")))?;
        }
        if self.0.init {
            crate::init::become_init().map_err(|error| fail(format!("start the init: {error}")))?;
        }
        self.tell(ABOUT_TO_EXECUTE);
        Err(fail(explain(&executable, &self.0.invocation.execute(&executable))))
    }
}

/// Executing would take it back; an init doesn't execute.
fn drop_sys_admin() -> io::Result<()> {
    let mut sets = rustix::thread::capabilities(None)?;
    sets.effective.remove(CapabilitySet::SYS_ADMIN);
    sets.permitted.remove(CapabilitySet::SYS_ADMIN);
    Ok(rustix::thread::set_capabilities(None, sets)?)
}

/// Programs expect every signal unblocked and at its default. The supervisor blocks some, Rust ignores SIGPIPE, and whoever
/// started the node may have had others ignored, which lasts through every fork and exec.
pub fn reset_signals() {
    const SIGNALS: std::ops::RangeInclusive<i32> = 1..=64;
    const SET_BYTES: usize = 8;
    // The kernel's `sigaction`: handler (none is the default), flags, restorer, mask.
    let default = [0_usize; 4];
    for signal in SIGNALS {
        // SAFETY: the kernel reads its structure, which lives on this stack. The C library's own function would refuse two
        // signals that it uses itself, which it doesn't any more here. SIGKILL and SIGSTOP are refused, which is fine.
        unsafe {
            libc::syscall(
                libc::SYS_rt_sigaction,
                signal,
                default.as_ptr(),
                std::ptr::null_mut::<usize>(),
                SET_BYTES,
            )
        };
    }
    // SAFETY: `sigemptyset` initialises the set before it is used.
    unsafe {
        let mut none: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut none);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const none, std::ptr::null_mut());
    }
}
