import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jobKindSchema } from '@vitrine/contracts';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { auditRow, expireLease, insertAudit, insertJob, jobRow } from '../testing/audit-rows.js';
import { claimJob } from './claim-job.js';
import { commitPage } from './commit-page.js';
import { endJob } from './end-job.js';
import { JobInterrupted } from './job-interrupted.js';
import { beat, keepLease } from './lease.js';
import { emptyPage } from './page-record.js';
import { releaseJob } from './release-job.js';
import { runJob, type JobHandlers } from './run-job.js';

describe('claiming, leasing and ending a job', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
  });
  afterAll(async () => database.drop());
  const root = () => database.poolFor('postgres');
  const worker = () => database.poolFor('vitrine_worker');

  /** One active audit per connection: each test ends the one before. */
  async function freshAudit(organization: SeededOrganization = acme, jobsOpen = 1) {
    await root().query(`update vitrine.audit set state = 'cancelled' where organization_id = $1 and state in ('queued', 'running')`, [
      organization.organizationId,
    ]);
    await root().query(`update vitrine.job set state = 'cancelled' where organization_id = $1 and state in ('queued', 'running')`, [
      organization.organizationId,
    ]);
    await root().query(`update vitrine.connection set state = 'valid', credential_version = 1 where organization_id = $1`, [organization.organizationId]);
    return await insertAudit(root(), organization, { jobsOpen });
  }
  async function claimed(organization: SeededOrganization = acme) {
    const audit = await freshAudit(organization);
    const jobId = await insertJob(root(), audit);
    const claim = await claimJob(worker(), { organizationId: audit.organizationId, jobId });
    if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
    return { audit, jobId, job: claim.job };
  }

  it('lets exactly one of a hundred deliveries of one job claim it (fault 8)', async () => {
    const audit = await freshAudit();
    const jobId = await insertJob(root(), audit);
    const claims = await Promise.all(Array.from({ length: 100 }, () => claimJob(worker(), { organizationId: audit.organizationId, jobId })));
    expect(claims.filter((claim) => claim.outcome === 'claimed')).toHaveLength(1);
    expect(await jobRow(root(), jobId)).toMatchObject({ state: 'running', fence: '1', attempt: 1 });
  });

  it('finds no row for a forged pair of ids: another organization with a real job id (CF-17)', async () => {
    const { audit } = await claimed(umbra);
    const jobId = await insertJob(root(), audit);
    const forged = await claimJob(worker(), { organizationId: (await freshAudit(acme)).organizationId, jobId });
    expect(forged.outcome).toBe('not-due');
    expect(await jobRow(root(), jobId)).toMatchObject({ state: 'queued', fence: '0' });
  });

  it('does not begin before all that it waits for has ended, well or badly', async () => {
    const audit = await freshAudit();
    const first = await insertJob(root(), audit);
    const second = await insertJob(root(), audit, { waitsFor: [first] });
    const reference = { organizationId: audit.organizationId, jobId: second };
    expect((await claimJob(worker(), reference)).outcome).toBe('not-due');
    await root().query(`update vitrine.job set state = 'failed' where id = $1`, [first]);
    expect((await claimJob(worker(), reference)).outcome).toBe('claimed');
  });

  it('takes over an expired lease under a higher fence, and the zombie can commit nothing after it', async () => {
    const { audit, jobId, job } = await claimed();
    await expireLease(root(), jobId);
    const again = await claimJob(worker(), { organizationId: audit.organizationId, jobId });
    expect(again).toMatchObject({ outcome: 'claimed', job: { fence: '2' } });
    const zombie = commitPage(worker(), job, { next: 'end', page: { ...emptyPage, items: 7 } });
    await expect(zombie).rejects.toMatchObject({ interruption: 'fenced' });
    await expect(endJob(worker(), job, { state: 'done', errorCode: null })).rejects.toBeInstanceOf(JobInterrupted);
    const { rows } = await root().query(`select 1 from vitrine.audit_page where job_id = $1`, [jobId]);
    expect(rows).toHaveLength(0);
    expect(await jobRow(root(), jobId)).toMatchObject({ state: 'running', fence: '2', page_no: 0 });
  });

  it('commits a page once: the same page again rolls back whole', async () => {
    const { job, jobId, audit } = await claimed();
    await commitPage(worker(), job, { next: { token: 't1' }, page: { ...emptyPage, items: 3 } });
    await expect(commitPage(worker(), job, { next: { token: 't1' }, page: { ...emptyPage, items: 3 } })).rejects.toMatchObject({ interruption: 'fenced' });
    expect(await jobRow(root(), jobId)).toMatchObject({ page_no: 1, page_token: 't1', attempt: 0 });
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ event_seq: 1, jobs_open: 1, state: 'running' });
  });

  it('drops the page in hand when a cancel was asked, and keeps those committed before', async () => {
    const { job, audit, jobId } = await claimed();
    const { job: next } = await commitPage(worker(), job, { next: { token: 't1' }, page: emptyPage });
    await root().query(`update vitrine.audit set cancel_requested_at = now() where id = $1`, [audit.auditId]);
    await expect(commitPage(worker(), next, { next: 'end', page: emptyPage })).rejects.toMatchObject({ interruption: 'cancelled' });
    expect(await jobRow(root(), jobId)).toMatchObject({ page_no: 1 });
  });

  it('plans finalize when the last open job ends, once', async () => {
    const { job, audit } = await claimed();
    await commitPage(worker(), job, { next: 'end', page: emptyPage });
    const { rows } = await root().query(`select kind, queue, state from vitrine.job where audit_id = $1 and kind = 'finalize'`, [audit.auditId]);
    expect(rows).toEqual([{ kind: 'finalize', queue: 'system', state: 'queued' }]);
  });

  it('buries a job that three holders died of without a page, kept verbatim, and the audit goes on without it', async () => {
    const audit = await freshAudit();
    const jobId = await insertJob(root(), audit);
    const reference = { organizationId: audit.organizationId, jobId };
    for (let holder = 0; holder < 3; holder += 1) {
      expect(await claimJob(worker(), reference)).toMatchObject({ outcome: 'claimed', job: { attempt: 1, lostHolders: holder } });
      await expireLease(root(), jobId);
    }
    expect((await claimJob(worker(), reference)).outcome).toBe('buried');
    expect(await jobRow(root(), jobId)).toMatchObject({ state: 'failed', error_code: 'dead-letter', attempt: 1, lost_holders: 3, page_no: 0 });
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ jobs_open: 0 });
    const { rows } = await root().query(`select ref->>'errorCode' as code from vitrine.audit_event where audit_id = $1 and kind = 'job-ended'`, [
      audit.auditId,
    ]);
    expect(rows).toEqual([{ code: 'dead-letter' }]);
  });

  it('counts from the last committed page, so a long cursor survives many deaths, and a page clears a suspected job at the next heartbeat', async () => {
    const { audit, jobId, job } = await claimed();
    let held = job;
    for (let page = 0; page < 5; page += 1) {
      await commitPage(worker(), held, { next: { token: `t${String(page)}` }, page: emptyPage });
      expect(await beat(worker(), held, 10)).toBe(page === 0 ? 'held' : 'cleared');
      await expireLease(root(), jobId);
      const claim = await claimJob(worker(), { organizationId: audit.organizationId, jobId });
      if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
      expect(claim.job).toMatchObject({ attempt: 1, lostHolders: 1, pageNo: page + 1, pageToken: `t${String(page)}` });
      held = claim.job;
    }
  });

  it('gives the attempt back on a drain or a long 429', async () => {
    const { job, jobId, audit } = await claimed();
    await releaseJob(worker(), job, 60_000);
    expect(await jobRow(root(), jobId)).toMatchObject({ state: 'queued', attempt: 0, lease_until: null, offered_at: null });
    expect((await claimJob(worker(), { organizationId: audit.organizationId, jobId })).outcome).toBe('not-due');
  });

  it('goes on when its credential was re-sealed, and stops when one was submitted after that: only the first is the same credential', async () => {
    const { job, audit } = await claimed();
    const move = (version: number, from: number | null, to: number | null) =>
      root().query(`update vitrine.connection set credential_version = $2, resealed_from = $3, resealed_to = $4 where organization_id = $1`, [
        audit.organizationId,
        version,
        from,
        to,
      ]);
    await move(2, 1, 2);
    expect(await beat(worker(), job, 10)).toBe('held');
    await move(3, 1, 3);
    expect(await beat(worker(), job, 10)).toBe('held');
    // A submission moves past what was re-sealed, and leaves those two columns as they are.
    await move(4, 1, 3);
    expect(await beat(worker(), job, 10)).toBe('credential-replaced');
    // Re-sealed in its turn: this job was checked with the credential before it.
    await move(5, 4, 5);
    expect(await beat(worker(), job, 10)).toBe('credential-replaced');
    await move(1, null, null);
  });

  it('hears at the next heartbeat of a cancel, a revocation and a replaced credential', async () => {
    const { job, audit } = await claimed();
    expect(await beat(worker(), job, 10)).toBe('held');
    await root().query(`update vitrine.connection set credential_version = 2 where organization_id = $1`, [audit.organizationId]);
    expect(await beat(worker(), job, 10)).toBe('credential-replaced');
    await root().query(`update vitrine.audit set cancel_requested_at = now() where id = $1`, [audit.auditId]);
    expect(await beat(worker(), job, 10)).toBe('cancelled');
    await root().query(`update vitrine.connection set state = 'revoked' where organization_id = $1`, [audit.organizationId]);
    expect(await beat(worker(), job, 10)).toBe('revoked');
  });

  it('aborts the work at the heartbeat after a revocation, by event and not by luck', async () => {
    const { job, audit } = await claimed();
    const lease = keepLease(worker(), job);
    const aborted = new Promise<unknown>((resolve) => {
      lease.signal.addEventListener('abort', () => {
        resolve(lease.signal.reason);
      });
    });
    await root().query(`update vitrine.connection set state = 'revoked' where organization_id = $1`, [audit.organizationId]);
    expect(await aborted).toMatchObject({ interruption: 'revoked' });
    await lease.stop();
  });

  describe('running a delivery', () => {
    // fromEntries forgets which keys it was given: every kind.
    const handlers = (run: JobHandlers['cursor']): JobHandlers => Object.fromEntries(jobKindSchema.options.map((kind) => [kind, run])) as JobHandlers;

    it('refuses a delivery that carries anything beside two ids (promise 4)', async () => {
      const { audit, jobId } = await claimed();
      const extra = { organizationId: audit.organizationId, jobId, credential: 'canary' };
      await expect(runJob({ pool: worker(), handlers: handlers(() => Promise.resolve()) }, extra)).rejects.toThrow();
    });

    it('executes once for a hundred deliveries', async () => {
      const audit = await freshAudit();
      const jobId = await insertJob(root(), audit);
      let executions = 0;
      const runner = {
        pool: worker(),
        handlers: handlers(async (job) => {
          executions += 1;
          await commitPage(worker(), job, { next: 'end', page: emptyPage });
        }),
      };
      const outcomes = await Promise.all(Array.from({ length: 100 }, () => runJob(runner, { organizationId: audit.organizationId, jobId })));
      expect(executions).toBe(1);
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    });

    it('dead-letters a job that throws three times, and a final error at once', async () => {
      const audit = await freshAudit(acme, 2);
      const jobId = await insertJob(root(), audit);
      const poison = { pool: worker(), handlers: handlers(() => Promise.reject(new TypeError('poison'))) };
      const outcomes = [];
      for (let delivery = 0; delivery < 3; delivery += 1) {
        outcomes.push(await runJob(poison, { organizationId: audit.organizationId, jobId }));
        await root().query(`update vitrine.job set not_before = null where id = $1`, [jobId]);
      }
      expect(outcomes).toEqual(['retried', 'retried', 'buried']);
      expect(await jobRow(root(), jobId)).toMatchObject({ state: 'failed', error_code: 'dead-letter' });
    });

    it('ends the whole audit’s queued work when one job sees the cancel, and resolves nothing', async () => {
      const audit = await freshAudit(acme, 3);
      const ids = [await insertJob(root(), audit), await insertJob(root(), audit), await insertJob(root(), audit)];
      await root().query(`update vitrine.audit set cancel_requested_at = now() where id = $1`, [audit.auditId]);
      const [first] = ids;
      expect(
        await runJob(
          { pool: worker(), handlers: handlers(() => Promise.reject(new Error('must not run'))) },
          { organizationId: audit.organizationId, jobId: first },
        ),
      ).toBe('cancelled');
      for (const id of ids) expect(await jobRow(root(), id)).toMatchObject({ state: 'cancelled' });
      const { rows } = await root().query(`select kind from vitrine.job where audit_id = $1 and state = 'queued'`, [audit.auditId]);
      expect(rows).toEqual([{ kind: 'finalize' }]);
    });

    it('requeues without burning an attempt when this process drains', async () => {
      const audit = await freshAudit();
      const jobId = await insertJob(root(), audit);
      const runner = {
        pool: worker(),
        handlers: handlers((_job, lease) => {
          lease.interrupt('drain');
          return Promise.reject(new Error('whatever the aborted call threw'));
        }),
      };
      expect(await runJob(runner, { organizationId: audit.organizationId, jobId })).toBe('drain');
      expect(await jobRow(root(), jobId)).toMatchObject({ state: 'queued', attempt: 0 });
    });
  });
});
