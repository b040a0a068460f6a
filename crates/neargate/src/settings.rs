//! What the operator sets: by option, by `NEARGATE_*` variable, by TOML file, in this order.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use neargate_core::{AccountId, Region};
use neargate_storage::Choice;
use serde::Deserialize;

use crate::commands::Failure;

const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 4566);
const DAY: Duration = Duration::from_secs(24 * 3600);
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
        let ephemeral_storage = given.ephemeral_storage.or(file.ephemeral_storage);
        let ephemeral_storage = ephemeral_storage
            .map_or(Ok(Choice::default()), |text| text.parse())
            .map_err(|error| Failure(format!("--ephemeral-storage: {error}")))?;
        let settings = Settings {
            listen: given.listen.or(file.listen).unwrap_or(DEFAULT_LISTEN),
            data_dir: given.data_dir.or(file.data_dir).unwrap_or_else(|| DEFAULT_DATA_DIR.into()),
            dev,
            // Whoever verifies who calls also holds them to their rights.
            enforce_iam: !dev || given.enforce_iam.or(file.enforce_iam).unwrap_or(false),
            region: given.region.or(file.region).map(Region::new).unwrap_or_default(),
            account: given.account.or(file.account).unwrap_or_default(),
            allowed_hosts: given.allowed_hosts.or(file.allowed_hosts).unwrap_or_default(),
            insecure_registries: given.insecure_registries.or(file.insecure_registries).unwrap_or_default(),
            master_key_file: given.master_key_file.or(file.master_key_file),
            strict_aws: given.strict_aws.or(file.strict_aws).unwrap_or(false),
            history_kept: given
                .history_days
                .or(file.history_days)
                .map_or(neargate_ecs::HISTORY_KEPT, |days| DAY.saturating_mul(days)),
            ephemeral_storage,
        };
        if settings.dev && !settings.listen.ip().is_loopback() {
            let text = "--dev lets everybody in, so it listens on loopback only: leave --dev out or listen on 127.0.0.1";
            return Err(Failure(text.to_owned()));
        }
        Ok(settings)
    }
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
    }
}
