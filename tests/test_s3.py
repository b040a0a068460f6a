"""Amazon S3 as its clients see it: boto3 and the `aws` command, against a daemon that verifies and enforces."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import http.client
import json
import socket
import threading
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from boto3.s3.transfer import TransferConfig
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.tasks import Tasks, id_of, shell, unique
from support.wait import wait_until

MIB = 1 << 20


@pytest.fixture(scope="module")
def enforcing(instances: set[str]) -> Iterator[Daemon]:
    """A daemon without `--dev`, for all tests of this file."""
    daemon = Daemon(dev=False).start()
    instances.add(daemon.instance() or "no instance id")
    try:
        yield daemon
    finally:
        complaints = daemon.complaints()
        daemon.close()
        assert not complaints


@pytest.fixture(scope="module")
def root(enforcing: Daemon) -> Aws:
    exports = enforcing.exports()
    return Aws(enforcing, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])


@pytest.fixture(scope="module")
def s3(root: Aws) -> Any:
    return root.client("s3")


@pytest.fixture
def bucket(s3: Any) -> str:
    name = unique("bucket")
    s3.create_bucket(Bucket=name)
    return name


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def user(root: Aws, *statements: dict[str, Any]) -> Aws:
    name = unique("user")
    root.iam.create_user(UserName=name)
    root.iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=document(*statements))
    key = root.iam.create_access_key(UserName=name)["AccessKey"]
    return Aws(root.daemon, access_key_id=key["AccessKeyId"], secret=key["SecretAccessKey"])


def refused(call: Any, **arguments: Any) -> tuple[str, str, int]:
    """Code, message and status of a refusal."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["Error"]["Message"], answer["ResponseMetadata"]["HTTPStatusCode"]


# Buckets

def test_buckets_are_made_told_and_removed(root: Aws, s3: Any) -> None:
    name = unique("bucket")
    assert s3.create_bucket(Bucket=name)["Location"] == f"/{name}"
    s3.create_bucket(Bucket=name)  # In the first region that is no mistake.
    assert s3.head_bucket(Bucket=name)["BucketRegion"] == "us-east-1"
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] is None
    assert name in [one["Name"] for one in s3.list_buckets()["Buckets"]]
    west = Aws(root.daemon, access_key_id=root.credentials["aws_access_key_id"], region="eu-west-1",
               secret=root.credentials["aws_secret_access_key"]).client("s3")
    assert refused(west.create_bucket, Bucket=unique("bucket"))[0] == "IllegalLocationConstraintException"
    there = unique("bucket")
    constraint = {"LocationConstraint": "eu-west-1"}
    west.create_bucket(Bucket=there, CreateBucketConfiguration=constraint)
    assert s3.get_bucket_location(Bucket=there)["LocationConstraint"] == "eu-west-1"
    assert refused(west.create_bucket, Bucket=there, CreateBucketConfiguration=constraint)[0] == "BucketAlreadyOwnedByYou"
    listed = s3.list_buckets(Prefix="bucket-", MaxBuckets=1)
    rest = s3.list_buckets(Prefix="bucket-", ContinuationToken=listed["ContinuationToken"])["Buckets"]
    assert len(listed["Buckets"]) == 1 and listed["Buckets"][0] not in rest

    s3.put_object(Bucket=name, Key="k", Body=b"x")
    assert refused(s3.delete_bucket, Bucket=name) == ("BucketNotEmpty", "The bucket you tried to delete is not empty", 409)
    s3.delete_object(Bucket=name, Key="k")
    s3.delete_bucket(Bucket=name)
    missing = ("NoSuchBucket", "The specified bucket does not exist", 404)
    assert refused(s3.delete_bucket, Bucket=name) == missing
    assert refused(s3.list_objects_v2, Bucket=name) == missing
    assert refused(s3.put_object, Bucket=name, Key="k", Body=b"x") == missing
    assert refused(s3.head_bucket, Bucket=name)[2] == 404
    assert refused(s3.create_bucket, Bucket="Not_A_Name.")[0] == "InvalidBucketName"


def test_what_is_set_on_a_bucket(s3: Any, bucket: str) -> None:
    assert refused(s3.get_bucket_tagging, Bucket=bucket) == ("NoSuchTagSet", "The TagSet does not exist", 404)
    tags = [{"Key": "team", "Value": "blue"}]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == tags
    s3.delete_bucket_tagging(Bucket=bucket)
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    everybody = document({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"})
    assert refused(s3.put_bucket_policy, Bucket=bucket, Policy=everybody)[0] == "AccessDenied"
    s3.delete_public_access_block(Bucket=bucket)
    assert refused(s3.get_public_access_block, Bucket=bucket)[0] == "NoSuchPublicAccessBlockConfiguration"
    s3.put_bucket_policy(Bucket=bucket, Policy=everybody)
    assert json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"]) == json.loads(everybody)
    s3.delete_bucket_policy(Bucket=bucket)
    assert refused(s3.get_bucket_policy, Bucket=bucket) == ("NoSuchBucketPolicy", "The bucket policy does not exist", 404)
    assert refused(s3.put_bucket_policy, Bucket=bucket, Policy="{}")[0] == "MalformedPolicy"
    assert refused(s3.put_bucket_versioning, Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}) == (
        "NotImplemented", "s3: PutBucketVersioning is not implemented by neargate yet.", 501)


def test_what_is_not_set_on_a_bucket_is_told_as_s3_tells_it(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    acl = s3.get_bucket_acl(Bucket=bucket)
    assert [(grant["Grantee"]["ID"], grant["Permission"]) for grant in acl["Grants"]] == [(acl["Owner"]["ID"], "FULL_CONTROL")]
    assert s3.get_object_acl(Bucket=bucket, Key="k")["Grants"] == acl["Grants"]
    assert refused(s3.get_object_acl, Bucket=bucket, Key="missing")[0] == "NoSuchKey"
    no_acls = ("AccessControlListNotSupported", "The bucket does not allow ACLs", 400)
    assert refused(s3.put_bucket_acl, Bucket=bucket, ACL="private") == no_acls
    assert refused(s3.put_object_acl, Bucket=bucket, Key="k", ACL="public-read") == no_acls
    as_it_is = {"Owner": acl["Owner"], "Grants": acl["Grants"]}
    s3.put_object_acl(Bucket=bucket, Key="k", AccessControlPolicy=as_it_is)
    s3.put_object_acl(Bucket=bucket, Key="k", ACL="bucket-owner-full-control")
    everybody = {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"}
    shared = {**as_it_is, "Grants": [*acl["Grants"], {"Grantee": everybody, "Permission": "READ"}]}
    assert refused(s3.put_object_acl, Bucket=bucket, Key="k", AccessControlPolicy=shared) == no_acls
    for owner, answer in (("BucketOwnerEnforced", None), ("ObjectWriter", "NotImplemented")):
        controls = {"Rules": [{"ObjectOwnership": owner}]}
        if answer:
            assert refused(s3.put_bucket_ownership_controls, Bucket=bucket, OwnershipControls=controls)[0] == answer
        else:
            s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=controls)
            assert s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"] == controls

    def encryption(algorithm: str) -> dict[str, Any]:
        default = {"SSEAlgorithm": algorithm}
        return {"Rules": [{"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": False}]}

    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=encryption("AES256"))
    assert s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"] == encryption("AES256")
    assert refused(s3.put_bucket_encryption, Bucket=bucket, ServerSideEncryptionConfiguration=encryption("aws:kms"))[0] == "NotImplemented"
    assert s3.get_bucket_request_payment(Bucket=bucket)["Payer"] == "BucketOwner"
    s3.put_bucket_request_payment(Bucket=bucket, RequestPaymentConfiguration={"Payer": "BucketOwner"})
    assert refused(s3.get_bucket_policy_status, Bucket=bucket)[0] == "NoSuchBucketPolicy"
    s3.delete_public_access_block(Bucket=bucket)
    for principal, public in ("*", True), ({"AWS": "000000000000"}, False):
        s3.put_bucket_policy(Bucket=bucket, Policy=document(
            {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}))
        assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"] is public
    for ask in (s3.get_bucket_accelerate_configuration, s3.get_bucket_logging, s3.get_bucket_notification_configuration):
        assert set(ask(Bucket=bucket)) == {"ResponseMetadata"}
    assert "InventoryConfigurationList" not in s3.list_bucket_inventory_configurations(Bucket=bucket)
    absent = {s3.get_bucket_cors: "NoSuchCORSConfiguration", s3.get_bucket_lifecycle_configuration: "NoSuchLifecycleConfiguration",
              s3.get_bucket_replication: "ReplicationConfigurationNotFoundError", s3.get_bucket_website: "NoSuchWebsiteConfiguration",
              s3.get_object_lock_configuration: "ObjectLockConfigurationNotFoundError"}
    for ask, code in absent.items():
        assert refused(ask, Bucket=bucket)[::2] == (code, 404)
        assert refused(ask, Bucket="not-there")[0] == "NoSuchBucket"
    for remove in (s3.delete_bucket_cors, s3.delete_bucket_encryption, s3.delete_bucket_lifecycle, s3.delete_bucket_replication,
                   s3.delete_bucket_website):
        assert remove(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 204


# Objects

def test_an_object_and_what_is_said_of_it(s3: Any, bucket: str) -> None:
    key, body = "a b/ä+%/../x?y", b"hello world"
    put = s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="text/plain", Metadata={"colour": "green"},
                        CacheControl="no-store", Tagging="a=1&b=2")
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    assert put["ChecksumCRC32"] == base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
    got = s3.get_object(Bucket=bucket, Key=key)
    assert got["Body"].read() == body
    assert (got["ContentType"], got["Metadata"], got["CacheControl"], got["TagCount"], got["ContentLength"]) == (
        "text/plain", {"colour": "green"}, "no-store", 2, 11)
    head = s3.head_object(Bucket=bucket, Key=key)
    assert (head["ETag"], head["ContentLength"], head["LastModified"]) == (put["ETag"], 11, got["LastModified"])
    part = s3.get_object(Bucket=bucket, Key=key, Range="bytes=6-")
    assert (part["Body"].read(), part["ContentRange"], part["ResponseMetadata"]["HTTPStatusCode"]) == (b"world", "bytes 6-10/11", 206)
    assert s3.get_object(Bucket=bucket, Key=key, Range="bytes=-3")["Body"].read() == b"rld"
    assert refused(s3.get_object, Bucket=bucket, Key=key, Range="bytes=11-") == (
        "InvalidRange", "The requested range is not satisfiable", 416)
    assert s3.get_object(Bucket=bucket, Key=key, ResponseContentType="x/y")["ContentType"] == "x/y"
    assert refused(s3.get_object, Bucket=bucket, Key=key, IfNoneMatch=put["ETag"])[2] == 304
    assert refused(s3.get_object, Bucket=bucket, Key=key, IfMatch='"0"')[0] == "PreconditionFailed"
    assert s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"] == [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    s3.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": [{"Key": "c", "Value": "3"}]})
    assert s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"] == [{"Key": "c", "Value": "3"}]

    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": key})
    copied = s3.get_object(Bucket=bucket, Key="copy")
    assert (copied["Body"].read(), copied["Metadata"]) == (body, {"colour": "green"})
    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "copy"}, MetadataDirective="REPLACE",
                   Metadata={"colour": "blue"})
    assert s3.head_object(Bucket=bucket, Key="copy")["Metadata"] == {"colour": "blue"}
    assert refused(s3.copy_object, Bucket=bucket, Key=key, CopySource={"Bucket": bucket, "Key": key})[0] == "InvalidRequest"

    s3.delete_object(Bucket=bucket, Key=key)
    s3.delete_object(Bucket=bucket, Key=key)
    assert refused(s3.get_object, Bucket=bucket, Key=key) == ("NoSuchKey", "The specified key does not exist.", 404)
    assert refused(s3.head_object, Bucket=bucket, Key=key)[2] == 404
    assert s3.get_object(Bucket=bucket, Key="copy")["Body"].read() == body, "a copy outlives what it was made of"


def test_what_must_hold_is_checked(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="k", Body=b"one", IfNoneMatch="*")
    assert refused(s3.put_object, Bucket=bucket, Key="k", Body=b"two", IfNoneMatch="*") == (
        "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412)
    etag = s3.head_object(Bucket=bucket, Key="k")["ETag"]
    s3.put_object(Bucket=bucket, Key="k", Body=b"two", IfMatch=etag)
    assert refused(s3.put_object, Bucket=bucket, Key="k", Body=b"three", IfMatch=etag)[0] == "PreconditionFailed"
    assert refused(s3.put_object, Bucket=bucket, Key="k", Body=b"x", ContentMD5=base64.b64encode(b"0" * 16).decode())[0] == "BadDigest"
    assert refused(s3.put_object, Bucket=bucket, Key="k", Body=b"x", ChecksumSHA256=base64.b64encode(b"0" * 32).decode())[0] == "BadDigest"
    assert refused(s3.put_object, Bucket=bucket, Key="k", Body=b"x", ServerSideEncryption="aws:kms")[0] == "NotImplemented"
    assert refused(s3.put_object, Bucket=bucket, Key="k", Body=b"x", ACL="public-read") == (
        "AccessControlListNotSupported", "The bucket does not allow ACLs", 400)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"two", "what was refused has changed nothing"
    for algorithm in ("SHA1", "SHA256"):
        put = s3.put_object(Bucket=bucket, Key=algorithm, Body=b"x", ChecksumAlgorithm=algorithm)
        got = s3.get_object(Bucket=bucket, Key=algorithm, ChecksumMode="ENABLED")
        assert got["Body"].read() == b"x" and got[f"Checksum{algorithm}"] == put[f"Checksum{algorithm}"]


def test_listings(s3: Any, bucket: str) -> None:
    keys = sorted(["a", "b/1", "b/2", "b/c/3", "d e&f", "z"])
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
    assert [one["Key"] for page in pages for one in page.get("Contents", [])] == keys
    pages = list(s3.get_paginator("list_objects").paginate(Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 1}))
    assert [one["Key"] for page in pages for one in page.get("Contents", [])] == ["a", "d e&f", "z"]
    assert [one["Prefix"] for page in pages for one in page.get("CommonPrefixes", [])] == ["b/"]
    below = s3.list_objects_v2(Bucket=bucket, Prefix="b/", Delimiter="/", StartAfter="b/1")
    assert [one["Key"] for one in below["Contents"]] == ["b/2"]
    assert [one["Prefix"] for one in below["CommonPrefixes"]] == ["b/c/"]
    assert (below["KeyCount"], below["IsTruncated"], below["MaxKeys"]) == (2, False, 1000)
    assert s3.list_objects_v2(Bucket=bucket, MaxKeys=0).get("Contents") is None
    assert refused(s3.list_objects_v2, Bucket=bucket, ContinuationToken="mine")[0] == "InvalidArgument"

    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in [*keys, "none"]]})
    assert sorted(one["Key"] for one in answer["Deleted"]) == sorted([*keys, "none"]) and "Errors" not in answer
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0


def test_keys_have_an_end(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="ä" * 512, Body=b"x")
    assert refused(s3.put_object, Bucket=bucket, Key="ä" * 512 + "b", Body=b"x") == ("KeyTooLongError", "Your key is too long", 400)
    assert refused(s3.get_object, Bucket=bucket, Key="b" * 1025)[:2] == ("KeyTooLongError", "Your key is too long")


def test_an_object_is_its_own_only_version(s3: Any, bucket: str) -> None:
    for key in ("a", "b/1", "b/2", "c ä"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    pages = list(s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 1}))
    assert [one["Key"] for page in pages for one in page.get("Versions", [])] == ["a", "c ä"]
    assert [one["Prefix"] for page in pages for one in page.get("CommonPrefixes", [])] == ["b/"]
    assert all(one["IsLatest"] and one["VersionId"] == "null" for page in pages for one in page.get("Versions", []))
    assert refused(s3.list_object_versions, Bucket=bucket, VersionIdMarker="null")[0] == "InvalidArgument"
    # As one empties a bucket whatever it holds.
    versions = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in s3.list_object_versions(Bucket=bucket)["Versions"]]
    assert len(s3.delete_objects(Bucket=bucket, Delete={"Objects": versions})["Deleted"]) == 4
    s3.delete_bucket(Bucket=bucket)


def test_attributes_of_an_object(s3: Any, bucket: str) -> None:
    wanted = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello", ChecksumAlgorithm="SHA256")
    told = s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=wanted)
    sum_of_it = base64.b64encode(hashlib.sha256(b"hello").digest()).decode()
    assert told["Checksum"] == {"ChecksumSHA256": sum_of_it, "ChecksumType": "FULL_OBJECT"}
    assert (told["ObjectSize"], told["StorageClass"], "ObjectParts" in told) == (5, "STANDARD", False)
    only = s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=["ObjectSize"])
    assert set(only) == {"ObjectSize", "LastModified", "ResponseMetadata"}
    upload = {"Bucket": bucket, "Key": "parts"}
    upload["UploadId"] = s3.create_multipart_upload(**upload, ChecksumAlgorithm="SHA256")["UploadId"]
    sums, parts = [], []
    for number, body in ((1, b"1" * 5 * MIB), (2, b"2")):
        part = s3.upload_part(**upload, PartNumber=number, Body=body, ChecksumAlgorithm="SHA256")
        sums.append({"PartNumber": number, "Size": len(body), "ChecksumSHA256": part["ChecksumSHA256"]})
        parts.append({"PartNumber": number, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]})
    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "parts"})
    for key in ("parts", "copy"):
        told = s3.get_object_attributes(Bucket=bucket, Key=key, ObjectAttributes=wanted)
        assert told["ObjectParts"]["Parts"] == sums and told["ObjectParts"]["TotalPartsCount"] == 2
        assert told["Checksum"]["ChecksumType"] == "COMPOSITE"
        page = s3.get_object_attributes(Bucket=bucket, Key=key, ObjectAttributes=["ObjectParts"], MaxParts=1)["ObjectParts"]
        assert (page["Parts"], page["IsTruncated"], page["NextPartNumberMarker"]) == (sums[:1], True, 1)
        rest = s3.get_object_attributes(Bucket=bucket, Key=key, ObjectAttributes=["ObjectParts"], PartNumberMarker=1)["ObjectParts"]
        assert (rest["Parts"], rest["IsTruncated"]) == (sums[1:], False)
    assert refused(s3.get_object_attributes, Bucket=bucket, Key="k", ObjectAttributes=["Colour"])[0] == "InvalidArgument"
    assert refused(s3.get_object_attributes, Bucket=bucket, Key="missing", ObjectAttributes=wanted)[0] == "NoSuchKey"


def test_uploads_in_parts(s3: Any, bucket: str, tmp_path: Path) -> None:
    content = bytes(range(256)) * (20 * MIB // 256)
    (tmp_path / "big").write_bytes(content)
    s3.upload_file(str(tmp_path / "big"), bucket, "big", Config=TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=8 * MIB))
    head = s3.head_object(Bucket=bucket, Key="big", PartNumber=2)
    assert (head["ETag"][-3:], head["PartsCount"], head["ContentLength"]) == ('-3"', 3, 8 * MIB)
    across = s3.get_object(Bucket=bucket, Key="big", Range=f"bytes={8 * MIB - 10}-{8 * MIB + 9}")["Body"].read()
    assert across == content[8 * MIB - 10:8 * MIB + 10]
    s3.download_file(bucket, "big", str(tmp_path / "back"))
    assert (tmp_path / "back").read_bytes() == content

    upload = s3.create_multipart_upload(Bucket=bucket, Key="joined")["UploadId"]
    names = {"Bucket": bucket, "Key": "joined", "UploadId": upload}
    first = s3.upload_part_copy(**names, PartNumber=1, CopySource={"Bucket": bucket, "Key": "big"},
                                CopySourceRange=f"bytes=10-{5 * MIB + 9}")["CopyPartResult"]["ETag"]
    second = s3.upload_part(**names, PartNumber=7, Body=b"end")["ETag"]
    assert [one["UploadId"] for one in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == [upload]
    listed = s3.list_parts(**names, MaxParts=1)
    assert ([one["PartNumber"] for one in listed["Parts"]], listed["IsTruncated"], listed["NextPartNumberMarker"]) == ([1], True, 1)
    parts = [{"PartNumber": 1, "ETag": first}, {"PartNumber": 7, "ETag": second}]
    assert refused(s3.complete_multipart_upload, **names, MultipartUpload={"Parts": parts[::-1]})[0] == "InvalidPartOrder"
    assert refused(s3.complete_multipart_upload, **names, MultipartUpload={"Parts": [{"PartNumber": 2, "ETag": first}]})[0] == "InvalidPart"
    s3.complete_multipart_upload(**names, MultipartUpload={"Parts": parts})
    assert s3.get_object(Bucket=bucket, Key="joined")["Body"].read() == content[10:5 * MIB + 10] + b"end"
    assert refused(s3.list_parts, **names)[0] == "NoSuchUpload"

    upload = s3.create_multipart_upload(Bucket=bucket, Key="never")["UploadId"]
    s3.upload_part(Bucket=bucket, Key="never", UploadId=upload, PartNumber=1, Body=b"x")
    s3.abort_multipart_upload(Bucket=bucket, Key="never", UploadId=upload)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def test_bytes_are_passed_on_as_they_come(root: Aws, s3: Any, bucket: str) -> None:
    """Neither an object nor a chunk of it is ever held as a whole."""
    def peak_kib() -> int:
        status = Path(f"/proc/{root.daemon.process.pid}/status").read_text()  # type: ignore[union-attr]
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))

    before = peak_kib()
    s3.put_object(Bucket=bucket, Key="big", Body=bytes(128 * MIB))
    body = s3.get_object(Bucket=bucket, Key="big")["Body"]
    assert sum(len(piece) for piece in iter(lambda: body.read(MIB), b"")) == 128 * MIB
    assert peak_kib() - before < 32 << 10


# Who may

def test_signatures(root: Aws, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    wrong = Aws(root.daemon, access_key_id=root.credentials["aws_access_key_id"], secret="wrong").client("s3")
    assert refused(wrong.get_object, Bucket=bucket, Key="k") == (
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.", 403)
    unknown = Aws(root.daemon, access_key_id="AKIAIOSFODNN7EXAMPLE").client("s3")
    assert refused(unknown.list_buckets) == ("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403)
    session = root.sts.get_session_token()["Credentials"]
    for token, expected in ((session["SessionToken"], None), ("another", "InvalidAccessKeyId")):
        temporary = Aws(root.daemon, access_key_id=session["AccessKeyId"], secret=session["SecretAccessKey"], session_token=token).client("s3")
        if expected:
            assert refused(temporary.list_buckets)[0] == expected
        else:
            temporary.list_buckets()


def test_the_checksum_in_a_presigned_url_is_not_the_bodys(root: Aws, s3: Any, bucket: str) -> None:
    # The SDK for JavaScript signs the sum of the body that it has, which is none.
    credentials = Credentials(root.credentials["aws_access_key_id"], root.credentials["aws_secret_access_key"])
    request = AWSRequest("PUT", f"{root.daemon.endpoint}/{bucket}/k?x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32")
    S3SigV4QueryAuth(credentials, "s3", "us-east-1").add_auth(request)
    assert urllib.request.urlopen(urllib.request.Request(request.url, data=b"by url", method="PUT")).status == 200
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"by url"


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_presigned_urls(root: Aws, bucket: str, version: str) -> None:
    s3 = root.client("s3", signature_version=version)
    put = s3.generate_presigned_url("put_object", {"Bucket": bucket, "Key": "a b", "ContentType": "text/plain"})
    request = urllib.request.Request(put, data=b"by url", method="PUT", headers={"Content-Type": "text/plain"})
    assert urllib.request.urlopen(request).status == 200
    get = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "a b", "ResponseContentType": "x/y"})
    with urllib.request.urlopen(get) as answer:
        assert (answer.read(), answer.headers["content-type"]) == (b"by url", "x/y")
    for url in (get.replace("Signature=", "Signature=0"), s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "a b"}, -5)):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(url)
        assert caught.value.code in (400, 403)


def test_rights(root: Aws, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="open/k", Body=b"x")
    s3.put_object(Bucket=bucket, Key="closed/k", Body=b"x")
    reader = user(root, {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/open/*"})
    theirs = reader.client("s3")
    assert theirs.get_object(Bucket=bucket, Key="open/k")["Body"].read() == b"x"
    arn = reader.sts.get_caller_identity()["Arn"]

    def denied(action: str, resource: str) -> tuple[str, str, int]:
        return ("AccessDenied", f"User: {arn} is not authorized to perform: {action} on resource: arn:aws:s3:::{resource}"
                f" because no identity-based policy allows the {action} action", 403)

    assert refused(theirs.get_object, Bucket=bucket, Key="closed/k") == denied("s3:GetObject", f"{bucket}/closed/k")
    assert refused(theirs.put_object, Bucket=bucket, Key="open/k", Body=b"y") == denied("s3:PutObject", f"{bucket}/open/k")
    assert refused(theirs.list_objects_v2, Bucket=bucket) == denied("s3:ListBucket", bucket)
    # Who may not list doesn't learn what isn't there.
    assert refused(theirs.get_object, Bucket=bucket, Key="open/none") == denied("s3:ListBucket", bucket)
    assert refused(theirs.copy_object, Bucket=bucket, Key="x", CopySource={"Bucket": bucket, "Key": "closed/k"})[0] == "AccessDenied"
    assert refused(theirs.list_buckets)[0] == "AccessDenied"
    answer = theirs.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "open/k"}]})
    assert answer["Errors"][0]["Code"] == "AccessDenied"
    s3.put_bucket_policy(Bucket=bucket, Policy=document(
        {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{bucket}",
         "Condition": {"StringLike": {"s3:prefix": "open/*"}}},
        {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": f"arn:aws:s3:::{bucket}/open/*",
         "Condition": {"StringEquals": {"aws:PrincipalArn": arn}}}))
    assert theirs.list_objects_v2(Bucket=bucket, Prefix="open/")["KeyCount"] == 1
    assert refused(theirs.list_objects_v2, Bucket=bucket)[0] == "AccessDenied"


def test_accounts_are_apart(aws: Aws) -> None:
    other, name = Aws(aws.daemon, account="111122223333").client("s3"), unique("bucket")
    aws.client("s3").create_bucket(Bucket=name)
    assert refused(other.create_bucket, Bucket=name)[0] == "BucketAlreadyExists"
    assert refused(other.put_object, Bucket=name, Key="k", Body=b"x")[0] == "AccessDenied"
    assert name not in [one["Name"] for one in other.list_buckets()["Buckets"]]
    aws.client("s3").delete_bucket(Bucket=name)


def test_a_connection_goes_on_after_an_answer_that_came_before_the_body(enforcing: Daemon, bucket: str) -> None:
    """Or the answer says that it doesn't: else a client would send its next request in vain."""
    head = f"PUT /{bucket}/key HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nAuthorization: AWS nobody:nothing\r\n{{}}\r\n".encode()
    follower = f"GET /{bucket}/key HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: AWS nobody:nothing\r\n\r\n".encode()
    for more, body, kept in ((b"", b"x", True), (b"", b"", False), (b"Expect: 100-continue\r\n", b"", False)):
        with socket.create_connection(("127.0.0.1", enforcing.port), timeout=10) as connection:
            connection.sendall(head.replace(b"{}", more))
            connection.sendall(body + follower if body else b"")
            answers = connection.makefile("rb")
            status, headers = http_head(answers)
            assert status >= 400 and (headers.get("connection") != "close") == kept
            if kept:
                answers.read(int(headers["content-length"]))
                assert http_head(answers)[0] >= 400


def http_head(answers: BinaryIO) -> tuple[int, dict[str, str]]:
    status = int(answers.readline().split()[1])
    lines = iter(answers.readline, b"\r\n")
    return status, {name.lower(): value.strip() for name, value in (line.decode().split(":", 1) for line in lines)}


# The aws command

def test_the_aws_command_copies_and_syncs(root: Aws, bucket: str, tmp_path: Path) -> None:
    source, back = tmp_path / "source", tmp_path / "back"
    (source / "deep").mkdir(parents=True)
    (source / "one.txt").write_text("one")
    (source / "deep" / "two.txt").write_text("two")
    (source / "big").write_bytes(b"x" * (9 * MIB))
    root.command("s3", "sync", str(source), f"s3://{bucket}/dir")
    assert [one["Key"] for one in root.json("s3api", "list-objects-v2", "--bucket", bucket)["Contents"]] == [
        "dir/big", "dir/deep/two.txt", "dir/one.txt"]
    listed = root.command("s3", "ls", f"s3://{bucket}/dir/").stdout
    assert "PRE deep/" in listed and f"{9 * MIB} big" in listed
    root.command("s3", "sync", f"s3://{bucket}/dir", str(back))
    assert {path.name: path.read_bytes() for path in back.rglob("*") if path.is_file()} == {
        "one.txt": b"one", "two.txt": b"two", "big": b"x" * (9 * MIB)}
    root.command("s3", "rb", f"s3://{bucket}", "--force")
    assert "NoSuchBucket" in root.command("s3", "ls", f"s3://{bucket}", check=False).stderr


# Bytes in chunks, and virtual hosts: clients that boto3 isn't

def test_chunks_without_signatures(aws: Aws) -> None:
    name = unique("bucket")
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=name)
    checksum = base64.b64encode(zlib.crc32(b"hello world").to_bytes(4, "big")).decode()

    def put(trailer: str) -> int:
        body = f"6;chunk-signature={'0' * 64}\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:{trailer}\r\n\r\n"
        credential = "Credential=000000000000/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
        headers = {"Host": f"{name}.s3.localhost", "Authorization": f"AWS4-HMAC-SHA256 {credential}", "x-amz-date": "20260101T000000Z",
                   "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x-amz-decoded-content-length": "11",
                   "x-amz-trailer": "x-amz-checksum-crc32", "Content-Encoding": "aws-chunked"}
        request = urllib.request.Request(f"{aws.daemon.endpoint}/chunked", data=body.encode(), method="PUT", headers=headers)
        try:
            return urllib.request.urlopen(request).status
        except urllib.error.HTTPError as error:
            return error.code

    assert put("AAAAAA==") == 400
    assert put(checksum) == 200
    got = s3.get_object(Bucket=name, Key="chunked", ChecksumMode="ENABLED")
    assert (got["Body"].read(), got["ChecksumCRC32"], got.get("ContentEncoding")) == (b"hello world", checksum, None)
    s3.delete_object(Bucket=name, Key="chunked")
    s3.delete_bucket(Bucket=name)


def test_chunks_with_signatures(root: Aws, s3: Any, bucket: str) -> None:
    """As SDKs send them that sign each chunk and the checksum behind the last."""
    def sign(key: bytes, text: str) -> bytes:
        return hmac.new(key, text.encode(), hashlib.sha256).digest()

    def put(key_name: str, chunks: list[bytes], tamper: str = "") -> tuple[int, str]:
        now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
        scope = f"{now[:8]}/us-east-1/s3/aws4_request"
        key = f"AWS4{root.credentials['aws_secret_access_key']}".encode()
        for part in scope.split("/"):
            key = sign(key, part)
        headers = {"host": f"127.0.0.1:{root.daemon.port}", "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                   "x-amz-date": now, "x-amz-decoded-content-length": str(sum(map(len, chunks))), "x-amz-trailer": "x-amz-checksum-crc32"}
        canonical = "\n".join(["PUT", f"/{bucket}/{key_name}", "", *(f"{name}:{value}" for name, value in headers.items()), "",
                               ";".join(headers), headers["x-amz-content-sha256"]])
        empty = hashlib.sha256().hexdigest()
        seed = previous = sign(key, f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}").hex()
        body = b""
        for chunk in [*chunks, b""]:
            digest = hashlib.sha256(chunk).hexdigest()
            previous = sign(key, f"AWS4-HMAC-SHA256-PAYLOAD\n{now}\n{scope}\n{previous}\n{empty}\n{digest}").hex()
            sent = b"tampered"[:len(chunk)] if tamper == "chunk" else chunk
            body += f"{len(chunk):x};chunk-signature={previous}\r\n".encode() + sent + (b"\r\n" if chunk else b"")
        trailer = f"x-amz-checksum-crc32:{base64.b64encode(zlib.crc32(b''.join(chunks)).to_bytes(4, 'big')).decode()}\n"
        last = sign(key, f"AWS4-HMAC-SHA256-TRAILER\n{now}\n{scope}\n{previous}\n{hashlib.sha256(trailer.encode()).hexdigest()}").hex()
        last = "0" * 64 if tamper == "trailer" else last
        body += f"{trailer.strip()}\r\nx-amz-trailer-signature:{last}\r\n\r\n".encode()
        headers["authorization"] = (f"AWS4-HMAC-SHA256 Credential={root.credentials['aws_access_key_id']}/{scope}, "
                                    f"SignedHeaders={';'.join(list(headers))}, Signature={seed}")
        request = urllib.request.Request(f"{root.daemon.endpoint}/{bucket}/{key_name}", data=body, method="PUT", headers=headers)
        try:
            return urllib.request.urlopen(request).status, ""
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    assert put("good", [b"hello ", b"world"]) == (200, "")
    assert s3.get_object(Bucket=bucket, Key="good")["Body"].read() == b"hello world"
    for tamper in ("chunk", "trailer"):
        status, text = put("bad", [b"hello ", b"world"], tamper)
        assert status == 403 and "<Code>SignatureDoesNotMatch</Code>" in text, text
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 1


def test_a_refusal_reaches_those_who_send_a_body_unasked(root: Aws, bucket: str) -> None:
    credential = "Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 {credential}", "x-amz-date": "20260101T000000Z", "x-amz-content-sha256": "UNSIGNED-PAYLOAD"}
    for _ in range(5):
        connection = http.client.HTTPConnection("127.0.0.1", root.daemon.port, timeout=10)
        connection.request("PUT", f"/{bucket}/k", body=b"x" * MIB, headers=headers)
        answer = connection.getresponse()
        assert answer.status == 403 and b"<Code>InvalidAccessKeyId</Code>" in answer.read()
        connection.close()


def test_the_door_for_other_parts_is_no_way_in(daemon: Daemon) -> None:
    """What the dispatcher has of S3 can't be reached as one of AWS's other protocols."""
    form = b"Action=GetObject&Version=2006-03-01&Bucket=b&Key=k"
    for headers in ({"Content-Type": "application/x-www-form-urlencoded"}, {"X-Amz-Target": "AmazonS3.GetObject"}):
        request = urllib.request.Request(daemon.endpoint, data=form, headers=headers)
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        assert caught.value.code == 501


# What tasks need of it

def test_environment_files_are_read_with_the_execution_roles_rights(root: Aws, s3: Any, bucket: str) -> None:
    root.daemon.load_images()
    tasks = Tasks(root)
    s3.put_object(Bucket=bucket, Key="open/a.env", Body=b"# colours\nCOLOUR=green\nSIZE=one two\n")
    s3.put_object(Bucket=bucket, Key="closed/b.env", Body=b"COLOUR=red\nSECRET=x\n")
    may_read = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": [f"arn:aws:s3:::{bucket}/open/*", "arn:aws:s3:::none-such/*"]}
    root.iam.put_role_policy(RoleName="execution", PolicyName="read", PolicyDocument=document(may_read))

    def ended(*keys: str, name: str = bucket) -> dict[str, Any]:
        files = [{"type": "s3", "value": f"arn:aws:s3:::{name}/{key}"} for key in keys]
        return tasks.finished(shell('echo "$COLOUR $SIZE $OWN"', environmentFiles=files, environment=[{"name": "OWN", "value": "o"}]))

    assert tasks.output(ended("open/a.env")) == ["green one two o"]
    failed = "ResourceInitializationError: failed to download env files: file download command: non empty error stream: "
    end = ended("closed/b.env")
    assert end["stopCode"] == "TaskFailedToStart"
    assert end["stoppedReason"].startswith(f"{failed}AccessDenied: User: arn:aws:sts::000000000000:assumed-role/execution/{id_of(end)} is not "
                                           f"authorized to perform: s3:GetObject on resource: arn:aws:s3:::{bucket}/closed/b.env")
    may_list = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}
    root.iam.put_role_policy(RoleName="execution", PolicyName="list", PolicyDocument=document(may_list))
    assert ended("open/none.env")["stoppedReason"].startswith(f"{failed}NoSuchKey: The specified key does not exist.")
    assert ended("a.env", name="none-such")["stoppedReason"].startswith(f"{failed}NoSuchBucket: The specified bucket does not exist")
    tasks.end_all()


def test_a_task_talks_to_s3(aws: Aws, tasks: Tasks) -> None:
    """By the address that tasks have for the endpoint: bucket names below it are found there too."""
    name, s3 = unique("bucket"), aws.client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="k", Body=b"from a bucket")
    # The URL is signed, but --dev asks nobody; what counts is that it gets there.
    path = "k?AWSAccessKeyId=000000000000&Signature=x&Expires=4000000000"
    script = f'busybox wget -q -O - "http://{name}.s3.neargate.internal:4566/{path}"; busybox wget -q -O - "$AWS_ENDPOINT_URL/{name}/{path}"'
    end = tasks.finished(shell(script))
    assert "".join(tasks.output(end)) == "from a bucketfrom a bucket", tasks.output(end)


# What a crash leaves

def test_killed_while_writing_it_keeps_what_was_acknowledged(fleet: Fleet) -> None:
    daemon = fleet.up()
    s3 = Aws(daemon).client("s3")
    s3.create_bucket(Bucket="kept")
    acknowledged: list[int] = []
    enough = threading.Event()

    def write() -> None:
        try:
            for number in range(10_000):
                s3.put_object(Bucket="kept", Key=f"{number:05}", Body=str(number).encode() * 1000)
                s3.put_object(Bucket="kept", Key="same", Body=str(number).encode() * 1000)
                acknowledged.append(number)
                if number == 30:
                    enough.set()
        except Exception:  # noqa: BLE001, S110 (the daemon died, as it was meant to)
            pass

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(20)
    daemon.kill()
    writer.join()
    objects = daemon.data_dir / "objects"
    (objects / "tmp" / "unfinished").write_bytes(b"x")
    (objects / "00").mkdir(exist_ok=True)
    (objects / "00" / ("00" * 16)).write_bytes(b"x")
    daemon.start()
    for number in acknowledged:
        assert s3.get_object(Bucket="kept", Key=f"{number:05}")["Body"].read() == str(number).encode() * 1000
    last = int(s3.get_object(Bucket="kept", Key="same")["Body"].read()[:len(str(acknowledged[-1]))])
    assert last >= acknowledged[-1]
    there = s3.list_objects_v2(Bucket="kept")["KeyCount"]
    # The sweep at the start removes what no object has.
    wait_until("no bytes left over", lambda: len([path for path in objects.rglob("*") if path.is_file()]) == there)
