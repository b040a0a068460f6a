//! The operations on a store in memory.

use std::sync::Arc;
use std::time::Duration;

use neargate_wire::AwsError;

use super::read::{describe_task_definition, list_task_definition_families, list_task_definitions};
use super::register::register_task_definition;
use super::retire::{delete_task_definitions, deregister_task_definition};
use super::validate::testing::definition;
use super::{find, record};
use crate::Ecs;
use crate::model::{
    DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse, DeregisterTaskDefinitionRequest,
    DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse, ListTaskDefinitionFamiliesRequest,
    ListTaskDefinitionsRequest, RegisterTaskDefinitionRequest, SortOrder, Tag, TaskDefinition,
    TaskDefinitionFamilyStatus, TaskDefinitionField, TaskDefinitionStatus,
};
use crate::testing::{context, ecs, refusal, scope};

const ARN: &str = "arn:aws:ecs:us-east-1:000000000000:task-definition";
const UNKNOWN: (&str, &str) = ("ClientException", "Unable to describe task definition.");

async fn register(ecs: &Arc<Ecs>, family: &str) -> TaskDefinition {
    let input = RegisterTaskDefinitionRequest { family: Some(family.into()), ..definition() };
    let answer = register_task_definition(ecs.clone(), context(), input).await.expect("registered");
    answer.task_definition.expect("an answer holds it")
}

async fn describe(ecs: &Arc<Ecs>, reference: &str) -> Result<DescribeTaskDefinitionResponse, AwsError> {
    let input = DescribeTaskDefinitionRequest {
        task_definition: Some(reference.into()),
        include: Some(vec![TaskDefinitionField::Tags]),
    };
    describe_task_definition(ecs.clone(), context(), input).await
}

async fn described(ecs: &Arc<Ecs>, reference: &str) -> TaskDefinition {
    describe(ecs, reference).await.expect(reference).task_definition.expect("an answer holds it")
}

async fn deregister(ecs: &Arc<Ecs>, reference: &str) -> Result<TaskDefinition, AwsError> {
    let input = DeregisterTaskDefinitionRequest { task_definition: Some(reference.into()) };
    let answer = deregister_task_definition(ecs.clone(), context(), input).await?;
    Ok(answer.task_definition.expect("an answer holds it"))
}

async fn delete(ecs: &Arc<Ecs>, references: &[&str]) -> Result<DeleteTaskDefinitionsResponse, AwsError> {
    let task_definitions = references.iter().map(|reference| (*reference).to_owned()).collect();
    let input = DeleteTaskDefinitionsRequest { task_definitions: Some(task_definitions) };
    delete_task_definitions(ecs.clone(), context(), input).await
}

/// All pages of a listing, as `family:revision`.
async fn listed(ecs: &Arc<Ecs>, mut input: ListTaskDefinitionsRequest) -> Vec<String> {
    let mut found = Vec::new();
    loop {
        let page = list_task_definitions(ecs.clone(), context(), input.clone()).await.expect("a page");
        let arns = page.task_definition_arns.expect("a list");
        assert!(arns.len() <= input.max_results.map_or(100, |most| most as usize));
        found.extend(arns.iter().map(|arn| arn.strip_prefix(ARN).expect("an ARN")[1..].to_owned()));
        match page.next_token {
            Some(token) => input.next_token = Some(token),
            None => return found,
        }
    }
}

async fn families(
    ecs: &Arc<Ecs>,
    prefix: Option<&str>,
    status: Option<TaskDefinitionFamilyStatus>,
) -> Vec<String> {
    let mut input = ListTaskDefinitionFamiliesRequest {
        family_prefix: prefix.map(str::to_owned),
        status,
        max_results: Some(1),
        next_token: None,
    };
    let mut found = Vec::new();
    loop {
        let page =
            list_task_definition_families(ecs.clone(), context(), input.clone()).await.expect("a page");
        found.extend(page.families.expect("a list"));
        match page.next_token {
            Some(token) => input.next_token = Some(token),
            None => return found,
        }
    }
}

#[tokio::test]
async fn what_was_registered_is_described() {
    let (ecs, _) = ecs();
    let tag = Tag { key: Some("team".into()), value: Some("web".into()) };
    let input = RegisterTaskDefinitionRequest { tags: Some(vec![tag.clone()]), ..definition() };
    let answer = register_task_definition(ecs.clone(), context(), input).await.expect("registered");
    let registered = answer.task_definition.expect("an answer holds it");
    assert_eq!(registered.task_definition_arn.as_deref(), Some(format!("{ARN}/web:1").as_str()));
    assert_eq!(
        (registered.revision, registered.status.clone()),
        (Some(1), Some(TaskDefinitionStatus::Active))
    );
    assert_eq!(answer.tags.as_deref(), Some(&[tag.clone()][..]));
    for reference in ["web", "web:1", &format!("{ARN}/web:1"), &format!("{ARN}/web")] {
        let found = describe(&ecs, reference).await.expect(reference);
        assert_eq!(found.task_definition.as_ref(), Some(&registered), "{reference}");
        assert_eq!(found.tags.as_deref(), Some(&[tag.clone()][..]));
    }
    let without = DescribeTaskDefinitionRequest { task_definition: Some("web".into()), include: None };
    let found = describe_task_definition(ecs.clone(), context(), without).await.expect("found");
    assert_eq!(found.tags.as_deref(), Some(&[][..]));
}

#[tokio::test]
async fn what_is_not_there_can_not_be_described() {
    let (ecs, _) = ecs();
    register(&ecs, "web").await;
    let elsewhere = [
        "arn:aws:ecs:eu-west-1:000000000000:task-definition/web:1",
        "arn:aws:ecs:us-east-1:111122223333:task-definition/web:1",
        "arn:aws:ecs:us-east-1:000000000000:cluster/web",
        "arn:aws:ecs",
    ];
    for reference in ["", "db", "web:2", "we"].into_iter().chain(elsewhere) {
        let (code, text) = refusal(describe(&ecs, reference).await);
        assert_eq!((code, text.as_str()), UNKNOWN, "{reference}");
        let found =
            ecs.store.read(|r| find(r, &scope(), reference).map_err(crate::refused::Refused::from)).await;
        assert!(found.expect("no failure").is_none(), "{reference}");
    }
    for (reference, number) in [("web:latest", "latest"), ("web:0", "0"), ("web:-1", "-1"), ("web:", "")] {
        let expected = ("ClientException", format!("Invalid revision number. Number: {number}"));
        assert_eq!(refusal(describe(&ecs, reference).await), expected);
    }
}

#[tokio::test]
async fn a_fault_leaves_no_trace() {
    let (ecs, _) = ecs();
    let input = RegisterTaskDefinitionRequest { cpu: None, ..definition() };
    let text = "Fargate requires that 'cpu' be defined at the task level.";
    let refused = register_task_definition(ecs.clone(), context(), input).await;
    assert_eq!(refusal(refused), ("ClientException", text.to_owned()));
    assert_eq!(register(&ecs, "web").await.revision, Some(1));
}

#[tokio::test]
async fn numbers_grow_and_are_never_given_twice() {
    let (ecs, clock) = ecs();
    for revision in 1..=3 {
        assert_eq!(register(&ecs, "web").await.revision, Some(revision));
    }
    let inactive = deregister(&ecs, "web:3").await.expect("deregistered");
    assert_eq!(inactive.status, Some(TaskDefinitionStatus::Inactive));
    assert!(inactive.deregistered_at.is_some());
    // The family now means its latest ACTIVE revision; the retired one is found by its number.
    assert_eq!(described(&ecs, "web").await.revision, Some(2));
    assert_eq!(described(&ecs, "web:3").await, inactive);
    assert_eq!(register(&ecs, "web").await.revision, Some(4));
    for revision in [1, 2, 4] {
        deregister(&ecs, &format!("web:{revision}")).await.expect("deregistered");
    }
    assert_eq!(refusal(describe(&ecs, "web").await).1, UNKNOWN.1);
    delete(&ecs, &["web:1", "web:2", "web:3", "web:4"]).await.expect("deleted");
    clock.advance(Duration::from_secs(3600));
    delete(&ecs, &["other:1"]).await.expect("cleared");
    assert_eq!(register(&ecs, "web").await.revision, Some(5));
}

#[tokio::test]
async fn deregistering_asks_for_a_revision_and_may_be_repeated() {
    let (ecs, clock) = ecs();
    register(&ecs, "web").await;
    assert_eq!(
        refusal(deregister(&ecs, "web").await),
        ("ClientException", "Revision is missing.".to_owned())
    );
    for unknown in ["web:2", "db:1"] {
        let (code, text) = refusal(deregister(&ecs, unknown).await);
        assert_eq!((code, text.as_str()), UNKNOWN);
    }
    let first = deregister(&ecs, "web:1").await.expect("deregistered");
    clock.advance(Duration::from_secs(1));
    assert_eq!(deregister(&ecs, "web:1").await.expect("still"), first);
}

#[tokio::test]
async fn a_revision_is_deregistered_then_deleted_then_gone() {
    let (ecs, clock) = ecs();
    register(&ecs, "web").await;
    let refused = delete(&ecs, &["web:1", "web:9", "db:1"]).await.expect("an answer");
    assert_eq!(refused.task_definitions.as_deref(), Some(&[][..]));
    let failures: Vec<_> =
        refused.failures.expect("a list").into_iter().map(|f| (f.arn.unwrap(), f.reason.unwrap())).collect();
    let unknown = "The specified task definition does not exist. Specify a valid account, family, revision and try again.";
    let active = "The specified task definition is still in ACTIVE status. Please deregister the target and try again.";
    assert_eq!(
        failures,
        [("web:1", active), ("web:9", unknown), ("db:1", unknown)]
            .map(|(name, reason)| (format!("{ARN}/{name}"), reason.to_owned()))
    );
    deregister(&ecs, "web:1").await.expect("deregistered");
    let deleted = delete(&ecs, &["web:1"]).await.expect("deleted").task_definitions.expect("a list");
    assert_eq!(deleted[0].status, Some(TaskDefinitionStatus::DeleteInProgress));
    assert!(deleted[0].delete_requested_at.is_some());
    assert_eq!(described(&ecs, "web:1").await, deleted[0]);
    let in_progress = ListTaskDefinitionsRequest {
        status: Some(TaskDefinitionStatus::DeleteInProgress),
        ..ListTaskDefinitionsRequest::default()
    };
    assert_eq!(listed(&ecs, in_progress.clone()).await, ["web:1"]);
    clock.advance(Duration::from_millis(3_599_999));
    assert_eq!(described(&ecs, "web:1").await, deleted[0]);
    clock.advance(Duration::from_millis(1));
    assert_eq!(refusal(describe(&ecs, "web:1").await).1, UNKNOWN.1);
    assert!(listed(&ecs, in_progress).await.is_empty());
    // The document goes with the next delete, and the family with its last document.
    assert_eq!(families(&ecs, None, None).await, ["web"]);
    delete(&ecs, &["web:1"]).await.expect("an answer");
    let left = ecs.store.read(|r| record::load(r, &scope(), "web", 1)).await.expect("no failure");
    assert_eq!(left, None);
    assert!(families(&ecs, None, None).await.is_empty());
}

#[tokio::test]
async fn ten_are_deleted_at_once_and_each_by_its_number() {
    let (ecs, _) = ecs();
    assert_eq!(refusal(delete(&ecs, &[]).await).0, "InvalidParameterException");
    assert_eq!(refusal(delete(&ecs, &["web:1"; 11]).await).0, "InvalidParameterException");
    assert_eq!(refusal(delete(&ecs, &["web"]).await), ("ClientException", "Revision is missing.".to_owned()));
}

#[tokio::test]
async fn listings_are_by_family_and_number() {
    let (ecs, _) = ecs();
    for family in ["web", "a-b", "a", "A", "web-2", "a_b"] {
        register(&ecs, family).await;
    }
    for _ in 2..=11 {
        register(&ecs, "web").await;
    }
    deregister(&ecs, "web:5").await.expect("deregistered");
    let web = (1..=11).filter(|revision| *revision != 5).map(|revision| format!("web:{revision}"));
    let mut all: Vec<String> = ["A:1", "a:1", "a-b:1", "a_b:1"].map(str::to_owned).to_vec();
    all.extend(web.clone());
    all.push("web-2:1".to_owned());
    for max_results in [None, Some(1), Some(3), Some(15), Some(16)] {
        let input = ListTaskDefinitionsRequest { max_results, ..ListTaskDefinitionsRequest::default() };
        assert_eq!(listed(&ecs, input.clone()).await, all);
        let descending = ListTaskDefinitionsRequest { sort: Some(SortOrder::Desc), ..input.clone() };
        assert_eq!(listed(&ecs, descending).await, all.iter().rev().cloned().collect::<Vec<_>>());
        // A whole family, not what begins like it.
        let one = ListTaskDefinitionsRequest { family_prefix: Some("web".into()), ..input.clone() };
        assert_eq!(listed(&ecs, one.clone()).await, web.clone().collect::<Vec<_>>());
        let inactive = ListTaskDefinitionsRequest { status: Some(TaskDefinitionStatus::Inactive), ..one };
        assert_eq!(listed(&ecs, inactive).await, ["web:5"]);
    }
    let other = ListTaskDefinitionsRequest { family_prefix: Some("we".into()), ..Default::default() };
    assert!(listed(&ecs, other).await.is_empty());
}

#[tokio::test]
async fn a_token_is_of_its_own_listing() {
    let (ecs, _) = ecs();
    register(&ecs, "a").await;
    register(&ecs, "b").await;
    let first = ListTaskDefinitionsRequest { max_results: Some(1), ..Default::default() };
    let page = list_task_definitions(ecs.clone(), context(), first.clone()).await.expect("a page");
    let turned = ListTaskDefinitionsRequest {
        next_token: page.next_token,
        sort: Some(SortOrder::Desc),
        ..Default::default()
    };
    let refused = list_task_definitions(ecs.clone(), context(), turned).await;
    assert_eq!(refusal(refused).0, "InvalidParameterException");
}

#[tokio::test]
async fn families_are_active_while_a_revision_is() {
    let (ecs, _) = ecs();
    for family in ["web-api", "web", "db"] {
        register(&ecs, family).await;
    }
    deregister(&ecs, "web:1").await.expect("deregistered");
    use TaskDefinitionFamilyStatus::{Active, All, Inactive};
    assert_eq!(families(&ecs, None, None).await, ["db", "web", "web-api"]);
    assert_eq!(families(&ecs, None, Some(All)).await, ["db", "web", "web-api"]);
    assert_eq!(families(&ecs, None, Some(Active)).await, ["db", "web-api"]);
    assert_eq!(families(&ecs, Some("web"), None).await, ["web", "web-api"]);
    assert_eq!(families(&ecs, Some("web"), Some(Inactive)).await, ["web"]);
    register(&ecs, "web").await;
    assert!(families(&ecs, None, Some(Inactive)).await.is_empty());
}

#[tokio::test]
async fn accounts_and_regions_are_apart() {
    let (ecs, _) = ecs();
    register(&ecs, "web").await;
    let mut elsewhere = context();
    elsewhere.scope.region = neargate_core::Region::new("eu-west-1");
    let input = DescribeTaskDefinitionRequest { task_definition: Some("web".into()), include: None };
    assert!(describe_task_definition(ecs.clone(), elsewhere.clone(), input).await.is_err());
    let answer = register_task_definition(ecs.clone(), elsewhere, definition()).await.expect("registered");
    let arn = answer.task_definition.and_then(|definition| definition.task_definition_arn);
    assert_eq!(arn.as_deref(), Some("arn:aws:ecs:eu-west-1:000000000000:task-definition/web:1"));
}
