//! The bucket that a task writes to, as the service itself reaches it.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use neargate_core::{AccountId, FederatedUser, Principal, Scope};
use neargate_wire::{Blob, CallError, Context, Dispatcher};
use serde_json::{Value, json};

/// Where the service that delivers logs is at home: a guest in every bucket, so that only a bucket's policy lets it in.
const SERVICES_ACCOUNT: &str = "100000000000";
/// Who looks whether there is such a bucket at all.
const INSIDER: &str = "logs";
const PROBE_KEY: &str = "aws-logs-write-test";
const PROBE_TEXT: &str = "Permission Check Successful";

/// A door to one bucket.
pub struct Bucket<'a> {
    dispatcher: Dispatcher,
    scope: &'a Scope,
    name: &'a str,
    /// Whether its policy must let the service in.
    enforced: bool,
}

impl<'a> Bucket<'a> {
    /// On behalf of the group that is exported.
    pub fn new(
        dispatcher: &Dispatcher,
        scope: &'a Scope,
        name: &'a str,
        group_arn: &str,
        enforced: bool,
    ) -> Self {
        let dispatcher = dispatcher.on_behalf_of(&format!("{group_arn}:*"));
        Self { dispatcher, scope, name, enforced }
    }

    /// Its region.
    pub async fn region(&self) -> Result<String, CallError> {
        let input = json!({ "Bucket": self.name });
        let answer: Value = self.dispatcher.call(INSIDER, self.scope, "s3", "HeadBucket", &input).await?;
        Ok(answer["BucketRegion"].as_str().unwrap_or_default().to_owned())
    }

    pub async fn put(&self, key: &str, body: Vec<u8>, content_type: &str) -> Result<(), CallError> {
        let account = self.scope.account.clone();
        let principal = Principal::Service { account, name: service_of(self.scope.region.as_str()) };
        let guest = self.enforced.then(|| SERVICES_ACCOUNT.parse::<AccountId>().ok()).flatten();
        let account = guest.unwrap_or_else(|| self.scope.account.clone());
        let scope = Scope { account, region: self.scope.region.clone() };
        self.put_as(principal, &scope, key, body, content_type).await
    }

    /// Writes what shows that the service may write here.
    pub async fn probe(&self, prefix: &str) -> Result<(), CallError> {
        self.put(&format!("{prefix}/{PROBE_KEY}"), PROBE_TEXT.into(), "text/plain").await
    }

    /// The same with the rights of somebody else.
    pub async fn probe_as(&self, principal: Principal, prefix: &str) -> Result<(), CallError> {
        self.put_as(principal, self.scope, &format!("{prefix}/{PROBE_KEY}"), PROBE_TEXT.into(), "text/plain")
            .await
    }

    async fn put_as(
        &self,
        principal: Principal,
        scope: &Scope,
        key: &str,
        body: Vec<u8>,
        content_type: &str,
    ) -> Result<(), CallError> {
        let input = json!({
            "Bucket": self.name, "Key": key, "Body": Blob(body), "ContentType": content_type,
            "ACL": "bucket-owner-full-control",
        });
        let put = self.dispatcher.call_as::<_, Value>(principal, scope, "s3", "PutObject", &input);
        put.await.map(drop)
    }
}

/// Whether policies are enforced at all: with `--dev` nobody's rights have limits.
pub fn is_enforced(context: &Context) -> bool {
    let somebody = FederatedUser {
        account: context.scope.account.clone(),
        name: String::new(),
        access_key_id: String::new(),
    };
    Context { principal: Principal::FederatedUser(somebody), ..context.clone() }.limited()
}

/// What stands before `.amazonaws.com` in the service's name in policies: one text per region, kept for good.
fn service_of(region: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let name = format!("logs.{region}");
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name.as_str()) {
        return known;
    }
    let kept: &'static str = name.leak();
    names.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regions_service_has_one_name() {
        assert_eq!(service_of("eu-west-1"), "logs.eu-west-1");
        assert!(std::ptr::eq(service_of("eu-west-1"), service_of("eu-west-1")));
        assert!(SERVICES_ACCOUNT.parse::<AccountId>().is_ok());
    }
}
