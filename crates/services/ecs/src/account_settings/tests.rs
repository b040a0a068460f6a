//! The operations on a store in memory.

use std::sync::Arc;

use neargate_core::Principal;
use neargate_wire::{AwsError, Context};
use serde_json::{Value, json};

use super::list::list_account_settings;
use super::write::{delete_account_setting, put_account_setting, put_account_setting_default};
use crate::Ecs;
use crate::testing::{context, ecs, refusal, scope};

const ROOT: &str = "arn:aws:iam::000000000000:root";
const USER: &str = "arn:aws:iam::000000000000:user/ann";

macro_rules! call {
    ($operation:ident, $ecs:expr, $input:tt) => {{
        let input = serde_json::from_value(json!($input)).expect("a request");
        let answer: Result<_, AwsError> = $operation($ecs.clone(), context(), input).await;
        answer.map(|answer| serde_json::to_value(answer).expect("JSON"))
    }};
}

/// `name=value of principal` for each setting of all pages.
async fn listed(ecs: &Arc<Ecs>, input: Value) -> Vec<String> {
    let (mut input, mut found) = (input, Vec::new());
    loop {
        let page = call!(list_account_settings, ecs, input).expect("a page");
        let settings = page["settings"].as_array().expect("a list").clone();
        assert!(settings.len() <= 10);
        found.extend(settings.iter().map(|setting| {
            let text = |member: &str| setting[member].as_str().expect(member).to_owned();
            let whose = text("principalArn");
            format!("{}={} of {}", text("name"), text("value"), whose.rsplit_once(':').expect("an ARN").1)
        }));
        match page.get("nextToken") {
            Some(token) => input["nextToken"] = token.clone(),
            None => return found,
        }
    }
}

#[tokio::test]
async fn what_aws_presets_holds_until_something_is_set() {
    let (ecs, _) = ecs();
    assert!(listed(&ecs, json!({})).await.is_empty());
    assert_eq!(
        listed(&ecs, json!({"effectiveSettings": true})).await,
        [
            "awsvpcTrunking=disabled of root",
            "containerInsights=disabled of root",
            "containerInstanceLongArnFormat=enabled of root",
            "defaultLogDriverMode=non-blocking of root",
            "fargateEventWindows=disabled of root",
            "fargateFIPSMode=disabled of root",
            "fargateTaskRetirementWaitPeriod=7 of root",
            "guardDutyActivate=off of root",
            "serviceLongArnFormat=enabled of root",
            "tagResourceAuthorization=on of root",
            "taskLongArnFormat=enabled of root",
        ]
    );
}

#[tokio::test]
async fn ones_own_setting_comes_before_the_accounts() {
    let (ecs, _) = ecs();
    let name = "containerInsights";
    let put = call!(put_account_setting_default, ecs, {"name": name, "value": "enabled"}).expect("set");
    let expected = json!({"name": name, "value": "enabled", "principalArn": ROOT, "type": "user"});
    assert_eq!(put["setting"], expected);
    let put = call!(put_account_setting, ecs, {"name": name, "value": "enhanced", "principalArn": USER})
        .expect("set");
    assert_eq!(put["setting"]["principalArn"], USER);
    let of_user = json!({"principalArn": USER, "name": name, "effectiveSettings": true});
    assert_eq!(listed(&ecs, of_user.clone()).await, ["containerInsights=enhanced of user/ann"]);
    assert_eq!(listed(&ecs, json!({"name": name})).await, ["containerInsights=enabled of root"]);
    let deleted = call!(delete_account_setting, ecs, {"name": name, "principalArn": USER}).expect("deleted");
    assert_eq!(
        (&deleted["setting"]["value"], &deleted["setting"]["principalArn"]),
        (&json!("enabled"), &json!(USER))
    );
    assert_eq!(listed(&ecs, of_user).await, ["containerInsights=enabled of root"]);
    assert!(listed(&ecs, json!({"principalArn": USER})).await.is_empty());
}

#[tokio::test]
async fn a_value_filters_what_a_name_has_chosen() {
    let (ecs, _) = ecs();
    let with = |value: &str| json!({"name": "awsvpcTrunking", "value": value, "effectiveSettings": true});
    assert_eq!(listed(&ecs, with("disabled")).await.len(), 1);
    assert!(listed(&ecs, with("enabled")).await.is_empty());
    let refused = call!(list_account_settings, ecs, {"value": "enabled"});
    assert_eq!(refusal(refused).0, "InvalidParameterException");
    let refused = call!(list_account_settings, ecs, {"maxResults": 11});
    assert_eq!(refusal(refused).1, "maxResults must be between 1 and 10.");
}

#[tokio::test]
async fn a_setting_takes_its_own_values() {
    let (ecs, _) = ecs();
    for (name, value) in [
        ("containerInsights", "enhanced"),
        ("fargateTaskRetirementWaitPeriod", "14"),
        ("tagResourceAuthorization", "off"),
        ("defaultLogDriverMode", "blocking"),
        ("taskLongArnFormat", "enabled"),
    ] {
        call!(put_account_setting, ecs, {"name": name, "value": value}).expect(name);
    }
    for (name, value, text) in [
        ("taskLongArnFormat", "ENABLED", "Invalid setting 'value'"),
        ("awsvpcTrunking", "enhanced", "Invalid setting 'value'"),
        ("fargateTaskRetirementWaitPeriod", "1", "Invalid setting 'value'"),
        ("taskLongArnFormat", "disabled", "You can no longer disable Long Arn settings"),
    ] {
        let refused = call!(put_account_setting, ecs, {"name": name, "value": value});
        assert_eq!(refusal(refused), ("InvalidParameterException", text.to_owned()));
    }
    let refused = call!(put_account_setting_default, ecs, {"name": "guardDutyActivate", "value": "on"});
    assert_eq!(refusal(refused).0, "InvalidParameterException");
    let stranger = "arn:aws:iam::111122223333:user/ann";
    let refused = call!(put_account_setting, ecs, {
        "name": "awsvpcTrunking", "value": "enabled", "principalArn": stranger,
    });
    assert_eq!(refusal(refused).1, "Invalid principal 'principalArn'");
}

#[tokio::test]
async fn a_new_cluster_watches_its_containers_as_the_account_says() {
    let (ecs, _) = ecs();
    call!(put_account_setting_default, ecs, {"name": "containerInsights", "value": "enabled"}).expect("set");
    let dispatcher = neargate_wire::Dispatcher::new(vec![ecs.service()], "http://127.0.0.1:4566");
    let created: Value =
        dispatcher.call("test", &scope(), "ecs", "CreateCluster", &json!({})).await.expect("created");
    assert_eq!(created["cluster"]["settings"], json!([{"name": "containerInsights", "value": "enabled"}]));
}

#[tokio::test]
async fn a_service_asks_for_itself() {
    let (ecs, _) = ecs();
    let service = Principal::Service { account: scope().account, name: "scheduler" };
    let context = Context { principal: service, ..context() };
    let input =
        serde_json::from_value(json!({"name": "awsvpcTrunking", "value": "enabled"})).expect("a request");
    let answer = put_account_setting(ecs, context, input).await.expect("set");
    let whose = answer.setting.and_then(|setting| setting.principal_arn);
    assert_eq!(whose.as_deref(), Some("arn:aws:iam::000000000000:role/aws-service-role/scheduler"));
}
