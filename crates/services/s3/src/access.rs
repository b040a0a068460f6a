//! What a request is about to touch, and whether its caller may: asked of the same authorizer as every other service asks.

use std::sync::Arc;

use http::Uri;
use neargate_store::ReadRecords as _;
use neargate_wire::Context;
use neargate_wire::authorize::Access;
use s3s::S3Result;
use s3s::access::{S3Access, S3AccessContext};
use s3s::dto::CopySource;

use crate::front::Caller;
use crate::records::{self, Bucket, EVERYWHERE};
use crate::refusal::Refused;
use crate::{S3, names};

/// What an operation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// The caller's account.
    Account,
    Bucket,
    Object,
}

macro_rules! operations {
    ($($name:literal $about:ident $action:literal;)*) => {
        /// The operations that there are over HTTP.
        pub(crate) const SERVED: &[&str] = &[$($name),*];

        /// The action that an operation is, and what it is about; none if it isn't there.
        pub(crate) fn action_of(operation: &str) -> Option<(About, &'static str)> {
            match operation {
                $($name => Some((About::$about, concat!("s3:", $action))),)*
                _ => None,
            }
        }
    };
}

operations! {
    "AbortMultipartUpload" Object "AbortMultipartUpload";
    "CompleteMultipartUpload" Object "PutObject";
    "CopyObject" Object "PutObject";
    "CreateBucket" Bucket "CreateBucket";
    "CreateMultipartUpload" Object "PutObject";
    "DeleteBucket" Bucket "DeleteBucket";
    "DeleteBucketCors" Bucket "PutBucketCORS";
    "DeleteBucketEncryption" Bucket "PutEncryptionConfiguration";
    "DeleteBucketLifecycle" Bucket "PutLifecycleConfiguration";
    "DeleteBucketPolicy" Bucket "DeleteBucketPolicy";
    "DeleteBucketReplication" Bucket "PutReplicationConfiguration";
    "DeleteBucketTagging" Bucket "PutBucketTagging";
    "DeleteBucketWebsite" Bucket "DeleteBucketWebsite";
    "DeleteObject" Object "DeleteObject";
    "DeleteObjectTagging" Object "DeleteObjectTagging";
    "DeleteObjects" Bucket "DeleteObject";
    "DeletePublicAccessBlock" Bucket "PutBucketPublicAccessBlock";
    "GetBucketAccelerateConfiguration" Bucket "GetAccelerateConfiguration";
    "GetBucketAcl" Bucket "GetBucketAcl";
    "GetBucketCors" Bucket "GetBucketCORS";
    "GetBucketEncryption" Bucket "GetEncryptionConfiguration";
    "GetBucketLifecycleConfiguration" Bucket "GetLifecycleConfiguration";
    "GetBucketLocation" Bucket "GetBucketLocation";
    "GetBucketLogging" Bucket "GetBucketLogging";
    "GetBucketNotificationConfiguration" Bucket "GetBucketNotification";
    "GetBucketOwnershipControls" Bucket "GetBucketOwnershipControls";
    "GetBucketPolicy" Bucket "GetBucketPolicy";
    "GetBucketPolicyStatus" Bucket "GetBucketPolicyStatus";
    "GetBucketReplication" Bucket "GetReplicationConfiguration";
    "GetBucketRequestPayment" Bucket "GetBucketRequestPayment";
    "GetBucketTagging" Bucket "GetBucketTagging";
    "GetBucketVersioning" Bucket "GetBucketVersioning";
    "GetBucketWebsite" Bucket "GetBucketWebsite";
    "GetObject" Object "GetObject";
    "GetObjectAcl" Object "GetObjectAcl";
    "GetObjectAttributes" Object "GetObjectAttributes";
    "GetObjectLockConfiguration" Bucket "GetBucketObjectLockConfiguration";
    "GetObjectTagging" Object "GetObjectTagging";
    "GetPublicAccessBlock" Bucket "GetBucketPublicAccessBlock";
    "HeadBucket" Bucket "ListBucket";
    "HeadObject" Object "GetObject";
    "ListBucketInventoryConfigurations" Bucket "GetInventoryConfiguration";
    "ListBuckets" Account "ListAllMyBuckets";
    "ListMultipartUploads" Bucket "ListBucketMultipartUploads";
    "ListObjectVersions" Bucket "ListBucketVersions";
    "ListObjects" Bucket "ListBucket";
    "ListObjectsV2" Bucket "ListBucket";
    "ListParts" Object "ListMultipartUploadParts";
    "PutBucketAcl" Bucket "PutBucketAcl";
    "PutBucketEncryption" Bucket "PutEncryptionConfiguration";
    "PutBucketOwnershipControls" Bucket "PutBucketOwnershipControls";
    "PutBucketPolicy" Bucket "PutBucketPolicy";
    "PutBucketRequestPayment" Bucket "PutBucketRequestPayment";
    "PutBucketTagging" Bucket "PutBucketTagging";
    "PutObject" Object "PutObject";
    "PutObjectAcl" Object "PutObjectAcl";
    "PutObjectTagging" Object "PutObjectTagging";
    "PutPublicAccessBlock" Bucket "PutBucketPublicAccessBlock";
    "UploadPart" Object "PutObject";
    "UploadPartCopy" Object "PutObject";
}

impl S3 {
    /// Whether the caller may do `action` to a bucket, or to an object in it. A bucket that isn't there says so: names are no secret,
    /// since anybody could ask by trying to make it.
    pub(crate) async fn allow(
        &self,
        context: &Context,
        action: &'static str,
        bucket: &str,
        key: Option<&str>,
        conditions: Vec<(&'static str, String)>,
    ) -> Result<(), Refused> {
        let bucket = self.bucket(bucket).await?;
        let foreign = bucket.owner != context.scope.account;
        // Whose rights have no limits is still a guest in other accounts.
        if !foreign && !self.authorizer.limits(context) {
            return Ok(());
        }
        let access = access(&bucket, action, key).with_conditions(conditions);
        Ok(self.authorizer.authorize(context, &[access]).await?)
    }

    /// What the caller is told of an object that isn't there: who may not list the bucket doesn't learn that.
    pub(crate) async fn absent(&self, context: &Context, bucket: &str, refused: Refused) -> Refused {
        if refused.code != "NoSuchKey" {
            return refused;
        }
        match self.allow(context, "s3:ListBucket", bucket, None, Vec::new()).await {
            Ok(()) => refused,
            Err(denied) => denied,
        }
    }

    /// For guards of the door: as [`S3::allow`], with nothing said of a bucket that isn't there.
    pub(crate) async fn accesses(
        &self,
        bucket: &str,
        action: &'static str,
        key: Option<&str>,
    ) -> Result<Vec<Access>, Refused> {
        let found = self.store.read(|r| r.get_record::<Bucket>(EVERYWHERE, EVERYWHERE, bucket)).await?;
        let found = found.ok_or_else(Refused::no_bucket)?;
        Ok(vec![access(&found.value, action, key)])
    }
}

fn access(bucket: &Bucket, action: &'static str, key: Option<&str>) -> Access {
    let resource = match key {
        Some(key) => records::object_arn(&bucket.name, key),
        None => records::arn(&bucket.name),
    };
    Access::new(action, resource).owned_by(bucket.owner.clone()).with_resource_policy(bucket.policy.clone())
}

/// Whether the caller may, for every operation alike.
pub(crate) struct Guard(pub Arc<S3>);

#[async_trait::async_trait]
impl S3Access for Guard {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        Ok(self.allow(cx).await?)
    }
}

impl Guard {
    async fn allow(&self, cx: &mut S3AccessContext<'_>) -> Result<(), Refused> {
        let caller = cx.extensions_mut().get::<Caller>().cloned();
        let caller = caller.ok_or_else(|| Refused::internal("a request without a caller"))?;
        let (s3, context, name) = (&self.0, &*caller.context, cx.s3_op().name().to_owned());
        let Some((about, action)) = action_of(&name) else { return Err(Refused::not_implemented(&name)) };
        if let Some(known) = SERVED.iter().find(|known| **known == name) {
            let _ = caller.operation.set(known);
        }
        let (bucket, key) = (cx.s3_path().get_bucket_name(), cx.s3_path().get_object_key());
        let Some(bucket) = bucket.filter(|_| about != About::Account) else {
            return self.allow_unowned(context, action, "arn:aws:s3:::*".to_owned()).await;
        };
        names::check_bucket(bucket)?;
        if name == "CreateBucket" {
            return self.allow_unowned(context, action, records::arn(bucket)).await;
        }
        let header = |name: &str| cx.headers().get(name).and_then(|value| value.to_str().ok());
        self.expect_owner(bucket, header("x-amz-expected-bucket-owner")).await?;
        match name.as_str() {
            // Each key is asked about by itself.
            "DeleteObjects" => {}
            _ => s3.allow(context, action, bucket, key, listing(cx.uri())).await?,
        }
        if let Some(source) = header("x-amz-copy-source") {
            let source = CopySource::parse(source).map_err(|_| {
                Refused::argument(
                    "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
                )
            })?;
            if let CopySource::Bucket { bucket, key, .. } = source {
                self.expect_owner(&bucket, header("x-amz-source-expected-bucket-owner")).await?;
                s3.allow(context, "s3:GetObject", &bucket, Some(&key), Vec::new()).await?;
            }
        }
        if header("x-amz-tagging").is_some() {
            s3.allow(context, "s3:PutObjectTagging", bucket, key, Vec::new()).await?;
        }
        Ok(())
    }

    /// What isn't about a bucket that somebody has.
    async fn allow_unowned(
        &self,
        context: &Context,
        action: &'static str,
        arn: String,
    ) -> Result<(), Refused> {
        let authorizer = &self.0.authorizer;
        if authorizer.limits(context) {
            let access = Access::new(action, arn).owned_by(context.scope.account.clone());
            authorizer.authorize(context, &[access]).await?;
        }
        Ok(())
    }

    async fn expect_owner(&self, bucket: &str, owner: Option<&str>) -> Result<(), Refused> {
        match owner {
            Some(owner) if self.0.bucket(bucket).await?.owner.as_str() != owner => {
                Err(Refused::denied("Access Denied"))
            }
            _ => Ok(()),
        }
    }
}

/// What policies may ask of a listing.
fn listing(uri: &Uri) -> Vec<(&'static str, String)> {
    let keys = [("prefix", "s3:prefix"), ("delimiter", "s3:delimiter"), ("max-keys", "s3:max-keys")];
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    pairs
        .filter_map(|(name, value)| {
            let (_, key) = keys.iter().find(|(parameter, _)| *parameter == name)?;
            Some((*key, value.into_owned()))
        })
        .collect()
}
