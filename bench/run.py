#!/usr/bin/env python3
"""./dev bench: our driver, other drivers and the floors, on the same server in the same run.

Every client is a program `WORKLOAD COUNT` that prints one JSON line (bench/measure.hpp). The programs run in turns,
so that a slow minute of the machine meets all of them; figures are medians of the turns, per unit. Round trips are
counted for every client alike, by a relay between client and server. Instructions are callgrind's."""
import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from peers import Client, installed_peers
from relay import Relay
from sandbox import Sandbox

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / "build/release/bin"
RESULT = ROOT / "bench/results/latest.json"
FETCH_SIZE = 10_000
TIMEOUT_SECONDS = 600


@dataclass(frozen=True)
class Workload:
    unit: str
    count: int  # argument of the client programs
    quick_count: int
    traced_count: int  # the same under callgrind
    floor: str
    floor_units_per_count: int = 1
    fetch_size: int | None = None


WORKLOADS = {
    "connect": Workload("connection", 50, 10, 3, "pbkdf2"),
    "select1": Workload("execution", 5000, 500, 200, "pingpong"),
    "fetch3": Workload("row", 5, 1, 1, "recv", 100_000, FETCH_SIZE),
}


def run_client(argv: list[str], dsn: str, sandbox: Sandbox) -> dict:
    env = dict(os.environ, ORAXX_BENCH_DSN=dsn, ORAXX_BENCH_USER=sandbox.user, ORAXX_BENCH_PASSWORD=sandbox.password)
    done = subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=TIMEOUT_SECONDS)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(argv)} failed:\n{done.stderr}{done.stdout}")
    return json.loads(done.stdout.splitlines()[-1])


def round_trips(client: Client, name: str, sandbox: Sandbox) -> float:
    """Per unit: what two counts differ by, so that logon and warm-up fall out."""
    seen = []
    for count in (1, 3):
        with Relay(sandbox.host, sandbox.port) as relay:
            units = run_client(client.argv(name, count), sandbox.dsn(relay.port), sandbox)["units"]
            seen.append((units, relay.round_trips()))
    return (seen[1][1] - seen[0][1]) / (seen[1][0] - seen[0][0])


def instructions(argv: list[str], sandbox: Sandbox) -> float:
    """Per unit, counted only inside the measured section."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "callgrind.out"
        valgrind = ["valgrind", "--tool=callgrind", "--collect-atstart=no", f"--callgrind-out-file={report}",
                    "--toggle-collect=oraxx_bench_measured"]
        units = run_client(valgrind + argv, sandbox.dsn(), sandbox)["units"]
        total = re.search(r"^(?:summary|totals): (\d+)", report.read_text(), re.MULTILINE)
        return int(total.group(1)) / units


def median_run(results: list[dict]) -> dict:
    def per_unit(key):
        return statistics.median(r[key] / r["units"] for r in results)

    counted = results[0]["allocations"] is not None
    return {"version": results[0]["version"], "wall_us": round(per_unit("wall_us"), 4),
            "cpu_us": round(per_unit("cpu_us"), 4), "allocations": round(per_unit("allocations"), 4) if counted else None,
            "rss_mb": statistics.median(r["rss_mb"] for r in results)}


def measure_workload(name: str, clients: list[Client], sandbox: Sandbox, quick: bool) -> list[dict]:
    workload = WORKLOADS[name]
    count = workload.quick_count if quick else workload.count
    floor = Client(workload.floor, [BIN / "oraxx-bench-floor"], True)
    argv = {client.name: client.argv(name, count) for client in clients}
    argv[floor.name] = floor.argv(floor.name, count * workload.floor_units_per_count)
    turns: dict[str, list[dict]] = {key: [] for key in argv}
    for _ in range(1 if quick else 5):
        for key, line in argv.items():
            turns[key].append(run_client(line, sandbox.dsn(), sandbox))
    rows = []
    for client in [*clients, floor]:
        traced = client.argv(name, workload.traced_count)
        if client is floor:
            traced = floor.argv(floor.name, workload.traced_count * workload.floor_units_per_count)
        rows.append({
            "workload": name, "fetch_size": workload.fetch_size, "client": client.name, "unit": workload.unit,
            **median_run(turns[client.name]),
            "round_trips": None if client is floor else round_trips(client, name, sandbox),
            "instructions": round(instructions(traced, sandbox), 1) if client.native else None,
        })
    return rows


def machine() -> dict:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    return {"cpu": cpu.group(1) if cpu else platform.machine(), "cores": os.cpu_count(),
            "memory_mb": int(memory.group(1)) // 1024, "kernel": platform.release(), "architecture": platform.machine()}


def number(value, digits=3) -> str:
    return "-" if value is None else f"{value:,.{digits}f}"


def print_table(runs: list[dict]):
    head = f"{'workload':9} {'client':9} {'version':22} {'wall us':>11} {'cpu us':>11} {'ours/it':>8} " \
           f"{'round trips':>11} {'instructions':>14} {'allocations':>11} {'rss MB':>7}"
    print(head + "\n" + "-" * len(head))
    ours = {run["workload"]: run["cpu_us"] for run in runs if run["client"] == "oraxx"}
    for run in runs:
        ratio = ours[run["workload"]] / run["cpu_us"] if run["cpu_us"] else None
        print(f"{run['workload']:9} {run['client']:9} {run['version'][:22]:22} {number(run['wall_us']):>11} "
              f"{number(run['cpu_us']):>11} {number(ratio, 2):>8} {number(run['round_trips'], 5):>11} "
              f"{number(run['instructions'], 1):>14} {number(run['allocations'], 2):>11} {number(run['rss_mb'], 1):>7}")
    print("Figures are medians per unit (" +
          ", ".join(f"{name}: {WORKLOADS[name].unit}" for name in dict.fromkeys(r["workload"] for r in runs)) +
          "). ours/it compares client CPU time. wall includes the server's work.")


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short turn, to see that everything works")
    parser.add_argument("workloads", nargs="*", metavar="NAME", help=f"of {', '.join(WORKLOADS)} (default: all)")
    options = parser.parse_args()
    names = options.workloads or list(WORKLOADS)
    if unknown := [name for name in names if name not in WORKLOADS]:
        parser.error(f"unknown workload {unknown[0]}; known: {', '.join(WORKLOADS)}")

    clients = [Client("oraxx", [BIN / "oraxx-bench"], True), *installed_peers()]
    with Sandbox(BIN / "oraxx-sandbox", ROOT / "bench/init.sql") as sandbox:
        runs = [row for name in names for row in measure_workload(name, clients, sandbox, options.quick)]

    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps({"machine": machine(), "runs": runs}, indent=1) + "\n")
    print_table(runs)
    print(RESULT.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, subprocess.SubprocessError) as problem:
        sys.exit(f"bench: {problem}")
