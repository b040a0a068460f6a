"""KMS: keys, who may use them, and what is kept under them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.aws import Aws
from support.daemon import ACCOUNT, REGION, Daemon
from support.tasks import Tasks, container_of, shell, unique

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


# Secrets and parameters under a customer's key

def test_a_secret_under_a_customers_key(aws: Aws, kms: Any) -> None:
    secrets = aws.client("secretsmanager")
    key = kms.create_key()["KeyMetadata"]
    name = unique("secret")
    token = "t" * 32
    made = secrets.create_secret(Name=name, SecretString="one", KmsKeyId=key["KeyId"], ClientRequestToken=token)
    # A repetition is known as one.
    assert secrets.create_secret(Name=name, SecretString="one", KmsKeyId=key["KeyId"], ClientRequestToken=token)["ARN"] == made["ARN"]
    assert refused(secrets.create_secret, Name=name, SecretString="two", ClientRequestToken=token)[0] == "ResourceExistsException"
    secrets.put_secret_value(SecretId=name, SecretBinary=b"two")
    assert secrets.get_secret_value(SecretId=name)["SecretBinary"] == b"two"
    assert secrets.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS")["SecretString"] == "one"
    versions = secrets.list_secret_version_ids(SecretId=name)["Versions"]
    assert [version["KmsKeyIds"] for version in versions] == [[key["KeyId"]], [key["KeyId"]]]

    kms.disable_key(KeyId=key["KeyId"])
    assert refused(secrets.get_secret_value, SecretId=name) == (
        "DecryptionFailure", "Secrets Manager can't decrypt the protected secret text using the provided KMS key.")
    assert refused(secrets.put_secret_value, SecretId=name, SecretString="3")[0] == "EncryptionFailure"
    batch = secrets.batch_get_secret_value(SecretIdList=[name])
    assert [error["ErrorCode"] for error in batch["Errors"]] == ["DecryptionFailure"]
    secrets.describe_secret(SecretId=name)

    kms.enable_key(KeyId=key["KeyId"])
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    secrets.update_secret(SecretId=name, KmsKeyId=other)
    kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
    # What has a label went to the other key.
    assert secrets.get_secret_value(SecretId=name)["SecretBinary"] == b"two"
    assert secrets.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS")["SecretString"] == "one"


def test_keys_that_are_not_there(aws: Aws, kms: Any) -> None:
    secrets, ssm = aws.client("secretsmanager"), aws.client("ssm")
    missing = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    assert refused(secrets.create_secret, Name=unique("s"), SecretString="x", KmsKeyId=missing)[0] == "InvalidParameterException"
    # Without a value nobody asks for the key.
    secrets.create_secret(Name=unique("s"), KmsKeyId="alias/none")
    secrets.create_secret(Name=unique("s"), SecretString="x", KmsKeyId="alias/aws/secretsmanager")
    code, message = refused(ssm.put_parameter, Name=unique("p"), Value="x", Type="SecureString", KeyId="alias/none")
    assert code == "InvalidKeyId"
    assert message.startswith(f"Alias arn:aws:kms:{REGION}:{ACCOUNT}:alias/none is not found. (Service: AWSKMS; Status Code: 400; "
                              "Error Code: NotFoundException; Request ID: ")
    assert refused(ssm.put_parameter, Name=unique("p"), Value="x", Type="String", KeyId="alias/none") == (
        "ValidationException", "KeyId is required for SecureString type parameter only.")


def test_parameters_under_a_customers_key(aws: Aws, kms: Any) -> None:
    ssm = aws.client("ssm")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    path = f"/{unique('app')}"
    ssm.put_parameter(Name=f"{path}/standard", Value="one", Type="SecureString", KeyId=key)
    ssm.put_parameter(Name=f"{path}/advanced", Value="x" * 8000, Type="SecureString", KeyId=key, Tier="Advanced")
    assert ssm.get_parameter(Name=f"{path}/standard", WithDecryption=True)["Parameter"]["Value"] == "one"
    assert ssm.get_parameter(Name=f"{path}/advanced", WithDecryption=True)["Parameter"]["Value"] == "x" * 8000
    history = ssm.get_parameter_history(Name=f"{path}/standard", WithDecryption=True)["Parameters"]
    assert [entry["Value"] for entry in history] == ["one"]
    kms.disable_key(KeyId=key)
    for read in (lambda: ssm.get_parameter(Name=f"{path}/standard", WithDecryption=True),
                 lambda: ssm.get_parameters_by_path(Path=path, WithDecryption=True)):
        code, message = refused(read)
        assert code == "InvalidKeyId" and message.startswith(f"{key} is disabled. (Service: AWSKMS;")
    assert len(ssm.get_parameters_by_path(Path=path)["Parameters"]) == 2


def test_reading_a_secret_takes_rights_on_its_key(root: Aws) -> None:
    admin, kms = root.client("secretsmanager"), root.client("kms")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    name = unique("secret")
    arn = admin.create_secret(Name=name, SecretString="x", KmsKeyId=key)["ARN"]
    read = allow("secretsmanager:GetSecretValue")
    unable = user(root, read)
    assert refused(unable.client("secretsmanager").get_secret_value, SecretId=name) == (
        "AccessDeniedException", "Access to KMS is not allowed")
    by_service = {"StringEquals": {"kms:ViaService": f"secretsmanager.{REGION}.amazonaws.com",
                                   "kms:EncryptionContext:SecretARN": arn}}
    able = user(root, read, allow("kms:Decrypt", resource=key, Condition=by_service))
    assert able.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"] == "x"
    other = admin.create_secret(Name=unique("secret"), SecretString="y", KmsKeyId=key)["ARN"]
    assert refused(able.client("secretsmanager").get_secret_value, SecretId=other)[0] == "AccessDeniedException"
    # The right is Secrets Manager's to use: not the user's by themselves.
    blob = kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"SecretARN": arn})["CiphertextBlob"]
    assert refused(able.client("kms").decrypt, CiphertextBlob=blob, EncryptionContext={"SecretARN": arn}) == not_allowed(
        able, "kms:Decrypt", key)

    writer = user(root, allow("secretsmanager:*"), allow("kms:Decrypt"))
    assert refused(writer.client("secretsmanager").put_secret_value, SecretId=name, SecretString="y") == (
        "AccessDeniedException", "Access to KMS is not allowed")
    # The key that AWS manages asks for nothing.
    plain = unique("secret")
    writer.client("secretsmanager").create_secret(Name=plain, SecretString="x")
    assert unable.client("secretsmanager").get_secret_value(SecretId=plain)["SecretString"] == "x"


def test_reading_a_parameter_takes_rights_on_its_key(root: Aws) -> None:
    admin = root.client("ssm")
    key = root.client("kms").create_key()["KeyMetadata"]["Arn"]
    name = f"/{unique('app')}/p"
    admin.put_parameter(Name=name, Value="x", Type="SecureString", KeyId=key)
    unable = user(root, allow("ssm:GetParameter", "ssm:PutParameter"))
    code, message = refused(unable.client("ssm").get_parameter, Name=name, WithDecryption=True)
    assert code == "AccessDeniedException"
    assert message.startswith(not_allowed(unable, "kms:Decrypt", key)[1] + " (Service: AWSKMS; Status Code: 400;")
    assert unable.client("ssm").get_parameter(Name=name)["Parameter"]["Value"] != "x"
    code, message = refused(unable.client("ssm").put_parameter, Name=f"{name}2", Value="x", Type="SecureString", KeyId=key)
    assert code == "AccessDeniedException" and "kms:Encrypt" in message
    arn = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{name}"
    able = user(root, allow("ssm:GetParameter"), allow("kms:Decrypt", resource=key, Condition={
        "StringEquals": {"kms:EncryptionContext:PARAMETER_ARN": arn, "kms:ViaService": f"ssm.{REGION}.amazonaws.com"}}))
    assert able.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"] == "x"


def test_a_task_needs_its_execution_roles_right_to_the_key(enforcing: Daemon, root: Aws) -> None:
    enforcing.load_images()
    kms, secrets = root.client("kms"), root.client("secretsmanager")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    secret = secrets.create_secret(Name=unique("secret"), SecretString="hunter2", KmsKeyId=key)["ARN"]
    tasks, role = Tasks(root), "execution"
    rights = [allow("secretsmanager:GetSecretValue")]
    root.iam.put_role_policy(RoleName=role, PolicyName="rights", PolicyDocument=document(*rights))
    definition = shell('test "$PASSWORD" = hunter2', secrets=[{"name": "PASSWORD", "valueFrom": secret}])
    task = tasks.finished(definition)
    assert task["stopCode"] == "TaskFailedToStart"
    assert task["stoppedReason"].startswith("ResourceInitializationError: unable to pull secrets or registry auth: ")
    assert "AccessDeniedException: Access to KMS is not allowed" in task["stoppedReason"]
    rights.append(allow("kms:Decrypt", resource=key))
    root.iam.put_role_policy(RoleName=role, PolicyName="rights", PolicyDocument=document(*rights))
    assert container_of(tasks.finished(definition))["exitCode"] == 0


def test_replicas_are_read_in_other_regions(daemon: Daemon, aws: Aws, kms: Any) -> None:
    here, there = aws.client("secretsmanager"), Aws(daemon, region="eu-west-1").client("secretsmanager")
    name = unique("secret")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    made = here.create_secret(Name=name, SecretString="one", KmsKeyId=key, AddReplicaRegions=[{"Region": "eu-west-1"}])
    assert [(one["Region"], one["Status"]) for one in made["ReplicationStatus"]] == [("eu-west-1", "InSync")]
    read = there.get_secret_value(SecretId=made["ARN"].replace(REGION, "eu-west-1"))
    assert (read["SecretString"], read["ARN"]) == ("one", made["ARN"].replace(REGION, "eu-west-1"))
    here.put_secret_value(SecretId=name, SecretString="two")
    assert there.get_secret_value(SecretId=name)["SecretString"] == "two"
    assert refused(there.put_secret_value, SecretId=name, SecretString="3") == (
        "InvalidRequestException", "Operation not permitted on a replica secret. Call must be made in primary secret's region.")
    assert there.describe_secret(SecretId=name)["PrimaryRegion"] == REGION
    there.stop_replication_to_replica(SecretId=name)
    here.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    assert there.get_secret_value(SecretId=name)["SecretString"] == "two"


def test_replicas_survive_the_daemons_death(fleet: Any) -> None:
    daemon = fleet.up()
    here, there = Aws(daemon).client("secretsmanager"), Aws(daemon, region="eu-west-1").client("secretsmanager")
    here.create_secret(Name="a", SecretString="one")
    here.replicate_secret_to_regions(SecretId="a", AddReplicaRegions=[{"Region": "eu-west-1"}])
    here.put_secret_value(SecretId="a", SecretString="two")
    daemon.kill()
    daemon.start()
    assert there.get_secret_value(SecretId="a")["SecretString"] == "two"
    assert here.describe_secret(SecretId="a")["ReplicationStatus"][0]["Status"] == "InSync"
