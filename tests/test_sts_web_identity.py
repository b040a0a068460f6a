"""AssumeRoleWithWebIdentity: pipelines that show a token of their provider instead of keys."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import AWS_COMMAND, Aws
from support.daemon import ACCOUNT, REGION, Daemon
from support.issuer import Issuer, Key
from support.tasks import unique
from support.wait import wait_until

NOT_AUTHORIZED = ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture(scope="module")
def enforcing(instances: set[str], issuer: Issuer) -> Iterator[Daemon]:
    """A daemon without `--dev` on a machine that believes the provider's certificate."""
    daemon = Daemon(dev=False, env={"SSL_CERT_FILE": str(issuer.ca)}).start()
    instances.add(daemon.instance() or "no instance id")
    try:
        yield daemon
        assert daemon.complaints() == []
    finally:
        daemon.close()


@pytest.fixture(scope="module")
def root(enforcing: Daemon) -> Aws:
    return root_of(enforcing)


def root_of(daemon: Daemon) -> Aws:
    exports = daemon.exports()
    return Aws(daemon, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])


@pytest.fixture(scope="module")
def provider(root: Aws, issuer: Issuer) -> str:
    made = root.iam.create_open_id_connect_provider(Url=issuer.url, ClientIDList=["sts.amazonaws.com"])
    return made["OpenIDConnectProviderArn"]


def nobody(daemon: Daemon) -> Any:
    """STS for who has no credentials."""
    return boto3.client("sts", endpoint_url=daemon.endpoint, region_name=REGION,
                        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}))


def role(root: Aws, provider: str, condition: dict[str, Any] | None = None, *actions: str, **settings: Any) -> str:
    name = unique("role")
    statement = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": ["sts:AssumeRoleWithWebIdentity", *actions],
                 **({"Condition": condition} if condition else {})}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return root.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, **settings)["Role"]["Arn"]


def allow(root: Aws, role_arn: str, *actions: str, **rest: Any) -> None:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*", **rest}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    root.iam.put_role_policy(RoleName=role_arn.rsplit("/")[-1], PolicyName=unique("p"), PolicyDocument=document)


def assume(daemon: Daemon, role_arn: str, token: str, **settings: Any) -> dict[str, Any]:
    return nobody(daemon).assume_role_with_web_identity(RoleArn=role_arn, RoleSessionName="ci", WebIdentityToken=token, **settings)


def refused(daemon: Daemon, role_arn: str, token: str, **settings: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        assume(daemon, role_arn, token, **settings)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def acting(daemon: Daemon, answer: dict[str, Any]) -> Aws:
    given = answer["Credentials"]
    return Aws(daemon, access_key_id=given["AccessKeyId"], secret=given["SecretAccessKey"], session_token=given["SessionToken"])


def test_a_pipeline_acts_as_the_role_that_trusts_it(enforcing: Daemon, root: Aws, issuer: Issuer, provider: str) -> None:
    claims = {"StringEquals": {f"{issuer.name}:aud": "sts.amazonaws.com"}, "StringLike": {f"{issuer.name}:sub": "repo:octo/app:*"}}
    deploy = role(root, provider, claims)
    name = deploy.rsplit("/")[-1]
    allow(root, deploy, "ecs:ListClusters")
    answer = assume(enforcing, deploy, issuer.token(), DurationSeconds=900)
    assert answer["SubjectFromWebIdentityToken"] == "repo:octo/app:ref:refs/heads/main"
    assert (answer["Audience"], answer["Provider"]) == ("sts.amazonaws.com", provider)
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/ci"
    assert "PackedPolicySize" not in answer
    ends = answer["Credentials"]["Expiration"].timestamp() - time.time()
    assert 880 < ends <= 901
    pipeline = acting(enforcing, answer)
    assert pipeline.sts.get_caller_identity()["Arn"] == answer["AssumedRoleUser"]["Arn"]
    pipeline.ecs.list_clusters()
    with pytest.raises(ClientError, match="AccessDenied"):
        pipeline.ecs.describe_clusters()
    # Another repository isn't trusted, nor is any where the role isn't.
    assert refused(enforcing, deploy, issuer.token(sub="repo:octo/other:ref:refs/heads/main")) == NOT_AUTHORIZED
    assert refused(enforcing, f"arn:aws:iam::{ACCOUNT}:role/missing", issuer.token()) == NOT_AUTHORIZED
    other = role(root, f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com")
    assert refused(enforcing, other, issuer.token()) == NOT_AUTHORIZED


def test_the_aws_command_finds_its_token_in_a_file(enforcing: Daemon, root: Aws, issuer: Issuer, provider: str, tmp_path: Path) -> None:
    """As runners of pipelines and SDKs do it: by the environment alone."""
    file = tmp_path / "token"
    file.write_text(issuer.token())
    environment = {name: value for name, value in root.command_environment().items() if "ACCESS_KEY" not in name}
    environment |= {"AWS_ROLE_ARN": role(root, provider), "AWS_WEB_IDENTITY_TOKEN_FILE": str(file), "AWS_ROLE_SESSION_NAME": "file"}
    run = subprocess.run([str(AWS_COMMAND), "sts", "get-caller-identity"], env=environment, capture_output=True, text=True, timeout=60,
                         check=False)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["Arn"].endswith("/file")


def test_what_is_no_good_token(enforcing: Daemon, root: Aws, issuer: Issuer, provider: str) -> None:
    deploy, now = role(root, provider), int(time.time())
    assert refused(enforcing, deploy, "no.token") == (
        "InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
    code, message = refused(enforcing, deploy, issuer.token(exp=now - 1))
    assert code == "ExpiredTokenException" and message.startswith("Token expired: current date/time ")
    assert refused(enforcing, deploy, issuer.token(aud="somebody.else")) == ("InvalidIdentityToken", "Incorrect token audience")
    assert refused(enforcing, deploy, issuer.token(iss="https://localhost/other")) == (
        "InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://localhost/other")
    assert refused(enforcing, deploy, issuer.token(exp=None)) == ("InvalidIdentityToken", "Missing a required claim: exp")
    assert refused(enforcing, deploy, issuer.token(sub=None)) == ("InvalidIdentityToken", "Missing a required claim: sub")
    assert refused(enforcing, deploy, issuer.token(nbf=now + 3600))[0] == "InvalidIdentityToken"
    # Signed by somebody else who calls their key the same.
    forged = issuer.token(Key(issuer.directory, "forged"))
    stolen = Key(issuer.directory, "stolen")
    stolen.kid = "one"
    assert refused(enforcing, deploy, issuer.token(stolen))[1].startswith("The web identity token that was passed could not be validated")
    assert refused(enforcing, deploy, forged)[1].startswith("Couldn't retrieve verification key from your identity provider")
    assert refused(enforcing, "arn:aws:iam::1:role/x-and-more", issuer.token()) == ("ValidationError", "Request ARN is invalid")
    assert refused(enforcing, deploy, issuer.token(), DurationSeconds=7200) == (
        "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")


def test_elliptic_keys_and_keys_that_came_later(enforcing: Daemon, root: Aws, issuer: Issuer, provider: str) -> None:
    deploy = role(root, provider)
    assume(enforcing, deploy, issuer.token())
    asked = len(issuer.asked)
    assume(enforcing, deploy, issuer.token())
    assert len(issuer.asked) == asked, "keys are remembered"
    issuer.keys.insert(0, Key(issuer.directory, "two", "ES256"))

    def believed() -> bool:
        try:
            return bool(assume(enforcing, deploy, issuer.token()))
        except ClientError as error:
            assert error.response["Error"]["Code"] == "InvalidIdentityToken"
            return False

    wait_until("a new key counts", believed, timeout=20)


def test_tags_source_identity_and_a_session_policy(enforcing: Daemon, root: Aws, issuer: Issuer, provider: str) -> None:
    given = {"https://aws.amazon.com/tags": {"principal_tags": {"team": ["web"]}, "transitive_tag_keys": ["team"]},
             "https://aws.amazon.com/source_identity": "ana"}
    plain = role(root, provider)
    assert refused(enforcing, plain, issuer.token(**given)) == NOT_AUTHORIZED
    condition = {"StringEquals": {"aws:RequestTag/team": "web", "sts:RoleSessionName": "ci"}}
    tagged = role(root, provider, condition, "sts:TagSession", "sts:SetSourceIdentity")
    allow(root, tagged, "ecs:ListClusters", Condition={"StringEquals": {
        "aws:PrincipalTag/team": "web", "aws:SourceIdentity": "ana", "aws:FederatedProvider": provider,
        f"{issuer.name}:sub": "repo:octo/app:ref:refs/heads/main"}})
    answer = assume(enforcing, tagged, issuer.token(**given))
    assert answer["SourceIdentity"] == "ana"
    assert answer["PackedPolicySize"] > 0
    acting(enforcing, answer).ecs.list_clusters()
    narrow = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ecs:DescribeClusters", "Resource": "*"}})
    answer = assume(enforcing, tagged, issuer.token(**given), Policy=narrow)
    with pytest.raises(ClientError, match="because no session policy allows"):
        acting(enforcing, answer).ecs.list_clusters()
    assert refused(enforcing, tagged, issuer.token(**given), Policy="{")[0] == "MalformedPolicyDocument"


def test_amr_holds_several_values(enforcing: Daemon, root: Aws, issuer: Issuer, provider: str) -> None:
    strong = role(root, provider, {"ForAnyValue:StringEquals": {f"{issuer.name}:amr": "mfa"}})
    assume(enforcing, strong, issuer.token(amr=["pwd", "mfa"]))
    assert refused(enforcing, strong, issuer.token(amr=["pwd"])) == NOT_AUTHORIZED
    assert refused(enforcing, strong, issuer.token()) == NOT_AUTHORIZED


def test_a_provider_that_is_gone_vouches_for_nobody(enforcing: Daemon, root: Aws) -> None:
    short = Issuer()
    try:
        arn = root.iam.create_open_id_connect_provider(
            Url=short.url, ClientIDList=["sts.amazonaws.com"], ThumbprintList=[short.thumbprint()])["OpenIDConnectProviderArn"]
        deploy = role(root, arn)
        # The machine doesn't believe this one's certificate; its thumbprint was registered.
        assume(enforcing, deploy, short.token())
        root.iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["0" * 40])
        assert refused(enforcing, deploy, short.token()) == (
            "InvalidIdentityToken", "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint")
        short.broken = b"<html>"
        root.iam.update_open_id_connect_provider_thumbprint(
            OpenIDConnectProviderArn=arn, ThumbprintList=[short.thumbprint(), "0" * 40])
        token = short.token()
        assert refused(enforcing, deploy, token)[1].startswith("Couldn't retrieve verification key")
    finally:
        short.close()
    root.iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["1" * 40])
    assert refused(enforcing, deploy, token)[0] == "IDPCommunicationError"
    root.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert refused(enforcing, deploy, token)[1].startswith("No OpenIDConnect provider found in your account for https://")


def test_only_this_call_needs_no_signature(enforcing: Daemon) -> None:
    with pytest.raises(ClientError, match="MissingAuthenticationToken"):
        nobody(enforcing).get_caller_identity()
    with pytest.raises(ClientError, match="MissingAuthenticationToken"):
        nobody(enforcing).assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/any", RoleSessionName="ci")


def test_dev_takes_a_token_at_its_word(aws: Aws, issuer: Issuer) -> None:
    deploy = f"arn:aws:iam::{ACCOUNT}:role/never-made"
    answer = assume(aws.daemon, deploy, issuer.token(Key(issuer.directory, "unknown")))
    assert answer["SubjectFromWebIdentityToken"] == "repo:octo/app:ref:refs/heads/main"
    assert answer["Provider"] == f"arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer.name}"
    assert acting(aws.daemon, answer).sts.get_caller_identity()["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/never-made/ci"
    assert refused(aws.daemon, deploy, issuer.token(exp=1))[0] == "ExpiredTokenException"
    # As with access keys, what says nothing is taken too.
    answer = assume(aws.daemon, deploy, "opaque", ProviderId="www.amazon.com")
    assert answer["Provider"] == "www.amazon.com" and "SubjectFromWebIdentityToken" not in answer


def test_dev_that_enforces_verifies(fleet: Fleet, issuer: Issuer) -> None:
    daemon = fleet.up("--enforce-iam", env={"SSL_CERT_FILE": str(issuer.ca)})
    root = Aws(daemon)
    arn = root.iam.create_open_id_connect_provider(Url=issuer.url, ClientIDList=["sts.amazonaws.com"])["OpenIDConnectProviderArn"]
    deploy = role(root, arn)
    assume(daemon, deploy, issuer.token())
    stolen = Key(issuer.directory, "stolen-too")
    assert refused(daemon, deploy, issuer.token(stolen))[0] == "InvalidIdentityToken"
