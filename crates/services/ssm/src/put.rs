//! `PutParameter`: a new parameter, or a new version of one that is there.

use std::sync::Arc;

use neargate_core::{Scope, random_hex};
use neargate_seal::Keyring;
use neargate_store::{Error, Expect, ReadRecords as _, Stored, WriteRecords as _, Writer};
use neargate_wire::{AwsError, Context};
use regex_lite::Regex;

use crate::customer_key::DEFAULT_KEY;
use crate::model::{self, ParameterTier, ParameterType, PutParameterRequest};
use crate::policies::{self, Policy};
use crate::records::{self, Binding, ParameterRecord, SECURE, VersionInfo, VersionRecord, arn};
use crate::refusal::Refusal;
use crate::{Ssm, name, tags};

const STANDARD: &str = "Standard";
pub const ADVANCED: &str = "Advanced";
const STANDARD_MAX_BYTES: usize = 4096;
const ADVANCED_MAX_BYTES: usize = 8192;
const VERSIONS_MAX: i64 = 100;
const IMAGE: &str = "aws:ec2:image";
const DATA_TYPES: [&str; 3] = ["text", IMAGE, "aws:ssm:integration"];

pub async fn put_parameter(
    ssm: Arc<Ssm>,
    context: Context,
    mut input: PutParameterRequest,
) -> Result<model::PutParameterResult, AwsError> {
    let scope = context.scope.clone();
    // Spaces around a name are none of it, as documented.
    let name = input.name.as_deref().unwrap_or_default().trim().to_owned();
    let value = neargate_seal::Secret::from(input.value.take().unwrap_or_default());
    let text = value.as_text().unwrap_or_default();
    name::check_new(&name, &arn(&scope, &name))?;
    let mut wanted = Wanted::of(&input, text, context.principal.arn(), ssm.now())?;
    if wanted.tier.is_none() {
        wanted.tier = ssm.default_tier(&scope).await?;
    }
    let tags = tags::of_request(input.tags)?;
    if wanted.overwrite && !tags.is_empty() {
        return Err(Refusal::validation(
            "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove \
             overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or \
             RemoveTagsFromResource.",
        )
        .into());
    }
    // The value is sealed for the version that it will be; if another came first, it is sealed again for the next.
    let uid = random_hex(16);
    loop {
        let now = ssm.now();
        let known = ssm.store.read(|r| records::find(r, &scope, &name, now)).await.map_err(Refusal::from)?;
        let (expect, next) = match known {
            Some(Stored { value, revision }) => (Some(revision), wanted.next(value, text)?),
            None => (None, wanted.first(name.clone(), uid.clone(), tags.clone(), text)?),
        };
        let binding = Binding::of(&scope, &next.uid, &name, &next.latest);
        let (payload, under) = ssm.encrypted(&context, &name, &next.latest, &value).await?;
        let sealed = ssm.keyring.seal(&binding.parts(), payload.as_bytes());
        let info = next.latest.clone();
        let record = VersionRecord { uid: next.uid.clone(), name: name.clone(), info, sealed, under };
        let answer = model::PutParameterResult {
            version: Some(next.latest.version),
            tier: Some(ParameterTier::from(next.latest.tier.as_str())),
        };
        let (within, keyring) = (scope.clone(), ssm.keyring.clone());
        let written = ssm
            .store
            .write(context.durability, move |w| write(w, &within, &keyring, &next, &record, expect, now));
        match written.await {
            Err(Refusal::Store(Error::Conflict { .. })) => {}
            other => return Ok(other.map(|()| answer)?),
        }
    }
}

/// Writes the parameter as it is to be, and its new version, unless it isn't any more what was read.
fn write(
    w: &mut dyn Writer,
    scope: &Scope,
    keyring: &Keyring,
    next: &ParameterRecord,
    record: &VersionRecord,
    expect: Option<u64>,
    now: i64,
) -> Result<(), Refusal> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let expect = match expect {
        Some(revision) => Expect::Revision(revision),
        None => {
            // What has expired makes room.
            let left = w.get_record::<ParameterRecord>(account, region, &next.name)?;
            if let Some(left) = left.filter(|left| left.value.is_gone(now)) {
                records::remove(w, scope, &left.value)?;
            }
            if let Some(twin) = name::twin(&next.name)
                && records::find(w, scope, &twin, now)?.is_some()
            {
                return Err(already_exists());
            }
            Expect::Absent
        }
    };
    let mut next = next.clone();
    if next.latest.version - next.oldest >= VERSIONS_MAX {
        w.delete_record::<VersionRecord>(
            account,
            region,
            &VersionRecord::key(&next.uid, next.oldest),
            Expect::Any,
        )?;
        next.oldest += 1;
    }
    records::put(w, scope, &next, expect)?;
    let mut record = record.clone();
    // The master key may have been replaced since the value was sealed.
    if let Some(sealed) = keyring.rewrap(&record.binding(scope).parts(), &record.sealed)? {
        record.sealed = sealed;
    }
    w.put_record(account, region, &record, Expect::Absent)?;
    Ok(())
}

/// What a request asks for, as far as it says by itself.
struct Wanted {
    overwrite: bool,
    kind: Option<String>,
    tier: Option<ParameterTier>,
    data_type: Option<String>,
    description: Option<String>,
    key_id: Option<String>,
    allowed_pattern: Option<String>,
    policies: Option<Vec<Policy>>,
    modified: i64,
    modified_by: String,
}

impl Wanted {
    fn of(input: &PutParameterRequest, value: &str, by: String, now: i64) -> Result<Self, Refusal> {
        if value.is_empty() {
            return Err(Refusal::validation(
                "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater \
                 than or equal to 1",
            ));
        }
        if is_nested(value) {
            return Err(Refusal::validation(
                "Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.",
            ));
        }
        let data_type = input.data_type.clone().filter(|data_type| !data_type.is_empty());
        if let Some(other) = data_type.as_deref().filter(|data_type| !DATA_TYPES.contains(data_type)) {
            return Err(Refusal::validation(format!(
                "The following data type is not supported: {other} (Data type names are all lowercase.)"
            )));
        }
        if data_type.as_deref() == Some(IMAGE) && !is_image(value) {
            return Err(Refusal::validation(format!(
                "The value of a parameter of data type {IMAGE} must be the id of an image."
            )));
        }
        Ok(Self {
            overwrite: input.overwrite.unwrap_or(false),
            kind: input.r#type.as_ref().map(|kind| kind.as_str().to_owned()),
            tier: input.tier.clone(),
            data_type,
            description: input.description.clone(),
            key_id: input.key_id.clone(),
            allowed_pattern: input.allowed_pattern.clone(),
            policies: input.policies.as_deref().map(policies::parse).transpose()?,
            modified: now,
            modified_by: by,
        })
    }

    /// The parameter that this makes.
    fn first(
        &self,
        name: String,
        uid: String,
        tags: std::collections::BTreeMap<String, String>,
        value: &str,
    ) -> Result<ParameterRecord, Refusal> {
        let kind = self.kind.clone().ok_or_else(|| {
            Refusal::validation("A parameter type is required when you create a parameter.")
        })?;
        let latest = VersionInfo {
            version: 1,
            data_type: "text".to_owned(),
            tier: STANDARD.to_owned(),
            description: None,
            key_id: (kind == SECURE).then(|| DEFAULT_KEY.to_owned()),
            allowed_pattern: None,
            policies: Vec::new(),
            kind,
            modified: 0,
            modified_by: String::new(),
        };
        let latest = self.applied(latest, value)?;
        Ok(ParameterRecord {
            name,
            uid,
            latest,
            oldest: 1,
            labels: Default::default(),
            tags,
            resource_policies: Vec::new(),
        })
    }

    /// The parameter with this as its next version.
    fn next(&self, mut known: ParameterRecord, value: &str) -> Result<ParameterRecord, Refusal> {
        if !self.overwrite {
            return Err(already_exists());
        }
        if self.kind.as_ref().is_some_and(|kind| *kind != known.latest.kind) {
            return Err(Refusal::client(
                "HierarchyTypeMismatchException",
                "Parameter Store doesn't support changing a parameter type in a hierarchy. For example, you can't change a \
                 parameter from a String type to a SecureString type. You must create a new, unique parameter.",
            ));
        }
        let (name, oldest) = (&known.name, known.oldest);
        if known.latest.version + 1 - oldest >= VERSIONS_MAX && !known.labels_of(oldest).is_empty() {
            return Err(Refusal::client(
                "ParameterMaxVersionLimitExceeded",
                format!(
                    "You attempted to create a new version of {name} by calling the PutParameter API with the overwrite \
                     flag. Version {oldest}, the oldest version, can't be deleted because it has a label associated with it. \
                     Move the label to another version of the parameter, and try again."
                ),
            ));
        }
        let next = VersionInfo { version: known.latest.version + 1, ..known.latest };
        known.latest = self.applied(next, value)?;
        Ok(known)
    }

    /// Puts what the request says over what was there before, and checks the whole.
    fn applied(&self, mut info: VersionInfo, value: &str) -> Result<VersionInfo, Refusal> {
        let or = |own: &Option<String>, before: Option<String>| own.clone().or(before);
        info.description = or(&self.description, info.description);
        if self.key_id.is_some() && info.kind != SECURE {
            return Err(Refusal::validation("KeyId is required for SecureString type parameter only."));
        }
        info.key_id = or(&self.key_id, info.key_id);
        info.allowed_pattern =
            or(&self.allowed_pattern, info.allowed_pattern).filter(|pattern| !pattern.is_empty());
        info.data_type = self.data_type.clone().unwrap_or(info.data_type);
        if info.data_type == IMAGE && info.kind != "String" {
            return Err(Refusal::validation(format!(
                "The {IMAGE} data type is not supported for the following input type: {}",
                info.kind
            )));
        }
        info.policies = self.policies.clone().unwrap_or(info.policies);
        info.modified = self.modified;
        info.modified_by = self.modified_by.clone();
        info.tier = self.tier(&info, value)?;
        if let Some(pattern) = &info.allowed_pattern {
            check_pattern(pattern, value)?;
        }
        Ok(info)
    }

    fn tier(&self, info: &VersionInfo, value: &str) -> Result<String, Refusal> {
        let needs_advanced = value.len() > STANDARD_MAX_BYTES || !info.policies.is_empty();
        let advanced = match &self.tier {
            Some(ParameterTier::Advanced) => true,
            Some(ParameterTier::Standard) if info.tier == ADVANCED => {
                return Err(Refusal::validation(
                    "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the \
                     advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced \
                     parameter and recreate it as a standard parameter.",
                ));
            }
            Some(ParameterTier::IntelligentTiering) => info.tier == ADVANCED || needs_advanced,
            _ => info.tier == ADVANCED,
        };
        const MORE: &str = "For more information, see \
                            https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html";
        if !advanced && value.len() > STANDARD_MAX_BYTES {
            return Err(Refusal::validation(format!(
                "Standard tier parameters support a maximum parameter value of {STANDARD_MAX_BYTES} characters. To create a \
                 larger parameter value, upgrade the parameter to use the advanced-parameter tier. {MORE}"
            )));
        }
        if value.len() > ADVANCED_MAX_BYTES {
            return Err(Refusal::validation(format!(
                "Advanced tier parameters support a maximum parameter value of {ADVANCED_MAX_BYTES} characters. {MORE}"
            )));
        }
        if !advanced && !info.policies.is_empty() {
            return Err(Refusal::validation(format!(
                "Parameter policies are only supported for parameters in the advanced-parameter tier. {MORE}"
            )));
        }
        Ok(if advanced { ADVANCED } else { STANDARD }.to_owned())
    }
}

fn already_exists() -> Refusal {
    Refusal::client(
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    )
}

/// The value as a whole must match.
fn check_pattern(pattern: &str, value: &str) -> Result<(), Refusal> {
    let regex = Regex::new(&format!("^(?:{pattern})$")).map_err(|_| {
        Refusal::client(
            "InvalidAllowedPatternException",
            "The request does not meet the regular expression requirement.",
        )
    })?;
    if regex.is_match(value) {
        return Ok(());
    }
    Err(Refusal::client(
        "ParameterPatternMismatchException",
        format!("Parameter value, cannot be validated against allowedPattern: {pattern}"),
    ))
}

/// Whether it refers to another parameter, as documents of Systems Manager may.
fn is_nested(value: &str) -> bool {
    let refers = |line: &str| line.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}"));
    value.lines().any(refers)
}

fn is_image(value: &str) -> bool {
    let digits = value.strip_prefix("ami-").unwrap_or_default();
    matches!(digits.len(), 8 | 17) && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The type as the model has it.
pub fn kind(text: &str) -> ParameterType {
    ParameterType::from(text)
}
