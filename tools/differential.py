#!/usr/bin/env python3
"""differential.py: the same statements through oraxx and the official thin drivers, each message compared by field.

Every client runs tests/integration/differential/statements.json against a fresh sandbox, through `oraxx trace record`.
Differences are allowed by tests/integration/differential/differences.json; differences that are not listed and entries
that are not needed fail. Last line: "differential: N statements, N clients, ..., N unlisted, N unused".
"""
import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from differential_compare import differences, incomplete, judged, statements_of  # noqa: E402
from interop import ClientProcess, Sandbox, Target  # noqa: E402
from interop_clients import CLIENTS, InstallError  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "integration" / "differential"
OURS, PEERS = "oraxx", ("python", "node")
PERSONA = "26ai"


class Recorder:
    """`oraxx trace record` in front of a sandbox."""

    def __init__(self, oraxx: Path, sandbox: Sandbox, path: Path):
        self.path = path
        self.process = subprocess.Popen(
            [oraxx, "trace", "record", "--listen", "127.0.0.1:0", "--to", f"{sandbox.host}:{sandbox.port}", "-o", path],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if "listening on" not in line:
            raise RuntimeError("the recorder did not start: " + self.process.stderr.read())
        host, _, port = line.split()[-1].rpartition(":")
        self.address = Target(host, int(port))

    def packets(self) -> int:
        """Lines of packets so far. Bytes are written before they are sent on, so a client's answer is in the file."""
        return sum(line[:2] in ("C ", "S ") for line in self.path.read_text().splitlines())

    def stop(self):
        self.process.terminate()
        _, said = self.process.communicate(timeout=20)
        if self.process.returncode != 0:
            raise RuntimeError("the recorder failed: " + said)


def decoded(oraxx: Path, path: Path) -> dict:
    done = subprocess.run([oraxx, "trace", "decode", "--json", path], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"not every byte of {path.name} is decoded: {done.stdout[-200:]}{done.stderr}")
    return json.loads(done.stdout)


def sessions_of(statements: list) -> list:
    """Each statement that connects begins one."""
    sessions = []
    for statement in statements:
        if "connect" in statement["step"]:
            sessions.append([])
        sessions[-1].append(statement)
    return sessions


def run_session(client, statements: list, arguments, path: Path) -> tuple:
    """(version, messages of each statement)."""
    sandbox = Sandbox(arguments.sandbox, PERSONA)
    try:
        recorder = Recorder(arguments.oraxx, sandbox, path)
        try:
            process = ClientProcess(client, recorder.address)
            try:
                boundaries = []
                for statement in statements:
                    result = process.run(statement["step"])
                    if ("error" in result) != statement.get("fails", False):
                        raise RuntimeError(f"statement {statement['number']} went otherwise: {result}")
                    boundaries.append(recorder.packets())
                time.sleep(0.2)  # the logoff's last packets
            finally:
                process.stop()
        finally:
            recorder.stop()
    finally:
        sandbox.stop()
    return process.version, statements_of(decoded(arguments.oraxx, recorder.path), boundaries)


def run_client(client, statements: list, arguments, folder: Path) -> tuple:
    """(version, messages of each statement)."""
    conversations = []
    for number, session in enumerate(sessions_of(statements), 1):
        version, messages = run_session(client, session, arguments, folder / f"{client.name}_{number}.trace")
        conversations += messages
    return version, conversations


def load_statements() -> list:
    statements = json.loads((FOLDER / "statements.json").read_text(encoding="utf-8"))
    numbers = [each["number"] for each in statements]
    if numbers != list(range(1, len(numbers) + 1)):
        raise RuntimeError(f"statement numbers are not 1..{len(numbers)} in order")
    return statements


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sandbox", type=Path, default=ROOT / "build/release/bin/oraxx-sandbox")
    parser.add_argument("--oraxx", type=Path, default=ROOT / "build/release/bin/oraxx")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the recordings there")
    return parser.parse_args()


def recorded(statements: list, arguments) -> dict:
    """Per client the messages of each statement."""
    conversations = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (OURS, *PEERS):
            client = CLIENTS[name]()
            client.install()
            version, conversations[name] = run_client(client, statements, arguments, folder)
            count = sum(map(len, conversations[name]))
            print(f"{version['client']} {version['version']}: {count} messages and packets", flush=True)
    return conversations


def grouped(found: list) -> list:
    """Differences of the same client, message and field together."""
    kinds = {}
    for each in found:
        kinds.setdefault((each.client, each.message, each.general_field), []).append(each)
    return list(kinds.values())


def main() -> int:
    arguments = parse_arguments()
    statements = load_statements()
    entries = json.loads((FOLDER / "differences.json").read_text(encoding="utf-8"))
    try:
        conversations = recorded(statements, arguments)
    except (InstallError, RuntimeError, OSError) as error:
        print(f"FAILED: {error}")
        return 1
    found = [difference for peer in PEERS for statement, ours, theirs
             in zip(statements, conversations[OURS], conversations[peer])
             for difference in differences(peer, statement["number"], ours, theirs)]
    unlisted, unused = judged(found, entries)
    for kind in grouped(unlisted):
        statements_concerned = sorted({each.statement for each in kind})
        print(f"unlisted: {kind[0]} ({len(kind)} times, statements {statements_concerned})")
    for entry in unused:
        print(f"unused: {entry['client']}, {entry['message']}, {entry['field']}")
    lacking = incomplete(entries)
    for entry in lacking:
        print(f"without reason or evidence: {entry}")
    fields = sum(len(message.fields) for messages in conversations[OURS] for message in messages)
    print(f"differential: {len(statements)} statements, {1 + len(PEERS)} clients, {fields} fields of ours compared, "
          f"{len(found)} differences, {len(entries)} entries, {len(unlisted)} unlisted, {len(unused)} unused")
    return 1 if unlisted or unused or lacking else 0


if __name__ == "__main__":
    sys.exit(main())
