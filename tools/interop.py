#!/usr/bin/env python3
"""interop.py [CLIENT...] [--persona NAME]... [--only N]... [--mutants]: foreign clients against the sandbox.

Each client runs one fixed list of numbered scenarios (tests/integration/scenarios) against each persona. A client
that cannot be installed fails. Last line: "N passed, N failed".
"""
import argparse
import json
import os
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from interop_judge import Judge, expanded, load_scenarios, request_of, what_to_keep, with_kept  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
INTEGRATION = ROOT / "tests" / "integration"
INSTALLED = ROOT / "build" / "interop"
PERSONAS = {"26ai": "23.26.1.0.0", "18c": "18.0.0.0.0"}
STEP_TIMEOUT = 180  # seconds; a client or server that says nothing for so long hangs
USER, PASSWORD, SERVICE, SID = "SCOTT", "tiger", "FREEPDB1", "FREE"


class InstallError(Exception):
    """A client could not be installed."""


def install(command: list, folder: Path):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise InstallError(f"{' '.join(map(str, command))}:\n{done.stdout}{done.stderr}".rstrip())


class PythonClient:
    name = "python"
    fraction_digits = 6

    def install(self):
        folder = INSTALLED / "python"
        folder.mkdir(parents=True, exist_ok=True)
        self.python = folder / "venv" / "bin" / "python"
        if not self.python.exists():
            install([sys.executable, "-m", "venv", "venv"], folder)
        install([self.python, "-m", "pip", "install", "--quiet", "--upgrade", "oracledb"], folder)

    def command(self):
        return [self.python, INTEGRATION / "clients" / "python_client.py"]


class NodeClient:
    name = "node"
    fraction_digits = 3

    def install(self):
        folder = INSTALLED / "node"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n')
        # Lock files name no registry host.
        (folder / ".npmrc").write_text("omit-lockfile-registry-resolved=true\nfund=false\naudit=false\n")
        install(["npm", "install", "--silent", "--ignore-scripts", "oracledb@latest"], folder)

    def command(self):
        return ["node", INTEGRATION / "clients" / "node_client.js"]


CLIENTS = {client.name: client for client in (PythonClient, NodeClient)}


class Sandbox:
    """A fresh database behind one persona."""

    def __init__(self, program: Path, persona: str):
        environment = {**os.environ, "ORAXX_SANDBOX_PASSWORD": PASSWORD}
        self.process = subprocess.Popen(
            [program, "--listen", "127.0.0.1:0", "--service", SERVICE, "--sid", SID, "--user", USER, "--database",
             ":memory:", "--persona", persona, "--verbose"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        self.log = []
        threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True).start()
        line = self.process.stdout.readline()
        if "listening on" not in line:
            raise RuntimeError("the sandbox did not start: " + "".join(self.log))
        self.host, _, port = line.split()[-1].rpartition(":")
        self.port = int(port)

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

    def __init__(self, client, sandbox: Sandbox):
        target = {"host": sandbox.host, "port": sandbox.port, "service": SERVICE, "user": USER, "password": PASSWORD}
        environment = {**os.environ, "TZ": "UTC", "ORA_SDTZ": "+00:00", "INTEROP_TARGET": json.dumps(target),
                       "INTEROP_NODE_MODULES": str(INSTALLED / "node" / "node_modules")}
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


def run_scenario(scenario: dict, client: ClientProcess, judge: Judge, persona: str) -> list:
    kept = {}
    for number, step in enumerate(expanded(scenario), 1):
        if persona not in step.get("personas", PERSONAS):
            continue
        step = with_kept(step, kept)
        if step.get("version") == "persona":
            step["version"] = PERSONAS[persona]
        result = client.run(request_of(step))
        found = judge.differences(step, result)
        if found:
            return [f"step {number}: {text}" for text in found]
        if "keep" in step:
            kept[step["keep"]] = what_to_keep(result)
    return []


def run_client(client, persona: str, scenarios: list, program: Path, tally: Tally, first_only=False) -> list:
    """The numbers of the scenarios that failed, 0 for the run as a whole; with `first_only` silent and no more
    than one."""
    def say(*lines):
        if not first_only:
            print(*lines, sep="\n    ", flush=True)

    sandbox = Sandbox(program, persona)
    process = None
    caught = []
    try:
        process = ClientProcess(client, sandbox)
        label = f"{process.version['client']} {process.version['version']} against {persona}"
        fitting = [each for each in scenarios if persona in each.get("personas", PERSONAS)]
        for scenario in fitting:
            problems = run_scenario(scenario, process, Judge(client.fraction_digits), persona)
            if problems:
                caught.append(scenario["number"])
                say(f"FAILED {label}: {scenario['number']} {scenario['title']}", *problems)
                if first_only:
                    break
        tally.passed += len(fitting) - len(caught)
        tally.failed += len(caught)
        say(f"{label}: {len(fitting)} scenarios, {len(caught)} failed")
    except (RuntimeError, BrokenPipeError, json.JSONDecodeError) as error:
        tally.failed += 1
        caught.append(0)
        say(f"FAILED {client.name} against {persona}: {error}", *(line.rstrip() for line in sandbox.log[-10:]))
    finally:
        if process:
            process.stop()
        problem = sandbox.stop()
        if problem:
            tally.failed += 1
            caught.append(0)
            say(f"FAILED {client.name} against {persona}: {problem}")
    return caught


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
    parser.add_argument("--mutants", action="store_true",
                        help="instead: build each mutant of tests/integration/mutants.json and see it caught")
    arguments = parser.parse_args()
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
    clients = list(installed_clients(arguments.clients or list(CLIENTS), tally))
    if arguments.mutants:
        from interop_mutants import check_mutants
        check_mutants(clients, scenarios, tally, run_client)
    else:
        for client in clients:
            for persona in arguments.persona or PERSONAS:
                run_client(client, persona, scenarios, arguments.sandbox, tally)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
