#!/usr/bin/env python3
"""AWS's X-Ray daemon between observe_sample and a service of our own. Usage: check_daemon.py OBSERVE_SAMPLE DAEMON

The daemon parses each datagram, batches the segments and sends them on by PutTraceSegments; what the service receives
has to be what was sent, and each of it of the documented form.
"""
import gzip
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
import observation_rules as rules  # noqa: E402
from aws_peers import free_port, wait_for_port  # noqa: E402
from check_observations import HEADER, INVOCATIONS, Daemon, Proof  # noqa: E402

PATIENCE = 60


class Service(http.server.ThreadingHTTPServer):
    """Of X-Ray, as far as the daemon asks it."""

    def __init__(self):
        self.documents = []
        super().__init__(("127.0.0.1", 0), ServiceRequest)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class ServiceRequest(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        if self.path == "/TraceSegments":
            self.server.documents += json.loads(body)["TraceSegmentDocuments"]
        answer = b'{"UnprocessedTraceSegments":[]}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class AwsDaemon:
    def __init__(self, program: str, service: Service, folder: Path):
        self.port = free_port()
        self.log = folder / "daemon.log"
        configuration = folder / "daemon.yaml"
        configuration.write_text(
            f"Version: 2\nRegion: eu-central-1\nEndpoint: http://127.0.0.1:{service.server_port}\nLocalMode: true\n"
            f"Socket:\n  UDPAddress: 127.0.0.1:{self.port}\n  TCPAddress: 127.0.0.1:{self.port}\n"
            f"Logging:\n  LogLevel: debug\n  LogPath: {self.log}\n")
        environment = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "any", "PATH": os.environ["PATH"],
                       "AWS_EC2_METADATA_DISABLED": "true", "HOME": str(folder)}
        self.process = subprocess.Popen([program, "--config", configuration, "--local-mode"], env=environment, cwd=folder,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        wait_for_port(self.port, self.process)  # its proxy listens by TCP on the same port
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)


def send_slowly(datagrams: list, port: int, sender):
    """The daemon's socket has room for 64 KiB."""
    for datagram in datagrams:
        sender.sendto(datagram, ("127.0.0.1", port))
        time.sleep(0.01)


def wait_for(documents: list, count: int):
    end = time.monotonic() + PATIENCE
    while len(set(documents)) < count and time.monotonic() < end:
        time.sleep(0.2)


def main(program: str, daemon_program: str) -> int:
    proof, listener, service = Proof(program), Daemon(), Service()
    with tempfile.TemporaryDirectory() as folder, AwsDaemon(daemon_program, service, Path(folder)) as daemon:
        # Straight from the function's side, one invocation; then those of many, as a listener has kept them.
        proof.run(f"127.0.0.1:{daemon.port}", "http://127.0.0.1:1", HEADER, invocations=1)
        wait_for(service.documents, 13)
        proof.expect_equal("sent directly", len(service.documents), 13)
        service.documents.clear()
        proof.run(listener.address, "http://127.0.0.1:1", HEADER)
        sent = listener.take()
        send_slowly(sent, daemon.port, listener.socket)
        wait_for(service.documents, len(sent))
        version = subprocess.run([daemon_program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
        errors = [line for line in daemon.log.read_text().splitlines() if "[Error]" in line]
    proof.expect("the daemon's log", errors)
    # The daemon sends a batch again when its answer is late.
    arrived = {document["id"]: document for document in map(json.loads, service.documents)}
    proof.expect_equal("number of segments", len(arrived), len(sent))
    for document in map(json.loads, (datagram.split(b"\n", 1)[1] for datagram in sent)):
        got = arrived.get(document["id"], {})
        proof.expect_equal("segment", got, document)
        proof.expect("segment", rules.check_subsegment(got))
    service.shutdown()
    print(f"{version}: {len(arrived)} segments of {INVOCATIONS} invocations arrived at PutTraceSegments")
    print(f"{proof.passed} passed, {proof.failed} failed")
    return 1 if proof.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
