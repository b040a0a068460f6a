//! Shapes of Amazon EC2 Container Service (2014-11-13). Written by tools/shapes.py: don't edit.

#![allow(clippy::all, unused_imports, unused_variables)]

use std::collections::BTreeMap;

use neargate_wire::{
    Blob, Constraint, Each, Model, Operation, Protocol, Rule, Time, Validate, Violations, string_enum,
};
use serde::{Deserialize, Serialize};

pub const MODEL: Model = Model {
    endpoint_prefix: "ecs",
    signing_name: "ecs",
    api_version: "2014-11-13",
    target_prefix: "AmazonEC2ContainerServiceV20141113",
    json_version: "1.1",
    xml_namespace: "",
    protocol: Protocol::Json,
    capital_messages: &[],
    operations: &[
        "ContinueServiceDeployment",
        "CreateCapacityProvider",
        "CreateCluster",
        "CreateDaemon",
        "CreateExpressGatewayService",
        "CreateService",
        "CreateTaskSet",
        "DeleteAccountSetting",
        "DeleteAttributes",
        "DeleteCapacityProvider",
        "DeleteCluster",
        "DeleteDaemon",
        "DeleteDaemonTaskDefinition",
        "DeleteExpressGatewayService",
        "DeleteService",
        "DeleteTaskDefinitions",
        "DeleteTaskSet",
        "DeregisterContainerInstance",
        "DeregisterTaskDefinition",
        "DescribeCapacityProviders",
        "DescribeClusters",
        "DescribeContainerInstances",
        "DescribeDaemon",
        "DescribeDaemonDeployments",
        "DescribeDaemonRevisions",
        "DescribeDaemonTaskDefinition",
        "DescribeExpressGatewayService",
        "DescribeServiceDeployments",
        "DescribeServiceRevisions",
        "DescribeServices",
        "DescribeTaskDefinition",
        "DescribeTaskSets",
        "DescribeTasks",
        "DiscoverPollEndpoint",
        "ExecuteCommand",
        "GetTaskProtection",
        "ListAccountSettings",
        "ListAttributes",
        "ListClusters",
        "ListContainerInstances",
        "ListDaemonDeployments",
        "ListDaemonTaskDefinitions",
        "ListDaemons",
        "ListServiceDeployments",
        "ListServices",
        "ListServicesByNamespace",
        "ListTagsForResource",
        "ListTaskDefinitionFamilies",
        "ListTaskDefinitions",
        "ListTasks",
        "PutAccountSetting",
        "PutAccountSettingDefault",
        "PutAttributes",
        "PutClusterCapacityProviders",
        "RegisterContainerInstance",
        "RegisterDaemonTaskDefinition",
        "RegisterTaskDefinition",
        "RunTask",
        "StartTask",
        "StopServiceDeployment",
        "StopTask",
        "SubmitAttachmentStateChanges",
        "SubmitContainerStateChange",
        "SubmitTaskStateChange",
        "TagResource",
        "UntagResource",
        "UpdateCapacityProvider",
        "UpdateCluster",
        "UpdateClusterSettings",
        "UpdateContainerAgent",
        "UpdateContainerInstancesState",
        "UpdateDaemon",
        "UpdateExpressGatewayService",
        "UpdateService",
        "UpdateServicePrimaryTaskSet",
        "UpdateTaskProtection",
        "UpdateTaskSet",
    ],
};

pub struct CreateCluster;

impl Operation for CreateCluster {
    const NAME: &'static str = "CreateCluster";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateClusterRequest;
    type Output = CreateClusterResponse;
}

pub struct DeleteAccountSetting;

impl Operation for DeleteAccountSetting {
    const NAME: &'static str = "DeleteAccountSetting";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteAccountSettingRequest;
    type Output = DeleteAccountSettingResponse;
}

pub struct DeleteCluster;

impl Operation for DeleteCluster {
    const NAME: &'static str = "DeleteCluster";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteClusterRequest;
    type Output = DeleteClusterResponse;
}

pub struct DeleteTaskDefinitions;

impl Operation for DeleteTaskDefinitions {
    const NAME: &'static str = "DeleteTaskDefinitions";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteTaskDefinitionsRequest;
    type Output = DeleteTaskDefinitionsResponse;
}

pub struct DeregisterTaskDefinition;

impl Operation for DeregisterTaskDefinition {
    const NAME: &'static str = "DeregisterTaskDefinition";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeregisterTaskDefinitionRequest;
    type Output = DeregisterTaskDefinitionResponse;
}

pub struct DescribeCapacityProviders;

impl Operation for DescribeCapacityProviders {
    const NAME: &'static str = "DescribeCapacityProviders";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeCapacityProvidersRequest;
    type Output = DescribeCapacityProvidersResponse;
}

pub struct DescribeClusters;

impl Operation for DescribeClusters {
    const NAME: &'static str = "DescribeClusters";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeClustersRequest;
    type Output = DescribeClustersResponse;
}

pub struct DescribeContainerInstances;

impl Operation for DescribeContainerInstances {
    const NAME: &'static str = "DescribeContainerInstances";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeContainerInstancesRequest;
    type Output = DescribeContainerInstancesResponse;
}

pub struct DescribeTaskDefinition;

impl Operation for DescribeTaskDefinition {
    const NAME: &'static str = "DescribeTaskDefinition";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeTaskDefinitionRequest;
    type Output = DescribeTaskDefinitionResponse;
}

pub struct DescribeTasks;

impl Operation for DescribeTasks {
    const NAME: &'static str = "DescribeTasks";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeTasksRequest;
    type Output = DescribeTasksResponse;
}

pub struct ExecuteCommand;

impl Operation for ExecuteCommand {
    const NAME: &'static str = "ExecuteCommand";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ExecuteCommandRequest;
    type Output = ExecuteCommandResponse;
}

pub struct GetTaskProtection;

impl Operation for GetTaskProtection {
    const NAME: &'static str = "GetTaskProtection";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetTaskProtectionRequest;
    type Output = GetTaskProtectionResponse;
}

pub struct ListAccountSettings;

impl Operation for ListAccountSettings {
    const NAME: &'static str = "ListAccountSettings";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListAccountSettingsRequest;
    type Output = ListAccountSettingsResponse;
}

pub struct ListClusters;

impl Operation for ListClusters {
    const NAME: &'static str = "ListClusters";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListClustersRequest;
    type Output = ListClustersResponse;
}

pub struct ListContainerInstances;

impl Operation for ListContainerInstances {
    const NAME: &'static str = "ListContainerInstances";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListContainerInstancesRequest;
    type Output = ListContainerInstancesResponse;
}

pub struct ListTagsForResource;

impl Operation for ListTagsForResource {
    const NAME: &'static str = "ListTagsForResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListTagsForResourceRequest;
    type Output = ListTagsForResourceResponse;
}

pub struct ListTaskDefinitionFamilies;

impl Operation for ListTaskDefinitionFamilies {
    const NAME: &'static str = "ListTaskDefinitionFamilies";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListTaskDefinitionFamiliesRequest;
    type Output = ListTaskDefinitionFamiliesResponse;
}

pub struct ListTaskDefinitions;

impl Operation for ListTaskDefinitions {
    const NAME: &'static str = "ListTaskDefinitions";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListTaskDefinitionsRequest;
    type Output = ListTaskDefinitionsResponse;
}

pub struct ListTasks;

impl Operation for ListTasks {
    const NAME: &'static str = "ListTasks";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListTasksRequest;
    type Output = ListTasksResponse;
}

pub struct PutAccountSetting;

impl Operation for PutAccountSetting {
    const NAME: &'static str = "PutAccountSetting";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutAccountSettingRequest;
    type Output = PutAccountSettingResponse;
}

pub struct PutAccountSettingDefault;

impl Operation for PutAccountSettingDefault {
    const NAME: &'static str = "PutAccountSettingDefault";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutAccountSettingDefaultRequest;
    type Output = PutAccountSettingDefaultResponse;
}

pub struct PutClusterCapacityProviders;

impl Operation for PutClusterCapacityProviders {
    const NAME: &'static str = "PutClusterCapacityProviders";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutClusterCapacityProvidersRequest;
    type Output = PutClusterCapacityProvidersResponse;
}

pub struct RegisterTaskDefinition;

impl Operation for RegisterTaskDefinition {
    const NAME: &'static str = "RegisterTaskDefinition";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RegisterTaskDefinitionRequest;
    type Output = RegisterTaskDefinitionResponse;
}

pub struct RunTask;

impl Operation for RunTask {
    const NAME: &'static str = "RunTask";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RunTaskRequest;
    type Output = RunTaskResponse;
}

pub struct StartTask;

impl Operation for StartTask {
    const NAME: &'static str = "StartTask";
    const RESULT_WRAPPER: &'static str = "";
    type Input = StartTaskRequest;
    type Output = StartTaskResponse;
}

pub struct StopTask;

impl Operation for StopTask {
    const NAME: &'static str = "StopTask";
    const RESULT_WRAPPER: &'static str = "";
    type Input = StopTaskRequest;
    type Output = StopTaskResponse;
}

pub struct TagResource;

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagResourceRequest;
    type Output = TagResourceResponse;
}

pub struct UntagResource;

impl Operation for UntagResource {
    const NAME: &'static str = "UntagResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagResourceRequest;
    type Output = UntagResourceResponse;
}

pub struct UpdateCluster;

impl Operation for UpdateCluster {
    const NAME: &'static str = "UpdateCluster";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateClusterRequest;
    type Output = UpdateClusterResponse;
}

pub struct UpdateClusterSettings;

impl Operation for UpdateClusterSettings {
    const NAME: &'static str = "UpdateClusterSettings";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateClusterSettingsRequest;
    type Output = UpdateClusterSettingsResponse;
}

pub struct UpdateTaskProtection;

impl Operation for UpdateTaskProtection {
    const NAME: &'static str = "UpdateTaskProtection";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateTaskProtectionRequest;
    type Output = UpdateTaskProtectionResponse;
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AcceleratorCountRequest {
    #[serde(rename = "min", skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(rename = "max", skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

string_enum! {
    pub enum AcceleratorManufacturer {
        AmazonWebServices = "amazon-web-services",
        Amd = "amd",
        Nvidia = "nvidia",
        Xilinx = "xilinx",
        Habana = "habana",
    }
}

string_enum! {
    pub enum AcceleratorName {
        A100 = "a100",
        Inferentia = "inferentia",
        K520 = "k520",
        K80 = "k80",
        M60 = "m60",
        RadeonProV520 = "radeon-pro-v520",
        T4 = "t4",
        Vu9p = "vu9p",
        V100 = "v100",
        A10g = "a10g",
        H100 = "h100",
        T4g = "t4g",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AcceleratorTotalMemoryMiBRequest {
    #[serde(rename = "min", skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(rename = "max", skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

string_enum! {
    pub enum AcceleratorType {
        Gpu = "gpu",
        Fpga = "fpga",
        Inference = "inference",
    }
}

string_enum! {
    pub enum AgentUpdateStatus {
        Pending = "PENDING",
        Staging = "STAGING",
        Staged = "STAGED",
        Updating = "UPDATING",
        Updated = "UPDATED",
        Failed = "FAILED",
    }
}

string_enum! {
    pub enum ApplicationProtocol {
        Http = "http",
        Http2 = "http2",
        Grpc = "grpc",
    }
}

string_enum! {
    pub enum AssignPublicIp {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "details", skip_serializing_if = "Option::is_none")]
    pub details: Option<Vec<KeyValuePair>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(rename = "targetType", skip_serializing_if = "Option::is_none")]
    pub target_type: Option<TargetType>,
    #[serde(rename = "targetId", skip_serializing_if = "Option::is_none")]
    pub target_id: Option<String>,
}

string_enum! {
    pub enum AutoRepairActionsStatus {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AutoRepairConfiguration {
    #[serde(rename = "actionsStatus", skip_serializing_if = "Option::is_none")]
    pub actions_status: Option<AutoRepairActionsStatus>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AutoScalingGroupProvider {
    #[serde(rename = "autoScalingGroupArn", skip_serializing_if = "Option::is_none")]
    pub auto_scaling_group_arn: Option<String>,
    #[serde(rename = "managedScaling", skip_serializing_if = "Option::is_none")]
    pub managed_scaling: Option<ManagedScaling>,
    #[serde(rename = "managedTerminationProtection", skip_serializing_if = "Option::is_none")]
    pub managed_termination_protection: Option<ManagedTerminationProtection>,
    #[serde(rename = "managedDraining", skip_serializing_if = "Option::is_none")]
    pub managed_draining: Option<ManagedDraining>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AwsVpcConfiguration {
    #[serde(rename = "subnets", skip_serializing_if = "Option::is_none")]
    pub subnets: Option<Vec<String>>,
    #[serde(rename = "securityGroups", skip_serializing_if = "Option::is_none")]
    pub security_groups: Option<Vec<String>>,
    #[serde(rename = "assignPublicIp", skip_serializing_if = "Option::is_none")]
    pub assign_public_ip: Option<AssignPublicIp>,
}

impl Validate for AwsVpcConfiguration {
    fn validate(&self, found: &mut Violations) {
        found.required("subnets", self.subnets.is_some());
        if let Some(value) = &self.assign_public_ip {
            found.within("assignPublicIp", |found| {
                found.member_of(value.as_str(), AssignPublicIp::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum BareMetal {
        Included = "included",
        Required = "required",
        Excluded = "excluded",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BaselineEbsBandwidthMbpsRequest {
    #[serde(rename = "min", skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(rename = "max", skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

string_enum! {
    pub enum BurstablePerformance {
        Included = "included",
        Required = "required",
        Excluded = "excluded",
    }
}

string_enum! {
    pub enum CPUArchitecture {
        X8664 = "X86_64",
        Arm64 = "ARM64",
    }
}

string_enum! {
    pub enum CapacityOptionType {
        OnDemand = "ON_DEMAND",
        Spot = "SPOT",
        Reserved = "RESERVED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CapacityProvider {
    #[serde(rename = "capacityProviderArn", skip_serializing_if = "Option::is_none")]
    pub capacity_provider_arn: Option<String>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<CapacityProviderStatus>,
    #[serde(rename = "autoScalingGroupProvider", skip_serializing_if = "Option::is_none")]
    pub auto_scaling_group_provider: Option<AutoScalingGroupProvider>,
    #[serde(rename = "managedInstancesProvider", skip_serializing_if = "Option::is_none")]
    pub managed_instances_provider: Option<ManagedInstancesProvider>,
    #[serde(rename = "updateStatus", skip_serializing_if = "Option::is_none")]
    pub update_status: Option<CapacityProviderUpdateStatus>,
    #[serde(rename = "updateStatusReason", skip_serializing_if = "Option::is_none")]
    pub update_status_reason: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<CapacityProviderType>,
}

string_enum! {
    pub enum CapacityProviderField {
        Tags = "TAGS",
    }
}

string_enum! {
    pub enum CapacityProviderStatus {
        Provisioning = "PROVISIONING",
        Active = "ACTIVE",
        Deprovisioning = "DEPROVISIONING",
        Inactive = "INACTIVE",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CapacityProviderStrategyItem {
    #[serde(rename = "capacityProvider", skip_serializing_if = "Option::is_none")]
    pub capacity_provider: Option<String>,
    #[serde(rename = "weight", skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
    #[serde(rename = "base", skip_serializing_if = "Option::is_none")]
    pub base: Option<i64>,
}

impl Validate for CapacityProviderStrategyItem {
    fn validate(&self, found: &mut Violations) {
        found.required("capacityProvider", self.capacity_provider.is_some());
        if let Some(value) = &self.weight {
            found.within("weight", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(0.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.base {
            found.within("base", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(0.0), max: Some(100000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

string_enum! {
    pub enum CapacityProviderType {
        Ec2Autoscaling = "EC2_AUTOSCALING",
        ManagedInstances = "MANAGED_INSTANCES",
        Fargate = "FARGATE",
        FargateSpot = "FARGATE_SPOT",
    }
}

string_enum! {
    pub enum CapacityProviderUpdateStatus {
        CreateInProgress = "CREATE_IN_PROGRESS",
        CreateComplete = "CREATE_COMPLETE",
        CreateFailed = "CREATE_FAILED",
        DeleteInProgress = "DELETE_IN_PROGRESS",
        DeleteComplete = "DELETE_COMPLETE",
        DeleteFailed = "DELETE_FAILED",
        UpdateInProgress = "UPDATE_IN_PROGRESS",
        UpdateComplete = "UPDATE_COMPLETE",
        UpdateFailed = "UPDATE_FAILED",
    }
}

string_enum! {
    pub enum CapacityReservationPreference {
        ReservationsOnly = "RESERVATIONS_ONLY",
        ReservationsFirst = "RESERVATIONS_FIRST",
        ReservationsExcluded = "RESERVATIONS_EXCLUDED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CapacityReservationRequest {
    #[serde(rename = "reservationGroupArn", skip_serializing_if = "Option::is_none")]
    pub reservation_group_arn: Option<String>,
    #[serde(rename = "reservationPreference", skip_serializing_if = "Option::is_none")]
    pub reservation_preference: Option<CapacityReservationPreference>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    #[serde(rename = "clusterArn", skip_serializing_if = "Option::is_none")]
    pub cluster_arn: Option<String>,
    #[serde(rename = "clusterName", skip_serializing_if = "Option::is_none")]
    pub cluster_name: Option<String>,
    #[serde(rename = "configuration", skip_serializing_if = "Option::is_none")]
    pub configuration: Option<ClusterConfiguration>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "registeredContainerInstancesCount", skip_serializing_if = "Option::is_none")]
    pub registered_container_instances_count: Option<i64>,
    #[serde(rename = "runningTasksCount", skip_serializing_if = "Option::is_none")]
    pub running_tasks_count: Option<i64>,
    #[serde(rename = "pendingTasksCount", skip_serializing_if = "Option::is_none")]
    pub pending_tasks_count: Option<i64>,
    #[serde(rename = "activeServicesCount", skip_serializing_if = "Option::is_none")]
    pub active_services_count: Option<i64>,
    #[serde(rename = "statistics", skip_serializing_if = "Option::is_none")]
    pub statistics: Option<Vec<KeyValuePair>>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "settings", skip_serializing_if = "Option::is_none")]
    pub settings: Option<Vec<ClusterSetting>>,
    #[serde(rename = "capacityProviders", skip_serializing_if = "Option::is_none")]
    pub capacity_providers: Option<Vec<String>>,
    #[serde(rename = "defaultCapacityProviderStrategy", skip_serializing_if = "Option::is_none")]
    pub default_capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>,
    #[serde(rename = "attachments", skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    #[serde(rename = "attachmentsStatus", skip_serializing_if = "Option::is_none")]
    pub attachments_status: Option<String>,
    #[serde(rename = "serviceConnectDefaults", skip_serializing_if = "Option::is_none")]
    pub service_connect_defaults: Option<ClusterServiceConnectDefaults>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterConfiguration {
    #[serde(rename = "executeCommandConfiguration", skip_serializing_if = "Option::is_none")]
    pub execute_command_configuration: Option<ExecuteCommandConfiguration>,
    #[serde(rename = "managedStorageConfiguration", skip_serializing_if = "Option::is_none")]
    pub managed_storage_configuration: Option<ManagedStorageConfiguration>,
}

impl Validate for ClusterConfiguration {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.execute_command_configuration {
            found.within("executeCommandConfiguration", |found| {
                value.validate(found);
            });
        }
    }
}

string_enum! {
    pub enum ClusterField {
        Attachments = "ATTACHMENTS",
        Configurations = "CONFIGURATIONS",
        Settings = "SETTINGS",
        Statistics = "STATISTICS",
        Tags = "TAGS",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterServiceConnectDefaults {
    #[serde(rename = "namespace", skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterServiceConnectDefaultsRequest {
    #[serde(rename = "namespace", skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

impl Validate for ClusterServiceConnectDefaultsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("namespace", self.namespace.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterSetting {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<ClusterSettingName>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validate for ClusterSetting {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.member_of(value.as_str(), ClusterSettingName::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum ClusterSettingName {
        ContainerInsights = "containerInsights",
    }
}

string_enum! {
    pub enum Compatibility {
        Ec2 = "EC2",
        Fargate = "FARGATE",
        External = "EXTERNAL",
        ManagedInstances = "MANAGED_INSTANCES",
    }
}

string_enum! {
    pub enum Connectivity {
        Connected = "CONNECTED",
        Disconnected = "DISCONNECTED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Container {
    #[serde(rename = "containerArn", skip_serializing_if = "Option::is_none")]
    pub container_arn: Option<String>,
    #[serde(rename = "taskArn", skip_serializing_if = "Option::is_none")]
    pub task_arn: Option<String>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "image", skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    #[serde(rename = "imageDigest", skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    #[serde(rename = "runtimeId", skip_serializing_if = "Option::is_none")]
    pub runtime_id: Option<String>,
    #[serde(rename = "lastStatus", skip_serializing_if = "Option::is_none")]
    pub last_status: Option<String>,
    #[serde(rename = "exitCode", skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i64>,
    #[serde(rename = "reason", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(rename = "networkBindings", skip_serializing_if = "Option::is_none")]
    pub network_bindings: Option<Vec<NetworkBinding>>,
    #[serde(rename = "networkInterfaces", skip_serializing_if = "Option::is_none")]
    pub network_interfaces: Option<Vec<NetworkInterface>>,
    #[serde(rename = "healthStatus", skip_serializing_if = "Option::is_none")]
    pub health_status: Option<HealthStatus>,
    #[serde(rename = "managedAgents", skip_serializing_if = "Option::is_none")]
    pub managed_agents: Option<Vec<ManagedAgent>>,
    #[serde(rename = "cpu", skip_serializing_if = "Option::is_none")]
    pub cpu: Option<String>,
    #[serde(rename = "memory", skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    #[serde(rename = "memoryReservation", skip_serializing_if = "Option::is_none")]
    pub memory_reservation: Option<String>,
    #[serde(rename = "gpuIds", skip_serializing_if = "Option::is_none")]
    pub gpu_ids: Option<Vec<String>>,
}

string_enum! {
    pub enum ContainerCondition {
        Start = "START",
        Complete = "COMPLETE",
        Success = "SUCCESS",
        Healthy = "HEALTHY",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ContainerDefinition {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "image", skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    #[serde(rename = "repositoryCredentials", skip_serializing_if = "Option::is_none")]
    pub repository_credentials: Option<RepositoryCredentials>,
    #[serde(rename = "cpu", skip_serializing_if = "Option::is_none")]
    pub cpu: Option<i64>,
    #[serde(rename = "memory", skip_serializing_if = "Option::is_none")]
    pub memory: Option<i64>,
    #[serde(rename = "memoryReservation", skip_serializing_if = "Option::is_none")]
    pub memory_reservation: Option<i64>,
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<String>>,
    #[serde(rename = "portMappings", skip_serializing_if = "Option::is_none")]
    pub port_mappings: Option<Vec<PortMapping>>,
    #[serde(rename = "essential", skip_serializing_if = "Option::is_none")]
    pub essential: Option<bool>,
    #[serde(rename = "restartPolicy", skip_serializing_if = "Option::is_none")]
    pub restart_policy: Option<ContainerRestartPolicy>,
    #[serde(rename = "entryPoint", skip_serializing_if = "Option::is_none")]
    pub entry_point: Option<Vec<String>>,
    #[serde(rename = "command", skip_serializing_if = "Option::is_none")]
    pub command: Option<Vec<String>>,
    #[serde(rename = "environment", skip_serializing_if = "Option::is_none")]
    pub environment: Option<Vec<KeyValuePair>>,
    #[serde(rename = "environmentFiles", skip_serializing_if = "Option::is_none")]
    pub environment_files: Option<Vec<EnvironmentFile>>,
    #[serde(rename = "mountPoints", skip_serializing_if = "Option::is_none")]
    pub mount_points: Option<Vec<MountPoint>>,
    #[serde(rename = "volumesFrom", skip_serializing_if = "Option::is_none")]
    pub volumes_from: Option<Vec<VolumeFrom>>,
    #[serde(rename = "linuxParameters", skip_serializing_if = "Option::is_none")]
    pub linux_parameters: Option<LinuxParameters>,
    #[serde(rename = "secrets", skip_serializing_if = "Option::is_none")]
    pub secrets: Option<Vec<Secret>>,
    #[serde(rename = "dependsOn", skip_serializing_if = "Option::is_none")]
    pub depends_on: Option<Vec<ContainerDependency>>,
    #[serde(rename = "startTimeout", skip_serializing_if = "Option::is_none")]
    pub start_timeout: Option<i64>,
    #[serde(rename = "stopTimeout", skip_serializing_if = "Option::is_none")]
    pub stop_timeout: Option<i64>,
    #[serde(rename = "versionConsistency", skip_serializing_if = "Option::is_none")]
    pub version_consistency: Option<VersionConsistency>,
    #[serde(rename = "hostname", skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    #[serde(rename = "user", skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(rename = "workingDirectory", skip_serializing_if = "Option::is_none")]
    pub working_directory: Option<String>,
    #[serde(rename = "disableNetworking", skip_serializing_if = "Option::is_none")]
    pub disable_networking: Option<bool>,
    #[serde(rename = "privileged", skip_serializing_if = "Option::is_none")]
    pub privileged: Option<bool>,
    #[serde(rename = "readonlyRootFilesystem", skip_serializing_if = "Option::is_none")]
    pub readonly_root_filesystem: Option<bool>,
    #[serde(rename = "dnsServers", skip_serializing_if = "Option::is_none")]
    pub dns_servers: Option<Vec<String>>,
    #[serde(rename = "dnsSearchDomains", skip_serializing_if = "Option::is_none")]
    pub dns_search_domains: Option<Vec<String>>,
    #[serde(rename = "extraHosts", skip_serializing_if = "Option::is_none")]
    pub extra_hosts: Option<Vec<HostEntry>>,
    #[serde(rename = "dockerSecurityOptions", skip_serializing_if = "Option::is_none")]
    pub docker_security_options: Option<Vec<String>>,
    #[serde(rename = "interactive", skip_serializing_if = "Option::is_none")]
    pub interactive: Option<bool>,
    #[serde(rename = "pseudoTerminal", skip_serializing_if = "Option::is_none")]
    pub pseudo_terminal: Option<bool>,
    #[serde(rename = "dockerLabels", skip_serializing_if = "Option::is_none")]
    pub docker_labels: Option<BTreeMap<String, String>>,
    #[serde(rename = "ulimits", skip_serializing_if = "Option::is_none")]
    pub ulimits: Option<Vec<Ulimit>>,
    #[serde(rename = "logConfiguration", skip_serializing_if = "Option::is_none")]
    pub log_configuration: Option<LogConfiguration>,
    #[serde(rename = "healthCheck", skip_serializing_if = "Option::is_none")]
    pub health_check: Option<HealthCheck>,
    #[serde(rename = "systemControls", skip_serializing_if = "Option::is_none")]
    pub system_controls: Option<Vec<SystemControl>>,
    #[serde(rename = "resourceRequirements", skip_serializing_if = "Option::is_none")]
    pub resource_requirements: Option<Vec<ResourceRequirement>>,
    #[serde(rename = "firelensConfiguration", skip_serializing_if = "Option::is_none")]
    pub firelens_configuration: Option<FirelensConfiguration>,
    #[serde(rename = "credentialSpecs", skip_serializing_if = "Option::is_none")]
    pub credential_specs: Option<Vec<String>>,
}

impl Validate for ContainerDefinition {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.repository_credentials {
            found.within("repositoryCredentials", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.port_mappings {
            found.within("portMappings", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.restart_policy {
            found.within("restartPolicy", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.environment_files {
            found.within("environmentFiles", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.linux_parameters {
            found.within("linuxParameters", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.secrets {
            found.within("secrets", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.depends_on {
            found.within("dependsOn", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.version_consistency {
            found.within("versionConsistency", |found| {
                found.member_of(value.as_str(), VersionConsistency::NAMES);
            });
        }
        if let Some(value) = &self.extra_hosts {
            found.within("extraHosts", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.ulimits {
            found.within("ulimits", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.log_configuration {
            found.within("logConfiguration", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.health_check {
            found.within("healthCheck", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.resource_requirements {
            found.within("resourceRequirements", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.firelens_configuration {
            found.within("firelensConfiguration", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ContainerDependency {
    #[serde(rename = "containerName", skip_serializing_if = "Option::is_none")]
    pub container_name: Option<String>,
    #[serde(rename = "condition", skip_serializing_if = "Option::is_none")]
    pub condition: Option<ContainerCondition>,
}

impl Validate for ContainerDependency {
    fn validate(&self, found: &mut Violations) {
        found.required("containerName", self.container_name.is_some());
        found.required("condition", self.condition.is_some());
        if let Some(value) = &self.condition {
            found.within("condition", |found| {
                found.member_of(value.as_str(), ContainerCondition::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ContainerInstance {
    #[serde(rename = "containerInstanceArn", skip_serializing_if = "Option::is_none")]
    pub container_instance_arn: Option<String>,
    #[serde(rename = "ec2InstanceId", skip_serializing_if = "Option::is_none")]
    pub ec2_instance_id: Option<String>,
    #[serde(rename = "capacityProviderName", skip_serializing_if = "Option::is_none")]
    pub capacity_provider_name: Option<String>,
    #[serde(rename = "version", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    #[serde(rename = "versionInfo", skip_serializing_if = "Option::is_none")]
    pub version_info: Option<VersionInfo>,
    #[serde(rename = "remainingResources", skip_serializing_if = "Option::is_none")]
    pub remaining_resources: Option<Vec<Resource>>,
    #[serde(rename = "registeredResources", skip_serializing_if = "Option::is_none")]
    pub registered_resources: Option<Vec<Resource>>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "statusReason", skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    #[serde(rename = "agentConnected", skip_serializing_if = "Option::is_none")]
    pub agent_connected: Option<bool>,
    #[serde(rename = "runningTasksCount", skip_serializing_if = "Option::is_none")]
    pub running_tasks_count: Option<i64>,
    #[serde(rename = "pendingTasksCount", skip_serializing_if = "Option::is_none")]
    pub pending_tasks_count: Option<i64>,
    #[serde(rename = "agentUpdateStatus", skip_serializing_if = "Option::is_none")]
    pub agent_update_status: Option<AgentUpdateStatus>,
    #[serde(rename = "attributes", skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Vec<Attribute>>,
    #[serde(rename = "registeredAt", skip_serializing_if = "Option::is_none")]
    pub registered_at: Option<Time>,
    #[serde(rename = "attachments", skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "healthStatus", skip_serializing_if = "Option::is_none")]
    pub health_status: Option<ContainerInstanceHealthStatus>,
}

string_enum! {
    pub enum ContainerInstanceField {
        Tags = "TAGS",
        ContainerInstanceHealth = "CONTAINER_INSTANCE_HEALTH",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ContainerInstanceHealthStatus {
    #[serde(rename = "overallStatus", skip_serializing_if = "Option::is_none")]
    pub overall_status: Option<InstanceHealthCheckState>,
    #[serde(rename = "details", skip_serializing_if = "Option::is_none")]
    pub details: Option<Vec<InstanceHealthCheckResult>>,
}

string_enum! {
    pub enum ContainerInstanceStatus {
        Active = "ACTIVE",
        Draining = "DRAINING",
        Registering = "REGISTERING",
        Deregistering = "DEREGISTERING",
        RegistrationFailed = "REGISTRATION_FAILED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ContainerOverride {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "command", skip_serializing_if = "Option::is_none")]
    pub command: Option<Vec<String>>,
    #[serde(rename = "environment", skip_serializing_if = "Option::is_none")]
    pub environment: Option<Vec<KeyValuePair>>,
    #[serde(rename = "environmentFiles", skip_serializing_if = "Option::is_none")]
    pub environment_files: Option<Vec<EnvironmentFile>>,
    #[serde(rename = "cpu", skip_serializing_if = "Option::is_none")]
    pub cpu: Option<i64>,
    #[serde(rename = "memory", skip_serializing_if = "Option::is_none")]
    pub memory: Option<i64>,
    #[serde(rename = "memoryReservation", skip_serializing_if = "Option::is_none")]
    pub memory_reservation: Option<i64>,
    #[serde(rename = "resourceRequirements", skip_serializing_if = "Option::is_none")]
    pub resource_requirements: Option<Vec<ResourceRequirement>>,
}

impl Validate for ContainerOverride {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.environment_files {
            found.within("environmentFiles", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.resource_requirements {
            found.within("resourceRequirements", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ContainerRestartPolicy {
    #[serde(rename = "enabled", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    #[serde(rename = "ignoredExitCodes", skip_serializing_if = "Option::is_none")]
    pub ignored_exit_codes: Option<Vec<i64>>,
    #[serde(rename = "restartAttemptPeriod", skip_serializing_if = "Option::is_none")]
    pub restart_attempt_period: Option<i64>,
}

impl Validate for ContainerRestartPolicy {
    fn validate(&self, found: &mut Violations) {
        found.required("enabled", self.enabled.is_some());
    }
}

string_enum! {
    pub enum CpuManufacturer {
        Intel = "intel",
        Amd = "amd",
        AmazonWebServices = "amazon-web-services",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateClusterRequest {
    #[serde(rename = "clusterName", skip_serializing_if = "Option::is_none")]
    pub cluster_name: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "settings", skip_serializing_if = "Option::is_none")]
    pub settings: Option<Vec<ClusterSetting>>,
    #[serde(rename = "configuration", skip_serializing_if = "Option::is_none")]
    pub configuration: Option<ClusterConfiguration>,
    #[serde(rename = "capacityProviders", skip_serializing_if = "Option::is_none")]
    pub capacity_providers: Option<Vec<String>>,
    #[serde(rename = "defaultCapacityProviderStrategy", skip_serializing_if = "Option::is_none")]
    pub default_capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>,
    #[serde(rename = "serviceConnectDefaults", skip_serializing_if = "Option::is_none")]
    pub service_connect_defaults: Option<ClusterServiceConnectDefaultsRequest>,
}

impl Validate for CreateClusterRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(50.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.settings {
            found.within("settings", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.configuration {
            found.within("configuration", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.default_capacity_provider_strategy {
            found.within("defaultCapacityProviderStrategy", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.service_connect_defaults {
            found.within("serviceConnectDefaults", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateClusterResponse {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<Cluster>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteAccountSettingRequest {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<SettingName>,
    #[serde(rename = "principalArn", skip_serializing_if = "Option::is_none")]
    pub principal_arn: Option<String>,
}

impl Validate for DeleteAccountSettingRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.member_of(value.as_str(), SettingName::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteAccountSettingResponse {
    #[serde(rename = "setting", skip_serializing_if = "Option::is_none")]
    pub setting: Option<Setting>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteClusterRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
}

impl Validate for DeleteClusterRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("cluster", self.cluster.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteClusterResponse {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<Cluster>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteTaskDefinitionsRequest {
    #[serde(rename = "taskDefinitions", skip_serializing_if = "Option::is_none")]
    pub task_definitions: Option<Vec<String>>,
}

impl Validate for DeleteTaskDefinitionsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("taskDefinitions", self.task_definitions.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteTaskDefinitionsResponse {
    #[serde(rename = "taskDefinitions", skip_serializing_if = "Option::is_none")]
    pub task_definitions: Option<Vec<TaskDefinition>>,
    #[serde(rename = "failures", skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<Failure>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeregisterTaskDefinitionRequest {
    #[serde(rename = "taskDefinition", skip_serializing_if = "Option::is_none")]
    pub task_definition: Option<String>,
}

impl Validate for DeregisterTaskDefinitionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("taskDefinition", self.task_definition.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeregisterTaskDefinitionResponse {
    #[serde(rename = "taskDefinition", skip_serializing_if = "Option::is_none")]
    pub task_definition: Option<TaskDefinition>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeCapacityProvidersRequest {
    #[serde(rename = "capacityProviders", skip_serializing_if = "Option::is_none")]
    pub capacity_providers: Option<Vec<String>>,
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "include", skip_serializing_if = "Option::is_none")]
    pub include: Option<Vec<CapacityProviderField>>,
    #[serde(rename = "maxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

impl Validate for DescribeCapacityProvidersRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.include {
            found.within("include", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(CapacityProviderField::NAMES),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeCapacityProvidersResponse {
    #[serde(rename = "capacityProviders", skip_serializing_if = "Option::is_none")]
    pub capacity_providers: Option<Vec<CapacityProvider>>,
    #[serde(rename = "failures", skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<Failure>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeClustersRequest {
    #[serde(rename = "clusters", skip_serializing_if = "Option::is_none")]
    pub clusters: Option<Vec<String>>,
    #[serde(rename = "include", skip_serializing_if = "Option::is_none")]
    pub include: Option<Vec<ClusterField>>,
}

impl Validate for DescribeClustersRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.include {
            found.within("include", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(ClusterField::NAMES),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeClustersResponse {
    #[serde(rename = "clusters", skip_serializing_if = "Option::is_none")]
    pub clusters: Option<Vec<Cluster>>,
    #[serde(rename = "failures", skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<Failure>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeContainerInstancesRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "containerInstances", skip_serializing_if = "Option::is_none")]
    pub container_instances: Option<Vec<String>>,
    #[serde(rename = "include", skip_serializing_if = "Option::is_none")]
    pub include: Option<Vec<ContainerInstanceField>>,
}

impl Validate for DescribeContainerInstancesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("containerInstances", self.container_instances.is_some());
        if let Some(value) = &self.include {
            found.within("include", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(ContainerInstanceField::NAMES),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeContainerInstancesResponse {
    #[serde(rename = "containerInstances", skip_serializing_if = "Option::is_none")]
    pub container_instances: Option<Vec<ContainerInstance>>,
    #[serde(rename = "failures", skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<Failure>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeTaskDefinitionRequest {
    #[serde(rename = "taskDefinition", skip_serializing_if = "Option::is_none")]
    pub task_definition: Option<String>,
    #[serde(rename = "include", skip_serializing_if = "Option::is_none")]
    pub include: Option<Vec<TaskDefinitionField>>,
}

impl Validate for DescribeTaskDefinitionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("taskDefinition", self.task_definition.is_some());
        if let Some(value) = &self.include {
            found.within("include", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(TaskDefinitionField::NAMES),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeTaskDefinitionResponse {
    #[serde(rename = "taskDefinition", skip_serializing_if = "Option::is_none")]
    pub task_definition: Option<TaskDefinition>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeTasksRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "tasks", skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<String>>,
    #[serde(rename = "include", skip_serializing_if = "Option::is_none")]
    pub include: Option<Vec<TaskField>>,
}

impl Validate for DescribeTasksRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("tasks", self.tasks.is_some());
        if let Some(value) = &self.include {
            found.within("include", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(TaskField::NAMES),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeTasksResponse {
    #[serde(rename = "tasks", skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<Task>>,
    #[serde(rename = "failures", skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<Failure>>,
}

string_enum! {
    pub enum DesiredStatus {
        Running = "RUNNING",
        Pending = "PENDING",
        Stopped = "STOPPED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Device {
    #[serde(rename = "hostPath", skip_serializing_if = "Option::is_none")]
    pub host_path: Option<String>,
    #[serde(rename = "containerPath", skip_serializing_if = "Option::is_none")]
    pub container_path: Option<String>,
    #[serde(rename = "permissions", skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<DeviceCgroupPermission>>,
}

impl Validate for Device {
    fn validate(&self, found: &mut Violations) {
        found.required("hostPath", self.host_path.is_some());
        if let Some(value) = &self.permissions {
            found.within("permissions", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(DeviceCgroupPermission::NAMES),
                    Some(value),
                );
            });
        }
    }
}

string_enum! {
    pub enum DeviceCgroupPermission {
        Read = "read",
        Write = "write",
        Mknod = "mknod",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DockerVolumeConfiguration {
    #[serde(rename = "scope", skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    #[serde(rename = "autoprovision", skip_serializing_if = "Option::is_none")]
    pub autoprovision: Option<bool>,
    #[serde(rename = "driver", skip_serializing_if = "Option::is_none")]
    pub driver: Option<String>,
    #[serde(rename = "driverOpts", skip_serializing_if = "Option::is_none")]
    pub driver_opts: Option<BTreeMap<String, String>>,
    #[serde(rename = "labels", skip_serializing_if = "Option::is_none")]
    pub labels: Option<BTreeMap<String, String>>,
}

impl Validate for DockerVolumeConfiguration {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.scope {
            found.within("scope", |found| {
                found.member_of(value.as_str(), Scope::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum EBSResourceType {
        Volume = "volume",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EBSTagSpecification {
    #[serde(rename = "resourceType", skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<EBSResourceType>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "propagateTags", skip_serializing_if = "Option::is_none")]
    pub propagate_tags: Option<PropagateTags>,
}

impl Validate for EBSTagSpecification {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceType", self.resource_type.is_some());
        if let Some(value) = &self.resource_type {
            found.within("resourceType", |found| {
                found.member_of(value.as_str(), EBSResourceType::NAMES);
            });
        }
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(50.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.propagate_tags {
            found.within("propagateTags", |found| {
                found.member_of(value.as_str(), PropagateTags::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EFSAuthorizationConfig {
    #[serde(rename = "accessPointId", skip_serializing_if = "Option::is_none")]
    pub access_point_id: Option<String>,
    #[serde(rename = "iam", skip_serializing_if = "Option::is_none")]
    pub iam: Option<EFSAuthorizationConfigIAM>,
}

impl Validate for EFSAuthorizationConfig {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.iam {
            found.within("iam", |found| {
                found.member_of(value.as_str(), EFSAuthorizationConfigIAM::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum EFSAuthorizationConfigIAM {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
    }
}

string_enum! {
    pub enum EFSTransitEncryption {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EFSVolumeConfiguration {
    #[serde(rename = "fileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "rootDirectory", skip_serializing_if = "Option::is_none")]
    pub root_directory: Option<String>,
    #[serde(rename = "transitEncryption", skip_serializing_if = "Option::is_none")]
    pub transit_encryption: Option<EFSTransitEncryption>,
    #[serde(rename = "transitEncryptionPort", skip_serializing_if = "Option::is_none")]
    pub transit_encryption_port: Option<i64>,
    #[serde(rename = "authorizationConfig", skip_serializing_if = "Option::is_none")]
    pub authorization_config: Option<EFSAuthorizationConfig>,
}

impl Validate for EFSVolumeConfiguration {
    fn validate(&self, found: &mut Violations) {
        found.required("fileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.transit_encryption {
            found.within("transitEncryption", |found| {
                found.member_of(value.as_str(), EFSTransitEncryption::NAMES);
            });
        }
        if let Some(value) = &self.authorization_config {
            found.within("authorizationConfig", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EnvironmentFile {
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<EnvironmentFileType>,
}

impl Validate for EnvironmentFile {
    fn validate(&self, found: &mut Violations) {
        found.required("value", self.value.is_some());
        found.required("type", self.r#type.is_some());
        if let Some(value) = &self.r#type {
            found.within("type", |found| {
                found.member_of(value.as_str(), EnvironmentFileType::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum EnvironmentFileType {
        S3 = "s3",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EphemeralStorage {
    #[serde(rename = "sizeInGiB", skip_serializing_if = "Option::is_none")]
    pub size_in_gib: Option<i64>,
}

impl Validate for EphemeralStorage {
    fn validate(&self, found: &mut Violations) {
        found.required("sizeInGiB", self.size_in_gib.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExecuteCommandConfiguration {
    #[serde(rename = "kmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "logging", skip_serializing_if = "Option::is_none")]
    pub logging: Option<ExecuteCommandLogging>,
    #[serde(rename = "logConfiguration", skip_serializing_if = "Option::is_none")]
    pub log_configuration: Option<ExecuteCommandLogConfiguration>,
}

impl Validate for ExecuteCommandConfiguration {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.logging {
            found.within("logging", |found| {
                found.member_of(value.as_str(), ExecuteCommandLogging::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExecuteCommandLogConfiguration {
    #[serde(rename = "cloudWatchLogGroupName", skip_serializing_if = "Option::is_none")]
    pub cloud_watch_log_group_name: Option<String>,
    #[serde(rename = "cloudWatchEncryptionEnabled", skip_serializing_if = "Option::is_none")]
    pub cloud_watch_encryption_enabled: Option<bool>,
    #[serde(rename = "s3BucketName", skip_serializing_if = "Option::is_none")]
    pub s3_bucket_name: Option<String>,
    #[serde(rename = "s3EncryptionEnabled", skip_serializing_if = "Option::is_none")]
    pub s3_encryption_enabled: Option<bool>,
    #[serde(rename = "s3KeyPrefix", skip_serializing_if = "Option::is_none")]
    pub s3_key_prefix: Option<String>,
}

impl Validate for ExecuteCommandLogConfiguration {
    fn validate(&self, found: &mut Violations) {}
}

string_enum! {
    pub enum ExecuteCommandLogging {
        None = "NONE",
        Default = "DEFAULT",
        Override = "OVERRIDE",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExecuteCommandRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "container", skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    #[serde(rename = "command", skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    #[serde(rename = "interactive", skip_serializing_if = "Option::is_none")]
    pub interactive: Option<bool>,
    #[serde(rename = "task", skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
}

impl Validate for ExecuteCommandRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("command", self.command.is_some());
        found.required("interactive", self.interactive.is_some());
        found.required("task", self.task.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExecuteCommandResponse {
    #[serde(rename = "clusterArn", skip_serializing_if = "Option::is_none")]
    pub cluster_arn: Option<String>,
    #[serde(rename = "containerArn", skip_serializing_if = "Option::is_none")]
    pub container_arn: Option<String>,
    #[serde(rename = "containerName", skip_serializing_if = "Option::is_none")]
    pub container_name: Option<String>,
    #[serde(rename = "interactive", skip_serializing_if = "Option::is_none")]
    pub interactive: Option<bool>,
    #[serde(rename = "session", skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    #[serde(rename = "taskArn", skip_serializing_if = "Option::is_none")]
    pub task_arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FSxWindowsFileServerAuthorizationConfig {
    #[serde(rename = "credentialsParameter", skip_serializing_if = "Option::is_none")]
    pub credentials_parameter: Option<String>,
    #[serde(rename = "domain", skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
}

impl Validate for FSxWindowsFileServerAuthorizationConfig {
    fn validate(&self, found: &mut Violations) {
        found.required("credentialsParameter", self.credentials_parameter.is_some());
        found.required("domain", self.domain.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FSxWindowsFileServerVolumeConfiguration {
    #[serde(rename = "fileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "rootDirectory", skip_serializing_if = "Option::is_none")]
    pub root_directory: Option<String>,
    #[serde(rename = "authorizationConfig", skip_serializing_if = "Option::is_none")]
    pub authorization_config: Option<FSxWindowsFileServerAuthorizationConfig>,
}

impl Validate for FSxWindowsFileServerVolumeConfiguration {
    fn validate(&self, found: &mut Violations) {
        found.required("fileSystemId", self.file_system_id.is_some());
        found.required("rootDirectory", self.root_directory.is_some());
        found.required("authorizationConfig", self.authorization_config.is_some());
        if let Some(value) = &self.authorization_config {
            found.within("authorizationConfig", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    #[serde(rename = "arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "reason", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(rename = "detail", skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FirelensConfiguration {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<FirelensConfigurationType>,
    #[serde(rename = "options", skip_serializing_if = "Option::is_none")]
    pub options: Option<BTreeMap<String, String>>,
}

impl Validate for FirelensConfiguration {
    fn validate(&self, found: &mut Violations) {
        found.required("type", self.r#type.is_some());
        if let Some(value) = &self.r#type {
            found.within("type", |found| {
                found.member_of(value.as_str(), FirelensConfigurationType::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum FirelensConfigurationType {
        Fluentd = "fluentd",
        Fluentbit = "fluentbit",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetTaskProtectionRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "tasks", skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<String>>,
}

impl Validate for GetTaskProtectionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("cluster", self.cluster.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetTaskProtectionResponse {
    #[serde(rename = "protectedTasks", skip_serializing_if = "Option::is_none")]
    pub protected_tasks: Option<Vec<ProtectedTask>>,
    #[serde(rename = "failures", skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<Failure>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HealthCheck {
    #[serde(rename = "command", skip_serializing_if = "Option::is_none")]
    pub command: Option<Vec<String>>,
    #[serde(rename = "interval", skip_serializing_if = "Option::is_none")]
    pub interval: Option<i64>,
    #[serde(rename = "timeout", skip_serializing_if = "Option::is_none")]
    pub timeout: Option<i64>,
    #[serde(rename = "retries", skip_serializing_if = "Option::is_none")]
    pub retries: Option<i64>,
    #[serde(rename = "startPeriod", skip_serializing_if = "Option::is_none")]
    pub start_period: Option<i64>,
}

impl Validate for HealthCheck {
    fn validate(&self, found: &mut Violations) {
        found.required("command", self.command.is_some());
    }
}

string_enum! {
    pub enum HealthStatus {
        Healthy = "HEALTHY",
        Unhealthy = "UNHEALTHY",
        Unknown_ = "UNKNOWN",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HostEntry {
    #[serde(rename = "hostname", skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    #[serde(rename = "ipAddress", skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
}

impl Validate for HostEntry {
    fn validate(&self, found: &mut Violations) {
        found.required("hostname", self.hostname.is_some());
        found.required("ipAddress", self.ip_address.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HostVolumeProperties {
    #[serde(rename = "sourcePath", skip_serializing_if = "Option::is_none")]
    pub source_path: Option<String>,
}

impl Validate for HostVolumeProperties {
    fn validate(&self, found: &mut Violations) {}
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InferenceAccelerator {
    #[serde(rename = "deviceName", skip_serializing_if = "Option::is_none")]
    pub device_name: Option<String>,
    #[serde(rename = "deviceType", skip_serializing_if = "Option::is_none")]
    pub device_type: Option<String>,
}

impl Validate for InferenceAccelerator {
    fn validate(&self, found: &mut Violations) {
        found.required("deviceName", self.device_name.is_some());
        found.required("deviceType", self.device_type.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InferenceAcceleratorOverride {
    #[serde(rename = "deviceName", skip_serializing_if = "Option::is_none")]
    pub device_name: Option<String>,
    #[serde(rename = "deviceType", skip_serializing_if = "Option::is_none")]
    pub device_type: Option<String>,
}

impl Validate for InferenceAcceleratorOverride {
    fn validate(&self, found: &mut Violations) {}
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InfrastructureOptimization {
    #[serde(rename = "scaleInAfter", skip_serializing_if = "Option::is_none")]
    pub scale_in_after: Option<i64>,
}

string_enum! {
    pub enum InstanceGeneration {
        Current = "current",
        Previous = "previous",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InstanceHealthCheckResult {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<InstanceHealthCheckType>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<InstanceHealthCheckState>,
    #[serde(rename = "statusReason", skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    #[serde(rename = "lastUpdated", skip_serializing_if = "Option::is_none")]
    pub last_updated: Option<Time>,
    #[serde(rename = "lastStatusChange", skip_serializing_if = "Option::is_none")]
    pub last_status_change: Option<Time>,
}

string_enum! {
    pub enum InstanceHealthCheckState {
        Ok = "OK",
        Impaired = "IMPAIRED",
        InsufficientData = "INSUFFICIENT_DATA",
        Initializing = "INITIALIZING",
    }
}

string_enum! {
    pub enum InstanceHealthCheckType {
        ContainerRuntime = "CONTAINER_RUNTIME",
        AcceleratedCompute = "ACCELERATED_COMPUTE",
        Daemon = "DAEMON",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InstanceLaunchTemplate {
    #[serde(rename = "ec2InstanceProfileArn", skip_serializing_if = "Option::is_none")]
    pub ec2_instance_profile_arn: Option<String>,
    #[serde(rename = "networkConfiguration", skip_serializing_if = "Option::is_none")]
    pub network_configuration: Option<ManagedInstancesNetworkConfiguration>,
    #[serde(rename = "storageConfiguration", skip_serializing_if = "Option::is_none")]
    pub storage_configuration: Option<ManagedInstancesStorageConfiguration>,
    #[serde(rename = "localStorageConfiguration", skip_serializing_if = "Option::is_none")]
    pub local_storage_configuration: Option<ManagedInstancesLocalStorageConfiguration>,
    #[serde(rename = "monitoring", skip_serializing_if = "Option::is_none")]
    pub monitoring: Option<ManagedInstancesMonitoringOptions>,
    #[serde(rename = "capacityOptionType", skip_serializing_if = "Option::is_none")]
    pub capacity_option_type: Option<CapacityOptionType>,
    #[serde(rename = "instanceMetadataTagsPropagation", skip_serializing_if = "Option::is_none")]
    pub instance_metadata_tags_propagation: Option<bool>,
    #[serde(rename = "instanceRequirements", skip_serializing_if = "Option::is_none")]
    pub instance_requirements: Option<InstanceRequirementsRequest>,
    #[serde(rename = "fipsEnabled", skip_serializing_if = "Option::is_none")]
    pub fips_enabled: Option<bool>,
    #[serde(rename = "capacityReservations", skip_serializing_if = "Option::is_none")]
    pub capacity_reservations: Option<CapacityReservationRequest>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InstanceRequirementsRequest {
    #[serde(rename = "vCpuCount", skip_serializing_if = "Option::is_none")]
    pub v_cpu_count: Option<VCpuCountRangeRequest>,
    #[serde(rename = "memoryMiB", skip_serializing_if = "Option::is_none")]
    pub memory_mib: Option<MemoryMiBRequest>,
    #[serde(rename = "cpuManufacturers", skip_serializing_if = "Option::is_none")]
    pub cpu_manufacturers: Option<Vec<CpuManufacturer>>,
    #[serde(rename = "memoryGiBPerVCpu", skip_serializing_if = "Option::is_none")]
    pub memory_gib_per_v_cpu: Option<MemoryGiBPerVCpuRequest>,
    #[serde(rename = "excludedInstanceTypes", skip_serializing_if = "Option::is_none")]
    pub excluded_instance_types: Option<Vec<String>>,
    #[serde(rename = "instanceGenerations", skip_serializing_if = "Option::is_none")]
    pub instance_generations: Option<Vec<InstanceGeneration>>,
    #[serde(rename = "spotMaxPricePercentageOverLowestPrice", skip_serializing_if = "Option::is_none")]
    pub spot_max_price_percentage_over_lowest_price: Option<i64>,
    #[serde(rename = "onDemandMaxPricePercentageOverLowestPrice", skip_serializing_if = "Option::is_none")]
    pub on_demand_max_price_percentage_over_lowest_price: Option<i64>,
    #[serde(rename = "bareMetal", skip_serializing_if = "Option::is_none")]
    pub bare_metal: Option<BareMetal>,
    #[serde(rename = "burstablePerformance", skip_serializing_if = "Option::is_none")]
    pub burstable_performance: Option<BurstablePerformance>,
    #[serde(rename = "requireHibernateSupport", skip_serializing_if = "Option::is_none")]
    pub require_hibernate_support: Option<bool>,
    #[serde(rename = "networkInterfaceCount", skip_serializing_if = "Option::is_none")]
    pub network_interface_count: Option<NetworkInterfaceCountRequest>,
    #[serde(rename = "localStorage", skip_serializing_if = "Option::is_none")]
    pub local_storage: Option<LocalStorage>,
    #[serde(rename = "localStorageTypes", skip_serializing_if = "Option::is_none")]
    pub local_storage_types: Option<Vec<LocalStorageType>>,
    #[serde(rename = "totalLocalStorageGB", skip_serializing_if = "Option::is_none")]
    pub total_local_storage_gb: Option<TotalLocalStorageGBRequest>,
    #[serde(rename = "baselineEbsBandwidthMbps", skip_serializing_if = "Option::is_none")]
    pub baseline_ebs_bandwidth_mbps: Option<BaselineEbsBandwidthMbpsRequest>,
    #[serde(rename = "acceleratorTypes", skip_serializing_if = "Option::is_none")]
    pub accelerator_types: Option<Vec<AcceleratorType>>,
    #[serde(rename = "acceleratorCount", skip_serializing_if = "Option::is_none")]
    pub accelerator_count: Option<AcceleratorCountRequest>,
    #[serde(rename = "acceleratorManufacturers", skip_serializing_if = "Option::is_none")]
    pub accelerator_manufacturers: Option<Vec<AcceleratorManufacturer>>,
    #[serde(rename = "acceleratorNames", skip_serializing_if = "Option::is_none")]
    pub accelerator_names: Option<Vec<AcceleratorName>>,
    #[serde(rename = "acceleratorTotalMemoryMiB", skip_serializing_if = "Option::is_none")]
    pub accelerator_total_memory_mib: Option<AcceleratorTotalMemoryMiBRequest>,
    #[serde(rename = "networkBandwidthGbps", skip_serializing_if = "Option::is_none")]
    pub network_bandwidth_gbps: Option<NetworkBandwidthGbpsRequest>,
    #[serde(rename = "allowedInstanceTypes", skip_serializing_if = "Option::is_none")]
    pub allowed_instance_types: Option<Vec<String>>,
    #[serde(
        rename = "maxSpotPriceAsPercentageOfOptimalOnDemandPrice",
        skip_serializing_if = "Option::is_none"
    )]
    pub max_spot_price_as_percentage_of_optimal_on_demand_price: Option<i64>,
}

string_enum! {
    pub enum IpcMode {
        Host = "host",
        Task = "task",
        None = "none",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KernelCapabilities {
    #[serde(rename = "add", skip_serializing_if = "Option::is_none")]
    pub add: Option<Vec<String>>,
    #[serde(rename = "drop", skip_serializing_if = "Option::is_none")]
    pub drop: Option<Vec<String>>,
}

impl Validate for KernelCapabilities {
    fn validate(&self, found: &mut Violations) {}
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KeyValuePair {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validate for KeyValuePair {
    fn validate(&self, found: &mut Violations) {}
}

string_enum! {
    pub enum LaunchType {
        Ec2 = "EC2",
        Fargate = "FARGATE",
        External = "EXTERNAL",
        ManagedInstances = "MANAGED_INSTANCES",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LinuxParameters {
    #[serde(rename = "capabilities", skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<KernelCapabilities>,
    #[serde(rename = "devices", skip_serializing_if = "Option::is_none")]
    pub devices: Option<Vec<Device>>,
    #[serde(rename = "initProcessEnabled", skip_serializing_if = "Option::is_none")]
    pub init_process_enabled: Option<bool>,
    #[serde(rename = "sharedMemorySize", skip_serializing_if = "Option::is_none")]
    pub shared_memory_size: Option<i64>,
    #[serde(rename = "tmpfs", skip_serializing_if = "Option::is_none")]
    pub tmpfs: Option<Vec<Tmpfs>>,
    #[serde(rename = "maxSwap", skip_serializing_if = "Option::is_none")]
    pub max_swap: Option<i64>,
    #[serde(rename = "swappiness", skip_serializing_if = "Option::is_none")]
    pub swappiness: Option<i64>,
}

impl Validate for LinuxParameters {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.devices {
            found.within("devices", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.tmpfs {
            found.within("tmpfs", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAccountSettingsRequest {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<SettingName>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(rename = "principalArn", skip_serializing_if = "Option::is_none")]
    pub principal_arn: Option<String>,
    #[serde(rename = "effectiveSettings", skip_serializing_if = "Option::is_none")]
    pub effective_settings: Option<bool>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "maxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
}

impl Validate for ListAccountSettingsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.member_of(value.as_str(), SettingName::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAccountSettingsResponse {
    #[serde(rename = "settings", skip_serializing_if = "Option::is_none")]
    pub settings: Option<Vec<Setting>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListClustersRequest {
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "maxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
}

impl Validate for ListClustersRequest {
    fn validate(&self, found: &mut Violations) {}
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListClustersResponse {
    #[serde(rename = "clusterArns", skip_serializing_if = "Option::is_none")]
    pub cluster_arns: Option<Vec<String>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListContainerInstancesRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "filter", skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "maxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<ContainerInstanceStatus>,
}

impl Validate for ListContainerInstancesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.status {
            found.within("status", |found| {
                found.member_of(value.as_str(), ContainerInstanceStatus::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListContainerInstancesResponse {
    #[serde(rename = "containerInstanceArns", skip_serializing_if = "Option::is_none")]
    pub container_instance_arns: Option<Vec<String>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTagsForResourceRequest {
    #[serde(rename = "resourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
}

impl Validate for ListTagsForResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceArn", self.resource_arn.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTagsForResourceResponse {
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTaskDefinitionFamiliesRequest {
    #[serde(rename = "familyPrefix", skip_serializing_if = "Option::is_none")]
    pub family_prefix: Option<String>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<TaskDefinitionFamilyStatus>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "maxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
}

impl Validate for ListTaskDefinitionFamiliesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.status {
            found.within("status", |found| {
                found.member_of(value.as_str(), TaskDefinitionFamilyStatus::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTaskDefinitionFamiliesResponse {
    #[serde(rename = "families", skip_serializing_if = "Option::is_none")]
    pub families: Option<Vec<String>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTaskDefinitionsRequest {
    #[serde(rename = "familyPrefix", skip_serializing_if = "Option::is_none")]
    pub family_prefix: Option<String>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<TaskDefinitionStatus>,
    #[serde(rename = "sort", skip_serializing_if = "Option::is_none")]
    pub sort: Option<SortOrder>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "maxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
}

impl Validate for ListTaskDefinitionsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.status {
            found.within("status", |found| {
                found.member_of(value.as_str(), TaskDefinitionStatus::NAMES);
            });
        }
        if let Some(value) = &self.sort {
            found.within("sort", |found| {
                found.member_of(value.as_str(), SortOrder::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTaskDefinitionsResponse {
    #[serde(rename = "taskDefinitionArns", skip_serializing_if = "Option::is_none")]
    pub task_definition_arns: Option<Vec<String>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTasksRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "containerInstance", skip_serializing_if = "Option::is_none")]
    pub container_instance: Option<String>,
    #[serde(rename = "family", skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "maxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "startedBy", skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    #[serde(rename = "serviceName", skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    #[serde(rename = "desiredStatus", skip_serializing_if = "Option::is_none")]
    pub desired_status: Option<DesiredStatus>,
    #[serde(rename = "launchType", skip_serializing_if = "Option::is_none")]
    pub launch_type: Option<LaunchType>,
    #[serde(rename = "daemonName", skip_serializing_if = "Option::is_none")]
    pub daemon_name: Option<String>,
}

impl Validate for ListTasksRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.desired_status {
            found.within("desiredStatus", |found| {
                found.member_of(value.as_str(), DesiredStatus::NAMES);
            });
        }
        if let Some(value) = &self.launch_type {
            found.within("launchType", |found| {
                found.member_of(value.as_str(), LaunchType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTasksResponse {
    #[serde(rename = "taskArns", skip_serializing_if = "Option::is_none")]
    pub task_arns: Option<Vec<String>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

string_enum! {
    pub enum LocalStorage {
        Included = "included",
        Required = "required",
        Excluded = "excluded",
    }
}

string_enum! {
    pub enum LocalStorageType {
        Hdd = "hdd",
        Ssd = "ssd",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LogConfiguration {
    #[serde(rename = "logDriver", skip_serializing_if = "Option::is_none")]
    pub log_driver: Option<LogDriver>,
    #[serde(rename = "options", skip_serializing_if = "Option::is_none")]
    pub options: Option<BTreeMap<String, String>>,
    #[serde(rename = "secretOptions", skip_serializing_if = "Option::is_none")]
    pub secret_options: Option<Vec<Secret>>,
}

impl Validate for LogConfiguration {
    fn validate(&self, found: &mut Violations) {
        found.required("logDriver", self.log_driver.is_some());
        if let Some(value) = &self.log_driver {
            found.within("logDriver", |found| {
                found.member_of(value.as_str(), LogDriver::NAMES);
            });
        }
        if let Some(value) = &self.secret_options {
            found.within("secretOptions", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

string_enum! {
    pub enum LogDriver {
        JsonFile = "json-file",
        Syslog = "syslog",
        Journald = "journald",
        Gelf = "gelf",
        Fluentd = "fluentd",
        Awslogs = "awslogs",
        Splunk = "splunk",
        Awsfirelens = "awsfirelens",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ManagedAgent {
    #[serde(rename = "lastStartedAt", skip_serializing_if = "Option::is_none")]
    pub last_started_at: Option<Time>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<ManagedAgentName>,
    #[serde(rename = "reason", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(rename = "lastStatus", skip_serializing_if = "Option::is_none")]
    pub last_status: Option<String>,
}

string_enum! {
    pub enum ManagedAgentName {
        ExecuteCommandAgent = "ExecuteCommandAgent",
    }
}

string_enum! {
    pub enum ManagedDraining {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ManagedInstancesLocalStorageConfiguration {
    #[serde(rename = "useLocalStorage", skip_serializing_if = "Option::is_none")]
    pub use_local_storage: Option<bool>,
}

string_enum! {
    pub enum ManagedInstancesMonitoringOptions {
        Basic = "BASIC",
        Detailed = "DETAILED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ManagedInstancesNetworkConfiguration {
    #[serde(rename = "subnets", skip_serializing_if = "Option::is_none")]
    pub subnets: Option<Vec<String>>,
    #[serde(rename = "securityGroups", skip_serializing_if = "Option::is_none")]
    pub security_groups: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ManagedInstancesProvider {
    #[serde(rename = "infrastructureRoleArn", skip_serializing_if = "Option::is_none")]
    pub infrastructure_role_arn: Option<String>,
    #[serde(rename = "instanceLaunchTemplate", skip_serializing_if = "Option::is_none")]
    pub instance_launch_template: Option<InstanceLaunchTemplate>,
    #[serde(rename = "propagateTags", skip_serializing_if = "Option::is_none")]
    pub propagate_tags: Option<PropagateMITags>,
    #[serde(rename = "infrastructureOptimization", skip_serializing_if = "Option::is_none")]
    pub infrastructure_optimization: Option<InfrastructureOptimization>,
    #[serde(rename = "autoRepairConfiguration", skip_serializing_if = "Option::is_none")]
    pub auto_repair_configuration: Option<AutoRepairConfiguration>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ManagedInstancesStorageConfiguration {
    #[serde(rename = "storageSizeGiB", skip_serializing_if = "Option::is_none")]
    pub storage_size_gib: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ManagedScaling {
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<ManagedScalingStatus>,
    #[serde(rename = "targetCapacity", skip_serializing_if = "Option::is_none")]
    pub target_capacity: Option<i64>,
    #[serde(rename = "minimumScalingStepSize", skip_serializing_if = "Option::is_none")]
    pub minimum_scaling_step_size: Option<i64>,
    #[serde(rename = "maximumScalingStepSize", skip_serializing_if = "Option::is_none")]
    pub maximum_scaling_step_size: Option<i64>,
    #[serde(rename = "instanceWarmupPeriod", skip_serializing_if = "Option::is_none")]
    pub instance_warmup_period: Option<i64>,
}

string_enum! {
    pub enum ManagedScalingStatus {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ManagedStorageConfiguration {
    #[serde(rename = "kmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "fargateEphemeralStorageKmsKeyId", skip_serializing_if = "Option::is_none")]
    pub fargate_ephemeral_storage_kms_key_id: Option<String>,
}

impl Validate for ManagedStorageConfiguration {
    fn validate(&self, found: &mut Violations) {}
}

string_enum! {
    pub enum ManagedTerminationProtection {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MemoryGiBPerVCpuRequest {
    #[serde(rename = "min", skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(rename = "max", skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MemoryMiBRequest {
    #[serde(rename = "min", skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(rename = "max", skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MountPoint {
    #[serde(rename = "sourceVolume", skip_serializing_if = "Option::is_none")]
    pub source_volume: Option<String>,
    #[serde(rename = "containerPath", skip_serializing_if = "Option::is_none")]
    pub container_path: Option<String>,
    #[serde(rename = "readOnly", skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
}

impl Validate for MountPoint {
    fn validate(&self, found: &mut Violations) {}
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NetworkBandwidthGbpsRequest {
    #[serde(rename = "min", skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(rename = "max", skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NetworkBinding {
    #[serde(rename = "bindIP", skip_serializing_if = "Option::is_none")]
    pub bind_ip: Option<String>,
    #[serde(rename = "containerPort", skip_serializing_if = "Option::is_none")]
    pub container_port: Option<i64>,
    #[serde(rename = "hostPort", skip_serializing_if = "Option::is_none")]
    pub host_port: Option<i64>,
    #[serde(rename = "protocol", skip_serializing_if = "Option::is_none")]
    pub protocol: Option<TransportProtocol>,
    #[serde(rename = "containerPortRange", skip_serializing_if = "Option::is_none")]
    pub container_port_range: Option<String>,
    #[serde(rename = "hostPortRange", skip_serializing_if = "Option::is_none")]
    pub host_port_range: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NetworkConfiguration {
    #[serde(rename = "awsvpcConfiguration", skip_serializing_if = "Option::is_none")]
    pub awsvpc_configuration: Option<AwsVpcConfiguration>,
}

impl Validate for NetworkConfiguration {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.awsvpc_configuration {
            found.within("awsvpcConfiguration", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NetworkInterface {
    #[serde(rename = "attachmentId", skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<String>,
    #[serde(rename = "privateIpv4Address", skip_serializing_if = "Option::is_none")]
    pub private_ipv4_address: Option<String>,
    #[serde(rename = "ipv6Address", skip_serializing_if = "Option::is_none")]
    pub ipv6_address: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NetworkInterfaceCountRequest {
    #[serde(rename = "min", skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(rename = "max", skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

string_enum! {
    pub enum NetworkMode {
        Bridge = "bridge",
        Host = "host",
        Awsvpc = "awsvpc",
        None = "none",
    }
}

string_enum! {
    pub enum OSFamily {
        WindowsServer2019Full = "WINDOWS_SERVER_2019_FULL",
        WindowsServer2019Core = "WINDOWS_SERVER_2019_CORE",
        WindowsServer2016Full = "WINDOWS_SERVER_2016_FULL",
        WindowsServer2004Core = "WINDOWS_SERVER_2004_CORE",
        WindowsServer2022Core = "WINDOWS_SERVER_2022_CORE",
        WindowsServer2022Full = "WINDOWS_SERVER_2022_FULL",
        WindowsServer2025Core = "WINDOWS_SERVER_2025_CORE",
        WindowsServer2025Full = "WINDOWS_SERVER_2025_FULL",
        WindowsServer20h2Core = "WINDOWS_SERVER_20H2_CORE",
        Linux = "LINUX",
    }
}

string_enum! {
    pub enum PidMode {
        Host = "host",
        Task = "task",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PlacementConstraint {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<PlacementConstraintType>,
    #[serde(rename = "expression", skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
}

impl Validate for PlacementConstraint {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.r#type {
            found.within("type", |found| {
                found.member_of(value.as_str(), PlacementConstraintType::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum PlacementConstraintType {
        DistinctInstance = "distinctInstance",
        MemberOf = "memberOf",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PlacementStrategy {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<PlacementStrategyType>,
    #[serde(rename = "field", skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Validate for PlacementStrategy {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.r#type {
            found.within("type", |found| {
                found.member_of(value.as_str(), PlacementStrategyType::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum PlacementStrategyType {
        Random = "random",
        Spread = "spread",
        Binpack = "binpack",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PortMapping {
    #[serde(rename = "containerPort", skip_serializing_if = "Option::is_none")]
    pub container_port: Option<i64>,
    #[serde(rename = "hostPort", skip_serializing_if = "Option::is_none")]
    pub host_port: Option<i64>,
    #[serde(rename = "protocol", skip_serializing_if = "Option::is_none")]
    pub protocol: Option<TransportProtocol>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "appProtocol", skip_serializing_if = "Option::is_none")]
    pub app_protocol: Option<ApplicationProtocol>,
    #[serde(rename = "containerPortRange", skip_serializing_if = "Option::is_none")]
    pub container_port_range: Option<String>,
}

impl Validate for PortMapping {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.protocol {
            found.within("protocol", |found| {
                found.member_of(value.as_str(), TransportProtocol::NAMES);
            });
        }
        if let Some(value) = &self.app_protocol {
            found.within("appProtocol", |found| {
                found.member_of(value.as_str(), ApplicationProtocol::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum PropagateMITags {
        CapacityProvider = "CAPACITY_PROVIDER",
        None = "NONE",
    }
}

string_enum! {
    pub enum PropagateTags {
        TaskDefinition = "TASK_DEFINITION",
        Service = "SERVICE",
        None = "NONE",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProtectedTask {
    #[serde(rename = "taskArn", skip_serializing_if = "Option::is_none")]
    pub task_arn: Option<String>,
    #[serde(rename = "protectionEnabled", skip_serializing_if = "Option::is_none")]
    pub protection_enabled: Option<bool>,
    #[serde(rename = "expirationDate", skip_serializing_if = "Option::is_none")]
    pub expiration_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProxyConfiguration {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ProxyConfigurationType>,
    #[serde(rename = "containerName", skip_serializing_if = "Option::is_none")]
    pub container_name: Option<String>,
    #[serde(rename = "properties", skip_serializing_if = "Option::is_none")]
    pub properties: Option<Vec<KeyValuePair>>,
}

impl Validate for ProxyConfiguration {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.r#type {
            found.within("type", |found| {
                found.member_of(value.as_str(), ProxyConfigurationType::NAMES);
            });
        }
        found.required("containerName", self.container_name.is_some());
    }
}

string_enum! {
    pub enum ProxyConfigurationType {
        Appmesh = "APPMESH",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutAccountSettingDefaultRequest {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<SettingName>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validate for PutAccountSettingDefaultRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.member_of(value.as_str(), SettingName::NAMES);
            });
        }
        found.required("value", self.value.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutAccountSettingDefaultResponse {
    #[serde(rename = "setting", skip_serializing_if = "Option::is_none")]
    pub setting: Option<Setting>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutAccountSettingRequest {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<SettingName>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(rename = "principalArn", skip_serializing_if = "Option::is_none")]
    pub principal_arn: Option<String>,
}

impl Validate for PutAccountSettingRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.member_of(value.as_str(), SettingName::NAMES);
            });
        }
        found.required("value", self.value.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutAccountSettingResponse {
    #[serde(rename = "setting", skip_serializing_if = "Option::is_none")]
    pub setting: Option<Setting>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutClusterCapacityProvidersRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "capacityProviders", skip_serializing_if = "Option::is_none")]
    pub capacity_providers: Option<Vec<String>>,
    #[serde(rename = "defaultCapacityProviderStrategy", skip_serializing_if = "Option::is_none")]
    pub default_capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>,
}

impl Validate for PutClusterCapacityProvidersRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("cluster", self.cluster.is_some());
        found.required("capacityProviders", self.capacity_providers.is_some());
        found.required("defaultCapacityProviderStrategy", self.default_capacity_provider_strategy.is_some());
        if let Some(value) = &self.default_capacity_provider_strategy {
            found.within("defaultCapacityProviderStrategy", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutClusterCapacityProvidersResponse {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<Cluster>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RegisterTaskDefinitionRequest {
    #[serde(rename = "family", skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    #[serde(rename = "taskRoleArn", skip_serializing_if = "Option::is_none")]
    pub task_role_arn: Option<String>,
    #[serde(rename = "executionRoleArn", skip_serializing_if = "Option::is_none")]
    pub execution_role_arn: Option<String>,
    #[serde(rename = "networkMode", skip_serializing_if = "Option::is_none")]
    pub network_mode: Option<NetworkMode>,
    #[serde(rename = "containerDefinitions", skip_serializing_if = "Option::is_none")]
    pub container_definitions: Option<Vec<ContainerDefinition>>,
    #[serde(rename = "volumes", skip_serializing_if = "Option::is_none")]
    pub volumes: Option<Vec<Volume>>,
    #[serde(rename = "placementConstraints", skip_serializing_if = "Option::is_none")]
    pub placement_constraints: Option<Vec<TaskDefinitionPlacementConstraint>>,
    #[serde(rename = "requiresCompatibilities", skip_serializing_if = "Option::is_none")]
    pub requires_compatibilities: Option<Vec<Compatibility>>,
    #[serde(rename = "cpu", skip_serializing_if = "Option::is_none")]
    pub cpu: Option<String>,
    #[serde(rename = "memory", skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "pidMode", skip_serializing_if = "Option::is_none")]
    pub pid_mode: Option<PidMode>,
    #[serde(rename = "ipcMode", skip_serializing_if = "Option::is_none")]
    pub ipc_mode: Option<IpcMode>,
    #[serde(rename = "proxyConfiguration", skip_serializing_if = "Option::is_none")]
    pub proxy_configuration: Option<ProxyConfiguration>,
    #[serde(rename = "inferenceAccelerators", skip_serializing_if = "Option::is_none")]
    pub inference_accelerators: Option<Vec<InferenceAccelerator>>,
    #[serde(rename = "ephemeralStorage", skip_serializing_if = "Option::is_none")]
    pub ephemeral_storage: Option<EphemeralStorage>,
    #[serde(rename = "runtimePlatform", skip_serializing_if = "Option::is_none")]
    pub runtime_platform: Option<RuntimePlatform>,
    #[serde(rename = "enableFaultInjection", skip_serializing_if = "Option::is_none")]
    pub enable_fault_injection: Option<bool>,
}

impl Validate for RegisterTaskDefinitionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("family", self.family.is_some());
        if let Some(value) = &self.network_mode {
            found.within("networkMode", |found| {
                found.member_of(value.as_str(), NetworkMode::NAMES);
            });
        }
        found.required("containerDefinitions", self.container_definitions.is_some());
        if let Some(value) = &self.container_definitions {
            found.within("containerDefinitions", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.volumes {
            found.within("volumes", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.placement_constraints {
            found.within("placementConstraints", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.requires_compatibilities {
            found.within("requiresCompatibilities", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(Compatibility::NAMES),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(50.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.pid_mode {
            found.within("pidMode", |found| {
                found.member_of(value.as_str(), PidMode::NAMES);
            });
        }
        if let Some(value) = &self.ipc_mode {
            found.within("ipcMode", |found| {
                found.member_of(value.as_str(), IpcMode::NAMES);
            });
        }
        if let Some(value) = &self.proxy_configuration {
            found.within("proxyConfiguration", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.inference_accelerators {
            found.within("inferenceAccelerators", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.ephemeral_storage {
            found.within("ephemeralStorage", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.runtime_platform {
            found.within("runtimePlatform", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RegisterTaskDefinitionResponse {
    #[serde(rename = "taskDefinition", skip_serializing_if = "Option::is_none")]
    pub task_definition: Option<TaskDefinition>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RepositoryCredentials {
    #[serde(rename = "credentialsParameter", skip_serializing_if = "Option::is_none")]
    pub credentials_parameter: Option<String>,
}

impl Validate for RepositoryCredentials {
    fn validate(&self, found: &mut Violations) {
        found.required("credentialsParameter", self.credentials_parameter.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "doubleValue", skip_serializing_if = "Option::is_none")]
    pub double_value: Option<f64>,
    #[serde(rename = "longValue", skip_serializing_if = "Option::is_none")]
    pub long_value: Option<i64>,
    #[serde(rename = "integerValue", skip_serializing_if = "Option::is_none")]
    pub integer_value: Option<i64>,
    #[serde(rename = "stringSetValue", skip_serializing_if = "Option::is_none")]
    pub string_set_value: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceRequirement {
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ResourceType>,
}

impl Validate for ResourceRequirement {
    fn validate(&self, found: &mut Violations) {
        found.required("value", self.value.is_some());
        found.required("type", self.r#type.is_some());
        if let Some(value) = &self.r#type {
            found.within("type", |found| {
                found.member_of(value.as_str(), ResourceType::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum ResourceType {
        Gpu = "GPU",
        InferenceAccelerator = "InferenceAccelerator",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RunTaskRequest {
    #[serde(rename = "capacityProviderStrategy", skip_serializing_if = "Option::is_none")]
    pub capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>,
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "count", skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    #[serde(rename = "enableECSManagedTags", skip_serializing_if = "Option::is_none")]
    pub enable_ecs_managed_tags: Option<bool>,
    #[serde(rename = "enableExecuteCommand", skip_serializing_if = "Option::is_none")]
    pub enable_execute_command: Option<bool>,
    #[serde(rename = "group", skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(rename = "launchType", skip_serializing_if = "Option::is_none")]
    pub launch_type: Option<LaunchType>,
    #[serde(rename = "networkConfiguration", skip_serializing_if = "Option::is_none")]
    pub network_configuration: Option<NetworkConfiguration>,
    #[serde(rename = "overrides", skip_serializing_if = "Option::is_none")]
    pub overrides: Option<TaskOverride>,
    #[serde(rename = "placementConstraints", skip_serializing_if = "Option::is_none")]
    pub placement_constraints: Option<Vec<PlacementConstraint>>,
    #[serde(rename = "placementStrategy", skip_serializing_if = "Option::is_none")]
    pub placement_strategy: Option<Vec<PlacementStrategy>>,
    #[serde(rename = "platformVersion", skip_serializing_if = "Option::is_none")]
    pub platform_version: Option<String>,
    #[serde(rename = "propagateTags", skip_serializing_if = "Option::is_none")]
    pub propagate_tags: Option<PropagateTags>,
    #[serde(rename = "referenceId", skip_serializing_if = "Option::is_none")]
    pub reference_id: Option<String>,
    #[serde(rename = "startedBy", skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "taskDefinition", skip_serializing_if = "Option::is_none")]
    pub task_definition: Option<String>,
    #[serde(rename = "clientToken", skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
    #[serde(rename = "volumeConfigurations", skip_serializing_if = "Option::is_none")]
    pub volume_configurations: Option<Vec<TaskVolumeConfiguration>>,
}

impl Validate for RunTaskRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.capacity_provider_strategy {
            found.within("capacityProviderStrategy", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.launch_type {
            found.within("launchType", |found| {
                found.member_of(value.as_str(), LaunchType::NAMES);
            });
        }
        if let Some(value) = &self.network_configuration {
            found.within("networkConfiguration", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.overrides {
            found.within("overrides", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.placement_constraints {
            found.within("placementConstraints", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.placement_strategy {
            found.within("placementStrategy", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.propagate_tags {
            found.within("propagateTags", |found| {
                found.member_of(value.as_str(), PropagateTags::NAMES);
            });
        }
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(50.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        found.required("taskDefinition", self.task_definition.is_some());
        if let Some(value) = &self.volume_configurations {
            found.within("volumeConfigurations", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RunTaskResponse {
    #[serde(rename = "tasks", skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<Task>>,
    #[serde(rename = "failures", skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<Failure>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RuntimePlatform {
    #[serde(rename = "cpuArchitecture", skip_serializing_if = "Option::is_none")]
    pub cpu_architecture: Option<CPUArchitecture>,
    #[serde(rename = "operatingSystemFamily", skip_serializing_if = "Option::is_none")]
    pub operating_system_family: Option<OSFamily>,
}

impl Validate for RuntimePlatform {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.cpu_architecture {
            found.within("cpuArchitecture", |found| {
                found.member_of(value.as_str(), CPUArchitecture::NAMES);
            });
        }
        if let Some(value) = &self.operating_system_family {
            found.within("operatingSystemFamily", |found| {
                found.member_of(value.as_str(), OSFamily::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct S3FilesVolumeConfiguration {
    #[serde(rename = "fileSystemArn", skip_serializing_if = "Option::is_none")]
    pub file_system_arn: Option<String>,
    #[serde(rename = "rootDirectory", skip_serializing_if = "Option::is_none")]
    pub root_directory: Option<String>,
    #[serde(rename = "transitEncryptionPort", skip_serializing_if = "Option::is_none")]
    pub transit_encryption_port: Option<i64>,
    #[serde(rename = "accessPointArn", skip_serializing_if = "Option::is_none")]
    pub access_point_arn: Option<String>,
}

impl Validate for S3FilesVolumeConfiguration {
    fn validate(&self, found: &mut Violations) {
        found.required("fileSystemArn", self.file_system_arn.is_some());
    }
}

string_enum! {
    pub enum Scope {
        Task = "task",
        Shared = "shared",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Secret {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "valueFrom", skip_serializing_if = "Option::is_none")]
    pub value_from: Option<String>,
}

impl Validate for Secret {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        found.required("valueFrom", self.value_from.is_some());
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {
    #[serde(rename = "sessionId", skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    #[serde(rename = "streamUrl", skip_serializing_if = "Option::is_none")]
    pub stream_url: Option<String>,
    #[serde(rename = "tokenValue", skip_serializing_if = "Option::is_none")]
    pub token_value: Option<String>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("session_id", &self.session_id)
            .field("stream_url", &self.stream_url)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<SettingName>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(rename = "principalArn", skip_serializing_if = "Option::is_none")]
    pub principal_arn: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<SettingType>,
}

string_enum! {
    pub enum SettingName {
        ServiceLongArnFormat = "serviceLongArnFormat",
        TaskLongArnFormat = "taskLongArnFormat",
        ContainerInstanceLongArnFormat = "containerInstanceLongArnFormat",
        AwsvpcTrunking = "awsvpcTrunking",
        ContainerInsights = "containerInsights",
        FargateFIPSMode = "fargateFIPSMode",
        TagResourceAuthorization = "tagResourceAuthorization",
        FargateTaskRetirementWaitPeriod = "fargateTaskRetirementWaitPeriod",
        GuardDutyActivate = "guardDutyActivate",
        DefaultLogDriverMode = "defaultLogDriverMode",
        FargateEventWindows = "fargateEventWindows",
    }
}

string_enum! {
    pub enum SettingType {
        User = "user",
        AwsManaged = "aws_managed",
    }
}

string_enum! {
    pub enum SortOrder {
        Asc = "ASC",
        Desc = "DESC",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StartTaskRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "containerInstances", skip_serializing_if = "Option::is_none")]
    pub container_instances: Option<Vec<String>>,
    #[serde(rename = "enableECSManagedTags", skip_serializing_if = "Option::is_none")]
    pub enable_ecs_managed_tags: Option<bool>,
    #[serde(rename = "enableExecuteCommand", skip_serializing_if = "Option::is_none")]
    pub enable_execute_command: Option<bool>,
    #[serde(rename = "group", skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(rename = "networkConfiguration", skip_serializing_if = "Option::is_none")]
    pub network_configuration: Option<NetworkConfiguration>,
    #[serde(rename = "overrides", skip_serializing_if = "Option::is_none")]
    pub overrides: Option<TaskOverride>,
    #[serde(rename = "propagateTags", skip_serializing_if = "Option::is_none")]
    pub propagate_tags: Option<PropagateTags>,
    #[serde(rename = "referenceId", skip_serializing_if = "Option::is_none")]
    pub reference_id: Option<String>,
    #[serde(rename = "startedBy", skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "taskDefinition", skip_serializing_if = "Option::is_none")]
    pub task_definition: Option<String>,
    #[serde(rename = "volumeConfigurations", skip_serializing_if = "Option::is_none")]
    pub volume_configurations: Option<Vec<TaskVolumeConfiguration>>,
}

impl Validate for StartTaskRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("containerInstances", self.container_instances.is_some());
        if let Some(value) = &self.network_configuration {
            found.within("networkConfiguration", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.overrides {
            found.within("overrides", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.propagate_tags {
            found.within("propagateTags", |found| {
                found.member_of(value.as_str(), PropagateTags::NAMES);
            });
        }
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(50.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        found.required("taskDefinition", self.task_definition.is_some());
        if let Some(value) = &self.volume_configurations {
            found.within("volumeConfigurations", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StartTaskResponse {
    #[serde(rename = "tasks", skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<Task>>,
    #[serde(rename = "failures", skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<Failure>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StopTaskRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "task", skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    #[serde(rename = "reason", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Validate for StopTaskRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("task", self.task.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StopTaskResponse {
    #[serde(rename = "task", skip_serializing_if = "Option::is_none")]
    pub task: Option<Task>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SystemControl {
    #[serde(rename = "namespace", skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validate for SystemControl {
    fn validate(&self, found: &mut Violations) {}
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    #[serde(rename = "key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validate for Tag {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.key {
            found.within("key", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.value {
            found.within("value", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(0.0),
                        max: Some(256.0),
                        pattern: Some("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagResourceRequest {
    #[serde(rename = "resourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceArn", self.resource_arn.is_some());
        found.required("tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(50.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagResourceResponse {}

string_enum! {
    pub enum TargetType {
        ContainerInstance = "container-instance",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Task {
    #[serde(rename = "attachments", skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    #[serde(rename = "attributes", skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Vec<Attribute>>,
    #[serde(rename = "availabilityZone", skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
    #[serde(rename = "capacityProviderName", skip_serializing_if = "Option::is_none")]
    pub capacity_provider_name: Option<String>,
    #[serde(rename = "clusterArn", skip_serializing_if = "Option::is_none")]
    pub cluster_arn: Option<String>,
    #[serde(rename = "connectivity", skip_serializing_if = "Option::is_none")]
    pub connectivity: Option<Connectivity>,
    #[serde(rename = "connectivityAt", skip_serializing_if = "Option::is_none")]
    pub connectivity_at: Option<Time>,
    #[serde(rename = "containerInstanceArn", skip_serializing_if = "Option::is_none")]
    pub container_instance_arn: Option<String>,
    #[serde(rename = "containers", skip_serializing_if = "Option::is_none")]
    pub containers: Option<Vec<Container>>,
    #[serde(rename = "cpu", skip_serializing_if = "Option::is_none")]
    pub cpu: Option<String>,
    #[serde(rename = "createdAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Time>,
    #[serde(rename = "desiredStatus", skip_serializing_if = "Option::is_none")]
    pub desired_status: Option<String>,
    #[serde(rename = "enableExecuteCommand", skip_serializing_if = "Option::is_none")]
    pub enable_execute_command: Option<bool>,
    #[serde(rename = "executionStoppedAt", skip_serializing_if = "Option::is_none")]
    pub execution_stopped_at: Option<Time>,
    #[serde(rename = "group", skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(rename = "healthStatus", skip_serializing_if = "Option::is_none")]
    pub health_status: Option<HealthStatus>,
    #[serde(rename = "inferenceAccelerators", skip_serializing_if = "Option::is_none")]
    pub inference_accelerators: Option<Vec<InferenceAccelerator>>,
    #[serde(rename = "lastStatus", skip_serializing_if = "Option::is_none")]
    pub last_status: Option<String>,
    #[serde(rename = "launchType", skip_serializing_if = "Option::is_none")]
    pub launch_type: Option<LaunchType>,
    #[serde(rename = "memory", skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    #[serde(rename = "overrides", skip_serializing_if = "Option::is_none")]
    pub overrides: Option<TaskOverride>,
    #[serde(rename = "platformVersion", skip_serializing_if = "Option::is_none")]
    pub platform_version: Option<String>,
    #[serde(rename = "platformFamily", skip_serializing_if = "Option::is_none")]
    pub platform_family: Option<String>,
    #[serde(rename = "pullStartedAt", skip_serializing_if = "Option::is_none")]
    pub pull_started_at: Option<Time>,
    #[serde(rename = "pullStoppedAt", skip_serializing_if = "Option::is_none")]
    pub pull_stopped_at: Option<Time>,
    #[serde(rename = "startedAt", skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Time>,
    #[serde(rename = "startedBy", skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    #[serde(rename = "stopCode", skip_serializing_if = "Option::is_none")]
    pub stop_code: Option<TaskStopCode>,
    #[serde(rename = "stoppedAt", skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Time>,
    #[serde(rename = "stoppedReason", skip_serializing_if = "Option::is_none")]
    pub stopped_reason: Option<String>,
    #[serde(rename = "stoppingAt", skip_serializing_if = "Option::is_none")]
    pub stopping_at: Option<Time>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "taskArn", skip_serializing_if = "Option::is_none")]
    pub task_arn: Option<String>,
    #[serde(rename = "taskDefinitionArn", skip_serializing_if = "Option::is_none")]
    pub task_definition_arn: Option<String>,
    #[serde(rename = "version", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    #[serde(rename = "ephemeralStorage", skip_serializing_if = "Option::is_none")]
    pub ephemeral_storage: Option<EphemeralStorage>,
    #[serde(rename = "fargateEphemeralStorage", skip_serializing_if = "Option::is_none")]
    pub fargate_ephemeral_storage: Option<TaskEphemeralStorage>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskDefinition {
    #[serde(rename = "taskDefinitionArn", skip_serializing_if = "Option::is_none")]
    pub task_definition_arn: Option<String>,
    #[serde(rename = "containerDefinitions", skip_serializing_if = "Option::is_none")]
    pub container_definitions: Option<Vec<ContainerDefinition>>,
    #[serde(rename = "family", skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    #[serde(rename = "taskRoleArn", skip_serializing_if = "Option::is_none")]
    pub task_role_arn: Option<String>,
    #[serde(rename = "executionRoleArn", skip_serializing_if = "Option::is_none")]
    pub execution_role_arn: Option<String>,
    #[serde(rename = "networkMode", skip_serializing_if = "Option::is_none")]
    pub network_mode: Option<NetworkMode>,
    #[serde(rename = "revision", skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    #[serde(rename = "volumes", skip_serializing_if = "Option::is_none")]
    pub volumes: Option<Vec<Volume>>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<TaskDefinitionStatus>,
    #[serde(rename = "requiresAttributes", skip_serializing_if = "Option::is_none")]
    pub requires_attributes: Option<Vec<Attribute>>,
    #[serde(rename = "placementConstraints", skip_serializing_if = "Option::is_none")]
    pub placement_constraints: Option<Vec<TaskDefinitionPlacementConstraint>>,
    #[serde(rename = "compatibilities", skip_serializing_if = "Option::is_none")]
    pub compatibilities: Option<Vec<Compatibility>>,
    #[serde(rename = "runtimePlatform", skip_serializing_if = "Option::is_none")]
    pub runtime_platform: Option<RuntimePlatform>,
    #[serde(rename = "requiresCompatibilities", skip_serializing_if = "Option::is_none")]
    pub requires_compatibilities: Option<Vec<Compatibility>>,
    #[serde(rename = "cpu", skip_serializing_if = "Option::is_none")]
    pub cpu: Option<String>,
    #[serde(rename = "memory", skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    #[serde(rename = "inferenceAccelerators", skip_serializing_if = "Option::is_none")]
    pub inference_accelerators: Option<Vec<InferenceAccelerator>>,
    #[serde(rename = "pidMode", skip_serializing_if = "Option::is_none")]
    pub pid_mode: Option<PidMode>,
    #[serde(rename = "ipcMode", skip_serializing_if = "Option::is_none")]
    pub ipc_mode: Option<IpcMode>,
    #[serde(rename = "proxyConfiguration", skip_serializing_if = "Option::is_none")]
    pub proxy_configuration: Option<ProxyConfiguration>,
    #[serde(rename = "registeredAt", skip_serializing_if = "Option::is_none")]
    pub registered_at: Option<Time>,
    #[serde(rename = "deregisteredAt", skip_serializing_if = "Option::is_none")]
    pub deregistered_at: Option<Time>,
    #[serde(rename = "deleteRequestedAt", skip_serializing_if = "Option::is_none")]
    pub delete_requested_at: Option<Time>,
    #[serde(rename = "registeredBy", skip_serializing_if = "Option::is_none")]
    pub registered_by: Option<String>,
    #[serde(rename = "ephemeralStorage", skip_serializing_if = "Option::is_none")]
    pub ephemeral_storage: Option<EphemeralStorage>,
    #[serde(rename = "enableFaultInjection", skip_serializing_if = "Option::is_none")]
    pub enable_fault_injection: Option<bool>,
}

string_enum! {
    pub enum TaskDefinitionFamilyStatus {
        Active = "ACTIVE",
        Inactive = "INACTIVE",
        All = "ALL",
    }
}

string_enum! {
    pub enum TaskDefinitionField {
        Tags = "TAGS",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskDefinitionPlacementConstraint {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<TaskDefinitionPlacementConstraintType>,
    #[serde(rename = "expression", skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
}

impl Validate for TaskDefinitionPlacementConstraint {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.r#type {
            found.within("type", |found| {
                found.member_of(value.as_str(), TaskDefinitionPlacementConstraintType::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum TaskDefinitionPlacementConstraintType {
        MemberOf = "memberOf",
    }
}

string_enum! {
    pub enum TaskDefinitionStatus {
        Active = "ACTIVE",
        Inactive = "INACTIVE",
        DeleteInProgress = "DELETE_IN_PROGRESS",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskEphemeralStorage {
    #[serde(rename = "sizeInGiB", skip_serializing_if = "Option::is_none")]
    pub size_in_gib: Option<i64>,
    #[serde(rename = "kmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
}

string_enum! {
    pub enum TaskField {
        Tags = "TAGS",
    }
}

string_enum! {
    pub enum TaskFilesystemType {
        Ext3 = "ext3",
        Ext4 = "ext4",
        Xfs = "xfs",
        Ntfs = "ntfs",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskManagedEBSVolumeConfiguration {
    #[serde(rename = "encrypted", skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    #[serde(rename = "kmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "volumeType", skip_serializing_if = "Option::is_none")]
    pub volume_type: Option<String>,
    #[serde(rename = "sizeInGiB", skip_serializing_if = "Option::is_none")]
    pub size_in_gib: Option<i64>,
    #[serde(rename = "snapshotId", skip_serializing_if = "Option::is_none")]
    pub snapshot_id: Option<String>,
    #[serde(rename = "volumeInitializationRate", skip_serializing_if = "Option::is_none")]
    pub volume_initialization_rate: Option<i64>,
    #[serde(rename = "iops", skip_serializing_if = "Option::is_none")]
    pub iops: Option<i64>,
    #[serde(rename = "throughput", skip_serializing_if = "Option::is_none")]
    pub throughput: Option<i64>,
    #[serde(rename = "tagSpecifications", skip_serializing_if = "Option::is_none")]
    pub tag_specifications: Option<Vec<EBSTagSpecification>>,
    #[serde(rename = "roleArn", skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    #[serde(rename = "terminationPolicy", skip_serializing_if = "Option::is_none")]
    pub termination_policy: Option<TaskManagedEBSVolumeTerminationPolicy>,
    #[serde(rename = "filesystemType", skip_serializing_if = "Option::is_none")]
    pub filesystem_type: Option<TaskFilesystemType>,
}

impl Validate for TaskManagedEBSVolumeConfiguration {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.tag_specifications {
            found.within("tagSpecifications", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        found.required("roleArn", self.role_arn.is_some());
        if let Some(value) = &self.termination_policy {
            found.within("terminationPolicy", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.filesystem_type {
            found.within("filesystemType", |found| {
                found.member_of(value.as_str(), TaskFilesystemType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskManagedEBSVolumeTerminationPolicy {
    #[serde(rename = "deleteOnTermination", skip_serializing_if = "Option::is_none")]
    pub delete_on_termination: Option<bool>,
}

impl Validate for TaskManagedEBSVolumeTerminationPolicy {
    fn validate(&self, found: &mut Violations) {
        found.required("deleteOnTermination", self.delete_on_termination.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskOverride {
    #[serde(rename = "containerOverrides", skip_serializing_if = "Option::is_none")]
    pub container_overrides: Option<Vec<ContainerOverride>>,
    #[serde(rename = "cpu", skip_serializing_if = "Option::is_none")]
    pub cpu: Option<String>,
    #[serde(rename = "inferenceAcceleratorOverrides", skip_serializing_if = "Option::is_none")]
    pub inference_accelerator_overrides: Option<Vec<InferenceAcceleratorOverride>>,
    #[serde(rename = "executionRoleArn", skip_serializing_if = "Option::is_none")]
    pub execution_role_arn: Option<String>,
    #[serde(rename = "memory", skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    #[serde(rename = "taskRoleArn", skip_serializing_if = "Option::is_none")]
    pub task_role_arn: Option<String>,
    #[serde(rename = "ephemeralStorage", skip_serializing_if = "Option::is_none")]
    pub ephemeral_storage: Option<EphemeralStorage>,
}

impl Validate for TaskOverride {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.container_overrides {
            found.within("containerOverrides", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.ephemeral_storage {
            found.within("ephemeralStorage", |found| {
                value.validate(found);
            });
        }
    }
}

string_enum! {
    pub enum TaskStopCode {
        TaskFailedToStart = "TaskFailedToStart",
        EssentialContainerExited = "EssentialContainerExited",
        UserInitiated = "UserInitiated",
        ServiceSchedulerInitiated = "ServiceSchedulerInitiated",
        SpotInterruption = "SpotInterruption",
        TerminationNotice = "TerminationNotice",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskVolumeConfiguration {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "managedEBSVolume", skip_serializing_if = "Option::is_none")]
    pub managed_ebs_volume: Option<TaskManagedEBSVolumeConfiguration>,
}

impl Validate for TaskVolumeConfiguration {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.managed_ebs_volume {
            found.within("managedEBSVolume", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tmpfs {
    #[serde(rename = "containerPath", skip_serializing_if = "Option::is_none")]
    pub container_path: Option<String>,
    #[serde(rename = "size", skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    #[serde(rename = "mountOptions", skip_serializing_if = "Option::is_none")]
    pub mount_options: Option<Vec<String>>,
}

impl Validate for Tmpfs {
    fn validate(&self, found: &mut Violations) {
        found.required("containerPath", self.container_path.is_some());
        found.required("size", self.size.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TotalLocalStorageGBRequest {
    #[serde(rename = "min", skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(rename = "max", skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

string_enum! {
    pub enum TransportProtocol {
        Tcp = "tcp",
        Udp = "udp",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ulimit {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<UlimitName>,
    #[serde(rename = "softLimit", skip_serializing_if = "Option::is_none")]
    pub soft_limit: Option<i64>,
    #[serde(rename = "hardLimit", skip_serializing_if = "Option::is_none")]
    pub hard_limit: Option<i64>,
}

impl Validate for Ulimit {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.member_of(value.as_str(), UlimitName::NAMES);
            });
        }
        found.required("softLimit", self.soft_limit.is_some());
        found.required("hardLimit", self.hard_limit.is_some());
    }
}

string_enum! {
    pub enum UlimitName {
        Core = "core",
        Cpu = "cpu",
        Data = "data",
        Fsize = "fsize",
        Locks = "locks",
        Memlock = "memlock",
        Msgqueue = "msgqueue",
        Nice = "nice",
        Nofile = "nofile",
        Nproc = "nproc",
        Rss = "rss",
        Rtprio = "rtprio",
        Rttime = "rttime",
        Sigpending = "sigpending",
        Stack = "stack",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagResourceRequest {
    #[serde(rename = "resourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "tagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceArn", self.resource_arn.is_some());
        found.required("tagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("tagKeys", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagResourceResponse {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateClusterRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "settings", skip_serializing_if = "Option::is_none")]
    pub settings: Option<Vec<ClusterSetting>>,
    #[serde(rename = "configuration", skip_serializing_if = "Option::is_none")]
    pub configuration: Option<ClusterConfiguration>,
    #[serde(rename = "serviceConnectDefaults", skip_serializing_if = "Option::is_none")]
    pub service_connect_defaults: Option<ClusterServiceConnectDefaultsRequest>,
}

impl Validate for UpdateClusterRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("cluster", self.cluster.is_some());
        if let Some(value) = &self.settings {
            found.within("settings", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.configuration {
            found.within("configuration", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.service_connect_defaults {
            found.within("serviceConnectDefaults", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateClusterResponse {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<Cluster>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateClusterSettingsRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "settings", skip_serializing_if = "Option::is_none")]
    pub settings: Option<Vec<ClusterSetting>>,
}

impl Validate for UpdateClusterSettingsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("cluster", self.cluster.is_some());
        found.required("settings", self.settings.is_some());
        if let Some(value) = &self.settings {
            found.within("settings", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateClusterSettingsResponse {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<Cluster>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateTaskProtectionRequest {
    #[serde(rename = "cluster", skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    #[serde(rename = "tasks", skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<String>>,
    #[serde(rename = "protectionEnabled", skip_serializing_if = "Option::is_none")]
    pub protection_enabled: Option<bool>,
    #[serde(rename = "expiresInMinutes", skip_serializing_if = "Option::is_none")]
    pub expires_in_minutes: Option<i64>,
}

impl Validate for UpdateTaskProtectionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("cluster", self.cluster.is_some());
        found.required("tasks", self.tasks.is_some());
        found.required("protectionEnabled", self.protection_enabled.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateTaskProtectionResponse {
    #[serde(rename = "protectedTasks", skip_serializing_if = "Option::is_none")]
    pub protected_tasks: Option<Vec<ProtectedTask>>,
    #[serde(rename = "failures", skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<Failure>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VCpuCountRangeRequest {
    #[serde(rename = "min", skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(rename = "max", skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

string_enum! {
    pub enum VersionConsistency {
        Enabled = "enabled",
        Disabled = "disabled",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VersionInfo {
    #[serde(rename = "agentVersion", skip_serializing_if = "Option::is_none")]
    pub agent_version: Option<String>,
    #[serde(rename = "agentHash", skip_serializing_if = "Option::is_none")]
    pub agent_hash: Option<String>,
    #[serde(rename = "dockerVersion", skip_serializing_if = "Option::is_none")]
    pub docker_version: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Volume {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "host", skip_serializing_if = "Option::is_none")]
    pub host: Option<HostVolumeProperties>,
    #[serde(rename = "dockerVolumeConfiguration", skip_serializing_if = "Option::is_none")]
    pub docker_volume_configuration: Option<DockerVolumeConfiguration>,
    #[serde(rename = "efsVolumeConfiguration", skip_serializing_if = "Option::is_none")]
    pub efs_volume_configuration: Option<EFSVolumeConfiguration>,
    #[serde(rename = "s3filesVolumeConfiguration", skip_serializing_if = "Option::is_none")]
    pub s3files_volume_configuration: Option<S3FilesVolumeConfiguration>,
    #[serde(rename = "fsxWindowsFileServerVolumeConfiguration", skip_serializing_if = "Option::is_none")]
    pub fsx_windows_file_server_volume_configuration: Option<FSxWindowsFileServerVolumeConfiguration>,
    #[serde(rename = "configuredAtLaunch", skip_serializing_if = "Option::is_none")]
    pub configured_at_launch: Option<bool>,
}

impl Validate for Volume {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.docker_volume_configuration {
            found.within("dockerVolumeConfiguration", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.efs_volume_configuration {
            found.within("efsVolumeConfiguration", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.s3files_volume_configuration {
            found.within("s3filesVolumeConfiguration", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.fsx_windows_file_server_volume_configuration {
            found.within("fsxWindowsFileServerVolumeConfiguration", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VolumeFrom {
    #[serde(rename = "sourceContainer", skip_serializing_if = "Option::is_none")]
    pub source_container: Option<String>,
    #[serde(rename = "readOnly", skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
}

impl Validate for VolumeFrom {
    fn validate(&self, found: &mut Violations) {}
}
