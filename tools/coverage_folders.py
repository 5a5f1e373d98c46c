#!/usr/bin/env python3
"""Line coverage by folder, from `gcovr --json-summary` on standard input: coverage_folders.py FOLDER..."""
import json
import sys


def main() -> int:
    files = json.load(sys.stdin)["files"]
    for folder in sys.argv[1:]:
        inside = [file for file in files if file["filename"].startswith(folder.rstrip("/") + "/")]
        covered = sum(file["line_covered"] for file in inside)
        total = sum(file["line_total"] for file in inside)
        print(f"{folder:20} {covered:>6} of {total:>6} lines {100 * covered / max(total, 1):6.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
