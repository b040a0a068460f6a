"""Pages: of every listing that boto3 has a paginator for, the smallest pages add up to what is told at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.session import get_session

from support.aws import Aws
from support.daemon import Daemon

# In no order that anybody would list them in: capitals, prefixes of others, what sorts differently as bytes and as words.
NAMES = ["b", "A", "a-1", "C", "B2", "z", "Z0"]
TAGS = [{"Key": name, "Value": "x"} for name in NAMES]
ALLOW = {"Effect": "Allow", "Action": "*"}
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{**ALLOW, "Resource": "*"}]})
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{**ALLOW, "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]})
AWS_POLICY = "arn:aws:iam::aws:policy/AdministratorAccess"
MOST_PAGES = 300


@pytest.fixture(scope="module")
def filled() -> Iterator[tuple[Aws, dict[str, dict[str, Any]]]]:
    """An account with seven of everything, and what each service's listings are about."""
    daemon = Daemon().start()
    try:
        aws = Aws(daemon)
        fill_iam(aws.iam)
        about = {"iam": {"RoleName": "b", "UserName": "b", "GroupName": "b", "InstanceProfileName": "b"},
                 "efs": {"FileSystemId": fill_efs(aws.client("efs"))}, "logs": {"logGroupName": "b"}, "ecs": {"cluster": "b"}, "ec2": {},
                 "secretsmanager": {"SecretId": "b"}, "ssm": {"Path": "/pages", "Name": "/pages/b"}, "s3": {"Bucket": "pages"}}
        secrets, parameters, s3 = aws.client("secretsmanager"), aws.client("ssm"), aws.client("s3")
        s3.create_bucket(Bucket="pages")
        for name in NAMES:
            secrets.create_secret(Name=name, SecretString="x")
            parameters.put_parameter(Name=f"/pages/{name}", Type="String", Value="x")
            aws.logs.create_log_group(logGroupName=name)
            aws.ecs.create_cluster(clusterName=name)
            for _ in range(2):
                aws.ecs.register_task_definition(family=name, containerDefinitions=[{"name": "a", "image": "x", "memory": 8}])
        for name in NAMES:
            parameters.put_parameter(Name="/pages/b", Type="String", Value=name, Overwrite=True)
            aws.logs.create_log_stream(logGroupName="b", logStreamName=name)
            aws.logs.put_metric_filter(logGroupName="b", filterName=name, filterPattern="x", metricTransformations=[
                {"metricName": name, "metricNamespace": "n", "metricValue": "1"}])
            s3.create_bucket(Bucket=f"pages-{name.lower()}")
            for key in (name, f"{name}/x", f"{name}/y"):
                s3.put_object(Bucket="pages", Key=key, Body=b"")
                s3.create_multipart_upload(Bucket="pages", Key=key)
        yield aws, about
    finally:
        complaints = daemon.complaints()
        daemon.close()
        assert not complaints


def fill_iam(iam: Any) -> None:
    for name in NAMES:
        iam.create_user(UserName=name, Tags=TAGS)
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, Tags=TAGS)
        iam.create_group(GroupName=name)
        iam.create_instance_profile(InstanceProfileName=name, Tags=TAGS)
    for name in NAMES:
        arn = iam.create_policy(PolicyName=name, PolicyDocument=POLICY, Path="/x/" if name in "bC" else "/")["Policy"]["Arn"]
        for kind in ("Role", "User", "Group"):
            of = {f"{kind}Name": "b"}
            getattr(iam, f"put_{kind.lower()}_policy")(**of, PolicyName=name, PolicyDocument=POLICY)
            getattr(iam, f"attach_{kind.lower()}_policy")(**of, PolicyArn=arn)
            getattr(iam, f"attach_{kind.lower()}_policy")(**{f"{kind}Name": name}, PolicyArn=AWS_POLICY)
        iam.add_user_to_group(GroupName="b", UserName=name)
        iam.add_user_to_group(GroupName=name, UserName="b")
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName="b")


def fill_efs(efs: Any) -> str:
    systems = [efs.create_file_system(CreationToken=name, Tags=TAGS)["FileSystemId"] for name in NAMES]
    for name in NAMES:
        efs.create_access_point(ClientToken=name, FileSystemId=systems[0])
    return systems[0]


def paginators(client: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name of the method, of the operation, and what boto3 knows of its pages."""
    model = client.meta.service_model
    loader = get_session().get_component("data_loader")
    known = loader.load_service_model(model.service_name, "paginators-1", model.api_version)["pagination"]
    for method, operation in client.meta.method_to_api_mapping.items():
        if "limit_key" in known.get(operation, {}):
            yield method, operation, known[operation]


def listed(paginator: Any, keys: list[str], asked: dict[str, Any], size: int | None) -> list[str]:
    found = []
    for number, page in enumerate(paginator.paginate(**asked, PaginationConfig={"PageSize": size} if size else {})):
        assert number < MOST_PAGES, "the pages don't end"
        found += [json.dumps([key, one], default=str, sort_keys=True) for key in keys for one in page.get(key) or []]
    return found


@pytest.mark.parametrize("service", ["iam", "ecs", "logs", "secretsmanager", "ssm", "efs", "s3", "ec2"])
def test_small_pages_add_up_to_the_whole(filled: tuple[Aws, dict[str, dict[str, Any]]], service: str) -> None:
    aws, about = filled
    client, compared = aws.client(service), 0
    for method, operation, known in paginators(client):
        shape = client.meta.service_model.operation_model(operation).input_shape
        asked = {name: value for name, value in about[service].items() if name in shape.members}
        if "PolicyArn" in shape.members and operation == "ListEntitiesForPolicy":
            asked["PolicyArn"] = AWS_POLICY
        # A listing of one file system by its own id would have one member.
        if operation == "DescribeFileSystems":
            asked = {}
        if any(name not in asked for name in shape.required_members):
            continue
        keys = known["result_key"] if isinstance(known["result_key"], list) else [known["result_key"]]
        smallest = max(1, int(shape.members[known["limit_key"]].metadata.get("min", 1)))
        for variant in [{}, {"Delimiter": "/"}] if "Delimiter" in shape.members else [{}]:
            paginator = client.get_paginator(method)
            try:
                whole = listed(paginator, keys, {**asked, **variant}, None)
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] == 501:
                    continue
                raise
            pages = listed(paginator, keys, {**asked, **variant}, smallest)
            assert sorted(pages) == sorted(whole), f"{operation} {variant}"
            assert len(set(pages)) == len(pages), f"{operation} {variant}"
            compared += len(whole) > 1
    assert compared >= {"iam": 15, "ecs": 3, "logs": 3, "s3": 5, "ssm": 3, "efs": 3}.get(service, 1), "hardly anything was compared"
