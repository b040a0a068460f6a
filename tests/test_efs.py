"""Amazon EFS: the API as boto3 sees it, and file systems in tasks."""

from __future__ import annotations

import os
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.tasks import Tasks, container_of, reason_of, shell, unique
from support.wait import wait_until


@pytest.fixture
def efs(aws: Aws) -> Any:
    return aws.client("efs")


def make(efs: Any, **settings: Any) -> str:
    return efs.create_file_system(CreationToken=unique("token"), **settings)["FileSystemId"]


def subnets(aws: Aws) -> list[str]:
    found = aws.ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"]
    return [subnet["SubnetId"] for subnet in found]


def mountable(aws: Aws, **settings: Any) -> str:
    """A file system that tasks can mount."""
    efs = aws.client("efs")
    file_system = make(efs, **settings)
    efs.create_mount_target(FileSystemId=file_system, SubnetId=subnets(aws)[0])
    return file_system


def volume(file_system: str, **settings: Any) -> dict[str, Any]:
    return {"volumes": [{"name": "e", "efsVolumeConfiguration": {"fileSystemId": file_system, **settings}}]}


MOUNT = [{"sourceVolume": "e", "containerPath": "/mnt/efs"}]


def refused(call: Any, *arguments: Any, **settings: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as caught:
        call(*arguments, **settings)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


# The API


def test_a_file_system_from_its_making_to_its_end(aws: Aws, efs: Any) -> None:
    made = efs.create_file_system(CreationToken=(token := unique("token")), Encrypted=True, Backup=True, Tags=[{"Key": "Name", "Value": "data"}])
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert made["LifeCycleState"] == "creating" and made["Name"] == "data" and made["KmsKeyId"].startswith("arn:aws:kms:")
    file_system = made["FileSystemId"]
    with pytest.raises(efs.exceptions.FileSystemAlreadyExists) as caught:
        efs.create_file_system(CreationToken=token)
    assert caught.value.response["FileSystemId"] == file_system
    assert caught.value.response["ErrorCode"] == "FileSystemAlreadyExists" and token in caught.value.response["Error"]["Message"]
    found = efs.describe_file_systems(FileSystemId=file_system)["FileSystems"]
    assert [one["LifeCycleState"] for one in found] == ["available"]
    assert found[0]["SizeInBytes"]["Value"] >= 6144 and found[0]["FileSystemArn"].endswith(f":file-system/{file_system}")
    assert efs.describe_backup_policy(FileSystemId=found[0]["FileSystemArn"])["BackupPolicy"] == {"Status": "ENABLED"}
    changed = efs.update_file_system(FileSystemId=file_system, ThroughputMode="provisioned", ProvisionedThroughputInMibps=5.0)
    assert changed["ResponseMetadata"]["HTTPStatusCode"] == 202 and changed["ProvisionedThroughputInMibps"] == 5.0
    target = efs.create_mount_target(FileSystemId=file_system, SubnetId=subnets(aws)[0])
    assert refused(efs.delete_file_system, FileSystemId=file_system) == ("FileSystemInUse", 409)
    efs.delete_mount_target(MountTargetId=target["MountTargetId"])
    assert efs.delete_file_system(FileSystemId=file_system)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert refused(efs.describe_file_systems, FileSystemId=file_system) == ("FileSystemNotFound", 404)


def test_listings_come_in_pages(efs: Any) -> None:
    made = {make(efs) for _ in range(5)}
    pages = list(efs.get_paginator("describe_file_systems").paginate(PaginationConfig={"PageSize": 2}))
    assert made <= {one["FileSystemId"] for page in pages for one in page["FileSystems"]}
    assert all(len(page["FileSystems"]) <= 2 for page in pages)
    assert refused(efs.describe_file_systems, Marker="nonsense") == ("BadRequest", 400)


def test_mount_targets_are_network_interfaces(aws: Aws, efs: Any) -> None:
    file_system, (first, second, *_) = make(efs), subnets(aws)
    target = efs.create_mount_target(FileSystemId=file_system, SubnetId=first)
    interface = aws.ec2.describe_network_interfaces(NetworkInterfaceIds=[target["NetworkInterfaceId"]])["NetworkInterfaces"][0]
    assert interface["PrivateIpAddress"] == target["IpAddress"] and file_system in interface["Description"]
    assert target["AvailabilityZoneName"] == interface["AvailabilityZone"]
    assert refused(efs.create_mount_target, FileSystemId=file_system, SubnetId=first) == ("MountTargetConflict", 409)
    assert refused(efs.create_mount_target, FileSystemId=file_system, SubnetId="subnet-00000000") == ("SubnetNotFound", 400)
    assert refused(efs.create_mount_target, FileSystemId="fs-00000000", SubnetId=first) == ("FileSystemNotFound", 404)
    taken = refused(efs.create_mount_target, FileSystemId=make(efs), SubnetId=first, IpAddress=target["IpAddress"])
    assert taken == ("IpAddressInUse", 409)
    efs.create_mount_target(FileSystemId=file_system, SubnetId=second)
    described = efs.describe_mount_targets(FileSystemId=file_system)["MountTargets"]
    assert len(described) == 2 and {one["LifeCycleState"] for one in described} == {"available"}
    assert efs.describe_file_systems(FileSystemId=file_system)["FileSystems"][0]["NumberOfMountTargets"] == 2
    assert refused(efs.describe_mount_targets) == ("BadRequest", 400)
    groups = efs.describe_mount_target_security_groups(MountTargetId=target["MountTargetId"])["SecurityGroups"]
    assert groups == [interface["Groups"][0]["GroupId"]]
    unknown = refused(efs.modify_mount_target_security_groups, MountTargetId=target["MountTargetId"], SecurityGroups=["sg-00000000"])
    assert unknown == ("SecurityGroupNotFound", 400)
    efs.modify_mount_target_security_groups(MountTargetId=target["MountTargetId"], SecurityGroups=groups)
    efs.delete_mount_target(MountTargetId=target["MountTargetId"])
    gone = refused(aws.ec2.describe_network_interfaces, NetworkInterfaceIds=[target["NetworkInterfaceId"]])
    assert gone[0] == "InvalidNetworkInterfaceID.NotFound"
    assert refused(efs.delete_mount_target, MountTargetId=target["MountTargetId"]) == ("MountTargetNotFound", 404)


def test_access_points_policies_and_tags(efs: Any) -> None:
    file_system = make(efs)
    point = efs.create_access_point(FileSystemId=file_system, PosixUser={"Uid": 1, "Gid": 2}, Tags=[{"Key": "a", "Value": "1"}],
                                    RootDirectory={"Path": "/x", "CreationInfo": {"OwnerUid": 1, "OwnerGid": 2, "Permissions": "0750"}})
    described = efs.describe_access_points(FileSystemId=file_system)["AccessPoints"]
    assert [one["AccessPointId"] for one in described] == [point["AccessPointId"]]
    # An ARN in the path: its slash and colons are encoded.
    arn = point["AccessPointArn"]
    efs.tag_resource(ResourceId=arn, Tags=[{"Key": "b", "Value": "2"}])
    efs.untag_resource(ResourceId=arn, TagKeys=["a", "c"])
    assert efs.list_tags_for_resource(ResourceId=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    efs.create_tags(FileSystemId=file_system, Tags=[{"Key": "old", "Value": "way"}])
    assert efs.describe_tags(FileSystemId=file_system)["Tags"] == [{"Key": "old", "Value": "way"}]
    efs.delete_tags(FileSystemId=file_system, TagKeys=["old"])
    assert efs.describe_tags(FileSystemId=file_system)["Tags"] == []
    assert refused(efs.describe_file_system_policy, FileSystemId=file_system) == ("PolicyNotFound", 404)
    assert refused(efs.put_file_system_policy, FileSystemId=file_system, Policy="{}") == ("InvalidPolicyException", 400)
    policies = [{"TransitionToIA": "AFTER_30_DAYS"}, {"TransitionToPrimaryStorageClass": "AFTER_1_ACCESS"}]
    assert efs.put_lifecycle_configuration(FileSystemId=file_system, LifecyclePolicies=policies)["LifecyclePolicies"] == policies
    assert efs.describe_lifecycle_configuration(FileSystemId=file_system)["LifecyclePolicies"] == policies
    efs.delete_access_point(AccessPointId=point["AccessPointId"])
    assert refused(efs.describe_access_points, AccessPointId=point["AccessPointId"]) == ("AccessPointNotFound", 404)


def test_what_is_not_built_says_so_by_name(efs: Any) -> None:
    with pytest.raises(ClientError) as caught:
        efs.describe_replication_configurations()
    answer = caught.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 501 and "DescribeReplicationConfigurations" in answer["Error"]["Message"]


def test_rest_requests_are_verified(strict_aws: Aws) -> None:
    """Signatures cover encoded paths and queries."""
    efs = strict_aws.client("efs")
    file_system = efs.create_file_system(CreationToken="a b/ü")["FileSystemArn"]
    assert efs.describe_file_systems(CreationToken="a b/ü")["FileSystems"][0]["FileSystemArn"] == file_system
    efs.tag_resource(ResourceId=file_system, Tags=[{"Key": "k y", "Value": "v"}])
    efs.untag_resource(ResourceId=file_system, TagKeys=["k y"])
    stranger = Aws(strict_aws.daemon, access_key_id=strict_aws.credentials["aws_access_key_id"], secret="wrong").client("efs")
    assert refused(stranger.describe_file_systems) == ("InvalidSignatureException", 403)


# In tasks


def test_files_outlive_tasks_and_are_shared(aws: Aws, tasks: Tasks) -> None:
    file_system = mountable(aws)
    writer = tasks.finished(shell("mkdir /mnt/efs/sub && echo kept > /mnt/efs/sub/file", mountPoints=MOUNT), definition=volume(file_system))
    assert container_of(writer)["exitCode"] == 0, reason_of(writer)
    read_only = [{**MOUNT[0], "readOnly": True}]
    script = "cat /mnt/efs/file; touch /mnt/efs/x || echo refused; mount | grep -c ' /mnt/efs '"
    reader = tasks.finished(shell(script, mountPoints=read_only), definition=volume(file_system, rootDirectory="/sub"))
    lines = tasks.output(reader)
    assert lines[0] == "kept" and "refused" in lines, lines
    efs = aws.client("efs")
    wait_until("its size", lambda: efs.describe_file_systems(FileSystemId=file_system)["FileSystems"][0]["SizeInBytes"]["Value"] > 6144)


def test_access_points_have_a_directory_and_a_user(aws: Aws, tasks: Tasks, daemon: Daemon) -> None:
    file_system = mountable(aws)
    point = aws.client("efs").create_access_point(
        FileSystemId=file_system, PosixUser={"Uid": 1001, "Gid": 1002},
        RootDirectory={"Path": "/app/data", "CreationInfo": {"OwnerUid": 1001, "OwnerGid": 1002, "Permissions": "0750"}})["AccessPointId"]
    settings = volume(file_system, transitEncryption="ENABLED", authorizationConfig={"accessPointId": point})
    script = "echo mine > /mnt/efs/file && ls /mnt/efs/.. && cat /mnt/efs/file"
    task = tasks.finished(shell(script, mountPoints=MOUNT), definition=settings)
    assert container_of(task)["exitCode"] == 0, tasks.output(task)
    root = daemon.data_dir / "efs" / file_system
    for path, mode in ((root / "app/data", 0o750), (root / "app/data/file", 0o644)):
        stat = path.stat()
        assert (stat.st_uid, stat.st_gid, stat.st_mode & 0o7777) == (1001, 1002, mode), path
    # Another user of the same access point.
    other = tasks.finished(shell("echo more > /mnt/efs/other", user="1234:2345", mountPoints=MOUNT), definition=settings)
    assert container_of(other)["exitCode"] == 0, tasks.output(other)
    assert (root / "app/data/other").stat().st_uid == 1001


@pytest.mark.parametrize("case", ["no file system", "no mount target", "no directory", "no access point"])
def test_what_is_missing_is_said_as_on_fargate(aws: Aws, tasks: Tasks, case: str) -> None:
    efs = aws.client("efs")
    settings, words = {
        "no file system": lambda: (volume("fs-00000000"), 'Failed to resolve "fs-00000000.efs.us-east-1.amazonaws.com"'),
        "no mount target": lambda: (volume(make(efs)), "mount target"),
        "no directory": lambda: (volume(mountable(aws), rootDirectory="/missing"), "No such file or directory"),
        "no access point": lambda: (volume(mountable(aws), transitEncryption="ENABLED", authorizationConfig={"accessPointId": "fsap-00000000"}),
                                    "access denied by server"),
    }[case]()
    stopped = tasks.finished(shell("true", mountPoints=MOUNT), definition=settings)
    reason = reason_of(stopped)
    assert "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: " in reason, reason
    assert words in reason, reason


def test_a_link_in_a_file_system_leads_nowhere_outside(aws: Aws, tasks: Tasks) -> None:
    """A root directory is found within the file system, whatever an earlier task left there."""
    file_system = mountable(aws)
    planted = tasks.finished(shell("cd /mnt/efs && busybox ln -s / all && busybox ln -s ../../../../../etc up && mkdir etc && touch etc/own",
                                   mountPoints=MOUNT), definition=volume(file_system))
    assert container_of(planted)["exitCode"] == 0, tasks.output(planted)
    for path in ("/all", "/up", "/all/etc"):
        task = tasks.finished(shell("ls /mnt/efs | tail -n 1; ls /mnt/efs/passwd 2>/dev/null && echo escaped; true", mountPoints=MOUNT),
                              definition=volume(file_system, rootDirectory=path))
        assert "escaped" not in tasks.output(task), path
        assert tasks.output(task) == (["up"] if path == "/all" else ["own"]), path


def test_files_of_a_deleted_file_system_go(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    aws = Aws(daemon)
    efs, tasks = aws.client("efs"), Tasks(aws)
    file_system = mountable(aws)
    tasks.finished(shell("echo x > /mnt/efs/x", mountPoints=MOUNT), definition=volume(file_system))
    directory = daemon.data_dir / "efs" / file_system
    assert os.listdir(directory) == ["x"]
    daemon.kill()
    daemon.start()
    assert os.listdir(directory) == ["x"]
    for target in efs.describe_mount_targets(FileSystemId=file_system)["MountTargets"]:
        efs.delete_mount_target(MountTargetId=target["MountTargetId"])
    efs.delete_file_system(FileSystemId=file_system)
    wait_until("its files are gone", lambda: not directory.exists())


def test_a_reset_takes_files_along(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    aws = Aws(daemon)
    file_systems, tasks = [mountable(aws) for _ in range(2)], Tasks(aws)
    for file_system in file_systems:
        tasks.finished(shell("echo x > /mnt/efs/x", mountPoints=MOUNT), definition=volume(file_system))
    assert sorted(os.listdir(daemon.data_dir / "efs")) == sorted(file_systems)
    assert daemon.get("/_neargate/reset", "POST")[0] == 200
    wait_until("no files are left", lambda: os.listdir(daemon.data_dir / "efs") == [])
    assert aws.client("efs").describe_file_systems()["FileSystems"] == []
