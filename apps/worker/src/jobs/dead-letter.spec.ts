import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jobKindSchema, VitrineError, type JobReference } from '@vitrine/contracts';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { expireLease, insertAudit, insertJob } from '../testing/audit-rows.js';
import { claimJob } from './claim-job.js';
import { runJob, type JobHandlers } from './run-job.js';

describe('a dead letter', () => {
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
  const envelope = `select id, kind, audit_id, connection_id, reader, scope, queue, page_no, page_token, waits_for, detail, trace_id, created_at from vitrine.job where id = $1`;
  const row = async (jobId: string, sql = envelope): Promise<unknown> => (await root().query<Record<string, unknown>>(sql, [jobId])).rows[0];
  const verdict = 'select state, error_code, cause, attempt, lost_holders, ended_at is not null as ended from vitrine.job where id = $1';

  async function freshJob(organization: SeededOrganization) {
    for (const table of ['audit', 'job'])
      await root().query(`update vitrine.${table} set state = 'cancelled' where organization_id = $1 and state in ('queued', 'running')`, [
        organization.organizationId,
      ]);
    await root().query(`update vitrine.connection set state = 'valid', credential_version = 1 where organization_id = $1`, [organization.organizationId]);
    const audit = await insertAudit(root(), organization, { jobsOpen: 2 });
    const jobId = await insertJob(root(), audit);
    await root().query(`update vitrine.job set page_no = 3, page_token = 'where-it-stopped', detail = '{"pass": "all"}' where id = $1`, [jobId]);
    return { organizationId: audit.organizationId, jobId };
  }
  /** The runner that throws this at every attempt, due again at once. */
  async function attempt(reference: JobReference, error: Error, times: number): Promise<string[]> {
    const throwing: JobHandlers['cursor'] = () => Promise.reject(error);
    // fromEntries forgets which keys it was given: every kind.
    const handlers = Object.fromEntries(jobKindSchema.options.map((kind) => [kind, throwing])) as JobHandlers;
    const outcomes: string[] = [];
    for (let n = 0; n < times; n += 1) {
      await root().query('update vitrine.job set not_before = null where id = $1', [reference.jobId]);
      outcomes.push(await runJob({ pool: worker(), handlers }, reference));
    }
    return outcomes;
  }

  it('keeps the job to the last byte, with the code that its last attempt failed of, after as many attempts as there are (CS-T15, CS-20)', async () => {
    const reference = await freshJob(acme);
    const beside = await freshJob(umbra);
    const before = await row(reference.jobId);
    const first = new VitrineError({ code: 'cloud-timeout', status: 503, publicMessage: 'p', retryable: true });
    const last = new VitrineError({ code: 'cloud-unavailable', status: 503, publicMessage: 'p', retryable: true });
    expect([...(await attempt(reference, first, 2)), ...(await attempt(reference, last, 1))]).toEqual(['retried', 'retried', 'buried']);
    expect(await row(reference.jobId)).toEqual(before);
    expect(await row(reference.jobId, verdict)).toEqual({
      state: 'failed',
      error_code: 'dead-letter',
      cause: 'cloud-unavailable',
      attempt: 3,
      lost_holders: 0,
      ended: true,
    });
    expect(await row(beside.jobId, verdict)).toMatchObject({ state: 'queued', cause: null });
    expect(await claimJob(worker(), reference)).toEqual({ outcome: 'not-due' });
  });

  it('never keeps a message: what a dependency says may hold what it was given', async () => {
    const reference = await freshJob(acme);
    await attempt(reference, new RangeError('canary-of-a-message'), 3);
    expect(await row(reference.jobId, verdict)).toMatchObject({ error_code: 'dead-letter', cause: 'RangeError' });
    expect(JSON.stringify(await row(reference.jobId, 'select * from vitrine.job where id = $1'))).not.toContain('canary-of-a-message');
  });

  it('says so where no attempt failed and the workers that held it died', async () => {
    const reference = await freshJob(acme);
    const outcomes: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      outcomes.push((await claimJob(worker(), reference)).outcome);
      await expireLease(root(), reference.jobId);
    }
    expect(outcomes).toEqual(['claimed', 'claimed', 'claimed', 'buried']);
    expect(await row(reference.jobId, verdict)).toMatchObject({ error_code: 'dead-letter', cause: 'holders-lost', lost_holders: 3 });
  });
});
