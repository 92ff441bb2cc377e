import { beforeAll, describe, expect, it } from '@jest/globals';
import { decimalText, exact } from '@vitrine/contracts';
import { type EstateDeclaration, labelledAwsAccessKeyId, labelledAwsEstate, startCloudSim, type VerdictLabel } from '@vitrine/cloud-sim';
import { type Estate, openSession, operationsOf, parseCredential, silentObserver } from '@vitrine/cloud-readers';
import { compete } from '@vitrine/pricing';
import { ruleRegistry } from './registry.generated.js';
import { auditAws, type AuditedResource, type AuditOptions } from './testing/aws-audit.js';

const signal = new AbortController().signal;
const at = new Date();
const rules = ruleRegistry.filter(({ cloud }) => cloud === 'aws');
const estate: Estate = { cloud: 'aws', accounts: ['111122223333'], regions: ['eu-west-1', 'us-east-1'], tenantId: null };
const labelled = labelledAwsEstate();

type Aws = NonNullable<EstateDeclaration['aws']>;

/** Audits a simulated account; the simulator knows nothing of our rules, and the labels nothing of either. */
async function auditOf(aws: Aws, more: Partial<AuditOptions> = {}): Promise<readonly AuditedResource[]> {
  const sim = await startCloudSim({ estate: { ...labelled.declaration, aws } });
  const session = await openSession(parseCredential('aws.key', { accessKeyId: labelledAwsAccessKeyId, secretAccessKey: 'no-service-knows-it' }), {
    baseIdentities: {},
    endpoints: { aws: sim.endpoints.aws, extraCa: sim.caCertificatePem },
    operations: operationsOf('aws')
      .filter(({ list }) => list !== 'sign-in')
      .map(({ id }) => id),
    pins: { awsAccountId: '111122223333' },
    clock: () => new Date(),
    observer: silentObserver,
    signal,
  });
  try {
    return await auditAws(rules, { session, estate, at, signal, ...more });
  } finally {
    expect(sim.log.writes()).toEqual([]);
    session.close();
    await sim.stop();
  }
}

function wordOf({ verdict, priced }: AuditedResource): VerdictLabel {
  switch (verdict.verdict) {
    case 'fail': {
      const gross = priced?.saving.savingGrossMonthly ?? null;
      return `fail ${gross === null ? 'unknown' : exact(gross).toFixed(2)}`;
    }
    case 'undetermined':
      return `undetermined ${verdict.reason}`;
    case 'pass':
    case 'not_applicable':
      return verdict.verdict;
  }
}

/** `rule resource` → the verdict as one word; a resource by the name that the label has for it. */
function wordsOf(audited: readonly AuditedResource[]): Map<string, VerdictLabel> {
  const known = new Set(labelled.resources.map(({ resourceId }) => resourceId.toLowerCase()));
  return new Map(
    audited.map((each) => {
      const names = [each.identity.resourceId, each.identity.canonicalId, each.identity.name ?? ''].map((name) => name.toLowerCase());
      return [`${each.ruleId} ${names.find((name) => known.has(name)) ?? each.identity.canonicalId}`, wordOf(each)];
    }),
  );
}

describe('a labelled AWS account (issue 4 §9)', () => {
  let audited: readonly AuditedResource[];
  let words: Map<string, VerdictLabel>;

  const known: NonNullable<AuditOptions['known']> = new Map();

  beforeAll(async () => {
    audited = await auditOf(labelled.declaration.aws, { known });
    words = wordsOf(audited);
  });

  it('has at least 300 resources and every AWS rule, each rule with a fault and something that is none', () => {
    expect(labelled.resources.length).toBeGreaterThanOrEqual(300);
    const byRule = new Map<string, Set<string>>();
    for (const { verdicts } of labelled.resources)
      for (const [rule, word] of Object.entries(verdicts)) byRule.set(rule, (byRule.get(rule) ?? new Set()).add(word.split(' ')[0] ?? ''));
    expect([...byRule.keys()].sort()).toEqual(rules.map(({ id }) => id).sort());
    for (const [rule, given] of byRule) expect([rule, given.has('fail'), given.size > 1]).toEqual([rule, true, true]);
  });

  it.each(rules.map(({ id }) => id))('%s: no wrong verdict, money exact to the cent, undetermined exactly where labelled', (ruleId) => {
    const wanted = labelled.resources.flatMap(({ resourceId, verdicts }) =>
      verdicts[ruleId] === undefined ? [] : [[`${ruleId} ${resourceId.toLowerCase()}`, verdicts[ruleId]]],
    );
    const found = [...words].filter(([key]) => key.startsWith(`${ruleId} `));
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  });

  it('claims of no resource more than it costs', () => {
    for (const { ruleId, priced } of audited) {
      const { savingGrossMonthly, costNowMonthly } = priced?.saving ?? { savingGrossMonthly: null, costNowMonthly: null };
      if (savingGrossMonthly !== null && costNowMonthly !== null)
        expect([ruleId, exact(savingGrossMonthly).lte(exact(costNowMonthly))]).toEqual([ruleId, true]);
    }
  });

  it('says the same whatever the size of pages, the order of what was read and the currency of the bill', async () => {
    const reorder = <Item>(items: readonly Item[]): readonly Item[] => [...items].reverse();
    const again = await auditOf({ ...labelled.declaration.aws, currency: 'EUR' }, { pageSize: 25, reorder, known });
    expect(Object.fromEntries(wordsOf(again))).toEqual(Object.fromEntries(words));
  });

  it('says the same of each resource when others that have nothing to do with it appear', async () => {
    const { aws } = labelled.declaration;
    const twice = <Group>(groups: readonly Group[] | undefined): Group[] => [...(groups ?? []), ...(groups ?? [])];
    const more = await auditOf(
      {
        ...aws,
        ...{ volumes: twice(aws.volumes), snapshots: twice(aws.snapshots), addresses: [...(aws.addresses ?? []), { situation: 'idle', count: 20 }] },
        ...{ databases: twice(aws.databases), buckets: twice(aws.buckets), clusters: twice(aws.clusters), tables: twice(aws.tables) },
        instances: [...(aws.instances ?? []), { situation: 'stopped-with-volumes', count: 20, volumes: [{}] }, { situation: 'idle-young', count: 20 }],
      },
      { known },
    );
    expect(more.length).toBeGreaterThan(audited.length * 1.2);
    const after = wordsOf(more);
    expect([...words].filter(([key, word]) => after.get(key) !== word)).toEqual([]);
  });

  it.each([1.7, 60])('saves of no resource more when all of them are used %d times as much', async (usage) => {
    const busier = countedByResource(await auditOf(labelled.declaration.aws, { usage, known }));
    const now = countedByResource(audited);
    expect([...busier].filter(([resource, saving]) => exact(saving).gt(exact(now.get(resource) ?? '0')))).toEqual([]);
  });
});

/** What of a resource's findings counts in totals, as the audit's last step decides it. */
function countedByResource(audited: readonly AuditedResource[]): Map<string, string> {
  const failed = audited.flatMap(({ ruleId, identity, priced }) =>
    priced === null ? [] : [{ ruleId, resource: identity.canonicalId, saving: priced.saving }],
  );
  const competed = compete(
    failed.map(({ ruleId, resource, saving }) => ({
      fingerprint: `${ruleId} ${resource}`,
      resource,
      actionGroup: rules.find(({ id }) => id === ruleId)?.actionGroup ?? 'config',
      currency: saving.currency,
      costNow: saving.costNowMonthly,
      gross: saving.savingGrossMonthly,
      realisable: saving.savingRealisableMonthly,
    })),
  );
  const sums = new Map<string, string>();
  for (const [index, { resource }] of failed.entries()) {
    const gross = competed[index]?.gross ?? null;
    if (gross !== null) sums.set(resource, decimalText(exact(sums.get(resource) ?? '0').plus(exact(gross))));
  }
  return sums;
}
