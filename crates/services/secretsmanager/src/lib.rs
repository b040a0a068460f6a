//! Secrets Manager: secrets with versions, staging labels, and values that only the holder of the master key can read.
//!
//! A secret is one document ([`records::SecretRecord`]) with the table of its versions; each version's value is a document of its own,
//! sealed for the secret's ARN and the version's id (`neargate_seal`). Both change in one transaction. Values are opened when
//! somebody asks for them, and to compare a repeated request with what it made before; nowhere else are they in the clear.
//!
//! A secret with a customer's key has its values encrypted under that key first, by KMS and with the caller's rights ([`customer_key`]).
//!
//! *Labels* name versions: AWSCURRENT, AWSPREVIOUS, AWSPENDING and those of callers. [`labels`] has the rules by which they move.
//! A secret that was marked for deletion is out of reach at once, can be restored until its day, and is then removed by the [`sweep`];
//! it counts as gone from that moment, whether or not the sweep was there already.
//!
//! Never: logs a value, or answers with one in anything but GetSecretValue and BatchGetSecretValue.
//! Dies well: at any line. Nothing is kept outside the store.
//! Elsewhere: rotation by a function (there is none to call: RotateSecret says so).

mod batch;
mod create;
mod customer_key;
mod delete;
mod describe;
mod filter;
mod guard;
mod labels;
mod list;
mod model;
mod password;
mod policy;
mod put;
mod records;
mod refusal;
mod replicas;
mod resolve;
mod rewrap;
mod rotate;
mod stage;
mod sweep;
mod tags;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod value;

use std::sync::{Arc, OnceLock};

use neargate_core::Clock;
use neargate_seal::Keyring;
use neargate_store::Store;
use neargate_wire::{Dispatcher, Service};

/// The service's operations and its sweep.
pub struct SecretsManager {
    store: Store,
    clock: Arc<dyn Clock>,
    keyring: Keyring,
    dispatcher: OnceLock<Dispatcher>,
}

impl SecretsManager {
    pub fn new(store: Store, clock: Arc<dyn Clock>, keyring: Keyring) -> Arc<Self> {
        Arc::new(Self { store, clock, keyring, dispatcher: OnceLock::new() })
    }

    /// Gives it the way to KMS. To be called once, before the first request.
    pub fn connect(&self, dispatcher: Dispatcher) {
        // A second one would be the same.
        let _ = self.dispatcher.set(dispatcher.via(records::SERVICE));
    }

    /// The operations, ready for a dispatcher.
    pub fn service(self: &Arc<Self>) -> Service {
        use guard::on_secret;
        Service::new("secretsmanager", &model::MODEL, "ValidationException", refusal::INTERNAL)
            .guarded(model::CreateSecret, self, guard::on_creation, create::create_secret)
            .guarded(model::GetSecretValue, self, on_secret, value::get_secret_value)
            .guarded(model::BatchGetSecretValue, self, guard::on_batch, batch::batch_get_secret_value)
            .guarded(model::PutSecretValue, self, on_secret, put::put_secret_value)
            .guarded(model::UpdateSecret, self, on_secret, put::update_secret)
            .guarded(model::UpdateSecretVersionStage, self, on_secret, stage::update_secret_version_stage)
            .guarded(model::DescribeSecret, self, on_secret, describe::describe_secret)
            .guarded(model::ListSecretVersionIds, self, on_secret, describe::list_secret_version_ids)
            .on(model::ListSecrets, self, list::list_secrets)
            .guarded(model::DeleteSecret, self, on_secret, delete::delete_secret)
            .guarded(model::RestoreSecret, self, on_secret, delete::restore_secret)
            .on(model::GetRandomPassword, self, password::get_random_password)
            .guarded(model::TagResource, self, on_secret, tags::tag_resource)
            .guarded(model::UntagResource, self, on_secret, tags::untag_resource)
            .guarded(model::PutResourcePolicy, self, on_secret, policy::put_resource_policy)
            .guarded(model::GetResourcePolicy, self, on_secret, policy::get_resource_policy)
            .guarded(model::DeleteResourcePolicy, self, on_secret, policy::delete_resource_policy)
            .guarded(
                model::ValidateResourcePolicy,
                self,
                guard::on_validation,
                policy::validate_resource_policy,
            )
            .guarded(model::ReplicateSecretToRegions, self, on_secret, replicas::replicate_secret_to_regions)
            .guarded(
                model::RemoveRegionsFromReplication,
                self,
                on_secret,
                replicas::remove_regions_from_replication,
            )
            .guarded(model::StopReplicationToReplica, self, on_secret, replicas::stop_replication_to_replica)
            .guarded(model::RotateSecret, self, on_secret, rotate::rotate_secret)
            .guarded(model::CancelRotateSecret, self, on_secret, rotate::cancel_rotate_secret)
    }

    fn now(&self) -> i64 {
        self.clock.now().0
    }
}
