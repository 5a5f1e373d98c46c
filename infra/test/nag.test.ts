import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aws_iam as iam, aws_sqs as sqs } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { configurations, makeApp, makeStack } from './support';

function findings(context: Record<string, unknown>, plant?: (stack: ReturnType<typeof makeStack>) => void): string[] {
    const app = makeApp(context);
    const stack = makeStack(context, app);
    plant?.(stack);
    const report = new AwsSolutionsChecks(app).validateScope(app);
    return report.violations.map((violation) => violation.ruleName);
}

for (const [name, context] of Object.entries(configurations)) {
    test(`cdk-nag finds nothing: ${name}`, () => {
        assert.deepEqual(findings(context), []);
    });
}

test('cdk-nag finds what is planted', () => {
    const found = findings({}, (stack) => {
        new sqs.Queue(stack, 'Plain');
        stack.oracle.functions
            .get('thin')
            ?.lambda.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['arn:aws:s3:::a'] }));
    });
    assert.ok(found.some((rule) => rule.startsWith('AwsSolutions-SQS')), String(found));
    assert.ok(found.some((rule) => rule.startsWith('AwsSolutions-IAM5')), String(found));
});
