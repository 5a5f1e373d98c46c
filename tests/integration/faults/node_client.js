// Tries one connection with node-oracledb: a JSON object in, one out. See tools/faults.py.
'use strict';

const fs = require('fs');
const path = require('path');
const oracledb = require(path.join(process.env.FAULTS_INSTALLED, 'node_modules', 'oracledb'));

async function main() {
  const request = JSON.parse(fs.readFileSync(0, 'utf8'));
  const start = process.hrtime.bigint();
  let message = null;
  try {
    const connection = await oracledb.getConnection({
      connectString: request.dsn,
      user: request.user,
      password: request.password,
      connectTimeout: request.timeout,
      transportConnectTimeout: request.timeout,
    });
    await connection.close();
  } catch (error) {
    message = error.message;
  }
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  process.stdout.write(JSON.stringify({ message, ms, version: oracledb.versionString }) + '\n', () => process.exit(0));
}

main();
