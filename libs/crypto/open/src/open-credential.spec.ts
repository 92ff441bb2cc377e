import { beforeAll, describe, expect, it } from '@jest/globals';
import { cloudOf, writePlaintext, type Credential, type CredentialContext, type SealingKey } from '@vitrine/crypto-envelope';
import { faultOf } from './fixtures/refusal.js';
import { bytesOf, sampleRole, sealByHand } from './fixtures/seal-by-hand.js';
import { alpha, beta, sampleCredentials } from './fixtures/two-organizations.js';
import { generateSealingKeyPair, type SealingKeyPair } from './generate-sealing-key-pair.js';
import { keyProviderOf } from './local-key-provider.js';
import { createLocalKeySet } from './local-key-set.js';
import { openCredential, type CredentialRow } from './open-credential.js';
import { KeyServiceUnavailable, type Unwrapper } from './unwrapper.js';

const keySet = await createLocalKeySet();
const unwrapper = keyProviderOf(keySet.privateJwks);

function keyOf(kind: CredentialContext['kind']): SealingKey {
  const key = keySet.publicJwks.keys.find(({ cloud }) => cloud === cloudOf(kind));
  if (key === undefined) throw new Error('one key per cloud');
  return key;
}
const aws = keyOf('aws.role');
const sealed = bytesOf(sealByHand({ key: aws, context: alpha }));
const rowOf = (changes: Partial<CredentialRow> = {}): CredentialRow => ({ ...alpha, sealed, ...changes });

async function open(row: CredentialRow, keys: Unwrapper = unwrapper): Promise<Credential> {
  return (await openCredential(row, keys)).use((_bytes, parse) => parse());
}

describe('opening an envelope in its own row (CF-16: only workers decrypt)', () => {
  it('gives back the credential that was sealed, for every kind and both organizations', async () => {
    for (const credential of sampleCredentials) {
      for (const row of [alpha, beta]) {
        const context = { ...row, kind: credential.kind };
        const envelope = sealByHand({ key: keyOf(credential.kind), context, credential });
        expect(await open({ ...context, sealed: bytesOf(envelope) })).toEqual(credential);
      }
    }
  });

  describe('with an RSA key, for key services that have nothing else', () => {
    let rsa: SealingKeyPair;
    beforeAll(async () => {
      const life = { status: 'current', notBefore: new Date(0), expires: new Date(1) } as const;
      rsa = await generateSealingKeyPair({ ...life, cloud: 'aws', alg: 'RSA-OAEP-256' });
    });

    it('opens, and refuses an envelope that names the RSA key but wraps for EC', async () => {
      const keys = keyProviderOf({ keys: [rsa.privateKey, ...keySet.privateJwks.keys] });
      expect(await open(rowOf({ sealed: bytesOf(sealByHand({ key: rsa.publicKey, context: alpha })) }), keys)).toEqual(sampleRole);
      const confused = sealByHand({ key: aws, context: alpha, header: { kid: rsa.publicKey.kid } });
      expect(await faultOf(rowOf({ sealed: bytesOf(confused) }), keys)).toBe('key-refused');
    });
  });
});

describe('an envelope moved to another row', () => {
  it.each([
    ['the other organization', { organizationId: beta.organizationId }, 'context-organization'],
    ["another organization's row altogether", beta, 'context-organization'],
    ['another connection', { connectionId: beta.connectionId }, 'context-connection'],
    ['a later version (a replay)', { version: 2 }, 'context-version'],
    ['another kind of the same cloud', { kind: 'aws.key' }, 'context-kind'],
    ['another cloud', { kind: 'azure.secret' }, 'kid-unknown'],
    ['a kind that does not exist', { kind: 'aws.root' }, 'context-form'],
    ['a row with an upper-case id', { organizationId: alpha.organizationId.toUpperCase() }, 'context-form'],
  ] as const)('does not open in %s', async (_where, changes, fault) => {
    expect(await faultOf(rowOf(changes), unwrapper)).toBe(fault);
  });

  it('does not open even when its header was rewritten to name that row', async () => {
    const envelope = sealByHand({ key: aws, context: alpha });
    const header = JSON.parse(Buffer.from(envelope.protected, 'base64url').toString()) as object; // our own header, written above
    const vtr = { v: 1, org: beta.organizationId, con: beta.connectionId, ver: 1, knd: 'aws.role' };
    const rewritten = { ...envelope, protected: Buffer.from(JSON.stringify({ ...header, vtr })).toString('base64url') };
    expect(await faultOf({ ...beta, sealed: bytesOf(rewritten) }, unwrapper)).toBe('content-authentication');
  });

  it('does not open when its sender named the row in header and associated data but another inside', async () => {
    for (const [changes, fault] of [
      [{ organizationId: beta.organizationId }, 'plaintext-organization'],
      [{ connectionId: beta.connectionId }, 'plaintext-connection'],
    ] as const) {
      const plaintext = writePlaintext(sampleRole, { ...alpha, ...changes });
      expect(await faultOf(rowOf({ sealed: bytesOf(sealByHand({ key: aws, context: alpha, plaintext })) }), unwrapper)).toBe(fault);
    }
  });
});

describe('a damaged envelope', () => {
  const envelope = sealByHand({ key: aws, context: alpha });

  it.each([
    ['tag', 'content-authentication'],
    ['iv', 'content-authentication'],
    ['ciphertext', 'content-authentication'],
    ['encrypted_key', 'key-refused'],
  ] as const)('does not open with any one bit of its %s flipped', async (member, fault) => {
    const bytes = Buffer.from(envelope[member], 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at);
      const row = rowOf({ sealed: bytesOf({ ...envelope, [member]: flipped.toString('base64url') }) });
      expect(await faultOf(row, unwrapper)).toBe(fault);
    }
  });

  it('does not open at any truncation', async () => {
    const bytes = Buffer.from(bytesOf(envelope));
    for (let length = 0; length < bytes.length; length += 7) {
      expect(['size-under', 'json']).toContain(await faultOf(rowOf({ sealed: bytes.subarray(0, length) }), unwrapper));
    }
  });

  it.each(['aad', 'unprotected', 'header', 'recipients'])('does not open with a member %s', async (member) => {
    expect(await faultOf(rowOf({ sealed: bytesOf({ ...envelope, [member]: {} }) }), unwrapper)).toBe('members');
  });

  it('does not open beyond 24,576 bytes', async () => {
    const text = JSON.stringify(envelope);
    const padded = (size: number): Uint8Array => Buffer.from(text.padEnd(size));
    expect(await open(rowOf({ sealed: padded(24_576) }))).toEqual(sampleRole);
    expect(await faultOf(rowOf({ sealed: padded(24_577) }), unwrapper)).toBe('size-over');
  });
});

describe('a hostile sender, who has the public key', () => {
  it.each([
    ['alg dir', { alg: 'dir' }, 'header-algorithm'],
    ['alg ECDH-ES, without key wrap', { alg: 'ECDH-ES' }, 'header-algorithm'],
    ['a password loop (CVE-2022-36083)', { alg: 'PBES2-HS256+A128KW', p2c: 1e9, p2s: 'AAAA' }, 'header-algorithm'],
    ['alg none', { alg: 'none' }, 'header-algorithm'],
    ['another alg for the same key', { alg: 'RSA-OAEP-256', epk: undefined }, 'encrypted-key-size'],
    ['enc A128GCM', { enc: 'A128GCM' }, 'header-encryption'],
    ['a compressed bomb (CVE-2024-28176)', { zip: 'DEF' }, 'header-members'],
    ['an unknown crit', { crit: ['vtr'] }, 'header-members'],
    ['a key address', { jku: 'https://evil.example/keys' }, 'header-members'],
    ['a key of his own', { jwk: { kty: 'oct', k: 'AAAA' } }, 'header-members'],
    ['an unknown kid', { kid: 'A'.repeat(43) }, 'kid-unknown'],
    ['an ephemeral key on another curve', { epk: { kty: 'EC', crv: 'P-384', x: 'A'.repeat(64), y: 'A'.repeat(64) } }, 'header-values'],
    ['an ephemeral key off the curve', { epk: { kty: 'EC', crv: 'P-256', x: 'B'.repeat(42) + 'A', y: 'C'.repeat(42) + 'A' } }, 'key-refused'],
    ['the point at zero', { epk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } }, 'key-refused'],
  ])('opens nothing with %s', async (_what, header, fault) => {
    expect(await faultOf(rowOf({ sealed: bytesOf(sealByHand({ key: aws, context: alpha, header })) }), unwrapper)).toBe(fault);
  });

  it('opens nothing without associated data, or with that of another row', async () => {
    for (const associated of [null, new Uint8Array(0), Buffer.from('vitrine-cred/1')]) {
      const envelope = sealByHand({ key: aws, context: alpha, associated });
      expect(await faultOf(rowOf({ sealed: bytesOf(envelope) }), unwrapper)).toBe('content-authentication');
    }
  });

  it('opens nothing with a content key of another size', async () => {
    const short: Unwrapper = { kidsFor: (cloud) => unwrapper.kidsFor(cloud), unwrap: async () => Promise.resolve(Buffer.alloc(16)) };
    expect(await faultOf(rowOf(), short)).toBe('content-key-size');
  });

  it('gains no credential from a plaintext outside the schema', async () => {
    for (const text of ['', '{', 'null', '{"org":1}', JSON.stringify({ org: alpha.organizationId, con: alpha.connectionId, url: 'http://x' })]) {
      const plaintext = Buffer.from(text.padEnd(1));
      expect(await faultOf(rowOf({ sealed: bytesOf(sealByHand({ key: aws, context: alpha, plaintext })) }), unwrapper)).toBe('plaintext-schema');
    }
  });
});

describe('one key per cloud', () => {
  const only = (cloud: string): Unwrapper => keyProviderOf({ keys: keySet.privateJwks.keys.filter((key) => key.cloud === cloud) });

  it('a worker that serves AWS cannot open an Azure or a GCP envelope, in either organization', async () => {
    for (const kind of ['azure.federated', 'gcp.wif'] as const) {
      const credential = sampleCredentials.find((sample) => sample.kind === kind);
      for (const row of [alpha, beta]) {
        const context = { ...row, kind };
        const sealedRow = { ...context, sealed: bytesOf(sealByHand({ key: keyOf(kind), context, ...(credential && { credential }) })) };
        expect(await faultOf(sealedRow, only('aws'))).toBe('kid-unknown');
        expect(await open(sealedRow, only(cloudOf(kind)))).toEqual(credential);
      }
    }
  });

  it("a worker that holds all keys still opens a kind with its own cloud's key only", async () => {
    const envelope = sealByHand({ key: keyOf('azure.secret'), context: alpha });
    expect(await faultOf(rowOf({ sealed: bytesOf(envelope) }), unwrapper)).toBe('kid-unknown');
  });
});

describe('a refusal', () => {
  it('says open_failed and nothing else to whoever prints it', async () => {
    const error: unknown = await openCredential({ ...beta, sealed }, unwrapper).catch((reason: unknown) => reason);
    expect(JSON.stringify(error)).toBe('{"code":"open_failed"}');
    expect(Object.entries(error ?? {})).toEqual(expect.not.arrayContaining([['fault', expect.anything()]]));
    expect(error).not.toHaveProperty('cause');
  });

  it('tells a key service that did not answer from one that refused, so that only the first is tried again', async () => {
    const failing = (error: Error): Unwrapper => ({ kidsFor: (cloud) => unwrapper.kidsFor(cloud), unwrap: () => Promise.reject(error) });
    expect(await faultOf(rowOf(), failing(new KeyServiceUnavailable('timeout')))).toBe('key-service-unavailable');
    expect(await faultOf(rowOf(), failing(new Error('denied')))).toBe('key-refused');
  });
});
