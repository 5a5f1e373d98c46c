#!/usr/bin/env python3
"""Writes src/base/charset_tables.hpp: the upper halves of single-byte character sets, from Python's codecs.

Run from the project's root: python3 tools/charset_tables.py > src/base/charset_tables.hpp"""

SETS = ["iso_8859_1", "iso_8859_2", "iso_8859_15", "windows_1250", "windows_1251", "windows_1252"]
FIRST = 0x80
PER_LINE = 12


def character(codec: str, byte: int) -> int:
    try:
        return ord(bytes([byte]).decode(codec))
    except UnicodeDecodeError:
        return 0


def main() -> None:
    print("// Single-byte character sets above ASCII: the character of each byte from 0x80 on, 0 where there is none.")
    print("// Made by tools/charset_tables.py; change it there.")
    print("#pragma once\n\n#include <array>\n#include <cstddef>\n\nnamespace oraxx::base {\n")
    print(f"inline constexpr std::size_t single_byte_table_size = {256 - FIRST};")
    print("using single_byte_table = std::array<char16_t, single_byte_table_size>;")
    print("\n// clang-format off")
    for name in SETS:
        cells = [f"0x{character(name, byte):04X}" for byte in range(FIRST, 256)]
        print(f"inline constexpr single_byte_table {name}_table{{{{")
        for at in range(0, len(cells), PER_LINE):
            print("    " + ", ".join(cells[at:at + PER_LINE]) + ",")
        print("}};")
    print("// clang-format on\n\n}  // namespace oraxx::base")


if __name__ == "__main__":
    main()
