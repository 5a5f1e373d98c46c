#!/usr/bin/env bash
# The body of `./dev package`: dist/oraxx-thin-x86_64.zip, the zip that AWS Lambda takes (runtime provided.al2023), with
# a table of what is in it and checks against the targets. Beside it the same program as an OCI image layout (.oci) and
# its bill of materials (.spdx.json). Sizes and memory are gates; times are only reported,
# since they depend on the machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly max_binary_bytes=6600000 max_zip_bytes=2900000 max_peak_kib=12288 target_start_us=5000
readonly architecture=x86_64
readonly build=build/lambda-static bin=build/lambda-static/bin base=dist/oraxx-thin-$architecture
readonly zip_file=$base.zip
version=$(sed -n 's/^project(oraxx VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
readonly version
readonly starts=${ORAXX_PACKAGE_STARTS:-15}

fail() {
    echo "package: $*" >&2
    exit 1
}

[ "$(uname -m)" = "$architecture" ] || fail "this machine is $(uname -m); only $architecture is packaged so far"

{
    cmake --preset lambda-static
    cmake --build $build --parallel "$(nproc)" --target \
        bootstrap size_empty size_runtime size_secrets oraxx-local-lambda oraxx-sandbox
} >&2

work=$(mktemp -d)
sandbox_pid=''
stop_everything() {
    if [ -n "$sandbox_pid" ]; then
        kill "$sandbox_pid" 2>/dev/null || true
        wait "$sandbox_pid" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap stop_everything EXIT

# Same bytes in, same bytes out: stripped, one file, one mode, one date, no extra fields, no time zone.
make_zip() {
    strip --strip-all -o "$work/bootstrap" "$bin/bootstrap"
    chmod 755 "$work/bootstrap"
    TZ=UTC touch -d '1980-01-01 00:00:00' "$work/bootstrap"
    mkdir -p dist
    rm -f "$zip_file"
    (cd "$work" && TZ=UTC zip -X -9 -q "$OLDPWD/$zip_file" bootstrap)
}

make_image_and_sbom() {
    python3 tools/oci_layout.py --architecture amd64 --version "$version" "$work/bootstrap" "$base.oci"
    python3 tools/sbom.py --build $build --target bootstrap --version "$version" "$work/bootstrap" "$base.spdx.json"
}

check_static() {
    local needed
    needed=$(objdump -p "$work/bootstrap" | grep -c NEEDED || true)
    [ "$needed" = 0 ] || fail "bootstrap needs $needed shared libraries"
    if readelf --program-headers "$work/bootstrap" | grep -q INTERP; then fail "bootstrap needs a dynamic loader"; fi
}

stripped_size() {
    strip --strip-all -o "$work/part" "$bin/$1"
    stat -c %s "$work/part"
}

size_table() {
    local previous=0 size part program
    printf '%-44s %12s %12s\n' part adds total
    while read -r program part; do
        size=$(stripped_size "$program")
        printf '%-44s %12d %12d\n' "$part" $((size - previous)) "$size"
        previous=$size
    done <<'TABLE'
size_empty C and C++ library
size_runtime runtime loop (Beast)
size_secrets Secrets Manager (TLS, SigV4, JSON, resolver)
bootstrap driver and function
TABLE
    printf '%-44s %12s %12d\n' 'zip' '' "$(stat -c %s "$zip_file")"
    printf '%-44s %12s %12d\n' 'image layout' '' "$(du -sb "$base.oci" | cut -f 1)"
}

check_sizes() {
    local binary zipped
    binary=$(stat -c %s "$work/bootstrap")
    zipped=$(stat -c %s "$zip_file")
    [ "$binary" -le $max_binary_bytes ] || fail "bootstrap has $binary bytes, the limit is $max_binary_bytes"
    [ "$zipped" -le $max_zip_bytes ] || fail "the zip has $zipped bytes, the limit is $max_zip_bytes"
}

start_sandbox() {
    ORAXX_SANDBOX_PASSWORD=demo "$bin/oraxx-sandbox" --listen 127.0.0.1:0 --service FREEPDB1 --user demo \
        --database :memory: --init tools/demo.sql >"$work/sandbox.log" 2>&1 &
    sandbox_pid=$!
    for _ in $(seq 100); do
        sandbox_address=$(sed -n 's/^oraxx-sandbox listening on //p' "$work/sandbox.log")
        [ -z "$sandbox_address" ] || return 0
        sleep 0.05
    done
    cat "$work/sandbox.log" >&2
    fail "the sandbox did not start"
}

measure() {
    "$bin/oraxx-local-lambda" --bootstrap "$work/bootstrap" --measure "$starts" "$@" 2>/dev/null
}

# Times without a secret show the program itself; with one they hold the secret's request and the logon, half of
# which is the sandbox's work.
measurements() {
    start_sandbox
    local secret
    secret=$(printf '{"host":"%s","port":"%s","service_name":"FREEPDB1","username":"demo","password":"demo"}' \
        "${sandbox_address%:*}" "${sandbox_address##*:}")
    measure >"$work/bare.json"
    measure --secret "$secret" >"$work/full.json"
    python3 - "$work/bare.json" "$work/full.json" $max_peak_kib $target_start_us <<'PYTHON'
import json, sys

bare, full = (json.load(open(path)) for path in sys.argv[1:3])
max_peak_kib, target_start_us = map(int, sys.argv[3:5])
if full["failed_invocations"]:
    sys.exit(f"package: {full['failed_invocations']} invocations failed")
def line(what, value, note=""):
    print(f"{what:<44} {value:>12} {note}".rstrip())
start = bare["start_to_first_next_us"]
line("start to first request for an event", f"{start['median'] / 1000:.1f} ms",
     f"(min {start['min'] / 1000:.1f}; target {target_start_us / 1000:.0f} ms"
     f"{', missed on this machine' if start['median'] > target_start_us else ''})")
line("the same with secret and logon", f"{full['start_to_first_next_us']['median'] / 1000:.1f} ms")
line("first invocation", f"{full['first_invocation_us']['median'] / 1000:.1f} ms")
peak = full["peak_memory_kib"]["max"]
line("peak memory after an invocation", f"{peak / 1024:.1f} MB", f"(limit {max_peak_kib // 1024} MB)")
if peak > max_peak_kib:
    sys.exit(f"package: peak memory of {peak} KiB is over the limit of {max_peak_kib} KiB")
PYTHON
}

make_zip
check_static
make_image_and_sbom
size_table
check_sizes
measurements
echo "package: ok"
