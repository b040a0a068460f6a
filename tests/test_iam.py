"""IAM and STS, and what they decide: users, roles and sessions against a daemon that verifies and enforces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import ACCOUNT, REGION, Daemon
from support.tasks import unique

TASKS = "ecs-tasks.amazonaws.com"


@pytest.fixture(scope="module")
def enforcing(instances: set[str]) -> Iterator[Daemon]:
    """A daemon without `--dev`, for all tests of this file."""
    daemon = Daemon(dev=False).start()
    instances.add(daemon.instance() or "no instance id")
    try:
        yield daemon
    finally:
        daemon.close()


@pytest.fixture(scope="module")
def root(enforcing: Daemon) -> Aws:
    exports = enforcing.exports()
    return Aws(enforcing, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(*actions: str, resource: str | list[str] = "*", **rest: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource, **rest}


def deny(*actions: str, resource: str = "*", **rest: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": list(actions), "Resource": resource, **rest}


def trust(principal: dict[str, str], **rest: Any) -> str:
    return document({"Effect": "Allow", "Principal": principal, "Action": ["sts:AssumeRole", "sts:TagSession"], **rest})


def user(root: Aws, *statements: dict[str, Any], **settings: Any) -> Aws:
    """A new user with these rights."""
    name = unique("user")
    root.iam.create_user(UserName=name, **settings)
    if statements:
        root.iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=document(*statements))
    key = root.iam.create_access_key(UserName=name)["AccessKey"]
    aws = Aws(root.daemon, access_key_id=key["AccessKeyId"], secret=key["SecretAccessKey"])
    aws.name = name  # type: ignore[attr-defined]
    return aws


def arn(aws: Aws) -> str:
    return aws.sts.get_caller_identity()["Arn"]


def role(root: Aws, trusted: str, *statements: dict[str, Any], **settings: Any) -> str:
    """The ARN of a new role."""
    name = unique("role")
    made = root.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusted, **settings)["Role"]
    if statements:
        root.iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=document(*statements))
    return made["Arn"]


def assume(aws: Aws, role_arn: str, **settings: Any) -> Aws:
    answer = aws.sts.assume_role(RoleArn=role_arn, RoleSessionName="session", **settings)
    given = answer["Credentials"]
    return Aws(aws.daemon, access_key_id=given["AccessKeyId"], secret=given["SecretAccessKey"], session_token=given["SessionToken"])


def refused(call: Any, *arguments: Any, **settings: Any) -> tuple[str, str]:
    """Code and message of a refusal."""
    with pytest.raises(ClientError) as caught:
        call(*arguments, **settings)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


# Users and their policies


def test_user_may_do_what_a_policy_allows_and_nothing_else(root: Aws) -> None:
    ana = user(root, allow("ecs:ListClusters", "ecs:CreateCluster"))
    assert arn(ana) == f"arn:aws:iam::{ACCOUNT}:user/{ana.name}"
    ana.ecs.list_clusters()
    assert refused(ana.ecs.describe_clusters, clusters=["web"]) == (
        "AccessDeniedException",
        f"User: {arn(ana)} is not authorized to perform: ecs:DescribeClusters on resource: "
        f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/web because no identity-based policy allows the ecs:DescribeClusters action")


def test_deny_wins_and_says_so(root: Aws) -> None:
    ana = user(root, allow("*"), deny("ecs:DeleteCluster"))
    ana.ecs.create_cluster(clusterName="kept")
    code, message = refused(ana.ecs.delete_cluster, cluster="kept")
    assert code == "AccessDeniedException"
    assert message.endswith("cluster/kept with an explicit deny in an identity-based policy")


def test_resources_with_wildcards_and_variables(root: Aws) -> None:
    own = f"arn:aws:ecs:*:{ACCOUNT}:cluster/${{aws:username}}-*"
    ana = user(root, allow("ecs:*Cluster*", resource=own))
    ana.ecs.create_cluster(clusterName=f"{ana.name}-1")
    assert refused(ana.ecs.create_cluster, clusterName="bob-1")[0] == "AccessDeniedException"


def test_conditions(root: Aws) -> None:
    near = {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}, "StringEquals": {"aws:RequestedRegion": REGION}}
    tagged = {"StringEquals": {"aws:RequestTag/team": "web"}, "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}
    ana = user(root, allow("ecs:ListClusters", Condition=near), allow("ecs:CreateCluster", "ecs:TagResource", Condition=tagged))
    ana.ecs.list_clusters()
    far = Aws(ana.daemon, access_key_id=ana.credentials["aws_access_key_id"], secret=ana.credentials["aws_secret_access_key"],
              region="eu-west-1")
    assert refused(far.ecs.list_clusters)[0] == "AccessDeniedException"
    ana.ecs.create_cluster(clusterName=unique("c"), tags=[{"key": "team", "value": "web"}])
    assert refused(ana.ecs.create_cluster, clusterName=unique("c"))[0] == "AccessDeniedException"
    more = [{"key": "team", "value": "web"}, {"key": "cost", "value": "1"}]
    assert refused(ana.ecs.create_cluster, clusterName=unique("c"), tags=more)[0] == "AccessDeniedException"


def test_groups_and_managed_policies(root: Aws) -> None:
    ana, group = user(root), unique("group")
    assert refused(ana.logs.describe_log_groups)[1].endswith(
        f"on resource: arn:aws:logs:{REGION}:{ACCOUNT}:log-group::log-stream: because no identity-based policy allows the "
        "logs:DescribeLogGroups action")
    root.iam.create_group(GroupName=group)
    root.iam.attach_group_policy(GroupName=group, PolicyArn="arn:aws:iam::aws:policy/CloudWatchLogsFullAccess")
    root.iam.add_user_to_group(GroupName=group, UserName=ana.name)
    ana.logs.describe_log_groups()
    made = root.iam.create_policy(PolicyName=unique("p"), PolicyDocument=document(deny("logs:*")))["Policy"]["Arn"]
    root.iam.attach_user_policy(UserName=ana.name, PolicyArn=made)
    assert "explicit deny" in refused(ana.logs.describe_log_groups)[1]
    root.iam.create_policy_version(PolicyArn=made, PolicyDocument=document(allow("s3:*")), SetAsDefault=True)
    ana.logs.describe_log_groups()


def test_boundary_only_takes_away(root: Aws) -> None:
    boundary = root.iam.create_policy(PolicyName=unique("b"), PolicyDocument=document(allow("ecs:*")))["Policy"]["Arn"]
    ana = user(root, allow("*"), PermissionsBoundary=boundary)
    ana.ecs.list_clusters()
    code, message = refused(ana.logs.describe_log_groups)
    assert code == "AccessDeniedException"
    assert message.endswith("because no permissions boundary allows the logs:DescribeLogGroups action")
    root.iam.delete_user_permissions_boundary(UserName=ana.name)
    ana.logs.describe_log_groups()


def test_each_protocol_says_it_in_its_own_way(root: Aws) -> None:
    ana = user(root)
    assert refused(ana.iam.get_user, UserName=ana.name) == (
        "AccessDenied",
        f"User: {arn(ana)} is not authorized to perform: iam:GetUser on resource: {arn(ana)} because no identity-based policy allows "
        "the iam:GetUser action")
    code, message = refused(ana.ec2.describe_vpcs)
    assert code == "UnauthorizedOperation"
    assert message.startswith("You are not authorized to perform this operation.")


# Keys


def test_deleted_and_inactive_keys_stop_at_once(root: Aws) -> None:
    ana = user(root, allow("ecs:*"))
    key = ana.credentials["aws_access_key_id"]
    ana.ecs.list_clusters()
    root.iam.update_access_key(UserName=ana.name, AccessKeyId=key, Status="Inactive")
    assert refused(ana.ecs.list_clusters)[0] == "UnrecognizedClientException"
    root.iam.update_access_key(UserName=ana.name, AccessKeyId=key, Status="Active")
    ana.ecs.list_clusters()
    root.iam.delete_access_key(UserName=ana.name, AccessKeyId=key)
    assert refused(ana.ecs.list_clusters)[0] == "UnrecognizedClientException"
    assert refused(ana.sts.get_caller_identity) == (
        "InvalidClientTokenId", "The security token included in the request is invalid.")


def test_session_needs_its_own_token(root: Aws) -> None:
    ana = user(root, allow("*"))
    given = ana.sts.get_session_token()["Credentials"]
    whole = Aws(ana.daemon, access_key_id=given["AccessKeyId"], secret=given["SecretAccessKey"], session_token=given["SessionToken"])
    assert arn(whole) == arn(ana)
    assert refused(whole.sts.get_session_token) == ("AccessDenied", "Cannot call GetSessionToken with session credentials")
    for token in (None, "other"):
        part = Aws(ana.daemon, access_key_id=given["AccessKeyId"], secret=given["SecretAccessKey"], session_token=token)
        assert refused(part.ecs.list_clusters)[0] == "UnrecognizedClientException"


def test_federated_user_has_the_sessions_rights_only(root: Aws) -> None:
    ana = user(root, allow("sts:GetFederationToken", "ecs:*"))
    answer = ana.sts.get_federation_token(Name="guest", Policy=document(allow("ecs:List*", "logs:*")))
    given = answer["Credentials"]
    guest = Aws(ana.daemon, access_key_id=given["AccessKeyId"], secret=given["SecretAccessKey"], session_token=given["SessionToken"])
    assert arn(guest) == answer["FederatedUser"]["Arn"] == f"arn:aws:sts::{ACCOUNT}:federated-user/guest"
    guest.ecs.list_clusters()
    assert "no session policy allows" in refused(guest.ecs.create_cluster, clusterName="x")[1]
    assert "no identity-based policy allows" in refused(guest.logs.describe_log_groups)[1]


# Roles


def test_role_is_assumed_by_whom_it_trusts(root: Aws) -> None:
    ana, bob = user(root), user(root)
    assumed = role(root, trust({"AWS": arn(ana)}), allow("ecs:ListClusters"))
    session = assume(ana, assumed)
    name = assumed.rsplit("/", 1)[1]
    identity = session.sts.get_caller_identity()
    assert identity["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/session"
    assert identity["UserId"].startswith("AROA") and identity["UserId"].endswith(":session")
    session.ecs.list_clusters()
    assert refused(session.ecs.create_cluster, clusterName="x")[1].startswith(
        f"User: arn:aws:sts::{ACCOUNT}:assumed-role/{name}/session is not authorized to perform: ecs:CreateCluster on resource: ")
    denied = f"User: {arn(bob)} is not authorized to perform: sts:AssumeRole on resource: "
    assert refused(assume, bob, assumed) == ("AccessDenied", denied + assumed)
    missing = f"arn:aws:iam::{ACCOUNT}:role/missing"
    assert refused(assume, bob, missing) == ("AccessDenied", denied + missing)


def test_account_trusted_means_whom_the_account_allows(root: Aws) -> None:
    assumed = role(root, trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    assert refused(assume, user(root), assumed)[0] == "AccessDenied"
    assume(user(root, allow("sts:AssumeRole", resource=assumed)), assumed)


def test_external_id(root: Aws) -> None:
    ana = user(root)
    assumed = role(root, trust({"AWS": arn(ana)}, Condition={"StringEquals": {"sts:ExternalId": "secret"}}))
    assert refused(assume, ana, assumed)[0] == "AccessDenied"
    assert refused(assume, ana, assumed, ExternalId="other")[0] == "AccessDenied"
    assume(ana, assumed, ExternalId="secret")


def test_session_policy_and_tags(root: Aws) -> None:
    ana = user(root)
    own = allow("ecs:*", resource=f"arn:aws:ecs:*:*:cluster/${{aws:PrincipalTag/team}}-*")
    assumed = role(root, trust({"AWS": arn(ana)}), own, allow("ecs:ListClusters"))
    web = assume(ana, assumed, Tags=[{"Key": "team", "Value": "web"}])
    web.ecs.create_cluster(clusterName=unique("web"))
    assert refused(web.ecs.create_cluster, clusterName=unique("db"))[0] == "AccessDeniedException"
    narrow = assume(ana, assumed, Policy=document(allow("ecs:ListClusters")), Tags=[{"Key": "team", "Value": "web"}])
    narrow.ecs.list_clusters()
    assert refused(narrow.ecs.create_cluster, clusterName=unique("web"))[1].endswith(
        "because no session policy allows the ecs:CreateCluster action")
    assert refused(assume, ana, assumed, Policy="{")[0] == "MalformedPolicyDocument"


def test_role_chain(root: Aws) -> None:
    ana = user(root)
    first = role(root, trust({"AWS": arn(ana)}), allow("sts:AssumeRole"))
    second = role(root, trust({"AWS": first}), allow("ecs:ListClusters"))
    assert refused(assume, ana, second)[0] == "AccessDenied"
    session = assume(assume(ana, first), second)
    session.ecs.list_clusters()
    code, message = refused(assume, assume(ana, first), second, DurationSeconds=7200)
    assert (code, "role chaining" in message) == ("ValidationError", True)


def test_session_length(root: Aws) -> None:
    ana = user(root)
    assumed = role(root, trust({"AWS": arn(ana)}), MaxSessionDuration=7200)
    assume(ana, assumed, DurationSeconds=7200)
    assert refused(assume, ana, assumed, DurationSeconds=7201) == (
        "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")


def test_deleted_role_leaves_its_sessions_without_rights(root: Aws) -> None:
    ana = user(root)
    assumed = role(root, trust({"AWS": arn(ana)}), allow("ecs:*"))
    session, name = assume(ana, assumed), assumed.rsplit("/", 1)[1]
    session.ecs.list_clusters()
    root.iam.delete_role_policy(RoleName=name, PolicyName="rights")
    assert refused(session.ecs.list_clusters)[0] == "AccessDeniedException"
    root.iam.delete_role(RoleName=name)
    # Another one of that name is not the one that was assumed.
    root.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"AWS": arn(ana)}))
    root.iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=document(allow("ecs:*")))
    assert refused(session.ecs.list_clusters)[0] == "AccessDeniedException"


def test_pass_role(root: Aws) -> None:
    task_role = role(root, trust({"Service": TASKS}))
    definition = {"family": unique("f"), "taskRoleArn": task_role, "containerDefinitions": [{"name": "a", "image": "b", "memory": 64}]}
    ana = user(root, allow("ecs:*"))
    code, message = refused(ana.ecs.register_task_definition, **definition)
    assert code == "AccessDeniedException"
    assert f"is not authorized to perform: iam:PassRole on resource: {task_role} because" in message
    elsewhere = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
    bob = user(root, allow("ecs:*"), allow("iam:PassRole", resource=task_role, Condition=elsewhere))
    assert refused(bob.ecs.register_task_definition, **definition)[0] == "AccessDeniedException"
    here = {"StringEquals": {"iam:PassedToService": TASKS}}
    cleo = user(root, allow("ecs:*"), allow("iam:PassRole", resource=task_role, Condition=here))
    registered = cleo.ecs.register_task_definition(**definition)["taskDefinition"]["taskDefinitionArn"]
    assert "iam:PassRole" in refused(ana.ecs.run_task, taskDefinition=registered)[1]


def test_a_batch_of_secrets_without_the_right_to_one(root: Aws) -> None:
    prefix = unique("batch")
    secrets = root.client("secretsmanager")
    mine, theirs = [secrets.create_secret(Name=f"{prefix}/{name}", SecretString=name)["ARN"] for name in ("mine", "theirs")]
    reading = "secretsmanager:GetSecretValue"
    ana = user(root, allow("secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets"), allow(reading, resource=mine))
    batch = ana.client("secretsmanager").batch_get_secret_value
    message = f"User: {arn(ana)} is not authorized to perform: {reading} on resource: {theirs} because no identity-based policy allows " \
              f"the {reading} action"
    for chosen in ({"SecretIdList": [theirs, mine]}, {"Filters": [{"Key": "name", "Values": [prefix]}]}):
        answer = batch(**chosen)
        assert [value["SecretString"] for value in answer["SecretValues"]] == ["mine"]
        assert answer["Errors"] == [{"SecretId": theirs, "ErrorCode": "AccessDeniedException", "Message": message}]
    bob = user(root, allow(reading))
    assert refused(bob.client("secretsmanager").batch_get_secret_value, SecretIdList=[mine])[0] == "AccessDeniedException"


def test_cluster_condition(root: Aws) -> None:
    prod = f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/prod"
    ana = user(root, allow("ecs:ListTasks", Condition={"ArnEquals": {"ecs:cluster": prod}}))
    root.ecs.create_cluster(clusterName="prod")
    ana.ecs.list_tasks(cluster="prod")
    assert refused(ana.ecs.list_tasks, cluster="default")[0] == "AccessDeniedException"


def test_tags_of_a_resource(root: Aws) -> None:
    web, db = unique("web"), unique("db")
    root.ecs.create_cluster(clusterName=web, tags=[{"key": "team", "value": "web"}])
    root.ecs.create_cluster(clusterName=db)
    ana = user(root, allow("ecs:DeleteCluster", Condition={"StringEquals": {"aws:ResourceTag/team": "web"}}))
    assert refused(ana.ecs.delete_cluster, cluster=db)[0] == "AccessDeniedException"
    assert refused(ana.ecs.delete_cluster, cluster="missing")[0] == "AccessDeniedException"
    ana.ecs.delete_cluster(cluster=web)


def test_tags_of_iams_own_resources(root: Aws) -> None:
    def tag(value: str) -> list[dict[str, str]]:
        return [{"Key": "team", "Value": value}]

    web, db = [role(root, trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}), Tags=tag(team)) for team in ("web", "db")]
    own = {"StringEquals": {"iam:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    ana = user(root, allow("sts:AssumeRole", Condition=own), allow("iam:DeletePolicy", "iam:DeleteInstanceProfile", Condition=own),
               allow("iam:UntagRole", Condition={"ForAllValues:StringEquals": {"aws:TagKeys": "temporary"}}),
               allow("iam:TagOpenIDConnectProvider", Condition={"StringEquals": {"aws:RequestTag/team": "web"}}), Tags=tag("web"))
    assume(ana, web)
    assert refused(assume, ana, db)[0] == "AccessDenied"
    policies = [root.iam.create_policy(PolicyName=unique(team), PolicyDocument=document(allow("s3:*")), Tags=tag(team))["Policy"]["Arn"]
                for team in ("web", "db")]
    ana.iam.delete_policy(PolicyArn=policies[0])
    assert refused(ana.iam.delete_policy, PolicyArn=policies[1])[0] == "AccessDenied"
    for team, outcome in (("web", None), ("db", "AccessDenied")):
        profile = unique(team)
        root.iam.create_instance_profile(InstanceProfileName=profile, Tags=tag(team))
        if outcome is None:
            ana.iam.delete_instance_profile(InstanceProfileName=profile)
        else:
            assert refused(ana.iam.delete_instance_profile, InstanceProfileName=profile)[0] == outcome
    name = web.rsplit("/", 1)[1]
    ana.iam.untag_role(RoleName=name, TagKeys=["temporary"])
    assert refused(ana.iam.untag_role, RoleName=name, TagKeys=["temporary", "team"])[0] == "AccessDenied"
    provider = root.iam.create_open_id_connect_provider(Url=f"https://{unique('issuer')}.example.com")["OpenIDConnectProviderArn"]
    ana.iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=provider, Tags=tag("web"))
    assert refused(ana.iam.tag_open_id_connect_provider, OpenIDConnectProviderArn=provider, Tags=tag("db"))[0] == "AccessDenied"


# The service itself


def test_documents_come_back_as_they_were(root: Aws) -> None:
    name, trusted = unique("role"), trust({"Service": TASKS})
    root.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusted, Description="größe", Tags=[{"Key": "a", "Value": "b"}])
    told = root.iam.get_role(RoleName=name)["Role"]
    assert told["AssumeRolePolicyDocument"] == json.loads(trusted)
    assert (told["Description"], told["Tags"], told["MaxSessionDuration"]) == ("größe", [{"Key": "a", "Value": "b"}], 3600)


def test_errors_have_aws_codes_and_status(root: Aws) -> None:
    with pytest.raises(root.iam.exceptions.NoSuchEntityException) as caught:
        root.iam.get_role(RoleName="missing")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    name = unique("user")
    root.iam.create_user(UserName=name)
    with pytest.raises(root.iam.exceptions.EntityAlreadyExistsException) as caught:
        root.iam.create_user(UserName=name.upper())
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409
    with pytest.raises(root.iam.exceptions.MalformedPolicyDocumentException):
        root.iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument="{")
    assert refused(root.iam.create_user, UserName="a b") == (
        "ValidationError",
        "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-")
    code, message = refused(root.iam.create_user, UserName="a" * 65)
    assert (code, message.startswith("1 validation error detected: Value 'aaa")) == ("ValidationError", True)


def test_pages(root: Aws) -> None:
    names = sorted(unique("page") for _ in range(5))
    for name in names:
        root.iam.create_user(UserName=name, Path="/page/")
    pages = root.iam.get_paginator("list_users").paginate(PathPrefix="/page/", PaginationConfig={"PageSize": 2})
    assert [[one["UserName"] for one in page["Users"]] for page in pages] == [names[:2], names[2:4], names[4:]]


def test_waiters_and_aws_managed_policies(root: Aws) -> None:
    name = unique("role")
    root.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"Service": TASKS}))
    root.iam.get_waiter("role_exists").wait(RoleName=name)
    arn_of_aws = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    root.iam.attach_role_policy(RoleName=name, PolicyArn=arn_of_aws)
    policy = root.iam.get_policy(PolicyArn=arn_of_aws)["Policy"]
    version = root.iam.get_policy_version(PolicyArn=arn_of_aws, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    assert "ecr:GetAuthorizationToken" in version["Document"]["Statement"][0]["Action"]


def test_aws_command(root: Aws) -> None:
    name = unique("user")
    made = root.json("iam", "create-user", "--user-name", name)
    assert made["User"]["Arn"].endswith(f":user/{name}")
    key = root.json("iam", "create-access-key", "--user-name", name)["AccessKey"]
    ana = Aws(root.daemon, access_key_id=key["AccessKeyId"], secret=key["SecretAccessKey"])
    assert ana.json("sts", "get-caller-identity")["Arn"] == made["User"]["Arn"]
    run = ana.command("ecs", "list-clusters", check=False)
    assert run.returncode != 0 and "AccessDeniedException" in run.stderr
    told = root.json("iam", "simulate-principal-policy", "--policy-source-arn", made["User"]["Arn"], "--action-names", "ecs:RunTask")
    assert told["EvaluationResults"][0]["EvalDecision"] == "implicitDeny"
    assert root.json("sts", "get-access-key-info", "--access-key-id", key["AccessKeyId"])["Account"] == ACCOUNT


def test_identities_survive_the_daemon(fleet: Fleet) -> None:
    daemon = fleet.up(dev=False)
    exports = daemon.exports()
    root = Aws(daemon, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])
    ana = user(root, allow("ecs:ListClusters"))
    session = assume(ana, role(root, trust({"AWS": arn(ana)}), allow("ecs:ListClusters")))
    daemon.kill()
    daemon.start()
    for aws in (ana, session):
        aws.ecs.list_clusters()
        assert refused(aws.ecs.create_cluster, clusterName="x")[0] == "AccessDeniedException"


# --dev


def test_dev_tells_who_calls_and_limits_nobody(aws: Aws) -> None:
    ana = user(aws)
    assert arn(ana) == f"arn:aws:iam::{ACCOUNT}:user/{ana.name}"
    ana.ecs.list_clusters()
    missing = f"arn:aws:iam::444455556666:role/{unique('missing')}"
    session = assume(ana, missing)
    assert arn(session) == f"arn:aws:sts::444455556666:assumed-role/{missing.rsplit('/', 1)[1]}/session"
    session.ecs.list_clusters()


def test_dev_enforces_when_asked_to(fleet: Fleet) -> None:
    daemon = fleet.up("--enforce-iam")
    anybody = Aws(daemon)
    assert arn(anybody) == f"arn:aws:iam::{ACCOUNT}:root"
    ana = user(anybody, allow("ecs:ListClusters"))
    ana.ecs.list_clusters()
    assert refused(ana.ecs.create_cluster, clusterName="x")[0] == "AccessDeniedException"
    anybody.ecs.create_cluster(clusterName="x")


@pytest.mark.parametrize("options", [[], ["--enforce-iam"]], ids=["dev", "dev-enforcing"])
def test_dev_takes_a_key_that_was_switched_off_for_nobodys(fleet: Fleet, options: list[str]) -> None:
    anybody = Aws(fleet.up(*options))
    ana = user(anybody, allow("ecs:*"))
    ana.ecs.list_clusters()
    key = {"UserName": ana.name, "AccessKeyId": ana.credentials["aws_access_key_id"]}
    anybody.iam.update_access_key(Status="Inactive", **key)
    assert refused(ana.ecs.list_clusters)[0] == "UnrecognizedClientException"
    assert refused(ana.sts.get_caller_identity)[0] == "InvalidClientTokenId"
    anybody.iam.update_access_key(Status="Active", **key)
    ana.ecs.list_clusters()


def test_tags_of_sessions(aws: Aws) -> None:
    trusted = role(aws, trust({"AWS": "*"}))

    def assuming(by: Aws, tags: dict[str, str], **settings: Any) -> tuple[str, str]:
        tagged = [{"Key": key, "Value": value} for key, value in tags.items()]
        return refused(by.sts.assume_role, RoleArn=trusted, RoleSessionName="session", Tags=tagged, **settings)

    assert assuming(aws, {"Team": "a", "team": "b"}) == (
        "InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    assert assuming(aws, {"aws:team": "a"})[0] == "InvalidParameterValue"
    assert assuming(aws, {"team": "a"}, TransitiveTagKeys=["other"]) == (
        "ValidationError", "The specified transitive tag key must be included in the requested tags.")
    session = assume(aws, trusted, Tags=[{"Key": "Team", "Value": "a"}], TransitiveTagKeys=["team"])
    code, message = assuming(session, {"TEAM": "b"})
    assert code == "ValidationError" and "conflicts with a transitive tag key from the calling session" in message
    assume(session, trusted, Tags=[{"Key": "other", "Value": "b"}])
