//! Cedar's evaluation.

use std::hint::black_box;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};

use crate::{CALLER, KEYS, LISTED};

pub struct Engine {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
}

const OWN: &str = r#"
permit(principal == Caller::"CALLER", action in Action::"reads", resource);
permit(principal == Caller::"CALLER", action in [Action::"ecs:RunTask", Action::"ecs:StopTask"], resource)
when { context.resource like "arn:aws:ecs:*:111122223333:*/web-*"
       && context["ecs:cluster"] == "arn:aws:ecs:us-east-1:111122223333:cluster/prod" };
permit(principal == Caller::"CALLER", action in [Action::"s3:GetObject", Action::"s3:PutObject", Action::"s3:ListBucket"], resource)
when { context.resource like "arn:aws:s3:::home" || context.resource like "arn:aws:s3:::home/ana/*" };
permit(principal == Caller::"CALLER", action == Action::"iam:PassRole", resource)
when { context.resource like "arn:aws:iam::*:role/task-*" && context["iam:PassedToService"] == "ecs-tasks.amazonaws.com" };
forbid(principal, action, resource)
when { !(context["aws:SourceIp"] like "10.*" || context["aws:SourceIp"] like "127.*") };
forbid(principal, action, resource)
when { !(["us-east-1", "eu-west-1"].contains(context["aws:RequestedRegion"])) };
forbid(principal, action, resource)
when { (context.action like "iam:*" && context.action != "iam:PassRole") || context.action like "organizations:*" };
"#;

impl Engine {
    pub fn new() -> Self {
        let reads = entity("Action", "reads");
        let listed = (0..LISTED).map(|n| format!("svc{}:Describe{n}", n % 60));
        let members = listed.chain(["ecs:ListTasks".to_owned()]);
        let member = |name: String| Entity::new_no_attrs(entity("Action", &name), [reads.clone()].into());
        let entities = members.map(member).chain([Entity::new_no_attrs(reads.clone(), [].into())]);
        let entities = Entities::from_entities(entities, None).expect("a hierarchy");
        let policies = OWN.replace("CALLER", CALLER).parse().expect("policies");
        Self { authorizer: Authorizer::new(), policies, entities }
    }

    pub fn allows(&self, action: &str, resource: &str) -> bool {
        let text = |value: &str| RestrictedExpression::new_string(value.to_owned());
        let known = KEYS.iter().map(|(key, value)| ((*key).to_owned(), text(value)));
        let asked = [("action".to_owned(), text(action)), ("resource".to_owned(), text(resource))];
        let context = Context::from_pairs(known.chain(asked)).expect("a context");
        let (caller, action, resource) =
            (entity("Caller", CALLER), entity("Action", action), entity("Resource", resource));
        let request = Request::new(caller, action, resource, context, None).expect("a request");
        let answer =
            self.authorizer.is_authorized(black_box(&request), black_box(&self.policies), &self.entities);
        answer.decision() == Decision::Allow
    }
}

fn entity(kind: &str, id: &str) -> EntityUid {
    let kind: EntityTypeName = kind.parse().expect("a type");
    EntityUid::from_type_name_and_id(kind, EntityId::new(id))
}
