"""Tries one connection with python-oracledb: a JSON object in, one out. See tools/faults.py."""
import json
import sys
import time

import oracledb


def attempt(request: dict) -> dict:
    start = time.monotonic()
    try:
        connection = oracledb.connect(dsn=request["dsn"], user=request["user"], password=request["password"],
                                      tcp_connect_timeout=request["timeout"])
        connection.close()
        message = None
    except Exception as error:  # whatever it is, it is what the user sees
        message = str(error) if isinstance(error, oracledb.Error) else f"{type(error).__name__}: {error}"
    return {"message": message, "ms": (time.monotonic() - start) * 1000, "version": oracledb.__version__}


print(json.dumps(attempt(json.load(sys.stdin))))
