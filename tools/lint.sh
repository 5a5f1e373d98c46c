#!/usr/bin/env bash
# The body of `./dev lint`: everything that can be judged without running the product. `--fast` leaves out
# clang-tidy, which takes longer than all the rest of CI together on a machine that has not run it before.
#
# Thick mode needs ODPI-C, of Debian's section contrib: where that cannot be had, it is left out, and the last line says so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools/setup.sh build lint >&2

echo "lint: tree and layers"
python3 tools/check_tree.py
python3 tools/check_layers.py

echo "lint: shell scripts"
mapfile -t scripts < <(git ls-files -co --exclude-standard | xargs grep -lE '^#!.*\bbash' --)
shellcheck "${scripts[@]}"

echo "lint: formatting"
git ls-files -co --exclude-standard '*.cpp' '*.hpp' | xargs clang-format-14 --dry-run -Werror

echo "lint: the second compiler"
cmake --preset clang >/dev/null
cmake --build build/clang --parallel "$(nproc)"

has_odpic() {
    tools/setup.sh thick >&2 && echo '#include <dpi.h>' | clang++-14 -E -x c++ - >/dev/null
}

# Only what the other build has not, and nothing is linked.
left_out=''
if has_odpic; then
    echo "lint: the second compiler, thick mode"
    cmake --preset clang-thick >/dev/null
    objects=$(python3 tools/tidy.py build/clang-thick --beyond build/clang --objects)
    mapfile -t objects <<<"$objects"
    cmake --build build/clang-thick --parallel "$(nproc)" --target "${objects[@]}"
else
    left_out=', BUT NOT OF THICK MODE: ODPI-C cannot be had here (the cause stands above)'
fi

if [ "${1:-}" != --fast ]; then
    echo "lint: clang-tidy"
    python3 tools/tidy.py build/clang
    [ -n "$left_out" ] || python3 tools/tidy.py build/clang-thick --beyond build/clang
fi
echo "lint: ok$left_out"
