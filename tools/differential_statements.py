"""The statements of ./dev diff and the differences allowed to them (tests/integration/differential/README.md)."""
import json
from dataclasses import dataclass
from pathlib import Path

from interop_judge import expanded

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "integration" / "differential"
EVERY = "every"  # names the file of differences that are allowed to all groups


@dataclass(frozen=True)
class Group:
    name: str
    statements: list
    differences: list  # allowed to these statements only


def read(path: Path) -> list:
    return json.loads(path.read_text(encoding="utf-8"))


def load_group(path: Path) -> Group:
    statements = [{**each, "steps": list(expanded({"steps": [each["step"]]}))} for each in read(path)]
    numbers = [each["number"] for each in statements]
    if numbers != sorted(set(numbers)):
        raise RuntimeError(f"{path.name}: statement numbers do not grow")
    allowed = FOLDER / "differences" / path.name
    return Group(path.stem.partition("_")[2], statements, read(allowed) if allowed.exists() else [])


def load_groups(names: list) -> list:
    """Those named, or all."""
    groups = [load_group(path) for path in sorted((FOLDER / "statements").glob("*.json"))]
    unknown = set(names) - {group.name for group in groups}
    if unknown:
        raise RuntimeError(f"no such group: {', '.join(sorted(unknown))}")
    return [group for group in groups if not names or group.name in names]


def load_every() -> list:
    return read(FOLDER / "differences" / f"{EVERY}.json")


def sessions_of(statements: list) -> list:
    """Each statement that connects begins one."""
    sessions = []
    for statement in statements:
        if "connect" in statement["steps"][0]:
            sessions.append([])
        sessions[-1].append(statement)
    return sessions
