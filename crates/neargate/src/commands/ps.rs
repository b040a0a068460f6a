//! `neargate ps`: what runs, and what has run.

use http::Method;

use super::output::say;
use super::why::{span, times};
use super::{Failure, on_one_thread};
use crate::client::Client;
use crate::settings::Place;

pub(crate) fn run(place: &Place) -> Result<(), Failure> {
    let client = Client::find(place)?;
    let tasks = on_one_thread(client.page(Method::GET, "/_neargate/tasks", None))?;
    say!("{:34}{:16}{:10}{:18}TASK DEFINITION", "TASK", "CLUSTER", "STATE", "ADDRESS");
    for task in tasks.as_array().into_iter().flatten() {
        let field = |name: &str| task[name].as_str().unwrap_or("-").to_owned();
        let (id, cluster, state) = (field("taskId"), field("cluster"), field("state"));
        say!("{id:34}{cluster:16}{state:10}{:18}{}", field("address"), field("taskDefinition"));
    }
    Ok(())
}

/// `neargate ps --stopped`
pub(crate) fn stopped(place: &Place) -> Result<(), Failure> {
    let client = Client::find(place)?;
    let tasks = on_one_thread(client.page(Method::GET, "/_neargate/history", None))?;
    say!("{:34}{:16}{:24}{:>10}  {:24}WHY", "TASK", "CLUSTER", "STOPPED", "RAN", "TASK DEFINITION");
    for task in tasks.as_array().into_iter().flatten() {
        let field = |name: &str| task[name].as_str().unwrap_or("-").to_owned();
        let times = times(task);
        let ran = times.ran.map_or_else(|| "-".to_owned(), span);
        let (id, cluster, stopped) = (field("taskId"), field("cluster"), times.stopped);
        say!("{id:34}{cluster:16}{stopped:24}{ran:>10}  {:24}{}", field("taskDefinition"), field("verdict"));
    }
    Ok(())
}
