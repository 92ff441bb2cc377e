#!/usr/bin/env bash
# The promises under attack: `npm run prove`, or some of them by name: `npm run prove -- ID…`.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
export PATH="$here/node_modules/.bin:$PATH"
# stdout belongs to the table, so the compiler speaks on stderr.
(cd "$here" && tsc -b) >&2
exec node --disable-warning=ExperimentalWarning "$here/proofs/dist/main.js" "$@"
