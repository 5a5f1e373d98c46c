"""The functions of ./dev coldstart: how each is installed, started and packed."""
import io
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HANDLERS = Path(__file__).resolve().parent / "handlers"
INSTALLED = ROOT / "build" / "coldstart"
BIN = ROOT / "build" / "lambda-static" / "bin"
# What Lambda's own Python has: the runtime's client and what it needs. Its boto3 counts, as in the sample's requirements.
OF_THE_RUNTIME = ("pip", "setuptools", "_distutils_hack", "distutils-precedence", "pkg_resources", "awslambdaric",
                  "runtime_client", "simplejson", "snapshot_restore_py", "snapshot_restore")


@dataclass(frozen=True)
class Contender:
    name: str
    what: str
    program: Path
    arguments: list = field(default_factory=list)
    task_root: Path = BIN
    environment: dict = field(default_factory=dict)
    needs_secret: bool = True
    reconnects: bool = False  # for each invocation
    is_foreign: bool = True
    echoes_ids: bool = True  # Lambda-Runtime-Invocation-Id
    package_bytes: int = 0
    version: str = ""


class NotInstalled(Exception):
    """Why a contender cannot take part."""


def run(*command, folder: Path = INSTALLED) -> str:
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotInstalled(f"{' '.join(map(str, command))}: {done.stderr.strip()[-400:]}")
    return done.stdout


def zipped_size(folder: Path, leave_out: tuple = ()) -> int:
    """Of a zip with all below the folder, but for what the compiler of Python adds and the names left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if path.is_file() and "__pycache__" not in parts and not parts[0].startswith(leave_out or ("\0",)):
                archive.write(path, "/".join(parts))
    return len(out.getvalue())


def ours() -> list:
    package = ROOT / "dist" / "oraxx-thin-x86_64.zip"
    unpacked = INSTALLED / "oraxx"
    shutil.rmtree(unpacked, ignore_errors=True)
    with zipfile.ZipFile(package) as archive:
        archive.extractall(unpacked)
    (unpacked / "bootstrap").chmod(0o755)
    hello, logon = BIN / "size_runtime", BIN / "coldstart_logon"
    return [
        Contender("oraxx", "the zip's bootstrap: connects while it starts, keeps the connection", unpacked / "bootstrap",
                  task_root=unpacked, package_bytes=package.stat().st_size, is_foreign=False),
        Contender("hello", "our runtime alone, without database", hello, needs_secret=False,
                  is_foreign=False),
        Contender("hello+logon", "our runtime and one logon while it starts; no secret, no query", logon, needs_secret=False,
                  is_foreign=False),
    ]


def python_contender(name: str, handler: str, what: str, packages: list, **more) -> Contender:
    folder = INSTALLED / name
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        folder.mkdir(parents=True, exist_ok=True)
        run(sys.executable, "-m", "venv", folder / "venv")
    run(python, "-m", "pip", "install", "--quiet", "awslambdaric", *packages)
    task = folder / "task"
    task.mkdir(exist_ok=True)
    for source in HANDLERS.glob("*.py"):
        shutil.copy(source, task)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    version = run(python, "-c", "import oracledb, platform; print('python', platform.python_version(), 'oracledb', "
                                "oracledb.__version__)").strip()
    return Contender(name, what, python, ["-m", "awslambdaric", f"{handler}.handler"], task,
                     {"AWS_EXECUTION_ENV": "AWS_Lambda_python"}, package_bytes=zipped_size(site, OF_THE_RUNTIME),
                     version=version, **more)


def node_contender() -> Contender:
    folder = INSTALLED / "node"
    node = shutil.which("node")
    version = run(node or "node", "--version", folder=ROOT).strip()
    if int(version.lstrip("v").split(".")[0]) < 20:
        raise NotInstalled(f"the AWS SDK needs Node 20, this is {version}")
    if not (folder / "node_modules" / "aws-lambda-ric" / "dist").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n')
        run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "oracledb", "@aws-sdk/client-secrets-manager",
            folder=folder)
        size = zipped_size(folder / "node_modules")
        run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--no-save", "oracledb",
            "@aws-sdk/client-secrets-manager", "aws-lambda-ric", folder=folder)
        (folder / "package_bytes").write_text(str(size))
    shutil.copy(HANDLERS / "node.mjs", folder / "handler.mjs")
    driver = run(node, "-p", "require('oracledb').versionString", folder=folder).strip()
    return Contender("node", "aws-lambda-ric, node-oracledb, AWS SDK 3: connects while it starts, keeps the connection",
                     Path(node), ["node_modules/aws-lambda-ric/bin/index.mjs", "handler.handler"], folder,
                     package_bytes=int((folder / "package_bytes").read_text()), version=f"node {version} oracledb {driver}",
                     echoes_ids=False)


def others() -> list:
    INSTALLED.mkdir(parents=True, exist_ok=True)
    plain = ["oracledb", "boto3"]
    makers = [
        lambda: python_contender("python-sample", "powertools", "the sample's way and libraries: Powertools, a connection for "
                                 "each invocation", [*plain, "aws-lambda-powertools[tracer]"], reconnects=True),
        lambda: python_contender("python", "sample", "the sample's way with boto3 alone: a connection for each invocation",
                                 plain, reconnects=True),
        lambda: python_contender("python-kept", "kept", "boto3: connects while it starts, keeps the connection", plain),
        node_contender,
    ]
    found = []
    for make in makers:
        try:
            found.append(make())
        except NotInstalled as reason:
            print(f"coldstart: left out: {reason}", file=sys.stderr)
    return found
