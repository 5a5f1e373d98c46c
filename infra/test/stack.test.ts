import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { configurations, everything, resources, synthesise } from './support';

const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^OracleKey'), 'Arn'] };
const queue = { 'Fn::GetAtt': [Match.stringLikeRegexp('^OracleDeadLetters'), 'Arn'] };

/** The statements of the one policy of a role. */
function statements(template: Template, role: string): Record<string, unknown>[] {
    const found = Object.entries(resources(template)).filter(([id]) => id.startsWith(`${role}DefaultPolicy`));
    assert.equal(found.length, 1, `policies of ${role}`);
    const document = found[0]?.[1].Properties['PolicyDocument'] as { Statement: Record<string, unknown>[] };
    return document.Statement;
}

function actionsOf(template: Template, role: string): string[] {
    return statements(template, role).flatMap((statement) => statement['Action'] as string | string[]).sort();
}

test('the thin function is the sample\'s, on provided.al2023', () => {
    synthesise().hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: 'py-oracle-connection-example-thin',
        Runtime: 'provided.al2023',
        Handler: 'bootstrap',
        MemorySize: 128,
        Timeout: 45,
        ReservedConcurrentExecutions: 5,
        TracingConfig: { Mode: 'Active' },
        DeadLetterConfig: { TargetArn: queue },
        KmsKeyArn: key,
        LoggingConfig: Match.objectLike({ LogFormat: 'JSON', ApplicationLogLevel: 'INFO' }),
        Environment: {
            Variables: {
                POWERTOOLS_SERVICE_NAME: 'connection-example',
                POWERTOOLS_METRICS_NAMESPACE: 'PyOracleConn',
                REGION: { Ref: 'AWS::Region' },
                SECRET_NAME: { Ref: Match.stringLikeRegexp('^OracleCredentialsSecret') },
            },
        },
    });
});

test('the architecture is what the setting says, arm64 for the construct', () => {
    for (const architecture of ['arm64', 'x86_64']) {
        synthesise({ architecture }).hasResourceProperties('AWS::Lambda::Function', { Architectures: [architecture] });
    }
    // An empty setting is no setting: the construct decides.
    synthesise({ architecture: '' }).hasResourceProperties('AWS::Lambda::Function', { Architectures: ['arm64'] });
});

test('the thick function is an image', () => {
    const template = synthesise({ variants: 'both' });
    template.resourceCountIs('AWS::Lambda::Function', 2);
    template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: 'py-oracle-connection-example-thick',
        PackageType: 'Image',
        Runtime: Match.absent(),
    });
});

test('the key rotates and is deleted after seven days', () => {
    synthesise().hasResource('AWS::KMS::Key', {
        Properties: { EnableKeyRotation: true, PendingWindowInDays: 7 },
        DeletionPolicy: 'Delete',
    });
});

test('the secret has the sample\'s name and fields', () => {
    synthesise().hasResourceProperties('AWS::SecretsManager::Secret', {
        Name: 'py-oracle-connection-credentials',
        KmsKeyId: key,
        GenerateSecretString: {
            GenerateStringKey: 'password',
            SecretStringTemplate: '{"host":"","port":"","sid":"","username":""}',
        },
    });
});

test('a secret that rotates has the fields that AWS\'s rotation function reads', () => {
    const template = synthesise(everything);
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
        GenerateSecretString: Match.objectLike({
            SecretStringTemplate: '{"engine":"oracle","host":"","port":"","dbname":"","username":""}',
        }),
    });
    template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
        RotationRules: { ScheduleExpression: 'rate(30 days)' },
        RotateImmediatelyOnUpdate: false,
        HostedRotationLambda: Match.objectLike({ RotationType: 'OracleSingleUser' }),
    });
});

test('the dead letter queue is encrypted, keeps five days, and refuses plain transport', () => {
    const template = synthesise();
    template.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: key, MessageRetentionPeriod: 432000 });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
        PolicyDocument: Match.objectLike({
            Statement: [
                {
                    Effect: 'Deny',
                    Action: 'sqs:*',
                    Principal: { AWS: '*' },
                    Resource: queue,
                    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
                },
            ],
        }),
    });
});

test('the role holds what the function uses and no more', () => {
    const template = synthesise();
    assert.deepEqual(actionsOf(template, 'OracleThinRole'), [
        'kms:Decrypt',
        'kms:GenerateDataKey',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'sqs:SendMessage',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
    ]);
    const anywhere = statements(template, 'OracleThinRole').filter((statement) => statement['Resource'] === '*');
    assert.deepEqual(
        anywhere.map((statement) => statement['Action']),
        [['xray:PutTelemetryRecords', 'xray:PutTraceSegments']],
    );
});

// Without kms:GenerateDataKey an event that failed for good reaches no queue and is lost.
test('a function can send to its encrypted dead letter queue', () => {
    synthesise().hasResourceProperties('AWS::IAM::Policy', {
        PolicyDocument: Match.objectLike({
            Statement: Match.arrayWith([
                { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: key },
                { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue },
            ]),
        }),
    });
});

test('log groups exist before the function writes, encrypted and with an end', () => {
    const template = synthesise({ logRetentionDays: '7' });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
        LogGroupName: '/aws/lambda/py-oracle-connection-example-thin',
        RetentionInDays: 7,
        KmsKeyId: key,
    });
    template.hasResourceProperties('AWS::KMS::Key', {
        KeyPolicy: Match.objectLike({
            Statement: Match.arrayWith([Match.objectLike({ Sid: 'LogGroups', Effect: 'Allow' })]),
        }),
    });
});

test('asynchronous events are tried twice more within an hour', () => {
    synthesise().hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        MaximumRetryAttempts: 2,
        MaximumEventAgeInSeconds: 3600,
    });
});

test('errors, throttles, lost events, slow invocations, slow logons and dead letters are alarms', () => {
    const template = synthesise({ connectAlarmMs: '250' });
    for (const [MetricName, Threshold, dimensions] of [
        ['Errors', 1, 1],
        ['Throttles', 1, 1],
        ['DeadLetterErrors', 1, 1],
        ['Duration', 36000, 1],
        ['ConnectMs', 250, 2],
        ['ApproximateNumberOfMessagesVisible', 1, 1],
    ] as const) {
        const found = Object.values(template.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName } }));
        assert.equal(found.length, 1, MetricName);
        const { Properties } = found[0] as { Properties: Record<string, unknown> };
        assert.equal(Properties['Threshold'], Threshold, MetricName);
        assert.equal(Properties['TreatMissingData'], 'notBreaching', MetricName);
        assert.equal((Properties['Dimensions'] as unknown[]).length, dimensions, MetricName);
        assert.equal(Properties['AlarmActions'], undefined, MetricName);
    }
});

test('alarms are mailed through a topic that CloudWatch may publish to', () => {
    const template = synthesise(everything);
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    for (const alarm of alarms) assert.equal((alarm['Properties'] as { AlarmActions: unknown[] }).AlarmActions.length, 1);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
        PolicyDocument: Match.objectLike({
            Statement: Match.arrayWith([
                Match.objectLike({
                    Effect: 'Allow',
                    Action: 'sns:Publish',
                    Principal: { Service: 'cloudwatch.amazonaws.com' },
                }),
            ]),
        }),
    });
    template.hasResourceProperties('AWS::KMS::Key', {
        KeyPolicy: Match.objectLike({
            Statement: Match.arrayWith([
                Match.objectLike({
                    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
                    Principal: { Service: 'cloudwatch.amazonaws.com' },
                }),
            ]),
        }),
    });
});

test('the dashboard shows every function and its sessions\' bound', () => {
    const text = JSON.stringify(synthesise({ variants: 'both' }).findResources('AWS::CloudWatch::Dashboard'));
    for (const word of ['Thin: invocations', 'Thick: milliseconds', 'reserved concurrency', 'ConnectMs']) {
        assert.ok(text.includes(word), word);
    }
});

test('outputs name what has to be filled in, called and watched', () => {
    const template = synthesise({ variants: 'both' });
    for (const [name, value] of Object.entries({
        ThinFunction: { Ref: Match.stringLikeRegexp('^OracleThinFunction') },
        ThickFunction: { Ref: Match.stringLikeRegexp('^OracleThickFunction') },
        Secret: { Ref: Match.stringLikeRegexp('^OracleCredentialsSecret') },
        DeadLetterQueue: { Ref: Match.stringLikeRegexp('^OracleDeadLetters') },
        Key: key,
        Dashboard: Match.anyValue(),
        DatabaseSessions: '20',
    })) {
        template.hasOutput(name, { Value: value });
    }
});

for (const [name, context] of Object.entries(configurations)) {
    test(`destroying leaves nothing but the key's waiting period: ${name}`, () => {
        for (const [id, resource] of Object.entries(resources(synthesise(context)))) {
            for (const policy of [resource.DeletionPolicy, resource.UpdateReplacePolicy]) {
                assert.ok(policy === undefined || policy === 'Delete', `${id} has the policy ${policy}`);
            }
        }
    });
}

test('a secret that exists is read and not made', () => {
    const template = synthesise(configurations['a secret that exists']);
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf';
    template.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: Match.objectLike({ SECRET_NAME: arn }) },
    });
    const read = statements(template, 'OracleThinRole').filter((statement) => statement['Resource'] === arn);
    assert.equal(read.length, 1);
    assert.match(JSON.stringify(statements(template, 'OracleThinRole')), /key\/00000000-0000-0000-0000-000000000000/);
});
