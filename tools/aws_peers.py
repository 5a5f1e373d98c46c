"""What ./dev aws compares with: AWS's own software and an emulation by others, each installed below build/aws."""
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from interop_clients import ROOT, run_installer  # noqa: E402

LAMBDA_TESTS = ROOT / "tests" / "integration" / "lambda"
FOLDER = ROOT / "build" / "aws"
PYTHON = FOLDER / "venv" / "bin" / "python"
SIGNERS = FOLDER / "signers"
REGION = "eu-central-1"


def install():
    """Raises InstallError. What is there already is left as it is."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    requirements = LAMBDA_TESTS / "requirements.txt"
    mark = FOLDER / "venv" / "requirements.txt"
    if not mark.exists() or mark.read_bytes() != requirements.read_bytes():
        run_installer([sys.executable, "-m", "venv", "venv"], FOLDER)
        run_installer([PYTHON, "-m", "pip", "install", "--quiet", "--requirement", requirements], FOLDER)
        shutil.copy(requirements, mark)
    SIGNERS.mkdir(exist_ok=True)
    lock = LAMBDA_TESTS / "signers" / "package-lock.json"
    installed = SIGNERS / "package-lock.json"
    if not installed.exists() or installed.read_bytes() != lock.read_bytes() or not (SIGNERS / "node_modules").exists():
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(LAMBDA_TESTS / "signers" / name, SIGNERS / name)
        run_installer(["npm", "ci", "--silent", "--ignore-scripts"], SIGNERS)


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen, patience=60):
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nobody listens on port {port}")


class Moto:
    """Moto's server: AWS's services emulated by others. It verifies signatures once that is switched on."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen([FOLDER / "venv" / "bin" / "moto_server", "-H", "127.0.0.1", "-p", str(self.port)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        wait_for_port(self.port, self.process)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)

    def verify_signatures(self, from_call: int = 0):
        """From the given call on, counted from now; before that every call is let through."""
        request = urllib.request.Request(self.url + "/moto-api/reset-auth", data=str(from_call).encode(), method="POST",
                                         headers={"Content-Type": "text/plain"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            json.load(answer)

    def environment(self, keys: dict | None = None) -> dict:
        """For our programs and for boto3."""
        keys = keys or {"AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": "any"}
        out = {"AWS_ENDPOINT_URL": self.url, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION,
               "AWS_ACCESS_KEY_ID": keys["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
               "AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin"}
        if "SessionToken" in keys:
            out["AWS_SESSION_TOKEN"] = keys["SessionToken"]
        return out
