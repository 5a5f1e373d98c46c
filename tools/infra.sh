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
