#!/usr/bin/env python3
"""The checks of tools/ catch what they are for: each is given a planted violation."""
import importlib.util
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def load(name: str):
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class EntryPoint(unittest.TestCase):
    def test_every_verb_that_help_lists_exists(self):
        text = (TOOLS.parent / "dev").read_text()
        usage = text[text.index("<<'TEXT'"):text.index("\nTEXT\n")]
        listed = {verb for names in re.findall(r"^  ([a-z-]+(?:, [a-z-]+)*)(?= )", usage, re.MULTILINE)
                  for verb in names.split(", ")}
        known = set(re.findall(r"^([a-z-]+)\)", text[text.index("\ncase $verb in"):], re.MULTILINE))
        self.assertGreater(len(listed), 20)
        self.assertEqual(listed - known, set())
        self.assertEqual(known - listed, set())


class LayerCheck(unittest.TestCase):
    def violations(self, path: str, text: str, *others: str) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            for name in (path, *others):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text("")
            (root / path).write_text(text)
            return load("check_layers").check(root)[1]

    def test_accepts_an_arrow_that_points_down(self):
        self.assertEqual(self.violations("src/net/a.cpp", '#include "base/b.hpp"\n', "src/base/b.hpp"), [])

    def test_refuses_an_arrow_that_points_up(self):
        self.assertTrue(self.violations("src/wire/a.cpp", '#include "session/b.hpp"\n', "src/session/b.hpp"))

    def test_refuses_a_wire_header_in_the_sql_engine(self):
        self.assertTrue(self.violations("server/engine/a.cpp", '#include "wire/types/b.hpp"\n', "src/wire/types/b.hpp"))

    def test_refuses_the_client_role_in_the_server(self):
        self.assertTrue(self.violations("server/session/a.cpp", '#include "session/b.hpp"\n', "src/session/b.hpp"))

    def test_takes_a_neighbour_for_itself(self):
        self.assertEqual(self.violations("server/session/a.cpp", '#include "b.hpp"\n', "server/session/b.hpp"), [])

    def test_refuses_sockets_in_the_session(self):
        self.assertTrue(self.violations("src/session/a.cpp", "#include <sys/socket.h>\n"))

    def test_refuses_a_library_in_a_public_header(self):
        self.assertTrue(self.violations("include/oraxx/a.hpp", "#include <boost/asio.hpp>\n"))

    def test_refuses_a_private_header_in_a_public_one(self):
        self.assertTrue(self.violations("include/oraxx/a.hpp", '#include "base/b.hpp"\n', "src/base/b.hpp"))


class SymbolCheck(unittest.TestCase):
    def status(self, source: str) -> int:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.cpp").write_text(source)
            subprocess.run(["g++", "-std=c++20", "-c", "a.cpp"], cwd=folder, check=True)
            subprocess.run(["ar", "rc", "liba.a", "a.o"], cwd=folder, check=True)
            return load("check_symbols").main([f"{folder}/liba.a"])

    def test_accepts_plain_memory_work(self):
        self.assertEqual(self.status("#include <cstring>\nint f(const char* s) { return (int)strlen(s); }\n"), 0)

    def test_refuses_a_socket_call(self):
        self.assertEqual(self.status("#include <sys/socket.h>\nint f() { return socket(1, 2, 3); }\n"), 1)

    def test_refuses_reading_the_clock(self):
        self.assertEqual(self.status("#include <chrono>\nauto f() { return std::chrono::steady_clock::now(); }\n"), 1)


class TreeCheck(unittest.TestCase):
    def found(self, name: str, text: str) -> str:
        return "\n".join(load("check_tree").check_file(name, text))

    def test_accepts_clean_code(self):
        self.assertEqual(self.found("src/a.cpp", "int a = 1;\n"), "")

    def test_refuses_long_files(self):
        self.assertIn("lines", self.found("src/a.cpp", "int a;\n" * 501))

    def test_refuses_machine_paths(self):
        self.assertIn("machine path", self.found("docs/a.md", "see /" + "work/main\n"))

    def test_refuses_text_that_is_not_ascii_in_code(self):
        self.assertIn("not ASCII", self.found("src/a.cpp", "// \u2013\n"))

    def test_refuses_loose_ends(self):
        self.assertIn("loose end", self.found("src/a.cpp", "// TO" + "DO later\n"))


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=0))
