/**
 * Writes valid.json and hostile.json with the fixed test keys of test-only-keys.json (made once, when missing).
 * Run after `tsc -b` from the project root: node libs/crypto/vectors/generate.mjs
 * Sealing is random, so a new run writes new bytes that mean the same; committed vectors keep old envelopes readable.
 */
import { Buffer } from 'node:buffer';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { URL } from 'node:url';
import { FlattenedEncrypt, importJWK } from 'jose';
import { associatedData, cloudOf, publicNumbersOf, writePlaintext } from '../envelope/dist/index.js';
import { createLocalKeySet, generateSealingKeyPair } from '../open/dist/index.js';
import { sealCredential } from '../seal/dist/index.js';

const path = (name) => new URL(name, import.meta.url);
const read = (name) => JSON.parse(readFileSync(path(name), 'utf8'));
const write = (name, content) => writeFileSync(path(name), `${JSON.stringify(content, null, 1)}\n`);

const life = { status: 'next', notBefore: new Date(0), expires: new Date('2200-01-01T00:00:00Z') };
if (!existsSync(path('test-only-keys.json'))) {
  const local = await createLocalKeySet({ now: new Date(0), lifetimeDays: 84_000 });
  const rsa = await generateSealingKeyPair({ ...life, cloud: 'aws', alg: 'RSA-OAEP-256' });
  write('test-only-keys.json', {
    note: 'TEST KEYS, PUBLISHED ON PURPOSE. They protect nothing; whatever is sealed to them is public.',
    privateJwks: { keys: [...local.privateJwks.keys, rsa.privateKey] },
    publicJwks: { keys: [...local.publicJwks.keys, rsa.publicKey] },
  });
}
const { publicJwks } = read('test-only-keys.json');
const { credentials } = read('credentials.json');

const alpha = { organizationId: '0190b3a4-0000-7000-8000-00000000000a', connectionId: '0190b3a4-0000-7000-8000-0000000000a1' };
const beta = { organizationId: '0190b3a4-0000-7000-8000-00000000000b', connectionId: '0190b3a4-0000-7000-8000-0000000000b1' };
const ecKeyOf = (cloud) => publicJwks.keys.find((key) => key.cloud === cloud && key.kty === 'EC');
const rsaKey = publicJwks.keys.find((key) => key.kty === 'RSA');
const text = (envelope) => JSON.stringify(envelope);

const valid = [];
for (const [index, credential] of credentials.entries()) {
  const context = { ...(index % 2 === 0 ? alpha : beta), version: index + 1, kind: credential.kind };
  const { envelope } = await sealCredential({ credential, context, key: ecKeyOf(cloudOf(credential.kind)) });
  valid.push({ name: `${credential.kind} to an EC key`, row: context, sealed: text(envelope), credential });
}
const awsKey = credentials.find(({ kind }) => kind === 'aws.key');
const rsaContext = { ...beta, version: 1, kind: 'aws.key' };
const rsaSealed = await sealCredential({ credential: awsKey, context: rsaContext, key: rsaKey });
valid.push({ name: 'aws.key to an RSA key', row: rsaContext, sealed: text(rsaSealed.envelope), credential: awsKey });
write('valid.json', { note: 'Each opens in its row and holds its credential.', vectors: valid });

const role = credentials.find(({ kind }) => kind === 'aws.role');
const row = { ...alpha, version: 2, kind: 'aws.role' };
const { envelope } = await sealCredential({ credential: role, context: row, key: ecKeyOf('aws') });
const header = JSON.parse(Buffer.from(envelope.protected, 'base64url').toString());
const withHeader = (changes) => ({ ...envelope, protected: Buffer.from(text({ ...header, ...changes })).toString('base64url') });
const flipped = (member) => {
  const bytes = Buffer.from(envelope[member], 'base64url');
  bytes[5] ^= 0x10;
  return { ...envelope, [member]: bytes.toString('base64url') };
};
const vtrOf = (context) => ({ v: 1, org: context.organizationId, con: context.connectionId, ver: context.version, knd: context.kind });

/** What a sender with the public key and no manners can make. */
async function sealLoosely({ key, plaintext = writePlaintext(role, row) }) {
  const members = await new FlattenedEncrypt(plaintext)
    .setProtectedHeader({ alg: key.alg, enc: 'A256GCM', kid: key.kid, typ: 'vitrine-cred+jwe', cty: 'application/json', vtr: vtrOf(row) })
    .setAdditionalAuthenticatedData(associatedData(row))
    .encrypt(await importJWK(publicNumbersOf(key), key.alg));
  delete members.aad;
  return members;
}

const toBeta = { ...row, ...beta };
const hostile = [
  ['moved to the other organization', { ...row, organizationId: beta.organizationId }, envelope, 'context-organization'],
  ['moved to another connection', { ...row, connectionId: beta.connectionId }, envelope, 'context-connection'],
  ['replayed as a later version', { ...row, version: 3 }, envelope, 'context-version'],
  ['moved to a row of another kind', { ...row, kind: 'aws.session' }, envelope, 'context-kind'],
  ['moved, with its header rewritten to match', toBeta, withHeader({ vtr: vtrOf(toBeta) }), 'content-authentication'],
  ['tag flipped', row, flipped('tag'), 'content-authentication'],
  ['ciphertext flipped', row, flipped('ciphertext'), 'content-authentication'],
  ['iv flipped', row, flipped('iv'), 'content-authentication'],
  ['encrypted key flipped', row, flipped('encrypted_key'), 'key-refused'],
  ['truncated', row, text(envelope).slice(0, -20), 'json'],
  ['carries its own associated data', toBeta, { ...envelope, aad: Buffer.from(associatedData(row)).toString('base64url') }, 'members'],
  ['carries an unprotected header', row, { ...envelope, unprotected: { zip: 'DEF' } }, 'members'],
  ['carries recipients', row, { ...envelope, recipients: [{ encrypted_key: envelope.encrypted_key }] }, 'members'],
  ['alg dir', row, withHeader({ alg: 'dir' }), 'header-algorithm'],
  ['zip', row, withHeader({ zip: 'DEF' }), 'header-members'],
  ['jku', row, withHeader({ jku: 'https://keys.example/jwks' }), 'header-members'],
  ['tag of four bytes', row, { ...envelope, tag: envelope.tag.slice(0, 5) + 'A' }, 'tag-size'],
  ['ephemeral key off the curve', row, withHeader({ epk: { ...header.epk, y: header.epk.x } }), 'key-refused'],
  ['another organization inside', row, await sealLoosely({ key: ecKeyOf('aws'), plaintext: writePlaintext(role, toBeta) }), 'plaintext-organization'],
  ["sealed to another cloud's key", row, await sealLoosely({ key: ecKeyOf('azure') }), 'kid-unknown'],
].map(([name, where, sealed, fault]) => ({ name, row: where, sealed: typeof sealed === 'string' ? sealed : text(sealed), fault }));
write('hostile.json', { note: 'None opens; each stops at the step named.', vectors: hostile });
