import { beforeEach, describe, expect, it } from '@jest/globals';
import { awsCostExplorerBillReader, type CallResult, type CloudRequest } from '@vitrine/cloud-readers';
import type { SeededOrganization } from '@vitrine/testing';
import { withOrganization } from '@vitrine/tenancy';
import type { AuditContext } from '../audit/audit-context.js';
import { AuditHouse } from '../testing/audit-house.js';
import { plantSource } from '../testing/plant-source.js';
import { workUntilIdle } from '../testing/run-audit-here.js';
import { requestLedgerSync } from './request-sync.js';

const dayMs = 86_400_000;
/** `2026-11-20` for 2 days ago, whatever today is: the pull takes complete days before now. */
const daysAgo = (days: number): string => new Date(Math.floor(Date.now() / dayMs) * dayMs - days * dayMs).toISOString().slice(0, 10);

describe('a sync of the ledger, outside any audit', () => {
  const house = new AuditHouse();
  let calls: CloudRequest[] = [];
  /** What Cost Explorer says: cost per day, on the first of its two walks. */
  let costs: Record<string, string> = {};

  const answer = (request: CloudRequest): CallResult => {
    calls.push(request);
    const plain = JSON.stringify(request.body).includes('"Usage"');
    const amount = (cost: string) => ({ Amount: cost, Unit: 'USD' });
    const days = plain ? Object.entries(costs) : [];
    const body = {
      ResultsByTime: days.map(([start, cost]) => ({
        TimePeriod: { Start: start },
        Groups: [{ Keys: ['eipalloc-1', 'eu-west-1'], Metrics: { UnblendedCost: amount(cost), AmortizedCost: amount(cost) } }],
      })),
    };
    return { outcome: 'read', body, requestId: null };
  };
  const context = (): AuditContext => ({
    ...house.context,
    billSources: [{ kind: 'cost-explorer', cloud: 'aws', reader: awsCostExplorerBillReader }],
    lender: {
      withSession: async (job, lease, operations, use) =>
        await house.context.lender.withSession(job, lease, operations, async (lent) => {
          const call = (request: CloudRequest): Promise<CallResult> => Promise.resolve(answer(request));
          return await use({ ...lent, session: Object.assign(Object.create(lent.session) as typeof lent.session, { call }) });
        }),
    },
  });
  const request = async (of: SeededOrganization = house.acme) =>
    await withOrganization(house.database.poolFor('vitrine_worker'), of.organizationId, (transaction) => requestLedgerSync(transaction, of.connections.aws));
  const sync = async (of: SeededOrganization = house.acme): Promise<void> => {
    expect((await request(of)).outcome).toBe('requested');
    await workUntilIdle(context(), house.pools);
  };
  const ledger = async (of: SeededOrganization = house.acme): Promise<string[]> => {
    const sql = `select charge_period_start::date::text || ' ' || trim_scale(effective_cost)::text as line from vitrine.cost_row where organization_id = $1 order by 1`;
    return (await house.root.query<{ line: string }>(sql, [of.organizationId])).rows.map(({ line }) => line);
  };
  const spent = async (of: SeededOrganization = house.acme): Promise<unknown> =>
    (await house.root.query(`select requests::int, trim_scale(cost_usd)::text as usd from vitrine.api_spend where organization_id = $1`, [of.organizationId]))
      .rows[0];

  beforeEach(async () => {
    calls = [];
    costs = { [daysAgo(3)]: '1.5', [daysAgo(2)]: '2.5' };
    await house.root.query('delete from vitrine.cost_row; delete from vitrine.cost_source; delete from vitrine.api_spend; delete from vitrine.spend_budget');
    await house.root.query(
      `update vitrine.connection set kind = 'aws.role', bill = '{"source":"cost-explorer"}', estate = '{"accounts":["111122223333"],"regions":[],"tenantId":null}' where cloud = 'aws'`,
    );
  });

  it('pulls the bill, books a cent for each page before it is asked for, and ends', async () => {
    await sync();
    expect(await ledger()).toEqual([`${daysAgo(3)} 1.5`, `${daysAgo(2)} 2.5`]);
    expect([calls.length, await spent()]).toEqual([2, { requests: 2, usd: '0.02' }]);
    const { rows } = await house.root.query(
      `select state, error_code, detail->>'spentUsd' as usd from vitrine.job where kind = 'bill' order by created_at desc limit 1`,
    );
    expect(rows).toEqual([{ state: 'done', error_code: null, usd: '0.02' }]);
    const source = await house.root.query(`select rows, format, charges_from::date::text as first, totals from vitrine.cost_source`);
    expect(source.rows).toMatchObject([
      { rows: 2, format: 'native', first: daysAgo(3), totals: [{ currency: 'USD', billedCost: expect.stringMatching(/^4(\.0*)?$/) }] },
    ]);
  });

  it('what an export brought for the same connection gives way from the pull’s first day on, and no neighbour’s does', async () => {
    const exported = { kind: 'data-exports', days: { [daysAgo(60)]: '7', [daysAgo(3)]: '9' } };
    for (const { organizationId, connections } of [house.acme, house.umbra])
      await plantSource(house.root, { ...exported, organizationId, connectionId: connections.aws });
    await sync();
    expect(await ledger()).toEqual([`${daysAgo(60)} 7`, `${daysAgo(3)} 1.5`, `${daysAgo(2)} 2.5`]);
    expect(await ledger(house.umbra)).toEqual([`${daysAgo(60)} 7`, `${daysAgo(3)} 9`]);
    const left = await house.root.query(`select rows from vitrine.cost_source where kind = 'data-exports' and organization_id = $1`, [
      house.acme.organizationId,
    ]);
    expect(left.rows).toEqual([{ rows: 1 }]);
  });

  it('late charges and restatements replace the same days, and what is older than the pull stays', async () => {
    await sync();
    await house.root.query(
      `update vitrine.cost_row set charge_period_start = charge_period_start - interval '60 days', charge_period_end = charge_period_end - interval '60 days' where effective_cost = 1.5`,
    );
    costs = { [daysAgo(2)]: '2.75', [daysAgo(1)]: '4' };
    await sync();
    expect(await ledger()).toEqual([`${daysAgo(63)} 1.5`, `${daysAgo(2)} 2.75`, `${daysAgo(1)} 4`]);
  });

  it('does not call what the budget does not hold; the bill that was there stands', async () => {
    await sync();
    await house.root.query(`insert into vitrine.spend_budget (organization_id, usd_per_day, set_by) values ($1, 0.03, 'spec')`, [house.acme.organizationId]);
    costs = { [daysAgo(2)]: '99' };
    await sync();
    expect([calls.length, await spent()]).toEqual([3, { requests: 3, usd: '0.03' }]);
    const { rows } = await house.root.query(`select state, error_code from vitrine.job where kind = 'bill' order by created_at desc limit 1`);
    expect(rows).toEqual([{ state: 'failed', error_code: 'budget-exhausted' }]);
    expect(await ledger()).toEqual([`${daysAgo(3)} 1.5`, `${daysAgo(2)} 2.5`]);
    expect((await house.root.query('select 1 from vitrine.cost_row_staged')).rowCount).toBe(0);
  });

  it('one organization’s budget and ledger are not the other’s (CF-19)', async () => {
    await house.root.query(`insert into vitrine.spend_budget (organization_id, usd_per_day, set_by) values ($1, 0, 'spec')`, [house.umbra.organizationId]);
    await sync();
    await sync(house.umbra);
    expect([await ledger(), await ledger(house.umbra)]).toEqual([[`${daysAgo(3)} 1.5`, `${daysAgo(2)} 2.5`], []]);
    expect([await spent(), await spent(house.umbra)]).toEqual([{ requests: 2, usd: '0.02' }, undefined]);
  });

  it('asked for twice it runs once, and what cannot be pulled is named', async () => {
    expect((await request()).outcome).toBe('requested');
    expect(await request()).toEqual({ outcome: 'skipped', because: 'sync-running' });
    await house.root.query(`update vitrine.connection set kind = 'aws.session' where id = $1`, [house.umbra.connections.aws]);
    expect(await request(house.umbra)).toEqual({ outcome: 'skipped', because: 'not-schedulable' });
    await house.root.query(`update vitrine.connection set bill = null where id = $1`, [house.umbra.connections.aws]);
    expect(await request(house.umbra)).toEqual({ outcome: 'skipped', because: 'bill-not-configured' });
  });
});
