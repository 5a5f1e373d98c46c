#!/usr/bin/env bash
# setup.sh [--hook] [KIND...]: installs the Debian packages that the named kinds of work need (default: all
# kinds but thick) and this machine lacks. Asks only the local package database when nothing is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

declare -A packages=(
    [build]="g++ cmake ninja-build ccache python3 libssl-dev libc-ares-dev libsqlite3-dev zlib1g-dev libminizip-dev
             nlohmann-json3-dev libcli11-dev libboost1.81-dev libgtest-dev libgmock-dev libhowardhinnant-date-dev ca-certificates
             python3-botocore"
    [clang]="clang-14"
    [fuzz]="clang-14 libclang-rt-14-dev python3"
    [lint]="clang-14 clang-tidy-14 clang-format-14 shellcheck git python3"
    [interop]="python3 python3-venv nodejs npm"
    [interop-oci]="libaio1"
    [thick]="odpic-dev"
    [thick-sanitizers]="valgrind"
    [interop-java]="default-jdk-headless maven"
    [interop-go]="golang-go"
    [interop-rust]="rustc-web cargo-web"
    [bench]="python3 python3-venv nodejs npm valgrind"
    [coldstart]="python3 python3-venv nodejs npm autoconf automake libtool make"
    [infra]="nodejs npm python3 python3-venv shellcheck unzip zip"
    [package]="zip unzip advancecomp binutils python3"
    [cross]="g++-aarch64-linux-gnu qemu-user-static libssl-dev:arm64 libc-ares-dev:arm64 libsqlite3-dev:arm64 zlib1g-dev:arm64
             libminizip-dev:arm64 libgtest-dev:arm64 libgmock-dev:arm64"
    [docs]="doxygen"
    [cov]="gcovr"
)

# rust-oracledb needs Rust 1.89; Debian's package rustc is older, rustc-web is not.
rust_is_new_enough() {
    local version
    version=$(rustc --version 2>/dev/null | cut -d' ' -f2) || return 1
    [ -n "$version" ] && [ "$(printf '1.89\n%s\n' "$version" | sort -V | head -n 1)" = 1.89 ]
}

# Programs that may just as well come from elsewhere than Debian.
has_program() {
    case $1 in
    python3 | git | npm | zip | cmake | ccache) command -v "$1" >/dev/null ;;
    nodejs) command -v node >/dev/null ;;
    default-jdk-headless) command -v javac >/dev/null ;;
    maven) command -v mvn >/dev/null ;;
    rustc-web) rust_is_new_enough ;;
    cargo-web) command -v cargo >/dev/null && rust_is_new_enough ;;
    golang-go) command -v go >/dev/null ;;
    ninja-build) command -v ninja >/dev/null ;;
    python3-venv) python3 -c 'import ensurepip' 2>/dev/null ;;
    *) false ;;
    esac
}

missing_packages() {
    local name status
    for name in $(printf '%s\n' "$@" | sort -u); do
        has_program "$name" && continue
        status=$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null || true)
        [ "$status" = installed ] || echo "$name"
    done
}

# Packages of Debian's section contrib, which machines usually do not look into: the same archives again, for that
# section.
enable_contrib() {
    local file=/etc/apt/sources.list.d/oraxx-contrib.sources list=/etc/apt/sources.list.d/oraxx-contrib.list
    echo "setup: adding the section contrib to apt's sources" >&2
    sed -s 's/^Components:.*/Components: contrib/' /etc/apt/sources.list.d/debian.sources 2>/dev/null | "$@" tee "$file" >/dev/null
    [ -s "$file" ] && return
    "$@" rm -f "$file"
    sed -n -E 's/^(deb (\[[^]]*\] )?[^ ]+ [^ ]+) .*\bmain\b.*/\1 contrib/p' /etc/apt/sources.list | "$@" tee "$list" >/dev/null
}

install_packages() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "setup: these packages are missing and neither root nor sudo is at hand: $*" >&2
            return 1
        }
        as_root=(sudo)
    fi
    # Debian's default Boost 1.74 and 1.81 exclude each other: ask for the exchange, else apt refuses.
    local exchange=()
    if [ "$(dpkg-query -W -f '${db:Status-Status}' libboost1.74-dev 2>/dev/null)" = installed ]; then
        case " $* " in
        *" libboost1.81-dev "*)
            echo "setup: replacing libboost1.74-dev, which excludes libboost1.81-dev" >&2
            exchange=(libboost1.74-dev-)
            ;;
        esac
    fi
    local options=(-y -q --no-install-recommends -o DPkg::Lock::Timeout=300)
    case " $* " in *:arm64*) "${as_root[@]}" dpkg --add-architecture arm64 ;; esac
    case " $* " in
    *" odpic-dev "*) apt-cache show odpic-dev >/dev/null 2>&1 || enable_contrib "${as_root[@]}" ;;
    esac
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install "${options[@]}" "$@" "${exchange[@]}"
}

kinds=()
hook=no
for argument in "$@"; do
    case $argument in
    --hook) hook=yes ;;
    *)
        [ -n "${packages[$argument]:-}" ] || {
            echo "setup: unknown kind of work '$argument' (known: ${!packages[*]})" >&2
            exit 2
        }
        kinds+=("$argument")
        ;;
    esac
done
if [ ${#kinds[@]} -eq 0 ]; then
    # Not that of the section contrib, which is only asked for by its name.
    for kind in "${!packages[@]}"; do [ "$kind" = thick ] || kinds+=("$kind"); done
fi

wanted=()
for kind in "${kinds[@]}"; do
    read -r -a names -d '' <<<"${packages[$kind]}" || true
    wanted+=("${names[@]}")
done

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    if [ ${#missing[@]} -gt 0 ]; then
        echo "setup: installing ${missing[*]}" >&2
        install_packages "${missing[@]}" >&2
    fi
else
    echo "setup: not a Debian system; these packages, or what corresponds to them, are needed: ${wanted[*]}" >&2
fi

if [ "$hook" = yes ]; then
    install -m 755 tools/pre-commit "$(git rev-parse --git-path hooks)/pre-commit"
fi
echo "setup: ok"
