//! A health check at work: a process in the container, and the beginning of what it prints.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use neargate_task::{HealthCheck, ShimContainer, ShimSpec};
use rustix::pipe::PipeFlags;

use crate::exec::{Order, Process, Running, Stdio};

#[derive(Debug)]
pub struct Check {
    pub process: Process,
    /// Until all that may write to it have closed it.
    output: Option<OwnedFd>,
    text: Vec<u8>,
}

/// Told of a check that could not be executed or took too long, as container engines do.
pub const NO_STATUS: i32 = -1;

const OUTPUT_BYTES_MAX: usize = 4 << 10;

impl Check {
    pub fn start(
        spec: &ShimSpec,
        container: &ShimContainer,
        check: &HealthCheck,
        running: Running<'_>,
    ) -> io::Result<Self> {
        let (output, writer) = rustix::pipe::pipe_with(PipeFlags::CLOEXEC)?;
        rustix::io::ioctl_fionbio(&output, true)?;
        let process = Process::start(Order {
            spec,
            container,
            running,
            arguments: &check.command,
            environment: &[],
            user: &container.user,
            working_directory: &container.working_directory,
            stdio: Stdio::Output(writer),
        })?;
        Ok(Self { process, output: Some(output), text: Vec::new() })
    }

    pub fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.output.as_ref().map(AsFd::as_fd)
    }

    /// Takes what was printed; all but the beginning is thrown away. Whoever prints without end is read for a while only.
    pub fn pump(&mut self) {
        const READS_MAX: usize = 64;
        let mut buffer = [0; 4096];
        for _ in 0..READS_MAX {
            let Some(output) = &self.output else { return };
            match rustix::io::read(output, &mut buffer[..]) {
                Err(rustix::io::Errno::AGAIN) => return,
                Ok(0) | Err(_) => self.output = None,
                Ok(length) => {
                    let room = OUTPUT_BYTES_MAX - self.text.len();
                    self.text.extend_from_slice(&buffer[..length.min(room)]);
                }
            }
        }
    }

    /// What it printed until now.
    pub fn output(mut self) -> String {
        self.pump();
        String::from_utf8_lossy(&self.text).into_owned()
    }
}
