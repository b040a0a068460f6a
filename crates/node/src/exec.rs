//! Commands in containers of this node: what ECS Exec asks for, done by the tasks' shims.
//!
//! The shim starts the process and hands over its terminal or pipes; this module makes them fit for [`neargate_exec`]. Talking to a
//! shim blocks, so each session has a thread, which ends with the session.

use std::io::{self, Write as _};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use neargate_exec::process::{Containers, Control, Launch, OpenError, Pending, Process};
use neargate_exec::{Descriptor, Size};
use neargate_shim::{Ends, ExecError, Session};
use neargate_task::TaskPaths;
use neargate_task::control::{Exec, Request, WindowSize};
use tokio::sync::oneshot;

/// The containers of one node.
pub(crate) struct NodeContainers {
    pub run_root: PathBuf,
    pub data_root: PathBuf,
}

impl Containers for NodeContainers {
    fn open(&self, launch: Launch) -> Pending<'_, Result<Process, OpenError>> {
        let paths = TaskPaths::new(&self.run_root, &self.data_root, &launch.task_id);
        Box::pin(async move {
            let (started, opened) = oneshot::channel();
            let (ended, exit) = oneshot::channel();
            let request = request(launch);
            std::thread::Builder::new()
                .name("exec".to_owned())
                .spawn(move || attend(&paths, request, started, ended))
                .map_err(internal)?;
            let (ends, control) = opened.await.map_err(|_| OpenError::NotRunning)??;
            process(ends, control, exit).map_err(internal)
        })
    }
}

/// What was opened hangs up when nobody takes it.
type Opened = Result<(Ends, Line), OpenError>;

/// From the request to the process's end. Who isn't interested in the answer any more has dropped its channel, which ends the process.
fn attend(
    paths: &TaskPaths,
    request: Exec,
    started: oneshot::Sender<Opened>,
    ended: oneshot::Sender<Option<i32>>,
) {
    let mut session = match neargate_shim::exec(paths, request) {
        Ok(session) => session,
        Err(error) => {
            let _ = started.send(Err(refused(error)));
            return;
        }
    };
    if started.send(opened(&mut session)).is_ok() {
        let _ = ended.send(session.wait().ok());
    }
}

fn opened(session: &mut Session) -> Opened {
    let control = Line(session.control().map_err(internal)?);
    // They are there after a start, and nobody else has asked for them.
    Ok((session.take_ends().ok_or(OpenError::NotRunning)?, control))
}

fn process(ends: Ends, control: Line, exit: oneshot::Receiver<Option<i32>>) -> io::Result<Process> {
    let control = Box::new(control);
    let exit: Pending<'static, _> = Box::pin(async move { exit.await.ok().flatten() });
    let open = |descriptor: OwnedFd| Descriptor::new(descriptor).map(Box::new);
    Ok(match ends {
        Ends::Terminal(master) => {
            Process { input: open(master.try_clone()?)?, output: open(master)?, error: None, control, exit }
        }
        Ends::Pipes { stdin, stdout, stderr } => {
            Process { input: open(stdin)?, output: open(stdout)?, error: Some(open(stderr)?), control, exit }
        }
    })
}

fn request(launch: Launch) -> Exec {
    Exec {
        id: launch.session_id,
        container: launch.container,
        command: launch.arguments,
        environment: launch.environment,
        // As on AWS, whoever the container's own program runs as.
        user: Some("0".to_owned()),
        working_directory: None,
        terminal: launch.terminal.map(window),
    }
}

fn window(size: Size) -> WindowSize {
    WindowSize { rows: size.rows, columns: size.cols }
}

fn refused(error: ExecError) -> OpenError {
    match error {
        ExecError::Failed(reason) => OpenError::NotStarted(reason),
        // A shim that doesn't listen has ended, and with it its containers.
        ExecError::Io(_) => OpenError::NotRunning,
        ExecError::Protocol => OpenError::NotStarted(error.to_string()),
    }
}

fn internal(error: io::Error) -> OpenError {
    OpenError::NotStarted(error.to_string())
}

/// The way to a process's shim.
struct Line(UnixStream);

impl Control for Line {
    fn resize(&self, size: Size) {
        // A shim that is gone is noticed by the thread that waits for it.
        let _ = (&self.0).write_all(&neargate_shim::encode(&Request::Resize(window(size))));
    }

    fn hang_up(&self) {
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.hang_up();
    }
}
