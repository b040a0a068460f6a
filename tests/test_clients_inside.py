"""AWS's own clients in a container, configured by nothing but what a task's environment gives them."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Fleet
from support import clients_image
from support.aws import Aws
from support.tasks import TRUST, Tasks, container_of, shell

CLI = r"""
aws sts get-caller-identity --query Arn --output text
aws s3 mb s3://of-the-task && echo content > /tmp/file && aws s3 cp --quiet /tmp/file s3://of-the-task/ && aws s3 cp s3://of-the-task/file -
aws secretsmanager create-secret --name inside --secret-string hidden --query Name --output text
aws secretsmanager get-secret-value --secret-id inside --query SecretString --output text
aws ssm put-parameter --name /inside --type SecureString --value kept --query Version
aws ssm get-parameter --name /inside --with-decryption --query Parameter.Value --output text
aws logs create-log-group --log-group-name /inside && aws logs describe-log-groups --log-group-name-prefix /inside --query 'logGroups[].logGroupName' --output text
aws iam list-users 2>&1 | grep -o 'AccessDenied.*ListUsers operation: .* is not authorized to perform: iam:ListUsers'
"""
# What a task finds out of itself, and of the session that it has.
BOTO3 = r"""python3 -c '
import boto3, json, os, urllib.request
me = json.load(urllib.request.urlopen(os.environ["ECS_CONTAINER_METADATA_URI_V4"] + "/task"))
found = boto3.client("ecs").describe_tasks(cluster=me["Cluster"], tasks=[me["TaskARN"]])["tasks"][0]
print(found["taskArn"] == me["TaskARN"], found["lastStatus"])
print(boto3.Session().get_credentials().method, boto3.Session().region_name == os.environ["AWS_REGION"])
'"""


def test_the_clients_need_no_configuration(fleet: Fleet, tmp_path: Path) -> None:
    daemon = fleet.up("--enforce-iam")
    clients_image.load(daemon, tmp_path)
    account = Aws(daemon)
    role = account.iam.create_role(RoleName="inside", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    account.iam.attach_role_policy(RoleName="inside", PolicyArn="arn:aws:iam::aws:policy/PowerUserAccess")
    tasks = Tasks(account)
    what = shell(CLI + BOTO3, image=clients_image.NAME, environment=[{"name": "AWS_MAX_ATTEMPTS", "value": "1"}])
    started = tasks.run(what, definition={"cpu": "1024", "memory": "2048", "taskRoleArn": role})
    end = tasks.wait(started, "STOPPED", timeout=120)
    task_id = end["taskArn"].rsplit("/")[-1]
    user = f"arn:aws:sts::{account.account}:assumed-role/inside/{task_id}"
    assert tasks.output(end) == [
        user, "make_bucket: of-the-task", "content", "inside", "hidden", "1", "kept", "/inside",
        f"AccessDenied) when calling the ListUsers operation: User: {user} is not authorized to perform: iam:ListUsers",
        "True RUNNING", "container-role True",
    ]
    assert container_of(end)["exitCode"] == 0
