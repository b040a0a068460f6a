//! Buckets and what is set on them.

use std::collections::BTreeMap;

use neargate_policy::{Kind, Policy};
use neargate_store::{Durability, Expect, Range, ReadRecords as _, WriteRecords as _, Writer};
use neargate_wire::Context;
use serde_json::Value;

use crate::records::{
    self, BY_OWNER, Bucket, EVERYWHERE, Object, Part, PublicAccess, Tags, Upload, find_bucket,
};
use crate::refusal::Refused;
use crate::{S3, names};

const MAX_BUCKET_TAGS: usize = 50;
const MAX_POLICY_BYTES: usize = 20 << 10;
/// Where it all began: some rules are older than regions.
const FIRST_REGION: &str = "us-east-1";

impl S3 {
    /// Makes a bucket in the caller's account.
    pub(crate) async fn create_bucket(
        &self,
        context: &Context,
        name: &str,
        constraint: Option<&str>,
        tags: Tags,
    ) -> Result<(), Refused> {
        names::check_bucket(name)?;
        check_tags(&tags, MAX_BUCKET_TAGS)?;
        let region = region_of(constraint, context.scope.region.as_str())?;
        let bucket = Bucket {
            name: name.to_owned(),
            owner: context.scope.account.clone(),
            region,
            created: self.clock.now(),
            tags,
            policy: None,
            public_access: Some(PublicAccess::BLOCKED),
        };
        let made = self.store.write(context.durability, move |w| match find_bucket(w, &bucket.name)? {
            None => {
                w.put_record(EVERYWHERE, EVERYWHERE, &bucket, Expect::Absent)?;
                Ok(())
            }
            Some(there) if there.owner != bucket.owner => Err(Refused::bucket_exists()),
            Some(there) if there.region == FIRST_REGION && bucket.region == FIRST_REGION => Ok(()),
            Some(_) => Err(Refused::bucket_owned()),
        });
        made.await
    }

    pub(crate) async fn bucket(&self, name: &str) -> Result<Bucket, Refused> {
        self.store.read(|r| records::bucket(r, name)).await
    }

    /// Some of an account's buckets, by name, and whether there are more.
    pub(crate) async fn buckets(
        &self,
        context: &Context,
        prefix: Option<&str>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Bucket>, bool), Refused> {
        let range = Range { prefix, ..Range::all().after(after).limit(limit + 1) };
        let owner = context.scope.account.as_str();
        let found = self.store.read(|r| {
            r.lookup_records::<Bucket>(EVERYWHERE, EVERYWHERE, BY_OWNER, owner, range).map_err(Refused::from)
        });
        let mut found: Vec<_> = found.await?.into_iter().map(|found| found.value).collect();
        let more = found.len() > limit;
        found.truncate(limit);
        Ok((found, more))
    }

    /// Removes an empty bucket, with the uploads to it that were under way.
    pub(crate) async fn delete_bucket(&self, context: &Context, name: &str) -> Result<(), Refused> {
        let bucket = name.to_owned();
        let removed = self.store.write(context.durability, move |w| {
            records::bucket(w, &bucket)?;
            let left = w.list_records::<Object>(EVERYWHERE, &bucket, Range::all().limit(1))?;
            if !left.is_empty() {
                return Err(Refused::not_empty());
            }
            let files = drop_uploads(w, &bucket)?;
            w.delete_record::<Bucket>(EVERYWHERE, EVERYWHERE, &bucket, Expect::Any)?;
            Ok(files)
        });
        self.files.remove(removed.await?).await;
        Ok(())
    }

    /// Changes what is set on a bucket.
    async fn set(
        &self,
        durability: Durability,
        name: &str,
        change: impl Fn(&mut Bucket) + Send + 'static,
    ) -> Result<(), Refused> {
        let name = name.to_owned();
        let written = self.store.write(durability, move |w| {
            let mut bucket = records::bucket(w, &name)?;
            change(&mut bucket);
            w.put_record(EVERYWHERE, EVERYWHERE, &bucket, Expect::Any)?;
            Ok::<_, Refused>(())
        });
        written.await
    }

    pub(crate) async fn tag_bucket(&self, context: &Context, name: &str, tags: Tags) -> Result<(), Refused> {
        check_tags(&tags, MAX_BUCKET_TAGS)?;
        self.set(context.durability, name, move |bucket| bucket.tags = tags.clone()).await
    }

    pub(crate) async fn set_policy(
        &self,
        context: &Context,
        name: &str,
        policy: Option<String>,
    ) -> Result<(), Refused> {
        if let Some(text) = &policy {
            let bucket = self.bucket(name).await?;
            check_policy(&bucket, text, context)?;
        }
        self.set(context.durability, name, move |bucket| bucket.policy = policy.clone()).await
    }

    pub(crate) async fn set_public_access(
        &self,
        context: &Context,
        name: &str,
        access: Option<PublicAccess>,
    ) -> Result<(), Refused> {
        self.set(context.durability, name, move |bucket| bucket.public_access = access).await
    }
}

/// Where a bucket is made, by what the request says and where it was sent.
fn region_of(constraint: Option<&str>, endpoint: &str) -> Result<String, Refused> {
    const CODE: &str = "IllegalLocationConstraintException";
    match constraint.filter(|constraint| !constraint.is_empty()) {
        None if endpoint == FIRST_REGION => Ok(FIRST_REGION.to_owned()),
        None => Err(Refused::other(
            CODE,
            "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.",
        )),
        // The region that is named by saying nothing.
        Some(FIRST_REGION) => {
            Err(Refused::other("InvalidLocationConstraint", "The specified location-constraint is not valid"))
        }
        Some("EU") => Ok("eu-west-1".to_owned()),
        Some(constraint) if endpoint == FIRST_REGION || endpoint == constraint => Ok(constraint.to_owned()),
        Some(constraint) => Err(Refused::other(
            CODE,
            format!(
                "The {constraint} location constraint is incompatible for the region specific endpoint this request was sent to."
            ),
        )),
    }
}

/// Uploads under way and their parts, as far as documents go: whose files they were.
fn drop_uploads(w: &mut dyn Writer, bucket: &str) -> Result<Vec<String>, Refused> {
    let mut files = Vec::new();
    for part in w.list_records::<Part>(EVERYWHERE, bucket, Range::all())? {
        let part = part.value;
        w.delete_record::<Part>(
            EVERYWHERE,
            bucket,
            &records::part_id(&part.upload, part.number),
            Expect::Any,
        )?;
        files.extend(part.pieces.into_iter().map(|piece| piece.file));
    }
    for upload in w.list_records::<Upload>(EVERYWHERE, bucket, Range::all())? {
        let id = records::upload_id(&upload.value.key, &upload.value.id);
        w.delete_record::<Upload>(EVERYWHERE, bucket, &id, Expect::Any)?;
    }
    Ok(files)
}

/// AWS's limits of tags.
pub(crate) fn check_tags(tags: &BTreeMap<String, String>, max: usize) -> Result<(), Refused> {
    if tags.len() > max {
        let message = format!("Object tags cannot be greater than {max}");
        return Err(Refused::other("BadRequest", message));
    }
    for (key, value) in tags {
        if key.is_empty() || key.chars().count() > 128 {
            return Err(Refused::other("InvalidTag", "The TagKey you have provided is invalid"));
        }
        if value.chars().count() > 256 {
            return Err(Refused::other("InvalidTag", "The TagValue you have provided is invalid"));
        }
        if key.starts_with("aws:") {
            let message = "System tags cannot be added/updated by requester";
            return Err(Refused::other("InvalidTag", message));
        }
    }
    Ok(())
}

fn check_policy(bucket: &Bucket, text: &str, context: &Context) -> Result<(), Refused> {
    let malformed = |message: &str| Refused::other("MalformedPolicy", message);
    if text.len() > MAX_POLICY_BYTES {
        return Err(malformed("Policy exceeds the maximum allowed document size."));
    }
    let json: Value = serde_json::from_str(text)
        .map_err(|_| malformed("Policies must be valid JSON and the first byte must be '{'"))?;
    Policy::parse_as(Kind::Resource, text).map_err(|error| malformed(&error.to_string()))?;
    let about = |resource: &Value| {
        let arn = records::arn(&bucket.name);
        let within = resource.as_str().and_then(|text| text.strip_prefix(&arn));
        within.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('*'))
    };
    for statement in listed(&json["Statement"]) {
        if !listed(&statement["Resource"]).iter().all(|resource| about(resource)) {
            return Err(malformed("Policy has invalid resource"));
        }
        if bucket.public_access.is_some_and(|access| access.block_policy) && is_public(statement) {
            let (caller, arn) = (context.principal.arn(), records::arn(&bucket.name));
            return Err(Refused::denied(format!(
                "User: {caller} is not authorized to perform: s3:PutBucketPolicy on resource: \"{arn}\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."
            )));
        }
    }
    Ok(())
}

/// Whether a policy that was checked when it was put makes a bucket public.
pub(crate) fn allows_everybody(policy: &str) -> bool {
    let json: Value = serde_json::from_str(policy).unwrap_or_default();
    listed(&json["Statement"]).into_iter().any(is_public)
}

/// Allows something to everybody. A statement with conditions is taken not to: which of them narrow enough AWS decides by a list.
fn is_public(statement: &Value) -> bool {
    let everybody = |principal: &Value| listed(principal).iter().any(|one| one.as_str() == Some("*"));
    let principal = &statement["Principal"];
    statement["Effect"] == "Allow"
        && statement.get("Condition").is_none()
        && (everybody(principal) || everybody(&principal["AWS"]))
}

/// What may be written as one or as a list.
fn listed(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_made_where_it_is_asked_for() {
        let code = |constraint, endpoint| region_of(constraint, endpoint).map_err(|refused| refused.code);
        assert_eq!(code(None, "us-east-1").as_deref(), Ok("us-east-1"));
        assert_eq!(code(Some("eu-west-1"), "us-east-1").as_deref(), Ok("eu-west-1"));
        assert_eq!(code(Some("eu-west-1"), "eu-west-1").as_deref(), Ok("eu-west-1"));
        assert_eq!(code(None, "eu-west-1"), Err("IllegalLocationConstraintException"));
        assert_eq!(code(Some("eu-west-1"), "eu-west-2"), Err("IllegalLocationConstraintException"));
        assert_eq!(code(Some("us-east-1"), "us-east-1"), Err("InvalidLocationConstraint"));
    }
}
