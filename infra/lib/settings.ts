import { aws_lambda as lambda, aws_logs as logs } from 'aws-cdk-lib';
import { Node } from 'constructs';
import { Variant } from './names';
import { NetworkProps } from './network';
import { OracleLambdaProps } from './oracle_lambda';
import { SettingError } from './setting_error';

/** What the app is told by `-c NAME=VALUE` or in the context of cdk.json, apart from code. */
export interface Settings {
    readonly stackName: string;
    readonly variants: readonly Variant[];
    readonly architecture: 'arm64' | 'x86_64';
    /** A zip to use instead of the one in dist/. */
    readonly thinZip?: string;
    /** Whether ./dev package runs when the zip is missing. */
    readonly buildMissing: boolean;
    readonly instantClient: { readonly zip: string; readonly sha256: string };
    readonly lambda: Omit<OracleLambdaProps, 'code' | 'architecture'>;
}

/** Every name that `-c` takes. */
export const settingNames = [
    'alarmEmail',
    'architecture',
    'buildMissing',
    'connectAlarmMs',
    'databaseCidr',
    'databasePort',
    'databaseSecurityGroupId',
    'databaseSessions',
    'existingSecretArn',
    'existingSecretKeyArn',
    'functionName',
    'instantClientSha256',
    'instantClientZip',
    'logLevel',
    'logRetentionDays',
    'memoryMiB',
    'reservedConcurrency',
    'rotationDays',
    'secretName',
    'secretsEndpoint',
    'securityGroupIds',
    'sessionsPerEnvironment',
    'stackName',
    'subnetIds',
    'thinZip',
    'timeoutSeconds',
    'variants',
    'vpcId',
] as const;
type Name = (typeof settingNames)[number];

/** Context that is not ours: feature flags, the CLI's own, look-ups it has stored. */
const foreignContext = /^(@aws-cdk|aws:|aws-cdk|cdk-|cli-|availability-zones:|acknowledged-issue-numbers)/;

/** Reads one setting after another, each with its bounds. */
class Reader {
    constructor(private readonly node: Node) {
        for (const name of Object.keys(node.getAllContext())) {
            if (!(settingNames as readonly string[]).includes(name) && !foreignContext.test(name)) {
                throw new SettingError(`unknown setting '${name}'; known are: ${settingNames.join(', ')}`);
            }
        }
    }

    text(name: Name, pattern = /\S/, form = 'text'): string | undefined {
        const value: unknown = this.node.tryGetContext(name);
        if (value === undefined || value === null || value === '') return undefined;
        const text = String(value);
        if (!pattern.test(text)) throw new SettingError(`${name} is '${text}', expected ${form}`);
        return text;
    }

    oneOf<T extends string>(name: Name, allowed: readonly T[]): T | undefined {
        const text = this.text(name);
        if (text === undefined || (allowed as readonly string[]).includes(text)) return text as T | undefined;
        throw new SettingError(`${name} is '${text}', expected one of ${allowed.join(', ')}`);
    }

    whole(name: Name, least: number, most: number): number | undefined {
        const text = this.text(name, /^\d{1,9}$/, `a whole number from ${least} to ${most}`);
        if (text === undefined) return undefined;
        const value = Number(text);
        if (value >= least && value <= most) return value;
        throw new SettingError(`${name} is ${text}, expected a whole number from ${least} to ${most}`);
    }

    list(name: Name, pattern: RegExp, form: string): string[] | undefined {
        const value: unknown = this.node.tryGetContext(name);
        const parts = Array.isArray(value) ? value.map(String) : this.text(name)?.split(',');
        const bad = parts?.find((part) => !pattern.test(part));
        if (bad !== undefined) throw new SettingError(`${name} has '${bad}', expected ${form}, separated by commas`);
        return parts;
    }
}

const maxPort = 65535;

/** Ids have 8 digits, newer ones 17. */
function id(kind: string): RegExp {
    return new RegExp(`^${kind}-([0-9a-f]{8}|[0-9a-f]{17})$`);
}

function readNetwork(read: Reader): NetworkProps | undefined {
    const vpcId = read.text('vpcId', id('vpc'), 'an id such as vpc-0a1b2c3d');
    const subnetIds = read.list('subnetIds', id('subnet'), 'ids such as subnet-0a1b2c3d');
    const group = id('sg');
    const rest = {
        securityGroupIds: read.list('securityGroupIds', group, 'ids such as sg-0a1b2c3d'),
        databaseSecurityGroupId: read.text('databaseSecurityGroupId', group, 'an id such as sg-0a1b2c3d'),
        databaseCidr: read.text('databaseCidr', /^\d+\.\d+\.\d+\.\d+\/\d+$/, 'a block such as 10.0.0.0/16'),
        databasePort: read.whole('databasePort', 1, maxPort),
        secretsEndpoint: read.oneOf('secretsEndpoint', ['create', 'existing'] as const),
    };
    if (vpcId !== undefined && subnetIds !== undefined) return { vpcId, subnetIds, ...rest };
    const lonely = Object.entries({ vpcId, subnetIds, ...rest })
        .filter(([, value]) => value !== undefined)
        .map(([name]) => name);
    if (lonely.length > 0) {
        throw new SettingError(`a VPC needs both vpcId and subnetIds; given were only: ${lonely.join(', ')}`);
    }
    return undefined;
}

/** RetentionDays has numbers of days as its values. */
function readRetention(read: Reader): logs.RetentionDays | undefined {
    const days = read.whole('logRetentionDays', 1, 3653);
    if (days === undefined || days in logs.RetentionDays) return days;
    const allowed = Object.values(logs.RetentionDays).filter((value) => typeof value === 'number' && value <= 3653);
    throw new SettingError(`logRetentionDays is ${days}; CloudWatch Logs knows ${allowed.join(', ')}`);
}

function readInstantClient(read: Reader): Settings['instantClient'] {
    return {
        zip: read.text('instantClientZip', /^[\w.-]+\.zip$/, 'the name of a zip file in infra/thick') ?? '',
        sha256: read.text('instantClientSha256', /^[0-9a-f]{64}$/, '64 hexadecimal digits in lower case') ?? '',
    };
}

export function readSettings(node: Node): Settings {
    const read = new Reader(node);
    const network = readNetwork(read);
    const functionName = /^[\w-]{1,58}$/;
    const address = /^[^@\s]+@[^@\s]+$/;
    const arn = /^arn:[\w-]+:(secretsmanager|kms):/;
    return {
        stackName: read.text('stackName', /^[A-Za-z][\w-]*$/, 'letters, digits and hyphens') ?? 'OracleLambda',
        variants: variantsOf(read.oneOf('variants', ['thin', 'thick', 'both'] as const) ?? 'thin'),
        architecture: read.oneOf('architecture', ['arm64', 'x86_64'] as const) ?? 'arm64',
        thinZip: read.text('thinZip'),
        buildMissing: read.oneOf('buildMissing', ['true', 'false'] as const) !== 'false',
        instantClient: readInstantClient(read),
        lambda: {
            functionName: read.text('functionName', functionName, 'letters, digits, hyphens and underscores, up to 58'),
            secretName: read.text('secretName', /^[\w/+=.@-]{1,512}$/, 'letters, digits and /_+=.@-'),
            existingSecretArn: read.text('existingSecretArn', arn, 'the ARN of a secret'),
            existingSecretKeyArn: read.text('existingSecretKeyArn', arn, 'the ARN of a key'),
            rotationDays: read.whole('rotationDays', 1, 1000),
            memoryMiB: read.whole('memoryMiB', 128, 10240),
            timeoutSeconds: read.whole('timeoutSeconds', 1, 900),
            sessions: {
                reservedConcurrency: read.whole('reservedConcurrency', 1, 1000),
                databaseSessions: read.whole('databaseSessions', 1, 100000),
                sessionsPerEnvironment: read.whole('sessionsPerEnvironment', 1, 1000),
            },
            network,
            logRetention: readRetention(read),
            logLevel: read.oneOf('logLevel', Object.values(lambda.ApplicationLogLevel)),
            alarmEmail: read.text('alarmEmail', address, 'an e-mail address'),
            connectAlarmMs: read.whole('connectAlarmMs', 1, 900000),
        },
    };
}

function variantsOf(choice: Variant | 'both'): Variant[] {
    return choice === 'both' ? ['thin', 'thick'] : [choice];
}
