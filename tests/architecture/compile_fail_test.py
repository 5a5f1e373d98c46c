#!/usr/bin/env python3
"""Mistakes that the compiler has to stop, in plain words.

Each file of compile_fail/ is compiled twice: as it is, which has to work, and with BAD_LINE defined, which has to fail
with the text of its `// expects:` line. Usage: compile_fail_test.py SOURCE_DIR CXX
"""
import re
import subprocess
import sys
from pathlib import Path


def compile_errors(compiler: str, source: Path, root: Path, *flags: str) -> str | None:
    """What the compiler said when it refused; None when it did not."""
    done = subprocess.run([compiler, "-std=c++20", "-fsyntax-only", "-Werror=unused-result", f"-I{root}/include", *flags, str(source)],
                          capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else done.stderr


def problem_of(source: Path, root: Path, compiler: str) -> str | None:
    expected = re.search(r"^// expects: (.+)$", source.read_text(), re.M)
    if expected is None:
        return "has no `// expects:` line"
    if (said := compile_errors(compiler, source, root)) is not None:
        return "does not compile without its bad line:\n" + said
    said = compile_errors(compiler, source, root, "-DBAD_LINE")
    if said is None:
        return "compiles with its bad line"
    return None if expected[1] in said else f"is refused without the words '{expected[1]}':\n{said}"


def main(root: Path, compiler: str) -> int:
    cases = sorted((root / "tests/architecture/compile_fail").glob("*.cpp"))
    problems = [f"{case.name}: {problem}" for case in cases if (problem := problem_of(case, root, compiler))]
    print(*problems, f"compile_fail: {len(cases)} cases, {len(problems)} problems", sep="\n")
    return 1 if problems or not cases else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
