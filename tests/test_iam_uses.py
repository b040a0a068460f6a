"""When keys and roles were last used, and the credential report, which tells it of all."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import ACCOUNT, REGION
from support.tasks import unique

TRUST = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}})
NOTHING = {"ServiceName": "N/A", "Region": "N/A"}


def refused(call: Any, **arguments: Any) -> tuple[str, int]:
    """Code and status of a refusal."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"], caught.value.response["ResponseMetadata"]["HTTPStatusCode"]


def user(aws: Aws, **settings: Any) -> tuple[str, Aws, str]:
    """Name, clients and access key id of a new user."""
    name = unique("user")
    aws.iam.create_user(UserName=name, **settings)
    key = aws.iam.create_access_key(UserName=name)["AccessKey"]
    return name, Aws(aws.daemon, access_key_id=key["AccessKeyId"], secret=key["SecretAccessKey"], region="eu-west-1"), key["AccessKeyId"]


def last_used(aws: Aws, key: str) -> dict[str, Any]:
    return aws.iam.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]


def is_now(date: datetime) -> bool:
    """Uses are told to the minute."""
    return timedelta(0) <= datetime.now(UTC) - date < timedelta(minutes=2)


def assume(aws: Aws, role: str, region: str = REGION) -> Aws:
    given = aws.sts.assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]
    return Aws(aws.daemon, access_key_id=given["AccessKeyId"], secret=given["SecretAccessKey"], session_token=given["SessionToken"],
               region=region)


# Last uses


def test_a_key_tells_its_last_use(aws: Aws) -> None:
    name, ana, key = user(aws)
    told = aws.iam.get_access_key_last_used(AccessKeyId=key)
    assert (told["UserName"], told["AccessKeyLastUsed"]) == (name, NOTHING)
    ana.ecs.list_clusters()
    used = last_used(aws, key)
    assert (used["ServiceName"], used["Region"], used["LastUsedDate"].second) == ("ecs", "eu-west-1", 0)
    assert is_now(used["LastUsedDate"])
    ana.client("s3").list_buckets()
    assert last_used(aws, key)["ServiceName"] == "s3"
    ana.iam.get_user()
    assert (last_used(aws, key)["ServiceName"], last_used(aws, key)["Region"]) == ("iam", "eu-west-1")


def test_what_is_refused_is_a_use_and_what_is_forged_is_none(fleet: Fleet) -> None:
    daemon = fleet.up(dev=False)
    exports = daemon.exports()
    root = Aws(daemon, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])
    _, ana, key = user(root)
    forger = Aws(daemon, access_key_id=key, secret="guessed")
    assert refused(forger.ecs.list_clusters)[0] == "InvalidSignatureException"
    assert refused(forger.client("s3").list_buckets) == ("SignatureDoesNotMatch", 403)
    assert last_used(root, key) == NOTHING
    assert refused(ana.ecs.list_clusters)[0] == "AccessDeniedException"
    assert last_used(root, key)["ServiceName"] == "ecs"


def test_who_may_ask_for_a_keys_last_use(fleet: Fleet) -> None:
    root = Aws(fleet.up("--enforce-iam"))
    name, ana, key = user(root)
    _, _, other = user(root)
    own = {"Effect": "Allow", "Action": "iam:GetAccessKeyLastUsed", "Resource": f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}"}
    root.iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": own}))
    assert last_used(ana, key)["ServiceName"] == "iam"
    assert refused(ana.iam.get_access_key_last_used, AccessKeyId=other) == ("AccessDenied", 403)
    assert refused(ana.iam.get_access_key_last_used, AccessKeyId="AKIAAAAAAAAAAAAAAAAA") == ("AccessDenied", 403)


def test_sessions_of_a_user_are_no_use_of_the_key(aws: Aws) -> None:
    _, ana, key = user(aws)
    given = ana.sts.get_session_token()["Credentials"]
    session = Aws(aws.daemon, access_key_id=given["AccessKeyId"], secret=given["SecretAccessKey"], session_token=given["SessionToken"])
    session.ecs.list_clusters()
    assert last_used(aws, key)["ServiceName"] == "sts"


def test_a_role_tells_its_last_use_and_forgets_it_with_its_end(aws: Aws) -> None:
    name = unique("role")
    arn = aws.iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    session = assume(aws, arn, region="ap-south-1")
    assert aws.iam.get_role(RoleName=name)["Role"]["RoleLastUsed"] == {}
    session.ecs.list_clusters()
    used = aws.iam.get_role(RoleName=name)["Role"]["RoleLastUsed"]
    assert used["Region"] == "ap-south-1" and is_now(used["LastUsedDate"])
    assert all("RoleLastUsed" not in role for page in aws.iam.get_paginator("list_roles").paginate() for role in page["Roles"])
    pages = aws.iam.get_paginator("get_account_authorization_details").paginate(Filter=["Role"])
    [detail] = [role for page in pages for role in page["RoleDetailList"] if role["RoleName"] == name]
    assert detail["RoleLastUsed"] == used
    aws.iam.delete_role(RoleName=name)
    aws.iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    assert aws.iam.get_role(RoleName=name)["Role"]["RoleLastUsed"] == {}


def test_uses_are_known_to_the_next_daemon(fleet: Fleet) -> None:
    daemon = fleet.up()
    aws = Aws(daemon)
    _, ana, key = user(aws)
    ana.ecs.list_clusters()
    used = last_used(aws, key)
    daemon.terminate()
    daemon.start()
    assert last_used(aws, key) == used


# Services


def report(aws: Aws, arn: str, **settings: Any) -> tuple[str, dict[str, dict[str, Any]]]:
    """The job, and by service what it tells."""
    job = aws.iam.generate_service_last_accessed_details(Arn=arn, **settings)["JobId"]
    told = aws.iam.get_service_last_accessed_details(JobId=job)
    assert told["JobStatus"] == "COMPLETED" and is_now(told["JobCreationDate"]) and not told["IsTruncated"]
    return job, {service["ServiceNamespace"]: service for service in told["ServicesLastAccessed"]}


def test_services_tell_who_accessed_them_last(fleet: Fleet) -> None:
    daemon = fleet.up()
    aws = Aws(daemon)
    policy = "arn:aws:iam::aws:policy/PowerUserAccess"
    name, ana, _ = user(aws)
    other, _, _ = user(aws)
    arn = f"arn:aws:iam::{ACCOUNT}:user/{name}"
    group, role = unique("group"), unique("role")
    aws.iam.create_group(GroupName=group)
    aws.iam.attach_group_policy(GroupName=group, PolicyArn=policy)
    for member in (name, other):
        aws.iam.add_user_to_group(GroupName=group, UserName=member)
    role_arn = aws.iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    aws.iam.attach_role_policy(RoleName=role, PolicyArn=policy)
    ana.ecs.list_clusters()
    ana.client("s3").list_buckets()
    assume(aws, role_arn).client("s3").list_buckets()
    _, services = report(aws, arn)
    used = services["ecs"]
    assert (used["ServiceName"], used["LastAuthenticatedEntity"], used["LastAuthenticatedRegion"], used["TotalAuthenticatedEntities"]) == (
        "Amazon Elastic Container Service", arn, "eu-west-1", 1)
    assert is_now(used["LastAuthenticated"])
    assert services["sqs"] == {"ServiceName": "Amazon SQS", "ServiceNamespace": "sqs", "TotalAuthenticatedEntities": 0}
    _, of_group = report(aws, f"arn:aws:iam::{ACCOUNT}:group/{group}", Granularity="ACTION_LEVEL")
    assert of_group["ecs"] == services["ecs"]
    job, of_policy = report(aws, policy)
    assert (of_policy["s3"]["LastAuthenticatedEntity"], of_policy["s3"]["TotalAuthenticatedEntities"]) == (role_arn, 2)
    told = aws.iam.get_service_last_accessed_details_with_entities(JobId=job, ServiceNamespace="s3")
    entities = [(entity["EntityInfo"]["Name"], "LastAuthenticated" in entity) for entity in told["EntityDetailsList"]]
    assert entities == [(role, True), (name, True), (other, False)]
    # Written or not, it is known to the next daemon; a report says what was when it was made.
    daemon.terminate()
    daemon.start()
    assert report(aws, arn)[1] == services
    aws.iam.detach_role_policy(RoleName=role, PolicyArn=policy)
    aws.iam.delete_role(RoleName=role)
    assert aws.iam.get_service_last_accessed_details_with_entities(JobId=job, ServiceNamespace="s3")["EntityDetailsList"] == \
        told["EntityDetailsList"]


# The credential report


def test_the_report_tells_what_everybody_signs_in_with(fleet: Fleet) -> None:
    daemon = fleet.up()
    aws = Aws(daemon)
    assert refused(aws.iam.get_credential_report) == ("ReportNotPresent", 410)
    name, ana, key = user(aws, Path="/team/")
    second = aws.iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
    aws.iam.update_access_key(UserName=name, AccessKeyId=second, Status="Inactive")
    aws.iam.update_account_password_policy(MaxPasswordAge=30)
    aws.iam.create_login_profile(UserName=name, Password="Secret-1-secret")
    plain = unique("zoe")
    aws.iam.create_user(UserName=plain)
    ana.ecs.list_clusters()
    first = aws.iam.generate_credential_report()
    assert (first["State"], first["Description"]) == ("STARTED", "No report exists. Starting a new report generation task")
    again = aws.iam.generate_credential_report()
    assert again["State"] == "COMPLETE" and "Description" not in again
    told = aws.iam.get_credential_report()
    assert told["ReportFormat"] == "text/csv" and is_now(told["GeneratedTime"])
    text = told["Content"].decode()
    assert text.split("\n")[0] == (
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,"
        "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,"
        "access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
        "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,"
        "cert_2_last_rotated")
    lines = list(csv.DictReader(text.splitlines()))
    assert [line["user"] for line in lines] == ["<root_account>", name, plain]
    root, used, unused = lines
    assert root["arn"] == f"arn:aws:iam::{ACCOUNT}:root" and root["password_enabled"] == "not_supported"
    assert (root["access_key_1_active"], root["access_key_1_last_used_service"]) == ("true", "iam")

    def date(column: str) -> datetime:
        return datetime.fromisoformat(used[column])

    assert used["arn"] == f"arn:aws:iam::{ACCOUNT}:user/team/{name}"
    assert is_now(date("user_creation_time")) and used["user_creation_time"].endswith("+00:00")
    assert (used["password_enabled"], used["password_last_used"], used["mfa_active"]) == ("true", "no_information", "false")
    assert date("password_next_rotation") - date("password_last_changed") == timedelta(days=30)
    assert (used["access_key_1_active"], used["access_key_1_last_used_region"], used["access_key_1_last_used_service"]) == (
        "true", "eu-west-1", "ecs")
    assert is_now(date("access_key_1_last_rotated")) and is_now(date("access_key_1_last_used_date"))
    assert (used["access_key_2_active"], used["access_key_2_last_used_date"]) == ("false", "N/A")
    expected = {column: "N/A" for column in unused} | {column: "false" for column in unused if column.endswith(("_active", "_enabled"))}
    assert unused == expected | {column: unused[column] for column in ("user", "arn", "user_creation_time")}
    # What changes later isn't in it.
    aws.iam.delete_user(UserName=plain)
    assert aws.iam.get_credential_report()["Content"] == told["Content"]


def test_the_report_by_the_aws_command(fleet: Fleet) -> None:
    aws = Aws(fleet.up(), account="123456789012")
    assert aws.json("iam", "generate-credential-report")["State"] == "STARTED"
    assert aws.json("iam", "get-credential-report")["ReportFormat"] == "text/csv"
    assert refused(Aws(aws.daemon).iam.get_credential_report) == ("ReportNotPresent", 410)
