import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { base64url } from './fixtures/keyless-envelope.js';
import { thumbprintText } from './public-numbers.js';
import { acceptedKids, currentSealingKey, parseSealingKeySet, type SealingKey } from './sealing-key-set.js';

const start = Date.UTC(2026, 10, 1) / 1000;
const thirtyDays = 30 * 86_400;
const at = (seconds: number): Date => new Date(seconds * 1000);

function key(cloud: SealingKey['cloud'], status: SealingKey['status'], letter: string): SealingKey {
  const nbf = status === 'current' ? start : start + thirtyDays;
  return {
    ...{ kty: 'EC', crv: 'P-256', x: base64url(32), y: base64url(32), alg: 'ECDH-ES+A256KW', use: 'enc' },
    ...{ kid: letter.repeat(43), nbf, exp: nbf + thirtyDays, status, cloud },
  } satisfies Record<keyof SealingKey | 'crv' | 'x' | 'y', unknown> as SealingKey; // spread widens the literals; the set below is parsed
}

const keySet = parseSealingKeySet({
  keys: [key('aws', 'current', 'A'), key('aws', 'next', 'E'), key('azure', 'current', 'I'), key('gcp', 'next', 'M')],
});

describe('published sealing keys: one per cloud', () => {
  it('seals a kind with the current key of its cloud and no other', () => {
    expect(currentSealingKey(keySet, 'aws.key', at(start)).kid).toBe('A'.repeat(43));
    expect(currentSealingKey(keySet, 'azure.secret', at(start)).kid).toBe('I'.repeat(43));
  });

  it('has none before its time, at its end, or when a cloud has only a next key', () => {
    for (const [kind, seconds] of [
      ['aws.role', start - 1],
      ['aws.role', start + thirtyDays],
      ['gcp.wif', start],
    ] as const) {
      expect(() => currentSealingKey(keySet, kind, at(seconds))).toThrow('sealing-key-stale');
    }
  });

  it("accepts envelopes under the current and the next key of the kind's cloud, until they expire", () => {
    expect([...acceptedKids(keySet, 'aws.session', at(start))]).toEqual(['A'.repeat(43), 'E'.repeat(43)]);
    expect([...acceptedKids(keySet, 'aws.session', at(start + thirtyDays))]).toEqual(['E'.repeat(43)]);
    expect([...acceptedKids(keySet, 'azure.token', at(start))]).toEqual(['I'.repeat(43)]);
  });

  it('refuses a set that publishes a private member, two current keys of a cloud, or one key twice', () => {
    const current = key('aws', 'current', 'A');
    for (const keys of [
      [{ ...current, d: base64url(32) }],
      [current, key('aws', 'current', 'E')],
      [current, { ...key('azure', 'current', 'I'), kid: current.kid }],
      [{ ...current, alg: 'ECDH-ES' }],
      [{ ...current, cloud: 'all' }],
    ]) {
      expect(() => parseSealingKeySet({ keys })).toThrow('sealing-key-stale');
    }
  });

  it('takes RSA keys of 3072 and 4096 bits, not of 2048', () => {
    const { crv: _crv, x: _x, y: _y, ...shared } = { crv: '', x: '', y: '', ...key('aws', 'current', 'A') };
    const rsa = (bytes: number): unknown => ({ keys: [{ ...shared, kty: 'RSA', alg: 'RSA-OAEP-256', e: 'AQAB', n: base64url(bytes) }] });
    expect(parseSealingKeySet(rsa(384)).keys).toHaveLength(1);
    expect(parseSealingKeySet(rsa(512)).keys).toHaveLength(1);
    expect(() => parseSealingKeySet(rsa(256))).toThrow('sealing-key-stale');
  });
});

describe('thumbprint', () => {
  it('is taken over the required members in order (RFC 7638), whatever else the key says', () => {
    const [aws, next] = keySet.keys;
    if (aws === undefined || next === undefined) throw new Error('the set has four keys');
    expect(thumbprintText(aws)).toBe(`{"crv":"P-256","kty":"EC","x":"${base64url(32)}","y":"${base64url(32)}"}`);
    const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
    expect(digest(thumbprintText(aws))).toBe(digest(thumbprintText(next)));
  });
});
