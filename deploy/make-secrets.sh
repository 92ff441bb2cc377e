#!/usr/bin/env bash
# Makes deploy/secrets once: passwords, sealing keys, TLS certificates of a CA whose key is thrown away. Never overwrites.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
dir=deploy/secrets
if [ -e "$dir" ]; then echo "$dir exists: move it away to make new secrets (old envelopes need the old opening keys)" >&2; exit 1; fi
umask 077
mkdir -p "$dir"
for name in postgres_password migrator_password api_password worker_password relay_password queue_password redis_password cursor_key; do
  openssl rand -hex 32 | tr -d '\n' > "$dir/$name"
done
printf '{"current":"p1","peppers":{"p1":"%s"}}\n' "$(openssl rand -base64 32 | tr -d '\n')" > "$dir/token_peppers.json"
printf '[]\n' > "$dir/oidc_issuers.json"
printf '{}\n' > "$dir/aws_base_identity.json"

[ -f libs/crypto/open/dist/index.js ] || tsc -b
node deploy/make-keys.mjs "$dir"

ca=$(mktemp -d)
trap 'rm -rf "$ca"' EXIT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj '/CN=Vitrine inside' -keyout "$ca/ca.key" -out "$dir/tls_ca.pem" 2>/dev/null
for name in postgres redis redis_client; do
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" -keyout "$dir/${name}_key.pem" -out "$ca/$name.csr" 2>/dev/null
  openssl x509 -req -in "$ca/$name.csr" -CA "$dir/tls_ca.pem" -CAkey "$ca/ca.key" -CAcreateserial -days 825 \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1' "$name") -out "$dir/${name}_cert.pem" 2>/dev/null
done
echo "made $dir. Fill in: $dir/oidc_issuers.json (who may sign in), $dir/aws_base_identity.json (the identity that assumes customers' roles)."
