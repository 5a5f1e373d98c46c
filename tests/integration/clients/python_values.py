"""Values of the interop scenarios (tests/integration/scenarios/README.md) to and from those of python-oracledb."""
import array
import datetime
import decimal
import json
import re

import oracledb

TYPES = {
    "NUMBER": oracledb.DB_TYPE_NUMBER, "VARCHAR2": oracledb.DB_TYPE_VARCHAR, "NVARCHAR2": oracledb.DB_TYPE_NVARCHAR,
    "CHAR": oracledb.DB_TYPE_CHAR, "NCHAR": oracledb.DB_TYPE_NCHAR, "RAW": oracledb.DB_TYPE_RAW,
    "DATE": oracledb.DB_TYPE_DATE, "TIMESTAMP": oracledb.DB_TYPE_TIMESTAMP,
    "TIMESTAMP WITH TIME ZONE": oracledb.DB_TYPE_TIMESTAMP_TZ,
    "TIMESTAMP WITH LOCAL TIME ZONE": oracledb.DB_TYPE_TIMESTAMP_LTZ,
    "INTERVAL DAY TO SECOND": oracledb.DB_TYPE_INTERVAL_DS, "INTERVAL YEAR TO MONTH": oracledb.DB_TYPE_INTERVAL_YM,
    "BINARY_FLOAT": oracledb.DB_TYPE_BINARY_FLOAT, "BINARY_DOUBLE": oracledb.DB_TYPE_BINARY_DOUBLE,
    "BOOLEAN": oracledb.DB_TYPE_BOOLEAN, "ROWID": oracledb.DB_TYPE_ROWID, "UROWID": oracledb.DB_TYPE_UROWID,
    "LONG": oracledb.DB_TYPE_LONG, "LONG RAW": oracledb.DB_TYPE_LONG_RAW, "LONG NVARCHAR": oracledb.DB_TYPE_LONG_NVARCHAR, "CLOB": oracledb.DB_TYPE_CLOB,
    "NCLOB": oracledb.DB_TYPE_NCLOB, "BLOB": oracledb.DB_TYPE_BLOB, "BFILE": oracledb.DB_TYPE_BFILE,
    "JSON": oracledb.DB_TYPE_JSON, "VECTOR": oracledb.DB_TYPE_VECTOR, "XMLTYPE": oracledb.DB_TYPE_XMLTYPE,
    "CURSOR": oracledb.DB_TYPE_CURSOR, "BINARY_INTEGER": oracledb.DB_TYPE_BINARY_INTEGER,
}
NAMES = {value: name for name, value in TYPES.items()}
VECTOR_ELEMENTS = {"FLOAT32": "f", "FLOAT64": "d", "INT8": "b", "BINARY": "B"}


def parse_time(text):
    match = re.fullmatch(r"(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?", text)
    fields = [int(part) for part in match.groups()[:6]]
    return datetime.datetime(*fields, int((match[7] or "0").ljust(6, "0")[:6]))


def parse_interval_ds(text):
    match = re.fullmatch(r"(-?)(\d+) (\d+):(\d+):(\d+)(?:\.(\d+))?", text)
    value = datetime.timedelta(days=int(match[2]), hours=int(match[3]), minutes=int(match[4]), seconds=int(match[5]),
                               microseconds=int((match[6] or "0").ljust(6, "0")[:6]))
    return -value if match[1] else value


def parse_interval_ym(text):
    match = re.fullmatch(r"(-?)(\d+)-(\d+)", text)
    sign = -1 if match[1] else 1
    return oracledb.IntervalYM(sign * int(match[2]), sign * int(match[3]))


def parse_vector(type_name, text):
    _, element, *kind = type_name.split()
    code = VECTOR_ELEMENTS[element]
    given = json.loads(text)
    if kind:
        return oracledb.SparseVector(given[0], given[1], array.array(code, given[2]))
    return array.array(code, given)


def make_object(object_type, value):
    """An instance of it from the list of its attributes or elements, or from the elements by their keys."""
    if value is None:
        return None
    made = object_type.newobject()
    if not object_type.iscollection:
        for attribute, each in zip(object_type.attributes, value):
            setattr(made, attribute.name, part_of_object(attribute.type, each))
    elif isinstance(value, dict):
        for key, each in value.items():
            made.setelement(int(key), part_of_object(object_type.element_type, each))
    else:
        for each in value:
            made.append(part_of_object(object_type.element_type, each))
    return made


def part_of_object(part_type, value):
    if isinstance(part_type, oracledb.DbObjectType):
        return make_object(part_type, value)
    return native(NAMES[part_type], value)


def type_called(connection, name):
    """What binds are declared as."""
    if name.startswith("OBJECT "):
        return connection.gettype(name.removeprefix("OBJECT "))
    return TYPES[name.split()[0] if name.startswith("VECTOR") else name]


def bound(connection, name, value):
    if name.startswith("OBJECT "):
        return make_object(connection.gettype(name.removeprefix("OBJECT ")), value)
    return native(name, value)


def native(type_name, text):
    if text is None:
        return None
    if type_name == "JSON":
        return json.loads(text, parse_float=decimal.Decimal)
    if type_name.startswith("VECTOR"):
        return parse_vector(type_name, text)
    if type_name == "NUMBER":
        return decimal.Decimal(text)
    if type_name in ("BINARY_FLOAT", "BINARY_DOUBLE"):
        return float(text)
    if type_name == "BINARY_INTEGER":
        return int(text)
    if type_name in ("RAW", "LONG RAW", "BLOB"):
        return bytes.fromhex(text)
    if type_name == "BOOLEAN":
        return text == "true"
    if type_name == "DATE" or type_name.startswith("TIMESTAMP"):
        return parse_time(text)
    if type_name == "INTERVAL DAY TO SECOND":
        return parse_interval_ds(text)
    if type_name == "INTERVAL YEAR TO MONTH":
        return parse_interval_ym(text)
    return text


def shown_time(value):
    text = value.strftime("%Y-%m-%dT%H:%M:%S")
    text = text.rjust(19, "0")
    return text + (f".{value.microsecond:06d}".rstrip("0") if value.microsecond else "")


def shown_interval(value):
    sign, value = ("-", -value) if value < datetime.timedelta(0) else ("", value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    return f"{sign}{value.days} {hours:02d}:{minutes:02d}:{seconds:02d}{fraction}"


def shown_document(value):
    """JSON text; what JSON has no form for as text in quotes."""
    if isinstance(value, dict):
        members = (f"{json.dumps(key)}:{shown_document(each)}" for key, each in value.items())
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(shown_document, value)) + "]"
    if isinstance(value, (array.array, oracledb.SparseVector)):
        return shown_vector(value)
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value)
    if isinstance(value, (int, float, decimal.Decimal)):
        return shown(value)
    return json.dumps(shown(value))


def shown_vector(value):
    if isinstance(value, oracledb.SparseVector):
        return json.dumps([value.num_dimensions, list(value.indices), list(value.values)])
    return json.dumps(list(value))


def shown_object(value):
    if not value.type.iscollection:
        return [shown(getattr(value, attribute.name)) for attribute in value.type.attributes]
    elements = value.asdict()
    if list(elements) != list(range(len(elements))):  # a table indexed by integers
        return {str(key): shown(each) for key, each in elements.items()}
    return [shown(each) for each in elements.values()]


def shown_as(type_name, value):
    """The value of a column or variable of that type."""
    return shown_document(value) if type_name == "JSON" and value is not None else shown(value)


def shown(value):
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, oracledb.DbObject):
        return shown_object(value)
    if isinstance(value, oracledb.LOB):
        return shown(value.read())
    if isinstance(value, oracledb.Cursor):
        return [[shown(each) for each in row] for row in value]
    if isinstance(value, (array.array, oracledb.SparseVector)):
        return shown_vector(value)
    if isinstance(value, list):
        return [shown(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, decimal.Decimal)):
        text = format(decimal.Decimal(value), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, float):
        return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(value), repr(value))
    if isinstance(value, bytes):
        return value.hex().upper()
    if isinstance(value, datetime.datetime):
        return shown_time(value)
    if isinstance(value, datetime.timedelta):
        return shown_interval(value)
    if isinstance(value, oracledb.IntervalYM):
        months = value.years * 12 + value.months
        return f"{'-' if months < 0 else ''}{abs(months) // 12}-{abs(months) % 12:02d}"
    raise TypeError(f"no text form for {type(value)}")


