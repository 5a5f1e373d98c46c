#!/usr/bin/env python3
"""names.py: connect strings through `oraxx resolve` and node-oracledb's own resolver, what they mean compared by field.

The strings are tests/integration/names/strings.json (made by tools/names_strings.py). Differences are allowed by
tests/integration/names/differences.json; differences that are not listed and entries that are not needed fail.
Last line: "names: N strings, N fields compared, N differences, N entries, N unlisted, N unused".
"""
import argparse
import fnmatch
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from differential_compare import judged  # noqa: E402
from interop_clients import CLIENTS, InstallError  # noqa: E402
from names_strings import generate, serialised  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "integration" / "names"
STRINGS = FOLDER / "strings.json"
# What either side prints beyond the meaning: warnings, and names that go to the server as they are, which node drops.
NOT_COMPARED = ("ignored", "others")
SWITCHES = {"on": "true", "yes": "true", "true": "true", "off": "false", "no": "false", "false": "false"}
ACCEPTED = "(accepted)"


@dataclass(frozen=True)
class Difference:
    category: str
    text: str
    field: str
    ours: str
    theirs: str

    def __str__(self):
        return f"{self.category}: {self.text!r}: {self.field}: ours {self.ours}, node {self.theirs}"


def flattened(value, path=""):
    """(field, text) of every leaf; members of lists by position, of SECURITY without regard to spelling of switches."""
    if isinstance(value, dict):
        for key, member in value.items():
            if key not in NOT_COMPARED:
                yield from flattened(member, f"{path}/{key}" if path else key)
    elif isinstance(value, list):
        yield path + "/count", str(len(value))
        for position, member in enumerate(value):
            yield from flattened(member, f"{path}[{position}]")
    else:
        text = json.dumps(value) if not isinstance(value, str) else value
        yield path, SWITCHES.get(text.lower(), text) if "/security/" in path else text


def differences(string: dict, ours: dict, theirs: dict):
    category, text = string["category"], string["text"]
    if "error" in ours or "error" in theirs:
        if ("error" in ours) != ("error" in theirs):
            yield Difference(category, text, ACCEPTED, ours.get("error", "yes"), theirs.get("error", "yes"))
        return
    a, b = dict(flattened(ours)), dict(flattened(theirs))
    for field in dict.fromkeys([*a, *b]):
        if a.get(field) != b.get(field):
            yield Difference(category, text, field, a.get(field, "absent"), b.get(field, "absent"))


def allows(entry: dict, difference: Difference) -> bool:
    """Patterns of the shell over category, field and, where the entry has them, text and both answers."""
    return all(fnmatch.fnmatchcase(getattr(difference, key), entry.get(key, "*").replace("[", "[[]"))
               for key in ("category", "field", "text", "ours", "theirs"))


def answers(command: list, expected: int, **options) -> list:
    environment = {**os.environ, "TNS_ADMIN": str(FOLDER / "admin")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, **options)
    lines = done.stdout.splitlines()
    if len(lines) != expected:
        raise RuntimeError(f"{command[0]}: {len(lines)} answers to {expected} strings: {done.stderr[-400:]}")
    return [json.loads(line) for line in lines]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--oraxx", type=Path, default=ROOT / "build/release/bin/oraxx")
    return parser.parse_args()


def main() -> int:
    arguments = parse_arguments()
    if STRINGS.read_text(encoding="utf-8") != serialised(generate()):
        print(f"FAILED: {STRINGS.name} is not what tools/names_strings.py writes")
        return 1
    strings = json.loads(STRINGS.read_text(encoding="utf-8"))
    entries = json.loads((FOLDER / "differences.json").read_text(encoding="utf-8"))
    try:
        node = CLIENTS["node"]()
        node.install()
        driver = node.folder / "node_modules" / "oracledb"
        ours = answers([arguments.oraxx, "resolve", "--json", "--", *(each["text"] for each in strings)], len(strings))
        theirs = answers(["node", FOLDER / "node_resolver.js", driver], len(strings), input=json.dumps(strings))
        version = json.loads((driver / "package.json").read_text(encoding="utf-8"))["version"]
    except (InstallError, RuntimeError, OSError) as error:
        print(f"FAILED: {error}")
        return 1
    found = [each for triple in zip(strings, ours, theirs) for each in differences(*triple)]
    unlisted, unused = judged(found, entries, allows)
    for each in unlisted:
        print(f"unlisted: {each}")
    for entry in unused:
        print(f"unused: {entry['category']}, {entry['field']}")
    lacking = [entry for entry in entries if not (entry.get("reason") and entry.get("evidence"))]
    for entry in lacking:
        print(f"without reason or evidence: {entry}")
    fields = sum(len(dict(flattened(each))) for each in ours if "error" not in each)
    refused = sum("error" in a and "error" in b for a, b in zip(ours, theirs))
    print(f"node-oracledb {version}: {refused} strings refused by both")
    print(f"names: {len(strings)} strings, {fields} fields compared, {len(found)} differences, {len(entries)} entries, "
          f"{len(unlisted)} unlisted, {len(unused)} unused")
    return 1 if unlisted or unused or lacking else 0


if __name__ == "__main__":
    sys.exit(main())
