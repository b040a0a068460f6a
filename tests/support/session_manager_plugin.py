"""A Session Manager plugin of our own, for `aws ecs execute-command`: it takes the real one's arguments and does on the wire what the
real one does, but shares no line with neargate.

    session-manager-plugin                                          say that it is there
    session-manager-plugin SESSION REGION StartSession PROFILE PARAMETERS ENDPOINT

Its habits are the real one's, where they matter to the other side: output that comes before the terminal is ready is dropped without
an acknowledgement; the oldest unacknowledged message is sent again when its time is over; a lone line feed goes out as a carriage
return; the terminal's size is looked at twice a second; a connection that breaks is resumed with a new token, and an empty token is
the end. `PLUGIN_CUT_AFTER` makes it break the connection itself, once, after so many messages of output.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import os
import shutil
import signal
import struct
import sys
import termios
import time
import tty
import uuid
from collections.abc import Iterator

import boto3
import websockets
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from websockets.asyncio.client import ClientConnection, connect

HEADER = struct.Struct(">I32sIQqQ16s32sII")
HEADER_LENGTH = 116
OUTPUT, SIZE, HANDSHAKE_REQUEST, HANDSHAKE_RESPONSE, HANDSHAKE_COMPLETE, CHALLENGE, CHALLENGE_RESPONSE, STDERR, EXIT_CODE = (
    1, 3, 5, 6, 7, 8, 9, 11, 12)
NONCE_BYTES = 12
SESSION_TYPES = ("Standard_Stream", "InteractiveCommands", "NonInteractiveCommands")
VERSION = "1.2.707.0"
RESEND_AFTER = 0.2
RECONNECTS = 5


class Message:
    def __init__(self, kind: str, sequence: int, payload: bytes, payload_type: int = 0, flags: int = 0,
                 ident: uuid.UUID | None = None) -> None:
        self.kind, self.sequence, self.payload, self.payload_type, self.flags = kind, sequence, payload, payload_type, flags
        self.ident = ident or uuid.uuid4()

    def encode(self) -> bytes:
        # The UUID's second half goes first.
        ident = self.ident.bytes[8:] + self.ident.bytes[:8]
        return HEADER.pack(HEADER_LENGTH, self.kind.ljust(32).encode(), 1, int(time.time() * 1000), self.sequence, self.flags, ident,
                           hashlib.sha256(self.payload).digest(), self.payload_type, len(self.payload)) + self.payload

    @classmethod
    def decode(cls, frame: bytes) -> Message:
        length, kind, schema, created, sequence, flags, ident, digest, payload_type, size = HEADER.unpack_from(frame)
        payload = frame[HEADER.size:]
        assert length == HEADER_LENGTH, length
        assert schema == 1, schema
        assert created > 0
        assert len(payload) == size, (len(payload), size)
        assert not payload or hashlib.sha256(payload).digest() == digest, "digest"
        return cls(kind.decode().rstrip(" "), sequence, payload, payload_type, flags, uuid.UUID(bytes=ident[8:] + ident[:8]))


class Encrypter:
    """A session's data key: the first half for what comes, the second for what goes."""

    def __init__(self, key_id: str, context: dict[str, str], region: str, endpoint: str) -> None:
        kms = boto3.client("kms", region_name=region, endpoint_url=endpoint)
        made = kms.generate_data_key(KeyId=key_id, NumberOfBytes=64, EncryptionContext=context)
        self.encrypted_key = made["CiphertextBlob"]
        self.incoming, self.outgoing = AESGCM(made["Plaintext"][:32]), AESGCM(made["Plaintext"][32:])

    def encrypt(self, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.outgoing.encrypt(nonce, plain, None)

    def decrypt(self, encrypted: bytes) -> bytes:
        return self.incoming.decrypt(encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:], None)


class Session:
    def __init__(self, session: dict[str, str], region: str, endpoint: str, target: str) -> None:
        self.target = target
        self.encrypter: Encrypter | None = None
        given = {name.lower(): value for name, value in session.items()}
        self.ident, self.url, self.token = given["sessionid"], given["streamurl"], given["tokenvalue"]
        self.region, self.endpoint = region, endpoint
        self.client_id = str(uuid.uuid4())
        self.socket: ClientConnection | None = None
        self.next_out = 0
        self.unacknowledged: dict[int, tuple[bytes, float]] = {}
        self.expected = 0
        self.early: dict[int, Message] = {}
        self.session_type: str | None = None
        self.ready = False
        self.size: tuple[int, int] | None = None
        self.over = asyncio.Event()
        self.cut_after = int(os.environ.get("PLUGIN_CUT_AFTER", "0"))

    async def run(self) -> None:
        print(f"\nStarting session with SessionId: {self.ident}", flush=True)
        tasks = [asyncio.create_task(job) for job in (self.resend(), self.watch_size())]
        try:
            for _ in range(RECONNECTS + 1):
                await self.connection()
                if self.over.is_set():
                    return
                if not self.resume():
                    print(f"\n\nSession: {self.ident} timed out.", flush=True)
                    return
            raise SystemExit("the data channel breaks again and again")
        finally:
            for task in tasks:
                task.cancel()

    def resume(self) -> bool:
        ssm = boto3.client("ssm", region_name=self.region, endpoint_url=self.endpoint)
        answer = ssm.resume_session(SessionId=self.ident)
        self.token = answer.get("TokenValue", "")
        self.url = answer.get("StreamUrl") or self.url
        return bool(self.token)

    async def connection(self) -> None:
        """One connection to its end."""
        async with connect(self.url, max_size=None, compression=None) as socket:
            self.socket = socket
            await socket.send(json.dumps({
                "MessageSchemaVersion": "1.0", "RequestId": str(uuid.uuid4()), "TokenValue": self.token, "ClientId": self.client_id,
                "ClientVersion": VERSION}))
            with contextlib.suppress(websockets.ConnectionClosed):
                async for frame in socket:
                    if isinstance(frame, bytes):
                        await self.received(Message.decode(frame))
                    if self.over.is_set():
                        return
        self.socket = None

    async def received(self, message: Message) -> None:
        if message.kind == "acknowledge":
            self.unacknowledged.pop(json.loads(message.payload)["AcknowledgedMessageSequenceNumber"], None)
        elif message.kind == "channel_closed":
            said = json.loads(message.payload)["Output"]
            print(f"\n\nSessionId: {self.ident} : {said}\n\n" if said else f"\n\nExiting session with sessionId: {self.ident}.\n\n", end="",
                  flush=True)
            self.over.set()
        elif message.kind == "output_stream_data":
            await self.data(message)
        else:
            assert message.kind in ("start_publication", "pause_publication"), message.kind

    async def data(self, message: Message) -> None:
        if message.sequence > self.expected:
            self.early[message.sequence] = message
            await self.acknowledge(message)
        if message.sequence != self.expected:
            return
        if not await self.process(message):
            return
        await self.acknowledge(message)
        self.expected += 1
        while (waiting := self.early.pop(self.expected, None)) is not None:
            await self.process(waiting)
            self.expected += 1

    async def process(self, message: Message) -> bool:
        """Whether it could be made use of."""
        if message.payload_type == HANDSHAKE_REQUEST:
            await self.handshake(json.loads(message.payload))
        elif message.payload_type == HANDSHAKE_COMPLETE:
            complete = json.loads(message.payload)
            complete["HandshakeTimeToComplete"]
            if complete["CustomerMessage"]:
                print(complete["CustomerMessage"], flush=True)
            asyncio.get_running_loop().call_later(0.05, self.start)
        elif message.payload_type == CHALLENGE:
            assert self.encrypter
            challenge = self.encrypter.decrypt(base64.b64decode(json.loads(message.payload)["Challenge"]))
            answer = {"Challenge": base64.b64encode(self.encrypter.encrypt(challenge)).decode()}
            await self.send(CHALLENGE_RESPONSE, json.dumps(answer).encode())
        elif not self.ready:
            return False
        else:
            if self.encrypter and message.payload_type in (OUTPUT, STDERR, EXIT_CODE):
                message.payload = self.encrypter.decrypt(message.payload)
            # Whatever its type: this is what a person would see.
            sys.stdout.buffer.write(message.payload)
            sys.stdout.buffer.flush()
            await self.maybe_cut()
        return True

    async def maybe_cut(self) -> None:
        if self.cut_after > 0:
            self.cut_after -= 1
            if self.cut_after == 0 and self.socket is not None:
                self.socket.transport.abort()

    async def handshake(self, request: dict) -> None:
        done, errors = [], []
        for action in request["RequestedClientActions"]:
            if action["ActionType"] == "KMSEncryption":
                done.append(self.encryption(action["ActionParameters"]["KMSKeyId"], errors))
                continue
            assert action["ActionType"] == "SessionType", action
            self.session_type = action["ActionParameters"]["SessionType"]
            assert self.session_type in SESSION_TYPES, self.session_type
            done.append({"ActionType": "SessionType", "ActionStatus": 1, "ActionResult": None, "Error": ""})
        await self.send(HANDSHAKE_RESPONSE, json.dumps({"ClientVersion": VERSION, "ProcessedClientActions": done,
                                                        "Errors": errors or None}).encode())

    def encryption(self, key_id: str, errors: list[str]) -> dict:
        context = {"aws:ssm:SessionId": self.ident, "aws:ssm:TargetId": self.target}
        try:
            self.encrypter = Encrypter(key_id, context, self.region, self.endpoint)
        except ClientError as error:
            errors.append(str(error))
            return {"ActionType": "KMSEncryption", "ActionStatus": 2, "ActionResult": None,
                    "Error": f"Failed to process action KMSEncryption: {error}"}
        key = base64.b64encode(self.encrypter.encrypted_key).decode()
        return {"ActionType": "KMSEncryption", "ActionStatus": 1, "ActionResult": {"KMSCipherTextKey": key, "KMSCipherTextHash": ""}, "Error": ""}

    def start(self) -> None:
        self.ready = True
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), self.typed)

    def typed(self) -> None:
        keys = os.read(sys.stdin.fileno(), 1024)
        if keys:
            asyncio.ensure_future(self.send(OUTPUT, b"\r" if keys == b"\n" else keys))
        else:
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())

    async def watch_size(self) -> None:
        while True:
            if self.ready:
                columns, rows = shutil.get_terminal_size()
                if (columns, rows) != self.size:
                    self.size = (columns, rows)
                    await self.send(SIZE, json.dumps({"cols": columns, "rows": rows}).encode())
            await asyncio.sleep(0.5 if self.ready else 0.01)

    async def send(self, payload_type: int, payload: bytes) -> None:
        if self.encrypter and payload_type == OUTPUT:
            payload = self.encrypter.encrypt(payload)
        frame = Message("input_stream_data", self.next_out, payload, payload_type).encode()
        self.unacknowledged[self.next_out] = (frame, time.monotonic())
        self.next_out += 1
        await self.put(frame)

    async def acknowledge(self, message: Message) -> None:
        said = {"AcknowledgedMessageType": message.kind, "AcknowledgedMessageId": str(message.ident),
                "AcknowledgedMessageSequenceNumber": message.sequence, "IsSequentialMessage": True}
        await self.put(Message("acknowledge", 0, json.dumps(said).encode(), flags=3).encode())

    async def put(self, frame: bytes) -> None:
        if self.socket is not None:
            with contextlib.suppress(websockets.ConnectionClosed):
                await self.socket.send(frame)

    async def resend(self) -> None:
        while True:
            await asyncio.sleep(0.1)
            if self.unacknowledged:
                sequence = min(self.unacknowledged)
                frame, sent_at = self.unacknowledged[sequence]
                if time.monotonic() - sent_at > RESEND_AFTER:
                    self.unacknowledged[sequence] = (frame, time.monotonic())
                    await self.put(frame)


@contextlib.contextmanager
def raw_terminal() -> Iterator[None]:
    """As `stty -echo -icanon -isig` and friends would."""
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    tty.setraw(sys.stdin.fileno())
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, before)


def main(arguments: list[str]) -> None:
    if not arguments:
        print("\nThe Session Manager plugin was installed successfully. Use the AWS CLI to start a session.\n")
        return
    session, region, operation, _profile, parameters, endpoint = arguments
    assert operation == "StartSession", operation
    assert json.loads(parameters)["Target"].startswith("ecs:"), parameters
    signal.signal(signal.SIGWINCH, lambda *_: None)
    with raw_terminal():
        asyncio.run(Session(json.loads(session), region, endpoint, json.loads(parameters)["Target"]).run())


if __name__ == "__main__":
    main(sys.argv[1:])
