"""What a task may do in an EFS file system: `iam`, file system policies, and root without its rights."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.tasks import Tasks, container_of, reason_of, shell, unique
from test_efs import MOUNT, mountable, refused, volume

DENIED = ("ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: access denied by "
          "server while mounting 127.0.0.1:/ : unsuccessful EFS utils command execution; code: 32")
CLIENT = {right: f"elasticfilesystem:Client{right}" for right in ("Mount", "Write", "RootAccess")}
IAM = {"transitEncryption": "ENABLED", "authorizationConfig": {"iam": "ENABLED"}}
# As root: in root's directory, in everybody's, and in a file that is root's alone.
TRY = ("touch /mnt/efs/made && echo wrote; touch /mnt/efs/all/made && echo wrote in all; cat /mnt/efs/roots && echo read; true")


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(*rights: str, **rest: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": [CLIENT[right] for right in rights], **rest}


@pytest.fixture(scope="module")
def held(instances: set[str]) -> Iterator[Daemon]:
    """A daemon with `--dev` that holds roles to their rights."""
    fleet = Fleet(instances)
    try:
        yield fleet.up("--enforce-iam").load_images()
    finally:
        assert fleet.close() == []


@pytest.fixture
def aws(held: Daemon) -> Aws:
    return Aws(held)


@pytest.fixture
def tasks(aws: Aws) -> Iterator[Tasks]:
    tasks = Tasks(aws)
    yield tasks
    tasks.end_all()


def role(aws: Aws, *statements: dict[str, Any]) -> str:
    name = unique("task")
    trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    arn = aws.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
    if statements:
        aws.iam.put_role_policy(RoleName=name, PolicyName="efs", PolicyDocument=document(*statements))
    return arn


def furnished(aws: Aws, tasks: Tasks) -> str:
    file_system = mountable(aws)
    made = tasks.finished(shell("cd /mnt/efs && mkdir all && chmod 777 all && busybox chown 1000:1000 all && echo x > roots && chmod 600 roots",
                                mountPoints=MOUNT), definition=volume(file_system))
    assert container_of(made)["exitCode"] == 0, reason_of(made)
    return file_system


def put(aws: Aws, file_system: str, *statements: dict[str, Any]) -> None:
    aws.client("efs").put_file_system_policy(FileSystemId=file_system, Policy=document(*statements))


def tried(tasks: Tasks, file_system: str, role: str | None = None, **settings: Any) -> set[str] | str:
    """What a task could do, or why it couldn't start."""
    definition = volume(file_system, **settings) | ({"taskRoleArn": role} if role else {})
    end = tasks.finished(shell(TRY, mountPoints=MOUNT), definition=definition)
    if "exitCode" not in container_of(end):
        return end["stoppedReason"]
    return {line for line in tasks.output(end) if line in ("wrote", "wrote in all", "read")}


def test_a_task_role_may_what_its_policies_and_the_file_systems_say(aws: Aws, tasks: Tasks, held: Daemon) -> None:
    file_system = furnished(aws, tasks)
    nobody, everything = role(aws), {"wrote", "wrote in all", "read"}
    assert tried(tasks, file_system, nobody, **IAM) == everything, "without a policy everybody may do everything"
    elsewhere = allow("Mount", Principal={"AWS": role(aws)})
    put(aws, file_system, elsewhere)
    assert tried(tasks, file_system, nobody, **IAM) == DENIED
    arn = f"arn:aws:elasticfilesystem:us-east-1:000000000000:file-system/{file_system}"
    assert tried(tasks, file_system, role(aws, allow("Mount", "Write", "RootAccess", Resource=arn)), **IAM) == everything
    assert tried(tasks, file_system, role(aws, allow("Mount", "RootAccess", Resource=arn)), **IAM) == {"read"}
    made = held.data_dir / "efs" / file_system / "all" / "made"
    assert made.stat().st_uid == 0
    made.unlink()
    assert tried(tasks, file_system, role(aws, allow("Mount", "Write", Resource="*")), **IAM) == {"wrote in all"}
    assert (made.stat().st_uid, made.stat().st_gid) == (65534, 65534)
    assert tried(tasks, file_system, role(aws, allow("Write", "RootAccess", Resource="*")), **IAM) == DENIED
    put(aws, file_system, allow("Mount", "Write", Principal={"AWS": nobody}))
    assert tried(tasks, file_system, nobody, **IAM) == {"wrote in all"}
    put(aws, file_system, allow("Mount", Principal="*"), {**allow("Mount", Principal={"AWS": nobody}), "Effect": "Deny"})
    assert tried(tasks, file_system, nobody, **IAM) == DENIED
    assert "are not found" in tried(tasks, file_system, **IAM), "a task without a role has no credentials"


def test_whoever_comes_without_a_role_may_what_everybody_may(aws: Aws, tasks: Tasks, held: Daemon) -> None:
    file_system = furnished(aws, tasks)
    with_all = role(aws, allow("Mount", "Write", "RootAccess", Resource="*"))
    put(aws, file_system, allow("Mount", "Write", Principal={"AWS": with_all}))
    assert tried(tasks, file_system, with_all) == DENIED, "the role isn't shown without iam"
    put(aws, file_system, allow("Mount", "Write", Principal={"AWS": "*"}))
    assert tried(tasks, file_system) == {"wrote in all"}
    made = held.data_dir / "efs" / file_system / "all" / "made"
    assert (made.stat().st_uid, made.stat().st_gid) == (65534, 65534)
    # What the console calls "Enforce in-transit encryption for all clients".
    encrypted = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    put(aws, file_system, allow("Mount", Principal={"AWS": "*"}), encrypted)
    assert tried(tasks, file_system) == DENIED
    assert tried(tasks, file_system, transitEncryption="ENABLED") == set()
    aws.client("efs").delete_file_system_policy(FileSystemId=file_system)
    assert tried(tasks, file_system) == {"wrote", "wrote in all", "read"}


def test_policies_may_demand_an_access_point(aws: Aws, tasks: Tasks) -> None:
    file_system, efs = mountable(aws), aws.client("efs")
    points = [efs.create_access_point(FileSystemId=file_system) for _ in range(2)]
    only = {"StringEquals": {"elasticfilesystem:AccessPointArn": points[0]["AccessPointArn"]}}
    put(aws, file_system, allow("Mount", "Write", "RootAccess", Principal={"AWS": "*"}, Condition=only))
    by = [{"transitEncryption": "ENABLED", "authorizationConfig": {"accessPointId": point["AccessPointId"]}} for point in points]
    assert "wrote" in tried(tasks, file_system, **by[0])
    assert tried(tasks, file_system, **by[1]) == DENIED
    assert tried(tasks, file_system) == DENIED


def test_an_access_points_user_is_nobodys_root(aws: Aws, tasks: Tasks, held: Daemon) -> None:
    """Whoever may not be root isn't by way of an access point for root either, and what root has isn't the container's user's."""
    file_system, efs = furnished(aws, tasks), aws.client("efs")
    put(aws, file_system, allow("Mount", "Write", Principal={"AWS": "*"}))
    as_root = efs.create_access_point(FileSystemId=file_system, PosixUser={"Uid": 0, "Gid": 0})["AccessPointId"]
    as_user = efs.create_access_point(FileSystemId=file_system, PosixUser={"Uid": 1000, "Gid": 1000})["AccessPointId"]
    settings = {point: {"transitEncryption": "ENABLED", "authorizationConfig": {"accessPointId": point}} for point in (as_root, as_user)}
    assert tried(tasks, file_system, **settings[as_root]) == {"wrote in all"}
    made = held.data_dir / "efs" / file_system / "all" / "made"
    assert made.stat().st_uid == 65534
    made.unlink()
    assert tried(tasks, file_system, **settings[as_user]) == {"wrote in all"}
    assert made.stat().st_uid == 1000


def test_policies_are_checked_before_they_are_put(aws: Aws) -> None:
    efs, file_system = aws.client("efs"), mountable(aws)
    foreign = document({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"})
    for bad in ("{", "{}", foreign, document(allow("Mount"))):
        assert refused(efs.put_file_system_policy, FileSystemId=file_system, Policy=bad) == ("InvalidPolicyException", 400), bad
    shut = document({"Effect": "Deny", "Principal": "*", "Action": "elasticfilesystem:*"})
    with pytest.raises(efs.exceptions.InvalidPolicyException) as caught:
        efs.put_file_system_policy(FileSystemId=file_system, Policy=shut)
    assert caught.value.response["ErrorCode"] == "InvalidPolicyException"
    put = efs.put_file_system_policy(FileSystemId=file_system, Policy=shut, BypassPolicyLockoutSafetyCheck=True)
    assert (put["FileSystemId"], put["Policy"]) == (file_system, shut)
    efs.delete_file_system_policy(FileSystemId=file_system)
    assert refused(efs.describe_file_system_policy, FileSystemId=file_system) == ("PolicyNotFound", 404)


def test_aws_command(aws: Aws) -> None:
    file_system = mountable(aws)
    policy = document(allow("Mount", Principal={"AWS": "*"}))
    told = aws.json("efs", "put-file-system-policy", "--file-system-id", file_system, "--policy", policy)
    assert told == {"FileSystemId": file_system, "Policy": policy}
    run = aws.command("efs", "put-file-system-policy", "--file-system-id", file_system, "--policy", "{}", check=False)
    assert "(InvalidPolicyException)" in run.stderr
    preference = {"ResourceIdType": "LONG_ID", "Resources": ["FILE_SYSTEM", "MOUNT_TARGET"]}
    assert aws.json("efs", "describe-account-preferences") == {"ResourceIdPreference": preference}
    assert aws.json("efs", "put-account-preferences", "--resource-id-type", "LONG_ID") == {"ResourceIdPreference": preference}
    run = aws.command("efs", "put-account-preferences", "--resource-id-type", "SHORT_ID", check=False)
    assert "(BadRequest)" in run.stderr


def test_dev_allows_everything(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    aws = Aws(daemon)
    tasks = Tasks(aws)
    file_system = furnished(aws, tasks)
    put(aws, file_system, allow("Mount", Principal={"AWS": "arn:aws:iam::111111111111:root"}))
    everything = {"wrote", "wrote in all", "read"}
    assert tried(tasks, file_system) == everything
    assert tried(tasks, file_system, "arn:aws:iam::000000000000:role/any", **IAM) == everything
