"""Well-known tools that keep files in S3, as their users drive them: rclone, s3cmd and restic, each of which speaks the protocol by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.aws import Aws
from support.daemon import Daemon
from support.tasks import unique

MIB = 1 << 20


@pytest.fixture(scope="module")
def root() -> Iterator[Aws]:
    """Root of a daemon that verifies signatures, for all tests of this file."""
    daemon = Daemon(dev=False).start()
    try:
        exports = daemon.exports()
        yield Aws(daemon, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])
    finally:
        complaints = daemon.complaints()
        daemon.close()
        assert not complaints


@pytest.fixture
def bucket(root: Aws) -> str:
    name = unique("bucket")
    root.client("s3").create_bucket(Bucket=name)
    return name


@pytest.fixture
def files(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    (source / "deep").mkdir(parents=True)
    for number in range(20):
        (source / f"file-{number}").write_text(f"file {number}\n")
    (source / "deep" / "ü + & ?%.txt").write_text("ü")
    (source / "empty").touch()
    (source / "big").write_bytes(os.urandom(12 * MIB + 1))
    return source


def contents(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


class Tool:
    """A tool of Debian's, in the environment of its user."""

    def __init__(self, name: str, root: Aws, *options: str, **variables: str) -> None:
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"{name} isn't installed")
        self.command = [found, *options]
        environment = root.command_environment()
        # Debian's rclone refuses to have certificates named to it.
        self.environment = {**{name: value for name, value in environment.items() if "AWS_CA" not in name}, **variables}

    def run(self, *arguments: str, standard_input: bytes | None = None) -> str:
        run = subprocess.run([*self.command, *arguments], capture_output=True, timeout=60, check=False, env=self.environment,
                             **({"input": standard_input} if standard_input is not None else {"stdin": subprocess.DEVNULL}))
        output = run.stdout.decode(errors="replace")
        assert run.returncode == 0, f"{arguments} ended with {run.returncode}:\n{output}{run.stderr.decode(errors='replace')}"
        return output


def test_rclone(root: Aws, bucket: str, files: Path, tmp_path: Path) -> None:
    rclone = Tool("rclone", root, "--config=", "--retries=1", "--s3-chunk-size=5M", "--s3-upload-cutoff=5M", "--s3-copy-cutoff=6M",
                  RCLONE_CONFIG_NEAR_TYPE="s3", RCLONE_CONFIG_NEAR_PROVIDER="Other", RCLONE_CONFIG_NEAR_ENV_AUTH="true",
                  RCLONE_CONFIG_NEAR_ENDPOINT=root.daemon.endpoint, RCLONE_CONFIG_NEAR_LIST_URL_ENCODE="true")
    there = f"near:{bucket}"
    rclone.run("sync", str(files), f"{there}/files")
    rclone.run("check", "--download", str(files), f"{there}/files")
    before = root.client("s3").head_object(Bucket=bucket, Key="files/big")
    rclone.run("sync", str(files), f"{there}/files")
    after = root.client("s3").head_object(Bucket=bucket, Key="files/big")
    assert (after["ETag"], after["LastModified"]) == (before["ETag"], before["LastModified"]), "what is there isn't sent again"
    rclone.run("copyto", f"{there}/files/big", f"{there}/copied in parts")
    rclone.run("moveto", f"{there}/files/file-1", f"{there}/moved")
    rclone.run("rcat", f"{there}/from a pipe", standard_input=b"x" * (6 * MIB))
    listed = {one["Path"]: one["Size"] for one in json.loads(rclone.run("lsjson", there)) if not one["IsDir"]}
    assert listed == {"copied in parts": 12 * MIB + 1, "moved": 7, "from a pipe": 6 * MIB}
    (files / "file-1").unlink()
    back = tmp_path / "back"
    rclone.run("sync", f"{there}/files", str(back))
    assert contents(back) == contents(files)
    # Every name that rclone can think of, control characters among them.
    assert "canStream = true" in rclone.run("test", "info", "--check-normalization", "--check-control", "--check-streaming", f"{there}/names")
    rclone.run("purge", there)
    assert bucket not in rclone.run("lsd", "near:")


def test_s3cmd(root: Aws, bucket: str, files: Path, tmp_path: Path) -> None:
    host = root.daemon.endpoint.removeprefix("http://")
    settings = tmp_path / "s3cfg"
    settings.write_text(f"[default]\naccess_key = {root.credentials['aws_access_key_id']}\n"
                        f"secret_key = {root.credentials['aws_secret_access_key']}\nuse_https = False\n"
                        f"host_base = {host}\nhost_bucket = {host}\nbucket_location = us-east-1\n")
    s3cmd = Tool("s3cmd", root, "-c", str(settings), "--no-progress", "--multipart-chunk-size-mb=5")
    there = f"s3://{bucket}"
    s3cmd.run("put", "--recursive", f"{files}/", f"{there}/files/")
    assert "upload:" not in s3cmd.run("sync", f"{files}/", f"{there}/files/")
    s3cmd.run("cp", f"{there}/files/file-1", f"{there}/copied")
    s3cmd.run("mv", f"{there}/copied", f"{there}/moved")
    s3cmd.run("modify", "--add-header=x-amz-meta-colour:green", f"{there}/moved")
    assert root.client("s3").head_object(Bucket=bucket, Key="moved")["Metadata"]["colour"] == "green"
    info = s3cmd.run("info", f"{there}/moved")
    assert "FULL_CONTROL" in info
    assert "Payer:     BucketOwner" in s3cmd.run("info", there)
    s3cmd.run("setacl", "--acl-private", f"{there}/moved")
    back = tmp_path / "back"
    back.mkdir()
    s3cmd.run("sync", f"{there}/files/", f"{back}/")
    assert contents(back) == contents(files)
    s3cmd.run("rb", "--recursive", "--force", there)


def test_restic(root: Aws, bucket: str, files: Path, tmp_path: Path) -> None:
    restic = Tool("restic", root, "--no-cache", RESTIC_PASSWORD="x", RESTIC_REPOSITORY=f"s3:{root.daemon.endpoint}/{bucket}/repository")
    restic.run("init")
    for _ in range(2):
        restic.run("backup", str(files))
    restic.run("forget", "--keep-last=1", "--prune")
    restic.run("check", "--read-data")
    restic.run("restore", "latest", "--target", str(tmp_path / "back"))
    assert contents(tmp_path / "back" / files.relative_to("/")) == contents(files)
