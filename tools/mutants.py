"""Mutants: faults planted one at a time in a copy of the tree and built there. A test that claims to look at something
must notice the mutant that breaks it.
"""
import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TREE = ROOT / "build" / "mutants" / "tree"


class MutantError(Exception):
    """A mutant cannot be planted or built."""


def load_mutants(name: str) -> list:
    """A list below tests: name, file, the text to replace and what stands there instead."""
    return json.loads((ROOT / "tests" / name).read_text(encoding="utf-8"))


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


def copy_tree():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True,
                            capture_output=True).stdout
    wanted = {name.decode() for name in listed.split(b"\0") if name and (ROOT / name.decode()).is_file()}
    for name in wanted:
        write_if_changed(TREE / name, (ROOT / name).read_bytes())
    for path in TREE.rglob("*"):
        name = path.relative_to(TREE).as_posix()
        if path.is_file() and not name.startswith("build/") and name not in wanted:
            path.unlink()


def build(mutant: dict, program: str) -> Path:
    """The program with the fault in it; nothing else of the copy differs."""
    text = mutated(mutant)
    copy_tree()
    write_if_changed(TREE / mutant["file"], text.encode())
    # Laid out like the project itself, so that what is not mutated comes out of the compiler cache.
    environment = {**os.environ, "CCACHE_BASEDIR": str(TREE), "CCACHE_NOHASHDIR": "1"}
    for command in (["cmake", "--preset", "release"],
                    ["cmake", "--build", "build/release", "--target", program]):
        done = subprocess.run(command, cwd=TREE, capture_output=True, text=True, check=False, env=environment)
        if done.returncode != 0:
            raise MutantError(f"{' '.join(command)}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return TREE / "build" / "release" / "bin" / program
