"""Mutants: faults planted one at a time in a copy of the server's encoders. Each must make a scenario fail, which
shows that the scenarios look at what they claim to look at.
"""
import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "mutants"
LIST = ROOT / "tests" / "integration" / "mutants.json"


class MutantError(Exception):
    """A mutant cannot be planted or built."""


def load_mutants() -> list:
    return json.loads(LIST.read_text(encoding="utf-8"))


def mutated(mutant: dict) -> str:
    """The text of the mutant's file with the fault in it."""
    text = (ROOT / mutant["file"]).read_text(encoding="utf-8")
    found = text.count(mutant["old"])
    if found != 1:
        raise MutantError(f"mutant {mutant['name']}: its text stands {found} times in {mutant['file']}")
    return text.replace(mutant["old"], mutant["new"])


def write_if_changed(path: Path, content: bytes):
    """Unchanged files keep their time, so that only what a mutant touches is compiled again."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def copy_tree(tree: Path):
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True,
                            capture_output=True).stdout
    wanted = {name.decode() for name in listed.split(b"\0") if name and (ROOT / name.decode()).is_file()}
    for name in wanted:
        write_if_changed(tree / name, (ROOT / name).read_bytes())
    for path in tree.rglob("*"):
        name = path.relative_to(tree).as_posix()
        if path.is_file() and not name.startswith("build/") and name not in wanted:
            path.unlink()


def build(tree: Path) -> Path:
    # Laid out like the project itself, so that what is not mutated comes out of the compiler cache.
    environment = {**os.environ, "CCACHE_BASEDIR": str(tree), "CCACHE_NOHASHDIR": "1"}
    for command in (["cmake", "--preset", "release"],
                    ["cmake", "--build", "build/release", "--target", "oraxx-sandbox"]):
        done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False, env=environment)
        if done.returncode != 0:
            raise MutantError(f"{' '.join(command)}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return tree / "build" / "release" / "bin" / "oraxx-sandbox"


def who_catches(clients: list, scenarios: list, program: Path, run_client, tally_type) -> str:
    for client in clients:
        for persona in ("26ai", "18c"):
            caught = run_client(client, persona, scenarios, program, tally_type(), first_only=True)
            if caught:
                return f"{client.name} against {persona}, scenario {caught[0]}"
    return ""


def check_mutants(clients: list, scenarios: list, tally, run_client):
    tree = WORK / "tree"
    for mutant in load_mutants():
        try:
            text = mutated(mutant)
            copy_tree(tree)
            write_if_changed(tree / mutant["file"], text.encode())
            program = build(tree)
        except MutantError as error:
            tally.failed += 1
            print(f"FAILED {error}", flush=True)
            continue
        catcher = who_catches(clients, scenarios, program, run_client, type(tally))
        if catcher:
            tally.passed += 1
            print(f"mutant {mutant['name']}: caught by {catcher}", flush=True)
        else:
            tally.failed += 1
            print(f"FAILED mutant {mutant['name']}: nobody noticed", flush=True)
