//! Which managed policies users, groups and roles have.

use std::sync::Arc;

use neargate_core::AccountId;
use neargate_identity::records::{ATTACHED, BOUNDARY, Group, ManagedPolicy, Role, User};
use neargate_identity::{REGION, managed as aws};
use neargate_store::{Range, ReadRecords as _, Reader};
use neargate_wire::authorize::Accesses;
use neargate_wire::{AwsError, Context, Service};

use crate::entity::Entity;
use crate::guard::guarded;
use crate::managed::{check_arn, none};
use crate::page::{Page, Wanted};
use crate::refusal::Refusal;
use crate::resource::Resource as _;
use crate::{Iam, answer, model};

const MAX_ATTACHED: usize = 10;

/// As [`guarded`], of operations whose condition key says which policy they are about.
macro_rules! attaching {
    ($service:expr, $iam:expr, $($operation:ident: $handler:expr => $guard:ident($field:ident)),* $(,)?) => {{
        let service = $service;
        $(let service = service.guarded(
            crate::model::$operation,
            $iam,
            |iam, context, input| {
                let action = concat!("iam:", stringify!($operation));
                attaching(iam.$guard(action, context, input.$field.as_deref()), input.policy_arn.as_deref())
            },
            $handler,
        );)*
        service
    }};
}

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = attaching!(service, iam,
        AttachUserPolicy: attach_user => user(user_name),
        DetachUserPolicy: detach_user => user(user_name),
        AttachGroupPolicy: attach_group => group(group_name),
        DetachGroupPolicy: detach_group => group(group_name),
        AttachRolePolicy: attach_role => role(role_name),
        DetachRolePolicy: detach_role => role(role_name),
    );
    guarded!(service, iam,
        ListAttachedUserPolicies: list_user => user(user_name),
        ListAttachedGroupPolicies: list_group => group(group_name),
        ListAttachedRolePolicies: list_role => role(role_name),
        ListEntitiesForPolicy: entities => named(policy_arn),
    )
}

/// With the condition key that says which policy is attached.
fn attaching<'a>(accesses: Accesses<'a>, policy: Option<&'a str>) -> Accesses<'a> {
    Box::pin(async move {
        let policy = policy.unwrap_or_default();
        let accesses = accesses.await?.into_iter();
        Ok(accesses.map(|access| access.with_condition("iam:PolicyARN", policy)).collect())
    })
}

/// The three operations of one kind of holder; only the names of the shapes differ.
macro_rules! holder {
    ($entity:ident, $name:ident, $attach:ident $attach_in:ident, $detach:ident $detach_in:ident,
     $list:ident $list_in:ident $list_out:ident) => {
        async fn $attach(iam: Arc<Iam>, context: Context, input: model::$attach_in) -> Result<(), AwsError> {
            Ok(iam.attach::<$entity>(&context, input.$name, input.policy_arn).await?)
        }

        async fn $detach(iam: Arc<Iam>, context: Context, input: model::$detach_in) -> Result<(), AwsError> {
            Ok(iam.detach::<$entity>(&context, input.$name, input.policy_arn).await?)
        }

        async fn $list(
            iam: Arc<Iam>,
            context: Context,
            input: model::$list_in,
        ) -> Result<model::$list_out, AwsError> {
            let (name, prefix) =
                (input.$name.unwrap_or_default(), input.path_prefix.unwrap_or_else(|| "/".to_owned()));
            let about = format!("{name} {prefix}");
            let wanted = Wanted::new(&context, stringify!($list), &about, input.marker, input.max_items)?;
            let page = iam.attached::<$entity>(&context, &name, &prefix, &wanted).await?;
            Ok(model::$list_out {
                is_truncated: page.truncated(),
                attached_policies: Some(page.items),
                marker: page.marker,
            })
        }
    };
}

holder!(User, user_name, attach_user AttachUserPolicyRequest, detach_user DetachUserPolicyRequest,
    list_user ListAttachedUserPoliciesRequest ListAttachedUserPoliciesResponse);
holder!(Group, group_name, attach_group AttachGroupPolicyRequest, detach_group DetachGroupPolicyRequest,
    list_group ListAttachedGroupPoliciesRequest ListAttachedGroupPoliciesResponse);
holder!(Role, role_name, attach_role AttachRolePolicyRequest, detach_role DetachRolePolicyRequest,
    list_role ListAttachedRolePoliciesRequest ListAttachedRolePoliciesResponse);

/// A refusal if there is no policy of this ARN to attach.
pub(crate) fn attachable(reader: &mut dyn Reader, account: &AccountId, arn: &str) -> Result<(), Refusal> {
    if aws::find(arn).is_some() {
        return Ok(());
    }
    ManagedPolicy::find(reader, account, arn).map(|_| ()).map_err(|refusal| match refusal {
        Refusal::NoSuchEntity(_) => {
            Refusal::NoSuchEntity(format!("Policy {arn} does not exist or is not attachable."))
        }
        other => other,
    })
}

impl Iam {
    async fn attach<E: Entity>(
        &self,
        context: &Context,
        name: Option<String>,
        policy: Option<String>,
    ) -> Result<(), Refusal> {
        let (account, arn) = (context.scope.account.clone(), policy.unwrap_or_default());
        let changed = self.change(context, name.unwrap_or_default(), move |w, entity: &mut E| {
            attachable(w, &account, &arn)?;
            if arn.starts_with("arn:aws:iam::aws:policy/aws-service-role/") {
                return Err(Refusal::NotAttachable(format!(
                    "Cannot attach a Service Role Policy to a Customer Role. {arn}"
                )));
            }
            let attached = &mut entity.policies_mut().attached;
            if attached.contains(&arn) {
                return Ok(());
            }
            if attached.len() >= MAX_ATTACHED {
                return Err(Refusal::limit(&format!("PoliciesPer{}", E::TITLE), MAX_ATTACHED));
            }
            attached.push(arn.clone());
            Ok(())
        });
        changed.await
    }

    async fn detach<E: Entity>(
        &self,
        context: &Context,
        name: Option<String>,
        policy: Option<String>,
    ) -> Result<(), Refusal> {
        let arn = policy.unwrap_or_default();
        check_arn(&arn)?;
        let changed = self.change(context, name.unwrap_or_default(), move |_, entity: &mut E| {
            let attached = &mut entity.policies_mut().attached;
            let index = attached.iter().position(|known| *known == arn).ok_or_else(|| none(&arn))?;
            attached.remove(index);
            Ok(())
        });
        changed.await
    }

    async fn attached<E: Entity>(
        &self,
        context: &Context,
        name: &str,
        prefix: &str,
        wanted: &Wanted,
    ) -> Result<Page<model::AttachedPolicy>, Refusal> {
        let entity: E = self.get(context, name).await?;
        let under = |policy: &model::AttachedPolicy| {
            // The path stands between the kind and the name.
            let resource =
                policy.policy_arn.as_deref().and_then(|arn| arn.split_once(":policy")).map(|(_, path)| path);
            resource.is_some_and(|path| path.starts_with(prefix))
        };
        let attached = answer::attached(&entity.policies().attached).into_iter().filter(under);
        // AWS's policy and the account's own may have one name.
        Ok(wanted.of(attached, |policy| {
            let [name, arn] =
                [&policy.policy_name, &policy.policy_arn].map(|text| text.as_deref().unwrap_or_default());
            format!("{name} {arn}")
        }))
    }
}

async fn entities(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListEntitiesForPolicyRequest,
) -> Result<model::ListEntitiesForPolicyResponse, AwsError> {
    let (account, arn) = (&context.scope.account, input.policy_arn.unwrap_or_default());
    let filter = input.entity_filter.map(|filter| filter.as_str().to_owned());
    let usage = input.policy_usage_filter.map(|usage| usage.as_str().to_owned());
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let about = format!("{arn} {filter:?} {usage:?} {prefix}");
    let wanted = Wanted::new(&context, "ListEntitiesForPolicy", &about, input.marker, input.max_items)?;
    let indexes: &[&str] = match usage.as_deref() {
        Some("PermissionsPolicy") => &[ATTACHED],
        Some("PermissionsBoundary") => &[BOUNDARY],
        _ => &[ATTACHED, BOUNDARY],
    };
    let asked = |kind: &str| filter.as_deref().is_none_or(|filter| filter == kind);
    let read = iam.identity.store().read(|r| {
        if aws::find(&arn).is_none() {
            ManagedPolicy::find(r, account, &arn)?;
        }
        let mut found = Vec::new();
        for index in indexes {
            if asked("Group") {
                for group in r.lookup_records::<Group>(account.as_str(), REGION, index, &arn, Range::all())? {
                    found.push((0, group.value.name, group.value.id, group.value.path));
                }
            }
            if asked("Role") {
                for role in r.lookup_records::<Role>(account.as_str(), REGION, index, &arn, Range::all())? {
                    found.push((1, role.value.name, role.value.id, role.value.path));
                }
            }
            if asked("User") {
                for user in r.lookup_records::<User>(account.as_str(), REGION, index, &arn, Range::all())? {
                    found.push((2, user.value.name, user.value.id, user.value.path));
                }
            }
        }
        found.retain(|(.., path)| path.starts_with(&prefix));
        found.sort();
        found.dedup();
        Ok::<_, Refusal>(found)
    });
    let page = wanted.of(read.await?, |(kind, name, ..)| format!("{kind}{name}"));
    let mut answer = model::ListEntitiesForPolicyResponse {
        policy_groups: Some(Vec::new()),
        policy_users: Some(Vec::new()),
        policy_roles: Some(Vec::new()),
        is_truncated: page.truncated(),
        marker: page.marker,
    };
    for (kind, name, id, _) in page.items {
        let (name, id) = (Some(name), Some(id));
        match kind {
            0 => answer
                .policy_groups
                .get_or_insert_default()
                .push(model::PolicyGroup { group_name: name, group_id: id }),
            1 => answer
                .policy_roles
                .get_or_insert_default()
                .push(model::PolicyRole { role_name: name, role_id: id }),
            _ => answer
                .policy_users
                .get_or_insert_default()
                .push(model::PolicyUser { user_name: name, user_id: id }),
        }
    }
    Ok(answer)
}
