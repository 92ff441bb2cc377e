import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jobKindSchema } from '@vitrine/contracts';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { expireLease, insertAudit, insertJob, jobRow } from '../testing/audit-rows.js';
import { claimJob } from './claim-job.js';
import { commitPage } from './commit-page.js';
import { JobRoom } from './job-room.js';
import type { Lease } from './lease.js';
import { emptyPage } from './page-record.js';
import { retryJobLater } from './release-job.js';
import { runJob, type JobHandlers } from './run-job.js';

describe('a job that is suspected of killing its holder', () => {
  let database: TestDatabase;
  let organization: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    // What another organization waits for has no part in it: suspicion is a row's own.
    ({ acme: organization } = await seedTwoOrganizations(database));
  });
  afterAll(async () => database.drop());
  const root = () => database.poolFor('postgres');
  const worker = () => database.poolFor('vitrine_worker');
  // fromEntries forgets which keys it was given: every kind.
  const handlers = (run: JobHandlers['cursor']): JobHandlers => Object.fromEntries(jobKindSchema.options.map((kind) => [kind, run])) as JobHandlers;

  /** One active audit per connection: each test ends the one before. */
  async function freshAudit(jobsOpen = 1) {
    for (const table of ['audit', 'job'])
      await root().query(`update vitrine.${table} set state = 'cancelled' where organization_id = $1 and state in ('queued', 'running')`, [
        organization.organizationId,
      ]);
    await root().query(`update vitrine.connection set state = 'valid', credential_version = 1 where organization_id = $1`, [organization.organizationId]);
    return await insertAudit(root(), organization, { jobsOpen });
  }
  async function claimed() {
    const audit = await freshAudit();
    const jobId = await insertJob(root(), audit);
    const claim = await claimJob(worker(), { organizationId: audit.organizationId, jobId });
    if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
    return { audit, jobId, job: claim.job };
  }

  it('hands out a job that lost two holders only to a process where it is alone, since a third may be no fault of its own (fault 9)', async () => {
    const { audit, jobId } = await claimed();
    const reference = { organizationId: audit.organizationId, jobId };
    await expireLease(root(), jobId);
    expect((await claimJob(worker(), reference, 10, 'beside-others')).outcome).toBe('claimed');
    await expireLease(root(), jobId);
    expect((await claimJob(worker(), reference, 10, 'beside-others')).outcome).toBe('suspect');
    expect(await jobRow(root(), jobId)).toMatchObject({ state: 'running', fence: '2', lost_holders: 1 });
    expect((await claimJob(worker(), reference, 10, 'alone')).outcome).toBe('claimed');
  });

  it('keeps a suspected job apart also when it was given back meanwhile, and counts what failed by itself apart from what was lost', async () => {
    const { audit, jobId } = await claimed();
    const reference = { organizationId: audit.organizationId, jobId };
    for (let lost = 0; lost < 2; lost += 1) {
      await expireLease(root(), jobId);
      const claim = await claimJob(worker(), reference);
      if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
      if (lost === 1) await retryJobLater(worker(), claim.job, 0, 'cloud-unavailable');
    }
    expect(await jobRow(root(), jobId)).toMatchObject({ state: 'queued', attempt: 1, lost_holders: 2 });
    expect((await claimJob(worker(), reference, 10, 'beside-others')).outcome).toBe('suspect');
    expect(await claimJob(worker(), reference)).toMatchObject({ outcome: 'claimed', job: { attempt: 2, lostHolders: 2 } });
  });

  it('runs a suspected job when nobody else is at work here, and sends whoever is at work for long back to the queue with its attempt', async () => {
    const audit = await freshAudit(2);
    const [suspect, other] = [await insertJob(root(), audit), await insertJob(root(), audit)];
    await root().query(`update vitrine.job set lost_holders = 2 where id = $1`, [suspect]);
    const running = new Set<string>();
    const beside: string[][] = [];
    let begun = (): void => undefined;
    const otherRuns = new Promise<void>((resolve) => (begun = resolve));
    const runner = {
      pool: worker(),
      live: new Set<Lease>(),
      room: new JobRoom(1),
      handlers: handlers(async (job, lease) => {
        running.add(job.id);
        beside.push([...running]);
        try {
          if (job.id === suspect) return await commitPage(worker(), job, { next: 'end', page: emptyPage }).then(() => undefined);
          begun();
          return await new Promise((_, reject) => lease.signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true }));
        } finally {
          running.delete(job.id);
        }
      }),
    };
    const { organizationId } = audit;
    const long = runJob(runner, { organizationId, jobId: other });
    await otherRuns;
    expect(await runJob(runner, { organizationId, jobId: suspect })).toBe('done');
    expect(await long).toBe('make-room');
    expect(beside).toEqual([[other], [suspect]]);
    expect(await jobRow(root(), other)).toMatchObject({ state: 'queued', attempt: 0, lost_holders: 0 });
  });
});
