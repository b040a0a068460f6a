//! AWS managed keys: the ones that services use for an account that names none of its own. Their aliases are there from the start; the
//! key behind one is made when somebody first asks for it.

use neargate_core::{Scope, random_uuid};
use neargate_store::{Durability, Expect, Range, ReadRecords as _, Stored, WriteRecords as _};
use neargate_wire::Context;
use serde_json::json;

use crate::Kms;
use crate::material::NewVersion;
use crate::records::{AliasRecord, DAY_MILLIS, KeyRecord, Made, Rotation};
use crate::refusal::Refusal;
use crate::resolve::{self, Named};
use crate::spec::Spec;

const PREFIX: &str = "alias/aws/";
/// AWS rotates them every year.
const ROTATION_DAYS: i64 = 365;

/// The aliases without their prefix, in order, with the service behind each as its endpoint is called.
const SERVICES: [(&str, &str); 16] = [
    ("acm", "acm"),
    ("backup", "backup"),
    ("dynamodb", "dynamodb"),
    ("ebs", "ec2"),
    ("elasticfilesystem", "elasticfilesystem"),
    ("es", "es"),
    ("glue", "glue"),
    ("kinesis", "kinesis"),
    ("lambda", "lambda"),
    ("rds", "rds"),
    ("redshift", "redshift"),
    ("s3", "s3"),
    ("secretsmanager", "secretsmanager"),
    ("sns", "sns"),
    ("sqs", "sqs"),
    ("ssm", "ssm"),
];

fn service_of(name: &str) -> Option<(&'static str, &'static str)> {
    let short = name.strip_prefix(PREFIX)?;
    SERVICES.into_iter().find(|(alias, _)| *alias == short)
}

/// Whether it is one of the caller's account that could be made.
pub fn is_unmade(context: &Context, named: &Named) -> bool {
    matches!(named, Named::Alias { scope, name }
        if service_of(name).is_some() && scope.account == *context.principal.account())
}

/// The aliases that lead nowhere yet, in order.
pub async fn unmade_aliases(kms: &Kms, scope: &Scope) -> Result<Vec<String>, Refusal> {
    let made = kms.store.read(|r| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        r.list_records(account, region, Range::prefix(PREFIX))
    });
    let made: Vec<Stored<AliasRecord>> = made.await?;
    let names = SERVICES.iter().map(|(short, _)| format!("{PREFIX}{short}"));
    Ok(names.filter(|name| made.iter().all(|alias| alias.value.name != *name)).collect())
}

impl Kms {
    /// Makes the key of one of AWS's aliases, unless another did meanwhile.
    pub(crate) async fn make_managed(&self, named: &Named) -> Result<(), Refusal> {
        let Named::Alias { scope, name } = named else { return Ok(()) };
        let Some((short, service)) = service_of(name) else { return Ok(()) };
        let (scope, name, now) = (scope.clone(), name.clone(), self.now());
        let id = random_uuid();
        let first =
            NewVersion::make(&self.keyring, &scope, (&id, Spec::Symmetric), 1, Made::WithTheKey, now)?;
        let key = KeyRecord {
            description: format!("Default key that protects my {short} data when no other key is defined"),
            spec: Spec::Symmetric,
            usage: Spec::Symmetric.usage().to_owned(),
            managed_by: Some(short.to_owned()),
            policy: policy(&scope, short, service),
            tags: Default::default(),
            created: now,
            enabled: true,
            deletion: None,
            rotation: Some(Rotation { period_days: ROTATION_DAYS, next: now + ROTATION_DAYS * DAY_MILLIS }),
            versions: vec![first.version.clone()],
            id,
        };
        let keyring = self.keyring.clone();
        let written = self.store.write(Durability::Power, move |w| {
            if resolve::alias(w, &scope, &name)?.is_some() {
                return Ok(());
            }
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            let alias = AliasRecord { name: name.clone(), key: key.id.clone(), created: now, updated: now };
            w.put_record(account, region, &alias, Expect::Absent)?;
            w.put_record(account, region, &key, Expect::Absent)?;
            first.write(w, &keyring, &scope)
        });
        written.await
    }
}

/// Everybody in the account may use it, by way of its service.
fn policy(scope: &Scope, short: &str, service: &str) -> String {
    let (account, region) = (&scope.account, &scope.region);
    let document = json!({
        "Version": "2012-10-17",
        "Id": format!("auto-{short}-1"),
        "Statement": [
            {
                "Sid": format!("Allow access through {short} for all principals in the account that are authorized to use {short}"),
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"],
                "Resource": "*",
                "Condition": {"StringEquals": {
                    "kms:CallerAccount": account.as_str(),
                    "kms:ViaService": format!("{service}.{region}.amazonaws.com"),
                }},
            },
            {
                "Sid": "Allow direct access to key metadata to the account",
                "Effect": "Allow",
                "Principal": {"AWS": format!("arn:aws:iam::{account}:root")},
                "Action": ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
                "Resource": "*",
            },
        ],
    });
    document.to_string()
}
