#!/usr/bin/env python3
"""generated.py [KIND...] [--values N] [--seed N]: values by chance, written by one driver and read by the other.

For each kind of value ours writes N rows and python-oracledb reads them, then the reverse, through one sandbox. Every
value must come back equal. Last line: "N values, N differences".
"""
import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from generated_kinds import Kind, all_kinds  # noqa: E402
from interop import ROOT, ClientProcess, Sandbox  # noqa: E402
from interop_clients import CLIENTS  # noqa: E402
from interop_judge import Judge  # noqa: E402

ROWS_A_STEP = 1000
SHOWN = 5  # differences of one kind and direction
WRITER_AND_READER = [("oraxx", "python"), ("python", "oraxx")]


def same(judge: Judge, kind: Kind, written, read) -> bool:
    if kind.form and written is not None and read is not None:
        return kind.form(written) == kind.form(read)
    return judge.same(kind.bind, written, read)


class Peer:
    """A driver's runner with a session."""

    def __init__(self, name: str, target):
        self.client = CLIENTS[name]()
        self.client.install()
        self.judge = Judge(self.client, patterns=False)
        self.process = ClientProcess(self.client, target)
        self.run({"connect": {}})

    def run(self, step: dict) -> dict:
        result = self.process.run(step)
        if "error" in result:
            raise RuntimeError(f"{self.client.name}: {result['error']} in {step.get('sql', step)}"[:400])
        return result


def write(peer: Peer, table: str, kind: Kind, values: list):
    statement, bind = f"insert into {table} values (:1, :2)", kind.bind
    if kind.from_text and (peer.client.name == "python" or not kind.binds):
        statement = f"insert into {table} select i, {kind.from_text} from (select :1 as i, :2 as t from dual)"
        bind = "VARCHAR2"
    for start in range(0, len(values), ROWS_A_STEP):
        rows = [[str(at), text] for at, text in enumerate(values[start:start + ROWS_A_STEP], start)]
        peer.run({"sql": statement, "many": rows, "many_types": ["NUMBER", bind]})
    peer.run({"do": "commit"})


def compare(peer: Peer, table: str, kind: Kind, values: list) -> list:
    column = kind.to_text if peer.client.name == "python" else "v"
    rows = peer.run({"sql": f"select id, {column} from {table} order by id", "fetch_size": ROWS_A_STEP})["rows"]
    if len(rows) != len(values):
        return [f"{len(rows)} rows instead of {len(values)}"]
    return [f"value {at}: {rows[at][1]!r:.200} instead of {text!r:.200}" for at, text in enumerate(values)
            if not same(peer.judge, kind, text, rows[at][1])]


def check_kind(name: str, kind: Kind, peers: dict, values: list) -> int:
    differences = 0
    for statement in kind.before:
        peers["oraxx"].run({"sql": statement})
    for writer, reader in WRITER_AND_READER:
        started = time.monotonic()
        table = f"g_{name}_{writer}"
        peers[writer].run({"sql": f"create table {table} (id number primary key, v {kind.column})"})
        write(peers[writer], table, kind, values)
        found = compare(peers[reader], table, kind, values)
        peers[writer].run({"sql": f"drop table {table}"})
        differences += len(found)
        print(f"{name}: {writer} wrote {len(values)}, {reader} read them: {len(found)} differences"
              f" ({time.monotonic() - started:.1f} s)", *found[:SHOWN], sep="\n    ", flush=True)
    return differences


def main() -> int:
    kinds = all_kinds()
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="of: " + ", ".join(kinds))
    parser.add_argument("--values", type=int, default=10_000, help="of each kind (default 10000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sandbox", type=Path, default=ROOT / "build/release/bin/oraxx-sandbox")
    arguments = parser.parse_args()
    unknown = [kind for kind in arguments.kinds if kind not in kinds]
    if unknown:
        parser.error("unknown kinds: " + ", ".join(unknown))

    sandbox = Sandbox(arguments.sandbox, "26ai")
    count = differences = 0
    try:
        peers = {name: Peer(name, sandbox.target) for name in ("oraxx", "python")}
        for name in arguments.kinds or kinds:
            lacking = peers["oraxx"].client.lacks_types.get(kinds[name].bind.split()[0])
            if lacking:
                print(f"{name}: left out: {lacking}")
                continue
            values = kinds[name].by_chance(random.Random(f"{arguments.seed} {name}"), arguments.values)
            try:
                differences += check_kind(name, kinds[name], peers, values)
            except RuntimeError as problem:
                print(f"{name}: {problem}")
                differences += 1
            count += 2 * len(values)
    finally:
        problem = sandbox.stop()
    if problem:
        print(problem)
    print(f"{count} values, {differences} differences (seed {arguments.seed})")
    return 1 if differences or problem or not count else 0


if __name__ == "__main__":
    sys.exit(main())
