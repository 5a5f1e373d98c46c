#!/usr/bin/env python3
"""faults.py: the same broken situations for oraxx, python-oracledb and node-oracledb: what each says, and how soon.

Ours must end within its deadline, in the right phase, with the words that tools/fault_list.py asks for, and must name every
ORA- number that another client names. `--write FILE` writes the table. Last line: "faults: N situations, N clients, N failed".
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from fault_list import FAULTS  # noqa: E402
from interop_clients import CLIENTS, SOURCES, InstallError  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
FOLDER = SOURCES.parent / "faults"
LIMIT = 3  # seconds every client is told to connect in
GRACE = 1.0  # seconds that ours may take besides, to start and end
PATIENCE = 10  # seconds until a client counts as hanging
LONGEST = 300  # characters of a message in the table


@dataclass
class Outcome:
    message: str
    ms: float
    phase: str = ""
    advice: str = ""
    hangs: bool = False


def run(command: list, environment: dict, request: dict = None) -> tuple:
    """(standard output, milliseconds); None instead of the output when it hangs."""
    start = time.monotonic()
    try:
        done = subprocess.run(command, input=json.dumps(request) if request else None, env=environment, timeout=PATIENCE,
                              capture_output=True, text=True, check=False)
        output = done.stdout
    except subprocess.TimeoutExpired:
        output = None
    return output, (time.monotonic() - start) * 1000


def surroundings(fault) -> dict:
    kept = {name: value for name, value in os.environ.items() if name not in ("TNS_ADMIN", "ORACLE_HOME")}
    return {**kept, **fault.environment}


def ours(program: Path, fault, dsn: str) -> Outcome:
    environment = {**surroundings(fault), "ORAXX_PASSWORD": fault.password}
    output, ms = run([program, "diagnose", "--json", "--timeout", str(LIMIT), "-u", fault.user, "-c", dsn], environment)
    if output is None:
        return Outcome("", ms, hangs=True)
    told = json.loads(output)
    error = told.get("error", {"message": "connected", "phase": "none", "advice": ""})
    return Outcome(error["message"], told["microseconds"] / 1000, error["phase"], error["advice"])


def theirs(client, fault, dsn: str) -> Outcome:
    command = [*client.command()[:-1], FOLDER / Path(client.command()[-1]).name]
    environment = {**surroundings(fault), "FAULTS_INSTALLED": str(client.folder)}
    request = {"dsn": dsn, "user": fault.user, "password": fault.password, "timeout": LIMIT}
    output, ms = run(command, environment, request)
    if output is None:
        return Outcome("", ms, hangs=True)
    if not output:
        return Outcome("(the client died)", ms)
    told = json.loads(output)
    return Outcome(told["message"] or "connected", told["ms"])


def complaints(fault, mine: Outcome, others: dict):
    if mine.hangs or mine.ms > (LIMIT + GRACE) * 1000:
        yield f"took {mine.ms:.0f} ms"
    if mine.phase != fault.phase:
        yield f"phase {mine.phase}, not {fault.phase}"
    said = f"{mine.message} {mine.advice}"
    for word in fault.words:
        if word.lower() not in said.lower():
            yield f"does not say '{word}'"
    if fault.password in said.replace("scott/tiger", ""):
        yield "tells the password"
    for name, other in others.items():
        for number in set(re.findall(r"ORA-\d{5}", other.message)) - set(re.findall(r"ORA-\d{5}", said)):
            yield f"does not name {number} as {name} does"


def plain(text: str, dsn: str, folder: Path) -> str:
    """One line without what differs from run to run."""
    text = " ".join(text.split()).replace(str(folder), "FOLDER")
    for port in set(re.findall(r":(\d{4,5})|PORT=(\d{4,5})", dsn)):
        text = text.replace(port[0] or port[1], "PORT")
    text = re.sub(r"CONNECTION_ID=[^)]*", "CONNECTION_ID=...", text)
    text = text.replace("|", "\\|").replace("<", "\\<")
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."


def cell(outcome: Outcome, dsn: str, folder: Path) -> str:
    if outcome.hangs:
        return f"**no answer** (stopped after {PATIENCE} s)"
    text = plain(outcome.message, dsn, folder)
    if outcome.phase:
        text = f"{outcome.phase}: {text}" if outcome.phase != "none" else text
        text += f" -- *{plain(outcome.advice, dsn, folder)}*" if outcome.advice else ""
    return f"{text} ({time_text(outcome.ms)})"


def time_text(ms: float) -> str:
    """Rounded: what is waited for shows, what the machine did besides does not."""
    if ms < 100:
        return "at once"
    return f"{ms / 1000:.1f} s"


def table(rows: list, versions: dict, folder: Path) -> str:
    names = ", ".join(f"{name} {version}" for name, version in versions.items())
    lines = ["# What is said when connecting fails", "",
             f"Written by `./dev faults --write`: {len(rows)} broken situations, met by `oraxx diagnose` and by {names}.",
             f"Each was told to connect within {LIMIT} s. Behind the messages: how long it took. python-oracledb has a limit for",
             "the TCP connect only (`tcp_connect_timeout`). node-oracledb wants a private key in every ewallet.pem: with the CA's",
             "certificate alone it stops before the handshake.", "",
             "| situation | oraxx | " + " | ".join(versions) + " |", "| --- " * (2 + len(versions)) + "|"]
    for fault, dsn, mine, others in rows:
        cells = [cell(each, dsn, folder) for each in (mine, *others.values())]
        lines.append("| " + " | ".join([fault.name, *cells]) + " |")
    return "\n".join(lines) + "\n"


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--oraxx", type=Path, default=ROOT / "build/release/bin/oraxx")
    parser.add_argument("--sandbox", type=Path, default=ROOT / "build/release/bin/oraxx-sandbox")
    parser.add_argument("--write", type=Path, metavar="FILE", help="the table, as markdown")
    parser.add_argument("--only", metavar="TEXT", help="situations whose name holds it")
    parser.add_argument("--ours", action="store_true", help="leave the other clients out")
    return parser.parse_args()


def installed(names: list) -> dict:
    """{client: version}."""
    found = {}
    for name in names:
        client = CLIENTS[name]()
        client.install()
        command = client.command()[0]
        if name == "python":
            query = [command, "-c", "import oracledb; print(oracledb.__version__)"]
        else:
            query = [command, "-p", "require('oracledb').versionString"]
        found[client] = subprocess.run(query, cwd=client.folder, capture_output=True, text=True, check=True).stdout.strip()
    return found


def main() -> int:
    arguments = parse_arguments()
    faults = [fault for fault in FAULTS if not arguments.only or arguments.only in fault.name]
    try:
        clients = {} if arguments.ours else installed(["python", "node"])
    except (InstallError, OSError, subprocess.SubprocessError) as error:
        print(f"FAILED: {error}")
        return 1
    rows, failed = [], 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for fault in faults:
            with fault.opened(arguments.sandbox, folder) as dsn:
                mine = ours(arguments.oraxx, fault, dsn)
                others = {client.name: theirs(client, fault, dsn) for client in clients}
            rows.append((fault, dsn, mine, others))
            wrong = list(complaints(fault, mine, others))
            failed += bool(wrong)
            print(f"{'FAILED' if wrong else 'ok'}: {fault.name}: {cell(mine, dsn, folder)}"
                  + "".join(f"\n    {text}" for text in wrong), flush=True)
        if arguments.write:
            versions = {client.name: version for client, version in clients.items()}
            arguments.write.write_text(table(rows, versions, folder), encoding="utf-8")
    print(f"faults: {len(rows)} situations, {1 + len(clients)} clients, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
