#!/usr/bin/env bash
# The body of `./dev thick`: thick mode over Oracle's Instant Client 19.3 out of PyPI, or that in LD_LIBRARY_PATH.
#   --write             writes docs/modes.md
#   --without-client    only what needs no client library
#   --client-optional   the same where no client library can be had, as in CI; says so
#   --sanitizers        threads and memory instead: address and thread sanitizer, ODPI-C's handles, valgrind
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly bin=build/thick/bin

modes=() client_wanted=yes sanitizers=no
for argument in "$@"; do
    case $argument in
    --write) modes+=(--write) ;;
    --without-client) client_wanted=no ;;
    --client-optional) client_wanted=optional ;;
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
# The stand-in for ODPI-C, and the contract over it: they need no client library.
$bin/integration_thick_stand_in --gtest_brief=1
$bin/backend_contract_stand_in --gtest_brief=1
if [ $client_wanted = no ]; then
    echo "thick: ok, as far as it needs no client library"
    exit 0
fi
if ! client=$(tools/instant_client.py --or-that-in-use); then
    [ $client_wanted = optional ] || exit 1
    echo "thick: WARNING: NO CLIENT LIBRARY can be had here (the cause stands above): only what needs none was tested" >&2
    exit 0
fi
export LD_LIBRARY_PATH=$client
python3 tools/modes.py "${modes[@]}"
timeout 600 tools/thick_function.sh
echo "thick: ok"
