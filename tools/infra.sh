#!/usr/bin/env bash
# The body of `./dev infra`: everything about infra/ that can be judged without an AWS account. Only npm ci asks the
# registry; --offline takes the packages that are there. The template is left in infra/cdk.out.
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

[ "$offline" = yes ] || npm ci --no-audit
npm test
npm run lint
"${synth[@]}"
echo "infra: ok"
