import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { seedTwoOrganizations } from './two-organizations.js';

describe('two seeded organizations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });

  it('have members, a token, a claim and a connection with a credential per cloud, under equal names', async () => {
    const { acme, umbra } = await seedTwoOrganizations(database);
    expect(acme.organizationId).not.toBe(umbra.organizationId);
    const { rows } = await database.poolFor('postgres').query(`
      select c.organization_id, array_agg(c.name order by c.cloud) as names, count(k.version)::int as credentials,
        (select count(*)::int from vitrine.member m where m.organization_id = c.organization_id) as members,
        (select count(*)::int from directory.api_token t where t.organization_id = c.organization_id) as tokens,
        (select count(*)::int from directory.organization_claim t where t.organization_id = c.organization_id) as claims
      from vitrine.connection c join vitrine.credential k using (organization_id) where k.connection_id = c.id group by c.organization_id`);
    const each = { names: ['aws production', 'azure production', 'gcp production'], credentials: 3, members: 4, tokens: 1, claims: 1 };
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(
      expect.arrayContaining([
        { organization_id: acme.organizationId, ...each },
        { organization_id: umbra.organizationId, ...each },
      ]),
    );
  });
});
