//! Decisions per second of one thread over policies as people have them: `cargo run --release -p neargate-policy --example measure-policy`.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use neargate_policy::{Caller, Keys, Policies, Policy, Request, evaluate};

const ROUNDS: usize = 200_000;

fn main() {
    let wide: Vec<String> = (0..400).map(|n| format!("\"svc{}:Describe{n}*\"", n % 60)).collect();
    let read_only = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["ecs:List*",{}],"Resource":"*"}}]}}"#,
        wide.join(",")
    );
    let own = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["ecs:RunTask","ecs:StopTask"],"Resource":"arn:aws:ecs:*:111122223333:*/web-*",
         "Condition":{"ArnEquals":{"ecs:cluster":"arn:aws:ecs:us-east-1:111122223333:cluster/prod"}}},
        {"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::home","arn:aws:s3:::home/${aws:username}/*"]},
        {"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/task-*",
         "Condition":{"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}},
        {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":["10.0.0.0/8","127.0.0.0/8"]}}},
        {"Effect":"Deny","Action":"*","Resource":"*",
         "Condition":{"StringNotEquals":{"aws:RequestedRegion":["us-east-1","eu-west-1"]}}}]}"#;
    let boundary = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*"],"Resource":"*"},
        {"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}]}"#;
    let policies: Vec<Arc<Policy>> =
        [&*read_only, own].into_iter().map(|text| Arc::new(Policy::parse(text).expect("a policy"))).collect();
    let boundary = Policy::parse(boundary).expect("a policy");
    let policies = Policies { identity: &policies, boundary: Some(&boundary), ..Default::default() };
    let requests = [
        ("ecs:RunTask", "arn:aws:ecs:us-east-1:111122223333:task-definition/web-1:7"),
        ("ecs:ListTasks", "*"),
        ("s3:GetObject", "arn:aws:s3:::home/ana/photos/2026/11/23.jpg"),
        ("iam:PassRole", "arn:aws:iam::111122223333:role/task-web"),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111122223333:table/t"),
    ];
    let started = Instant::now();
    let mut allowed = 0;
    for round in 0..ROUNDS {
        let (action, resource) = requests[round % requests.len()];
        // A request's keys are gathered anew each time, as a server would.
        let mut keys = Keys::default();
        for (key, value) in [
            ("aws:username", "ana"),
            ("aws:userid", "AIDAEXAMPLE"),
            ("aws:PrincipalArn", "arn:aws:iam::111122223333:user/ana"),
            ("aws:PrincipalAccount", "111122223333"),
            ("aws:SourceIp", "10.1.2.3"),
            ("aws:SecureTransport", "false"),
            ("aws:RequestedRegion", "us-east-1"),
            ("aws:CurrentTime", "2026-11-23T09:50:12Z"),
            ("ecs:cluster", "arn:aws:ecs:us-east-1:111122223333:cluster/prod"),
            ("iam:PassedToService", "ecs-tasks.amazonaws.com"),
        ] {
            keys.put(key, value);
        }
        let caller = Caller::User { account: "111122223333", arn: "arn:aws:iam::111122223333:user/ana" };
        let request = Request { caller, action, resource, keys: &keys };
        allowed += usize::from(evaluate(black_box(&policies), black_box(&request)).is_ok());
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{:.0} decisions/s, {allowed} of {ROUNDS} allowed", ROUNDS as f64 / seconds);
}
