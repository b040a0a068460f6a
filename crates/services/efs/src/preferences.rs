//! DescribeAccountPreferences and PutAccountPreferences: how long the ids of file systems and mount targets are, which is to say that
//! they are long.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use crate::Efs;
use crate::model::{self, Resource, ResourceIdPreference, ResourceIdType};
use crate::refusal::bad_request;

pub(crate) async fn describe(
    _: Arc<Efs>,
    _: Context,
    _: model::DescribeAccountPreferencesRequest,
) -> Result<model::DescribeAccountPreferencesResponse, AwsError> {
    Ok(model::DescribeAccountPreferencesResponse {
        resource_id_preference: Some(long_ids()),
        next_token: None,
    })
}

/// AWS has refused short ids since 2021.
pub(crate) async fn put(
    _: Arc<Efs>,
    _: Context,
    input: model::PutAccountPreferencesRequest,
) -> Result<model::PutAccountPreferencesResponse, AwsError> {
    if input.resource_id_type == Some(ResourceIdType::ShortId) {
        return Err(bad_request("Setting the account preference to SHORT_ID is not supported."));
    }
    Ok(model::PutAccountPreferencesResponse { resource_id_preference: Some(long_ids()) })
}

fn long_ids() -> ResourceIdPreference {
    ResourceIdPreference {
        resource_id_type: Some(ResourceIdType::LongId),
        resources: Some(vec![Resource::FileSystem, Resource::MountTarget]),
    }
}
