//! What would be decided: SimulateCustomPolicy and SimulatePrincipalPolicy, with the very evaluation that decides.

use std::sync::Arc;

use neargate_identity::attached;
use neargate_policy::{Caller, Denial, Keys, Kind, Policies, Policy, Request, Source, evaluate, matching};
use neargate_wire::{AwsError, Context, Service};

use crate::guard::guarded;
use crate::held::Holder;
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::{Iam, model};

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service.on(model::SimulateCustomPolicy, iam, custom).on(
        model::GetContextKeysForCustomPolicy,
        iam,
        keys_of_custom,
    );
    guarded!(service, iam,
        SimulatePrincipalPolicy: principal => named(policy_source_arn),
        GetContextKeysForPrincipalPolicy: keys_of_principal => named(policy_source_arn),
    )
}

/// A policy under the name by which matched statements refer to it.
#[derive(Clone)]
struct Named {
    id: String,
    kind: &'static str,
    policy: Arc<Policy>,
}

/// The policies of a simulation, and the circumstances.
struct Simulation {
    identity: Vec<Named>,
    boundary: Vec<Named>,
    resource: Option<Named>,
    caller_arn: String,
    actions: Vec<String>,
    resources: Vec<String>,
    entries: Vec<model::ContextEntry>,
}

async fn custom(
    _: Arc<Iam>,
    context: Context,
    input: model::SimulateCustomPolicyRequest,
) -> Result<model::SimulatePolicyResponse, AwsError> {
    let wanted = Wanted::new(&context, "SimulateCustomPolicy", "", input.marker, input.max_items)?;
    let caller_arn = input.caller_arn.unwrap_or_else(|| context.principal.arn());
    let simulation = Simulation {
        identity: given("PolicyInputList", input.policy_input_list)?,
        boundary: given("PermissionsBoundaryPolicyInputList", input.permissions_boundary_policy_input_list)?,
        resource: resource(input.resource_policy)?,
        caller_arn,
        actions: input.action_names.unwrap_or_default(),
        resources: input.resource_arns.unwrap_or_else(|| vec!["*".to_owned()]),
        entries: input.context_entries.unwrap_or_default(),
    };
    Ok(simulation.answer(&wanted)?)
}

async fn principal(
    iam: Arc<Iam>,
    context: Context,
    input: model::SimulatePrincipalPolicyRequest,
) -> Result<model::SimulatePolicyResponse, AwsError> {
    let source = input.policy_source_arn.unwrap_or_default();
    let wanted = Wanted::new(&context, "SimulatePrincipalPolicy", &source, input.marker, input.max_items)?;
    let (mut identity, boundary) = iam.policies_of(&context, &source).await?;
    identity.extend(given("PolicyInputList", input.policy_input_list)?);
    let extra = given("PermissionsBoundaryPolicyInputList", input.permissions_boundary_policy_input_list)?;
    let simulation = Simulation {
        identity,
        boundary: if extra.is_empty() { boundary } else { extra },
        resource: resource(input.resource_policy)?,
        caller_arn: input.caller_arn.unwrap_or(source),
        actions: input.action_names.unwrap_or_default(),
        resources: input.resource_arns.unwrap_or_else(|| vec!["*".to_owned()]),
        entries: input.context_entries.unwrap_or_default(),
    };
    Ok(simulation.answer(&wanted)?)
}

async fn keys_of_custom(
    _: Arc<Iam>,
    _: Context,
    input: model::GetContextKeysForCustomPolicyRequest,
) -> Result<model::GetContextKeysForPolicyResponse, AwsError> {
    Ok(keys(&given("PolicyInputList", input.policy_input_list)?))
}

async fn keys_of_principal(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetContextKeysForPrincipalPolicyRequest,
) -> Result<model::GetContextKeysForPolicyResponse, AwsError> {
    let (mut policies, _) = iam.policies_of(&context, &input.policy_source_arn.unwrap_or_default()).await?;
    policies.extend(given("PolicyInputList", input.policy_input_list)?);
    Ok(keys(&policies))
}

fn keys(policies: &[Named]) -> model::GetContextKeysForPolicyResponse {
    let names = distinct(policies.iter().flat_map(|named| named.policy.context_keys()));
    model::GetContextKeysForPolicyResponse { context_key_names: Some(names) }
}

/// Each key once, whatever its case, as it is first written.
fn distinct<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut distinct = Vec::<String>::new();
    for key in keys {
        if !distinct.iter().any(|known| known.eq_ignore_ascii_case(key)) {
            distinct.push(key.to_owned());
        }
    }
    distinct
}

fn given(list: &str, documents: Option<Vec<String>>) -> Result<Vec<Named>, Refusal> {
    let named = |(index, document): (usize, String)| {
        let policy = Policy::parse_as(Kind::Identity, &document).map_err(|malformed| {
            // AWS has a code of its own here.
            Refusal::Input(format!("Invalid {list} at index {}: {malformed}", index + 1))
        })?;
        Ok(Named { id: format!("{list}.{}", index + 1), kind: "IAM Policy", policy: Arc::new(policy) })
    };
    documents.unwrap_or_default().into_iter().enumerate().map(named).collect()
}

fn resource(document: Option<String>) -> Result<Option<Named>, Refusal> {
    let parse = |document: String| {
        let policy = Policy::parse_as(Kind::Resource, &document)
            .map_err(|malformed| Refusal::Input(format!("Invalid ResourcePolicy: {malformed}")))?;
        Ok(Named { id: "ResourcePolicy".to_owned(), kind: "Resource Policy", policy: Arc::new(policy) })
    };
    document.map(parse).transpose()
}

impl Iam {
    /// The policies of a user, a group or a role, and their boundary.
    async fn policies_of(&self, context: &Context, arn: &str) -> Result<(Vec<Named>, Vec<Named>), Refusal> {
        let account = &context.scope.account;
        let read = self.identity.store().read(|r| {
            let holder = Holder::find(r, account, arn)?;
            let boundary = match holder.boundary() {
                Some(arn) => attached(r, account, arn)?.map(|document| (arn.to_owned(), document)),
                None => None,
            };
            Ok::<_, Refusal>((holder.held(r, account)?, boundary))
        });
        let (held, boundary) = read.await?;
        let compile = |id: String, kind, document: &str| {
            let policy = self.identity.compile(document).map_err(Refusal::from)?;
            Ok::<_, Refusal>(Named { id, kind, policy })
        };
        let held = held.into_iter().map(|held| {
            let id = match &held.arn {
                Some(_) => held.name,
                None => format!("{}_{}_{}", held.holder.noun(), held.holder.name(), held.name),
            };
            compile(id, "IAM Policy", &held.document)
        });
        let boundary =
            boundary.map(|(arn, document)| compile(arn, "IAM Permissions Boundary Policy", &document));
        Ok((held.collect::<Result<_, _>>()?, boundary.into_iter().collect::<Result<_, _>>()?))
    }
}

impl Simulation {
    fn answer(&self, wanted: &Wanted) -> Result<model::SimulatePolicyResponse, Refusal> {
        let mut keys = Keys::default();
        for entry in &self.entries {
            for value in entry.context_key_values.iter().flatten() {
                keys.put(entry.context_key_name.as_deref().unwrap_or_default(), value.as_str());
            }
        }
        let questions = self
            .actions
            .iter()
            .flat_map(|action| self.resources.iter().map(move |resource| (action, resource)))
            .enumerate();
        let page = wanted.of(questions, |(index, _)| format!("{index:08}"));
        let results = page.items.iter().map(|(_, (action, resource))| self.result(action, resource, &keys));
        Ok(model::SimulatePolicyResponse {
            evaluation_results: Some(results.collect()),
            is_truncated: page.truncated(),
            marker: page.marker,
        })
    }

    fn result(&self, action: &str, resource: &str, keys: &Keys<'_>) -> model::EvaluationResult {
        let account = self.caller_arn.split(':').nth(4).unwrap_or_default();
        // Root has no policies: who asks as root asks about those that are given, which would bind a user.
        let caller = match self.caller_arn.split(':').nth(5).and_then(|resource| resource.split('/').next()) {
            Some("role" | "assumed-role") => {
                Caller::Role { account, arn: &self.caller_arn, session_arn: &self.caller_arn }
            }
            _ => Caller::User { account, arn: &self.caller_arn },
        };
        let request = Request { caller, action, resource, keys };
        let identity: Vec<_> = self.identity.iter().map(|named| Arc::clone(&named.policy)).collect();
        let policies = Policies {
            identity: &identity,
            boundary: self.boundary.first().map(|named| &*named.policy),
            resource: self.resource.as_ref().map(|named| &*named.policy),
            ..Policies::default()
        };
        let decision = evaluate(&policies, &request);
        let all = self.identity.iter().chain(&self.boundary).chain(&self.resource);
        let matched = all.flat_map(|named| {
            matching(&named.policy, &request).map(|_| model::Statement {
                source_policy_id: Some(named.id.clone()),
                source_policy_type: Some(model::PolicySourceType::from(named.kind)),
                start_position: None,
                end_position: None,
            })
        });
        let asked = self.identity.iter().chain(&self.boundary).flat_map(|named| named.policy.context_keys());
        let missing = distinct(asked.filter(|key| keys.get(key).is_none()));
        let bounded = self.boundary.first().map(|_| model::PermissionsBoundaryDecisionDetail {
            allowed_by_permissions_boundary: Some(!matches!(
                decision,
                Err(Denial { by: Source::Boundary, .. })
            )),
        });
        model::EvaluationResult {
            eval_action_name: Some(action.to_owned()),
            eval_resource_name: Some(resource.to_owned()),
            eval_decision: Some(model::PolicyEvaluationDecisionType::from(match decision {
                Ok(()) => "allowed",
                Err(Denial { explicit: true, .. }) => "explicitDeny",
                Err(Denial { explicit: false, .. }) => "implicitDeny",
            })),
            matched_statements: Some(matched.collect()),
            missing_context_values: Some(missing),
            organizations_decision_detail: None,
            permissions_boundary_decision_detail: bounded,
            eval_decision_details: None,
            resource_specific_results: None,
        }
    }
}
