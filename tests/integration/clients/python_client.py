"""Runs the interop scenarios through python-oracledb (thin) and prints what happened, one JSON object a line.

What is right is not known here: tools/interop.py compares. The forms of values are described in
tests/integration/scenarios/README.md.
"""
import json
import os
import re
import sys
import threading
import time

import oracledb

from python_values import NAMES, bound, shown, shown_as, type_called

if "ORAXX_ORACLE_CLIENT" in os.environ:  # thick mode, over Oracle's own client library
    oracledb.init_oracle_client(lib_dir=os.environ["ORAXX_ORACLE_CLIENT"])
oracledb.defaults.fetch_decimals = True
oracledb.defaults.fetch_lobs = False  # steps say when locators are wanted
oracledb.defaults.program = "python"  # its path would change the length of connect data

# Errors the client makes up itself, as the database numbers they stand for.
CLIENT_ERRORS = {"DPY-6001": 12514, "DPY-6003": 12505}
TIMEOUT = "DPY-4024"
OUT_OF_RESULT = "DPY-2063"


def error_result(error):
    facts = error.args[0]
    text = str(facts)
    if TIMEOUT in text:
        return {"error": {"timeout": True}}
    for code, number in CLIENT_ERRORS.items():
        if code in text:
            return {"error": {"code": number}}
    match = re.search(r"ORA-(\d{5})", text)
    return {"error": {"code": int(match[1]) if match else None, "offset": getattr(facts, "offset", None),
                      "text": text.split("\n")[0]}}


PRIVILEGES = {"SYSDBA": oracledb.AUTH_MODE_SYSDBA, "SYSOPER": oracledb.AUTH_MODE_SYSOPER,
              "SYSASM": oracledb.AUTH_MODE_SYSASM, "SYSBACKUP": oracledb.AUTH_MODE_SYSBKP,
              "SYSDG": oracledb.AUTH_MODE_SYSDGD, "SYSKM": oracledb.AUTH_MODE_SYSKMT,
              "SYSRAC": oracledb.AUTH_MODE_SYSRAC}


def logon_arguments(logon):
    """Of connect(), for a step's `logon`."""
    out = {}
    if "proxy_client" in logon:
        out["proxy_user"] = logon["proxy_client"]
    if "privilege" in logon:
        out["mode"] = PRIVILEGES[logon["privilege"]]
    if "new_password" in logon:
        out["newpassword"] = logon["new_password"]
    if "edition" in logon:
        out["edition"] = logon["edition"]
    if "context" in logon:
        out["appcontext"] = [tuple(each) for each in logon["context"]]
    if "class" in logon:
        out["cclass"] = logon["class"]
    if "purity" in logon:
        out["purity"] = oracledb.Purity[logon["purity"]]
    return out


TAGS = {"client_id": "client_identifier", "module": "module", "action": "action", "client_info": "clientinfo",
        "operation": "dbop"}


def describe(connection, step):
    """What needs no call of its own; False when the step is about something else."""
    if "describe_session" in step:
        connection.module, connection.action = step["describe_session"]
        connection.client_identifier = step["describe_session"][0]
    elif "tags" in step:
        for tag, value in step["tags"].items():
            setattr(connection, TAGS[tag], value or None)
    elif "schema" in step:
        connection.current_schema = step["schema"]
    else:
        return False
    return True


def dsn_of(target, pooled=False):
    field = f"(SID={target['sid']})" if "sid" in target else f"(SERVICE_NAME={target['service']})"
    field += "(SERVER=POOLED)" if pooled else ""
    return (f"(DESCRIPTION={target['options']}(ADDRESS=(PROTOCOL={target['protocol']})(HOST={target['host']})"
            f"(PORT={target['port']}))(CONNECT_DATA={field}){target['security']})")


def declare(connection, cursor, bind):
    """A variable for a bind that brings a value back, or that has several."""
    type_name = bind.get("out") or bind["type"]
    kind = type_called(connection, type_name)
    if "values" in bind or "elements" in bind:
        values = [bound(connection, type_name, each) for each in bind.get("values", [])]
        made = cursor.arrayvar(kind, max(bind.get("elements", 0), len(values), 1), bind.get("size", 0))
        made.setvalue(0, values)
        return made
    made = cursor.var(kind, bind.get("size", 0))
    if "value" in bind:
        value = bound(connection, type_name, bind["value"])
        made.setvalue(0, connection.createlob(kind, value) if type_name.endswith("LOB") and value else value)
    return made


def make_binds(connection, cursor, step):
    """Declares the binds; what execute() is given besides the statement, and the variables that receive values, with
    the names of their types."""
    sizes, values, outputs = [], [], []
    binds = step.get("binds", []) + [{"out": name} for name in step.get("returning", [])]
    for bind in binds:
        if "out" not in bind and "values" not in bind:
            sizes.append(type_called(connection, bind["type"]))
            values.append(bound(connection, bind["type"], bind["value"]))
            continue
        variable = declare(connection, cursor, bind)
        sizes.append(variable)
        values.append(variable)
        if "out" in bind:
            outputs.append((bind["out"], variable))
    if not binds:
        return [], outputs
    if "name" not in binds[0]:
        cursor.setinputsizes(*sizes)
        return [values], outputs
    names = [bind["name"] for bind in binds]
    cursor.setinputsizes(**dict(zip(names, sizes)))
    return [dict(zip(names, values))], outputs


def name_of(column_type):
    if isinstance(column_type, oracledb.DbObjectType):
        return f"OBJECT {column_type.schema}.{column_type.name}"
    return NAMES[column_type]


def shown_columns(cursor):
    return {"names": [column[0] for column in cursor.description],
            "types": [name_of(column.type if column.type_code == oracledb.DB_TYPE_OBJECT else column.type_code)
                      for column in cursor.description]}


def shown_rows(cursor, types):
    return [[shown_as(name, value) for name, value in zip(types, row)] for row in cursor]


def many_rows(connection, cursor, step):
    """Declares the binds of an array execution; their values, and the variables behind RETURNING."""
    types = step["many_types"]
    returning = [cursor.var(type_called(connection, name), arraysize=len(step["many"]))
                 for name in step.get("returning", [])]
    cursor.setinputsizes(*[type_called(connection, name) for name in types], *returning)
    return [[bound(connection, name, text) for name, text in zip(types, row)] for row in step["many"]], returning


def many_result(connection, cursor, step, returning):
    result = {"count": cursor.rowcount, "in_transaction": connection.transaction_in_progress}
    if step.get("batch_errors_on"):
        result["batch_errors"] = [[error.offset, error.code] for error in cursor.getbatcherrors()]
    if step.get("row_counts_on"):
        result["row_counts"] = cursor.getarraydmlrowcounts()
    if returning:
        result["returned"] = [[shown(variable.getvalue(at)) for at in range(len(step["many"]))]
                              for variable in returning]
    return result


class Runner:
    def __init__(self, target):
        self.target = target
        self.sessions = {}
        self.pools = {}

    def connect(self, name, settings, logon):
        given = {**self.target, **settings}
        arguments = {"user": given["user"], "password": given["password"],
                     "dsn": dsn_of(given, logon.get("pooled", False)), **logon_arguments(logon)}
        if "pooled" in logon:  # only a pool gives a session back and takes it again on one connection
            self.pools[name] = oracledb.create_pool(min=1, max=1, ping_interval=-1, **arguments)
            self.sessions[name] = self.pools[name].acquire()
        else:
            self.sessions[name] = oracledb.connect(**arguments)
        return {"version": self.sessions[name].version}

    def release(self, name):
        self.sessions[name].close()
        self.sessions[name] = self.pools[name].acquire()
        return {}

    def execute(self, connection, step):
        cursor = connection.cursor(scrollable="scroll" in step)
        cursor.arraysize = step.get("fetch_size", 100)
        if "prefetch" in step:
            cursor.prefetchrows = step["prefetch"]
        if step.get("parse_only"):
            cursor.parse(step["sql"])
            return shown_columns(cursor) if cursor.description else {}
        if "call" in step:
            return self.call(connection, cursor, step)
        arguments, outputs = make_binds(connection, cursor, step)
        cursor.execute(step["sql"], *arguments, fetch_lobs="lob" in step or step.get("locators", False))
        if "lob" in step:
            return self.lob_result(connection, cursor.fetchone()[0], step)
        if "scroll" in step:
            return shown_columns(cursor) | {"rows": self.scrolled(cursor, step["scroll"])}
        return self.result_of(connection, cursor, step, outputs)

    @staticmethod
    def call(connection, cursor, step):
        binds = step.get("binds", [])
        values = [declare(connection, cursor, bind) for bind in binds]
        names = [bind["out"] for bind in binds if "out" in bind]
        if "returns" in step:
            answer = cursor.callfunc(step["call"], type_called(connection, step["returns"]), values)
            out = [shown_as(step["returns"], answer)]
        else:
            cursor.callproc(step["call"], values)
            out = []
        received = [variable.getvalue() for bind, variable in zip(binds, values) if "out" in bind]
        return {"out": out + [shown_as(name, value) for name, value in zip(names, received)],
                "in_transaction": connection.transaction_in_progress}

    @staticmethod
    def scrolled(cursor, moves):
        rows = []
        for mode, *by in moves:
            try:
                cursor.scroll(*by, mode=mode) if mode in ("absolute", "relative", "first", "last") else \
                    cursor.scroll(1 if mode == "next" else -1)
            except (IndexError, oracledb.Error) as error:
                if not isinstance(error, IndexError) and OUT_OF_RESULT not in str(error):
                    raise
                rows.append(None)
                continue
            row = cursor.fetchone()
            rows.append(row and [shown(value) for value in row])
        return rows

    @staticmethod
    def lob_result(connection, lob, step):
        type_name = NAMES[lob.type]
        results = []
        for name, *given in step["lob"]:
            if name == "size":
                results.append(lob.size())
            elif name == "read":
                results.append(shown(lob.read(*given)))
            elif name == "write":
                lob.write(bound(connection, type_name, given[1]), given[0])
                results.append(None)
            elif name == "append":
                lob.write(bound(connection, type_name, given[0]), lob.size() + 1)
                results.append(None)
            elif name == "names":
                results.append(list(lob.getfilename()))
            else:
                call = {"is_open": "isopen", "exists": "fileexists"}.get(name, name)
                results.append(getattr(lob, call)(*given))
        return {"lob_results": results, "in_transaction": connection.transaction_in_progress}

    @staticmethod
    def result_of(connection, cursor, step, outputs):
        result = {"in_transaction": connection.transaction_in_progress}
        if cursor.description:
            result |= shown_columns(cursor)
            result["rows"] = shown_rows(cursor, result["types"])
        else:
            result["count"] = cursor.rowcount
            result["rowid"] = cursor.lastrowid
            result["warning"] = cursor.warning is not None
        returning = len(step.get("returning", []))
        if returning:
            result["returned"] = [[shown(variable.getvalue())] for _, variable in outputs[-returning:]]
        if len(outputs) > returning:
            given = outputs[:len(outputs) - returning]
            result["out"] = [shown_as(name, variable.getvalue()) for name, variable in given]
        implicit = [shown_rows(each, shown_columns(each)["types"]) for each in cursor.getimplicitresults()] \
            if step.get("implicit_results") else []
        if implicit:
            result["implicit"] = implicit
        return result

    def execute_many(self, connection, step):
        cursor = connection.cursor()
        rows, returning = many_rows(connection, cursor, step)
        cursor.executemany(step["sql"], rows, batcherrors=step.get("batch_errors_on", False),
                           arraydmlrowcounts=step.get("row_counts_on", False))
        return many_result(connection, cursor, step, returning)

    def cancelled(self, connection, step):
        timer = threading.Timer(step["cancel_after_ms"] / 1000, connection.cancel)
        timer.start()
        try:
            return self.execute(connection, step)
        finally:
            timer.join()

    def timed(self, connection, step):
        connection.call_timeout = step["call_timeout_ms"]
        try:
            return self.execute(connection, step)
        finally:
            connection.call_timeout = 0

    def act(self, step):
        name = step.get("session", "main")
        if "connect" in step:
            return self.connect(name, step["connect"], step.get("logon", {}))
        connection = self.sessions[name]
        if step.get("do") == "release":
            return self.release(name)
        if "do" in step:
            if step["do"] == "close":
                del self.sessions[name]
            if name in self.pools and step["do"] == "close":
                connection.close()
                self.pools.pop(name).close()
                return {}
            getattr(connection, step["do"])()
            usable = step["do"] != "close"
            return {"in_transaction": connection.transaction_in_progress} if usable else {}
        if describe(connection, step):
            return {}
        if "autocommit" in step:
            connection.autocommit = step["autocommit"]
            return {}
        if "change_password" in step:
            connection.changepassword(*step["change_password"])
            return {}
        if "temporary" in step:
            return self.lob_result(connection, connection.createlob(type_called(connection, step["temporary"])), step)
        if "many" in step:
            return self.execute_many(connection, step)
        if "cancel_after_ms" in step:
            return self.cancelled(connection, step)
        if "call_timeout_ms" in step:
            return self.timed(connection, step)
        return self.execute(connection, step)

    def run_step(self, step):
        started = time.monotonic()
        try:
            result = self.act(step)
        except oracledb.Error as error:
            result = error_result(error)
        result["ms"] = int((time.monotonic() - started) * 1000)
        return result


def main():
    print(json.dumps({"client": "python-oracledb", "version": oracledb.__version__}), flush=True)
    target = json.loads(os.environ["INTEROP_TARGET"])
    runner = Runner(target)
    for line in sys.stdin:
        print(json.dumps(runner.run_step(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
