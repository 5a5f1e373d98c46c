#!/usr/bin/env python3
"""What ./dev package makes beside the zip: the image layout and the bill of materials."""
import gzip
import hashlib
import io
import json
import sys
import tarfile
import tempfile
import unittest
from unittest import mock
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import sbom  # noqa: E402
from oci_layout import write_layout  # noqa: E402

PROGRAM = b"\x7fELF" + bytes(range(256)) * 40


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class ImageLayout(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name) / "image"
        write_layout(PROGRAM, "arm64", "1.2.3", self.folder)

    def blob(self, descriptor: dict) -> bytes:
        kind, name = descriptor["digest"].split(":")
        data = (self.folder / "blobs" / kind / name).read_bytes()
        self.assertEqual((hashlib.sha256(data).hexdigest(), len(data)), (name, descriptor["size"]))
        return data

    def test_every_descriptor_leads_to_its_blob_down_to_the_program(self):
        self.assertEqual(json.loads((self.folder / "oci-layout").read_text()), {"imageLayoutVersion": "1.0.0"})
        (entry,) = json.loads((self.folder / "index.json").read_text())["manifests"]
        self.assertEqual(entry["platform"], {"architecture": "arm64", "os": "linux"})
        manifest = json.loads(self.blob(entry))
        config = json.loads(self.blob(manifest["config"]))
        self.assertEqual((config["architecture"], config["config"]["Entrypoint"]), ("arm64", ["/bootstrap"]))
        archive = gzip.decompress(self.blob(manifest["layers"][0]))
        self.assertEqual(config["rootfs"]["diff_ids"], ["sha256:" + hashlib.sha256(archive).hexdigest()])
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            (member,) = tar.getmembers()
            self.assertEqual((member.name, member.mode, member.uid, member.mtime), ("bootstrap", 0o755, 0, 0))
            self.assertEqual(tar.extractfile(member).read(), PROGRAM)
        self.assertEqual(len(files_of(self.folder)), 5)

    def test_the_same_program_gives_the_same_bytes(self):
        before = files_of(self.folder)
        write_layout(PROGRAM, "arm64", "1.2.3", self.folder)
        self.assertEqual(files_of(self.folder), before)

    def test_an_older_layout_in_the_folder_leaves_nothing_behind(self):
        write_layout(PROGRAM + b"x", "arm64", "1.2.3", self.folder)
        self.assertEqual(len(files_of(self.folder)), 5)


class BillOfMaterials(unittest.TestCase):
    def test_only_the_projects_own_files_are_left_out(self):
        with tempfile.TemporaryDirectory() as build:
            cache = "CMAKE_CACHEFILE_DIR:INTERNAL=/src/oraxx/build\nCMAKE_HOME_DIRECTORY:INTERNAL=/src/oraxx\n"
            (Path(build) / "CMakeCache.txt").write_text(cache)
            own = sbom.own_folders(Path(build))
        judged = {path: sbom.is_foreign(path, own) for path in (
            "lambda/liboraxx.a", "/src/oraxx/src/a.cpp", "/src/oraxx/build/roots.cpp", "/usr/lib/libssl.a",
            "/opt/roots.pem", "/src/oraxx/../other/b.hpp", "/src/oraxx2/c.hpp")}
        self.assertEqual([path for path, foreign in judged.items() if foreign],
                         ["/usr/lib/libssl.a", "/opt/roots.pem", "/src/oraxx/../other/b.hpp", "/src/oraxx2/c.hpp"])

    def test_the_compilers_own_files_belong_to_packages(self):
        files = sbom.implicit_files("g++", [])
        owners = sbom.owners_of(files, sbom.debian_architecture("g++"))
        self.assertEqual(len(owners), len(files))
        self.assertTrue(any(name.startswith("libc6-dev") for name in owners.values()), owners)
        self.assertTrue(any(name.startswith("libstdc++") for name in owners.values()), owners)

    def test_a_file_of_no_package_is_an_error(self):
        with self.assertRaisesRegex(SystemExit, "no Debian package has these files"):
            sbom.owners_of({"/usr/lib/libnobody.a"}, "amd64")

    def test_of_packages_that_share_a_file_the_programs_own_architecture_counts(self):
        found = mock.Mock(stdout="libssl-dev:amd64, libssl-dev:arm64: /usr/include/openssl/x.h\n")
        with mock.patch.object(sbom.subprocess, "run", return_value=found):
            for architecture in ("amd64", "arm64"):
                owners = sbom.owners_of({"/usr/include/openssl/x.h"}, architecture)
                self.assertEqual(owners, {"/usr/include/openssl/x.h": f"libssl-dev:{architecture}"})

    def test_archives_are_linked_and_headers_compiled_in(self):
        libc, kernel = (f"{name}:{sbom.debian_architecture('g++')}" for name in ("libc6-dev", "linux-libc-dev"))
        made = sbom.document(PROGRAM, "1.2.3", 0, {libc}, {libc, kernel})
        kinds = {each["relatedSpdxElement"]: each["relationshipType"] for each in made["relationships"]}
        self.assertEqual(kinds, {"SPDXRef-oraxx-thin": "DESCRIBES", "SPDXRef-deb-libc6-dev": "STATIC_LINK",
                                 "SPDXRef-deb-linux-libc-dev": "DEPENDS_ON"})
        self.assertEqual(made["creationInfo"]["created"], "1970-01-01T00:00:00Z")
        self.assertEqual(made["packages"][0]["checksums"][0]["checksumValue"], hashlib.sha256(PROGRAM).hexdigest())
        for package in made["packages"][1:]:
            self.assertTrue(package["versionInfo"])
            self.assertRegex(package["externalRefs"][0]["referenceLocator"], r"^pkg:deb/debian/[\w.%-]+@[^?]+\?arch=\w+$")


if __name__ == "__main__":
    unittest.main()
