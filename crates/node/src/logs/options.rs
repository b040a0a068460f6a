//! What all log drivers have in common: `mode`, `max-buffer-size`, and which driver it is.

use neargate_task::logfile::{LogBuffer, Overflow};
use neargate_task::{ContainerSpec, LogConfiguration, TaskSpec};

use super::awslogs::AwsLogs;
use super::firelens::FireLens;
use super::splunk::Splunk;

/// So much of a container's output may lie on the disk unshipped, unless `max-buffer-size` says otherwise.
const MAX_BUFFER_BYTES: u64 = 64 << 20;
/// Docker's `max-buffer-size`, and so ECS's, in mode `non-blocking`.
const NON_BLOCKING_BYTES: u64 = 10 << 20;
/// No `max-buffer-size` allows more: the disk is everybody's.
const LARGEST_BUFFER_BYTES: u64 = 1 << 30;
/// Of containers that ship nowhere.
const UNSHIPPED_BYTES: u64 = 1 << 20;
/// `log-driver-buffer-limit` unless given: Docker's `fluentd-buffer-limit`, in lines.
const FIRELENS_LINES: u64 = 1_048_576;

#[derive(Debug, thiserror::Error)]
pub(crate) enum OptionsError {
    #[error("ResourceInitializationError: failed to validate logger args: log driver {0} is not supported")]
    Driver(String),
    #[error("ResourceInitializationError: failed to validate logger args: missing option {0}")]
    Missing(&'static str),
    #[error(
        "ResourceInitializationError: failed to validate logger args: invalid value {value:?} for option {name}"
    )]
    Invalid { name: &'static str, value: String },
    #[error(
        "ResourceInitializationError: failed to validate logger args: awslogs could not parse multiline pattern key {pattern:?}: \
         {cause}"
    )]
    Pattern { pattern: String, cause: regex::Error },
    #[error(
        "ResourceInitializationError: failed to validate logger args: no container of the task has a firelensConfiguration"
    )]
    NoRouter,
}

/// Where a container's lines go.
#[derive(Debug, Clone)]
pub(crate) enum Driver {
    AwsLogs(AwsLogs),
    FireLens(FireLens),
    Splunk(Splunk),
}

impl Driver {
    /// None when the container's lines go nowhere.
    pub(crate) fn of(task: &TaskSpec, container: &ContainerSpec) -> Result<Option<Self>, OptionsError> {
        let Some(configuration) = &container.log else { return Ok(None) };
        let driver = match configuration.log_driver.as_str() {
            "awslogs" => Self::AwsLogs(AwsLogs::of(task, container, configuration)?),
            "awsfirelens" => Self::FireLens(FireLens::of(task, container)?),
            "splunk" => Self::Splunk(Splunk::of(task, container, configuration)?),
            other => return Err(OptionsError::Driver(other.to_owned())),
        };
        Ok(Some(driver))
    }
}

/// How much of a container's output may wait to be shipped, and what then.
pub(crate) fn buffer(container: &ContainerSpec) -> Result<LogBuffer, OptionsError> {
    let Some(configuration) = &container.log else {
        let overflow = Overflow::DropOldest;
        return Ok(LogBuffer {
            max_bytes: UNSHIPPED_BYTES,
            max_records: None,
            overflow,
            deliver_before_end: false,
        });
    };
    let option = |name: &str| configuration.options.get(name);
    let firelens = configuration.log_driver == "awsfirelens";
    // Docker's fluentd driver, in the way in which ECS sets it up, never blocks.
    let default = if firelens { "non-blocking" } else { &configuration.default_mode };
    let overflow = match option("mode").map_or(default, String::as_str) {
        "blocking" => Overflow::Block,
        _ => Overflow::DropNewest,
    };
    let max_bytes = match size(configuration)? {
        Some(given) if overflow == Overflow::DropNewest => given.min(LARGEST_BUFFER_BYTES),
        None if overflow == Overflow::DropNewest && !firelens => NON_BLOCKING_BYTES,
        _ => MAX_BUFFER_BYTES,
    };
    let name = "log-driver-buffer-limit";
    let max_records = match option(name).filter(|_| firelens) {
        Some(lines) => {
            let invalid = || OptionsError::Invalid { name, value: lines.clone() };
            Some(lines.parse().ok().filter(|lines| *lines <= 536_870_912).ok_or_else(invalid)?)
        }
        None => firelens.then_some(FIRELENS_LINES),
    };
    Ok(LogBuffer { max_bytes, max_records, overflow, deliver_before_end: firelens })
}

/// A switch as Docker's drivers read it, by Go's `strconv.ParseBool`; AWS's own examples have `"True"`.
pub(super) fn flag(
    configuration: &LogConfiguration,
    name: &'static str,
) -> Result<Option<bool>, OptionsError> {
    let Some(value) = configuration.options.get(name) else { return Ok(None) };
    match value.as_str() {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(Some(true)),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(Some(false)),
        _ => Err(OptionsError::Invalid { name, value: value.clone() }),
    }
}

/// `max-buffer-size` as Docker reads sizes: `25m`, `512kb`, `1GiB`, plain bytes.
fn size(configuration: &LogConfiguration) -> Result<Option<u64>, OptionsError> {
    let name = "max-buffer-size";
    let Some(text) = configuration.options.get(name) else { return Ok(None) };
    let invalid = || OptionsError::Invalid { name, value: text.clone() };
    let lower = text.trim().to_ascii_lowercase();
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = lower.split_at(digits);
    let shift = match unit.trim() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return Err(invalid()),
    };
    let number: u64 = number.parse().map_err(|_| invalid())?;
    Ok(Some(number.saturating_mul(1 << shift)).filter(|bytes| *bytes > 0))
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    pub(crate) fn configuration(driver: &str, options: &[(&str, &str)]) -> LogConfiguration {
        let options = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        LogConfiguration {
            log_driver: driver.to_owned(),
            options,
            secret_options: Default::default(),
            default_mode: "non-blocking".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::configuration;
    use super::*;
    use crate::task::testing::{container, spec};

    fn check(driver: &str, options: &[(&str, &str)], max_bytes: u64, overflow: Overflow) {
        let log = Some(configuration(driver, options));
        let buffer = buffer(&ContainerSpec { log, ..container("app", true) }).unwrap();
        assert_eq!((buffer.max_bytes, buffer.overflow), (max_bytes, overflow), "{driver} {options:?}");
    }

    #[test]
    fn modes_and_sizes_say_what_becomes_of_too_much() {
        use Overflow::{Block, DropNewest};
        check("awslogs", &[], 10 << 20, DropNewest);
        check("awslogs", &[("mode", "blocking")], 64 << 20, Block);
        check("awslogs", &[("mode", "blocking"), ("max-buffer-size", "1m")], 64 << 20, Block);
        check("splunk", &[("mode", "non-blocking"), ("max-buffer-size", "25m")], 25 << 20, DropNewest);
        check("awslogs", &[("max-buffer-size", "512kb")], 512 << 10, DropNewest);
        check("awslogs", &[("max-buffer-size", "100g")], 1 << 30, DropNewest);
        check("awslogs", &[("max-buffer-size", "4096")], 4096, DropNewest);
        check("awsfirelens", &[], 64 << 20, DropNewest);
        check("awsfirelens", &[("mode", "blocking")], 64 << 20, Block);
        for wrong in ["", "m", "1x", "-1", "99999999999999999999"] {
            let log = Some(configuration("awslogs", &[("max-buffer-size", wrong)]));
            assert!(buffer(&ContainerSpec { log, ..container("app", true) }).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_account_decides_when_the_container_does_not() {
        let log = LogConfiguration { default_mode: "blocking".to_owned(), ..configuration("awslogs", &[]) };
        let buffer = buffer(&ContainerSpec { log: Some(log), ..container("app", true) }).unwrap();
        assert_eq!(buffer.overflow, Overflow::Block);
    }

    #[test]
    fn firelens_counts_lines_and_waits_for_the_last() {
        let limit = |value: &str| {
            let log = Some(configuration("awsfirelens", &[("log-driver-buffer-limit", value)]));
            buffer(&ContainerSpec { log, ..container("app", true) })
        };
        let buffer = limit("2097152").unwrap();
        assert_eq!((buffer.max_records, buffer.deliver_before_end), (Some(2_097_152), true));
        assert!(limit("536870913").is_err() && limit("many").is_err());
    }

    #[test]
    fn lines_that_go_nowhere_take_little_room() {
        let buffer = buffer(&container("app", true)).unwrap();
        assert_eq!((buffer.max_bytes, buffer.overflow), (1 << 20, Overflow::DropOldest));
    }

    #[test]
    fn drivers_that_fargate_lacks_are_named() {
        let log = Some(configuration("gelf", &[]));
        let error = Driver::of(&spec(vec![]), &ContainerSpec { log, ..container("app", true) }).unwrap_err();
        assert!(error.to_string().ends_with("log driver gelf is not supported"), "{error}");
    }
}
