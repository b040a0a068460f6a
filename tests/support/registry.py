"""An image registry of our own, with or without a password, on a directory that a test may spoil."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from support.daemon import FIXTURES, free_port
from support.wait import wait_until

USER, PASSWORD = "puller", "pull-me"
# bcrypt of PASSWORD: the registry takes no other kind, and Python's library has none.
HTPASSWD = "puller:$2y$05$abcdefghijklmnopqrstuuBp.n58v886n7kD7.z9i0nzqxtQ8I2P.\n"


class Registry:
    """`docker-registry`, as Debian packages it."""

    def __init__(self, password: bool = False) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="neargate-registry-"))
        self.port = free_port()
        self.password = password
        config = {"version": "0.1", "log": {"level": "error"}, "storage": {"filesystem": {"rootdirectory": str(self.home / "data")}},
                  "http": {"addr": f"127.0.0.1:{self.port}"}}
        if password:
            (self.home / "htpasswd").write_text(HTPASSWD)
            config["auth"] = {"htpasswd": {"realm": "test", "path": str(self.home / "htpasswd")}}
        (self.home / "config.yml").write_text(json.dumps(config))  # JSON is YAML.
        with (self.home / "log").open("wb") as log:
            self.process = subprocess.Popen(["docker-registry", "serve", str(self.home / "config.yml")], stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL)
        wait_until("the registry", self.answers)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def answers(self) -> bool:
        return self.fetch("/v2/") is not None

    def fetch(self, path: str) -> bytes:
        request = urllib.request.Request(f"http://{self.host}{path}")
        if self.password:
            token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            request.add_header("Authorization", f"Basic {token}")
        request.add_header("Accept", "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json")
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.read()

    def push(self, archive: str, name: str, *options: str) -> str:
        """Copies a fixture archive to `name` (`repository:tag`) and returns the manifest's digest."""
        kind = "oci-archive" if is_oci(FIXTURES / archive) else "docker-archive"
        digest_file = self.home / "digest"
        login = ["--dest-creds", f"{USER}:{PASSWORD}"] if self.password else []
        subprocess.run(["skopeo", "copy", "--insecure-policy", "--quiet", "--dest-tls-verify=false", "--digestfile", str(digest_file), *login,
                        *options, f"{kind}:{FIXTURES / archive}", f"docker://{self.host}/{name}"], check=True, capture_output=True)
        return digest_file.read_text().strip()

    def layers(self, name: str) -> list[str]:
        repository, _, tag = name.partition(":")
        return [layer["digest"] for layer in json.loads(self.fetch(f"/v2/{repository}/manifests/{tag}"))["layers"]]

    def spoil(self, digest: str) -> None:
        """Changes one byte of a blob behind the registry's back."""
        value = digest.removeprefix("sha256:")
        path = self.home / "data/docker/registry/v2/blobs/sha256" / value[:2] / value / "data"
        data = bytearray(path.read_bytes())
        data[-1] ^= 0xFF
        path.write_bytes(data)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)


def is_oci(archive: Path) -> bool:
    listed = subprocess.run(["tar", "-tf", str(archive)], capture_output=True, text=True, check=True).stdout
    return "oci-layout" in listed.splitlines()
