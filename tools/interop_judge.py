"""What a step of an interop scenario should have brought, compared with what a client saw.

The forms of steps and values are described in tests/integration/scenarios/README.md.
"""
import copy
import datetime
import decimal
import json
import math
import re
from pathlib import Path


class ScenarioError(Exception):
    """A scenario file does not make sense."""


def load_scenarios(folder: Path) -> list:
    scenarios = []
    for path in sorted(folder.glob("*.json")):
        scenarios += json.loads(path.read_text(encoding="utf-8"))
    numbers = [scenario["number"] for scenario in scenarios]
    if numbers != sorted(set(numbers)):
        raise ScenarioError(f"scenario numbers do not grow from file to file: {numbers}")
    return scenarios


def substitute(value, i: int):
    """`{i}` and `{i+N}` in every text below `value`."""
    if isinstance(value, str):
        return re.sub(r"\{i(?:\+(\d+))?\}", lambda m: str(i + int(m[1] or 0)), value)
    if isinstance(value, list):
        return [substitute(each, i) for each in value]
    if isinstance(value, dict):
        return {key: substitute(each, i) for key, each in value.items()}
    return value


def with_kept(value, kept: dict):
    """`{kept:name}` and `{user}` in every text below `value`."""
    if isinstance(value, str):
        return re.sub(r"\{kept:(\w+)\}", lambda m: kept[m[1]], value.replace("{user}", kept["user"]))
    if isinstance(value, list):
        return [with_kept(each, kept) for each in value]
    if isinstance(value, dict):
        return {key: with_kept(each, kept) for key, each in value.items()}
    return value


def filled(template: dict) -> list:
    return [substitute(template["row"], i) for i in range(1, template["count"] + 1)]


def written_out(value):
    """Every long text below `value` that a scenario abbreviates."""
    if isinstance(value, dict):
        if {"repeat", "times"} <= value.keys():
            repeat, times = value["repeat"], value["times"]
            parts = [substitute(repeat, i) for i in range(1, times + 1)] if "{i" in repeat else [repeat] * times
            return value.get("before", "") + value.get("between", "").join(parts) + value.get("after", "")
        return {key: written_out(each) for key, each in value.items()}
    return [written_out(each) for each in value] if isinstance(value, list) else value


def expanded(scenario: dict):
    """The steps of a scenario with repetitions and templates written out."""
    for step in scenario["steps"]:
        for i in range(1, step.get("repeat", 1) + 1):
            each = copy.deepcopy(step)
            if "repeat" in step:
                each = substitute(each, i)
            for key in ("many", "rows"):
                if isinstance(each.get(key), dict):
                    each[key] = filled(each[key])
            yield written_out(each)


EXPECTATIONS = ("rows", "types", "names", "count", "out", "error", "in_transaction", "rowid", "batch_errors",
                "row_counts", "returned", "implicit", "lob_results", "within_ms", "version", "keep", "warning")


def document(text: str):
    """A JSON text for comparison: numbers with all their digits, whatever their spelling."""
    exact = {"parse_float": decimal.Decimal, "parse_int": decimal.Decimal}
    return json.loads(text, **exact)


def shortened(value) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:200]}... ({len(text)} characters)"


def request_of(step: dict) -> dict:
    """What the client is told: the step without what it should bring."""
    return {key: value for key, value in step.items() if key not in EXPECTATIONS}


class Judge:
    """Compares for one client, as far as it tells what it saw (see interop_clients.Client)."""

    def __init__(self, client, patterns=True):
        """Without `patterns` a text that begins with ~ is no regular expression."""
        self.client = client
        self.patterns = patterns
        self.fraction_digits = client.fraction_digits
        self.silent = frozenset(client.silent)
        self.coarse_types = client.coarse_types

    def what_to_keep(self, result: dict) -> str:
        if "rows" in result:
            return result["rows"][0][0]
        return "~.+" if "rowid" in self.silent else result["rowid"]

    def truncated(self, text: str) -> str:
        whole, point, fraction = text.partition(".")
        fraction = fraction[:self.fraction_digits].rstrip("0")
        return whole + (point + fraction if fraction else "")

    def same_zoned(self, expected: str, actual: str) -> bool:
        """A client shows the local time of a value with or without its offset, or the instant (with Z)."""
        match = re.fullmatch(r"(.*T[^+-]*)([+-])(\d\d):(\d\d)", expected)
        if match is None:  # of another type, which the client took for this one
            return False
        local = self.truncated(match[1])
        if not actual.endswith("Z"):
            shown = re.fullmatch(r"(.*T[^+-]*)(.*)", actual)
            return bool(shown) and self.truncated(shown[1]) == local and shown[2] in ("", expected[-6:])
        offset = datetime.timedelta(hours=int(match[3]), minutes=int(match[4]))
        when = datetime.datetime.fromisoformat(match[1].partition(".")[0])
        when += -offset if match[2] == "+" else offset
        return actual == when.strftime("%Y-%m-%dT%H:%M:%S") + local[19:] + "Z"

    def same_parts(self, type_name: str, expected, actual) -> bool:
        """Rows of a cursor, elements of an array, attributes of an object."""
        if isinstance(expected, dict):
            return isinstance(actual, dict) and expected.keys() == actual.keys() and all(
                self.same(type_name, expected[key], actual[key]) for key in expected)
        return isinstance(actual, list) and len(expected) == len(actual) and all(
            self.same(type_name, e, a) for e, a in zip(expected, actual))

    def same(self, type_name: str, expected, actual) -> bool:
        if expected is None or actual is None:
            return expected is actual
        if isinstance(expected, (list, dict)):
            return self.same_parts(type_name, expected, actual)
        if not isinstance(expected, str) or not isinstance(actual, str):
            return expected == actual
        if self.patterns and expected.startswith("~"):
            return re.fullmatch(expected[1:], actual) is not None
        if type_name == "TIMESTAMP WITH TIME ZONE":
            return self.same_zoned(expected, actual)
        if type_name.startswith("TIMESTAMP") or type_name == "INTERVAL DAY TO SECOND":
            return self.truncated(expected) == self.truncated(actual)
        if type_name == "JSON":
            return document(expected) == document(actual)
        if type_name.startswith("VECTOR"):
            return json.loads(expected, parse_int=float) == json.loads(actual, parse_int=float)
        if type_name.startswith("BINARY_"):
            wanted, got = float(expected), float(actual)
            return wanted == got or (math.isnan(wanted) and math.isnan(got))
        return expected == actual

    def row_differences(self, types: list, expected: list, actual: list):
        if len(expected) != len(actual):
            yield f"{len(actual)} rows instead of {len(expected)}"
        for number, (wanted, got) in enumerate(zip(expected, actual), 1):
            if wanted is None or got is None:  # a scroll that found none
                if wanted is not got:
                    yield f"row {number} is {got} instead of {wanted}"
                continue
            if len(wanted) != len(got):
                yield f"row {number} has {len(got)} columns instead of {len(wanted)}"
                return
            for column, (type_name, e, a) in enumerate(zip(types, wanted, got), 1):
                if not self.same(type_name, e, a):
                    yield f"row {number}, column {column} ({type_name}): {shortened(a)} instead of {shortened(e)}"
                    return

    def error_differences(self, expected, actual):
        if expected is None and actual is None:
            return
        if actual is None:
            yield f"no error instead of {expected}"
        elif expected is None:
            yield f"failed: {actual}"
        else:
            for key, wanted in expected.items():
                if key not in self.silent and actual.get(key) != wanted:
                    yield f"error {key} {actual.get(key)} instead of {wanted} ({actual.get('text')})"

    def differences(self, step: dict, result: dict) -> list:
        found = list(self.error_differences(step.get("error"), result.get("error")))
        if found or "error" in step:
            return found + list(self.limit_differences(step, result))
        if "types" in step:
            step = {**step, "types": [self.coarse_types.get(name, name) for name in step["types"]]}
        for key in ("types", "names", "count", "in_transaction", "batch_errors", "row_counts", "version", "warning"):
            if key in step and key not in self.silent and step[key] != result.get(key):
                found.append(f"{key} {result.get(key)} instead of {step[key]}")
        tells_rowid = "rowid" not in self.silent
        if "rowid" in step and tells_rowid and not self.same("ROWID", step["rowid"], result.get("rowid")):
            found.append(f"rowid {result.get('rowid')} instead of {step['rowid']}")
        if "rows" in step and "rows" not in result:
            found.append("no rows at all")
        elif "rows" in step:
            found += self.row_differences(result["types"], step["rows"], result["rows"])
        if "out" in step:
            types = [step["returns"]] if "returns" in step else []
            types += [bind["out"] for bind in step.get("binds", []) if "out" in bind]
            found += self.row_differences(types, [step["out"]], [result.get("out", [])])
        if "returned" in step:
            found += self.row_differences(step["returning"], [step["returned"]], [result.get("returned", [])])
        for key in ("implicit", "lob_results"):
            if key in step and key not in self.silent:
                found += self.row_differences([key] * len(step[key]), [step[key]], [result.get(key, [])])
        return found + list(self.limit_differences(step, result))

    @staticmethod
    def limit_differences(step: dict, result: dict):
        if "within_ms" in step and result["ms"] > step["within_ms"]:
            yield f"took {result['ms']} ms, more than {step['within_ms']}"
