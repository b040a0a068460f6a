//! AWS's own policies, as far as those who run containers name them: `arn:aws:iam::aws:policy/…`.
//!
//! The documents lie in `managed/`. They are AWS's in effect for the services that neargate has; the longest (`ReadOnlyAccess`,
//! `ViewOnlyAccess`, `SecurityAudit`) are abridged to services that people run beside ECS.

use std::collections::HashMap;
use std::sync::LazyLock;

use neargate_core::Timestamp;
use neargate_policy::parse_date;
use sha2::{Digest as _, Sha256};

/// One of AWS's policies: a single version, which nobody changes.
#[derive(Debug)]
pub struct AwsPolicy {
    pub name: &'static str,
    pub path: &'static str,
    /// `v1`
    pub version: &'static str,
    /// ISO 8601.
    pub created: &'static str,
    pub description: &'static str,
    pub document: String,
    pub arn: String,
    /// `ANPA…`
    pub id: String,
}

impl AwsPolicy {
    pub fn created_at(&self) -> Timestamp {
        Timestamp(parse_date(self.created).unwrap_or_default())
    }
}

/// What root may do.
pub(crate) const ADMINISTRATOR: &str = include_str!("../managed/AdministratorAccess.json");

/// The policy of an ARN, if it is one of AWS's.
pub fn find(arn: &str) -> Option<&'static AwsPolicy> {
    static BY_ARN: LazyLock<HashMap<&'static str, &'static AwsPolicy>> =
        LazyLock::new(|| all().iter().map(|policy| (&*policy.arn, policy)).collect());
    BY_ARN.get(arn).copied()
}

/// All of them, by name.
pub fn all() -> &'static [AwsPolicy] {
    static ALL: LazyLock<Vec<AwsPolicy>> = LazyLock::new(|| TABLE.iter().map(Row::policy).collect());
    &ALL
}

/// An id that stays the same: `prefix` and 17 characters that follow from a name.
pub fn steady_id(prefix: &str, name: &str) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digest = Sha256::digest(name);
    let letters = digest.iter().take(17).map(|byte| char::from(LETTERS[usize::from(byte & 31)]));
    prefix.chars().chain(letters).collect()
}

struct Row {
    path: &'static str,
    name: &'static str,
    version: &'static str,
    created: &'static str,
    description: &'static str,
    document: &'static str,
}

impl Row {
    fn policy(&self) -> AwsPolicy {
        let &Self { path, name, version, created, description, document } = self;
        AwsPolicy {
            name,
            path,
            version,
            created,
            description,
            document: document.trim_end().to_owned(),
            arn: format!("arn:aws:iam::aws:policy{path}{name}"),
            id: steady_id("ANPA", name),
        }
    }
}

macro_rules! policy {
    ($path:literal, $name:literal, $version:literal, $created:literal, $description:literal) => {
        Row {
            path: $path,
            name: $name,
            version: $version,
            created: $created,
            description: $description,
            document: include_str!(concat!("../managed/", $name, ".json")),
        }
    };
}

#[rustfmt::skip]
const TABLE: &[Row] = &[
    policy!("/aws-service-role/", "AWSApplicationAutoscalingECSServicePolicy", "v2", "2017-10-25T23:53:08Z", "Policy granting permissions to Application Auto Scaling to access ECS and CloudWatch."),
    policy!("/", "AWSCloudFormationFullAccess", "v1", "2019-07-26T21:50:24Z", "Provides full access to AWS CloudFormation."),
    policy!("/", "AWSCloudMapDiscoverInstanceAccess", "v3", "2018-11-29T00:02:42Z", "Provides access to AWS Cloud Map discovery API."),
    policy!("/", "AWSCloudMapFullAccess", "v3", "2018-11-28T23:57:31Z", "Provides full access to all AWS Cloud Map actions."),
    policy!("/", "AWSCloudMapReadOnlyAccess", "v2", "2018-11-28T23:45:26Z", "Provides read-only access to all AWS Cloud Map actions."),
    policy!("/", "AWSCloudMapRegisterInstanceAccess", "v3", "2018-11-29T00:04:57Z", "Provides registrant level access to AWS Cloud Map actions."),
    policy!("/", "AWSCodeDeployRoleForECS", "v4", "2018-11-27T20:40:57Z", "Provides CodeDeploy service wide access to perform an ECS blue/green deployment on your behalf."),
    policy!("/", "AWSDenyAll", "v2", "2019-05-01T22:36:00Z", "Deny all access."),
    policy!("/aws-service-role/", "AWSElasticLoadBalancingServiceRolePolicy", "v7", "2017-09-19T22:19:04Z", "Service Linked Role Policy for AWS Elastic Load Balancing Control Plane"),
    policy!("/", "AWSKeyManagementServicePowerUser", "v2", "2015-02-06T18:40:40Z", "Provides access to AWS Key Management Service (KMS)."),
    policy!("/service-role/", "AWSLambdaBasicExecutionRole", "v1", "2015-04-09T15:03:43Z", "Provides write permissions to CloudWatch Logs."),
    policy!("/service-role/", "AWSLambdaVPCAccessExecutionRole", "v3", "2016-02-11T23:15:26Z", "Provides minimum permissions for a Lambda function to execute while accessing a resource within a VPC - create, describe, delete network interfaces and write permissions to CloudWatch Logs."),
    policy!("/", "AWSLambda_FullAccess", "v2", "2020-11-17T21:14:08Z", "Grants full access to AWS Lambda service, AWS Lambda console features, and other related AWS services."),
    policy!("/", "AWSStepFunctionsFullAccess", "v1", "2017-01-11T21:51:32Z", "An access policy for providing a user/role/etc access to the AWS StepFunctions API."),
    policy!("/", "AWSXRayDaemonWriteAccess", "v2", "2018-08-28T23:00:33Z", "Allow the AWS X-Ray Daemon to relay raw trace segments data to the service's API and retrieve sampling data (rules, targets, etc.) to be used by the X-Ray SDK."),
    policy!("/", "AWSXrayFullAccess", "v1", "2016-12-01T18:30:55Z", "AWS X-Ray full access managed policy"),
    policy!("/", "AWSXrayReadOnlyAccess", "v8", "2016-12-01T18:27:02Z", "AWS X-Ray read only managed policy"),
    policy!("/", "AWSXrayWriteOnlyAccess", "v2", "2016-12-01T18:19:53Z", "AWS X-Ray write only managed policy"),
    policy!("/", "AdministratorAccess", "v1", "2015-02-06T18:39:46Z", "Provides full access to AWS services and resources."),
    policy!("/", "AmazonDynamoDBFullAccess", "v15", "2015-02-06T18:40:11Z", "Provides full access to Amazon DynamoDB via the AWS Management Console."),
    policy!("/", "AmazonDynamoDBReadOnlyAccess", "v14", "2015-02-06T18:40:12Z", "Provides read only access to Amazon DynamoDB via the AWS Management Console."),
    policy!("/", "AmazonEC2ContainerRegistryFullAccess", "v3", "2015-12-21T17:06:48Z", "Provides administrative access to Amazon ECR resources"),
    policy!("/", "AmazonEC2ContainerRegistryPowerUser", "v3", "2015-12-21T17:05:33Z", "Provides full access to Amazon EC2 Container Registry repositories, but does not allow repository deletion or policy changes."),
    policy!("/", "AmazonEC2ContainerRegistryPullOnly", "v1", "2024-10-03T00:00:00Z", "Grants permissions to pull images from Amazon EC2 Container Registry repositories."),
    policy!("/", "AmazonEC2ContainerRegistryReadOnly", "v3", "2015-12-21T17:04:15Z", "Provides read-only access to Amazon EC2 Container Registry repositories."),
    policy!("/service-role/", "AmazonEC2ContainerServiceAutoscaleRole", "v2", "2016-05-12T23:25:44Z", "Policy to enable Task Autoscaling for Amazon EC2 Container Service"),
    policy!("/service-role/", "AmazonEC2ContainerServiceEventsRole", "v3", "2017-05-30T16:51:35Z", "Policy to enable CloudWatch Events for EC2 Container Service"),
    policy!("/service-role/", "AmazonEC2ContainerServiceRole", "v2", "2015-04-09T16:14:19Z", "Default policy for Amazon ECS service role."),
    policy!("/service-role/", "AmazonEC2ContainerServiceforEC2Role", "v7", "2015-03-19T18:45:18Z", "Default policy for the Amazon EC2 Role for Amazon EC2 Container Service."),
    policy!("/", "AmazonEC2FullAccess", "v5", "2015-02-06T18:40:15Z", "Provides full access to Amazon EC2 via the AWS Management Console."),
    policy!("/", "AmazonEC2ReadOnlyAccess", "v3", "2015-02-06T18:40:17Z", "Provides read only access to Amazon EC2 via the AWS Management Console."),
    policy!("/aws-service-role/", "AmazonECSServiceRolePolicy", "v12", "2017-10-14T01:18:58Z", "Policy to enable Amazon ECS to manage your cluster."),
    policy!("/service-role/", "AmazonECSTaskExecutionRolePolicy", "v1", "2017-11-16T18:48:22Z", "Provides access to other AWS service resources that are required to run Amazon ECS tasks"),
    policy!("/", "AmazonECS_FullAccess", "v21", "2017-11-07T21:36:54Z", "Provides administrative access to Amazon ECS resources and enables ECS features through access to other AWS service resources, including VPCs, Auto Scaling groups, and CloudFormation stacks."),
    policy!("/", "AmazonElasticFileSystemClientFullAccess", "v1", "2020-01-13T16:27:00Z", "Provides root client access to an Amazon EFS file system"),
    policy!("/", "AmazonElasticFileSystemClientReadOnlyAccess", "v1", "2020-01-13T16:24:00Z", "Provides read only client access to an Amazon EFS file system"),
    policy!("/", "AmazonElasticFileSystemClientReadWriteAccess", "v1", "2020-01-13T16:27:38Z", "Provides read and write client access to an Amazon EFS file system"),
    policy!("/", "AmazonElasticFileSystemFullAccess", "v10", "2015-05-27T16:22:00Z", "Provides full access to Amazon EFS via the AWS Management Console."),
    policy!("/", "AmazonElasticFileSystemReadOnlyAccess", "v9", "2015-05-27T16:25:00Z", "Provides read only access to Amazon EFS via the AWS Management Console."),
    policy!("/", "AmazonEventBridgeFullAccess", "v4", "2019-07-11T14:08:00Z", "Provides full access to Amazon EventBridge."),
    policy!("/", "AmazonEventBridgeSchedulerFullAccess", "v1", "2022-11-10T18:37:00Z", "Provides full access to Amazon EventBridge Scheduler."),
    policy!("/", "AmazonRDSReadOnlyAccess", "v7", "2015-02-06T18:40:00Z", "Provides read only access to Amazon RDS via the AWS Management Console."),
    policy!("/", "AmazonS3FullAccess", "v2", "2015-02-06T18:40:58Z", "Provides full access to all buckets via the AWS Management Console."),
    policy!("/", "AmazonS3ReadOnlyAccess", "v3", "2015-02-06T18:40:59Z", "Provides read only access to all buckets via the AWS Management Console."),
    policy!("/", "AmazonSNSFullAccess", "v2", "2015-02-06T18:41:05Z", "Provides full access to Amazon SNS via the AWS Management Console."),
    policy!("/", "AmazonSNSReadOnlyAccess", "v2", "2015-02-06T18:41:06Z", "Provides read only access to Amazon SNS via the AWS Management Console."),
    policy!("/", "AmazonSQSFullAccess", "v1", "2015-02-06T18:41:07Z", "Provides full access to Amazon SQS via the AWS Management Console."),
    policy!("/", "AmazonSQSReadOnlyAccess", "v3", "2015-02-06T18:41:08Z", "Provides read only access to Amazon SQS via the AWS Management Console."),
    policy!("/", "AmazonSSMFullAccess", "v4", "2015-05-29T17:39:47Z", "Provides full access to Amazon SSM."),
    policy!("/", "AmazonSSMManagedInstanceCore", "v2", "2019-03-15T17:22:12Z", "The policy for Amazon EC2 Role to enable AWS Systems Manager service core functionality."),
    policy!("/", "AmazonSSMReadOnlyAccess", "v1", "2015-05-29T17:44:19Z", "Provides read only access to Amazon SSM."),
    policy!("/", "AmazonVPCFullAccess", "v10", "2015-02-06T18:41:16Z", "Provides full access to Amazon VPC via the AWS Management Console."),
    policy!("/", "AmazonVPCReadOnlyAccess", "v10", "2015-02-06T18:41:17Z", "Provides read only access to Amazon VPC via the AWS Management Console."),
    policy!("/", "CloudWatchAgentServerPolicy", "v3", "2018-03-07T01:06:44Z", "Permissions required to use AmazonCloudWatchAgent on servers"),
    policy!("/", "CloudWatchEventsFullAccess", "v3", "2016-01-14T18:37:08Z", "Provides full access to Amazon CloudWatch Events."),
    policy!("/", "CloudWatchFullAccess", "v5", "2015-02-06T18:40:00Z", "Provides full access to CloudWatch."),
    policy!("/", "CloudWatchFullAccessV2", "v4", "2023-08-01T11:32:00Z", "Provides full access to CloudWatch."),
    policy!("/", "CloudWatchLogsFullAccess", "v2", "2015-02-06T18:40:02Z", "Provides full access to CloudWatch Logs"),
    policy!("/", "CloudWatchLogsReadOnlyAccess", "v7", "2015-02-06T18:40:03Z", "Provides read only access to CloudWatch Logs"),
    policy!("/", "CloudWatchReadOnlyAccess", "v10", "2015-02-06T18:40:01Z", "Provides read only access to CloudWatch."),
    policy!("/", "ElasticLoadBalancingFullAccess", "v8", "2018-09-20T20:42:07Z", "Provides full access to Amazon ElasticLoadBalancing, and limited access to other services necessary to provide ElasticLoadBalancing features."),
    policy!("/", "IAMFullAccess", "v2", "2015-02-06T18:40:38Z", "Provides full access to IAM via the AWS Management Console."),
    policy!("/", "IAMReadOnlyAccess", "v4", "2015-02-06T18:40:39Z", "Provides read only access to IAM via the AWS Management Console."),
    policy!("/", "IAMUserChangePassword", "v2", "2016-11-15T00:25:16Z", "Provides the ability for an IAM user to change their own password."),
    policy!("/", "PowerUserAccess", "v6", "2015-02-06T18:39:47Z", "Provides full access to AWS services and resources, but does not allow management of Users and groups."),
    policy!("/", "ReadOnlyAccess", "v100", "2015-02-06T18:39:48Z", "Provides read-only access to AWS services and resources."),
    policy!("/", "SecretsManagerReadWrite", "v5", "2018-04-04T18:05:29Z", "Provides read/write access to AWS Secrets Manager via the AWS Management Console. Note: this excludes IAM actions, so combine with IAMFullAccess if rotation configuration is required."),
    policy!("/", "SecurityAudit", "v50", "2015-02-06T18:41:01Z", "The security audit template grants access to read security configuration metadata."),
    policy!("/job-function/", "ViewOnlyAccess", "v20", "2016-11-10T17:20:15Z", "This policy grants permissions to view resources and basic metadata across all AWS services."),
];

#[cfg(test)]
mod tests {
    use neargate_policy::{Kind, Policy};

    use super::*;

    #[test]
    fn each_is_a_policy_that_could_have_been_created() {
        for policy in all() {
            let parsed = Policy::parse_as(Kind::Identity, &policy.document);
            assert!(parsed.is_ok(), "{}: {}", policy.name, parsed.map(|_| ()).unwrap_err());
            assert!(find(&policy.arn).is_some_and(|found| found.name == policy.name));
        }
        assert!(find("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy").is_some());
        assert!(find("arn:aws:iam::aws:policy/AmazonECSTaskExecutionRolePolicy").is_none());
        assert!(all().is_sorted_by_key(|policy| policy.name));
    }
}
