#!/usr/bin/env python3
"""generated.py [KIND...] [--values N] [--seed N]: values by chance, written by one driver and read by the other.

For each kind of value ours writes N rows and python-oracledb reads them, then the reverse, through one sandbox. Every
value must come back equal. Last line: "N values, N differences".
"""
import argparse
import random
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from generated_values import STATEMENTS_BEFORE, all_kinds, by_chance  # noqa: E402
from interop import ROOT, ClientProcess, Sandbox  # noqa: E402
from interop_clients import CLIENTS  # noqa: E402
from interop_judge import Judge  # noqa: E402

ROWS_A_STEP = 500
SHOWN = 5  # differences of one kind and direction
WRITER_AND_READER = [("oraxx", "python"), ("python", "oraxx")]


def as_float(text: str) -> bytes:
    """What a BINARY_FLOAT of this text is."""
    return struct.pack(">f", float(text))


def same(judge: Judge, type_name: str, written: str, read) -> bool:
    if type_name == "BINARY_FLOAT" and read is not None:
        return as_float(written) == as_float(read)
    return judge.same(type_name, written, read)


class Peer:
    """A driver's runner with a session."""

    def __init__(self, name: str, target):
        self.client = CLIENTS[name]()
        self.client.install()
        self.judge = Judge(self.client)
        self.process = ClientProcess(self.client, target)
        self.run({"connect": {}})

    def run(self, step: dict) -> dict:
        result = self.process.run(step)
        if "error" in result:
            raise RuntimeError(f"{self.client.name}: {result['error']} in {step.get('sql', step)}"[:400])
        return result


def write(peer: Peer, table: str, bind_type: str, values: list):
    for start in range(0, len(values), ROWS_A_STEP):
        rows = [[str(at), text] for at, text in enumerate(values[start:start + ROWS_A_STEP], start)]
        peer.run({"sql": f"insert into {table} values (:1, :2)", "many": rows, "many_types": ["NUMBER", bind_type]})
    peer.run({"do": "commit"})


def compare(peer: Peer, table: str, bind_type: str, values: list) -> list:
    rows = peer.run({"sql": f"select id, v from {table} order by id"})["rows"]
    if len(rows) != len(values):
        return [f"{len(rows)} rows instead of {len(values)}"]
    return [f"value {at}: {rows[at][1]!r:.200} instead of {text!r:.200}" for at, text in enumerate(values)
            if not same(peer.judge, bind_type, text, rows[at][1])]


def check_kind(kind: str, peers: dict, values: list) -> int:
    column_type, bind_type = all_kinds()[kind][:2]
    differences = 0
    for statement in STATEMENTS_BEFORE.get(kind, []):
        peers["oraxx"].run({"sql": statement})
    for writer, reader in WRITER_AND_READER:
        table = f"g_{kind}_{writer}"
        peers[writer].run({"sql": f"create table {table} (id number primary key, v {column_type})"})
        write(peers[writer], table, bind_type, values)
        found = compare(peers[reader], table, bind_type, values)
        differences += len(found)
        print(f"{kind}: {writer} wrote {len(values)}, {reader} read them: {len(found)} differences",
              *found[:SHOWN], sep="\n    ", flush=True)
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
        for kind in arguments.kinds or kinds:
            _, _, edges, make = kinds[kind]
            values = by_chance(random.Random(f"{arguments.seed} {kind}"), edges, make, arguments.values)
            differences += check_kind(kind, peers, values)
            count += 2 * len(values)
    finally:
        problem = sandbox.stop()
    if problem:
        print(problem)
    print(f"{count} values, {differences} differences (seed {arguments.seed})")
    return 1 if differences or problem or not count else 0


if __name__ == "__main__":
    sys.exit(main())
