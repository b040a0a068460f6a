//! The operations on policies and keys, each with what it touches.

use std::sync::Arc;

use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{Context, Service};

use super::{account, index, keys, resource};
use crate::model::*;
use crate::{Logs, guards};

/// Adds the operations to the service.
pub fn register(service: Service, logs: &Arc<Logs>) -> Service {
    service
        .on(PutResourcePolicy, logs, resource::put)
        .on(DescribeResourcePolicies, logs, resource::describe)
        .on(DeleteResourcePolicy, logs, resource::delete)
        .on(PutAccountPolicy, logs, account::put)
        .on(DescribeAccountPolicies, logs, account::describe)
        .on(DeleteAccountPolicy, logs, account::delete)
        .guarded(PutIndexPolicy, logs, put_index_policy, index::put)
        .guarded(DeleteIndexPolicy, logs, delete_index_policy, index::delete)
        .guarded(DescribeIndexPolicies, logs, describe_index_policies, index::describe)
        .guarded(DescribeFieldIndexes, logs, describe_field_indexes, index::describe_fields)
        .guarded(AssociateKmsKey, logs, associate_kms_key, keys::associate)
        .guarded(DisassociateKmsKey, logs, disassociate_kms_key, keys::disassociate)
}

/// The action on each of the groups that are named, by name or ARN.
fn groups<'a>(
    context: &Context,
    action: &'static str,
    names: impl IntoIterator<Item = &'a String>,
) -> Accesses<'static> {
    let resource = |name: &'a String| guards::group(&context.scope, Some(name), Some(""));
    let accesses: Vec<Access> = names.into_iter().map(|name| Access::new(action, resource(name))).collect();
    Box::pin(async move { Ok(accesses) })
}

fn put_index_policy<'a>(_: &'a Logs, context: &'a Context, input: &'a PutIndexPolicyRequest) -> Accesses<'a> {
    groups(context, "logs:PutIndexPolicy", &input.log_group_identifier)
}

fn delete_index_policy<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a DeleteIndexPolicyRequest,
) -> Accesses<'a> {
    groups(context, "logs:DeleteIndexPolicy", &input.log_group_identifier)
}

fn describe_index_policies<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a DescribeIndexPoliciesRequest,
) -> Accesses<'a> {
    groups(context, "logs:DescribeIndexPolicies", input.log_group_identifiers.iter().flatten())
}

fn describe_field_indexes<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a DescribeFieldIndexesRequest,
) -> Accesses<'a> {
    groups(context, "logs:DescribeFieldIndexes", input.log_group_identifiers.iter().flatten())
}

fn associate_kms_key<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a AssociateKmsKeyRequest,
) -> Accesses<'a> {
    groups(context, "logs:AssociateKmsKey", input.log_group_name.iter().chain(&input.resource_identifier))
}

fn disassociate_kms_key<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a DisassociateKmsKeyRequest,
) -> Accesses<'a> {
    groups(context, "logs:DisassociateKmsKey", input.log_group_name.iter().chain(&input.resource_identifier))
}
