"""EFS file systems in a file system that the operator has mounted. A bind mount stands in for an NFS export, ramfs for one without
id-mapped mounts, and a FUSE file system without a server for one whose server is away."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.mounts import mounted, silent, unmount
from support.tasks import Tasks, container_of, shell
from support.wait import wait_until
from test_efs import MOUNT, mountable, volume

FAILED = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: "


@pytest.fixture
def export(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "disk").mkdir()
    with mounted(str(tmp_path / "disk"), tmp_path / "export", "--bind") as at:
        yield at


def why(task: dict) -> str:
    return task["stoppedReason"]


def point(aws: Aws, file_system: str, uid: int, gid: int) -> dict:
    made = aws.client("efs").create_access_point(
        FileSystemId=file_system, PosixUser={"Uid": uid, "Gid": gid},
        RootDirectory={"Path": "/app", "CreationInfo": {"OwnerUid": uid, "OwnerGid": gid, "Permissions": "0750"}})
    return volume(file_system, transitEncryption="ENABLED", authorizationConfig={"accessPointId": made["AccessPointId"]})


@pytest.mark.announces("a task doesn't get its file system")
def test_a_mount_that_is_lost_is_not_written_past(fleet: Fleet, export: Path) -> None:
    daemon = fleet.up("--efs-directory", str(export)).load_images()
    aws = Aws(daemon)
    tasks, file_system = Tasks(aws), mountable(aws)
    write = tasks.define(shell("echo kept >> /mnt/efs/file", mountPoints=MOUNT), **volume(file_system))
    assert container_of(end := tasks.finished(write))["exitCode"] == 0, why(end)
    assert (export / file_system / "file").read_text() == "kept\n"
    assert not (daemon.data_dir / "efs").exists()

    running = tasks.started(shell("while ! [ -e /mnt/efs/go ]; do sleep 0.1; done; cat /mnt/efs/file", mountPoints=MOUNT),
                            definition=volume(file_system))
    unmount(export)
    reason = why(tasks.finished(write))
    assert reason.startswith(f"{FAILED}mounting 127.0.0.1:/ failed: {export} is no mount point"), reason
    assert os.listdir(export) == []
    with mounted("tmpfs", export, "-t", "tmpfs"):
        reason = why(tasks.finished(write))
        assert "is another file system than before" in reason, reason
        assert os.listdir(export) == []
    # Tasks that run keep what they have, and the next ones get it when it is back.
    with mounted(str(export.parent / "disk"), export, "--bind"):
        (export / file_system / "go").touch()
        assert tasks.output(tasks.stopped(running)) == ["kept"]
        assert container_of(tasks.finished(write))["exitCode"] == 0
        assert (export / file_system / "file").read_text() == "kept\nkept\n"


@pytest.mark.announces("doesn't get its file system", "measuring a file system failed", "the file system for EFS doesn't answer")
def test_a_server_that_is_away_holds_up_nobody(fleet: Fleet, export: Path) -> None:
    daemon = fleet.up("--efs-directory", str(export)).load_images()
    aws = Aws(daemon)
    tasks, file_system = Tasks(aws), mountable(aws)
    write = tasks.define(shell("echo back > /mnt/efs/file", mountPoints=MOUNT), **volume(file_system))
    with silent(export):
        waiting = tasks.run(write)
        # Others don't notice.
        assert container_of(tasks.finished(shell("true")))["exitCode"] == 0
        assert tasks.describe(waiting)["lastStatus"] in ("PENDING", "PROVISIONING")
        assert len(aws.client("efs").describe_file_systems()["FileSystems"]) == 1
        reason = why(tasks.stopped(waiting, timeout=60))
        assert reason == f"{FAILED}Connection timed out : unsuccessful EFS utils command execution; code: 32"
        # One that is stopped meanwhile needn't wait.
        waiting = tasks.run(write)
        wait_until("it is the node's", lambda: tasks.describe(waiting)["lastStatus"] == "PENDING")
        tasks.stop(waiting)
        tasks.stopped(waiting, timeout=5)
        began = time.monotonic()
        assert daemon.terminate() == 0
        assert time.monotonic() - began < 10
        daemon.start(timeout=40)
    assert container_of(end := tasks.finished(write))["exitCode"] == 0, why(end)
    assert (export / file_system / "file").read_text() == "back\n"


def test_file_systems_dont_change_places_unnoticed(fleet: Fleet, export: Path) -> None:
    def refused(daemon: Daemon, options: tuple[str, ...]) -> str:
        daemon.options = options
        run = subprocess.run(daemon.command_line(), env=daemon.environment(), capture_output=True, text=True, timeout=30, check=False)
        assert run.returncode == 1, run
        return run.stderr

    plain = export / "plain"
    plain.mkdir()
    daemon = fleet.new(env={"NEARGATE_EFS_DIRECTORY": str(export)}).start()
    fleet.note(daemon)
    aws = Aws(daemon)
    file_system = mountable(aws)
    daemon.terminate()
    environment, daemon.env = daemon.env, {}
    assert f"EFS file systems are in {export}: say --efs-directory" in refused(daemon, ())
    assert "is no mount point" in refused(daemon, ("--efs-directory", str(plain)))
    with mounted("tmpfs", plain, "-t", "tmpfs"):
        assert "is another file system than before" in refused(daemon, ("--efs-directory", str(plain)))
    # The same one may be mounted elsewhere.
    with mounted(str(export), plain, "--bind"):
        daemon.options = ("--efs-directory", str(plain))
        daemon.start()
        daemon.terminate()
    daemon.options, daemon.env = (), environment
    daemon.start()
    # What is deleted goes from where it is.
    efs = aws.client("efs")
    (export / file_system).mkdir(exist_ok=True)
    for target in efs.describe_mount_targets(FileSystemId=file_system)["MountTargets"]:
        efs.delete_mount_target(MountTargetId=target["MountTargetId"])
    efs.delete_file_system(FileSystemId=file_system)
    wait_until("its files are gone", lambda: not (export / file_system).exists())


def test_where_ids_cant_be_mapped_who_is_the_access_points_user_may_use_it(fleet: Fleet, tmp_path: Path) -> None:
    with mounted("ramfs", tmp_path / "export", "-t", "ramfs") as export:
        daemon = fleet.up("--efs-directory", str(export)).load_images()
        aws = Aws(daemon)
        tasks, file_system = Tasks(aws), mountable(aws)
        settings = point(aws, file_system, 1001, 1002)
        end = tasks.finished(shell("echo mine > /mnt/efs/file", user="1001:1002", mountPoints=MOUNT), definition=settings)
        assert container_of(end)["exitCode"] == 0, why(end)
        stat = (export / file_system / "app/file").stat()
        assert (stat.st_uid, stat.st_gid) == (1001, 1002)
        end = tasks.finished(shell("true", mountPoints=MOUNT), definition=settings)
        assert "can't have one user stand for another" in why(end), end
        assert "exitCode" not in container_of(end)
        # Without an access point nothing is to be mapped.
        end = tasks.finished(shell("echo x > /mnt/efs/x", mountPoints=MOUNT), definition=volume(file_system))
        assert container_of(end)["exitCode"] == 0, why(end)
        daemon.down("--tasks")
