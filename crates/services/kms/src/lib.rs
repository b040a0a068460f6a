//! Key Management Service: keys that nobody ever sees, and what can be done with them.
//!
//! A key is a document ([`records::KeyRecord`]) with the list of its *versions*; each version's material is a document of its own,
//! sealed under the master key (`neargate_seal`). A rotation adds a version; what was encrypted under a former one names it, and goes
//! on being decrypted. A ciphertext ([`blob`]) is AES-256-GCM under a key derived from the material for this one ciphertext, bound to
//! the encryption context.
//!
//! A key's policy decides: identity policies count only where it leaves the decision to its account, as the default policy does.
//! *Grants* are added to the policy, for the question that is asked, as statements that allow ([`guard`]). An account's root user is
//! the operator here and has no limits within the account; other accounts are walled off whoever they are ([`access`]).
//!
//! A key whose day of deletion has come is out of reach at once; the [`sweep`] removes its material, and with it everything that was
//! encrypted under it. It also rotates keys whose time it is.
//!
//! Never: shows key material of a symmetric key, or logs a plaintext.
//! Dies well: at any line. Nothing is kept outside the store.
//! Elsewhere: who seals under a key (Secrets Manager, Parameter Store, ECS Exec) comes through the dispatcher like everybody else.
//! Known to differ: only elliptic curves are there of asymmetric keys; key stores, imported material and replicas in other regions aren't.

mod access;
mod aliases;
mod asymmetric;
mod blob;
mod crypt;
mod data_keys;
mod grants;
mod guard;
mod keys;
mod list;
mod mac;
mod managed;
mod material;
mod model;
mod policy;
mod records;
mod refusal;
mod resolve;
mod rewrap;
mod rotation;
mod spec;
mod state;
mod sweep;
mod tags;
#[cfg(test)]
mod tests;

pub use blob::examine;
pub use rewrap::RewrapError;

use std::sync::Arc;

use neargate_core::Clock;
use neargate_seal::Keyring;
use neargate_store::Store;
use neargate_wire::Service;

/// The service's operations and its sweep.
pub struct Kms {
    store: Store,
    clock: Arc<dyn Clock>,
    keyring: Keyring,
}

impl Kms {
    pub fn new(store: Store, clock: Arc<dyn Clock>, keyring: Keyring) -> Arc<Self> {
        Arc::new(Self { store, clock, keyring })
    }

    /// The operations, ready for a dispatcher.
    pub fn service(self: &Arc<Self>) -> Service {
        use guard::on_key;
        Service::new("kms", &model::MODEL, "ValidationException", refusal::INTERNAL)
            .guarded(model::CreateKey, self, guard::on_creation, keys::create_key)
            .guarded(model::DescribeKey, self, on_key, keys::describe_key)
            .on(model::ListKeys, self, list::list_keys)
            .guarded(model::EnableKey, self, on_key, state::enable_key)
            .guarded(model::DisableKey, self, on_key, state::disable_key)
            .guarded(model::ScheduleKeyDeletion, self, on_key, state::schedule_key_deletion)
            .guarded(model::CancelKeyDeletion, self, on_key, state::cancel_key_deletion)
            .guarded(model::UpdateKeyDescription, self, on_key, state::update_key_description)
            .guarded(model::CreateAlias, self, guard::on_new_alias, aliases::create_alias)
            .guarded(model::UpdateAlias, self, guard::on_moved_alias, aliases::update_alias)
            .guarded(model::DeleteAlias, self, guard::on_alias, aliases::delete_alias)
            .on(model::ListAliases, self, list::list_aliases)
            .guarded(model::GetKeyPolicy, self, on_key, policy::get_key_policy)
            .guarded(model::PutKeyPolicy, self, on_key, policy::put_key_policy)
            .guarded(model::ListKeyPolicies, self, on_key, policy::list_key_policies)
            .guarded(model::CreateGrant, self, on_key, grants::create_grant)
            .guarded(model::ListGrants, self, on_key, grants::list_grants)
            .guarded(model::RevokeGrant, self, on_key, grants::revoke_grant)
            .guarded(model::RetireGrant, self, guard::on_retirement, grants::retire_grant)
            .on(model::ListRetirableGrants, self, grants::list_retirable_grants)
            .guarded(model::TagResource, self, on_key, tags::tag_resource)
            .guarded(model::UntagResource, self, on_key, tags::untag_resource)
            .guarded(model::ListResourceTags, self, on_key, tags::list_resource_tags)
            .guarded(model::EnableKeyRotation, self, on_key, rotation::enable_key_rotation)
            .guarded(model::DisableKeyRotation, self, on_key, rotation::disable_key_rotation)
            .guarded(model::GetKeyRotationStatus, self, on_key, rotation::get_key_rotation_status)
            .guarded(model::RotateKeyOnDemand, self, on_key, rotation::rotate_key_on_demand)
            .guarded(model::ListKeyRotations, self, on_key, rotation::list_key_rotations)
            .guarded(model::Encrypt, self, on_key, crypt::encrypt)
            .guarded(model::Decrypt, self, guard::on_decryption, crypt::decrypt)
            .guarded(model::ReEncrypt, self, guard::on_re_encryption, crypt::re_encrypt)
            .guarded(model::GenerateDataKey, self, on_key, data_keys::generate_data_key)
            .guarded(
                model::GenerateDataKeyWithoutPlaintext,
                self,
                on_key,
                data_keys::generate_data_key_without_plaintext,
            )
            .on(model::GenerateRandom, self, data_keys::generate_random)
            .guarded(model::GenerateMac, self, on_key, mac::generate_mac)
            .guarded(model::VerifyMac, self, on_key, mac::verify_mac)
            .guarded(model::Sign, self, on_key, asymmetric::sign)
            .guarded(model::Verify, self, on_key, asymmetric::verify)
            .guarded(model::GetPublicKey, self, on_key, asymmetric::get_public_key)
    }

    fn now(&self) -> i64 {
        self.clock.now().0
    }
}
