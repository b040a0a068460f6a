"""An OpenID Connect provider: discovery and keys over HTTPS, and tokens signed with them. Keys and certificates are openssl's."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import ssl
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*arguments: str, stdin: bytes | None = None) -> bytes:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True, input=stdin).stdout


class Key:
    """A signing key: RSA (`RS256`) or on P-256 (`ES256`)."""

    def __init__(self, directory: Path, kid: str, algorithm: str = "RS256") -> None:
        self.kid, self.algorithm = kid, algorithm
        self.file = directory / f"{kid}.pem"
        kind = ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"] if algorithm == "RS256" else ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        openssl("genpkey", "-algorithm", *kind, "-out", str(self.file))

    def public(self) -> dict[str, str]:
        common = {"kid": self.kid, "use": "sig", "alg": self.algorithm}
        if self.algorithm == "RS256":
            text = openssl("rsa", "-in", str(self.file), "-noout", "-modulus").decode()
            return {**common, "kty": "RSA", "e": "AQAB", "n": encode(bytes.fromhex(text.strip().split("=")[1]))}
        point = openssl("pkey", "-in", str(self.file), "-pubout", "-outform", "DER")[-64:]
        return {**common, "kty": "EC", "crv": "P-256", "x": encode(point[:32]), "y": encode(point[32:])}

    def sign(self, text: bytes) -> bytes:
        signature = openssl("dgst", "-sha256", "-sign", str(self.file), stdin=text)
        return signature if self.algorithm == "RS256" else fixed(signature)


def fixed(der: bytes) -> bytes:
    """A signature of ECDSA, from DER's two integers to two numbers of 32 bytes."""
    numbers, rest = [], der[2:]
    while rest:
        length = rest[1]
        numbers.append(int.from_bytes(rest[2:2 + length], "big").to_bytes(32, "big"))
        rest = rest[2 + length:]
    return b"".join(numbers)


class Issuer:
    """Serves on loopback until closed. `ca` is who vouches for its certificate."""

    def __init__(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="neargate-issuer-"))
        self.ca, chain = self.certificates()
        self.keys = [Key(self.directory, "one")]
        self.asked: list[str] = []
        self.broken: bytes | None = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain, self.directory / "server.key")
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def name(self) -> str:
        """The provider's URL without its scheme."""
        return f"localhost:{self.server.server_port}/ci"

    @property
    def url(self) -> str:
        return f"https://{self.name}"

    def certificates(self) -> tuple[Path, Path]:
        at = self.directory
        ca, request, certificate, chain = at / "ca.pem", at / "server.csr", at / "server.pem", at / "chain.pem"
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(at / "ca.key"), "-out", str(ca), "-days", "2",
                "-subj", "/CN=Test CA", "-addext", "basicConstraints=critical,CA:TRUE")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", str(at / "server.key"), "-out", str(request), "-subj", "/CN=localhost")
        extensions = at / "extensions"
        extensions.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
        openssl("x509", "-req", "-in", str(request), "-CA", str(ca), "-CAkey", str(at / "ca.key"), "-CAcreateserial", "-days", "2",
                "-extfile", str(extensions), "-out", str(certificate))
        chain.write_bytes(certificate.read_bytes() + ca.read_bytes())
        return ca, chain

    def thumbprint(self) -> str:
        """Of the certificate that vouches."""
        return hashlib.sha1(openssl("x509", "-in", str(self.ca), "-outform", "DER")).hexdigest()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked.append(self.path)
                documents: dict[str, Any] = {
                    "/ci/.well-known/openid-configuration": {"issuer": issuer.url, "jwks_uri": f"{issuer.url}/keys"},
                    "/ci/keys": {"keys": [key.public() for key in issuer.keys]},
                }
                found = documents.get(self.path)
                body = issuer.broken if issuer.broken is not None else json.dumps(found).encode()
                self.send_response(200 if found else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def token(self, key: Key | None = None, **claims: Any) -> str:
        """A token for `sts.amazonaws.com`, good for five minutes; claims of None are left out."""
        key, now = key or self.keys[0], int(time.time())
        said = {"iss": self.url, "sub": "repo:octo/app:ref:refs/heads/main", "aud": "sts.amazonaws.com", "iat": now, "nbf": now,
                "exp": now + 300, **claims}
        said = {name: value for name, value in said.items() if value is not None}
        header = {"alg": key.algorithm, "kid": key.kid, "typ": "JWT"}
        text = f"{encode(json.dumps(header).encode())}.{encode(json.dumps(said).encode())}"
        return f"{text}.{encode(key.sign(text.encode()))}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        shutil.rmtree(self.directory)
