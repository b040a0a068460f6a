//! Decisions, and the laws that all of them obey.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{Caller, Denial, Keys, Kind, Malformed, Policies, Policy, Request, Source, evaluate};

const USER: Caller<'static> =
    Caller::User { account: "111122223333", arn: "arn:aws:iam::111122223333:user/ana" };
const ROLE: Caller<'static> = Caller::Role {
    account: "111122223333",
    arn: "arn:aws:iam::111122223333:role/web",
    session_arn: "arn:aws:sts::111122223333:assumed-role/web/s",
};
const BUCKET: &str = "arn:aws:s3:::b/key";

fn policy(statements: Value) -> Arc<Policy> {
    let document = json!({"Version": "2012-10-17", "Statement": statements});
    Arc::new(Policy::parse(&document.to_string()).expect("a policy"))
}

fn says(effect: &str) -> Arc<Policy> {
    policy(json!({"Effect": effect, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}))
}

fn says_to(effect: &str, principal: Value) -> Arc<Policy> {
    policy(json!({"Effect": effect, "Principal": principal, "Action": "s3:*", "Resource": "*"}))
}

fn ask(caller: Caller<'_>, policies: &Policies<'_>) -> Result<(), Denial> {
    let keys = Keys::default();
    evaluate(policies, &Request { caller, action: "s3:GetObject", resource: BUCKET, keys: &keys })
}

fn denied(by: Source, explicit: bool) -> Result<(), Denial> {
    Err(Denial { by, explicit })
}

#[test]
fn nothing_said_is_denied_and_a_deny_wins() {
    let (allow, deny) = ([says("Allow")], [says("Allow"), says("Deny")]);
    assert_eq!(ask(USER, &Policies::default()), denied(Source::Identity, false));
    assert_eq!(ask(USER, &Policies { identity: &allow, ..Default::default() }), Ok(()));
    assert_eq!(
        ask(USER, &Policies { identity: &deny, ..Default::default() }),
        denied(Source::Identity, true)
    );
}

#[test]
fn a_boundary_and_a_session_only_take_away() {
    let (allow, other) =
        ([says("Allow")], policy(json!({"Effect": "Allow", "Action": "ecs:*", "Resource": "*"})));
    let all = Policies { identity: &allow, ..Default::default() };
    let bounded = Policies { boundary: Some(&other), ..all };
    assert_eq!(ask(USER, &bounded), denied(Source::Boundary, false));
    assert_eq!(ask(USER, &Policies { boundary: Some(&allow[0]), ..all }), Ok(()));
    let others = [other.clone()];
    assert_eq!(ask(ROLE, &Policies { session: Some(&others), ..all }), denied(Source::Session, false));
    assert_eq!(ask(ROLE, &Policies { session: Some(&allow), ..all }), Ok(()));
    assert_eq!(ask(ROLE, &Policies { session: Some(&[]), ..all }), denied(Source::Session, false));
    assert_eq!(
        ask(USER, &Policies { boundary: Some(&allow[0]), ..Default::default() }),
        denied(Source::Identity, false)
    );
    let deny = says("Deny");
    assert_eq!(ask(USER, &Policies { boundary: Some(&deny), ..all }), denied(Source::Boundary, true));
}

#[test]
fn within_an_account_either_policy_is_enough() {
    let (user, role) = (
        says_to("Allow", json!({"AWS": "arn:aws:iam::111122223333:user/ana"})),
        says_to("Allow", json!({"AWS": "arn:aws:iam::111122223333:role/web"})),
    );
    let account = says_to("Allow", json!({"AWS": "111122223333"}));
    let of = |policy| Policies { resource: Some(policy), owner: Some("111122223333"), ..Default::default() };
    assert_eq!(ask(USER, &of(&user)), Ok(()));
    assert_eq!(ask(ROLE, &of(&role)), Ok(()));
    assert_eq!(ask(ROLE, &of(&user)), denied(Source::Identity, false));
    // The account is free to allow it, and nobody did.
    assert_eq!(ask(USER, &of(&account)), denied(Source::Identity, false));
    // A boundary limits a role that is named, and not a user or session that is.
    let boundary = policy(json!({"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}));
    assert_eq!(ask(USER, &Policies { boundary: Some(&boundary), ..of(&user) }), Ok(()));
    assert_eq!(
        ask(ROLE, &Policies { boundary: Some(&boundary), ..of(&role) }),
        denied(Source::Boundary, false)
    );
}

#[test]
fn across_accounts_both_must_agree() {
    let allow = [says("Allow")];
    let resource = says_to("Allow", json!({"AWS": "arn:aws:iam::111122223333:root"}));
    let foreign = Policies { owner: Some("444455556666"), identity: &allow, ..Default::default() };
    assert_eq!(ask(USER, &foreign), denied(Source::Resource, false));
    assert_eq!(ask(USER, &Policies { resource: Some(&resource), ..foreign }), Ok(()));
    let silent = Policies { identity: &[], resource: Some(&resource), ..foreign };
    assert_eq!(ask(USER, &silent), denied(Source::Identity, false));
    let deny = says_to("Deny", json!("*"));
    assert_eq!(ask(USER, &Policies { resource: Some(&deny), ..foreign }), denied(Source::Resource, true));
}

#[test]
fn some_resources_decide_themselves() {
    let allow = [says("Allow")];
    let other = says_to("Allow", json!({"Service": "ecs-tasks.amazonaws.com"}));
    let role = Policies {
        identity: &allow,
        resource: Some(&other),
        owner: Some("111122223333"),
        resource_decides: true,
        ..Default::default()
    };
    assert_eq!(ask(USER, &role), denied(Source::Resource, false));
    assert_eq!(ask(Caller::Root { account: "111122223333" }, &role), denied(Source::Resource, false));
    assert_eq!(ask(Caller::Service { name: "ecs-tasks" }, &role), Ok(()));
    assert_eq!(ask(Caller::Service { name: "ec2" }, &role), denied(Source::Resource, false));
}

#[test]
fn not_action_not_resource_and_not_principal() {
    let but = [policy(json!([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
                             {"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::b/*"}]))];
    assert_eq!(ask(USER, &Policies { identity: &but, ..Default::default() }), Ok(()));
    let others =
        policy(json!({"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/ana"},
                               "Action": "*", "Resource": "*"}));
    let allow = [says("Allow")];
    let guarded = Policies { identity: &allow, resource: Some(&others), ..Default::default() };
    assert_eq!(ask(USER, &guarded), Ok(()));
    assert_eq!(ask(ROLE, &guarded), denied(Source::Resource, true));
}

#[test]
fn variables_bind_a_statement_to_its_caller() {
    let own = [policy(
        json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}/*"}),
    )];
    let policies = Policies { identity: &own, ..Default::default() };
    let mut keys = Keys::default();
    keys.put("aws:username", "ana");
    let ask = |resource| {
        evaluate(&policies, &Request { caller: USER, action: "s3:GetObject", resource, keys: &keys })
    };
    assert_eq!(ask("arn:aws:s3:::b/ana/x"), Ok(()));
    assert!(ask("arn:aws:s3:::b/bob/x").is_err());
}

#[test]
fn denials_read_as_aws_words_them() {
    let message = |by, explicit| {
        Denial { by, explicit }.message("arn:aws:iam::1:user/u", "ecs:RunTask", "arn:aws:ecs:r:1:x/*")
    };
    let head = "User: arn:aws:iam::1:user/u is not authorized to perform: ecs:RunTask on resource: arn:aws:ecs:r:1:x/*";
    assert_eq!(
        message(Source::Identity, false),
        format!("{head} because no identity-based policy allows the ecs:RunTask action")
    );
    assert_eq!(
        message(Source::Identity, true),
        format!("{head} with an explicit deny in an identity-based policy")
    );
    assert_eq!(
        message(Source::Session, false),
        format!("{head} because no session policy allows the ecs:RunTask action")
    );
    assert_eq!(
        message(Source::Boundary, true),
        format!("{head} with an explicit deny in a permissions boundary")
    );
}

#[track_caller]
fn malformed(kind: Kind, document: &Value, expected: &str) {
    let found = Policy::parse_as(kind, &document.to_string()).map(|_| ()).expect_err("malformed");
    assert_eq!(found.to_string(), expected, "{document}");
}

fn with(field: &str, value: Value) -> Value {
    let mut document = json!({"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]});
    match value {
        Value::Null => document["Statement"][0]
            .as_object_mut()
            .and_then(|fields| fields.remove(field))
            .map_or((), |_| ()),
        value => document["Statement"][0][field] = value,
    }
    document
}

#[test]
fn what_is_wrong_with_a_document_is_told_in_aws_words() {
    use Kind::{Identity, Trust};
    malformed(Identity, &json!([]), "Syntax errors in policy.");
    malformed(Identity, &json!({"Version": "2012-10-17"}), "Syntax errors in policy.");
    malformed(
        Identity,
        &json!({"Version": "2012", "Statement": []}),
        "The policy must contain a valid version string",
    );
    malformed(Identity, &with("Effect", json!("allow")), "Syntax errors in policy.");
    malformed(Identity, &with("Colour", json!("red")), "Syntax errors in policy.");
    malformed(Identity, &with("NotAction", json!("s3:*")), "Syntax errors in policy.");
    malformed(Identity, &with("Action", Value::Null), "Policy statement must contain actions.");
    malformed(Identity, &with("Resource", Value::Null), "Policy statement must contain resources.");
    malformed(Identity, &with("Principal", json!("*")), "Policy document should not specify a principal.");
    malformed(
        Identity,
        &with("Action", json!("GetObject")),
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    );
    malformed(Identity, &with("Action", json!("a:b:c")), "Actions/Condition can contain only one colon.");
    malformed(Identity, &with("Action", json!("s%:x")), "Vendor s% is not valid");
    malformed(
        Identity,
        &with("Resource", json!("bucket")),
        "Resource bucket must be in ARN format or \"*\".",
    );
    malformed(
        Identity,
        &with("Resource", json!("arn:bws:s3:::b")),
        "Partition \"bws\" is not valid for resource \"arn:bws:s3:::b\".",
    );
    malformed(Identity, &with("Resource", json!("arn:aws:s3::b")), "The policy failed legacy parsing");
    malformed(
        Identity,
        &with("Resource", json!("arn:aws:sqs:us-east-1:ACCOUNT_ID:q")),
        "The policy failed legacy parsing",
    );
    let region = "arn:aws:iam:us-east-1:111122223333:user/u";
    malformed(
        Identity,
        &with("Resource", json!(region)),
        &format!("IAM resource {region} cannot contain region information."),
    );
    let thing = with("Resource", json!("arn:aws:iam::111122223333:thing/u"));
    let found =
        Policy::parse_as(Identity, &thing.to_string()).map(|_| ()).expect_err("malformed").to_string();
    assert!(found.starts_with("IAM resource path must either be \"*\" or start with user/, "), "{found}");
    for good in [
        "arn:aws:iam::111122223333:user/${aws:username}",
        "arn:aws:iam::*:ro*",
        "arn:aws:iam::111122223333:*",
        "arn:aws:iam::aws:policy/x",
        "arn:aws:s3:::*",
        "arn:aws:ec2:us-east-1::image/ami-1",
        "arn:aws:sqs:*:${aws:PrincipalAccount}:q",
        "arn:aws:s3*",
        "arn:aws:ecs:*",
    ] {
        let good = with("Resource", json!(good));
        assert!(Policy::parse_as(Identity, &good.to_string()).is_ok(), "{good}");
    }
    malformed(Identity, &with("Condition", json!({"StringIs": {"a": "b"}})), "Syntax errors in policy.");
    malformed(
        Identity,
        &with("Condition", json!({"StringEquals": {"username": "b"}})),
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    );
    let trust = |principal: Value| json!({"Statement": {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}});
    assert!(
        Policy::parse_as(Trust, &trust(json!({"Service": "ecs-tasks.amazonaws.com"})).to_string()).is_ok()
    );
    malformed(Trust, &trust(json!({"AWS": "me"})), "Invalid principal in policy: \"AWS\":\"me\"");
    let wild = "arn:aws:iam::111122223333:user/*";
    malformed(
        Trust,
        &trust(json!({"AWS": wild})),
        &format!("Invalid principal in policy: \"AWS\":\"{wild}\""),
    );
    malformed(
        Trust,
        &trust(json!({"Federated": "me"})),
        "Federated principals must be valid domain names or SAML metadata ARNs",
    );
    for good in ["cognito-identity.amazonaws.com", "arn:aws:iam::111122223333:saml-provider/p"] {
        let good = trust(json!({"Federated": good}));
        assert!(Policy::parse_as(Trust, &good.to_string()).is_ok(), "{good}");
    }
    malformed(Trust, &with("Resource", json!("*")), "Has prohibited field Resource");
    assert_eq!(Policy::parse("{").map(|_| ()), Err(Malformed::Json));
}

/// Statements over a small world, so that they meet.
fn statements() -> impl Strategy<Value = Vec<Value>> {
    let statement = (
        prop::sample::select(vec!["Allow", "Deny"]),
        prop::sample::select(vec!["*", "s3:*", "s3:Get*", "s3:GetObject", "ecs:RunTask"]),
        prop::sample::select(vec!["*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/key", "arn:aws:s3:::c/*"]),
        prop::option::of(prop::sample::select(vec!["true", "false"])),
    );
    let statement = statement.prop_map(|(effect, action, resource, secure)| {
        let condition = secure.map_or(json!({}), |value| json!({"Bool": {"aws:SecureTransport": value}}));
        json!({"Effect": effect, "Action": action, "Resource": resource, "Condition": condition})
    });
    prop::collection::vec(statement, 1..5)
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC*") {
        let _ = Policy::parse(&text);
    }

    #[test]
    fn any_json_is_answered(version in "2012-10-17|2008-10-17|x", key in "Effect|Action|Resource|Principal|Condition|Sid",
                            value in prop_oneof![Just(json!(null)), Just(json!(1)), Just(json!([])), Just(json!({})),
                                                 Just(json!(["*", 1])), Just(json!({"AWS": {}})), Just(json!({"Bool": {"a": []}}))]) {
        let mut document = json!({"Version": version, "Statement": [{"Effect": "Allow", "Action": "a:b", "Resource": "*"}]});
        document["Statement"][0][key] = value;
        for kind in [Kind::Identity, Kind::Resource, Kind::Trust] {
            let _ = Policy::parse_as(kind, &document.to_string());
        }
    }

    #[test]
    fn more_allows_never_deny_and_more_denies_never_allow(some in statements(), more in statements(), secure: bool) {
        let mut keys = Keys::default();
        keys.put("aws:SecureTransport", secure.to_string());
        let request = Request { caller: USER, action: "s3:GetObject", resource: BUCKET, keys: &keys };
        let decide = |statements: Vec<Value>| {
            let list = [policy(Value::Array(statements))];
            evaluate(&Policies { identity: &list, ..Default::default() }, &request)
        };
        let before = decide(some.clone());
        let with = |effect: &str| {
            let added = more.iter().map(|statement| { let mut s = statement.clone(); s["Effect"] = json!(effect); s });
            decide(some.iter().cloned().chain(added).collect())
        };
        if before.is_ok() {
            prop_assert_eq!(with("Allow"), Ok(()));
        } else {
            prop_assert!(with("Deny").is_err());
        }
        if before == Err(Denial { by: Source::Identity, explicit: true }) {
            prop_assert_eq!(with("Allow"), before);
        }
    }

    #[test]
    fn order_of_statements_does_not_matter(mut statements in statements(), secure: bool) {
        let mut keys = Keys::default();
        keys.put("aws:SecureTransport", secure.to_string());
        let request = Request { caller: USER, action: "s3:GetObject", resource: BUCKET, keys: &keys };
        let decide = |statements: &[Value]| {
            let list = [policy(Value::Array(statements.to_vec()))];
            evaluate(&Policies { identity: &list, ..Default::default() }, &request)
        };
        let before = decide(&statements);
        statements.reverse();
        prop_assert_eq!(decide(&statements), before);
    }

    #[test]
    fn a_boundary_never_adds(identity in statements(), boundary in statements()) {
        let (identity, boundary) = ([policy(Value::Array(identity))], policy(Value::Array(boundary)));
        let all = Policies { identity: &identity, ..Default::default() };
        if ask(USER, &Policies { boundary: Some(&boundary), ..all }).is_ok() {
            prop_assert_eq!(ask(USER, &all), Ok(()));
        }
    }
}

#[test]
fn who_comes_from_a_provider_is_let_in_by_whom_it_names() {
    const PROVIDER: &str = "arn:aws:iam::111122223333:oidc-provider/gitlab.example.com";
    let caller = Caller::Federated { provider: PROVIDER };
    let asked = |resource: &Arc<Policy>| {
        ask(caller, &Policies { resource: Some(resource), resource_decides: true, ..Default::default() })
    };
    assert_eq!(asked(&says_to("Allow", json!({"Federated": PROVIDER}))), Ok(()));
    assert_eq!(
        asked(&says_to("Allow", json!({"Federated": "cognito-identity.amazonaws.com"}))),
        denied(Source::Resource, false)
    );
    assert_eq!(asked(&says_to("Allow", json!({"AWS": "111122223333"}))), denied(Source::Resource, false));
    let both = policy(json!([
        {"Effect": "Allow", "Principal": {"Federated": PROVIDER}, "Action": "s3:*", "Resource": "*"},
        {"Effect": "Deny", "Principal": {"Federated": PROVIDER}, "Action": "s3:*", "Resource": "*"}]));
    assert_eq!(asked(&both), denied(Source::Resource, true));
    // A user isn't one of a provider's.
    assert!(
        ask(
            USER,
            &Policies {
                resource: Some(&says_to("Allow", json!({"Federated": PROVIDER}))),
                ..Default::default()
            }
        )
        .is_err()
    );
}
