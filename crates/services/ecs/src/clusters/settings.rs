//! What can be set on a cluster.

use neargate_wire::AwsError;

use crate::model::{
    ClusterConfiguration, ClusterServiceConnectDefaults, ClusterServiceConnectDefaultsRequest,
    ClusterSetting, ClusterSettingName, ExecuteCommandLogging,
};
use crate::refused::invalid;

pub(super) fn check_settings(settings: &[ClusterSetting]) -> Result<(), AwsError> {
    for setting in settings {
        let value = setting.value.as_deref().unwrap_or_default();
        if setting.name != Some(ClusterSettingName::ContainerInsights) {
            return Err(invalid("Invalid cluster setting name."));
        }
        if !matches!(value, "enabled" | "disabled" | "enhanced") {
            return Err(invalid(format!("Invalid value '{value}' for cluster setting containerInsights.")));
        }
    }
    Ok(())
}

/// The one setting that there is.
pub(super) fn container_insights(value: &str) -> Vec<ClusterSetting> {
    vec![ClusterSetting { name: Some(ClusterSettingName::ContainerInsights), value: Some(value.to_owned()) }]
}

pub(super) fn check_configuration(configuration: &ClusterConfiguration) -> Result<(), AwsError> {
    let Some(exec) = &configuration.execute_command_configuration else { return Ok(()) };
    let overridden = exec.logging == Some(ExecuteCommandLogging::Override);
    match (&exec.log_configuration, overridden) {
        (None, true) => Err(invalid("When logging is OVERRIDE, logConfiguration must be specified.")),
        (Some(_), false) => Err(invalid("logConfiguration can only be specified when logging is OVERRIDE.")),
        _ => Ok(()),
    }
}

/// The namespace that services go to by default. An empty name takes it away.
pub(super) fn service_connect_defaults(
    given: ClusterServiceConnectDefaultsRequest,
) -> Result<Option<ClusterServiceConnectDefaults>, AwsError> {
    let namespace = given.namespace.unwrap_or_default();
    let foreign = |c: char| matches!(c, '<' | '>' | '"');
    let slashed = namespace.contains('/') && !namespace.starts_with("arn:");
    if namespace.chars().count() > 1024 || namespace.contains(foreign) || slashed {
        return Err(invalid("The namespace name is not valid."));
    }
    Ok((!namespace.is_empty()).then_some(ClusterServiceConnectDefaults { namespace: Some(namespace) }))
}
