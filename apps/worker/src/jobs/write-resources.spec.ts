import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withOrganization } from '@vitrine/tenancy';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { packResources, writeResources, type ResourceRow } from './write-resources.js';

describe('the resources of a page', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
  });
  afterAll(async () => database.drop());

  const row = (connectionId: string, n: number): ResourceRow => ({
    connectionId,
    canonicalId: `arn:${String(n)}`,
    reader: 'r',
    scope: 's',
    resourceType: 'T',
    accountId: 'a',
    region: null,
    resourceId: String(n),
    name: null,
    fields: '{}',
    contentHash: '1',
  });
  const write = async (rows: readonly ResourceRow[]): Promise<void> =>
    await withOrganization(
      database.poolFor('vitrine_worker'),
      acme.organizationId,
      async (transaction) => await writeResources(transaction, packResources(rows)),
    );
  const stored = async (): Promise<unknown> => (await database.poolFor('postgres').query(`select count(*)::int as n from vitrine.resource`)).rows[0];

  it('are stored whole, also where they take several statements', async () => {
    await write(Array.from({ length: 600 }, (_, n) => row(acme.connections.aws, n)));
    expect(await stored()).toEqual({ n: 600 });
  });

  it('travel in the order of their ids, each once and as it was told last: two that write the same ones lock them in one order', () => {
    const packed = packResources([
      ...Array.from({ length: 300 }, (_, n) => row(acme.connections.aws, 999 - n)),
      { ...row(acme.connections.aws, 700), name: 'later' },
    ]);
    const ids = packed.map(({ parameters }) => [...String(parameters[1]).matchAll(/arn:(\d+)/g)].map(([, n]) => Number(n)));
    expect(ids).toEqual([Array.from({ length: 250 }, (_, n) => 700 + n), Array.from({ length: 50 }, (_, n) => 950 + n)]);
    expect(packed[0]?.parameters.filter((each) => String(each).includes('later'))).toHaveLength(1);
  });

  it('belong to a connection of their own organization; one that is missing or a neighbour’s ends the page, and nothing of it stays', async () => {
    for (const connectionId of [umbra.connections.aws, '0190b3a4-0000-7000-8000-0000000000ff']) {
      const rows = [row(acme.connections.aws, 1_000), row(connectionId, 1_001)];
      await expect(write(rows)).rejects.toMatchObject({ code: '23503' });
    }
    expect(await stored()).toEqual({ n: 600 });
  });

  it('would belong to nobody without the question that is asked once per statement', async () => {
    const root = database.poolFor('postgres');
    await root.query('alter table vitrine.resource disable trigger resource_connection_exists');
    try {
      await write([row(umbra.connections.aws, 2_000)]);
      expect(await stored()).toEqual({ n: 601 });
    } finally {
      await root.query('alter table vitrine.resource enable trigger resource_connection_exists');
    }
  });
});
