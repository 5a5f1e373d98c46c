#!/usr/bin/env bash
# The body of `./dev run`: starts what a deployed function has around it, invokes the function once, stops
# everything. The last line on stdout is the function's response. With --thick it is the function over Oracle's client
# library: that in LD_LIBRARY_PATH, else Instant Client 19.3 out of PyPI.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=build/release/bin program=bootstrap sandbox_options=()

event='{}'
secret=''
connect=''
passed_on=()
while [ $# -gt 0 ]; do
    case $1 in
    --thick)
        bin=build/thick/bin program=bootstrap-thick
        # Of the age of the client library that can be had here.
        sandbox_options=(--persona 19c)
        passed_on+=(--env "LD_LIBRARY_PATH=$(tools/instant_client.py --or-that-in-use)")
        shift
        continue
        ;;
    --event | --secret | --connect | --repeat | --timeout | --statements)
        [ $# -ge 2 ] || {
            echo "run: $1 needs a value" >&2
            exit 2
        }
        ;;&
    --event) event=$2 ;;
    --secret) secret=$2 ;;
    --connect) connect=$2 ;;
    --statements) passed_on+=(--env "ORAXX_STATEMENTS=$(realpath -e -- "$2")") ;;
    --repeat | --timeout) passed_on+=("$1" "$2") ;;
    *)
        echo "run: unknown option '$1'" >&2
        exit 2
        ;;
    esac
    shift 2
done

. tools/demo_sandbox.sh

# The secret is given to the function as it stands, except that a secret without a host gets the sandbox's
# address: `--secret '{"username": "demo", "password": "wrong"}'` says all that matters.
make_secret() {
    python3 - "$secret" "$connect" "$(demo_secret)" <<'PYTHON'
import json, os, sys

given, dsn, demo = sys.argv[1:]
secret = json.loads(given) if given else {}
if dsn:
    base = {"connect_string": dsn, "username": os.environ["ORAXX_USER"], "password": os.environ["ORAXX_PASSWORD"]}
else:
    base = json.loads(demo)
print(json.dumps({**base, **secret}))
PYTHON
}

if [ -n "$connect" ]; then
    if [ -z "${ORAXX_USER:-}" ] || [ -z "${ORAXX_PASSWORD:-}" ]; then
        echo "run: --connect needs ORAXX_USER and ORAXX_PASSWORD" >&2
        exit 2
    fi
else
    start_demo_sandbox "$bin/oraxx-sandbox" "${sandbox_options[@]}"
fi
full_secret=$(make_secret)
"$bin/oraxx-local-lambda" --bootstrap "$bin/$program" --event "$event" --secret "$full_secret" "${passed_on[@]}"
