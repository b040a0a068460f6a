//! `neargate image`.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use clap::Subcommand;
use http::Method;
use serde_json::{Value, json};

use super::{Failure, on_one_thread};
use crate::client::Client;
use crate::docker_config;
use crate::settings::Place;

const LOOK_EVERY: Duration = Duration::from_millis(100);

#[derive(Subcommand)]
pub(crate) enum ImageCommand {
    /// Load images from an archive as `docker save`, skopeo or buildah write them.
    Load {
        archive: PathBuf,
        /// The image's name, for an archive that has one image.
        #[arg(long)]
        name: Option<String>,
    },
    /// Pull an image from its registry, with the logins of ~/.docker/config.json.
    Pull { reference: String },
    /// List the images on this machine.
    Ls,
    /// Remove images by name.
    Rm { references: Vec<String> },
}

pub(crate) fn run(place: &Place, command: ImageCommand) -> Result<(), Failure> {
    let client = Client::find(place)?;
    on_one_thread(async {
        match command {
            ImageCommand::Load { archive, name } => load(&client, archive, name).await,
            ImageCommand::Pull { reference } => pull(&client, &reference).await,
            ImageCommand::Ls => list(&client).await,
            ImageCommand::Rm { references } => remove(&client, &references).await,
        }
    })
}

async fn load(client: &Client, archive: PathBuf, name: Option<String>) -> Result<(), Failure> {
    let path = archive.canonicalize().map_err(|error| Failure(format!("{}: {error}", archive.display())))?;
    let request = json!({ "path": path, "name": name });
    let images = client.page(Method::POST, "/_neargate/images/load", Some(request)).await?;
    for image in images.as_array().into_iter().flatten() {
        println!("{} {}", text(image, "reference"), text(image, "manifest_digest"));
    }
    Ok(())
}

async fn pull(client: &Client, reference: &str) -> Result<(), Failure> {
    let (username, password) = docker_config::login_for(reference).unzip();
    let request = json!({ "reference": reference, "username": username, "password": password });
    let started = client.page(Method::POST, "/_neargate/images/pull", Some(request)).await?;
    let path = format!("/_neargate/images/pull/{}", text(&started, "id"));
    loop {
        let progress = client.page(Method::GET, &path, None).await?;
        show(&progress);
        if let Some(error) = progress["error"].as_str() {
            return Err(Failure(format!("CannotPullContainerError: {error}")));
        }
        if progress["image"].is_object() {
            println!(
                "{} {}",
                text(&progress["image"], "reference"),
                text(&progress["image"], "manifest_digest")
            );
            return Ok(());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// One line that is written over, for a person who watches.
fn show(progress: &Value) {
    if !io::stderr().is_terminal() {
        return;
    }
    let sum = |name: &str| -> u64 {
        progress["layers"].as_array().into_iter().flatten().filter_map(|layer| layer[name].as_u64()).sum()
    };
    let over = progress["image"].is_object() || progress["error"].is_string();
    let end = if over { "\n" } else { "" };
    let layers = progress["layers"].as_array().map_or(0, Vec::len);
    let (done, all) = (sum("doneBytes") >> 10, sum("sizeBytes") >> 10);
    let _ = write!(io::stderr(), "\r\x1b[K{layers} layers, {done} of {all} KiB{end}");
}

async fn list(client: &Client) -> Result<(), Failure> {
    let images = client.page(Method::GET, "/_neargate/images", None).await?;
    println!("{:50}{:74}SIZE", "IMAGE", "DIGEST");
    for image in images.as_array().into_iter().flatten() {
        let megabytes = image["size_bytes"].as_u64().unwrap_or_default() as f64 / 1e6;
        println!("{:50}{:74}{megabytes:.1} MB", text(image, "reference"), text(image, "manifest_digest"));
    }
    Ok(())
}

async fn remove(client: &Client, references: &[String]) -> Result<(), Failure> {
    for reference in references {
        client
            .page(Method::POST, "/_neargate/images/remove", Some(json!({ "reference": reference })))
            .await?;
        println!("{reference}");
    }
    Ok(())
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}
