// The workload of the vandal comparison through node-oracledb (thin): node_client.js FOLDER HOST PORT. Prints one line:
// right, recovered, error or wrong, and why.
"use strict";

const [folder, host, port] = process.argv.slice(2);
const oracledb = require(folder + "/node_modules/oracledb");

const ROWS = JSON.stringify(Array.from({ length: 12 }, (_, i) => [i + 1, "same", "x".repeat(((i + 1) * 37) % 700)]));
const SIZES = { prefetchRows: 5, fetchArraySize: 4 };

async function rows(connection) {
  const got = await connection.execute(
    "select level, 'same', rpad('x', mod(level * 37, 700), 'x') from dual connect by level <= 12", [], SIZES);
  return JSON.stringify(got.rows) === ROWS;
}

async function block(connection) {
  const got = await connection.execute("begin :total := :a * 2; end;",
    { total: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER }, a: 21 });
  return got.outBinds.total === 42;
}

async function failing(connection) {
  try {
    await connection.execute("select nope from dual");
  } catch (why) {
    if (why.errorNum === 904) return true;
    throw why;
  }
  return false;
}

async function ping(connection) {
  await connection.ping();
  return true;
}

async function main() {
  const connection = await oracledb.getConnection(
    { user: "SCOTT", password: "tiger", connectString: `${host}:${port}/FREEPDB1?connect_timeout=2` });
  connection.callTimeout = 1000;
  let failed = "";
  for (const step of [rows, block, failing, rows, block, ping, rows]) {
    try {
      if (!await step(connection)) return "wrong " + step.name;
    } catch (why) {
      failed = failed || why.message.split("\n")[0];
      if (!connection.isHealthy()) return "error " + failed;
    }
  }
  return failed ? "recovered " + failed : "right";
}

const clean = (why) => /^(NJS|ORA|DPI)-/.test(why.message);
main()
  .then((text) => console.log(text), (why) => console.log(clean(why) ? "error" : "unclear", why.message.split("\n")[0]))
  .then(() => process.exit(0));
