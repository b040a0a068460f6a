//! PutDestination, PutDestinationPolicy, DescribeDestinations and DeleteDestination: names for targets, also of other accounts.

use std::sync::Arc;

use neargate_core::{Arn, Region, Scope};
use neargate_store::{Expect, Range, ReadRecords as _, Stored, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};
use serde_json::Value;

use super::filters::Destination;
use super::metric_filters::PER_PAGE;
use super::outbound::Target;
use crate::refusal::Refusal;
use crate::{Logs, model, tags};

pub const UNREACHABLE: &str =
    "Could not deliver test message to specified destination. Check if the destination is valid.";

pub async fn put(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutDestinationRequest,
) -> Result<model::PutDestinationResponse, AwsError> {
    let tags = input.tags.unwrap_or_default();
    tags::check_keys(tags.keys())?;
    let destination = Destination {
        name: input.destination_name.unwrap_or_default(),
        target: input.target_arn.unwrap_or_default(),
        role: input.role_arn.unwrap_or_default(),
        policy: None,
        created: logs.now(),
        tags,
    };
    let arn: Arn =
        destination.target.parse().map_err(|_| Refusal::parameter("The specified target ARN is invalid."))?;
    let target = Target::new(&arn).ok_or_else(unreachable)?;
    match logs.dispatcher() {
        Some(dispatcher) if target.probe(dispatcher, logs.now()).await.is_ok() => {}
        _ => return Err(unreachable().into()),
    }
    let scope = context.scope.clone();
    let written = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let known = w.get_record::<Destination>(account, region, &destination.name)?.map(|known| known.value);
        // Its policy and its age outlast a change of its target.
        let destination = match known {
            Some(known) => Destination {
                policy: known.policy,
                created: known.created,
                tags: known.tags,
                ..destination.clone()
            },
            None => destination.clone(),
        };
        w.put_record(account, region, &destination, Expect::Any)?;
        Ok::<_, Refusal>(destination)
    });
    let destination = described(&context.scope, written.await?);
    Ok(model::PutDestinationResponse { destination: Some(destination) })
}

fn unreachable() -> Refusal {
    Refusal::parameter(UNREACHABLE)
}

pub async fn put_policy(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutDestinationPolicyRequest,
) -> Result<(), AwsError> {
    let (name, policy) =
        (input.destination_name.unwrap_or_default(), input.access_policy.unwrap_or_default());
    if !serde_json::from_str::<Value>(&policy).is_ok_and(|policy| policy.is_object()) {
        return Err(Refusal::parameter("The specified access policy is not a valid policy document.").into());
    }
    let scope = context.scope.clone();
    let written = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let found = w.get_record::<Destination>(account, region, &name)?.ok_or_else(missing)?;
        let destination = Destination { policy: Some(policy.clone()), ..found.value };
        w.put_record(account, region, &destination, Expect::Revision(found.revision))?;
        Ok::<_, Refusal>(())
    });
    Ok(written.await?)
}

fn missing() -> Refusal {
    Refusal::Missing("The specified destination does not exist.".to_owned())
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteDestinationRequest,
) -> Result<(), AwsError> {
    let (name, scope) = (input.destination_name.unwrap_or_default(), context.scope.clone());
    let deleted = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        Ok::<_, Refusal>(w.delete_record::<Destination>(account, region, &name, Expect::Any)?)
    });
    if deleted.await? { Ok(()) } else { Err(missing().into()) }
}

pub async fn describe(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeDestinationsRequest,
) -> Result<model::DescribeDestinationsResponse, AwsError> {
    let scope = &context.scope;
    let prefix = input.destination_name_prefix.unwrap_or_default();
    let most = input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PER_PAGE);
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let binding = ["DescribeDestinations", account, region, &prefix];
    let after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let range = Range::prefix(&prefix).after(after.as_deref()).limit(most + 1);
    let listed = logs.store.read(|r| r.list_records::<Destination>(account, region, range)).await;
    let mut listed = listed.map_err(Refusal::from)?;
    let more = listed.len() > most;
    listed.truncate(most);
    let next_token = listed.last().filter(|_| more).map(|last| token::encode(&binding, &last.value.name));
    let destinations = listed.into_iter().map(|stored| described(scope, stored.value)).collect();
    Ok(model::DescribeDestinationsResponse { destinations: Some(destinations), next_token })
}

fn described(scope: &Scope, destination: Destination) -> model::Destination {
    model::Destination {
        arn: Some(arn(scope, &destination.name)),
        destination_name: Some(destination.name),
        target_arn: Some(destination.target),
        role_arn: Some(destination.role),
        access_policy: destination.policy,
        creation_time: Some(destination.created),
    }
}

pub fn arn(scope: &Scope, name: &str) -> String {
    Arn::new("logs", scope, format!("destination:{name}")).to_string()
}

/// Where a filter's destination leads to right now: the target itself, or that of a named destination whose owner lets us in.
pub async fn target(logs: &Logs, scope: &Scope, destination: &str) -> Option<Target> {
    let arn: Arn = destination.parse().ok()?;
    let Some(name) = (arn.service == "logs").then(|| arn.resource.strip_prefix("destination:")).flatten()
    else {
        return Target::new(&arn);
    };
    let owner = Scope { account: arn.account.parse().ok()?, region: Region::new(arn.region.clone()) };
    let read =
        logs.store.read(|r| r.get_record::<Destination>(owner.account.as_str(), owner.region.as_str(), name));
    let Stored { value: found, .. } = read.await.ok()??;
    let allowed =
        owner.account == scope.account || found.policy.as_deref().is_some_and(|policy| admits(policy, scope));
    let target: Arn = found.target.parse().ok()?;
    if allowed { Target::new(&target) } else { None }
}

/// Whether a destination's policy lets an account put filters on it: a statement that allows it, and none that denies it.
fn admits(policy: &str, scope: &Scope) -> bool {
    let Ok(policy) = serde_json::from_str::<Value>(policy) else { return false };
    let one_or_more = |value: &Value| match value {
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    };
    let account = scope.account.as_str();
    let statements = one_or_more(&policy["Statement"]);
    let concerns = |statement: &&Value, effect: &str| {
        let principal = statement["Principal"].get("AWS").unwrap_or(&statement["Principal"]);
        let is_ours = |one: &Value| {
            one.as_str().is_some_and(|one| {
                one == "*" || one == account || one == format!("arn:aws:iam::{account}:root")
            })
        };
        let action = |one: &Value| {
            matches!(one.as_str(), Some("logs:PutSubscriptionFilter" | "logs:*" | "logs:Put*" | "*"))
        };
        statement["Effect"] == effect
            && one_or_more(principal).iter().any(is_ours)
            && one_or_more(&statement["Action"]).iter().any(action)
    };
    statements.iter().any(|statement| concerns(&statement, "Allow"))
        && !statements.iter().any(|statement| concerns(&statement, "Deny"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_policy_admits_whom_it_names() {
        let scope = Scope { account: "111122223333".parse().expect("an account"), region: Region::default() };
        let check = |effect: &str, principal: Value, action: Value| {
            let policy = json!({"Statement": [{"Effect": effect, "Principal": principal, "Action": action}]});
            admits(&policy.to_string(), &scope)
        };
        assert!(check("Allow", json!({"AWS": "111122223333"}), json!("logs:PutSubscriptionFilter")));
        assert!(check("Allow", json!({"AWS": ["x", "arn:aws:iam::111122223333:root"]}), json!(["logs:*"])));
        assert!(check("Allow", json!("*"), json!("*")));
        assert!(!check("Allow", json!({"AWS": "444455556666"}), json!("*")));
        assert!(!check("Allow", json!("*"), json!("logs:GetLogEvents")));
        assert!(!check("Deny", json!("*"), json!("*")));
        assert!(!admits("no policy", &scope));
    }
}
