#!/usr/bin/env python3
"""Signs random requests with our signer and with those of AWS, botocore and smithy, and compares.

Usage: compare_signers.py SIGN_REQUESTS [FOLDER]

FOLDER has the node_modules of signers/package.json; without it smithy's is left out.
"""
import datetime
import json
import random
import string
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

try:
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
except ImportError:
    sys.exit("compare_signers: botocore is missing: install the package python3-botocore")

COUNT = 400
TEXT = string.ascii_letters + string.digits + " !#$%&'()*+,-./:;<=>?@[]^_`{|}~\u00e4\u00df\u20ac\u6f22\U0001f600"
KEY = string.ascii_letters + string.digits + "+/="


def text(rng, alphabet, shortest, longest):
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(shortest, longest)))


def random_path(rng):
    """A path as it is sent: encoded segments, now and then empty ones and dots."""
    segments = [rng.choice([quote(text(rng, TEXT, 1, 12), safe="~"), ".", "..", ""]) if rng.random() < 0.4 else
                quote(text(rng, TEXT, 1, 12), safe="~") for _ in range(rng.randint(0, 4))]
    return "/" + "/".join(segments) + rng.choice(["", "/"] if segments and segments[-1] not in ("", ".", "..") else [""])


def random_query(rng):
    pairs = [(text(rng, TEXT, 1, 8), text(rng, TEXT, 0, 12)) for _ in range(rng.randint(0, 5))]
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)


def random_request(rng):
    time = rng.randint(0, 4102444800)
    stamp = datetime.datetime.fromtimestamp(time, datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    host = text(rng, string.ascii_lowercase, 1, 10) + ".amazonaws.com"
    headers = [["Host", host], ["X-Amz-Date", stamp]]
    names = {f"X-{text(rng, string.ascii_letters, 1, 10)}".lower() for _ in range(rng.randint(0, 5))} - {"x-amz-date"}
    for name in sorted(names):
        headers.append([name.title(), "  ".join(text(rng, string.ascii_letters + ";,\"=", 1, 8)
                                                for _ in range(rng.randint(1, 3)))])
    if rng.random() < 0.5:
        headers.append(["X-Amz-Security-Token", text(rng, KEY, 10, 60)])
    return {
        "method": rng.choice(["GET", "POST", "PUT", "DELETE"]),
        "path": random_path(rng),
        "query": random_query(rng),
        "headers": headers,
        "body": text(rng, TEXT + "\n\t\"\\", 0, 200),
        "time": time,
        "region": rng.choice(["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"]),
        "service": rng.choice(["secretsmanager", "sqs", "xray", "sts"]),
        "access_key_id": text(rng, string.ascii_uppercase, 16, 20),
        "secret_access_key": text(rng, KEY, 20, 60),
    }


def sign_with_botocore(given):
    headers = dict(given["headers"])
    url = f"https://{headers['Host']}{given['path']}" + (f"?{given['query']}" if given["query"] else "")
    request = AWSRequest(method=given["method"], url=url, headers=headers, data=given["body"].encode())
    request.context["timestamp"] = headers["X-Amz-Date"]
    signer = SigV4Auth(Credentials(given["access_key_id"], given["secret_access_key"]), given["service"], given["region"])
    to_sign = signer.headers_to_sign(request)
    signature = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    return (f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, SignedHeaders={signer.signed_headers(to_sign)}, "
            f"Signature={signature}")


def sign_by(command, requests):
    """One Authorization value for each, by a program that reads them from its standard input."""
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    return subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout.splitlines()


def compare(name, requests, ours, theirs):
    """How many differ."""
    different = [(request, one, other) for request, one, other in zip(requests, ours, theirs) if one != other]
    for request, one, other in different[:3]:
        print(json.dumps(request), f"\n  ours: {one}\n  {name}: {other}", file=sys.stderr)
    missing = len(requests) - min(len(ours), len(theirs))
    return len(different) + missing


def main(program, folder=None):
    rng = random.Random(20260102)
    requests = [random_request(rng) for _ in range(COUNT)]
    ours = sign_by([program], requests)
    failed = compare("botocore", requests, ours, list(map(sign_with_botocore, requests)))
    count = COUNT
    if folder:
        script = Path(__file__).resolve().parent / "sign_with_smithy.mjs"
        failed += compare("smithy", requests, ours, sign_by(["node", script, folder], requests))
        count += COUNT
    print(f"{count - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
