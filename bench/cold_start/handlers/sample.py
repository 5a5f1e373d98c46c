"""What the sample does with plain boto3: secret from Secrets Manager, a new connection for each invocation."""
import json
import os
import time

import boto3
import oracledb

CACHE_SECONDS = 5  # as Powertools, which the sample reads its secret with
secrets = boto3.client("secretsmanager")
cached = {"until": 0.0, "value": None}


def database():
    if time.monotonic() >= cached["until"]:
        text = secrets.get_secret_value(SecretId=os.environ["SECRET_NAME"])["SecretString"]
        cached.update(value=json.loads(text), until=time.monotonic() + CACHE_SECONDS)
    return cached["value"]


def connect():
    secret = database()
    dsn = oracledb.makedsn(secret["host"], secret["port"], service_name=secret["service_name"])
    return oracledb.connect(user=secret["username"], password=secret["password"], dsn=dsn)


def tables(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM all_tables ORDER BY 1")
        return cursor.fetchall()


def handler(_event, _context):
    with connect() as connection:
        return tables(connection)
