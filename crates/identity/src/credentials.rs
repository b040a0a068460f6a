//! Whose key is this?

use std::sync::PoisonError;

use neargate_core::{
    AccountId, FederatedUser, Principal, RoleSession, User as Caller, account_of_access_key,
};
use neargate_store::{Error, ReadRecords as _, Reader};
use neargate_wire::credentials::{Credential, CredentialStore, FindError, Found};

use crate::records::{AccessKey, Session, SessionOf, User, key};
use crate::{Identity, REGION};

impl CredentialStore for Identity {
    fn find<'a>(&'a self, access_key_id: &'a str) -> Found<'a> {
        Box::pin(async move {
            // The id says whose it is, and an id that says nothing is none of ours.
            let Some(account) = account_of_access_key(access_key_id) else { return Ok(None) };
            let known = self.credentials.lock().unwrap_or_else(PoisonError::into_inner).get(access_key_id);
            let asked = match known {
                Ok(credential) => return Ok(Some(credential)),
                Err(asked) => asked,
            };
            let found = self.store.read(|r| look_up(r, &account, access_key_id)).await;
            let found = found.map_err(|cause: Error| FindError {
                access_key_id: access_key_id.to_owned(),
                cause: cause.into(),
            })?;
            if let Some(credential) = &found {
                let mut known = self.credentials.lock().unwrap_or_else(PoisonError::into_inner);
                known.keep(asked, access_key_id.to_owned(), credential.clone());
            }
            Ok(found)
        })
    }
}

fn look_up(
    reader: &mut dyn Reader,
    account: &AccountId,
    access_key_id: &str,
) -> Result<Option<Credential>, Error> {
    if access_key_id.starts_with("AKIA") {
        let found = reader.get_record::<AccessKey>(account.as_str(), REGION, access_key_id)?;
        let Some(access_key) = found.map(|found| found.value) else { return Ok(None) };
        let principal = user(reader, account, &access_key.user, access_key_id)?;
        return Ok(principal.map(|principal| Credential {
            secret_access_key: access_key.secret,
            session_token: None,
            expires: None,
            disabled: !access_key.active,
            principal,
        }));
    }
    let found = reader.get_record::<Session>(account.as_str(), REGION, access_key_id)?;
    let Some(session) = found.map(|found| found.value) else { return Ok(None) };
    let account = account.clone();
    let access_key_id = access_key_id.to_owned();
    let principal = match session.of {
        SessionOf::Root => Some(Principal::Root { account, access_key_id }),
        SessionOf::User(name) => user(reader, &account, &name, &access_key_id)?,
        SessionOf::Role { arn, id, session_name } => Some(Principal::AssumedRole(RoleSession {
            account,
            role_arn: arn,
            role_id: id,
            session_name,
            access_key_id,
        })),
        SessionOf::Federated { name, .. } => {
            Some(Principal::FederatedUser(FederatedUser { account, name, access_key_id }))
        }
    };
    Ok(principal.map(|principal| Credential {
        secret_access_key: session.secret,
        session_token: Some(session.token),
        expires: Some(session.expires),
        disabled: false,
        principal,
    }))
}

fn user(
    reader: &mut dyn Reader,
    account: &AccountId,
    name: &str,
    access_key_id: &str,
) -> Result<Option<Principal>, Error> {
    let user = reader.get_record::<User>(account.as_str(), REGION, &key(name))?;
    Ok(user.map(|user| {
        let User { path, name, id, .. } = user.value;
        let access_key_id = access_key_id.to_owned();
        Principal::User(Caller { account: account.clone(), path, name, id, access_key_id })
    }))
}
