#!/usr/bin/env python3
"""vandal_clients.py [--seeds N] [--first N] [--persona NAME] [--sandbox PROGRAM] [CLIENT...]: python-oracledb and
node-oracledb against the seeds of the sandbox's vandal, one process a seed; a table of what became of them.

For comparison with tests/integration/vandal, where this driver goes through the same seeds. Says, judges nothing.
"""
import argparse
import collections
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from interop_clients import CLIENTS  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests" / "integration" / "vandal"
HANG = 12  # seconds; every call of the workload ends after one or two
OUTCOMES = ("right", "recovered", "error", "unclear", "wrong", "hang", "crash")


def command_of(name: str, client, host: str, port: str) -> list:
    if name == "python":
        return [client.command()[0], SOURCES / "python_client.py", host, port]
    return ["node", SOURCES / "node_client.js", client.folder, host, port]


def run_seed(sandbox: str, persona: str, seed: int, name: str, client) -> tuple:
    """The outcome and its reason."""
    server = subprocess.Popen([sandbox, "--listen", "127.0.0.1:0", "--persona", persona, "--vandal", str(seed)],
                              stdout=subprocess.PIPE, text=True,
                              env={**os.environ, "ORAXX_SANDBOX_PASSWORD": "tiger"})
    try:
        host, _, port = server.stdout.readline().split()[-1].rpartition(":")
        done = subprocess.run(command_of(name, client, host, port), capture_output=True, text=True, timeout=HANG,
                              check=False)
        word, _, why = done.stdout.strip().partition(" ")
        return (word, why) if word in OUTCOMES else ("crash", done.stderr.strip()[-200:])
    except subprocess.TimeoutExpired:
        return "hang", f"no end within {HANG} s"
    finally:
        server.terminate()
        server.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clients", nargs="*", default=["python", "node"])
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--persona", default="26ai")
    parser.add_argument("--sandbox", default=str(ROOT / "build/release/bin/oraxx-sandbox"))
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    for name in given.clients:
        client = CLIENTS[name]()
        client.install()
        counts = {False: collections.Counter(), True: collections.Counter()}
        for seed in range(given.first, given.first + given.seeds):
            outcome, why = run_seed(given.sandbox, given.persona, seed, name, client)
            is_damaged = seed % 2 == 1
            counts[is_damaged][outcome] += 1
            if given.verbose or outcome in ("wrong", "crash", "hang") or (not is_damaged and outcome != "right"):
                print(f"  {name} seed {seed}: {outcome}: {why}", flush=True)
        for is_damaged, label in ((False, "legal"), (True, "damaged")):
            print(f"{name:8} {label:8} " + "  ".join(f"{each} {counts[is_damaged][each]}" for each in OUTCOMES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
