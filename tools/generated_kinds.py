"""The kinds of values of ./dev generated: for each the type of its column, what its values are bound as, and what makes
them.
"""
import json
import struct
from dataclasses import dataclass, field
from typing import Callable

import generated_values as values

# Edges that chance would not find, before the values by chance.
NUMBER_EDGES = ["0", "1", "-1", "100", "0.01", "-0.01", "9" * 38, "-" + "9" * 38, "1" + "0" * 125, "0." + "0" * 129 + "1",
                "0.000001", "123456789012345678901234567890.12345678", "255", "256", "-2147483648", "9223372036854775807"]
DOUBLE_EDGES = [0.0, 1.5, -2.0, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan")]


@dataclass(frozen=True)
class Kind:
    column: str
    bind: str
    make: Callable
    edges: list = field(default_factory=list)
    form: Callable | None = None  # of a text, for comparison; None: as scenarios compare values of type `bind`
    # What python-oracledb cannot hold passes it as text: the SQL of the value it binds as VARCHAR2 (t), and of that
    # which it reads (v).
    from_text: str = ""
    to_text: str = "v"
    binds: bool = True  # ours binds it as such; else as text, too
    before: tuple = ()  # statements of the schema, before the first table

    def by_chance(self, source, count: int) -> list:
        return self.edges[:count] + [self.make(source) for _ in range(count - len(self.edges))]


def single(text: str) -> bytes:
    """What a BINARY_FLOAT of this text is."""
    return struct.pack(">f", float(text))


def single_vector(text: str):
    def rounded(part):
        return [rounded(each) for each in part] if isinstance(part, list) else struct.pack(">f", part)
    return rounded(json.loads(text, parse_int=float))


def without_trailing_zeros(text: str) -> str:
    """Of a second's fraction; years from 1 on have a blank for their sign in some forms."""
    time, point, rest = text.strip().partition(".")
    if not point:
        return time
    fraction, zone, name = rest.partition("Z")
    fraction = fraction.rstrip("0")
    return time + ("." + fraction if fraction else "") + zone + name.upper()


def without_padding(text: str) -> str:
    return text.rstrip(" ")


def scalar_kinds() -> dict:
    spelled, characters = values.spelled, values.characters
    return {
        "number": Kind("NUMBER", "NUMBER", values.number, NUMBER_EDGES),
        "varchar2": Kind("VARCHAR2(4000)", "VARCHAR2", lambda s: characters(s, 900), ["x", " ", "'"]),
        "nvarchar2": Kind("NVARCHAR2(2000)", "NVARCHAR2", lambda s: characters(s, 900), ["x"]),
        "char": Kind("CHAR(200)", "CHAR", lambda s: characters(s, 50), ["x", " "], without_padding),
        "nchar": Kind("NCHAR(100)", "NCHAR", lambda s: characters(s, 50), ["x", " "], without_padding),
        "raw": Kind("RAW(2000)", "RAW", lambda s: values.octets(s, 2000), ["00", "FF"]),
        "long": Kind("LONG", "VARCHAR2", lambda s: characters(s, s.choice([10, 1000])), ["x"]),
        "long_raw": Kind("LONG RAW", "RAW", lambda s: values.octets(s, 2000), ["00"]),
        "clob": Kind("CLOB", "CLOB", lambda s: characters(s, s.choice([10, 1000, 20000])), ["x"]),
        "nclob": Kind("NCLOB", "NCLOB", lambda s: characters(s, s.choice([10, 1000, 5000])), ["x"]),
        "blob": Kind("BLOB", "BLOB", lambda s: values.octets(s, s.choice([10, 5000])), ["00"]),
        "boolean": Kind("BOOLEAN", "BOOLEAN", lambda s: s.choice(["true", "false"])),
        "binary_double": Kind("BINARY_DOUBLE", "BINARY_DOUBLE", values.binary_double,
                              [spelled(each) for each in DOUBLE_EDGES]),
        "binary_float": Kind("BINARY_FLOAT", "BINARY_FLOAT", values.binary_float, ["0.0", "1.5", "Infinity"], single),
        "xmltype": Kind("XMLTYPE", "XMLTYPE", values.xml_text, ["<a/>"], from_text="xmltype(t)", binds=False),
        "urowid": Kind("UROWID", "UROWID", values.universal_row_id),
        "rowid": Kind("ROWID", "ROWID", values.row_id),
    }


DATE_FORM, TIME_FORM = 'SYYYY-MM-DD"T"HH24:MI:SS', 'SYYYY-MM-DD"T"HH24:MI:SS.FF9'
ZONED = "TIMESTAMP WITH TIME ZONE"


def time_kinds() -> dict:
    date, to_microseconds = (lambda s: values.time(s, 0)), (lambda s: values.time(s, 6))
    return {
        "date": Kind("DATE", "DATE", date, ["0001-01-01T00:00:00", "9999-12-31T23:59:59"]),
        "date_any_year": Kind("DATE", "DATE", values.any_date, ["-4712-01-01T00:00:00"], str.strip,
                              f"to_date(t, '{DATE_FORM}')", f"to_char(v, '{DATE_FORM}')"),
        "timestamp": Kind("TIMESTAMP(9)", "TIMESTAMP", to_microseconds, ["0001-01-01T00:00:00"]),
        "timestamp_any_year": Kind("TIMESTAMP(9)", "TIMESTAMP", values.any_time, [], without_trailing_zeros,
                                   f"to_timestamp(t, '{TIME_FORM}')", f"to_char(v, '{TIME_FORM}')"),
        "timestamp_ltz": Kind("TIMESTAMP(9) WITH LOCAL TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE", to_microseconds),
        "timestamp_offset": Kind("TIMESTAMP(9) WITH TIME ZONE", ZONED, values.offset_time,
                                 from_text="to_timestamp_tz(t, 'YYYY-MM-DD\"T\"HH24:MI:SS.FF9TZH:TZM')"),
        "timestamp_region": Kind(
            "TIMESTAMP(9) WITH TIME ZONE", ZONED, values.region_time, [], without_trailing_zeros,
            f"from_tz(to_timestamp(substr(t, 1, 29), '{TIME_FORM[1:]}'), 'UTC') at time zone substr(t, 32)",
            f"to_char(sys_extract_utc(v), '{TIME_FORM[1:]}') || 'Z ' || to_char(v, 'TZR')", binds=False),
        "interval_ds": Kind("INTERVAL DAY(9) TO SECOND(9)", "INTERVAL DAY TO SECOND", values.interval_ds, ["0 00:00:00"]),
        "interval_ym": Kind("INTERVAL YEAR(9) TO MONTH", "INTERVAL YEAR TO MONTH", values.interval_ym, ["0-00"]),
    }


OBJECT_TYPES = ("create type g_inner as object (n number, t varchar2(60))",
                "create type g_inners as table of g_inner",
                "create type g_outer as object (n number, t varchar2(240), d date, one g_inner, many g_inners)")


SCALARS_TYPE = ("create type g_scalars as object (t nvarchar2(60), r raw(40), c char(90), s timestamp(6), d binary_double,"
                " f binary_float, i integer)",)


def scalars_in_object(source):
    return [values.some(source, make) for make in (
        lambda s: values.characters(s, 15), lambda s: values.octets(s, 40), lambda s: values.characters(s, 20),
        lambda s: values.time(s, 6), values.binary_double, values.binary_float,
        lambda s: str(s.randrange(-10 ** 18, 10 ** 18)))]


def scalars_form(parts: list) -> list:
    forms = (str, str, without_padding, without_trailing_zeros, float, single, str)
    return [part if part is None else form(part) for form, part in zip(forms, parts)]


def structured_kinds() -> dict:
    kinds = {"document": Kind("JSON", "JSON", values.document, ["{}", "[]", '""', "0", "[[[[]]]]"])}
    for element in values.VECTOR_NUMBERS:
        form = single_vector if element == "FLOAT32" else None
        kinds[f"vector_{element.lower()}"] = Kind(f"VECTOR(*, {element})", f"VECTOR {element}", values.vector(element),
                                                  form=form)
        if element != "BINARY":
            kinds[f"sparse_{element.lower()}"] = Kind(f"VECTOR(*, {element}, SPARSE)", f"VECTOR {element} SPARSE",
                                                      values.sparse_vector(element), form=form)
    kinds["object"] = Kind("G_OUTER", "OBJECT G_OUTER", values.nested_object, [[None] * 5], before=OBJECT_TYPES)
    kinds["object_of_scalars"] = Kind("G_SCALARS", "OBJECT G_SCALARS", scalars_in_object, form=scalars_form,
                                      before=SCALARS_TYPE)
    kinds["varray"] = Kind("G_NUMBERS", "OBJECT G_NUMBERS", values.elements(values.part_number), [[]],
                           before=("create type g_numbers as varray(20) of number",))
    kinds["varray_of_dates"] = Kind("G_DATES", "OBJECT G_DATES", values.elements(lambda s: values.time(s, 0)), [[]],
                                    before=("create type g_dates as varray(20) of date",))
    kinds["varray_of_varrays"] = Kind("G_ROWS", "OBJECT G_ROWS", values.elements(values.elements(values.part_number)),
                                      [[]], before=("create type g_row as varray(20) of number",
                                                    "create type g_rows as varray(20) of g_row"))
    return kinds


def all_kinds() -> dict:
    return scalar_kinds() | time_kinds() | structured_kinds()
