//! The door for other parts of neargate: a few operations through the dispatcher, with bodies in memory.
//!
//! They aren't reachable over HTTP, where [`front`](crate::front) serves S3. What they don't do with a request's members they refuse.

use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use neargate_wire::authorize::Accesses;
use neargate_wire::{AwsError, Blob, Context, Service, Time};

use crate::S3;
use crate::access::SERVED;
use crate::model::*;
use crate::objects::{Precondition, Span};
use crate::receive::{Claims, receive};
use crate::records::Head;
use crate::refusal::Refused;

/// The largest object that is handed over in memory.
const MAX_BYTES: u64 = 16 << 20;

impl S3 {
    /// The operations, ready for a dispatcher.
    pub fn service(self: &Arc<Self>) -> Service {
        Service::new("s3", &MODEL, "InvalidRequest", "InternalError")
            .fronted(SERVED)
            .guarded(GetBucketLocation, self, guard_location, location)
            .guarded(GetObject, self, guard_get, get)
            .guarded(HeadBucket, self, guard_head, head)
            .guarded(PutObject, self, guard_put, put)
    }
}

macro_rules! guards {
    ($($name:ident: $input:ty => $action:literal $(, $key:ident)?;)*) => {
        $(fn $name<'a>(s3: &'a S3, _: &'a Context, input: &'a $input) -> Accesses<'a> {
            Box::pin(async move {
                let key: Option<&str> = None $(.or(input.$key.as_deref()))?;
                Ok(s3.accesses(input.bucket.as_deref().unwrap_or_default(), $action, key).await?)
            })
        })*
    };
}

guards! {
    guard_location: GetBucketLocationRequest => "s3:GetBucketLocation";
    guard_head: HeadBucketRequest => "s3:ListBucket";
    guard_get: GetObjectRequest => "s3:GetObject", key;
}

fn guard_put<'a>(s3: &'a S3, _: &'a Context, input: &'a PutObjectRequest) -> Accesses<'a> {
    Box::pin(async move {
        let bucket = input.bucket.as_deref().unwrap_or_default();
        let accesses = s3.accesses(bucket, "s3:PutObject", input.key.as_deref()).await?;
        Ok(accesses.into_iter().map(|access| access.with_conditions(asked_of(&input.acl))).collect())
    })
}

/// What policies may ask of a put: those that let AWS's services write demand that an object be its bucket's owner's.
fn asked_of(acl: &Option<ObjectCannedACL>) -> Vec<(&'static str, String)> {
    acl.iter().map(|acl| ("s3:x-amz-acl", acl.as_str().to_owned())).collect()
}

async fn location(
    s3: Arc<S3>,
    context: Context,
    input: GetBucketLocationRequest,
) -> Result<GetBucketLocationOutput, AwsError> {
    let name = input.bucket.unwrap_or_default();
    s3.visit(&context, &name, "s3:GetBucketLocation", None, Vec::new()).await?;
    let region = s3.bucket(&name).await?.region;
    let constraint = (region != "us-east-1").then(|| region.as_str().into());
    Ok(GetBucketLocationOutput { location_constraint: constraint })
}

async fn head(s3: Arc<S3>, context: Context, input: HeadBucketRequest) -> Result<HeadBucketOutput, AwsError> {
    let name = input.bucket.unwrap_or_default();
    s3.visit(&context, &name, "s3:ListBucket", None, Vec::new()).await?;
    let bucket = s3.bucket(&name).await?;
    Ok(HeadBucketOutput { bucket_region: Some(bucket.region), ..HeadBucketOutput::default() })
}

async fn get(s3: Arc<S3>, context: Context, input: GetObjectRequest) -> Result<GetObjectOutput, AwsError> {
    let GetObjectRequest { bucket, key, .. } = input.clone();
    let (bucket, key) = (bucket.unwrap_or_default(), key.unwrap_or_default());
    let understood =
        GetObjectRequest { bucket: Some(bucket.clone()), key: Some(key.clone()), ..Default::default() };
    if input != understood {
        return Err(Refused::not_implemented("GetObject with more than a bucket and a key").into());
    }
    s3.visit(&context, &bucket, "s3:GetObject", Some(&key), Vec::new()).await?;
    let found = match s3.find(&bucket, &key).await {
        Ok(found) => found,
        Err(refused) => return Err(s3.absent(&context, &bucket, refused).await.into()),
    };
    let object = found.object.clone();
    if object.size > MAX_BYTES {
        let message = format!("The object is larger than {MAX_BYTES} bytes.");
        return Err(Refused::other("EntityTooLarge", message).into());
    }
    let bytes: Vec<bytes::Bytes> =
        s3.read(found, Span { from: 0, length: object.size }).try_collect().await.map_err(Refused::from)?;
    Ok(GetObjectOutput {
        body: Some(Blob(bytes.concat())),
        content_length: i64::try_from(object.size).ok(),
        content_type: object.head.content_type,
        e_tag: Some(format!("\"{}\"", object.etag)),
        last_modified: Some(Time(object.modified)),
        ..GetObjectOutput::default()
    })
}

async fn put(s3: Arc<S3>, context: Context, input: PutObjectRequest) -> Result<PutObjectOutput, AwsError> {
    let PutObjectRequest { bucket, key, body, content_type, acl, .. } = input.clone();
    // Every object is its bucket's owner's, whoever put it.
    let acl = acl.filter(|acl| *acl == ObjectCannedACL::BucketOwnerFullControl);
    let (bucket, key) = (bucket.unwrap_or_default(), key.unwrap_or_default());
    let understood = PutObjectRequest {
        bucket: Some(bucket.clone()),
        key: Some(key.clone()),
        body: body.clone(),
        content_type: content_type.clone(),
        acl: acl.clone(),
        ..Default::default()
    };
    if input != understood {
        let what = "PutObject with more than a bucket, a key, a body and its type";
        return Err(Refused::not_implemented(what).into());
    }
    s3.visit(&context, &bucket, "s3:PutObject", Some(&key), asked_of(&acl)).await?;
    s3.bucket(&bucket).await?;
    let bytes = body.unwrap_or_default().0;
    let claims = Claims { length: Some(bytes.len() as u64), ..Claims::default() };
    let body = stream::iter([Ok(bytes::Bytes::from(bytes))]);
    let received = receive(&s3.files, body.boxed(), claims).await?;
    let head = Head { content_type, ..Head::default() };
    let what = (received, head, Default::default());
    let object = s3.put(context.durability, &bucket, &key, what, Precondition::default()).await?;
    Ok(PutObjectOutput { e_tag: Some(format!("\"{}\"", object.etag)), ..PutObjectOutput::default() })
}

impl S3 {
    /// For a caller whose rights have no limits, whom no guard asks: other accounts' buckets aren't theirs all the same.
    async fn visit(
        &self,
        context: &Context,
        bucket: &str,
        action: &'static str,
        key: Option<&str>,
        conditions: Vec<(&'static str, String)>,
    ) -> Result<(), Refused> {
        if self.authorizer.limits(context) {
            return Ok(());
        }
        self.allow(context, action, bucket, key, conditions).await
    }
}
