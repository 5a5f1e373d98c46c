#!/usr/bin/env python3
"""The body of ./dev fuzz: runs every fuzz target for SECONDS (default 30), as many at a time as there are cores.

What a target learns is kept in build/fuzz/corpus. An input that breaks a target is left in build/fuzz/artifacts; after
mending, commit it below fuzz/regressions/TARGET, where the plain tests replay it for ever."""
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


def run_target(program: Path, seconds: int) -> tuple[str, int, str]:
    """Name, executions, and the report when it broke (else empty)."""
    name = program.name.removeprefix("fuzz_")
    corpus, seeds, artifacts = BUILD / "corpus" / name, BUILD / "seeds" / name, BUILD / "artifacts" / name
    for folder in (corpus, seeds, artifacts):
        folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([program, f"-max_total_time={seconds}", f"-timeout={SECONDS_PER_INPUT}",
                           f"-rss_limit_mb={MEMORY_MB}", f"-malloc_limit_mb={MEMORY_MB // 2}", "-max_len=8192",
                           "-print_final_stats=1", f"-artifact_prefix={artifacts}/", corpus, seeds],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    report = done.stderr.decode(errors="replace")
    executions = re.search(r"stat::number_of_executed_units:\s*(\d+)", report)
    return name, int(executions.group(1)) if executions else 0, report if done.returncode else ""


def main() -> int:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    programs = sorted(path for path in (BUILD / "bin").glob("fuzz_*") if os.access(path, os.X_OK))
    subprocess.run([sys.executable, ROOT / "tools/fuzz_seeds.py", BUILD / "seeds"], check=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda program: run_target(program, seconds), programs))
    for name, executions, report in results:
        print(f"{name:24} {executions:>12,} executions{'  CRASHED' if report else ''}")
        if report:
            print("\n".join(report.splitlines()[-60:]), file=sys.stderr)
    crashes = sum(bool(report) for _, _, report in results)
    print(f"fuzz: {len(results)} targets, {sum(executions for _, executions, _ in results)} executions, "
          f"{crashes} crashes")
    return 1 if crashes or not results else 0


if __name__ == "__main__":
    sys.exit(main())
