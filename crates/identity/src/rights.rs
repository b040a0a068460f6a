//! The policies of a principal, compiled and remembered.

use std::sync::{Arc, PoisonError};

use neargate_core::{AccountId, FederatedUser, Principal, RoleSession, Timestamp};
use neargate_policy::{Malformed, Policy};
use neargate_store::{Error, ReadRecords as _, Reader};

use crate::records::{Federation, Group, ManagedPolicy, Policies, Role, Session, SessionOf, Tags, User, key};
use crate::{Identity, REGION, managed};

/// Compiled documents beyond this are forgotten, all at once.
const MAX_COMPILED: usize = 16_384;

/// What a principal may do, as far as their own policies say, and what conditions may ask about them.
#[derive(Debug, Default)]
pub struct Rights {
    pub identity: Vec<Arc<Policy>>,
    pub boundary: Option<Arc<Policy>>,
    pub session: Option<Vec<Arc<Policy>>>,
    pub tags: Tags,
    /// When the session's credentials were issued.
    pub token_issued: Option<Timestamp>,
    pub source_identity: Option<String>,
    /// When a code of a second factor was shown for the session.
    pub second_factor: Option<Timestamp>,
    pub federation: Option<Federation>,
    /// Of the session's tags, those that sessions made from it keep.
    pub transitive: Vec<String>,
}

/// Whose rights: an ARN, and the key of the session, which may narrow them.
pub(crate) type Whose = (String, String);

/// Rights as documents, before they are compiled.
#[derive(Debug, Default)]
struct Documents {
    identity: Vec<String>,
    boundary: Option<String>,
    session: Option<Vec<String>>,
    rights: Rights,
}

impl Identity {
    /// The rights of a user or a session. Root and parts of neargate have no policies: theirs are empty.
    pub async fn rights(&self, principal: &Principal) -> Result<Arc<Rights>, Error> {
        let whose = (principal.arn(), principal.access_key_id().unwrap_or_default().to_owned());
        let known = self.rights.lock().unwrap_or_else(PoisonError::into_inner).get(&whose);
        let asked = match known {
            Ok(rights) => return Ok(rights),
            Err(asked) => asked,
        };
        let documents = self.store.read(|r| gather(r, principal)).await?;
        let rights = Arc::new(self.compiled(documents));
        self.rights.lock().unwrap_or_else(PoisonError::into_inner).keep(asked, whose, Arc::clone(&rights));
        Ok(rights)
    }

    /// A document's compiled form. Each text is compiled once, whoever has it.
    pub fn compile(&self, document: &str) -> Result<Arc<Policy>, Malformed> {
        let known = self.compiled.lock().unwrap_or_else(PoisonError::into_inner).get(document).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let policy = Arc::new(Policy::parse(document)?);
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if compiled.len() >= MAX_COMPILED {
            compiled.clear();
        }
        compiled.insert(document.to_owned(), Arc::clone(&policy));
        Ok(policy)
    }

    fn compiled(&self, documents: Documents) -> Rights {
        let Documents { identity, boundary, session, rights } = documents;
        // Documents were checked before they were stored. One that can't be read any more must not widen anybody's rights: it
        // counts as one that denies.
        let compile = |document: &String| {
            self.compile(document).unwrap_or_else(|error| {
                tracing::error!(error = &error as &dyn std::error::Error, "a stored policy can't be read");
                deny_all()
            })
        };
        Rights {
            identity: identity.iter().map(compile).collect(),
            boundary: boundary.as_ref().map(compile),
            session: session.map(|session| session.iter().map(compile).collect()),
            ..rights
        }
    }
}

pub(crate) fn deny_all() -> Arc<Policy> {
    let document = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}"#;
    Arc::new(Policy::parse(document).expect("this is a policy"))
}

fn gather(reader: &mut dyn Reader, principal: &Principal) -> Result<Documents, Error> {
    match principal {
        Principal::Root { .. } | Principal::Service { .. } | Principal::Anonymous { .. } => {
            Ok(Documents::default())
        }
        Principal::User(user) => of_user(reader, &user.account, &user.name, &user.id, &user.access_key_id),
        Principal::AssumedRole(session) => of_role(reader, session),
        Principal::FederatedUser(user) => of_federated(reader, user),
    }
}

fn of_user(
    reader: &mut dyn Reader,
    account: &AccountId,
    name: &str,
    id: &str,
    access_key_id: &str,
) -> Result<Documents, Error> {
    let found = reader.get_record::<User>(account.as_str(), REGION, &key(name))?;
    // Another user of the same name isn't the one who signed.
    let Some(user) = found.map(|found| found.value).filter(|user| user.id == id) else {
        return Ok(Documents::default());
    };
    let mut documents = Documents::default();
    add(reader, account, &user.policies, &mut documents.identity)?;
    for group in &user.groups {
        if let Some(group) = reader.get_record::<Group>(account.as_str(), REGION, group)? {
            add(reader, account, &group.value.policies, &mut documents.identity)?;
        }
    }
    documents.boundary = boundary(reader, account, user.boundary.as_deref())?;
    documents.rights.tags = user.tags;
    if let Some(session) = session(reader, account, access_key_id)? {
        documents.rights.token_issued = Some(session.issued);
        documents.rights.second_factor = session.second_factor;
    }
    Ok(documents)
}

fn of_role(reader: &mut dyn Reader, caller: &RoleSession) -> Result<Documents, Error> {
    let account = &caller.account;
    let session = session(reader, account, &caller.access_key_id)?;
    // What narrowed a session that is gone isn't known any more, so nothing is left of its rights.
    if session.is_none() && caller.access_key_id.starts_with("ASIA") {
        return Ok(Documents::default());
    }
    let mut documents = Documents::default();
    let found = reader.get_record::<Role>(account.as_str(), REGION, &key(caller.role_name()))?;
    if let Some(role) = found.map(|found| found.value).filter(|role| role.id == caller.role_id) {
        add(reader, account, &role.policies, &mut documents.identity)?;
        documents.boundary = boundary(reader, account, role.boundary.as_deref())?;
        documents.rights.tags = role.tags;
    }
    if let Some(session) = session {
        documents.session = session.policies;
        documents.rights.tags.extend(session.tags);
        documents.rights.token_issued = Some(session.issued);
        documents.rights.source_identity = session.source_identity;
        documents.rights.transitive = session.transitive;
        documents.rights.federation = session.federation;
    }
    Ok(documents)
}

/// A federated user may do what the user who vouches may *and* the session's policies allow: without any of those, nothing.
fn of_federated(reader: &mut dyn Reader, caller: &FederatedUser) -> Result<Documents, Error> {
    let account = &caller.account;
    let Some(session) = session(reader, account, &caller.access_key_id)? else {
        return Ok(Documents::default());
    };
    let by = match &session.of {
        SessionOf::Federated { by, .. } => by.as_deref(),
        SessionOf::Root | SessionOf::User(_) | SessionOf::Role { .. } => None,
    };
    let user = match by {
        Some(name) => reader.get_record::<User>(account.as_str(), REGION, &key(name))?,
        None => None,
    };
    let mut documents = match (by, user) {
        (Some(_), Some(user)) => {
            let user = user.value;
            of_user(reader, account, &user.name, &user.id, &caller.access_key_id)?
        }
        (Some(_), None) => Documents::default(),
        // Root vouches for anything.
        (None, _) => Documents { identity: vec![managed::ADMINISTRATOR.to_owned()], ..Documents::default() },
    };
    documents.session = Some(session.policies.unwrap_or_default());
    documents.rights.tags = session.tags;
    documents.rights.token_issued = Some(session.issued);
    Ok(documents)
}

fn session(
    reader: &mut dyn Reader,
    account: &AccountId,
    access_key_id: &str,
) -> Result<Option<Session>, Error> {
    if !access_key_id.starts_with("ASIA") {
        return Ok(None);
    }
    let found = reader.get_record::<Session>(account.as_str(), REGION, access_key_id)?;
    Ok(found.map(|found| found.value))
}

fn add(
    reader: &mut dyn Reader,
    account: &AccountId,
    policies: &Policies,
    documents: &mut Vec<String>,
) -> Result<(), Error> {
    documents.extend(policies.inline.values().cloned());
    for arn in &policies.attached {
        documents.extend(attached(reader, account, arn)?);
    }
    Ok(())
}

/// A boundary that is gone allows nothing.
fn boundary(
    reader: &mut dyn Reader,
    account: &AccountId,
    arn: Option<&str>,
) -> Result<Option<String>, Error> {
    let Some(arn) = arn else { return Ok(None) };
    const NOTHING: &str =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    Ok(Some(attached(reader, account, arn)?.unwrap_or_else(|| NOTHING.to_owned())))
}

/// The document of a managed policy, AWS's or the account's own.
pub fn attached(reader: &mut dyn Reader, account: &AccountId, arn: &str) -> Result<Option<String>, Error> {
    if let Some(policy) = managed::find(arn) {
        return Ok(Some(policy.document.clone()));
    }
    let name = arn.rsplit('/').next().unwrap_or_default();
    let found = reader.get_record::<ManagedPolicy>(account.as_str(), REGION, &key(name))?;
    let policy = found.map(|found| found.value).filter(|policy| policy.arn(account) == arn);
    Ok(policy.and_then(|policy| policy.document().map(str::to_owned)))
}
