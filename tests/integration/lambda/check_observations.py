#!/usr/bin/env python3
"""Runs observe_sample with a daemon and a collector of its own on loopback, and checks what they are told.

Usage: check_observations.py OBSERVE_SAMPLE

Subsegments and metrics are held against the documented forms (observation_rules.py); spans also against OpenTelemetry's
own message types and names of attributes where the interpreter has opentelemetry-proto and
opentelemetry-semantic-conventions. Nothing may tell a literal of a statement.
"""
import http.server
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import observation_rules as rules  # noqa: E402

HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:fc3b4ff1:0"
INVOCATIONS = 20
NOT_SAMPLED = HEADER.replace("Sampled=1", "Sampled=0")


class Daemon:
    """Keeps the datagrams that it is sent."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.socket.bind(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.socket.setblocking(False)

    def take(self) -> list:
        out = []
        while True:
            try:
                out.append(self.socket.recv(1 << 17))
            except BlockingIOError:
                return out


class Collector(http.server.ThreadingHTTPServer):
    """Keeps the bodies that are posted to /v1/traces."""

    def __init__(self):
        self.bodies = []
        super().__init__(("127.0.0.1", 0), CollectorRequest)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class CollectorRequest(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        is_right = self.path == "/v1/traces" and self.headers["Content-Type"] == "application/json"
        self.server.bodies.append(body)
        self.send_response(200 if is_right else 400)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def known_attributes() -> set | None:
    """All names of the semantic conventions; None when they are not installed."""
    try:
        from opentelemetry import semconv
    except ImportError:
        return None
    names = {"db.response.returned_rows"}  # of the registry, but not of the package for Python
    for module in pkgutil.walk_packages(semconv.__path__, semconv.__name__ + "."):
        loaded = importlib.import_module(module.name)
        names |= {value for value in vars(loaded).values() if isinstance(value, str) and "." in value}
        for each in vars(loaded).values():
            if isinstance(each, type):
                names |= {value for value in vars(each).values() if isinstance(value, str)}
    return names


class Proof:
    def __init__(self, program: str):
        self.program = program
        self.passed = 0
        self.failed = 0

    def expect(self, what: str, wrong):
        """`wrong`: texts that say what is wrong."""
        wrong = list(wrong)
        self.passed += not wrong
        self.failed += bool(wrong)
        for text in wrong[:5]:
            print(f"{what}: {text}", file=sys.stderr)

    def expect_equal(self, what: str, one, other):
        self.expect(what, [] if one == other else [f"{one!r} is not {other!r}"])

    def run(self, daemon: str, collector: str, header: str, invocations: int = INVOCATIONS) -> str:
        """Its standard output: lines of metrics."""
        environment = {**os.environ, "SAMPLE_TRACE_HEADER": header, "AWS_LAMBDA_FUNCTION_NAME": "orders",
                       "AWS_LAMBDA_FUNCTION_VERSION": "7", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
                       "AWS_LAMBDA_LOG_STREAM_NAME": "2026/11/23/[7]0123", "AWS_REGION": "eu-central-1", "_HANDLER": "bootstrap",
                       "POWERTOOLS_SERVICE_NAME": "shop", "POWERTOOLS_METRICS_NAMESPACE": "PyOracleConn",
                       "AWS_XRAY_DAEMON_ADDRESS": daemon, "OTEL_EXPORTER_OTLP_ENDPOINT": collector,
                       "OTEL_EXPORTER_OTLP_TIMEOUT": "20000"}
        done = subprocess.run([self.program, str(invocations)], capture_output=True, env=environment, timeout=120,
                              check=True)
        return done.stdout.decode("utf-8")


def check_all(proof: Proof):
    daemon, collector = Daemon(), Collector()
    lines = proof.run(daemon.address, collector.url, HEADER).splitlines()
    datagrams = daemon.take()
    for datagram in datagrams:
        document, wrong = rules.read_datagram(datagram)
        proof.expect(f"subsegment {document['name']}", wrong)
    proof.expect_equal("subsegments", len(datagrams), INVOCATIONS // 2 * (13 + 11))
    for line in lines:
        proof.expect("metrics", rules.check_emf(json.loads(line)))
    proof.expect_equal("lines of metrics", len(lines), INVOCATIONS)
    names = known_attributes()
    for body in collector.bodies:
        proof.expect("spans", rules.check_otlp(body, names))
    proof.expect_equal("documents of spans", len(collector.bodies), INVOCATIONS)
    told = b"".join(datagrams).decode() + "".join(lines) + "".join(collector.bodies)
    proof.expect("secrets", ["a literal is told"] if "hidden" in told or "471108154711" in told else [])
    proof.run(daemon.address, collector.url, NOT_SAMPLED)
    proof.expect_equal("not sampled", (daemon.take(), len(collector.bodies)), ([], INVOCATIONS))
    collector.shutdown()
    print(f"{len(datagrams)} subsegments, {len(lines)} lines of metrics, {len(collector.bodies)} documents of spans "
          f"({'against the names of the semantic conventions' if names else 'without the conventions: not installed'})")


def main(program: str) -> int:
    proof = Proof(program)
    check_all(proof)
    print(f"{proof.passed} passed, {proof.failed} failed")
    return 1 if proof.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
