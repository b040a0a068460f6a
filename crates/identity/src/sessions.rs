//! Temporary credentials: made, and put away some time after they expired.

use std::time::Duration;

use neargate_core::{AccountId, Timestamp, access_key_id, random_base36};
use neargate_store::{Durability, Error, Expect, WriteRecords as _};

use crate::records::{Federation, Session, SessionOf, Tags};
use crate::{Identity, REGION};

/// How long expired credentials are known as such: after that they are unknown.
const REMEMBERED: Duration = Duration::from_secs(24 * 60 * 60);

/// What a session is to be.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub account: AccountId,
    pub of: SessionOf,
    pub duration: Duration,
    pub policies: Option<Vec<String>>,
    pub tags: Tags,
    pub transitive: Vec<String>,
    pub source_identity: Option<String>,
    pub second_factor: Option<Timestamp>,
    pub federation: Option<Federation>,
}

/// What its holder is told.
#[derive(Debug, Clone)]
pub struct SessionCredentials {
    pub access_key_id: String,
    pub secret: String,
    pub token: String,
    pub expires: Timestamp,
}

impl Identity {
    pub async fn start_session(
        &self,
        durability: Durability,
        new: NewSession,
    ) -> Result<SessionCredentials, Error> {
        let NewSession {
            account,
            of,
            duration,
            policies,
            tags,
            transitive,
            source_identity,
            second_factor,
            federation,
        } = new;
        let issued = self.clock.now();
        let session = Session {
            access_key_id: access_key_id("ASIA", &account),
            secret: random_base36(40),
            token: random_base36(240),
            issued,
            expires: issued.plus(duration),
            of,
            policies,
            tags,
            transitive,
            source_identity,
            second_factor,
            federation,
        };
        let credentials = SessionCredentials {
            access_key_id: session.access_key_id.clone(),
            secret: session.secret.clone(),
            token: session.token.clone(),
            expires: session.expires,
        };
        let written = self.store.write(durability, move |w| {
            w.put_record(account.as_str(), REGION, &session, Expect::Absent).map(|_| ())
        });
        written.await?;
        Ok(credentials)
    }

    /// Puts sessions away that expired some time ago; how many.
    pub async fn sweep(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        let due = move |session: &Session| session.expires.plus(REMEMBERED) <= now;
        let sweep = self.store.remove_due(None, due, |w, scope, session| {
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            w.delete_record::<Session>(account, region, &session.access_key_id, Expect::Any).map(drop)
        });
        sweep.await
    }
}
