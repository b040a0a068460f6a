//! AssumeRole: a role's rights for a while, for whom its trust policy names.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{AccountId, Arn, Principal};
use neargate_identity::managed::steady_id;
use neargate_identity::records::{Federation, Role, SessionOf, Tags, key};
use neargate_identity::{NewSession, REGION, tagged};
use neargate_store::ReadRecords as _;
use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context, Durability};

use crate::{INTERNAL, Sts, denied, failed, invalid, model, policies, second_factor, told};

const DEFAULT_SECONDS: i64 = 3600;
/// A role that assumed another can't put off its end by that.
const MAX_CHAINED_SECONDS: i64 = 3600;
/// What a task's role is good for, whatever its maximum says.
const MAX_SERVICE_SECONDS: i64 = 6 * 3600;

/// The trust policy is asked by the operation itself, since it binds callers too whose rights have no limits.
pub(crate) fn asks_itself<'a>(_: &'a Sts, _: &'a Context, _: &'a model::AssumeRoleRequest) -> Accesses<'a> {
    Box::pin(async { Ok(Vec::new()) })
}

pub(crate) async fn assume_role(
    sts: Arc<Sts>,
    context: Context,
    input: model::AssumeRoleRequest,
) -> Result<model::AssumeRoleResponse, AwsError> {
    let role_arn = input.role_arn.clone().unwrap_or_default();
    let session_name = input.role_session_name.clone().unwrap_or_default();
    let account = account_of(&role_arn).ok_or_else(|| invalid(format!("{role_arn} is invalid")))?;
    let tags = policies::tags(input.tags.clone())?;
    let role = find(&sts, &account, &role_arn).await?;
    let rights = sts.identity.rights(&context.principal).await.map_err(failed)?;
    let transitive = input.transitive_tag_keys.clone().unwrap_or_default();
    let code = (input.serial_number.as_deref(), input.token_code.as_deref());
    let shown = second_factor::shown(&sts, &context, code.0, code.1).await?;
    if sts.identity.enforces() {
        let role = role.as_ref().ok_or_else(|| not_authorized(&context, &role_arn))?;
        for access in accesses(&input, &role_arn, &tags, &transitive) {
            let access = tagged(access, &role.tags);
            let access = access.with_resource_policy(Some(role.trust.clone())).owned_by(account.clone());
            let decided = sts.identity.decide_shown(&context, &access, shown).await;
            // Who isn't trusted learns as little as who asks for a role that isn't there.
            decided.map_err(|refused| {
                if refused.explicit { denied(refused.message) } else { not_authorized(&context, &role_arn) }
            })?;
        }
    }
    let seconds = input.duration_seconds.unwrap_or(DEFAULT_SECONDS);
    check_caller(&context.principal, seconds)?;
    if !transitive.iter().all(|key| has(tags.keys(), key)) {
        return Err(invalid("The specified transitive tag key must be included in the requested tags."));
    }
    if let Some(inherited) = tags.keys().find(|key| has(&rights.transitive, key)) {
        return Err(invalid(format!(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the \
             calling session: {inherited}"
        )));
    }
    let kept = rights.tags.iter().filter(|(key, _)| has(&rights.transitive, key));
    let source_identity = input.source_identity.or_else(|| rights.source_identity.clone());
    let assumption = Assumption {
        account,
        role_arn,
        role,
        session_name,
        seconds: Some(seconds),
        policy: input.policy,
        policy_arns: input.policy_arns,
        inherited: kept.map(|(key, value)| (key.clone(), value.clone())).collect(),
        tags,
        transitive: rights.transitive.iter().cloned().chain(transitive).collect(),
        source_identity: source_identity.clone(),
        federation: None,
    };
    // The maximum of a role isn't meant for tasks, which have one of their own.
    let limited = !matches!(context.principal, Principal::Service { .. });
    let assumed = open(&sts, context.durability, assumption, limited).await?;
    Ok(model::AssumeRoleResponse {
        credentials: Some(assumed.credentials),
        assumed_role_user: Some(assumed.user),
        packed_policy_size: assumed.packed_policy_size,
        source_identity,
    })
}

/// Keys of tags don't distinguish case.
fn has<'a>(keys: impl IntoIterator<Item = &'a String>, key: &str) -> bool {
    keys.into_iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// A role that is about to be assumed, by somebody who may.
pub(crate) struct Assumption {
    pub account: AccountId,
    pub role_arn: String,
    /// None is there only where nothing is enforced.
    pub role: Option<Role>,
    pub session_name: String,
    pub seconds: Option<i64>,
    pub policy: Option<String>,
    pub policy_arns: Option<Vec<model::PolicyDescriptorType>>,
    /// Tags of the caller's session that go on.
    pub inherited: Tags,
    pub tags: Tags,
    pub transitive: Vec<String>,
    pub source_identity: Option<String>,
    pub federation: Option<Federation>,
}

pub(crate) struct Assumed {
    pub credentials: model::Credentials,
    pub user: model::AssumedRoleUser,
    pub packed_policy_size: Option<i64>,
}

/// Makes the session. `limited`: the role says how long it may be at most.
pub(crate) async fn open(
    sts: &Sts,
    durability: Durability,
    assumption: Assumption,
    limited: bool,
) -> Result<Assumed, AwsError> {
    let Assumption { account, role_arn, role, session_name, tags, .. } = assumption;
    let seconds = assumption.seconds.unwrap_or(DEFAULT_SECONDS);
    if role.as_ref().is_some_and(|role| limited && seconds > role.max_session_seconds) {
        return Err(invalid(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    let (policy, policy_arns) = (assumption.policy, assumption.policy_arns);
    let packed_policy_size = policies::packed_size(policy.as_deref(), policy_arns.as_deref(), &tags)?;
    let policies = policies::documents(&sts.identity, &account, policy, policy_arns).await?;
    let role_id = role.map_or_else(|| steady_id("AROA", &role_arn), |role| role.id);
    let role_name = role_arn.rsplit('/').next().unwrap_or_default();
    let user = model::AssumedRoleUser {
        assumed_role_id: Some(format!("{role_id}:{session_name}")),
        arn: Some(format!("arn:aws:sts::{account}:assumed-role/{role_name}/{session_name}")),
    };
    let new = NewSession {
        account,
        of: SessionOf::Role { arn: role_arn, id: role_id, session_name },
        duration: Duration::from_secs(seconds.unsigned_abs()),
        policies,
        tags: assumption.inherited.into_iter().chain(tags).collect(),
        transitive: assumption.transitive,
        source_identity: assumption.source_identity,
        // AWS's sessions of roles don't tell of it: the trust policy was the place to ask.
        second_factor: None,
        federation: assumption.federation,
    };
    let credentials = sts.identity.start_session(durability, new).await.map_err(failed)?;
    Ok(Assumed { credentials: told(credentials), user, packed_policy_size })
}

pub(crate) fn account_of(role_arn: &str) -> Option<AccountId> {
    let arn: Arn = role_arn.parse().ok()?;
    let name = arn.resource.strip_prefix("role/")?.rsplit('/').next()?;
    (arn.service == "iam" && arn.region.is_empty() && !name.is_empty()).then(|| arn.account.parse().ok())?
}

pub(crate) async fn find(sts: &Sts, account: &AccountId, role_arn: &str) -> Result<Option<Role>, AwsError> {
    let name = key(role_arn.rsplit('/').next().unwrap_or_default());
    let found = sts.identity.store().read(|r| r.get_record::<Role>(account.as_str(), REGION, &name)).await;
    let found = found.map_err(|error| AwsError::internal(INTERNAL, error))?;
    Ok(found.map(|found| found.value).filter(|role| role.arn(account) == role_arn))
}

/// What is asked of the trust policy and, but for root and services, of the caller's own.
fn accesses(
    input: &model::AssumeRoleRequest,
    role_arn: &str,
    tags: &Tags,
    transitive: &[String],
) -> Vec<Access> {
    let mut actions = vec!["sts:AssumeRole"];
    if !tags.is_empty() || !transitive.is_empty() {
        actions.push("sts:TagSession");
    }
    if input.source_identity.is_some() {
        actions.push("sts:SetSourceIdentity");
    }
    let conditions = [
        ("sts:ExternalId", &input.external_id),
        ("sts:RoleSessionName", &input.role_session_name),
        ("sts:SourceIdentity", &input.source_identity),
    ];
    let access = |action| {
        let given = conditions.iter().filter_map(|(key, value)| Some((*key, value.as_deref()?)));
        Access::new(action, role_arn)
            .with_conditions(given)
            .with_conditions(transitive.iter().map(|key| ("sts:TransitiveTagKeys", key.as_str())))
            .with_request_tags(tags.iter().map(|(key, value)| (&**key, &**value)))
    };
    actions.into_iter().map(access).collect()
}

fn not_authorized(context: &Context, role_arn: &str) -> AwsError {
    let caller = context.principal.arn();
    denied(format!("User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"))
}

fn check_caller(caller: &Principal, seconds: i64) -> Result<(), AwsError> {
    match caller {
        Principal::Service { .. } if seconds > MAX_SERVICE_SECONDS => {
            Err(invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role."))
        }
        Principal::AssumedRole(_) if seconds > MAX_CHAINED_SECONDS => Err(invalid(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arn_of_a_role_names_its_account() {
        assert_eq!(account_of("arn:aws:iam::123456789012:role/a/b").unwrap().as_str(), "123456789012");
        for none in [
            "",
            "role",
            "arn:aws:iam::123456789012:user/a",
            "arn:aws:iam::12:role/a",
            "arn:aws:iam::123456789012:role/",
        ] {
            assert!(account_of(none).is_none(), "{none}");
        }
    }
}
