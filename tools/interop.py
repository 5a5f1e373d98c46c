#!/usr/bin/env python3
"""interop.py [CLIENT...] [--persona NAME]... [--only N]... [--tls] [--mutants] [--database]: foreign clients, and our own,
against the sandbox.

Each client runs one fixed list of numbered scenarios (tests/integration/scenarios) against each persona. A client
that cannot be installed fails. Last line: "N passed, N failed".

With --database a real database of ORAXX_TEST_DSN (host[:port]/service), ORAXX_TEST_USER and ORAXX_TEST_PASSWORD stands
in for the sandbox; --persona then says which one it is like. The user's schema should be empty.
"""
import argparse
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from interop_clients import CLIENTS, DEFAULT_CLIENTS, FIRST_OF_ALL_TYPES, InstallError  # noqa: E402
from interop_tls import TlsFiles  # noqa: E402
from interop_judge import Judge, expanded, load_scenarios, request_of, with_kept  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
INTEGRATION = ROOT / "tests" / "integration"
DIRECTORY = f"FIXTURES={INTEGRATION / 'files'}"  # what BFILEs may read
PERSONAS = {"26ai": "23.26.1.0.0", "21c": "21.3.0.0.0", "19c": "19.22.0.0.0", "18c": "18.0.0.0.0", "12.2": "12.2.0.1.0",
            "11g": "11.2.0.1.0"}
STEP_TIMEOUT = 180  # seconds; a client or server that says nothing for so long hangs
USER, PASSWORD, SERVICE, SID = "SCOTT", "tiger", "FREEPDB1", "FREE"
PROXY_CLIENT, EDITION = "APPUSER", "E2"  # what the account may become, and an edition besides the default one
DATABASE_SETTINGS = ("ORAXX_TEST_DSN", "ORAXX_TEST_USER", "ORAXX_TEST_PASSWORD")


@dataclass
class Target:
    """Where a client logs on."""

    host: str
    port: int
    service: str = SERVICE
    user: str = USER
    password: str = PASSWORD
    protocol: str = "tcp"
    options: str = ""  # of the DESCRIPTION
    security: str = ""  # section of the DESCRIPTION
    wallet: str = ""  # the folder it names; empty without TLS


class RealDatabase:
    """A database of somebody's: what only the sandbox can do is left out."""

    is_sandbox = False

    def __init__(self):
        dsn, user, password = (os.environ[name] for name in DATABASE_SETTINGS)
        address, _, service = dsn.removeprefix("//").partition("/")
        host, _, port = address.partition(":")
        self.target = Target(host, int(port or 1521), service, user, password)
        self.log = []

    def stop(self) -> str:
        return ""


class Sandbox:
    """A fresh database behind one persona."""

    is_sandbox = True

    def __init__(self, program: Path, persona: str, options=(), password=PASSWORD,
                 tls: TlsFiles | None = None, sni=False):
        environment = {**os.environ, "ORAXX_SANDBOX_PASSWORD": password}
        self.process = subprocess.Popen(
            [program, "--listen", "127.0.0.1:0", "--service", SERVICE, "--sid", SID, "--user", USER, "--database",
             ":memory:", "--persona", persona, "--administrator", "--proxy-client", PROXY_CLIENT, "--edition", EDITION,
             "--directory", DIRECTORY, "--verbose", *options, *(tls.sandbox_arguments() if tls else [])],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        self.log = []
        threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True).start()
        line = self.process.stdout.readline()
        if "listening on" not in line:
            raise RuntimeError("the sandbox did not start: " + "".join(self.log))
        self.host, _, port = line.split()[-1].rpartition(":")
        self.port = int(port)
        self.target = Target(self.host, self.port)
        if tls:
            self.target.host = "localhost"  # python-oracledb compares no addresses with certificates
            self.target.protocol = "tcps"
            self.target.options = "(USE_SNI=ON)" if sni else ""
            self.target.wallet = str(tls.folder)
            self.target.security = f"(SECURITY=(SSL_SERVER_DN_MATCH=ON)(MY_WALLET_DIRECTORY={tls.folder}))"

    def stop(self) -> str:
        """Empty when it ended as it should."""
        self.process.terminate()
        try:
            code = self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return "the sandbox did not end on SIGTERM"
        return "" if code == 0 else f"the sandbox ended with code {code}: " + "".join(self.log[-30:])


class ClientProcess:
    """A client's runner: steps in, results out, one JSON object a line."""

    def __init__(self, client, target: Target):
        environment = {**os.environ, "TZ": "UTC", "ORA_SDTZ": "+00:00", "INTEROP_TARGET": json.dumps(asdict(target)),
                       "INTEROP_INSTALLED": str(client.folder)}
        self.process = subprocess.Popen(client.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=environment)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.version = self.answer()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def answer(self) -> dict:
        try:
            line = self.lines.get(timeout=STEP_TIMEOUT)
        except queue.Empty:
            raise RuntimeError(f"no answer within {STEP_TIMEOUT} s") from None
        if line is None:
            raise RuntimeError(f"the client ended with code {self.process.wait()}")
        return json.loads(line)

    def run(self, request: dict) -> dict:
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def stop(self):
        self.process.kill()
        self.process.wait()


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    left_out: int = 0


def types_in(step: dict) -> set:
    """First words of the names of all types a step has to do with; "array" for PL/SQL's."""
    binds = step.get("binds", [])
    names = [*step.get("types", []), *step.get("many_types", []), *step.get("returning", []),
             *(bind.get("out") or bind["type"] for bind in binds)]
    names += [step[key] for key in ("returns", "temporary") if key in step]
    arrays = ["array"] if any("values" in bind or "elements" in bind for bind in binds) else []
    return {name.split()[0] for name in names + arrays}


def why_left_out(scenario: dict, client, persona: str, server) -> str:
    """Why this client cannot run the scenario; empty when it can."""
    if scenario.get("sandbox") and not server.is_sandbox:
        return "of the sandbox only"
    if server.target.options and any("sid" in step.get("connect", {}) for step in scenario["steps"]):
        return "a TLS server name cannot hold a SID"
    if persona not in scenario.get("personas", PERSONAS):
        return f"not of {persona}"
    if client.name in scenario.get("not", {}):
        return scenario["not"][client.name]
    if not client.knows_all_types and scenario["number"] >= FIRST_OF_ALL_TYPES:
        return "the runner does not know all types and forms yet"
    steps = scenario["steps"]
    lacking = [reason for key, reason in client.lacks.items()
               if any(key in step or key in step.get("logon", {}) for step in steps)]
    types = set().union(*map(types_in, steps))
    lacking += [reason for name, reason in client.lacks_types.items() if name in types]
    return next(iter(lacking), "")


def why_step_left_out(step: dict, client, persona: str) -> str:
    """The same for one step."""
    if persona not in step.get("personas", PERSONAS):
        return f"not of {persona}"
    return step.get("not", {}).get(client.name, "")


def run_scenario(scenario: dict, client: ClientProcess, judge: Judge, persona: str, user=USER) -> list:
    kept = {"user": user.upper()}
    for number, step in enumerate(expanded(scenario), 1):
        if why_step_left_out(step, judge.client, persona):
            continue
        step = with_kept(step, kept)
        if step.get("version") == "persona":
            step["version"] = PERSONAS[persona]
        result = client.run(request_of(step))
        found = judge.differences(step, result)
        if found:
            return [f"step {number}: {text}" for text in found]
        if "keep" in step:
            kept[step["keep"]] = judge.what_to_keep(result)
    return []


class Run:
    """One client against one persona."""

    def __init__(self, client, persona: str, server, scenarios: list, tally: Tally, first_only: bool, manner=""):
        self.client = client
        self.server = server
        self.persona = persona
        self.tally = tally
        self.first_only = first_only
        self.manner = manner  # in which it connects
        self.label = f"{client.name} against {persona}{manner}"
        self.caught = []  # numbers of the scenarios that failed, 0 for the run as a whole
        reasons = [(each, why_left_out(each, client, persona, server)) for each in scenarios]
        self.fitting = [each for each, reason in reasons if not reason]
        self.left_out = [(str(each["number"]), reason) for each, reason in reasons if reason]
        steps = [(f"{each['number']}, step {at}", why_step_left_out(step, client, persona))
                 for each in self.fitting for at, step in enumerate(each["steps"], 1)]
        self.steps_left_out = [(where, reason) for where, reason in steps if reason]

    def say(self, *lines):
        if not self.first_only:
            print(*lines, sep="\n    ", flush=True)

    def fail(self, number: int, *lines):
        self.tally.failed += 1
        self.caught.append(number)
        self.say(*lines)

    def scenarios(self):
        """With `first_only` up to the first that fails."""
        process = ClientProcess(self.client, self.server.target)
        try:
            self.label = f"{process.version['client']} {process.version['version']} against {self.persona}{self.manner}"
            judge = Judge(self.client)
            if not self.server.is_sandbox:
                judge.silent |= {"version"}
            for scenario in self.fitting:
                problems = run_scenario(scenario, process, judge, self.persona, self.server.target.user)
                if not problems:
                    self.tally.passed += 1
                    continue
                number = scenario["number"]
                self.fail(number, f"FAILED {self.label}: {number} {scenario['title']}", *problems)
                if self.first_only:
                    break
        finally:
            process.stop()

    def summary(self):
        self.tally.left_out += len(self.left_out)
        left_out = [f"left out {where}: {reason}" for where, reason in self.left_out + self.steps_left_out]
        silent = [f"not compared {key}: {reason}" for key, reason in self.client.silent.items()]
        self.say(f"{self.label}: {len(self.fitting)} scenarios, {len(self.caught)} failed, "
                 f"{len(self.left_out)} and {len(self.steps_left_out)} steps left out",
                 *left_out, *silent)


def run_client(client, persona: str, scenarios: list, program, tally: Tally, first_only=False, tls=None,
               sni=False) -> list:
    """The numbers of the scenarios that failed, 0 for the run as a whole; with `first_only` silent and no more
    than one. Without a sandbox program against the real database."""
    server = Sandbox(program, persona, tls=tls, sni=sni) if program else RealDatabase()
    manner = f" over TLS{' by server name' if sni else ''}" if tls else ""
    run = Run(client, persona, server, scenarios, tally, first_only, manner)
    try:
        run.scenarios()
        run.summary()
    except (RuntimeError, BrokenPipeError, json.JSONDecodeError) as error:
        run.fail(0, f"FAILED {run.label}: {error}", *(line.rstrip() for line in server.log[-10:]))
    finally:
        problem = server.stop()
        if problem:
            run.fail(0, f"FAILED {run.label}: {problem}")
    return run.caught


def run_over_tls(client, persona: str, scenarios: list, program, tally: Tally):
    with tempfile.TemporaryDirectory(prefix="oraxx-interop-") as folder:
        tls = TlsFiles(Path(folder))
        client.prepare_tls(tls)
        run_client(client, persona, scenarios, program, tally, tls=tls)
        if persona == "26ai":
            run_client(client, persona, scenarios, program, tally, tls=tls, sni=True)


def installed_clients(names: list, tally: Tally):
    for name in names:
        client = CLIENTS[name]()
        try:
            client.install()
        except (InstallError, OSError) as error:
            tally.failed += 1
            print(f"FAILED {name}: cannot be installed: {error}")
            continue
        yield client


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("clients", nargs="*", metavar="CLIENT", help="of: " + ", ".join(CLIENTS))
    parser.add_argument("--persona", action="append", choices=PERSONAS, help="default: all")
    parser.add_argument("--only", action="append", type=int, metavar="N",
                        help="only this scenario (and those marked as always needed)")
    parser.add_argument("--sandbox", type=Path, default=ROOT / "build/release/bin/oraxx-sandbox")
    parser.add_argument("--database", action="store_true",
                        help="against that of " + ", ".join(DATABASE_SETTINGS))
    parser.add_argument("--tls", action="store_true",
                        help="over mutual TLS, with the listener's second handshake; against 26ai also by server name")
    parser.add_argument("--mutants", action="store_true",
                        help="instead: build each mutant of tests/integration/mutants.json and see it caught")
    arguments = parser.parse_args()
    if arguments.database and len(arguments.persona or []) != 1:
        parser.error("--database needs one --persona: the one the database is like")
    if arguments.database and not all(name in os.environ for name in DATABASE_SETTINGS):
        parser.error("--database needs " + ", ".join(DATABASE_SETTINGS))
    if arguments.tls and (arguments.database or arguments.mutants):
        parser.error("--tls is for the sandbox")
    unknown = [name for name in arguments.clients if name not in CLIENTS]
    if unknown:
        parser.error(f"unknown clients: {', '.join(unknown)} (known: {', '.join(CLIENTS)})")
    return arguments


def main():
    arguments = parse_arguments()
    tally = Tally()
    scenarios = load_scenarios(INTEGRATION / "scenarios")
    if arguments.only:
        scenarios = [each for each in scenarios if each["number"] in arguments.only or each.get("always")]
    clients = list(installed_clients(arguments.clients or DEFAULT_CLIENTS, tally))
    if arguments.mutants:
        from interop_mutants import check_mutants
        check_mutants(clients, scenarios, tally, run_client)
    else:
        for client in clients:
            for persona in arguments.persona or PERSONAS:
                if persona in client.not_spoken:
                    print(f"{client.name} against {persona}: not run: {client.not_spoken[persona]}")
                elif arguments.tls:
                    run_over_tls(client, persona, scenarios, arguments.sandbox, tally)
                else:
                    run_client(client, persona, scenarios, None if arguments.database else arguments.sandbox, tally)
    if tally.left_out:
        print(f"left out: {tally.left_out} (reasons above)")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
