//! The neargate binary: its command line, and the wiring of everything else.

#![warn(clippy::print_stdout)]

mod client;
mod commands;
mod control;
mod credentials;
mod daemon;
mod docker_config;
mod duration;
mod inside;
mod master_key;
mod measured;
mod pages;
mod pulls;
mod run_root;
mod services;
mod settings;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use neargate_task::TaskPaths;

use settings::{Place, UpOptions};

/// Fargate on your own machines.
#[derive(Parser)]
#[command(name = "neargate", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the control plane and this machine's node.
    Up(UpOptions),
    /// End the daemon; with --tasks end its tasks too and remove what they had on this machine.
    Down {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        tasks: bool,
    },
    /// Print the exports that let aws and the SDKs in this shell reach the daemon.
    Env {
        #[command(flatten)]
        place: Place,
    },
    /// Images on this machine.
    Image {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: commands::image::ImageCommand,
    },
    /// The tasks on this machine and where the host reaches them.
    Ps {
        #[command(flatten)]
        place: Place,
        /// The tasks that stopped instead, the latest first.
        #[arg(long)]
        stopped: bool,
    },
    /// Why a task stopped: the verdict, times, what it used, its last lines.
    Why {
        #[command(flatten)]
        place: Place,
        /// The whole record, as JSON.
        #[arg(long)]
        json: bool,
        /// The task's id or ARN.
        task: String,
    },
    /// What a task's containers have printed.
    Logs {
        #[command(flatten)]
        place: Place,
        /// Go on until the task has stopped.
        #[arg(short, long)]
        follow: bool,
        /// The task's id or ARN.
        task: String,
    },
    /// Encryption of secrets at rest.
    Secrets {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: commands::secrets::SecretsCommand,
    },
    /// Run a command in a container of a running task. The exit code is the command's.
    Exec {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        options: commands::exec::Options,
    },
    /// The operations of AWS's services and which of them are here, as a Markdown table.
    Coverage,
}

fn main() -> ExitCode {
    // A shim must stay what it was forked as: one thread, no runtime.
    let arguments: Vec<PathBuf> = std::env::args_os().map(PathBuf::from).collect();
    if let [_, shim, run, disk] = arguments.as_slice()
        && shim.as_os_str() == "shim"
    {
        return neargate_shim::main(TaskPaths { run: run.clone(), disk: disk.clone() });
    }
    let outcome = match Arguments::parse().command {
        Command::Up(options) => commands::up::run(options),
        Command::Down { place, tasks } => commands::down::run(&place, tasks),
        Command::Env { place } => commands::env::run(&place),
        Command::Image { place, command } => commands::image::run(&place, command),
        Command::Ps { place, stopped: false } => commands::ps::run(&place),
        Command::Ps { place, stopped: true } => commands::ps::stopped(&place),
        Command::Why { place, json, task } => commands::why::run(&place, &task, json),
        Command::Logs { place, follow, task } => commands::logs::run(&place, &task, follow),
        Command::Secrets { place, command } => commands::secrets::run(&place, command),
        Command::Exec { place, options } => match commands::exec::run(&place, &options) {
            Ok(code) => return code,
            Err(error) => Err(error),
        },
        Command::Coverage => commands::coverage::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("neargate: {error}");
            ExitCode::FAILURE
        }
    }
}
