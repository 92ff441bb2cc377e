#!/usr/bin/env bash
# How many small changes to the security code the specs notice: `npm run mutate`, or one target: `npm run mutate -- crypto`.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
export PATH="$here/node_modules/.bin:$PATH"
# stdout belongs to the survivors, so the compiler speaks on stderr.
(cd "$here" && tsc -b tools/mutation) >&2
exec node --disable-warning=ExperimentalWarning "$here/tools/mutation/dist/main.js" "$@"
