import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withOrganization } from '@vitrine/tenancy';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import type { Pool } from 'pg';
import { insertAudit, insertJob, jobRow } from '../testing/audit-rows.js';
import { attemptLimit } from './claim-job.js';
import type { AnyJob } from './claimed-job.js';
import { JobInterrupted } from './job-interrupted.js';
import { runJob, type JobHandlers, type JobOutcome } from './run-job.js';

describe('a job under which the database goes away (fault 6)', () => {
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

  /** Runs one job with the given work, over the given pool. */
  async function run(work: (job: AnyJob) => Promise<void>, pool: Pool = worker(), organization: SeededOrganization = acme) {
    await root().query(`update vitrine.audit set state = 'cancelled'`);
    const audit = await insertAudit(root(), organization);
    const jobId = await insertJob(root(), audit);
    const handlers: JobHandlers = { plan: work, cursor: work, metrics: work, validate: work, bill: work, finalize: work, deliver: work, schedule: work };
    const outcome: JobOutcome = await runJob({ pool, handlers }, { organizationId: audit.organizationId, jobId });
    return { outcome, row: await jobRow(root(), jobId) };
  }

  /** What a crash of the server does to every connection of the workers. */
  async function crash(): Promise<void> {
    await root().query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'vitrine_worker' and datname = current_database()`);
  }

  it('is put back without an attempt burnt, so that restarts of the database bury nothing', async () => {
    const { outcome, row } = await run(async (job) => {
      await withOrganization(worker(), job.organizationId, async (transaction) => {
        await crash();
        await transaction.query('select 1');
      });
    });
    expect(outcome).toBe('released');
    expect(row).toMatchObject({ state: 'queued', attempt: 0, lease_until: null });
  });

  it('is put back once the database answers again, however its work ended meanwhile', async () => {
    let away = 0;
    const pool = worker();
    const flaky = new Proxy(pool, {
      get(target, member) {
        if (member !== 'connect') return Reflect.get(target, member, target) as unknown;
        return async () => {
          if (away > 0) {
            away -= 1;
            throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
          }
          return await target.connect();
        };
      },
    });
    for (const error of [new TypeError('a fault of its own'), new JobInterrupted('drain'), new JobInterrupted('lease-lost')]) {
      const { row } = await run(
        () => {
          away = 2;
          return Promise.reject(error);
        },
        flaky,
        umbra,
      );
      expect(row).toMatchObject({ state: 'queued', attempt: 0 });
    }
  });

  it('is left alone by a worker that was overtaken meanwhile', async () => {
    const { row } = await run(async (job) => {
      await root().query(`update vitrine.job set fence = fence + 1 where id = $1`, [job.id]);
      throw new JobInterrupted('lease-lost');
    });
    expect(row).toMatchObject({ state: 'running', fence: '2', attempt: 1 });
  });

  it('still counts the attempts of a job that fails by itself', async () => {
    const { outcome, row } = await run(() => Promise.reject(new TypeError('poison')));
    expect(outcome).toBe('retried');
    expect(row).toMatchObject({ state: 'queued', attempt: 1 });
    expect(attemptLimit).toBe(3);
  });
});
