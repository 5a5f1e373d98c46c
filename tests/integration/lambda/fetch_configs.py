#!/usr/bin/env python3
"""Fetches documents from an S3 and a Secrets Manager on loopback that check every signature with botocore.

Usage: fetch_configs.py FETCH_CONFIG
"""
import http.server
import json
import os
import subprocess
import sys
import threading

try:
    from botocore.auth import S3SigV4Auth, SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
except ImportError:
    sys.exit("fetch_configs: botocore is missing: install the package python3-botocore")

KEYS = Credentials("AKIDEXAMPLE", "example-secret", "example-token")
REGION = "eu-central-1"
OBJECTS = {"/configs/app/db.json": '{"connect_descriptor": "h/s"}', "/configs/a%20b%2Bc.json": "blank and plus",
           "/dotted.bucket/x": "dotted"}
SECRETS = {"orders": json.dumps({"connect_descriptor": "h/s", "password": "tiger"})}


class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.serve(S3SigV4Auth(KEYS, "s3", REGION), b"", lambda: OBJECTS.get(self.path))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        name = json.loads(body)["SecretId"]
        found = SECRETS.get(name)
        self.serve(SigV4Auth(KEYS, "secretsmanager", REGION), body,
                   lambda: found and json.dumps({"SecretString": found, "VersionId": "1"}))

    def serve(self, signer, body, find):
        answer = find()
        status = 404 if answer is None else 200 if self.is_signed_by(signer, body) else 403
        content = (answer or json.dumps({"__type": "ResourceNotFoundException"})).encode() if status != 403 else b"{}"
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def is_signed_by(self, signer, body) -> bool:
        given = self.headers["Authorization"]
        names = given.split("SignedHeaders=")[1].split(",")[0].split(";")
        request = AWSRequest(method=self.command, url=f"http://{self.headers['Host']}{self.path}",
                             headers={name: self.headers[name] for name in names}, data=body)
        request.context["timestamp"] = self.headers["X-Amz-Date"]
        to_sign = signer.string_to_sign(request, signer.canonical_request(request))
        return given.endswith("Signature=" + signer.signature(to_sign, request))

    def log_message(self, *_):
        pass


CASES = [
    ("config-awss3://configs/app/db.json", 0, '{"connect_descriptor": "h/s"}'),
    ("config-awss3://configs/a%20b+c.json", 0, "blank and plus"),
    ("config-awss3://dotted.bucket/x", 0, "dotted"),
    ("config-awss3://configs/none", 1, "check bucket and key"),
    ("config-awss3://configs/app/db.json?aws_region=us-east-1", 1, "s3:GetObject"),
    ("config-awss3://configs", 1, "BUCKET/KEY"),
    ("config-awssecretsmanager://orders", 0, SECRETS["orders"]),
    ("config-awssecretsmanager://orders?field_name=password", 0, "tiger"),
    ("config-awssecretsmanager://orders?field_name=nothing", 1, "field_name"),
    ("config-awssecretsmanager://none", 1, "ResourceNotFoundException"),
    ("config-ociobject://x", 1, "none of AWS"),
]


def main(program: str) -> int:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {**os.environ, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}", "AWS_REGION": REGION,
                   "AWS_ACCESS_KEY_ID": KEYS.access_key, "AWS_SECRET_ACCESS_KEY": KEYS.secret_key,
                   "AWS_SESSION_TOKEN": KEYS.token}
    failed = 0
    for connect_string, code, words in CASES:
        done = subprocess.run([program, connect_string], capture_output=True, text=True, env=environment, check=False)
        if done.returncode != code or words not in done.stdout:
            failed += 1
            print(f"{connect_string}: exit code {done.returncode}: {done.stdout}{done.stderr}", file=sys.stderr)
    server.shutdown()
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
