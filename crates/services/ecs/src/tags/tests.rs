//! The operations on a store in memory.

use std::sync::Arc;

use neargate_wire::AwsError;
use serde_json::{Value, json};

use super::operations::{list_tags_for_resource, tag_resource, untag_resource};
use super::validate;
use crate::Ecs;
use crate::model::Tag;
use crate::testing::{context, ecs, refusal};

const CLUSTER: &str = "arn:aws:ecs:us-east-1:000000000000:cluster/prod";
const DEFINITION: &str = "arn:aws:ecs:us-east-1:000000000000:task-definition/web:1";

/// Calls an operation with JSON, through the service's registration.
macro_rules! call {
    ($operation:ident, $ecs:expr, $input:expr) => {
        $operation($ecs.clone(), context(), serde_json::from_value($input).expect("a request")).await
    };
}

/// A service with a cluster and a task definition.
async fn furnished() -> Arc<Ecs> {
    let (ecs, _) = ecs();
    let service = ecs.service();
    let dispatcher = neargate_wire::Dispatcher::new(vec![service], "http://127.0.0.1:4566");
    let scope = crate::testing::scope();
    for (operation, input) in [
        ("CreateCluster", json!({"clusterName": "prod"})),
        (
            "RegisterTaskDefinition",
            json!({"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx", "memory": 64}]}),
        ),
    ] {
        dispatcher.call::<_, Value>("test", &scope, "ecs", operation, &input).await.expect(operation);
    }
    ecs
}

async fn tags_of(ecs: &Arc<Ecs>, arn: &str) -> Vec<(String, String)> {
    let answer = call!(list_tags_for_resource, ecs, json!({"resourceArn": arn})).expect("an answer");
    let pair = |tag: Tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default());
    answer.tags.expect("a list").into_iter().map(pair).collect()
}

async fn tag(ecs: &Arc<Ecs>, arn: &str, tags: Value) -> Result<(), AwsError> {
    call!(tag_resource, ecs, json!({"resourceArn": arn, "tags": tags})).map(drop)
}

#[tokio::test]
async fn tags_are_added_replaced_and_taken_away() {
    let ecs = furnished().await;
    for arn in [CLUSTER, DEFINITION] {
        assert!(tags_of(&ecs, arn).await.is_empty());
        tag(&ecs, arn, json!([{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]))
            .await
            .expect("tagged");
        tag(&ecs, arn, json!([{"key": "b", "value": "3"}, {"key": "c"}])).await.expect("tagged");
        let expected = [("a", "1"), ("b", "3"), ("c", "")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(tags_of(&ecs, arn).await, expected);
        call!(untag_resource, ecs, json!({"resourceArn": arn, "tagKeys": ["a", "c", "x"]}))
            .expect("untagged");
        assert_eq!(tags_of(&ecs, arn).await, [("b".to_owned(), "3".to_owned())]);
    }
}

#[tokio::test]
async fn a_resource_has_fifty_tags() {
    let ecs = furnished().await;
    let tags = |from: usize, to: usize| {
        json!((from..to).map(|i| json!({"key": format!("k{i}"), "value": ""})).collect::<Vec<_>>())
    };
    tag(&ecs, CLUSTER, tags(0, 49)).await.expect("tagged");
    let text = "The number of tags exceeds the limit of 50.".to_owned();
    assert_eq!(refusal(tag(&ecs, CLUSTER, tags(49, 51)).await), ("InvalidParameterException", text));
    assert_eq!(tags_of(&ecs, CLUSTER).await.len(), 49);
    tag(&ecs, CLUSTER, tags(48, 50)).await.expect("one of them is known");
    assert_eq!(tags_of(&ecs, CLUSTER).await.len(), 50);
}

#[test]
fn a_tag_has_a_key_of_its_own_and_of_bounded_length() {
    let tag = |key: &str, value: &str| Tag { key: Some(key.to_owned()), value: Some(value.to_owned()) };
    assert!(validate(&[tag(&"ü".repeat(128), &"ü".repeat(256)), tag("A", ""), tag("a", "")]).is_ok());
    for (tags, text) in [
        (vec![tag("", "a")], "Tag key can not be null or empty."),
        (vec![tag(&"a".repeat(129), "")], "The tag key exceeds the maximum length of 128 characters."),
        (vec![tag("a", &"a".repeat(257))], "The tag value exceeds the maximum length of 256 characters."),
        (vec![tag("aws:a", "")], "Tag keys and values can not begin with the reserved prefix 'aws:'."),
        (vec![tag("a", "AWS:b")], "Tag keys and values can not begin with the reserved prefix 'aws:'."),
        (
            vec![tag("a", "1"), tag("a", "2")],
            "Duplicate tag keys found. Tag key 'a' is given more than once.",
        ),
        ((0..51).map(|i| tag(&i.to_string(), "")).collect(), "The number of tags exceeds the limit of 50."),
    ] {
        assert_eq!(refusal(validate(&tags)), ("InvalidParameterException", text.to_owned()));
    }
}

#[tokio::test]
async fn what_can_not_be_tagged_says_why() {
    let ecs = furnished().await;
    let arn = |resource: &str| format!("arn:aws:ecs:us-east-1:000000000000:{resource}");
    let cases = [
        ("web".to_owned(), "InvalidParameterException", "Invalid arn syntax."),
        (
            "arn:aws:ecr:us-east-1:000000000000:cluster/prod".into(),
            "InvalidParameterException",
            "Invalid service in ARN.",
        ),
        (
            "arn:aws:ecs:eu-west-1:000000000000:cluster/prod".into(),
            "InvalidParameterException",
            "Invalid region in ARN.",
        ),
        (
            "arn:aws:ecs:us-east-1:111122223333:cluster/prod".into(),
            "InvalidParameterException",
            "Invalid account in ARN.",
        ),
        (arn("pod/a"), "InvalidParameterException", "Invalid resource type in ARN."),
        (arn("cluster/dev"), "ClusterNotFoundException", "Cluster not found."),
        (
            arn("task-definition/web:2"),
            "InvalidParameterException",
            "The specified task definition does not exist. Specify a valid task definition ARN and try again.",
        ),
        (
            arn("task/prod/0123456789abcdef0123456789abcdef"),
            "InvalidParameterException",
            "The specified task does not exist. Specify a valid task ARN and try again.",
        ),
        (
            arn("service/prod/web"),
            "InvalidParameterException",
            "The specified service does not exist. Specify a valid service ARN and try again.",
        ),
        (
            arn("service/web"),
            "InvalidParameterException",
            "Long arn format must be used for tagging operations",
        ),
        (
            arn("task/0123"),
            "InvalidParameterException",
            "Long arn format must be used for tagging operations",
        ),
    ];
    for (arn, code, text) in cases {
        let expected = (code, text.to_owned());
        assert_eq!(refusal(tag(&ecs, &arn, json!([{"key": "a", "value": "1"}])).await), expected, "{arn}");
        let listed = call!(list_tags_for_resource, ecs, json!({"resourceArn": arn}));
        assert_eq!(refusal(listed), expected, "{arn}");
        let untagged = call!(untag_resource, ecs, json!({"resourceArn": arn, "tagKeys": ["a"]}));
        assert_eq!(refusal(untagged), expected, "{arn}");
    }
    assert_eq!(refusal(tag(&ecs, CLUSTER, json!([])).await).1, "Tags can not be empty.");
    let untagged = call!(untag_resource, ecs, json!({"resourceArn": CLUSTER, "tagKeys": ["aws:a"]}));
    assert_eq!(refusal(untagged).1, "Tags that begin with the reserved prefix 'aws:' can not be removed.");
}
