"""Compares what two clients say and are told for the same statements, field by field.

Works on the JSON of `oraxx trace decode --json`. A message is named by its side and name ("client execute"), a field by
its path ("pair[AUTH_PID]/value"). Differences are allowed by entries: {"client", "message", "field", "reason",
"evidence"}, the first three of them patterns of fnmatch; where "statements" ("8, 37-38") is given, to these only.
"""
import difflib
import fnmatch
import re
from dataclasses import dataclass

from differential_counters import Counters

WHOLE = "(message)"  # stands for a field when one side has no such message
# Follow from the fields that are compared.
DERIVED = {"packet length"}


@dataclass(frozen=True)
class Message:
    name: str  # "client execute"
    fields: tuple  # of (path, value)

    operation: str = ""  # on a LOB, of the call that it belongs to

    @property
    def kind(self) -> str:
        """What it is aligned by: a statement or LOB operation of one client's own is none of the other's."""
        return " ".join([self.name, self.operation, *(value for path, value in self.fields if path == "sql")])


@dataclass(frozen=True)
class Difference:
    client: str
    statement: int
    message: str
    field: str
    ours: str
    theirs: str

    @property
    def general_field(self) -> str:
        """The path without positions in lists."""
        return re.sub(r"\[\d+\]", "", self.field)

    def __str__(self):
        return (f"{self.client}, statement {self.statement}, {self.message}, {self.field}: "
                f"ours {self.ours}, theirs {self.theirs}")


def lob_operation(name: str, fields: tuple) -> str:
    """Which operation a client's message asks for; empty for other messages."""
    is_one = name == "client LOB operation"
    return next((f"operation {value}" for path, value in fields if is_one and path == "operation"), "")


def value_of(field: dict) -> str:
    """Value and, where it is unusual, how it stands."""
    for key in ("number", "text", "text hex", "hex"):
        if key in field:
            style = {name: field[name] for name in ("negative", "null") if name in field}
            return f"{field[key]}{style or ''}"
    return ""


def descriptor_leaves(text: str):
    """(NAME, value) of every innermost pair of "(NAME=(NAME=value))"."""
    return re.findall(r"\(([\w.]+)=([^()]*)\)", text)


def flattened(fields: list, prefix: str = ""):
    """(path, value) of every field. Groups and fields that repeat carry their position, pairs their key."""
    names = [field.get("name", "") for field in fields]
    seen = {}
    for field, name in zip(fields, names):
        position = seen.get(name, 0)
        seen[name] = position + 1
        path = prefix + name + (f"[{position}]" if names.count(name) > 1 else "")
        if "payload" in field:
            continue
        if "fields" in field:
            key = next((each["text"].rstrip("\0") for each in field["fields"]
                        if each.get("name") == "key" and "text" in each), None)
            yield from flattened(field["fields"], (f"{prefix}{name}[{key}]" if key else path) + "/")
        elif "undecoded" in field or "opaque" in field:
            yield prefix + "(unread)", field["hex"]
        elif "(DESCRIPTION" in field.get("text", ""):
            yield from ((f"{path}/{leaf}", value) for leaf, value in descriptor_leaves(field["text"]))
        elif name not in DERIVED:
            yield path, value_of(field)


@dataclass
class Talk:
    """What was said during one statement."""

    messages: list
    round_trips: int = 0


def statements_of(document: dict, boundaries: list) -> list:
    """The Talk of each statement. `boundaries`: (number of the statement, packet lines in the recording when it was
    done)."""
    statements = [Talk([]) for _ in boundaries]
    lines = 0
    last_line = {"client": 0, "server": 0}
    last_side = "server"
    counters = Counters()
    operation = ""  # on a LOB, that the client asked for last

    def statement_of(line: int) -> int:
        return next((i for i, (_, end) in enumerate(boundaries) if line <= end), len(boundaries) - 1)

    for record in document["records"]:
        if "line" in record:
            lines += 1
            last_line[record["line"]] = lines
            if (last_side, record["line"]) == ("client", "server"):
                statements[statement_of(lines)].round_trips += 1
            last_side = record["line"]
            continue
        kind = "message" if "message" in record else "packet" if "packet" in record else None
        if kind is None:
            continue
        side = record["from"]
        name = f"{side} {record[kind]}" + (" packet" if kind == "packet" else "")
        at = statement_of(last_line[side])
        fields = counters.relative(side, boundaries[at][0], tuple(flattened(record["fields"])))
        if name.startswith("client ") and kind == "message" and name != "client lob data":
            operation = lob_operation(name, fields)
        is_part = kind == "message" and (side == "server" or operation != "")
        statements[at].messages.append(Message(name, fields, operation if is_part else ""))
    return statements


def field_differences(ours: Message, theirs: Message):
    """(field, our value, their value)."""
    a, b = dict(ours.fields), dict(theirs.fields)
    for field in dict.fromkeys([*a, *b]):
        if a.get(field) != b.get(field):
            yield field, a.get(field, "absent"), b.get(field, "absent")


def differences(client: str, number: int, ours: list, theirs: list):
    """Of one statement. Messages are aligned by their kinds; one side each, as the order between sides is given."""
    for side in ("client ", "server "):
        mine = [message for message in ours if message.name.startswith(side)]
        other = [message for message in theirs if message.name.startswith(side)]
        matcher = difflib.SequenceMatcher(a=[each.kind for each in mine], b=[each.kind for each in other], autojunk=False)
        for what, a0, a1, b0, b1 in matcher.get_opcodes():
            if what == "equal":
                for a, b in zip(mine[a0:a1], other[b0:b1]):
                    for field, x, y in field_differences(a, b):
                        yield Difference(client, number, a.name, field, x, y)
                continue
            for each in mine[a0:a1]:
                yield Difference(client, number, each.name, WHOLE, "sent", "absent")
            for each in other[b0:b1]:
                yield Difference(client, number, each.name, WHOLE, "absent", "sent")


def allows(entry: dict, difference: Difference) -> bool:
    return (is_among(difference.statement, entry.get("statements"))
            and fnmatch.fnmatchcase(difference.client, entry["client"])
            and fnmatch.fnmatchcase(difference.message, entry["message"])
            and any(fnmatch.fnmatchcase(field, escaped(entry["field"]))
                    for field in (difference.field, difference.general_field)))


def is_among(number: int, ranges) -> bool:
    """`ranges`: "8, 37-38"; none: every number."""
    if ranges is None:
        return True
    bounds = [part.split("-") for part in ranges.replace(" ", "").split(",")]
    return any(int(each[0]) <= number <= int(each[-1]) for each in bounds)


def escaped(pattern: str) -> str:
    """Brackets of a path mean themselves."""
    return pattern.replace("[", "[[]")


def judged(found: list, entries: list, allows=allows) -> tuple:
    """(differences no entry allows, entries that allow nothing). `allows(entry, difference)` tells."""
    unlisted, used = [], set()
    for difference in found:
        allowing = [i for i, entry in enumerate(entries) if allows(entry, difference)]
        used.update(allowing)
        if not allowing:
            unlisted.append(difference)
    return unlisted, [entry for i, entry in enumerate(entries) if i not in used]


def incomplete(entries: list) -> list:
    """Entries that lack a part, or give none."""
    keys = ("client", "message", "field", "reason", "evidence")
    return [entry for entry in entries if any(not str(entry.get(key, "")).strip() for key in keys)]
