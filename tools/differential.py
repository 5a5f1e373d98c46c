#!/usr/bin/env python3
"""differential.py [GROUP...]: the same statements through oraxx and the official thin drivers, each message compared by field.

Every client runs the statements of tests/integration/differential against a fresh sandbox, through `oraxx trace record`.
Differences that are not allowed there and entries that are not needed fail, and so do round trips that others save.
Last line: "differential: N statements, N clients, ..., N unlisted, N unused, N round trips too many".
"""
import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from differential_compare import differences, incomplete, judged  # noqa: E402
from differential_record import run_group  # noqa: E402
from differential_statements import load_every, load_groups  # noqa: E402
from interop_clients import CLIENTS, InstallError  # noqa: E402
from round_trips import GUIDE, LOCATORS, PYTHON, excesses, locator_talks, rows_of, table  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
OURS, PEERS = "oraxx", ("python", "node")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help="default: all")
    parser.add_argument("--sandbox", type=Path, default=ROOT / "build/release/bin/oraxx-sandbox")
    parser.add_argument("--oraxx", type=Path, default=ROOT / "build/release/bin/oraxx")
    parser.add_argument("--round-trips", action="store_true", help="show how many each operation takes")
    parser.add_argument("--write", action="store_true", help=f"that table into {GUIDE.relative_to(ROOT)}")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the recordings there")
    arguments = parser.parse_args()
    if arguments.write and arguments.groups:
        parser.error("--write is for all groups")
    return arguments


def recorded(groups: list, arguments) -> tuple:
    """(Talk of each statement by group and client, versions by client)."""
    talks, versions = {}, {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (OURS, *PEERS):
            client = CLIENTS[name]()
            client.install()
            count = 0
            for group in groups:
                version, said = run_group(client, group, arguments, folder)
                talks[group.name, name] = said
                if name == PYTHON:
                    talks[group.name, LOCATORS] = locator_talks(client, group, arguments, folder)
                count += sum(len(talk.messages) for talk in said.values())
            versions[name] = version["version"]
            print(f"{version['client']} {version['version']}: {count} messages and packets", flush=True)
    return talks, versions


def differences_of(group, talks: dict) -> list:
    ours = talks[group.name, OURS]
    return [difference for peer in PEERS for number, theirs in talks[group.name, peer].items() if number in ours
            for difference in differences(peer, number, ours[number].messages, theirs.messages)]


def grouped(found: list) -> list:
    """Differences of the same client, message and field together."""
    kinds = {}
    for each in found:
        kinds.setdefault((each.client, each.message, each.general_field), []).append(each)
    return list(kinds.values())


def report(group: str, unlisted: list, unused: list):
    for kind in grouped(unlisted):
        concerned = sorted({each.statement for each in kind})
        print(f"unlisted: {group}: {kind[0]} ({len(kind)} times, statements {concerned})")
    for entry in unused:
        print(f"unused: {group}: {entry['client']}, {entry['message']}, {entry['field']}")


def judge(groups: list, talks: dict, is_whole: bool) -> tuple:
    """(differences, entries, unlisted, unused), counted. Entries of all groups are unused only if none needs them."""
    every = load_every()
    found_at_all, unlisted_at_all, unused_at_all, unneeded = 0, 0, 0, every
    for group in groups:
        found = differences_of(group, talks)
        unlisted, unused = judged(found, every + group.differences)
        unneeded = [entry for entry in unneeded if entry in unused]
        own_unused = [entry for entry in unused if entry in group.differences]
        report(group.name, unlisted, own_unused)
        found_at_all += len(found)
        unlisted_at_all += len(unlisted)
        unused_at_all += len(own_unused)
    if is_whole:
        report("every group", [], unneeded)
        unused_at_all += len(unneeded)
    entries = len(every) + sum(len(group.differences) for group in groups)
    return found_at_all, entries, unlisted_at_all, unused_at_all


def judge_round_trips(rows: list, versions: dict, arguments) -> int:
    """How many things are wrong with them."""
    text = table(rows, versions)
    if arguments.round_trips:
        print(text)
    wrong = excesses(rows)
    if arguments.write:
        GUIDE.write_text(text, encoding="utf-8")
    elif not arguments.groups and text != (GUIDE.read_text(encoding="utf-8") if GUIDE.exists() else ""):
        wrong.append(f"{GUIDE.relative_to(ROOT)} is not up to date: ./dev diff --write")
    for each in wrong:
        print(each)
    return len(wrong)


def main() -> int:
    arguments = parse_arguments()
    try:
        groups = load_groups(arguments.groups)
        talks, versions = recorded(groups, arguments)
    except (InstallError, RuntimeError, OSError) as error:
        print(f"FAILED: {error}")
        return 1
    lacking = [entry for entries in (load_every(), *(group.differences for group in groups))
               for entry in incomplete(entries)]
    for entry in lacking:
        print(f"without reason or evidence: {entry}")
    found, entries, unlisted, unused = judge(groups, talks, is_whole=not arguments.groups)
    trips = judge_round_trips(rows_of(groups, talks), versions, arguments)
    statements = sum(len(group.statements) for group in groups)
    fields = sum(len(message.fields) for group in groups for talk in talks[group.name, OURS].values()
                 for message in talk.messages)
    print(f"differential: {statements} statements, {1 + len(PEERS)} clients, {fields} fields of ours compared, "
          f"{found} differences, {entries} entries, {unlisted} unlisted, {unused} unused, "
          f"{trips} round trips too many")
    return 1 if unlisted or unused or lacking or trips else 0


if __name__ == "__main__":
    sys.exit(main())
