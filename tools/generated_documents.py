#!/usr/bin/env python3
"""generated_documents.py [--values N] [--seed N] [--tool PROGRAM] [--sandbox PROGRAM]: JSON documents by chance through two
codecs of OSON: that of `oraxx value`, and python-oracledb's, which needs a session (a sandbox's). Both have to write the
same bytes, and each has to read what the other wrote. Last line: "N documents, N differences".

Run it with the Python that has python-oracledb: build/interop/python/venv/bin/python.
"""
import argparse
import json
import random
import subprocess
import sys
from datetime import datetime, timedelta
from decimal import Context, Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from generated_values import characters, number  # noqa: E402
from interop import PASSWORD, ROOT, SERVICE, USER, Sandbox  # noqa: E402

SHOWN = 5
ALL_DIGITS = Context(prec=60)


def by_chance(source: random.Random, depth: int):
    """A value that both sides can hold."""
    kind = source.choice("nnnstttbbNdi" + ("aaooo" if depth < 5 else ""))
    if kind == "n":
        return Decimal(number(source))
    if kind in "st":
        return characters(source, source.choice([3, 20, 300])) if source.random() < 0.95 else ""
    if kind == "b":
        return source.random() < 0.5
    if kind == "N":
        return source.choice([None, source.randbytes(source.choice([0, 1, 300]))])
    if kind == "d":
        fraction = source.choice([0, source.randrange(10 ** 6)])
        return datetime(1, 1, 1) + timedelta(seconds=source.randrange(3652058 * 86400), microseconds=fraction)
    if kind == "i":
        return timedelta(days=source.randrange(10 ** 6), seconds=source.randrange(86400), microseconds=source.randrange(10 ** 6))
    if kind == "a":
        return [by_chance(source, depth + 1) for _ in range(source.choice([0, 1, 3, 10]))]
    names = ["a", "id", "name", "" if source.random() < 0.1 else "x"] + [characters(source, 20) for _ in range(8)]
    return {name: by_chance(source, depth + 1) for name in source.sample(names, source.choice([0, 1, 3, 8]))}


def tagged(value):
    """As `oraxx value` writes documents (cli/value_document.hpp)."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Decimal):
        return {"$number": f"{value.normalize(ALL_DIGITS):f}" if value else "0"}
    if isinstance(value, bytes):
        return {"$raw": value.hex()}
    if isinstance(value, datetime):
        return {"$timestamp": {"year": value.year, "month": value.month, "day": value.day, "hour": value.hour,
                               "minute": value.minute, "second": value.second, "nanosecond": value.microsecond * 1000}}
    if isinstance(value, timedelta):
        return {"$intervalDS": {"days": value.days, "hours": value.seconds // 3600, "minutes": value.seconds // 60 % 60,
                                "seconds": value.seconds % 60, "nanoseconds": value.microseconds * 1000}}
    if isinstance(value, list):
        return [tagged(each) for each in value]
    return {"$object": [[name, tagged(each)] for name, each in value.items()]}


def convert(tool: Path, direction: str, lines: list) -> list:
    """Each line by one run of the tool."""
    given = "".join(line + "\n" for line in lines)
    done = subprocess.run([tool, "value", direction, "oson", "-"], input=given, capture_output=True, text=True, check=False)
    out = done.stdout.split("\n")[:-1]
    if done.returncode != 0 or len(out) != len(lines):
        sys.exit(f"{direction}: {len(out)} of {len(lines)} documents\n{done.stderr[:2000]}")
    return out


def compare(connection, tool: Path, documents: list) -> list:
    # A document within an array: `oraxx value` shows a text alone without quotes.
    documents = [[each] for each in documents]
    texts = [json.dumps(tagged(each)) for each in documents]
    theirs = [connection.encode_oson(each).hex() for each in documents]
    ours = convert(tool, "encode", texts)
    read_by_us = convert(tool, "decode", theirs)
    differences = []
    for at, document in enumerate(documents):
        if ours[at] != theirs[at]:
            differences.append(f"document {at}: other bytes for {texts[at][:200]}\n  {ours[at][:300]}\n  {theirs[at][:300]}")
        if json.loads(read_by_us[at]) != json.loads(texts[at]):
            differences.append(f"document {at}: we read {read_by_us[at][:200]} instead of {texts[at][:200]}")
        if connection.decode_oson(bytes.fromhex(ours[at])) != document:
            differences.append(f"document {at}: python-oracledb reads ours as another than {texts[at][:200]}")
    return differences


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--values", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tool", type=Path, default=ROOT / "build/release/bin/oraxx")
    parser.add_argument("--sandbox", type=Path, default=ROOT / "build/release/bin/oraxx-sandbox")
    arguments = parser.parse_args()
    import oracledb  # not before the arguments: help needs no client
    oracledb.defaults.fetch_decimals = True

    source = random.Random(arguments.seed)
    documents = [by_chance(source, 0) for _ in range(arguments.values)]
    sandbox = Sandbox(arguments.sandbox, "26ai")
    try:
        with oracledb.connect(user=USER, password=PASSWORD, dsn=f"{sandbox.host}:{sandbox.port}/{SERVICE}") as connection:
            differences = compare(connection, arguments.tool, documents)
    finally:
        problem = sandbox.stop()
    for line in differences[:SHOWN] + ([problem] if problem else []):
        print(line)
    print(f"{len(documents)} documents, {len(differences)} differences (seed {arguments.seed}, "
          f"python-oracledb {oracledb.__version__})")
    return 1 if differences or problem or not documents else 0


if __name__ == "__main__":
    sys.exit(main())
