#!/usr/bin/env python3
"""The comparison behind ./dev diff finds planted differences and holds entries to their use."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from differential_counters import Counters  # noqa: E402
from differential_compare import Difference, differences, flattened, incomplete, judged, statements_of  # noqa: E402
from round_trips import Row, excesses  # noqa: E402


def number(name: str, value: int) -> dict:
    return {"name": name, "form": "universal", "number": value}


def execute(prefetch: int) -> dict:
    return {"message": "execute", "from": "client", "fields": [number("message type", 3), number("prefetch", prefetch)]}


def conversation(*messages) -> list:
    records = []
    for message in messages:
        records += [{"line": message["from"], "bytes": 1}, message]
    return statements_of({"records": records}, [(1, len(messages))])[0].messages


ENTRY = {"client": "python", "message": "client execute", "field": "prefetch", "reason": "r", "evidence": "e"}
PLANTED = Difference("python", 7, "client execute", "prefetch", "2", "3")


class Comparison(unittest.TestCase):
    def test_finds_nothing_between_equal_conversations(self):
        self.assertEqual(list(differences("python", 1, conversation(execute(2)), conversation(execute(2)))), [])

    def test_finds_a_planted_field(self):
        found = list(differences("python", 7, conversation(execute(2)), conversation(execute(3))))
        self.assertEqual(found, [PLANTED])

    def test_finds_a_message_that_only_one_side_has(self):
        close = {"message": "close cursors", "from": "client", "fields": []}
        found = list(differences("node", 1, conversation(execute(2)), conversation(close, execute(2))))
        self.assertEqual([(each.message, each.field, each.ours) for each in found],
                         [("client close cursors", "(message)", "absent")])

    def test_finds_a_field_that_only_one_side_has(self):
        longer = execute(2)
        longer["fields"].append(number("token", 0))
        found = list(differences("node", 1, conversation(execute(2)), conversation(longer)))
        self.assertEqual([(each.field, each.ours, each.theirs) for each in found], [("token", "absent", "0")])


class Paths(unittest.TestCase):
    def test_name_pairs_by_their_key_and_lists_by_position(self):
        pair = {"name": "pair", "fields": [{"name": "key", "text": "AUTH_PID"}, {"name": "value", "text": "1"}]}
        fields = [pair, number("i4", 1), number("i4", 2)]
        self.assertEqual(list(flattened(fields)),
                         [("pair[AUTH_PID]/key", "AUTH_PID"), ("pair[AUTH_PID]/value", "1"), ("i4[0]", "1"),
                          ("i4[1]", "2")])

    def test_take_descriptors_apart(self):
        text = "(DESCRIPTION=(ADDRESS=(HOST=a)(PORT=1))(CONNECT_DATA=(SID=X)))"
        self.assertEqual(list(flattened([{"name": "connect data", "text": text}])),
                         [("connect data/HOST", "a"), ("connect data/PORT", "1"), ("connect data/SID", "X")])


class Statements(unittest.TestCase):
    def test_get_the_messages_of_their_lines(self):
        records = [{"note": "# x"}, {"line": "client", "bytes": 1}, execute(1), {"line": "server", "bytes": 1},
                   {"message": "error", "from": "server", "fields": []}, {"line": "client", "bytes": 1}, execute(2)]
        first, second = statements_of({"records": records}, [(1, 2), (2, 3)])
        self.assertEqual([each.name for each in first.messages], ["client execute", "server error"])
        self.assertEqual([each.name for each in second.messages], ["client execute"])
        self.assertEqual((first.round_trips, second.round_trips), (1, 0))


class Numbers(unittest.TestCase):
    """That count through a session."""

    def test_are_told_by_what_went_before(self):
        counters = Counters()
        self.assertEqual(counters.relative("client", 1, (("sequence", "3"), ("sql", "select 1"))),
                         (("sequence", "+3"), ("sql", "select 1")))
        self.assertEqual(counters.relative("server", 1, (("call number", "3"), ("cursor id", "9"))),
                         (("call number", "that of the call"), ("cursor id", "of select 1 (1)")))
        self.assertEqual(counters.relative("client", 2, (("sequence", "5"), ("cursor id", "9"))),
                         (("sequence", "+2"), ("cursor id", "of select 1 (1)")))

    def test_tell_a_cursor_from_the_next_of_its_number(self):
        counters = Counters()
        for _ in range(2):
            counters.relative("client", 1, (("sql", "select 1"),))
            told = counters.relative("server", 1, (("cursor id", "9"),))
            counters.relative("client", 2, (("cursor/cursor id", "9"),))
        self.assertEqual(told, (("cursor id", "of select 1 (2)"),))

    def test_of_cursors_that_nothing_was_told_of_stay(self):
        self.assertEqual(Counters().relative("client", 1, (("cursor/cursor id", "4"),)), (("cursor/cursor id", "4"),))


class RoundTrips(unittest.TestCase):
    def test_more_than_another_client_takes_are_told(self):
        row = Row("g", "SELECT", False, {"oraxx": 2, "python": 1, "node": 2})
        self.assertEqual(len(excesses([row])), 1)
        self.assertEqual(excesses([Row("g", "SELECT", False, {"oraxx": 1, "python": 1})]), [])

    def test_have_to_be_fewer_for_lobs_than_by_locators(self):
        same = {"oraxx": 2, "python": 2, "node": 2, "python by locators": 2}
        self.assertEqual(len(excesses([Row("g", "SELECT of CLOBs", True, same)])), 1)
        self.assertEqual(excesses([Row("g", "SELECT of CLOBs", True, {**same, "python by locators": 3})]), [])


class Entries(unittest.TestCase):
    def test_allow_what_they_name(self):
        self.assertEqual(judged([PLANTED], [ENTRY]), ([], []))

    def test_allow_nothing_else(self):
        for key in ("client", "message", "field"):
            other = {**ENTRY, key: "other"}
            self.assertEqual(judged([PLANTED], [other]), ([PLANTED], [other]))

    def test_allow_it_for_the_statements_they_name(self):
        self.assertEqual(judged([PLANTED], [{**ENTRY, "statements": "1, 5-7"}]), ([], []))
        other = {**ENTRY, "statements": "1-6, 70"}
        self.assertEqual(judged([PLANTED], [other]), ([PLANTED], [other]))

    def test_that_nothing_needs_are_told(self):
        self.assertEqual(judged([], [ENTRY]), ([], [ENTRY]))

    def test_name_lists_without_positions_and_keys_in_brackets(self):
        found = [Difference("node", 1, "client execute", "bind[3]/size", "1", "2"),
                 Difference("node", 1, "client auth", "pair[AUTH_PID]/value", "1", "2")]
        entries = [{**ENTRY, "client": "*", "field": "bind/size"},
                   {**ENTRY, "client": "*", "message": "client auth", "field": "pair[AUTH_PID]/value"}]
        self.assertEqual(judged(found, entries), ([], []))

    def test_need_a_reason_and_evidence(self):
        self.assertEqual(incomplete([ENTRY]), [])
        self.assertEqual(len(incomplete([{**ENTRY, "evidence": " "}])), 1)


if __name__ == "__main__":
    unittest.main()
