import { describe, expect, it } from '@jest/globals';
import { associatedData } from './credential-context.js';
import { credentialKinds } from './credential-kind.js';
import { alpha, beta } from './fixtures/two-organizations.js';

const text = (context: typeof alpha): string => Buffer.from(associatedData(context)).toString('ascii');

describe('associated data', () => {
  it('is the format, organization, connection, version and kind in this order', () => {
    expect(text(alpha)).toBe('vitrine-cred/1|0190b3a4-0000-7000-8000-00000000000a|0190b3a4-0000-7000-8000-0000000000a1|3|aws.role');
  });

  it('differs for every row that differs, so that no envelope fits two', () => {
    const rows = [alpha, beta].flatMap((row) => credentialKinds.flatMap((kind) => [1, 2, 12].map((version) => ({ ...row, kind, version }))));
    expect(new Set(rows.map(text)).size).toBe(rows.length);
  });

  it.each([
    ['upper case', { organizationId: alpha.organizationId.toUpperCase() }],
    ['a separator in an id', { connectionId: `${alpha.connectionId.slice(0, -1)}|` }],
    ['a trailing new line', { connectionId: `${alpha.connectionId}\n` }],
    ['version 0', { version: 0 }],
    ['a fraction', { version: 1.5 }],
  ])('is not made from %s: one row, one spelling', (_what, change) => {
    expect(() => associatedData({ ...alpha, ...change })).toThrow('envelope-context');
  });
});
