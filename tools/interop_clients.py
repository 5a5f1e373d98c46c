"""The clients of ./dev interop: how each is installed and started, and what its API cannot do or does not tell.

What a client cannot do is declared here with its reason, printed and counted; nothing is left out silently.
"""
import shutil
import subprocess
import sys
from pathlib import Path

import instant_client

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests" / "integration" / "clients"
INSTALLED = ROOT / "build" / "interop"


class InstallError(Exception):
    """A client could not be installed."""


def prepare_machine(kind: str):
    """Installs the Debian packages a kind of work needs."""
    run_installer(["tools/setup.sh", kind], ROOT)


def install_instant_client():
    try:
        instant_client.install()
    except OSError as failed:
        raise InstallError(str(failed)) from failed


def run_installer(command: list, folder: Path):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise InstallError(f"{' '.join(map(str, command))}:\n{done.stdout}{done.stderr}".rstrip())


# Of drivers whose runners know no more of a logon than user and password.
PLAIN_LOGON = {"logon": "the runner logs on with user and password only", "tags": "the runner has no session tags",
               "change_password": "the runner has no change of password", "schema": "the runner has no current schema",
               "context": "the runner has no application context", "autocommit": "the runner commits by calls only"}


# What only runners of the whole list know: blocks with arrays, all types as OUT values, large values, objects, cursors.
FIRST_OF_ALL_TYPES = 200


# Of runners that do not know these steps; those of a scenario that has them are left out.
STATEMENT_FORMS = dict.fromkeys(
    ("returning", "call", "scroll", "lob", "parse_only", "implicit_results", "locators", "row_counts_on",
     "autocommit"),
    "the runner does not do it yet")


class Client:
    """One client: a program that runs steps (see tests/integration/scenarios/README.md)."""

    name: str
    not_spoken: dict = {}  # personas it does not speak to, with the reason
    fraction_digits = 9  # of a second, as far as the client's time type holds them
    # Keys of steps the client's API has no call for: the scenarios that have them are left out.
    lacks: dict = {}
    # Types it cannot bind or fetch, "array" for PL/SQL's: likewise.
    lacks_types: dict = {}
    # Keys of expectations the client's API does not tell: they are not compared.
    silent: dict = {}
    # Types its API calls by the name of another.
    coarse_types: dict = {}
    # Whether its runner knows the scenarios from FIRST_OF_ALL_TYPES on.
    knows_all_types = True

    @property
    def folder(self) -> Path:
        """Where it is installed."""
        return INSTALLED / self.name

    def install(self):
        """Raises InstallError."""
        raise NotImplementedError

    def command(self) -> list:
        raise NotImplementedError

    def prepare_tls(self, tls):
        """Adds what it needs besides the wallet."""


class OraxxClient(Client):
    name = "oraxx"
    coarse_types = {"CURSOR": "REF CURSOR"}

    def install(self):
        run_installer(["cmake", "--build", "build/release", "--target", "oraxx_client"], ROOT)

    def command(self):
        return [ROOT / "build/release/bin/oraxx_client"]


class OraxxThickClient(OraxxClient):
    """The same runner over Oracle's own client library. Not among the default clients, as python-thick."""

    name = "oraxx-thick"

    def install(self):
        prepare_machine("thick")
        install_instant_client()
        for command in (["cmake", "--preset", "thick"], ["cmake", "--build", "build/thick", "--target", "oraxx_client"]):
            run_installer(command, ROOT)

    def command(self):
        return ["env", f"LD_LIBRARY_PATH={instant_client.LIBRARIES}", "ORAXX_MODE=thick", ROOT / "build/thick/bin/oraxx_client"]


class PythonClient(Client):
    name = "python"
    lacks = {"context": "python-oracledb sets application context at logon only"}
    not_spoken = {"11g": "python-oracledb's thin mode speaks to 12.1 and newer"}
    fraction_digits = 6
    coarse_types = {"CLOB": "LONG", "NCLOB": "LONG NVARCHAR", "BLOB": "LONG RAW"}  # where they come with their rows

    @property
    def folder(self):
        return INSTALLED / "python"  # shared by both of its APIs

    def install(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.python.exists():
            run_installer([sys.executable, "-m", "venv", "venv"], self.folder)
        run_installer([self.python, "-m", "pip", "install", "--quiet", "--upgrade", "oracledb"], self.folder)

    @property
    def python(self) -> Path:
        return self.folder / "venv" / "bin" / "python"

    def command(self):
        return [self.python, SOURCES / "python_client.py"]


class PythonAsyncClient(PythonClient):
    name = "python-async"
    lacks = {**PythonClient.lacks, **{key: reason for key, reason in STATEMENT_FORMS.items()
                                      if key not in ("returning", "row_counts_on")}}
    lacks_types = {"OBJECT": "the runner makes no objects asynchronously"}

    def command(self):
        return [self.python, SOURCES / "python_async_client.py"]


class PythonThickClient(PythonClient):
    """Oracle's own client library below python-oracledb. Not among the default clients: 75 MB, and a release of 2019."""

    name = "python-thick"
    not_spoken = {}

    def install(self):
        super().install()
        install_instant_client()

    def command(self):
        return ["env", f"LD_LIBRARY_PATH={instant_client.LIBRARIES}", f"ORAXX_ORACLE_CLIENT={instant_client.LIBRARIES}",
                *super().command()]


class NodeClient(Client):
    name = "node"
    lacks = {
        "call": "node-oracledb has no calls by name",
        "scroll": "node-oracledb cannot scroll",
        "lob": "node-oracledb's LOBs are streams, without positions",
    }
    not_spoken = {"11g": "node-oracledb's thin mode speaks to 12.1 and newer"}
    fraction_digits = 3

    def install(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "package.json").write_text('{"private": true}\n')
        # Lock files name no registry host.
        (self.folder / ".npmrc").write_text("omit-lockfile-registry-resolved=true\nfund=false\naudit=false\n")
        run_installer(["npm", "install", "--silent", "--ignore-scripts", "oracledb@latest"], self.folder)

    def command(self):
        return ["node", SOURCES / "node_client.js"]


class JdbcClient(Client):
    name = "jdbc"
    lacks = {"batch_errors_on": "JDBC reports no number for each failed row", **PLAIN_LOGON}
    silent = {
        "warning": "the runner does not ask",
        "in_transaction": "JDBC does not tell",
        "rowid": "JDBC does not tell",
        "version": "JDBC tells the banner only",
    }

    def install(self):
        prepare_machine("interop-java")
        self.folder.mkdir(parents=True, exist_ok=True)
        for artifact in ("com.oracle.database.jdbc:ojdbc17:RELEASE", "com.google.code.gson:gson:RELEASE"):
            run_installer(["mvn", "--quiet", "--batch-mode",
                           "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy", f"-Dartifact={artifact}",
                           "-DoutputDirectory=lib", "-Dmdep.stripVersion=true"], self.folder)
        self.build(sorted((SOURCES / "java").glob("*.java")), "JdbcClient")

    def prepare_tls(self, tls):
        tls.add_java_stores("interop")

    def build(self, sources: list, main_class: str) -> list:
        """The command that runs it."""
        run_installer(["javac", "-cp", "lib/*", "-d", "classes", *sources], self.folder)
        return self.command(main_class)

    def command(self, main_class="JdbcClient"):
        return ["java", "-cp", f"{self.folder}/classes:{self.folder}/lib/*", main_class]


class GoClient(Client):
    """A database/sql driver: clients/go is built with the file that its build tag names."""

    module: str
    tag: str
    package = ""  # of the module, when its root is none

    def install(self):
        prepare_machine("interop-go")
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / "go.mod").exists():
            run_installer(["go", "mod", "init", "interop"], self.folder)
        run_installer(["go", "get", f"{self.module}{self.package}@latest"], self.folder)
        self.build(SOURCES / "go", "scenarios")

    def build(self, sources: Path, program: str) -> list:
        """The command that runs it."""
        shutil.copytree(sources, self.folder / program, dirs_exist_ok=True)
        run_installer(["go", "build", "-tags", self.tag, "-o", f"bin/{program}", f"./{program}"], self.folder)
        return self.command(program)

    def command(self, program="scenarios"):
        return [self.folder / "bin" / program]


class GoOraClient(GoClient):
    name = "go-ora"
    module = "github.com/sijms/go-ora/v2"
    tag = "go_ora"
    coarse_types = {"NVARCHAR2": "VARCHAR2", "NCHAR": "CHAR",
                    "CLOB": "LONG", "NCLOB": "LONG", "BLOB": "LONG RAW"}  # where they come with their rows
    lacks = {
        "batch_errors_on": "go-ora tells the first error of a batch only",
        **{key: reason for key, reason in PLAIN_LOGON.items() if key != "logon"},
        "new_password": "go-ora has no change of password",
        "edition": "go-ora has no editions",
        "pooled": "go-ora has no server pooling",
        "describe_session": "go-ora sets module and action at logon only",
        "call": "go-ora has no calls by name",
        "scroll": "go-ora cannot scroll",
        "parse_only": "go-ora describes what it executes only",
        "temporary": "go-ora makes temporary LOBs for values only",
    }
    lacks_types = {
        "JSON": "go-ora has no documents", "VECTOR": "go-ora has no vectors",
    }
    silent = {
        "warning": "the runner does not ask",
        "in_transaction": "go-ora does not tell",
        "row_counts": "go-ora reads them and tells their sum",
        "implicit": "go-ora reads implicit results and drops them",
        "rowid": "go-ora does not tell",
        "version": "go-ora keeps it to itself",
    }


class GoOracledbClient(GoClient):
    """Oracle's own driver. Not among the default clients, see below."""

    name = "go-oracledb"
    module = "github.com/oracle/go-oracledb/v26"
    tag = "go_oracledb"
    package = "/oracle"
    not_spoken = {
        "18c": "go-oracledb speaks to 19c and newer",
        "12.2": "go-oracledb speaks to 19c and newer",
        "11g": "go-oracledb speaks to 19c and newer",
    }
    knows_all_types = False
    lacks = {
        "batch_errors_on": "go-oracledb has no array DML",
        **PLAIN_LOGON,
        **STATEMENT_FORMS,
        "describe_session": "go-oracledb has no module and action",
    }
    silent = {
        "warning": "the runner does not ask",
        "in_transaction": "database/sql does not tell",
        "offset": "go-oracledb does not tell",
        "rowid": "database/sql does not tell",
        "version": "database/sql does not tell",
    }


class RustOracledbClient(Client):
    name = "rust-oracledb"
    not_spoken = {"11g": "rust-oracledb speaks to 12.1 and newer"}
    knows_all_types = False
    lacks = {
        "batch_errors_on": "rust-oracledb has no batch errors",
        **PLAIN_LOGON,
        **STATEMENT_FORMS,
        "cancel_after_ms": "rust-oracledb cannot cancel from another thread",
    }
    silent = {
        "warning": "the runner does not ask",
        "in_transaction": "rust-oracledb does not tell",
        "rowid": "rust-oracledb does not tell",
    }

    def install(self):
        prepare_machine("interop-rust")
        shutil.copytree(SOURCES / "rust", self.folder, dirs_exist_ok=True)
        run_installer(["cargo", "update", "--quiet"], self.folder)
        run_installer(["cargo", "build", "--quiet"], self.folder)

    def command(self):
        return [self.folder / "target" / "debug" / "rust-oracledb-client"]


CLIENTS = {client.name: client for client in (
    OraxxClient, OraxxThickClient, PythonClient, PythonAsyncClient, PythonThickClient, NodeClient, JdbcClient, GoOraClient, GoOracledbClient,
    RustOracledbClient)}
# The module proxy refuses go-oracledb ("This module version is not available"), so that it cannot be installed from it;
# it can be from a proxy that has it (GOPROXY), and is run when it is named.
DEFAULT_CLIENTS = [name for name in CLIENTS if name not in (GoOracledbClient.name, OraxxThickClient.name, PythonThickClient.name)]
