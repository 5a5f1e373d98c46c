"""Values by chance for ./dev generated, made from a seed: for each type their texts, in the form of
tests/integration/scenarios/README.md. What is made of them, and how python-oracledb gets at what it cannot hold, is in
generated_kinds.py.
"""
import functools
import json
import random
import re
import struct
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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


@functools.cache
def all_characters() -> str:
    """A long text of all planes but the surrogates, without NUL."""
    source = random.Random("characters")
    ranges = [(0x20, 0x7E), (0xA1, 0xFF), (0x100, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF)]
    return "".join(chr(source.randint(*source.choice(ranges))) for _ in range(1 << 18))


def characters(source, most):
    """A piece of it."""
    size = source.randint(1, most)
    start = source.randrange(len(all_characters()) - size)
    return all_characters()[start:start + size]


def part_number(source):
    """As a part of objects, where python-oracledb has whole numbers and binary fractions."""
    sign = source.choice(["", "-"])
    if source.random() < 0.5:
        return sign + str(source.randrange(1, 10 ** source.randrange(1, 38)))
    return f"{sign}{source.randrange(1, 10 ** source.randrange(1, 9))}.{source.randrange(10 ** 5)}{source.randrange(1, 10)}"


def octets(source, most):
    return source.randbytes(source.randint(1, most)).hex().upper()


def time(source, digits):
    when = datetime(1, 1, 1) + timedelta(seconds=source.randrange(int(timedelta(days=3652058).total_seconds())))
    text = when.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    fraction = str(source.randrange(10 ** digits)).rjust(digits, "0").rstrip("0") if digits else ""
    return text + ("." + fraction if fraction else "")


def any_time(source):
    """Of any year that Oracle knows, with nine digits of a second."""
    year = source.choice([source.randrange(1600, 2200), source.randrange(1, 10000), -source.randrange(1, 4713)])
    day = f"{source.randrange(1, 13):02d}-{source.randrange(1, 29):02d}"
    if f"{year}-{day}" in (f"1582-10-{each:02d}" for each in range(5, 15)):  # there were none
        day = "11-01"
    seconds = source.randrange(86400)
    return (f"{'-' if year < 0 else ''}{abs(year):04d}-{day}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
            f".{source.randrange(10 ** 9):09d}")


def any_date(source):
    return any_time(source).partition(".")[0]


def offset_time(source):
    """Local time and offset, of years in which both sides of midnight are."""
    minutes = source.choice([0, 60 * source.randrange(-12, 15), source.randrange(-779, 841)])
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    return f"{source.randrange(2, 9999):04d}{any_time(source).lstrip('-')[4:]}{offset}"


@functools.cache
def regions() -> list:
    """The named zones of oraxx/region.hpp, but for two that machines have no files of, and GMT, which the sandbox takes
    for an offset."""
    found = set(re.findall(r'region\{\d+, "([^"]+)"\}', (ROOT / "src/values/region.cpp").read_text()))
    return sorted(found - {"CST", "PST", "GMT"})


def region_time(source):
    """The instant, and the zone whose clocks are meant."""
    return f"{source.randrange(1900, 2100)}{any_time(source).lstrip('-')[4:]}Z {source.choice(regions())}"


ROW_ID_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def universal_row_id(source):
    """Physical, or logical: of whole groups of four digits, and of no fewer bytes than python-oracledb reads."""
    if source.random() < 0.3:
        return row_id(source)
    return "*" + "".join(source.choice(ROW_ID_DIGITS) for _ in range(4 * source.randrange(4, 60)))


def row_id(source):
    parts = [(source.randrange(1 << 32), 6), (source.randrange(1 << 10), 3), (source.randrange(1 << 32), 6),
             (source.randrange(1 << 16), 3)]
    return "".join(ROW_ID_DIGITS[number >> 6 * place & 63] for number, width in parts for place in reversed(range(width)))


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


def sparse_vector(element):
    def make(source):
        dimensions = source.randrange(1, 2000)
        indices = sorted(source.sample(range(dimensions), source.randrange(1, min(dimensions, 30) + 1)))
        return json.dumps([dimensions, indices, [VECTOR_NUMBERS[element](source) or 1 for _ in indices]])
    return make


def xml_text(source, depth=0):
    """An element with text or further elements."""
    def escaped(text):
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    name = "e" + str(source.randrange(100))
    held = escaped(characters(source, 200)) if depth > 2 or source.random() < 0.4 else \
        "".join(xml_text(source, depth + 1) for _ in range(source.randrange(1, 4)))
    return f'<{name} a="{escaped(characters(source, 20))}">{held}</{name}>'


def some(source, make):
    return None if source.random() < 0.15 else make(source)


def inner_object(source):
    return [some(source, part_number), some(source, lambda s: characters(s, 15))]


def nested_object(source):
    """Of type G_OUTER: a scalar, text, a time, an object, a collection of objects."""
    elements = [some(source, inner_object) for _ in range(source.randrange(5))]
    return [some(source, part_number), some(source, lambda s: characters(s, 60)), some(source, lambda s: time(s, 0)),
            some(source, inner_object), some(source, lambda _: elements)]


def elements(make):
    """Of a collection."""
    return lambda source: [some(source, make) for _ in range(source.randrange(20))]
