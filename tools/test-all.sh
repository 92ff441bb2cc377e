#!/usr/bin/env bash
# README line two: type check, build, lint with walls, generated files fresh, specs. Installs what a new machine lacks, loudly.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
export NX_DAEMON=false

step() { printf '\n== %s\n' "$1"; }

if [ "$#" -gt 0 ]; then
  tsc -b
  exec npm run -s jest -- "$@"
fi

if ! command -v redis-server >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    step 'redis-server (apt-get)'
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server) >/dev/null 2>&1 || true
  fi
  command -v redis-server >/dev/null 2>&1 || printf '\n!!! redis-server is missing and could not be installed: the Redis leg of the suite will be SKIPPED\n\n'
fi

step 'build (tsc -b)'
tsc -b
step 'specs type check'
tsc -p tsconfig.specs.json --noEmit
step 'generated files are fresh'
node tools/gen/dist/main.js --check
step 'lint (nx)'
nx run-many -t lint --outputStyle=static
step 'specs'
npm run -s jest -- --ci
