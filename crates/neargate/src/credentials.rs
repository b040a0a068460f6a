//! The root credentials of the first account, made at first start and kept in the data directory.

use std::fs;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

use neargate_core::{AccountId, Principal, access_key_id, random_base36, random_hex};
use neargate_identity::Identity;
use neargate_wire::credentials::{Credential, CredentialStore, Found};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RootCredentials {
    pub account: AccountId,
    pub access_key_id: String,
    pub secret_access_key: String,
    /// Opens neargate's own pages to the commands of this machine.
    pub admin_token: String,
}

impl RootCredentials {
    pub(crate) fn read(data_dir: &Path) -> io::Result<Self> {
        let bytes = fs::read(data_dir.join(FILE))?;
        serde_json::from_slice(&bytes).map_err(io::Error::other)
    }

    /// Those of the directory, made if it has none.
    pub(crate) fn ensure(data_dir: &Path, account: &AccountId) -> io::Result<Self> {
        match Self::read(data_dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => return other,
        }
        let fresh = Self {
            account: account.clone(),
            access_key_id: access_key_id("AKIA", account),
            secret_access_key: random_base36(40),
            admin_token: random_hex(32),
        };
        write_private(&data_dir.join(FILE), &serde_json::to_vec_pretty(&fresh).map_err(io::Error::other)?)?;
        Ok(fresh)
    }
}

/// In the data directory.
pub(crate) const FILE: &str = "credentials.json";

/// Whose keys are known: root's, which lies in a file, and those that IAM and STS gave out.
pub(crate) struct KnownKeys {
    pub root: RootCredentials,
    pub identity: Arc<Identity>,
}

impl CredentialStore for KnownKeys {
    fn find<'a>(&'a self, access_key_id: &'a str) -> Found<'a> {
        let root = &self.root;
        if access_key_id != root.access_key_id {
            return self.identity.find(access_key_id);
        }
        let credential = Credential {
            secret_access_key: root.secret_access_key.clone(),
            session_token: None,
            expires: None,
            disabled: false,
            principal: Principal::Root {
                account: root.account.clone(),
                access_key_id: access_key_id.to_owned(),
            },
        };
        Box::pin(async { Ok(Some(credential)) })
    }
}

/// Replaces a file as a whole, readable by root alone.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("new");
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    fs::rename(temporary, path)
}
