import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SeededOrganization } from '@vitrine/testing';
import { withOrganization } from '@vitrine/tenancy';
import { z } from 'zod';
import { auditHandlers } from '../audit/audit-handlers.js';
import { runJob } from '../jobs/run-job.js';
import { AuditHouse } from '../testing/audit-house.js';
import { nextDay, planDailySync } from './plan-daily-sync.js';
import { bookMetrics } from './spend-budget.js';

const planned = z.object({ id: z.string(), hours: z.coerce.number(), state: z.string(), detail: z.record(z.string(), z.unknown()) });

describe('the ledger’s daily sync', () => {
  const house = new AuditHouse();
  beforeEach(async () => {
    await house.root.query(`delete from vitrine.job where detail ? 'ledgerSync'`);
    await house.root.query(`update vitrine.connection set bill = '{"source":"cost-explorer"}', kind = 'aws.role' where cloud = 'aws'`);
  });
  const plan = async (of: SeededOrganization, at: Date | null = null): Promise<void> => {
    await withOrganization(house.context.pool, of.organizationId, (transaction) => planDailySync(transaction, of.connections.aws, at));
  };
  /** Daily jobs of the organization, the newest first, and in how many hours each is due. */
  const jobs = async (of: SeededOrganization): Promise<z.infer<typeof planned>[]> => {
    const { rows } = await house.root.query(
      `select id, extract(epoch from not_before - now()) / 3600 as hours, state, detail from vitrine.job
       where organization_id = $1 and kind = 'schedule' and detail ? 'ledgerSync' and state <> 'cancelled' order by not_before desc`,
      [of.organizationId],
    );
    return z.array(planned).parse(rows);
  };
  const work = async (of: SeededOrganization, jobId = ''): Promise<unknown> =>
    await runJob({ pool: house.context.pool, handlers: auditHandlers(house.context) }, { organizationId: of.organizationId, jobId });
  const pulls = async (of: SeededOrganization): Promise<number> =>
    (await house.root.query(`select 1 from vitrine.job where organization_id = $1 and kind = 'bill' and state = 'queued'`, [of.organizationId])).rowCount ?? 0;
  const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

  it('is planned once, whoever asks and how often; a borrowed login and a connection without a bill have none', async () => {
    await Promise.all([plan(house.acme), plan(house.acme), plan(house.acme)]);
    expect(await jobs(house.acme)).toHaveLength(1);
    await house.root.query(`update vitrine.connection set kind = 'aws.session' where id = $1`, [house.umbra.connections.aws]);
    await plan(house.umbra);
    await house.root.query(`update vitrine.connection set kind = 'aws.role', bill = null where id = $1`, [house.umbra.connections.aws]);
    await plan(house.umbra);
    expect(await jobs(house.umbra)).toEqual([]);
  });

  it('asks for one pull of its own connection and plans the next day, though ten workers are told of it at once', async () => {
    await plan(house.acme, hoursAgo(0.01));
    const [due] = await jobs(house.acme);
    await Promise.all(Array.from({ length: 10 }, () => work(house.acme, due?.id)));
    expect([await pulls(house.acme), await pulls(house.umbra)]).toEqual([1, 0]);
    const [next, ran] = await jobs(house.acme);
    expect([next?.state, ran?.state, ran?.detail]).toEqual(['queued', 'done', expect.objectContaining({ outcome: 'requested' })]);
    expect(next?.hours).toBeGreaterThan(23.5);
    expect(next?.hours).toBeLessThan(24.5);
  });

  it('does not overlap: while a pull is under way it says so and waits for the next day', async () => {
    await plan(house.acme, hoursAgo(0.01));
    const [first] = await jobs(house.acme);
    await work(house.acme, first?.id);
    const [second] = await jobs(house.acme);
    await house.root.query(`update vitrine.job set not_before = now() - interval '1 second' where id = $1`, [second?.id]);
    await work(house.acme, second?.id);
    expect(await pulls(house.acme)).toBe(1);
    expect((await jobs(house.acme)).find(({ id }) => id === second?.id)?.detail).toMatchObject({ outcome: 'skipped', because: 'sync-running' });
    expect((await jobs(house.acme))[0]?.state).toBe('queued');
  });

  it('after nine days without a worker it runs once, and keeps its time of day', async () => {
    await plan(house.acme, hoursAgo(9 * 24 + 2));
    const [due] = await jobs(house.acme);
    await work(house.acme, due?.id);
    expect(await pulls(house.acme)).toBe(1);
    const [next] = await jobs(house.acme);
    expect(next?.hours).toBeGreaterThan(21.5);
    expect(next?.hours).toBeLessThan(22.5);
  });

  it('that dies comes again the next day; one of a connection that was deleted meanwhile does not', async () => {
    for (const each of [house.acme, house.umbra]) await plan(each, hoursAgo(0.01));
    await house.root.query(`update vitrine.job set attempt = 3 where detail ? 'ledgerSync'`);
    await house.root.query(`update vitrine.connection set state = 'purged' where id = $1`, [house.umbra.connections.aws]);
    for (const each of [house.acme, house.umbra]) expect(await work(each, (await jobs(each))[0]?.id)).toBe('buried');
    await house.root.query(`update vitrine.connection set state = 'valid' where id = $1`, [house.umbra.connections.aws]);
    const [next, dead, ...others] = await jobs(house.acme);
    expect([next?.state, dead?.state, others]).toEqual(['queued', 'failed', []]);
    expect(next?.hours).toBeGreaterThan(23.5);
    expect(next?.hours).toBeLessThan(24.5);
    expect((await jobs(house.umbra)).map(({ state }) => state)).toEqual(['failed']);
  });

  it('ends with the bill’s name, with the connection, and for a suspended organization only pauses', async () => {
    await plan(house.acme, hoursAgo(0.01));
    await plan(house.umbra, hoursAgo(0.01));
    await house.root.query(`update vitrine.connection set bill = null where id = $1`, [house.acme.connections.aws]);
    await house.root.query(`update vitrine.organization set state = 'suspended' where organization_id = $1`, [house.umbra.organizationId]);
    for (const each of [house.acme, house.umbra]) await work(each, (await jobs(each))[0]?.id);
    await house.root.query(`update vitrine.organization set state = 'active' where organization_id = $1`, [house.umbra.organizationId]);
    expect([await pulls(house.acme), await pulls(house.umbra)]).toEqual([0, 0]);
    expect((await jobs(house.acme)).map(({ state }) => state)).toEqual(['done']);
    expect((await jobs(house.umbra)).map(({ state }) => state)).toEqual(['queued', 'done']);
  });

  it('the next day is never past and never today, whatever the jitter', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    for (const late of [0, 1, 60, 86_399, 86_400, 1_000_000])
      for (const jitter of [-600_000, 0, 600_000]) {
        const hours = (nextDay(new Date(now.getTime() - late * 1000), now, jitter).getTime() - now.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThan(0);
        expect(hours).toBeLessThanOrEqual(24.5);
      }
  });

  it('CloudWatch’s series are counted at their price and use nothing of the budget up', async () => {
    const of = house.acme;
    await house.root.query('delete from vitrine.api_spend');
    const place = { connectionId: of.connections.aws, cloud: 'aws' } as const;
    for (const series of [500, 250, 0]) await withOrganization(house.context.pool, of.organizationId, (transaction) => bookMetrics(transaction, place, series));
    await withOrganization(house.context.pool, of.organizationId, (transaction) => bookMetrics(transaction, { ...place, cloud: 'azure' }, 9_000));
    const { rows } = await house.root.query(`select operation, requests::int, trim_scale(cost_usd)::text as usd from vitrine.api_spend`);
    expect(rows).toEqual([{ operation: 'cloudwatch:GetMetricData', requests: 750, usd: '0.0075' }]);
  });
});
