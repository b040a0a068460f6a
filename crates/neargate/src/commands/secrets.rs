//! `neargate secrets`: what the operator does about encryption at rest.

use clap::Subcommand;
use http::Method;
use serde_json::{Value, json};

use super::output::say;
use super::{Failure, on_one_thread};
use crate::client::Client;
use crate::settings::Place;

#[derive(Subcommand)]
pub(crate) enum SecretsCommand {
    /// Make a new master key and bring all secrets and parameters under it, while the daemon runs.
    RotateMasterKey {
        /// Take the former keys out of the file. Backups that were made under them can't be read any more.
        #[arg(long)]
        forget_former: bool,
    },
}

pub(crate) fn run(place: &Place, command: SecretsCommand) -> Result<(), Failure> {
    let SecretsCommand::RotateMasterKey { forget_former } = command;
    on_one_thread(async {
        let client = Client::find(place)?;
        let body = json!({ "forget_former": forget_former });
        let done = client.page(Method::POST, "/_neargate/secrets/rotate-master-key", Some(body)).await?;
        let current = done["current"].as_str().unwrap_or_default();
        say!("{current}");
        let rewrapped = &done["rewrapped"];
        let former: Vec<&str> =
            done["former"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let kept = if former.is_empty() { "none".to_owned() } else { former.join(", ") };
        eprintln!("master key {current} is in use; values rewrapped: {rewrapped}; former keys kept: {kept}");
        Ok(())
    })
}
