import { describe, expect, it } from '@jest/globals';
import { findingStatuses, mayStep } from '@vitrine/contracts';
import type { SeededOrganization } from '@vitrine/testing';
import { AuditHouse, volume } from '../testing/audit-house.js';
import { idleRule, unattachedRule } from '../testing/pretend-cloud.js';
import { runAuditHere } from '../testing/run-audit-here.js';

const house = new AuditHouse();
const audit = async (organization: SeededOrganization = house.acme) =>
  await runAuditHere(house.context, house.pools, organization, { rules: [unattachedRule.id] });

/** `from>to by reason amount`, oldest first. */
async function steps(resource: string, organization: SeededOrganization = house.acme): Promise<string[]> {
  const { rows } = await house.root.query<{ line: string }>(
    `select coalesce(t.from_status, '') || '>' || t.to_status || ' ' || t.by || ' ' || coalesce(t.reason, '-') || ' ' || coalesce(trim_scale(t.amount_monthly)::text, '-') as line
     from vitrine.finding_transition t join vitrine.finding f using (organization_id) where f.id = t.finding_id and f.organization_id = $1 and f.resource_id = $2 order by t.seq`,
    [organization.organizationId, resource],
  );
  return rows.map(({ line }) => line);
}

/** A bill of both organizations: each resource a daily charge, over these days from now (negative: past). */
async function plantBill(organization: SeededOrganization, resource: string, daily: string, fromDay: number, toDay: number): Promise<void> {
  const source = await house.root.query<{ id: string }>(
    `insert into vitrine.cost_source (organization_id, id, connection_id, kind, source_key, loaded_by) values ($1, gen_random_uuid(), $2, 'cost-explorer', gen_random_uuid()::text, 'spec') returning id`,
    [organization.organizationId, organization.connections.aws],
  );
  await house.root.query(
    `insert into vitrine.cost_row (organization_id, source_id, row_no, sub_account_id, charge_period_start, charge_period_end, charge_category, effective_cost, billing_currency, resource_id_canonical)
     select $1, $2, n - $5 + 1, '111122223333', date_trunc('day', now(), 'UTC') + n * interval '1 day', date_trunc('day', now(), 'UTC') + (n + 1) * interval '1 day', 'Usage', $3::numeric, 'USD', $4
     from generate_series($5::int, $6::int) n`,
    [organization.organizationId, source.rows[0]?.id, daily, resource, fromDay, toDay],
  );
}
const arn = (id: string): string => `arn:pretend:eu-central-1:${id}`;
const clearBills = async (): Promise<void> => {
  await house.root.query('delete from vitrine.cost_row');
};

describe('the life of a finding in rows', () => {
  it('is the same table in the database as in the code: every step of 64, allowed and refused', async () => {
    const { rows } = await house.root.query<{ from: string; to: string; may: boolean }>(
      `select f as "from", t as "to", vitrine.finding_may(f, t) as may from unnest($1::text[]) f, unnest($1::text[]) t`,
      [findingStatuses],
    );
    expect(rows).toHaveLength(64);
    for (const from of findingStatuses)
      for (const to of findingStatuses)
        if (from !== to)
          expect([from, to, rows.find((row) => row.from === from && row.to === to)?.may]).toEqual([
            from,
            to,
            mayStep(from, to, 'person') || mayStep(from, to, 'audit'),
          ]);
  });

  it('refuses a step that the table does not have, whoever takes it', async () => {
    await audit();
    await house.root.query(`update vitrine.finding set status = 'resolved', resolution = 'not-seen', resolved_at = now() where resource_id = 'v2'`);
    await expect(house.root.query(`update vitrine.finding set status = 'planned' where resource_id = 'v2'`)).rejects.toMatchObject({
      constraint: 'finding_step',
    });
    await expect(house.root.query(`update vitrine.finding set status = 'realised' where resource_id = 'v4'`)).rejects.toMatchObject({ code: '23514' });
  });

  it('goes open, resolved, realised, relapsed, each with its money and its reason, and touches no neighbour', async () => {
    await clearBills();
    for (const organization of [house.acme, house.umbra]) await plantBill(organization, arn('v2'), '1', -29, -9);
    await audit(house.umbra);
    await audit();
    expect(await steps('v2')).toEqual(['>open audit - 30.44']);
    house.cloud.estate.volumes['eu-central-1'] = [volume('v1', true), volume('v4', false)];
    await audit();
    expect(await steps('v2')).toEqual(['>open audit - 30.44', 'open>resolved audit not-seen 30.44']);
    // Nine days later the bill goes on without it.
    await house.root.query(`update vitrine.finding set resolved_at = now() - interval '9 days' where resource_id = 'v2' and organization_id = $1`, [
      house.acme.organizationId,
    ]);
    await plantBill(house.acme, arn('v4'), '2', -8, -1);
    await audit();
    expect((await steps('v2')).at(-1)).toBe('resolved>realised audit bill-fell 30.44');
    house.cloud.estate.volumes['eu-central-1'] = [volume('v2', false), volume('v4', false)];
    await audit();
    expect((await steps('v2')).at(-1)).toMatch(/^realised>relapsed audit seen-again /);
    expect(await steps('v2', house.umbra)).toEqual(['>open audit - 30.44']);
    await clearBills();
  });

  it('does not take silence for a saving: a bill of another account that goes further realises nothing', async () => {
    await clearBills();
    await plantBill(house.acme, arn('v2'), '1', -29, -9);
    await audit();
    house.cloud.estate.volumes['eu-central-1'] = [];
    await audit();
    await house.root.query(`update vitrine.finding set resolved_at = now() - interval '9 days' where resource_id = 'v2'`);
    await plantBill(house.acme, arn('other'), '2', -8, -1);
    await house.root.query(`update vitrine.cost_row set sub_account_id = '999988887777' where resource_id_canonical = $1`, [arn('other')]);
    await audit();
    expect(await house.findings()).toContain('volume-unattached v2 fail resolved');
    await clearBills();
  });

  it('resolves a waived one that is gone, and opens an expired waiver before it looks, never for an audit', async () => {
    await audit();
    await house.root.query(
      `update vitrine.finding set status = 'waived', waived_until = case resource_id when 'v2' then now() - interval '1 minute' else now() + interval '1 day' end where resource_id in ('v2', 'v4')`,
    );
    house.cloud.estate.volumes['eu-central-1'] = [volume('v1', true)];
    await audit();
    expect(await house.findings()).toEqual(['volume-unattached u1 fail open', 'volume-unattached v2 fail resolved', 'volume-unattached v4 fail resolved']);
    expect((await steps('v2')).map((line) => line.split(' ')[0])).toEqual(['>open', 'open>waived', 'waived>open', 'open>resolved']);
  });

  it('is excluded by a tag rule of its own organization, not resolved, and opens once the rule is gone', async () => {
    const tagged = { ...volume('v2', false), tags: { purpose: 'drill' } };
    house.cloud.estate.volumes['eu-central-1'] = [tagged, volume('v4', false)];
    await audit();
    await audit(house.umbra);
    await house.root.query(
      `insert into vitrine.exclusion (organization_id, id, tag_key, tag_value, reason, created_by) values ($1, gen_random_uuid(), 'purpose', 'drill', 'r', 'spec')`,
      [house.acme.organizationId],
    );
    const { auditId } = await audit();
    await audit(house.umbra);
    expect(await house.findings()).toContain('volume-unattached v2 fail excluded');
    expect(await house.findings(house.umbra)).toContain('volume-unattached v2 fail open');
    const { rows } = await house.root.query<{ excluded: number; resolved: number }>(
      `select (totals->>'excluded')::int as excluded, (totals->>'resolved')::int as resolved from vitrine.audit where id = $1`,
      [auditId],
    );
    expect(rows).toEqual([{ excluded: 1, resolved: 0 }]);
    await house.root.query('delete from vitrine.exclusion');
    await audit();
    expect(await house.findings()).toContain('volume-unattached v2 fail open');
    expect((await steps('v2')).map((line) => line.split(' ')[0])).toEqual(['>open', 'open>excluded', 'excluded>open']);
  });

  it('has hygiene findings without money: they count for nothing, and say why', async () => {
    await runAuditHere(house.context, house.pools, house.acme, { rules: [idleRule.id] });
    const { rows } = await house.root.query(`select resource_id, unpriced, counted_monthly from vitrine.finding where organization_id = $1`, [
      house.acme.organizationId,
    ]);
    expect(rows).toEqual([{ resource_id: 'm1', unpriced: 'hygiene', counted_monthly: null }]);
    expect(await steps('m1')).toEqual(['>open audit - -']);
  });

  it('writes nothing the second time: an unchanged audit takes no step', async () => {
    await audit();
    const before = await house.root.query(
      `select count(*)::int as n, sum(version)::int as versions from vitrine.finding_transition t join vitrine.finding f on f.id = t.finding_id`,
    );
    await audit();
    const after = await house.root.query(
      `select count(*)::int as n, sum(version)::int as versions from vitrine.finding_transition t join vitrine.finding f on f.id = t.finding_id`,
    );
    expect(after.rows).toEqual(before.rows);
  });

  it('keeps its history from everybody but the two that serve, and from both what happened', async () => {
    await audit();
    for (const role of ['vitrine_api', 'vitrine_worker'] as const) {
      const pool = house.database.poolFor(role);
      await expect(pool.query(`delete from vitrine.finding_transition`)).rejects.toThrow(/permission denied/);
      await expect(pool.query(`update vitrine.finding_transition set to_status = 'open'`)).rejects.toThrow(/permission denied/);
    }
    await expect(house.database.poolFor('vitrine_relay').query(`select 1 from vitrine.finding_transition`)).rejects.toThrow(/permission denied/);
  });
});
