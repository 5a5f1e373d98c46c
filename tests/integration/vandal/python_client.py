"""The workload of the vandal comparison through python-oracledb (thin): python_client.py HOST PORT. Prints one line:
right, recovered, error or wrong, and why."""
import sys

import oracledb

HOST, PORT = sys.argv[1:3]
ROWS = [(n, "same", "x" * (n * 37 % 700)) for n in range(1, 13)]


def rows(cursor):
    cursor.execute("select level, 'same', rpad('x', mod(level * 37, 700), 'x') from dual connect by level <= 12")
    return cursor.fetchall() == ROWS


def block(cursor):
    total = cursor.var(int)
    cursor.execute("begin :total := :a * 2; end;", [total, 21])
    return total.getvalue() == 42


def failing(cursor):
    try:
        cursor.execute("select nope from dual")
    except oracledb.DatabaseError as why:
        if why.args[0].full_code == "ORA-00904":
            return True
        raise
    return False


def main():
    connection = oracledb.connect(user="SCOTT", password="tiger", dsn=f"{HOST}:{PORT}/FREEPDB1",
                                  tcp_connect_timeout=2)
    connection.call_timeout = 1000
    failed = ""
    for step in (rows, block, failing, rows, block, lambda _: connection.ping() is None, rows):
        cursor = connection.cursor()
        cursor.prefetchrows, cursor.arraysize = 5, 4
        try:
            if not step(cursor):
                return "wrong " + getattr(step, "__name__", "")
        except oracledb.Error as why:
            failed = failed or str(why).splitlines()[0]
            if not connection.is_healthy():
                return "error " + failed
    return "recovered " + failed if failed else "right"


try:
    print(main())
except oracledb.Error as why:
    print("error", str(why).splitlines()[0])
except Exception as why:  # what a driver raises that is no error of its own
    print("unclear", type(why).__name__, why)
