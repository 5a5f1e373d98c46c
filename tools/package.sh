#!/usr/bin/env bash
# package.sh [--quick FOLDER] [ARCHITECTURE...]: the body of `./dev package`. For x86_64 and arm64 (or those that are
# named) it makes below dist/
#   oraxx-thin-ARCHITECTURE.zip        the zip that AWS Lambda takes (runtime provided.al2023)
#   oraxx-layer-ARCHITECTURE.zip       the same program as a layer, for functions that are files only
#   oraxx-thin-ARCHITECTURE.oci        the same program as an OCI image layout
#   oraxx-thin-ARCHITECTURE.spdx.json  its bill of materials
# with tables of what is in them and checks against the targets. Sizes, memory and an answer are gates; times are only
# reported, since they depend on the machine. The other architecture's program is run by qemu.
#   --quick  the zips, their sizes and an answer only, with emulator and sandbox out of FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tools/demo_sandbox.sh

readonly max_binary_bytes=6400000 max_zip_bytes=2900000 max_peak_kib=12288 target_start_us=5000
readonly starts=${ORAXX_PACKAGE_STARTS:-15}
version=$(sed -n 's/^project(oraxx VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
readonly version

fail() {
    echo "package: $*" >&2
    exit 1
}

quick=no
tools_bin=build/lambda-static/bin
if [ "${1:-}" = --quick ]; then
    [ $# -ge 2 ] || fail "--quick needs a folder with programs"
    quick=yes tools_bin=$2
    shift 2
fi
architectures=("$@")
[ $# -gt 0 ] || architectures=(x86_64 arm64)
[ "$(uname -m)" = x86_64 ] || fail "this machine is $(uname -m); packages are made on x86_64 only so far"

# What follows from the architecture: where things are, which tools take them apart.
choose() {
    architecture=$1
    case $architecture in
    x86_64) preset=lambda-static triplet=x86_64-linux-gnu image=amd64 runner=() ;;
    arm64) preset=lambda-static-arm64 triplet=aarch64-linux-gnu image=arm64 runner=(qemu-aarch64-static) ;;
    *) fail "unknown architecture '$architecture' (known: x86_64, arm64)" ;;
    esac
    bin=build/$preset/bin
    thin=dist/oraxx-thin-$architecture layer=dist/oraxx-layer-$architecture
    program=$work/$architecture/bootstrap
}

# compile PRESET TARGET...
compile() {
    cmake --preset "$1" >&2
    cmake --build "build/$1" --parallel "$(nproc)" --target "${@:2}" >&2
}

# make_zip FILE FOLDER NAME...: same bytes in, same bytes out: one order, one mode, one date, no extra fields, no time
# zone. advzip packs tighter than zip; its work is a pure function of the bytes, too.
make_zip() {
    local file=$PWD/$1 folder=$2
    shift 2
    rm -f "$file"
    (
        cd "$folder"
        TZ=UTC find . -exec touch -d '1980-01-01 00:00:00' {} +
        TZ=UTC zip -X -9 -q "$file" "$@"
    )
    TZ=UTC advzip --recompress --shrink-extra --quiet "$file"
}

check_static() {
    local needed
    needed=$("$triplet-objdump" -p "$program" | grep -c NEEDED || true)
    [ "$needed" = 0 ] || fail "bootstrap needs $needed shared libraries"
    if "$triplet-readelf" --program-headers "$program" | grep -q INTERP; then fail "bootstrap needs a dynamic loader"; fi
}

make_packages() {
    mkdir -p dist "$work/$architecture/oraxx"
    "$triplet-strip" --strip-all -o "$program" "$bin/bootstrap"
    chmod 755 "$program"
    check_static
    make_zip "$thin.zip" "$work/$architecture" bootstrap
    [ $quick = no ] || return 0
    python3 tools/oci_layout.py --architecture $image --version "$version" "$program" "$thin.oci"
    python3 tools/sbom.py --build "build/$preset" --target bootstrap --compiler "$triplet-g++" --version "$version" \
        "$program" "$thin.spdx.json"
    # A layer is handed on to others: licence and bill of materials go with it, below /opt/oraxx.
    install -m 644 LICENSE "$thin.spdx.json" "$work/$architecture/oraxx"
    make_zip "$layer.zip" "$work/$architecture" bootstrap "oraxx/LICENSE" "oraxx/${thin#dist/}.spdx.json"
}

stripped_size() {
    "$triplet-strip" --strip-all -o "$work/part" "$bin/$1"
    stat -c %s "$work/part"
}

size_table() {
    local previous=0 size part name
    printf '%-44s %12s %12s\n' "$architecture" adds total
    while read -r name part; do
        size=$(stripped_size "$name")
        printf '%-44s %12d %12d\n' "$part" $((size - previous)) "$size"
        previous=$size
    done <<'TABLE'
size_empty C and C++ library
size_runtime runtime loop (Beast)
size_secrets Secrets Manager (TLS, SigV4, JSON, resolver)
bootstrap driver and function
TABLE
    printf '%-44s %12s %12d\n' 'zip' '' "$(stat -c %s "$thin.zip")"
    printf '%-44s %12s %12d\n' 'layer' '' "$(stat -c %s "$layer.zip")"
    printf '%-44s %12s %12d\n' 'image layout' '' "$(du -sb "$thin.oci" | cut -f 1)"
}

check_size() {
    local size
    size=$(stat -c %s "$1")
    [ "$size" -le "$2" ] || fail "$1 has $size bytes, the limit is $2"
}

# local_lambda ARGUMENT...: the program between emulator and sandbox. What qemu runs is an argument of qemu.
local_lambda() {
    local started=("${runner[@]}" "$unpacked/bootstrap")
    "$tools_bin/oraxx-local-lambda" --bootstrap "$(command -v "${started[0]}")" --task-root "$task_root" "$@" \
        -- "${started[@]:1}"
}

# check_zip ZIP [TASK_ROOT ANSWER]: the answer out of the zip, as Lambda does it. A layer is unpacked elsewhere than the
# function.
check_zip() {
    local got
    unpacked=$(mktemp -d "$work/XXXXXX")
    task_root=${2:-$unpacked}
    unzip -q "$1" -d "$unpacked"
    got=$(local_lambda --secret "$(demo_secret)" --event '{}' 2>"$work/function.log") || true
    expect_answer "$1${runner[0]:+ (under ${runner[0]})}" "$got" "${@:3}"
}

# Below a function that is a file.
check_layer() {
    local function
    function=$(mktemp -d "$work/XXXXXX")
    mkdir "$function/statements"
    printf -- '-- name: names\nSELECT name FROM departments ORDER BY id\n' >"$function/statements/names.sql"
    check_zip "$layer.zip" "$function" '[["Research"],["Sales"]]'
}

# Times without a secret show the program itself; with one they hold the secret's request and the logon, half of
# which is the sandbox's work.
measurements() {
    local_lambda --measure "$starts" 2>/dev/null >"$work/bare.json"
    local_lambda --measure "$starts" --secret "$(demo_secret)" 2>/dev/null >"$work/full.json"
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

targets=(bootstrap)
if [ $quick = no ]; then
    targets+=(size_empty size_runtime size_secrets)
    compile lambda-static oraxx-local-lambda oraxx-sandbox
fi
for name in "${architectures[@]}"; do
    choose "$name"
    compile "$preset" "${targets[@]}"
    make_packages
    [ $quick = yes ] || size_table
    check_size "$program" $max_binary_bytes
    check_size "$thin.zip" $max_zip_bytes
    [ $quick = yes ] || check_size "$layer.zip" $max_zip_bytes
    [ -n "$sandbox_pid" ] || start_demo_sandbox "$tools_bin/oraxx-sandbox"
    if [ $quick = no ]; then check_layer; fi
    check_zip "$thin.zip"
    if [ $quick = no ] && [ ${#runner[@]} -eq 0 ]; then measurements; fi
done
echo "package: ok"
