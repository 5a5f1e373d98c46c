"""The sample's libraries, too: Powertools for the secret, logs, traces and metrics."""
import os

import oracledb
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.utilities import parameters

tracer = Tracer()
logger = Logger()
metrics = Metrics()


@tracer.capture_lambda_handler
@metrics.log_metrics
def handler(_event, _context):
    logger.info("Reading the secret")
    secret = parameters.get_secret(os.environ["SECRET_NAME"], transform="json")
    dsn = oracledb.makedsn(secret["host"], secret["port"], service_name=secret["service_name"])
    logger.info("Connecting")
    with oracledb.connect(user=secret["username"], password=secret["password"], dsn=dsn) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT table_name FROM all_tables ORDER BY 1")
            rows = cursor.fetchall()
    logger.info("Found %d tables", len(rows))
    return rows
