"""Parameter Store, as boto3 and the aws command see it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.tasks import unique
from support.wait import wait_until


@pytest.fixture
def ssm(aws: Aws) -> object:
    return aws.client("ssm")


def test_a_parameter_and_its_versions(ssm: object) -> None:
    name = unique("/app/url")
    assert ssm.put_parameter(Name=name, Value="one", Type="String")["Version"] == 1
    with pytest.raises(ssm.exceptions.ParameterAlreadyExists, match="set the overwrite option in the request to true"):
        ssm.put_parameter(Name=name, Value="two", Type="String")
    assert ssm.put_parameter(Name=name, Value="two", Overwrite=True)["Version"] == 2
    ssm.label_parameter_version(Name=name, ParameterVersion=1, Labels=["old"])
    for selector, value in (("", "two"), (":1", "one"), (":old", "one")):
        assert ssm.get_parameter(Name=name + selector)["Parameter"]["Value"] == value
    history = ssm.get_parameter_history(Name=name)["Parameters"]
    assert [(one["Version"], one["Value"], one["Labels"]) for one in history] == [(1, "one", ["old"]), (2, "two", [])]
    assert history[0]["LastModifiedUser"] == "arn:aws:iam::000000000000:root"
    found = ssm.get_parameters(Names=[name, "/none"])
    assert [one["Name"] for one in found["Parameters"]] == [name] and found["InvalidParameters"] == ["/none"]
    ssm.delete_parameter(Name=name)
    with pytest.raises(ssm.exceptions.ParameterNotFound):
        ssm.get_parameter(Name=name)


def test_what_a_list_may_hold_is_told_with_the_list(ssm: object) -> None:
    names = [f"/n{number}" for number in range(11)]
    with pytest.raises(ClientError) as refused:
        ssm.get_parameters(Names=names)
    assert refused.value.response["Error"] == {
        "Code": "ValidationException",
        "Message": f"1 validation error detected: Value '[{', '.join(names)}]' at 'names' failed to satisfy constraint: "
                   "Member must have length less than or equal to 10",
    }
    with pytest.raises(ClientError) as refused:
        ssm.get_parameters(Names=["/a", "x" * 2049])
    assert refused.value.response["Error"]["Message"].endswith(
        "' at 'names' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to "
        "2048, Member must have length greater than or equal to 1]")


def test_a_secure_string_and_its_ciphertext(ssm: object) -> None:
    name = unique("secure")
    ssm.put_parameter(Name=name, Value="hunter2", Type="SecureString")
    shut = ssm.get_parameter(Name=name)["Parameter"]["Value"]
    assert "hunter2" not in shut and len(shut) > 40
    assert ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"] == "hunter2"


def test_paths_and_paginators(ssm: object) -> None:
    root = unique("/tree")
    for number in range(12):
        ssm.put_parameter(Name=f"{root}/a/{number:02}", Value=str(number), Type="String")
    ssm.put_parameter(Name=f"{root}/top", Value="t", Type="String")
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=root, Recursive=True)
    names = [one["Name"] for page in pages for one in page["Parameters"]]
    assert names == [f"{root}/a/{number:02}" for number in range(12)] + [f"{root}/top"]
    assert [one["Name"] for one in ssm.get_parameters_by_path(Path=root)["Parameters"]] == [f"{root}/top"]
    below = [{"Key": "Path", "Option": "Recursive", "Values": [root]}]
    pages = ssm.get_paginator("describe_parameters").paginate(ParameterFilters=below, PaginationConfig={"PageSize": 5})
    assert len([one for page in pages for one in page["Parameters"]]) == 13


def test_a_secret_read_as_a_parameter(aws: Aws, ssm: object) -> None:
    secrets = aws.client("secretsmanager")
    name = unique("app/secret")
    secrets.create_secret(Name=name, SecretString="one")
    secrets.put_secret_value(SecretId=name, SecretString="two")
    reference = f"/aws/reference/secretsmanager/{name}"
    told = ssm.get_parameter(Name=reference, WithDecryption=True)["Parameter"]
    assert (told["Value"], told["Type"], told["Name"]) == ("two", "SecureString", reference)
    assert json.loads(told["SourceResult"])["secretString"] == "two"
    before = ssm.get_parameter(Name=f"{reference}:AWSPREVIOUS", WithDecryption=True)["Parameter"]
    assert before["Value"] == "one"
    many = ssm.get_parameters(Names=[reference, f"{reference}-none"], WithDecryption=True)
    assert [one["Value"] for one in many["Parameters"]] == ["two"]
    assert many["InvalidParameters"] == [f"{reference}-none"]
    with pytest.raises(ssm.exceptions.ParameterNotFound, match="when referencing Secrets Manager"):
        ssm.get_parameter(Name=f"{reference}-none", WithDecryption=True)
    with pytest.raises(ssm.exceptions.ClientError, match="WithDecryption flag must be True"):
        ssm.get_parameter(Name=reference)


def test_public_parameters_are_absent(ssm: object) -> None:
    with pytest.raises(ssm.exceptions.ParameterNotFound):
        ssm.get_parameter(Name="/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")


def test_an_expired_parameter_is_deleted(fleet: Fleet) -> None:
    ssm = Aws(fleet.up()).client("ssm")
    at = (datetime.now(timezone.utc) + timedelta(seconds=2)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    policy = [{"Type": "Expiration", "Version": "1.0", "Attributes": {"Timestamp": at}}]
    ssm.put_parameter(Name="short", Value="v", Type="String", Tier="Advanced", Policies=json.dumps(policy))
    assert ssm.describe_parameters()["Parameters"][0]["Policies"][0]["PolicyType"] == "Expiration"
    wait_until("the parameter is gone", lambda: not ssm.describe_parameters()["Parameters"], 20)


def test_the_aws_command_keeps_parameters(aws: Aws) -> None:
    name = unique("/cli")
    aws.json("ssm", "put-parameter", "--name", name, "--value", "v", "--type", "SecureString", "--tags", "Key=a,Value=b")
    assert aws.json("ssm", "get-parameter", "--name", name, "--with-decryption")["Parameter"]["Value"] == "v"
    tags = aws.json("ssm", "list-tags-for-resource", "--resource-type", "Parameter", "--resource-id", name)["TagList"]
    assert tags == [{"Key": "a", "Value": "b"}]
    refused = aws.command("ssm", "get-parameter", "--name", f"{name}:7", check=False)
    assert f"Systems Manager could not find version 7 of {name}. Verify the version and try again." in refused.stderr
