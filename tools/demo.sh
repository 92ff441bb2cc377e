#!/usr/bin/env bash
# README line one: builds what changed, then brings everything up and audits three simulated clouds.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
export PATH="$here/node_modules/.bin:$PATH"
# stdout belongs to the summary (or to --json), so the compiler speaks on stderr.
(cd "$here" && tsc -b tools/demo apps/api apps/worker) >&2
exec node --disable-warning=ExperimentalWarning "$here/tools/demo/dist/main.js" "$@"
