#!/usr/bin/env bash
# Part of `./dev thick`: the statements function over both backends, each beside a sandbox of its own: the same statements
# files have to give the same answers. Last line: "function: N answers alike, N not".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tools/demo_sandbox.sh
readonly bin=build/thick/bin

readonly events=(
    '{}'
    '{"statement": "hired_since", "binds": {"since": "2020-01-01"}}'
    '{"statement": "hired_since", "binds": {"since": "1990-01-01", "department": "Research"}}'
    '{"statement": "payroll"}'
    '{"statement": "place_order", "binds": {"id": 9001, "amount": 12.5, "note": "by the function"}}'
    '{"statement": "place_order", "binds": {"id": 9001, "amount": 1}}'
    '{"statement": "order_total"}'
    '{"statement": "raise_salaries_trial", "binds": {"percent": 7}}'
    '{"statement": "hired_since", "binds": {"since": "no day"}}'
    '{"statement": "nobody"}'
)

# answers PROGRAM [ARGUMENT...]: one line for each event, in the order given.
answers() {
    local program=$1 event
    shift
    start_demo_sandbox $bin/oraxx-sandbox --persona 19c
    for event in "${events[@]}"; do
        $bin/oraxx-local-lambda --bootstrap "$bin/$program" --secret "$(demo_secret)" --event "$event" \
            --env ORAXX_STATEMENTS="$PWD/examples/statements" "$@" 2>>"$work/log" || true
        echo
    done
    stop_demo_sandbox
}

answers bootstrap >"$work/thin"
answers bootstrap-thick --env LD_LIBRARY_PATH="$(tools/instant_client.py --or-that-in-use)" >"$work/thick"
different=$(diff "$work/thin" "$work/thick" | tee /dev/stderr | grep -c '^>' || true)
echo "function: $((${#events[@]} - different)) answers alike, $different not"
[ "$different" = 0 ]
