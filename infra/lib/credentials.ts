import {
    aws_iam as iam,
    aws_kms as kms,
    aws_secretsmanager as secretsmanager,
    Duration,
    RemovalPolicy,
    Stack,
    Validations,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Network } from './network';
import { SettingError } from './setting_error';

export interface CredentialsProps {
    readonly key: kms.Key;
    /** The name of the secret that is made. */
    readonly secretName: string;
    /** A secret that exists, instead. */
    readonly existingSecretArn?: string;
    /** The key of the secret that exists. Default: the account's key for Secrets Manager. */
    readonly existingSecretKeyArn?: string;
    /** AWS's rotation function for Oracle changes the password every so many days. Default: no rotation. */
    readonly rotationDays?: number;
    /** Where the rotation function reaches the database; needed for rotation. */
    readonly network?: Network;
}

/** Characters that would end or bend a connect descriptor, a quoted Oracle password or a command line. */
const unsuitedForPasswords = ' %+~`#$&*()|[]{}:;<>?!\'/@"\\=,^';

/** The secret that says where the database is and who logs on: made with empty fields for the user, or found. */
export class Credentials extends Construct {
    readonly secret: secretsmanager.ISecret;
    /** The key of a secret that exists; the policy of this key is not ours to change. */
    private readonly foreignKeyArn: string | undefined;

    constructor(scope: Construct, id: string, props: CredentialsProps) {
        super(scope, id);
        if (props.existingSecretArn !== undefined) {
            if (props.rotationDays !== undefined) {
                throw new SettingError('rotationDays is for a secret made here, and existingSecretArn names another');
            }
            this.secret = secretsmanager.Secret.fromSecretAttributes(this, 'Secret', {
                secretCompleteArn: props.existingSecretArn,
            });
            this.foreignKeyArn = props.existingSecretKeyArn;
            return;
        }
        const secret = new secretsmanager.Secret(this, 'Secret', {
            secretName: props.secretName,
            description: 'Where the Oracle Database is and who logs on to it',
            encryptionKey: props.key,
            removalPolicy: RemovalPolicy.DESTROY,
            generateSecretString: {
                // The rotation function of AWS knows the second form only.
                secretStringTemplate: JSON.stringify(
                    props.rotationDays === undefined
                        ? { host: '', port: '', sid: '', username: '' }
                        : { engine: 'oracle', host: '', port: '', dbname: '', username: '' },
                ),
                generateStringKey: 'password',
                excludeCharacters: unsuitedForPasswords,
                passwordLength: 30,
            },
        });
        this.secret = secret;
        if (props.rotationDays === undefined) {
            Validations.of(secret).acknowledge({
                id: 'AwsSolutions-SMG4',
                reason:
                    'Rotation needs a VPC from which the database is reached and a user whose password it may change: ' +
                    'it is switched on by rotationDays',
            });
        } else {
            rotate(secret, props.rotationDays, props.network);
        }
    }

    grantRead(role: iam.Role): void {
        this.secret.grantRead(role);
        if (this.foreignKeyArn === undefined) return;
        role.addToPolicy(
            new iam.PolicyStatement({
                actions: ['kms:Decrypt'],
                resources: [this.foreignKeyArn],
                conditions: {
                    StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(this).region}.amazonaws.com` },
                },
            }),
        );
    }
}

function rotate(secret: secretsmanager.Secret, days: number, network: Network | undefined): void {
    if (network === undefined) {
        throw new SettingError('rotationDays needs vpcId and subnetIds: the rotation function logs on to the database');
    }
    secret.addRotationSchedule('Rotation', {
        automaticallyAfter: Duration.days(days),
        // The secret has no host yet when the stack is made.
        rotateImmediatelyOnUpdate: false,
        hostedRotation: secretsmanager.HostedRotation.oracleSingleUser({
            vpc: network.vpc,
            vpcSubnets: network.subnets,
            securityGroups: network.securityGroups,
            excludeCharacters: unsuitedForPasswords,
        }),
    });
}
