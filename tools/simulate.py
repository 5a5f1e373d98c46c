#!/usr/bin/env python3
"""The body of ./dev simulate.

usage: simulate.py [--seeds FROM..TO] [--mutants]

Runs the seeds (default 1..20000). With --mutants each fault of tests/sessions/simulation/mutants.json is planted in a
copy of the tree, one at a time, and must be found by one of the seeds."""
import argparse
import subprocess
import sys

from mutants import ROOT, MutantError, build, load_mutants

PROGRAM = "oraxx-simulate"


def first_finding(program, seeds: str) -> str:
    done = subprocess.run([program, "--seeds", seeds], capture_output=True, text=True, check=False)
    findings = [line for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    if not findings and done.returncode != 0:
        return f"the program ended with code {done.returncode}"
    return findings[0].removeprefix("FAILED ") if findings else ""


def check_mutants(seeds: str) -> int:
    mutants = load_mutants("sessions/simulation/mutants.json")
    missed = 0
    for mutant in mutants:
        try:
            finding = first_finding(build(mutant, PROGRAM), seeds)
        except MutantError as error:
            print(f"FAILED {error}", flush=True)
            missed += 1
            continue
        missed += not finding
        print(f"mutant {mutant['name']}: found by {finding}" if finding else
              f"FAILED mutant {mutant['name']}: no seed of {seeds} found it", flush=True)
    print(f"simulation mutants: {len(mutants) - missed} found, {missed} missed")
    return 1 if missed else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev simulate")
    parser.add_argument("--seeds", default="1..20000")
    parser.add_argument("--mutants", action="store_true")
    wanted = parser.parse_args()
    if wanted.mutants:
        return check_mutants(wanted.seeds)
    return subprocess.run([ROOT / "build/release/bin" / PROGRAM, "--seeds", wanted.seeds], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
