//! AWS IAM: users, groups, roles, policies, access keys, and what would be decided.
//!
//! Operations change the documents of the identity crate, one transaction each; who may do what is decided there. What a document
//! means is checked when it is written ([`documents`]), so that whatever is stored can be evaluated.
//!
//! Holds: names are unique in an account whatever their case; what is in use (attached, a member, a boundary) isn't deleted.
//! Elsewhere: credentials and decisions (the identity crate), sessions (`services/sts`).

mod access_keys;
mod account;
mod answer;
mod attachments;
mod boundaries;
mod credential_report;
mod details;
mod documents;
mod entity;
mod groups;
mod guard;
mod held;
mod inline;
mod instance_profiles;
mod last_access;
mod linked_roles;
mod login_profiles;
mod managed;
mod mfa;
mod model;
mod namespaces;
mod page;
mod passwords;
mod principals;
mod providers;
mod qr;
mod refusal;
mod resource;
mod roles;
mod saml_providers;
mod server_certificates;
mod service_credentials;
mod signing_certificates;
mod simulate;
mod ssh_keys;
mod tags;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod user_credentials;
mod users;
mod versions;
mod x509;

use std::sync::Arc;

use neargate_core::{Principal, Timestamp, random_base32};
use neargate_identity::Identity;
use neargate_wire::{Context, Service};

use crate::refusal::{INTERNAL, Refusal};

/// The operations' state.
pub struct Iam {
    pub(crate) identity: Arc<Identity>,
}

/// The operations, ready for a dispatcher.
pub fn service(identity: &Arc<Identity>) -> Service {
    let iam = &Arc::new(Iam { identity: Arc::clone(identity) });
    let service = Service::new("iam", &model::MODEL, "ValidationError", INTERNAL).worded(refusal::own_words);
    let service = users::register(service, iam);
    let service = login_profiles::register(service, iam);
    let service = access_keys::register(service, iam);
    let service = groups::register(service, iam);
    let service = roles::register(service, iam);
    let service = linked_roles::register(service, iam);
    let service = inline::register(service, iam);
    let service = managed::register(service, iam);
    let service = versions::register(service, iam);
    let service = attachments::register(service, iam);
    let service = boundaries::register(service, iam);
    let service = tags::register(service, iam);
    let service = instance_profiles::register(service, iam);
    let service = account::register(service, iam);
    let service = details::register(service, iam);
    let service = credential_report::register(service, iam);
    let service = simulate::register(service, iam);
    let service = last_access::register(service, iam);
    let service = providers::register(service, iam);
    let service = mfa::register(service, iam);
    let service = passwords::register(service, iam);
    let service = ssh_keys::register(service, iam);
    let service = signing_certificates::register(service, iam);
    let service = service_credentials::register(service, iam);
    let service = server_certificates::register(service, iam);
    saml_providers::register(service, iam)
}

impl Iam {
    pub(crate) fn now(&self) -> Timestamp {
        to_the_second(self.identity.clock().now())
    }
}

/// AWS's times have no fractions here.
pub(crate) fn to_the_second(time: Timestamp) -> Timestamp {
    Timestamp(time.0 - time.0.rem_euclid(1000))
}

/// The user that an operation is about: named, or the caller.
pub(crate) fn user_or_caller(context: &Context, name: Option<String>) -> Result<String, Refusal> {
    match (name, &context.principal) {
        (Some(name), _) => Ok(name),
        (None, Principal::User(user)) => Ok(user.name.clone()),
        (None, _) => Err(Refusal::Validation(
            "Must specify userName when calling with non-User credentials".to_owned(),
        )),
    }
}

/// A fresh id: `AIDA…`, `AROA…`.
pub(crate) fn fresh_id(prefix: &str) -> String {
    format!("{prefix}{}", random_base32(17))
}
