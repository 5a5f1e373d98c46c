#!/usr/bin/env python3
"""./dev coldstart: our function's start and its warm invocations beside Python's and Node's, on the same emulator and the same
sandbox in the same run.

The contenders take turns, so that a slow minute of the machine meets all of them; figures are medians over the turns. init
is from the start of the program to its first request for an event, first answer from there on with the first event
waiting. Memory is the most that was resident, of all processes of the function. Secrets Manager is the emulator's,
by HTTP: no figure holds a TLS handshake. Throttled means 1.446 of every 20 ms of a CPU, also while the function starts,
where Lambda gives more; since that takes Python and Node so long, these start at the same time then, each in a control
group of its own (together less than a third of a CPU), and ours one after the other."""
import argparse
import json
import os
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from contenders import BIN, ROOT, Contender, others, ours  # noqa: E402
from relay import Relay  # noqa: E402
from run import machine  # noqa: E402
from sandbox import Sandbox  # noqa: E402
from throttle import shares_of_128_mb  # noqa: E402

RESULT = ROOT / "bench/results/coldstart.json"
TIMEOUT_SECONDS = 120


class Emulator:
    """Starts functions by oraxx-local-lambda."""

    def __init__(self, sandbox: Sandbox):
        self._sandbox = sandbox

    def measure(self, one: Contender, invocations: int, group: Path | None = None, port: int | None = None) -> dict:
        """One start and so many invocations; throws when one of them fails."""
        sandbox = self._sandbox
        command = [BIN / "oraxx-local-lambda", "--bootstrap", one.program, "--task-root", one.task_root, "--measure", 1,
                   "--repeat", invocations, "--timeout", TIMEOUT_SECONDS]
        if one.needs_secret:
            command += ["--secret", json.dumps({
                "host": sandbox.host, "port": port or sandbox.port, "service_name": sandbox.service,
                "username": sandbox.user, "password": sandbox.password})]
        environment = {**one.environment, "ORAXX_BENCH_DSN": sandbox.dsn(port), "ORAXX_BENCH_USER": sandbox.user,
                       "ORAXX_BENCH_PASSWORD": sandbox.password}
        command += [word for name, value in environment.items() for word in ("--env", f"{name}={value}")]
        if group:
            command += ["--cgroup", group]
        if not one.echoes_ids:
            command.append("--no-invocation-ids")
        command += ["--", *one.arguments] if one.arguments else []
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False,
                              timeout=TIMEOUT_SECONDS * 10)
        if done.returncode != 0:
            raise RuntimeError(f"{one.name}: {done.stderr[-2000:]}")
        found = json.loads(done.stdout)
        if found["failed_invocations"]:
            raise RuntimeError(f"{one.name}: invocations failed: {done.stderr[-2000:]}")
        return found


def of_turns(turns: list[dict]) -> dict:
    def median(key):
        return statistics.median(turn[key]["median"] for turn in turns)

    return {"init_ms": median("start_to_first_next_us") / 1000, "first_answer_ms": median("start_to_first_answer_us") / 1000,
            "warm_ms": median("warm_invocation_us") / 1000, "peak_rss_mb": median("peak_memory_kib") / 1024,
            "least_init_ms": min(turn["start_to_first_next_us"]["median"] for turn in turns) / 1000,
            "first_answer_ms_of_turns": sorted(turn["start_to_first_answer_us"]["median"] / 1000 for turn in turns)}


def unthrottled(emulator: Emulator, contenders: list[Contender], turns: int) -> dict:
    found = {one.name: [] for one in contenders}
    for turn in range(turns):
        for one in contenders:
            found[one.name].append(emulator.measure(one, 1 + 20))
        print(f"coldstart: turn {turn + 1} of {turns}", file=sys.stderr)
    return {name: of_turns(each) for name, each in found.items()}


def throttled(emulator: Emulator, contenders: list[Contender], turns: int, groups: list[Path]) -> dict:
    found = {one.name: [] for one in contenders}

    def start(one: Contender, group: Path):
        found[one.name].append(emulator.measure(one, 1 + 3, group))

    at_once = [(one, group) for one, group in zip(contenders, groups) if one.is_foreign]
    for turn in range(turns):
        for one, group in zip(contenders, groups):
            if not one.is_foreign:
                start(one, group)
        with ThreadPoolExecutor(max(1, len(at_once))) as pool:
            list(pool.map(lambda pair: start(*pair), at_once))
        print(f"coldstart: turn {turn + 1} of {turns}, throttled", file=sys.stderr)
    return {name: of_turns(each) for name, each in found.items()}


def warm(emulator: Emulator, sandbox: Sandbox, one: Contender, invocations: int) -> dict:
    """Times, and what grows; logons are counted in a run of its own, by a relay that would lengthen the times."""
    timed = emulator.measure(one, invocations)
    with Relay(sandbox.host, sandbox.port) as relay:
        emulator.measure(one, invocations, port=relay.port)
        logons = relay.connections()
    # The first tenth is for warming up.
    settled = [sample for sample in timed["usage"] if sample[0] >= invocations / 10]
    times = timed["warm_invocation_us"]
    return {"invocations": invocations, "logons": logons, "p50_us": times["median"], "p99_us": times["p99"],
            "rss_kib": {"after_a_tenth": settled[0][1], "at_the_end": settled[-1][1]},
            "descriptors": {"after_a_tenth": settled[0][2], "at_the_end": settled[-1][2],
                            "most": max(sample[2] for sample in settled)}}


def print_cold(title: str, contenders: list[Contender], rows: dict):
    head = f"{title:14} {'init ms':>9} {'first answer ms':>16} {'warm ms':>9} {'peak RSS MB':>12} {'package MB':>11}"
    print(f"\n{head}\n{'-' * len(head)}")
    for one in contenders:
        row = rows[one.name]
        size = f"{one.package_bytes / 1e6:.2f}" if one.package_bytes else "-"
        print(f"{one.name:14} {row['init_ms']:9.1f} {row['first_answer_ms']:16.1f} {row['warm_ms']:9.2f} "
              f"{row['peak_rss_mb']:12.1f} {size:>11}")
    ours_row, sample, least = rows["oraxx"], rows.get("python-sample"), rows["hello+logon"]
    if sample:
        print(f"first answer {sample['first_answer_ms'] / ours_row['first_answer_ms']:.1f} times sooner than python-sample "
              f"(target 15); peak RSS {sample['peak_rss_mb'] / ours_row['peak_rss_mb']:.1f} times smaller (target 5)")
    print(f"init {ours_row['init_ms'] / least['init_ms']:.2f} times that of hello+logon (target at most 1.5); "
          f"{ours_row['least_init_ms'] / least['least_init_ms']:.2f} times in the quickest turn of each")


def print_warm(rows: dict):
    head = f"{'warm':14} {'invocations':>11} {'logons':>7} {'p50 us':>9} {'p99 us':>9} {'RSS KiB':>15} {'descriptors':>12}"
    print(f"\n{head}\n{'-' * len(head)}")
    for name, row in rows.items():
        rss, files = row["rss_kib"], row["descriptors"]
        grown = f"{rss['after_a_tenth']} -> {rss['at_the_end']}"
        print(f"{name:14} {row['invocations']:11} {row['logons']:7} {row['p50_us']:9} {row['p99_us']:9} {grown:>15} "
              f"{files['after_a_tenth']} -> {files['at_the_end']}")
    print("RSS and descriptors: after a tenth of the invocations, and at the end.")


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev coldstart", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=30, help="starts of each contender, of each kind (default 30)")
    parser.add_argument("--warm", type=int, default=10_000, help="invocations of those who keep their connection, a tenth of "
                        "them for those who do not (default 10000; 0: none)")
    parser.add_argument("--unthrottled", action="store_true", help="leave out the throttled starts, which take the most time")
    parser.add_argument("--only", action="append", help="these contenders only, beside ours")
    given = parser.parse_args()

    contenders = ours() + [one for one in others() if not given.only or one.name in given.only]
    result = {"machine": machine(), "load_before": os.getloadavg()[0], "turns": given.turns,
              "contenders": {one.name: {"what": one.what, "version": one.version, "package_bytes": one.package_bytes}
                             for one in contenders}}
    with Sandbox(BIN / "oraxx-sandbox", ROOT / "tools/demo.sql") as sandbox, shares_of_128_mb(len(contenders)) as groups:
        emulator = Emulator(sandbox)
        result["unthrottled"] = unthrottled(emulator, contenders, given.turns)
        print_cold("unthrottled", contenders, result["unthrottled"])
        if not groups:
            print("coldstart: not throttled: no control groups of version 1 can be made below /sys/fs/cgroup/cpu (needs root)",
                  file=sys.stderr)
        elif not given.unthrottled:
            result["throttled"] = throttled(emulator, contenders, given.turns, groups)
            print_cold("throttled", contenders, result["throttled"])
        if given.warm:
            result["warm"] = {one.name: warm(emulator, sandbox, one, given.warm // (10 if one.reconnects else 1))
                              for one in contenders if one.needs_secret}
            print_warm(result["warm"])
    result["load_after"] = os.getloadavg()[0]
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    print(f"\nload of the machine: {result['load_before']:.1f} before, {result['load_after']:.1f} after; "
          f"{RESULT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, subprocess.SubprocessError) as problem:
        sys.exit(f"coldstart: {problem}")
