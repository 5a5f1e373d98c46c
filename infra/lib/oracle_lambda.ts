import {
    ArnFormat,
    aws_iam as iam,
    aws_kms as kms,
    aws_lambda as lambda,
    aws_logs as logs,
    aws_sqs as sqs,
    Duration,
    RemovalPolicy,
    Stack,
    Validations,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Credentials } from './credentials';
import { Monitoring } from './monitoring';
import { sampleNames, Variant } from './names';
import { Network, NetworkProps } from './network';
import { OracleFunction } from './oracle_function';
import { planSessions, SessionBudget, SessionPlan } from './sessions';

export interface OracleLambdaProps {
    /** Packages of the functions to make, one or both: a zip for thin, a container image for thick. */
    readonly code: { readonly thin?: lambda.Code; readonly thick?: lambda.DockerImageCode };
    /** What the packages were built for. Default ARM_64, which Lambda sells cheaper. */
    readonly architecture?: lambda.Architecture;
    /** The functions are called this with `-thin` and `-thick`. Default `py-oracle-connection-example`. */
    readonly functionName?: string;
    /** Default `py-oracle-connection-credentials`. */
    readonly secretName?: string;
    /** A secret that exists already, instead of a new one. */
    readonly existingSecretArn?: string;
    /** Its key, where it is not the account's key for Secrets Manager. */
    readonly existingSecretKeyArn?: string;
    /** Days between changes of the password, 1 to 1000. Default: no rotation. Needs `network`. */
    readonly rotationDays?: number;
    /** Mebibytes, 128 to 10240. Default 128. Lambda gives CPU in proportion. */
    readonly memoryMiB?: number;
    /** Seconds, 1 to 900. Default 45. */
    readonly timeoutSeconds?: number;
    readonly sessions?: SessionBudget;
    /** Default: no VPC, the database is reached over public addresses. */
    readonly network?: NetworkProps;
    /** Default one month. */
    readonly logRetention?: logs.RetentionDays;
    /** Default INFO. */
    readonly logLevel?: lambda.ApplicationLogLevel;
    /** Alarms are mailed there. Default: they are on the dashboard only. */
    readonly alarmEmail?: string;
    /** Milliseconds of a logon that are an alarm. Default 1000. */
    readonly connectAlarmMs?: number;
}

const defaults = { memoryMiB: 128, timeoutSeconds: 45, connectAlarmMs: 1000 } as const;
const keyPendingWindow = Duration.days(7);
const deadLetterRetention = Duration.days(5);

/**
 * Lambda functions that query an Oracle Database, with all they need: key, secret, dead letters, logs, alarms and a
 * place in a VPC. Deleting the stack deletes everything; the key waits for seven days first, as KMS demands.
 */
export class OracleLambda extends Construct {
    readonly key: kms.Key;
    readonly credentials: Credentials;
    readonly deadLetters: sqs.Queue;
    readonly functions: ReadonlyMap<Variant, OracleFunction>;
    readonly monitoring: Monitoring;
    readonly plan: SessionPlan;

    constructor(scope: Construct, id: string, props: OracleLambdaProps) {
        super(scope, id);
        const variants = (['thin', 'thick'] as const).filter((variant) => props.code[variant] !== undefined);
        if (variants.length === 0) throw new Error('OracleLambda: no code was given, neither thin nor thick');
        this.plan = planSessions(variants.length, props.sessions ?? {});

        const functionName = props.functionName ?? sampleNames.functions;
        this.key = this.makeKey(variants.map((variant) => `${functionName}-${variant}`));
        const network = props.network && new Network(this, 'Network', props.network);
        this.credentials = new Credentials(this, 'Credentials', {
            key: this.key,
            secretName: props.secretName ?? sampleNames.secret,
            existingSecretArn: props.existingSecretArn,
            existingSecretKeyArn: props.existingSecretKeyArn,
            rotationDays: props.rotationDays,
            network,
        });
        this.deadLetters = this.makeDeadLetters();
        this.functions = new Map(
            variants.map((variant) => [variant, this.makeFunction(variant, functionName, props, network)]),
        );
        this.monitoring = new Monitoring(this, 'Monitoring', {
            functions: [...this.functions.values()],
            deadLetters: this.deadLetters,
            key: this.key,
            dashboardName: functionName,
            reservedConcurrency: this.plan.reservedConcurrency,
            connectAlarmMs: props.connectAlarmMs ?? defaults.connectAlarmMs,
            alarmEmail: props.alarmEmail,
        });
    }

    /** One key for secret, environment variables, dead letters and logs. */
    private makeKey(functionNames: string[]): kms.Key {
        const key = new kms.Key(this, 'Key', {
            description: 'Oracle functions: secret, environment, dead letters, logs',
            enableKeyRotation: true,
            pendingWindow: keyPendingWindow,
            removalPolicy: RemovalPolicy.DESTROY,
        });
        const stack = Stack.of(this);
        key.addToResourcePolicy(
            new iam.PolicyStatement({
                sid: 'LogGroups',
                principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
                actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
                resources: ['*'],
                conditions: {
                    ArnEquals: {
                        'kms:EncryptionContext:aws:logs:arn': functionNames.map((name) =>
                            stack.formatArn({
                                service: 'logs',
                                resource: 'log-group',
                                arnFormat: ArnFormat.COLON_RESOURCE_NAME,
                                resourceName: `/aws/lambda/${name}`,
                            }),
                        ),
                    },
                },
            }),
        );
        return key;
    }

    private makeDeadLetters(): sqs.Queue {
        const queue = new sqs.Queue(this, 'DeadLetters', {
            encryption: sqs.QueueEncryption.KMS,
            encryptionMasterKey: this.key,
            retentionPeriod: deadLetterRetention,
            enforceSSL: true,
            removalPolicy: RemovalPolicy.DESTROY,
        });
        Validations.of(queue).acknowledge({
            id: 'AwsSolutions-SQS3',
            reason: 'It is the dead letter queue: what fails here is looked at by a person',
        });
        return queue;
    }

    private makeFunction(
        variant: Variant,
        functionName: string,
        props: OracleLambdaProps,
        network: Network | undefined,
    ): OracleFunction {
        const code = props.code[variant];
        if (code === undefined) throw new Error(`OracleLambda: no code for ${variant}`);
        return new OracleFunction(this, variant === 'thin' ? 'Thin' : 'Thick', {
            functionName: `${functionName}-${variant}`,
            description:
                variant === 'thin'
                    ? 'Queries an Oracle Database without any Oracle client (oraxx, one static program)'
                    : 'Queries an Oracle Database through Oracle Instant Client (oraxx, container image)',
            code,
            architecture: props.architecture ?? lambda.Architecture.ARM_64,
            memoryMiB: props.memoryMiB ?? defaults.memoryMiB,
            timeoutSeconds: props.timeoutSeconds ?? defaults.timeoutSeconds,
            reservedConcurrency: this.plan.reservedConcurrency,
            logRetention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
            logLevel: props.logLevel ?? lambda.ApplicationLogLevel.INFO,
            key: this.key,
            credentials: this.credentials,
            deadLetters: this.deadLetters,
            network,
        });
    }
}
