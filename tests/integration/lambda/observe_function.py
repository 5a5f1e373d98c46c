#!/usr/bin/env python3
"""The function itself on the sandbox, watched. Usage: observe_function.py SANDBOX LOCAL_LAMBDA BOOTSTRAP

What X-Ray, OpenTelemetry and the metrics are told of a first invocation, a later one, one with binds, one that fails and
one that cannot log on; and that none of it tells a password, a bind value, a literal or a row.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
import observation_rules as rules  # noqa: E402
from check_observations import Collector, Daemon, Proof, known_attributes  # noqa: E402
from interop import PASSWORD, SERVICE, USER, Sandbox  # noqa: E402

STATEMENTS = """-- name: tables
-- default
-- bind: given text nullable
select 'hidden ' || 'literal' as word, :given as given from dual;

-- name: missing
select 'hidden literal' from no_such_table;
"""
CONNECTING = ["oracle resolve", "oracle tcp", "oracle connect", "oracle negotiate", "oracle authenticate"]
HIDDEN = ("hidden", "literal", "bound-value", PASSWORD, "wrong-password")


class Told:
    """What one run of the function told."""

    def __init__(self, function: "Function", event: dict, repeat=1, password=PASSWORD):
        secret = {"host": function.sandbox.host, "port": str(function.sandbox.port), "service_name": SERVICE,
                  "username": USER, "password": password}
        variables = {"AWS_XRAY_DAEMON_ADDRESS": function.daemon.address, "POWERTOOLS_METRICS_NAMESPACE": "PyOracleConn",
                     "POWERTOOLS_SERVICE_NAME": "connection-example", "OTEL_EXPORTER_OTLP_ENDPOINT": function.collector.url,
                     "OTEL_EXPORTER_OTLP_TIMEOUT": "20000", "ORAXX_STATEMENTS": function.folder}
        command = [function.local, "--bootstrap", function.bootstrap, "--secret", json.dumps(secret), "--event",
                   json.dumps(event), "--repeat", str(repeat)]
        for name, value in variables.items():
            command += ["--env", f"{name}={value}"]
        function.collector.bodies.clear()
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        self.answers = done.stdout.splitlines()
        self.lines = [line for line in done.stderr.splitlines() if '"_aws"' in line]
        self.metrics = [json.loads(line) for line in self.lines]
        self.datagrams = function.daemon.take()
        self.documents = list(function.collector.bodies)
        self.segments = [json.loads(datagram.split(b"\n", 1)[1]) for datagram in self.datagrams]
        self.log = [line for line in done.stderr.splitlines() if '"_aws"' not in line]

    @property
    def names(self) -> list:
        return [segment["name"] for segment in self.segments]

    def text(self) -> str:
        return b"".join(self.datagrams).decode() + "".join(self.lines) + "".join(self.documents) + "".join(self.log)


class Function:
    def __init__(self, sandbox: Sandbox, local: str, bootstrap: str, folder: str):
        self.sandbox, self.local, self.bootstrap, self.folder = sandbox, local, bootstrap, folder
        self.daemon, self.collector = Daemon(), Collector()


def check_forms(proof: Proof, what: str, told: Told, names: set | None):
    for datagram in told.datagrams:
        proof.expect(f"{what}, subsegment", rules.read_datagram(datagram)[1])
    for document in told.metrics:
        proof.expect(f"{what}, metrics", rules.check_emf(document))
    for document in told.documents:
        proof.expect(f"{what}, spans", rules.check_otlp(document, names))
    leaks = [word for word in HIDDEN if word in told.text()]
    proof.expect(f"{what}, secrets", [f"{leaks} told"] if leaks else [])


def check_first_and_later(proof: Proof, told: Told):
    statement = f"{SERVICE.lower()}@127.0.0.1"
    proof.expect_equal("subsegments", told.names,
                       ["## bootstrap", "## init", "SecretsManager", *CONNECTING, statement, "## bootstrap", statement])
    by_name = {segment["name"]: segment for segment in told.segments[:9]}
    proof.expect_equal("cold start", [segment["annotations"]["ColdStart"] for segment in told.segments
                                      if segment["name"] == "## bootstrap"], [True, False])
    proof.expect_equal("parent of the statement", by_name[statement]["parent_id"], by_name["## bootstrap"]["id"])
    proof.expect_equal("parent of the steps", by_name["oracle tcp"]["parent_id"], by_name["## init"]["id"])
    sql = by_name[statement]["sql"]
    proof.expect_equal("user and version", (sql["user"], sql["database_version"]), (USER, "23.26.1.0.0"))
    proof.expect_equal("sanitised", sql["sanitized_query"], "select ? || ? as word, :given as given from dual")
    proof.expect_equal("rows and round trips", by_name[statement]["metadata"]["oracle"], {"rows": 1, "round_trips": 1})
    proof.expect_equal("lines of metrics", [line["ColdStart"] for line in told.metrics], [1, 0])
    proof.expect_equal("connects", ["ConnectMs" in line for line in told.metrics], [True, False])
    proof.expect_equal("rows", [line["Rows"] for line in told.metrics], [1, 1])


def main(sandbox_program: str, local: str, bootstrap: str) -> int:
    proof, names = Proof(""), known_attributes()
    sandbox = Sandbox(Path(sandbox_program), "26ai")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "statements.sql").write_text(STATEMENTS)
        function = Function(sandbox, local, bootstrap, folder)
        told = Told(function, {"statement": "tables", "binds": {"given": "bound-value"}}, repeat=2)
        proof.expect_equal("answers", told.answers, ['[["hidden literal","bound-value"]]'] * 2)
        check_forms(proof, "answered", told, names)
        check_first_and_later(proof, told)

        told = Told(function, {"statement": "missing"})
        check_forms(proof, "failed", told, names)
        proof.expect_equal("faults", [segment["name"] for segment in told.segments if segment.get("fault")],
                           ["## bootstrap", f"{SERVICE.lower()}@127.0.0.1"])
        proof.expect_equal("error by its code", (told.metrics[0].get("OraError"), told.metrics[0].get("code")), (1, "ORA-00942"))

        told = Told(function, {}, password="wrong-password")
        check_forms(proof, "refused", told, names)
        proof.expect_equal("refusal", (told.metrics[0]["code"], "ConnectMs" in told.metrics[0]), ("ORA-01017", False))
        function.collector.shutdown()
    proof.expect_equal("the sandbox's end", sandbox.stop(), "")
    print(f"{proof.passed} passed, {proof.failed} failed")
    return 1 if proof.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
