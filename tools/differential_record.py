"""Runs statements through a client against a fresh sandbox, and tells what both said (./dev diff).

Sandbox and client talk through `oraxx trace record`.
"""
import json
import subprocess
import time
from pathlib import Path

from differential_compare import statements_of
from differential_statements import sessions_of
from interop import ClientProcess, Sandbox, Target

PERSONA = "26ai"
ONE_WAY = 0.2  # seconds in which a message that nobody answers is in the recording


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


def run_session(client, statements: list, arguments, path: Path) -> tuple:
    """(version, Talk of each statement)."""
    sandbox = Sandbox(arguments.sandbox, PERSONA)
    try:
        recorder = Recorder(arguments.oraxx, sandbox, path)
        try:
            process = ClientProcess(client, recorder.address)
            try:
                boundaries = []
                for statement in statements:
                    for step in statement["steps"]:
                        result = process.run(step)
                        if ("error" in result) != statement.get("fails", False):
                            raise RuntimeError(f"{client.name}, statement {statement['number']}: {result}")
                    if step.get("do") == "release":
                        time.sleep(ONE_WAY)
                    boundaries.append((statement["number"], recorder.packets()))
                time.sleep(ONE_WAY)  # the logoff's last packets
            finally:
                process.stop()
        finally:
            recorder.stop()
    finally:
        sandbox.stop()
    return process.version, statements_of(decoded(arguments.oraxx, recorder.path), boundaries)


def run_group(client, group, arguments, folder: Path) -> tuple:
    """(version, Talk of each statement by its number); without those that the client cannot run."""
    talks = {}
    for number, session in enumerate(sessions_of(group.statements), 1):
        fitting = [each for each in session if client.name not in each.get("not", {})]
        version, said = run_session(client, fitting, arguments, folder / f"{group.name}_{client.name}_{number}.trace")
        talks |= {each["number"]: talk for each, talk in zip(fitting, said)}
    return version, talks
