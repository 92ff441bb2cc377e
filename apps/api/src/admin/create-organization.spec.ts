import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, startTestIssuer, type TestDatabase, type TestIssuer } from '@vitrine/testing';
import { startApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.js';
import { createOrganization } from './create-organization.js';

let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;

beforeAll(async () => {
  [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  api = await startApiUnderTest({ databaseUrl: database.url('vitrine_api'), issuer: issuer.issuer });
});
afterAll(async () => {
  await api.stop();
  await issuer.stop();
  await database.drop();
});

describe("the operator's first organization", () => {
  it('is owned by the named subject, who signs in at once; the API role is enough to make it', async () => {
    const wish = (value: string): Parameters<typeof createOrganization>[1] => ({
      name: value,
      issuer: issuer.issuer,
      claim: 'org_id',
      value,
      owner: `owner-of-${value}`,
    });
    const [acme, umbra] = [
      await createOrganization(database.poolFor('vitrine_api'), wish('acme')),
      await createOrganization(database.poolFor('vitrine_api'), wish('umbra')),
    ];
    for (const [value, organizationId] of [
      ['acme', acme],
      ['umbra', umbra],
    ] as const) {
      const token = await issuer.mint({ subject: `owner-of-${value}`, claims: { org_id: value } });
      const members = await api.send('GET', '/v1/members', { token });
      expect([members.status, members.body['items']]).toEqual([200, [expect.objectContaining({ subject: `owner-of-${value}`, role: 'owner' })]]);
      expect((await api.send('GET', '/v1/organization', { token })).body['id']).toBe(organizationId);
    }
    await expect(createOrganization(database.poolFor('vitrine_api'), wish('acme'))).rejects.toMatchObject({ code: 'claim-taken' });
  });
});
