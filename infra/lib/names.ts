/** Names that callers, dashboards and users of the Python sample may rely on: theirs, unchanged. */
export const sampleNames = {
    functions: 'py-oracle-connection-example',
    secret: 'py-oracle-connection-credentials',
    service: 'connection-example',
    metricsNamespace: 'PyOracleConn',
} as const;

/** Metrics that the functions write in CloudWatch's embedded format; dimensions are `service` and `function_name`. */
export const metricNames = {
    /** Milliseconds from the first packet to a session that is logged on. */
    connect: 'ConnectMs',
    /** Milliseconds of one statement, fetching included. */
    query: 'QueryMs',
} as const;

export type Variant = 'thin' | 'thick';
