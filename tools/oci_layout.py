#!/usr/bin/env python3
"""Makes an OCI image layout around one static program: a folder that skopeo, umoci and registries take.

The same program gives the same bytes: nothing of the machine, the user or the time goes in.
"""
import argparse
import gzip
import hashlib
import io
import json
import shutil
import tarfile
from pathlib import Path

EPOCH = "1970-01-01T00:00:00Z"
NAME = "bootstrap"
# Lambda takes a user of its own; elsewhere the program needs no rights.
USER = "65534:65534"


def layer_of(program: bytes) -> bytes:
    """A tar archive with the program in the root folder."""
    entry = tarfile.TarInfo(NAME)
    entry.size = len(program)
    entry.mode = 0o755
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        archive.addfile(entry, io.BytesIO(program))
    return out.getvalue()


def compressed(data: bytes) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as stream:
        stream.write(data)
    return out.getvalue()


def digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def json_bytes(document: dict) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


class Layout:
    def __init__(self, folder: Path):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "blobs" / "sha256").mkdir(parents=True)

    def add(self, media_type: str, data: bytes) -> dict:
        """Stores a blob and returns the descriptor that points to it."""
        name = digest(data)
        (self.folder / "blobs" / "sha256" / name.split(":")[1]).write_bytes(data)
        return {"mediaType": f"application/vnd.oci.image.{media_type}", "digest": name, "size": len(data)}


def write_layout(program: bytes, architecture: str, version: str, folder: Path) -> None:
    layout = Layout(folder)
    archive = layer_of(program)
    layer = layout.add("layer.v1.tar+gzip", compressed(archive))
    config = layout.add("config.v1+json", json_bytes({
        "architecture": architecture,
        "os": "linux",
        "created": EPOCH,
        "config": {"Entrypoint": [f"/{NAME}"], "User": USER, "WorkingDir": "/"},
        "rootfs": {"type": "layers", "diff_ids": [digest(archive)]},
        "history": [{"created": EPOCH, "created_by": "tools/oci_layout.py"}],
    }))
    manifest = layout.add("manifest.v1+json", json_bytes({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": config,
        "layers": [layer],
        "annotations": {"org.opencontainers.image.title": "oraxx-thin", "org.opencontainers.image.version": version},
    }))
    index = {"schemaVersion": 2, "manifests": [{
        **manifest,
        "platform": {"architecture": architecture, "os": "linux"},
        "annotations": {"org.opencontainers.image.ref.name": version},
    }]}
    (folder / "index.json").write_bytes(json_bytes(index))
    (folder / "oci-layout").write_bytes(json_bytes({"imageLayoutVersion": "1.0.0"}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--architecture", choices=["amd64", "arm64"], required=True)
    parser.add_argument("--version", required=True, help="the image's tag")
    parser.add_argument("program", type=Path)
    parser.add_argument("folder", type=Path, help="is made anew")
    given = parser.parse_args()
    write_layout(given.program.read_bytes(), given.architecture, given.version, given.folder)


if __name__ == "__main__":
    main()
