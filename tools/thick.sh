#!/usr/bin/env bash
# The body of `./dev thick`: thick mode over Oracle's Instant Client 19.3 out of PyPI, or that in LD_LIBRARY_PATH.
#   --write             writes docs/modes.md
#   --client-optional   where no client library can be had, what needs none is all there is
#   --sanitizers        threads and memory instead: address and thread sanitizer, ODPI-C's handles, valgrind
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly bin=build/thick/bin

modes=() optional=no sanitizers=no
for argument in "$@"; do
    case $argument in
    --write) modes+=(--write) ;;
    --client-optional) optional=yes ;;
    --sanitizers) sanitizers=yes ;;
    *)
        echo "thick: unknown argument '$argument'" >&2
        exit 2
        ;;
    esac
done

if [ $sanitizers = yes ]; then
    tools/instant_client.py --or-that-in-use >/dev/null
    exec python3 tools/thick_sanitizers.py
fi
$bin/unit_thick --gtest_brief=1
$bin/integration_without_client --gtest_brief=1
if ! client=$(tools/instant_client.py --or-that-in-use); then
    [ $optional = yes ] || exit 1
    echo "thick: no client library can be had here, so only what needs none was tested"
    exit 0
fi
export LD_LIBRARY_PATH=$client
python3 tools/modes.py "${modes[@]}"
tools/thick_function.sh
echo "thick: ok"
