import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import { freshKey, type Received } from '../testing/api-under-test.js';

let house: ApiHouse;
let acme: SeededOrganization;
let umbra: SeededOrganization;

beforeAll(async () => {
  house = await openApiHouse();
  ({ acme, umbra } = house);
}, 60_000);
afterAll(async () => await house.stop());

const s3 = { source: 'data-exports', bucket: 'company-bills', region: 'eu-west-1', prefix: 'bills/acme', exportName: 'focus' } as const;
const blob = { source: 'cost-management-exports', storageAccount: 'companybills', container: 'bills', directory: '', exportName: 'daily' } as const;

const make = async (kind: string, bill: object | null, organization = acme): Promise<Received> =>
  await house.as(organization, 'admin', 'POST', '/v1/connections', { body: { name: `billed ${freshKey()}`, kind, bill } });
/** Daily syncs that are planned for a connection, and in how many minutes. */
const planned = async (connection: Received): Promise<number[]> => {
  const { rows } = await house.database
    .poolFor('postgres')
    .query<{ minutes: string }>(
      `select extract(epoch from not_before - now()) / 60 as minutes from vitrine.job where connection_id = $1 and kind = 'schedule' and state = 'queued' and detail ? 'ledgerSync'`,
      [connection.body['id']],
    );
  return rows.map(({ minutes }) => Number(minutes));
};
const grants = async (connection: Received, organization = acme): Promise<string> =>
  JSON.stringify((await house.as(organization, 'admin', 'GET', `/v1/connections/${String(connection.body['id'])}/policy`)).body);

describe('a connection that names where its bill is', () => {
  it('is synced daily from then on, and once a day however often it is named', async () => {
    const connection = await make('aws.role', s3);
    expect([connection.status, connection.body['bill']]).toEqual([201, s3]);
    const [minutes, ...more] = await planned(connection);
    expect([minutes !== undefined && minutes > 19 && minutes <= 40, more]).toEqual([true, []]);
    const path = `/v1/connections/${String(connection.body['id'])}`;
    const changed = await house.as(acme, 'admin', 'PATCH', path, {
      body: { bill: { ...s3, exportName: 'other' } },
      headers: { 'if-match': connection.headers.get('etag') ?? '' },
    });
    expect(changed.status).toBe(200);
    expect(await planned(connection)).toHaveLength(1);
  });

  it('has no daily sync without a bill, nor with a borrowed login, which was lent for one audit', async () => {
    expect([await planned(await make('aws.role', null)), await planned(await make('aws.session', s3))]).toEqual([[], []]);
  });

  it('is asked to grant that folder, and a connection without an export no file at all (CF-14)', async () => {
    const [with3, without] = [await grants(await make('aws.role', s3)), await grants(await make('aws.role', null))];
    expect(with3).toContain('arn:aws:s3:::company-bills/bills/acme/focus/*');
    expect(without).not.toMatch(/"permission":"s3:GetObject","why":"Manifests|VitrineExport/);
    expect(await grants(await make('azure.secret', blob))).toContain('blobServices/default/containers/bills');
    const other = await grants(await make('aws.role', { ...s3, prefix: 'bills/umbra' }, umbra), umbra);
    expect(other).not.toContain('bills/acme');
  });

  it.each([
    ['a climbing prefix', { ...s3, prefix: 'bills/../payroll' }],
    ['an empty segment', { ...s3, prefix: 'bills//acme' }],
    ['a wildcard', { ...s3, prefix: 'bills/*' }],
    ['a region that is a host', { ...s3, region: 'eu-west-1.evil.example' }],
    ['a bucket that is a path', { ...s3, bucket: 'bills/acme' }],
    ['an account that is a host', { ...blob, storageAccount: 'x.evil' }],
    ['an export name that climbs', { ...s3, exportName: '..' }],
  ])('422: %s', async (_what, bill) => {
    expect((await make(bill.source === 'data-exports' ? 'aws.role' : 'azure.secret', bill)).status).toBe(422);
  });
});
