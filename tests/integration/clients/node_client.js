// Runs the interop scenarios through node-oracledb (thin) and prints what happened, one JSON object a line.
//
// What is right is not known here: tools/interop.py compares. The forms of values are described in
// tests/integration/scenarios/README.md.
"use strict";

const readline = require("node:readline");
const oracledb = require(process.env.INTEROP_INSTALLED + "/node_modules/oracledb");
const { TYPES, bound, nameOf, shown, shownRows, typeCalled } = require("./node_values.js");

const PRIVILEGES = { SYSDBA: oracledb.SYSDBA, SYSOPER: oracledb.SYSOPER, SYSASM: oracledb.SYSASM,
  SYSBACKUP: oracledb.SYSBACKUP, SYSDG: oracledb.SYSDG, SYSKM: oracledb.SYSKM, SYSRAC: oracledb.SYSRAC };

// Errors the client makes up itself, as the database numbers they stand for.
const CLIENT_ERRORS = { "NJS-518": 12514, "NJS-519": 12505 };
const TIMEOUT = "NJS-123";

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

// Numbers as text: a JavaScript number would lose digits. LOBs with their rows unless locators are wanted.
function typeHandler(locators) {
  const fetched = new Map([[oracledb.DB_TYPE_NUMBER, { type: oracledb.STRING }]]);
  if (!locators) {
    fetched.set(oracledb.DB_TYPE_CLOB, { type: oracledb.STRING });
    fetched.set(oracledb.DB_TYPE_NCLOB, { type: oracledb.STRING });
    fetched.set(oracledb.DB_TYPE_BLOB, { type: oracledb.BUFFER });
  }
  return (column) => fetched.get(column.dbType);
}

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
    this.autoCommit = false; // of all sessions
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

  async bindOf(connection, bind) {
    const name = bind.out ?? bind.type;
    const given = { type: await typeCalled(connection, name), dir: oracledb.BIND_IN };
    if ("out" in bind) given.dir = "value" in bind || "values" in bind ? oracledb.BIND_INOUT : oracledb.BIND_OUT;
    if ("value" in bind) given.val = await bound(connection, name, bind.value);
    if ("values" in bind) given.val = await Promise.all(bind.values.map((each) => bound(connection, name, each)));
    if ("elements" in bind) given.maxArraySize = bind.elements;
    if (bind.size) given.maxSize = bind.size;
    return given;
  }

  // All binds of a step, those behind RETURNING last.
  async bindsOf(connection, step) {
    const binds = [...(step.binds ?? []), ...(step.returning ?? []).map((name) => ({ out: name }))];
    const made = await Promise.all(binds.map((bind) => this.bindOf(connection, bind)));
    const named = binds.length > 0 && "name" in binds[0];
    return { binds, named, given: named ? Object.fromEntries(binds.map((bind, i) => [bind.name, made[i]])) : made };
  }

  async describe(connection, sql) {
    const { metaData } = await connection.getStatementInfo(sql);
    return metaData ? { names: metaData.map((column) => column.name), types: metaData.map(nameOf) } : {};
  }

  async execute(connection, step) {
    if (step.parse_only) return this.describe(connection, step.sql);
    const { binds, named, given } = await this.bindsOf(connection, step);
    const options = { fetchArraySize: step.fetch_size ?? 100, fetchTypeHandler: typeHandler(step.locators), maxRows: 0,
      autoCommit: this.autoCommit };
    if ("prefetch" in step) options.prefetchRows = step.prefetch;
    const done = await connection.execute(step.sql, given, options);
    const result = { in_transaction: connection.transactionInProgress };
    if (done.metaData) {
      result.names = done.metaData.map((column) => column.name);
      result.types = done.metaData.map(nameOf);
      result.rows = await shownRows(done.rows, done.metaData);
    } else {
      result.count = done.rowsAffected ?? 0;
      result.rowid = done.lastRowid ?? null;
      result.warning = done.warning !== undefined;
    }
    if (step.implicit_results) {
      result.implicit = await Promise.all(done.implicitResults.map(
        (rows) => Promise.all(rows.map((row) => Promise.all(row.map((value) => shown(value)))))));
    }
    if (done.outBinds) await this.takeOutBinds(step, binds, named, done.outBinds, result);
    return result;
  }

  async takeOutBinds(step, binds, named, values, result) {
    const outputs = binds.filter((bind) => "out" in bind);
    const taken = await Promise.all(outputs.map((bind, i) => shown(named ? values[bind.name] : values[i], bind.out)));
    const returning = step.returning?.length ?? 0;
    const out = taken.slice(0, taken.length - returning);
    if (out.length) result.out = out;
    if (returning) result.returned = taken.slice(-returning).map((rows) => [rows]);
  }

  async executeMany(connection, step) {
    const rows = await Promise.all(step.many.map((row) => Promise.all(
      row.map((text, i) => bound(connection, step.many_types[i], text)))));
    const bindDefs = await Promise.all(step.many_types.map(async (name, i) => {
      const longest = Math.max(1, ...step.many.map((row) => Buffer.byteLength(row[i] ?? "")));
      const sized = ["VARCHAR2", "NVARCHAR2", "CHAR", "NCHAR", "RAW"].includes(name);
      const type = await typeCalled(connection, name);
      return sized ? { type, maxSize: longest } : { type };
    }));
    for (const name of step.returning ?? []) {
      bindDefs.push({ type: TYPES[name], dir: oracledb.BIND_OUT, ...(name === "VARCHAR2" ? { maxSize: 4000 } : {}) });
    }
    const done = await connection.executeMany(step.sql, rows,
      { bindDefs, autoCommit: this.autoCommit, batchErrors: step.batch_errors_on ?? false,
        dmlRowCounts: step.row_counts_on ?? false });
    const result = { count: done.rowsAffected, in_transaction: connection.transactionInProgress };
    if (step.batch_errors_on) {
      result.batch_errors = (done.batchErrors ?? []).map((error) => [error.offset, oraNumber(error.message)]);
    }
    if (step.row_counts_on) result.row_counts = done.dmlRowCounts;
    if (step.returning) {
      result.returned = await Promise.all(step.returning.map(
        (name, i) => Promise.all(done.outBinds.map((row) => shown(row[i], name)))));
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
    if ("autocommit" in step) {
      this.autoCommit = step.autocommit;
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
