#!/usr/bin/env python3
"""Layer rules, checked on #include lines: who may include whom (docs/HACKING.md has the picture)."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# The value headers of include/oraxx: standard library only, free for everybody.
VALUES = {"batch", "config", "datetime", "error", "json", "number", "object", "object_type", "region", "result", "rowid",
          "type", "value", "vector", "version", "detail/bind_item", "detail/cell", "detail/lob_record",
          "detail/object_description", "detail/out_values"}

# Folder -> what its files may include besides the standard library and each other. The longest matching folder
# owns a file. Words are folders of this table (below src without that prefix), "values" and "public" (the two
# halves of include/oraxx) and the names of THIRD_PARTY.
ALLOWED = {
    "include/oraxx": "values public",
    "include/oraxx/date": "values public date",
    "src/base": "",
    "src/values": "base values json",
    "src/wire/types": "base values wire",
    "src/wire": "base values wire/types",
    "src/config": "base values json",
    "src/auth": "base values libcrypto",
    "src/sql": "base",
    "src/net": "base values wire",
    "src/session": "base values wire wire/types net auth config sql",
    "src/trace": "base values wire wire/types net auth config sql",
    "src/wallet": "base values libcrypto libssl minizip",
    "src/transport": "base values libcrypto libssl cares os",
    "src/backend": "values",
    "src/backend/thin": "base values wire wire/types net auth config sql session transport wallet backend backend/common libcrypto os",
    "src/backend/common": "base values sql backend",
    "src/backend/thick": "base values wire/types session sql transport backend backend/common odpic",
    "src/backend/without_thick": "values backend",
    "src/api": "base values public backend wire/types os",
    "server/engine": "base values sqlite os",
    "server/session": "base values wire wire/types net auth config server/engine",
    "server": "base values wire net config trace transport server/engine server/session cli11 libcrypto os",
    "lambda": "base values public libcrypto libssl boost json os",
    "lambda/aws": "base values public transport lambda libcrypto libssl json os",
    "lambda/database": "base values public lambda lambda/aws json os",
    "lambda/events": "base values public lambda json",
    "lambda/local": "base public lambda lambda/aws boost cli11 json os",
    "lambda/observe": "base values public sql transport lambda lambda/aws os",
    "lambda/run": "values public lambda lambda/database lambda/observe",
    "lambda/size_steps": "base values public lambda lambda/aws boost libcrypto libssl json os",
    # sql: files are judged as the driver judges them.
    "lambda/functions/statements": "base values public sql transport lambda lambda/aws lambda/database lambda/events json os",
    "lambda/functions": "base values public lambda lambda/aws lambda/database lambda/observe lambda/functions/statements json os",
    "cli": "base values public wire wire/types trace transport config backend/thin cli11 json os",
    "examples": "values public json",
}
THIRD_PARTY = [("libssl", r"openssl/(ssl|bio|tls1|x509v3)\.h"), ("libcrypto", r"openssl/"), ("cares", r"ares"), ("minizip", r"minizip/"),
               ("odpic", r"dpi\.h"), ("sqlite", r"sqlite3"), ("boost", r"boost/"), ("json", r"nlohmann/"), ("cli11", r"CLI/"), ("date", r"date/"),
               ("os", r"(sys|netinet|arpa|linux)/|(poll|unistd|fcntl|signal|termios|netdb|pwd|pthread)\.h")]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def layer_of(path: str) -> str | None:
    """The row of ALLOWED that owns a path below the root."""
    fitting = [name for name in ALLOWED if path.startswith(name + "/")]
    return max(fitting, key=len, default=None)


def target_of(root: Path, path: Path, quote: str, name: str) -> str | None:
    """What an include refers to, as a word of the table; None for the standard library."""
    if name.startswith("oraxx/"):
        return "values" if name.removeprefix("oraxx/").removesuffix(".hpp") in VALUES else "public"
    for word, pattern in THIRD_PARTY:
        if re.match(pattern, name):
            return word
    if quote == "<":
        return None
    for base in (path.parent, root / "src", root):
        if (base / name).is_file():
            owner = layer_of((base / name).resolve().relative_to(root).as_posix())
            return owner.removeprefix("src/") if owner else name
    return name


def violations(root: Path, path: Path):
    """Texts that say what is wrong with the includes of one file."""
    shown = path.relative_to(root).as_posix()
    layer = layer_of(shown)
    words = ALLOWED[layer].split() + [layer.removeprefix("src/")]
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quote, name = found.groups()
        target = target_of(root, path, quote, name)
        if target and target not in words:
            yield f"{shown}:{number}: {layer} may not include {name} ({target})"
        if layer == "include/oraxx" and quote == '"':
            yield f"{shown}:{number}: public headers include <oraxx/...> only"


def check(root: Path) -> tuple[int, list[str]]:
    files = [file for top in sorted({name.split("/")[0] for name in ALLOWED}) for file in (root / top).rglob("*.[ch]pp")]
    files = sorted(file for file in files if layer_of(file.relative_to(root).as_posix()))
    return len(files), [text for file in files for text in violations(root, file)]


def main() -> int:
    count, found = check(ROOT)
    for text in found:
        print(text, file=sys.stderr)
    print(f"layers: {count} files, {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
