"""Policies as they come in: what is refused in AWS's words, and whom trust policies mean."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import ACCOUNT
from support.tasks import unique

STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def document(**fields: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{**STATEMENT, **fields}]})


def trust(**principal: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]})


def refused(call: Any, **arguments: Any) -> tuple[str, str]:
    """Code and message of a refusal."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(("text", "message"), [
    (document(Action="GetObject"), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
    (document(Condition={"StringEquals": {"username": "ana"}}),
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
    (document(Resource="bucket"), 'Resource bucket must be in ARN format or "*".'),
    (document(Resource="arn:aws:s3::bucket"), "The policy failed legacy parsing"),
    (document(Resource="arn:aws:sqs:us-east-1:1234:queue"), "The policy failed legacy parsing"),
    (document(Resource=[]), "Policy statement must contain resources."),
    (document(Principal="*"), "Policy document should not specify a principal."),
    ("{", "Syntax errors in policy."),
])
def test_what_no_policy_says(aws: Aws, text: str, message: str) -> None:
    assert refused(aws.iam.create_policy, PolicyName=unique("p"), PolicyDocument=text) == ("MalformedPolicyDocument", message)


@pytest.mark.parametrize(("text", "message"), [
    (trust(AWS=f"arn:aws:iam::{ACCOUNT}:user/none"), f'Invalid principal in policy: "AWS":"arn:aws:iam::{ACCOUNT}:user/none"'),
    (trust(AWS=f"arn:aws:iam::{ACCOUNT}:role/*"), f'Invalid principal in policy: "AWS":"arn:aws:iam::{ACCOUNT}:role/*"'),
    (trust(Service="ec2"), 'Invalid principal in policy: "SERVICE":"ec2"'),
    (trust(Federated="google"), "Federated principals must be valid domain names or SAML metadata ARNs"),
    ("{", "This policy contains invalid Json"),
])
def test_what_no_trust_policy_says(aws: Aws, text: str, message: str) -> None:
    assert refused(aws.iam.create_role, RoleName=unique("r"), AssumeRolePolicyDocument=text) == ("MalformedPolicyDocument", message)


def test_a_trust_policy_has_a_quota(aws: Aws) -> None:
    long = trust(AWS=[f"arn:aws:iam::4444555566{n:02}:root" for n in range(60)])
    assert refused(aws.iam.create_role, RoleName=unique("r"), AssumeRolePolicyDocument=long) == (
        "LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048")


def test_who_is_trusted_is_meant_and_not_whoever_is_called_so_later(fleet: Fleet) -> None:
    daemon = fleet.up(dev=False)
    exports = daemon.exports()
    root = Aws(daemon, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])

    def user(name: str) -> tuple[Aws, dict[str, str]]:
        made = root.iam.create_user(UserName=name)["User"]
        key = root.iam.create_access_key(UserName=name)["AccessKey"]
        return Aws(daemon, access_key_id=key["AccessKeyId"], secret=key["SecretAccessKey"]), made

    def trusted() -> str:
        return root.iam.get_role(RoleName="r")["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"]

    ana, made = user("ana")
    role = root.iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust(AWS=made["UserId"]))["Role"]["Arn"]
    assert trusted() == made["Arn"]
    ana.sts.assume_role(RoleArn=role, RoleSessionName="session")
    root.iam.update_user(UserName="ana", NewUserName="bea")
    assert trusted() == made["Arn"].replace("ana", "bea")
    ana.sts.assume_role(RoleArn=role, RoleSessionName="session")
    for key in root.iam.list_access_keys(UserName="bea")["AccessKeyMetadata"]:
        root.iam.delete_access_key(UserName="bea", AccessKeyId=key["AccessKeyId"])
    root.iam.delete_user(UserName="bea")
    assert trusted() == made["UserId"]
    other, _ = user("bea")
    assert refused(other.sts.assume_role, RoleArn=role, RoleSessionName="session")[0] == "AccessDenied"
    # Who is gone can't be trusted anew.
    again = refused(root.iam.update_assume_role_policy, RoleName="r", PolicyDocument=trust(AWS=made["UserId"]))
    assert again == ("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{made["UserId"]}"')


def test_policies_are_listed_by_service_and_simulated_by_name(aws: Aws) -> None:
    name = unique("user")
    arn = aws.iam.create_user(UserName=name)["User"]["Arn"]
    aws.iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=document())
    aws.iam.attach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
    [entry] = aws.iam.list_policies_granting_service_access(Arn=arn, ServiceNamespaces=["s3"])["PoliciesGrantingServiceAccess"]
    assert entry["Policies"] == [
        {"PolicyName": "own", "PolicyType": "INLINE", "EntityType": "USER", "EntityName": name},
        {"PolicyName": "AmazonS3ReadOnlyAccess", "PolicyType": "MANAGED", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}]
    told = aws.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"])["EvaluationResults"][0]
    assert [statement["SourcePolicyId"] for statement in told["MatchedStatements"]] == [f"user_{name}_own", "AmazonS3ReadOnlyAccess"]


def test_a_services_role_is_tagged_and_named_as_the_service_wants(aws: Aws) -> None:
    made = aws.iam.create_service_linked_role(AWSServiceName="custom-resource.application-autoscaling.amazonaws.com")["Role"]
    assert made["RoleName"] == "AWSServiceRoleForApplicationAutoScaling_CustomResource"
    aws.iam.tag_role(RoleName=made["RoleName"], Tags=[{"Key": "team", "Value": "web"}])
    assert aws.iam.get_role(RoleName=made["RoleName"])["Role"]["Tags"] == [{"Key": "team", "Value": "web"}]
    task = aws.iam.delete_service_linked_role(RoleName=made["RoleName"])["DeletionTaskId"]
    assert aws.iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED"


def test_sessions_end_on_the_second(aws: Aws) -> None:
    assert aws.sts.get_session_token()["Credentials"]["Expiration"].microsecond == 0
