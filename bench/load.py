"""A load generator for one machine: connections that are kept busy, with requests that were signed beforehand.

Signing in Python costs more than a server needs to answer, so requests are made and signed in bulk before the clock runs; a signature is
good for five minutes. One thread serves all connections by epoll, each with one request under way at a time.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import select
import socket
import time
import uuid
from dataclasses import dataclass

TARGET = "AmazonEC2ContainerServiceV20141113"


@dataclass(frozen=True)
class Signer:
    """AWS Signature Version 4 for ECS, with its key derived once."""

    host: str
    access_key_id: str
    secret: str
    region: str = "us-east-1"

    def request(self, operation: str, body: bytes) -> bytes:
        """A whole HTTP request, with the headers that SDKs send. No two are alike."""
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        scope = f"{now[:8]}/{self.region}/ecs/aws4_request"
        headers = {
            "amz-sdk-invocation-id": str(uuid.uuid4()),
            "content-type": "application/x-amz-json-1.1",
            "host": self.host,
            "x-amz-date": now,
            "x-amz-target": f"{TARGET}.{operation}",
        }
        names = ";".join(headers)
        canonical = "\n".join(["POST", "/", "", *(f"{name}:{value}" for name, value in headers.items()), "", names,
                               hashlib.sha256(body).hexdigest()])
        to_sign = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        signature = hmac.new(self.key(now[:8]), to_sign.encode(), hashlib.sha256).hexdigest()
        lines = [f"{name}: {value}" for name, value in headers.items()]
        lines.append(f"authorization: AWS4-HMAC-SHA256 Credential={self.access_key_id}/{scope}, SignedHeaders={names}, Signature={signature}")
        lines += [f"content-length: {len(body)}", "user-agent: neargate-bench"]
        return ("POST / HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode() + body

    def key(self, date: str) -> bytes:
        key = f"AWS4{self.secret}".encode()
        for part in (date, self.region, "ecs", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return key


class Connection:
    """A connection with at most one request under way. Opened anew where a server closes it after each answer."""

    def __init__(self, host: str, port: int, poll: select.epoll) -> None:
        self.address = (host, port)
        self.poll = poll
        self.received = bytearray()
        self.sent_at = 0.0
        self.socket: socket.socket | None = None

    def send(self, request: bytes) -> socket.socket:
        self.sent_at = time.perf_counter()
        if self.socket is None:
            self.socket = socket.create_connection(self.address, timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.poll.register(self.socket.fileno(), select.EPOLLIN)
        self.socket.sendall(request)
        return self.socket

    def answer(self) -> bytes | None:
        """Reads what came; the answer's head and body once they are whole."""
        assert self.socket
        received = self.socket.recv(1 << 16)
        if not received:
            raise ConnectionError("the server closed a connection that was in use")
        self.received += received
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.received[:end]).lower()
        if len(self.received) < end + 4 + content_length(head):
            return None
        answer = bytes(self.received)
        self.received.clear()
        if head.startswith(b"http/1.0") or b"connection: close" in head:
            self.close()
        return answer

    def close(self) -> None:
        if self.socket is not None:
            self.poll.unregister(self.socket.fileno())
            self.socket.close()
            self.socket = None


def content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    raise ValueError(f"an answer without a length: {head.decode(errors='replace')}")


@dataclass
class Result:
    """What came of a run."""

    requests: int
    seconds: float
    latencies_ms: list[float]


def drive(host: str, port: int, requests: list[bytes], connections: int) -> Result:
    """Sends all requests, over so many connections at once. Raises when an answer isn't a success."""
    poll = select.epoll()
    left = iter(requests)
    latencies: list[float] = []
    busy: dict[int, Connection] = {}

    def send(connection: Connection) -> None:
        if (request := next(left, None)) is not None:
            busy[connection.send(request).fileno()] = connection

    started = time.perf_counter()
    for _ in range(connections):
        send(Connection(host, port, poll))
    while busy:
        for descriptor, _ in poll.poll(30):
            connection = busy[descriptor]
            answer = connection.answer()
            if answer is None:
                continue
            latencies.append((time.perf_counter() - connection.sent_at) * 1000)
            if b" 200" not in answer[:13]:
                raise AssertionError(answer.decode(errors="replace")[:2000])
            del busy[descriptor]
            send(connection)
    return Result(len(latencies), time.perf_counter() - started, latencies)


def encode(body: object) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()
