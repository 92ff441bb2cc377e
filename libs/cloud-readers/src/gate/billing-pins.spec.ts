import { describe, expect, it } from '@jest/globals';
import { billingPinsSchema } from './billing-pins.js';

const guid = '11111111-2222-4333-8444-55555555555a';
const bigQuery = { jobProject: 'billing-project', table: 'billing-project.export.table_1', location: 'EU', maximumBytesBilled: '1000' };
const takes = (pins: unknown): boolean => billingPinsSchema.safeParse(pins).success;

describe('what a connection’s bill may be read of', () => {
  it('is nothing, an account, scopes, a table, or all of them, and no other member', () => {
    expect(takes({})).toBe(true);
    expect(takes({ awsAccountId: '012345678901', azureScopes: [`subscriptions/${guid}`], bigQuery })).toBe(true);
    expect(takes({ bucket: 'x' })).toBe(false);
    expect(takes({ bigQuery: { ...bigQuery, tables: [] } })).toBe(false);
  });

  it('names each thing by its one form', () => {
    for (const awsAccountId of ['01234567890', '0123456789012', '01234567890x', 12]) expect(takes({ awsAccountId })).toBe(false);
    for (const scope of [
      `/subscriptions/${guid}`,
      `subscriptions/${guid}/`,
      `subscriptions/${guid}a`,
      `subscriptions/${guid.slice(1)}`,
      `subscriptions/${guid.replace('1', 'g')}`,
    ]) {
      expect([scope, takes({ azureScopes: [scope] })]).toEqual([scope, false]);
    }
    expect(takes({ azureScopes: [`subscriptions/${guid.toUpperCase()}`] })).toBe(true);
  });

  it.each(['abcdef', `a${'b'.repeat(61)}c`, 'a--9-9'])('takes the project %s, by itself and in front of its table', (project) => {
    expect(takes({ bigQuery: { ...bigQuery, jobProject: project, table: `${project}.d.t` } })).toBe(true);
  });

  it.each(['abcde', `a${'b'.repeat(62)}c`, '9bcdef', 'abcde-', 'Abcdef', 'a_cdef', 'xAbcdef', 'abcdef/', ' abcdef'])(
    'refuses the project %j, by itself and in front of its table',
    (project) => {
      expect(takes({ bigQuery: { ...bigQuery, jobProject: project } })).toBe(false);
      expect(takes({ bigQuery: { ...bigQuery, table: `${project}.d.t` } })).toBe(false);
    },
  );

  it('takes of a table three names and nothing that ends the quotes around it', () => {
    for (const table of [`abcdef.${'d'.repeat(1024)}.${'t'.repeat(1024)}`, 'abcdef.D_9.T_9']) expect(takes({ bigQuery: { ...bigQuery, table } })).toBe(true);
    const wrong = [
      'abcdef.d',
      'abcdef.d.t.x',
      'abcdef..t',
      'abcdef.d.',
      `abcdef.${'d'.repeat(1025)}.t`,
      `abcdef.d.${'t'.repeat(1025)}`,
      'abcdef.d.t`',
      'abcdef.d-x.t',
      'abcdef.d.t-x',
      'abcdef.d.t*',
      'abcdefxdxt',
    ];
    for (const table of wrong) expect([table, takes({ bigQuery: { ...bigQuery, table } })]).toEqual([table, false]);
  });

  it('takes of a place its name, of a limit a whole number of bytes that is not nothing', () => {
    for (const location of ['EU', 'europe-west1', 'x'.repeat(40)]) expect(takes({ bigQuery: { ...bigQuery, location } })).toBe(true);
    for (const location of ['', 'E', 'x'.repeat(41), 'e u', 'EU/', '/EU'])
      expect([location, takes({ bigQuery: { ...bigQuery, location } })]).toEqual([location, false]);
    for (const maximumBytesBilled of ['1', '9'.repeat(15)]) expect(takes({ bigQuery: { ...bigQuery, maximumBytesBilled } })).toBe(true);
    for (const maximumBytesBilled of ['', '0', '01', '9'.repeat(16), '1.5', '1e3', '-1', '+1', 1000]) {
      expect([maximumBytesBilled, takes({ bigQuery: { ...bigQuery, maximumBytesBilled } })]).toEqual([maximumBytesBilled, false]);
    }
  });
});
