//! Who is believed, and for how long.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{AccountId, Clock as _, ManualClock, Principal, Scope, Timestamp, access_key_id};
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
        found.map(|credential| credential.principal)
    }

    async fn may(&self, principal: &Principal, access: Access) -> bool {
        let context = Context {
            principal: principal.clone(),
            scope: Scope { account: self.account.clone(), region: Default::default() },
            request_id: "r".into(),
            durability: Durability::Power,
            endpoint: "".into(),
            rights: Default::default(),
            origin: Default::default(),
        };
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
