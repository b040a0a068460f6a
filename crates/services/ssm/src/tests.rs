//! Operations as callers see them.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{ManualClock, Scope, Timestamp};
use neargate_seal::{Keyring, MasterKeys};
use neargate_store::{Range, ReadRecords as _, Store};
use neargate_wire::Dispatcher;
use serde_json::{Value, json};

use crate::Ssm;
use crate::records::{ParameterRecord, VersionRecord};

/// The moment at which every test begins: 2025-11-23T10:00:00Z.
const NOW: i64 = 1_763_892_000_000;

struct Fixture {
    ssm: Arc<Ssm>,
    clock: Arc<ManualClock>,
    keyring: Keyring,
    store: Store,
    scope: Scope,
    dispatcher: Dispatcher,
}

impl Fixture {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp(NOW)));
        let store = Store::in_memory().expect("a store in memory");
        let keyring = Keyring::new(MasterKeys::generate());
        let ssm = Ssm::new(store.clone(), clock.clone(), keyring.clone());
        let dispatcher = Dispatcher::new(vec![ssm.service()], "http://127.0.0.1:4566");
        ssm.connect(dispatcher.clone());
        let scope = Scope { account: Default::default(), region: Default::default() };
        Self { ssm, clock, keyring, store, scope, dispatcher }
    }

    #[track_caller]
    fn ok(&self, operation: &'static str, input: Value) -> impl Future<Output = Value> + '_ {
        let caller = std::panic::Location::caller();
        async move {
            let answer = self.dispatcher.call("test", &self.scope, "ssm", operation, &input).await;
            answer.unwrap_or_else(|error| panic!("{error} (called at {caller})"))
        }
    }

    /// Code and message of the refusal.
    async fn refused(&self, operation: &'static str, input: Value) -> String {
        let answer = self.dispatcher.call::<_, Value>("test", &self.scope, "ssm", operation, &input).await;
        let error = answer.expect_err(operation);
        format!("{}: {}", error.code, error.message)
    }

    #[track_caller]
    fn put(&self, name: &str, value: &str) -> impl Future<Output = Value> + '_ {
        self.ok("PutParameter", json!({"Name": name, "Value": value, "Type": "String"}))
    }

    async fn over(&self, name: &str, value: &str) -> Value {
        self.ok("PutParameter", json!({"Name": name, "Value": value, "Overwrite": true})).await
    }

    async fn value(&self, name: &str) -> Value {
        self.ok("GetParameter", json!({"Name": name, "WithDecryption": true})).await["Parameter"]["Value"]
            .clone()
    }

    /// How many documents of parameters and of versions there are.
    async fn stored(&self) -> (usize, usize) {
        let (account, region) = (self.scope.account.as_str(), self.scope.region.as_str());
        let counts = self.store.read(|r| {
            let parameters = r.list_records::<ParameterRecord>(account, region, Range::all())?.len();
            let versions = r.list_records::<VersionRecord>(account, region, Range::all())?.len();
            Ok::<_, neargate_store::Error>((parameters, versions))
        });
        counts.await.unwrap()
    }
}

fn names(answer: &Value) -> Vec<&str> {
    let list = answer["Parameters"].as_array().expect("parameters");
    list.iter().map(|parameter| parameter["Name"].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn a_parameter_is_read_by_name_arn_version_and_label() {
    let fixture = Fixture::new();
    assert_eq!(fixture.put("/a/b", "one").await, json!({"Version": 1, "Tier": "Standard"}));
    assert_eq!(fixture.over("/a/b", "two").await["Version"], 2);
    fixture
        .ok("LabelParameterVersion", json!({"Name": "/a/b", "ParameterVersion": 1, "Labels": ["old"]}))
        .await;
    let arn = "arn:aws:ssm:us-east-1:000000000000:parameter/a/b";
    for (name, value) in
        [("/a/b", "two"), ("/a/b:1", "one"), ("/a/b:old", "one"), (arn, "two"), (&format!("{arn}:1"), "one")]
    {
        assert_eq!(fixture.value(name).await, value, "{name}");
    }
    let told = fixture.ok("GetParameter", json!({"Name": "/a/b:old"})).await;
    let parameter = &told["Parameter"];
    assert_eq!((&parameter["Name"], &parameter["Selector"]), (&json!("/a/b"), &json!(":old")));
    assert_eq!((&parameter["ARN"], &parameter["DataType"]), (&json!(arn), &json!("text")));
    assert_eq!(parameter["LastModifiedDate"].as_f64(), Some(NOW as f64 / 1000.0));
    assert_eq!(fixture.refused("GetParameter", json!({"Name": "/a"})).await, "ParameterNotFound: ");
    assert_eq!(
        fixture.refused("GetParameter", json!({"Name": "/aws/service/x"})).await,
        "ParameterNotFound: "
    );
    assert_eq!(
        fixture.refused("GetParameter", json!({"Name": "/a/b:3"})).await,
        "ParameterVersionNotFound: Systems Manager could not find version 3 of /a/b. Verify the version and try again."
    );
    let many = fixture.ok("GetParameters", json!({"Names": ["/a/b", "/x", "/a/b:9", "/a/b:none"]})).await;
    assert_eq!(names(&many), ["/a/b"]);
    assert_eq!(many["InvalidParameters"], json!(["/x", "/a/b:9", "/a/b:none"]));
}

#[tokio::test]
async fn a_secure_string_is_shown_to_who_asks_for_its_decryption() {
    let fixture = Fixture::new();
    fixture.ok("PutParameter", json!({"Name": "s", "Value": "hunter2", "Type": "SecureString"})).await;
    let shut = fixture.ok("GetParameter", json!({"Name": "s"})).await["Parameter"]["Value"].clone();
    assert!(shut.as_str().unwrap().len() > 40 && shut != "hunter2");
    assert_eq!(fixture.value("s").await, "hunter2");
    let told = fixture.ok("DescribeParameters", json!({})).await["Parameters"][0].clone();
    assert_eq!((&told["KeyId"], &told["Type"]), (&json!("alias/aws/ssm"), &json!("SecureString")));
    let history = fixture.ok("GetParameterHistory", json!({"Name": "s"})).await;
    assert_eq!(history["Parameters"][0]["Value"], shut);
    let history = fixture.ok("GetParameterHistory", json!({"Name": "s", "WithDecryption": true})).await;
    assert_eq!(history["Parameters"][0]["Value"], "hunter2");
}

#[tokio::test]
async fn puts_are_checked() {
    let fixture = Fixture::new();
    let put = |more: Value| {
        let mut input = json!({"Name": "p", "Value": "v", "Type": "String"});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    for (more, expected) in [
        (
            json!({"Type": null}),
            "ValidationException: A parameter type is required when you create a parameter.",
        ),
        (json!({"Value": ""}), "ValidationException: 1 validation error detected: Value at 'value'"),
        (
            json!({"Value": "v".repeat(4097)}),
            "ValidationException: Standard tier parameters support a maximum parameter value of 4096",
        ),
        (
            json!({"Value": "v".repeat(8193), "Tier": "Advanced"}),
            "ValidationException: Advanced tier parameters support a maximum",
        ),
        (
            json!({"AllowedPattern": "[0-9]+"}),
            "ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: [0-9]+",
        ),
        (json!({"AllowedPattern": "["}), "InvalidAllowedPatternException: "),
        (
            json!({"DataType": "Text"}),
            "ValidationException: The following data type is not supported: Text (Data type names are all lowercase.)",
        ),
        (json!({"DataType": "aws:ec2:image"}), "ValidationException: "),
        (
            json!({"DataType": "aws:ec2:image", "Value": "ami-12345678", "Type": "StringList"}),
            "ValidationException: The aws:ec2:image data type is not supported for the following input type: StringList",
        ),
        (
            json!({"Value": "a {{ssm:other}} b"}),
            "ValidationException: Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.",
        ),
        (
            json!({"Name": "ssm-x"}),
            "ValidationException: Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).",
        ),
        (json!({"Name": "a/b"}), "ValidationException: Parameter name must be a fully qualified name."),
        (
            json!({"Type": "Secret"}),
            "ValidationException: 1 validation error detected: Value 'Secret' at 'type'",
        ),
        (
            json!({"Overwrite": true, "Tags": [{"Key": "k", "Value": "v"}]}),
            "ValidationException: Invalid request: tags and overwrite",
        ),
        (
            json!({"Policies": "[{\"Type\": \"NoChangeNotification\", \"Attributes\": {\"After\": \"1\", \"Unit\": \"Days\"}}]"}),
            "ValidationException: Parameter policies are only",
        ),
    ] {
        let text = fixture.refused("PutParameter", put(more)).await;
        assert!(text.starts_with(expected), "{text}");
    }
    fixture.ok("PutParameter", put(json!({"AllowedPattern": "v+", "Description": "d"}))).await;
    assert_eq!(
        fixture.refused("PutParameter", put(json!({}))).await,
        "ParameterAlreadyExists: The parameter already exists. To overwrite this value, set the overwrite option in the \
         request to true."
    );
    let text = fixture.refused("PutParameter", put(json!({"Overwrite": true, "Type": "SecureString"}))).await;
    assert!(text.starts_with("HierarchyTypeMismatchException: "), "{text}");
    let text = fixture.refused("PutParameter", json!({"Name": "p", "Value": "x", "Overwrite": true})).await;
    assert!(text.starts_with("ParameterPatternMismatchException: "), "{text}");
    fixture.over("p", "vv").await;
    let told = fixture.ok("DescribeParameters", json!({})).await["Parameters"][0].clone();
    assert_eq!((&told["Description"], &told["Version"]), (&json!("d"), &json!(2)), "what isn't said stays");
}

#[tokio::test]
async fn names_with_the_same_arn_are_one() {
    let fixture = Fixture::new();
    fixture.put("one", "v").await;
    fixture.put("/two", "v").await;
    for name in ["/one", "two"] {
        let input = json!({"Name": name, "Value": "v", "Type": "String"});
        let text = fixture.refused("PutParameter", input).await;
        assert!(text.starts_with("ParameterAlreadyExists: "), "{text}");
    }
    fixture.put("/two/one", "v").await;
    fixture.put(" /spaced ", "v").await;
    assert_eq!(fixture.value("/spaced").await, "v");
    assert_eq!(fixture.value(" /spaced").await, "v");
    fixture.ok("DeleteParameter", json!({"Name": "one"})).await;
    fixture.put("/one", "v").await;
}

#[tokio::test]
async fn tiers_rise_and_do_not_fall() {
    let fixture = Fixture::new();
    let big =
        json!({"Name": "p", "Value": "v".repeat(5000), "Type": "String", "Tier": "Intelligent-Tiering"});
    assert_eq!(fixture.ok("PutParameter", big).await["Tier"], "Advanced");
    let down = json!({"Name": "p", "Value": "v", "Overwrite": true, "Tier": "Standard"});
    let text = fixture.refused("PutParameter", down).await;
    assert!(
        text.starts_with("ValidationException: This parameter uses the advanced-parameter tier."),
        "{text}"
    );
    let small = json!({"Name": "q", "Value": "v", "Type": "String", "Tier": "Intelligent-Tiering"});
    assert_eq!(fixture.ok("PutParameter", small).await["Tier"], "Standard");
    let up = json!({"Name": "q", "Value": "v", "Overwrite": true, "Tier": "Advanced"});
    assert_eq!(fixture.ok("PutParameter", up).await["Tier"], "Advanced");
}

#[tokio::test]
async fn a_path_is_walked_in_pages() {
    let fixture = Fixture::new();
    for name in ["/a/1", "/a/2", "/a/b/3", "/a/b/c/4", "/ab", "root"] {
        fixture.put(name, name).await;
    }
    let by = |path: &str, recursive: bool| json!({"Path": path, "Recursive": recursive});
    assert_eq!(names(&fixture.ok("GetParametersByPath", by("/a", false)).await), ["/a/1", "/a/2"]);
    assert_eq!(
        names(&fixture.ok("GetParametersByPath", by("/a/", true)).await),
        ["/a/1", "/a/2", "/a/b/3", "/a/b/c/4"]
    );
    assert_eq!(names(&fixture.ok("GetParametersByPath", by("/", false)).await), ["/ab", "root"]);
    assert_eq!(names(&fixture.ok("GetParametersByPath", by("/nothing", true)).await), [""; 0]);
    let mut found = Vec::new();
    let mut token = Value::Null;
    loop {
        let mut input = json!({"Path": "/", "Recursive": true, "MaxResults": 2});
        if token.is_string() {
            input["NextToken"] = token;
        }
        let page = fixture.ok("GetParametersByPath", input).await;
        found.extend(names(&page).into_iter().map(str::to_owned));
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(found, ["/a/1", "/a/2", "/a/b/3", "/a/b/c/4", "/ab", "root"]);

    fixture.over("/a/1", "new").await;
    fixture
        .ok("LabelParameterVersion", json!({"Name": "/a/1", "ParameterVersion": 1, "Labels": ["old"]}))
        .await;
    let labelled = json!({"Path": "/a", "ParameterFilters": [{"Key": "Label", "Values": ["old"]}]});
    let answer = fixture.ok("GetParametersByPath", labelled).await;
    assert_eq!(answer["Parameters"][0]["Value"], "/a/1");
    let text = fixture.refused("GetParametersByPath", by("a", false)).await;
    assert!(
        text.starts_with("ValidationException: The parameter doesn't meet the parameter name requirements."),
        "{text}"
    );
    let text = fixture.refused("GetParametersByPath", json!({"Path": "/", "MaxResults": 11})).await;
    assert!(text.contains("Value '11' at 'maxResults' failed to satisfy constraint"), "{text}");
    assert!(
        fixture
            .refused("GetParametersByPath", json!({"Path": "/", "NextToken": "x"}))
            .await
            .starts_with("InvalidNextToken: ")
    );
}

#[tokio::test]
async fn descriptions_are_filtered() {
    let fixture = Fixture::new();
    fixture.put("/app/url", "u").await;
    let secure = json!({"Name": "/app/db/password", "Value": "p", "Type": "SecureString", "KeyId": "arn:aws:kms:us-east-1:000000000000:alias/aws/ssm", "Tags": [{"Key": "env", "Value": "prod"}]});
    fixture.ok("PutParameter", secure).await;
    fixture
        .ok("PutParameter", json!({"Name": "list", "Value": "a,b", "Type": "StringList", "Tier": "Advanced"}))
        .await;
    let filtered = |key: &str, option: Option<&str>, value: &str| {
        let mut filter = json!({"Key": key, "Values": [value]});
        if let Some(option) = option {
            filter["Option"] = option.into();
        }
        json!({"ParameterFilters": [filter]})
    };
    for (key, option, value, expected) in [
        ("Name", None, "/app/url", &["/app/url"][..]),
        ("Name", Some("BeginsWith"), "/app", &["/app/db/password", "/app/url"]),
        ("Name", Some("Contains"), "pass", &["/app/db/password"]),
        ("Type", None, "StringList", &["list"]),
        ("KeyId", None, "arn:aws:kms:us-east-1:000000000000:alias/aws/ssm", &["/app/db/password"]),
        ("Path", None, "/app", &["/app/url"]),
        ("Path", Some("Recursive"), "/app", &["/app/db/password", "/app/url"]),
        ("Path", None, "/", &["list"]),
        ("Tier", None, "Advanced", &["list"]),
        ("DataType", None, "text", &["/app/db/password", "/app/url", "list"]),
        ("tag:env", None, "prod", &["/app/db/password"]),
        ("tag:env", Some("BeginsWith"), "pr", &["/app/db/password"]),
        ("tag:env", None, "pr", &[]),
    ] {
        let answer = fixture.ok("DescribeParameters", filtered(key, option, value)).await;
        assert_eq!(names(&answer), expected, "{key} {option:?} {value}");
    }
    let old = json!({"Filters": [{"Key": "Type", "Values": ["String", "StringList"]}]});
    assert_eq!(names(&fixture.ok("DescribeParameters", old).await), ["/app/url", "list"]);
    let page = fixture.ok("DescribeParameters", json!({"MaxResults": 2})).await;
    assert_eq!(names(&page).len(), 2);
    let rest =
        fixture.ok("DescribeParameters", json!({"MaxResults": 2, "NextToken": page["NextToken"]})).await;
    assert_eq!(names(&rest), ["list"]);
    assert!(rest.get("NextToken").is_none());
}

#[tokio::test]
async fn a_hundred_versions_are_kept_unless_the_oldest_has_a_label() {
    let fixture = Fixture::new();
    fixture.put("p", "1").await;
    for number in 2..=101 {
        assert_eq!(fixture.over("p", &number.to_string()).await["Version"], number);
    }
    assert_eq!(fixture.stored().await, (1, 100));
    assert!(
        fixture
            .refused("GetParameter", json!({"Name": "p:1"}))
            .await
            .starts_with("ParameterVersionNotFound: ")
    );
    assert_eq!(fixture.value("p:2").await, "2");
    let page = fixture.ok("GetParameterHistory", json!({"Name": "p"})).await;
    assert_eq!((names(&page).len(), &page["Parameters"][0]["Version"]), (50, &json!(2)));
    let rest = fixture.ok("GetParameterHistory", json!({"Name": "p", "NextToken": page["NextToken"]})).await;
    assert_eq!((names(&rest).len(), &rest["Parameters"][49]["Version"]), (50, &json!(101)));
    assert!(rest.get("NextToken").is_none());
    fixture
        .ok("LabelParameterVersion", json!({"Name": "p", "ParameterVersion": 2, "Labels": ["kept"]}))
        .await;
    let text = fixture.refused("PutParameter", json!({"Name": "p", "Value": "x", "Overwrite": true})).await;
    assert!(
        text.starts_with("ParameterMaxVersionLimitExceeded: You attempted to create a new version of p"),
        "{text}"
    );
    assert!(text.contains("Version 2, the oldest version, can't be deleted"), "{text}");
}

#[tokio::test]
async fn labels_move_and_are_checked() {
    let fixture = Fixture::new();
    fixture.put("p", "1").await;
    fixture.over("p", "2").await;
    let latest = fixture
        .ok("LabelParameterVersion", json!({"Name": "p", "Labels": ["x", "1bad", "aws-x", "SSM"]}))
        .await;
    assert_eq!(latest, json!({"InvalidLabels": ["1bad", "aws-x", "SSM"], "ParameterVersion": 2}));
    fixture
        .ok("LabelParameterVersion", json!({"Name": "p", "ParameterVersion": 1, "Labels": ["x", "y"]}))
        .await;
    let history = fixture.ok("GetParameterHistory", json!({"Name": "p"})).await;
    assert_eq!(history["Parameters"][0]["Labels"], json!(["x", "y"]));
    assert_eq!(history["Parameters"][1]["Labels"], json!([]));
    let many: Vec<String> = (0..9).map(|number| format!("l{number}")).collect();
    let text = fixture
        .refused("LabelParameterVersion", json!({"Name": "p", "ParameterVersion": 1, "Labels": many}))
        .await;
    assert!(text.starts_with("ParameterVersionLabelLimitExceeded: "), "{text}");
    let removed = fixture
        .ok("UnlabelParameterVersion", json!({"Name": "p", "ParameterVersion": 1, "Labels": ["x", "z"]}))
        .await;
    assert_eq!(removed, json!({"RemovedLabels": ["x"], "InvalidLabels": ["z"]}));
    let text = fixture
        .refused("LabelParameterVersion", json!({"Name": "p", "ParameterVersion": 9, "Labels": ["x"]}))
        .await;
    assert!(
        text.starts_with("ParameterVersionNotFound: Systems Manager could not find version 9 of p."),
        "{text}"
    );
}

#[tokio::test]
async fn deletions_leave_nothing() {
    let fixture = Fixture::new();
    fixture.put("a", "1").await;
    fixture.over("a", "2").await;
    fixture.put("b", "1").await;
    fixture.ok("DeleteParameter", json!({"Name": "a"})).await;
    assert_eq!(fixture.stored().await, (1, 1));
    assert_eq!(fixture.refused("DeleteParameter", json!({"Name": "a"})).await, "ParameterNotFound: ");
    let answer = fixture.ok("DeleteParameters", json!({"Names": ["a", "b"]})).await;
    assert_eq!(answer, json!({"DeletedParameters": ["b"], "InvalidParameters": ["a"]}));
    assert_eq!(fixture.stored().await, (0, 0));
    assert_eq!(fixture.put("a", "3").await["Version"], 1);
}

#[tokio::test]
async fn an_expired_parameter_is_gone_at_once_and_removed_later() {
    let fixture = Fixture::new();
    let policy = r#"[{"Type": "Expiration", "Version": "1.0", "Attributes": {"Timestamp": "2025-11-23T11:00:00.000Z"}}]"#;
    let input =
        json!({"Name": "/a/p", "Value": "v", "Type": "String", "Tier": "Advanced", "Policies": policy});
    fixture.ok("PutParameter", input.clone()).await;
    fixture.put("/a/q", "v").await;
    let told = fixture.ok("DescribeParameters", json!({})).await["Parameters"][0]["Policies"].clone();
    assert_eq!((&told[0]["PolicyType"], &told[0]["PolicyStatus"]), (&json!("Expiration"), &json!("Pending")));
    fixture.clock.advance(Duration::from_secs(3599));
    assert_eq!(fixture.ssm.sweep().await.unwrap(), 0);
    assert_eq!(fixture.value("/a/p").await, "v");
    fixture.clock.advance(Duration::from_secs(1));
    assert_eq!(fixture.refused("GetParameter", json!({"Name": "/a/p"})).await, "ParameterNotFound: ");
    assert_eq!(names(&fixture.ok("GetParametersByPath", json!({"Path": "/a"})).await), ["/a/q"]);
    assert_eq!(names(&fixture.ok("DescribeParameters", json!({})).await), ["/a/q"]);
    // Its name is free although the sweep hasn't been there.
    assert_eq!(fixture.put("/a/p", "new").await["Version"], 1);
    assert_eq!(fixture.stored().await, (2, 2));
    fixture.ok("DeleteParameter", json!({"Name": "/a/p"})).await;
    fixture.ok("PutParameter", input).await;
    assert_eq!(fixture.ssm.sweep().await.unwrap(), 1);
    assert_eq!(fixture.stored().await, (1, 1));
}

#[tokio::test]
async fn tags_come_and_go() {
    let fixture = Fixture::new();
    fixture
        .ok(
            "PutParameter",
            json!({"Name": "p", "Value": "v", "Type": "String", "Tags": [{"Key": "a", "Value": "1"}]}),
        )
        .await;
    let about = |id: &str| json!({"ResourceType": "Parameter", "ResourceId": id});
    let mut add = about("p");
    add["Tags"] = json!([{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}]);
    fixture.ok("AddTagsToResource", add).await;
    let mut remove = about("p");
    remove["TagKeys"] = json!(["b"]);
    fixture.ok("RemoveTagsFromResource", remove).await;
    let listed = fixture.ok("ListTagsForResource", about("p")).await;
    assert_eq!(listed["TagList"], json!([{"Key": "a", "Value": "2"}]));
    assert_eq!(
        fixture.refused("ListTagsForResource", about("x")).await,
        "InvalidResourceId: The resource ID \"x\" is not valid. Verify the ID and try again."
    );
    let document = json!({"ResourceType": "Document", "ResourceId": "p"});
    assert!(fixture.refused("ListTagsForResource", document).await.starts_with("InvalidResourceId: "));
}

#[tokio::test]
async fn resource_policies_have_ids_and_hashes() {
    let fixture = Fixture::new();
    let arn = "arn:aws:ssm:us-east-1:000000000000:parameter/p";
    let policy = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}"#;
    let put = json!({"ResourceArn": arn, "Policy": policy});
    assert!(
        fixture.refused("PutResourcePolicy", put.clone()).await.starts_with("ResourceNotFoundException: ")
    );
    fixture.put("p", "v").await;
    assert!(
        fixture
            .refused("PutResourcePolicy", put.clone())
            .await
            .starts_with("ResourcePolicyInvalidParameterException: ")
    );
    fixture
        .ok("PutParameter", json!({"Name": "p", "Value": "v", "Overwrite": true, "Tier": "Advanced"}))
        .await;
    let made = fixture.ok("PutResourcePolicy", put).await;
    let got = fixture.ok("GetResourcePolicies", json!({"ResourceArn": arn})).await;
    assert_eq!(
        got["Policies"],
        json!([{"PolicyId": made["PolicyId"], "PolicyHash": made["PolicyHash"], "Policy": policy}])
    );
    let stale = json!({"ResourceArn": arn, "PolicyId": made["PolicyId"], "PolicyHash": "x"});
    assert!(
        fixture.refused("DeleteResourcePolicy", stale).await.starts_with("ResourcePolicyConflictException: ")
    );
    let delete = json!({"ResourceArn": arn, "PolicyId": made["PolicyId"], "PolicyHash": made["PolicyHash"]});
    fixture.ok("DeleteResourcePolicy", delete.clone()).await;
    assert!(
        fixture
            .refused("DeleteResourcePolicy", delete)
            .await
            .starts_with("ResourcePolicyNotFoundException: ")
    );
}

#[tokio::test]
async fn a_reference_to_a_secret_needs_decryption() {
    let fixture = Fixture::new();
    let name = "/aws/reference/secretsmanager/db";
    assert_eq!(
        fixture.refused("GetParameter", json!({"Name": name})).await,
        "ValidationException: WithDecryption flag must be True for retrieving a Secret Manager secret."
    );
}

#[tokio::test]
async fn a_new_master_key_takes_over() {
    let fixture = Fixture::new();
    fixture.put("p", "1").await;
    fixture.over("p", "2").await;
    fixture.keyring.replace(fixture.keyring.keys().rotated());
    assert_eq!(fixture.ssm.rewrap().await.unwrap(), 2);
    assert_eq!(fixture.ssm.rewrap().await.unwrap(), 0);
    fixture.keyring.replace(fixture.keyring.keys().without_former());
    assert_eq!((fixture.value("p:1").await, fixture.value("p").await), (json!("1"), json!("2")));
}

#[tokio::test]
async fn the_default_tier_is_that_of_parameters_that_say_none() {
    let fixture = Fixture::new();
    let id = "/ssm/parameter-store/default-parameter-tier";
    let told = fixture.ok("GetServiceSetting", json!({"SettingId": id})).await["ServiceSetting"].clone();
    assert_eq!((&told["SettingValue"], &told["Status"]), (&json!("Standard"), &json!("Default")));
    let arn = format!("arn:aws:ssm:us-east-1:000000000000:servicesetting{id}");
    assert_eq!(told["ARN"], arn.as_str());
    let big = |name: &str| json!({"Name": name, "Value": "x".repeat(5000), "Type": "String"});
    assert!(
        fixture.refused("PutParameter", big("a")).await.starts_with("ValidationException: Standard tier")
    );
    fixture.put("small", "1").await;

    fixture
        .ok("UpdateServiceSetting", json!({"SettingId": arn, "SettingValue": "Intelligent-Tiering"}))
        .await;
    assert_eq!(fixture.ok("PutParameter", big("a")).await["Tier"], "Advanced");
    assert_eq!(fixture.put("b", "1").await["Tier"], "Standard");
    fixture.ok("UpdateServiceSetting", json!({"SettingId": id, "SettingValue": "Advanced"})).await;
    assert_eq!(fixture.put("c", "1").await["Tier"], "Advanced");
    let told = fixture.ok("GetServiceSetting", json!({"SettingId": arn})).await["ServiceSetting"].clone();
    assert_eq!((&told["SettingValue"], &told["Status"]), (&json!("Advanced"), &json!("Customized")));

    let reset = fixture.ok("ResetServiceSetting", json!({"SettingId": id})).await;
    assert_eq!(reset["ServiceSetting"]["Status"], "Default");
    assert_eq!(fixture.put("d", "1").await["Tier"], "Standard");
    assert_eq!(fixture.over("c", "2").await["Tier"], "Advanced", "what has the tier keeps it");
    let wrong = json!({"SettingId": id, "SettingValue": "Cheap"});
    assert!(fixture.refused("UpdateServiceSetting", wrong).await.starts_with("ValidationException"));
    let none = fixture.refused("GetServiceSetting", json!({"SettingId": "/ssm/none"})).await;
    assert!(none.starts_with("ServiceSettingNotFound: Setting ID /ssm/none"), "{none}");
}
