"""Runs the interop scenarios through python-oracledb's asyncio API: its message layer reads and writes on its own
paths. Values are turned and shown as in python_client.py.
"""
import asyncio
import json
import os
import sys
import time

import oracledb

from python_client import (describe, dsn_of, error_result, logon_arguments, make_binds, many_result, many_rows,
                           shown_columns)
from python_values import shown, shown_as


async def settled(value):
    """What has to be waited for to be shown: the text of a LOB, the rows of a cursor."""
    if isinstance(value, oracledb.AsyncLOB):
        return await value.read()
    if isinstance(value, oracledb.AsyncCursor):
        return [[shown(await settled(each)) for each in row] async for row in value]
    return value


async def execute(connection, step):
    cursor = connection.cursor()
    cursor.arraysize = step.get("fetch_size", 100)
    if "prefetch" in step:
        cursor.prefetchrows = step["prefetch"]
    arguments, outputs = make_binds(connection, cursor, step)
    await cursor.execute(step["sql"], *arguments)
    result = {"in_transaction": connection.transaction_in_progress}
    if cursor.description:
        result |= shown_columns(cursor)
        result["rows"] = [[shown_as(name, await settled(value)) for name, value in zip(result["types"], row)]
                          async for row in cursor]
    else:
        result |= {"count": cursor.rowcount, "rowid": cursor.lastrowid, "warning": cursor.warning is not None}
    returning = len(step.get("returning", []))
    if returning:
        result["returned"] = [[shown(variable.getvalue())] for _, variable in outputs[-returning:]]
    if len(outputs) > returning:
        result["out"] = [shown_as(name, await settled(variable.getvalue()))
                         for name, variable in outputs[:len(outputs) - returning]]
    return result


async def execute_many(connection, step):
    cursor = connection.cursor()
    rows, returning = many_rows(connection, cursor, step)
    await cursor.executemany(step["sql"], rows, batcherrors=step.get("batch_errors_on", False),
                             arraydmlrowcounts=step.get("row_counts_on", False))
    return many_result(connection, cursor, step, returning)


async def cancelled(connection, step):
    loop = asyncio.get_running_loop()
    timer = loop.call_later(step["cancel_after_ms"] / 1000, connection.cancel)
    try:
        return await execute(connection, step)
    finally:
        timer.cancel()


async def timed(connection, step):
    connection.call_timeout = step["call_timeout_ms"]
    try:
        return await execute(connection, step)
    finally:
        connection.call_timeout = 0


class Runner:
    def __init__(self, target):
        self.target = target
        self.sessions = {}
        self.pools = {}

    async def connect(self, name, settings, logon):
        given = {**self.target, **settings}
        arguments = {"user": given["user"], "password": given["password"],
                     "dsn": dsn_of(given, logon.get("pooled", False)), **logon_arguments(logon)}
        if "pooled" in logon:
            self.pools[name] = oracledb.create_pool_async(min=1, max=1, ping_interval=-1, **arguments)
            self.sessions[name] = await self.pools[name].acquire()
        else:
            self.sessions[name] = await oracledb.connect_async(**arguments)
        return {"version": self.sessions[name].version}

    async def release(self, name):
        await self.sessions[name].close()
        self.sessions[name] = await self.pools[name].acquire()
        return {}

    async def close(self, name):
        await self.sessions.pop(name).close()
        if name in self.pools:
            await self.pools.pop(name).close()
        return {}

    async def act(self, step):
        name = step.get("session", "main")
        if "connect" in step:
            return await self.connect(name, step["connect"], step.get("logon", {}))
        connection = self.sessions[name]
        if step.get("do") == "release":
            return await self.release(name)
        if step.get("do") == "close":
            return await self.close(name)
        if "do" in step:
            await getattr(connection, step["do"])()
            return {"in_transaction": connection.transaction_in_progress}
        if describe(connection, step):
            return {}
        if "change_password" in step:
            await connection.changepassword(*step["change_password"])
            return {}
        if "many" in step:
            return await execute_many(connection, step)
        if "cancel_after_ms" in step:
            return await cancelled(connection, step)
        if "call_timeout_ms" in step:
            return await timed(connection, step)
        return await execute(connection, step)

    async def run_step(self, step):
        started = time.monotonic()
        try:
            result = await self.act(step)
        except oracledb.Error as error:
            result = error_result(error)
        result["ms"] = int((time.monotonic() - started) * 1000)
        return result


async def main():
    print(json.dumps({"client": "python-oracledb asyncio", "version": oracledb.__version__}), flush=True)
    runner = Runner(json.loads(os.environ["INTEROP_TARGET"]))
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await runner.run_step(json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
