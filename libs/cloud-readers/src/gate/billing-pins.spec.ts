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

  const s3Export = { bucket: 'company-bills', region: 'eu-west-1', prefix: 'bills/acme/' };
  const blobExport = { storageAccount: 'companybills', container: 'bills', prefix: 'exports/daily/' };

  it('is a folder of a bucket, or of a container, with all three of its names and no other member', () => {
    for (const pins of [{ s3Export }, { blobExport }, { s3Export, blobExport }]) expect(billingPinsSchema.parse(pins)).toEqual(pins);
    for (const member of ['bucket', 'region', 'prefix'] as const) expect(takes({ s3Export: { ...s3Export, [member]: undefined } })).toBe(false);
    for (const member of ['storageAccount', 'container', 'prefix'] as const) expect(takes({ blobExport: { ...blobExport, [member]: undefined } })).toBe(false);
    expect(takes({ s3Export: { ...s3Export, endpoint: 'https://evil.example' } })).toBe(false);
    expect(takes({ blobExport: { ...blobExport, host: 'evil.example' } })).toBe(false);
  });

  // Attack: a bucket's name is part of the path that is signed, and of the ARN in the session's own policy: `*` or `a/*` would open more.
  it('takes of a bucket and of a container only what such a thing may be called', () => {
    for (const bucket of ['abc', 'a.b-c', '0x9', `a${'b'.repeat(61)}c`]) expect([bucket, takes({ s3Export: { ...s3Export, bucket } })]).toEqual([bucket, true]);
    for (const bucket of [
      'ab',
      `a${'b'.repeat(62)}c`,
      'Company',
      'companY',
      'com_pany',
      '.abc',
      'abc-',
      'abc/',
      '/abc',
      'ab*',
      '*abc',
      'abc/../x',
      ' abc',
      'abc\n',
    ])
      expect([bucket, takes({ s3Export: { ...s3Export, bucket } })]).toEqual([bucket, false]);
    for (const container of ['abc', 'a-c', '0x9', `a${'b'.repeat(61)}c`])
      expect([container, takes({ blobExport: { ...blobExport, container } })]).toEqual([container, true]);
    for (const container of ['ab', `a${'b'.repeat(62)}c`, '$root', 'Bills', 'billS', 'b.lls', '-abc', 'abc-', 'abc/', '/abc', 'a_bc', ' abc', 'abc\n'])
      expect([container, takes({ blobExport: { ...blobExport, container } })]).toEqual([container, false]);
  });

  it('takes of a region and of a storage account only a name that cannot end a host', () => {
    for (const region of ['', 'eu-west', 'EU-WEST-1', 'eu-west-1.evil.example', 'x/eu-west-1', 'eu-west-1/'])
      expect([region, takes({ s3Export: { ...s3Export, region } })]).toEqual([region, false]);
    for (const storageAccount of ['', 'ab', 'Company', 'company-bills', 'evil.example/', 'x'.repeat(25)])
      expect([storageAccount, takes({ blobExport: { ...blobExport, storageAccount } })]).toEqual([storageAccount, false]);
    for (const storageAccount of ['abc', 'x'.repeat(24), '0123']) expect(takes({ blobExport: { ...blobExport, storageAccount } })).toBe(true);
  });

  it('says of a folder what it must be, since `bills` would open `bills-of-others/` too', () => {
    for (const prefix of ['a/', 'a/b/', 'BILLING_PERIOD=2026-10/']) expect([prefix, takes({ s3Export: { ...s3Export, prefix } })]).toEqual([prefix, true]);
    for (const prefix of ['bills', '/', '/bills', '/bills/', 'a/../', 'a//', `${'a'.repeat(512)}/`]) {
      expect([prefix, takes({ s3Export: { ...s3Export, prefix } }), takes({ blobExport: { ...blobExport, prefix } })]).toEqual([prefix, false, false]);
    }
    const told = billingPinsSchema.safeParse({ s3Export: { ...s3Export, prefix: 'bills' } }).error?.issues;
    expect(told).toEqual([expect.objectContaining({ path: ['s3Export', 'prefix'], message: 'must name a folder, as a/b/' })]);
  });
});
