//! Managed policies: the account's own, and AWS's beside them.

use std::sync::Arc;

use neargate_core::{AccountId, Arn};
use neargate_identity::REGION;
use neargate_identity::managed::{self, AwsPolicy};
use neargate_identity::records::{
    ATTACHED, BOUNDARY, Group, ManagedPolicy, PolicyVersion, Role, Tags, User, key,
};
use neargate_store::{Range, ReadRecords as _, Reader};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::{created, guarded};
use crate::page::{Wanted, everything};
use crate::refusal::Refusal;
use crate::resource::{self, Resource, Tagged};
use crate::{Iam, answer, documents, fresh_id, model, tags};

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::CreatePolicy,
            iam,
            |_, context, input| {
                let (path, name) = (input.path.as_deref(), input.policy_name.as_deref());
                created("iam:CreatePolicy", context, "policy", path, name, input.tags.as_ref(), None)
            },
            create,
        )
        .guarded(
            model::ListPolicies,
            iam,
            |iam, context, input| {
                iam.all("iam:ListPolicies", context, "policy", input.path_prefix.as_deref())
            },
            list,
        );
    guarded!(service, iam, GetPolicy: get => named(policy_arn), DeletePolicy: delete => named(policy_arn))
}

/// The account's own.
impl Resource for ManagedPolicy {
    fn find(reader: &mut dyn Reader, account: &AccountId, arn: &str) -> Result<Self, Refusal> {
        check_arn(arn)?;
        let found = reader.get_record::<Self>(account.as_str(), REGION, &key(answer::name_of(arn)))?;
        let found = found.map(|found| found.value).filter(|policy| policy.arn(account) == arn);
        found.ok_or_else(|| none(arn))
    }

    fn find_to_change(reader: &mut dyn Reader, account: &AccountId, arn: &str) -> Result<Self, Refusal> {
        if arn.starts_with("arn:aws:iam::aws:") {
            let text = format!("Cannot perform the operation on an AWS managed policy: {arn}");
            return Err(Refusal::Other("AccessDenied", 403, text));
        }
        Self::find(reader, account, arn)
    }

    fn taken(&self) -> String {
        format!("A policy called {} already exists. Duplicate names are not allowed.", self.name)
    }
}

impl Tagged for ManagedPolicy {
    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }

    fn find_to_tag(reader: &mut dyn Reader, account: &AccountId, arn: &str) -> Result<Self, Refusal> {
        Self::find_to_change(reader, account, arn)
    }

    fn tags_of(reader: &mut dyn Reader, account: &AccountId, arn: &str) -> Result<Tags, Refusal> {
        match managed::find(arn) {
            Some(_) => Ok(Tags::new()),
            None => Ok(Self::find(reader, account, arn)?.tags),
        }
    }
}

/// A refusal if this is no policy's ARN at all.
pub(crate) fn check_arn(arn: &str) -> Result<(), Refusal> {
    let parsed =
        arn.parse::<Arn>().ok().filter(|arn| arn.service == "iam" && arn.resource.starts_with("policy/"));
    parsed.map(drop).ok_or_else(|| Refusal::Input(format!("ARN {arn} is not valid.")))
}

pub(crate) fn none(arn: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("Policy {arn} was not found."))
}

/// How many have it attached, and whose boundary it is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Uses {
    pub attachments: i64,
    pub boundaries: i64,
}

pub(crate) fn uses(reader: &mut dyn Reader, account: &AccountId, arn: &str) -> Result<Uses, Refusal> {
    let mut count = |index| {
        let users = reader.lookup_records::<User>(account.as_str(), REGION, index, arn, Range::all())?.len();
        let roles = reader.lookup_records::<Role>(account.as_str(), REGION, index, arn, Range::all())?.len();
        let groups =
            reader.lookup_records::<Group>(account.as_str(), REGION, index, arn, Range::all())?.len();
        Ok::<_, Refusal>(i64::try_from(users + roles + groups).unwrap_or(i64::MAX))
    };
    Ok(Uses { attachments: count(ATTACHED)?, boundaries: count(BOUNDARY)? })
}

pub(crate) fn told(account: &AccountId, policy: &ManagedPolicy, uses: Uses) -> model::Policy {
    model::Policy {
        policy_name: Some(policy.name.clone()),
        policy_id: Some(policy.id.clone()),
        arn: Some(policy.arn(account)),
        path: Some(policy.path.clone()),
        default_version_id: Some(policy.default_version.clone()),
        attachment_count: Some(uses.attachments),
        permissions_boundary_usage_count: Some(uses.boundaries),
        is_attachable: Some(true),
        description: policy.description.clone(),
        create_date: Some(Time(policy.created)),
        update_date: Some(Time(policy.updated)),
        tags: None,
    }
}

pub(crate) fn told_of_aws(policy: &AwsPolicy, uses: Uses) -> model::Policy {
    let created = Some(Time(policy.created_at()));
    model::Policy {
        policy_name: Some(policy.name.to_owned()),
        policy_id: Some(policy.id.clone()),
        arn: Some(policy.arn.clone()),
        path: Some(policy.path.to_owned()),
        default_version_id: Some(policy.version.to_owned()),
        attachment_count: Some(uses.attachments),
        permissions_boundary_usage_count: Some(uses.boundaries),
        is_attachable: Some(true),
        description: Some(policy.description.to_owned()),
        create_date: created,
        update_date: created,
        tags: None,
    }
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreatePolicyRequest,
) -> Result<model::CreatePolicyResponse, AwsError> {
    let created = iam.now();
    let document = documents::managed(input.policy_document)?;
    let policy = ManagedPolicy {
        name: input.policy_name.unwrap_or_default(),
        path: input.path.unwrap_or_else(|| "/".to_owned()),
        id: fresh_id("ANPA"),
        created,
        updated: created,
        description: input.description,
        tags: tags::given(input.tags)?,
        versions: vec![PolicyVersion { id: "v1".to_owned(), document, created }],
        default_version: "v1".to_owned(),
        newest: 1,
    };
    let tags = answer::some_tags(&policy.tags);
    // AWS leaves the description to GetPolicy.
    let answer =
        model::Policy { description: None, tags, ..told(&context.scope.account, &policy, Uses::default()) };
    iam.create(&context, policy).await?;
    Ok(model::CreatePolicyResponse { policy: Some(answer) })
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetPolicyRequest,
) -> Result<model::GetPolicyResponse, AwsError> {
    let (account, arn) = (&context.scope.account, input.policy_arn.unwrap_or_default());
    let read = iam.identity.store().read(|r| {
        let uses = uses(r, account, &arn)?;
        if let Some(policy) = managed::find(&arn) {
            return Ok(model::Policy { tags: Some(Vec::new()), ..told_of_aws(policy, uses) });
        }
        let policy = ManagedPolicy::find(r, account, &arn)?;
        Ok::<_, Refusal>(model::Policy {
            tags: Some(answer::tags(&policy.tags)),
            ..told(account, &policy, uses)
        })
    });
    Ok(model::GetPolicyResponse { policy: Some(read.await?) })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListPoliciesRequest,
) -> Result<model::ListPoliciesResponse, AwsError> {
    let account = &context.scope.account;
    let scope = input.scope.as_ref().map_or("All", |scope| scope.as_str()).to_owned();
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let only_attached = input.only_attached.unwrap_or(false);
    let usage = input.policy_usage_filter.map(|usage| usage.as_str().to_owned());
    let about = format!("{scope} {prefix} {only_attached} {usage:?}");
    let wanted = Wanted::new(&context, "ListPolicies", &about, input.marker, input.max_items)?;
    let read = iam.identity.store().read(|r| {
        let mut policies = Vec::new();
        if scope != "AWS" {
            for policy in everything::<ManagedPolicy>(r, account)? {
                let uses = uses(r, account, &policy.arn(account))?;
                policies.push(("0", told(account, &policy, uses)));
            }
        }
        if scope != "Local" {
            for policy in managed::all() {
                policies.push(("1", told_of_aws(policy, uses(r, account, &policy.arn)?)));
            }
        }
        Ok::<_, Refusal>(policies)
    });
    let fits = |policy: &model::Policy| {
        let attached = policy.attachment_count.unwrap_or(0) > 0;
        let bounds = policy.permissions_boundary_usage_count.unwrap_or(0) > 0;
        policy.path.as_ref().is_some_and(|path| path.starts_with(&prefix))
            && (!only_attached || attached || bounds)
            && match usage.as_deref() {
                Some("PermissionsPolicy") => !only_attached || attached,
                Some("PermissionsBoundary") => bounds,
                _ => true,
            }
    };
    let policies = read.await?.into_iter().filter(|(_, policy)| fits(policy));
    // The account's own first; within, by name.
    let page = wanted.of(policies, |(order, policy)| {
        format!("{order}{}", policy.policy_name.as_deref().unwrap_or_default().to_ascii_lowercase())
    });
    Ok(model::ListPoliciesResponse {
        is_truncated: page.truncated(),
        policies: Some(
            page.items.into_iter().map(|(_, policy)| model::Policy { description: None, ..policy }).collect(),
        ),
        marker: page.marker,
    })
}

async fn delete(iam: Arc<Iam>, context: Context, input: model::DeletePolicyRequest) -> Result<(), AwsError> {
    let (account, arn) = (context.scope.account.clone(), input.policy_arn.unwrap_or_default());
    let written = iam.identity.store().write(context.durability, move |w| {
        let policy = ManagedPolicy::find_to_change(w, &account, &arn)?;
        let uses = uses(w, &account, &arn)?;
        if uses.attachments + uses.boundaries > 0 {
            return Err(Refusal::DeleteConflict("Cannot delete a policy attached to entities.".to_owned()));
        }
        if policy.versions.len() > 1 {
            return Err(Refusal::DeleteConflict(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. \
                 The default version is deleted with the policy."
                    .to_owned(),
            ));
        }
        resource::delete(w, &account, &policy)
    });
    Ok(written.await?)
}
