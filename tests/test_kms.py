"""KMS: keys, who may use them, and what is kept under them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.aws import Aws
from support.daemon import ACCOUNT, REGION, Daemon
from support.tasks import unique

ROOT = f"arn:aws:iam::{ACCOUNT}:root"


@pytest.fixture
def kms(aws: Aws) -> Any:
    return aws.client("kms")


@pytest.fixture(scope="module")
def enforcing(instances: set[str]) -> Iterator[Daemon]:
    """A daemon without `--dev`, for all tests of rights."""
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


def allow(*actions: str, resource: str = "*", **rest: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource, **rest}


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def user(root: Aws, *statements: dict[str, Any]) -> Aws:
    """A new user with these rights."""
    name = unique("user")
    root.iam.create_user(UserName=name)
    if statements:
        root.iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=document(*statements))
    key = root.iam.create_access_key(UserName=name)["AccessKey"]
    aws = Aws(root.daemon, access_key_id=key["AccessKeyId"], secret=key["SecretAccessKey"])
    aws.arn = f"arn:aws:iam::{ACCOUNT}:user/{name}"  # type: ignore[attr-defined]
    return aws


def refused(call: Any, **input: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as raised:
        call(**input)
    error = raised.value.response["Error"]
    return error["Code"], error["Message"]


def not_allowed(who: Aws, action: str, key: str, by: str = "identity-based") -> tuple[str, str]:
    return "AccessDeniedException", (
        f"User: {who.arn} is not authorized to perform: {action} on resource: {key} because no {by} policy allows the "  # type: ignore[attr-defined]
        f"{action} action")


# Keys

def test_a_key_through_boto3(kms: Any) -> None:
    made = kms.create_key(Description="d", Tags=[{"TagKey": "k", "TagValue": "v"}])["KeyMetadata"]
    assert made["Arn"] == f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{made['KeyId']}"
    assert (made["KeyState"], made["KeySpec"], made["KeyUsage"]) == ("Enabled", "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
    context = {"app": "web"}
    blob = kms.encrypt(KeyId=made["KeyId"], Plaintext=b"hello", EncryptionContext=context)["CiphertextBlob"]
    assert b"hello" not in blob
    opened = kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)
    assert (opened["Plaintext"], opened["KeyId"]) == (b"hello", made["Arn"])
    with pytest.raises(kms.exceptions.InvalidCiphertextException):
        kms.decrypt(CiphertextBlob=blob)
    data = kms.generate_data_key(KeyId=made["Arn"], KeySpec="AES_256")
    assert len(data["Plaintext"]) == 32
    assert kms.decrypt(CiphertextBlob=data["CiphertextBlob"])["Plaintext"] == data["Plaintext"]
    with pytest.raises(kms.exceptions.DryRunOperationException):
        kms.generate_data_key(KeyId=made["KeyId"], KeySpec="AES_256", DryRun=True)


def test_pages_through_boto3(kms: Any) -> None:
    made = {kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(3)}
    listed = [key["KeyId"] for page in kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 2}) for key in page["Keys"]]
    assert made <= set(listed) and len(set(listed)) == len(listed)
    aliases = [alias["AliasName"] for page in kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 3})
               for alias in page["Aliases"]]
    assert "alias/aws/secretsmanager" in aliases and len(set(aliases)) == len(aliases)


def test_aliases_and_states(kms: Any) -> None:
    key = kms.create_key()["KeyMetadata"]
    alias = f"alias/{unique('app')}"
    kms.create_alias(AliasName=alias, TargetKeyId=key["KeyId"])
    blob = kms.encrypt(KeyId=alias, Plaintext=b"x")["CiphertextBlob"]
    kms.disable_key(KeyId=key["KeyId"])
    assert refused(kms.decrypt, CiphertextBlob=blob) == ("DisabledException", f"{key['Arn']} is disabled.")
    kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
    assert refused(kms.decrypt, CiphertextBlob=blob) == ("KMSInvalidStateException", f"{key['Arn']} is pending deletion.")
    kms.cancel_key_deletion(KeyId=key["KeyId"])
    kms.enable_key(KeyId=key["KeyId"])
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
    kms.delete_alias(AliasName=alias)
    assert refused(kms.encrypt, KeyId=alias, Plaintext=b"x") == (
        "NotFoundException", f"Alias arn:aws:kms:{REGION}:{ACCOUNT}:{alias} is not found.")


def test_ciphertexts_survive_rotation_restarts_and_another_master_key(fleet: Any) -> None:
    daemon = fleet.up()
    kms = Aws(daemon).client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blobs = []
    for text in (b"one", b"two"):
        blobs.append(kms.encrypt(KeyId=key, Plaintext=text)["CiphertextBlob"])
        kms.rotate_key_on_demand(KeyId=key)
    daemon.cli("secrets", "rotate-master-key", "--forget-former")
    daemon.kill()
    daemon.start()
    kms = Aws(daemon).client("kms")
    assert [kms.decrypt(CiphertextBlob=blob)["Plaintext"] for blob in blobs] == [b"one", b"two"]


# Rights

def test_the_key_policy_leaves_the_decision_to_the_account_or_not(root: Aws) -> None:
    admin = root.client("kms")
    key = admin.create_key()["KeyMetadata"]["Arn"]
    able, unable = user(root, allow("kms:*")), user(root)
    blob = able.client("kms").encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert able.client("kms").decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
    assert refused(unable.client("kms").decrypt, CiphertextBlob=blob) == not_allowed(unable, "kms:Decrypt", key)

    # A policy without the account's root: identity policies count for nothing.
    own = document(allow("kms:*", Principal={"AWS": unable.arn}))  # type: ignore[attr-defined]
    admin.put_key_policy(KeyId=key, PolicyName="default", Policy=own, BypassPolicyLockoutSafetyCheck=True)
    assert unable.client("kms").decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
    assert refused(able.client("kms").decrypt, CiphertextBlob=blob) == not_allowed(able, "kms:Decrypt", key, "resource-based")


def test_grants_give_what_policies_do_not(root: Aws) -> None:
    admin = root.client("kms")
    key = admin.create_key()["KeyMetadata"]["Arn"]
    grantee = user(root)
    kms = grantee.client("kms")
    context = {"app": "web"}
    grant = admin.create_grant(KeyId=key, GranteePrincipal=grantee.arn, Operations=["Encrypt", "Decrypt"],  # type: ignore[attr-defined]
                               RetiringPrincipal=grantee.arn, Constraints={"EncryptionContextSubset": context})  # type: ignore[attr-defined]
    blob = kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"] == b"x"
    assert refused(kms.encrypt, KeyId=key, Plaintext=b"x") == not_allowed(grantee, "kms:Encrypt", key)
    assert refused(kms.describe_key, KeyId=key) == not_allowed(grantee, "kms:DescribeKey", key)
    kms.retire_grant(GrantToken=grant["GrantToken"])
    assert refused(kms.decrypt, CiphertextBlob=blob, EncryptionContext=context) == not_allowed(grantee, "kms:Decrypt", key)


def test_conditions_on_the_encryption_context(root: Aws) -> None:
    key = root.client("kms").create_key()["KeyMetadata"]["Arn"]
    web = user(root, allow("kms:Encrypt", Condition={"StringEquals": {"kms:EncryptionContext:app": "web"}}))
    web.client("kms").encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"app": "web"})
    assert refused(web.client("kms").encrypt, KeyId=key, Plaintext=b"x", EncryptionContext={"app": "db"}) == not_allowed(
        web, "kms:Encrypt", key)


def test_another_account_needs_both_policies(daemon: Daemon) -> None:
    here, there = Aws(daemon).client("kms"), Aws(daemon, account="111122223333").client("kms")
    key = here.create_key()["KeyMetadata"]["Arn"]
    assert refused(there.describe_key, KeyId=key)[0] == "AccessDeniedException"
    here.put_key_policy(KeyId=key, PolicyName="default", Policy=document(
        allow("kms:*", Principal={"AWS": ROOT}), allow("kms:Encrypt", Principal={"AWS": "arn:aws:iam::111122223333:root"})))
    blob = there.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert refused(there.decrypt, CiphertextBlob=blob)[0] == "AccessDeniedException"
    assert here.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
