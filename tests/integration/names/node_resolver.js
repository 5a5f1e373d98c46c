// What node-oracledb's own thin resolver makes of connect strings.
//     node node_resolver.js FOLDER_OF_ORACLEDB < strings.json
// Reads [{"text": ...}, ...]; prints one JSON object per string, in the form of `oraxx resolve --json`. Nothing is
// decided here: names are looked up, parsed and turned into session attributes by the driver's own modules.
'use strict';

const path = require('path');
const fs = require('fs');

const driver = path.resolve(process.argv[2], 'lib');
// The modules of the configuration file look it up in an environment that the driver has set up.
require(path.join(driver, 'oracledb.js'));
const { resolveConnectStr } = require(path.join(driver, 'impl/parserHelpers.js'));
const { createNVPair } = require(path.join(driver, 'thin/sqlnet/nvStrToNvPair.js'));
const nodes = require(path.join(driver, 'thin/sqlnet/navNodes.js'));
const SessionAtts = require(path.join(driver, 'thin/sqlnet/sessionAtts.js'));
const constants = require(path.join(driver, 'thin/sqlnet/constants.js'));

const present = (value) => value !== undefined && value !== null && value !== '';
const numberOf = (value) => (present(value) ? Number(value) : null);

function addressFacts(address) {
  const facts = { protocol: String(address.prot).toLowerCase(), host: address.host ?? null, port: address.port ?? null };
  if (present(address.httpsProxy)) facts.https_proxy = address.httpsProxy;
  if (present(address.httpsProxyPort)) facts.https_proxy_port = address.httpsProxyPort;
  return facts;
}

// An ADDRESS outside any list is a list of one.
function listFacts(child) {
  if (!child.children) return { failover: true, load_balance: false, addresses: [addressFacts(child)] };
  return {
    failover: child.failover,
    load_balance: child.loadBalance,
    addresses: child.children.filter((each) => !each.children).map(addressFacts),
  };
}

function securityFacts(params) {
  const names = {
    sslServerDNMatch: 'SSL_SERVER_DN_MATCH',
    sslAllowWeakDNMatch: 'SSL_ALLOW_WEAK_DN_MATCH',
    sslServerCertDN: 'SSL_SERVER_CERT_DN',
    walletLocation: 'MY_WALLET_DIRECTORY',
  };
  const facts = {};
  for (const [key, name] of Object.entries(names)) {
    if (params[key] !== undefined) facts[name] = String(params[key]);
  }
  return facts;
}

function connectDataFacts(text) {
  const facts = {};
  if (!text) return facts;
  const parsed = createNVPair(`(CONNECT_DATA=${text})`);
  for (let i = 0; i < parsed.getListSize(); i++) {
    const pair = parsed.getListElement(i);
    facts[pair.name.toUpperCase()] = pair.atom ?? pair.valueToString();
  }
  return facts;
}

async function descriptionFacts(description) {
  const attributes = new SessionAtts(null);
  attributes.setFrom(description.params);
  await attributes.prepare('tcp', {});
  const data = connectDataFacts(description.connectData);
  const take = (name) => {
    const value = data[name];
    delete data[name];
    return value ?? '';
  };
  const facts = {
    failover: description.failover,
    load_balance: description.loadBalance,
    address_lists: description.children.map(listFacts),
    service_name: take('SERVICE_NAME'),
    sid: take('SID'),
    instance_name: take('INSTANCE_NAME'),
    server: take('SERVER').toLowerCase(),
    connect_timeout_ms: attributes.connectTimeout ?? null,
    transport_connect_timeout_ms: attributes.transportConnectTimeout ?? null,
    sdu: attributes.sdu ?? constants.NSPDFSDULN,
    retry_count: description.getIntValue(description.retryCount, 0),
    retry_delay_ms: description.delayInMillis > 0 ? description.delayInMillis : constants.DEFAULT_RETRY_DELAY,
    expire_time_min: numberOf(attributes.nt.expireTime) / 60000,
    use_sni: attributes.nt.useSNI,
    security: securityFacts(description.params),
    connect_data: data,
  };
  return facts;
}

async function facts(text) {
  const resolved = await resolveConnectStr(text, process.env.TNS_ADMIN);
  const pair = typeof resolved === 'string' ? createNVPair(resolved) : resolved;
  if (pair.name.toUpperCase() === 'DESCRIPTION_LIST') {
    const list = new nodes.NavDescriptionList();
    list.initFromNVPair(pair);
    return {
      failover: list.failover,
      load_balance: list.loadBalance,
      descriptions: await Promise.all(list.children.map(descriptionFacts)),
    };
  }
  const kinds = { ADDRESS: nodes.NavAddress, ADDRESS_LIST: nodes.NavAddressList, DESCRIPTION: nodes.NavDescription };
  const Kind = kinds[pair.name.toUpperCase()];
  if (!Kind) throw new Error(`unknown top element ${pair.name}`);
  const top = new Kind();
  top.initFromNVPair(pair);
  if (top instanceof nodes.NavDescription) {
    return { failover: true, load_balance: false, descriptions: [await descriptionFacts(top)] };
  }
  const around = new nodes.NavDescription();
  around.children = [top];
  return { failover: true, load_balance: false, descriptions: [await descriptionFacts(around)] };
}

async function main() {
  for (const { text } of JSON.parse(fs.readFileSync(0, 'utf8'))) {
    let result;
    try {
      result = await facts(text);
    } catch (error) {
      result = { error: error.message };
    }
    process.stdout.write(JSON.stringify(result) + '\n');
  }
}

main();
