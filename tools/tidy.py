#!/usr/bin/env python3
"""Runs clang-tidy over every source of a build directory. Usage: tidy.py BUILD_DIR [PATH_PART...]

A source that passed once is not looked at again until it, a project header it includes, its command line or
.clang-tidy changes: passes are remembered by hash below the user's cache folder ($ORAXX_TIDY_CACHE)."""
import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-14"
CACHE = Path(os.environ.get("ORAXX_TIDY_CACHE", Path.home() / ".cache" / "oraxx" / "tidy"))


def project_headers(build: Path) -> dict[str, list[Path]]:
    """Object file -> the project's own files it was made of, as ninja noted them while compiling."""
    listing = subprocess.run(["ninja", "-C", build, "-t", "deps"], check=True, capture_output=True, text=True).stdout
    out: dict[str, list[Path]] = {}
    current: list[Path] = []
    for line in listing.splitlines():
        if line.startswith("    "):
            path = (build / line.strip()).resolve()
            if path.is_relative_to(ROOT) and not path.is_relative_to(build):
                current.append(path)
        elif ":" in line:
            current = out.setdefault(line.split(":")[0], [])
    return out


def object_of(entry: dict) -> str:
    return re.search(r" -o (\S+)", entry["command"]).group(1)


def fingerprint(entry: dict, files: list[Path]) -> str:
    digest = hashlib.sha256(entry["command"].replace(str(ROOT), ".").encode())
    for path in [ROOT / ".clang-tidy", ROOT / "tests/.clang-tidy", *sorted(files)]:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def check(build: Path, entry: dict, files: list[Path]) -> tuple[bool, bool]:
    """(passed, remembered)"""
    mark = CACHE / fingerprint(entry, files)
    if files and mark.exists():
        return True, True
    run = subprocess.run([TIDY, "--quiet", "-p", build, entry["file"]], capture_output=True, text=True)
    if run.returncode == 0:
        mark.touch()
        return True, False
    print(run.stdout.replace(str(ROOT) + "/", ""), file=sys.stderr, flush=True)
    return False, False


def main() -> int:
    build = Path(sys.argv[1]).resolve()
    parts = sys.argv[2:]
    CACHE.mkdir(parents=True, exist_ok=True)
    headers = project_headers(build)
    commands = {entry["file"]: entry for entry in json.loads((build / "compile_commands.json").read_text())}
    entries = [entry for entry in commands.values()
               if not Path(entry["file"]).is_relative_to(build) and (not parts or any(p in entry["file"] for p in parts))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda entry: check(build, entry, headers.get(object_of(entry), [])), entries))
    failed = sum(not passed for passed, _ in results)
    print(f"tidy: {len(results)} sources, {sum(known for _, known in results)} unchanged, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
