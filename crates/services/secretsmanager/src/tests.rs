//! Operations as callers see them.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::Principal;
use neargate_core::Scope;
use neargate_store::{Range, ReadRecords as _};
use neargate_wire::authorize::{Access, Authorizer, Denial, Verdict};
use neargate_wire::{Context, Durability};
use serde_json::{Value, json};

use crate::guard;
use crate::model;
use crate::records::{SecretRecord, ValueRecord};
use crate::testing::{Fixture, NOW, each};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const NO_SECRET: &str = "ResourceNotFoundException: Secrets Manager can't find the specified secret.";
const DOOMED: &str = "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.";

fn token(letter: char) -> String {
    letter.to_string().repeat(32)
}

async fn current(fixture: &Fixture, id: &str) -> Value {
    fixture.ok("GetSecretValue", json!({"SecretId": id})).await["SecretString"].clone()
}

#[tokio::test]
async fn a_secret_is_found_by_name_and_by_arn_with_and_without_its_suffix() {
    let fixture = Fixture::new();
    let made = fixture.ok("CreateSecret", json!({"Name": "app/db-sixsix", "SecretString": "s3cret"})).await;
    let arn = made["ARN"].as_str().unwrap();
    let (partial, suffix) = arn.rsplit_once('-').unwrap();
    assert_eq!(partial, "arn:aws:secretsmanager:us-east-1:000000000000:secret:app/db-sixsix");
    assert!(suffix.len() == 6 && suffix.bytes().all(|b| b.is_ascii_alphanumeric()), "{suffix}");
    for id in ["app/db-sixsix", arn, partial] {
        assert_eq!(current(&fixture, id).await, "s3cret", "{id}");
    }
    let other_region = arn.replace("us-east-1", "eu-west-1");
    for id in ["app/db", "app/db-sixsix-AbCdEf", &format!("{partial}-AbCdEf"), &other_region, "arn:x"] {
        assert_eq!(fixture.refused("GetSecretValue", json!({"SecretId": id})).await, NO_SECRET, "{id}");
    }
}

#[tokio::test]
async fn a_repeated_creation_makes_nothing_and_another_is_refused() {
    let fixture = Fixture::new();
    let input = json!({"Name": "a", "SecretString": "one", "ClientRequestToken": token('t')});
    let made = fixture.ok("CreateSecret", input.clone()).await;
    assert_eq!(made["VersionId"], token('t'));
    assert_eq!(fixture.ok("CreateSecret", input).await, made);
    let exists = "ResourceExistsException: The operation failed because the secret a already exists.";
    assert_eq!(fixture.refused("CreateSecret", json!({"Name": "a", "SecretString": "one"})).await, exists);
    let other = json!({"Name": "a", "SecretString": "two", "ClientRequestToken": token('t')});
    let text = fixture.refused("CreateSecret", other).await;
    assert!(text.starts_with("ResourceExistsException: You can't use ClientRequestToken tttt"), "{text}");
}

#[tokio::test]
async fn a_bare_request_brings_its_own_token() {
    let fixture = Fixture::new();
    fixture.ok("CreateSecret", json!({"Name": "a", "SecretString": "1"})).await;
    for (operation, input) in [
        ("CreateSecret", json!({"Name": "b"})),
        ("PutSecretValue", json!({"SecretId": "a", "SecretString": "2"})),
        ("UpdateSecret", json!({"SecretId": "a", "SecretString": "2"})),
        ("RotateSecret", json!({"SecretId": "a"})),
    ] {
        assert_eq!(
            fixture.refused_bare(&fixture.scope, operation, input).await,
            "InvalidRequestException: You must provide a ClientRequestToken value. We recommend a UUID-type value.",
            "{operation}"
        );
    }
    assert_eq!(current(&fixture, "a").await, "1");
}

#[tokio::test]
async fn any_modification_is_the_last_change() {
    let fixture = Fixture::new();
    fixture.ok("CreateSecret", json!({"Name": "a", "SecretString": "1"})).await;
    let mut before = NOW;
    for (operation, input) in [
        ("TagResource", json!({"SecretId": "a", "Tags": [{"Key": "k", "Value": "v"}]})),
        ("UntagResource", json!({"SecretId": "a", "TagKeys": ["k"]})),
        ("DeleteSecret", json!({"SecretId": "a"})),
        ("RestoreSecret", json!({"SecretId": "a"})),
    ] {
        fixture.clock.advance(Duration::from_secs(1));
        fixture.ok(operation, input).await;
        before += 1000;
        let told = fixture.ok("DescribeSecret", json!({"SecretId": "a"})).await;
        assert_eq!(told["LastChangedDate"].as_f64(), Some(before as f64 / 1000.0), "{operation}");
    }
    fixture.clock.advance(Duration::from_secs(1));
    fixture.ok("RestoreSecret", json!({"SecretId": "a"})).await;
    current(&fixture, "a").await;
    let told = fixture.ok("DescribeSecret", json!({"SecretId": "a"})).await;
    assert_eq!(told["LastChangedDate"].as_f64(), Some(before as f64 / 1000.0), "nothing was modified");
}

#[tokio::test]
async fn creation_checks_name_value_and_what_is_not_built() {
    let fixture = Fixture::new();
    for name in ["a b", "a#b", "ä"] {
        let text = fixture.refused("CreateSecret", json!({"Name": name})).await;
        assert!(text.starts_with("ValidationException: Invalid name. Must be a valid name"), "{text}");
    }
    let text =
        fixture.refused("CreateSecret", json!({"Name": "a", "SecretString": "x".repeat(65_537)})).await;
    assert_eq!(
        text,
        "ValidationException: 1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member \
         must have length less than or equal to 65536"
    );
    // Letters of two bytes: the bytes count.
    let text =
        fixture.refused("CreateSecret", json!({"Name": "a", "SecretString": "ä".repeat(40_000)})).await;
    assert!(text.starts_with("InvalidParameterException: "), "{text}");
    let both = json!({"Name": "a", "SecretString": "x", "SecretBinary": "eA=="});
    assert!(fixture.refused("CreateSecret", both).await.contains("You can't specify both"));
    assert_eq!(
        fixture.ok("CreateSecret", json!({"Name": "a", "SecretString": "x".repeat(65_536)})).await["Name"],
        "a"
    );
}

#[tokio::test]
async fn a_secret_without_a_value_says_so() {
    let fixture = Fixture::new();
    let made =
        fixture.ok("CreateSecret", json!({"Name": "a", "Description": "d", "KmsKeyId": "alias/x"})).await;
    assert!(made.get("VersionId").is_none());
    assert_eq!(
        fixture.refused("GetSecretValue", json!({"SecretId": "a"})).await,
        "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"
    );
    let told = fixture.ok("DescribeSecret", json!({"SecretId": "a"})).await;
    assert_eq!((&told["Description"], &told["KmsKeyId"]), (&json!("d"), &json!("alias/x")));
    assert!(told.get("VersionIdsToStages").is_none() && told.get("LastAccessedDate").is_none());
}

#[tokio::test]
async fn versions_move_the_labels() {
    let fixture = Fixture::new();
    let first =
        fixture.ok("CreateSecret", json!({"Name": "a", "SecretString": "1"})).await["VersionId"].clone();
    let put = json!({"SecretId": "a", "SecretString": "2", "ClientRequestToken": token('b')});
    let second = fixture.ok("PutSecretValue", put.clone()).await;
    assert_eq!(second["VersionStages"], json!(["AWSCURRENT"]));
    assert_eq!(fixture.ok("PutSecretValue", put).await, second, "a repetition changes nothing");
    let other = json!({"SecretId": "a", "SecretString": "3", "ClientRequestToken": token('b')});
    let text = fixture.refused("PutSecretValue", other).await;
    assert!(text.starts_with("ResourceExistsException: You can't use ClientRequestToken bbbb"), "{text}");

    let by = |label: &str| json!({"SecretId": "a", "VersionStage": label});
    assert_eq!(fixture.ok("GetSecretValue", by("AWSPREVIOUS")).await["SecretString"], "1");
    let pending = json!({"SecretId": "a", "SecretString": "3", "VersionStages": ["AWSPENDING"], "ClientRequestToken": token('c')});
    fixture.ok("PutSecretValue", pending).await;
    assert_eq!(current(&fixture, "a").await, "2");
    assert_eq!(fixture.ok("GetSecretValue", by("AWSPENDING")).await["SecretString"], "3");

    let finish = json!({"SecretId": "a", "VersionStage": "AWSCURRENT", "MoveToVersionId": token('c'), "RemoveFromVersionId": token('b')});
    fixture.ok("UpdateSecretVersionStage", finish).await;
    assert_eq!(current(&fixture, "a").await, "3");
    let told = fixture.ok("DescribeSecret", json!({"SecretId": "a"})).await;
    let stages = json!({token('b'): ["AWSPREVIOUS"], token('c'): ["AWSPENDING", "AWSCURRENT"]});
    assert_eq!(told["VersionIdsToStages"], stages);

    let known = fixture.ok("ListSecretVersionIds", json!({"SecretId": "a"})).await;
    assert_eq!(each(&known["Versions"], "VersionId"), [token('b'), token('c')]);
    let page = fixture
        .ok("ListSecretVersionIds", json!({"SecretId": "a", "IncludeDeprecated": true, "MaxResults": 2}))
        .await;
    assert_eq!(page["Versions"][0]["VersionId"], first);
    let next =
        json!({"SecretId": "a", "IncludeDeprecated": true, "MaxResults": 2, "NextToken": page["NextToken"]});
    let rest = fixture.ok("ListSecretVersionIds", next).await;
    assert_eq!(each(&rest["Versions"], "VersionId"), [token('c')]);
    assert!(rest.get("NextToken").is_none());
    let by_id = fixture.ok("GetSecretValue", json!({"SecretId": "a", "VersionId": first})).await;
    assert_eq!(by_id["SecretString"], "1", "a deprecated version is read by its id");

    let disagree = json!({"SecretId": "a", "VersionId": token('b'), "VersionStage": "AWSCURRENT"});
    assert_eq!(
        fixture.refused("GetSecretValue", disagree).await,
        "InvalidRequestException: You provided a VersionStage that is not associated to the provided VersionId."
    );
    let missing = json!({"SecretId": "a", "VersionId": token('z')});
    let text = fixture.refused("GetSecretValue", missing).await;
    assert!(text.contains("can't find the specified secret value for VersionId: zzz"), "{text}");
}

#[tokio::test]
async fn updates_change_what_they_name() {
    let fixture = Fixture::new();
    fixture.ok("CreateSecret", json!({"Name": "a", "Description": "d", "SecretString": "1"})).await;
    fixture.clock.advance(DAY);
    let only =
        fixture.ok("UpdateSecret", json!({"SecretId": "a", "KmsKeyId": "alias/aws/secretsmanager"})).await;
    assert!(only.get("VersionId").is_none());
    let update = json!({"SecretId": "a", "SecretBinary": "AAE=", "ClientRequestToken": token('u')});
    assert_eq!(fixture.ok("UpdateSecret", update).await["VersionId"], token('u'));
    let value = fixture.ok("GetSecretValue", json!({"SecretId": "a"})).await;
    assert_eq!(value["SecretBinary"], "AAE=");
    assert!(value.get("SecretString").is_none());
    let told = fixture.ok("DescribeSecret", json!({"SecretId": "a"})).await;
    assert_eq!((&told["Description"], told.get("KmsKeyId")), (&json!("d"), None));
    let day = (NOW / 86_400_000 + 1) * 86_400;
    assert_eq!(told["LastAccessedDate"].as_f64(), Some(day as f64));
    assert!(told["LastChangedDate"].as_f64() > told["CreatedDate"].as_f64());
    assert_eq!(
        fixture.refused("PutSecretValue", json!({"SecretId": "a"})).await,
        "InvalidRequestException: You must provide either SecretString or SecretBinary."
    );
}

#[tokio::test]
async fn the_key_that_aws_manages_is_not_told_however_it_is_asked_for() {
    let fixture = Fixture::new();
    for (number, key) in
        ["", "alias/aws/secretsmanager", "arn:aws:kms:us-east-1:000000000000:alias/aws/secretsmanager"]
            .into_iter()
            .enumerate()
    {
        let name = format!("s{number}");
        fixture.ok("CreateSecret", json!({"Name": name, "SecretString": "1", "KmsKeyId": key})).await;
        fixture.ok("UpdateSecret", json!({"SecretId": name, "KmsKeyId": key})).await;
        let told = fixture.ok("DescribeSecret", json!({"SecretId": name})).await;
        assert!(told.get("KmsKeyId").is_none(), "{told}");
        let versions = fixture.ok("ListSecretVersionIds", json!({"SecretId": name})).await;
        assert_eq!(versions["Versions"][0]["KmsKeyIds"], json!(["DefaultEncryptionKey"]));
    }
}

#[tokio::test]
async fn a_deleted_secret_can_be_restored_until_its_day_and_then_is_gone() {
    let fixture = Fixture::new();
    fixture.ok("CreateSecret", json!({"Name": "a", "SecretString": "1"})).await;
    for days in [6, 31] {
        let text =
            fixture.refused("DeleteSecret", json!({"SecretId": "a", "RecoveryWindowInDays": days})).await;
        let expected = "InvalidParameterException: The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).";
        assert_eq!(text, expected);
    }
    let deleted = fixture.ok("DeleteSecret", json!({"SecretId": "a", "RecoveryWindowInDays": 7})).await;
    assert_eq!(deleted["DeletionDate"].as_f64(), Some((NOW / 1000 + 7 * 86_400) as f64));
    assert_eq!(fixture.refused("GetSecretValue", json!({"SecretId": "a"})).await, DOOMED);
    assert_eq!(
        fixture.refused("PutSecretValue", json!({"SecretId": "a", "SecretString": "2"})).await,
        DOOMED
    );
    assert_eq!(fixture.refused("DeleteSecret", json!({"SecretId": "a"})).await, DOOMED);
    assert_eq!(
        fixture.refused("CreateSecret", json!({"Name": "a"})).await,
        "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for \
         deletion."
    );
    assert!(fixture.ok("DescribeSecret", json!({"SecretId": "a"})).await["DeletedDate"].is_number());
    assert_eq!(fixture.ok("ListSecrets", json!({})).await["SecretList"], json!([]));
    let all = fixture.ok("ListSecrets", json!({"IncludePlannedDeletion": true})).await;
    assert_eq!(each(&all["SecretList"], "Name"), ["a"]);

    fixture.clock.advance(6 * DAY);
    fixture.ok("RestoreSecret", json!({"SecretId": "a"})).await;
    assert_eq!(current(&fixture, "a").await, "1");

    fixture.ok("DeleteSecret", json!({"SecretId": "a", "RecoveryWindowInDays": 7})).await;
    fixture.clock.advance(7 * DAY - Duration::from_millis(1));
    assert_eq!(fixture.manager.sweep().await.unwrap(), 0);
    fixture.clock.advance(Duration::from_millis(1));
    assert_eq!(fixture.refused("RestoreSecret", json!({"SecretId": "a"})).await, NO_SECRET);
    // The name is free although the sweep hasn't been there.
    fixture.ok("CreateSecret", json!({"Name": "a", "SecretString": "new"})).await;
    assert_eq!(fixture.manager.sweep().await.unwrap(), 1);
    assert_eq!(fixture.manager.sweep().await.unwrap(), 0);
    assert_eq!(current(&fixture, "a").await, "new");
    assert_eq!(stored(&fixture).await, (1, 1));
}

/// How many documents of secrets and of values there are.
async fn stored(fixture: &Fixture) -> (usize, usize) {
    let (account, region) = (fixture.scope.account.as_str(), fixture.scope.region.as_str());
    let counts = fixture.store.read(|r| {
        let secrets = r.list_records::<SecretRecord>(account, region, Range::all())?.len();
        Ok::<_, neargate_store::Error>((
            secrets,
            r.list_records::<ValueRecord>(account, region, Range::all())?.len(),
        ))
    });
    counts.await.unwrap()
}

#[tokio::test]
async fn a_forced_deletion_leaves_nothing_and_minds_nothing() {
    let fixture = Fixture::new();
    fixture.ok("CreateSecret", json!({"Name": "a", "SecretString": "1"})).await;
    fixture.ok("DeleteSecret", json!({"SecretId": "a"})).await;
    let both = json!({"SecretId": "a", "ForceDeleteWithoutRecovery": true, "RecoveryWindowInDays": 7});
    assert!(fixture.refused("DeleteSecret", both).await.contains("in conjunction with RecoveryWindowInDays"));
    let force = json!({"SecretId": "a", "ForceDeleteWithoutRecovery": true});
    fixture.ok("DeleteSecret", force.clone()).await;
    assert_eq!(stored(&fixture).await, (0, 0));
    assert_eq!(fixture.ok("DeleteSecret", force).await["Name"], "a");
    assert_eq!(fixture.refused("DeleteSecret", json!({"SecretId": "a"})).await, NO_SECRET);
}

#[tokio::test]
async fn listings_have_pages_orders_and_filters() {
    let fixture = Fixture::new();
    for name in ["c", "a", "b", "z/x"] {
        fixture.ok("CreateSecret", json!({"Name": name, "Tags": [{"Key": name, "Value": "v"}]})).await;
        fixture.clock.advance(Duration::from_secs(1));
    }
    fixture.ok("UpdateSecret", json!({"SecretId": "c", "Description": "changed last"})).await;
    for (order, expected) in [
        (json!({}), ["c", "a", "b", "z/x"]),
        (json!({"SortOrder": "desc"}), ["z/x", "b", "a", "c"]),
        (json!({"SortBy": "name"}), ["a", "b", "c", "z/x"]),
        (json!({"SortBy": "name", "SortOrder": "desc"}), ["z/x", "c", "b", "a"]),
        (json!({"SortBy": "last-changed-date"}), ["a", "b", "z/x", "c"]),
    ] {
        let mut found: Vec<String> = Vec::new();
        let mut token = Value::Null;
        loop {
            let mut input = order.clone();
            input["MaxResults"] = 3.into();
            if token.is_string() {
                input["NextToken"] = token;
            }
            let page = fixture.ok("ListSecrets", input).await;
            found.extend(each(&page["SecretList"], "Name").into_iter().map(str::to_owned));
            token = page["NextToken"].clone();
            if token.is_null() {
                break;
            }
        }
        assert_eq!(found, expected, "{order}");
    }
    let filtered =
        json!({"Filters": [{"Key": "tag-key", "Values": ["a", "z"]}, {"Key": "name", "Values": ["!a"]}]});
    assert_eq!(each(&fixture.ok("ListSecrets", filtered).await["SecretList"], "Name"), ["z/x"]);
    assert_eq!(
        fixture.refused("ListSecrets", json!({"NextToken": "x"})).await,
        "InvalidNextTokenException: You provided a NextToken that is not valid for this request."
    );
}

/// Allows everything except to read the secrets whose names begin with `private`.
struct NothingPrivate;

impl Authorizer for NothingPrivate {
    fn limits(&self, _: &Context) -> bool {
        true
    }

    fn authorize<'a>(&'a self, _: &'a Context, accesses: &'a [Access]) -> Verdict<'a> {
        let private = |access: &&Access| {
            access.action == "secretsmanager:GetSecretValue" && access.resource.contains(":secret:private")
        };
        let denied = accesses.iter().find(private).map(|access| Denial { message: access.resource.clone() });
        Box::pin(async move { denied.map_or(Ok(()), Err) })
    }
}

#[tokio::test]
async fn a_batch_without_the_right_to_one_secret_answers_with_the_others() {
    let fixture = Fixture::authorized_by(Arc::new(NothingPrivate));
    let private =
        fixture.ok("CreateSecret", json!({"Name": "private", "SecretString": "1"})).await["ARN"].clone();
    fixture.ok("CreateSecret", json!({"Name": "public", "SecretString": "2"})).await;
    let listed = json!({"SecretIdList": ["private", "public", "private-and-missing"]});
    let answer = fixture.ok("BatchGetSecretValue", listed).await;
    assert_eq!(each(&answer["SecretValues"], "SecretString"), ["2"]);
    assert_eq!(each(&answer["Errors"], "SecretId"), ["private", "private-and-missing"]);
    assert_eq!(each(&answer["Errors"], "ErrorCode"), ["AccessDeniedException"; 2]);
    assert_eq!(answer["Errors"][0]["Message"], private);
    let filtered = json!({"Filters": [{"Key": "name", "Values": ["p"]}]});
    let answer = fixture.ok("BatchGetSecretValue", filtered).await;
    assert_eq!(each(&answer["SecretValues"], "SecretString"), ["2"]);
    assert_eq!(answer["Errors"][0]["SecretId"], private);
    assert_eq!(answer["Errors"][0]["ErrorCode"], "AccessDeniedException");
}

#[tokio::test]
async fn a_batch_tells_what_it_found_and_what_not() {
    let fixture = Fixture::new();
    for name in ["a", "b"] {
        fixture.ok("CreateSecret", json!({"Name": name, "SecretString": name})).await;
        fixture.clock.advance(Duration::from_secs(1));
    }
    fixture.ok("CreateSecret", json!({"Name": "empty"})).await;
    let answer = fixture.ok("BatchGetSecretValue", json!({"SecretIdList": ["b", "x", "a"]})).await;
    assert_eq!(each(&answer["SecretValues"], "SecretString"), ["b", "a"]);
    assert_eq!(answer["Errors"][0]["SecretId"], "x");
    assert_eq!(answer["Errors"][0]["ErrorCode"], "ResourceNotFoundException");
    let filter = json!([{"Key": "all", "Values": ["a", "b", "empty"]}]);
    let page = fixture.ok("BatchGetSecretValue", json!({"Filters": filter, "MaxResults": 1})).await;
    assert_eq!(each(&page["SecretValues"], "Name"), ["a"]);
    let next = json!({"Filters": filter, "MaxResults": 1, "NextToken": page["NextToken"]});
    assert_eq!(each(&fixture.ok("BatchGetSecretValue", next).await["SecretValues"], "Name"), ["b"]);
    let neither = fixture.refused("BatchGetSecretValue", json!({})).await;
    assert_eq!(
        neither,
        "InvalidParameterException: Either 'SecretIdList' or 'Filters' must be provided, but not both."
    );
}

#[tokio::test]
async fn tags_and_policies_come_and_go() {
    let fixture = Fixture::new();
    fixture.ok("CreateSecret", json!({"Name": "a", "Tags": [{"Key": "k", "Value": "1"}]})).await;
    let more = json!({"SecretId": "a", "Tags": [{"Key": "k", "Value": "2"}, {"Key": "l", "Value": ""}]});
    fixture.ok("TagResource", more).await;
    let tags = fixture.ok("DescribeSecret", json!({"SecretId": "a"})).await["Tags"].clone();
    assert_eq!(tags, json!([{"Key": "k", "Value": "2"}, {"Key": "l", "Value": ""}]));
    fixture.ok("UntagResource", json!({"SecretId": "a", "TagKeys": ["k", "unknown"]})).await;
    let tags = fixture.ok("DescribeSecret", json!({"SecretId": "a"})).await["Tags"].clone();
    assert_eq!(tags, json!([{"Key": "l", "Value": ""}]));
    let many: Vec<_> = (0..50).map(|number| json!({"Key": format!("t{number}"), "Value": ""})).collect();
    assert!(
        fixture
            .refused("TagResource", json!({"SecretId": "a", "Tags": many}))
            .await
            .contains("at most 50 tags")
    );

    let policy = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}"#;
    let public = json!({"SecretId": "a", "ResourcePolicy": policy, "BlockPublicPolicy": true});
    assert!(fixture.refused("PutResourcePolicy", public).await.starts_with("PublicPolicyException: "));
    fixture.ok("PutResourcePolicy", json!({"SecretId": "a", "ResourcePolicy": policy})).await;
    let got = fixture.ok("GetResourcePolicy", json!({"SecretId": "a"})).await;
    assert_eq!(got["ResourcePolicy"], policy);
    let checked = fixture.ok("ValidateResourcePolicy", json!({"ResourcePolicy": policy})).await;
    assert_eq!(checked["PolicyValidationPassed"], false);
    let bad = json!({"SecretId": "a", "ResourcePolicy": "{"});
    assert!(
        fixture.refused("PutResourcePolicy", bad).await.starts_with("MalformedPolicyDocumentException: ")
    );
    fixture.ok("DeleteResourcePolicy", json!({"SecretId": "a"})).await;
    let got = fixture.ok("GetResourcePolicy", json!({"SecretId": "a"})).await;
    assert!(got.get("ResourcePolicy").is_none());
}

#[tokio::test]
async fn rotation_says_that_there_is_no_function() {
    let fixture = Fixture::new();
    fixture.ok("CreateSecret", json!({"Name": "a"})).await;
    assert_eq!(
        fixture.refused("RotateSecret", json!({"SecretId": "a"})).await,
        "InvalidRequestException: No Lambda rotation function ARN is associated with this secret."
    );
    let lambda =
        json!({"SecretId": "a", "RotationLambdaARN": "arn:aws:lambda:us-east-1:000000000000:function:f"});
    assert!(fixture.refused("RotateSecret", lambda).await.starts_with("NotImplemented: "));
    assert_eq!(fixture.refused("RotateSecret", json!({"SecretId": "x"})).await, NO_SECRET);
    assert!(fixture.refused("CancelRotateSecret", json!({"SecretId": "a"})).await.starts_with(
        "InvalidRequestException: You tried to enable rotation on a secret that doesn't already have"
    ));
    assert_eq!(fixture.refused("CancelRotateSecret", json!({"SecretId": "x"})).await, NO_SECRET);
}

#[tokio::test]
async fn a_new_master_key_takes_over_and_the_former_one_can_go() {
    let fixture = Fixture::new();
    for number in 0..3 {
        let input = json!({"Name": format!("s{number}"), "SecretString": format!("value {number}")});
        fixture.ok("CreateSecret", input).await;
    }
    fixture.keyring.replace(fixture.keyring.keys().rotated());
    fixture.ok("PutSecretValue", json!({"SecretId": "s0", "SecretString": "newer"})).await;
    assert_eq!(fixture.manager.rewrap().await.unwrap(), 3);
    assert_eq!(fixture.manager.rewrap().await.unwrap(), 0);
    fixture.keyring.replace(fixture.keyring.keys().without_former());
    assert_eq!(current(&fixture, "s0").await, "newer");
    assert_eq!(current(&fixture, "s2").await, "value 2");
    fixture.keyring.replace(fixture.keyring.keys().rotated().without_former());
    let text = fixture.refused("GetSecretValue", json!({"SecretId": "s0"})).await;
    assert!(text.starts_with("InternalServiceError: "), "{text}");
}

#[tokio::test]
async fn swapped_values_do_not_open() {
    let fixture = Fixture::new();
    fixture
        .ok("CreateSecret", json!({"Name": "a", "SecretString": "of a", "ClientRequestToken": token('v')}))
        .await;
    fixture.clock.advance(Duration::from_secs(1));
    fixture
        .ok("CreateSecret", json!({"Name": "b", "SecretString": "of b", "ClientRequestToken": token('v')}))
        .await;
    let (account, region) = (fixture.scope.account.to_string(), fixture.scope.region.to_string());
    let swap = fixture.store.write(Durability::Process, move |w| {
        use neargate_store::{Expect, WriteRecords as _};
        let values = w.list_records::<ValueRecord>(&account, &region, Range::all())?;
        let [a, b] = values.as_slice() else { panic!("two values") };
        let swapped = ValueRecord { sealed: b.value.sealed.clone(), ..a.value.clone() };
        w.put_record(&account, &region, &swapped, Expect::Any)?;
        Ok::<_, neargate_store::Error>(())
    });
    swap.await.unwrap();
    let text = fixture.refused("GetSecretValue", json!({"SecretId": "a"})).await;
    assert!(text.starts_with("InternalServiceError: "), "{text}");
    assert_eq!(current(&fixture, "b").await, "of b");
}

#[tokio::test]
async fn accounts_are_apart() {
    let mut fixture = Fixture::new();
    let made = fixture.ok("CreateSecret", json!({"Name": "a", "SecretString": "1"})).await;
    fixture.scope.account = "111122223333".parse().unwrap();
    for id in [json!("a"), made["ARN"].clone()] {
        assert_eq!(fixture.refused("GetSecretValue", json!({"SecretId": id})).await, NO_SECRET);
    }
    fixture.scope.account = Default::default();
    assert_eq!(current(&fixture, "a").await, "1");
}

#[tokio::test]
async fn a_guard_names_the_secret_its_tags_and_its_policy() {
    let fixture = Fixture::new();
    let made = fixture.ok("CreateSecret", json!({"Name": "a", "Tags": [{"Key": "k", "Value": "v"}]})).await;
    let policy = r#"{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}"#;
    fixture.ok("PutResourcePolicy", json!({"SecretId": "a", "ResourcePolicy": policy})).await;
    let context = Context {
        principal: Principal::Service { account: Default::default(), name: "test" },
        scope: fixture.scope.clone(),
        request_id: "request".into(),
        durability: Durability::Process,
        endpoint: "".into(),
        rights: Default::default(),
        origin: Default::default(),
    };
    let about =
        |id: &str| model::GetSecretValueRequest { secret_id: Some(id.to_owned()), ..Default::default() };
    let input = about("a");
    let accesses = guard::on_secret(&fixture.manager, &context, &input).await.unwrap();
    let [access] = accesses.as_slice() else { panic!("one access") };
    assert_eq!(access.action, "secretsmanager:GetSecretValue");
    assert_eq!(access.resource, made["ARN"].as_str().unwrap());
    assert_eq!(access.resource_policy.as_deref(), Some(policy));
    let has = |key: &str, value: &str| access.conditions.iter().any(|(k, v)| k == key && v == value);
    assert!(has("secretsmanager:ResourceTag/k", "v") && has("secretsmanager:VersionStage", "AWSCURRENT"));
    let input = about("nothing");
    let accesses = guard::on_secret(&fixture.manager, &context, &input).await.unwrap();
    assert!(accesses[0].resource.ends_with(":secret:nothing-??????"), "{}", accesses[0].resource);
}

#[test]
fn what_a_request_or_an_answer_shows_of_itself_is_no_value() {
    let request = model::PutSecretValueRequest {
        secret_string: Some("hunter2".to_owned()),
        secret_binary: Some(neargate_wire::Blob(b"hunter2".to_vec())),
        ..Default::default()
    };
    let answer =
        model::GetSecretValueResponse { secret_string: Some("hunter2".to_owned()), ..Default::default() };
    let shown = format!("{request:?} {answer:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("104, 117, 110"), "{shown}");
}

fn there(fixture: &Fixture) -> Scope {
    Scope { region: neargate_core::Region::new("eu-west-1"), ..fixture.scope.clone() }
}

#[tokio::test]
async fn a_replica_shows_what_its_primary_is() {
    let fixture = Fixture::new();
    let there = there(&fixture);
    let create = json!({"Name": "a", "SecretString": "1", "AddReplicaRegions": [{"Region": "eu-west-1"}]});
    let made = fixture.ok("CreateSecret", create).await;
    assert_eq!(made["ReplicationStatus"][0]["Status"], "InSync");
    let arn = made["ARN"].as_str().unwrap().replace("us-east-1", "eu-west-1");
    let read = fixture.ok_in(&there, "GetSecretValue", json!({"SecretId": arn})).await;
    assert_eq!((&read["SecretString"], &read["ARN"]), (&json!("1"), &json!(arn)));
    fixture.ok("PutSecretValue", json!({"SecretId": "a", "SecretString": "2"})).await;
    fixture.ok("TagResource", json!({"SecretId": "a", "Tags": [{"Key": "k", "Value": "v"}]})).await;
    let read = fixture.ok_in(&there, "GetSecretValue", json!({"SecretId": "a"})).await;
    assert_eq!(read["SecretString"], "2");
    let previous = json!({"SecretId": "a", "VersionStage": "AWSPREVIOUS"});
    assert_eq!(fixture.ok_in(&there, "GetSecretValue", previous).await["SecretString"], "1");
    let told = fixture.ok_in(&there, "DescribeSecret", json!({"SecretId": "a"})).await;
    assert_eq!((&told["PrimaryRegion"], &told["Tags"][0]["Key"]), (&json!("us-east-1"), &json!("k")));
    assert!(told.get("ReplicationStatus").is_none());
    let listed = fixture.ok_in(&there, "ListSecrets", json!({})).await;
    assert_eq!(listed["SecretList"][0]["PrimaryRegion"], "us-east-1");
    let filter = json!({"Filters": [{"Key": "primary-region", "Values": ["us-east-1"]}]});
    assert_eq!(fixture.ok_in(&there, "ListSecrets", filter).await["SecretList"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_replica_is_changed_by_its_primary_alone() {
    let fixture = Fixture::new();
    let there = there(&fixture);
    let create = json!({"Name": "a", "SecretString": "1", "AddReplicaRegions": [{"Region": "eu-west-1"}]});
    fixture.ok("CreateSecret", create).await;
    let refusal = "InvalidRequestException: Operation not permitted on a replica secret. Call must be made in primary secret's region.";
    for (operation, input) in [
        ("PutSecretValue", json!({"SecretId": "a", "SecretString": "2"})),
        ("UpdateSecret", json!({"SecretId": "a", "Description": "d"})),
        ("TagResource", json!({"SecretId": "a", "Tags": [{"Key": "k", "Value": "v"}]})),
        ("DeleteSecret", json!({"SecretId": "a"})),
        ("DeleteSecret", json!({"SecretId": "a", "ForceDeleteWithoutRecovery": true})),
        (
            "ReplicateSecretToRegions",
            json!({"SecretId": "a", "AddReplicaRegions": [{"Region": "us-west-2"}]}),
        ),
    ] {
        assert_eq!(fixture.refused_in(&there, operation, input).await, refusal, "{operation}");
    }
    assert_eq!(
        fixture.refused("DeleteSecret", json!({"SecretId": "a"})).await,
        "InvalidRequestException: You can't delete secret a that still has replica regions [eu-west-1]"
    );
    fixture
        .ok("RemoveRegionsFromReplication", json!({"SecretId": "a", "RemoveReplicaRegions": ["eu-west-1"]}))
        .await;
    let gone = fixture.refused_in(&there, "DescribeSecret", json!({"SecretId": "a"})).await;
    assert!(gone.starts_with("ResourceNotFoundException"), "{gone}");
    fixture.ok("DeleteSecret", json!({"SecretId": "a"})).await;
}

#[tokio::test]
async fn a_replica_becomes_a_secret_of_its_own() {
    let fixture = Fixture::new();
    let there = there(&fixture);
    let create = json!({"Name": "a", "SecretString": "1", "AddReplicaRegions": [{"Region": "eu-west-1"}]});
    fixture.ok("CreateSecret", create).await;
    fixture.ok_in(&there, "StopReplicationToReplica", json!({"SecretId": "a"})).await;
    assert!(fixture.ok("DescribeSecret", json!({"SecretId": "a"})).await.get("PrimaryRegion").is_none());
    fixture.ok("PutSecretValue", json!({"SecretId": "a", "SecretString": "2"})).await;
    fixture.ok("DeleteSecret", json!({"SecretId": "a", "ForceDeleteWithoutRecovery": true})).await;
    assert_eq!(fixture.ok_in(&there, "GetSecretValue", json!({"SecretId": "a"})).await["SecretString"], "1");
    fixture.ok_in(&there, "PutSecretValue", json!({"SecretId": "a", "SecretString": "3"})).await;
    assert_eq!(fixture.ok_in(&there, "GetSecretValue", json!({"SecretId": "a"})).await["SecretString"], "3");
    fixture.keyring.replace(fixture.keyring.keys().rotated());
    assert_eq!(fixture.manager.rewrap().await.unwrap(), 2);
}

#[tokio::test]
async fn a_name_that_is_taken_fails_the_replica_unless_forced() {
    let fixture = Fixture::new();
    let there = there(&fixture);
    fixture.ok_in(&there, "CreateSecret", json!({"Name": "a", "SecretString": "other"})).await;
    fixture.ok("CreateSecret", json!({"Name": "a", "SecretString": "1"})).await;
    let replicate = |force: bool| json!({"SecretId": "a", "AddReplicaRegions": [{"Region": "eu-west-1"}], "ForceOverwriteReplicaSecret": force});
    let failed = fixture.ok("ReplicateSecretToRegions", replicate(false)).await;
    let status = &failed["ReplicationStatus"][0];
    assert_eq!(status["Status"], "Failed");
    assert_eq!(
        status["StatusMessage"],
        "Replication failed: Secret name a already exists in region eu-west-1."
    );
    assert_eq!(
        fixture.ok_in(&there, "GetSecretValue", json!({"SecretId": "a"})).await["SecretString"],
        "other"
    );
    let forced = fixture.ok("ReplicateSecretToRegions", replicate(true)).await;
    assert_eq!(forced["ReplicationStatus"].as_array().unwrap().len(), 1);
    assert_eq!(forced["ReplicationStatus"][0]["Status"], "InSync");
    assert_eq!(fixture.ok_in(&there, "GetSecretValue", json!({"SecretId": "a"})).await["SecretString"], "1");
    let own = json!({"SecretId": "a", "AddReplicaRegions": [{"Region": "us-east-1"}]});
    assert_eq!(
        fixture.refused("ReplicateSecretToRegions", own).await,
        "InvalidParameterException: Invalid replica region."
    );
}
