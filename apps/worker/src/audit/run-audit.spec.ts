import { describe, expect, it } from '@jest/globals';
import { AuditHouse, smallEstate, volume } from '../testing/audit-house.js';
import { auditRow } from '../testing/audit-rows.js';
import { idleRule, unattachedRule, unknownVolumeRule } from '../testing/pretend-cloud.js';
import { oneRound, runAuditHere, startAudit, workUntilIdle } from '../testing/run-audit-here.js';

describe('an audit in rows', () => {
  const house = new AuditHouse();

  it('reads, judges, waits for look-ups, asks for metrics once, and ends complete', async () => {
    const audit = await runAuditHere(house.context, house.pools, house.acme);
    expect(await auditRow(house.root, audit.auditId)).toMatchObject({ state: 'completed', jobs_open: 0, error_code: null });
    expect(await house.findings()).toEqual([
      'machine-idle m1 fail open',
      'volume-unattached u1 fail open',
      'volume-unattached v2 fail open',
      'volume-unattached v4 fail open',
      'volume-unreferenced u1 fail open',
      'volume-unreferenced v2 fail open',
      'volume-unreferenced v4 fail open',
    ]);
    // 3 + 1 volume pages, 1 + 1 machine pages, one metrics call for 2 machines × 2 metrics.
    expect([house.cloud.count('pretend:DescribeVolumes'), house.cloud.count('pretend:DescribeMachines'), house.cloud.count('pretend:GetMetricData')]).toEqual([
      4, 2, 1,
    ]);
    const row = await auditRow(house.root, audit.auditId);
    expect(row['receipt']).toMatchObject({ calls: 7, writes: 0, denied: 0, operations: { 'pretend:DescribeVolumes': { calls: 4 } } });
    expect(row['totals']).toMatchObject({ coverage: { items: 10, blindSpots: [] } });
  });

  it('numbers its events without a gap and ends with `ended`; refs hold ids, counts and codes only', async () => {
    const audit = await runAuditHere(house.context, house.pools, house.acme);
    const { rows } = await house.root.query<{ seq: string; kind: string; ref: Record<string, unknown> }>(
      `select seq, kind, ref from vitrine.audit_event where audit_id = $1 order by seq`,
      [audit.auditId],
    );
    expect(rows.map((row) => Number(row.seq))).toEqual(rows.map((_, index) => index + 1));
    expect(rows[0]?.kind).toBe('started');
    expect(rows.at(-1)).toMatchObject({ kind: 'ended', ref: { state: 'completed' } });
    expect(rows.some((row) => row.kind === 'finding')).toBe(true);
    expect(JSON.stringify(rows)).not.toContain('arn:');
  });

  it('shows a page’s findings as provisional while it runs and totals only at the end', async () => {
    const audit = await startAudit(house.pools, house.acme, { rules: [unattachedRule.id] });
    await oneRound(house.context, house.pools);
    await oneRound(house.context, house.pools);
    expect(await house.findings()).toContain('volume-unattached v2 fail open provisional');
    expect(await auditRow(house.root, audit.auditId)).toMatchObject({ state: 'running', totals: null });
    await workUntilIdle(house.context, house.pools);
    expect((await house.findings()).filter((line) => line.includes('provisional'))).toEqual([]);
  });

  it('writes no finding row when it finds the same again', async () => {
    await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id, unknownVolumeRule.id] });
    const versions = async () => (await house.root.query(`select id, version, xmin::text as written, audit_id from vitrine.finding order by id`)).rows;
    const before = await versions();
    await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id, unknownVolumeRule.id] });
    expect(await versions()).toEqual(before);
  });

  it('resolves what is gone, reopens what comes back, and leaves the other organization alone though it reads the same account', async () => {
    await runAuditHere(house.context, house.pools, house.umbra, { rules: [unattachedRule.id] });
    await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    house.cloud.estate.volumes['eu-central-1'] = [volume('v1', true), volume('v2', true)];
    await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    expect(await house.findings()).toEqual(['volume-unattached u1 fail open', 'volume-unattached v2 fail resolved', 'volume-unattached v4 fail resolved']);
    expect(await house.findings(house.umbra)).toEqual(['volume-unattached u1 fail open', 'volume-unattached v2 fail open', 'volume-unattached v4 fail open']);
    const { rows } = await house.root.query(`select resource_id from vitrine.resource where organization_id = $1 and gone_at is not null order by 1`, [
      house.acme.organizationId,
    ]);
    expect(rows.map((row: { resource_id: string }) => row.resource_id)).toEqual(['v3', 'v4', 'v5']);
    house.cloud.estate = smallEstate();
    await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    expect(await house.findings()).toContain('volume-unattached v2 fail relapsed');
  });

  it('opens a waived finding again once its time is over, and keeps one whose time is not', async () => {
    await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    await house.root.query(
      `update vitrine.finding set status = 'waived', waived_until = case resource_id when 'v2' then now() - interval '1 minute' else now() + interval '1 day' end where resource_id in ('v2', 'v4')`,
    );
    await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    expect(await house.findings()).toEqual(['volume-unattached u1 fail open', 'volume-unattached v2 fail open', 'volume-unattached v4 fail waived']);
  });

  it('turns a denied operation into undetermined that names the permission, and resolves nothing there', async () => {
    await runAuditHere(house.context, house.pools, house.acme);
    const before = await house.findings();
    house.cloud.before = (request) =>
      request.operation === 'pretend:DescribeVolumes' && request.region === 'eu-central-1'
        ? { outcome: 'denied', operation: request.operation, permission: 'pretend:LetMeSee', providerCode: 'AccessDenied', requestId: null }
        : null;
    const audit = await runAuditHere(house.context, house.pools, house.acme);
    expect(await house.findings()).toEqual(before);
    const row = await auditRow(house.root, audit.auditId);
    expect(row).toMatchObject({ state: 'completed' });
    expect(row['totals']).toMatchObject({
      coverage: {
        rules: { [unattachedRule.id]: { undetermined: { no_permission: 1 } } },
        blindSpots: expect.arrayContaining([
          { ruleId: unattachedRule.id, operation: 'pretend:DescribeVolumes', permission: 'pretend:LetMeSee', reason: 'no_permission', times: 1 },
        ]),
      },
    });
  });

  it('turns a denied look-up into undetermined for exactly the rules that ask it', async () => {
    house.cloud.before = (request) =>
      request.operation === 'pretend:DescribeMachines'
        ? { outcome: 'denied', operation: request.operation, permission: 'pretend:LetMeSee', providerCode: 'AccessDenied', requestId: null }
        : null;
    const audit = await runAuditHere(house.context, house.pools, house.acme);
    expect(await house.findings()).toEqual(['volume-unattached u1 fail open', 'volume-unattached v2 fail open', 'volume-unattached v4 fail open']);
    const { totals } = await auditRow(house.root, audit.auditId);
    expect(totals).toMatchObject({ coverage: { rules: { [unknownVolumeRule.id]: { undetermined: { look_up_denied: 6 }, fail: 0 } } } });
  });

  it('says no_metrics where there are none, as a row on which a person can act', async () => {
    house.cloud.estate.cpu = {};
    await runAuditHere(house.context, house.pools, house.acme, { rules: [idleRule.id] });
    expect(await house.findings()).toEqual(['machine-idle m1 undetermined open', 'machine-idle m2 undetermined open']);
  });

  it('asks 500 candidates × 2 metrics in 2 calls, in full batches across pages and the remainder at the end', async () => {
    house.cloud.estate = {
      regions: ['eu-central-1'],
      volumes: {},
      machines: { 'eu-central-1': Array.from({ length: 501 }, (_, n) => ({ id: `m${String(n)}`, volumeIds: [] })) },
      cpu: {},
    };
    await runAuditHere(house.context, house.pools, house.acme, { rules: [idleRule.id] });
    expect(house.cloud.count('pretend:GetMetricData')).toBe(2 + 1);
    const { rows } = await house.root.query(
      `select count(*)::int as n from vitrine.job where kind = 'metrics' and organization_id = $1 and state = 'done' and audit_id = (select id from vitrine.audit where organization_id = $1 order by created_at desc limit 1)`,
      [house.acme.organizationId],
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('takes money from the bill where it knows the resource, else says unknown, never 0', async () => {
    const source = await house.root.query<{ id: string }>(
      `insert into vitrine.cost_source (organization_id, id, kind, source_key, loaded_by) values ($1, gen_random_uuid(), 'focus-upload', 'f', 'spec') returning id`,
      [house.acme.organizationId],
    );
    await house.root.query(
      `insert into vitrine.cost_row (organization_id, source_id, row_no, charge_period_start, charge_period_end, charge_category, effective_cost, billing_currency, resource_id_canonical)
       select $1, $2, n, date_trunc('day', now()) - n * interval '1 day', date_trunc('day', now()) - (n - 1) * interval '1 day', 'Usage', 0.1, 'USD', 'arn:pretend:eu-central-1:v2' from generate_series(1, 10) n`,
      [house.acme.organizationId, source.rows[0]?.id],
    );
    const audit = await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    const { rows } = await house.root.query(
      `select resource_id, saving_method, saving_realisable_monthly::text as saving, currency from vitrine.finding where organization_id = $1 order by resource_id`,
      [house.acme.organizationId],
    );
    expect(rows).toEqual([
      { resource_id: 'u1', saving_method: null, saving: null, currency: null },
      { resource_id: 'v2', saving_method: 'BILLED', saving: '3.044000000000000000', currency: 'USD' },
      { resource_id: 'v4', saving_method: null, saving: null, currency: null },
    ]);
    expect((await auditRow(house.root, audit.auditId))['totals']).toMatchObject({
      savings: [{ currency: 'USD', gross: '3.044', realisable: '3.044', findings: 1 }],
    });
  });
});
