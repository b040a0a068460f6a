//! Service-linked roles: a service's own, with a name and a policy that are the service's to say.

use std::sync::Arc;

use neargate_core::random_uuid;
use neargate_identity::forget_use;
use neargate_identity::records::{Policies, Role};
use neargate_wire::authorize::Access;
use neargate_wire::{AwsError, Context, Service};

use crate::guard::guarded;
use crate::refusal::Refusal;
use crate::resource::{self, Resource as _};
use crate::{Iam, answer, entity, fresh_id, model, principals};

/// Services, without the end of their names that is common to all, and what their roles are called behind `AWSServiceRoleFor`.
const NAMES: &[(&str, &str)] = &[
    ("access-analyzer", "AccessAnalyzer"),
    ("accountdiscovery.ssm", "AmazonSSM_AccountDiscovery"),
    ("acm", "CertificateManager"),
    ("appmesh", "AppMesh"),
    ("apprunner", "AppRunner"),
    ("appstream.application-autoscaling", "ApplicationAutoScaling_AppStreamFleet"),
    ("autoscaling", "AutoScaling"),
    ("autoscaling-plans", "AutoScalingPlans_EC2AutoScaling"),
    ("backup", "Backup"),
    ("batch", "Batch"),
    ("cassandra.application-autoscaling", "ApplicationAutoScaling_CassandraTable"),
    ("cks.kms", "KeyManagementServiceCustomKeyStores"),
    ("cloud9", "AWSCloud9"),
    ("cloudtrail", "CloudTrail"),
    ("comprehend.application-autoscaling", "ApplicationAutoScaling_ComprehendEndpoint"),
    ("config", "Config"),
    ("connect", "AmazonConnect"),
    ("continuousexport.discovery", "ApplicationDiscoveryServiceContinuousExport"),
    ("custom-resource.application-autoscaling", "ApplicationAutoScaling_CustomResource"),
    ("dax", "DAX"),
    ("dynamodb.application-autoscaling", "ApplicationAutoScaling_DynamoDBTable"),
    ("ec2.application-autoscaling", "ApplicationAutoScaling_EC2SpotFleetRequest"),
    ("ecs", "ECS"),
    ("ecs.application-autoscaling", "ApplicationAutoScaling_ECSService"),
    ("eks", "AmazonEKS"),
    ("eks-fargate", "AmazonEKSForFargate"),
    ("eks-nodegroup", "AmazonEKSNodegroup"),
    ("elasticache", "ElastiCache"),
    ("elasticache.application-autoscaling", "ApplicationAutoScaling_ElastiCacheRG"),
    ("elasticbeanstalk", "ElasticBeanstalk"),
    ("elasticfilesystem", "AmazonElasticFileSystem"),
    ("elasticloadbalancing", "ElasticLoadBalancing"),
    ("elasticmapreduce", "EMRCleanup"),
    ("email.cognito-idp", "AmazonCognitoIdpEmailService"),
    ("es", "AmazonElasticsearchService"),
    ("events", "CloudWatchEvents"),
    ("fms", "FMS"),
    ("fsx", "AmazonFSx"),
    ("globalaccelerator", "GlobalAccelerator"),
    ("guardduty", "AmazonGuardDuty"),
    ("inspector", "AmazonInspector"),
    ("inspector2", "AmazonInspector2"),
    ("kafka", "Kafka"),
    ("kafka.application-autoscaling", "ApplicationAutoScaling_KafkaCluster"),
    ("lambda.application-autoscaling", "ApplicationAutoScaling_LambdaConcurrency"),
    ("lex", "LexBots"),
    ("macie", "AmazonMacie"),
    ("maintenance.elasticbeanstalk", "ElasticBeanstalkMaintenance"),
    ("managedupdates.elasticbeanstalk", "ElasticBeanstalkManagedUpdates"),
    ("mq", "AmazonMQ"),
    ("mrk.kms", "KeyManagementServiceMultiRegionKeys"),
    ("neptune.application-autoscaling", "ApplicationAutoScaling_NeptuneCluster"),
    ("network-firewall", "NetworkFirewall"),
    ("opensearchservice", "AmazonOpenSearchService"),
    ("ops.apigateway", "APIGateway"),
    ("organizations", "Organizations"),
    ("rds", "RDS"),
    ("rds.application-autoscaling", "ApplicationAutoScaling_RDSCluster"),
    ("redshift", "Redshift"),
    ("replication.dynamodb", "DynamoDBReplication"),
    ("replication.ecr", "ECRReplication"),
    ("replicator.lambda", "LambdaReplicator"),
    ("sagemaker.application-autoscaling", "ApplicationAutoScaling_SageMakerEndpoint"),
    ("securityhub", "SecurityHub"),
    ("spot", "EC2Spot"),
    ("spotfleet", "EC2SpotFleet"),
    ("ssm", "AmazonSSM"),
    ("sso", "SSO"),
    ("support", "Support"),
    ("transitgateway", "VPCTransitGateway"),
    ("trustedadvisor", "TrustedAdvisor"),
    ("wafv2", "WAFV2Logging"),
];

/// Whose roles may be several, told apart by a suffix.
const SUFFIXED: &[&str] = &["autoscaling.amazonaws.com", "connect.amazonaws.com", "lex.amazonaws.com"];

/// AWS's policies for roles, of those that are there.
const POLICIES: &[(&str, &str)] = &[
    ("ecs.amazonaws.com", "AmazonECSServiceRolePolicy"),
    ("ecs.application-autoscaling.amazonaws.com", "AWSApplicationAutoscalingECSServicePolicy"),
    ("elasticloadbalancing.amazonaws.com", "AWSElasticLoadBalancingServiceRolePolicy"),
];

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::CreateServiceLinkedRole,
            iam,
            |_, context, input| {
                Box::pin(async move {
                    let service = input.aws_service_name.as_deref().unwrap_or_default();
                    let name = name_of(service, input.custom_suffix.as_deref());
                    let path = format!("/aws-service-role/{service}/");
                    let resource = neargate_identity::arn(&context.scope.account, "role", &path, &name);
                    let access = Access::new("iam:CreateServiceLinkedRole", resource);
                    Ok(vec![access.with_condition("iam:AWSServiceName", service)])
                })
            },
            create,
        )
        .on(model::GetServiceLinkedRoleDeletionStatus, iam, deletion_status);
    guarded!(service, iam, DeleteServiceLinkedRole: delete => role(role_name))
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateServiceLinkedRoleRequest,
) -> Result<model::CreateServiceLinkedRoleResponse, AwsError> {
    let account = context.scope.account.clone();
    let linked = input.aws_service_name.unwrap_or_default();
    if !linked.ends_with(".amazonaws.com") {
        return Err(Refusal::Input(format!("Service role {linked} is not valid.")).into());
    }
    // Which of the others allow one nobody knows.
    if input.custom_suffix.is_some() && known(&linked).is_some() && !SUFFIXED.contains(&&*linked) {
        return Err(Refusal::Input(format!("Custom suffix is not allowed for {linked}")).into());
    }
    let policy = POLICIES.iter().find(|(service, _)| *service == linked).map(|(_, policy)| *policy);
    let name = name_of(&linked, input.custom_suffix.as_deref());
    let trust = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{"Action": ["sts:AssumeRole"], "Effect": "Allow", "Principal": {"Service": [linked]}}],
    });
    let attached = policy.map(|policy| format!("arn:aws:iam::aws:policy/aws-service-role/{policy}"));
    let role = Role {
        name: name.clone(),
        path: format!("/aws-service-role/{linked}/"),
        id: fresh_id("AROA"),
        created: iam.now(),
        description: input.description,
        max_session_seconds: 3600,
        trust: trust.to_string(),
        boundary: None,
        tags: Default::default(),
        policies: Policies { attached: attached.into_iter().collect(), ..Policies::default() },
        linked_service: Some(linked),
    };
    let answer = answer::role(&account, &role);
    let written = iam.identity.store().write(context.durability, move |w| {
        resource::create(w, &account, &role).map_err(|refusal| match refusal {
            Refusal::AlreadyExists(_) => Refusal::Input(format!(
                "Service role name {} has been taken in this account, please try a different suffix.",
                role.name
            )),
            other => other,
        })
    });
    written.await?;
    Ok(model::CreateServiceLinkedRoleResponse { role: Some(answer) })
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteServiceLinkedRoleRequest,
) -> Result<model::DeleteServiceLinkedRoleResponse, AwsError> {
    let (account, name) = (context.scope.account.clone(), input.role_name.unwrap_or_default());
    let written = iam.identity.store().write(context.durability, move |w| {
        let role = Role::find(w, &account, &name)?;
        if role.linked_service.is_none() {
            return Err(entity::none::<Role>(&name));
        }
        resource::delete(w, &account, &role)?;
        principals::replace(w, &account, &role.arn(&account), &role.id)?;
        forget_use(w, &account, &role.id)?;
        Ok(format!("task{}{}/{}", role.path, role.name, random_uuid()))
    });
    Ok(model::DeleteServiceLinkedRoleResponse { deletion_task_id: Some(written.await?) })
}

/// A role is gone as soon as its deletion was asked for, so every task that there was has succeeded.
async fn deletion_status(
    _: Arc<Iam>,
    _: Context,
    input: model::GetServiceLinkedRoleDeletionStatusRequest,
) -> Result<model::GetServiceLinkedRoleDeletionStatusResponse, AwsError> {
    let id = input.deletion_task_id.unwrap_or_default();
    if !id.starts_with("task/aws-service-role/") {
        return Err(Refusal::NoSuchEntity(format!("Deletion task with id {id} cannot be found.")).into());
    }
    Ok(model::GetServiceLinkedRoleDeletionStatusResponse {
        status: Some(model::DeletionTaskStatusType::from("SUCCEEDED")),
        reason: None,
    })
}

fn known(service: &str) -> Option<&'static str> {
    let short = service.strip_suffix(".amazonaws.com")?;
    NAMES.iter().find(|(known, _)| *known == short).map(|(_, name)| *name)
}

/// `AWSServiceRoleForECS`, with the suffix behind it that some services allow.
fn name_of(service: &str, suffix: Option<&str>) -> String {
    let known = known(service).map(|name| format!("AWSServiceRoleFor{name}"));
    let name = known.unwrap_or_else(|| {
        let words = service.trim_end_matches(".amazonaws.com").split(['.', '-']);
        let capital = |word: &str| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect::<String>()
        };
        format!("AWSServiceRoleFor{}", words.map(capital).collect::<String>())
    });
    match suffix {
        Some(suffix) => format!("{name}_{suffix}"),
        None => name,
    }
}
