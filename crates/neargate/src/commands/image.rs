//! `neargate image`.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use clap::Subcommand;
use http::Method;
use neargate_core::{Clock as _, SystemClock};
use serde_json::{Value, json};

use super::output::{self, say};
use super::{Failure, on_one_thread};
use crate::client::Client;
use crate::docker_config;
use crate::duration::Span;
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
    /// Remove pulled images that no task uses, and what is left of interrupted pulls. Loaded images stay: they have no registry.
    Prune {
        /// Only tell what would go.
        #[arg(long)]
        dry_run: bool,
        /// Images that a task used within this time stay.
        #[arg(long, default_value = "1h")]
        unused_for: Span,
        /// Of each repository, this many images stay: those that were used last.
        #[arg(long, default_value_t = 0)]
        keep_last: usize,
        /// All images with verdict and reason, as JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(place: &Place, command: ImageCommand) -> Result<(), Failure> {
    let client = Client::find(place)?;
    on_one_thread(async {
        match command {
            ImageCommand::Load { archive, name } => load(&client, archive, name).await,
            ImageCommand::Pull { reference } => pull(&client, &reference).await,
            ImageCommand::Ls => list(&client).await,
            ImageCommand::Rm { references } => remove(&client, &references).await,
            ImageCommand::Prune { dry_run, unused_for, keep_last, json } => {
                prune(&client, dry_run, unused_for, keep_last, json).await
            }
        }
    })
}

async fn load(client: &Client, archive: PathBuf, name: Option<String>) -> Result<(), Failure> {
    let path = archive.canonicalize().map_err(|error| Failure(format!("{}: {error}", archive.display())))?;
    let request = json!({ "path": path, "name": name });
    let images = client.page(Method::POST, "/_neargate/images/load", Some(request)).await?;
    for image in images.as_array().into_iter().flatten() {
        say!("{} {}", text(image, "reference"), text(image, "manifest_digest"));
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
            say!("{} {}", text(&progress["image"], "reference"), text(&progress["image"], "manifest_digest"));
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
    say!("{:50}{:74}SIZE", "IMAGE", "DIGEST");
    for image in images.as_array().into_iter().flatten() {
        let megabytes = image["size_bytes"].as_u64().unwrap_or_default() as f64 / 1e6;
        say!("{:50}{:74}{megabytes:.1} MB", text(image, "reference"), text(image, "manifest_digest"));
    }
    Ok(())
}

async fn remove(client: &Client, references: &[String]) -> Result<(), Failure> {
    for reference in references {
        client
            .page(Method::POST, "/_neargate/images/remove", Some(json!({ "reference": reference })))
            .await?;
        say!("{reference}");
    }
    Ok(())
}

async fn prune(
    client: &Client,
    dry_run: bool,
    unused_for: Span,
    keep_last: usize,
    as_json: bool,
) -> Result<(), Failure> {
    let request =
        json!({ "dryRun": dry_run, "unusedForSeconds": unused_for.0.as_secs(), "keepLast": keep_last });
    let pruned = client.page(Method::POST, "/_neargate/images/prune", Some(request)).await?;
    if as_json {
        say!("{pruned:#}");
        return Ok(());
    }
    let now = SystemClock.now().as_epoch_seconds() as u64;
    output::print(format_args!("{}", told(&pruned, now)));
    let recent = pruned["images"].as_array().into_iter().flatten();
    let recent =
        recent.filter(|image| text(image, "verdict") == "stays" && text(image, "reason") == "recent");
    match recent.count() {
        0 => {}
        count => eprintln!("{count} more were used too recently: --unused-for 0s takes them as well"),
    }
    Ok(())
}

/// What a pruning removed, or would, as a table and a sum.
fn told(pruned: &Value, now: u64) -> String {
    let mut lines = String::new();
    let goes = |image: &&Value| text(image, "verdict") == "goes";
    let gone: Vec<_> = pruned["images"].as_array().into_iter().flatten().filter(goes).collect();
    let number = |value: &Value, name: &str| value[name].as_u64().unwrap_or_default();
    if !gone.is_empty() {
        let _ = writeln!(lines, "{:50}{:>12}{:>12}  WHY", "IMAGE", "SIZE", "FREES");
    }
    for image in gone {
        let unused = told_span(now.saturating_sub(number(image, "lastUsed")));
        let (size, frees) = (megabytes(number(image, "sizeBytes")), megabytes(number(image, "freesBytes")));
        let _ =
            writeln!(lines, "{:50}{size:>12}{frees:>12}  not used for {unused}", text(image, "reference"));
    }
    let garbage = &pruned["garbage"];
    let parts = [
        ("layers", "layers of no image"),
        ("blobs", "documents of no image"),
        ("partials", "interrupted downloads"),
    ];
    let parts: Vec<_> = parts
        .iter()
        .map(|(name, words)| (number(garbage, name), words))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if !parts.is_empty() {
        let _ = writeln!(lines, "{} ({})", parts.join(", "), megabytes(number(garbage, "bytes")));
    }
    let verb = if pruned["dryRun"] == true { "would free" } else { "freed" };
    let _ = writeln!(lines, "{verb} {}", megabytes(number(pruned, "freedBytes")));
    lines
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// A span in its largest unit.
fn told_span(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m", seconds / 60),
        3600..86_400 => format!("{}h", seconds / 3600),
        _ => format!("{}d", seconds / 86_400),
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pruning_is_told_as_a_table_and_a_sum() {
        let image = |name: &str, verdict: &str, frees: u64| {
            json!({ "reference": name, "verdict": verdict, "reason": "unused", "lastUsed": 1000,
                "sizeBytes": 12_340_000, "freesBytes": frees })
        };
        let mut pruned = json!({
            "dryRun": true,
            "images": [image("docker.io/library/web:1", "goes", 2_000_000), image("docker.io/library/web:2", "stays", 0)],
            "garbage": { "layers": 2, "blobs": 0, "partials": 1, "bytes": 1_000_000 },
            "freedBytes": 3_000_000,
        });
        let lines = told(&pruned, 1000 + 2 * 86_400);
        let lines: Vec<_> =
            lines.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            lines,
            [
                "IMAGE SIZE FREES WHY",
                "docker.io/library/web:1 12.3 MB 2.0 MB not used for 2d",
                "2 layers of no image, 1 interrupted downloads (1.0 MB)",
                "would free 3.0 MB",
            ]
        );
        pruned = json!({ "dryRun": false, "images": [], "garbage": {}, "freedBytes": 0 });
        assert_eq!(told(&pruned, 0), "freed 0.0 MB\n");
    }
}
