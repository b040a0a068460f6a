"""What users and servers have beside access keys: SSH keys, certificates, service-specific credentials, passwords, SAML providers."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import ACCOUNT
from support.issuer import openssl
from support.tasks import unique

METADATA = f"""<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/" validUntil="2050-01-01T00:00:00Z">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><!-- {"." * 1000} -->
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>"""


def refused(call: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.fixture
def user(aws: Aws) -> str:
    name = unique("user")
    aws.iam.create_user(UserName=name)
    return name


def rsa(tmp_path: Path, name: str = "key") -> Path:
    file = tmp_path / name
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(file))
    return file


def ssh(key: Path) -> tuple[str, bytes]:
    """A key as OpenSSH writes it, and the bytes in it."""
    modulus = bytes.fromhex(openssl("rsa", "-in", str(key), "-noout", "-modulus").decode().strip().split("=")[1])
    parts = [b"ssh-rsa", b"\x01\x00\x01", b"\x00" + modulus]
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return f"ssh-rsa {base64.b64encode(blob).decode()} ana@laptop", blob


def certificate(key: Path, subject: str, issuer: tuple[Path, str] | None = None) -> str:
    """Self-signed, or signed by another's key and certificate."""
    if issuer is None:
        return openssl("req", "-x509", "-key", str(key), "-subj", subject, "-days", "30").decode()
    request = openssl("req", "-new", "-key", str(key), "-subj", subject)
    (key.parent / "ca.pem").write_text(issuer[1])
    return openssl("x509", "-req", "-CA", str(key.parent / "ca.pem"), "-CAkey", str(issuer[0]), "-CAcreateserial", "-days", "30",
                   stdin=request).decode()


def test_ssh_keys_are_told_in_either_encoding(aws: Aws, user: str, tmp_path: Path) -> None:
    key = rsa(tmp_path)
    text, blob = ssh(key)
    made = aws.iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=text)["SSHPublicKey"]
    digest = hashlib.md5(blob).hexdigest()
    assert made["Fingerprint"] == ":".join(digest[at:at + 2] for at in range(0, 32, 2))
    assert made["SSHPublicKeyId"].startswith("APKA") and made["Status"] == "Active"
    which = {"UserName": user, "SSHPublicKeyId": made["SSHPublicKeyId"]}
    assert aws.iam.get_ssh_public_key(Encoding="SSH", **which)["SSHPublicKey"]["SSHPublicKeyBody"] == text
    pem = aws.iam.get_ssh_public_key(Encoding="PEM", **which)["SSHPublicKey"]["SSHPublicKeyBody"]
    assert pem == openssl("pkey", "-in", str(key), "-pubout").decode()
    assert refused(aws.iam.upload_ssh_public_key, UserName=user, SSHPublicKeyBody=pem)[0] == "DuplicateSSHPublicKey"
    for body, code in [("ssh-rsa AAAA", "InvalidPublicKey"), ("ssh-ed25519 AAAA", "UnrecognizedPublicKeyEncoding")]:
        assert refused(aws.iam.upload_ssh_public_key, UserName=user, SSHPublicKeyBody=body)[0] == code
    aws.iam.update_ssh_public_key(Status="Inactive", **which)
    [listed] = aws.iam.list_ssh_public_keys(UserName=user)["SSHPublicKeys"]
    assert (listed["SSHPublicKeyId"], listed["Status"]) == (made["SSHPublicKeyId"], "Inactive")
    assert refused(aws.iam.delete_user, UserName=user)[0] == "DeleteConflict"
    renamed = unique("renamed")
    aws.iam.update_user(UserName=user, NewUserName=renamed)
    aws.iam.delete_ssh_public_key(UserName=renamed, SSHPublicKeyId=made["SSHPublicKeyId"])
    assert refused(aws.iam.delete_ssh_public_key, UserName=renamed, SSHPublicKeyId=made["SSHPublicKeyId"]) == (
        "NoSuchEntity", f"The Public Key with id {made['SSHPublicKeyId']} cannot be found.")
    aws.iam.delete_user(UserName=renamed)


def test_signing_certificates(aws: Aws, user: str, tmp_path: Path) -> None:
    bodies = [certificate(rsa(tmp_path, str(n)), f"/CN=signer{n}") for n in range(3)]
    made = aws.iam.upload_signing_certificate(UserName=user, CertificateBody=bodies[0])["Certificate"]
    assert made["CertificateBody"].strip() == bodies[0].strip()
    assert refused(aws.iam.upload_signing_certificate, UserName=user, CertificateBody=bodies[0])[0] == "DuplicateCertificate"
    assert refused(aws.iam.upload_signing_certificate, UserName=user, CertificateBody="none") == (
        "MalformedCertificate", "Unable to parse certificate. Please ensure the certificate is in PEM format.")
    aws.iam.upload_signing_certificate(UserName=user, CertificateBody=bodies[1])
    assert refused(aws.iam.upload_signing_certificate, UserName=user, CertificateBody=bodies[2]) == (
        "LimitExceeded", "Cannot exceed quota for CertificatesPerUser: 2")
    which = {"UserName": user, "CertificateId": made["CertificateId"]}
    aws.iam.update_signing_certificate(Status="Inactive", **which)
    pages = aws.iam.get_paginator("list_signing_certificates").paginate(UserName=user, PaginationConfig={"PageSize": 1})
    listed = {each["CertificateId"]: each["Status"] for page in pages for each in page["Certificates"]}
    assert len(listed) == 2 and listed[made["CertificateId"]] == "Inactive"
    aws.iam.delete_signing_certificate(**which)
    assert refused(aws.iam.delete_signing_certificate, **which)[0] == "NoSuchEntity"


def test_service_specific_credentials(aws: Aws, user: str) -> None:
    create = aws.iam.create_service_specific_credential
    first = create(UserName=user, ServiceName="codecommit.amazonaws.com")["ServiceSpecificCredential"]
    second = create(UserName=user, ServiceName="codecommit.amazonaws.com")["ServiceSpecificCredential"]
    assert first["ServiceUserName"] == f"{user}-at-{ACCOUNT}" and second["ServiceUserName"] == f"{user}+1-at-{ACCOUNT}"
    assert first["ServicePassword"] and first["Status"] == "Active"
    assert refused(create, UserName=user, ServiceName="codecommit.amazonaws.com")[0] == "LimitExceeded"
    assert refused(create, UserName=user, ServiceName="ec2.amazonaws.com")[0] == "NotSupportedService"
    key = create(UserName=user, ServiceName="bedrock.amazonaws.com", CredentialAgeDays=7)["ServiceSpecificCredential"]
    assert key["ServiceCredentialSecret"] and (key["ExpirationDate"] - key["CreateDate"]).days == 7
    which = {"UserName": user, "ServiceSpecificCredentialId": first["ServiceSpecificCredentialId"]}
    reset = aws.iam.reset_service_specific_credential(**which)["ServiceSpecificCredential"]
    assert reset["ServicePassword"] != first["ServicePassword"]
    aws.iam.update_service_specific_credential(Status="Inactive", **which)
    listed = aws.iam.list_service_specific_credentials(UserName=user, ServiceName="codecommit.amazonaws.com")
    found = {each["ServiceUserName"]: each["Status"] for each in listed["ServiceSpecificCredentials"]}
    assert found == {first["ServiceUserName"]: "Inactive", second["ServiceUserName"]: "Active"}
    assert all("ServicePassword" not in each for each in listed["ServiceSpecificCredentials"])
    aws.iam.delete_service_specific_credential(**which)
    assert refused(aws.iam.delete_service_specific_credential, **which)[0] == "NoSuchEntity"


def test_server_certificates_belong_to_their_keys(aws: Aws, tmp_path: Path) -> None:
    root, key = rsa(tmp_path, "root"), rsa(tmp_path, "key")
    ca = certificate(root, "/CN=Root")
    body = certificate(key, "/CN=www.example.com", (root, ca))
    name = unique("web")
    given = {"CertificateBody": body, "PrivateKey": key.read_text(), "CertificateChain": ca}
    tags = [{"Key": "team", "Value": "web"}]
    made = aws.iam.upload_server_certificate(ServerCertificateName=name, Path="/cloudfront/", Tags=tags, **given)
    metadata = made["ServerCertificateMetadata"]
    assert metadata["Arn"] == f"arn:aws:iam::{ACCOUNT}:server-certificate/cloudfront/{name}"
    assert metadata["ServerCertificateId"].startswith("ASCA") and made["Tags"] == tags
    assert 29 <= (metadata["Expiration"] - metadata["UploadDate"]).days <= 30
    upload = aws.iam.upload_server_certificate
    assert refused(upload, ServerCertificateName=name.upper(), **given) == (
        "EntityAlreadyExists", f"The Server Certificate with name {name.upper()} already exists.")
    other = {"ServerCertificateName": unique("other"), **given}
    assert refused(upload, **{**other, "PrivateKey": root.read_text()})[0] == "KeyPairMismatch"
    assert refused(upload, **{**other, "CertificateBody": "none"})[0] == "MalformedCertificate"
    stranger = certificate(rsa(tmp_path, "stranger"), "/CN=Root")
    code, message = refused(upload, **{**other, "CertificateChain": stranger})
    assert code == "MalformedCertificate" and message.startswith("Unable to validate certificate chain.")
    got = aws.iam.get_server_certificate(ServerCertificateName=name)["ServerCertificate"]
    assert got["CertificateBody"].strip() == body.strip() and "PrivateKey" not in got
    listed = aws.iam.list_server_certificates(PathPrefix="/cloudfront/")["ServerCertificateMetadataList"]
    assert name in [each["ServerCertificateName"] for each in listed]
    new = unique("new")
    aws.iam.update_server_certificate(ServerCertificateName=name, NewServerCertificateName=new, NewPath="/")
    aws.iam.tag_server_certificate(ServerCertificateName=new, Tags=[{"Key": "a", "Value": "b"}])
    aws.iam.untag_server_certificate(ServerCertificateName=new, TagKeys=["team"])
    assert aws.iam.list_server_certificate_tags(ServerCertificateName=new)["Tags"] == [{"Key": "a", "Value": "b"}]
    aws.iam.delete_server_certificate(ServerCertificateName=new)
    assert refused(aws.iam.get_server_certificate, ServerCertificateName=new) == (
        "NoSuchEntity", f"The Server Certificate with name {new} cannot be found.")


def test_elliptic_server_certificates(aws: Aws, tmp_path: Path) -> None:
    key, name = tmp_path / "key", unique("ec")
    key.write_bytes(openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout"))
    body = certificate(key, "/CN=ec.example.com")
    aws.iam.upload_server_certificate(ServerCertificateName=name, CertificateBody=body, PrivateKey=key.read_text())
    aws.iam.delete_server_certificate(ServerCertificateName=name)


def test_saml_providers(aws: Aws, tmp_path: Path) -> None:
    name = unique("saml")
    arn = aws.iam.create_saml_provider(Name=name, SAMLMetadataDocument=METADATA)["SAMLProviderArn"]
    assert arn == f"arn:aws:iam::{ACCOUNT}:saml-provider/{name}"
    got = aws.iam.get_saml_provider(SAMLProviderArn=arn)
    assert (got["SAMLMetadataDocument"], got["ValidUntil"].year, got["Tags"]) == (METADATA, 2050, [])
    assert refused(aws.iam.create_saml_provider, Name=name, SAMLMetadataDocument=METADATA)[0] == "EntityAlreadyExists"
    assert refused(aws.iam.create_saml_provider, Name=unique("x"), SAMLMetadataDocument="x" * 1000) == (
        "InvalidInput", "Could not parse metadata")
    undated = METADATA.replace(' validUntil="2050-01-01T00:00:00Z"', "")
    key = rsa(tmp_path).read_text()
    aws.iam.update_saml_provider(SAMLProviderArn=arn, SAMLMetadataDocument=undated, AddPrivateKey=key, AssertionEncryptionMode="Allowed")
    got = aws.iam.get_saml_provider(SAMLProviderArn=arn)
    assert got["ValidUntil"].year - got["CreateDate"].year == 100 and got["AssertionEncryptionMode"] == "Allowed"
    [kept] = got["PrivateKeyList"]
    aws.iam.update_saml_provider(SAMLProviderArn=arn, RemovePrivateKey=kept["KeyId"])
    assert "PrivateKeyList" not in aws.iam.get_saml_provider(SAMLProviderArn=arn)
    aws.iam.tag_saml_provider(SAMLProviderArn=arn, Tags=[{"Key": "a", "Value": "b"}, {"Key": "c", "Value": "d"}])
    aws.iam.untag_saml_provider(SAMLProviderArn=arn, TagKeys=["a"])
    assert aws.iam.list_saml_provider_tags(SAMLProviderArn=arn)["Tags"] == [{"Key": "c", "Value": "d"}]
    assert arn in [each["Arn"] for each in aws.iam.list_saml_providers()["SAMLProviderList"]]
    aws.iam.delete_saml_provider(SAMLProviderArn=arn)
    assert refused(aws.iam.get_saml_provider, SAMLProviderArn=arn) == ("NoSuchEntity", f"Manifest not found for arn {arn}")


def test_passwords_follow_the_policy(fleet: Fleet) -> None:
    daemon = fleet.up(dev=False)
    exports = daemon.exports()
    root = Aws(daemon, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])
    root.iam.create_user(UserName="ana")
    assert refused(root.iam.create_login_profile, UserName="ana", Password="short")[0] == "PasswordPolicyViolation"
    root.iam.create_login_profile(UserName="ana", Password="Old-secret-1")
    key = root.iam.create_access_key(UserName="ana")["AccessKey"]
    ana = Aws(daemon, access_key_id=key["AccessKeyId"], secret=key["SecretAccessKey"])
    change = ana.iam.change_password
    assert refused(change, OldPassword="Old-secret-1", NewPassword="New-secret-2")[0] == "AccessDenied", "nobody said that she may"
    root.iam.update_account_password_policy(MinimumPasswordLength=10, RequireNumbers=True, AllowUsersToChangePassword=True,
                                            PasswordReusePrevention=2)
    assert refused(change, OldPassword="Old-secret-2", NewPassword="New-secret-2") == ("AccessDenied", "The old password was incorrect.")
    assert refused(change, OldPassword="Old-secret-1", NewPassword="New-secret") == (
        "PasswordPolicyViolation", "Password should have at least one number")
    change(OldPassword="Old-secret-1", NewPassword="New-secret-2")
    assert refused(change, OldPassword="New-secret-2", NewPassword="Old-secret-1") == (
        "PasswordPolicyViolation", "Policy constraint violation with password reuse prevention during password change.")
    change(OldPassword="New-secret-2", NewPassword="New-secret-3")
    assert refused(root.iam.change_password, OldPassword="x", NewPassword="New-secret-4") == (
        "InvalidUserType", "Only IAM Users can change their own password")
    stored = json.dumps([line.text for line in daemon.log_lines()])
    assert "New-secret" not in stored
