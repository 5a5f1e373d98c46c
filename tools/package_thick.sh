#!/usr/bin/env bash
# The body of `./dev package --thick`: what the thick function's image is built of, put beside infra/thick/Dockerfile, but
# for Oracle's client, which is not ours to pass on. Then as much of the image as this machine has is put together and
# asked: the program as the image has it, Instant Client 19.3, the C library and libaio of this machine, in a root of
# their own. Docker itself is not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tools/demo_sandbox.sh

readonly bin=build/thick/bin context=infra/thick
# Amazon Linux 2023 has this one.
readonly newest_glibc=2.34
# What that image has besides: libodpic goes into it with the program.
readonly expected='ld-linux-x86-64.so.2 libc.so.6 libgcc_s.so.1 libm.so.6 libodpic.so.4'

fail() {
    echo "package: $*" >&2
    exit 1
}

[ "$(uname -m)" = x86_64 ] || fail "this machine is $(uname -m); the thick image is made on x86_64 only so far"

needed_by() { objdump -p "$1" | sed -n 's/^ *NEEDED *//p'; }

# path_of LIBRARY PROGRAM: where this machine has it.
path_of() {
    ldd "$2" | awk -v name="$1" '$1 == name {print $3} $1 ~ "/" name "$" {print $1}' | head -n 1
}

check_program() {
    local library version
    for library in $(needed_by "$1"); do
        case " $expected " in
        *" $library "*) ;;
        *) fail "$1 needs $library, which the image does not have" ;;
        esac
    done
    version=$(objdump -T "$1" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)
    version=${version#GLIBC_}
    [ "$(printf '%s\n' "$version" $newest_glibc | sort -V | tail -n 1)" = $newest_glibc ] ||
        fail "$1 needs glibc $version, and the image has $newest_glibc"
    echo "$1: $(stat -c %s "$1") bytes, glibc $version or newer"
}

make_context() {
    strip --strip-all -o $context/bootstrap $bin/bootstrap-thick
    chmod 755 $context/bootstrap
    install -m 644 "$(path_of libodpic.so.4 $bin/bootstrap-thick)" $context/libodpic.so.4
    check_program $context/bootstrap
    check_program $context/libodpic.so.4
    # Whatever the Dockerfile copies has to be here, and has to get past .dockerignore.
    local file files
    mapfile -t files < <(sed -n 's/^COPY \([a-z][^ ]*\) .*/\1/p' $context/Dockerfile)
    for file in "${files[@]}"; do
        [ -e "$context/$file" ] || fail "the Dockerfile copies $file, which is not there"
        grep -qx "!$file" $context/.dockerignore || fail ".dockerignore keeps $file from the builder"
    done
}

# The image's file system as far as it matters to the program.
make_root() {
    local root=$1 client=$2 library loader=/lib64/ld-linux-x86-64.so.2
    mkdir -p "$root/var/runtime" "$root/opt/oracle/lib" "$root/lib64" "$root/tmp" "$root/etc" "$root/dev"
    cp $context/bootstrap "$root/var/runtime/bootstrap"
    cp -P "$client"/*.so* $context/libodpic.so.4 "$root/opt/oracle/lib/"
    for library in $({ ldd $context/bootstrap && ldd "$client/libclntsh.so"; } | awk '$3 ~ "^/" {print $3}' | sort -u); do
        case $library in
        "$client"/* | *libodpic*) ;;
        *) cp -L "$library" "$root/lib64/" ;;
        esac
    done
    cp -L $loader "$root/lib64/"
    # By name, as glibc loads it.
    cp -L /lib/x86_64-linux-gnu/libnss_files.so.2 "$root/lib64/" 2>/dev/null || true
    # Oracle's client wants to find the machine's own name, else it is ORA-24454.
    printf '127.0.0.1 localhost %s\n' "$(uname -n)" >"$root/etc/hosts"
    printf 'hosts: files\n' >"$root/etc/nsswitch.conf"
}

check_answer() {
    local root=$work/root client got
    client=$(tools/instant_client.py)
    make_root "$root" "$client"
    start_demo_sandbox $bin/oraxx-sandbox --persona 19c
    got=$($bin/oraxx-local-lambda --bootstrap "$(command -v unshare)" --secret "$(demo_secret)" \
        --env LD_LIBRARY_PATH=/opt/oracle/lib:/lib64:/usr/lib64 --env DIAG_ADR_ENABLED=OFF --event '{}' \
        -- --map-root-user --root="$root" /var/runtime/bootstrap 2>"$work/function.log") || true
    expect_answer "$context/bootstrap in a root of its own" "$got"
}

make_context
check_answer
echo "package: ok"
