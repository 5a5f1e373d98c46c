import {
    aws_cloudwatch as cloudwatch,
    aws_cloudwatch_actions as actions,
    aws_iam as iam,
    aws_kms as kms,
    aws_sns as sns,
    aws_sns_subscriptions as subscriptions,
    aws_sqs as sqs,
    Duration,
    Stack,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { metricNames, sampleNames } from './names';
import { OracleFunction } from './oracle_function';

export interface MonitoringProps {
    readonly functions: readonly OracleFunction[];
    readonly deadLetters: sqs.Queue;
    readonly key: kms.Key;
    readonly dashboardName: string;
    readonly reservedConcurrency: number;
    /** Alarms are sent there. Default: they are shown by the dashboard only. */
    readonly alarmEmail?: string;
    /** A logon that takes longer, in milliseconds at the 99th percentile, is an alarm. */
    readonly connectAlarmMs: number;
}

const period = Duration.minutes(5);
/** An invocation that takes this part of its timeout is about to be cut off. */
const timeoutShare = 0.8;
const widgetWidth = 12;

/** Alarms and one dashboard. */
export class Monitoring extends Construct {
    readonly alarms: cloudwatch.Alarm[] = [];
    readonly dashboard: cloudwatch.Dashboard;

    constructor(scope: Construct, id: string, props: MonitoringProps) {
        super(scope, id);
        for (const each of props.functions) this.watchFunction(each, props.connectAlarmMs);
        this.watchDeadLetters(props.deadLetters);
        if (props.alarmEmail !== undefined) this.mailAlarms(props.alarmEmail, props.key);
        this.dashboard = this.makeDashboard(props);
    }

    private watchFunction(watched: OracleFunction, connectAlarmMs: number): void {
        const name = watched.node.id;
        const { lambda, timeout } = watched;
        this.alarm(`${name}Errors`, 'an invocation failed; its error and log say at which phase', {
            metric: lambda.metricErrors({ period, statistic: 'Sum' }),
            threshold: 1,
        });
        this.alarm(`${name}Throttles`, 'more events at once than reserved concurrency, which database sessions bound', {
            metric: lambda.metricThrottles({ period, statistic: 'Sum' }),
            threshold: 1,
        });
        this.alarm(`${name}DeadLetterErrors`, 'an event could be sent nowhere and is lost', {
            metric: lambda.metric('DeadLetterErrors', { period, statistic: 'Sum' }),
            threshold: 1,
        });
        this.alarm(`${name}Duration`, 'invocations come near their timeout', {
            metric: lambda.metricDuration({ period, statistic: 'p99' }),
            threshold: timeout.toMilliseconds() * timeoutShare,
        });
        this.alarm(`${name}Connect`, 'logging on to the database takes long', {
            metric: databaseMetric(watched, metricNames.connect, 'p99'),
            threshold: connectAlarmMs,
        });
    }

    private watchDeadLetters(queue: sqs.Queue): void {
        this.alarm('DeadLetters', 'an event failed for good and waits in the dead letter queue', {
            metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
            threshold: 1,
        });
    }

    private alarm(id: string, description: string, what: { metric: cloudwatch.Metric; threshold: number }): void {
        this.alarms.push(
            new cloudwatch.Alarm(this, id, {
                ...what,
                alarmDescription: description,
                evaluationPeriods: 1,
                comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
                // A function that nobody calls is no fault.
                treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
            }),
        );
    }

    private mailAlarms(address: string, key: kms.Key): void {
        const topic = new sns.Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
        topic.addSubscription(new subscriptions.EmailSubscription(address));
        // A topic policy replaces the default one, which would have let the account's alarms publish.
        const alarms = new iam.ServicePrincipal('cloudwatch.amazonaws.com');
        topic.addToResourcePolicy(
            new iam.PolicyStatement({
                principals: [alarms],
                actions: ['sns:Publish'],
                resources: [topic.topicArn],
                conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
            }),
        );
        key.grant(alarms, 'kms:Decrypt', 'kms:GenerateDataKey');
        const action = new actions.SnsAction(topic);
        for (const alarm of this.alarms) alarm.addAlarmAction(action);
    }

    private makeDashboard(props: MonitoringProps): cloudwatch.Dashboard {
        const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: props.dashboardName });
        dashboard.addWidgets(
            new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: this.alarms, width: 2 * widgetWidth, height: 3 }),
        );
        for (const each of props.functions) {
            const { lambda } = each;
            dashboard.addWidgets(
                new cloudwatch.GraphWidget({
                    title: `${each.node.id}: invocations`,
                    width: widgetWidth,
                    left: [lambda.metricInvocations({ period }), lambda.metricErrors({ period })],
                    right: [
                        lambda.metric('ConcurrentExecutions', { period, statistic: 'Maximum' }),
                        lambda.metricThrottles({ period }),
                    ],
                    rightAnnotations: [{ value: props.reservedConcurrency, label: 'reserved concurrency' }],
                }),
                new cloudwatch.GraphWidget({
                    title: `${each.node.id}: milliseconds`,
                    width: widgetWidth,
                    left: [
                        lambda.metricDuration({ period, statistic: 'p50' }),
                        lambda.metricDuration({ period, statistic: 'p99' }),
                        databaseMetric(each, metricNames.connect, 'p99'),
                        databaseMetric(each, metricNames.query, 'p99'),
                    ],
                }),
            );
        }
        dashboard.addWidgets(
            new cloudwatch.GraphWidget({
                title: 'Dead letters',
                width: widgetWidth,
                left: [
                    props.deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
                    ...props.functions.map((each) =>
                        each.lambda.metric('DeadLetterErrors', {
                            period,
                            statistic: 'Sum',
                            label: `${each.node.id}: lost`,
                        }),
                    ),
                ],
            }),
        );
        return dashboard;
    }
}

/** A metric that the function writes itself. */
function databaseMetric(of: OracleFunction, metricName: string, statistic: string): cloudwatch.Metric {
    return new cloudwatch.Metric({
        namespace: sampleNames.metricsNamespace,
        metricName,
        dimensionsMap: { service: sampleNames.service, function_name: of.lambda.functionName },
        statistic,
        period,
    });
}
