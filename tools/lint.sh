#!/usr/bin/env bash
# The body of `./dev lint`: everything that can be judged without running the product. `--fast` leaves out
# clang-tidy, which takes longer than all the rest of CI together on a machine that has not run it before.
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

if [ "${1:-}" != --fast ]; then
    echo "lint: clang-tidy"
    python3 tools/tidy.py build/clang
fi
echo "lint: ok"
