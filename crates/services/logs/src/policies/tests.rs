//! Policies and keys by their operations.

use serde_json::{Value, json};

use crate::testing::{Fixture, NOW, each};

const ARN: &str = "arn:aws:logs:us-east-1:000000000000:log-group:g";

#[tokio::test]
async fn resource_policies_are_kept_by_name_or_by_group() {
    let fixture = Fixture::with_stream().await;
    let document = json!({"Version": "2012-10-17", "Statement": []}).to_string();
    let put = |n: usize| json!({"policyName": format!("p{n:02}"), "policyDocument": document});
    for n in 0..10 {
        let answer = fixture.ok("PutResourcePolicy", put(n)).await;
        assert_eq!(answer["resourcePolicy"]["lastUpdatedTime"], NOW);
    }
    assert_eq!(
        fixture.refused("PutResourcePolicy", put(10)).await,
        "LimitExceededException: Resource limit exceeded."
    );
    fixture.ok("PutResourcePolicy", put(3)).await;
    let page = fixture.ok("DescribeResourcePolicies", json!({"limit": 7})).await;
    let rest =
        fixture.ok("DescribeResourcePolicies", json!({"limit": 7, "nextToken": page["nextToken"]})).await;
    assert_eq!(each(&rest["resourcePolicies"], "policyName"), ["p07", "p08", "p09"]);
    assert!(rest.get("nextToken").is_none());
    fixture.ok("DeleteResourcePolicy", json!({"policyName": "p00"})).await;
    assert!(
        fixture
            .refused("DeleteResourcePolicy", json!({"policyName": "p00"}))
            .await
            .starts_with("ResourceNotFoundException")
    );

    let attached = json!({"resourceArn": ARN, "policyDocument": document});
    let revision = fixture.ok("PutResourcePolicy", attached.clone()).await["revisionId"].clone();
    let stale = json!({"resourceArn": ARN, "policyDocument": document, "expectedRevisionId": "9"});
    assert!(fixture.refused("PutResourcePolicy", stale).await.starts_with("OperationAbortedException"));
    let found = fixture.ok("DescribeResourcePolicies", json!({"resourceArn": ARN})).await;
    assert_eq!(found["resourcePolicies"][0]["resourceArn"], ARN);
    let delete = json!({"resourceArn": ARN, "expectedRevisionId": revision});
    fixture.ok("DeleteResourcePolicy", delete).await;
    let bad = json!({"policyName": "p", "policyDocument": "no policy"});
    assert!(fixture.refused("PutResourcePolicy", bad).await.starts_with("InvalidParameterException"));
}

#[tokio::test]
async fn index_policies_belong_to_a_group_or_an_account() {
    let fixture = Fixture::with_stream().await;
    let document = json!({"Fields": ["requestId", "user"]}).to_string();
    let policy =
        fixture.ok("PutIndexPolicy", json!({"logGroupIdentifier": "g", "policyDocument": document})).await;
    assert_eq!(
        policy["indexPolicy"],
        json!({
            "logGroupIdentifier": ARN, "lastUpdateTime": NOW, "policyDocument": document, "source": "LOG_GROUP",
        })
    );
    let of = json!({"logGroupIdentifiers": ["g"]});
    let found = fixture.ok("DescribeIndexPolicies", of.clone()).await;
    assert_eq!(found["indexPolicies"].as_array().map(Vec::len), Some(1));
    let found = fixture.ok("DescribeFieldIndexes", of.clone()).await;
    assert_eq!(each(&found["fieldIndexes"], "fieldIndexName"), ["requestId", "user"]);
    fixture.ok("DeleteIndexPolicy", json!({"logGroupIdentifier": ARN})).await;
    assert_eq!(fixture.ok("DescribeIndexPolicies", of).await["indexPolicies"], json!([]));
    let refused = fixture.refused("DeleteIndexPolicy", json!({"logGroupIdentifier": ARN})).await;
    assert!(refused.starts_with("ResourceNotFoundException"), "{refused}");
    let bad = json!({"logGroupIdentifier": "g", "policyDocument": "{}"});
    assert!(fixture.refused("PutIndexPolicy", bad).await.starts_with("InvalidParameterException"));

    let account = |kind: &str| json!({"policyName": "p", "policyDocument": document, "policyType": kind});
    fixture.ok("PutAccountPolicy", account("FIELD_INDEX_POLICY")).await;
    let of = json!({"policyType": "FIELD_INDEX_POLICY"});
    let found = fixture.ok("DescribeAccountPolicies", of.clone()).await;
    assert_eq!(found["accountPolicies"][0]["accountId"], "000000000000");
    fixture.ok("DeleteAccountPolicy", json!({"policyName": "p", "policyType": "FIELD_INDEX_POLICY"})).await;
    assert_eq!(fixture.ok("DescribeAccountPolicies", of).await["accountPolicies"], json!([]));
    let refused = fixture.refused("PutAccountPolicy", account("SUBSCRIPTION_FILTER_POLICY")).await;
    assert!(refused.starts_with("NotImplemented"), "{refused}");
}

#[tokio::test]
async fn a_key_is_shown_while_it_is_associated() {
    let fixture = Fixture::with_stream().await;
    let key = "arn:aws:kms:us-east-1:000000000000:key/1";
    let shown = async || fixture.ok("DescribeLogGroups", json!({})).await["logGroups"][0]["kmsKeyId"].clone();
    for (operation, name) in [("AssociateKmsKey", "g"), ("CreateLogGroup", "other")] {
        let wrong = json!({"logGroupName": name, "kmsKeyId": "alias/mine"});
        assert_eq!(
            fixture.refused(operation, wrong).await,
            "InvalidParameterException: The specified KMS Key Id could not be found."
        );
    }
    fixture.ok("AssociateKmsKey", json!({"logGroupName": "g", "kmsKeyId": key})).await;
    assert_eq!(shown().await, key);
    fixture.ok("DisassociateKmsKey", json!({"resourceIdentifier": ARN})).await;
    assert_eq!(shown().await, Value::Null);
}
