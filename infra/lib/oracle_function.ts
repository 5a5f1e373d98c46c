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
import { sampleNames } from './names';
import { Network } from './network';

export interface OracleFunctionProps {
    readonly functionName: string;
    readonly description: string;
    /** A zip with `bootstrap` at its root, or a container image. */
    readonly code: lambda.Code | lambda.DockerImageCode;
    readonly architecture: lambda.Architecture;
    readonly memoryMiB: number;
    readonly timeoutSeconds: number;
    readonly reservedConcurrency: number;
    readonly logRetention: logs.RetentionDays;
    readonly logLevel: lambda.ApplicationLogLevel;
    readonly key: kms.Key;
    readonly credentials: Credentials;
    readonly deadLetters: sqs.Queue;
    readonly network?: Network;
}

/** How long an event of an asynchronous call is tried again before it goes to the dead letters. */
const maxEventAge = Duration.hours(1);
const retries = 2;

/** One function with a role that holds what it uses and no more, and a log group of its own. */
export class OracleFunction extends Construct {
    readonly lambda: lambda.Function;
    readonly timeout: Duration;

    constructor(scope: Construct, id: string, props: OracleFunctionProps) {
        super(scope, id);
        this.timeout = Duration.seconds(props.timeoutSeconds);
        const logGroup = this.makeLogGroup(props);
        const role = this.makeRole(props, logGroup);
        const common: lambda.FunctionOptions = {
            functionName: props.functionName,
            description: props.description,
            architecture: props.architecture,
            memorySize: props.memoryMiB,
            timeout: this.timeout,
            reservedConcurrentExecutions: props.reservedConcurrency,
            tracing: lambda.Tracing.ACTIVE,
            role,
            logGroup,
            loggingFormat: lambda.LoggingFormat.JSON,
            applicationLogLevelV2: props.logLevel,
            deadLetterQueue: props.deadLetters,
            maxEventAge,
            retryAttempts: retries,
            environmentEncryption: props.key,
            environment: {
                POWERTOOLS_SERVICE_NAME: sampleNames.service,
                POWERTOOLS_METRICS_NAMESPACE: sampleNames.metricsNamespace,
                REGION: Stack.of(this).region,
                // The ARN: a name would do, but the role is for this very secret.
                SECRET_NAME: props.credentials.secret.secretArn,
            },
            vpc: props.network?.vpc,
            vpcSubnets: props.network?.subnets,
            securityGroups: props.network?.securityGroups,
        };
        this.lambda =
            props.code instanceof lambda.Code
                ? new lambda.Function(this, 'Function', {
                      ...common,
                      code: props.code,
                      runtime: lambda.Runtime.PROVIDED_AL2023,
                      handler: 'bootstrap',
                  })
                : new lambda.DockerImageFunction(this, 'Function', { ...common, code: props.code });
    }

    private makeLogGroup(props: OracleFunctionProps): logs.LogGroup {
        return new logs.LogGroup(this, 'Log', {
            logGroupName: `/aws/lambda/${props.functionName}`,
            retention: props.logRetention,
            encryptionKey: props.key,
            removalPolicy: RemovalPolicy.DESTROY,
        });
    }

    private makeRole(props: OracleFunctionProps, logGroup: logs.LogGroup): iam.Role {
        const role = new iam.Role(this, 'Role', {
            assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
            description: `what ${props.functionName} may do`,
        });
        logGroup.grantWrite(role);
        props.credentials.grantRead(role);
        // For the environment variables, and to send to the dead letters: the CDK lets the function send to the queue,
        // but not encrypt for it, and an event that cannot be sent there is lost.
        props.key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
        Validations.of(role).acknowledge({
            id: 'AwsSolutions-IAM5[Resource::*]',
            reason: 'X-Ray takes no resource',
        });
        const arn = Stack.of(this).formatArn({
            service: 'lambda',
            resource: 'function',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            resourceName: props.functionName,
        });
        props.network?.allowAttaching(role, arn);
        return role;
    }
}
