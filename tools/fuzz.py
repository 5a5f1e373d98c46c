#!/usr/bin/env python3
"""The body of ./dev fuzz: runs fuzz targets, as many at a time as there are cores.

usage: fuzz.py [SECONDS] [--runs N] [--seed N] [--jobs N] [TARGET...]

Every TARGET (default: all) runs for SECONDS (default 30), or N executions of it. With --seed
and --runs the same tree does the same again, given the same corpus. What a target learns is kept in
build/fuzz/corpus. An input that breaks a target is left in build/fuzz/artifacts; after mending, commit it below
fuzz/regressions/TARGET, where the plain tests replay it for ever."""
import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/fuzz"
MEMORY_MB = 1024
SECONDS_PER_INPUT = 10
LONGEST_INPUT = 8192
# Where longer inputs only take longer.
LONGEST_INPUTS = {"value_types": 64, "order": 256, "auth": 1024, "packets": 1024, "rows": 1024,
                  "row_values": 1024, "out_values": 1024, "sql": 512,
                  "connect_string": 512, "trace": 1024, "client_messages": 1024, "server_messages": 1024,
                  "sandbox_calls": 1024, "session_calls": 2048, "session_logon": 1024, "sandbox_connection": 2048}


def run_target(program: Path, limits: list[str]) -> tuple[str, int, str]:
    """Name, executions, and the report when it broke (else empty)."""
    name = program.name.removeprefix("fuzz_")
    corpus, seeds, artifacts = BUILD / "corpus" / name, BUILD / "seeds" / name, BUILD / "artifacts" / name
    for folder in (corpus, seeds, artifacts):
        folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([program, *limits, f"-timeout={SECONDS_PER_INPUT}", f"-rss_limit_mb={MEMORY_MB}",
                           f"-malloc_limit_mb={MEMORY_MB // 2}", f"-max_len={LONGEST_INPUTS.get(name, LONGEST_INPUT)}",
                           "-print_final_stats=1", f"-artifact_prefix={artifacts}/", corpus, seeds],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    report = done.stderr.decode(errors="replace")
    executions = re.search(r"stat::number_of_executed_units:\s*(\d+)", report)
    count = int(executions.group(1)) if executions else 0
    print(f"{name:24} {count:>12,} executions{'  CRASHED' if done.returncode else ''}", flush=True)
    return name, count, report if done.returncode else ""


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev fuzz")
    parser.add_argument("targets", nargs="*", metavar="SECONDS | TARGET")
    parser.add_argument("--runs", type=int, help="executions of each target, instead of SECONDS")
    parser.add_argument("--seed", type=int, default=0, help="of libFuzzer; 0: another one each time")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="targets at a time")
    wanted = parser.parse_args()
    seconds = [int(word) for word in wanted.targets if word.isdigit()]
    wanted.seconds = seconds[0] if seconds else 30
    wanted.targets = [word for word in wanted.targets if not word.isdigit()]
    return wanted


def main() -> int:
    wanted = parse_arguments()
    programs = sorted(path for path in (BUILD / "bin").glob("fuzz_*") if os.access(path, os.X_OK))
    unknown = set(wanted.targets) - {program.name.removeprefix("fuzz_") for program in programs}
    if unknown:
        sys.exit(f"no such target: {', '.join(sorted(unknown))}")
    if wanted.targets:
        programs = [program for program in programs if program.name.removeprefix("fuzz_") in wanted.targets]
    subprocess.run([sys.executable, ROOT / "tools/fuzz_seeds.py", BUILD / "seeds"], check=True)
    limits = [f"-runs={wanted.runs}" if wanted.runs else f"-max_total_time={wanted.seconds}", f"-seed={wanted.seed}"]
    with ThreadPoolExecutor(wanted.jobs) as pool:
        results = list(pool.map(lambda program: run_target(program, limits), programs))
    for _, _, report in results:
        if report:
            print("\n".join(report.splitlines()[-60:]), file=sys.stderr)
    crashes = sum(bool(report) for _, _, report in results)
    print(f"fuzz: {len(results)} targets, {sum(executions for _, executions, _ in results)} executions, "
          f"{crashes} crashes")
    return 1 if crashes or not results else 0


if __name__ == "__main__":
    sys.exit(main())
