#!/usr/bin/env bash
# Your own account on this machine: npm run audit -- --aws-profile NAME | --azure | --gcp | --focus FILE
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
export PATH="$here/node_modules/.bin:$PATH"
(cd "$here" && tsc -b tools/demo apps/api apps/worker apps/cli) >&2
exec node --disable-warning=ExperimentalWarning "$here/apps/cli/dist/main.js" audit own "$@"
