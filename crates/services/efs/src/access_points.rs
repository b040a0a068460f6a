//! CreateAccessPoint, DescribeAccessPoints, DeleteAccessPoint: a directory of a file system, and the user that it is used as.

use std::sync::Arc;

use http::StatusCode;
use neargate_core::{Scope, random_hex};
use neargate_store::{Expect, Range, ReadRecords as _, Stored, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};

use crate::Efs;
use crate::file_systems::page;
use crate::model::{self, AccessPointDescription, LifeCycleState, RootDirectory};
use crate::records::{self, AccessPoint, BY_FILE_SYSTEM, BY_TOKEN, arn, bare, name_of};
use crate::refusal::{Refused, bad_request, refusal};
use crate::tags::check_tags;

const PER_PAGE: i64 = 100;
const MAX_DEPTH: usize = 4;

pub(crate) async fn create(
    efs: Arc<Efs>,
    context: Context,
    input: model::CreateAccessPointRequest,
) -> Result<AccessPointDescription, AwsError> {
    let tags = input.tags.unwrap_or_default();
    check_tags(&tags)?;
    let root = input.root_directory.unwrap_or_default();
    let path = root.path.unwrap_or_else(|| "/".to_owned());
    check_path(&path)?;
    let fresh = AccessPoint {
        id: format!("fsap-{}", random_hex(17)),
        file_system_id: bare(input.file_system_id),
        client_token: input.client_token.unwrap_or_default(),
        posix_user: input.posix_user,
        root_directory: RootDirectory { path: Some(path), creation_info: root.creation_info },
        tags,
    };
    let (scope, written) = (context.scope.clone(), fresh.clone());
    let made: Result<(), Refused> = efs
        .store
        .write(context.durability, move |writer| {
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            records::file_system(writer, &scope, &written.file_system_id)?;
            let known = writer.lookup_records::<AccessPoint>(
                account,
                region,
                BY_TOKEN,
                &written.client_token,
                Range::all(),
            )?;
            if let Some(known) = known.first() {
                let message =
                    format!("Access point already exists with client token '{}'", written.client_token);
                let error = refusal("AccessPointAlreadyExists", StatusCode::CONFLICT, message);
                return Err(error.with_member("AccessPointId", known.value.id.as_str()).into());
            }
            writer.put_record(account, region, &written, Expect::Absent)?;
            Ok(())
        })
        .await;
    made?;
    Ok(AccessPointDescription {
        life_cycle_state: Some(LifeCycleState::Creating),
        ..shape(&fresh, &context.scope)
    })
}

pub(crate) async fn describe(
    efs: Arc<Efs>,
    context: Context,
    input: model::DescribeAccessPointsRequest,
) -> Result<model::DescribeAccessPointsResponse, AwsError> {
    if input.access_point_id.is_some() && input.file_system_id.is_some() {
        return Err(bad_request("Only one of AccessPointId and FileSystemId may be given."));
    }
    let limit = page(input.max_results, PER_PAGE);
    let scope = &context.scope;
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let of = input.file_system_id.map(|id| bare(Some(id)));
    let token_context = ["efs", account, region, "access-points", of.as_deref().unwrap_or_default()];
    let found: Result<Vec<Stored<AccessPoint>>, Refused> = efs
        .store
        .read(|reader| {
            if let Some(id) = input.access_point_id.clone() {
                return Ok(vec![records::access_point(reader, scope, &bare(Some(id)))?]);
            }
            let after =
                input.next_token.as_deref().map(|text| token::decode(&token_context, text)).transpose()?;
            let range = Range::all().after(after.as_deref()).limit(limit + 1);
            let Some(id) = &of else { return Ok(reader.list_records(account, region, range)?) };
            records::file_system(reader, scope, id)?;
            Ok(reader.lookup_records(account, region, BY_FILE_SYSTEM, id, range)?)
        })
        .await;
    let mut found = found?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next_token = found.last().filter(|_| more).map(|last| token::encode(&token_context, &last.value.id));
    let access_points = Some(found.iter().map(|stored| shape(&stored.value, scope)).collect());
    Ok(model::DescribeAccessPointsResponse { access_points, next_token })
}

pub(crate) async fn delete(
    efs: Arc<Efs>,
    context: Context,
    input: model::DeleteAccessPointRequest,
) -> Result<(), AwsError> {
    let (scope, id) = (context.scope.clone(), bare(input.access_point_id));
    let deleted: Result<(), Refused> = efs
        .store
        .write(context.durability, move |writer| {
            let known = records::access_point(writer, &scope, &id)?;
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            writer.delete_record::<AccessPoint>(account, region, &id, Expect::Revision(known.revision))?;
            Ok(())
        })
        .await;
    Ok(deleted?)
}

/// The model's pattern has a look-ahead, which our validation leaves to us.
fn check_path(path: &str) -> Result<(), AwsError> {
    let parts: Vec<&str> = path.strip_prefix('/').map(|rest| rest.split('/').collect()).unwrap_or_default();
    let plain = |part: &&str| {
        !part.is_empty() && !part.starts_with('.') && !part.contains(|c| "$#<>;`|&?{}^*\n\0".contains(c))
    };
    if path == "/" || (!parts.is_empty() && parts.len() <= MAX_DEPTH && parts.iter().all(plain)) {
        return Ok(());
    }
    Err(bad_request(format!(
        "Invalid path '{path}': it must be absolute, at most {MAX_DEPTH} directories deep."
    )))
}

fn shape(point: &AccessPoint, scope: &Scope) -> AccessPointDescription {
    AccessPointDescription {
        client_token: Some(point.client_token.clone()),
        name: name_of(&point.tags),
        tags: Some(point.tags.clone()),
        access_point_id: Some(point.id.clone()),
        access_point_arn: Some(arn(scope, "access-point", &point.id)),
        file_system_id: Some(point.file_system_id.clone()),
        posix_user: point.posix_user.clone(),
        root_directory: Some(point.root_directory.clone()),
        owner_id: Some(scope.account.to_string()),
        life_cycle_state: Some(LifeCycleState::Available),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_directories_are_absolute_and_not_deep() {
        for good in ["/", "/a", "/a/b/c/d", "/a b"] {
            assert!(check_path(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "//", "/a/", "/a//b", "/..", "/a/../b", "/.a", "/a/b/c/d/e", "/a;b", "/a\0b"] {
            assert!(check_path(bad).is_err(), "{bad}");
        }
    }
}
