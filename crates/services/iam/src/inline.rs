//! Policies written on the spot, into a user, a group or a role.

use std::sync::Arc;

use neargate_identity::records::{Group, Role, User};
use neargate_wire::{AwsError, Context, Service};

use crate::entity::Entity;
use crate::guard::guarded;
use crate::page::{Page, Wanted};
use crate::refusal::Refusal;
use crate::{Iam, answer, documents, model};

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    guarded!(service, iam,
        PutUserPolicy: put_user => user(user_name),
        GetUserPolicy: get_user => user(user_name),
        DeleteUserPolicy: delete_user => user(user_name),
        ListUserPolicies: list_user => user(user_name),
        PutGroupPolicy: put_group => group(group_name),
        GetGroupPolicy: get_group => group(group_name),
        DeleteGroupPolicy: delete_group => group(group_name),
        ListGroupPolicies: list_group => group(group_name),
        PutRolePolicy: put_role => role(role_name),
        GetRolePolicy: get_role => role(role_name),
        DeleteRolePolicy: delete_role => role(role_name),
        ListRolePolicies: list_role => role(role_name),
    )
}

/// The four operations of one kind of holder; only the names of the shapes differ.
macro_rules! holder {
    ($entity:ident, $name:ident, $put:ident $put_in:ident, $get:ident $get_in:ident $get_out:ident,
     $delete:ident $delete_in:ident, $list:ident $list_in:ident $list_out:ident) => {
        async fn $put(iam: Arc<Iam>, context: Context, input: model::$put_in) -> Result<(), AwsError> {
            Ok(iam.put::<$entity>(&context, input.$name, input.policy_name, input.policy_document).await?)
        }

        async fn $get(
            iam: Arc<Iam>,
            context: Context,
            input: model::$get_in,
        ) -> Result<model::$get_out, AwsError> {
            let (entity, name, document) =
                iam.inline::<$entity>(&context, input.$name, input.policy_name).await?;
            Ok(model::$get_out {
                $name: Some(entity.name),
                policy_name: Some(name),
                policy_document: Some(answer::encoded(&document)),
            })
        }

        async fn $delete(iam: Arc<Iam>, context: Context, input: model::$delete_in) -> Result<(), AwsError> {
            Ok(iam.delete_inline::<$entity>(&context, input.$name, input.policy_name).await?)
        }

        async fn $list(
            iam: Arc<Iam>,
            context: Context,
            input: model::$list_in,
        ) -> Result<model::$list_out, AwsError> {
            let about = input.$name.unwrap_or_default();
            let wanted = Wanted::new(&context, stringify!($list), &about, input.marker, input.max_items)?;
            let page = iam.list_inline::<$entity>(&context, &about, &wanted).await?;
            Ok(model::$list_out {
                is_truncated: page.truncated(),
                policy_names: Some(page.items),
                marker: page.marker,
            })
        }
    };
}

holder!(User, user_name, put_user PutUserPolicyRequest, get_user GetUserPolicyRequest GetUserPolicyResponse,
    delete_user DeleteUserPolicyRequest, list_user ListUserPoliciesRequest ListUserPoliciesResponse);
holder!(Group, group_name, put_group PutGroupPolicyRequest, get_group GetGroupPolicyRequest GetGroupPolicyResponse,
    delete_group DeleteGroupPolicyRequest, list_group ListGroupPoliciesRequest ListGroupPoliciesResponse);
holder!(Role, role_name, put_role PutRolePolicyRequest, get_role GetRolePolicyRequest GetRolePolicyResponse,
    delete_role DeleteRolePolicyRequest, list_role ListRolePoliciesRequest ListRolePoliciesResponse);

impl Iam {
    async fn put<E: Entity>(
        &self,
        context: &Context,
        name: Option<String>,
        policy: Option<String>,
        document: Option<String>,
    ) -> Result<(), Refusal> {
        let document = documents::identity(document)?;
        let policy = policy.unwrap_or_default();
        let changed = self.change(context, name.unwrap_or_default(), move |_, entity: &mut E| {
            entity.policies_mut().inline.insert(policy.clone(), document.clone());
            let all: usize =
                entity.policies().inline.values().map(|document| documents::size(document)).sum();
            if all > E::MAX_INLINE_CHARACTERS {
                return Err(Refusal::Limit(format!(
                    "Maximum policy size of {} bytes exceeded for {} {}",
                    E::MAX_INLINE_CHARACTERS,
                    E::NOUN,
                    entity.name()
                )));
            }
            Ok(())
        });
        changed.await
    }

    /// Who has it, its name and its text.
    async fn inline<E: Entity>(
        &self,
        context: &Context,
        name: Option<String>,
        policy: Option<String>,
    ) -> Result<(E, String, String), Refusal> {
        let policy = policy.unwrap_or_default();
        let entity: E = self.get(context, &name.unwrap_or_default()).await?;
        let document = entity.policies().inline.get(&policy).cloned().ok_or_else(|| none::<E>(&policy))?;
        Ok((entity, policy, document))
    }

    async fn delete_inline<E: Entity>(
        &self,
        context: &Context,
        name: Option<String>,
        policy: Option<String>,
    ) -> Result<(), Refusal> {
        let policy = policy.unwrap_or_default();
        let changed = self.change(context, name.unwrap_or_default(), move |_, entity: &mut E| {
            entity.policies_mut().inline.remove(&policy).map(|_| ()).ok_or_else(|| none::<E>(&policy))
        });
        changed.await
    }

    async fn list_inline<E: Entity>(
        &self,
        context: &Context,
        name: &str,
        wanted: &Wanted,
    ) -> Result<Page<String>, Refusal> {
        let entity: E = self.get(context, name).await?;
        Ok(wanted.of(entity.policies().inline.keys().cloned(), String::clone))
    }
}

fn none<E: Entity>(policy: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("The {} policy with name {policy} cannot be found.", E::NOUN))
}
