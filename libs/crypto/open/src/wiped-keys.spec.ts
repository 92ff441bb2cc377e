import { createCipheriv, createPrivateKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bytesOf, sealByHand } from './fixtures/seal-by-hand.js';
import { faultOf } from './fixtures/refusal.js';
import { alpha } from './fixtures/two-organizations.js';
import { generateSealingKeyPair } from './generate-sealing-key-pair.js';
import { contentKeyFromAgreement } from './key-agreement.js';
import { openCredential } from './open-credential.js';
import { OpenError, OpeningKeyError } from './open-error.js';
import type { Unwrapper } from './unwrapper.js';
import { unwrapperOf } from './held-keys.js';
import { unwrapWith } from './unwrap-with.js';

const life = { cloud: 'aws', status: 'current', notBefore: new Date(0), expires: new Date('2027-01-01T00:00:00Z') } as const;
const zeros = (length: number): Buffer => Buffer.alloc(length);

describe('a key that has done its work, which a core dump must not hold', () => {
  /** An unwrapper whose content keys the spec can look at afterwards. */
  async function watched(change: (key: Buffer) => Buffer = (key) => key): Promise<{ sealed: Uint8Array; unwrapper: Unwrapper; seen: Buffer[] }> {
    const { publicKey, privateKey } = await generateSealingKeyPair(life);
    const key = createPrivateKey({ key: privateKey, format: 'jwk' });
    const seen: Buffer[] = [];
    const unwrap: Unwrapper['unwrap'] = (wrapped) => {
      const contentKey = change(unwrapWith(key, wrapped));
      seen.push(contentKey);
      return Promise.resolve(contentKey);
    };
    return { sealed: bytesOf(sealByHand({ key: publicKey, context: alpha })), unwrapper: { kidsFor: () => new Set([publicKey.kid]), unwrap }, seen };
  }

  it('is zero after the envelope was opened', async () => {
    const { sealed, unwrapper, seen } = await watched();
    await openCredential({ ...alpha, sealed }, unwrapper);
    expect(seen).toEqual([zeros(32)]);
  });

  it('is zero after the envelope was refused, by its tag or by the size of its content key', async () => {
    const wrong = await watched((key) => Buffer.from(key).fill(1));
    expect(await faultOf({ ...alpha, sealed: wrong.sealed }, wrong.unwrapper)).toBe('content-authentication');
    expect(wrong.seen).toEqual([zeros(32)]);
    const long = await watched((key) => Buffer.concat([key, key]));
    expect(await faultOf({ ...alpha, sealed: long.sealed }, long.unwrapper)).toBe('content-key-size');
    expect(long.seen).toEqual([zeros(64)]);
  });

  it('is zero as a shared secret too, whether the wrapped key authenticates or not', () => {
    const secret = Buffer.alloc(32, 7);
    expect(() => contentKeyFromAgreement(secret, Buffer.alloc(40, 1))).toThrow();
    expect(secret).toEqual(zeros(32));
  });

  it('unwraps by RFC 3394 and not by anything that only looks like it', () => {
    const wrap = createCipheriv('id-aes256-wrap', Buffer.alloc(32, 3), Buffer.from('a6a6a6a6a6a6a6a6', 'hex'));
    const wrapped = Buffer.concat([wrap.update(Buffer.alloc(32, 9)), wrap.final()]);
    const secret = Buffer.alloc(32, 7);
    // Wrapped under a key that no agreement gave.
    expect(() => contentKeyFromAgreement(secret, wrapped)).toThrow();
  });
});

describe('a plaintext that is not handed out, which a core dump must not hold either', () => {
  /** What stood in the buffers that were filled with zeros meanwhile. */
  async function wipedDuring(work: () => Promise<unknown>): Promise<string[]> {
    const wiped: string[] = [];
    const { fill } = Buffer.prototype;
    Buffer.prototype.fill = function (this: Buffer, ...given: Parameters<typeof fill>) {
      if (given[0] === 0) wiped.push(this.toString('latin1'));
      return fill.apply(this, given);
    };
    try {
      await work();
    } finally {
      Buffer.prototype.fill = fill;
    }
    return wiped;
  }
  const told = 'a text that only the sender knew';
  const fault = async (changes: object): Promise<{ fault: string; wiped: string[] }> => {
    const { publicKey, privateKey } = await generateSealingKeyPair(life);
    const unwrapper = unwrapperOf([
      {
        kid: publicKey.kid,
        cloud: 'aws',
        alg: publicKey.alg,
        unwrap: (wrapped) => Promise.resolve(unwrapWith(createPrivateKey({ key: privateKey, format: 'jwk' }), wrapped)),
      },
    ]);
    const sealed = { ...sealByHand({ key: publicKey, context: alpha, plaintext: Buffer.from(told) }), ...changes };
    let seen = 'opened';
    const wiped = await wipedDuring(async () => (seen = await faultOf({ ...alpha, sealed: bytesOf(sealed) }, unwrapper)));
    return { fault: seen, wiped };
  };

  it('is zero where it authenticates and is no credential', async () => {
    const { fault: seen, wiped } = await fault({});
    expect(seen).not.toBe('opened');
    expect(wiped).toContain(told);
  });

  it('is zero where it does not authenticate: GCM decrypts before it knows', async () => {
    const { fault: seen, wiped } = await fault({ tag: Buffer.alloc(16, 1).toString('base64url') });
    expect(seen).toBe('content-authentication');
    expect(wiped).toContain(told);
  });
});

describe('a key that an envelope names and that cannot agree without one more', () => {
  it('is told so, since a crash would look like a fault of the machine', async () => {
    const { privateKey } = await generateSealingKeyPair(life);
    const wrapped = { kid: privateKey.kid, alg: 'ECDH-ES+A256KW' as const, encryptedKey: Buffer.alloc(40), epk: null };
    expect(() => unwrapWith(createPrivateKey({ key: privateKey, format: 'jwk' }), wrapped)).toThrow(new OpeningKeyError('no ephemeral key'));
  });
});

describe('many keys behind one face', () => {
  const key = (kid: string, cloud: 'aws' | 'azure') => ({ kid, cloud, alg: 'RSA-OAEP-256' as const, unwrap: () => Promise.resolve(Buffer.from(kid)) });
  const wrapped = { kid: 'one', alg: 'RSA-OAEP-256' as const, encryptedKey: Buffer.alloc(1), epk: null };

  it('hands an envelope to the key it names, of the algorithm it names, or to none', async () => {
    const unwrapper = unwrapperOf([key('one', 'aws'), key('two', 'azure')]);
    expect(String(await unwrapper.unwrap(wrapped))).toBe('one');
    await expect(unwrapper.unwrap({ ...wrapped, kid: 'three' })).rejects.toThrow(new OpeningKeyError('no such key'));
    await expect(unwrapper.unwrap({ ...wrapped, alg: 'ECDH-ES+A256KW' })).rejects.toThrow(new OpeningKeyError('no such key'));
    expect([...unwrapper.kidsFor('aws')]).toEqual(['one']);
    expect([...unwrapper.kidsFor('gcp')]).toEqual([]);
    expect(() => unwrapperOf([key('one', 'aws'), key('one', 'azure')])).toThrow(new OpeningKeyError('a key appears twice'));
  });
});

describe('errors that a log may hold', () => {
  it('are told apart by name, and say no more than their one code', () => {
    expect(String(new OpenError('key-refused'))).toBe('OpenError: open_failed');
    expect(String(new OpeningKeyError('x'))).toBe('OpeningKeyError: x');
  });
});
