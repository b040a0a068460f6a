//! What the operator sets: by option, by `NEARGATE_*` variable, by TOML file, in this order.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use neargate_core::{AccountId, Region};
use neargate_images::{Retention, Watermarks};
use neargate_node::ImageCare;
use neargate_storage::{Choice, Reserve};
use serde::Deserialize;

use crate::commands::Failure;
use crate::duration::Span;

const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 4566);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// As the ECS agent has it (`ECS_IMAGE_MINIMUM_CLEANUP_AGE`).
const MINIMUM_IMAGE_AGE: Duration = Duration::from_secs(3600);
const USUAL_MARGIN_PERCENT: u8 = 10;
const DEFAULT_DATA_DIR: &str = "/var/lib/neargate";

/// Which daemon a command is about.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// Where the daemon keeps its data [default: /var/lib/neargate].
    #[arg(long, env = "NEARGATE_DATA_DIR", hide_env_values = true, global = true)]
    pub data_dir: Option<PathBuf>,
    /// Where the daemon listens; found in the data directory when not given.
    #[arg(long, env = "NEARGATE_ENDPOINT", hide_env_values = true, global = true)]
    pub endpoint: Option<String>,
}

impl Place {
    pub(crate) fn data_dir(&self) -> PathBuf {
        self.data_dir.clone().unwrap_or_else(|| DEFAULT_DATA_DIR.into())
    }
}

/// The options of `neargate up`.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct UpOptions {
    /// A TOML file with any of these settings, named as the options are, with underscores.
    #[arg(long, env = "NEARGATE_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Given,
}

/// Settings as one source gives them; what it doesn't say is left to the next.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Given {
    /// Where to listen [default: 127.0.0.1:4566].
    #[arg(long, env = "NEARGATE_LISTEN")]
    listen: Option<SocketAddr>,
    /// Where to keep state, images and tasks' files [default: /var/lib/neargate].
    #[arg(long, env = "NEARGATE_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// Accept any credentials, on loopback only; an access key id of twelve digits is the account.
    #[arg(long, env = "NEARGATE_DEV", num_args = 0..=1, default_missing_value = "true")]
    dev: Option<bool>,
    /// With --dev: limit the keys that IAM knows to what their policies allow. Without --dev that is always so.
    #[arg(long, env = "NEARGATE_ENFORCE_IAM", num_args = 0..=1, default_missing_value = "true")]
    enforce_iam: Option<bool>,
    /// The region of requests that name none [default: us-east-1].
    #[arg(long, env = "NEARGATE_REGION")]
    region: Option<String>,
    /// The account that the first credentials belong to [default: 000000000000].
    #[arg(long, env = "NEARGATE_ACCOUNT")]
    account: Option<AccountId>,
    /// Names by which clients reach the endpoint, beside addresses and localhost.
    #[arg(long, env = "NEARGATE_ALLOWED_HOSTS", value_delimiter = ',')]
    allowed_hosts: Option<Vec<String>>,
    /// Registries that speak plain HTTP; loopback always does.
    #[arg(long, env = "NEARGATE_INSECURE_REGISTRIES", value_delimiter = ',')]
    insecure_registries: Option<Vec<String>>,
    /// The file with the master keys that seal secrets [default: master.key in the data directory, made at first start].
    #[arg(long, env = "NEARGATE_MASTER_KEY_FILE")]
    master_key_file: Option<PathBuf>,
    /// Refuse what neargate understands and AWS doesn't.
    #[arg(long, env = "NEARGATE_STRICT_AWS", num_args = 0..=1, default_missing_value = "true")]
    strict_aws: Option<bool>,
    /// Days for which is known what became of stopped tasks (`neargate why`) [default: 30].
    #[arg(long, env = "NEARGATE_HISTORY_DAYS")]
    history_days: Option<u32>,
    /// How tasks' ephemeral storage is limited: image (a disk of its own for each), unlimited, or auto (image where this machine can)
    /// [default: auto].
    #[arg(long, env = "NEARGATE_EPHEMERAL_STORAGE")]
    ephemeral_storage: Option<String>,
    /// How many GiB of this machine's disk tasks leave to others, such as 0.5: when no more are left, what tasks write fails
    /// [default: 4, or a twentieth of the disk if that is less].
    #[arg(long, env = "NEARGATE_DISK_RESERVE", value_name = "GIB")]
    disk_reserve: Option<f64>,
    /// Where a file system is mounted, such as an NFS export, that EFS file systems are to be in [default: they are in the data
    /// directory].
    #[arg(long, env = "NEARGATE_EFS_DIRECTORY")]
    efs_directory: Option<PathBuf>,
    /// When images are fetched ahead: never, or on-register (as soon as a task definition names them) [default: never].
    #[arg(long, env = "NEARGATE_PREFETCH")]
    prefetch: Option<Prefetch>,
    /// Remove pulled images that no task has used for this long, such as 7d [default: they stay].
    #[arg(long, env = "NEARGATE_IMAGE_UNUSED_FOR")]
    image_unused_for: Option<Span>,
    /// When more than this percentage of the images' disk is used, remove those whose last use is the longest ago [default: they stay].
    #[arg(long, env = "NEARGATE_IMAGE_DISK_ABOVE", value_parser = clap::value_parser!(u8).range(1..=100))]
    image_disk_above: Option<u8>,
    /// Until no more than this percentage is used [default: 10 less].
    #[arg(long, env = "NEARGATE_IMAGE_DISK_UNTIL", value_parser = clap::value_parser!(u8).range(0..=100))]
    image_disk_until: Option<u8>,
    /// Images that were used within this time stay even on a full disk [default: 1h].
    #[arg(long, env = "NEARGATE_IMAGE_MINIMUM_AGE")]
    image_minimum_age: Option<Span>,
    /// Of each repository, this many images stay: those that were used last [default: 0].
    #[arg(long, env = "NEARGATE_IMAGE_KEEP_LAST")]
    image_keep_last: Option<usize>,
    /// How often images are looked through [default: 30m].
    #[arg(long, env = "NEARGATE_IMAGE_CLEANUP_INTERVAL")]
    image_cleanup_interval: Option<Span>,
}

/// When images are fetched ahead of the tasks that need them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Prefetch {
    #[default]
    Never,
    OnRegister,
}

/// What a daemon is to be.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub listen: SocketAddr,
    pub data_dir: PathBuf,
    pub dev: bool,
    /// Rights have limits.
    pub enforce_iam: bool,
    pub region: Region,
    pub account: AccountId,
    pub allowed_hosts: Vec<String>,
    pub insecure_registries: Vec<String>,
    pub master_key_file: Option<PathBuf>,
    pub strict_aws: bool,
    pub history_kept: Duration,
    pub ephemeral_storage: Choice,
    pub disk_reserve: Reserve,
    pub efs_directory: Option<PathBuf>,
    pub prefetch: Prefetch,
    pub images: ImageCare,
}

impl UpOptions {
    pub(crate) fn settle(self) -> Result<Settings, Failure> {
        let file = match &self.config {
            None => Given::default(),
            Some(path) => {
                let text = fs::read_to_string(path)
                    .map_err(|error| Failure(format!("read {}: {error}", path.display())))?;
                toml::from_str(&text).map_err(|error| Failure(format!("{}: {error}", path.display())))?
            }
        };
        let given = self.settings;
        let dev = given.dev.or(file.dev).unwrap_or(false);
        let images = image_care(&given, &file)?;
        let ephemeral_storage = given.ephemeral_storage.or(file.ephemeral_storage);
        let ephemeral_storage = ephemeral_storage
            .map_or(Ok(Choice::default()), |text| text.parse())
            .map_err(|error| Failure(format!("--ephemeral-storage: {error}")))?;
        let disk_reserve = match given.disk_reserve.or(file.disk_reserve) {
            None => Reserve::Usual,
            Some(gib) if gib.is_finite() && gib >= 0.0 => Reserve::Bytes((gib * f64::from(1 << 30)) as u64),
            Some(gib) => return Err(Failure(format!("--disk-reserve: {gib} is no number of GiB"))),
        };
        // Shims have another working directory, and mounts want whole paths.
        let absolute = |option: &str, path: PathBuf| {
            std::path::absolute(path).map_err(|error| Failure(format!("{option}: {error}")))
        };
        let data_dir = given.data_dir.or(file.data_dir).unwrap_or_else(|| DEFAULT_DATA_DIR.into());
        let master_key_file = given.master_key_file.or(file.master_key_file);
        let efs_directory = given.efs_directory.or(file.efs_directory);
        let settings = Settings {
            listen: given.listen.or(file.listen).unwrap_or(DEFAULT_LISTEN),
            data_dir: absolute("--data-dir", data_dir)?,
            dev,
            // Whoever verifies who calls also holds them to their rights.
            enforce_iam: !dev || given.enforce_iam.or(file.enforce_iam).unwrap_or(false),
            region: given.region.or(file.region).map(Region::new).unwrap_or_default(),
            account: given.account.or(file.account).unwrap_or_default(),
            allowed_hosts: given.allowed_hosts.or(file.allowed_hosts).unwrap_or_default(),
            insecure_registries: given.insecure_registries.or(file.insecure_registries).unwrap_or_default(),
            master_key_file: master_key_file.map(|path| absolute("--master-key-file", path)).transpose()?,
            strict_aws: given.strict_aws.or(file.strict_aws).unwrap_or(false),
            history_kept: given
                .history_days
                .or(file.history_days)
                .map_or(neargate_ecs::HISTORY_KEPT, |days| DAY.saturating_mul(days)),
            ephemeral_storage,
            disk_reserve,
            efs_directory: efs_directory.map(|path| absolute("--efs-directory", path)).transpose()?,
            prefetch: given.prefetch.or(file.prefetch).unwrap_or_default(),
            images,
        };
        if settings.dev && !settings.listen.ip().is_loopback() {
            let text = "--dev lets everybody in, so it listens on loopback only: leave --dev out or listen on 127.0.0.1";
            return Err(Failure(text.to_owned()));
        }
        Ok(settings)
    }
}

/// By default nothing goes that anybody could want back.
fn image_care(given: &Given, file: &Given) -> Result<ImageCare, Failure> {
    let span = |given: Option<Span>, file: Option<Span>| given.or(file).map(|Span(span)| span);
    let above = given.image_disk_above.or(file.image_disk_above);
    let until = given.image_disk_until.or(file.image_disk_until);
    let disk = match (above, until) {
        (None, None) => None,
        (None, Some(_)) => {
            let text = "--image-disk-until says where to end: --image-disk-above must say where to begin";
            return Err(Failure(text.to_owned()));
        }
        (Some(above), until) => {
            Some(Watermarks { above, until: until.unwrap_or(above.saturating_sub(USUAL_MARGIN_PERCENT)) })
        }
    };
    if let Some(marks) = disk.filter(|marks| marks.until > marks.above || marks.above > 100) {
        let Watermarks { above, until } = marks;
        return Err(Failure(format!(
            "--image-disk-above {above} and --image-disk-until {until}: the second is to be the lower, both are percentages"
        )));
    }
    let usual = ImageCare::default();
    let interval = span(given.image_cleanup_interval, file.image_cleanup_interval);
    Ok(ImageCare {
        retention: Retention {
            unused_for: span(given.image_unused_for, file.image_unused_for),
            disk,
            minimum_age: span(given.image_minimum_age, file.image_minimum_age).unwrap_or(MINIMUM_IMAGE_AGE),
            keep_last: given.image_keep_last.or(file.image_keep_last).unwrap_or_default(),
            ..usual.retention
        },
        // Time enough for each look to end.
        interval: interval.unwrap_or(usual.interval).max(Duration::from_secs(1)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(listen: Option<&str>, dev: bool) -> UpOptions {
        let listen = listen.map(|text| text.parse().unwrap());
        UpOptions { config: None, settings: Given { listen, dev: Some(dev), ..Given::default() } }
    }

    #[test]
    fn defaults_are_those_of_local_aws_tools() {
        let settings = UpOptions::default().settle().unwrap();
        assert_eq!(settings.listen, DEFAULT_LISTEN);
        assert!(!settings.dev);
    }

    #[test]
    fn everybody_is_let_in_on_loopback_only() {
        assert!(given(Some("0.0.0.0:4566"), true).settle().is_err());
        assert!(given(Some("0.0.0.0:4566"), false).settle().is_ok());
        assert!(given(Some("[::1]:4566"), true).settle().is_ok());
    }

    #[test]
    fn rights_have_limits_unless_dev_lifts_them() {
        let enforce = |dev, enforce_iam| {
            let settings = Given { dev: Some(dev), enforce_iam, ..Given::default() };
            UpOptions { config: None, settings }.settle().unwrap().enforce_iam
        };
        assert!(enforce(false, None) && enforce(false, Some(false)) && enforce(true, Some(true)));
        assert!(!enforce(true, None));
    }

    #[test]
    fn a_file_gives_what_options_do_not_and_knows_no_other_names() {
        let file: Given = toml::from_str("listen = \"127.0.0.1:1\"\nregion = \"eu-west-1\"\n").unwrap();
        assert_eq!(file.region.as_deref(), Some("eu-west-1"));
        assert!(toml::from_str::<Given>("lisen = \"127.0.0.1:1\"").is_err());
        let file: Given = toml::from_str("efs_directory = \"efs\"").unwrap();
        let settings = UpOptions { config: None, settings: file }.settle().unwrap();
        assert_eq!(settings.disk_reserve, Reserve::Usual);
        // It is remembered, and the next start may have another working directory.
        assert!(settings.efs_directory.unwrap().is_absolute());
    }

    #[test]
    fn the_reserve_is_in_gib() {
        let settled =
            |file: &str| UpOptions { config: None, settings: toml::from_str(file).unwrap() }.settle();
        assert_eq!(settled("disk_reserve = 0.5").unwrap().disk_reserve, Reserve::Bytes(512 << 20));
        assert_eq!(settled("disk_reserve = 0.0").unwrap().disk_reserve, Reserve::Bytes(0));
        assert!(
            settled("disk_reserve = -1.0").is_err_and(|failure| failure.0.contains("--disk-reserve: -1"))
        );
    }

    #[track_caller]
    fn check(file: &str, expected: Result<(Option<u64>, Option<[u8; 2]>), &str>) {
        let settings = UpOptions { config: None, settings: toml::from_str(file).unwrap() }.settle();
        let told = settings.map(|settings| {
            let Retention { unused_for, disk, .. } = settings.images.retention;
            (unused_for.map(|it| it.as_secs()), disk.map(|marks| [marks.above, marks.until]))
        });
        match expected {
            Ok(expected) => assert_eq!(told.unwrap(), expected),
            Err(word) => assert!(told.unwrap_err().0.contains(word)),
        }
    }

    #[test]
    fn images_stay_unless_somebody_says_otherwise() {
        check("", Ok((None, None)));
        check("image_unused_for = \"7d\"", Ok((Some(604_800), None)));
        check("image_disk_above = 85", Ok((None, Some([85, 75]))));
        check("image_disk_above = 85\nimage_disk_until = 85", Ok((None, Some([85, 85]))));
        check("image_disk_above = 80\nimage_disk_until = 90", Err("lower"));
        check("image_disk_above = 180", Err("percentages"));
        check("image_disk_until = 90", Err("--image-disk-above"));
        assert!(toml::from_str::<Given>("image_unused_for = \"7\"").is_err());
    }

    #[test]
    fn images_are_fetched_ahead_when_the_operator_wants_it() {
        let file: Given = toml::from_str("prefetch = \"on-register\"").unwrap();
        assert_eq!(
            UpOptions { config: None, settings: file }.settle().unwrap().prefetch,
            Prefetch::OnRegister
        );
        assert_eq!(UpOptions::default().settle().unwrap().prefetch, Prefetch::Never);
    }
}
