// Signs the requests on standard input, one JSON object a line, with AWS's signer for JavaScript, and writes one
// Authorization value a line. Usage: node sign_with_smithy.mjs FOLDER-OF-NODE_MODULES
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

const require = createRequire(resolve(process.argv[2], 'package.json'));
const { SignatureV4 } = require('@smithy/signature-v4');
const { Sha256 } = require('@aws-crypto/sha256-js');

// The signer wants the query as names with the values that each has, decoded.
function queryOf(text) {
    const query = {};
    for (const pair of text.split('&').filter((each) => each !== '')) {
        const at = pair.indexOf('=');
        const name = decodeURIComponent(at < 0 ? pair : pair.slice(0, at));
        (query[name] ??= []).push(at < 0 ? '' : decodeURIComponent(pair.slice(at + 1)));
    }
    return query;
}

async function sign(given) {
    const signer = new SignatureV4({
        service: given.service,
        region: given.region,
        sha256: Sha256,
        applyChecksum: false,
        credentials: {
            accessKeyId: given.access_key_id,
            secretAccessKey: given.secret_access_key,
            sessionToken: given.headers.find(([name]) => name === 'X-Amz-Security-Token')?.[1],
        },
    });
    const signed = await signer.sign(
        {
            method: given.method,
            protocol: 'https:',
            path: given.path,
            query: queryOf(given.query),
            headers: Object.fromEntries(given.headers),
            body: given.body,
        },
        { signingDate: new Date(given.time * 1000) },
    );
    return signed.headers.authorization;
}

for await (const line of createInterface({ input: process.stdin })) {
    console.log(await sign(JSON.parse(line)));
}
