//! What is kept, and under which ids. Names don't distinguish case, so ids are in small letters.
//!
//! | kind               | id                | what                                             |
//! |--------------------|-------------------|--------------------------------------------------|
//! | `user`             | name              | a [`User`], with its policies and groups         |
//! | `group`            | name              | a [`Group`]                                      |
//! | `role`             | name              | a [`Role`]                                       |
//! | `policy`           | name              | a [`ManagedPolicy`] of the account's own         |
//! | `instance-profile` | name              | an [`InstanceProfile`]                           |
//! | `access-key`       | access key id     | an [`AccessKey`]: the id spells the account      |
//! | `session`          | access key id     | a [`Session`]                                    |
//! | `oidc-provider`    | URL without https | an [`OidcProvider`]                              |
//! | `mfa-device`       | path and name     | an [`MfaDevice`]                                 |
//! | `user-credential`  | its id            | a [`UserCredential`]: other ways to sign in      |
//! | `server-cert`      | name              | a [`ServerCertificate`]                          |
//! | `saml-provider`    | name              | a [`SamlProvider`]                               |
//! | `last-use`         | what was used     | a [`LastUse`]                                    |
//! | `access-report`    | a job's           | an [`AccessReport`]                              |
//! | `cred-report`      | `report`          | a [`CredentialReport`]                           |
//! | `account`          | `settings`        | [`AccountSettings`]                              |

use std::borrow::Cow;
use std::collections::BTreeMap;

use neargate_core::{AccountId, Timestamp};
use neargate_store::Record;
use serde::{Deserialize, Serialize};

pub const SERVICE: &str = "iam";

pub type Tags = BTreeMap<String, String>;

/// What users, groups and roles have in common: policies, some written on the spot, some attached by ARN in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Policies {
    pub inline: BTreeMap<String, String>,
    pub attached: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    pub name: String,
    pub path: String,
    /// `AIDA…`
    pub id: String,
    pub created: Timestamp,
    pub boundary: Option<String>,
    pub tags: Tags,
    pub policies: Policies,
    /// Names of groups, in small letters.
    pub groups: Vec<String>,
    pub login: Option<LoginProfile>,
}

/// That there is a password. There is nothing to log in to; it is asked for when it is changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoginProfile {
    pub created: Timestamp,
    pub reset_required: bool,
    /// Newest first; those before it, because they may be forbidden. Passwords themselves aren't kept.
    #[serde(default)]
    pub passwords: Vec<PasswordHash>,
    #[serde(default)]
    pub changed: Option<Timestamp>,
}

/// PBKDF2 with HMAC-SHA256, in base64.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasswordHash {
    pub salt: String,
    pub hash: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub name: String,
    pub path: String,
    /// `AGPA…`
    pub id: String,
    pub created: Timestamp,
    pub policies: Policies,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    pub name: String,
    pub path: String,
    /// `AROA…`
    pub id: String,
    pub created: Timestamp,
    pub description: Option<String>,
    pub max_session_seconds: i64,
    /// Who may assume it.
    pub trust: String,
    pub boundary: Option<String>,
    pub tags: Tags,
    pub policies: Policies,
    /// The service that owns it: nobody else may change it.
    pub linked_service: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManagedPolicy {
    pub name: String,
    pub path: String,
    /// `ANPA…`
    pub id: String,
    pub created: Timestamp,
    pub updated: Timestamp,
    pub description: Option<String>,
    pub tags: Tags,
    pub versions: Vec<PolicyVersion>,
    /// `v1`
    pub default_version: String,
    /// The number of the newest version that ever was: numbers aren't used again.
    pub newest: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyVersion {
    pub id: String,
    pub document: String,
    pub created: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstanceProfile {
    pub name: String,
    pub path: String,
    /// `AIPA…`
    pub id: String,
    pub created: Timestamp,
    /// A role's name.
    pub role: Option<String>,
    pub tags: Tags,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccessKey {
    pub id: String,
    pub secret: String,
    /// A user's name.
    pub user: String,
    pub active: bool,
    pub created: Timestamp,
}

/// Temporary credentials.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// `ASIA…`
    pub access_key_id: String,
    pub secret: String,
    pub token: String,
    pub issued: Timestamp,
    pub expires: Timestamp,
    pub of: SessionOf,
    /// Documents of session policies; `None` leaves the rights as they are.
    pub policies: Option<Vec<String>>,
    pub tags: Tags,
    /// Keys of tags that sessions made from this one keep.
    pub transitive: Vec<String>,
    pub source_identity: Option<String>,
    /// When a code of a second factor was shown for it.
    #[serde(default)]
    pub second_factor: Option<Timestamp>,
    /// Who vouched, if it was an identity provider.
    #[serde(default)]
    pub federation: Option<Federation>,
}

/// An identity provider's word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Federation {
    /// The provider's ARN.
    pub provider: String,
    /// What it says, as condition keys: `gitlab.example.com:sub`. A key may have several values.
    pub claims: Vec<(String, String)>,
}

/// Whose session it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionOf {
    Root,
    /// By name.
    User(String),
    Role {
        arn: String,
        id: String,
        session_name: String,
    },
    /// Vouched for by a user, or by root when there is none.
    Federated {
        name: String,
        by: Option<String>,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OidcProvider {
    /// Without `https://`.
    pub url: String,
    pub created: Timestamp,
    pub client_ids: Vec<String>,
    pub thumbprints: Vec<String>,
    pub tags: Tags,
}

/// A virtual device: a seed from which codes follow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MfaDevice {
    pub name: String,
    pub path: String,
    /// In base32.
    pub seed: String,
    pub tags: Tags,
    /// Whose codes it shows, by name, since then.
    pub user: Option<String>,
    pub enabled: Option<Timestamp>,
    /// The time step of the newest code that was taken: none up to it is taken again.
    pub last_step: i64,
    /// By how many steps its clock is off.
    pub drift: i64,
}

/// What a user has to sign in elsewhere with: kept and told, as nothing here asks for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserCredential {
    pub id: String,
    /// A user's name.
    pub user: String,
    pub active: bool,
    pub created: Timestamp,
    pub what: UserCredentialKind,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserCredentialKind {
    /// RSA.
    SshKey {
        exponent: Vec<u8>,
        modulus: Vec<u8>,
        comment: String,
    },
    /// PEM.
    SigningCertificate {
        body: String,
    },
    Service {
        service: String,
        name: String,
        secret: String,
        expires: Option<Timestamp>,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServerCertificate {
    pub name: String,
    pub path: String,
    /// `ASCA…`
    pub id: String,
    pub uploaded: Timestamp,
    pub expires: Timestamp,
    /// PEM, all three.
    pub body: String,
    pub chain: Option<String>,
    pub private_key: String,
    pub tags: Tags,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SamlProvider {
    pub name: String,
    pub uuid: String,
    pub created: Timestamp,
    pub valid_until: Timestamp,
    pub metadata: String,
    pub tags: Tags,
    /// `Required` or `Allowed`.
    pub encryption: Option<String>,
    pub private_keys: Vec<SamlPrivateKey>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SamlPrivateKey {
    pub id: String,
    pub added: Timestamp,
    pub pem: String,
}

/// When an access key, a user, a role (by their ids) or root (by the account's) last called, whom and where. A document of its own,
/// because what is remembered of keys and roles is dropped when theirs change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastUse {
    pub id: String,
    pub at: Timestamp,
    /// As credential scopes name it: `s3`.
    pub service: String,
    pub region: String,
    /// The last of each service.
    #[serde(default)]
    pub services: BTreeMap<String, ServiceUse>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceUse {
    pub at: Timestamp,
    pub region: String,
}

/// Which services a user, a group, a role or a policy can access, and who last did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccessReport {
    pub id: String,
    pub created: Timestamp,
    /// `SERVICE_LEVEL`
    pub granularity: String,
    /// Namespaces.
    pub services: Vec<String>,
    pub entities: Vec<Accessor>,
}

/// A user or a role in such a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Accessor {
    /// `USER`
    pub kind: String,
    pub arn: String,
    pub name: String,
    pub id: String,
    pub path: String,
    pub services: BTreeMap<String, ServiceUse>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CredentialReport {
    pub generated: Timestamp,
    pub csv: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountSettings {
    pub alias: Option<String>,
    pub password_policy: Option<PasswordPolicy>,
    /// Of session tokens, where AWS has several: kept and told.
    #[serde(default)]
    pub token_version: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasswordPolicy {
    pub minimum_length: i64,
    pub require_symbols: bool,
    pub require_numbers: bool,
    pub require_uppercase: bool,
    pub require_lowercase: bool,
    pub allow_change: bool,
    pub max_age_days: Option<i64>,
    pub reuse_prevention: Option<i64>,
    pub hard_expiry: Option<bool>,
}

/// The id of an account's only report.
pub const CREDENTIAL_REPORT: &str = "report";

/// The id of what has a name.
pub fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// Lookups by which the users of a policy are found.
pub const ATTACHED: &str = "attached";
pub const BOUNDARY: &str = "boundary";
pub const IN_GROUP: &str = "group";
pub const OF_USER: &str = "user";
pub const WITH_ROLE: &str = "role";

fn uses(policies: &Policies, boundary: Option<&String>) -> Vec<(&'static str, String)> {
    let attached = policies.attached.iter().map(|arn| (ATTACHED, arn.clone()));
    attached.chain(boundary.map(|arn| (BOUNDARY, arn.clone()))).collect()
}

impl Record for User {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "user";

    fn id(&self) -> Cow<'_, str> {
        key(&self.name).into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        let mut lookups = uses(&self.policies, self.boundary.as_ref());
        lookups.extend(self.groups.iter().map(|group| (IN_GROUP, group.clone())));
        lookups
    }
}

impl Record for Group {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "group";

    fn id(&self) -> Cow<'_, str> {
        key(&self.name).into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        uses(&self.policies, None)
    }
}

impl Record for Role {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "role";

    fn id(&self) -> Cow<'_, str> {
        key(&self.name).into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        uses(&self.policies, self.boundary.as_ref())
    }
}

impl Record for ManagedPolicy {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "policy";

    fn id(&self) -> Cow<'_, str> {
        key(&self.name).into()
    }
}

impl Record for InstanceProfile {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "instance-profile";

    fn id(&self) -> Cow<'_, str> {
        key(&self.name).into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        self.role.iter().map(|role| (WITH_ROLE, key(role))).collect()
    }
}

impl Record for AccessKey {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "access-key";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        vec![(OF_USER, key(&self.user))]
    }
}

impl Record for Session {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "session";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.access_key_id)
    }
}

impl Record for UserCredential {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "user-credential";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        vec![(OF_USER, key(&self.user))]
    }
}

impl Record for ServerCertificate {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "server-cert";

    fn id(&self) -> Cow<'_, str> {
        key(&self.name).into()
    }
}

impl Record for SamlProvider {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "saml-provider";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }
}

impl Record for MfaDevice {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "mfa-device";

    /// The serial number's end.
    fn id(&self) -> Cow<'_, str> {
        key(&format!("{}{}", &self.path[1..], self.name)).into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        self.user.iter().map(|user| (OF_USER, key(user))).collect()
    }
}

impl Record for OidcProvider {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "oidc-provider";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.url)
    }
}

impl Record for LastUse {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "last-use";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }
}

impl Record for AccessReport {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "access-report";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }
}

impl Record for CredentialReport {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "cred-report";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(CREDENTIAL_REPORT)
    }
}

impl Record for AccountSettings {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "account";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed("settings")
    }
}

impl User {
    pub fn arn(&self, account: &AccountId) -> String {
        crate::arn(account, "user", &self.path, &self.name)
    }
}

impl Group {
    pub fn arn(&self, account: &AccountId) -> String {
        crate::arn(account, "group", &self.path, &self.name)
    }
}

impl Role {
    pub fn arn(&self, account: &AccountId) -> String {
        crate::arn(account, "role", &self.path, &self.name)
    }
}

impl ManagedPolicy {
    pub fn arn(&self, account: &AccountId) -> String {
        crate::arn(account, "policy", &self.path, &self.name)
    }

    pub fn version(&self, id: &str) -> Option<&PolicyVersion> {
        self.versions.iter().find(|version| version.id == id)
    }

    /// The document that counts.
    pub fn document(&self) -> Option<&str> {
        self.version(&self.default_version).map(|version| &*version.document)
    }
}

impl InstanceProfile {
    pub fn arn(&self, account: &AccountId) -> String {
        crate::arn(account, "instance-profile", &self.path, &self.name)
    }
}
