#!/usr/bin/env python3
"""Part of `./dev thick`: the contract of both backends, thick mode over Oracle's Instant Client out of PyPI.

modes.py           runs it, and fails when docs/modes.md does not say what came out
modes.py --write   writes docs/modes.md
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import instant_client

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs/modes.md"
PROGRAM = ROOT / "build/thick/bin/backend_contract"
# The same over the stand-in for ODPI-C (docs/adr/0039).
STAND_IN = ROOT / "build/thick/bin/backend_contract_stand_in"
LIMIT_S = 300  # it takes a few seconds
HEAD = """# Thin and thick mode

What both backends do, as `tests/integration/backend_contract` has found it against the sandbox (persona 19c): one suite, each test run once in
either mode. Written by `./dev thick --write`; `./dev thick` fails when it is out of date. Thick mode was run over Oracle Instant Client {client},
and over a stand-in for ODPI-C (`docs/adr/0039-stand-in-for-odpi-c.md`). "stand-in only": what thick mode does there was seen over the stand-in, and could
not be seen over Oracle's client, for the reason given. What else is different stands in `docs/guide/thick.md`.

| | what | thin | thick |
| --- | --- | --- | --- |
"""


def run_suite(program, libraries="") -> dict:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        environment = {**os.environ, "LD_LIBRARY_PATH": str(libraries)}
        log = Path(folder) / "log"
        try:
            with log.open("w") as out:
                done = subprocess.run([program, f"--gtest_output=json:{report}"], env=environment, timeout=LIMIT_S, stdout=out)
        except subprocess.TimeoutExpired:
            sys.exit(f"modes: {program.name} has not ended within {LIMIT_S} s: it hangs, after\n{log.read_text()[-500:]}")
        if done.returncode != 0:
            sys.stderr.write(log.read_text())
        if not report.exists():
            sys.exit(f"modes: {program.name} ended with code {done.returncode} and no report")
        told = json.loads(report.read_text())
        if done.returncode != 0 and not told["failures"]:
            sys.exit(f"modes: {program.name} ended with code {done.returncode}: handles are not in balance")
        return told


def outcome(test: dict) -> str:
    """Of one test in one mode, as it stands in the table."""
    if test.get("failures"):
        return "FAILED"
    if test["result"] == "SKIPPED":
        return test.get("thick", "not run")
    return "yes"


def outcomes(report: dict) -> dict:
    return {(suite["name"], test["name"]): outcome(test) for suite in report["testsuites"] for test in suite["testsuite"]}


def table_of(report: dict, stand_in: dict) -> tuple[str, int, int]:
    rows, client, failed, missing = {}, "", 0, 0
    there = outcomes(stand_in)
    failed += sum(result == "FAILED" for result in there.values())
    for suite in report["testsuites"]:
        for test in suite["testsuite"]:
            name, _, mode = test["name"].partition("/")
            group = suite["name"].partition("/")[2]
            client = test.get("client", client)
            result = outcome(test)
            if result.startswith("not shown: ") and there.get((suite["name"], test["name"])) == "yes":
                result = "stand-in only: " + result.removeprefix("not shown: ")
            failed += result == "FAILED"
            missing += result == "not run"
            rows.setdefault((group, name.replace("_", " ")), {})[mode] = result
    lines = [f"| {group} | {what} | {cells.get('thin', '')} | {cells.get('thick', '')} |"
             for (group, what), cells in rows.items()]
    return HEAD.format(client=client) + "\n".join(lines) + "\n", failed, missing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write docs/modes.md")
    arguments = parser.parse_args()
    table, failed, missing = table_of(run_suite(PROGRAM, instant_client.in_use() or instant_client.install()),
                                      run_suite(STAND_IN))
    if arguments.write and not failed and not missing:
        TABLE.write_text(table)
    stale = not TABLE.exists() or TABLE.read_text() != table
    if stale and not failed and not missing:
        print("modes: docs/modes.md is not what came out; ./dev thick --write writes it", file=sys.stderr)
    print(f"modes: {table.count('| yes |')} lines, {failed} failed, {missing} not run, "
          f"docs/modes.md {'out of date' if stale else 'up to date'}")
    return 1 if failed or missing or stale else 0


if __name__ == "__main__":
    sys.exit(main())
