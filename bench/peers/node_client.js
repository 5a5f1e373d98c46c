// The workloads of bench/client.cpp with node-oracledb, thin mode: node_client.js FOLDER WORKLOAD COUNT, where
// node_modules is below FOLDER.
'use strict';
const fs = require('fs');
const oracledb = require(process.argv[2] + '/node_modules/oracledb');

const fetch3Rows = 100000;
const fetchSize = 10000;

const logOn = () => oracledb.getConnection({
  user: process.env.ORAXX_BENCH_USER,
  password: process.env.ORAXX_BENCH_PASSWORD,
  connectString: process.env.ORAXX_BENCH_DSN,
});

const workloads = {
  async connect(count) {
    const run = async () => {
      for (let i = 0; i < count; i++) await (await logOn()).close();
    };
    await (await logOn()).close();
    return [count, run];
  },
  async select1(count) {
    const connection = await logOn();
    const run = async (times = count) => {
      for (let i = 0; i < times; i++) await connection.execute('select 1 from dual');
    };
    await run(50);
    return [count, run, connection];
  },
  async fetch3(count) {
    const connection = await logOn();
    const options = { fetchArraySize: fetchSize, prefetchRows: fetchSize, maxRows: 0 };
    const run = async (times = count) => {
      for (let i = 0; i < times; i++) {
        const result = await connection.execute('select n, s, d from bench_rows3', [], options);
        if (result.rows.length !== fetch3Rows) throw new Error('wrong number of rows');
      }
    };
    await run(1);
    return [count * fetch3Rows, run, connection];
  },
};

function peakMemoryMb() {
  const kib = /VmHWM:\s*(\d+)/.exec(fs.readFileSync('/proc/self/status', 'latin1'))[1];
  return Math.round(Number(kib) / 10.24) / 100;
}

async function main() {
  const [units, run, connection] = await workloads[process.argv[3]](Number(process.argv[4]));
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  await run();
  const used = process.cpuUsage(cpu);
  const elapsed = Number(process.hrtime.bigint() - wall) / 1e3;
  console.log(JSON.stringify({
    version: oracledb.versionString, units, wall_us: elapsed, cpu_us: used.user + used.system, allocations: null,
    rss_mb: peakMemoryMb(),
  }));
  if (connection) await connection.close();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
