//! Neargate's evaluation.

use std::hint::black_box;
use std::sync::Arc;

use neargate_policy::{Caller, Keys, Policies, Policy, Request, evaluate};

use crate::{CALLER, KEYS, LISTED};

pub struct Engine {
    identity: Vec<Arc<Policy>>,
    boundary: Policy,
}

const OWN: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":["ecs:RunTask","ecs:StopTask"],"Resource":"arn:aws:ecs:*:111122223333:*/web-*",
     "Condition":{"ArnEquals":{"ecs:cluster":"arn:aws:ecs:us-east-1:111122223333:cluster/prod"}}},
    {"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::home","arn:aws:s3:::home/${aws:username}/*"]},
    {"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/task-*",
     "Condition":{"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}},
    {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":["10.0.0.0/8","127.0.0.0/8"]}}},
    {"Effect":"Deny","Action":"*","Resource":"*",
     "Condition":{"StringNotEquals":{"aws:RequestedRegion":["us-east-1","eu-west-1"]}}}]}"#;
const BOUNDARY: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","NotAction":["iam:*","organizations:*"],"Resource":"*"},
    {"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}]}"#;

impl Engine {
    pub fn new() -> Self {
        let listed: Vec<String> = (0..LISTED).map(|n| format!(r#""svc{}:Describe{n}*""#, n % 60)).collect();
        let reads = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["ecs:List*",{}],"Resource":"*"}}]}}"#,
            listed.join(",")
        );
        let parsed = |text| Policy::parse(text).expect("a policy");
        Self { identity: vec![Arc::new(parsed(&reads)), Arc::new(parsed(OWN))], boundary: parsed(BOUNDARY) }
    }

    pub fn allows(&self, action: &str, resource: &str) -> bool {
        let mut keys = Keys::default();
        for (key, value) in KEYS {
            keys.put(key, value);
        }
        let caller = Caller::User { account: "111122223333", arn: CALLER };
        let policies =
            Policies { identity: &self.identity, boundary: Some(&self.boundary), ..Default::default() };
        let request = Request { caller, action, resource, keys: &keys };
        evaluate(black_box(&policies), black_box(&request)).is_ok()
    }
}
