"""Round trips of each operation, ours and those of the official thin drivers side by side (./dev diff --round-trips).

The statements of tests/integration/differential that have an "operation" are its rows. A round trip is counted where
the recording goes over from the client's packets to the server's.
"""
from dataclasses import dataclass, replace
from pathlib import Path

from differential_record import run_group
from differential_statements import sessions_of

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide" / "round_trips.md"
OURS, PYTHON, NODE = "oraxx", "python", "node"
LOCATORS = "python by locators"  # python-oracledb's default: LOBs are fetched as locators, each is read by a call
HEADINGS = {OURS: "oraxx", PYTHON: "python-oracledb", LOCATORS: "the same, LOBs by locators", NODE: "node-oracledb"}

INTRODUCTION = """# Round trips

Written by `./dev diff --write`, which counts them on the wire, between each client and the same sandbox: oraxx,
python-oracledb {python}, node-oracledb {node}. python-oracledb fetches LOBs with their rows where it is told to
(`fetch_lobs=False`), which is its middle column; by default it fetches locators and reads each by a call of its own, which is the column behind it.
node-oracledb was told likewise (`fetchTypeHandler`). A dash: the client has no such call.

`./dev diff` fails where oraxx takes a round trip more than one of them, where it takes as many for LOBs as
python-oracledb does by default, and when this table is not up to date.
"""


@dataclass(frozen=True)
class Row:
    group: str
    operation: str
    is_of_lobs: bool
    trips: dict  # by client; without those that cannot do it


def with_locators(group):
    """The sessions that read LOBs, told to fetch locators."""
    sessions = [each for each in sessions_of(group.statements) if any(one.get("lobs") for one in each)]
    statements = [{**each, "steps": [{**step, "locators": True} for step in each["steps"]]} if each.get("lobs") else each
                  for session in sessions for each in session]
    return replace(group, name=f"{group.name}_locators", statements=statements)


def locator_talks(client, group, arguments, folder: Path) -> dict:
    """What python-oracledb says by default, for the statements that read LOBs."""
    asked = with_locators(group)
    if not asked.statements:
        return {}
    _, talks = run_group(client, asked, arguments, folder)
    of_lobs = {each["number"] for each in asked.statements if each.get("lobs")}
    return {number: talk for number, talk in talks.items() if number in of_lobs}


def rows_of(groups: list, talks: dict) -> list:
    """`talks`: by group and client, the Talk of each statement."""
    return [Row(group.name, each["operation"], each.get("lobs", False),
                {name: talks[group.name, name][each["number"]].round_trips for name in HEADINGS
                 if each["number"] in talks[group.name, name]})
            for group in groups for each in group.statements if "operation" in each]


def excesses(rows: list) -> list:
    """Texts about operations that take more round trips than they may."""
    out = []
    for row in rows:
        ours = row.trips[OURS]
        out += [f"{row.operation}: {ours} round trips, {HEADINGS[name]} takes {trips}"
                for name, trips in row.trips.items() if ours > trips]
        if row.is_of_lobs and ours >= row.trips[LOCATORS]:
            out.append(f"{row.operation}: {ours} round trips, not fewer than python-oracledb's by locators")
    return out


def table(rows: list, versions: dict) -> str:
    lines = [INTRODUCTION.format(**versions), "| operation | " + " | ".join(HEADINGS.values()) + " |",
             "| --- |" + " ---: |" * len(HEADINGS)]
    for row in rows:
        cells = [str(row.trips.get(name, "" if name == LOCATORS else "-")) for name in HEADINGS]
        lines.append(f"| {row.operation} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
