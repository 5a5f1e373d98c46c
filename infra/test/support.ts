import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_lambda as lambda } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { thickImage } from '../lib/packages';
import { readSettings } from '../lib/settings';
import { OracleLambdaStack } from '../lib/stack';

// Tests run as infra/build/test/*.js.
export const infra = join(__dirname, '..', '..');

type Context = Record<string, unknown>;

/** What `npx cdk synth` gives the app: the flags of cdk.json. */
const committedContext = (JSON.parse(readFileSync(join(infra, 'cdk.json'), 'utf8')) as { context: Context }).context;

/** A folder with a program of a few bytes, in the place of dist/: tests build no C++. */
export function placeholder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'oraxx-infra-'));
    writeFileSync(join(folder, 'bootstrap'), '#!/bin/sh\n', { mode: 0o755 });
    return folder;
}

/** What is committed of the thick image, without what builds have put beside it. */
function thickContext(): string {
    const folder = mkdtempSync(join(tmpdir(), 'oraxx-infra-'));
    for (const name of ['Dockerfile', '.dockerignore']) copyFileSync(join(infra, 'thick', name), join(folder, name));
    return folder;
}

export function makeApp(context: Context = {}): App {
    return new App({ context: { ...committedContext, ...context } });
}

/** The app's stack as the user would get it with `-c` for each member of the context. */
export function makeStack(context: Context = {}, app = makeApp(context)): OracleLambdaStack {
    const settings = readSettings(app.node);
    return new OracleLambdaStack(app, settings, (stack) => ({
        ...(settings.variants.includes('thin') && { thin: lambda.Code.fromAsset(placeholder()) }),
        ...(settings.variants.includes('thick') && { thick: thickImage(stack, settings, thickContext()) }),
    }));
}

const templates = new Map<string, Template>();

/** The template of a stack; the same object each time, since making one takes half a second. */
export function synthesise(context: Context = {}): Template {
    const known = templates.get(JSON.stringify(context));
    if (known !== undefined) return known;
    const made = Template.fromStack(makeStack(context));
    templates.set(JSON.stringify(context), made);
    return made;
}

/** Every optional part switched on. */
export const everything: Context = {
    variants: 'both',
    architecture: 'arm64',
    vpcId: 'vpc-0a1b2c3d',
    subnetIds: 'subnet-0a1b2c3d,subnet-1a1b2c3d',
    databaseSecurityGroupId: 'sg-0a1b2c3d',
    secretsEndpoint: 'create',
    rotationDays: '30',
    alarmEmail: 'operator@example.com',
    databaseSessions: '40',
};

/** Names of the tests' configurations, for what has to hold in all of them. */
export const configurations: Record<string, Context> = {
    default: {},
    both: { variants: 'both' },
    everything,
    'a VPC with a NAT gateway': { vpcId: 'vpc-0a1b2c3d', subnetIds: 'subnet-0a1b2c3d', databaseCidr: '10.0.0.0/16' },
    'security groups that exist': {
        vpcId: 'vpc-0a1b2c3d',
        subnetIds: 'subnet-0a1b2c3d',
        securityGroupIds: 'sg-0a1b2c3d',
        secretsEndpoint: 'create',
    },
    'a secret that exists': {
        existingSecretArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf',
        existingSecretKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000',
    },
};

interface Resource {
    readonly Type: string;
    readonly DeletionPolicy?: string;
    readonly UpdateReplacePolicy?: string;
    readonly Properties: Record<string, unknown>;
}

export function resources(template: Template): Record<string, Resource> {
    return (template.toJSON() as { Resources: Record<string, Resource> }).Resources;
}
