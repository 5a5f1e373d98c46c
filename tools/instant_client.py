#!/usr/bin/env python3
"""Oracle Instant Client 19.3 out of a PyPI package (docs/adr/0027), for tests: installs it below build/, prints its folder.
With --or-that-in-use: the value of LD_LIBRARY_PATH instead, where that has a client library.

Nothing of it is committed, linked or packaged; the licence is Oracle's, and whoever runs this accepts it.
"""
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ROOT / "build/interop/python-thick"
PACKAGE = "PyOracleClient==0.0.5"  # holds the binaries; later ones download them


def run(command: list):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"{' '.join(map(str, command))}:\n{done.stdout}{done.stderr}".rstrip())


def install() -> Path:
    """The folder with libclntsh.so. Raises OSError."""
    run(["tools/setup.sh", "interop-oci"])
    if (LIBRARIES / "libclntsh.so").exists():
        return LIBRARIES
    LIBRARIES.mkdir(parents=True, exist_ok=True)
    run([sys.executable, "-m", "venv", LIBRARIES / "venv"])
    wheels = LIBRARIES / "wheel"
    run([LIBRARIES / "venv/bin/python", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", wheels, PACKAGE])
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        for name in wheel.namelist():
            # Links came into the wheel as small text files.
            if ".so" in name and wheel.getinfo(name).file_size > 100:
                (LIBRARIES / Path(name).name).write_bytes(wheel.read(name))
    (LIBRARIES / "libclntsh.so").symlink_to("libclntsh.so.19.1")
    return LIBRARIES


def in_use() -> str:
    """LD_LIBRARY_PATH, when a client library is found there."""
    path = os.environ.get("LD_LIBRARY_PATH", "")
    return path if any((Path(folder) / "libclntsh.so").exists() for folder in path.split(":") if folder) else ""


if __name__ == "__main__":
    try:
        print((in_use() if "--or-that-in-use" in sys.argv[1:] else "") or install())
    except OSError as failed:
        sys.exit(f"instant_client: {failed}")
