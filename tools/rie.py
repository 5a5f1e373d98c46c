#!/usr/bin/env python3
"""rie.py: the function under AWS's own Runtime Interface Emulator, and what that cannot do under ours.

The emulator is the program aws-lambda-rie of the Go module github.com/aws/aws-lambda-runtime-interface-emulator: on PATH, or
named by --emulator. Last line: "N passed, N failed".
"""
import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bench"))
from sandbox import Sandbox  # noqa: E402

PATIENCE = 60  # seconds until an answer counts as lost
AT_ONCE = 16
STREAMED_MB = 50
# A thousand bytes a row; the numbers are made by the database.
STATEMENTS = """
-- name: tables
-- default
SELECT table_name FROM all_tables ORDER BY 1;

-- name: employee
-- bind: id number
-- format: objects
SELECT id, name FROM employees WHERE id = :id;

-- name: missing
SELECT 1 FROM no_such_table;

-- name: long_report
-- bind: rows_wanted number
-- format: csv
-- stream
WITH n (i) AS (SELECT 1 FROM dual UNION ALL SELECT i + 1 FROM n WHERE i < :rows_wanted)
SELECT i, RPAD('x', 992, 'x') AS text FROM n;
"""


class SecretsManager(ThreadingHTTPServer):
    """Answers every GetSecretValue with the same secret. Signatures are judged elsewhere (./dev aws)."""

    def __init__(self, secret: dict):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                body = json.dumps({"ARN": "arn", "Name": "secret", "VersionId": "1",
                                   "SecretString": json.dumps(secret)}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Emulator:
    """aws-lambda-rie around the function, on loopback."""

    def __init__(self, program: str, bootstrap: Path, environment: dict, log, at_once: int = 1):
        self.port = free_port()
        addresses = ["--runtime-interface-emulator-address", f"127.0.0.1:{self.port}",
                     "--runtime-api-address", f"127.0.0.1:{free_port()}"]
        environment = {"PATH": os.environ["PATH"], **environment}
        if at_once == 1:
            command = [program, *addresses, str(bootstrap)]
        else:
            # For managed instances it starts /var/task/bootstrap and nothing else: a /var of its own has one.
            environment["AWS_LAMBDA_MAX_CONCURRENCY"] = str(at_once)
            script = ('mount -t tmpfs tmpfs /var && mkdir -p /var/task && cp "$0" /var/task/bootstrap && '
                      'chmod -R go+rX /var && exec "$@"')
            command = ["unshare", "--mount", "sh", "-c", script, str(bootstrap), program, *addresses]
        self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self.wait()

    def wait(self):
        for _ in range(100):
            if self.process.poll() is not None:
                raise RuntimeError("the emulator ended at once")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError("the emulator does not listen")

    def invoke(self, event) -> str:
        url = f"http://127.0.0.1:{self.port}/2015-03-31/functions/function/invocations"
        request = urllib.request.Request(url, json.dumps(event).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Table:
    def __init__(self):
        self.passed = self.failed = 0

    def row(self, where: str, what: str, is_good: bool, seen: str):
        self.passed += is_good
        self.failed += not is_good
        print(f"| {where} | {what} | {'ok' if is_good else 'FAILED'} | {seen[:110]} |", flush=True)


def judge_classic(emulator: Emulator, table: Table):
    where = "AWS's emulator"
    tables = ["DEPARTMENTS"]
    for what in ("{}", "{} again, warm"):
        seen = emulator.invoke({})
        table.row(where, what, tables in json.loads(seen), seen)
    seen = emulator.invoke({"statement": "employee", "binds": {"id": 2}})
    table.row(where, "an event with binds", json.loads(seen) == [{"ID": 2, "NAME": "Grace"}], seen)
    seen = emulator.invoke({"statement": "missing"})
    table.row(where, "an error of the database", json.loads(seen)["errorType"] == "OracleError.ORA00942", seen)
    seen = emulator.invoke({"statement": "employee", "binds": {"id": "x"}})
    table.row(where, "an event that asks wrongly", json.loads(seen)["errorType"] == "EventError.BadBind", seen)
    seen = emulator.invoke({"statement": "long_report", "binds": {"rows_wanted": 5000}})
    table.row(where, "5 MB streamed", seen.count("\r\n") == 5001, f"{len(seen)} bytes")
    seen = emulator.invoke({"statement": "long_report", "binds": {"rows_wanted": 1000 * STREAMED_MB}})
    table.row(where, f"{STREAMED_MB} MB streamed: it takes 6 MiB, as for callers that do not stream",
              "Function.ResponseSizeTooLarge" in seen, seen)
    seen = emulator.invoke({})
    table.row(where, "{} after that", tables in json.loads(seen), seen)


def judge_managed(emulator: Emulator, table: Table):
    # The emulator refuses an event, instead of keeping it, while no slot has asked for one.
    def ask(number: int) -> str:
        for _ in range(1000):
            try:
                return emulator.invoke({"statement": "employee", "binds": {"id": number % 3 + 1}})
            except urllib.error.HTTPError as refused:
                if refused.code != 400:
                    raise
                time.sleep(0.01)
        return "[]"

    with ThreadPoolExecutor(AT_ONCE) as callers:
        seen = list(callers.map(ask, range(20 * AT_ONCE)))
    good = sum(json.loads(text)[:1] == [{"ID": number % 3 + 1, "NAME": ("Ada", "Grace", "Edgar")[number % 3]}]
               for number, text in enumerate(seen))
    table.row("AWS's emulator, managed instances", f"{len(seen)} events, {AT_ONCE} at once", good == len(seen),
              f"{good} right answers")


def judge_ours(given, folder: Path, environment: dict, secret: dict, table: Table):
    report = folder / "report.csv"
    event = {"statement": "long_report", "binds": {"rows_wanted": 1000 * STREAMED_MB}}
    done = subprocess.run(
        [given.local_lambda, "--bootstrap", given.bootstrap, "--event", json.dumps(event), "--secret", json.dumps(secret),
         "--env", f"ORAXX_STATEMENTS={environment['ORAXX_STATEMENTS']}", "--stream-to", report],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    told = [line.removeprefix("oraxx-local-lambda: ") for line in done.stderr.splitlines()
            if line.startswith("oraxx-local-lambda: ")]
    rows = sum(1 for _ in report.open()) if report.exists() else 0
    table.row("ours", f"{STREAMED_MB} MB streamed", done.returncode == 0 and rows == 1000 * STREAMED_MB + 1,
              "; ".join(told[:2]))


def judge_all(given, program: str, folder: Path, table: Table):
    (folder / "statements").mkdir()
    (folder / "statements/all.sql").write_text(STATEMENTS)
    folder.chmod(0o755)
    with Sandbox(given.sandbox, ROOT / "tools/demo.sql", user="demo") as sandbox:
        judge_with(given, program, folder, sandbox.secret(), table)


def judge_with(given, program: str, folder: Path, secret: dict, table: Table):
    secrets = SecretsManager(secret)
    environment = {
        "SECRET_NAME": "secret", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "example", "AWS_LAMBDA_FUNCTION_NAME": "oraxx",
        "AWS_ENDPOINT_URL_SECRETS_MANAGER": f"http://127.0.0.1:{secrets.server_port}",
        "ORAXX_STATEMENTS": str(folder / "statements"), "ORAXX_LAMBDA_LOGOFF": "yes"}
    modes = [(1, judge_classic)]
    if os.geteuid() == 0:
        modes.append((AT_ONCE, judge_managed))
    else:
        print("managed instances are left out: the emulator wants a file below /var and root's rights")
    try:
        with (folder / "emulator.log").open("w") as log:
            for at_once, judge in modes:
                emulator = Emulator(program, given.bootstrap, environment, log, at_once)
                try:
                    judge(emulator, table)
                finally:
                    emulator.end()
        judge_ours(given, folder, environment, secret, table)
    finally:
        if table.failed:
            print((folder / "emulator.log").read_text()[-3000:], file=sys.stderr)


def main() -> int:
    programs = ROOT / "build/release/bin"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--emulator", default="aws-lambda-rie")
    parser.add_argument("--bootstrap", type=Path, default=programs / "bootstrap")
    parser.add_argument("--local-lambda", type=Path, default=programs / "oraxx-local-lambda")
    parser.add_argument("--sandbox", type=Path, default=programs / "oraxx-sandbox")
    given = parser.parse_args()
    program = shutil.which(given.emulator)
    if not program:
        print(f"rie: there is no program '{given.emulator}': name it by --emulator", file=sys.stderr)
        return 2
    table = Table()
    print("| where | what | | seen |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        judge_all(given, os.path.abspath(program), Path(folder), table)
    print(f"{table.passed} passed, {table.failed} failed")
    return 1 if table.failed else 0


if __name__ == "__main__":
    sys.exit(main())
