import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { auditRow, jobRow } from '../testing/audit-rows.js';
import { idleRule, PretendCloud, pretendContext, unattachedRule, unknownVolumeRule, type PretendEstate } from '../testing/pretend-cloud.js';
import { oneRound, runAuditHere, startAudit, workUntilIdle, type Pools } from '../testing/run-audit-here.js';
import type { AuditContext } from './audit-context.js';

const volume = (id: string, attached: boolean) => ({ id, attached, gib: 10 });
const smallEstate = (): PretendEstate => ({
  regions: ['eu-central-1', 'us-east-1'],
  volumes: { 'eu-central-1': [volume('v1', true), volume('v2', false), volume('v3', true), volume('v4', false), volume('v5', true)], 'us-east-1': [volume('u1', false)] },
  machines: { 'eu-central-1': [{ id: 'm1', volumeIds: ['v1', 'v3'] }, { id: 'm2', volumeIds: ['v5'] }], 'us-east-1': [] },
  cpu: { m1: 1, m2: 80 },
});

describe('an audit in rows', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  let cloud: PretendCloud;
  let context: AuditContext;
  let pools: Pools;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
    pools = { root: database.poolFor('postgres'), relay: database.poolFor('vitrine_relay') };
  });
  afterAll(async () => database.drop());
  beforeEach(async () => {
    await root().query(`update vitrine.audit set state = 'cancelled' where state in ('queued', 'running')`);
    await root().query(`update vitrine.job set state = 'cancelled' where state in ('queued', 'running')`);
    await root().query(`update vitrine.connection set state = 'valid', state_code = null, credential_version = 1, account_pinned = null, bill = null`);
    for (const table of ['finding', 'resource']) await root().query(`delete from vitrine.${table}`);
    cloud = new PretendCloud(smallEstate());
    context = pretendContext(database.poolFor('vitrine_worker'), cloud);
  });
  const root = () => database.poolFor('postgres');

  async function findings(organization: SeededOrganization = acme): Promise<string[]> {
    const { rows } = await root().query<{ line: string }>(
      `select rule_id || ' ' || resource_id || ' ' || verdict || ' ' || status || case when provisional then ' provisional' else '' end as line from vitrine.finding where organization_id = $1 order by 1`,
      [organization.organizationId],
    );
    return rows.map((row) => row.line.replace('aws.pretend.', ''));
  }

  it('reads, judges, waits for look-ups, asks for metrics once, and ends complete', async () => {
    const audit = await runAuditHere(context, pools, acme);
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ state: 'completed', jobs_open: 0, error_code: null });
    expect(await findings()).toEqual([
      'machine-idle m1 fail open',
      'volume-unattached u1 fail open',
      'volume-unattached v2 fail open',
      'volume-unattached v4 fail open',
      'volume-unreferenced u1 fail open',
      'volume-unreferenced v2 fail open',
      'volume-unreferenced v4 fail open',
    ]);
    // 3 + 1 volume pages, 1 + 1 machine pages, one metrics call for 2 machines × 2 metrics.
    expect([cloud.count('pretend:DescribeVolumes'), cloud.count('pretend:DescribeMachines'), cloud.count('pretend:GetMetricData')]).toEqual([4, 2, 1]);
    const row = await auditRow(root(), audit.auditId);
    expect(row['receipt']).toMatchObject({ calls: 7, writes: 0, denied: 0, operations: { 'pretend:DescribeVolumes': { calls: 4 } } });
    expect(row['totals']).toMatchObject({ coverage: { items: 10, blindSpots: [] } });
  });

  it('numbers its events without a gap and ends with `ended`; refs hold ids, counts and codes only', async () => {
    const audit = await runAuditHere(context, pools, acme);
    const { rows } = await root().query<{ seq: string; kind: string; ref: Record<string, unknown> }>(`select seq, kind, ref from vitrine.audit_event where audit_id = $1 order by seq`, [audit.auditId]);
    expect(rows.map((row) => Number(row.seq))).toEqual(rows.map((_, index) => index + 1));
    expect(rows[0]?.kind).toBe('started');
    expect(rows.at(-1)).toMatchObject({ kind: 'ended', ref: { state: 'completed' } });
    expect(rows.some((row) => row.kind === 'finding')).toBe(true);
    expect(JSON.stringify(rows)).not.toContain('arn:');
  });

  it('shows a page’s findings as provisional while it runs and totals only at the end', async () => {
    const audit = await startAudit(pools, acme, { rules: [unattachedRule.id] });
    await oneRound(context, pools);
    await oneRound(context, pools);
    expect(await findings()).toContain('volume-unattached v2 fail open provisional');
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ state: 'running', totals: null });
    await workUntilIdle(context, pools);
    expect((await findings()).filter((line) => line.includes('provisional'))).toEqual([]);
  });

  it('writes no finding row when it finds the same again', async () => {
    await runAuditHere(context, pools, acme, { rules: [unattachedRule.id, unknownVolumeRule.id] });
    const versions = async () => (await root().query(`select id, version, xmin::text as written, audit_id from vitrine.finding order by id`)).rows;
    const before = await versions();
    await runAuditHere(context, pools, acme, { rules: [unattachedRule.id, unknownVolumeRule.id] });
    expect(await versions()).toEqual(before);
  });

  it('resolves what is gone, reopens what comes back, and leaves the other organization alone though it reads the same account', async () => {
    await runAuditHere(context, pools, umbra, { rules: [unattachedRule.id] });
    await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    cloud.estate.volumes['eu-central-1'] = [volume('v1', true), volume('v2', true)];
    await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    expect(await findings()).toEqual(['volume-unattached u1 fail open', 'volume-unattached v2 fail resolved', 'volume-unattached v4 fail resolved']);
    expect(await findings(umbra)).toEqual(['volume-unattached u1 fail open', 'volume-unattached v2 fail open', 'volume-unattached v4 fail open']);
    const { rows } = await root().query(`select resource_id from vitrine.resource where organization_id = $1 and gone_at is not null order by 1`, [acme.organizationId]);
    expect(rows.map((row: { resource_id: string }) => row.resource_id)).toEqual(['v3', 'v4', 'v5']);
    cloud.estate = smallEstate();
    await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    expect(await findings()).toContain('volume-unattached v2 fail open');
  });

  it('opens a waived finding again once its time is over, and keeps one whose time is not', async () => {
    await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    await root().query(`update vitrine.finding set status = 'waived', waived_until = case resource_id when 'v2' then now() - interval '1 minute' else now() + interval '1 day' end where resource_id in ('v2', 'v4')`);
    await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    expect(await findings()).toEqual(['volume-unattached u1 fail open', 'volume-unattached v2 fail open', 'volume-unattached v4 fail waived']);
  });

  it('turns a denied operation into undetermined that names the permission, and resolves nothing there', async () => {
    await runAuditHere(context, pools, acme);
    const before = await findings();
    cloud.before = (request) => (request.operation === 'pretend:DescribeVolumes' && request.region === 'eu-central-1' ? { outcome: 'denied', operation: request.operation, permission: 'pretend:LetMeSee', providerCode: 'AccessDenied', requestId: null } : null);
    const audit = await runAuditHere(context, pools, acme);
    expect(await findings()).toEqual(before);
    const row = await auditRow(root(), audit.auditId);
    expect(row).toMatchObject({ state: 'completed' });
    expect(row['totals']).toMatchObject({
      coverage: {
        rules: { [unattachedRule.id]: { undetermined: { no_permission: 1 } } },
        blindSpots: expect.arrayContaining([{ ruleId: unattachedRule.id, operation: 'pretend:DescribeVolumes', permission: 'pretend:LetMeSee', reason: 'no_permission', times: 1 }]),
      },
    });
  });

  it('turns a denied look-up into undetermined for exactly the rules that ask it', async () => {
    cloud.before = (request) => (request.operation === 'pretend:DescribeMachines' ? { outcome: 'denied', operation: request.operation, permission: 'pretend:LetMeSee', providerCode: 'AccessDenied', requestId: null } : null);
    const audit = await runAuditHere(context, pools, acme);
    expect(await findings()).toEqual(['volume-unattached u1 fail open', 'volume-unattached v2 fail open', 'volume-unattached v4 fail open']);
    const { totals } = await auditRow(root(), audit.auditId);
    expect(totals).toMatchObject({ coverage: { rules: { [unknownVolumeRule.id]: { undetermined: { look_up_denied: 6 }, fail: 0 } } } });
  });

  it('says no_metrics where there are none, as a row on which a person can act', async () => {
    cloud.estate.cpu = {};
    await runAuditHere(context, pools, acme, { rules: [idleRule.id] });
    expect(await findings()).toEqual(['machine-idle m1 undetermined open', 'machine-idle m2 undetermined open']);
  });

  it('asks 500 candidates × 2 metrics in 2 calls, in full batches across pages and the remainder at the end', async () => {
    cloud.estate = { regions: ['eu-central-1'], volumes: {}, machines: { 'eu-central-1': Array.from({ length: 501 }, (_, n) => ({ id: `m${String(n)}`, volumeIds: [] })) }, cpu: {} };
    await runAuditHere(context, pools, acme, { rules: [idleRule.id] });
    expect(cloud.count('pretend:GetMetricData')).toBe(2 + 1);
    const { rows } = await root().query(`select count(*)::int as n from vitrine.job where kind = 'metrics' and organization_id = $1 and state = 'done' and audit_id = (select id from vitrine.audit where organization_id = $1 order by created_at desc limit 1)`, [acme.organizationId]);
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('resumes at the page in hand after a kill, and repeats no committed page', async () => {
    let killed = false;
    cloud.before = (request) => {
      if (killed || request.operation !== 'pretend:DescribeVolumes' || request.query?.['token'] !== '2') return null;
      killed = true;
      throw new Error('the process is gone');
    };
    const audit = await startAudit(pools, acme, { rules: [unattachedRule.id] });
    await workUntilIdle(context, pools);
    await root().query(`update vitrine.job set not_before = null, offered_at = null where audit_id = $1`, [audit.auditId]);
    await workUntilIdle(context, pools);
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ state: 'completed' });
    const tokens = cloud.calls.filter((call) => call.region === 'eu-central-1').map((call) => call.query?.['token']);
    expect(tokens).toEqual(['', '2', '2', '4']);
  });

  it('begins again at page 0 when the provider refuses its own token, and counts nothing twice', async () => {
    let refused = false;
    cloud.before = (request) => {
      if (refused || request.query?.['token'] !== '4') return null;
      refused = true;
      return { outcome: 'token-refused', operation: request.operation };
    };
    const audit = await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ state: 'completed', totals: { coverage: { items: 6, rules: { [unattachedRule.id]: { fail: 3, pass: 3 } } } } });
  });

  it('ends partial and resolves nothing in a scope that could not be read', async () => {
    await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    cloud.estate.volumes = { 'eu-central-1': [], 'us-east-1': [] };
    cloud.before = (request) => (request.region === 'eu-central-1' ? { outcome: 'unavailable', operation: request.operation, reason: 'shape', retryable: false } : null);
    const audit = await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ state: 'partial', error_code: 'cloud-unavailable' });
    expect(await findings()).toEqual(['volume-unattached u1 fail resolved', 'volume-unattached v2 fail open', 'volume-unattached v4 fail open']);
  });

  it('does not take an item that it cannot parse for one that is gone', async () => {
    await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    cloud.before = (request) => (request.region === 'eu-central-1' ? { outcome: 'read', body: { items: [{ id: 'v2' }], next: null }, requestId: null } : null);
    const audit = await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    expect(await findings()).toContain('volume-unattached v2 fail open');
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ state: 'partial', totals: { coverage: { rules: { [unattachedRule.id]: { undetermined: { unparsable: 1 } } } } } });
  });

  it('rejects a stored key that gained write before it reads anything, and warns about a role', async () => {
    cloud.validation = { ...cloud.validation, writeCapable: [{ action: 'ec2:TerminateInstances', source: 'policy' }] };
    await root().query(`update vitrine.connection set kind = 'aws.key' where organization_id = $1 and cloud = 'aws'`, [acme.organizationId]);
    const refused = await runAuditHere(context, pools, acme);
    expect(await auditRow(root(), refused.auditId)).toMatchObject({ state: 'failed', error_code: 'write-capable' });
    expect(cloud.calls).toHaveLength(0);
    await root().query(`update vitrine.connection set kind = 'aws.role', state = 'valid' where organization_id = $1 and cloud = 'aws'`, [acme.organizationId]);
    const warned = await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    expect(await auditRow(root(), warned.auditId)).toMatchObject({ state: 'completed' });
    const { rows } = await root().query(`select state, state_code from vitrine.connection where organization_id = $1 and cloud = 'aws'`, [acme.organizationId]);
    expect(rows).toEqual([{ state: 'valid', state_code: 'write-capable' }]);
  });

  it('refuses a credential that opens another account than the pinned one', async () => {
    await root().query(`update vitrine.connection set account_pinned = '999900001111' where organization_id = $1 and cloud = 'aws'`, [acme.organizationId]);
    const audit = await runAuditHere(context, pools, acme);
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ state: 'failed', error_code: 'account-mismatch' });
    expect(cloud.calls).toHaveLength(0);
  });

  it('cancels: the page in hand is dropped, committed pages stay, nothing is resolved', async () => {
    await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    cloud.estate.volumes = { 'eu-central-1': [volume('n1', false), volume('n2', false), volume('n3', false)], 'us-east-1': [] };
    const audit = await startAudit(pools, acme, { rules: [unattachedRule.id] });
    cloud.before = async (request) => {
      if (request.query?.['token'] === '2') await root().query(`update vitrine.audit set cancel_requested_at = now() where id = $1`, [audit.auditId]);
      return null;
    };
    await workUntilIdle(context, pools);
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ state: 'cancelled', jobs_open: 0 });
    const now = await findings();
    expect(now).toContain('volume-unattached n1 fail open provisional');
    expect(now).not.toContain('volume-unattached n3 fail open provisional');
    expect(now.filter((line) => line.includes('resolved'))).toEqual([]);
  });

  it('stops at a revocation, and makes no call afterwards', async () => {
    const audit = await startAudit(pools, acme, { rules: [unattachedRule.id] });
    let callsAfter = 0;
    cloud.before = async (request) => {
      if (request.query?.['token'] === '2') await root().query(`update vitrine.connection set state = 'revoked' where organization_id = $1`, [acme.organizationId]);
      else if (request.query?.['token'] === '4') callsAfter += 1;
      return null;
    };
    await workUntilIdle(context, pools);
    expect(callsAfter).toBe(0);
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ state: 'cancelled', error_code: 'connection-revoked' });
  });

  it('drains at a page border: requeued, attempt given back, the next process goes on', async () => {
    let draining = false;
    cloud.before = (request) => {
      if (request.query?.['token'] === '2') draining = true;
      return null;
    };
    const leaving = { ...context, draining: () => draining };
    const audit = await startAudit(pools, acme, { rules: [unattachedRule.id] });
    await oneRound(leaving, pools);
    const { offers } = await oneRound(leaving, pools);
    const drained = await Promise.all(offers.map((offer) => jobRow(root(), offer.jobId)));
    expect(drained).toContainEqual(expect.objectContaining({ state: 'queued', attempt: 0, page_no: 2, page_token: '4' }));
    await workUntilIdle(context, pools);
    expect(await auditRow(root(), audit.auditId)).toMatchObject({ state: 'completed' });
  });

  it('takes money from the bill where it knows the resource, else says unknown, never 0', async () => {
    const source = await root().query<{ id: string }>(`insert into vitrine.cost_source (organization_id, id, kind, source_key, loaded_by) values ($1, gen_random_uuid(), 'focus-upload', 'f', 'spec') returning id`, [acme.organizationId]);
    await root().query(
      `insert into vitrine.cost_row (organization_id, source_id, row_no, charge_period_start, charge_period_end, charge_category, effective_cost, billing_currency, resource_id_canonical)
       select $1, $2, n, date_trunc('day', now()) - n * interval '1 day', date_trunc('day', now()) - (n - 1) * interval '1 day', 'Usage', 0.1, 'USD', 'arn:pretend:eu-central-1:v2' from generate_series(1, 10) n`,
      [acme.organizationId, source.rows[0]?.id],
    );
    const audit = await runAuditHere(context, pools, acme, { rules: [unattachedRule.id] });
    const { rows } = await root().query(`select resource_id, saving_method, saving_realisable_monthly::text as saving, currency from vitrine.finding where organization_id = $1 order by resource_id`, [acme.organizationId]);
    expect(rows).toEqual([
      { resource_id: 'u1', saving_method: null, saving: null, currency: null },
      { resource_id: 'v2', saving_method: 'BILLED', saving: '3.044000000000000000', currency: 'USD' },
      { resource_id: 'v4', saving_method: null, saving: null, currency: null },
    ]);
    expect((await auditRow(root(), audit.auditId))['totals']).toMatchObject({ savings: [{ currency: 'USD', gross: '3.044', realisable: '3.044', findings: 1 }] });
  });
});
