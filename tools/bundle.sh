#!/usr/bin/env bash
# One file per app, as the images ship it: npm run -s bundle -- api OUT
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
tsc -b
exec node tools/walls/dist/bundle.script.js "$@"
