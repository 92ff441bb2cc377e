import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jobIdSchema, newId, type AuditId } from '@vitrine/contracts';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { withOrganization } from '@vitrine/tenancy';
import { auditRow, insertAudit, insertJob } from '../testing/audit-rows.js';
import { advanceAndCommit } from './advance-audit.js';
import { claimJob } from './claim-job.js';
import { commitPage, type PageCommit } from './commit-page.js';
import type { NewJob } from './insert-jobs.js';
import { emptyPage } from './page-record.js';

describe('the last step of a page', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme } = await seedTwoOrganizations(database));
  });
  afterAll(async () => database.drop());
  const root = () => database.poolFor('postgres');
  const worker = () => database.poolFor('vitrine_worker');

  /** What a page does, and what the relay hears of it. */
  async function heard(commit: (auditId: AuditId) => Partial<PageCommit>): Promise<{ heard: string[]; auditId: AuditId }> {
    await root().query(`update vitrine.audit set state = 'cancelled'`);
    const audit = await insertAudit(root(), acme);
    const jobId = await insertJob(root(), audit);
    const claim = await claimJob(worker(), { organizationId: acme.organizationId, jobId });
    if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
    const listener = await database.poolFor('vitrine_relay').connect();
    const told: string[] = [];
    listener.on('notification', ({ channel }) => told.push(channel));
    await listener.query('listen vitrine_job');
    try {
      await commitPage(worker(), claim.job, { next: { token: 't1' }, page: emptyPage, ...commit(audit.auditId) });
      // A notification comes with the next answer at the latest.
      await listener.query('select 1');
    } finally {
      listener.release(true);
    }
    return { heard: told, auditId: audit.auditId };
  }
  const child = (auditId: AuditId): NewJob => ({
    id: jobIdSchema.parse(newId(jobIdSchema)),
    kind: 'cursor',
    auditId,
    connectionId: acme.connections.aws,
    reader: 'r',
    scope: 's',
    queue: 'aws',
    waitsFor: [],
    detail: {},
    traceId: null,
  });

  it('wakes the relay when a job ends by making exactly one: as many are open as before, and yet there is work to offer', async () => {
    const { heard: told, auditId } = await heard((id) => ({ next: 'end', children: [child(id)] }));
    expect(told).toEqual(['vitrine_job']);
    expect(await auditRow(root(), auditId)).toMatchObject({ jobs_open: 1 });
  });

  it('lets the relay sleep through pages after which the same jobs are open', async () => {
    const { heard: told, auditId } = await heard(() => ({}));
    expect(told).toEqual([]);
    expect(await auditRow(root(), auditId)).toMatchObject({ jobs_open: 1, event_seq: 1, state: 'running' });
  });

  it('plans one end of an audit, however many find at once that no job is left: none of them sees what the others are about to commit', async () => {
    await root().query(`update vitrine.audit set state = 'cancelled'`);
    const { auditId } = await insertAudit(root(), acme);
    const last = { auditId, connectionId: acme.connections.aws, opened: 0, ended: 1, events: [] };
    await Promise.all(Array.from({ length: 8 }, () => withOrganization(worker(), acme.organizationId, (transaction) => advanceAndCommit(transaction, last))));
    const { rows } = await root().query(`select count(*)::int as ends from vitrine.job where audit_id = $1 and kind = 'finalize'`, [auditId]);
    expect(rows).toEqual([{ ends: 1 }]);
  });

  it('locks the audit for one statement: pages of one audit number their events without a gap, however many commit at once', async () => {
    await root().query(`update vitrine.audit set state = 'cancelled'`);
    const audit = await insertAudit(root(), acme);
    const jobs = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const jobId = await insertJob(root(), audit);
        const claim = await claimJob(worker(), { organizationId: acme.organizationId, jobId });
        if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
        return claim.job;
      }),
    );
    const pages = async (job: (typeof jobs)[number]): Promise<void> => {
      let at = job;
      for (let page = 1; page <= 5; page++) at = (await commitPage(worker(), at, { next: { token: String(page) }, page: emptyPage })).job;
    };
    await Promise.all(jobs.map(pages));
    const { rows } = await root().query<{ seqs: string[] }>(`select array_agg(seq::text order by seq) as seqs from vitrine.audit_event where audit_id = $1`, [
      audit.auditId,
    ]);
    expect(rows[0]?.seqs).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 1)));
  });
});
