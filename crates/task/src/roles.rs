//! What all who assume a task's roles have in common.

/// Who assumes them: `ecs-tasks.amazonaws.com`, which a role's trust policy has to name.
pub const TASKS_SERVICE: &str = "ecs-tasks";

/// What ECS says of a role that can't be assumed, by its ARN.
pub fn unassumable_role(role_arn: &str) -> String {
    format!(
        "ECS was unable to assume the role '{role_arn}' that was provided for this task. Please verify that the role being passed has \
         the proper trust relationship and permissions and that your IAM user has permissions to pass this role."
    )
}
