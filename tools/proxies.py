#!/usr/bin/env python3
"""proxies.py: oraxx through HTTP and SOCKS 5 proxies that others wrote (pproxy), to a sandbox.

Last line: "N passed, N failed".
"""
import argparse
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from fault_peers import Closed  # noqa: E402
from interop import PASSWORD, SERVICE, USER, Sandbox  # noqa: E402
from interop_clients import INSTALLED, InstallError, run_installer  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


def install() -> Path:
    folder = INSTALLED / "proxy"
    folder.mkdir(parents=True, exist_ok=True)
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        run_installer([sys.executable, "-m", "venv", "venv"], folder)
    run_installer([python, "-m", "pip", "install", "--quiet", "pproxy"], folder)
    return python


class Proxy:
    def __init__(self, python: Path, kind: str):
        self.port = Closed().port
        self.process = subprocess.Popen([python, "-m", "pproxy", "-l", f"{kind}://127.0.0.1:{self.port}"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the {kind} proxy did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


def ping(oraxx: Path, dsn: str) -> tuple:
    """(exit code, what was said)."""
    done = subprocess.run([oraxx, "diagnose", "--timeout", "20", "-u", USER, "-c", dsn], capture_output=True, text=True,
                          env={**os.environ, "ORAXX_PASSWORD": PASSWORD}, timeout=PATIENCE, check=False)
    return done.returncode, done.stdout + done.stderr


def cases(sandbox, http: Proxy, socks: Proxy, closed: int) -> list:
    """(what, dsn, exit code, words)."""
    def easy(host, port, proxy_host, proxy_port):
        return f"{host}:{port}/{SERVICE}?https_proxy={proxy_host}&https_proxy_port={proxy_port}"

    def descriptor(proxy_host, proxy_port):
        return (f"(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT={sandbox.port})(HTTPS_PROXY={proxy_host})"
                f"(HTTPS_PROXY_PORT={proxy_port}))(CONNECT_DATA=(SERVICE_NAME={SERVICE})))")

    socks_host = "socks5://127.0.0.1"
    return [
        ("HTTP, Easy Connect", easy("127.0.0.1", sandbox.port, "127.0.0.1", http.port), 0, ["through the proxy"]),
        ("HTTP, the name goes to the proxy", easy("localhost", sandbox.port, "127.0.0.1", http.port), 0, ["through the proxy"]),
        ("HTTP, descriptor", descriptor("127.0.0.1", http.port), 0, ["through the proxy"]),
        ("SOCKS5, Easy Connect", easy("127.0.0.1", sandbox.port, socks_host, socks.port), 0, ["through the proxy"]),
        ("SOCKS5, the name goes to the proxy", easy("localhost", sandbox.port, socks_host, socks.port), 0, ["through the proxy"]),
        ("SOCKS5, descriptor", descriptor(socks_host, socks.port), 0, ["through the proxy"]),
        ("no proxy at that port", descriptor("127.0.0.1", closed), 3, ["connection refused", "the proxy of 127.0.0.1"]),
        ("HTTP spoken to a SOCKS5 proxy", descriptor("127.0.0.1", socks.port), 3, ["HTTP proxy"]),
        ("SOCKS5 spoken to an HTTP proxy", descriptor(socks_host, http.port), 3, ["SOCKS5 proxy"]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--oraxx", type=Path, default=ROOT / "build/release/bin/oraxx")
    parser.add_argument("--sandbox", type=Path, default=ROOT / "build/release/bin/oraxx-sandbox")
    arguments = parser.parse_args()
    try:
        python = install()
    except InstallError as error:
        print(f"FAILED: {error}")
        return 1
    sandbox, http, socks = Sandbox(arguments.sandbox, "26ai"), Proxy(python, "http"), Proxy(python, "socks5")
    passed = failed = 0
    try:
        for what, dsn, code, words in cases(sandbox, http, socks, Closed().port):
            got, said = ping(arguments.oraxx, dsn)
            good = got == code and all(word in said for word in words)
            passed, failed = passed + good, failed + (not good)
            print(f"{'ok' if good else 'FAILED'}: {what}" + ("" if good else f": exit code {got}\n{said}"), flush=True)
    finally:
        for each in (http, socks, sandbox):
            each.stop()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
