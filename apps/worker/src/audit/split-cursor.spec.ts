import { describe, expect, it } from '@jest/globals';
import { lookup } from '@vitrine/rules';
import { AuditHouse, volume } from '../testing/audit-house.js';
import { auditRow } from '../testing/audit-rows.js';
import { idleRule, inParts, machineReader, pretendCatalogue, unattachedRule, unknownVolumeRule, volumeReader } from '../testing/pretend-cloud.js';
import { oneRound, runAuditHere, startAudit, workUntilIdle } from '../testing/run-audit-here.js';
import type { PretendMachine, PretendVolume } from '../testing/pretend-cloud.js';
import type { AuditContext } from './audit-context.js';
import { eraseRule } from './audit-catalogue.js';

const volumes = inParts(volumeReader);
const machines = inParts(machineReader);
const rules = [
  eraseRule({ ...unattachedRule, needs: { item: volumes } }),
  eraseRule({
    ...unknownVolumeRule,
    needs: { item: volumes },
    lookups: {
      machines: lookup<PretendVolume, PretendMachine>({
        reader: machines,
        keys: (machine) => machine.volumeIds.map((key) => ({ key })),
        ask: ({ id }) => [id],
      }),
    },
  }),
  eraseRule({ ...idleRule, needs: { item: machines } }),
];

describe('a list of several pages, whose provider can filter it into parts', () => {
  const house = new AuditHouse();
  const context = (): AuditContext => ({ ...house.context, catalogue: { ...pretendCatalogue, rules } });
  /** All but how many jobs it took. */
  const totalsOf = async (auditId: string): Promise<unknown> => {
    const { rows } = await house.root.query<{ totals: unknown }>(`select totals - 'jobs' as totals from vitrine.audit where id = $1`, [auditId]);
    return rows[0]?.totals;
  };
  const manyMachines = (): void => {
    house.cloud.estate.machines['eu-central-1'] = [1, 2, 3, 4, 5].map((n) => ({ id: `m${String(n)}`, volumeIds: [`v${String(n)}`] }));
  };

  it('is read in parts to the same findings, and every item, tally and metric is counted once', async () => {
    manyMachines();
    house.cloud.estate.cpu = { m1: 1, m2: 1, m3: 80, m4: 1, m5: 80 };
    const whole = await runAuditHere(house.context, house.pools, house.acme);
    const wholly = { findings: await house.findings(), totals: await totalsOf(whole.auditId) };
    expect(wholly.findings).toHaveLength(7);
    for (const table of ['finding', 'resource']) await house.root.query(`delete from vitrine.${table}`);
    house.cloud.calls.length = 0;
    const audit = await runAuditHere(context(), house.pools, house.acme);
    const row = await auditRow(house.root, audit.auditId);
    expect({ findings: await house.findings(), totals: await totalsOf(audit.auditId) }).toEqual(wholly);
    expect(row).toMatchObject({ state: 'completed', jobs_open: 0, error_code: null });
    // eu-central-1: one page that shows there are more, then 3 odd volumes on two pages and 2 even ones on one; us-east-1 has one page and stays whole.
    expect(
      house.cloud.calls
        .filter((call) => call.operation === volumeReader.operations[0])
        .map((call) => [call.region, call.query?.['part'] ?? 'whole'].join(' '))
        .sort(),
    ).toEqual(['eu-central-1 even', 'eu-central-1 odd', 'eu-central-1 odd', 'eu-central-1 whole', 'us-east-1 whole']);
  });

  it('lets who waited for it wait for its parts: a key in the part read last is not missing', async () => {
    manyMachines();
    const audit = await startAudit(house.pools, house.acme, { rules: [unknownVolumeRule.id] });
    await oneRound(context(), house.pools);
    await oneRound(context(), house.pools);
    const waiting = await house.root.query<{ reader: string; waits: number }>(
      `select reader, cardinality(waits_for)::int as waits from vitrine.job where audit_id = $1 and kind = 'cursor' and scope like '%eu-central-1' and state = 'queued' order by 1, 2`,
      [audit.auditId],
    );
    expect(waiting.rows).toEqual([
      { reader: 'pretend.machines', waits: 0 },
      { reader: 'pretend.machines', waits: 0 },
      { reader: 'pretend.volumes', waits: 3 },
    ]);
    await workUntilIdle(context(), house.pools);
    expect(await house.findings()).toEqual(['volume-unreferenced u1 fail open']);
  });

  it('leaves the other organization’s jobs as they are', async () => {
    manyMachines();
    const other = await startAudit(house.pools, house.umbra, { rules: [unknownVolumeRule.id] });
    await runAuditHere(context(), house.pools, house.acme, { rules: [unknownVolumeRule.id] });
    await workUntilIdle(context(), house.pools);
    expect(await house.findings(house.umbra)).toEqual(['volume-unreferenced u1 fail open']);
    const { rows } = await house.root.query(
      `select 1 from vitrine.job j join vitrine.job w on w.id = any(j.waits_for) where w.organization_id <> j.organization_id`,
    );
    expect([rows, (await auditRow(house.root, other.auditId))['state']]).toEqual([[], 'completed']);
  });

  it('resolves what is gone only when every part was read', async () => {
    const only = { rules: [unattachedRule.id] };
    await runAuditHere(context(), house.pools, house.acme, only);
    house.cloud.estate.volumes['eu-central-1'] = [1, 3, 5, 7, 9].map((n) => volume(`v${String(n)}`, true));
    house.cloud.before = (request) =>
      request.query?.['part'] === 'even'
        ? { outcome: 'denied', operation: request.operation, permission: 'p', providerCode: 'AccessDenied', requestId: null }
        : null;
    await runAuditHere(context(), house.pools, house.acme, only);
    expect(await house.findings()).toContain('volume-unattached v2 fail open');
    house.cloud.before = () => null;
    await runAuditHere(context(), house.pools, house.acme, only);
    expect(await house.findings()).toContain('volume-unattached v2 fail resolved');
  });
});
