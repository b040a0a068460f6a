//! `neargate down`.

use std::path::Path;
use std::time::Duration;

use neargate_core::chain;
use neargate_storage::{Choice, Reserve, Storage};
use neargate_store::Store;
use rustix::process::{Pid, Signal, kill_process};
use tokio::sync::watch;

use super::{Failure, on_one_thread};
use crate::control::{Control, ControlOptions, NodeImages};
use crate::settings::Place;

/// A daemon lets its requests end, which takes a few seconds at most.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// Longer than any stop timeout.
const TASKS_PATIENCE: Duration = Duration::from_secs(180);

pub(crate) fn run(place: &Place, tasks: bool) -> Result<(), Failure> {
    let data_dir = place.data_dir();
    if !data_dir.exists() {
        return Err(Failure(format!("{} doesn't exist: nothing was ever up there", data_dir.display())));
    }
    on_one_thread(async {
        end_daemon(&data_dir).await?;
        if tasks {
            tokio::time::timeout(TASKS_PATIENCE, end_tasks(&data_dir)).await.map_err(|_| {
                Failure("tasks are still running, and didn't end in three minutes".to_owned())
            })??;
        }
        Ok(())
    })
}

/// Ends the daemon that holds the directory, if one does.
async fn end_daemon(data_dir: &Path) -> Result<(), Failure> {
    let ending = async {
        let mut asked = false;
        loop {
            match Store::open(data_dir) {
                Ok(_) => return Ok(()),
                Err(neargate_store::Error::Locked { pid, .. }) => {
                    if let Some(pid) =
                        pid.and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?)).filter(|_| !asked)
                    {
                        // It may have ended just now.
                        let _ = kill_process(pid, Signal::TERM);
                        asked = true;
                    }
                    tokio::time::sleep(LOOK_EVERY).await;
                }
                Err(other) => return Err(Failure(chain(&other))),
            }
        }
    };
    let ended = tokio::time::timeout(PATIENCE, ending).await;
    ended.map_err(|_| Failure("the daemon doesn't end".to_owned()))?
}

/// Ends all tasks, which takes a control plane and a node but nobody who listens.
async fn end_tasks(data_dir: &Path) -> Result<(), Failure> {
    let control = Control::open(data_dir, ControlOptions::default()).await?;
    let (stopping, stop) = watch::channel(false);
    control.services.ecs.stop_all("neargate down").await.map_err(|error| Failure(chain(&error)))?;
    // Nothing is started any more.
    let storage = Storage::open(data_dir, control.instance.as_str(), Choice::Unlimited, Reserve::default())
        .map_err(|error| Failure(chain(&error)))?;
    let mut workers = control.start(data_dir, storage, NodeImages::default(), &stop)?;
    control.until_idle(data_dir).await;
    let _ = stopping.send(true);
    while workers.join_next().await.is_some() {}
    control.leave().await
}
