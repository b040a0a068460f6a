"""Other ways to start the same container: bare runc, and the engines that are installed and working."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

IMAGE = "neargate/app:1"


def first_instruction(output: str) -> int:
    """What the fixture application's verb `now` printed: nanoseconds since 1970."""
    return json.loads(output)["realtime_ns"]


class Runc:
    """`runc run` on an unpacked image, with runc's own default specification."""

    name = "runc run"

    def __init__(self, archive: Path) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="neargate-bench-runc-"))
        self.count = 0
        rootfs = self.home / "rootfs"
        rootfs.mkdir()
        with tarfile.open(archive) as outer:
            manifest = json.load(outer.extractfile("manifest.json"))[0]  # type: ignore[arg-type]
            for layer in manifest["Layers"]:
                data = outer.extractfile(layer).read()  # type: ignore[union-attr]
                with tarfile.open(fileobj=io.BytesIO(data)) as inner:
                    inner.extractall(rootfs)

    def bundle(self, name: str, *command: str) -> Path:
        """A bundle of its own for each command, all on the same root file system."""
        directory = self.home / name
        directory.mkdir()
        subprocess.run(["runc", "spec", "--bundle", str(directory)], check=True)
        spec = json.loads((directory / "config.json").read_text())
        spec["process"]["args"] = list(command)
        spec["process"]["terminal"] = False
        spec["root"] = {"path": str(self.home / "rootfs"), "readonly": True}
        (directory / "config.json").write_text(json.dumps(spec))
        return directory

    def start(self) -> float:
        """Milliseconds from the command to the container's first instruction."""
        bundle = self.home / "now"
        if not bundle.exists():
            self.bundle("now", "/app", "now", "-")
        self.count += 1
        return timed(["runc", "run", "--bundle", str(bundle), f"neargate-bench-{self.home.name[-8:]}-{self.count}"])

    def many(self, count: int, at_a_time: int = 4) -> tuple[float, float]:
        """Seconds until so many run detached, and until all are gone again."""
        bundle = self.bundle(f"many-{count}", "/app", "sleep", "3600")
        names = [f"neargate-bench-{self.home.name[-8:]}-many-{number}" for number in range(count)]
        with ThreadPoolExecutor(at_a_time) as pool:
            started = time.monotonic()
            list(pool.map(lambda name: quiet("runc", "run", "--detach", "--bundle", str(bundle), name), names))
            up = time.monotonic() - started
            started = time.monotonic()
            list(pool.map(lambda name: quiet("runc", "delete", "--force", name), names))
            return up, time.monotonic() - started

    def close(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)


class Engine:
    """docker, podman or ctr."""

    def __init__(self, name: str, check: list[str], load: list[str], run: list[str]) -> None:
        self.name, self.check, self.load, self.run = name, check, load, run
        self.count = 0

    def works(self, archive: Path) -> bool:
        """Installed, answering, and able to run the image."""
        if shutil.which(self.check[0]) is None:
            return False
        try:
            subprocess.run(self.check, check=True, capture_output=True, timeout=10)
            subprocess.run([*self.load, str(archive)], check=True, capture_output=True, timeout=60)
            self.start()
        except (subprocess.SubprocessError, OSError, ValueError) as problem:
            print(f"{self.name} is installed but doesn't work here: {problem}")
            return False
        return True

    def start(self) -> float:
        self.count += 1
        return timed([word.replace("{id}", f"neargate-bench-{self.count}") for word in self.run])


def engines() -> list[Engine]:
    return [
        Engine("docker run", ["docker", "info"], ["docker", "load", "--input"], ["docker", "run", "--rm", IMAGE, "now", "-"]),
        Engine("podman run", ["podman", "info"], ["podman", "load", "--input"], ["podman", "run", "--rm", IMAGE, "now", "-"]),
        Engine("ctr run", ["ctr", "version"], ["ctr", "image", "import"],
               ["ctr", "run", "--rm", f"docker.io/{IMAGE}", "{id}", "/app", "now", "-"]),
    ]


def timed(command: list[str]) -> float:
    before = time.time_ns()
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False)
    if run.returncode != 0:
        raise subprocess.SubprocessError(f"{' '.join(command)}: {run.stderr.strip()}")
    return (first_instruction(run.stdout) - before) / 1e6


def quiet(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
