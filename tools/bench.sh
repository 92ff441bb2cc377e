#!/usr/bin/env bash
# Measured ratios, printed as a table: `npm run bench`, or rows by name: `npm run bench -- volumes list-page`.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
export PATH="$here/node_modules/.bin:$PATH"
# stdout belongs to the table, so the compiler speaks on stderr.
(cd "$here" && tsc -b bench tools/demo tools/cloud-sim apps/api apps/worker apps/cli) >&2
exec node --disable-warning=ExperimentalWarning "$here/bench/dist/main.js" "$@"
