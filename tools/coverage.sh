#!/usr/bin/env bash
# The body of `./dev cov`, after the preset `cov` is built: runs the tests, prints a table per folder, writes
# build/cov/coverage.html, and holds src/wire and src/session to the gate.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
gate=95 # percent of lines

find build/cov -name '*.gcda' -delete
ctest --test-dir build/cov --output-on-failure --no-tests=error --parallel "$(nproc)" --label-exclude architecture

common=(--root . --object-directory build/cov --exclude-unreachable-branches --exclude-throw-branches
    --gcov-ignore-parse-errors=negative_hits.warn)
gcovr "${common[@]}" --filter 'src/' --filter 'server/' --filter 'lambda/' --filter 'include/' \
    --html build/cov/coverage.html --txt
echo "cov: gate, $gate % of lines in src/wire and src/session"
gcovr "${common[@]}" --filter 'src/wire/' --filter 'src/session/' --print-summary --fail-under-line "$gate" \
    --txt /dev/null
echo "cov: ok"
