import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { withOrganization } from '@vitrine/tenancy';
import { insertAudit, insertJob, jobRow } from '../testing/audit-rows.js';
import { cancelAudit } from './cancel-audit.js';

describe('cancelling an audit', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
  });
  afterAll(async () => database.drop());

  it('does not wait for a job that somebody holds: that one waits for the audit, and one of the two would be thrown out (fault 14)', async () => {
    const root = database.poolFor('postgres');
    const audit = await insertAudit(root, acme, { jobsOpen: 2 });
    const [held, free] = [await insertJob(root, audit), await insertJob(root, audit)];
    const neighbour = await insertJob(root, await insertAudit(root, umbra, { jobsOpen: 1 }));
    const holder = await root.connect();
    try {
      await holder.query('begin');
      await holder.query('select 1 from vitrine.job where id = $1 for update', [held]);
      await withOrganization(database.poolFor('vitrine_worker'), audit.organizationId, async (transaction) => {
        await cancelAudit(transaction, audit.auditId, null);
      });
      expect([await jobRow(root, free), await jobRow(root, neighbour)]).toMatchObject([{ state: 'cancelled' }, { state: 'queued' }]);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    expect(await jobRow(root, held)).toMatchObject({ state: 'queued' });
  });
});
