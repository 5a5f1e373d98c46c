import { aws_lambda as lambda, CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { OracleLambda, OracleLambdaProps } from './oracle_lambda';
import { rolloutFactor } from './sessions';
import { Settings } from './settings';

/** The app's one stack: the construct with what the user set, and what the user wants to know afterwards. */
export class OracleLambdaStack extends Stack {
    readonly oracle: OracleLambda;

    constructor(scope: Construct, settings: Settings, makeCode: (stack: Stack) => OracleLambdaProps['code']) {
        super(scope, settings.stackName, {
            description: 'Lambda functions that query an Oracle Database (oraxx)',
        });
        this.oracle = new OracleLambda(this, 'Oracle', {
            ...settings.lambda,
            code: makeCode(this),
            architecture: settings.architecture === 'arm64' ? lambda.Architecture.ARM_64 : lambda.Architecture.X86_64,
        });
        this.describe();
    }

    private describe(): void {
        const { functions, credentials, deadLetters, key, monitoring, plan } = this.oracle;
        for (const [variant, each] of functions) {
            const name = variant === 'thin' ? 'ThinFunction' : 'ThickFunction';
            new CfnOutput(this, name, { value: each.lambda.functionName, description: `the ${variant} function's name` });
            new CfnOutput(this, `${name}Arn`, { value: each.lambda.functionArn });
        }
        new CfnOutput(this, 'Secret', {
            value: credentials.secret.secretArn,
            description: 'to be filled in: where the database is and who logs on',
        });
        new CfnOutput(this, 'DeadLetterQueue', { value: deadLetters.queueUrl });
        new CfnOutput(this, 'Key', { value: key.keyArn });
        new CfnOutput(this, 'Dashboard', { value: monitoring.dashboard.dashboardName });
        new CfnOutput(this, 'DatabaseSessions', {
            value: String(plan.sessions),
            description:
                `the most sessions to expect: ${functions.size} function(s) x ${plan.reservedConcurrency} reserved ` +
                `x sessions per environment x ${rolloutFactor} while a version rolls out`,
        });
    }
}
