#!/usr/bin/env python3
"""`./dev thick --sanitizers`: threads and memory of the thick backend, by the thick half of the contract suite: over
Oracle's client, and over the stand-in for ODPI-C, which has objects, JSON and XMLTYPE too.

Oracle's client is not instrumented: what sanitizers cannot see of its objects is counted by ODPI-C, which tells of every
handle it makes and frees (DPI_DEBUG_LEVEL). Suppressions, each with its reason, stand in
tests/integration/backend_contract/suppressions. The last line sums up.
"""
import collections
import os
import re
import subprocess
import sys
from pathlib import Path

import instant_client

ROOT = Path(__file__).resolve().parent.parent
SUPPRESSIONS = ROOT / "tests/integration/backend_contract/suppressions"
THICK = "*/thick"
# ODPI-C frees the connection of a logon that was refused without telling.
NOT_REFUSED = THICK + "-*a_wrong_password*:*an_unknown_service*"
# What the valgrind run is too slow for: a time limit of 200 ms.
NOT_TIMED = THICK + "-*a_call_runs_into_its_time_limit*"


# Over the stand-in: the contract, and the stand-in's own misuse.
OVER_STAND_IN = {"backend_contract_stand_in": THICK, "integration_thick_stand_in": "*"}
OVER_CLIENT = {"backend_contract": THICK}


def run(preset: str, tests: str, environment=None, command=(), name="backend_contract") -> tuple[int, str]:
    program = ROOT / "build" / preset / "bin" / name
    libraries = str(instant_client.in_use() or instant_client.LIBRARIES)
    done = subprocess.run([*command, program, f"--gtest_filter={tests}", "--gtest_brief=1"], cwd=ROOT, timeout=1800,
                          env={**os.environ, "LD_LIBRARY_PATH": libraries, **(environment or {})}, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    return done.returncode, done.stdout


def passed(output: str) -> int:
    found = re.search(r"\[  PASSED  \] (\d+) test", output)
    return int(found.group(1)) if found else 0


def sanitizer(preset: str, programs: dict[str, str], environment: dict[str, str], mark: str) -> tuple[bool, str]:
    good, tests, reports, everything = True, 0, 0, ""
    for name, wanted in programs.items():
        code, output = run(preset, wanted, environment, name=name)
        good &= code == 0 and passed(output) > 0
        tests += passed(output)
        reports += len(re.findall(mark, output))
        everything += output
    return report(good and not reports, everything, f"{tests} tests, {reports} reports")


def address_sanitizer(programs: dict[str, str]) -> tuple[bool, str]:
    """Also leaks, and undefined behaviour, which ends the program."""
    return sanitizer("thick-asan", programs, {"ASAN_OPTIONS": "detect_leaks=1"},
                     r"ERROR: (?:Address|Leak)Sanitizer|runtime error:")


def thread_sanitizer(programs: dict[str, str], options="") -> tuple[bool, str]:
    return sanitizer("thick-tsan", programs, {"TSAN_OPTIONS": options}, "WARNING: ThreadSanitizer")


def handles() -> tuple[bool, str]:
    code, output = run("thick", NOT_REFUSED, {"DPI_DEBUG_LEVEL": "2"})
    made, alive = collections.Counter(), {}
    for address, kind, count in re.findall(r"ref (0x[0-9a-f]+) \((\w+)\) -> (\d+)", output):
        if address not in alive:
            made[kind] += 1
        alive[address] = kind
        if count == "0":
            del alive[address]
    kept = collections.Counter(alive.values())
    # One for the process, never freed (docs/adr/0038).
    del kept["dpiContext"]
    figures = ", ".join(f"{count} {kind}" for kind, count in sorted(made.items()))
    return report(code == 0 and made and not kept, output, f"{passed(output)} tests, {figures} made, {kept.total()} kept")


def valgrind() -> tuple[bool, str]:
    command = ["valgrind", "--quiet", "--leak-check=full", "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite",
               f"--suppressions={SUPPRESSIONS / 'valgrind'}", "--error-exitcode=99", "--num-callers=40"]
    code, output = run("thick", NOT_TIMED, command=command)
    reports = len(re.findall(r"^==\d+== \S.*(?:at 0x|depends on|Invalid|definitely lost|uninitialised)", output, re.M))
    return report(code == 0, output, f"{passed(output)} tests, {reports} reports")


def report(good: bool, output: str, figures: str) -> tuple[bool, str]:
    if not good:
        print(output[-20000:], file=sys.stderr)
    return good, figures


def main() -> int:
    faults = 0
    checks = {
        "address sanitizer, stand-in": lambda: address_sanitizer(OVER_STAND_IN),
        "thread sanitizer, stand-in": lambda: thread_sanitizer(OVER_STAND_IN),
        "address sanitizer": lambda: address_sanitizer(OVER_CLIENT),
        # Without the option races within Oracle's client (its signal handlers) are reported.
        "thread sanitizer": lambda: thread_sanitizer(OVER_CLIENT, "ignore_noninstrumented_modules=1"),
        "handles of ODPI-C": handles,
        "valgrind": valgrind,
    }
    wanted = sys.argv[1:]
    chosen = {name: check for name, check in checks.items() if not wanted or any(text in name for text in wanted)}
    for name, check in chosen.items():
        good, figures = check()
        faults += not good
        print(f"{'ok    ' if good else 'FAILED'} {name}: {figures}", flush=True)
    print(f"sanitizers: {len(chosen)} runs, {faults} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
