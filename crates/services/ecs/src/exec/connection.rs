//! Whether what takes commands in a container is connected to Systems Manager.
//!
//! On AWS an agent in the container opens channels to Systems Manager with the task role's rights. A role without them is what
//! users most often get wrong: the agent is RUNNING all the same, and ExecuteCommand can't reach it. Here nothing has to be
//! connected, so the rights are asked for when a command comes; where rights have no limits, everything is.

use neargate_core::{Principal, RoleSession, role_arn};
use neargate_task::TASKS_SERVICE;
use neargate_wire::authorize::Access;
use neargate_wire::{Context, Origin};

use crate::Ecs;
use crate::tasks::Assignment;

/// As short as STS makes them: the session is asked about, and not used.
const SESSION_SECONDS: u32 = 900;

const NEEDED: [&str; 4] = [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

/// As whom the agent of a task calls: by its role, if that may be assumed and has the rights that an agent needs.
pub(super) async fn agent(ecs: &Ecs, context: &Context, task: &Assignment) -> Option<Context> {
    // Tasks without a role aren't run with commands enabled.
    let (Some(role), Some(dispatcher)) = (&task.task_role_arn, ecs.dispatcher()) else { return None };
    let of_task = |principal| Context {
        principal,
        origin: Origin { secure: true, ..Origin::default() },
        ..context.clone()
    };
    let anyone = RoleSession {
        account: task.scope.account.clone(),
        role_arn: role_arn(&task.scope.account, role),
        role_id: String::new(),
        session_name: task.task_id.clone(),
        access_key_id: String::new(),
    };
    let anyone = of_task(Principal::AssumedRole(anyone));
    if !anyone.limited() {
        return Some(anyone);
    }
    let dispatcher = dispatcher.on_behalf_of(&task.task_arn);
    let assumed = dispatcher.assume(TASKS_SERVICE, &task.scope, role, &task.task_id, SESSION_SECONDS).await;
    let connected = match assumed {
        Ok(principal) => {
            let accesses = NEEDED.map(|action| Access::new(action, "*"));
            let agent = of_task(principal);
            agent.allowed(&accesses).await.map(|()| agent).map_err(|denial| denial.message)
        }
        Err(error) => Err(error.to_string()),
    };
    let refused = |denied: &String| {
        tracing::info!(task = task.task_id, denied, "the task's role doesn't let it take commands");
    };
    connected.inspect_err(refused).ok()
}
