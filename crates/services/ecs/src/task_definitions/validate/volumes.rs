//! Volumes, and who mounts them. A volume that nobody mounts is fine.

use neargate_wire::AwsError;

use super::{Subject, given, invalid_setting, name};
use crate::clusters::is_name;
use crate::model::{EFSAuthorizationConfigIAM, EFSTransitEncryption, EFSVolumeConfiguration, Volume};
use crate::refused::client;

pub(super) fn check(subject: &Subject<'_>) -> Result<(), AwsError> {
    let volumes = given(&subject.input.volumes);
    for (index, volume) in volumes.iter().enumerate() {
        let name = volume.name.as_deref().unwrap_or_default();
        if name.is_empty() {
            return Err(client("Volume.name should not be null or empty."));
        }
        if !is_name(name) {
            return Err(client("Volume.name contains invalid characters."));
        }
        if volumes[..index].iter().any(|earlier| earlier.name.as_deref() == Some(name)) {
            return Err(client(format!("Duplicate volume name '{name}'.")));
        }
        check_configuration(volume, name)?;
    }
    if volumes.iter().filter(|volume| volume.configured_at_launch == Some(true)).count() > 1 {
        return Err(client("Only one volume can be configured at launch."));
    }
    check_mounts(subject, volumes)
}

fn check_configuration(volume: &Volume, name: &str) -> Result<(), AwsError> {
    let kinds = [
        volume.host.is_some(),
        volume.docker_volume_configuration.is_some(),
        volume.efs_volume_configuration.is_some(),
        volume.fsx_windows_file_server_volume_configuration.is_some(),
        volume.s3files_volume_configuration.is_some(),
        volume.configured_at_launch == Some(true),
    ];
    if kinds.iter().filter(|given| **given).count() > 1 {
        return Err(client(format!("Only one volume type can be configured for volume '{name}'.")));
    }
    let source_path = volume.host.as_ref().and_then(|host| host.source_path.as_deref());
    if source_path.is_some_and(|path| path.trim().is_empty()) {
        return Err(client("host.sourcePath should not be blank."));
    }
    volume.efs_volume_configuration.as_ref().map_or(Ok(()), check_efs)
}

fn check_efs(efs: &EFSVolumeConfiguration) -> Result<(), AwsError> {
    let encrypted = efs.transit_encryption == Some(EFSTransitEncryption::Enabled);
    if efs.transit_encryption_port.is_some_and(|port| !(0..=65535).contains(&port)) {
        return Err(client("The EFS transit encryption port must be between 0 and 65535."));
    }
    let Some(authorization) = &efs.authorization_config else { return Ok(()) };
    if authorization.iam == Some(EFSAuthorizationConfigIAM::Enabled) && !encrypted {
        return Err(client("EFS IAM authorization requires TransitEncryption to be enabled"));
    }
    if authorization.access_point_id.is_some() {
        if !encrypted {
            return Err(client("EFS access point authorization requires TransitEncryption to be enabled"));
        }
        if efs.root_directory.as_deref().is_some_and(|root| root != "/") {
            return Err(client(
                "When using an EFS access point, the root directory must either be set to \"/\" or be omitted",
            ));
        }
    }
    Ok(())
}

fn check_mounts(subject: &Subject<'_>, volumes: &[Volume]) -> Result<(), AwsError> {
    for container in subject.containers {
        let mounts = given(&container.mount_points);
        for (index, mount) in mounts.iter().enumerate() {
            let source = mount.source_volume.as_deref().unwrap_or("null");
            if !volumes.iter().any(|volume| volume.name.as_deref() == Some(source)) {
                return Err(client(format!("Unknown volume '{source}'.")));
            }
            let path = mount.container_path.as_deref().unwrap_or_default();
            if path.is_empty() {
                return Err(invalid_setting(container, "'containerPath' should not be null or empty."));
            }
            if mounts[..index].iter().any(|earlier| earlier.container_path.as_deref() == Some(path)) {
                return Err(invalid_setting(container, format_args!("Duplicate mount point '{path}'.")));
            }
        }
        for from in given(&container.volumes_from) {
            let source = from.source_container.as_deref().unwrap_or("null");
            if !subject.containers.iter().any(|candidate| name(candidate) == source) {
                return Err(client(format!("Unknown container '{source}'.")));
            }
            if source == name(container) {
                return Err(invalid_setting(container, "A container can not mount volumes from itself."));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, refused};
    use super::*;
    use crate::model::{EFSAuthorizationConfig, HostVolumeProperties, MountPoint, VolumeFrom};

    fn volume(name: &str) -> Volume {
        Volume { name: Some(name.into()), ..Volume::default() }
    }

    fn mount(volume: &str, path: &str) -> MountPoint {
        MountPoint {
            source_volume: Some(volume.into()),
            container_path: Some(path.into()),
            ..MountPoint::default()
        }
    }

    #[test]
    fn a_mount_names_a_volume() {
        accepted(|d| d.volumes = Some(vec![volume("data")]));
        accepted(|d| {
            d.volumes = Some(vec![volume("data")]);
            d.containers()[0].mount_points = Some(vec![mount("data", "/a"), mount("data", "/b")]);
        });
        refused(
            |d| d.containers()[0].mount_points = Some(vec![mount("data", "/a")]),
            "Unknown volume 'data'.",
        );
        refused(
            |d| d.containers()[0].mount_points = Some(vec![MountPoint::default()]),
            "Unknown volume 'null'.",
        );
        refused(
            |d| {
                d.volumes = Some(vec![volume("data")]);
                d.containers()[0].mount_points = Some(vec![mount("data", "/a"), mount("data", "/a")]);
            },
            "Invalid setting for container 'app'. Duplicate mount point '/a'.",
        );
    }

    #[test]
    fn volumes_have_names_of_their_own_and_one_kind() {
        refused(|d| d.volumes = Some(vec![volume("")]), "Volume.name should not be null or empty.");
        refused(|d| d.volumes = Some(vec![volume("a b")]), "Volume.name contains invalid characters.");
        refused(|d| d.volumes = Some(vec![volume("a"), volume("a")]), "Duplicate volume name 'a'.");
        let host = |path: Option<&str>| HostVolumeProperties { source_path: path.map(str::to_owned) };
        accepted(|d| d.volumes = Some(vec![Volume { host: Some(host(None)), ..volume("a") }]));
        refused(
            |d| d.volumes = Some(vec![Volume { host: Some(host(Some(" "))), ..volume("a") }]),
            "host.sourcePath should not be blank.",
        );
        let launch = |name| Volume { configured_at_launch: Some(true), ..volume(name) };
        accepted(|d| d.volumes = Some(vec![launch("a")]));
        refused(
            |d| d.volumes = Some(vec![launch("a"), launch("b")]),
            "Only one volume can be configured at launch.",
        );
        refused(
            |d| d.volumes = Some(vec![Volume { host: Some(host(None)), ..launch("a") }]),
            "Only one volume type can be configured for volume 'a'.",
        );
    }

    #[test]
    fn volumes_come_from_another_container() {
        let from = |name: &str| VolumeFrom { source_container: Some(name.into()), read_only: None };
        refused(|d| d.containers()[0].volumes_from = Some(vec![from("db")]), "Unknown container 'db'.");
        refused(
            |d| d.containers()[0].volumes_from = Some(vec![from("app")]),
            "Invalid setting for container 'app'. A container can not mount volumes from itself.",
        );
    }

    #[test]
    fn efs_authorization_needs_encryption() {
        let efs = |encrypted: bool, iam: bool, access_point: bool, root: Option<&str>| Volume {
            efs_volume_configuration: Some(EFSVolumeConfiguration {
                file_system_id: Some("fs-1".into()),
                root_directory: root.map(str::to_owned),
                transit_encryption: encrypted.then_some(EFSTransitEncryption::Enabled),
                authorization_config: Some(EFSAuthorizationConfig {
                    access_point_id: access_point.then(|| "fsap-1".to_owned()),
                    iam: iam.then_some(EFSAuthorizationConfigIAM::Enabled),
                }),
                ..EFSVolumeConfiguration::default()
            }),
            ..volume("efs")
        };
        accepted(|d| d.volumes = Some(vec![efs(true, true, true, Some("/"))]));
        refused(
            |d| d.volumes = Some(vec![efs(false, true, false, None)]),
            "EFS IAM authorization requires TransitEncryption to be enabled",
        );
        refused(
            |d| d.volumes = Some(vec![efs(true, true, true, Some("/data"))]),
            "When using an EFS access point, the root directory must either be set to \"/\" or be omitted",
        );
    }
}
