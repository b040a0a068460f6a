//! Decisions per second of one thread over policies as people have them, beside Cedar's over its own way to say the same.
//!
//! Cedar has no wildcards in actions, no policy variables and no boundaries: what it says with a group of actions, the name itself or
//! one more `forbid` it is given so. Both parse once, and gather what is known of a request anew each time, as a server would. Prints JSON.

mod cedar;
mod ours;

use std::time::{Duration, Instant};

/// A request: action, resource, and whether it is allowed.
const REQUESTS: [(&str, &str, bool); 5] = [
    ("ecs:RunTask", "arn:aws:ecs:us-east-1:111122223333:task-definition/web-1:7", true),
    ("ecs:ListTasks", "*", true),
    ("s3:GetObject", "arn:aws:s3:::home/ana/photos/2026/11/23.jpg", true),
    ("iam:PassRole", "arn:aws:iam::111122223333:role/task-web", true),
    ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111122223333:table/t", false),
];

/// What is known of each request.
const KEYS: [(&str, &str); 10] = [
    ("aws:username", "ana"),
    ("aws:userid", "AIDAEXAMPLE"),
    ("aws:PrincipalArn", CALLER),
    ("aws:PrincipalAccount", "111122223333"),
    ("aws:SourceIp", "10.1.2.3"),
    ("aws:SecureTransport", "false"),
    ("aws:RequestedRegion", "us-east-1"),
    ("aws:CurrentTime", "2026-11-23T09:50:12Z"),
    ("ecs:cluster", "arn:aws:ecs:us-east-1:111122223333:cluster/prod"),
    ("iam:PassedToService", "ecs-tasks.amazonaws.com"),
];

const CALLER: &str = "arn:aws:iam::111122223333:user/ana";
/// A policy that lists so many kinds of action, as those for readers do.
const LISTED: usize = 400;
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_secs(1);

fn main() {
    let (ours, cedar) = (ours::Engine::new(), cedar::Engine::new());
    // Turn by turn, so that a busy neighbour is in both one's way.
    let rounds: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|_| {
            let ours = rate(|action, resource| ours.allows(action, resource));
            (ours, rate(|action, resource| cedar.allows(action, resource)))
        })
        .collect();
    let list = |of: fn(&(f64, f64)) -> f64| {
        rounds.iter().map(|round| format!("{:.0}", of(round))).collect::<Vec<_>>().join(", ")
    };
    println!(r#"{{"neargate": [{}], "cedar": [{}]}}"#, list(|round| round.0), list(|round| round.1));
}

/// Decisions a second; each is checked.
fn rate(allows: impl Fn(&str, &str) -> bool) -> f64 {
    let (started, mut decisions) = (Instant::now(), 0);
    while started.elapsed() < ROUND {
        for (action, resource, allowed) in REQUESTS.iter().cycle().take(500) {
            assert_eq!(allows(action, resource), *allowed, "{action} on {resource}");
            decisions += 1;
        }
    }
    f64::from(decisions) / started.elapsed().as_secs_f64()
}
