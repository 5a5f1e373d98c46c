#!/usr/bin/env python3
"""The functions of examples/lambda against a sandbox database, as Lambda would run them.

Usage: examples_test.py SANDBOX LOCAL_LAMBDA DEMO_SQL FOLDER_OF_EXAMPLES
"""
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "bench"))
from sandbox import Sandbox  # noqa: E402

ORDER = {"id": 7, "amount": "12.50", "note": 'a,b "q"'}
TOO_LARGE = {"id": 10**14, "amount": "1"}
BATCH = {"Records": [{"messageId": "good", "body": json.dumps(ORDER)}, {"messageId": "nonsense", "body": "{"},
                     {"messageId": "refused", "body": json.dumps(TOO_LARGE)}]}

# Program, event, what its answer has to be: JSON, or the type of an error, or a text. Later ones see what earlier ones changed.
CASES = [
    ("lambda_query", {"department": 10}, [{"name": "Ada", "salary": 5200.5}, {"name": "Grace", "salary": 6100.0}]),
    ("lambda_query", {}, "EventError.BadShape"),
    ("lambda_transaction", {"employees": [1], "department": 20}, {"moved": 1}),
    ("lambda_transaction", {"employees": [2, 99], "department": 20}, "EmployeeError.Unknown"),
    ("lambda_transaction", [1], "EventError.BadShape"),
    ("lambda_query", {"department": 10}, [{"name": "Grace", "salary": 6100.0}]),
    ("lambda_queue_consumer", BATCH,
     {"batchItemFailures": [{"itemIdentifier": "nonsense"}, {"itemIdentifier": "refused"}]}),
    ("lambda_streamed_report", {}, 'ID,AMOUNT,NOTE  1,99.95,first order  7,12.5,"a,b ""q"""  '),
]


def is_right(answer: str, expected) -> bool:
    if not isinstance(expected, str):
        return json.loads(answer) == expected
    return answer == expected or expected in answer and json.loads(answer)["errorType"] == expected


def main(sandbox: str, local_lambda: str, schema: str, programs: str) -> int:
    failed = 0
    with Sandbox(Path(sandbox), Path(schema), user="demo") as database:
        for name, event, expected in CASES:
            # Sanitizers look for leaks by ptrace, which a parent that dies with its child does not need.
            done = subprocess.run([local_lambda, "--bootstrap", f"{programs}/{name}", "--event", json.dumps(event),
                                   "--secret", json.dumps(database.secret()), "--env", "ASAN_OPTIONS=detect_leaks=0"],
                                  capture_output=True, text=True)
            answer = done.stdout.removesuffix("\n")
            if not is_right(answer, expected) or "against the Runtime API" in done.stderr:
                failed += 1
                print(f"{name} {json.dumps(event)}: {answer}\n{done.stderr}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
