import { startCloudSim } from '@vitrine/cloud-sim';
import { type AnyReader, azureComputeDisksReader, openSession, type OpenSession, parseCredential, readPages, silentObserver } from '@vitrine/cloud-readers';
import { ruleRegistry, screenItem } from '@vitrine/rules';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { Undo } from './undo.js';

const DISKS = 100_000;
const WASTE = DISKS * 0.02;
const MOST_CALLS = 5;
const RULE = 'azure.compute.disk-unattached';
const GRAPH = 'Microsoft.ResourceGraph/resources/read';

const tenantId = '3e0d6c1a-58b2-4f97-8a1e-7c4b9d2f0a01';
const accountId = '8b5f2d70-9c13-4e68-a7d4-1f0e6c3b9a02';
const clientId = '6d9a1e4c-2b70-4d85-9f36-0c8e7a5b1d03';
const clientSecret = 'opens-nothing-but-this-bench';

/** 100,000 Azure disks with 2 % waste: Resource Graph calls as the cloud counts them, against a list of everything. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const sim = await startCloudSim({
      estate: {
        azure: {
          cloudTenantId: tenantId,
          applications: [{ clientId, objectId: '0f4c8b2e-6a19-4d73-b5e8-9a2d7c1f3e04', clientSecret }],
          subscriptions: [
            {
              subscriptionId: accountId,
              resources: [
                { kind: 'disk', name: 'in-use', count: DISKS - WASTE, condition: 'attached' },
                { kind: 'disk', name: 'left', count: WASTE, condition: 'unattached' },
              ],
            },
          ],
        },
      },
    });
    undo.add(() => sim.stop());
    const session = await openSession(parseCredential('azure.secret', { tenantId, clientId, clientSecret }), {
      baseIdentities: {},
      endpoints: { azureArm: sim.endpoints.azure, azureAuthority: sim.endpoints.azureAuthority, extraCa: sim.caCertificatePem },
      operations: ['Microsoft.Compute/disks/read'],
      clock: () => new Date(),
      observer: silentObserver,
      signal: new AbortController().signal,
    });
    undo.add(() => Promise.resolve(session.close()));
    const started = performance.now();
    const { seen, failed } = await judgeAll(session);
    const seconds = (performance.now() - started) / 1000;
    const calls = sim.log.operations()[GRAPH] ?? 0;
    say(`azure-disks: ${String(calls)} calls, ${String(seen)} disks answered, ${String(failed)} of ${String(DISKS)} left behind, ${seconds.toFixed(1)} s`);
    if (failed !== WASTE) throw new Error(`${String(failed)} disks failed, ${String(WASTE)} were declared`);
    return [
      {
        row: 'azure-disks',
        figure: 'Resource Graph calls',
        measured: { value: calls, unit: 'calls' },
        baseline: null,
        bar: { atMost: MOST_CALLS },
        notes: `${String(DISKS)} disks, ${String(WASTE)} of them waste and found; ${String(DISKS / azureComputeDisksReader.pageSize)} calls list them all; ${seconds.toFixed(1)} s, the simulator in the same process`,
      },
    ];
  } finally {
    await undo.run();
  }
}

async function judgeAll(session: OpenSession): Promise<{ seen: number; failed: number }> {
  const rule = ruleRegistry.find(({ id }) => id === RULE);
  if (rule === undefined) throw new Error(`no rule ${RULE}`);
  const reader: AnyReader = rule.needs.item;
  const scope = { cloud: 'azure', accountId, region: null } as const;
  const context = { lookups: {}, at: new Date(), settings: rule.defaults };
  let seen = 0;
  let failed = 0;
  for await (const page of readPages(reader, scope, session, { pageToken: null, signal: new AbortController().signal })) {
    if (page.outcome !== 'read') throw new Error(JSON.stringify(page));
    seen += page.items.length;
    failed += page.items.filter((item) => {
      const verdict = screenItem(rule, item, reader.identify(item, scope), context);
      return verdict !== 'candidate' && verdict.verdict === 'fail';
    }).length;
  }
  return { seen, failed };
}
