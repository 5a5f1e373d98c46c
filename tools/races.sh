#!/usr/bin/env bash
# The body of `./dev races`: the Lambda side under the thread sanitizer, 16 invocations at once as on managed instances: the
# runtime's own tests, then the statements function against a sandbox database. Last line: "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tools/demo_sandbox.sh
. tools/demo_sandbox.sh
programs=build/tsan/bin
at_once=16
invocations=320

mkdir "$work/statements"
cat >"$work/statements/all.sql" <<'SQL'
-- name: tables
-- default
SELECT table_name FROM all_tables ORDER BY 1;

-- name: report
-- format: csv
-- stream
WITH n (i) AS (SELECT 1 FROM dual UNION ALL SELECT i + 1 FROM n WHERE i < 300)
SELECT i, RPAD('x', 992, 'x') AS text FROM n;

-- name: raise
-- bind: amount number
-- commit
UPDATE employees SET salary = salary + :amount WHERE id = 2;
SQL

passed=0 failed=0
judge() {
    local what=$1 seen=$2
    shift 2
    if "$@"; then
        passed=$((passed + 1))
        echo "ok      $what: $seen"
    else
        failed=$((failed + 1))
        echo "FAILED  $what: $seen"
        tail -n 40 "$work/errors" >&2
    fi
}

# No race was reported, every invocation was answered alike, and the process ended by itself.
check_invocations() {
    [ "$status" = 0 ] && [ "$races" = 0 ] && [ "$answers" = "$invocations" ] && [ "$distinct" = 1 ]
}

run_function() {
    local what=$1 event=$2 connections=$3 status=0
    "$programs/oraxx-local-lambda" --bootstrap "$programs/bootstrap" --secret "$(demo_secret)" --event "$event" \
        --env ORAXX_STATEMENTS="$work/statements" --env ORAXX_POOL_SIZE="$connections" --env ORAXX_LAMBDA_LOGOFF=yes \
        --concurrency $at_once --repeat $invocations >"$work/answers" 2>"$work/errors" || status=$?
    local races answers distinct logons
    races=$(grep -c 'WARNING: ThreadSanitizer' "$work/errors" || true)
    answers=$(wc -l <"$work/answers")
    distinct=$(sort -u "$work/answers" | wc -l)
    logons=$(grep -c 'connected to the database' "$work/errors" || true)
    judge "$what, $at_once at once over $connections connections" \
        "$answers answers, $distinct distinct, $logons logons, $races races, status $status" check_invocations
}

status=0
"$programs/integration_lambda" --gtest_filter='concurrent_invocations*:end_of_the_process*:streamed_answers*' \
    >"$work/errors" 2>&1 || status=$?
judge "the runtime's tests" "$(grep -m1 PASSED "$work/errors" || echo none passed)" test $status = 0

start_demo_sandbox build/release/bin/oraxx-sandbox
for connections in $at_once 4; do
    run_function query '{}' "$connections"
    run_function 'streamed report' '{"statement": "report"}' "$connections"
    run_function 'change and commit' '{"statement": "raise", "binds": {"amount": 1}}' "$connections"
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
