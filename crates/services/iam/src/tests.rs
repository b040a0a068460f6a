//! Operations, in the words of their callers.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::testing::{Fixture, allow, each, trust};

#[tokio::test]
async fn a_user_is_made_renamed_and_goes_when_nothing_is_left_of_it() {
    let iam = Fixture::new();
    let tags = json!([{"Key": "team", "Value": "web"}]);
    let made = iam.ok("CreateUser", json!({"UserName": "Ana", "Path": "/a/", "Tags": tags})).await;
    assert_eq!(made["User"]["Arn"], "arn:aws:iam::111122223333:user/a/Ana");
    assert_eq!(
        iam.refused("CreateUser", json!({"UserName": "ana"})).await,
        "EntityAlreadyExists: User with name ana already exists."
    );
    let key = iam.ok("CreateAccessKey", json!({"UserName": "Ana"})).await;
    let id = key["AccessKey"]["AccessKeyId"].as_str().expect("an id").to_owned();
    iam.ok("UpdateUser", json!({"UserName": "Ana", "NewUserName": "Bea", "NewPath": "/"})).await;
    assert_eq!(
        iam.refused("GetUser", json!({"UserName": "Ana"})).await,
        "NoSuchEntity: The user with name Ana cannot be found."
    );
    let keys = iam.ok("ListAccessKeys", json!({"UserName": "Bea"})).await;
    assert_eq!(each(&keys["AccessKeyMetadata"], "AccessKeyId"), [id.as_str()]);
    assert_eq!(
        iam.refused("DeleteUser", json!({"UserName": "Bea"})).await,
        "DeleteConflict: Cannot delete entity, must delete access keys first."
    );
    iam.ok("DeleteAccessKey", json!({"UserName": "Bea", "AccessKeyId": id})).await;
    iam.ok("DeleteUser", json!({"UserName": "Bea"})).await;
    assert_eq!(iam.ok("ListUsers", json!({})).await["Users"], json!([]));
}

#[tokio::test]
async fn listings_come_in_pages_and_by_path() {
    let iam = Fixture::new();
    for name in ["c", "a", "B", "d"] {
        let path = if name == "d" { "/x/" } else { "/" };
        iam.ok("CreateRole", json!({"RoleName": name, "Path": path, "AssumeRolePolicyDocument": trust()}))
            .await;
    }
    let first = iam.ok("ListRoles", json!({"MaxItems": 3})).await;
    assert_eq!(each(&first["Roles"], "RoleName"), ["a", "B", "c"]);
    assert_eq!(first["IsTruncated"], true);
    let second = iam.ok("ListRoles", json!({"MaxItems": 3, "Marker": first["Marker"]})).await;
    assert_eq!(each(&second["Roles"], "RoleName"), ["d"]);
    assert_eq!(second["IsTruncated"], false);
    assert_eq!(each(&iam.ok("ListRoles", json!({"PathPrefix": "/x/"})).await["Roles"], "RoleName"), ["d"]);
    assert_eq!(
        iam.refused("ListRoles", json!({"PathPrefix": "/x/", "Marker": first["Marker"]})).await,
        "ValidationError: Invalid Marker."
    );
}

#[tokio::test]
async fn pages_of_policies_show_each_of_them_once() {
    let iam = Fixture::new();
    let own = "arn:aws:iam::111122223333:policy/AmazonECS_FullAccess";
    let aws = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
    iam.ok(
        "CreatePolicy",
        json!({"PolicyName": "AmazonECS_FullAccess", "PolicyDocument": allow("s3:GetObject")}),
    )
    .await;
    iam.ok("CreateRole", json!({"RoleName": "r", "AssumeRolePolicyDocument": trust()})).await;
    for arn in [own, aws] {
        iam.ok("AttachRolePolicy", json!({"RoleName": "r", "PolicyArn": arn})).await;
    }
    let pages = async |operation: &'static str, members: Value, list: &str, arn: &str| {
        let (mut shown, mut marker) = (Vec::<String>::new(), Value::Null);
        loop {
            let mut input = members.clone();
            input["Marker"] = marker;
            let page = iam.ok(operation, input).await;
            shown.extend(each(&page[list], arn).into_iter().map(str::to_owned));
            assert!(shown.len() < 1000, "{operation} doesn't end");
            if page["IsTruncated"] != true {
                return shown;
            }
            marker = page["Marker"].clone();
        }
    };
    let all = pages("ListPolicies", json!({"MaxItems": 1000}), "Policies", "Arn").await;
    assert!(all.len() > 10 && all.contains(&own.to_owned()) && all.contains(&aws.to_owned()), "{all:?}");
    assert_eq!(pages("ListPolicies", json!({"MaxItems": 3}), "Policies", "Arn").await, all);
    let attached = json!({"RoleName": "r", "MaxItems": 1});
    let mut attached = pages("ListAttachedRolePolicies", attached, "AttachedPolicies", "PolicyArn").await;
    attached.sort();
    assert_eq!(attached, [own, aws]);
}

#[tokio::test]
async fn a_managed_policy_has_five_versions_and_one_that_counts() {
    let iam = Fixture::new();
    let made = iam.ok("CreatePolicy", json!({"PolicyName": "p", "PolicyDocument": allow("s3:*")})).await;
    let arn = made["Policy"]["Arn"].as_str().expect("an ARN").to_owned();
    assert_eq!(arn, "arn:aws:iam::111122223333:policy/p");
    for n in 2..=5 {
        let document = allow(&format!("s3:Get{n}"));
        let input = json!({"PolicyArn": arn, "PolicyDocument": document, "SetAsDefault": n == 4});
        let version = iam.ok("CreatePolicyVersion", input).await;
        assert_eq!(version["PolicyVersion"]["VersionId"], format!("v{n}"));
    }
    let full =
        iam.refused("CreatePolicyVersion", json!({"PolicyArn": arn, "PolicyDocument": allow("s3:*")})).await;
    assert!(full.starts_with("LimitExceeded: A managed policy can have up to 5 versions."), "{full}");
    assert_eq!(
        iam.refused("DeletePolicyVersion", json!({"PolicyArn": arn, "VersionId": "v4"})).await,
        "DeleteConflict: Cannot delete the default version of a policy."
    );
    iam.ok("DeletePolicyVersion", json!({"PolicyArn": arn, "VersionId": "v1"})).await;
    let listed = iam.ok("ListPolicyVersions", json!({"PolicyArn": arn})).await;
    assert_eq!(each(&listed["Versions"], "VersionId"), ["v5", "v4", "v3", "v2"]);
    let version = iam.ok("GetPolicyVersion", json!({"PolicyArn": arn, "VersionId": "v4"})).await;
    let document = version["PolicyVersion"]["Document"].as_str().expect("a document");
    assert!(document.starts_with("%7B%22") && document.contains("s3%3AGet4"), "{document}");
}

#[tokio::test]
async fn policies_in_use_stay() {
    let iam = Fixture::new();
    iam.ok("CreateRole", json!({"RoleName": "r", "AssumeRolePolicyDocument": trust()})).await;
    iam.ok("CreateGroup", json!({"GroupName": "g"})).await;
    let made = iam.ok("CreatePolicy", json!({"PolicyName": "p", "PolicyDocument": allow("s3:*")})).await;
    let arn = made["Policy"]["Arn"].clone();
    let of_aws = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
    for arn in [arn.as_str().expect("an ARN"), of_aws] {
        iam.ok("AttachRolePolicy", json!({"RoleName": "r", "PolicyArn": arn})).await;
        // Twice is once.
        iam.ok("AttachRolePolicy", json!({"RoleName": "r", "PolicyArn": arn})).await;
    }
    iam.ok("AttachGroupPolicy", json!({"GroupName": "g", "PolicyArn": arn})).await;
    let attached = iam.ok("ListAttachedRolePolicies", json!({"RoleName": "r"})).await;
    assert_eq!(each(&attached["AttachedPolicies"], "PolicyName"), ["AmazonECSTaskExecutionRolePolicy", "p"]);
    assert_eq!(iam.ok("GetPolicy", json!({"PolicyArn": arn})).await["Policy"]["AttachmentCount"], 2);
    let entities = iam.ok("ListEntitiesForPolicy", json!({"PolicyArn": arn})).await;
    assert_eq!(
        (&entities["PolicyRoles"][0]["RoleName"], &entities["PolicyGroups"][0]["GroupName"]),
        (&json!("r"), &json!("g"))
    );
    assert_eq!(
        iam.refused("DeletePolicy", json!({"PolicyArn": arn})).await,
        "DeleteConflict: Cannot delete a policy attached to entities."
    );
    assert_eq!(
        iam.refused("DeleteRole", json!({"RoleName": "r"})).await,
        "DeleteConflict: Cannot delete entity, must detach all policies first."
    );
    assert_eq!(
        iam.refused(
            "DetachRolePolicy",
            json!({"RoleName": "r", "PolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"})
        )
        .await,
        "NoSuchEntity: Policy arn:aws:iam::aws:policy/PowerUserAccess was not found."
    );
    assert_eq!(
        iam.refused(
            "AttachRolePolicy",
            json!({"RoleName": "r", "PolicyArn": "arn:aws:iam::aws:policy/NoSuchPolicy"})
        )
        .await,
        "NoSuchEntity: Policy arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable."
    );
}

#[tokio::test]
async fn inline_policies_have_a_quota_and_are_checked() {
    let iam = Fixture::new();
    iam.ok("CreateUser", json!({"UserName": "u"})).await;
    let put = |name: &str, document: String| json!({"UserName": "u", "PolicyName": name, "PolicyDocument": document});
    iam.ok("PutUserPolicy", put("p", allow("s3:*"))).await;
    let got = iam.ok("GetUserPolicy", json!({"UserName": "u", "PolicyName": "p"})).await;
    assert!(got["PolicyDocument"].as_str().expect("a document").starts_with("%7B"));
    assert_eq!(
        iam.refused("PutUserPolicy", put("q", "{}".to_owned())).await,
        "MalformedPolicyDocument: Syntax errors in policy."
    );
    let long = allow(&format!("s3:{}", "x".repeat(2100)));
    assert_eq!(
        iam.refused("PutUserPolicy", put("q", long)).await,
        "LimitExceeded: Maximum policy size of 2048 bytes exceeded for user u"
    );
    iam.ok("DeleteUserPolicy", json!({"UserName": "u", "PolicyName": "p"})).await;
    assert_eq!(
        iam.refused("GetUserPolicy", json!({"UserName": "u", "PolicyName": "p"})).await,
        "NoSuchEntity: The user policy with name p cannot be found."
    );
}

#[tokio::test]
async fn a_trust_policy_has_a_quota() {
    let iam = Fixture::new();
    let with = |letters: usize| {
        let long = trust().replace("ecs-tasks", &"x".repeat(letters - trust().len() + "ecs-tasks".len()));
        json!({"RoleName": "r", "AssumeRolePolicyDocument": long})
    };
    assert_eq!(
        iam.refused("CreateRole", with(2049)).await,
        "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048"
    );
    iam.ok("CreateRole", with(2048)).await;
}

#[tokio::test]
async fn a_renamed_group_keeps_its_members() {
    let iam = Fixture::new();
    iam.ok("CreateUser", json!({"UserName": "u"})).await;
    iam.ok("CreateGroup", json!({"GroupName": "g"})).await;
    iam.ok("AddUserToGroup", json!({"UserName": "u", "GroupName": "g"})).await;
    iam.ok("UpdateGroup", json!({"GroupName": "g", "NewGroupName": "h"})).await;
    assert_eq!(each(&iam.ok("GetGroup", json!({"GroupName": "h"})).await["Users"], "UserName"), ["u"]);
    assert_eq!(
        each(&iam.ok("ListGroupsForUser", json!({"UserName": "u"})).await["Groups"], "GroupName"),
        ["h"]
    );
    assert_eq!(
        iam.refused("DeleteGroup", json!({"GroupName": "h"})).await,
        "DeleteConflict: Cannot delete entity, must remove users from group first."
    );
}

#[tokio::test]
async fn an_instance_profile_has_one_role() {
    let iam = Fixture::new();
    for role in ["r", "s"] {
        iam.ok("CreateRole", json!({"RoleName": role, "AssumeRolePolicyDocument": trust()})).await;
    }
    iam.ok("CreateInstanceProfile", json!({"InstanceProfileName": "p"})).await;
    iam.ok("AddRoleToInstanceProfile", json!({"InstanceProfileName": "p", "RoleName": "r"})).await;
    assert_eq!(
        iam.refused("AddRoleToInstanceProfile", json!({"InstanceProfileName": "p", "RoleName": "s"})).await,
        "LimitExceeded: Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"
    );
    let profiles = iam.ok("ListInstanceProfilesForRole", json!({"RoleName": "r"})).await;
    assert_eq!(profiles["InstanceProfiles"][0]["Roles"][0]["RoleName"], "r");
    assert_eq!(
        iam.refused("DeleteRole", json!({"RoleName": "r"})).await,
        "DeleteConflict: Cannot delete entity, must remove roles from instance profile first."
    );
}

#[tokio::test]
async fn a_services_own_role_is_not_ours_to_change() {
    let iam = Fixture::new();
    let made = iam.ok("CreateServiceLinkedRole", json!({"AWSServiceName": "ecs.amazonaws.com"})).await;
    assert_eq!(
        made["Role"]["Arn"],
        "arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
    );
    let again = iam.refused("CreateServiceLinkedRole", json!({"AWSServiceName": "ecs.amazonaws.com"})).await;
    assert!(
        again.starts_with("InvalidInput: Service role name AWSServiceRoleForECS has been taken"),
        "{again}"
    );
    for operation in ["DeleteRole", "UpdateRole", "PutRolePolicy"] {
        let change = json!({"RoleName": "AWSServiceRoleForECS", "MaxSessionDuration": 7200,
            "PolicyName": "p", "PolicyDocument": allow("s3:*")});
        assert_eq!(
            iam.refused(operation, change).await,
            "UnmodifiableEntity: Cannot perform the operation on the protected role 'AWSServiceRoleForECS' - this role is only \
             modifiable by AWS"
        );
    }
    let tags = json!([{"Key": "team", "Value": "web"}]);
    iam.ok("TagRole", json!({"RoleName": "AWSServiceRoleForECS", "Tags": tags})).await;
    assert_eq!(iam.ok("ListRoleTags", json!({"RoleName": "AWSServiceRoleForECS"})).await["Tags"], tags);
    for operation in ["UpdateRole", "UpdateRoleDescription"] {
        iam.ok(operation, json!({"RoleName": "AWSServiceRoleForECS", "Description": operation})).await;
        let got = iam.ok("GetRole", json!({"RoleName": "AWSServiceRoleForECS"})).await;
        assert_eq!(got["Role"]["Description"], operation);
    }
    let suffixed = json!({"AWSServiceName": "ecs.amazonaws.com", "CustomSuffix": "mine"});
    assert_eq!(
        iam.refused("CreateServiceLinkedRole", suffixed).await,
        "InvalidInput: Custom suffix is not allowed for ecs.amazonaws.com"
    );
    let suffixed = json!({"AWSServiceName": "autoscaling.amazonaws.com", "CustomSuffix": "mine"});
    let made = iam.ok("CreateServiceLinkedRole", suffixed).await;
    assert_eq!(made["Role"]["RoleName"], "AWSServiceRoleForAutoScaling_mine");
    for (service, name) in [
        ("custom-resource.application-autoscaling.amazonaws.com", "ApplicationAutoScaling_CustomResource"),
        ("inspector.amazonaws.com", "AmazonInspector"),
        ("new-thing.amazonaws.com", "NewThing"),
    ] {
        let made = iam.ok("CreateServiceLinkedRole", json!({"AWSServiceName": service})).await;
        assert_eq!(made["Role"]["RoleName"], format!("AWSServiceRoleFor{name}"));
    }
    let task = iam.ok("DeleteServiceLinkedRole", json!({"RoleName": "AWSServiceRoleForECS"})).await;
    let status =
        iam.ok("GetServiceLinkedRoleDeletionStatus", json!({"DeletionTaskId": task["DeletionTaskId"]})).await;
    assert_eq!(status["Status"], "SUCCEEDED");
}

#[tokio::test]
async fn simulation_tells_what_would_be_decided_and_by_which_statement() {
    let iam = Fixture::new();
    iam.ok("CreateUser", json!({"UserName": "u"})).await;
    let document = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "ecs:*", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}},
        {"Effect": "Deny", "Action": "ecs:Delete*", "Resource": "*"}]});
    iam.ok(
        "PutUserPolicy",
        json!({"UserName": "u", "PolicyName": "p", "PolicyDocument": document.to_string()}),
    )
    .await;
    let source = "arn:aws:iam::111122223333:user/u";
    let input = json!({"PolicySourceArn": source, "ActionNames": ["ecs:RunTask", "ecs:DeleteCluster", "s3:GetObject"],
        "ContextEntries": [{"ContextKeyName": "aws:RequestedRegion", "ContextKeyType": "string", "ContextKeyValues": ["eu-west-1"]}]});
    let results = iam.ok("SimulatePrincipalPolicy", input).await;
    assert_eq!(
        each(&results["EvaluationResults"], "EvalDecision"),
        ["allowed", "explicitDeny", "implicitDeny"]
    );
    assert_eq!(results["EvaluationResults"][0]["MatchedStatements"][0]["SourcePolicyId"], "user_u_p");
    let unknown = iam
        .ok("SimulatePrincipalPolicy", json!({"PolicySourceArn": source, "ActionNames": ["ecs:RunTask"]}))
        .await;
    assert_eq!(unknown["EvaluationResults"][0]["MissingContextValues"], json!(["aws:RequestedRegion"]));
    let keys = iam.ok("GetContextKeysForPrincipalPolicy", json!({"PolicySourceArn": source})).await;
    assert_eq!(keys["ContextKeyNames"], json!(["aws:RequestedRegion"]));
}

#[tokio::test]
async fn simulated_policies_bind_whoever_asks() {
    let iam = Fixture::new();
    let input = json!({"PolicyInputList": [allow("s3:*")], "ActionNames": ["s3:GetObject", "ec2:RunInstances"],
        "CallerArn": "arn:aws:iam::111122223333:root"});
    let results = iam.ok("SimulateCustomPolicy", input.clone()).await;
    assert_eq!(each(&results["EvaluationResults"], "EvalDecision"), ["allowed", "implicitDeny"]);
    let mut bounded = input;
    bounded["PermissionsBoundaryPolicyInputList"] = json!([allow("sqs:*")]);
    let results = iam.ok("SimulateCustomPolicy", bounded).await;
    assert_eq!(each(&results["EvaluationResults"], "EvalDecision"), ["implicitDeny", "implicitDeny"]);
    let detail = &results["EvaluationResults"][0]["PermissionsBoundaryDecisionDetail"];
    assert_eq!(detail["AllowedByPermissionsBoundary"], false);
}

#[tokio::test]
async fn context_keys_are_those_of_variables_and_of_conditions() {
    let iam = Fixture::new();
    let document = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "dynamodb:*",
        "Resource": "arn:aws:dynamodb:us-west-2:123456789012:table/${aws:username}",
        "Condition": {"StringEquals": {"aws:PrincipalTag/team": "${aws:RequestTag/team}"}}}});
    let keys =
        iam.ok("GetContextKeysForCustomPolicy", json!({"PolicyInputList": [document.to_string()]})).await;
    assert_eq!(
        keys["ContextKeyNames"],
        json!(["aws:username", "aws:PrincipalTag/team", "aws:RequestTag/team"])
    );
}

#[tokio::test]
async fn the_whole_account_is_told() {
    let iam = Fixture::new();
    iam.ok("CreateUser", json!({"UserName": "u"})).await;
    iam.ok("CreateRole", json!({"RoleName": "r", "AssumeRolePolicyDocument": trust()})).await;
    iam.ok(
        "AttachUserPolicy",
        json!({"UserName": "u", "PolicyArn": "arn:aws:iam::aws:policy/IAMFullAccess"}),
    )
    .await;
    iam.ok("CreatePolicy", json!({"PolicyName": "p", "PolicyDocument": allow("s3:*")})).await;
    let all = iam.ok("GetAccountAuthorizationDetails", json!({})).await;
    assert_eq!(each(&all["UserDetailList"], "UserName"), ["u"]);
    assert_eq!(each(&all["RoleDetailList"], "RoleName"), ["r"]);
    assert_eq!(each(&all["Policies"], "PolicyName"), ["p", "IAMFullAccess"]);
    let summary = iam.ok("GetAccountSummary", json!({})).await;
    assert_eq!((&summary["SummaryMap"]["Users"], &summary["SummaryMap"]["Roles"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn a_credential_report_is_kept_for_four_hours() {
    let iam = Fixture::new();
    let again = "To generate a credential report, use GenerateCredentialReport.";
    assert_eq!(
        iam.refused("GetCredentialReport", json!({})).await,
        format!(
            "ReportNotPresent: The request was rejected because the credential report does not exist. {again}"
        )
    );
    for (round, user) in ["Ana", "Bea"].into_iter().enumerate() {
        iam.ok("CreateUser", json!({"UserName": user})).await;
        assert_eq!(iam.ok("GenerateCredentialReport", json!({})).await["State"], "STARTED");
        assert_eq!(iam.ok("GenerateCredentialReport", json!({})).await, json!({"State": "COMPLETE"}));
        iam.clock.advance(Duration::from_secs(4 * 60 * 60 - 1));
        assert_eq!(iam.ok("GenerateCredentialReport", json!({})).await["State"], "COMPLETE");
        let report = iam.ok("GetCredentialReport", json!({})).await;
        let table = STANDARD.decode(report["Content"].as_str().expect("a table")).expect("base64");
        assert_eq!(String::from_utf8(table).expect("a text").lines().count(), 3 + round);
        iam.clock.advance(Duration::from_secs(1));
        let expired = iam.refused("GetCredentialReport", json!({})).await;
        assert!(expired.starts_with("ReportExpired: "), "{expired}");
    }
}

#[tokio::test]
async fn names_and_paths_are_refused_in_iams_own_words() {
    let iam = Fixture::new();
    let letters = "It must contain only alphanumeric characters and/or the following: +=,.@_-";
    assert_eq!(
        iam.refused("CreateGroup", json!({"GroupName": "a/b"})).await,
        format!("ValidationError: The specified value for groupName is invalid. {letters}")
    );
    assert_eq!(
        iam.refused("CreateUser", json!({"UserName": "u", "Path": "no/slash"})).await,
        "ValidationError: The specified value for path is invalid. It must begin and end with / and contain only \
         alphanumeric characters and/or / characters."
    );
    let long = iam.refused("CreateUser", json!({"UserName": "u", "Path": "/".repeat(513)})).await;
    assert!(long.starts_with("ValidationError: 1 validation error detected: Value '///"), "{long}");
    let version = json!({"PolicyArn": "arn:aws:iam::111122223333:policy/p", "VersionId": "one"});
    let version = iam.refused("GetPolicyVersion", version).await;
    assert!(version.ends_with(r"regular expression pattern: v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"), "{version}");
}

#[tokio::test]
async fn arns_that_name_no_policy_are_told_apart_from_those_that_name_none_of_ours() {
    let iam = Fixture::new();
    iam.ok("CreateUser", json!({"UserName": "u"})).await;
    for operation in
        ["AttachUserPolicy", "DetachUserPolicy", "GetPolicy", "DeletePolicy", "ListPolicyVersions"]
    {
        for wrong in [
            "arn:aws:iam:aws:policy/ReadOnlyAccess",
            "ReadOnlyAccess-without-arn",
            "arn:aws:iam::111122223333:role/r",
        ] {
            assert_eq!(
                iam.refused(operation, json!({"UserName": "u", "PolicyArn": wrong})).await,
                format!("InvalidInput: ARN {wrong} is not valid."),
                "{operation}"
            );
        }
    }
    let missing = "arn:aws:iam::111122223333:policy/missing";
    assert_eq!(
        iam.refused("CreateUser", json!({"UserName": "v", "PermissionsBoundary": missing})).await,
        format!("NoSuchEntity: Scope ARN: {missing} does not exist or is not attachable.")
    );
}

#[tokio::test]
async fn an_alias_is_one_accounts() {
    let iam = Fixture::new();
    for wrong in ["Team", "-team", "team-", "te--am", "te_am"] {
        let refused = iam.refused("CreateAccountAlias", json!({"AccountAlias": wrong})).await;
        assert!(refused.contains("at 'accountAlias' failed to satisfy constraint"), "{refused}");
    }
    iam.ok("CreateAccountAlias", json!({"AccountAlias": "team-1"})).await;
    let other = iam.of("444455556666");
    assert_eq!(
        other.refused("CreateAccountAlias", json!({"AccountAlias": "team-1"})).await,
        "EntityAlreadyExists: The account alias team-1 already exists."
    );
    iam.ok("CreateAccountAlias", json!({"AccountAlias": "team-2"})).await;
    other.ok("CreateAccountAlias", json!({"AccountAlias": "team-1"})).await;
    assert_eq!(iam.ok("ListAccountAliases", json!({})).await["AccountAliases"], json!(["team-2"]));
}

#[tokio::test]
async fn the_version_of_tokens_is_told_in_the_summary() {
    let iam = Fixture::new();
    for (set, told) in [(None, 1), (Some("v2Token"), 2), (Some("v1Token"), 1)] {
        if let Some(version) = set {
            iam.ok("SetSecurityTokenServicePreferences", json!({"GlobalEndpointTokenVersion": version}))
                .await;
        }
        let summary = iam.ok("GetAccountSummary", json!({})).await;
        assert_eq!(summary["SummaryMap"]["GlobalEndpointTokenVersion"], told);
    }
    let refused = iam
        .refused("SetSecurityTokenServicePreferences", json!({"GlobalEndpointTokenVersion": "v3Token"}))
        .await;
    assert!(refused.ends_with("enum value set: [v1Token, v2Token]"), "{refused}");
}

#[tokio::test]
async fn tags_of_aws_are_not_ours_to_set() {
    let iam = Fixture::new();
    let tags = json!([{"Key": "AWS:team", "Value": "web"}]);
    assert_eq!(
        iam.refused("CreateUser", json!({"UserName": "u", "Tags": tags})).await,
        "InvalidInput: Caller is an end user and not allowed to mutate system tags"
    );
}

#[tokio::test]
async fn an_issuer_is_a_host_and_perhaps_a_path() {
    let iam = Fixture::new();
    for wrong in [
        "example.com",
        "http://example.com",
        "https://",
        "https:///x",
        "https://a b.com",
        "https://a.com?q=1",
    ] {
        assert_eq!(
            iam.refused("CreateOpenIDConnectProvider", json!({"Url": wrong})).await,
            "ValidationError: Invalid Open ID Connect Provider URL"
        );
    }
    let made =
        iam.ok("CreateOpenIDConnectProvider", json!({"Url": "https://localhost:8443/realms/web"})).await;
    assert_eq!(
        made["OpenIDConnectProviderArn"],
        "arn:aws:iam::111122223333:oidc-provider/localhost:8443/realms/web"
    );
}
