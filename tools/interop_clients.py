"""The clients of ./dev interop: how each is installed and started, and what its API cannot do or does not tell.

What a client cannot do is declared here with its reason, printed and counted; nothing is left out silently.
"""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests" / "integration" / "clients"
INSTALLED = ROOT / "build" / "interop"


class InstallError(Exception):
    """A client could not be installed."""


def prepare_machine(kind: str):
    """Installs the Debian packages a kind of work needs."""
    run_installer(["tools/setup.sh", kind], ROOT)


def run_installer(command: list, folder: Path):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise InstallError(f"{' '.join(map(str, command))}:\n{done.stdout}{done.stderr}".rstrip())


class Client:
    """One client: a program that runs steps (see tests/integration/scenarios/README.md)."""

    name: str
    fraction_digits = 9  # of a second, as far as the client's time type holds them
    # Keys of steps the client's API has no call for: the scenarios that have them are left out.
    lacks: dict = {}
    # Keys of expectations the client's API does not tell: they are not compared.
    silent: dict = {}

    @property
    def folder(self) -> Path:
        """Where it is installed."""
        return INSTALLED / self.name

    def install(self):
        """Raises InstallError."""
        raise NotImplementedError

    def command(self) -> list:
        raise NotImplementedError


class OraxxClient(Client):
    name = "oraxx"
    lacks = {
        "batch_errors_on": "no array DML yet",
        "describe_session": "no module and action yet",
    }

    def install(self):
        run_installer(["cmake", "--build", "build/release", "--target", "oraxx_client"], ROOT)

    def command(self):
        return [ROOT / "build/release/bin/oraxx_client"]


class PythonClient(Client):
    name = "python"
    fraction_digits = 6

    @property
    def folder(self):
        return INSTALLED / "python"  # shared by both of its APIs

    def install(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        python = self.command()[0]
        if not python.exists():
            run_installer([sys.executable, "-m", "venv", "venv"], self.folder)
        run_installer([python, "-m", "pip", "install", "--quiet", "--upgrade", "oracledb"], self.folder)

    def command(self):
        return [self.folder / "venv" / "bin" / "python", SOURCES / "python_client.py"]


class NodeClient(Client):
    name = "node"
    fraction_digits = 3

    def install(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "package.json").write_text('{"private": true}\n')
        # Lock files name no registry host.
        (self.folder / ".npmrc").write_text("omit-lockfile-registry-resolved=true\nfund=false\naudit=false\n")
        run_installer(["npm", "install", "--silent", "--ignore-scripts", "oracledb@latest"], self.folder)

    def command(self):
        return ["node", SOURCES / "node_client.js"]


CLIENTS = {client.name: client for client in (OraxxClient, PythonClient, NodeClient)}
