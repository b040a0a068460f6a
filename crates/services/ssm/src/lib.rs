//! Systems Manager's Parameter Store: named values with versions, labels, paths and policies.
//!
//! A parameter is one document ([`records::ParameterRecord`]) that knows its latest version and its labels; each version is a document
//! of its own with its value sealed (`neargate_seal`), a plain String's no less than a SecureString's: people keep secrets in both.
//! The ids of parameters are their names, so that a path is a range of documents.
//!
//! A parameter whose Expiration has come is out of sight at once, and removed by the [`sweep`].
//!
//! `/aws/reference/secretsmanager/…` is read from Secrets Manager through the dispatcher, with the caller's own rights.
//! There are no public parameters (`/aws/service/…`).
//!
//! Never: logs a value.
//! Dies well: at any line. Nothing is kept outside the store.
//! Elsewhere: all else of Systems Manager (nowhere yet), and telling anybody about ExpirationNotification and NoChangeNotification.
//! Known to differ: a value of type `aws:ec2:image` is checked for its form, not for whether there is such an image.

mod by_path;
mod customer_key;
mod delete;
mod describe;
mod filter;
mod get;
mod guard;
mod history;
mod labels;
mod model;
mod name;
mod policies;
mod put;
mod records;
mod reference;
mod refusal;
mod resource_policies;
mod rewrap;
mod settings;
mod sweep;
mod tags;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use neargate_core::Clock;
use neargate_seal::Keyring;
use neargate_store::Store;
use neargate_wire::{Dispatcher, Service};

/// The service's operations and its sweep.
pub struct Ssm {
    store: Store,
    clock: Arc<dyn Clock>,
    keyring: Keyring,
    dispatcher: OnceLock<Dispatcher>,
}

impl Ssm {
    pub fn new(store: Store, clock: Arc<dyn Clock>, keyring: Keyring) -> Arc<Self> {
        Arc::new(Self { store, clock, keyring, dispatcher: OnceLock::new() })
    }

    /// Gives it the way to other services. To be called once, before the first request.
    pub fn connect(&self, dispatcher: Dispatcher) {
        // A second one would be the same.
        let _ = self.dispatcher.set(dispatcher);
    }

    /// The operations, ready for a dispatcher.
    pub fn service(self: &Arc<Self>) -> Service {
        use guard::on_named;
        Service::new("ssm", &model::MODEL, "ValidationException", refusal::INTERNAL)
            .guarded(model::PutParameter, self, guard::on_put, put::put_parameter)
            .guarded(model::GetParameter, self, on_named, get::get_parameter)
            .guarded(model::GetParameters, self, on_named, get::get_parameters)
            .guarded(model::GetParametersByPath, self, guard::on_path, by_path::get_parameters_by_path)
            .guarded(model::GetParameterHistory, self, on_named, history::get_parameter_history)
            .on(model::DescribeParameters, self, describe::describe_parameters)
            .guarded(model::DeleteParameter, self, on_named, delete::delete_parameter)
            .guarded(model::DeleteParameters, self, on_named, delete::delete_parameters)
            .guarded(model::LabelParameterVersion, self, on_named, labels::label_parameter_version)
            .guarded(model::UnlabelParameterVersion, self, on_named, labels::unlabel_parameter_version)
            .guarded(model::AddTagsToResource, self, on_named, tags::add_tags_to_resource)
            .guarded(model::RemoveTagsFromResource, self, on_named, tags::remove_tags_from_resource)
            .guarded(model::ListTagsForResource, self, on_named, tags::list_tags_for_resource)
            .guarded(model::GetServiceSetting, self, settings::on_setting, settings::get_service_setting)
            .guarded(
                model::UpdateServiceSetting,
                self,
                settings::on_setting,
                settings::update_service_setting,
            )
            .guarded(model::ResetServiceSetting, self, settings::on_setting, settings::reset_service_setting)
            .guarded(model::PutResourcePolicy, self, on_named, resource_policies::put_resource_policy)
            .guarded(model::GetResourcePolicies, self, on_named, resource_policies::get_resource_policies)
            .guarded(model::DeleteResourcePolicy, self, on_named, resource_policies::delete_resource_policy)
    }

    fn now(&self) -> i64 {
        self.clock.now().0
    }
}
