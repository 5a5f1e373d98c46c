#!/usr/bin/env python3
"""Doxygen input filter: turns the house's // comments into the form Doxygen reads. Usage: doc_comments.py FILE"""
import re
import sys

TRAILING = re.compile(r"^(?P<code>.*[;,{}]\s*)//(?P<text> .*)$")
# Doxygen stumbles over specialisations of the standard library's templates outside of their namespace.
STD_SPECIALISATION = re.compile(r"^template <>\nstruct std::[^;{]*\{[^}]*\};\n", re.MULTILINE)
OWN_LINE = re.compile(r"^(?P<indent>\s*)//(?P<text>( .*)?)$")


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = STD_SPECIALISATION.sub("\n\n", file.read()).splitlines()
    # The comment at the very top describes the file.
    if lines and lines[0].startswith("//"):
        print("/// @file")
    for line in lines:
        if (own := OWN_LINE.match(line)) and not own["text"].startswith(" NOLINT"):
            print(f"{own['indent']}///{escape(own['text'])}")
        elif trailing := TRAILING.match(line):
            print(f"{trailing['code']}///<{escape(trailing['text'])}")
        else:
            print(line)
    return 0


def escape(text: str) -> str:
    """Angle brackets, backslashes and at signs in our comments are code, not markup."""
    return re.sub(r"([\\@<>#])", r"\\\1", text)


if __name__ == "__main__":
    sys.exit(main())
