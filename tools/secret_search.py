#!/usr/bin/env python3
"""secret_search.py: does any output tell a password, a bind value or a row's secret?

Everything runs with secrets of its own making, as talkative as it gets: the sandbox with --verbose, oraxx with right and
wrong passwords, failing statements with binds, configuration documents, diagnosis as JSON, redacted recordings, and with
--function the Lambda function with its log. With --suite the whole log of the test suite is searched as well. What they
print and write is searched for every secret as it is, in hexadecimal, in base64, percent-encoded and as UTF-16. Then a
leak in each of these forms is planted, and the same search has to find it. Last line: "secrets: N outputs, N secrets,
N leaks, N of N planted leaks found".
"""
import argparse
import base64
import json
import os
import secrets
import subprocess
import sys
import tempfile
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import fault_peers as peers  # noqa: E402
from interop import SERVICE, USER, Sandbox  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds for one program
# Passwords of accounts, new passwords and wallet passwords in tests/.
SUITE_PASSWORDS = ("tiger", "TigeR", "Lion_2", "WalletPasswd123#xyz", "not-in-any-text")


def forms_of(secret: str) -> dict:
    raw = secret.encode()
    wide = secret.encode("utf-16-be")
    return {"as it is": raw, "in hexadecimal": raw.hex().encode(), "in upper-case hexadecimal": raw.hex().upper().encode(),
            "in base64": base64.b64encode(raw).rstrip(b"="), "percent-encoded": urllib.parse.quote(secret, safe="").encode(),
            "as UTF-16": wide, "as UTF-16 in hexadecimal": wide.hex().encode()}


@dataclass
class Search:
    """Secrets that were used, and what was printed while they were."""

    known: dict = field(default_factory=dict)  # what it is: secret
    outputs: dict = field(default_factory=dict)  # where it was printed: bytes

    def secret(self, what: str) -> str:
        """A new one. Characters that quoting, URLs and base64 treat differently are among them."""
        return self.known.setdefault(what, f"S3c/{secrets.token_hex(6)}+{len(self.known)}~z")

    def keep(self, where: str, content: bytes):
        name, number = where, 1
        while name in self.outputs:
            number += 1
            name = f"{where} ({number})"
        self.outputs[name] = content

    def leaks(self, outputs: dict):
        for where, content in outputs.items():
            for what, secret in self.known.items():
                for form, bytes_of_form in forms_of(secret).items():
                    if bytes_of_form in content:
                        yield f"{where}: the {what}, {form}"


class Programs:
    """Runs oraxx against a sandbox and keeps what both print."""

    def __init__(self, arguments, search: Search, folder: Path):
        self.oraxx, self.search, self.folder = arguments.oraxx, search, folder
        self.sandbox_program = arguments.sandbox

    def run(self, name: str, command: list, password: str = "", may_fail=True, **more_environment):
        environment = {**os.environ, "ORAXX_PASSWORD": password, **more_environment}
        done = subprocess.run([self.oraxx, *command], capture_output=True, env=environment, timeout=PATIENCE, check=False,
                              stdin=subprocess.DEVNULL)
        self.search.keep(f"{name}, output", done.stdout)
        self.search.keep(f"{name}, errors", done.stderr)
        if done.returncode != 0 and not may_fail:
            raise RuntimeError(f"{name}: {done.stderr.decode(errors='replace')}")
        return done


def document_with(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return f"config-file://{folder / name}"


def logons(programs: Programs, address: str):
    search, folder = programs.search, programs.folder
    right, wrong = search.known["password"], search.secret("wrong password")
    dsn = f"{address}/{SERVICE}"
    programs.run("ping", ["ping", "-c", dsn, "-u", USER], right, may_fail=False)
    programs.run("ping with a wrong password", ["ping", "-c", dsn, "-u", USER], wrong)
    programs.run("diagnose", ["diagnose", "--json", "-c", dsn, "-u", USER], wrong)
    in_text = search.secret("password in a connect string")
    programs.run("a password in the connect string", ["diagnose", f"{USER}/{in_text}@{dsn}"])
    programs.run("the same, resolved", ["resolve", "--json", f"{USER}/{in_text}@{dsn}", f"{USER}/{in_text}@alias"])
    encoded = base64.b64encode(right.encode()).decode()
    kept = json.dumps({"connect_descriptor": dsn, "user": USER, "password": {"type": "base64", "value": encoded}})
    programs.run("ping through a document", ["ping", "-c", document_with(folder, "a.json", kept), "-u", USER], right,
                 may_fail=False)
    programs.run("diagnose through a document", ["diagnose", document_with(folder, "b.json", kept)])
    for number, broken in enumerate((kept[:-1], kept.replace(encoded, f"!{encoded}"), kept.replace('"type"', '"typ"'))):
        name = document_with(folder, f"broken{number}.json", broken)
        programs.run(f"broken document {number}", ["diagnose", "--json", name])


def statements(programs: Programs, address: str):
    search = programs.search
    password, value = search.known["password"], search.secret("bind value")
    base = ["query", "-c", f"{address}/{SERVICE}", "-u", USER, "-b", f"x={value}"]
    failing = ["select to_number(:x) from dual", "select nonsense(:x) from dual", "select :x from nowhere",
               "insert into nowhere values (:x)", "select :x + 1 from dual", "begin nonsense(:x); end;",
               "select to_date(:x) from dual", "select :x, :y from dual"]
    for sql in failing:
        programs.run(f"query: {sql}", [*base, sql], password)


def recordings(programs: Programs, sandbox):
    """A recording holds what passed; a redacted one, and its text, must not."""
    search, folder = programs.search, programs.folder
    password, value = search.known["password"], search.secret("recorded bind value")
    path = folder / "session.trace"
    recorder = subprocess.Popen([programs.oraxx, "trace", "record", "--listen", "127.0.0.1:0", "--to",
                                 f"{sandbox.host}:{sandbox.port}", "-o", path], stdout=subprocess.PIPE, text=True)
    try:
        address = recorder.stdout.readline().split()[-1]
        programs.run("query, recorded", ["query", "-c", f"{address}/{SERVICE}", "-u", USER, "-b", f"x={value}",
                                         "select 1 from dual where :x is null"], password, may_fail=False)
    finally:
        recorder.terminate()
        recorder.wait(timeout=20)
    if value.encode().hex() not in path.read_text(encoding="utf-8").lower():
        raise RuntimeError("the recording does not hold the bind value: nothing is proved by redacting it")
    programs.run("trace redact", ["trace", "redact", str(path), "-o", str(folder / "redacted.trace")], may_fail=False)
    search.keep("redacted recording", (folder / "redacted.trace").read_bytes())
    for form in ([], ["--json"]):
        programs.run("trace decode --redact", ["trace", "decode", "--redact", *form, str(path)], password)


def spoilt_peers(programs: Programs, sandbox):
    """Errors in the middle of a logon."""
    password = programs.search.known["password"]
    for number in (1, 2, 3):
        for name, change in (("cut", peers.cut_after(30)), ("damaged", peers.with_byte(40, lambda byte: byte ^ 0xFF))):
            spoiler = peers.Spoiler((sandbox.host, sandbox.port), peers.at_answer(number, change))
            try:
                programs.run(f"answer {number} {name}", ["diagnose", "--timeout", "5", "--json", "-u", USER, "-c",
                                                         f"127.0.0.1:{spoiler.port}/{SERVICE}"], password)
            finally:
                spoiler.stop()


def function(arguments, search: Search):
    """The Lambda function with a secret of its own, right and wrong."""
    for what in ("secret of the function", "another secret of the function"):
        secret = json.dumps({"password": search.secret(what)})
        done = subprocess.run(["bash", "tools/run.sh", "--secret", secret], cwd=ROOT, capture_output=True, timeout=PATIENCE,
                              check=False)
        search.keep(f"./dev run, {what}, output", done.stdout)
        search.keep(f"./dev run, {what}, errors", done.stderr)


EVENT_STATEMENTS = """
-- name: convert
select to_number(:x) from dual;
-- name: nonsense
select nonsense(:x) from dual;
-- name: typed
-- bind: x number
select :x from dual;
-- name: change
-- commit
insert into departments (id, name) values (:x, :x);
-- name: block
begin nonsense(:x); end;
/
-- name: quiet
select 1 from dual where :x is null;
"""


def events(search: Search, folder: Path):
    """Values in events, which go wrong in every way there is: refused, failing in the database, by HTTP, in queues."""
    value = search.secret("value of an event")
    (folder / "statements").mkdir()
    (folder / "statements/all.sql").write_text(EVENT_STATEMENTS, encoding="utf-8")
    bodies = [{"statement": name, "binds": {"x": value}} for name in ("convert", "nonsense", "typed", "change", "block", "quiet")]
    bodies += [{"statement": "typed", "binds": {"x": [value]}}, {"statement": "quiet", "binds": {"x": value, "y": value}},
               {"statement": "quiet", "format": value}, {"stream": value}]
    texts = [json.dumps(body) for body in bodies] + [f'{{"statement": "quiet", "binds": {{"x": {value}}}}}', f'["{value}"]',
                                                     f'"{value}']
    over_http = {"requestContext": {"http": {"method": "GET"}}, "rawQueryString": f"x={value}"}
    texts += [json.dumps({**over_http, "rawPath": f"/{name}"}) for name in ("convert", "typed", "change", "quiet")]
    records = [{"messageId": str(number), "eventSource": "aws:sqs", "eventSourceARN": "q", "body": body}
               for number, body in enumerate(texts)]
    texts.append(json.dumps({"Records": records}))
    for number, text in enumerate(texts):
        done = subprocess.run(["bash", "tools/run.sh", "--statements", folder / "statements", "--event", text], cwd=ROOT,
                              capture_output=True, timeout=PATIENCE, check=False)
        search.keep(f"event {number}, output", done.stdout)
        search.keep(f"event {number}, errors", done.stderr)


def planted(search: Search) -> tuple:
    """(leaks found, leaks planted): one secret in every form, each in a copy of an output."""
    where, content = max(search.outputs.items(), key=lambda item: len(item[1]))
    secret = next(iter(search.known.values()))
    found = 0
    forms = forms_of(secret)
    for bytes_of_form in forms.values():
        middle = len(content) // 2
        found += bool(list(search.leaks({where: content[:middle] + bytes_of_form + content[middle:]})))
    return found, len(forms)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--oraxx", type=Path, default=ROOT / "build/release/bin/oraxx")
    parser.add_argument("--sandbox", type=Path, default=ROOT / "build/release/bin/oraxx-sandbox")
    parser.add_argument("--function", action="store_true", help="also the Lambda function (release programs)")
    parser.add_argument("--suite", type=Path, metavar="BUILD",
                        help="the programs of this build, and the log of its last ctest, searched for the suite's passwords")
    given = parser.parse_args()
    if given.suite:
        given.oraxx, given.sandbox = given.suite / "bin/oraxx", given.suite / "bin/oraxx-sandbox"
    return given


def main() -> int:
    arguments = parse_arguments()
    search = Search()
    os.environ.pop("TNS_ADMIN", None)
    with tempfile.TemporaryDirectory() as temporary:
        programs = Programs(arguments, search, Path(temporary))
        sandbox = Sandbox(arguments.sandbox, "26ai", password=search.secret("password"))
        try:
            address = f"{sandbox.host}:{sandbox.port}"
            logons(programs, address)
            statements(programs, address)
            recordings(programs, sandbox)
            spoilt_peers(programs, sandbox)
        finally:
            sandbox.stop()
        search.keep("log of the sandbox", "".join(sandbox.log).encode())
    if arguments.function:
        function(arguments, search)
        with tempfile.TemporaryDirectory() as temporary:
            events(search, Path(temporary))
    if arguments.suite:
        search.keep("log of the test suite", (arguments.suite / "Testing/Temporary/LastTest.log").read_bytes())
        search.known.update({f"password {number} of the suite": word for number, word in enumerate(SUITE_PASSWORDS)})
    leaks = list(search.leaks(search.outputs))
    for leak in leaks:
        print(f"LEAK: {leak}")
    found, count = planted(search)
    print(f"secrets: {len(search.outputs)} outputs, {len(search.known)} secrets, {len(leaks)} leaks, "
          f"{found} of {count} planted leaks found")
    return 1 if leaks or found != count else 0


if __name__ == "__main__":
    sys.exit(main())
