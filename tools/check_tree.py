#!/usr/bin/env python3
"""Rules about files: size, plain ASCII in code, nothing of one machine, no loose ends, one version."""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_LINES = 500
# Files that may be longer, each with its reason.
LONGER: dict[str, str] = {
    "LICENSE": "the licence's own text",
}
GENERATED = ("package-lock.json", ".snapshot.json")

CODE = {".cpp", ".hpp", ".py", ".sh", ".cmake", ".js", ".mjs", ".ts", ".json", ".txt"}
# Text that is data of a test and may hold any character.
DATA = ("tests/sql/", "tests/golden/", "tests/integration/scenarios/")
THIS = "tools/check_tree.py"

PATTERNS = [
    ("machine path", re.compile(r"(?<![\w.$}/-])/(work|tmp|root|home|farm)/[\w.]")),
    ("registry or download host",
     re.compile(r"registry\.npmjs|pypi\.org|pythonhosted|deb\.debian|proxy\.golang|crates\.io|repo1\.maven")),
    ("loose end", re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")),
    ("merge mark", re.compile(r"^(<<<<<<<|>>>>>>>)")),
    ("trailing space", re.compile(r"[ \t]+$")),
]
# An uncapturable rule per line: (file, pattern name) that are meant.
MEANT = {(THIS, "machine path"), (THIS, "registry or download host")}


def tracked_files() -> list[str]:
    listing = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True,
                             capture_output=True, text=True).stdout
    return sorted(name for name in listing.split("\0") if name and (ROOT / name).is_file())


def check_file(name: str, text: str):
    lines = text.splitlines()
    if len(lines) > MAX_LINES and name not in LONGER and not name.endswith(GENERATED) and not name.startswith(DATA):
        yield f"{name}: {len(lines)} lines; split it or give a reason in {THIS}"
    if text and not text.endswith("\n"):
        yield f"{name}: no line feed at the end"
    if name.startswith(DATA):
        return
    for number, line in enumerate(lines, 1):
        if Path(name).suffix in CODE and not line.isascii():
            yield f"{name}:{number}: not ASCII"
        for what, pattern in PATTERNS:
            if pattern.search(line) and (name, what) not in MEANT:
                yield f"{name}:{number}: {what}"


def check_version():
    cmake = re.search(r"project\(oraxx VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text())
    changelog = re.search(r"^## \[?([\d.]+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    header = re.search(r'version = "([\d.]+)"', (ROOT / "include/oraxx/version.hpp").read_text())
    if not cmake or not changelog or cmake.group(1) != changelog.group(1):
        yield "CHANGELOG.md: its top version is not the version in CMakeLists.txt"
    if not cmake or not header or cmake.group(1) != header.group(1):
        yield "include/oraxx/version.hpp: not the version in CMakeLists.txt"


def check_readme_example():
    """The C++ example in the README is the program that is compiled and tested."""
    example = (ROOT / "examples/quickstart.cpp").read_text().strip()
    blocks = re.findall(r"```cpp\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    if example not in [block.strip() for block in blocks]:
        yield "README.md: its C++ example differs from examples/quickstart.cpp"


def main() -> int:
    names = tracked_files()
    found = []
    for name in names:
        try:
            found += check_file(name, (ROOT / name).read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # a binary file: none of these rules is for it
    found += [*check_version(), *check_readme_example()]
    for text in found:
        print(text, file=sys.stderr)
    print(f"tree: {len(names)} files, {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
