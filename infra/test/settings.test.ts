import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { planSessions } from '../lib/sessions';
import { SettingError } from '../lib/setting_error';
import { readSettings, settingNames } from '../lib/settings';
import { infra, makeApp, makeStack } from './support';

const group = 'sg-0a1b2c3d';
const vpc = { vpcId: 'vpc-0a1b2c3d', subnetIds: 'subnet-0a1b2c3d' };

const refused: [string, Record<string, string>, RegExp][] = [
    ['an unknown name', { subnets: 'subnet-0a1b2c3d' }, /unknown setting 'subnets'.*subnetIds/],
    ['an unknown variant', { variants: 'fat' }, /variants is 'fat', expected one of thin, thick, both/],
    ['another architecture', { architecture: 'riscv64' }, /expected one of arm64, x86_64/],
    ['too little memory', { memoryMiB: '64' }, /memoryMiB is 64, expected a whole number from 128 to 10240/],
    ['a number with a unit', { timeoutSeconds: '45s' }, /timeoutSeconds is '45s'/],
    ['a negative number', { reservedConcurrency: '-1' }, /reservedConcurrency is '-1'/],
    ['a retention that CloudWatch lacks', { logRetentionDays: '8' }, /CloudWatch Logs knows 1, 3, 5, 7/],
    ['subnets without a VPC', { subnetIds: 'subnet-0a1b2c3d' }, /both vpcId and subnetIds; given were only: subnetIds/],
    ['a rule without a VPC', { databaseCidr: '10.0.0.0/8' }, /given were only: databaseCidr/],
    ['a subnet that is none', { ...vpc, subnetIds: 'subnet-0a1b2c3d,10.0.0.0/8' }, /has '10.0.0.0\/8', expected ids/],
    ['both kinds of rule', { ...vpc, databaseCidr: '10.0.0.0/8', databaseSecurityGroupId: group }, /one of the two/],
    ['rules for foreign groups', { ...vpc, securityGroupIds: group, databasePort: '1522' }, /bring their own rules/],
    ['rotation without a VPC', { rotationDays: '30' }, /rotationDays needs vpcId and subnetIds/],
    [
        'rotation of a foreign secret',
        { ...vpc, rotationDays: '30', existingSecretArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a' },
        /rotationDays is for a secret made here/,
    ],
    ['an ARN of something else', { existingSecretArn: 'arn:aws:s3:::bucket' }, /the ARN of a secret/],
    ['a short hash', { instantClientSha256: 'abc' }, /64 hexadecimal digits/],
    ['a path for the client', { instantClientZip: '../client.zip' }, /the name of a zip file/],
    ['more sessions than granted', { databaseSessions: '9', reservedConcurrency: '5' }, /is 9, but 10 are needed/],
];

for (const [what, context, message] of refused) {
    test(`refuses ${what}`, () => {
        assert.throws(
            () => makeStack(context),
            (failure: unknown) => failure instanceof SettingError && message.test(failure.message),
        );
    });
}

test('lists come as text or as the JSON of cdk.json', () => {
    for (const subnetIds of ['subnet-0a1b2c3d,subnet-1a1b2c3d', ['subnet-0a1b2c3d', 'subnet-1a1b2c3d']]) {
        const settings = readSettings(makeApp({ vpcId: 'vpc-0a1b2c3d', subnetIds }).node);
        assert.deepEqual(settings.lambda.network?.subnetIds, ['subnet-0a1b2c3d', 'subnet-1a1b2c3d']);
    }
});

test('reserved concurrency follows from the sessions that the database grants', () => {
    assert.deepEqual(planSessions(1, {}), { reservedConcurrency: 5, sessions: 10 });
    assert.deepEqual(planSessions(2, { databaseSessions: 43 }), { reservedConcurrency: 10, sessions: 40 });
    assert.deepEqual(planSessions(1, { databaseSessions: 64, sessionsPerEnvironment: 8 }), {
        reservedConcurrency: 4,
        sessions: 64,
    });
});

test('fewer sessions than one environment needs are refused', () => {
    assert.throws(() => planSessions(2, { databaseSessions: 3 }), /databaseSessions is 3, but 4 are needed/);
});

test('the README tells every setting', () => {
    const table = readFileSync(join(infra, 'README.md'), 'utf8').split('## Settings')[1]?.split('## Versions')[0] ?? '';
    const cells = table.split('\n').map((row) => row.split('|')[1] ?? '');
    const told = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    assert.deepEqual(told.sort(), [...settingNames]);
});
