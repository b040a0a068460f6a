//! The log router's configuration, for Fluent Bit and for Fluentd. Pure.
//!
//! The order is ECS's: inputs, the health check's input and output, metadata, each container's filters, the included file, each
//! container's output. So an included file sees records with metadata, and its outputs come first.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use neargate_task::{ContainerSpec, TaskSpec};

use super::{is_client, router_of};

/// Options that are meant for ECS and not for the output.
const OWN_OPTIONS: [&str; 5] =
    ["log-driver-buffer-limit", "include-pattern", "exclude-pattern", "mode", "max-buffer-size"];
/// `Mem_Buf_Limit` of a router whose memory isn't limited.
const DEFAULT_BUFFER_MIB: u32 = 25;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error(
        "ResourceInitializationError: unable to generate firelens config file: unable to apply log options of container {container} \
         to firelens config: missing output key {key} which is required for firelens configuration of type {kind}"
    )]
    NoOutput { container: String, key: &'static str, kind: String },
    /// A value could otherwise add sections of its own.
    #[error(
        "ResourceInitializationError: unable to generate firelens config file: option {0} has a line feed in its name or value"
    )]
    LineFeed(String),
    #[error(
        "ResourceInitializationError: unable to generate firelens config file: unsupported firelens type {0}"
    )]
    Kind(String),
}

/// The configuration of a task's router; empty when it has none.
pub(super) fn generate(task: &TaskSpec) -> Result<String, ConfigError> {
    let Some((router, firelens)) = router_of(task) else { return Ok(String::new()) };
    let clients = task.containers.iter().enumerate().filter(|(_, container)| is_client(container));
    let clients =
        clients.map(|(index, container)| client(index, container)).collect::<Result<Vec<_>, _>>()?;
    let option = |name: &str| firelens.options.get(name);
    let metadata = option("enable-ecs-log-metadata").is_none_or(|value| value != "false");
    let metadata = if metadata {
        vec![
            ("ecs_cluster", task.cluster_name.clone()),
            ("ecs_task_arn", task.task_arn.clone()),
            ("ecs_task_definition", format!("{}:{}", task.family, task.revision)),
        ]
    } else {
        Vec::new()
    };
    let plan = Plan {
        buffer_mib: router.memory_mib.map_or(DEFAULT_BUFFER_MIB, |memory| memory / 2),
        metadata,
        clients,
        include: match option("config-file-type").map(String::as_str) {
            None => None,
            Some("s3") => Some(super::external_path(firelens)),
            Some(_) => option("config-file-value").map(String::as_str),
        },
    };
    match firelens.kind.as_str() {
        "fluentbit" => plan.fluent_bit(),
        "fluentd" => plan.fluentd(),
        other => Err(ConfigError::Kind(other.to_owned())),
    }
}

struct Plan<'a> {
    buffer_mib: u32,
    metadata: Vec<(&'static str, String)>,
    clients: Vec<Client<'a>>,
    include: Option<&'a str>,
}

/// A container whose lines are routed.
struct Client<'a> {
    name: &'a str,
    include: Option<&'a String>,
    exclude: Option<&'a String>,
    /// What is left for the output. Values of secrets are the names of variables of the router's environment.
    output: BTreeMap<&'a str, Value<'a>>,
}

enum Value<'a> {
    Plain(&'a str),
    Variable(String),
}

/// The variable of the router's environment that holds a secret option of the container with this index in the task.
fn variable(option: &str, index: usize) -> String {
    format!("{option}_{index}")
}

/// The router's variables with the secret options of its clients.
pub(crate) fn secret_variables(task: &TaskSpec) -> Vec<(String, &str)> {
    let mut variables = Vec::new();
    for (index, container) in task.containers.iter().enumerate().filter(|(_, container)| is_client(container))
    {
        let Some(log) = &container.log else { continue };
        // Once they are fetched, their values are among the options.
        let fetched = log.secret_options.iter().filter_map(|(name, _)| Some((name, log.options.get(name)?)));
        variables.extend(fetched.map(|(name, value)| (variable(name, index), value.as_str())));
    }
    variables
}

fn client(index: usize, container: &ContainerSpec) -> Result<Client<'_>, ConfigError> {
    let Some(log) = &container.log else {
        return Ok(Client { name: &container.name, include: None, exclude: None, output: BTreeMap::new() });
    };
    let is_secret = |name: &str| log.secret_options.iter().any(|(secret, _)| secret == name);
    let plain = || log.options.iter().filter(|(name, _)| !is_secret(name));
    let names = log.secret_options.iter().map(|(name, _)| (name, name));
    if let Some((name, _)) =
        plain().chain(names).find(|(name, value)| name.contains('\n') || value.contains('\n'))
    {
        return Err(ConfigError::LineFeed(name.replace('\n', " ")));
    }
    let given = plain().filter(|(name, _)| !OWN_OPTIONS.contains(&name.as_str()));
    let given = given.map(|(name, value)| (name.as_str(), Value::Plain(value)));
    let secret =
        log.secret_options.iter().map(|(name, _)| (name.as_str(), Value::Variable(variable(name, index))));
    Ok(Client {
        name: &container.name,
        include: log.options.get("include-pattern"),
        exclude: log.options.get("exclude-pattern"),
        output: given.chain(secret).collect(),
    })
}

/// The plugin that sends a client's lines.
struct Output<'a> {
    plugin: &'a str,
    settings: Vec<(&'a str, &'a Value<'a>)>,
}

impl<'a> Client<'a> {
    /// None when the included file is to see to it.
    fn output(&'a self, key: &'static str, kind: &str) -> Result<Option<Output<'a>>, ConfigError> {
        if self.output.is_empty() {
            return Ok(None);
        }
        let Some(Value::Plain(plugin)) = self.output.get(key) else {
            let container = self.name.to_owned();
            return Err(ConfigError::NoOutput { container, key, kind: kind.to_owned() });
        };
        let others = self.output.iter().filter(|(name, _)| **name != key);
        Ok(Some(Output { plugin, settings: others.map(|(name, value)| (*name, value)).collect() }))
    }
}

impl Plan<'_> {
    fn fluent_bit(&self) -> Result<String, ConfigError> {
        let mut out = String::new();
        let mut section = |title: &str, settings: &[(&str, &str)]| {
            let separator = if out.is_empty() { "" } else { "\n" };
            let _ = writeln!(out, "{separator}[{title}]");
            for (name, value) in settings {
                let _ = writeln!(out, "    {name} {value}");
            }
        };
        let limit = format!("{}MB", self.buffer_mib);
        section(
            "INPUT",
            &[("Name", "forward"), ("unix_path", "/var/run/fluent.sock"), ("Mem_Buf_Limit", &limit)],
        );
        section("INPUT", &[("Name", "forward"), ("Listen", "127.0.0.1"), ("Port", "24224")]);
        let health = "firelens-healthcheck";
        section("INPUT", &[("Name", "tcp"), ("Tag", health), ("Listen", "127.0.0.1"), ("Port", "8877")]);
        section("OUTPUT", &[("Name", "null"), ("Match", health)]);
        if !self.metadata.is_empty() {
            let records: Vec<_> =
                self.metadata.iter().map(|(name, value)| format!("{name} {value}")).collect();
            let mut settings = vec![("Name", "record_modifier"), ("Match", "*")];
            settings.extend(records.iter().map(|record| ("Record", record.as_str())));
            section("FILTER", &settings);
        }
        for client in &self.clients {
            let tag = format!("{}-firelens*", client.name);
            for (verb, pattern) in [("Regex", client.include), ("Exclude", client.exclude)] {
                if let Some(pattern) = pattern {
                    section(
                        "FILTER",
                        &[("Name", "grep"), ("Match", &tag), (verb, &format!("log {pattern}"))],
                    );
                }
            }
        }
        if let Some(include) = self.include {
            let _ = writeln!(out, "\n@INCLUDE {include}");
        }
        for client in &self.clients {
            let Some(Output { plugin, settings }) = client.output("Name", "fluentbit")? else { continue };
            let _ = write!(out, "\n[OUTPUT]\n    Name {plugin}\n    Match {}-firelens*\n", client.name);
            for (name, value) in settings {
                let _ = match value {
                    Value::Plain(value) => writeln!(out, "    {name} {value}"),
                    Value::Variable(variable) => writeln!(out, "    {name} ${{{variable}}}"),
                };
            }
        }
        Ok(out)
    }

    fn fluentd(&self) -> Result<String, ConfigError> {
        let mut out = String::from(
            "<source>\n    @type unix\n    path /var/run/fluent.sock\n</source>\n\n\
             <source>\n    @type forward\n    bind 127.0.0.1\n    port 24224\n</source>\n",
        );
        if !self.metadata.is_empty() {
            out.push_str("\n<filter **>\n    @type record_transformer\n    <record>\n");
            for (name, value) in &self.metadata {
                let _ = writeln!(out, "        {name} {value}");
            }
            out.push_str("    </record>\n</filter>\n");
        }
        for client in &self.clients {
            for (kind, pattern) in [("regexp", client.include), ("exclude", client.exclude)] {
                let Some(pattern) = pattern else { continue };
                let _ = write!(
                    out,
                    "\n<filter {}-firelens**>\n    @type grep\n    <{kind}>\n        key log\n        pattern {pattern}\n    \
                     </{kind}>\n</filter>\n",
                    client.name
                );
            }
        }
        if let Some(include) = self.include {
            let _ = writeln!(out, "\n@include {include}");
        }
        for client in &self.clients {
            let Some(Output { plugin, settings }) = client.output("@type", "fluentd")? else { continue };
            let _ = write!(out, "\n<match {}-firelens**>\n    @type {plugin}\n", client.name);
            for (name, value) in settings {
                let _ = match value {
                    Value::Plain(value) => writeln!(out, "    {name} {value}"),
                    Value::Variable(variable) => writeln!(out, "    {name} \"#{{ENV['{variable}']}}\""),
                };
            }
            out.push_str("</match>\n");
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use neargate_task::FirelensConfiguration;

    use super::*;
    use crate::logs::options::testing::configuration;
    use crate::task::testing::{container, spec};

    type Options<'a> = &'a [(&'a str, &'a str)];

    fn task(kind: &str, router: Options<'_>, app: Options<'_>) -> TaskSpec {
        let options = router.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let firelens = Some(FirelensConfiguration { kind: kind.to_owned(), options });
        let mut log = configuration("awsfirelens", app);
        log.secret_options.push(("apikey".to_owned(), "/key".to_owned()));
        if app.is_empty() {
            log.secret_options.clear();
        }
        spec(vec![
            ContainerSpec { log: Some(log), ..container("app", true) },
            ContainerSpec { firelens, memory_mib: Some(100), ..container("log_router", true) },
        ])
    }

    /// The part of the text that the options of the task decide.
    fn check(task: &TaskSpec, expected: &str) {
        assert_eq!(generate(task).unwrap(), expected);
    }

    const DATADOG: Options<'_> = &[
        ("Name", "datadog"),
        ("Host", "example.com"),
        ("include-pattern", "^ok"),
        ("exclude-pattern", "secret"),
        ("log-driver-buffer-limit", "1000"),
    ];

    #[test]
    fn fluent_bit_in_full() {
        let include: Options<'_> = &[("config-file-type", "file"), ("config-file-value", "/extra.conf")];
        check(
            &task("fluentbit", include, DATADOG),
            "\
[INPUT]
    Name forward
    unix_path /var/run/fluent.sock
    Mem_Buf_Limit 50MB

[INPUT]
    Name forward
    Listen 127.0.0.1
    Port 24224

[INPUT]
    Name tcp
    Tag firelens-healthcheck
    Listen 127.0.0.1
    Port 8877

[OUTPUT]
    Name null
    Match firelens-healthcheck

[FILTER]
    Name record_modifier
    Match *
    Record ecs_cluster default
    Record ecs_task_arn arn:aws:ecs:us-east-1:000000000000:task/default/0123456789abcdef0123456789abcdef
    Record ecs_task_definition app:1

[FILTER]
    Name grep
    Match app-firelens*
    Regex log ^ok

[FILTER]
    Name grep
    Match app-firelens*
    Exclude log secret

@INCLUDE /extra.conf

[OUTPUT]
    Name datadog
    Match app-firelens*
    Host example.com
    apikey ${apikey_0}
",
        );
    }

    #[test]
    fn fluentd_in_full() {
        let options: Options<'_> =
            &[("@type", "http"), ("endpoint", "http://a/"), ("include-pattern", "^ok")];
        let include: Options<'_> = &[("config-file-type", "file"), ("config-file-value", "/extra.conf")];
        check(
            &task("fluentd", include, options),
            "\
<source>
    @type unix
    path /var/run/fluent.sock
</source>

<source>
    @type forward
    bind 127.0.0.1
    port 24224
</source>

<filter **>
    @type record_transformer
    <record>
        ecs_cluster default
        ecs_task_arn arn:aws:ecs:us-east-1:000000000000:task/default/0123456789abcdef0123456789abcdef
        ecs_task_definition app:1
    </record>
</filter>

<filter app-firelens**>
    @type grep
    <regexp>
        key log
        pattern ^ok
    </regexp>
</filter>

@include /extra.conf

<match app-firelens**>
    @type http
    apikey \"#{ENV['apikey_0']}\"
    endpoint http://a/
</match>
",
        );
    }

    #[test]
    fn without_options_there_is_no_output_and_without_metadata_no_modifier() {
        let text = generate(&task("fluentbit", &[("enable-ecs-log-metadata", "false")], &[])).unwrap();
        assert!(text.ends_with("[OUTPUT]\n    Name null\n    Match firelens-healthcheck\n"), "{text}");
        let mut task = task("fluentbit", &[], &[]);
        task.containers[1].memory_mib = None;
        assert!(generate(&task).unwrap().contains("Mem_Buf_Limit 25MB"));
    }

    #[test]
    fn an_output_has_a_name() {
        for (kind, key) in [("fluentbit", "Name"), ("fluentd", "@type")] {
            let error = generate(&task(kind, &[], &[("Host", "a")])).unwrap_err().to_string();
            let end = format!(
                "missing output key {key} which is required for firelens configuration of type {kind}"
            );
            assert!(error.ends_with(&end), "{error}");
        }
    }

    #[test]
    fn secrets_are_in_the_routers_variables_and_not_in_its_file() {
        let mut task = task("fluentbit", &[], DATADOG);
        let log = task.containers[0].log.as_mut().expect("a client");
        log.options.insert("apikey".to_owned(), "hush\n".to_owned());
        assert_eq!(secret_variables(&task), [("apikey_0".to_owned(), "hush\n")]);
        let text = generate(&task).unwrap();
        assert!(text.contains("    apikey ${apikey_0}\n") && !text.contains("hush"), "{text}");
    }

    #[test]
    fn no_option_adds_sections() {
        let options: Options<'_> = &[("Name", "null\n[OUTPUT]\nName file")];
        assert_eq!(generate(&task("fluentbit", &[], options)), Err(ConfigError::LineFeed("Name".to_owned())));
    }
}
