import { aws_ec2 as ec2, aws_iam as iam, Stack, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { SettingError } from './setting_error';

export interface NetworkProps {
    /** The VPC from which the database can be reached. */
    readonly vpcId: string;
    /** Private subnets of it, one or more. */
    readonly subnetIds: readonly string[];
    /** Security groups for the functions. Default: one is made that lets out what they need and nothing in. */
    readonly securityGroupIds?: readonly string[];
    /** The database's security group: the functions may go to it, and it gets a rule that lets them in. */
    readonly databaseSecurityGroupId?: string;
    /** The database's addresses, where it has no security group. Default: any IPv4 address. */
    readonly databaseCidr?: string;
    /** Default 1521. */
    readonly databasePort?: number;
    /**
     * `existing`: the subnets reach Secrets Manager already, through a NAT gateway or an endpoint. `create`: an interface
     * endpoint is made; a VPC can have one with private DNS names only. Default `existing`.
     */
    readonly secretsEndpoint?: 'create' | 'existing';
}

const oraclePort = 1521;

/** The functions' place in a VPC that exists: security group, rules to the database and to Secrets Manager. */
export class Network extends Construct {
    readonly vpc: ec2.IVpc;
    readonly subnets: ec2.SubnetSelection;
    readonly securityGroups: ec2.ISecurityGroup[];

    constructor(scope: Construct, id: string, props: NetworkProps) {
        super(scope, id);
        if (props.subnetIds.length === 0) throw new SettingError('a VPC without subnetIds: name one or more');
        checkRules(props);
        // The CDK insists on a zone; nothing uses it, since the subnets are named.
        this.vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', { vpcId: props.vpcId, availabilityZones: ['unused'] });
        this.subnets = {
            subnets: props.subnetIds.map((subnet, at) => this.findSubnet(`Subnet${at}`, subnet)),
        };
        this.securityGroups =
            props.securityGroupIds === undefined
                ? [this.ownSecurityGroup(props)]
                : props.securityGroupIds.map((group, at) =>
                      ec2.SecurityGroup.fromSecurityGroupId(this, `SecurityGroup${at}`, group, { mutable: false }),
                  );
        if (props.secretsEndpoint === 'create') this.makeSecretsEndpoint();
    }

    private findSubnet(id: string, subnetId: string): ec2.ISubnet {
        const subnet = ec2.Subnet.fromSubnetId(this, id, subnetId);
        Validations.of(subnet).acknowledge({
            id: '@aws-cdk/aws-ec2:noSubnetRouteTableId',
            reason: 'Nothing here makes routes',
        });
        return subnet;
    }

    /** What Lambda needs to attach a function with this role to the VPC; it does not let the function's code do it. */
    allowAttaching(role: iam.Role, functionArn: string): void {
        const actions = [
            'ec2:AssignPrivateIpAddresses',
            'ec2:CreateNetworkInterface',
            'ec2:DeleteNetworkInterface',
            'ec2:DescribeNetworkInterfaces',
            'ec2:DescribeSubnets',
            'ec2:UnassignPrivateIpAddresses',
        ];
        role.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
        role.addToPolicy(
            new iam.PolicyStatement({
                effect: iam.Effect.DENY,
                actions,
                resources: ['*'],
                conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
            }),
        );
        Validations.of(role).acknowledge({
            id: 'AwsSolutions-IAM5[Resource::*]',
            reason:
                'X-Ray takes no resource; the network interfaces do not exist yet when Lambda asks for them, ' +
                "and the function's own code is denied these actions",
        });
    }

    private ownSecurityGroup(props: NetworkProps): ec2.SecurityGroup {
        const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
            vpc: this.vpc,
            description: 'Lambda functions that query Oracle',
            allowAllOutbound: false,
        });
        const port = ec2.Port.tcp(props.databasePort ?? oraclePort);
        if (props.databaseSecurityGroupId !== undefined) {
            const database = ec2.SecurityGroup.fromSecurityGroupId(this, 'Database', props.databaseSecurityGroupId);
            group.addEgressRule(database, port, 'to the database');
            database.addIngressRule(group, port, `from the functions of ${Stack.of(this).stackName}`);
        } else {
            const addresses = props.databaseCidr === undefined ? ec2.Peer.anyIpv4() : ec2.Peer.ipv4(props.databaseCidr);
            group.addEgressRule(addresses, port, 'to the database');
        }
        if (props.secretsEndpoint !== 'create') {
            group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'to Secrets Manager');
        }
        return group;
    }

    private makeSecretsEndpoint(): void {
        const group = new ec2.SecurityGroup(this, 'EndpointSecurityGroup', {
            vpc: this.vpc,
            description: 'Secrets Manager endpoint for the Lambda functions',
            allowAllOutbound: false,
        });
        for (const functions of this.securityGroups) {
            group.addIngressRule(functions, ec2.Port.tcp(443), 'from the functions');
            functions.addEgressRule(group, ec2.Port.tcp(443), 'to the Secrets Manager endpoint');
        }
        new ec2.InterfaceVpcEndpoint(this, 'SecretsEndpoint', {
            vpc: this.vpc,
            service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
            subnets: this.subnets,
            securityGroups: [group],
            privateDnsEnabled: true,
            open: false,
        });
    }
}

/** Rules are made for a security group of our own only: what is asked for must not be dropped without a word. */
function checkRules(props: NetworkProps): void {
    const { databaseSecurityGroupId, databaseCidr, databasePort } = props;
    if (databaseSecurityGroupId !== undefined && databaseCidr !== undefined) {
        throw new SettingError('databaseSecurityGroupId and databaseCidr: give one of the two');
    }
    const rules = databaseSecurityGroupId ?? databaseCidr ?? databasePort;
    if (props.securityGroupIds !== undefined && rules !== undefined) {
        throw new SettingError(
            'securityGroupIds bring their own rules: leave out databaseSecurityGroupId, databaseCidr and databasePort, ' +
                'or let the stack make a group',
        );
    }
}
