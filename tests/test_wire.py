"""The protocols: errors in each one's form, signatures, and clients that are up to no good."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

import botocore.auth
import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.http_requests import json_request, presigned, query_request, raw, send, signed

UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15"
ANYBODY = Credentials("000000000000", "any")


@pytest.fixture
def credentials(strict_aws: Aws) -> Credentials:
    given = strict_aws.credentials
    return Credentials(given["aws_access_key_id"], given["aws_secret_access_key"])


# Answers and errors per protocol


def test_json_answers_carry_a_request_id(daemon: Daemon) -> None:
    answer = json_request(daemon, "ListClusters", {}, ANYBODY)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/x-amz-json-1.1"
    assert UUID.match(answer.headers["x-amzn-requestid"])


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_json_answers_in_the_version_of_the_request(daemon: Daemon, version: str) -> None:
    answer = json_request(daemon, "ListClusters", {}, ANYBODY, version=version)
    assert answer.headers["content-type"] == f"application/x-amz-json-{version}"


def test_json_errors_name_their_type_in_header_and_body(daemon: Daemon) -> None:
    answer = json_request(daemon, "DescribeTasks", {"cluster": "no-such-cluster", "tasks": ["0" * 32]}, ANYBODY)
    assert answer.status == 400
    assert answer.json()["__type"].endswith("ClusterNotFoundException")
    assert answer.json()["message"] == "Cluster not found."
    assert answer.headers["x-amzn-errortype"].startswith("ClusterNotFoundException")
    assert UUID.match(answer.headers["x-amzn-requestid"])


def test_json_errors_call_their_text_as_their_shape_does(aws: Aws) -> None:
    """What isn't in the shape is nothing to the SDKs of typed languages."""
    calls = [("secretsmanager", "get_secret_value", {"SecretId": "none"}, "Message"),
             ("kms", "describe_key", {"KeyId": "none"}, "message"),
             ("ssm", "put_parameter", {"Name": "a b", "Value": "v", "Type": "String"}, None),
             ("ssm", "add_tags_to_resource", {"ResourceType": "Document", "ResourceId": "none", "Tags": []}, None),
             ("ssm", "get_parameters_by_path", {"Path": "/", "NextToken": "none"}, "Message"),
             ("efs", "describe_file_systems", {"FileSystemId": "fs-00000000"}, "Message")]
    for service, call, given, member in calls:
        with pytest.raises(ClientError) as refused:
            getattr(aws.client(service), call)(**given)
        answer = refused.value.response
        texts = {name: answer[name] for name in ("message", "Message") if name in answer}
        assert texts == ({member: answer["Error"]["Message"]} if member else {}), (service, call, answer)


def test_json_body_that_is_none_is_a_serialization_error(daemon: Daemon) -> None:
    answer = json_request(daemon, "ListClusters", b"{not json", ANYBODY)
    assert answer.status == 400
    assert answer.json()["__type"].endswith("SerializationException")


def test_members_of_the_wrong_type_are_a_serialization_error(daemon: Daemon) -> None:
    answer = json_request(daemon, "DescribeTasks", {"tasks": "not a list"}, ANYBODY)
    assert answer.status == 400
    assert answer.json()["__type"].endswith("SerializationException")


def test_unknown_members_are_passed_over(daemon: Daemon) -> None:
    assert json_request(daemon, "ListClusters", {"noSuchMember": 1}, ANYBODY).status == 200


def test_json_unknown_operation(daemon: Daemon) -> None:
    answer = json_request(daemon, "NoSuchOperation", {}, ANYBODY)
    assert answer.status == 400
    assert answer.json()["__type"].endswith("UnknownOperationException")


@pytest.mark.announces("NotImplemented")
def test_an_operation_that_aws_has_and_we_have_not_is_501_with_its_name(aws: Aws) -> None:
    with pytest.raises(ClientError) as caught:
        aws.ecs.create_service(serviceName="x", cluster="y")
    answer = caught.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert answer["Error"]["Code"] == "NotImplemented"
    assert "CreateService" in answer["Error"]["Message"]


@pytest.mark.announces("NotImplemented")
def test_a_service_that_we_have_not_is_501_too(aws: Aws) -> None:
    for service, call in (("dynamodb", "list_tables"), ("sqs", "list_queues"), ("cloudformation", "list_stacks")):
        with pytest.raises(ClientError) as caught:
            getattr(aws.client(service), call)()
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501, service


def test_query_answers_are_xml_with_a_request_id(daemon: Daemon) -> None:
    answer = query_request(daemon, "sts", IDENTITY, ANYBODY)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/xml")
    root = ElementTree.fromstring(answer.body)
    names = {"s": "https://sts.amazonaws.com/doc/2011-06-15/"}
    assert root.tag == "{https://sts.amazonaws.com/doc/2011-06-15/}GetCallerIdentityResponse"
    assert root.findtext("s:GetCallerIdentityResult/s:Account", namespaces=names) == "000000000000"
    request_id = root.findtext("s:ResponseMetadata/s:RequestId", namespaces=names)
    assert request_id and UUID.match(request_id)
    assert answer.headers["x-amzn-requestid"] == request_id


def test_query_errors_say_whose_fault_it_is(daemon: Daemon) -> None:
    answer = query_request(daemon, "sts", "Action=NoSuchAction&Version=2011-06-15", ANYBODY)
    assert answer.status == 400
    root = ElementTree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", answer.body))
    assert root.tag == "ErrorResponse"
    assert root.findtext("Error/Type") == "Sender"
    assert root.findtext("Error/Code") == "InvalidAction"
    assert root.findtext("RequestId")


def test_ec2_errors_have_a_form_of_their_own(aws: Aws, daemon: Daemon) -> None:
    answer = query_request(daemon, "ec2", "Action=DescribeSubnets&Version=2016-11-15&SubnetId.1=subnet-0123456789abcdef0", ANYBODY)
    assert answer.status == 400
    root = ElementTree.fromstring(answer.body)
    assert root.tag == "Response"
    assert root.findtext("Errors/Error/Code") == "InvalidSubnetID.NotFound"
    assert "subnet-0123456789abcdef0" in (root.findtext("Errors/Error/Message") or "")
    assert root.findtext("RequestID")


# Signatures


def test_signed_requests_are_let_in(strict_aws: Aws) -> None:
    assert strict_aws.sts.get_caller_identity()["Account"] == "000000000000"
    assert strict_aws.ecs.list_clusters()["clusterArns"] is not None
    assert strict_aws.ec2.describe_vpcs()["Vpcs"]


@pytest.mark.parametrize(("service", "call", "code", "status"), [
    ("ecs", "list_clusters", "InvalidSignatureException", 400),
    ("sts", "get_caller_identity", "SignatureDoesNotMatch", 403),
    ("ec2", "describe_vpcs", "AuthFailure", 401),
])
def test_wrong_secret(strict: Daemon, strict_aws: Aws, service: str, call: str, code: str, status: int) -> None:
    forger = Aws(strict, access_key_id=strict_aws.credentials["aws_access_key_id"], secret="wrong")
    refused(forger, service, call, code, status)


@pytest.mark.parametrize(("service", "call", "code", "status"), [
    ("ecs", "list_clusters", "UnrecognizedClientException", 400),
    ("sts", "get_caller_identity", "InvalidClientTokenId", 403),
    ("ec2", "describe_vpcs", "AuthFailure", 401),
])
def test_unknown_key(strict: Daemon, service: str, call: str, code: str, status: int) -> None:
    refused(Aws(strict, access_key_id="AKIAXXXXXXXXXXXXXXXX"), service, call, code, status)


def refused(aws: Aws, service: str, call: str, code: str, status: int) -> None:
    with pytest.raises(ClientError) as caught:
        getattr(getattr(aws, service), call)()
    assert caught.value.response["Error"]["Code"] == code
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_unsigned_requests_are_refused(strict: Daemon) -> None:
    answer = json_request(strict, "ListClusters", {})
    assert answer.status == 400
    assert answer.json()["__type"].endswith("MissingAuthenticationTokenException")
    answer = query_request(strict, "sts", IDENTITY)
    assert answer.status == 403
    assert "MissingAuthenticationToken" in answer.text


def test_body_changed_after_signing(strict: Daemon, credentials: Credentials) -> None:
    headers = {"X-Amz-Target": "AmazonEC2ContainerServiceV20141113.CreateCluster", "Content-Type": "application/x-amz-json-1.1"}
    headers = signed(strict, "POST", "/", headers, b'{"clusterName":"mine"}', credentials, "ecs")
    answer = send(strict, "POST", "/", headers, b'{"clusterName":"evil"}')
    assert answer.status == 400
    assert answer.json()["__type"].endswith("InvalidSignatureException")


@pytest.mark.parametrize("minutes", [-16, 16])
def test_clock_that_is_too_far_off(strict: Daemon, credentials: Credentials, monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    skewed = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: skewed)
    answer = json_request(strict, "ListClusters", {}, credentials)
    assert answer.status == 400, "the skewed request was let in"
    assert answer.json()["__type"].endswith("InvalidSignatureException")
    assert re.match("Signature (expired|not yet current): ", answer.json()["message"])


def test_presigned_identity_is_answered(strict: Daemon, credentials: Credentials) -> None:
    answer = send(strict, "GET", presigned(strict, "sts", IDENTITY, credentials), {})
    assert answer.status == 200, answer.text
    assert "<Account>000000000000</Account>" in answer.text


def test_presigned_for_another_operation_is_refused(strict: Daemon, credentials: Credentials) -> None:
    path = presigned(strict, "sts", IDENTITY, credentials).replace("GetCallerIdentity", "GetSessionToken")
    assert send(strict, "GET", path, {}).status == 403


def test_signature_for_another_service_is_refused(strict: Daemon, credentials: Credentials) -> None:
    headers = {"X-Amz-Target": "AmazonEC2ContainerServiceV20141113.ListClusters", "Content-Type": "application/x-amz-json-1.1"}
    headers = signed(strict, "POST", "/", headers, b"{}", credentials, "sts")
    assert send(strict, "POST", "/", headers, b"{}").status == 400


# Browsers


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Host": "evil.example:4566"},
    {"Sec-Fetch-Site": "cross-site"},
])
def test_browsers_are_refused(daemon: Daemon, headers: dict[str, str]) -> None:
    answer = json_request(daemon, "ListClusters", {}, **{name.replace("-", "_"): value for name, value in headers.items()})
    assert answer.status == 403


def test_own_names_are_fine(daemon: Daemon) -> None:
    for host in (f"localhost:{daemon.port}", f"127.0.0.1:{daemon.port}", "ecs.us-east-1.amazonaws.com"):
        assert json_request(daemon, "ListClusters", {}, Host=host).status == 200, host


# Clients that are slow, huge or broken


def test_huge_body_is_refused(daemon: Daemon) -> None:
    # The answer comes before the body was sent: a client that insists meets a closed connection.
    head = (b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonEC2ContainerServiceV20141113.ListClusters\r\n"
            b"Content-Type: application/x-amz-json-1.1\r\nContent-Length: 1073741824\r\n\r\n")
    with raw(daemon, head) as connection:
        received = b""
        try:
            for _ in range(64):
                connection.sendall(b" " * (1 << 20))
        except (ConnectionError, TimeoutError):
            pass
        try:
            received = connection.recv(4096)
        except (ConnectionError, TimeoutError):
            pass
    assert not received.startswith(b"HTTP/1.1 200")
    assert daemon.health()["status"] == "ready"


def test_huge_headers_are_refused(daemon: Daemon) -> None:
    with raw(daemon, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Big: " + b"x" * (1 << 18) + b"\r\n\r\n") as connection:
        try:
            answer = connection.recv(4096)
        except ConnectionError:
            answer = b""
    assert not answer.startswith(b"HTTP/1.1 200")
    assert daemon.health()["status"] == "ready"


def test_slow_clients_are_in_nobodys_way(daemon: Daemon, aws: Aws) -> None:
    waiting = [raw(daemon, b"POST / HTTP/1.1\r\nHost: local") for _ in range(200)]
    try:
        assert aws.ecs.list_clusters()["ResponseMetadata"]["HTTPStatusCode"] == 200
    finally:
        for connection in waiting:
            connection.close()


def test_bytes_that_are_not_http(daemon: Daemon) -> None:
    with raw(daemon, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not http at all\r\n\r\n") as connection:
        try:
            answer = connection.recv(4096)
        except ConnectionError:
            answer = b""
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
    assert daemon.health()["status"] == "ready"


def test_many_callers_at_once(aws: Aws, tasks: object) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: aws.ecs.list_clusters()["ResponseMetadata"]["RequestId"], range(200)))
    assert len(set(answers)) == 200


# Constraints, as the model states them


def test_violated_constraints_are_told_as_aws_tells_them(daemon: Daemon) -> None:
    answer = json_request(daemon, "PutLogEvents", {"logGroupName": "", "logStreamName": "s"}, ANYBODY, target="Logs_20140328")
    assert answer.status == 400
    message = answer.json()["message"]
    assert answer.json()["__type"].endswith("InvalidParameterException")
    assert message.startswith("3 validation errors detected: ")
    assert ("Value '' at 'logGroupName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1") in message
    assert "Value null at 'logEvents' failed to satisfy constraint: Member must not be null" in message


# Accounts and regions


def test_accounts_and_regions_are_apart(daemon: Daemon) -> None:
    one, two = Aws(daemon, account="111111111111"), Aws(daemon, account="222222222222")
    elsewhere = Aws(daemon, account="111111111111", region="eu-west-1")
    one.ecs.create_cluster(clusterName="mine")
    try:
        arns = one.ecs.list_clusters()["clusterArns"]
        assert arns == ["arn:aws:ecs:us-east-1:111111111111:cluster/mine"]
        assert two.ecs.list_clusters()["clusterArns"] == []
        assert elsewhere.ecs.list_clusters()["clusterArns"] == []
    finally:
        one.ecs.delete_cluster(cluster="mine")


def test_default_vpc_is_there(aws: Aws) -> None:
    vpc, = aws.ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    assert vpc["CidrBlock"] == "172.31.0.0/16"
    subnets = aws.ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["Subnets"]
    assert len({subnet["AvailabilityZone"] for subnet in subnets}) == len(subnets) == 3
    groups = aws.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["SecurityGroups"]
    assert [group["GroupName"] for group in groups] == ["default"]
    for attribute, expected in (("DnsSupport", True), ("DnsHostnames", True), ("NetworkAddressUsageMetrics", False)):
        told = aws.ec2.describe_vpc_attribute(VpcId=vpc["VpcId"], Attribute=f"enable{attribute}")
        assert told[f"Enable{attribute}"] == {"Value": expected} and told["VpcId"] == vpc["VpcId"]
    with pytest.raises(ClientError, match="InvalidVpcID.NotFound"):
        aws.ec2.describe_vpc_attribute(VpcId="vpc-0", Attribute="enableDnsSupport")


def test_default_vpc_is_the_same_after_a_restart(fleet: Fleet) -> None:
    daemon = fleet.up()
    before = Aws(daemon).ec2.describe_vpcs()["Vpcs"]
    daemon.kill()
    daemon.start()
    assert Aws(daemon).ec2.describe_vpcs()["Vpcs"] == before
