// Runs the interop scenarios through node-oracledb (thin) and prints what happened, one JSON object a line.
//
// What is right is not known here: tools/interop.py compares. The forms of values are described in
// tests/integration/scenarios/README.md.
"use strict";

const readline = require("node:readline");
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
};
const NAMES = new Map(Object.entries(TYPES).map(([name, type]) => [type, name]));

const PRIVILEGES = { SYSDBA: oracledb.SYSDBA, SYSOPER: oracledb.SYSOPER, SYSASM: oracledb.SYSASM,
  SYSBACKUP: oracledb.SYSBACKUP, SYSDG: oracledb.SYSDG, SYSKM: oracledb.SYSKM, SYSRAC: oracledb.SYSRAC };

// Errors the client makes up itself, as the database numbers they stand for.
const CLIENT_ERRORS = { "NJS-518": 12514, "NJS-519": 12505 };
const TIMEOUT = "NJS-123";

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

function native(type, text) {
  if (text === null) return null;
  switch (type) {
    case "NUMBER":
    case "BINARY_FLOAT":
    case "BINARY_DOUBLE": return Number(text);
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

function shown(value, type) {
  if (value === null || value === undefined) return null;
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

function oraNumber(text) {
  const match = /ORA-(\d{5})/.exec(text);
  return match ? Number(match[1]) : null;
}

function errorResult(error) {
  const text = error.message.split("\n")[0];
  if (text.includes(TIMEOUT)) return { error: { timeout: true } };
  for (const [code, number] of Object.entries(CLIENT_ERRORS)) {
    if (text.includes(code)) return { error: { code: number } };
  }
  return { error: { code: oraNumber(text), offset: error.offset ?? null, text } };
}

// Numbers as text: a JavaScript number would lose digits.
const fetchTypeHandler = (column) =>
  (column.dbType === oracledb.DB_TYPE_NUMBER ? { type: oracledb.STRING } : undefined);

// Members of the configuration for a step's `logon`.
function logonSettings(logon) {
  const out = {};
  if (logon.privilege) out.privilege = PRIVILEGES[logon.privilege];
  if (logon.new_password) out.newPassword = logon.new_password;
  if (logon.edition) out.edition = logon.edition;
  if (logon.context) out.appContext = logon.context;
  return out;
}

const TAGS = { client_id: "clientId", module: "module", action: "action", client_info: "clientInfo", operation: "dbOp" };

class Runner {
  constructor(target) {
    this.target = target;
    this.sessions = new Map();
    this.pools = new Map();
  }

  async connect(name, settings, logon) {
    const given = { ...this.target, ...settings };
    const field = (given.sid ? `(SID=${given.sid})` : `(SERVICE_NAME=${given.service})`) +
      (logon.pooled ? "(SERVER=POOLED)" : "");
    const connectString = `(DESCRIPTION=${given.options}(ADDRESS=(PROTOCOL=${given.protocol})(HOST=${given.host})` +
      `(PORT=${given.port}))(CONNECT_DATA=${field})${given.security})`;
    const user = given.user + (logon.proxy_client ? `[${logon.proxy_client}]` : "");
    oracledb.connectionClass = logon.class ?? "";
    const config = { user, password: given.password, connectString, ...logonSettings(logon) };
    let connection;
    if (logon.pooled) { // only a pool gives a session back and takes it again on one connection
      const pool = await oracledb.createPool({ ...config, poolMin: 1, poolMax: 1, poolPingInterval: -1 });
      this.pools.set(name, pool);
      connection = await pool.getConnection();
    } else {
      connection = await oracledb.getConnection(config);
    }
    this.sessions.set(name, connection);
    return { version: connection.oracleServerVersionString };
  }

  async release(name) {
    await this.sessions.get(name).close();
    this.sessions.set(name, await this.pools.get(name).getConnection());
    return {};
  }

  bindOf(bind) {
    if (!("out" in bind)) return { type: TYPES[bind.type], val: native(bind.type, bind.value), dir: oracledb.BIND_IN };
    const out = { type: TYPES[bind.out], dir: oracledb.BIND_OUT };
    if ("value" in bind) {
      out.dir = oracledb.BIND_INOUT;
      out.val = native(bind.out, bind.value);
    }
    if (bind.size) out.maxSize = bind.size;
    return out;
  }

  async execute(connection, step) {
    const binds = step.binds ?? [];
    const named = binds.length > 0 && "name" in binds[0];
    const given = named ? Object.fromEntries(binds.map((bind) => [bind.name, this.bindOf(bind)]))
      : binds.map((bind) => this.bindOf(bind));
    const options = { fetchArraySize: step.fetch_size ?? 100, fetchTypeHandler, maxRows: 0 };
    if ("prefetch" in step) options.prefetchRows = step.prefetch;
    const done = await connection.execute(step.sql, given, options);
    const result = { in_transaction: connection.transactionInProgress };
    if (done.metaData) {
      result.names = done.metaData.map((column) => column.name);
      result.types = done.metaData.map((column) => NAMES.get(column.dbType) ?? String(column.dbTypeName));
      result.rows = done.rows.map((row) => row.map((value, i) => shown(value, result.types[i])));
    } else {
      result.count = done.rowsAffected ?? 0;
      result.rowid = done.lastRowid ?? null;
    }
    if (done.outBinds) {
      const outputs = binds.filter((bind) => "out" in bind);
      result.out = outputs.map((bind, i) => shown(named ? done.outBinds[bind.name] : done.outBinds[i], bind.out));
    }
    return result;
  }

  async executeMany(connection, step) {
    const rows = step.many.map((row) => row.map((text, i) => native(step.many_types[i], text)));
    const bindDefs = step.many_types.map((name, i) => {
      const longest = Math.max(1, ...step.many.map((row) => Buffer.byteLength(row[i] ?? "")));
      const sized = ["VARCHAR2", "NVARCHAR2", "CHAR", "NCHAR", "RAW"].includes(name);
      return sized ? { type: TYPES[name], maxSize: longest } : { type: TYPES[name] };
    });
    const done = await connection.executeMany(step.sql, rows, { bindDefs, batchErrors: step.batch_errors_on ?? false });
    const result = { count: done.rowsAffected, in_transaction: connection.transactionInProgress };
    if (step.batch_errors_on) {
      result.batch_errors = (done.batchErrors ?? []).map((error) => [error.offset, oraNumber(error.message)]);
    }
    return result;
  }

  async cancelled(connection, step) {
    const broken = new Promise((resolve) => setTimeout(resolve, step.cancel_after_ms)).then(() => connection.break());
    try {
      return await this.execute(connection, step);
    } finally {
      await broken;
    }
  }

  async timed(connection, step) {
    connection.callTimeout = step.call_timeout_ms;
    try {
      return await this.execute(connection, step);
    } finally {
      connection.callTimeout = 0;
    }
  }

  async act(step) {
    const name = step.session ?? "main";
    if (step.connect) return this.connect(name, step.connect, step.logon ?? {});
    const connection = this.sessions.get(name);
    if (step.do === "release") return this.release(name);
    if (step.do) {
      await connection[step.do]();
      if (step.do !== "close") return { in_transaction: connection.transactionInProgress };
      this.sessions.delete(name);
      await this.pools.get(name)?.close(0);
      this.pools.delete(name);
      return {};
    }
    if (step.tags) {
      for (const [tag, value] of Object.entries(step.tags)) connection[TAGS[tag]] = value;
      return {};
    }
    if (step.context) {
      for (const [space, attribute, value] of step.context) {
        if (attribute === undefined) connection.clearAppContext(space);
        else connection.appContext(space, [{ [attribute]: value }]);
      }
      return {};
    }
    if (step.schema) {
      connection.currentSchema = step.schema;
      return {};
    }
    if (step.change_password) {
      await connection.changePassword(this.target.user, ...step.change_password);
      return {};
    }
    if (step.describe_session) {
      [connection.module, connection.action] = step.describe_session;
      connection.clientId = step.describe_session[0];
      return {};
    }
    if (step.many) return this.executeMany(connection, step);
    if (step.cancel_after_ms) return this.cancelled(connection, step);
    if (step.call_timeout_ms) return this.timed(connection, step);
    return this.execute(connection, step);
  }

  async runStep(step) {
    const started = process.hrtime.bigint();
    let result;
    try {
      result = await this.act(step);
    } catch (error) {
      result = errorResult(error);
    }
    result.ms = Number((process.hrtime.bigint() - started) / 1000000n);
    return result;
  }
}

async function main() {
  console.log(JSON.stringify({ client: "node-oracledb", version: oracledb.versionString }));
  const runner = new Runner(JSON.parse(process.env.INTEROP_TARGET));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await runner.runStep(JSON.parse(line))));
  }
}

main();
