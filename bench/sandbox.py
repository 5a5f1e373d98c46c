"""Starts and stops the sandbox server: for benchmarks, and for tests of Lambda functions."""
import os
import re
import selectors
import subprocess
import time
from pathlib import Path

START_SECONDS = 60


class Sandbox:
    service = "FREEPDB1"

    def __init__(self, program: Path, init_sql: Path, user: str = "bench"):
        self.user = self.password = user
        self._command = [str(program), "--listen", "127.0.0.1:0", "--service", self.service, "--user", self.user,
                         "--database", ":memory:", "--init", str(init_sql)]

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True,
                                         env=dict(os.environ, ORAXX_SANDBOX_PASSWORD=self.password))
        try:
            self.host, self.port = self._wait_for_address()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def dsn(self, port: int | None = None) -> str:
        return f"{self.host}:{port or self.port}/{self.service}"

    def secret(self) -> dict:
        """As Secrets Manager keeps it for a function."""
        return {"host": self.host, "port": str(self.port), "service_name": self.service, "username": self.user,
                "password": self.password}

    def _wait_for_address(self) -> tuple[str, int]:
        deadline = time.monotonic() + START_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while selector.select(max(0.0, deadline - time.monotonic())):
                line = self._process.stdout.readline()
                if found := re.match(r"oraxx-sandbox listening on (.+):(\d+)$", line):
                    return found.group(1), int(found.group(2))
                if not line:
                    break
        raise RuntimeError("the sandbox did not start")
