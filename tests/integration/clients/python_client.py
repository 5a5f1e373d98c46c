"""Runs the interop scenarios through python-oracledb (thin) and prints what happened, one JSON object a line.

What is right is not known here: tools/interop.py compares. The forms of values are described in
tests/integration/scenarios/README.md.
"""
import datetime
import decimal
import json
import os
import re
import sys
import threading
import time

import oracledb

if "ORAXX_ORACLE_CLIENT" in os.environ:  # thick mode, over Oracle's own client library
    oracledb.init_oracle_client(lib_dir=os.environ["ORAXX_ORACLE_CLIENT"])
oracledb.defaults.fetch_decimals = True
oracledb.defaults.program = "python"  # its path would change the length of connect data

TYPES = {
    "NUMBER": oracledb.DB_TYPE_NUMBER, "VARCHAR2": oracledb.DB_TYPE_VARCHAR, "NVARCHAR2": oracledb.DB_TYPE_NVARCHAR,
    "CHAR": oracledb.DB_TYPE_CHAR, "NCHAR": oracledb.DB_TYPE_NCHAR, "RAW": oracledb.DB_TYPE_RAW,
    "DATE": oracledb.DB_TYPE_DATE, "TIMESTAMP": oracledb.DB_TYPE_TIMESTAMP,
    "TIMESTAMP WITH TIME ZONE": oracledb.DB_TYPE_TIMESTAMP_TZ,
    "TIMESTAMP WITH LOCAL TIME ZONE": oracledb.DB_TYPE_TIMESTAMP_LTZ,
    "INTERVAL DAY TO SECOND": oracledb.DB_TYPE_INTERVAL_DS, "INTERVAL YEAR TO MONTH": oracledb.DB_TYPE_INTERVAL_YM,
    "BINARY_FLOAT": oracledb.DB_TYPE_BINARY_FLOAT, "BINARY_DOUBLE": oracledb.DB_TYPE_BINARY_DOUBLE,
    "BOOLEAN": oracledb.DB_TYPE_BOOLEAN, "ROWID": oracledb.DB_TYPE_ROWID,
}
NAMES = {value: name for name, value in TYPES.items()}

# Errors the client makes up itself, as the database numbers they stand for.
CLIENT_ERRORS = {"DPY-6001": 12514, "DPY-6003": 12505}
TIMEOUT = "DPY-4024"


def parse_time(text):
    match = re.fullmatch(r"(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?", text)
    fields = [int(part) for part in match.groups()[:6]]
    return datetime.datetime(*fields, int((match[7] or "0").ljust(6, "0")[:6]))


def parse_interval_ds(text):
    match = re.fullmatch(r"(-?)(\d+) (\d+):(\d+):(\d+)(?:\.(\d+))?", text)
    value = datetime.timedelta(days=int(match[2]), hours=int(match[3]), minutes=int(match[4]), seconds=int(match[5]),
                               microseconds=int((match[6] or "0").ljust(6, "0")[:6]))
    return -value if match[1] else value


def parse_interval_ym(text):
    match = re.fullmatch(r"(-?)(\d+)-(\d+)", text)
    sign = -1 if match[1] else 1
    return oracledb.IntervalYM(sign * int(match[2]), sign * int(match[3]))


def native(type_name, text):
    if text is None:
        return None
    if type_name == "NUMBER":
        return decimal.Decimal(text)
    if type_name in ("BINARY_FLOAT", "BINARY_DOUBLE"):
        return float(text)
    if type_name == "RAW":
        return bytes.fromhex(text)
    if type_name == "BOOLEAN":
        return text == "true"
    if type_name == "DATE" or type_name.startswith("TIMESTAMP"):
        return parse_time(text)
    if type_name == "INTERVAL DAY TO SECOND":
        return parse_interval_ds(text)
    if type_name == "INTERVAL YEAR TO MONTH":
        return parse_interval_ym(text)
    return text


def shown_time(value):
    text = value.strftime("%Y-%m-%dT%H:%M:%S")
    text = text.rjust(19, "0")
    return text + (f".{value.microsecond:06d}".rstrip("0") if value.microsecond else "")


def shown_interval(value):
    sign, value = ("-", -value) if value < datetime.timedelta(0) else ("", value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    return f"{sign}{value.days} {hours:02d}:{minutes:02d}:{seconds:02d}{fraction}"


def shown(value):
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, decimal.Decimal)):
        text = format(decimal.Decimal(value), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, float):
        return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(value), repr(value))
    if isinstance(value, bytes):
        return value.hex().upper()
    if isinstance(value, datetime.datetime):
        return shown_time(value)
    if isinstance(value, datetime.timedelta):
        return shown_interval(value)
    if isinstance(value, oracledb.IntervalYM):
        months = value.years * 12 + value.months
        return f"{'-' if months < 0 else ''}{abs(months) // 12}-{abs(months) % 12:02d}"
    raise TypeError(f"no text form for {type(value)}")


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


def make_binds(cursor, binds):
    """Declares the binds; what execute() is given besides the statement, and the variables that receive values."""
    sizes, values, outputs = [], [], []
    for bind in binds:
        if "out" in bind:
            variable = cursor.var(TYPES[bind["out"]], bind.get("size", 0))
            if "value" in bind:
                variable.setvalue(0, native(bind["out"], bind["value"]))
            sizes.append(variable)
            values.append(variable)
            outputs.append(variable)
        else:
            sizes.append(TYPES[bind["type"]])
            values.append(native(bind["type"], bind["value"]))
    if not binds:
        return [], outputs
    if "name" not in binds[0]:
        cursor.setinputsizes(*sizes)
        return [values], outputs
    names = [bind["name"] for bind in binds]
    cursor.setinputsizes(**dict(zip(names, sizes)))
    return [dict(zip(names, values))], outputs


def shown_columns(cursor):
    return {"names": [column[0] for column in cursor.description],
            "types": [NAMES[column[1]] for column in cursor.description]}


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
        cursor = connection.cursor()
        cursor.arraysize = step.get("fetch_size", 100)
        if "prefetch" in step:
            cursor.prefetchrows = step["prefetch"]
        arguments, outputs = make_binds(cursor, step.get("binds", []))
        cursor.execute(step["sql"], *arguments)
        return self.result_of(connection, cursor, outputs)

    def result_of(self, connection, cursor, outputs):
        result = {"in_transaction": connection.transaction_in_progress}
        if cursor.description:
            result |= shown_columns(cursor)
            result["rows"] = [[shown(value) for value in row] for row in cursor]
        else:
            result["count"] = cursor.rowcount
            result["rowid"] = cursor.lastrowid
        if outputs:
            result["out"] = [shown(variable.getvalue()) for variable in outputs]
        return result

    def execute_many(self, connection, step):
        cursor = connection.cursor()
        cursor.setinputsizes(*[TYPES[name] for name in step["many_types"]])
        rows = [[native(name, text) for name, text in zip(step["many_types"], row)] for row in step["many"]]
        cursor.executemany(step["sql"], rows, batcherrors=step.get("batch_errors_on", False))
        result = {"count": cursor.rowcount, "in_transaction": connection.transaction_in_progress}
        if step.get("batch_errors_on"):
            result["batch_errors"] = [[error.offset, error.code] for error in cursor.getbatcherrors()]
        return result

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
        if "change_password" in step:
            connection.changepassword(*step["change_password"])
            return {}
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
