//! A new task: its shape as AWS answers it, and its assignment.

use neargate_core::{Arn, Scope, Timestamp, random_hex, random_uuid};

use super::assignment::{Assignment, Attachment, Turn};
use super::network::{Network, Subnet};
use super::{overrides, reference, spec, unsupported};
use crate::clusters::ClusterRecord;
use crate::model::{
    self, Container, ContainerDefinition, EphemeralStorage, HealthStatus, KeyValuePair, LaunchType,
    ManagedAgent, ManagedAgentName, PidMode, RunTaskRequest, Tag, Task, TaskDefinition, TaskEphemeralStorage,
    TaskOverride,
};
use crate::task_definitions::proxy;

const DEFAULT_EPHEMERAL_STORAGE_GIB: u32 = 20;

/// What all tasks of one request have in common. Made of a request that was checked.
pub(crate) struct Order<'a> {
    pub scope: &'a Scope,
    pub cluster: &'a ClusterRecord,
    pub definition: &'a TaskDefinition,
    pub input: &'a RunTaskRequest,
    pub overrides: &'a TaskOverride,
    pub network: &'a Network,
    pub size: (u32, u32),
    pub platform_version: &'static str,
    pub tags: Vec<Tag>,
    /// What the account prefers for containers whose log configuration doesn't say.
    pub log_driver_mode: &'a str,
    pub now: Timestamp,
}

impl Order<'_> {
    /// One task of the order, in a subnet, of a capacity provider if one was chosen.
    pub(crate) fn task(&self, subnet: &Subnet, capacity_provider: Option<String>) -> (Task, Assignment) {
        let id = random_hex(32);
        let attachment = Attachment {
            id: random_uuid(),
            subnet_id: subnet.id.clone(),
            security_groups: self.network.security_groups.clone(),
            public: self.network.public,
        };
        let task = self.shown(&id, subnet, &attachment, capacity_provider);
        let mut containers =
            spec::containers(self.definition, self.overrides, &self.scope.region, self.log_driver_mode);
        for (container, shown) in containers.iter_mut().zip(task.containers.iter().flatten()) {
            container.arn = shown.container_arn.clone().unwrap_or_default();
        }
        let role = |own: &Option<String>, defined: &Option<String>| own.clone().or_else(|| defined.clone());
        let assignment = Assignment {
            task_arn: reference::arn(self.scope, &self.cluster.name, &id),
            task_id: id,
            scope: self.scope.clone(),
            cluster_name: self.cluster.name.clone(),
            family: self.definition.family.clone().unwrap_or_default(),
            revision: self
                .definition
                .revision
                .and_then(|revision| u32::try_from(revision).ok())
                .unwrap_or_default(),
            cpu_units: self.size.0,
            memory_mib: self.size.1,
            ephemeral_storage_gib: self.ephemeral_storage_gib(),
            group: task.group.clone().unwrap_or_default(),
            availability_zone: subnet.availability_zone.clone(),
            availability_zone_id: subnet.availability_zone_id.clone(),
            task_role_arn: role(&self.overrides.task_role_arn, &self.definition.task_role_arn),
            execution_role_arn: role(&self.overrides.execution_role_arn, &self.definition.execution_role_arn),
            credentials_id: random_uuid(),
            fault_injection: self.definition.enable_fault_injection.unwrap_or_default(),
            containers,
            share_processes: self.definition.pid_mode == Some(PidMode::Task),
            proxy: self.definition.proxy_configuration.as_ref().and_then(|given| proxy::spec(given).ok()),
            volumes: spec::volumes(self.definition),
            attachment,
            turn: Turn::Provision,
            interface: None,
            stopped_by: None,
            stop: None,
            refusal: unsupported::refusal(self.definition, self.input),
        };
        (task, assignment)
    }

    fn ephemeral_storage_gib(&self) -> u32 {
        let storage =
            self.overrides.ephemeral_storage.as_ref().or(self.definition.ephemeral_storage.as_ref());
        let asked = storage.and_then(|storage| storage.size_in_gib);
        asked.and_then(|gib| u32::try_from(gib).ok()).unwrap_or(DEFAULT_EPHEMERAL_STORAGE_GIB)
    }

    fn shown(&self, id: &str, subnet: &Subnet, attachment: &Attachment, provider: Option<String>) -> Task {
        let (definition, input) = (self.definition, self.input);
        let family = definition.family.as_deref().unwrap_or_default();
        let arn = reference::arn(self.scope, &self.cluster.name, id);
        let storage = i64::from(self.ephemeral_storage_gib());
        let containers = definition.container_definitions.as_deref().unwrap_or_default();
        Task {
            attachments: Some(vec![model::Attachment {
                id: Some(attachment.id.clone()),
                r#type: Some("ElasticNetworkInterface".to_owned()),
                status: Some("PRECREATED".to_owned()),
                details: Some(vec![pair("subnetId", &subnet.id)]),
            }]),
            attributes: Some(vec![model::Attribute {
                name: Some("ecs.cpu-architecture".to_owned()),
                value: Some(architecture(definition).to_ascii_lowercase()),
                ..model::Attribute::default()
            }]),
            availability_zone: Some(subnet.availability_zone.clone()),
            capacity_provider_name: provider,
            cluster_arn: Some(self.cluster.arn.clone()),
            containers: Some(
                containers.iter().map(|container| self.container(container, &arn, id)).collect(),
            ),
            cpu: Some(self.size.0.to_string()),
            created_at: Some(self.now.into()),
            desired_status: Some("RUNNING".to_owned()),
            enable_execute_command: Some(input.enable_execute_command.unwrap_or_default()),
            ephemeral_storage: Some(EphemeralStorage { size_in_gib: Some(storage) }),
            fargate_ephemeral_storage: Some(TaskEphemeralStorage {
                size_in_gib: Some(storage),
                ..TaskEphemeralStorage::default()
            }),
            group: Some(input.group.clone().unwrap_or_else(|| format!("family:{family}"))),
            health_status: Some(HealthStatus::Unknown_),
            inference_accelerators: Some(Vec::new()),
            last_status: Some("PROVISIONING".to_owned()),
            launch_type: Some(LaunchType::Fargate),
            memory: Some(self.size.1.to_string()),
            overrides: Some(overrides::shown(self.overrides, definition)),
            platform_family: Some("Linux".to_owned()),
            platform_version: Some(self.platform_version.to_owned()),
            started_by: input.started_by.clone(),
            tags: Some(self.tags.clone()),
            task_arn: Some(arn),
            task_definition_arn: definition.task_definition_arn.clone(),
            version: Some(1),
            ..Task::default()
        }
    }

    fn container(&self, container: &ContainerDefinition, task_arn: &str, task_id: &str) -> Container {
        let own = overrides::of_container(self.overrides, container.name.as_ref());
        let resource = format!("container/{}/{task_id}/{}", self.cluster.name, random_uuid());
        let memory = |asked: Option<i64>, defined: Option<i64>| asked.or(defined).map(|mib| mib.to_string());
        Container {
            container_arn: Some(Arn::new("ecs", self.scope, resource).to_string()),
            task_arn: Some(task_arn.to_owned()),
            name: container.name.clone(),
            image: container.image.clone(),
            last_status: Some("PENDING".to_owned()),
            network_bindings: Some(Vec::new()),
            network_interfaces: Some(Vec::new()),
            health_status: Some(HealthStatus::Unknown_),
            managed_agents: Some(self.managed_agents()),
            cpu: Some(own.cpu.or(container.cpu).unwrap_or_default().to_string()),
            memory: memory(own.memory, container.memory),
            memory_reservation: memory(own.memory_reservation, container.memory_reservation),
            gpu_ids: Some(Vec::new()),
            ..Container::default()
        }
    }

    fn managed_agents(&self) -> Vec<ManagedAgent> {
        let asked = self.input.enable_execute_command == Some(true);
        let agent = ManagedAgent {
            name: Some(ManagedAgentName::ExecuteCommandAgent),
            last_status: Some("PENDING".to_owned()),
            ..ManagedAgent::default()
        };
        asked.then_some(agent).into_iter().collect()
    }
}

/// The architecture that a definition asks for, or this machine's.
fn architecture(definition: &TaskDefinition) -> String {
    let asked = definition.runtime_platform.as_ref().and_then(|platform| platform.cpu_architecture.as_ref());
    asked.map_or_else(|| unsupported::native().as_str().to_owned(), |asked| asked.as_str().to_owned())
}

pub(crate) fn pair(name: &str, value: &str) -> KeyValuePair {
    KeyValuePair { name: Some(name.to_owned()), value: Some(value.to_owned()) }
}
