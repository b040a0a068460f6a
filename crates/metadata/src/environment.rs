//! The variables by which a container finds what is served to it.

use neargate_net::SERVICE_ADDRESS;
use neargate_task::TaskSpec;

pub const METADATA_PORT: u16 = 80;
/// Where tasks reach AWS's API, beside.
pub const API_PORT: u16 = 4566;

/// What the platform sets, over whatever else sets it.
pub fn environment(task: &TaskSpec, runtime_id: &str) -> Vec<(&'static str, String)> {
    let uri = |kind| format!("http://{SERVICE_ADDRESS}/{kind}/{runtime_id}");
    let mut variables = vec![
        ("ECS_CONTAINER_METADATA_URI_V4", uri("v4")),
        ("ECS_CONTAINER_METADATA_URI", uri("v3")),
        ("ECS_AGENT_URI", uri("api")),
    ];
    if task.task_role_arn.is_some() {
        let path = format!("/v2/credentials/{}", task.credentials_id);
        variables.push(("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", path));
    }
    variables
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::spec;

    #[test]
    fn credentials_are_for_tasks_with_a_role() {
        let names =
            |task: &TaskSpec| environment(task, "id").iter().map(|(name, _)| *name).collect::<Vec<_>>();
        let mut task = spec();
        task.task_role_arn = None;
        assert_eq!(
            names(&task),
            ["ECS_CONTAINER_METADATA_URI_V4", "ECS_CONTAINER_METADATA_URI", "ECS_AGENT_URI"]
        );
        task.task_role_arn = Some("arn:aws:iam::000000000000:role/app".to_owned());
        let last = environment(&task, "id").pop();
        assert_eq!(
            last,
            Some(("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/some-uuid".to_owned()))
        );
    }
}
