"""File systems to mount where a test wants one."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)
MS_NOSUID, MS_NODEV = 2, 4


def unmount(at: Path) -> None:
    subprocess.run(["umount", "--lazy", str(at)], check=True)


@contextmanager
def mounted(what: str, at: Path, *options: str) -> Iterator[Path]:
    """Mounted at that directory until the test is done with it, unless it was unmounted before."""
    at.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", *options, what, str(at)], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=False, stderr=subprocess.DEVNULL)


@contextmanager
def silent(at: Path) -> Iterator[None]:
    """Mounts a file system over that directory whose server never answers: whoever touches it waits, as with NFS whose server is away."""
    server = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
    try:
        options = f"fd={server},rootmode=40000,user_id=0,group_id=0".encode()
        if libc.mount(b"silent", str(at).encode(), b"fuse", MS_NOSUID | MS_NODEV, options) != 0:
            raise OSError(ctypes.get_errno(), "mount a FUSE file system")
        try:
            yield
        finally:
            unmount(at)
    finally:
        # Whoever still waits gets an error.
        os.close(server)
