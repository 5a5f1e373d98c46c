#!/usr/bin/env python3
"""Our clients of Secrets Manager and STS against moto's server, which verifies signatures. Usage: ask_moto.py FETCH_CONFIG

The server knows nothing of us: secrets are made by boto3, and every request without a right signature is refused.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import boto3

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from aws_peers import REGION, Moto  # noqa: E402

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["secretsmanager:*", "sts:*"], "Resource": "*"}]}
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:*"}]}
TEXT = json.dumps({"username": "scott", "password": "t\u00efg\u00e9r \"'\\\n\u6f22", "connect_descriptor": "h/s"})


class Asker:
    def __init__(self, program: str, moto: Moto):
        self.program, self.moto = program, moto
        self.passed = self.failed = 0

    def ask(self, what: str, name: str, code: int, words: str, **environment):
        """One document; `words` has to be in the output."""
        done = subprocess.run([self.program, f"config-awssecretsmanager://{name}"], capture_output=True, text=True,
                              env=environment, timeout=60, check=False)
        is_right = done.returncode == code and words in done.stdout
        self.passed += is_right
        self.failed += not is_right
        if not is_right:
            print(f"{what}: exit code {done.returncode}: {done.stdout}{done.stderr}", file=sys.stderr)


def client(moto: Moto, service: str, keys: dict | None = None):
    environment = moto.environment(keys)
    return boto3.client(service, endpoint_url=moto.url, region_name=REGION,
                        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
                        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"])


def make_user(moto: Moto) -> dict:
    """Keys of a user that may read secrets."""
    iam = client(moto, "iam")
    iam.create_user(UserName="reader")
    iam.put_user_policy(UserName="reader", PolicyName="p", PolicyDocument=json.dumps(POLICY))
    return iam.create_access_key(UserName="reader")["AccessKey"]


def make_role(moto: Moto) -> str:
    iam = client(moto, "iam")
    role = iam.create_role(RoleName="db-reader", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    iam.put_role_policy(RoleName=role["RoleName"], PolicyName="p", PolicyDocument=json.dumps(POLICY))
    return role["Arn"]


def make_secrets(moto: Moto) -> str:
    """The ARN of "orders", which has a version before its current one."""
    secrets = client(moto, "secretsmanager")
    arn = secrets.create_secret(Name="orders", SecretString="first")["ARN"]
    secrets.put_secret_value(SecretId="orders", SecretString=TEXT)
    secrets.create_secret(Name="a/b+c@d_e.f-=", SecretString="odd name")
    secrets.create_secret(Name="binary", SecretBinary=b"\x00\x01")
    secrets.create_secret(Name="going", SecretString="x")
    secrets.delete_secret(SecretId="going")
    secrets.create_secret(Name="large", SecretString="x" * 65536)
    return arn


def ask_for_secrets(asker: Asker, arn: str, environment: dict):
    asker.ask("by name", "orders", 0, TEXT, **environment)
    asker.ask("by ARN", arn, 0, TEXT, **environment)
    asker.ask("one member", "orders?field_name=username", 0, "scott", **environment)
    asker.ask("odd name", "a/b+c@d_e.f-=", 0, "odd name", **environment)
    asker.ask("largest", "large", 0, "x" * 65536, **environment)
    asker.ask("previous version", "orders", 0, "first", **environment, SECRET_VERSION_STAGE="AWSPREVIOUS")
    asker.ask("no such stage", "orders", 1, "ResourceNotFoundException", **environment, SECRET_VERSION_STAGE="AWSPENDING")
    asker.ask("no such secret", "none", 1, "ResourceNotFoundException", **environment)
    asker.ask("marked for deletion", "going", 1, "InvalidRequestException", **environment)
    asker.ask("no text", "binary", 1, "no SecretString", **environment)


def main(program: str) -> int:
    with Moto() as moto, tempfile.TemporaryDirectory() as folder:
        asker = Asker(program, moto)
        moto.verify_signatures(from_call=1000)
        keys, role, arn = make_user(moto), make_role(moto), make_secrets(moto)
        moto.verify_signatures()
        environment = moto.environment(keys)
        ask_for_secrets(asker, arn, environment)
        # Moto refuses in XML, where the service itself names the error in JSON.
        asker.ask("wrong key", "orders", 1, "Http403", **{**environment, "AWS_SECRET_ACCESS_KEY": "wrong"})
        asker.ask("unknown key id", "orders", 1, "Http403", **{**environment, "AWS_ACCESS_KEY_ID": "AKIAUNKNOWN"})

        # The keys of a role, by STS; the token is moto's to accept as it is.
        token = Path(folder) / "token"
        token.write_text("header.payload.signature\n")
        moto.verify_signatures(from_call=1)  # AssumeRoleWithWebIdentity carries no signature
        identity = {name: value for name, value in environment.items() if "KEY" not in name}
        asker.ask("web identity", "orders", 0, TEXT, **identity, AWS_ROLE_ARN=role, AWS_WEB_IDENTITY_TOKEN_FILE=str(token))
        asker.ask("no keys at all", "orders", 1, "no AWS credentials", **identity)
        print(f"{asker.passed} passed, {asker.failed} failed")
        return 1 if asker.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
