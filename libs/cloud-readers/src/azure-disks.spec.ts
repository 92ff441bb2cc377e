import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CloudSim, startCloudSim } from '@vitrine/cloud-sim';
import { azureComputeDisksReader } from './azure/compute/disks.reader.js';
import { resourceGraphBody } from './azure/azure-fields.js';
import type { AnyReader } from './engine/define-reader.js';
import { readPages } from './engine/read-pages.js';
import { silentObserver } from './gate/call-observer.js';
import { parseCredential } from './sessions/credential.js';
import { openSession } from './sessions/open-session.js';
import type { OpenSession } from './sessions/session-options.js';

const tenantId = '3e0d6c1a-58b2-4f97-8a1e-7c4b9d2f0a01';
const accountId = '8b5f2d70-9c13-4e68-a7d4-1f0e6c3b9a02';
const clientId = '6d9a1e4c-2b70-4d85-9f36-0c8e7a5b1d03';
const clientSecret = 'a-secret-of-this-spec';

/** A fiftieth of the size that issue 4 §8 names (100,000 disks, 2 % waste, pages of 1,000), with the same shape. */
const disks = 2_000;
const waste = disks * 0.02;
const pageSize = 1_000 / 50;
const mostCalls = 5;

describe('2,000 disks of which 2 % are waste, in pages of 20: what 100,000 are in pages of 1,000', () => {
  let sim: CloudSim;
  let session: OpenSession;

  beforeAll(async () => {
    sim = await startCloudSim({
      estate: {
        azure: {
          cloudTenantId: tenantId,
          applications: [{ clientId, objectId: '0f4c8b2e-6a19-4d73-b5e8-9a2d7c1f3e04', clientSecret }],
          subscriptions: [
            {
              subscriptionId: accountId,
              resources: [
                { kind: 'disk', name: 'in-use', count: disks - waste, condition: 'attached' },
                { kind: 'disk', name: 'left', count: waste, condition: 'unattached' },
              ],
            },
          ],
        },
      },
    });
    const { endpoints } = sim;
    session = await openSession(parseCredential('azure.secret', { tenantId, clientId, clientSecret }), {
      baseIdentities: {},
      endpoints: { azureArm: endpoints.azure, azureAuthority: endpoints.azureAuthority, extraCa: sim.caCertificatePem },
      operations: ['Microsoft.Compute/disks/read'],
      clock: () => new Date(),
      observer: silentObserver,
      signal: new AbortController().signal,
    });
  });
  afterAll(async () => {
    session.close();
    await sim.stop();
  });

  /** Items, and the Resource Graph calls as the cloud counted them. */
  async function read(reader: AnyReader): Promise<{ items: unknown[]; calls: number }> {
    const before = graphCalls();
    const items: unknown[] = [];
    const scope = { cloud: 'azure', accountId, region: null } as const;
    for await (const page of readPages(reader, scope, session, { pageToken: null, signal: new AbortController().signal, pageSize })) {
      if (page.outcome !== 'read') throw new Error(JSON.stringify(page));
      items.push(...page.items);
    }
    return { items, calls: graphCalls() - before };
  }
  const graphCalls = (): number => sim.log.operations()['Microsoft.ResourceGraph/resources/read'] ?? 0;

  it('cost two calls, since the filter is run where the disks are: only what might be waste is answered', async () => {
    const { items, calls } = await read(azureComputeDisksReader as AnyReader);
    expect(items).toHaveLength(waste);
    expect(calls).toBe(Math.ceil(waste / pageSize));
    expect(calls).toBeLessThanOrEqual(mostCalls);
  });

  it('would cost a hundred without it', async () => {
    const unfiltered: AnyReader = {
      ...(azureComputeDisksReader as AnyReader),
      request: (input) => ({
        operation: 'Microsoft.Compute/disks/read',
        body: resourceGraphBody('microsoft.compute/disks', ['managedBy', 'sku', 'properties'], input),
      }),
    };
    const { items, calls } = await read(unfiltered);
    expect(items).toHaveLength(disks);
    expect(calls).toBe(disks / pageSize);
  });
});
