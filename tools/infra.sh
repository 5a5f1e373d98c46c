#!/usr/bin/env bash
# The body of `./dev infra`: everything about infra/ that can be judged without an AWS account: tests, the thick image's
# Dockerfile, a synthesis (its template stays in infra/cdk.out), and what cfn-lint says of every template.
#   --offline       packages as they are installed; without it npm and pip look whether they are complete
#   --placeholder   a zip of a few bytes instead of the thin function, for where nothing is deployed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../infra"

offline=no
synth=(npx cdk synth --quiet -c variants=both)
for argument in "$@"; do
    case $argument in
    --offline) offline=yes ;;
    --placeholder)
        work=$(mktemp -d)
        trap 'rm -rf "$work"' EXIT
        printf '#!/bin/sh\n' >"$work/bootstrap"
        (cd "$work" && zip -q -X placeholder.zip bootstrap)
        synth+=(-c "thinZip=$work/placeholder.zip")
        ;;
    *)
        echo "infra: unknown argument '$argument'" >&2
        exit 2
        ;;
    esac
done

readonly tools=../build/infra

# The CDK needs Node 20, Debian 12 has 18. npm carries Node's own programs as packages; with another Node goes another
# npm, since Debian's finds its parts by Debian's Node only.
use_node_20() {
    local machine
    case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *)
        echo "infra: Node 20 or newer is needed; this is $(node --version), and npm has none for $(uname -m)" >&2
        return 1
        ;;
    esac
    local package=node-linux-$machine
    [ -x "$tools/node_modules/$package/bin/node" ] ||
        npm install --prefix "$tools" --no-save --no-audit --no-fund "$package@20.20.2" npm@11.19.1 >&2
    PATH="$PWD/$tools/node_modules/$package/bin:$PWD/$tools/node_modules/.bin:$PATH"
}

node_version=$(node --version)
node_version=${node_version#v}
[ "${node_version%%.*}" -ge 20 ] || use_node_20

if [ "$offline" = no ]; then
    npm ci --no-audit
    [ -x "$tools/bin/pip" ] || python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --requirement requirements.txt
fi
npm test
npm run lint
"${synth[@]}"
# W3005: the CDK writes out dependencies that references imply.
"$tools/bin/cfn-lint" --ignore-checks W3005 --template cdk.out/*.template.json test/snapshots/*.json
echo "infra: ok"
