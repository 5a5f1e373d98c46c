#!/usr/bin/env python3
"""Runs clang-tidy over every source of a build directory.

A source that passed once is not looked at again until it, a project header it includes, its command line or
.clang-tidy changes: passes are remembered by hash below the user's cache folder ($ORAXX_TIDY_CACHE)."""
import argparse
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


def sources(build: Path) -> dict[str, dict]:
    """Source -> how it is compiled; without what the build itself wrote."""
    commands = {entry["file"]: entry for entry in json.loads((build / "compile_commands.json").read_text())}
    return {file: entry for file, entry in commands.items() if not Path(file).is_relative_to(build)}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=lambda text: Path(text).resolve())
    parser.add_argument("parts", nargs="*", metavar="PATH_PART")
    parser.add_argument("--beyond", type=lambda text: Path(text).resolve(), metavar="BUILD",
                        help="only sources that this other build has not")
    parser.add_argument("--objects", action="store_true", help="print the object files instead, for ninja to make")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    build, parts = options.build, options.parts
    elsewhere = sources(options.beyond) if options.beyond else {}
    entries = [entry for file, entry in sources(build).items()
               if file not in elsewhere and (not parts or any(p in file for p in parts))]
    if options.objects:
        print("\n".join(object_of(entry) for entry in entries))
        return 0
    CACHE.mkdir(parents=True, exist_ok=True)
    headers = project_headers(build)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda entry: check(build, entry, headers.get(object_of(entry), [])), entries))
    failed = sum(not passed for passed, _ in results)
    print(f"tidy: {len(results)} sources, {sum(known for _, known in results)} unchanged, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
