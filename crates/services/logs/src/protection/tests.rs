//! Policies by their operations, and what is masked where events leave.

use std::time::Duration;

use serde_json::{Value, json};

use crate::testing::{Fixture, NOW, messages};

const ARN: &str = "arn:aws:logs:us-east-1:000000000000:log-group:g";

fn document(identifiers: &[&str]) -> Value {
    let named = |name: &&str| match name.strip_prefix("custom:") {
        Some(custom) => custom.to_owned(),
        None => format!("arn:aws:dataprotection::aws:data-identifier/{name}"),
    };
    let identifiers: Vec<String> = identifiers.iter().map(named).collect();
    json!({
        "Name": "p", "Version": "2021-06-01",
        "Configuration": {"CustomDataIdentifier": [{"Name": "Badge", "Regex": "B-[0-9]{3}"}]},
        "Statement": [
            {"Sid": "audit", "DataIdentifier": identifiers, "Operation": {"Audit": {"FindingsDestination": {}}}},
            {"Sid": "mask", "DataIdentifier": identifiers, "Operation": {"Deidentify": {"MaskConfig": {}}}},
        ],
    })
}

fn policy(identifiers: &[&str]) -> Value {
    json!({"logGroupIdentifier": "g", "policyDocument": document(identifiers).to_string()})
}

async fn read(fixture: &Fixture, more: Value) -> Vec<String> {
    let mut input = json!({"logGroupName": "g", "logStreamName": "s", "startFromHead": true});
    input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    let answer = fixture.ok("GetLogEvents", input).await;
    messages(&answer).into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn what_came_in_since_the_policy_is_masked_wherever_it_leaves() {
    let fixture = Fixture::with_stream().await;
    fixture.put("s", &[(0, "old ada@example.com")]).await;
    fixture.clock.advance(Duration::from_secs(1));
    fixture.ok("PutDataProtectionPolicy", policy(&["EmailAddress", "custom:Badge"])).await;
    fixture.put("s", &[(1, r#"{"mail":"ben@example.com","badge":"B-123"}"#)]).await;
    let masked = r#"{"mail":"***************","badge":"*****"}"#;
    assert_eq!(read(&fixture, json!({})).await, ["old ada@example.com", masked]);
    assert_eq!(read(&fixture, json!({"startFromHead": false})).await[1], masked);
    let unmasked = read(&fixture, json!({"unmask": true})).await;
    assert_eq!(unmasked[1], r#"{"mail":"ben@example.com","badge":"B-123"}"#);

    let found = fixture.ok("FilterLogEvents", json!({"logGroupName": "g"})).await;
    assert_eq!(messages(&found)[1], masked);
    let search = |more: Value| {
        let mut input = json!({"logGroupName": "g", "filterPattern": "ben"});
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        input
    };
    assert_eq!(messages(&fixture.ok("FilterLogEvents", search(json!({}))).await), [""; 0]);
    let found = fixture.ok("FilterLogEvents", search(json!({"unmask": true}))).await;
    assert_eq!(messages(&found), [r#"{"mail":"ben@example.com","badge":"B-123"}"#]);
}

#[tokio::test]
async fn a_changed_policy_concerns_what_it_named_before_and_what_comes_now() {
    let fixture = Fixture::with_stream().await;
    let tick = || fixture.clock.advance(Duration::from_secs(1));
    fixture.ok("PutDataProtectionPolicy", policy(&["EmailAddress"])).await;
    fixture.put("s", &[(0, "a@example.com 10.0.0.1")]).await;
    tick();
    fixture.ok("PutDataProtectionPolicy", policy(&["IpAddress", "EmailAddress"])).await;
    fixture.put("s", &[(1, "a@example.com 10.0.0.1")]).await;
    assert_eq!(read(&fixture, json!({})).await, ["************* 10.0.0.1", "************* ********"]);
    // The account's policy adds to the group's.
    tick();
    let account = json!({
        "policyName": "all", "policyType": "DATA_PROTECTION_POLICY",
        "policyDocument": document(&["Ssn-US"]).to_string(),
    });
    fixture.ok("PutAccountPolicy", account.clone()).await;
    fixture.put("s", &[(2, "a@example.com 078-05-1120")]).await;
    assert_eq!(read(&fixture, json!({})).await[2], "************* ***********");
    let group = fixture.ok("DescribeLogGroups", json!({})).await["logGroups"][0].clone();
    assert_eq!(group["dataProtectionStatus"], "ACTIVATED");
    assert_eq!(group["inheritedProperties"], json!(["ACCOUNT_DATA_PROTECTION"]));
    let mut second = account.clone();
    second["policyName"] = json!("another");
    let refused = fixture.refused("PutAccountPolicy", second).await;
    assert_eq!(refused, "LimitExceededException: Resource limit exceeded.");

    fixture.ok("DeleteDataProtectionPolicy", json!({"logGroupIdentifier": ARN})).await;
    assert_eq!(read(&fixture, json!({})).await[2], "a@example.com ***********");
    let group = fixture.ok("DescribeLogGroups", json!({})).await["logGroups"][0].clone();
    assert_eq!(group["dataProtectionStatus"], "DELETED");
}

#[tokio::test]
async fn policies_are_kept_as_they_were_written() {
    let fixture = Fixture::with_stream().await;
    let get = json!({"logGroupIdentifier": ARN});
    assert_eq!(fixture.ok("GetDataProtectionPolicy", get.clone()).await, json!({"logGroupIdentifier": ARN}));
    let put = fixture.ok("PutDataProtectionPolicy", policy(&["EmailAddress"])).await;
    assert_eq!(put["lastUpdatedTime"], NOW);
    let found = fixture.ok("GetDataProtectionPolicy", get).await;
    assert_eq!(found["policyDocument"], document(&["EmailAddress"]).to_string());
    for operation in ["GetDataProtectionPolicy", "DeleteDataProtectionPolicy"] {
        let refused = fixture.refused(operation, json!({"logGroupIdentifier": "no"})).await;
        assert!(refused.starts_with("ResourceNotFoundException"), "{refused}");
    }
    let refused = async |change: &dyn Fn(&mut Value)| {
        let mut changed = document(&["EmailAddress"]);
        change(&mut changed);
        let input = json!({"logGroupIdentifier": "g", "policyDocument": changed.to_string()});
        fixture.refused("PutDataProtectionPolicy", input).await
    };
    let changes: [&dyn Fn(&mut Value); 6] = [
        &|d| d["Statement"] = json!([]),
        &|d| d["Statement"][0]["Operation"] = json!({"Audit": {}}),
        &|d| d["Statement"][1]["Operation"]["Deidentify"]["MaskConfig"] = json!({"x": 1}),
        &|d| d["Statement"][1]["DataIdentifier"] = json!(["Badge"]),
        &|d| {
            d["Statement"][0]["DataIdentifier"] =
                json!(["arn:aws:dataprotection::aws:data-identifier/Shoesize"])
        },
        &|d| d["Configuration"]["CustomDataIdentifier"][0]["Regex"] = json!("("),
    ];
    for change in changes {
        let answer = refused(change).await;
        assert!(answer.starts_with("InvalidParameterException"), "{answer}");
    }
    let name = "arn:aws:dataprotection::aws:data-identifier/Name";
    let answer = refused(&|d| d["Statement"][0]["DataIdentifier"] = json!([name])).await;
    assert!(answer.starts_with("NotImplemented"), "{answer}");
}

#[tokio::test]
async fn findings_are_told_to_a_log_group() {
    let fixture = Fixture::with_stream().await;
    let audit = "/aws/vendedlogs/audit";
    let mut document = document(&["EmailAddress", "custom:Badge"]);
    document["Statement"][0]["Operation"]["Audit"]["FindingsDestination"] =
        json!({"CloudWatchLogs": {"LogGroup": audit}});
    let put = json!({"logGroupIdentifier": "g", "policyDocument": document.to_string()});
    let refused = fixture.refused("PutDataProtectionPolicy", put.clone()).await;
    assert!(refused.starts_with("InvalidParameterException"), "{refused}");
    fixture.ok("CreateLogGroup", json!({"logGroupName": audit})).await;
    fixture.ok("PutDataProtectionPolicy", put).await;
    fixture.put("s", &[(0, "é B-123 ada@example.com B-456"), (1, "plain")]).await;
    fixture.logs.feed_once().await.expect("a pass");
    let told = fixture.ok("FilterLogEvents", json!({"logGroupName": audit})).await;
    let told = messages(&told);
    assert_eq!(told.len(), 1);
    assert_eq!(
        serde_json::from_str::<Value>(told[0]).expect("JSON"),
        json!({
            "auditTimestamp": "2025-11-23T10:00:00Z", "resourceArn": format!("{ARN}:*"),
            "dataIdentifiers": [
                {"name": "EmailAddress", "count": 1, "detections": [{"start": 8, "end": 23}]},
                {"name": "Badge", "count": 2, "detections": [{"start": 2, "end": 7}, {"start": 24, "end": 29}]},
            ],
        })
    );
    // Told once, and no more when the policy is gone.
    fixture.logs.feed_once().await.expect("a pass");
    fixture.ok("DeleteDataProtectionPolicy", json!({"logGroupIdentifier": "g"})).await;
    fixture.put("s", &[(0, "B-789")]).await;
    fixture.logs.feed_once().await.expect("a pass");
    let told = fixture.ok("FilterLogEvents", json!({"logGroupName": audit})).await;
    assert_eq!(messages(&told).len(), 1);
}
