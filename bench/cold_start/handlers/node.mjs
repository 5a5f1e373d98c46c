// Node at its best: connects while it starts, as our function does, and keeps the connection.
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import oracledb from 'oracledb';

const secrets = new SecretsManagerClient();
const found = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.SECRET_NAME }));
const secret = JSON.parse(found.SecretString);
const connection = await oracledb.getConnection({
    user: secret.username,
    password: secret.password,
    connectString: `${secret.host}:${secret.port}/${secret.service_name}`,
});

export async function handler() {
    const { rows } = await connection.execute('SELECT table_name FROM all_tables ORDER BY 1', [], { maxRows: 0 });
    return rows;
}
