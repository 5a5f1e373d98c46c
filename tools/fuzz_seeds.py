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
FUNCTION, PARAMETERS, PIGGYBACK = 3, 8, 17
# server_messages_fuzzer.cpp: what a message 8 may answer.
PARAMETER_KINDS = 12
NATIVE_SERVICES = bytes.fromhex("deadbeef")

# Vector file -> selector byte of value_types_fuzzer.cpp.
VALUE_TYPES = {"number": 0, "date": 1, "timestamp": 2, "timestamp_tz_offset": 3, "timestamp_tz_region": 3,
               "interval_ds": 5, "interval_ym": 6, "rowid": 7, "urowid_logical": 8, "binary_float": 9,
               "binary_double": 9, "string": 10, "boolean": 11}
# Type shapes of the vectors -> selector byte of object_image_fuzzer.cpp; those with scalars only are a descriptor's.
SHAPES = {"VARRAY OF NUMBER": 1, "TABLE OF NUMBER INDEX BY PLS_INTEGER": 2, "ID NUMBER, P POINT, L NUMS, Z VARCHAR2": 3,
          "TABLE OF POINT": 4, "TABLE OF NUMS": 5}
BY_DESCRIPTOR = 6
TEXTS = ['{"a":[1,-0.25,1e-130,"\\u00e9",null,true,{}],"a":2}', "[[[]]]", '"x"', "12345678901234567890.5"]
VECTOR_TEXTS = ["[1.5E+000,-2,0]", "[8,[1,4],[1.5,2]]", "[165,60]", "[]"]
# Capability bytes of message_check.hpp: as 26ai; field version 18.1 without the newer tails; 11.2.
CAPABILITIES = (bytes([0, 0]), bytes([6, 0b100]), bytes([1, 0b100111]))

# Events by their number in src/net/event.hpp: logon by fast authentication, then a query, an error behind markers, a
# pipeline.
LOGON = [0, 4, 24, 40, 41, 45, 42, 55, 26, 45, 53, 42, 55]
ORDERS = [LOGON + [30, 50, 43, 44, 52, 44, 45, 42, 55, 27, 31, 32, 45, 46, 38, 46, 14],
          LOGON + [30, 16, 18, 19, 17, 42, 55, 35, 16, 46, 18, 17, 19, 19, 42],
          LOGON + [28, 30, 32, 30, 35, 29, 56, 45, 42, 55, 18, 56, 42, 55, 56, 46, 55, 46],
          [1, 2, 3, 11, 1, 3, 4, 20, 39, 21, 40, 22, 23, 41, 25, 45, 42, 26, 42], [0, 8, 10], [0, 6, 9, 10]]

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
# One event of each form.
TRACE_HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
LAMBDA_EVENTS = [
    {}, {"statement": "monthly", "binds": {"n": 1.50, "t": "x", "b": None, "y": True}, "format": "csv", "stream": True},
    {"requestContext": {"stage": "p", "http": {"method": "GET"}}, "rawPath": "/p/a", "rawQueryString": "a=%41+b&c",
     "headers": {"Accept": "text/csv"}, "cookies": ["a=1"]},
    {"requestContext": {"elb": {}}, "httpMethod": "GET", "path": "/a", "queryStringParameters": {"a": "%20"}, "body": ""},
    {"requestContext": {"stage": "p"}, "httpMethod": "POST", "path": "/a/", "multiValueHeaders": {"a": ["b", "c"]},
     "multiValueQueryStringParameters": {"a": ["1", "2"]}, "body": "eyJhIjoxfQ==", "isBase64Encoded": True},
    {"Records": [{"messageId": "a", "body": "{}", "eventSource": "aws:sqs", "eventSourceARN": "q.fifo"}]},
    {"detail-type": "Scheduled Event", "source": "aws.events", "detail": {}},
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
        for choice in (0xFE, 0xFF):
            seeds.add("sandbox_connection", bytes([choice]) + b"".join(client[:12])[:LONGEST_SEED])
        for from_client, message in data_payloads(packets):
            if from_client and message[0] in (FUNCTION, PIGGYBACK):
                seeds.add("sandbox_calls", message[:LONGEST_SEED])
        for _, packet in packets:
            if packet[4] != DATA or packet[10:14] == NATIVE_SERVICES:
                seeds.add("packets", bytes([packet[4]]) + packet[10 if packet[4] == DATA else 8:])
        # What the client under test sees: a connection from its start, and answers to its query.
        stream = [packet for from_client, packet in packets if not from_client]
        seeds.add("session_logon", bytes([0xF8]) + b"".join(stream[:12]))
        for at, packet in enumerate(stream):
            if packet[4] == DATA and len(packet) < LONGEST_SEED:
                for choice in (0xF8, 0xF9, 0x04, 0xFF):
                    seeds.add("session_calls", bytes([choice]) + b"".join(stream[at:at + 4])[:LONGEST_SEED])
    elif layer == "ttc":
        messages = packets
    else:
        return
    for from_client, message in messages:
        is_answer = not from_client and message[0] == PARAMETERS
        for capabilities in CAPABILITIES:
            for context in range(PARAMETER_KINDS) if is_answer else (0, 1, 4):
                seeds.add("client_messages" if from_client else "server_messages",
                          capabilities + bytes([context]) + message[:LONGEST_SEED])


def add_vectors(seeds: Seeds, folder: Path):
    for name, selector in VALUE_TYPES.items():
        for vector in json.loads((folder / f"{name}.json").read_text())["vectors"]:
            value = bytes.fromhex(vector["hex"])
            seeds.add("value_types", bytes([selector]) + value)
            if len(value) < 250:
                # Two columns, the first with the value, the second NULL; then the value in chunks.
                row = bytes([len(value)]) + value + b"\0"
                chunks = b"\xfe" + b"\1" + bytes([len(value)]) + value + b"\0" + b"\0"
                seeds.add("rows", bytes([1, 2, 2]) + row * 2 + chunks)


def add_images(seeds: Seeds, folder: Path):
    """Large and structured values."""
    def vectors(name):
        for vector in json.loads((folder / f"{name}.json").read_text())["vectors"]:
            if "hex" in vector:
                yield vector, bytes.fromhex(vector["hex"])

    for name, target in (("oson", "oson"), ("vector", "vector_image")):
        for _, image in vectors(name):
            seeds.add(target, image[:LONGEST_SEED])
    descriptors = [descriptor for _, descriptor in vectors("tds")]
    for vector, image in vectors("object_image"):
        seeds.add("object_image", bytes([SHAPES.get(vector["type_shape"], 0)]) + image)
        for descriptor in descriptors:
            seeds.add("object_image", bytes([BY_DESCRIPTOR, len(descriptor)]) + descriptor + image)
    for selector, name in enumerate(("lob_locator", "xmltype")):
        for _, image in vectors(name):
            seeds.add("locator", bytes([selector]) + image)
    for text in TEXTS:
        seeds.add("locator", bytes([2]) + text.encode())
    for text in VECTOR_TEXTS:
        for number_format in range(4):
            seeds.add("locator", bytes([3, number_format]) + text.encode())


def with_length(value: bytes) -> bytes:
    """As counted values stand in a row."""
    if len(value) < 250:
        return bytes([len(value)]) + value
    chunks = b"".join(bytes([1, len(part)]) + part for part in (value[at:at + 200] for at in range(0, len(value), 200)))
    return b"\xfe" + chunks + b"\0"


# Forms of row_values_fuzzer.cpp, and what stands between the length of a LOB's locator and the locator itself.
LOB_FORMS = [(0, "0103021fc4"), (1, "0103021fc4010207d00106006100e420ac"), (2, "0105021fc4fe01024142010343444500"),
             (3, "")]
IMAGE_FORM, OBJECT_FORM, LONG_FORM, ROWID_FORM = 4, 5, 6, 7
LENGTH_OF_LOCATOR = b"\1\x28"
# The id of an object's type, and what stands between it and the image.
OBJECT_HEAD = (b"\1\x24" + with_length(bytes.fromhex("00220208") + bytes(16) + bytes(13) + bytes.fromhex("010001"))
               + b"\0\0\0\1\1\1\1")
# Types of out_values_fuzzer.cpp; the forms list and single are 1 and 2.
OUT_CLOB, OUT_BLOB, OUT_BFILE, OUT_JSON, OUT_VECTOR, OUT_OBJECT = 0, 2, 3, 4, 5, 6


def add_row_values(seeds: Seeds, folder: Path):
    """Rows of one column, and of one OUT bind, two rows each, for several sizes of pieces."""
    def add_out(out_type: int, value: bytes):
        value += b"\0"  # it was not cut
        for pieces in (0, 5, 63):
            seeds.add("out_values", bytes([pieces * 4, out_type * 4 + 2]) + (value * 2)[:LONGEST_SEED])
            seeds.add("out_values", bytes([pieces * 4, out_type * 4 + 1]) + b"\1\2" + (value * 2)[:LONGEST_SEED])

    def add(form: int, value: bytes):
        for pieces in (0, 5, 63):
            seeds.add("row_values", bytes([pieces * 4, form]) + (value * 2)[:LONGEST_SEED])

    def images(name):
        found = json.loads((folder / f"{name}.json").read_text())["vectors"]
        return [bytes.fromhex(vector["hex"]) for vector in found if "hex" in vector]

    locators = images("lob_locator")
    for locator in locators:
        for form, fields in LOB_FORMS:
            add(form, LENGTH_OF_LOCATOR + bytes.fromhex(fields) + with_length(locator))
        for out_type in (OUT_CLOB, OUT_BLOB, OUT_BFILE):
            add_out(out_type, LENGTH_OF_LOCATOR + bytes.fromhex(LOB_FORMS[0][1]) + with_length(locator))
            add_out(out_type, LENGTH_OF_LOCATOR + with_length(locator))
    for out_type, name in ((OUT_JSON, "oson"), (OUT_VECTOR, "vector")):
        for image in images(name):
            value = LENGTH_OF_LOCATOR + b"\1\4\0" + with_length(image) + with_length(locators[0])
            add(IMAGE_FORM, value)
            add_out(out_type, value)
    for image in images("object_image"):
        value = OBJECT_HEAD + with_length(image)
        add(OBJECT_FORM, value)
        add_out(OUT_OBJECT, value)
        add(LONG_FORM, with_length(image) + b"\0\0")
    for row_id in images("urowid_logical"):
        add(ROWID_FORM, bytes([1, len(row_id)]) + with_length(row_id))


def add_logons(seeds: Seeds, folder: Path):
    """Hexadecimal values of the logon vectors, in the order auth_fuzzer.cpp wants them."""
    found = sorted(set(re.findall(r'"([0-9A-Fa-f]{32,})"', (folder / "connection.json").read_text())))
    by_length = {length: [text for text in found if len(text) == length] for length in (20, 32, 64, 96, 128, 160)}
    any_of = lambda length, index=0: (by_length[length] or ["AB" * (length // 2)])[index % max(len(by_length[length]), 1)]
    for verifier, salt, key in ((0, 32, 64), (1, 20, 64), (1, 20, 96), (2, 20, 96), (3, 32, 64)):
        for index in range(4):
            lines = [any_of(salt, index), any_of(key, index), any_of(32, index), "4096", "3", any_of(96, index),
                     any_of(64, index), any_of(64, index + 1), any_of(160, index)]
            seeds.add("auth", bytes([verifier]) + "\n".join(lines).encode())


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    seeds = Seeds(Path(sys.argv[1]))
    for path in sorted(shared_folder("ORAXX_CAPTURES", "captures").glob("*.trace")):
        add_capture(seeds, *read_capture(path))
        seeds.add("trace", path.read_bytes()[:LONGEST_SEED])
    add_vectors(seeds, shared_folder("ORAXX_VECTORS", "protocol/vectors"))
    add_images(seeds, shared_folder("ORAXX_VECTORS", "protocol/vectors"))
    add_row_values(seeds, shared_folder("ORAXX_VECTORS", "protocol/vectors"))
    add_logons(seeds, shared_folder("ORAXX_VECTORS", "protocol/vectors"))
    for order in ORDERS:
        seeds.add("order", bytes(order))
    for text in CONNECT_STRINGS:
        seeds.add("connect_string", text.encode())
    for event in LAMBDA_EVENTS:
        seeds.add("lambda_event", json.dumps(event).encode())
        seeds.add("statement_file", json.dumps(event).encode())
    for path in sorted((ROOT / "examples/statements").glob("*.sql")):
        seeds.add("statement_file", path.read_bytes())
    for text in SQL:
        seeds.add("sql", text.encode())
        seeds.add("observations", bytes([len(TRACE_HEADER)]) + (TRACE_HEADER + text).encode())
    for path in sorted((ROOT / "tests/golden/wallets").iterdir()):
        seeds.add("wallet", path.read_bytes())
    for path in sorted((ROOT / "fuzz/regressions").glob("*/*")):
        seeds.add(path.parent.name, path.read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
