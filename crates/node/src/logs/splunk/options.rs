//! The options of the `splunk` driver.

use std::path::PathBuf;

use http::Uri;
use neargate_outbound::Trust;
use neargate_task::{ContainerSpec, LogConfiguration, TaskSpec};

use crate::logs::options::{OptionsError, flag};

/// Where Docker's driver posts to.
const COLLECTOR: &str = "/services/collector/event/1.0";

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Text in an object, with stream and tag.
    Inline,
    /// The same, but a line that is JSON is an object itself.
    Json,
    /// Text, behind the tag.
    Raw,
}

/// Where a container's lines go, and in which form.
#[derive(Debug, Clone)]
pub(crate) struct Splunk {
    pub url: Uri,
    pub token: String,
    pub format: Format,
    pub host: String,
    pub source: Option<String>,
    pub sourcetype: Option<String>,
    pub index: Option<String>,
    pub tag: String,
    /// The level of compression, if there is any.
    pub gzip: Option<u32>,
    pub verify_connection: bool,
    pub trust: Trust,
}

impl Splunk {
    pub(crate) fn of(
        task: &TaskSpec,
        container: &ContainerSpec,
        configuration: &LogConfiguration,
    ) -> Result<Self, OptionsError> {
        let option = |name: &str| configuration.options.get(name).cloned();
        let required = |name: &'static str| option(name).ok_or(OptionsError::Missing(name));
        let flag = |name, default| Ok::<_, OptionsError>(flag(configuration, name)?.unwrap_or(default));
        let trust = if flag("splunk-insecureskipverify", false)? {
            Trust::Anyone
        } else {
            option("splunk-capath").map_or(Trust::System, |path| Trust::File(PathBuf::from(path)))
        };
        Ok(Self {
            url: url(required("splunk-url")?)?,
            token: required("splunk-token")?,
            format: format(option("splunk-format"))?,
            host: task.interface.host_name.clone(),
            source: option("splunk-source"),
            sourcetype: option("splunk-sourcetype"),
            index: option("splunk-index"),
            tag: tag(option("tag"), task, container),
            gzip: if flag("splunk-gzip", false)? {
                Some(gzip_level(option("splunk-gzip-level"))?)
            } else {
                None
            },
            verify_connection: flag("splunk-verify-connection", true)?,
            trust,
        })
    }
}

/// Scheme, host and port; the path is the collector's.
fn url(text: String) -> Result<Uri, OptionsError> {
    let invalid = |value: String| OptionsError::Invalid { name: "splunk-url", value };
    let parsed: Result<Uri, _> = text.parse();
    let Ok(parsed) = parsed else { return Err(invalid(text)) };
    let mut parts = parsed.into_parts();
    let scheme = parts.scheme.as_ref().map(http::uri::Scheme::as_str);
    let bare = parts.path_and_query.as_ref().is_none_or(|path| path == "/" || path == COLLECTOR);
    if !matches!(scheme, Some("http" | "https")) || parts.authority.is_none() || !bare {
        return Err(invalid(text));
    }
    parts.path_and_query = Some(http::uri::PathAndQuery::from_static(COLLECTOR));
    Uri::from_parts(parts).map_err(|_| invalid(text))
}

fn format(given: Option<String>) -> Result<Format, OptionsError> {
    match given.as_deref() {
        None | Some("inline") => Ok(Format::Inline),
        Some("json") => Ok(Format::Json),
        Some("raw") => Ok(Format::Raw),
        Some(other) => Err(OptionsError::Invalid { name: "splunk-format", value: other.to_owned() }),
    }
}

/// From 0 (none) to 9 (best); -1 asks for the usual one.
fn gzip_level(given: Option<String>) -> Result<u32, OptionsError> {
    const USUAL: u32 = 6;
    let Some(value) = given else { return Ok(USUAL) };
    match value.parse::<i32>() {
        Ok(-1) => Ok(USUAL),
        Ok(level @ 0..=9) => Ok(level.unsigned_abs()),
        _ => Err(OptionsError::Invalid { name: "splunk-gzip-level", value }),
    }
}

/// The tag with its template filled in; the short id when none is given, nothing when it is given as nothing.
fn tag(template: Option<String>, task: &TaskSpec, container: &ContainerSpec) -> String {
    // The id by which a container is known outside begins with its task's.
    let id = &task.task_id;
    let mut tag = template.unwrap_or_else(|| "{{.ID}}".to_owned());
    let short = id.get(..12).unwrap_or(id);
    for (name, value) in [
        ("{{.ID}}", short),
        ("{{.FullID}}", id),
        ("{{.Name}}", &container.name),
        ("{{.ImageName}}", &container.image),
        ("{{.DaemonName}}", "docker"),
    ] {
        tag = tag.replace(name, value);
    }
    tag
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::logs::options::testing::configuration;
    use crate::task::testing::{container, spec};

    pub(crate) fn of(options: &[(&str, &str)]) -> Result<Splunk, OptionsError> {
        let base = [("splunk-url", "https://splunk:8088"), ("splunk-token", "secret")];
        let log = configuration("splunk", &[&base[..], options].concat());
        Splunk::of(&spec(vec![]), &container("web", true), &log)
    }

    fn refused(option: (&str, &str)) {
        let error = of(&[option]).unwrap_err().to_string();
        assert!(error.ends_with(&format!("invalid value {:?} for option {}", option.1, option.0)), "{error}");
    }

    #[test]
    fn a_url_is_scheme_host_and_port() {
        assert_eq!(of(&[]).unwrap().url, "https://splunk:8088/services/collector/event/1.0");
        for good in ["http://a", "https://a:1/", "https://a/services/collector/event/1.0"] {
            of(&[("splunk-url", good)]).unwrap();
        }
        for bad in ["splunk:8088", "ftp://a", "https://a/b", "https://a/?b=c", "", "not a url"] {
            refused(("splunk-url", bad));
        }
    }

    #[test]
    fn flags_and_formats_are_read_as_docker_reads_them() {
        let splunk =
            of(&[("splunk-gzip", "1"), ("splunk-format", "raw"), ("splunk-verify-connection", "F")]).unwrap();
        assert_eq!((splunk.gzip, splunk.format, splunk.verify_connection), (Some(6), Format::Raw, false));
        assert_eq!(of(&[]).unwrap().trust, Trust::System);
        assert_eq!(of(&[("splunk-capath", "/ca.pem")]).unwrap().trust, Trust::File("/ca.pem".into()));
        let anyone = [("splunk-capath", "/ca.pem"), ("splunk-insecureskipverify", "true")];
        assert_eq!(of(&anyone).unwrap().trust, Trust::Anyone);
        assert_eq!(of(&[("splunk-gzip", "true"), ("splunk-gzip-level", "9")]).unwrap().gzip, Some(9));
        assert_eq!(of(&[("splunk-gzip-level", "9")]).unwrap().gzip, None);
        assert!(of(&[("splunk-gzip", "true"), ("splunk-gzip-level", "10")]).is_err());
        refused(("splunk-gzip", "yes"));
        refused(("splunk-format", "xml"));
    }

    #[test]
    fn a_tag_is_a_template() {
        assert_eq!(of(&[]).unwrap().tag, "0123456789ab");
        assert_eq!(of(&[("tag", "{{.Name}}/{{.ImageName}}")]).unwrap().tag, "web/app");
        assert_eq!(of(&[("tag", "")]).unwrap().tag, "");
    }
}
