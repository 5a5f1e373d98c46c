#!/usr/bin/env python3
"""The comparison behind ./dev diff --names finds planted differences and holds entries to their use."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from differential_compare import judged  # noqa: E402
from names import STRINGS, allows, differences  # noqa: E402
from names_strings import generate, serialised  # noqa: E402

STRING = {"category": "easy/host", "text": "db/s"}
MEANING = {"descriptions": [{"service_name": "s", "security": {"SSL_SERVER_DN_MATCH": "on"}}], "ignored": []}
ENTRY = {"category": "easy/*", "field": "*/service_name", "reason": "r", "evidence": "e"}


def other(**fields) -> dict:
    return {"descriptions": [{**MEANING["descriptions"][0], **fields}]}


class Names(unittest.TestCase):
    def test_the_same_meaning_is_no_difference_however_switches_are_spelled(self):
        self.assertEqual(list(differences(STRING, MEANING, other(security={"SSL_SERVER_DN_MATCH": "yes"}))), [])

    def test_finds_a_planted_field(self):
        found = list(differences(STRING, MEANING, other(service_name="t")))
        self.assertEqual([(each.field, each.ours, each.theirs) for each in found],
                         [("descriptions[0]/service_name", "s", "t")])

    def test_finds_a_string_that_one_side_refuses(self):
        found = list(differences(STRING, MEANING, {"error": "no"}))
        self.assertEqual([(each.field, each.theirs) for each in found], [("(accepted)", "no")])

    def test_entries_allow_what_they_name_and_must_be_used(self):
        found = list(differences(STRING, MEANING, other(service_name="t")))
        self.assertEqual(judged(found, [ENTRY], allows), ([], []))
        self.assertEqual(judged(found, [{**ENTRY, "category": "descriptor/*"}], allows)[0], found)
        self.assertEqual(judged([], [ENTRY]), ([], [ENTRY]))

    def test_the_strings_are_those_the_generator_writes(self):
        self.assertEqual(STRINGS.read_text(encoding="utf-8"), serialised(generate()))
        self.assertGreaterEqual(len(generate()), 200)


if __name__ == "__main__":
    unittest.main()
