import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import { resources, synthesise } from './support';

const vpc = { vpcId: 'vpc-0a1b2c3d', subnetIds: 'subnet-0a1b2c3d,subnet-1a1b2c3d' };
const ownGroup = { 'Fn::GetAtt': [Match.stringLikeRegexp('^OracleNetworkSecurityGroup'), 'GroupId'] };

test('without a VPC nothing of one is made', () => {
    const types = Object.values(resources(synthesise())).map((resource) => resource.Type);
    assert.deepEqual(types.filter((type) => type.startsWith('AWS::EC2::')), []);
});

test('functions are put into the named subnets', () => {
    synthesise(vpc).hasResourceProperties('AWS::Lambda::Function', {
        VpcConfig: { SubnetIds: ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'], SecurityGroupIds: [ownGroup] },
    });
});

test('the security group lets out to the database and Secrets Manager, and nothing in', () => {
    synthesise({ ...vpc, databaseCidr: '10.1.0.0/16', databasePort: '2484' }).hasResourceProperties(
        'AWS::EC2::SecurityGroup',
        {
            SecurityGroupEgress: [
                Match.objectLike({ CidrIp: '10.1.0.0/16', FromPort: 2484, ToPort: 2484, IpProtocol: 'tcp' }),
                Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' }),
            ],
            SecurityGroupIngress: Match.absent(),
        },
    );
});

test('the database\'s security group lets the functions in', () => {
    const template = synthesise({ ...vpc, databaseSecurityGroupId: 'sg-0d1e2f3a' });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
        GroupId: 'sg-0d1e2f3a',
        SourceSecurityGroupId: ownGroup,
        FromPort: 1521,
        ToPort: 1521,
    });
});

test('an endpoint for Secrets Manager takes the place of the way to the internet', () => {
    const template = synthesise({ ...vpc, databaseSecurityGroupId: 'sg-0d1e2f3a', secretsEndpoint: 'create' });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
        VpcEndpointType: 'Interface',
        PrivateDnsEnabled: true,
        SubnetIds: ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'],
    });
    assert.ok(!JSON.stringify(resources(template)).includes('0.0.0.0/0'));
});

test('security groups that exist are used as they are', () => {
    const template = synthesise({ ...vpc, securityGroupIds: 'sg-0a1b2c3d,sg-1a1b2c3d' });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
    template.hasResourceProperties('AWS::Lambda::Function', {
        VpcConfig: Match.objectLike({ SecurityGroupIds: ['sg-0a1b2c3d', 'sg-1a1b2c3d'] }),
    });
});

// Lambda needs these rights to attach the function; the function's own code, on the same role, must not have them.
test('the code of a function in a VPC cannot touch network interfaces', () => {
    synthesise(vpc).hasResourceProperties('AWS::IAM::Policy', {
        PolicyDocument: Match.objectLike({
            Statement: Match.arrayWith([
                Match.objectLike({
                    Effect: 'Deny',
                    Action: Match.arrayWith(['ec2:CreateNetworkInterface']),
                    Condition: { ArnEquals: { 'lambda:SourceFunctionArn': Match.anyValue() } },
                }),
            ]),
        }),
    });
});
