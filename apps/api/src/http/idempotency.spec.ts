import { describe, expect, it } from '@jest/globals';
import { bodyHmac } from './idempotency.js';

const key = Buffer.alloc(32, 1);
const hex = (body: unknown): string => bodyHmac(key, body).toString('hex');

describe('what is remembered of a body', () => {
  it('does not depend on the order of members, and does on every value', () => {
    expect(hex({ a: 1, b: { c: [1, 2] } })).toBe(hex({ b: { c: [1, 2] }, a: 1 }));
    expect(hex({ a: 1 })).not.toBe(hex({ a: '1' }));
    expect(hex({ a: [1, 2] })).not.toBe(hex({ a: [2, 1] }));
    expect(hex({ a: 1 })).not.toBe(hex([['a', 1]]));
  });

  it('holds no credential, not even hashed: with the key, a remembered HMAC would be an oracle for weak secrets', () => {
    const body = (secret: string): object => ({
      kind: 'azure.secret',
      credential: { clientSecret: secret },
      nested: [{ secretAccessKey: secret }],
      envelope: secret,
    });
    expect(hex(body('one'))).toBe(hex(body('two')));
  });

  it('is of this deployment alone: another key, another value', () => {
    expect(bodyHmac(Buffer.alloc(32, 2), { a: 1 }).toString('hex')).not.toBe(hex({ a: 1 }));
  });
});
