// Values of the interop scenarios (tests/integration/scenarios/README.md) to and from those of node-oracledb.
"use strict";

const oracledb = require(process.env.INTEROP_INSTALLED + "/node_modules/oracledb");

const TYPES = {
  "NUMBER": oracledb.DB_TYPE_NUMBER,
  "VARCHAR2": oracledb.DB_TYPE_VARCHAR,
  "NVARCHAR2": oracledb.DB_TYPE_NVARCHAR,
  "CHAR": oracledb.DB_TYPE_CHAR,
  "NCHAR": oracledb.DB_TYPE_NCHAR,
  "RAW": oracledb.DB_TYPE_RAW,
  "DATE": oracledb.DB_TYPE_DATE,
  "TIMESTAMP": oracledb.DB_TYPE_TIMESTAMP,
  "TIMESTAMP WITH TIME ZONE": oracledb.DB_TYPE_TIMESTAMP_TZ,
  "TIMESTAMP WITH LOCAL TIME ZONE": oracledb.DB_TYPE_TIMESTAMP_LTZ,
  "INTERVAL DAY TO SECOND": oracledb.DB_TYPE_INTERVAL_DS,
  "INTERVAL YEAR TO MONTH": oracledb.DB_TYPE_INTERVAL_YM,
  "BINARY_FLOAT": oracledb.DB_TYPE_BINARY_FLOAT,
  "BINARY_DOUBLE": oracledb.DB_TYPE_BINARY_DOUBLE,
  "BOOLEAN": oracledb.DB_TYPE_BOOLEAN,
  "ROWID": oracledb.DB_TYPE_ROWID,
  "UROWID": oracledb.DB_TYPE_UROWID,
  "LONG": oracledb.DB_TYPE_LONG,
  "LONG RAW": oracledb.DB_TYPE_LONG_RAW,
  "CLOB": oracledb.DB_TYPE_CLOB,
  "NCLOB": oracledb.DB_TYPE_NCLOB,
  "BLOB": oracledb.DB_TYPE_BLOB,
  "BFILE": oracledb.DB_TYPE_BFILE,
  "JSON": oracledb.DB_TYPE_JSON,
  "VECTOR": oracledb.DB_TYPE_VECTOR,
  "XMLTYPE": oracledb.DB_TYPE_XMLTYPE,
  "CURSOR": oracledb.DB_TYPE_CURSOR,
  "BINARY_INTEGER": oracledb.DB_TYPE_BINARY_INTEGER,
};
const NAMES = new Map(Object.entries(TYPES).map(([name, type]) => [type, name]));
const ARRAYS = { FLOAT32: Float32Array, FLOAT64: Float64Array, INT8: Int8Array, BINARY: Uint8Array };

function parseIntervalDS(text) {
  const [, minus, days, hours, minutes, seconds, fraction] =
    /^(-?)(\d+) (\d+):(\d+):(\d+)(?:\.(\d+))?$/.exec(text);
  const sign = minus ? -1 : 1;
  return new oracledb.IntervalDS({
    days: sign * days, hours: sign * hours, minutes: sign * minutes, seconds: sign * seconds,
    fseconds: sign * Number((fraction ?? "0").padEnd(9, "0")),
  });
}

function parseIntervalYM(text) {
  const [, minus, years, months] = /^(-?)(\d+)-(\d+)$/.exec(text);
  const sign = minus ? -1 : 1;
  return new oracledb.IntervalYM({ years: sign * years, months: sign * months });
}

function parseTime(text) {
  // Milliseconds are all that a Date has.
  const [seconds, fraction] = text.split(".");
  return new Date(`${seconds}.${(fraction ?? "").padEnd(3, "0").slice(0, 3)}Z`);
}

function parseVector(type, text) {
  const [, element, sparse] = type.split(" ");
  const given = JSON.parse(text);
  if (!sparse) return ARRAYS[element].from(given);
  return new oracledb.SparseVector({
    numDimensions: given[0], indices: Uint32Array.from(given[1]), values: ARRAYS[element].from(given[2]),
  });
}

// An instance of a class from the list of its attributes or elements, or from the elements by their keys.
function makeObject(Class, value) {
  if (value === null) return null;
  const made = new Class();
  if (made.isCollection) {
    const kind = { type: made.elementType, typeClass: made.elementTypeClass };
    if (Array.isArray(value)) for (const each of value) made.append(partOfObject(kind, each));
    else for (const [key, each] of Object.entries(value)) made.setElement(Number(key), partOfObject(kind, each));
    return made;
  }
  Object.entries(made.attributes).forEach(([name, kind], i) => {
    made[name] = partOfObject(kind, value[i]);
  });
  return made;
}

function partOfObject(kind, value) {
  return kind.typeClass ? makeObject(kind.typeClass, value) : native(NAMES.get(kind.type), value);
}

// What binds are declared as.
async function typeCalled(connection, name) {
  if (name.startsWith("OBJECT ")) return connection.getDbObjectClass(name.slice("OBJECT ".length));
  return TYPES[name.startsWith("VECTOR") ? "VECTOR" : name];
}

async function bound(connection, name, value) {
  return name.startsWith("OBJECT ") ? makeObject(await typeCalled(connection, name), value) : native(name, value);
}

function native(type, text) {
  if (text === null) return null;
  if (type.startsWith("VECTOR")) return parseVector(type, text);
  switch (type) {
    case "NUMBER":
    case "BINARY_INTEGER":
    case "BINARY_FLOAT":
    case "BINARY_DOUBLE": return Number(text);
    case "JSON": return JSON.parse(text);
    case "LONG RAW":
    case "BLOB":
    case "RAW": return Buffer.from(text, "hex");
    case "BOOLEAN": return text === "true";
    case "INTERVAL DAY TO SECOND": return parseIntervalDS(text);
    case "INTERVAL YEAR TO MONTH": return parseIntervalYM(text);
    case "DATE":
    case "TIMESTAMP":
    case "TIMESTAMP WITH TIME ZONE":
    case "TIMESTAMP WITH LOCAL TIME ZONE": return parseTime(text);
    default: return text;
  }
}

function shownInterval(value) {
  const fields = [value.days, value.hours, value.minutes, value.seconds, value.fseconds];
  const minus = fields.some((field) => field < 0) ? "-" : "";
  const [days, hours, minutes, seconds, nanoseconds] = fields.map(Math.abs);
  const two = (field) => String(field).padStart(2, "0");
  const fraction = nanoseconds ? "." + String(nanoseconds).padStart(9, "0").replace(/0+$/, "") : "";
  return `${minus}${days} ${two(hours)}:${two(minutes)}:${two(seconds)}${fraction}`;
}

function shownTime(value) {
  return value.toISOString().slice(0, -1).replace(/\.000$/, "").replace(/(\.\d*?)0+$/, "$1");
}

function shownVector(value) {
  if (!(value instanceof oracledb.SparseVector)) return JSON.stringify(Array.from(value));
  return JSON.stringify([value.numDimensions, Array.from(value.indices), Array.from(value.values)]);
}

async function shownAll(values, type) {
  return Promise.all(Array.from(values, (each) => shown(each, type)));
}

async function shownObject(value) {
  if (!value.isCollection) {
    return Promise.all(Object.entries(value.attributes).map(
      ([name, kind]) => shown(value[name], NAMES.get(kind.type))));
  }
  const type = NAMES.get(value.elementType);
  const keys = value.getKeys();
  if (keys.every((key, i) => key === i)) return shownAll(value.getValues(), type);
  return Object.fromEntries(await Promise.all(keys.map(
    async (key) => [String(key), await shown(value.getElement(key), type)])));
}

// A fetched cursor is a list of rows, or still to be fetched.
async function shownRows(rows, columns) {
  const types = columns.map(nameOf);
  return Promise.all(rows.map((row) => Promise.all(row.map((value, i) => shown(value, types[i], columns[i])))));
}

async function shownCursor(cursor) {
  const rows = await shownRows(await cursor.getRows(0), cursor.metaData);
  await cursor.close();
  return rows;
}

function nameOf(column) {
  if (column.dbType === oracledb.DB_TYPE_OBJECT) return `OBJECT ${column.dbTypeName}`;
  return NAMES.get(column.dbType) ?? String(column.dbTypeName);
}

async function shown(value, type, column) {
  if (value === null || value === undefined) return null;
  if (value instanceof oracledb.Lob) return shown(await value.getData());
  if (value instanceof oracledb.BaseDbObject) return shownObject(value);
  if (value instanceof oracledb.ResultSet) return shownCursor(value);
  if (type === "CURSOR" && column) return shownRows(value, column.metaData);
  if (type === "JSON") return JSON.stringify(value);
  if (type?.startsWith("VECTOR")) return shownVector(value);
  if (Array.isArray(value)) return shownAll(value, type);
  if (type === "NUMBER") return String(value).replace(/^(-?)\./, "$10.");
  if (typeof value === "boolean") return value ? "true" : "false";
  if (Buffer.isBuffer(value)) return value.toString("hex").toUpperCase();
  if (value instanceof Date) return shownTime(value) + (type === "TIMESTAMP WITH TIME ZONE" ? "Z" : "");
  if (value instanceof oracledb.IntervalDS) return shownInterval(value);
  if (value instanceof oracledb.IntervalYM) {
    const months = value.years * 12 + value.months;
    const text = `${Math.trunc(Math.abs(months) / 12)}-${String(Math.abs(months) % 12).padStart(2, "0")}`;
    return (months < 0 ? "-" : "") + text;
  }
  return String(value);
}

module.exports = { TYPES, bound, nameOf, native, shown, shownRows, typeCalled };
