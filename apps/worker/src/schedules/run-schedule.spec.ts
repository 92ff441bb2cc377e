import { describe, expect, it } from '@jest/globals';
import { jobIdSchema, newId, VitrineError } from '@vitrine/contracts';
import type { SeededOrganization } from '@vitrine/testing';
import { z } from 'zod';
import { auditHandlers } from '../audit/audit-handlers.js';
import { runJob } from '../jobs/run-job.js';
import { defaultAdmission, offerDueJobs } from '../relay/offer-due-jobs.js';
import { AuditHouse } from '../testing/audit-house.js';
import { startAudit, workUntilIdle } from '../testing/run-audit-here.js';

const house = new AuditHouse();

/** A schedule as the API writes it: a row, and the job that stands for its next hour. */
async function plantSchedule(organization: SeededOrganization, { due = '5 seconds', cron = '0 * * * *' } = {}): Promise<{ id: string; jobId: string }> {
  const [id, jobId] = [newId(z.uuid()), newId(jobIdSchema)];
  const { rows } = await house.root.query<{ at: Date }>(`select now() - $1::interval as at`, [due]);
  await house.root.query(
    `insert into vitrine.job (organization_id, id, kind, connection_id, queue, not_before, detail) values ($1, $2, 'schedule', $3, 'system', $4, $5)`,
    [organization.organizationId, jobId, organization.connections.aws, rows[0]?.at, JSON.stringify({ scheduleId: id })],
  );
  await house.root.query(
    `insert into vitrine.schedule (organization_id, id, connection_id, name, cron, time_zone, jitter_seconds, job_id, next_at, created_by) values ($1, $2, $3, 's', $4, 'UTC', 0, $5, $6, 'spec')`,
    [organization.organizationId, id, organization.connections.aws, cron, jobId, rows[0]?.at],
  );
  return { id, jobId };
}
async function runs(scheduleId: string): Promise<unknown[]> {
  const { rows } = await house.root.query(`select outcome, reason, missed from vitrine.schedule_run where schedule_id = $1 order by at, id`, [scheduleId]);
  return rows;
}
const work = async (organization: SeededOrganization, jobId: string) =>
  await runJob({ pool: house.context.pool, handlers: auditHandlers(house.context) }, { organizationId: organization.organizationId, jobId });
const audits = async (organization: SeededOrganization): Promise<unknown[]> =>
  (
    await house.root.query(`select requested_by from vitrine.audit where organization_id = $1 and state in ('queued', 'running')`, [
      organization.organizationId,
    ])
  ).rows;
const again = async (scheduleId: string): Promise<string> => {
  const { rows } = await house.root.query<{ job_id: string }>(
    `update vitrine.job j set not_before = now() - interval '1 second' from vitrine.schedule s where s.id = $1 and j.id = s.job_id returning j.id as job_id`,
    [scheduleId],
  );
  await house.root.query(`update vitrine.schedule set next_at = now() - interval '1 second' where id = $1`, [scheduleId]);
  return rows[0]?.job_id ?? '';
};

describe('a schedule whose hour has come', () => {
  it('starts one audit in its own name though ten workers are told of it at once, and plans the next hour', async () => {
    const { id, jobId } = await plantSchedule(house.acme);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => work(house.acme, jobId)));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(await audits(house.acme)).toEqual([{ requested_by: `schedule:${id}` }]);
    expect(await audits(house.umbra)).toEqual([]);
    expect(await runs(id)).toEqual([{ outcome: 'started', reason: null, missed: 0 }]);
    const { rows } = await house.root.query(
      `select s.next_at > now() and s.next_at = j.not_before and j.state = 'queued' and date_part('minute', s.next_at) = 0 as planned from vitrine.schedule s join vitrine.job j on j.id = s.job_id where s.id = $1`,
      [id],
    );
    expect(rows).toEqual([{ planned: true }]);
  });

  it('is offered by the relay at its hour and not before, each once though five relays race', async () => {
    const { jobId } = await plantSchedule(house.acme);
    const later = await plantSchedule(house.umbra, { due: '-1 hour' });
    const rounds = await Promise.all(Array.from({ length: 5 }, () => offerDueJobs(house.pools.relay, { offer: () => Promise.resolve() }, defaultAdmission)));
    const offered = rounds.flat().map((offer) => offer.jobId);
    expect(offered).toEqual([jobId]);
    expect(offered).not.toContain(later.jobId);
  });

  it('runs the audit to its end, as one that a person started', async () => {
    const { id } = await plantSchedule(house.acme);
    await workUntilIdle(house.context, house.pools);
    const { rows } = await house.root.query(`select state from vitrine.audit where requested_by = $1`, [`schedule:${id}`]);
    expect(rows).toEqual([{ state: 'completed' }]);
  });

  it('does not overlap: while an audit of the connection runs it is skipped, and says so; the hour after it starts', async () => {
    const { id, jobId } = await plantSchedule(house.acme);
    await startAudit(house.pools, house.acme);
    await work(house.acme, jobId);
    expect(await runs(id)).toEqual([{ outcome: 'skipped', reason: 'audit-running', missed: 0 }]);
    await house.root.query(`update vitrine.audit set state = 'completed' where state in ('queued', 'running')`);
    await work(house.acme, await again(id));
    expect(await runs(id)).toMatchObject([{ outcome: 'skipped' }, { outcome: 'started' }]);
  });

  it('after a night without a worker it runs once, and says how many hours it missed', async () => {
    const { id, jobId } = await plantSchedule(house.acme, { due: '9 hours 5 seconds' });
    await work(house.acme, jobId);
    expect(await audits(house.acme)).toHaveLength(1);
    const [run] = z.array(z.object({ outcome: z.string(), missed: z.number() })).parse(await runs(id));
    expect(run?.outcome).toBe('started');
    expect(run?.missed).toBeGreaterThanOrEqual(9);
    expect(run?.missed).toBeLessThanOrEqual(10);
    const { rows } = await house.root.query(
      `select count(*)::int as n from vitrine.job where kind = 'schedule' and state = 'queued' and organization_id = $1`,
      [house.acme.organizationId],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('that was changed, turned off or taken away meanwhile starts nothing: the job of an earlier form is stale', async () => {
    const { id, jobId } = await plantSchedule(house.acme);
    await house.root.query(`update vitrine.schedule set state = 'off' where id = $1`, [id]);
    expect(await work(house.acme, jobId)).toBe('done');
    expect([await audits(house.acme), await runs(id)]).toEqual([[], []]);
    const other = await plantSchedule(house.acme);
    await house.root.query(`delete from vitrine.schedule where id = $1`, [other.id]);
    expect(await work(house.acme, other.jobId)).toBe('done');
    expect(await audits(house.acme)).toEqual([]);
  });

  it.each([
    ['connection-closed', `update vitrine.connection set state = 'rejected' where id = $1`],
    ['credential-missing', `update vitrine.connection set credential_version = 0 where id = $1`],
    ['not-schedulable', `update vitrine.connection set kind = 'aws.session' where id = $1`],
  ])('skips with %s, and stays on', async (reason, change) => {
    const { id, jobId } = await plantSchedule(house.acme);
    await house.root.query(change, [house.acme.connections.aws]);
    await work(house.acme, jobId);
    await house.root.query(`update vitrine.connection set kind = 'aws.role' where id = $1`, [house.acme.connections.aws]);
    expect(await runs(id)).toEqual([{ outcome: 'skipped', reason, missed: 0 }]);
    expect(await audits(house.acme)).toEqual([]);
    const { rows } = await house.root.query(`select next_at > now() as planned from vitrine.schedule where id = $1`, [id]);
    expect(rows).toEqual([{ planned: true }]);
  });

  it.each([
    ['dies three times', new Error('the planner broke'), 'dead-letter'],
    ['ends for good', new VitrineError({ code: 'never', status: 422, publicMessage: 'Never.' }), 'never'],
  ])(
    'whose job %s is told of and comes again at its next hour, or a connection would never be audited again and nobody would know',
    async (_how, error, code) => {
      const { id, jobId } = await plantSchedule(house.acme);
      const handlers = { ...auditHandlers(house.context), schedule: () => Promise.reject(error) };
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await house.root.query(`update vitrine.job set not_before = now() - interval '1 second' where id = $1`, [jobId]);
        await runJob({ pool: house.context.pool, handlers }, { organizationId: house.acme.organizationId, jobId });
      }
      expect((await house.root.query(`select state, error_code from vitrine.job where id = $1`, [jobId])).rows).toEqual([
        { state: 'failed', error_code: code },
      ]);
      expect(await runs(id)).toEqual([{ outcome: 'skipped', reason: 'run-failed', missed: 0 }]);
      await work(house.acme, await again(id));
      expect(await runs(id)).toMatchObject([{ outcome: 'skipped' }, { outcome: 'started' }]);
      expect(await audits(house.acme)).toEqual([{ requested_by: `schedule:${id}` }]);
    },
  );

  it('is buried though its next hour cannot be planned: else it would be claimed and fail for ever', async () => {
    const { id, jobId } = await plantSchedule(house.acme);
    await house.root.query(`update vitrine.schedule set cron = 'no cron text' where id = $1`, [id]);
    await house.root.query(`update vitrine.job set attempt = 3 where id = $1`, [jobId]);
    expect(await work(house.acme, jobId)).toBe('buried');
    expect(await runs(id)).toEqual([]);
  });

  it('lets no worker start an audit but for a schedule of that organization and connection', async () => {
    const { id } = await plantSchedule(house.umbra);
    const client = await house.database.poolFor('vitrine_worker').connect();
    const insert = async (organization: SeededOrganization, connection: string, requestedBy: string): Promise<unknown> => {
      await client.query('begin');
      try {
        await client.query(`select set_config('vitrine.organization_id', $1, true)`, [organization.organizationId]);
        return await client.query(
          `insert into vitrine.audit (organization_id, id, connection_id, credential_version, requested_by, jobs_open) values ($1, gen_random_uuid(), $2, 1, $3, 1)`,
          [organization.organizationId, connection, requestedBy],
        );
      } finally {
        await client.query('rollback');
      }
    };
    try {
      await expect(insert(house.umbra, house.umbra.connections.aws, `schedule:${id}`)).resolves.toBeDefined();
      await expect(insert(house.umbra, house.umbra.connections.aws, 'member:somebody')).rejects.toThrow(/row-level security/);
      await expect(insert(house.umbra, house.umbra.connections.gcp, `schedule:${id}`)).rejects.toThrow(/row-level security/);
      await expect(insert(house.acme, house.acme.connections.aws, `schedule:${id}`)).rejects.toThrow(/row-level security/);
    } finally {
      client.release();
    }
  });
});
