"""Requests made by hand, for what no SDK would send."""

from __future__ import annotations

import http.client
import json
import socket
from dataclasses import dataclass

from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from support.daemon import REGION, Daemon

ECS_TARGET = "AmazonEC2ContainerServiceV20141113"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> dict:
        return json.loads(self.body)


def send(daemon: Daemon, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=30)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def json_request(daemon: Daemon, operation: str, body: object, credentials: Credentials | None = None, version: str = "1.1",
                 target: str = ECS_TARGET, **extra: str) -> Answer:
    """An operation of ECS in AWS JSON, signed if there are credentials. `extra` are headers, with _ for -."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"X-Amz-Target": f"{target}.{operation}", "Content-Type": f"application/x-amz-json-{version}"}
    headers = signed(daemon, "POST", "/", headers, data, credentials, "ecs") if credentials else headers
    return send(daemon, "POST", "/", {**headers, **{name.replace("_", "-"): value for name, value in extra.items()}}, data)


def query_request(daemon: Daemon, service: str, body: str, credentials: Credentials | None = None) -> Answer:
    """An operation in one of the query protocols."""
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    headers = signed(daemon, "POST", "/", headers, body.encode(), credentials, service) if credentials else headers
    return send(daemon, "POST", "/", headers, body.encode())


def signed(daemon: Daemon, method: str, path: str, headers: dict[str, str], body: bytes, credentials: Credentials,
           service: str) -> dict[str, str]:
    request = AWSRequest(method=method, url=daemon.endpoint + path, data=body, headers=headers)
    SigV4Auth(credentials, service, REGION).add_auth(request)
    return dict(request.headers.items())


def presigned(daemon: Daemon, service: str, query: str, credentials: Credentials, expires: int = 60) -> str:
    """The path of a presigned GET."""
    request = AWSRequest(method="GET", url=f"{daemon.endpoint}/?{query}")
    SigV4QueryAuth(credentials, service, REGION, expires=expires).add_auth(request)
    return request.url.removeprefix(daemon.endpoint)


def raw(daemon: Daemon, data: bytes, timeout: float = 10) -> socket.socket:
    """A connection on which these bytes were sent."""
    connection = socket.create_connection(("127.0.0.1", daemon.port), timeout=timeout)
    connection.sendall(data)
    return connection
