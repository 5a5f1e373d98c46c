"""The workloads of bench/client.cpp with python-oracledb, thin mode: python_client.py WORKLOAD COUNT."""
import json
import os
import re
import sys
import time

import oracledb

FETCH3_ROWS = 100_000
FETCH_SIZE = 10_000


def log_on():
    return oracledb.connect(user=os.environ["ORAXX_BENCH_USER"], password=os.environ["ORAXX_BENCH_PASSWORD"],
                            dsn=os.environ["ORAXX_BENCH_DSN"])


def connect(count):
    def run():
        for _ in range(count):
            log_on().close()

    log_on().close()
    return count, run


def select1(count):
    cursor = log_on().cursor()

    def run(times=count):
        for _ in range(times):
            cursor.execute("select 1 from dual")
            cursor.fetchall()

    run(50)
    return count, run


def fetch3(count):
    cursor = log_on().cursor()
    cursor.arraysize = cursor.prefetchrows = FETCH_SIZE

    def run(times=count):
        for _ in range(times):
            cursor.execute("select n, s, d from bench_rows3")
            if sum(1 for _ in cursor) != FETCH3_ROWS:
                raise RuntimeError("wrong number of rows")

    run(1)
    return count * FETCH3_ROWS, run


def peak_memory_mb():
    with open("/proc/self/status", encoding="ascii") as status:
        return round(int(re.search(r"VmHWM:\s*(\d+)", status.read()).group(1)) / 1024, 2)


def main():
    units, run = {"connect": connect, "select1": select1, "fetch3": fetch3}[sys.argv[1]](int(sys.argv[2]))
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"version": oracledb.__version__, "units": units, "wall_us": wall * 1e6, "cpu_us": cpu * 1e6,
                      "allocations": None,
                      "rss_mb": peak_memory_mb()}))


main()
