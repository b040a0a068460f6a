//! `neargate ps`.

use http::Method;

use super::{Failure, on_one_thread};
use crate::client::Client;
use crate::settings::Place;

pub(crate) fn run(place: &Place) -> Result<(), Failure> {
    let client = Client::find(place)?;
    let tasks = on_one_thread(client.page(Method::GET, "/_neargate/tasks", None))?;
    println!("{:34}{:16}{:10}{:18}TASK DEFINITION", "TASK", "CLUSTER", "STATE", "ADDRESS");
    for task in tasks.as_array().into_iter().flatten() {
        let field = |name: &str| task[name].as_str().unwrap_or("-").to_owned();
        let (id, cluster, state) = (field("taskId"), field("cluster"), field("state"));
        println!("{id:34}{cluster:16}{state:10}{:18}{}", field("address"), field("taskDefinition"));
    }
    Ok(())
}
