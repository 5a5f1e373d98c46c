#!/usr/bin/env python3
"""Writes seeds for the fuzz targets: fuzz_seeds.py FOLDER. One folder per target, made of the recordings of real
servers, the value vectors, the SQL of the tests, and what is kept in fuzz/regressions."""
import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_SEED = 8000
DATA, ACCEPT, CONNECT = 6, 2, 1
FUNCTION, PIGGYBACK = 3, 17

# Vector file -> selector byte of value_types_fuzzer.cpp.
VALUE_TYPES = {"number": 0, "date": 1, "timestamp": 2, "timestamp_tz_offset": 3, "timestamp_tz_region": 3,
               "interval_ds": 5, "interval_ym": 6, "rowid": 7, "urowid_logical": 8, "binary_float": 9,
               "binary_double": 9, "string": 10, "boolean": 11}
# Capability bytes of message_check.hpp: as 26ai; field version 18.1 without the newer tails; 11.2.
CAPABILITIES = (bytes([0, 0]), bytes([6, 0b100]), bytes([1, 0b100111]))

CONNECT_STRINGS = [
    "db.example.com:1521/ORDERS", "db.example.com", "[::1]:1521/svc:dedicated/inst", "tcp://h:1/s?connect_timeout=5",
    "h1,h2:1522,h3/s?retry_count=3&retry_delay=2&sdu=65535", "//host/service", "tcps://host:2484/service",
    "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1521))(CONNECT_DATA=(SID=XE)))",
    "(DESCRIPTION=(CONNECT_TIMEOUT=15 SEC)(ADDRESS_LIST=(LOAD_BALANCE=on)(ADDRESS=(PROTOCOL=tcp)(HOST=a)(PORT=1))"
    "(ADDRESS=(PROTOCOL=tcp)(HOST=b)(PORT=2)))(CONNECT_DATA=(SERVICE_NAME=s)(SERVER=pooled)))",
    "(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=12514)(ERROR_STACK=(ERROR=(CODE=12514)(EMFI=4))))",
]
SQL = [
    "SELECT a, b AS x FROM t JOIN u ON t.id = u.id WHERE a BETWEEN 1 AND :n AND b LIKE 'x%' ORDER BY 1 DESC",
    "INSERT INTO t (a, b) VALUES (:1, q'[it's]') RETURNING rowid INTO :2", "UPDATE t SET a = a + 1 WHERE b IS NULL",
    "CREATE TABLE t (id NUMBER(10) PRIMARY KEY, name VARCHAR2(20 CHAR) NOT NULL)", "BEGIN :x := 1; END;",
    "SELECT level FROM dual CONNECT BY LEVEL <= 10", "/* c */ DELETE FROM t -- d\nWHERE a IN (SELECT 1 FROM dual)",
    "SELECT CASE WHEN a > 1 THEN 'x' ELSE n'y' END, CAST(a AS NUMBER(3)), TO_CHAR(d, 'YYYY') FROM t GROUP BY a",
]


def shared_folder(variable: str, below: str) -> Path:
    """As tests/support/captures.cpp finds it."""
    if named := os.environ.get(variable):
        return Path(named)
    for parent in ROOT.parents:
        if (parent / "shared" / below).is_dir():
            return parent / "shared" / below
    sys.exit(f"no folder shared/{below} beside the tree: set {variable}")


class Seeds:
    def __init__(self, folder: Path):
        self._folder = folder
        shutil.rmtree(folder, ignore_errors=True)

    def add(self, target: str, data: bytes):
        path = self._folder / target
        path.mkdir(parents=True, exist_ok=True)
        (path / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def read_capture(path: Path) -> tuple[str, list[tuple[bool, bytes]]]:
    """The layer and the packets (from the client?, bytes) of a recording."""
    text = path.read_text()
    layer = re.search(r"^# layer: (\w+)", text, re.MULTILINE)
    lines = [line for line in text.splitlines() if line[:2] in ("C ", "S ")]
    return layer.group(1) if layer else "tns", [(line[0] == "C", bytes.fromhex(line[2:])) for line in lines]


def data_payloads(packets):
    """(from the client?, payload) of the DATA packets, without header and data flags."""
    for from_client, packet in packets:
        if len(packet) > 10 and packet[4] == DATA:
            yield from_client, packet[10:]


def add_capture(seeds: Seeds, layer: str, packets: list[tuple[bool, bytes]]):
    if layer == "tns":
        messages = list(data_payloads(packets))
        for side in (True, False):
            stream = [packet for from_client, packet in packets if from_client == side]
            # Whole conversations start with 16-bit lengths; what follows ACCEPT is cut off for the other form.
            for piece in (0, 62, 255):
                seeds.add("frame_reader", bytes([piece & 0xFE]) + b"".join(stream[:12]))
            seeds.add("frame_reader", bytes([63]) + b"".join(p for p in stream[:12] if p[4] not in (CONNECT, ACCEPT)))
        client = [packet for from_client, packet in packets if from_client]
        seeds.add("sandbox", bytes([0xFE]) + b"".join(client[:12])[:LONGEST_SEED])
        for from_client, message in data_payloads(packets):
            if from_client and message[0] in (FUNCTION, PIGGYBACK):
                seeds.add("sandbox", bytes([1]) + message[:LONGEST_SEED])
        # What the client under test sees: a connection from its start, and answers to its query.
        stream = [packet for from_client, packet in packets if not from_client]
        seeds.add("session", bytes([0xF8]) + b"".join(stream[:12]))
        for at, packet in enumerate(stream):
            if packet[4] == DATA and len(packet) < LONGEST_SEED:
                for choice in (0xF9, 0x05, 0xFF):
                    seeds.add("session", bytes([choice]) + b"".join(stream[at:at + 4])[:LONGEST_SEED])
    elif layer == "ttc":
        messages = packets
    else:
        return
    for from_client, message in messages:
        for capabilities in CAPABILITIES:
            for context in (0, 1, 4):
                seeds.add("client_messages" if from_client else "server_messages",
                          capabilities + bytes([context]) + message[:LONGEST_SEED])


def add_vectors(seeds: Seeds, folder: Path):
    for name, selector in VALUE_TYPES.items():
        for vector in json.loads((folder / f"{name}.json").read_text())["vectors"]:
            seeds.add("value_types", bytes([selector]) + bytes.fromhex(vector["hex"]))


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    seeds = Seeds(Path(sys.argv[1]))
    for path in sorted(shared_folder("ORAXX_CAPTURES", "captures").glob("*.trace")):
        add_capture(seeds, *read_capture(path))
        seeds.add("trace", path.read_bytes()[:LONGEST_SEED])
    add_vectors(seeds, shared_folder("ORAXX_VECTORS", "protocol/vectors"))
    for text in CONNECT_STRINGS:
        seeds.add("connect_string", text.encode())
    for text in SQL:
        seeds.add("sql", text.encode())
    for path in sorted((ROOT / "fuzz/regressions").glob("*/*")):
        seeds.add(path.parent.name, path.read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
