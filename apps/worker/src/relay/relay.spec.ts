import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JobReference } from '@vitrine/contracts';
import { createPool } from '@vitrine/database';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { expireLease, insertAudit, insertJob, jobRow, type PlannedAudit } from '../testing/audit-rows.js';
import { claimJob } from '../jobs/claim-job.js';
import { defaultAdmission, offerDueJobs } from './offer-due-jobs.js';
import { measureBacklog } from './measure-backlog.js';
import { startRelay } from './relay.js';

describe('the relay', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  let audits: { acme: PlannedAudit; umbra: PlannedAudit };
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
    audits = { acme: await insertAudit(root(), acme), umbra: await insertAudit(root(), umbra) };
  });
  afterAll(async () => database.drop());
  beforeEach(async () => {
    await root().query(`update vitrine.job set state = 'cancelled'`);
  });
  const root = () => database.poolFor('postgres');
  const relayPool = () => database.poolFor('vitrine_relay');
  const worker = () => database.poolFor('vitrine_worker');

  function recordingQueue() {
    const offered: { reference: JobReference; offerNo: number; queue: string }[] = [];
    return {
      offered,
      offer: (queue: string, reference: JobReference, offerNo: number) => {
        offered.push({ queue, reference, offerNo });
        return Promise.resolve();
      },
    };
  }

  it('admits each organization under its quota, first places first, so a large account cannot stand before a small one', async () => {
    for (let n = 0; n < 30; n += 1) await insertJob(root(), audits.acme);
    for (let n = 0; n < 3; n += 1) await insertJob(root(), audits.umbra);
    const queue = recordingQueue();
    const offers = await offerDueJobs(relayPool(), queue, { ...defaultAdmission, organizationQuota: 5, contendedOffers: 5 });
    expect(offers.filter((offer) => offer.organizationId === acme.organizationId)).toHaveLength(5);
    expect(offers.filter((offer) => offer.organizationId === umbra.organizationId)).toHaveLength(3);
    expect(new Set(offers.slice(0, 2).map((offer) => offer.organizationId)).size).toBe(2);
    expect(await offerDueJobs(relayPool(), queue, { ...defaultAdmission, organizationQuota: 5, contendedOffers: 5 })).toHaveLength(0);
  });

  it('leaves few of each organization’s offers in a queue while several have work, since a queue is served in its order; all of its quota while it is alone', async () => {
    const alone = recordingQueue();
    for (let n = 0; n < 30; n += 1) await insertJob(root(), audits.acme);
    await offerDueJobs(relayPool(), alone);
    expect(alone.offered).toHaveLength(defaultAdmission.organizationQuota);
    await root().query(`update vitrine.job set offered_at = null`);
    for (let n = 0; n < 30; n += 1) await insertJob(root(), audits.umbra);
    const contended = recordingQueue();
    await offerDueJobs(relayPool(), contended);
    const count = (organization: SeededOrganization) =>
      contended.offered.filter(({ reference }) => reference.organizationId === organization.organizationId).length;
    expect([count(acme), count(umbra)]).toEqual([defaultAdmission.contendedOffers, defaultAdmission.contendedOffers]);
    // What is claimed makes room for as many, up to the quota; nothing more while they wait.
    expect(await offerDueJobs(relayPool(), contended)).toHaveLength(0);
    for (const { reference } of contended.offered.slice(0, 3)) await claimJob(worker(), reference);
    expect(await offerDueJobs(relayPool(), contended)).toHaveLength(3);
  });

  it('counts by queue, so that one which nobody serves does not keep an organization’s other clouds waiting', async () => {
    for (let n = 0; n < 8; n += 1) await insertJob(root(), audits.acme);
    await insertJob(root(), audits.umbra);
    await offerDueJobs(relayPool(), recordingQueue());
    const other = await insertJob(root(), audits.acme);
    await root().query(`update vitrine.job set queue = 'gcp' where id = $1`, [other]);
    expect((await offerDueJobs(relayPool(), recordingQueue())).map(({ jobId }) => jobId)).toEqual([other]);
  });

  it('hands over two ids and nothing else (promise 4)', async () => {
    const jobId = await insertJob(root(), audits.acme);
    const queue = recordingQueue();
    await offerDueJobs(relayPool(), queue);
    expect(queue.offered).toEqual([{ queue: 'aws', reference: { organizationId: acme.organizationId, jobId }, offerNo: 1 }]);
  });

  it('offers again what nobody claimed and what a dead worker left, and leaves alone what runs', async () => {
    const unclaimed = await insertJob(root(), audits.acme);
    const running = await insertJob(root(), audits.acme);
    const dead = await insertJob(root(), audits.acme);
    await offerDueJobs(relayPool(), recordingQueue());
    for (const jobId of [running, dead]) await claimJob(worker(), { organizationId: audits.acme.organizationId, jobId });
    await expireLease(root(), dead);
    await root().query(`update vitrine.job set offered_at = now() - interval '16 seconds' where id = any($1)`, [[unclaimed, dead]]);
    const offers = await offerDueJobs(relayPool(), recordingQueue());
    expect(offers.map((offer) => [offer.jobId, offer.offerNo])).toEqual([
      [dead, 2],
      [unclaimed, 2],
    ]);
  });

  it('offers what lost its holder before what nobody has begun, so that a death costs a lease and not the backlog (fault 1)', async () => {
    const older = await insertJob(root(), audits.acme, { kind: 'plan' });
    const dead = await insertJob(root(), audits.acme);
    await claimJob(worker(), { organizationId: audits.acme.organizationId, jobId: dead });
    await expireLease(root(), dead);
    const offer = async () => (await offerDueJobs(relayPool(), recordingQueue(), { ...defaultAdmission, organizationQuota: 1 })).map(({ jobId }) => jobId);
    expect(await offer()).toEqual([dead]);
    await claimJob(worker(), { organizationId: audits.acme.organizationId, jobId: dead });
    await root().query(`update vitrine.job set state = 'done' where id = $1`, [dead]);
    expect(await offer()).toEqual([older]);
  });

  it('does not offer what waits for others or for its time', async () => {
    const first = await insertJob(root(), audits.acme);
    const second = await insertJob(root(), audits.acme, { waitsFor: [first] });
    const later = await insertJob(root(), audits.acme);
    await root().query(`update vitrine.job set not_before = now() + interval '1 hour' where id = $1`, [later]);
    const offers = await offerDueJobs(relayPool(), recordingQueue());
    expect(offers.map((offer) => offer.jobId)).toEqual([first]);
    await root().query(`update vitrine.job set state = 'done' where id = $1`, [first]);
    expect((await offerDueJobs(relayPool(), recordingQueue())).map((offer) => offer.jobId)).toEqual([second]);
  });

  it('takes its mark back when the queue is down, so nothing waits for a time-out once it is back (fault 3)', async () => {
    const jobId = await insertJob(root(), audits.acme);
    const down = { offer: () => Promise.reject(new Error('ECONNREFUSED')) };
    expect(await offerDueJobs(relayPool(), down)).toHaveLength(0);
    expect(await jobRow(root(), jobId)).toMatchObject({ state: 'queued', offered_at: null });
    expect(await offerDueJobs(relayPool(), recordingQueue())).toHaveLength(1);
  });

  it('offers each job once though five relays look at the same time', async () => {
    for (let n = 0; n < 12; n += 1) await insertJob(root(), audits.acme);
    const rounds = await Promise.all(Array.from({ length: 5 }, () => offerDueJobs(relayPool(), recordingQueue())));
    const ids = rounds.flat().map((offer) => offer.jobId);
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(12);
  });

  it('sees no tenant table but job, and of it no page token, detail or connection', async () => {
    await expect(relayPool().query('select 1 from vitrine.finding')).rejects.toThrow(/permission denied/);
    await expect(relayPool().query('select page_token from vitrine.job')).rejects.toThrow(/permission denied/);
    await expect(relayPool().query('select connection_id from vitrine.job')).rejects.toThrow(/permission denied/);
    await expect(relayPool().query(`update vitrine.job set state = 'done'`)).rejects.toThrow(/permission denied/);
  });

  it('measures the backlog by queue', async () => {
    await insertJob(root(), audits.acme);
    const running = await insertJob(root(), audits.umbra);
    await claimJob(worker(), { organizationId: audits.umbra.organizationId, jobId: running });
    expect(await measureBacklog(relayPool())).toMatchObject([{ queue: 'aws', waiting: 1, running: 1 }]);
  });

  it('outlives more crashes of its database than its pool has places (fault 6)', async () => {
    const places = 2;
    const pool = createPool({ url: database.url('vitrine_relay'), applicationName: 'crashing-relay', max: places });
    let looked: () => void = () => undefined;
    let starved: (error: unknown) => void = () => undefined;
    const relay = startRelay({
      pool,
      queue: recordingQueue(),
      pollMs: 10,
      measureMs: 0,
      onBacklog: () => {
        looked();
      },
      onError: (error) => {
        if (error instanceof Error && error.message.includes('timeout exceeded')) starved(error);
      },
    });
    try {
      for (let crash = 0; crash <= places; crash += 1) {
        await new Promise<void>((resolve, reject) => {
          looked = resolve;
          starved = reject;
        });
        await root().query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'crashing-relay'`);
      }
    } finally {
      await relay.stop();
      await pool.end();
    }
  });

  it('wakes at a worker’s word instead of waiting for its poll', async () => {
    let seen: (jobId: string) => void = () => undefined;
    const offered = new Promise<string>((resolve) => {
      seen = resolve;
    });
    let listening: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => {
      listening = resolve;
    });
    const relay = startRelay({
      pool: relayPool(),
      queue: {
        offer: (_queue, reference) => {
          seen(reference.jobId);
          return Promise.resolve();
        },
      },
      pollMs: 600_000,
      measureMs: 0,
      onBacklog: () => {
        listening();
      },
    });
    await ready;
    const jobId = await insertJob(root(), audits.acme);
    await worker().query(`select pg_notify('vitrine_job', '')`);
    expect(await offered).toBe(jobId);
    await relay.stop();
  });
});
