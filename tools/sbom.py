#!/usr/bin/env python3
"""Writes a bill of materials (SPDX 2.3, JSON) of a static program: which Debian packages, in which versions, are in it.

What is in it is not declared by hand: it is what the build says it read. Archives come from the link step and from the
compiler's own files, headers from the dependencies that ninja recorded, certificates and other files from the inputs.
"""
import argparse
import hashlib
import json
import os
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What the compiler adds to a static link without being asked.
IMPLICIT = ("libstdc++.a", "libgcc.a", "libgcc_eh.a", "libc.a", "libm.a", "crt1.o", "crti.o", "crtn.o", "crtbeginT.o",
            "crtend.o")


def output_of(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def inputs_of(build: Path, target: str) -> list[str]:
    return [line.strip().strip("'") for line in output_of("ninja", "-C", str(build), "-t", "inputs", target).splitlines()]


def headers_of(build: Path, objects: set[str]) -> set[str]:
    """What the objects included, from ninja's record of dependencies."""
    headers, wanted = set(), False
    for line in output_of("ninja", "-C", str(build), "-t", "deps").splitlines():
        if line.startswith(" "):
            if wanted:
                headers.add(line.strip())
        else:
            wanted = line.split(": #deps")[0] in objects
    return headers


def implicit_files(compiler: str, flags: list[str]) -> set[str]:
    return {output_of(compiler, *flags, "-static", f"-print-file-name={name}").strip() for name in IMPLICIT}


def cached(build: Path, *names: str) -> list[str]:
    """The values of variables of CMake's cache."""
    lines = (build / "CMakeCache.txt").read_text(encoding="utf-8").splitlines()
    found = {name.partition(":")[0]: value for name, equals, value in (line.partition("=") for line in lines) if equals}
    return [found.get(name, "") for name in names]


def own_folders(build: Path) -> tuple[str, ...]:
    """The project's folders, where nothing is a part from elsewhere."""
    return tuple(f"{folder}/" for folder in cached(build, "CMAKE_HOME_DIRECTORY", "CMAKE_CACHEFILE_DIR"))


def debian_architecture(compiler: str) -> str:
    """What Debian calls the architecture that the compiler makes programs for."""
    machine = output_of(compiler, "-dumpmachine").partition("-")[0]
    return {"x86_64": "amd64", "aarch64": "arm64"}[machine]


def is_foreign(path: str, own: tuple[str, ...]) -> bool:
    """Paths that are not absolute are the build's own."""
    return os.path.isabs(path) and not os.path.normpath(path).startswith(own)


def owners_of(paths: set[str], architecture: str) -> dict[str, str]:
    """The package that each file belongs to: of those of several architectures that share a file, the one of the program's.
    A file that belongs to none is an error: it would be left out silently."""
    owners = {}
    real = {os.path.realpath(path): path for path in paths}
    # dpkg knows files below /lib by that name, though /lib is /usr/lib by now.
    asked = sorted({name for path in real for name in (path, path.removeprefix("/usr"))})
    found = subprocess.run(["dpkg-query", "-S", *asked], capture_output=True, text=True, check=False).stdout
    for line in found.splitlines():
        packages, _, path = line.rpartition(": ")
        name = real.get(path) or real.get("/usr" + path)
        if name and not line.startswith("diversion "):
            owners[name] = sorted(packages.split(", "), key=lambda package: not package.endswith(":" + architecture))[0]
    lost = sorted(set(real.values()) - set(owners))
    if lost:
        raise SystemExit(f"sbom: no Debian package has these files: {', '.join(lost[:5])}")
    return owners


def describe(package: str) -> dict:
    fields = "${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}"
    name, version, architecture, source, source_version = output_of("dpkg-query", "-W", "-f", fields, package).split("\t")
    return {
        "SPDXID": "SPDXRef-deb-" + re.sub(r"[^A-Za-z0-9.-]", "-", name),
        "name": name,
        "versionInfo": version,
        "supplier": "Organization: Debian",
        "sourceInfo": f"built from the Debian source package {source} {source_version}",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "externalRefs": [{
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": f"pkg:deb/debian/{name.replace('+', '%2B')}@{version.replace('+', '%2B')}?arch={architecture}",
        }],
    }


def document(program: bytes, version: str, created: int, linked: set[str], compiled: set[str]) -> dict:
    """linked: packages with an archive in the link step; compiled: packages of which only headers or data went in."""
    checksum = hashlib.sha256(program).hexdigest()
    ours = {
        "SPDXID": "SPDXRef-oraxx-thin",
        "name": "oraxx-thin",
        "versionInfo": version,
        "packageFileName": "bootstrap",
        "checksums": [{"algorithm": "SHA256", "checksumValue": checksum}],
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "Apache-2.0",
        "licenseDeclared": "Apache-2.0",
        "copyrightText": "NOASSERTION",
        "primaryPackagePurpose": "APPLICATION",
    }
    packages = [ours]
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", ours["SPDXID"])]
    for package in sorted(linked | compiled):
        described = describe(package)
        packages.append(described)
        relations.append((ours["SPDXID"], "STATIC_LINK" if package in linked else "DEPENDS_ON", described["SPDXID"]))
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"oraxx-thin-{version}",
        "documentNamespace": f"urn:oraxx:spdx:{checksum}",
        "creationInfo": {
            "created": datetime.fromtimestamp(created, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: oraxx-tools/sbom.py"],
        },
        "packages": packages,
        "relationships": [
            {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other} for one, kind, other in relations
        ],
    }


def creation_time() -> int:
    """Of the source, not of the build: the same source gives the same document."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given or output_of("git", "-C", str(ROOT), "log", "-1", "--format=%ct"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True, help="the build folder, with ninja's records")
    parser.add_argument("--target", default="bootstrap")
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--version", required=True)
    parser.add_argument("program", type=Path)
    parser.add_argument("output", type=Path)
    given = parser.parse_args()

    inputs = inputs_of(given.build, given.target)
    own = own_folders(given.build)
    foreign = {path for path in [*inputs, *headers_of(given.build, set(inputs))] if is_foreign(path, own)}
    flags = cached(given.build, "CMAKE_EXE_LINKER_FLAGS")[0].split()
    archives = {path for path in foreign if path.endswith(".a")} | implicit_files(given.compiler, flags)
    others = foreign - archives
    owners = owners_of(archives | others, debian_architecture(given.compiler))
    linked = {owners[path] for path in archives}
    made = document(given.program.read_bytes(), given.version, creation_time(), linked, {owners[path] for path in others})
    given.output.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
