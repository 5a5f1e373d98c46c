"""Values for ./dev generated, made from a seed: for each type their texts, in the form of
tests/integration/scenarios/README.md, as far as every client can hold them (python: microseconds, years from 1 on).
"""
import json
import random
import struct
from datetime import datetime, timedelta

# Edges that chance would not find, before the values by chance.
NUMBER_EDGES = ["0", "1", "-1", "100", "0.01", "-0.01", "9" * 38, "-" + "9" * 38, "1" + "0" * 125, "0." + "0" * 129 + "1",
                "0.000001", "123456789012345678901234567890.12345678", "255", "256", "-2147483648", "9223372036854775807"]
DOUBLE_EDGES = [0.0, 1.5, -2.0, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan")]


def by_chance(random_source: random.Random, edges: list, make, count: int) -> list:
    return edges[:count] + [make(random_source) for _ in range(count - len(edges))]


def number(source):
    """Up to 38 digits, anywhere in NUMBER's range."""
    digits = str(source.randrange(1, 10)) + "".join(str(source.randrange(10)) for _ in range(source.randrange(38)))
    digits = digits.rstrip("0") or "1"
    point = source.choice([len(digits), source.randrange(-80, 120), source.randrange(0, len(digits) + 1)])
    if point <= 0:
        text = "0." + "0" * -point + digits
    elif point >= len(digits):
        text = digits + "0" * (point - len(digits))
    else:
        text = digits[:point] + "." + digits[point:]
    return ("-" if source.random() < 0.5 else "") + text


def characters(source, most):
    """Texts of all planes but the surrogates, without NUL."""
    ranges = [(0x20, 0x7E), (0xA1, 0xFF), (0x100, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF)]
    return "".join(chr(source.randint(*source.choice(ranges))) for _ in range(source.randint(1, most)))


def time(source, digits):
    when = datetime(1, 1, 1) + timedelta(seconds=source.randrange(int(timedelta(days=3652058).total_seconds())))
    text = when.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    fraction = str(source.randrange(10 ** digits)).rjust(digits, "0").rstrip("0") if digits else ""
    return text + ("." + fraction if fraction else "")


def interval_ds(source):
    sign = "-" if source.random() < 0.5 else ""
    days = source.choice([0, source.randrange(100), source.randrange(10 ** 9)])
    fraction = f"{source.randrange(10 ** 6):06d}".rstrip("0")
    seconds = source.randrange(1, 86400)
    return (f"{sign}{days} {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
            + ("." + fraction if fraction else ""))


def interval_ym(source):
    months = source.randrange(1, source.choice([12, 1200, 12 * 10 ** 9]))
    return f"{source.choice(['', '-'])}{months // 12}-{months % 12:02d}"


def binary_double(source):
    while True:
        value = struct.unpack(">d", source.randbytes(8))[0]
        if value == value:  # only one NaN is kept by databases
            return spelled(value)


def binary_float(source):
    while True:
        value = struct.unpack(">f", source.randbytes(4))[0]
        if value == value:
            return spelled(value)


def spelled(value: float) -> str:
    return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(value), repr(value))


def document(source, depth=0):
    """A JSON text: every kind of member, names of many lengths, numbers exact to 38 digits."""
    kinds = ["null", "bool", "number", "text"] + (["array", "object"] if depth < 4 else [])
    kind = source.choice(kinds) if depth else source.choice(["array", "object", "object", "object", "number", "text"])
    if kind == "number":
        return number(source)
    if kind == "text":
        return json.dumps(characters(source, source.choice([3, 40, 400])))
    if kind == "array":
        return "[" + ",".join(document(source, depth + 1) for _ in range(source.randrange(6))) + "]"
    if kind == "object":
        names = {characters(source, source.choice([2, 10, 50])) for _ in range(source.randrange(8))}
        return "{" + ",".join(f"{json.dumps(name)}:{document(source, depth + 1)}" for name in sorted(names)) + "}"
    return source.choice(["true", "false"]) if kind == "bool" else "null"


def float32(source) -> float:
    return struct.unpack(">f", struct.pack(">f", source.uniform(-1, 1) * 10.0 ** source.randrange(-30, 30)))[0]


VECTOR_NUMBERS = {
    "FLOAT32": float32,
    "FLOAT64": lambda s: s.uniform(-1, 1) * 10.0 ** s.randrange(-300, 300),
    "INT8": lambda s: s.randrange(-128, 128),
    "BINARY": lambda s: s.randrange(256),
}


def vector(element):
    def make(source):
        count = source.choice([1, 2, source.randrange(1, 20), source.randrange(1, 300)])
        return json.dumps([VECTOR_NUMBERS[element](source) for _ in range(count)])
    return make


def sparse_vector(source):
    dimensions = source.randrange(1, 2000)
    indices = sorted(source.sample(range(dimensions), source.randrange(1, min(dimensions, 30) + 1)))
    return json.dumps([dimensions, indices, [float32(source) or 1.0 for _ in indices]])


def some(source, make):
    return None if source.random() < 0.15 else make(source)


def inner_object(source):
    return [some(source, number), some(source, lambda s: characters(s, 15))]


def nested_object(source):
    """Of type G_OUTER: a scalar, text, a time, an object, a collection of objects."""
    elements = [some(source, inner_object) for _ in range(source.randrange(5))]
    return [some(source, number), some(source, lambda s: characters(s, 60)), some(source, lambda s: time(s, 0)),
            some(source, inner_object), some(source, lambda _: elements)]


OBJECT_TYPES = ["create type g_inner as object (n number, t varchar2(60))",
                "create type g_inners as table of g_inner",
                "create type g_outer as object (n number, t varchar2(240), d date, one g_inner, many g_inners)"]
STATEMENTS_BEFORE = {"object": OBJECT_TYPES}  # of the schema, before the first table of that kind


def structured_kinds() -> dict:
    kinds = {"document": ("JSON", "JSON", ["null", "{}", "[]", '""', "0", "[[[[]]]]"], document)}
    for element in VECTOR_NUMBERS:
        kinds[f"vector_{element.lower()}"] = (f"VECTOR(*, {element})", f"VECTOR {element}", [], vector(element))
    kinds["vector_sparse"] = ("VECTOR(*, FLOAT32, SPARSE)", "VECTOR FLOAT32 SPARSE", [], sparse_vector)
    kinds["object"] = ("G_OUTER", "OBJECT G_OUTER", [[None] * 5], nested_object)
    return kinds


def all_kinds() -> dict:
    return scalar_kinds() | structured_kinds()


def scalar_kinds() -> dict:
    """For each kind: the type as declared and bound, and what makes its values."""
    return {
        "number": ("NUMBER", "NUMBER", NUMBER_EDGES, number),
        "varchar2": ("VARCHAR2(4000)", "VARCHAR2", ["x", " ", "'"], lambda s: characters(s, 900)),
        "nvarchar2": ("NVARCHAR2(2000)", "NVARCHAR2", ["x"], lambda s: characters(s, 900)),
        "clob": ("CLOB", "CLOB", ["x"], lambda s: characters(s, s.choice([10, 1000, 20000]))),
        "blob": ("BLOB", "BLOB", ["00"], lambda s: s.randbytes(s.randint(1, s.choice([10, 5000]))).hex().upper()),
        "raw": ("RAW(2000)", "RAW", ["00", "FF"], lambda s: s.randbytes(s.randint(1, 2000)).hex().upper()),
        "date": ("DATE", "DATE", ["0001-01-01T00:00:00", "9999-12-31T23:59:59"], lambda s: time(s, 0)),
        "timestamp": ("TIMESTAMP(9)", "TIMESTAMP", ["0001-01-01T00:00:00"], lambda s: time(s, 6)),
        "interval_ds": ("INTERVAL DAY(9) TO SECOND(9)", "INTERVAL DAY TO SECOND", ["0 00:00:00"], interval_ds),
        "interval_ym": ("INTERVAL YEAR(9) TO MONTH", "INTERVAL YEAR TO MONTH", ["0-00"], interval_ym),
        "binary_double": ("BINARY_DOUBLE", "BINARY_DOUBLE", [spelled(each) for each in DOUBLE_EDGES], binary_double),
        "binary_float": ("BINARY_FLOAT", "BINARY_FLOAT", ["0.0", "1.5", "Infinity"], binary_float),
    }
