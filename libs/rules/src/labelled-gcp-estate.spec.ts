import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CloudSim, labelledGcpEstate, startCloudSim } from '@vitrine/cloud-sim';
import { exact } from '@vitrine/contracts';
import type { AnyRule } from './engine/define-rule.js';
import { judgeItem } from './engine/judge.js';
import { ruleRegistry } from './registry.generated.js';
import { GcpAudit, type JudgedItem, labelKey, labelsOf } from './testing/gcp-audit.js';
import { gcpFaultOf } from './testing/gcp-faults.js';
import { isNoLargerClaim } from './testing/no-larger-claim.js';

const rules: readonly AnyRule[] = ruleRegistry.filter(({ cloud, family }) => cloud === 'gcp' && family === 'cost');
const wordOf = ({ verdict }: JudgedItem): string => (verdict.verdict === 'undetermined' ? verdict.reason : verdict.verdict);
const faultOf = (rule: AnyRule): string => {
  const fault = gcpFaultOf[rule.id];
  if (fault === undefined) throw new Error(`testing/gcp-faults.ts does not say which fault ${rule.id} finds`);
  return fault;
};
type Judged = ReadonlyMap<AnyRule, readonly JudgedItem[]>;
const said = (judged: Judged, without = '!'): Map<string, string> =>
  new Map(
    [...judged].flatMap(([rule, items]) =>
      items
        .filter(({ seen }) => !seen.identity.canonicalId.includes(without))
        .map((each): [string, string] => [`${rule.id} ${each.seen.identity.canonicalId}`, `${wordOf(each)} ${each.saving ?? ''}`]),
    ),
  );

describe('a labelled Google Cloud organization, read, measured, billed and judged', () => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicKeyPem = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const sims: CloudSim[] = [];
  const audits: GcpAudit[] = [];
  let sim: CloudSim;
  let judged: Judged;

  async function auditOf(estate: Parameters<typeof labelledGcpEstate>[0], paging: Parameters<typeof GcpAudit.open>[2] = {}): Promise<Judged> {
    const started = await startCloudSim({ estate: { seed: 11, gcp: labelledGcpEstate({ ...estate, publicKeyPem }) } });
    sims.push(started);
    const audit = await GcpAudit.open(started, key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), paging);
    audits.push(audit);
    const all = new Map<AnyRule, readonly JudgedItem[]>();
    for (const rule of rules) all.set(rule, await audit.judge(rule));
    return all;
  }

  beforeAll(async () => {
    judged = await auditOf({});
    [sim] = sims as [CloudSim];
  }, 120_000);
  afterAll(async () => {
    for (const audit of audits) audit.close();
    await Promise.all(sims.map((each) => each.stop()));
  });

  it('has at least 300 labelled resources, and each rule shows a fault and something that is none', () => {
    const labels = [...labelsOf(sim).values()];
    expect(new Set(labels.map(({ resourceId }) => resourceId)).size).toBeGreaterThanOrEqual(300);
    for (const rule of rules) {
      const words = labels.filter(({ fault }) => fault === faultOf(rule)).map(({ verdict }) => verdict);
      expect({ rule: rule.id, fails: words.includes('fail'), spares: words.some((word) => word !== 'fail') }).toEqual({
        rule: rule.id,
        fails: true,
        spares: true,
      });
    }
  });

  it('gets no verdict wrong: fail, pass, not applicable and undetermined exactly where the label says so', () => {
    const labels = labelsOf(sim);
    const wrong: string[] = [];
    const met = new Set<string>();
    for (const [rule, items] of judged) {
      for (const each of items) {
        const label = labelKey(faultOf(rule), each.seen.identity.canonicalId);
        met.add(label);
        const wanted = labels.get(label)?.verdict ?? 'nothing';
        if (wanted !== wordOf(each)) wrong.push(`${label}: wanted ${wanted}, said ${wordOf(each)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect([...labels.keys()].filter((label) => !met.has(label))).toEqual([]);
  });

  it('gets the money of every fault right, to the last digit of the label, in the organization’s currency', () => {
    const labels = labelsOf(sim);
    const wrong: string[] = [];
    for (const [rule, items] of judged) {
      for (const { seen, verdict, saving, currency } of items) {
        if (verdict.verdict !== 'fail') continue;
        const wanted = labels.get(labelKey(faultOf(rule), seen.identity.canonicalId))?.monthlySaving ?? null;
        const same = wanted === null ? saving === null : saving !== null && currency === 'EUR' && exact(saving).toFixed(10) === exact(wanted).toFixed(10);
        if (!same) wrong.push(`${rule.id} ${seen.identity.canonicalId}: wanted ${wanted ?? 'unknown'}, got ${saving ?? 'unknown'}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('says the same, and the same amounts, in small pages that come last first, beside resources that have nothing to do with it', async () => {
    const more = [
      { kind: 'disk', name: 'unrelated-disk', count: 9, condition: 'unattached', dailyCost: '9.9900' },
      { kind: 'instance', name: 'unrelated-vm', count: 4, condition: 'idle', dailyCost: '8.8800' },
      { kind: 'sql-instance', name: 'unrelated-db', count: 2, condition: 'idle', dailyCost: '7.7700' },
      { kind: 'forwarding-rule', name: 'unrelated-front', count: 3, condition: 'served', dailyCost: '0.6600' },
      { kind: 'cluster', name: 'unrelated-cluster', count: 2, condition: 'used', dailyCost: '2.4000' },
    ] as const;
    const again = await auditOf({ more, rowsPerPage: 501 }, { pageSize: 37, reversed: true });
    expect(said(again, '/unrelated-')).toEqual(said(judged));
    expect(said(again).size).toBeGreaterThan(said(judged).size);
  }, 120_000);

  it('says the same amounts in another currency', async () => {
    const again = await auditOf({ currency: 'CHF' });
    expect(said(again)).toEqual(said(judged));
    expect(new Set([...again.values()].flat().flatMap(({ currency }) => (currency === null ? [] : [currency])))).toEqual(new Set(['CHF']));
  }, 120_000);

  it('never finds more waste, nor more money, where a metric of any resource shows more use', () => {
    const measured = [...judged].flatMap(([rule, items]) =>
      items.filter(({ context }) => Object.keys(context.metrics).length > 0).map((each) => ({ rule, each })),
    );
    expect(measured.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(fc.constantFrom(...measured), fc.double({ min: 0.01, max: 100, noNaN: true }), fc.nat(), ({ rule, each }, factor, pick) => {
        const names = Object.keys(each.context.metrics);
        const name = names[pick % names.length] ?? '';
        const reading = each.context.metrics[name];
        if (reading?.state !== 'read') return;
        const values = reading.answer.values.map((value) => value * (1 + factor) + factor);
        const metrics = { ...each.context.metrics, [name]: { state: 'read' as const, answer: { ...reading.answer, values } } };
        const after = judgeItem(rule, each.seen.item, each.seen.identity, { ...each.context, metrics });
        if (each.verdict.verdict === 'pass') expect(after.verdict).toBe('pass');
        if (each.verdict.verdict === 'fail' && after.verdict === 'fail') expect(isNoLargerClaim(each.verdict.cost, after.cost)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
