#!/usr/bin/env python3
"""aws_proofs.py: what the Lambda side says to AWS, judged by AWS's own software and by emulations that others wrote.

Signers of botocore and smithy, botocore's rules for names of endpoints, moto's Secrets Manager, STS and SQS, the message types
and names of OpenTelemetry, and AWS's X-Ray daemon where --xray-daemon or XRAY_DAEMON says where it is: it is not
installed from anywhere. Last line: "N passed, N failed".
"""
import argparse
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import aws_peers as peers  # noqa: E402

TESTS = peers.LAMBDA_TESTS
PATIENCE = 300  # seconds for one proof


def proofs(arguments) -> list:
    """(name, command); no command: what it needs is not there."""
    python, programs = peers.PYTHON, arguments.programs.resolve()
    daemon = arguments.xray_daemon or os.environ.get("XRAY_DAEMON")
    return [
        ("signatures: botocore, smithy", [python, TESTS / "compare_signers.py", programs / "sign_requests", peers.SIGNERS]),
        ("names of endpoints: botocore", [python, TESTS / "compare_endpoints.py", programs / "service_hosts"]),
        ("Secrets Manager, STS: moto", [python, TESTS / "ask_moto.py", programs / "fetch_config"]),
        ("SQS batches: moto", [python, TESTS / "queue_batches.py", programs / "oraxx-local-lambda", programs / "queue_function"]),
        ("observations: documented forms, OpenTelemetry's types and names",
         [python, TESTS / "check_observations.py", programs / "observe_sample"]),
        ("observations of bootstrap on the sandbox",
         [python, TESTS / "observe_function.py", programs / "oraxx-sandbox", programs / "oraxx-local-lambda", programs / "bootstrap"]),
        ("X-Ray: AWS's daemon", daemon and
         [python, TESTS / "check_daemon.py", programs / "observe_sample", daemon]),
    ]


def run(name: str, command) -> tuple[int, int]:
    """Checks passed and failed, as its last line tells them."""
    if not command:
        print(f"{name:66} not run: no --xray-daemon")
        return 0, 0
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    lines = done.stdout.strip().splitlines() or [""]
    words = lines[-1].split()
    is_told = len(words) == 4 and words[1] == "passed,"
    passed, failed = (int(words[0]), int(words[2])) if is_told else (0, 1)
    if done.returncode != 0 and failed == 0:
        failed = 1
    print(f"{name:66} {passed} passed, {failed} failed")
    for line in lines[:-1]:
        print(f"    {line}")
    if failed:
        for line in done.stderr.splitlines()[:10]:
            print(f"    {line[:400]}", file=sys.stderr)
    return passed, failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--xray-daemon", help="program of AWS's X-Ray daemon")
    parser.add_argument("--programs", type=Path, default=peers.ROOT / "build" / "release" / "bin", help="folder of ours")
    parser.add_argument("only", nargs="?", default="", help="proofs whose name has this text")
    arguments = parser.parse_args()
    peers.install()
    results = [run(*proof) for proof in proofs(arguments) if arguments.only in proof[0]]
    passed, failed = (sum(column) for column in zip(*results))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
