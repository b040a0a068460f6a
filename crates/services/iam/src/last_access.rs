//! Service last accessed details: which services a user, a group, a role or a policy can access, and who last did.
//!
//! What can be accessed follows from policies that give rights, whatever boundaries, conditions and denials leave of it; so does
//! AWS. What was accessed is what the identity crate heard, refused calls too. A report is made at once, when it is asked for, and
//! kept, because it says how things were then. Single actions aren't recorded: a report at their level tells of services only.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use neargate_core::{AccountId, random_uuid};
use neargate_identity::managed as aws;
use neargate_identity::records::{
    ATTACHED, AccessReport, Accessor, Group, LastUse, ManagedPolicy, Role, ServiceUse, User,
};
use neargate_identity::{REGION, attached};
use neargate_policy::Policy;
use neargate_store::{Expect, Range, ReadRecords as _, Reader, WriteRecords as _};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::guarded;
use crate::held::{Held, Holder};
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::resource::Resource as _;
use crate::{Iam, groups, model, namespaces, to_the_second};

/// Of services whose policies are listed, on a page.
const PER_PAGE: i64 = 100;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service.on(model::GetServiceLastAccessedDetails, iam, get).on(
        model::GetServiceLastAccessedDetailsWithEntities,
        iam,
        get_with_entities,
    );
    guarded!(service, iam,
        GenerateServiceLastAccessedDetails: generate => named(arn),
        ListPoliciesGrantingServiceAccess: list_granting => named(arn),
    )
}

/// Documents that give rights, and who has them.
struct Subject {
    documents: Vec<String>,
    users: Vec<User>,
    roles: Vec<Role>,
}

impl Subject {
    fn read(reader: &mut dyn Reader, account: &AccountId, arn: &str) -> Result<Self, Refusal> {
        if arn.contains(":policy/") {
            return Self::of_policy(reader, account, arn);
        }
        let holder = Holder::find(reader, account, arn)?;
        let documents = holder.held(reader, account)?.into_iter().map(|held| held.document).collect();
        let (mut users, mut roles) = (Vec::new(), Vec::new());
        match holder {
            Holder::User(user) => users.push(User::clone(&user)),
            Holder::Role(role) => roles.push(Role::clone(&role)),
            Holder::Group(group) => users = groups::members(reader, account, &group.name)?,
        }
        Ok(Self { documents, users, roles })
    }

    fn of_policy(reader: &mut dyn Reader, account: &AccountId, arn: &str) -> Result<Self, Refusal> {
        if aws::find(arn).is_none() {
            ManagedPolicy::find(reader, account, arn)?;
        }
        let named = account.as_str();
        let users = reader.lookup_records::<User>(named, REGION, ATTACHED, arn, Range::all())?;
        let mut users: Vec<User> = users.into_iter().map(|found| found.value).collect();
        for group in reader.lookup_records::<Group>(named, REGION, ATTACHED, arn, Range::all())? {
            users.extend(groups::members(reader, account, &group.value.name)?);
        }
        users.sort_by(|one, other| one.id.cmp(&other.id));
        users.dedup_by(|one, other| one.id == other.id);
        let roles = reader.lookup_records::<Role>(named, REGION, ATTACHED, arn, Range::all())?;
        let roles = roles.into_iter().map(|found| found.value).collect();
        Ok(Self { documents: attached(reader, account, arn)?.into_iter().collect(), users, roles })
    }

    fn accessors(self, account: &AccountId, uses: &HashMap<String, LastUse>) -> Vec<Accessor> {
        let services = |id: &str| {
            let services = uses.get(id).into_iter().flat_map(|used| &used.services);
            let named =
                services.map(|(name, used)| (namespaces::of_signing_name(name).to_owned(), used.clone()));
            named.collect::<BTreeMap<_, _>>()
        };
        let users = self.users.into_iter().map(|user| Accessor {
            kind: "USER".to_owned(),
            arn: user.arn(account),
            services: services(&user.id),
            name: user.name,
            id: user.id,
            path: user.path,
        });
        let roles = self.roles.into_iter().map(|role| Accessor {
            kind: "ROLE".to_owned(),
            arn: role.arn(account),
            services: services(&role.id),
            name: role.name,
            id: role.id,
            path: role.path,
        });
        users.chain(roles).collect()
    }
}

async fn generate(
    iam: Arc<Iam>,
    context: Context,
    input: model::GenerateServiceLastAccessedDetailsRequest,
) -> Result<model::GenerateServiceLastAccessedDetailsResponse, AwsError> {
    let (account, arn) = (context.scope.account.clone(), input.arn.unwrap_or_default());
    let granularity = input.granularity.as_ref().map_or("SERVICE_LEVEL", |level| level.as_str()).to_owned();
    let uses = iam.identity.last_uses(&account).await.map_err(Refusal::Store)?;
    let subject = iam.identity.store().read(|r| Subject::read(r, &account, &arn)).await?;
    let compile = |document: &String| iam.identity.compile(document).map_err(Refusal::from);
    let policies = subject.documents.iter().map(compile).collect::<Result<Vec<Arc<Policy>>, _>>()?;
    let entities = subject.accessors(&account, &uses);
    let used = entities.iter().flat_map(|entity| entity.services.keys().cloned());
    let mut services: Vec<String> = namespaces::all().map(str::to_owned).chain(used).collect();
    services.sort_unstable();
    services.dedup();
    services.retain(|service| policies.iter().any(|policy| policy.grants(service)));
    let report = AccessReport { id: random_uuid(), created: iam.now(), granularity, services, entities };
    let id = report.id.clone();
    let written = iam.identity.store().write(context.durability, move |w| {
        Ok::<_, Refusal>(w.put_record(account.as_str(), REGION, &report, Expect::Absent).map(drop)?)
    });
    written.await?;
    Ok(model::GenerateServiceLastAccessedDetailsResponse { job_id: Some(id) })
}

impl Iam {
    async fn access_report(&self, context: &Context, id: &str) -> Result<AccessReport, Refusal> {
        let account = context.scope.account.as_str();
        let read = self.identity.store().read(|r| r.get_record::<AccessReport>(account, REGION, id));
        let none = || Refusal::NoSuchEntity(format!("The job with id {id} cannot be found."));
        Ok(read.await.map_err(Refusal::Store)?.ok_or_else(none)?.value)
    }
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetServiceLastAccessedDetailsRequest,
) -> Result<model::GetServiceLastAccessedDetailsResponse, AwsError> {
    let id = input.job_id.unwrap_or_default();
    let wanted = Wanted::new(&context, "GetServiceLastAccessedDetails", &id, input.marker, input.max_items)?;
    let report = iam.access_report(&context, &id).await?;
    let page = wanted.of(&report.services, |service| (*service).clone());
    Ok(model::GetServiceLastAccessedDetailsResponse {
        job_status: Some(model::JobStatusType::from("COMPLETED")),
        job_type: Some(report.granularity.as_str().into()),
        job_creation_date: Some(Time(report.created)),
        job_completion_date: Some(Time(report.created)),
        is_truncated: page.truncated(),
        services_last_accessed: Some(
            page.items.iter().map(|service| last_accessed(&report, service)).collect(),
        ),
        marker: page.marker,
        error: None,
    })
}

fn last_accessed(report: &AccessReport, service: &str) -> model::ServiceLastAccessed {
    let used = report.entities.iter().filter_map(|entity| Some((entity, entity.services.get(service)?)));
    let used: Vec<(&Accessor, &ServiceUse)> = used.collect();
    let last = used.iter().max_by_key(|(_, used)| used.at);
    model::ServiceLastAccessed {
        service_name: Some(namespaces::name_of(service).to_owned()),
        service_namespace: Some(service.to_owned()),
        last_authenticated: last.map(|(_, used)| Time(to_the_second(used.at))),
        last_authenticated_entity: last.map(|(entity, _)| entity.arn.clone()),
        last_authenticated_region: last.map(|(_, used)| used.region.clone()),
        total_authenticated_entities: Some(i64::try_from(used.len()).unwrap_or(i64::MAX)),
        tracked_actions_last_accessed: None,
    }
}

async fn get_with_entities(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetServiceLastAccessedDetailsWithEntitiesRequest,
) -> Result<model::GetServiceLastAccessedDetailsWithEntitiesResponse, AwsError> {
    let id = input.job_id.unwrap_or_default();
    let service = input.service_namespace.unwrap_or_default();
    let about = format!("{id} {service}");
    let operation = "GetServiceLastAccessedDetailsWithEntities";
    let wanted = Wanted::new(&context, operation, &about, input.marker, input.max_items)?;
    let AccessReport { created, services, entities, .. } = iam.access_report(&context, &id).await?;
    let can = services.contains(&service);
    let at = |entity: &Accessor| entity.services.get(&service).map(|used| to_the_second(used.at));
    // Who accessed it last comes first.
    let page = wanted.of(entities.into_iter().filter(|_| can), |entity| {
        format!("{:020} {}", at(entity).map_or(i64::MAX, |at| i64::MAX - at.0), entity.arn)
    });
    let told = |entity: Accessor| model::EntityDetails {
        last_authenticated: at(&entity).map(Time),
        entity_info: Some(model::EntityInfo {
            arn: Some(entity.arn),
            name: Some(entity.name),
            r#type: Some(entity.kind.as_str().into()),
            id: Some(entity.id),
            path: Some(entity.path),
        }),
    };
    Ok(model::GetServiceLastAccessedDetailsWithEntitiesResponse {
        job_status: Some(model::JobStatusType::from("COMPLETED")),
        job_creation_date: Some(Time(created)),
        job_completion_date: Some(Time(created)),
        is_truncated: page.truncated(),
        marker: page.marker,
        entity_details_list: Some(page.items.into_iter().map(told).collect()),
        error: None,
    })
}

async fn list_granting(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListPoliciesGrantingServiceAccessRequest,
) -> Result<model::ListPoliciesGrantingServiceAccessResponse, AwsError> {
    let (account, arn) = (&context.scope.account, input.arn.unwrap_or_default());
    let operation = "ListPoliciesGrantingServiceAccess";
    let wanted = Wanted::new(&context, operation, &arn, input.marker, Some(PER_PAGE))?;
    let held = iam.identity.store().read(|r| Holder::find(r, account, &arn)?.held(r, account)).await?;
    let compile = |held: Held| Ok::<_, Refusal>((iam.identity.compile(&held.document)?, held));
    let held = held.into_iter().map(compile).collect::<Result<Vec<_>, _>>()?;
    let page = wanted.of(input.service_namespaces.unwrap_or_default(), String::clone);
    let entry = |service: &String| {
        let granting = held.iter().filter(|(policy, _)| policy.grants(service));
        model::ListPoliciesGrantingServiceAccessEntry {
            service_namespace: Some(service.clone()),
            policies: Some(granting.map(|(_, held)| granting_policy(held)).collect()),
        }
    };
    Ok(model::ListPoliciesGrantingServiceAccessResponse {
        is_truncated: page.truncated(),
        policies_granting_service_access: Some(page.items.iter().map(entry).collect()),
        marker: page.marker,
    })
}

fn granting_policy(held: &Held) -> model::PolicyGrantingServiceAccess {
    let inline = held.arn.is_none();
    model::PolicyGrantingServiceAccess {
        policy_name: Some(held.name.clone()),
        policy_type: Some(model::PolicyType::from(if inline { "INLINE" } else { "MANAGED" })),
        policy_arn: held.arn.clone(),
        entity_type: inline.then(|| held.holder.noun().to_ascii_uppercase().as_str().into()),
        entity_name: inline.then(|| held.holder.name().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::{Fixture, allow, each, trust};

    const ANA: &str = "arn:aws:iam::111122223333:user/ana";

    async fn report(iam: &Fixture, arn: &str) -> (Value, Value) {
        let job = iam.ok("GenerateServiceLastAccessedDetails", json!({"Arn": arn})).await;
        let report = iam.ok("GetServiceLastAccessedDetails", job.clone()).await;
        (job["JobId"].clone(), report)
    }

    #[tokio::test]
    async fn policies_are_listed_by_the_services_that_they_give_access_to() {
        let iam = Fixture::new();
        iam.ok("CreateUser", json!({"UserName": "ana"})).await;
        iam.ok("CreateGroup", json!({"GroupName": "g"})).await;
        iam.ok("AddUserToGroup", json!({"UserName": "ana", "GroupName": "g"})).await;
        let put = json!({"UserName": "ana", "PolicyName": "p", "PolicyDocument": allow("s3:Get*")});
        iam.ok("PutUserPolicy", put).await;
        let aws = "arn:aws:iam::aws:policy/AdministratorAccess";
        iam.ok("AttachGroupPolicy", json!({"GroupName": "g", "PolicyArn": aws})).await;
        let list = json!({"Arn": ANA, "ServiceNamespaces": ["s3", "ecs"]});
        let listed = iam.ok("ListPoliciesGrantingServiceAccess", list).await;
        let administrator =
            json!({"PolicyName": "AdministratorAccess", "PolicyType": "MANAGED", "PolicyArn": aws});
        let own =
            json!({"PolicyName": "p", "PolicyType": "INLINE", "EntityType": "USER", "EntityName": "ana"});
        assert_eq!(
            listed,
            json!({"IsTruncated": false, "PoliciesGrantingServiceAccess": [
                {"ServiceNamespace": "ecs", "Policies": [administrator]},
                {"ServiceNamespace": "s3", "Policies": [own, administrator]}]})
        );
        let of_group = json!({"Arn": "arn:aws:iam::111122223333:group/g", "ServiceNamespaces": ["s3"]});
        let listed = iam.ok("ListPoliciesGrantingServiceAccess", of_group).await;
        assert_eq!(listed["PoliciesGrantingServiceAccess"][0]["Policies"], json!([administrator]));
        for (arn, refusal) in [
            ("arn:aws:iam::111122223333:user/none", "NoSuchEntity: The user with name none cannot be found."),
            (aws, "InvalidInput: Invalid Entity Arn: "),
        ] {
            let list = json!({"Arn": arn, "ServiceNamespaces": ["s3"]});
            let refused = iam.refused("ListPoliciesGrantingServiceAccess", list).await;
            assert!(refused.starts_with(refusal), "{refused}");
        }
    }

    #[tokio::test]
    async fn a_report_says_what_can_be_accessed() {
        let iam = Fixture::new();
        iam.ok("CreateUser", json!({"UserName": "ana"})).await;
        iam.ok("CreateRole", json!({"RoleName": "r", "AssumeRolePolicyDocument": trust()})).await;
        let document = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["s3:*", "ecs:RunTask"], "Resource": "*"},
            {"Effect": "Deny", "Action": ["s3:*", "logs:*"], "Resource": "*"}]});
        let made = json!({"PolicyName": "p", "PolicyDocument": document.to_string()});
        let policy = iam.ok("CreatePolicy", made).await["Policy"]["Arn"].clone();
        for (operation, holder, name) in
            [("AttachUserPolicy", "UserName", "ana"), ("AttachRolePolicy", "RoleName", "r")]
        {
            iam.ok(operation, json!({holder: name, "PolicyArn": policy})).await;
        }
        let (_, told) = report(&iam, ANA).await;
        assert_eq!((&told["JobStatus"], &told["JobType"]), (&json!("COMPLETED"), &json!("SERVICE_LEVEL")));
        let never = |namespace: &str, name: &str| json!({"ServiceName": name, "ServiceNamespace": namespace, "TotalAuthenticatedEntities": 0});
        assert_eq!(
            told["ServicesLastAccessed"],
            json!([never("ecs", "Amazon Elastic Container Service"), never("s3", "Amazon S3")])
        );
        let (job, told) = report(&iam, policy.as_str().expect("an ARN")).await;
        assert_eq!(each(&told["ServicesLastAccessed"], "ServiceNamespace"), ["ecs", "s3"]);
        let of = json!({"JobId": job, "ServiceNamespace": "s3", "MaxItems": 1});
        let first = iam.ok("GetServiceLastAccessedDetailsWithEntities", of.clone()).await;
        assert_eq!(first["IsTruncated"], true);
        assert_eq!(first["EntityDetailsList"][0]["EntityInfo"]["Arn"], "arn:aws:iam::111122223333:role/r");
        let mut of = of;
        of["Marker"] = first["Marker"].clone();
        let second = iam.ok("GetServiceLastAccessedDetailsWithEntities", of).await;
        assert_eq!(second["EntityDetailsList"][0]["EntityInfo"]["Type"], "USER");
        assert_eq!(second["IsTruncated"], false);
        let none = json!({"JobId": "00000000-0000-0000-0000-000000000000"});
        let refused = iam.refused("GetServiceLastAccessedDetails", none).await;
        assert!(refused.starts_with("NoSuchEntity: "), "{refused}");
    }
}
