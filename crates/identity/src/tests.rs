//! Who is believed, and for how long.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{AccountId, Clock as _, ManualClock, Principal, Region, Scope, Timestamp, access_key_id};
use neargate_store::{Durability, Error, Expect, Record, Store, WriteRecords as _};
use neargate_wire::Context;
use neargate_wire::authorize::{Access, Authorizer as _};
use neargate_wire::credentials::CredentialStore as _;

use crate::records::{AccessKey, Policies, Role, SessionOf, User};
use crate::{Identity, NewSession, REGION};

struct Fixture {
    identity: Arc<Identity>,
    clock: Arc<ManualClock>,
    account: AccountId,
}

impl Fixture {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp(1_763_892_000_000)));
        let identity = Identity::new(Store::in_memory().expect("a store in memory"), clock.clone(), true);
        Self { identity, clock, account: "111122223333".parse().expect("an account") }
    }

    async fn put<R: Record + Clone + Send + Sync + 'static>(&self, record: &R) {
        let (record, account) = (record.clone(), self.account.clone());
        let written = self.identity.store().write(Durability::Process, move |w| {
            w.put_record(account.as_str(), REGION, &record, Expect::Any).map(|_| ())
        });
        written.await.unwrap_or_else(|error: Error| panic!("{error}"));
    }

    fn user(&self, document: &str) -> User {
        let inline = [("p".to_owned(), document.to_owned())].into();
        User {
            name: "Ana".to_owned(),
            path: "/".to_owned(),
            id: "AIDA1".to_owned(),
            created: self.clock.now(),
            boundary: None,
            tags: [("team".to_owned(), "web".to_owned())].into(),
            policies: Policies { inline, attached: Vec::new() },
            groups: Vec::new(),
            login: None,
        }
    }

    fn key(&self) -> AccessKey {
        let id = access_key_id("AKIA", &self.account);
        AccessKey { id, secret: "s".into(), user: "Ana".into(), active: true, created: self.clock.now() }
    }

    async fn whose(&self, access_key_id: &str) -> Option<Principal> {
        let found = self.identity.find(access_key_id).await.expect("found or not");
        found.filter(|credential| !credential.disabled).map(|credential| credential.principal)
    }

    fn context(&self, principal: &Principal, region: &str) -> Context {
        Context {
            principal: principal.clone(),
            scope: Scope { account: self.account.clone(), region: Region::new(region) },
            request_id: "r".into(),
            durability: Durability::Power,
            endpoint: "".into(),
            rights: Default::default(),
            origin: Default::default(),
        }
    }

    /// Service and region of a key's last use, and how many milliseconds ago it was.
    async fn last_use(&self, id: &str) -> Option<(String, String, i64)> {
        let used = self.identity.last_use(&self.account, id).await.expect("known or not")?;
        Some((used.service, used.region, self.clock.now().0 - used.at.0))
    }

    async fn may(&self, principal: &Principal, access: Access) -> bool {
        let context = self.context(principal, "us-east-1");
        assert!(self.identity.limits(&context));
        self.identity.authorize(&context, &[access]).await.is_ok()
    }
}

fn allow(action: &str, resource: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}}}"#
    )
}

#[tokio::test]
async fn a_key_acts_as_its_user_until_it_is_gone() {
    let fixture = Fixture::new();
    let mut key = fixture.key();
    fixture.put(&fixture.user("{}")).await;
    assert_eq!(fixture.whose(&key.id).await, None);
    fixture.put(&key).await;
    let Some(Principal::User(user)) = fixture.whose(&key.id).await else { panic!("a user") };
    assert_eq!((user.name.as_str(), user.id.as_str()), ("Ana", "AIDA1"));
    key.active = false;
    fixture.put(&key).await;
    assert_eq!(fixture.whose(&key.id).await, None);
}

#[tokio::test]
async fn a_keys_last_use_is_told_before_and_after_it_is_written() {
    let fixture = Fixture::new();
    let key = fixture.key();
    fixture.put(&fixture.user("{}")).await;
    fixture.put(&key).await;
    let ana = fixture.whose(&key.id).await.expect("ana");
    let (here, there) = (fixture.context(&ana, "us-east-1"), fixture.context(&ana, "eu-west-1"));
    assert_eq!(fixture.last_use(&key.id).await, None);
    fixture.identity.seen(&here, "ecs");
    fixture.clock.advance(Duration::from_secs(1));
    fixture.identity.seen(&there, "s3");
    let told = |ago: i64| Some(("s3".to_owned(), "eu-west-1".to_owned(), ago));
    assert_eq!(fixture.last_use(&key.id).await, told(0));
    assert_eq!(fixture.identity.keep_uses().await.expect("written"), 2, "the key's and the user's");
    assert_eq!(fixture.identity.keep_uses().await.expect("nothing new"), 0);
    fixture.clock.advance(Duration::from_secs(1));
    assert_eq!(fixture.last_use(&key.id).await, told(1000));
    let all = fixture.identity.last_uses(&fixture.account).await.expect("all");
    let mut ids: Vec<_> = all.keys().map(String::as_str).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["AIDA1", &key.id]);
    // What was written is known to who comes after us, and what is newer comes before it.
    let next = Identity::new(fixture.identity.store().clone(), fixture.clock.clone(), true);
    assert!(next.last_use(&fixture.account, &key.id).await.expect("known").is_some());
    fixture.identity.seen(&here, "ecs");
    let all = fixture.identity.last_uses(&fixture.account).await.expect("all");
    assert_eq!(all[&key.id].service, "ecs");
    // Of each service the last one, written or not.
    let mut used = all["AIDA1"].services.iter().map(|(service, used)| (&**service, &*used.region, used.at.0));
    let now = fixture.clock.now().0;
    assert_eq!(used.next(), Some(("ecs", "us-east-1", now)));
    assert_eq!(used.next(), Some(("s3", "eu-west-1", now - 1000)));
    fixture.identity.keep_uses().await.expect("written");
    assert_eq!(fixture.identity.last_uses(&fixture.account).await.expect("all"), all);
    fixture.clock.advance(Duration::from_secs(400 * 24 * 60 * 60));
    assert_eq!(fixture.identity.forget_old_uses().await.expect("forgotten"), 2);
    assert_eq!(fixture.last_use(&key.id).await, None);
}

#[tokio::test]
async fn what_a_service_does_for_its_caller_is_no_use() {
    let fixture = Fixture::new();
    let key = fixture.key();
    fixture.put(&fixture.user("{}")).await;
    fixture.put(&key).await;
    let ana = fixture.whose(&key.id).await.expect("ana");
    let mut context = fixture.context(&ana, "us-east-1");
    context.origin.via = Some("secretsmanager");
    fixture.identity.seen(&context, "kms");
    fixture
        .identity
        .seen(&fixture.context(&Principal::Anonymous { account: fixture.account.clone() }, "x"), "sts");
    assert_eq!(fixture.identity.keep_uses().await.expect("nothing"), 0);
}

#[tokio::test]
async fn a_change_of_policy_counts_from_the_next_request() {
    let fixture = Fixture::new();
    let key = fixture.key();
    fixture.put(&fixture.user(&allow("ecs:*", "*"))).await;
    fixture.put(&key).await;
    let ana = fixture.whose(&key.id).await.expect("ana");
    assert!(fixture.may(&ana, Access::new("ecs:RunTask", "*")).await);
    assert!(!fixture.may(&ana, Access::new("s3:GetObject", "*")).await);
    fixture.put(&fixture.user(&allow("s3:*", "arn:aws:s3:::${aws:PrincipalTag/team}-${aws:username}"))).await;
    assert!(!fixture.may(&ana, Access::new("ecs:RunTask", "*")).await);
    assert!(fixture.may(&ana, Access::new("s3:GetObject", "arn:aws:s3:::web-Ana")).await);
    assert!(!fixture.may(&ana, Access::new("s3:GetObject", "arn:aws:s3:::web-ana")).await);
    // What can't be read denies.
    fixture.put(&fixture.user("{")).await;
    assert!(!fixture.may(&ana, Access::new("ecs:RunTask", "*")).await);
    // Another user of that name.
    fixture.put(&User { id: "AIDA2".into(), ..fixture.user(&allow("*", "*")) }).await;
    assert!(!fixture.may(&ana, Access::new("ecs:RunTask", "*")).await);
}

#[tokio::test]
async fn a_session_has_its_roles_rights_less_what_it_was_denied() {
    let fixture = Fixture::new();
    let role = Role {
        name: "web".to_owned(),
        path: "/".to_owned(),
        id: "AROA1".to_owned(),
        created: fixture.clock.now(),
        description: None,
        max_session_seconds: 3600,
        trust: "{}".to_owned(),
        boundary: None,
        tags: Default::default(),
        policies: Policies { inline: [("p".to_owned(), allow("ecs:*", "*"))].into(), attached: vec![] },
        linked_service: None,
    };
    fixture.put(&role).await;
    let new = |policies| NewSession {
        account: fixture.account.clone(),
        of: SessionOf::Role {
            arn: role.arn(&fixture.account),
            id: role.id.clone(),
            session_name: "s".into(),
        },
        duration: Duration::from_secs(900),
        policies,
        tags: Default::default(),
        transitive: Vec::new(),
        source_identity: None,
        second_factor: None,
        federation: None,
    };
    let start = |policies| fixture.identity.start_session(Durability::Process, new(policies));
    let whole = start(None).await.expect("a session");
    let narrow = start(Some(vec![allow("ecs:List*", "*")])).await.expect("a session");
    for (session, may) in [(&whole, true), (&narrow, false)] {
        let principal = fixture.whose(&session.access_key_id).await.expect("a session");
        assert_eq!(principal.arn(), "arn:aws:sts::111122223333:assumed-role/web/s");
        assert!(fixture.may(&principal, Access::new("ecs:ListTasks", "*")).await);
        assert_eq!(fixture.may(&principal, Access::new("ecs:RunTask", "*")).await, may);
    }
    let principal = fixture.whose(&narrow.access_key_id).await.expect("a session");
    fixture.clock.advance(Duration::from_secs(901));
    assert_eq!(fixture.identity.sweep().await.expect("swept"), 0);
    assert!(fixture.whose(&whole.access_key_id).await.is_some(), "an expired session is still known");
    fixture.clock.advance(Duration::from_secs(24 * 60 * 60));
    assert_eq!(fixture.identity.sweep().await.expect("swept"), 2);
    assert!(fixture.whose(&whole.access_key_id).await.is_none());
    // Rights are read anew, and what narrowed the session is gone with it.
    fixture.put(&role).await;
    assert!(!fixture.may(&principal, Access::new("ecs:ListTasks", "*")).await);
}
