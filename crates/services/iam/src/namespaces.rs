//! AWS's services by the prefixes of their actions, as policies name them.

/// Namespace and name, by namespace: those that people who run containers meet.
const KNOWN: &[(&str, &str)] = &[
    ("access-analyzer", "AWS IAM Access Analyzer"),
    ("acm", "AWS Certificate Manager"),
    ("acm-pca", "AWS Private Certificate Authority"),
    ("apigateway", "Amazon API Gateway Management"),
    ("appconfig", "AWS AppConfig"),
    ("application-autoscaling", "AWS Application Auto Scaling"),
    ("appmesh", "AWS App Mesh"),
    ("apprunner", "AWS App Runner"),
    ("appsync", "AWS AppSync"),
    ("athena", "Amazon Athena"),
    ("autoscaling", "Amazon EC2 Auto Scaling"),
    ("backup", "AWS Backup"),
    ("batch", "AWS Batch"),
    ("bedrock", "Amazon Bedrock"),
    ("ce", "AWS Cost Explorer Service"),
    ("cloudformation", "AWS CloudFormation"),
    ("cloudfront", "Amazon CloudFront"),
    ("cloudtrail", "AWS CloudTrail"),
    ("cloudwatch", "Amazon CloudWatch"),
    ("codeartifact", "AWS CodeArtifact"),
    ("codebuild", "AWS CodeBuild"),
    ("codecommit", "AWS CodeCommit"),
    ("codedeploy", "AWS CodeDeploy"),
    ("codepipeline", "AWS CodePipeline"),
    ("cognito-identity", "Amazon Cognito Identity"),
    ("cognito-idp", "Amazon Cognito User Pools"),
    ("config", "AWS Config"),
    ("dynamodb", "Amazon DynamoDB"),
    ("ec2", "Amazon EC2"),
    ("ec2messages", "Amazon Message Delivery Service"),
    ("ecr", "Amazon Elastic Container Registry"),
    ("ecr-public", "Amazon Elastic Container Registry Public"),
    ("ecs", "Amazon Elastic Container Service"),
    ("eks", "Amazon Elastic Kubernetes Service"),
    ("elasticache", "Amazon ElastiCache"),
    ("elasticbeanstalk", "AWS Elastic Beanstalk"),
    ("elasticfilesystem", "Amazon Elastic File System"),
    ("elasticloadbalancing", "AWS Elastic Load Balancing"),
    ("es", "Amazon OpenSearch Service"),
    ("events", "Amazon EventBridge"),
    ("firehose", "Amazon Kinesis Firehose"),
    ("fsx", "Amazon FSx"),
    ("glue", "AWS Glue"),
    ("guardduty", "Amazon GuardDuty"),
    ("iam", "AWS Identity and Access Management"),
    ("kafka", "Amazon Managed Streaming for Apache Kafka"),
    ("kinesis", "Amazon Kinesis Data Streams"),
    ("kms", "AWS Key Management Service"),
    ("lambda", "AWS Lambda"),
    ("logs", "Amazon CloudWatch Logs"),
    ("mq", "Amazon MQ"),
    ("organizations", "AWS Organizations"),
    ("rds", "Amazon RDS"),
    ("redshift", "Amazon Redshift"),
    ("resource-groups", "AWS Resource Groups"),
    ("route53", "Amazon Route 53"),
    ("s3", "Amazon S3"),
    ("sagemaker", "Amazon SageMaker"),
    ("scheduler", "Amazon EventBridge Scheduler"),
    ("secretsmanager", "AWS Secrets Manager"),
    ("securityhub", "AWS Security Hub"),
    ("servicediscovery", "AWS Cloud Map"),
    ("ses", "Amazon SES"),
    ("sns", "Amazon SNS"),
    ("sqs", "Amazon SQS"),
    ("ssm", "AWS Systems Manager"),
    ("ssmmessages", "Amazon Session Manager Message Gateway Service"),
    ("states", "AWS Step Functions"),
    ("sts", "AWS Security Token Service"),
    ("tag", "Amazon Resource Group Tagging API"),
    ("wafv2", "AWS WAF V2"),
    ("xray", "AWS X-Ray"),
];

pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|(namespace, _)| *namespace)
}

/// What a service is called; one that we don't know is called by its namespace.
pub(crate) fn name_of(namespace: &str) -> &str {
    let known = KNOWN.iter().find(|(known, _)| *known == namespace);
    known.map_or(namespace, |(_, name)| name)
}

/// The namespace of a service that requests are signed for under this name.
pub(crate) fn of_signing_name(name: &str) -> &str {
    match name {
        "monitoring" => "cloudwatch",
        "email" => "ses",
        other => other,
    }
}
