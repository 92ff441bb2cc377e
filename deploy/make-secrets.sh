#!/usr/bin/env bash
# Makes deploy/secrets (or the given folder) once: passwords, sealing keys, TLS certificates of a CA whose key is thrown away. Never overwrites.
# Compose mounts the files as they are, so they belong to the group of the containers' processes; the folder is closed to everybody else.
# Run it as root for the group 10001; as anybody else the group is yours, and compose must be told (it says how).
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
dir=${1:-deploy/secrets}
group=${VITRINE_SECRETS_GROUP:-10001}
if [ -e "$dir" ]; then echo "$dir exists: move it away to make new secrets (old envelopes need the old opening keys)" >&2; exit 1; fi
umask 077
mkdir -p "$dir"
for name in postgres_password migrator_password api_password worker_password relay_password reseal_password sequencer_password queue_password operator_password redis_password; do
  openssl rand -hex 32 | tr -d '\n' > "$dir/$name"
done
openssl rand -base64 32 | tr -d '\n' > "$dir/request_key"
printf '[{"id":"p1","key":"%s"}]\n' "$(openssl rand -base64 32 | tr -d '\n')" > "$dir/token_peppers.json"
printf '[]\n' > "$dir/oidc_issuers.json"
: > "$dir/aws_base_identity.json"
# Empty: the platform has no operators. The key signs their sessions once it has.
: > "$dir/platform_issuer.json"
openssl genpkey -algorithm ed25519 -out "$dir/operator_key.pem" 2>/dev/null

# Not "is it there" but "is it of these sources": keys are made by the code that will open them.
tsc -b libs/crypto/open libs/trail
node deploy/make-keys.mjs "$dir"
node deploy/trail-key.mjs "$dir"
node deploy/federation-keys.mjs make "$dir"

ca=$(mktemp -d)
trap 'rm -rf "$ca"' EXIT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj '/CN=Vitrine inside' -keyout "$ca/ca.key" -out "$dir/tls_ca.pem" 2>/dev/null
for name in postgres redis redis_client; do
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" -keyout "$dir/${name}_key.pem" -out "$ca/$name.csr" 2>/dev/null
  openssl x509 -req -in "$ca/$name.csr" -CA "$dir/tls_ca.pem" -CAkey "$ca/ca.key" -CAserial "$ca/serial" -CAcreateserial -days 825 \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1' "${name//_/-}") -out "$dir/${name}_cert.pem" 2>/dev/null
done

chmod 0440 "$dir"/*
if [ "$(id -u)" = 0 ]; then chgrp "$group" "$dir"/*; else echo "then: export VITRINE_SECRETS_GROUP=$(id -g)"; fi
echo "made $dir. Fill in: $dir/oidc_issuers.json (who may sign in) and, for AWS roles, $dir/aws_base_identity.json ({\"accessKeyId\":\"…\",\"secretAccessKey\":\"…\"}: the identity that assumes customers' roles)."
