//! `neargate up`.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use super::Failure;
use crate::daemon;
use crate::settings::UpOptions;

pub(crate) fn run(options: UpOptions) -> Result<(), Failure> {
    let settings = options.settle()?;
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(workers()).enable_all().build();
    runtime.map_err(|error| Failure(error.to_string()))?.block_on(daemon::run(settings))
}

/// `NEARGATE_LOG` says what (`info`, `neargate_node=debug`), `NEARGATE_LOG_FORMAT=json` says how.
pub(super) fn log_to_stderr() {
    let filter = EnvFilter::try_from_env("NEARGATE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // What S3's callers do wrong it is told to them; s3s calls each an error.
    let filter = filter.add_directive("s3s=off".parse().expect("this is a directive"));
    // It would tell stderr that stderr can't be written, and panic when it can't.
    let log = tracing_subscriber::fmt().log_internal_errors(false);
    let log = log.with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("NEARGATE_LOG_FORMAT").is_ok_and(|format| format == "json") {
        log.json().init();
    } else {
        log.with_ansi(std::io::stderr().is_terminal()).init();
    }
}

/// Threads that serve the API and follow the tasks; what blocks runs on others. Half of the processors: a request costs a quarter less
/// where fewer threads wake each other for it, and the tasks have use for the rest.
fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).div_ceil(2)
}
