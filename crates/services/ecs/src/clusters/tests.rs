//! The operations on a store in memory.

use std::sync::Arc;
use std::time::Duration;

use neargate_wire::AwsError;
use serde_json::{Value, json};

use super::capacity::describe_capacity_providers;
use super::change::{put_cluster_capacity_providers, update_cluster, update_cluster_settings};
use super::create::create_cluster;
use super::delete::delete_cluster;
use super::find;
use super::read::{describe_clusters, list_clusters};
use crate::Ecs;
use crate::model::{DescribeClustersRequest, ListClustersRequest};
use crate::refused::Refused;
use crate::testing::{context, ecs, refusal, scope};

const ARN: &str = "arn:aws:ecs:us-east-1:000000000000:cluster";
const NOT_FOUND: (&str, &str) = ("ClusterNotFoundException", "Cluster not found.");

/// Calls an operation with JSON, and answers what it answers of a cluster.
macro_rules! call {
    ($operation:ident, $ecs:expr, $input:tt) => {{
        let input = serde_json::from_value(json!($input)).expect("a request");
        let answer: Result<_, AwsError> = $operation($ecs.clone(), context(), input).await;
        answer.map(|answer| serde_json::to_value(answer).expect("JSON"))
    }};
}

async fn create(ecs: &Arc<Ecs>, input: Value) -> Result<Value, AwsError> {
    Ok(call!(create_cluster, ecs, input)?["cluster"].take())
}

async fn status(ecs: &Arc<Ecs>, name: &str) -> Value {
    let answer = call!(describe_clusters, ecs, {"clusters": [name]}).expect("an answer");
    let found = answer.pointer("/clusters/0/status").or_else(|| answer.pointer("/failures/0/reason"));
    found.expect("a cluster or a failure").clone()
}

#[tokio::test]
async fn a_cluster_without_a_name_is_the_default_one() {
    let (ecs, _) = ecs();
    let missing = call!(describe_clusters, ecs, {}).expect("an answer");
    assert_eq!(missing["failures"], json!([{"arn": format!("{ARN}/default"), "reason": "MISSING"}]));
    assert_eq!(missing["clusters"], json!([]));
    let created = create(&ecs, json!({})).await.expect("created");
    assert_eq!(
        created,
        json!({
            "clusterArn": format!("{ARN}/default"),
            "clusterName": "default",
            "status": "ACTIVE",
            "registeredContainerInstancesCount": 0,
            "runningTasksCount": 0,
            "pendingTasksCount": 0,
            "activeServicesCount": 0,
            "statistics": [],
            "tags": [],
            "settings": [{"name": "containerInsights", "value": "disabled"}],
            "capacityProviders": [],
            "defaultCapacityProviderStrategy": [],
        })
    );
    assert_eq!(create(&ecs, json!({})).await.expect("created again"), created);
}

#[tokio::test]
async fn only_what_is_asked_for_is_described() {
    let (ecs, _) = ecs();
    let configuration = json!({"executeCommandConfiguration": {"logging": "DEFAULT"}});
    let wanted = json!({
        "clusterName": "prod",
        "tags": [{"key": "team", "value": "web"}],
        "settings": [{"name": "containerInsights", "value": "enhanced"}],
        "configuration": configuration,
        "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
        "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}],
        "serviceConnectDefaults": {"namespace": "internal"},
    });
    create(&ecs, wanted.clone()).await.expect("created");
    create(&ecs, wanted.clone()).await.expect("created again");
    let mut plain = call!(describe_clusters, ecs, {"clusters": ["prod"]}).expect("an answer");
    let plain = plain["clusters"][0].take();
    for empty in ["tags", "settings", "statistics"] {
        assert_eq!(plain[empty], json!([]), "{empty}");
    }
    for absent in ["configuration", "attachments", "attachmentsStatus"] {
        assert!(plain.get(absent).is_none(), "{absent}");
    }
    assert_eq!(plain["capacityProviders"], wanted["capacityProviders"]);
    let strategy = json!([{"capacityProvider": "FARGATE", "weight": 1, "base": 0}]);
    assert_eq!(plain["defaultCapacityProviderStrategy"], strategy);
    assert_eq!(plain["serviceConnectDefaults"], wanted["serviceConnectDefaults"]);
    let include = ["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"];
    let mut full = call!(describe_clusters, ecs, {"clusters": [format!("{ARN}/prod")], "include": include})
        .expect("an answer");
    let full = full["clusters"][0].take();
    for same in ["tags", "settings", "configuration"] {
        assert_eq!(full[same], wanted[same], "{same}");
    }
    assert_eq!((&full["attachments"], &full["attachmentsStatus"]), (&json!([]), &json!("UPDATE_COMPLETE")));
    let names: Vec<_> =
        full["statistics"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "runningEC2TasksCount",
            "runningFargateTasksCount",
            "pendingEC2TasksCount",
            "pendingFargateTasksCount",
            "activeEC2ServiceCount",
            "activeFargateServiceCount",
            "drainingEC2ServiceCount",
            "drainingFargateServiceCount",
        ]
    );
}

#[tokio::test]
async fn creating_again_may_not_say_otherwise() {
    let (ecs, _) = ecs();
    create(&ecs, json!({"clusterName": "prod", "tags": [{"key": "a", "value": "1"}]}))
        .await
        .expect("created");
    create(&ecs, json!({"clusterName": "prod"})).await.expect("says nothing else");
    for other in [
        json!({"tags": [{"key": "a", "value": "2"}]}),
        json!({"settings": [{"name": "containerInsights", "value": "enabled"}]}),
        json!({"capacityProviders": ["FARGATE"]}),
        json!({"serviceConnectDefaults": {"namespace": "internal"}}),
    ] {
        let mut input = other.clone();
        input["clusterName"] = json!("prod");
        let text = "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).";
        let expected = ("InvalidParameterException", text.to_owned());
        assert_eq!(refusal(create(&ecs, input).await), expected, "{other}");
    }
}

#[tokio::test]
async fn what_a_cluster_can_not_have_is_refused() {
    let (ecs, _) = ecs();
    let not_associated = "The specified capacity provider strategy cannot contain a capacity provider that is not \
                          associated with the cluster. Associate the capacity provider with the cluster and try again.";
    for (input, text) in [
        (json!({"clusterName": "a b"}), "Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was a b"),
        (
            json!({"settings": [{"name": "containerInsights", "value": "on"}]}),
            "Invalid value 'on' for cluster setting containerInsights.",
        ),
        (
            json!({"configuration": {"executeCommandConfiguration": {"logging": "OVERRIDE"}}}),
            "When logging is OVERRIDE, logConfiguration must be specified.",
        ),
        (
            json!({"configuration": {"executeCommandConfiguration": {"logging": "NONE", "logConfiguration": {}}}}),
            "logConfiguration can only be specified when logging is OVERRIDE.",
        ),
        (
            json!({"capacityProviders": ["mine"]}),
            "The specified capacity provider was not found. Specify a valid capacity provider and try again.",
        ),
        (
            json!({"capacityProviders": ["FARGATE", "FARGATE"]}),
            "The specified capacity providers contain duplicates. Remove them and try again.",
        ),
        (json!({"defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE"}]}), not_associated),
        (json!({"serviceConnectDefaults": {"namespace": "a/b"}}), "The namespace name is not valid."),
        (
            json!({"tags": [{"key": "AWS:a", "value": "1"}]}),
            "Tag keys and values can not begin with the reserved prefix 'aws:'.",
        ),
    ] {
        assert_eq!(refusal(create(&ecs, input).await), ("InvalidParameterException", text.to_owned()));
    }
    let both = json!({
        "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
        "defaultCapacityProviderStrategy": [
            {"capacityProvider": "FARGATE", "base": 1}, {"capacityProvider": "FARGATE_SPOT", "base": 1},
        ],
    });
    assert!(refusal(create(&ecs, both).await).1.ends_with("can have a base defined."));
    assert!(call!(list_clusters, ecs, {}).expect("a page")["clusterArns"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_deleted_cluster_stays_in_sight_for_an_hour() {
    let (ecs, clock) = ecs();
    let (code, text) = refusal(call!(delete_cluster, ecs, {"cluster": "prod"}));
    assert_eq!((code, text.as_str()), NOT_FOUND);
    create(&ecs, json!({"clusterName": "prod"})).await.expect("created");
    let deleted = call!(delete_cluster, ecs, {"cluster": format!("{ARN}/prod")}).expect("deleted");
    assert_eq!(deleted["cluster"]["status"], "INACTIVE");
    assert_eq!(refusal(call!(delete_cluster, ecs, {"cluster": "prod"})).0, NOT_FOUND.0);
    assert!(call!(list_clusters, ecs, {}).expect("a page")["clusterArns"].as_array().unwrap().is_empty());
    clock.advance(Duration::from_millis(3_599_999));
    assert_eq!(status(&ecs, "prod").await, "INACTIVE");
    clock.advance(Duration::from_millis(1));
    assert_eq!(status(&ecs, "prod").await, "MISSING");
}

#[tokio::test]
async fn a_deleted_clusters_name_is_free_at_once() {
    let (ecs, clock) = ecs();
    create(&ecs, json!({"clusterName": "prod", "tags": [{"key": "a", "value": "1"}]}))
        .await
        .expect("created");
    call!(delete_cluster, ecs, {"cluster": "prod"}).expect("deleted");
    let again = create(&ecs, json!({"clusterName": "prod"})).await.expect("created anew");
    assert_eq!((&again["status"], &again["tags"]), (&json!("ACTIVE"), &json!([])));
    clock.advance(Duration::from_secs(7200));
    assert_eq!(status(&ecs, "prod").await, "ACTIVE");
}

#[tokio::test]
async fn clusters_that_are_gone_are_cleared_away() {
    let (ecs, clock) = ecs();
    for name in ["a", "b"] {
        create(&ecs, json!({"clusterName": name})).await.expect("created");
        call!(delete_cluster, ecs, {"cluster": name}).expect("deleted");
        clock.advance(Duration::from_secs(3600));
    }
    let left = |name: &'static str| {
        let ecs = ecs.clone();
        async move { ecs.store.read(|r| super::record::load(r, &scope(), name)).await.expect("no failure") }
    };
    assert_eq!(left("a").await, None);
    assert!(left("b").await.is_some());
}

#[tokio::test]
async fn clusters_are_listed_in_pages() {
    let (ecs, _) = ecs();
    for name in ["c", "a", "b"] {
        create(&ecs, json!({"clusterName": name})).await.expect("created");
    }
    let mut input = ListClustersRequest { max_results: Some(2), ..ListClustersRequest::default() };
    let first = list_clusters(ecs.clone(), context(), input.clone()).await.expect("a page");
    assert_eq!(first.cluster_arns.expect("a list"), [format!("{ARN}/a"), format!("{ARN}/b")]);
    input.next_token = Some(first.next_token.expect("there is more"));
    let second = list_clusters(ecs.clone(), context(), input).await.expect("a page");
    assert_eq!((second.cluster_arns.expect("a list"), second.next_token), (vec![format!("{ARN}/c")], None));
}

#[tokio::test]
async fn at_most_a_hundred_are_described() {
    let (ecs, _) = ecs();
    let ask = |clusters: Vec<String>| {
        describe_clusters(
            ecs.clone(),
            context(),
            DescribeClustersRequest { clusters: Some(clusters), include: None },
        )
    };
    assert_eq!(ask(vec!["a".into(); 100]).await.expect("an answer").failures.expect("a list").len(), 100);
    assert_eq!(refusal(ask(vec!["a".into(); 101]).await).0, "InvalidParameterException");
    assert_eq!(refusal(ask(vec![String::new()]).await).1, "Clusters can not be blank.");
}

#[tokio::test]
async fn a_cluster_is_found_by_name_arn_or_default_and_only_while_active() {
    let (ecs, _) = ecs();
    let found = |reference: Option<&'static str>| {
        let ecs = ecs.clone();
        async move {
            let read = ecs.store.read(|r| find(r, &scope(), reference).map_err(Refused::from)).await;
            read.map(|record| record.name).map_err(|Refused(error)| error)
        }
    };
    let (code, text) = refusal(found(None).await);
    assert_eq!((code, text.as_str()), NOT_FOUND);
    create(&ecs, json!({})).await.expect("created");
    for reference in
        [None, Some(""), Some("default"), Some("arn:aws:ecs:us-east-1:000000000000:cluster/default")]
    {
        assert_eq!(found(reference).await.expect("found"), "default");
    }
    for elsewhere in [
        "other",
        "arn:aws:ecs:eu-west-1:000000000000:cluster/default",
        "arn:aws:ecs:us-east-1:111122223333:cluster/default",
        "arn:aws:ecs:us-east-1:000000000000:service/default",
    ] {
        assert_eq!(refusal(found(Some(elsewhere)).await).0, NOT_FOUND.0, "{elsewhere}");
    }
    let text = "Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was a/b";
    assert_eq!(refusal(found(Some("a/b")).await), ("InvalidParameterException", text.to_owned()));
    call!(delete_cluster, ecs, {}).expect("deleted");
    assert_eq!(refusal(found(None).await).0, NOT_FOUND.0);
}

#[tokio::test]
async fn a_cluster_can_be_changed() {
    let (ecs, _) = ecs();
    create(&ecs, json!({"clusterName": "prod"})).await.expect("created");
    let settings = json!([{"name": "containerInsights", "value": "enabled"}]);
    let changed =
        call!(update_cluster_settings, ecs, {"cluster": "prod", "settings": settings}).expect("changed");
    assert_eq!(changed["cluster"]["settings"], settings);
    let configuration = json!({"executeCommandConfiguration": {"logging": "NONE"}});
    let changed = call!(update_cluster, ecs, {
        "cluster": "prod", "configuration": configuration, "serviceConnectDefaults": {"namespace": "internal"},
    })
    .expect("changed");
    assert_eq!(changed["cluster"]["configuration"], configuration);
    assert_eq!(changed["cluster"]["settings"], settings);
    let cleared =
        call!(update_cluster, ecs, {"cluster": "prod", "serviceConnectDefaults": {"namespace": ""}});
    assert!(cleared.expect("changed")["cluster"].get("serviceConnectDefaults").is_none());
    let strategy = json!([{"capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 2}]);
    let changed = call!(put_cluster_capacity_providers, ecs, {
        "cluster": "prod", "capacityProviders": ["FARGATE_SPOT"], "defaultCapacityProviderStrategy": strategy,
    })
    .expect("changed");
    assert_eq!(changed["cluster"]["defaultCapacityProviderStrategy"], strategy);
    assert_eq!(changed["cluster"]["capacityProviders"], json!(["FARGATE_SPOT"]));
    let (code, text) = refusal(call!(update_cluster, ecs, {"cluster": "dev"}));
    assert_eq!((code, text.as_str()), NOT_FOUND);
}

#[tokio::test]
async fn fargates_providers_are_there_for_everyone() {
    let (ecs, _) = ecs();
    let all = call!(describe_capacity_providers, ecs, {}).expect("an answer");
    let arn = |name: &str| format!("arn:aws:ecs:us-east-1:000000000000:capacity-provider/{name}");
    assert_eq!(
        all["capacityProviders"][0],
        json!({
            "capacityProviderArn": arn("FARGATE"), "name": "FARGATE", "status": "ACTIVE", "type": "FARGATE", "tags": [],
        })
    );
    assert_eq!(all["capacityProviders"].as_array().unwrap().len(), 2);
    let some = call!(describe_capacity_providers, ecs, {"capacityProviders": [arn("FARGATE_SPOT"), "mine"]});
    let some = some.expect("an answer");
    assert_eq!(some["capacityProviders"][0]["name"], "FARGATE_SPOT");
    assert_eq!(some["failures"], json!([{"arn": arn("mine"), "reason": "MISSING"}]));
    let first = call!(describe_capacity_providers, ecs, {"maxResults": 1}).expect("a page");
    let second = call!(describe_capacity_providers, ecs, {"maxResults": 1, "nextToken": first["nextToken"]});
    let second = second.expect("a page");
    assert_eq!(second["capacityProviders"][0]["name"], "FARGATE_SPOT");
    assert!(second.get("nextToken").is_none());
    create(&ecs, json!({"capacityProviders": ["FARGATE"]})).await.expect("created");
    let of_cluster = call!(describe_capacity_providers, ecs, {"cluster": "default"}).expect("an answer");
    assert_eq!(of_cluster["capacityProviders"].as_array().unwrap().len(), 1);
}
