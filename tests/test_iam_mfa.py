"""Second factors: virtual devices, their codes, and what policies may ask about them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
import time
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.aws import Aws
from support.daemon import ACCOUNT, Daemon
from support.tasks import unique
from support.wait import wait_until

NOT_VALID = ("InvalidAuthenticationCode", "Authentication code for device is not valid.")
UNKNOWN = ("AccessDenied", "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is "
           "valid and associated with this user.")
WRONG = ("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ")


@pytest.fixture(scope="module")
def root(instances: set[str]) -> Iterator[Aws]:
    daemon = Daemon(dev=False).start()
    instances.add(daemon.instance() or "no instance id")
    try:
        exports = daemon.exports()
        yield Aws(daemon, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])
        assert daemon.complaints() == []
    finally:
        daemon.close()


def document(effect: str, *actions: str, **rest: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": list(actions), **rest}]})


def refused(call: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


class Device:
    """An authenticator application."""

    def __init__(self, root: Aws, **settings: Any) -> None:
        made = root.iam.create_virtual_mfa_device(VirtualMFADeviceName=unique("device"), **settings)["VirtualMFADevice"]
        self.serial: str = made["SerialNumber"]
        self.seed: bytes = made["Base32StringSeed"]
        self.picture: bytes = made["QRCodePNG"]
        # Codes of one half minute each: the tests count from this one.
        self.now = int(time.time()) // 30

    def code(self, steps: int = 0) -> str:
        mac = hmac.new(base64.b32decode(self.seed), struct.pack(">q", self.now + steps), hashlib.sha1).digest()
        at = mac[-1] & 15
        return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"

    def enable(self, root: Aws, user: str) -> Device:
        root.iam.enable_mfa_device(UserName=user, SerialNumber=self.serial, AuthenticationCode1=self.code(-2),
                                   AuthenticationCode2=self.code(-1))
        return self


def user(root: Aws, document: str) -> tuple[str, Aws]:
    name = unique("user")
    root.iam.create_user(UserName=name)
    root.iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=document)
    key = root.iam.create_access_key(UserName=name)["AccessKey"]
    return name, Aws(root.daemon, access_key_id=key["AccessKeyId"], secret=key["SecretAccessKey"])


def acting(aws: Aws, given: dict[str, Any]) -> Aws:
    return Aws(aws.daemon, access_key_id=given["AccessKeyId"], secret=given["SecretAccessKey"], session_token=given["SessionToken"])


def test_a_device_is_made_enabled_and_put_away(root: Aws) -> None:
    name, _ = user(root, document("Allow", "ecs:*", Resource="*"))
    device = Device(root, Path="/phones/", Tags=[{"Key": "colour", "Value": "black"}])
    assert device.serial.startswith(f"arn:aws:iam::{ACCOUNT}:mfa/phones/device")
    assert len(base64.b32decode(device.seed)) == 40
    listed = root.iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")["VirtualMFADevices"]
    assert device.serial in [each["SerialNumber"] for each in listed]
    enable = {"UserName": name, "SerialNumber": device.serial}
    assert refused(root.iam.enable_mfa_device, AuthenticationCode1="000000", AuthenticationCode2="000000", **enable) == NOT_VALID
    backwards = {"AuthenticationCode1": device.code(), "AuthenticationCode2": device.code(-1)}
    assert refused(root.iam.enable_mfa_device, **backwards, **enable) == NOT_VALID
    device.enable(root, name)
    assert refused(root.iam.enable_mfa_device, AuthenticationCode1=device.code(), AuthenticationCode2=device.code(1), **enable) == (
        "EntityAlreadyExists", "MFA Device is already in use.")
    [listed] = root.iam.list_mfa_devices(UserName=name)["MFADevices"]
    assert (listed["UserName"], listed["SerialNumber"]) == (name, device.serial)
    assert root.iam.get_mfa_device(SerialNumber=device.serial, UserName=name)["EnableDate"] == listed["EnableDate"]
    assigned = root.iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"]
    assert [each["User"]["UserName"] for each in assigned if each["SerialNumber"] == device.serial] == [name]
    assert root.iam.list_mfa_device_tags(SerialNumber=device.serial)["Tags"] == [{"Key": "colour", "Value": "black"}]
    root.iam.tag_mfa_device(SerialNumber=device.serial, Tags=[{"Key": "os", "Value": "x"}])
    root.iam.untag_mfa_device(SerialNumber=device.serial, TagKeys=["colour"])
    assert root.iam.list_mfa_device_tags(SerialNumber=device.serial)["Tags"] == [{"Key": "os", "Value": "x"}]
    assert refused(root.iam.delete_virtual_mfa_device, SerialNumber=device.serial) == (
        "DeleteConflict", "MFA VirtualDevice in use. Must deactivate first.")
    new = unique("renamed")
    root.iam.update_user(UserName=name, NewUserName=new)
    assert root.iam.list_mfa_devices(UserName=new)["MFADevices"][0]["SerialNumber"] == device.serial
    root.iam.resync_mfa_device(UserName=new, SerialNumber=device.serial, AuthenticationCode1=device.code(),
                               AuthenticationCode2=device.code(1))
    root.iam.deactivate_mfa_device(UserName=new, SerialNumber=device.serial)
    assert refused(root.iam.deactivate_mfa_device, UserName=new, SerialNumber=device.serial) == (
        "NoSuchEntity", "MFA Device invalid for user.")
    root.iam.delete_virtual_mfa_device(SerialNumber=device.serial)
    assert refused(root.iam.get_mfa_device, SerialNumber=device.serial) == (
        "NoSuchEntity", f"VirtualMFADevice with serial number {device.serial} doesn't exist.")


def test_names_are_taken_once_and_users_keep_their_devices(root: Aws) -> None:
    name, _ = user(root, document("Allow", "ecs:*", Resource="*"))
    device = Device(root).enable(root, name)
    taken = device.serial.rsplit("/")[-1]
    assert refused(root.iam.create_virtual_mfa_device, VirtualMFADeviceName=taken) == (
        "EntityAlreadyExists", "MFADevice entity at the same path and name already exists.")
    root.iam.delete_user_policy(UserName=name, PolicyName="rights")
    for key in root.iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
        root.iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    assert refused(root.iam.delete_user, UserName=name) == (
        "DeleteConflict", "Cannot delete entity, must delete MFA device first.")
    pages = root.iam.get_paginator("list_virtual_mfa_devices").paginate(PaginationConfig={"PageSize": 1})
    assert device.serial in [each["SerialNumber"] for page in pages for each in page["VirtualMFADevices"]]


def test_the_picture_is_a_png(root: Aws) -> None:
    picture = Device(root).picture
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    rest, chunks = picture[8:], {}
    while rest:
        (length,), kind = struct.unpack(">I", rest[:4]), rest[4:8]
        data = rest[8:8 + length]
        assert struct.unpack(">I", rest[8 + length:12 + length])[0] == zlib.crc32(kind + data)
        chunks[kind], rest = data, rest[12 + length:]
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    rows = zlib.decompress(chunks[b"IDAT"])
    assert width == height and len(rows) == height * (1 + (width + 7) // 8)
    # The upper left corner: a margin of four modules, then seven dark ones of five dots each.
    row = rows[20 * (1 + (width + 7) // 8):][1:1 + (width + 7) // 8]
    dots = "".join(f"{byte:08b}" for byte in row)
    assert dots.startswith("1" * 20 + "0" * 35 + "1" * 5)


def test_a_session_with_a_code_may_what_one_without_may_not(root: Aws) -> None:
    strong = {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}
    name, ana = user(root, document("Allow", "ecs:ListClusters", Resource="*", Condition=strong))
    device = Device(root).enable(root, name)
    with pytest.raises(ClientError, match="AccessDenied"):
        ana.ecs.list_clusters()
    plain = acting(ana, ana.sts.get_session_token()["Credentials"])
    with pytest.raises(ClientError, match="AccessDenied"):
        plain.ecs.list_clusters()
    code = {"SerialNumber": device.serial, "TokenCode": device.code()}
    shown = acting(ana, ana.sts.get_session_token(**code)["Credentials"])
    shown.ecs.list_clusters()
    assert refused(ana.sts.get_session_token, **code) == WRONG, "a code is good once"
    older = {**code, "TokenCode": device.code(-1)}
    assert refused(ana.sts.get_session_token, **older) == WRONG, "and so are those before it"
    assert refused(ana.sts.get_session_token, SerialNumber=device.serial)[1].startswith("MultiFactorAuthentication failed, must provide")
    other = Device(root)
    assert refused(ana.sts.get_session_token, SerialNumber=other.serial, TokenCode=other.code()) == UNKNOWN
    _, bob = user(root, document("Allow", "ecs:ListClusters", Resource="*"))
    assert refused(bob.sts.get_session_token, SerialNumber=device.serial, TokenCode=device.code(1)) == UNKNOWN
    root.iam.deactivate_mfa_device(UserName=name, SerialNumber=device.serial)
    assert refused(ana.sts.get_session_token, SerialNumber=device.serial, TokenCode=device.code(1)) == UNKNOWN


def test_the_age_of_a_code_counts(root: Aws) -> None:
    fresh = {"NumericLessThan": {"aws:MultiFactorAuthAge": "2"}}
    name, ana = user(root, document("Allow", "ecs:ListClusters", Resource="*", Condition=fresh))
    device = Device(root).enable(root, name)
    shown = acting(ana, ana.sts.get_session_token(SerialNumber=device.serial, TokenCode=device.code())["Credentials"])
    shown.ecs.list_clusters()

    def too_old() -> bool:
        try:
            shown.ecs.list_clusters()
            return False
        except ClientError as error:
            return error.response["Error"]["Code"] == "AccessDeniedException"

    wait_until("the code is too old", too_old, timeout=10)


def test_a_role_that_wants_a_second_factor(root: Aws) -> None:
    name, ana = user(root, document("Allow", "sts:AssumeRole", Resource="*"))
    device = Device(root).enable(root, name)
    role = unique("role")
    trust = document("Allow", "sts:AssumeRole", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"},
                     Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
    arn = root.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    assert refused(ana.sts.assume_role, RoleArn=arn, RoleSessionName="session") == (
        "AccessDenied", f"User: arn:aws:iam::{ACCOUNT}:user/{name} is not authorized to perform: sts:AssumeRole on resource: {arn}")
    code = {"SerialNumber": device.serial, "TokenCode": device.code()}
    assert refused(ana.sts.assume_role, RoleArn=arn, RoleSessionName="session", SerialNumber=device.serial, TokenCode="000000") == WRONG
    given = ana.sts.assume_role(RoleArn=arn, RoleSessionName="session", **code)["Credentials"]
    # The role's session itself doesn't tell of it, as at AWS.
    root.iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=document(
        "Allow", "ecs:ListClusters", Resource="*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
    with pytest.raises(ClientError, match="AccessDenied"):
        acting(ana, given).ecs.list_clusters()
    # A session that a code was shown for may assume it too.
    shown = acting(ana, ana.sts.get_session_token(SerialNumber=device.serial, TokenCode=device.code(1))["Credentials"])
    shown.sts.assume_role(RoleArn=arn, RoleSessionName="session")


def test_dev_takes_codes_at_their_word(aws: Aws) -> None:
    name = unique("user")
    aws.iam.create_user(UserName=name)
    device = aws.iam.create_virtual_mfa_device(VirtualMFADeviceName=unique("d"))["VirtualMFADevice"]
    aws.iam.enable_mfa_device(UserName=name, SerialNumber=device["SerialNumber"], AuthenticationCode1="123456",
                              AuthenticationCode2="654321")
    assert aws.iam.list_mfa_devices(UserName=name)["MFADevices"][0]["SerialNumber"] == device["SerialNumber"]
    assert aws.sts.get_session_token(SerialNumber=device["SerialNumber"], TokenCode="123456")["Credentials"]
