"""Secrets: in Secrets Manager, on the disk, and in the tasks that are given them."""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import os
import re
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.registry import PASSWORD, USER, Registry
from support.tasks import Tasks, container, container_of, id_of, shell, unique
from support.wait import Unreachable, wait_until

PULL_FAILED = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "


@pytest.fixture
def secrets(aws: Aws) -> object:
    return aws.client("secretsmanager")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def print_digest(*names: str) -> str:
    """A script that tells of variables without telling them."""
    return "; ".join(f'echo "{name} $(printf %s "${name}" | sha256sum)"' for name in names)


def files_with(directory: Path, value: str) -> list[Path]:
    """The files below a directory in which a value occurs, as it is or in base64 or hexadecimal digits."""
    spellings = [value.encode(), base64.b64encode(value.encode()).rstrip(b"="), value.encode().hex().encode()]
    found = []
    for root, _, names in os.walk(directory):
        for path in (Path(root, name) for name in names):
            if path.is_file() and not path.is_symlink():
                if any(spelling in content for content in written(path) for spelling in spellings):
                    found.append(path)
    return found


def written(path: Path) -> Iterator[bytes]:
    """The parts of a file that hold anything: of a task's disk of 20 GiB a few MiB do, and reading its holes takes a minute."""
    with path.open("rb") as file:
        end = 0
        while True:
            try:
                start = os.lseek(file.fileno(), end, os.SEEK_DATA)
            except OSError as error:
                if error.errno != errno.ENXIO:
                    raise
                return
            end = os.lseek(file.fileno(), start, os.SEEK_HOLE)
            file.seek(start)
            yield file.read(end - start)


# Secrets Manager

def test_a_secret_through_boto3(secrets: object) -> None:
    name = unique("app/secret")
    made = secrets.create_secret(Name=name, SecretString="one", Description="d", Tags=[{"Key": "k", "Value": "v"}])
    assert re.fullmatch(rf"arn:aws:secretsmanager:us-east-1:000000000000:secret:{name}-[A-Za-z0-9]{{6}}", made["ARN"])
    second = secrets.put_secret_value(SecretId=made["ARN"], SecretString="two")
    assert second["VersionStages"] == ["AWSCURRENT"]
    current = secrets.get_secret_value(SecretId=name)
    assert (current["SecretString"], current["VersionId"]) == ("two", second["VersionId"])
    assert secrets.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS")["SecretString"] == "one"
    told = secrets.describe_secret(SecretId=name)
    assert told["VersionIdsToStages"] == {made["VersionId"]: ["AWSPREVIOUS"], second["VersionId"]: ["AWSCURRENT"]}
    assert told["Tags"] == [{"Key": "k", "Value": "v"}]
    secrets.put_secret_value(SecretId=name, SecretBinary=b"\x00\xff")
    assert secrets.get_secret_value(SecretId=name)["SecretBinary"] == b"\x00\xff"
    listed = secrets.list_secrets(Filters=[{"Key": "name", "Values": [name]}])["SecretList"]
    assert [one["Name"] for one in listed] == [name]

    secrets.delete_secret(SecretId=name, RecoveryWindowInDays=7)
    with pytest.raises(secrets.exceptions.InvalidRequestException, match="because it was marked for deletion"):
        secrets.get_secret_value(SecretId=name)
    secrets.restore_secret(SecretId=name)
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    with pytest.raises(secrets.exceptions.ResourceNotFoundException, match="can't find the specified secret"):
        secrets.describe_secret(SecretId=name)


def test_a_secret_returns_to_the_key_that_aws_manages(secrets: object) -> None:
    name = unique("managed")
    secrets.create_secret(Name=name, SecretString="one")
    for key in ("alias/aws/secretsmanager", ""):
        secrets.update_secret(SecretId=name, KmsKeyId=key)
        assert "KmsKeyId" not in secrets.describe_secret(SecretId=name)
    assert secrets.get_secret_value(SecretId=name)["SecretString"] == "one"


def test_paginators_and_batches(secrets: object) -> None:
    prefix = unique("many")
    for number in range(5):
        secrets.create_secret(Name=f"{prefix}/{number}", SecretString=str(number))
    pages = secrets.get_paginator("list_secrets").paginate(
        Filters=[{"Key": "name", "Values": [prefix]}], SortBy="name", PaginationConfig={"PageSize": 2})
    assert [one["Name"] for page in pages for one in page["SecretList"]] == [f"{prefix}/{number}" for number in range(5)]
    batch = secrets.batch_get_secret_value(SecretIdList=[f"{prefix}/1", f"{prefix}/none"])
    assert [one["SecretString"] for one in batch["SecretValues"]] == ["1"]
    assert batch["Errors"][0]["ErrorCode"] == "ResourceNotFoundException"


def test_a_retried_creation_makes_one_secret(secrets: object) -> None:
    name, token = unique("secret"), str(uuid.uuid4())
    first = secrets.create_secret(Name=name, SecretString="x", ClientRequestToken=token)
    assert secrets.create_secret(Name=name, SecretString="x", ClientRequestToken=token)["ARN"] == first["ARN"]
    with pytest.raises(secrets.exceptions.ResourceExistsException):
        secrets.create_secret(Name=name, SecretString="y", ClientRequestToken=token)


def test_the_aws_command_keeps_a_secret(aws: Aws) -> None:
    name = unique("secret")
    aws.json("secretsmanager", "create-secret", "--name", name, "--secret-string", '{"user":"me"}')
    assert aws.json("secretsmanager", "get-secret-value", "--secret-id", name)["SecretString"] == '{"user":"me"}'
    password = aws.json("secretsmanager", "get-random-password", "--password-length", "20", "--exclude-punctuation")["RandomPassword"]
    assert re.fullmatch("[A-Za-z0-9]{20}", password)
    aws.json("secretsmanager", "delete-secret", "--secret-id", name, "--force-delete-without-recovery")
    refused = aws.command("secretsmanager", "get-secret-value", "--secret-id", name, check=False)
    assert "(ResourceNotFoundException)" in refused.stderr


def test_what_is_not_built_says_so(secrets: object) -> None:
    name = unique("secret")
    secrets.create_secret(Name=name)
    with pytest.raises(ClientError) as refusal:
        secrets.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": "eu-west-1", "KmsKeyId": "alias/app"}])
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    with pytest.raises(ClientError, match="there is no Lambda"):
        secrets.rotate_secret(SecretId=name, RotationLambdaARN="arn:aws:lambda:us-east-1:000000000000:function:rotate")


# In tasks

def test_a_task_finds_its_secrets_in_variables(aws: Aws, tasks: Tasks, secrets: object) -> None:
    value = {"user": "me", "password": unique("pw"), "port": 5432}
    first = secrets.create_secret(Name=unique("db"), SecretString=json.dumps(value))
    arn, version = first["ARN"], first["VersionId"]
    secrets.put_secret_value(SecretId=arn, SecretString=json.dumps({**value, "password": "newer"}))
    parameter = unique("/app/token")
    aws.client("ssm").put_parameter(Name=parameter, Value="of the store", Type="SecureString")
    forms = {
        "WHOLE": (arn, json.dumps({**value, "password": "newer"})),
        "KEY": (f"{arn}:password::", "newer"),
        "NUMBER": (f"{arn}:port::", "5432"),
        "BEFORE": (f"{arn}:password:AWSPREVIOUS:", value["password"]),
        "BY_VERSION": (f"{arn}:password::{version}", value["password"]),
        "PARTIAL": (arn.rpartition("-")[0], json.dumps({**value, "password": "newer"})),
        "PARAMETER": (parameter, "of the store"),
        "PARAMETER_ARN": (f"arn:aws:ssm:us-east-1:000000000000:parameter{parameter}", "of the store"),
    }
    end = tasks.finished(shell(
        print_digest(*forms),
        environment=[{"name": "PLAIN", "value": "x"}],
        secrets=[{"name": name, "valueFrom": value_from} for name, (value_from, _) in forms.items()]))
    assert container_of(end)["exitCode"] == 0
    printed = dict(line.removesuffix("  -").split() for line in tasks.output(end))
    assert printed == {name: digest(expected) for name, (_, expected) in forms.items()}


def test_a_task_finds_a_secret_in_a_file(tasks: Tasks, secrets: object) -> None:
    value = unique("hidden")
    arn = secrets.create_secret(Name=unique("file"), SecretString=value)["ARN"]
    script = ("echo digest $(sha256sum < /run/secrets/a); echo mode $(stat -c '%a %u' /run/secrets/a); "
              "echo variable ${A-none}; (echo x > /run/secrets/a) 2>/dev/null || echo read-only; grep ' /run/secrets/a ' /proc/mounts")
    end = tasks.finished(shell(
        script, user="1234:99", secrets=[{"name": "A", "valueFrom": arn}], readonlyRootFilesystem=True,
        dockerLabels={"neargate.io/secret-files": "A=/run/secrets/a"}))
    lines = tasks.output(end)
    assert lines[0].split() == ["digest", digest(value), "-"]
    assert lines[1] == "mode 400 1234"
    assert lines[2] == "variable none"
    assert "read-only" in lines
    assert any(line.startswith("tmpfs ") for line in lines), lines


def test_a_log_option_may_be_a_secret(aws: Aws, tasks: Tasks) -> None:
    parameter = unique("/log/group")
    aws.client("ssm").put_parameter(Name=parameter, Value=tasks.log_group, Type="String")
    options = {"awslogs-region": aws.region, "awslogs-stream-prefix": "t", "awslogs-create-group": "true"}
    end = tasks.finished(shell("echo seen", logConfiguration={
        "logDriver": "awslogs", "options": options, "secretOptions": [{"name": "awslogs-group", "valueFrom": parameter}]}))
    assert tasks.output(end) == ["seen"]


@pytest.mark.parametrize(("value_from", "reason"), [
    ("arn:aws:secretsmanager:us-east-1:000000000000:secret:none-AbCdEf",
     "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret "
     "arn:aws:secretsmanager:us-east-1:000000000000:secret:none-AbCdEf from secrets manager: ResourceNotFoundException: "
     "Secrets Manager can't find the specified secret."),
    ("/no/such/parameter",
     "unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /no/such/parameter"),
    ("{arn}:nothing::",
     "unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not "
     "contain json key nothing"),
])
def test_a_secret_that_is_not_there(tasks: Tasks, secrets: object, value_from: str, reason: str) -> None:
    arn = secrets.create_secret(Name=unique("a"), SecretString='{"b": "c"}')["ARN"]
    end = tasks.finished(shell("true", secrets=[{"name": "A", "valueFrom": value_from.format(arn=arn)}]))
    assert (end["stopCode"], end["stoppedReason"]) == ("TaskFailedToStart", PULL_FAILED + reason)
    assert "startedAt" not in end and "exitCode" not in container_of(end)


def test_credentials_of_a_registry(tasks: Tasks, locked_registry: Registry, secrets: object) -> None:
    name = f"{unique('app')}:1"
    locked_registry.push("neargate-app-1.tar", name)
    login = json.dumps({"username": USER, "password": PASSWORD})
    arn = secrets.create_secret(Name=unique("registry"), SecretString=login)["ARN"]
    image = f"{locked_registry.host}/{name}"
    end = tasks.finished(container("exit", "3", image=image, repositoryCredentials={"credentialsParameter": arn}))
    assert container_of(end)["exitCode"] == 3
    missing = arn[:-6] + "AbCdEf"
    end = tasks.finished(container(image=image, repositoryCredentials={"credentialsParameter": missing}))
    assert end["stoppedReason"].startswith(PULL_FAILED + f"unable to retrieve secret from asm: ")


def test_a_secret_is_fetched_with_the_execution_roles_rights(strict: Daemon, strict_aws: Aws) -> None:
    strict.load_images()
    tasks, iam = Tasks(strict_aws), strict_aws.client("iam")
    arn = strict_aws.client("secretsmanager").create_secret(Name="kept", SecretString="v")["ARN"]
    definition = tasks.define(shell(print_digest("A"), secrets=[{"name": "A", "valueFrom": arn}]))
    may_read = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": arn}]}

    task = tasks.run(definition)
    end = tasks.stopped(task)
    assert end["stopCode"] == "TaskFailedToStart"
    caller = f"arn:aws:sts::000000000000:assumed-role/execution/{id_of(task)}"
    assert end["stoppedReason"].startswith(PULL_FAILED + "unable to retrieve secret from asm: ")
    assert f"AccessDeniedException: User: {caller} is not authorized to perform: secretsmanager:GetSecretValue" in end["stoppedReason"]
    iam.put_role_policy(RoleName="execution", PolicyName="read", PolicyDocument=json.dumps(may_read))
    end = tasks.finished(definition)
    assert container_of(end)["exitCode"] == 0
    assert tasks.output(end)[0].split()[1] == digest("v")


def test_secrets_need_an_execution_role(aws: Aws) -> None:
    definition = {"name": "app", "image": "app", "secrets": [{"name": "A", "valueFrom": "/a"}]}
    with pytest.raises(ClientError, match="you must also specify a value for 'executionRoleArn'"):
        aws.ecs.register_task_definition(family=unique("family"), containerDefinitions=[definition], networkMode="awsvpc", cpu="256",
                                         memory="512", requiresCompatibilities=["FARGATE"])


def test_files_of_secrets_are_refused_where_only_aws_counts(fleet: Fleet) -> None:
    aws = Aws(fleet.up("--strict-aws"))
    definition = {"name": "app", "image": "app", "memory": 128, "secrets": [{"name": "A", "valueFrom": "/a"}],
                  "dockerLabels": {"neargate.io/secret-files": "A=/run/secrets/a"}}
    with pytest.raises(ClientError, match="extension of neargate"):
        aws.ecs.register_task_definition(family="app", containerDefinitions=[definition], executionRoleArn="role")


# At rest

def test_a_value_is_nowhere_but_where_it_belongs(fleet: Fleet) -> None:
    daemon = fleet.up(env={"NEARGATE_LOG": "debug"}).load_images()
    aws = Aws(daemon)
    tasks = Tasks(aws)
    secrets, ssm = aws.client("secretsmanager"), aws.client("ssm")
    value, other = f"{uuid.uuid4().hex}-value", f"{uuid.uuid4().hex}-other"
    arn = secrets.create_secret(Name="kept", SecretString=value)["ARN"]
    secrets.put_secret_value(SecretId="kept", SecretString=value + "2")
    for name, kind in (("secure", "SecureString"), ("plain", "String")):
        ssm.put_parameter(Name=name, Value=other, Type=kind)
    with pytest.raises(ClientError):
        secrets.put_secret_value(SecretId="none", SecretString=value)
    with pytest.raises(ClientError):
        ssm.put_parameter(Name="aws-x", Value=other, Type="String")
    task = tasks.started(shell(
        f"{print_digest('A', 'B')}; sleep 100",
        secrets=[{"name": "A", "valueFrom": arn}, {"name": "B", "valueFrom": "secure"}, {"name": "C", "valueFrom": "plain"}],
        dockerLabels={"neargate.io/secret-files": "C=/run/secrets/c"}, stopTimeout=2))
    tasks.line(task, digest(other))

    for asked in (value, other):
        described = json.dumps([tasks.describe(task), secrets.describe_secret(SecretId="kept"), ssm.describe_parameters(),
                                aws.ecs.describe_task_definition(taskDefinition=task["taskDefinitionArn"])], default=str)
        assert asked not in described
        assert asked not in daemon.log.read_text()
        assert files_with(daemon.data_dir, asked) == []
    run = Path("/run/neargate", daemon.instance() or "", "tasks", id_of(task))
    holders = files_with(run, other)
    assert subprocess.run(["stat", "-f", "-c", "%T", str(run)], capture_output=True, text=True, check=True).stdout.strip() == "tmpfs"
    assert holders, "a test that looks in the wrong place proves nothing"
    assert all(path.stat().st_mode & 0o077 == 0 for path in [*holders, run]), holders
    tasks.end_all()
    daemon.terminate()
    for asked in (value, other):
        assert files_with(daemon.data_dir, asked) == [], "the store's log was written back into it"
    daemon.start()


def test_the_master_key_is_rotated_under_a_running_daemon(fleet: Fleet) -> None:
    daemon = fleet.up()
    aws = Aws(daemon)
    secrets, ssm = aws.client("secretsmanager"), aws.client("ssm")
    for number in range(30):
        secrets.create_secret(Name=f"s{number}", SecretString=f"value {number}")
        ssm.put_parameter(Name=f"p{number}", Value=f"value {number}", Type="SecureString")
    file = daemon.data_dir / "master.key"
    assert file.stat().st_mode & 0o777 == 0o600
    before = keys_in(file)
    current = daemon.cli("secrets", "rotate-master-key").stdout.strip()
    assert re.fullmatch("[0-9a-f]{16}", current)
    rotated = keys_in(file)
    assert len(rotated) == 2 and rotated[1:] == before
    readable(secrets, ssm)

    told = daemon.cli("secrets", "rotate-master-key", "--forget-former")
    assert "values rewrapped: 60" in told.stderr and "former keys kept: none" in told.stderr
    assert len(keys_in(file)) == 1 and not set(keys_in(file)) & set(rotated)
    daemon.kill()
    daemon.start()
    readable(secrets, ssm)


def test_a_rotation_that_was_killed_is_finished_by_the_next_daemon(fleet: Fleet) -> None:
    daemon = fleet.up()
    aws = Aws(daemon)
    secrets, ssm = aws.client("secretsmanager"), aws.client("ssm")
    for number in range(30):
        secrets.create_secret(Name=f"s{number}", SecretString=f"value {number}")
        ssm.put_parameter(Name=f"p{number}", Value=f"value {number}", Type="SecureString")
    file = daemon.data_dir / "master.key"
    before = keys_in(file)
    daemon.kill()
    # As a rotation leaves it that got no further than its file.
    fresh = base64.b64encode(os.urandom(32)).decode()
    file.write_text("\n".join([fresh, *before]) + "\n")
    offset = daemon.log_size()
    daemon.start()
    wait_until("the rotation is finished", lambda: any("rotation of the master key is finished" in line.text
                                                       for line in daemon.log_lines(offset)), 20)
    daemon.kill()
    file.write_text(f"{fresh}\n")
    daemon.start()
    readable(secrets, ssm)


def test_a_daemon_without_its_master_key_says_so_and_ends(fleet: Fleet, tmp_path: Path) -> None:
    elsewhere = tmp_path / "kept-elsewhere"
    daemon = fleet.up("--master-key-file", str(elsewhere))
    aws = Aws(daemon)
    aws.client("secretsmanager").create_secret(Name="s", SecretString="v")
    assert not (daemon.data_dir / "master.key").exists()
    daemon.terminate()
    options, daemon.options = daemon.options, ()
    with pytest.raises(Unreachable, match="--master-key-file"):
        daemon.start()
    daemon.process = None
    assert not (daemon.data_dir / "master.key").exists()
    elsewhere.chmod(0o644)
    daemon.options = options
    with pytest.raises(Unreachable, match="chmod 600"):
        daemon.start()
    daemon.process = None
    elsewhere.chmod(0o600)
    daemon.start()
    assert aws.client("secretsmanager").get_secret_value(SecretId="s")["SecretString"] == "v"


def keys_in(file: Path) -> list[str]:
    return [line for line in file.read_text().splitlines() if line and not line.startswith("#")]


def readable(secrets: object, ssm: object) -> None:
    for number in range(30):
        assert secrets.get_secret_value(SecretId=f"s{number}")["SecretString"] == f"value {number}"
        assert ssm.get_parameter(Name=f"p{number}", WithDecryption=True)["Parameter"]["Value"] == f"value {number}"
