#!/usr/bin/env bash
# The body of `./dev cov`, after the preset `cov` is built: runs the tests and replays what fuzzing has learnt, prints a
# table per folder, writes build/cov/coverage.html, and holds src/wire and src/session to the gate. With --fuzz only what
# fuzzing has learnt, without the gate.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
gate=95 # percent of lines
folders=(src/base src/values src/wire src/net src/auth src/config src/trace src/session src/transport src/backend src/api
    server/session server/engine server/net lambda cli)

find build/cov -name '*.gcda' -delete
if [ "${1:-}" != --fuzz ]; then
    ctest --test-dir build/cov --output-on-failure --no-tests=error --parallel "$(nproc)" \
        --label-exclude architecture
fi
for corpus in build/fuzz/corpus/*/; do
    program=build/cov/bin/fuzz_$(basename "$corpus")
    if [ -x "$program" ] && [ -n "$(ls -A "$corpus")" ]; then "$program" "$corpus"; fi
done

common=(--root . --object-directory build/cov --exclude-unreachable-branches --exclude-throw-branches
    --gcov-ignore-parse-errors)
gcovr "${common[@]}" --filter 'src/' --filter 'server/' --filter 'lambda/' --filter 'cli/' --filter 'include/' \
    --html build/cov/coverage.html --json-summary build/cov/coverage.json --txt
python3 tools/coverage_folders.py "${folders[@]}" <build/cov/coverage.json
if [ "${1:-}" = --fuzz ]; then exit 0; fi
echo "cov: gate, $gate % of lines in src/wire and src/session"
gcovr "${common[@]}" --filter 'src/wire/' --filter 'src/session/' --print-summary --fail-under-line "$gate" \
    --txt /dev/null
echo "cov: ok"
