"""Image archives made from the fixtures' own."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path

from support.daemon import FIXTURES


def with_layer(archive: str, path: Path, content: bytes) -> str:
    """Writes a copy of a fixture (docker's format) with one more layer, which holds `content` as `/more`. Returns its path."""
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        member = tarfile.TarInfo("more")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    with tarfile.open(FIXTURES / archive) as source, tarfile.open(path, "w") as target:
        def read(name: str) -> bytes:
            file = source.extractfile(name)
            assert file is not None
            return file.read()

        def write(name: str, data: bytes) -> None:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            target.addfile(member, io.BytesIO(data))

        [image] = json.loads(read("manifest.json"))
        config = json.loads(read(image["Config"]))
        config["rootfs"]["diff_ids"].append(f"sha256:{hashlib.sha256(layer.getvalue()).hexdigest()}")
        config.pop("history", None)
        for name in image["Layers"]:
            write(name, read(name))
        write("more/layer.tar", layer.getvalue())
        write("config.json", json.dumps(config).encode())
        made = {"Config": "config.json", "RepoTags": image["RepoTags"], "Layers": [*image["Layers"], "more/layer.tar"]}
        write("manifest.json", json.dumps([made]).encode())
    return str(path)
