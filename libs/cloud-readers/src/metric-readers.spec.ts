import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_AWS_READ_POLICY, startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import { awsCloudwatchMetricReader } from './aws/cloudwatch/metric-data.metric-reader.js';
import { awsEc2InstancesReader } from './aws/ec2/instances.reader.js';
import { azureComputeVirtualMachinesReader } from './azure/compute/virtual-machines.reader.js';
import { azureMonitorMetricReader } from './azure/monitor/metrics-batch.metric-reader.js';
import type { MetricQuery, MetricReader, MetricSpec } from './engine/define-metric-reader.js';
import { readPages } from './engine/read-pages.js';
import type { Reader } from './engine/define-reader.js';
import type { Scope } from './engine/scope.js';
import { silentObserver } from './gate/call-observer.js';
import { gcpComputeInstancesReader } from './gcp/compute/instances.reader.js';
import { gcpMonitoringMetricReader } from './gcp/monitoring/time-series.metric-reader.js';
import { operationsOf } from './operations/manifest.js';
import { parseCredential, type Credential } from './sessions/credential.js';
import { openSession } from './sessions/open-session.js';
import type { OpenSession } from './sessions/session-options.js';

const tenantId = '0fde5b2d-0000-4000-8000-000000000001';
const clientId = '0fde5b2d-0000-4000-8000-0000000000c1';
const subscriptionId = '0fde5b2d-0000-4000-8000-0000000000a1';
const email = 'vitrine-audit@shop-production.iam.gserviceaccount.com';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const day = 86_400_000;

const cpu = (cloud: MetricSpec['cloud'], namespace: string, name: string): MetricSpec => ({
  cloud,
  namespace,
  name,
  statistic: 'Maximum',
  periodSeconds: 3600,
  windowDays: 14,
  absentMeansZero: false,
});

describe('metric readers against the simulated clouds', () => {
  let sim: CloudSim;
  const signal = new AbortController().signal;

  beforeAll(async () => {
    sim = await startCloudSim({
      estate: {
        aws: {
          accessKeys: [{ accessKeyId: 'AKIAAUDITORKEY000001', userName: 'auditor', policies: [{ name: 'read', document: DEMO_AWS_READ_POLICY }] }],
          instances: [
            { situation: 'idle', count: 501, region: 'eu-west-1' },
            { situation: 'no-metrics', count: 2, region: 'eu-west-1' },
          ],
        },
        azure: {
          cloudTenantId: tenantId,
          applications: [{ clientId, objectId: '0fde5b2d-0000-4000-8000-0000000000d1', clientSecret: 'a-client-secret' }],
          subscriptions: [
            {
              subscriptionId,
              resources: [
                { kind: 'virtualMachine', name: 'idle', count: 52, condition: 'idle' },
                { kind: 'virtualMachine', name: 'silent', count: 2, condition: 'no-metrics' },
              ],
            },
          ],
        },
        gcp: {
          serviceAccounts: [{ email, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() }],
          projects: [
            {
              projectId: 'shop-production',
              projectNumber: '4242424242',
              resources: [
                { kind: 'instance', name: 'idle', count: 7, condition: 'idle' },
                { kind: 'instance', name: 'silent', count: 2, condition: 'no-metrics' },
              ],
            },
          ],
        },
      },
    });
  });
  afterAll(() => sim.stop());

  function open(credential: Credential): Promise<OpenSession> {
    const ends = sim.endpoints;
    const cloud = credential.kind.startsWith('aws') ? 'aws' : credential.kind.startsWith('azure') ? 'azure' : 'gcp';
    return openSession(credential, {
      baseIdentities: {},
      endpoints: {
        aws: ends.aws,
        azureArm: ends.azure,
        azureAuthority: ends.azureAuthority,
        azureGraph: ends.azureGraph,
        azureMetrics: ends.azureMetrics,
        azureRetail: ends.azurePrices,
        gcp: ends.gcp,
        extraCa: sim.caCertificatePem,
      },
      operations: operationsOf(cloud)
        .filter(({ list }) => list === 'inventory')
        .map(({ id }) => id),
      clock: () => new Date(),
      observer: silentObserver,
      signal,
    });
  }

  /** Reads machines, then their metrics in batches; gives calls made and points per machine. */
  async function measure<Item>(
    reader: Reader<Item>,
    metrics: MetricReader,
    scope: Scope,
    session: OpenSession,
    queriesOf: (item: Item) => MetricQuery[],
  ): Promise<{ calls: number; batches: number; points: Map<string, number> }> {
    const queries: MetricQuery[] = [];
    for await (const page of readPages(reader, scope, session, { pageToken: null, signal })) {
      if (page.outcome !== 'read') throw new Error(JSON.stringify(page));
      for (const item of page.items) queries.push(...queriesOf(item));
    }
    const points = new Map(queries.map(({ key }) => [key, 0]));
    const end = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
    const batches = metrics.batches(queries, scope);
    expect(
      batches
        .flat()
        .map(({ key }) => key)
        .sort(),
    ).toEqual(queries.map(({ key }) => key).sort());
    let calls = 0;
    for (const batch of batches) {
      let pageToken: string | null = null;
      do {
        const result = await session.call(metrics.request({ batch, scope, start: new Date(end.getTime() - 14 * day), end, pageToken }), signal);
        if (result.outcome !== 'read') throw new Error(JSON.stringify(result));
        const page = metrics.page(result.body, batch);
        for (const { key, points: found } of page.series) points.set(key, (points.get(key) ?? 0) + found.length);
        pageToken = page.next;
        calls += 1;
      } while (pageToken !== null);
    }
    return { calls, batches: batches.length, points };
  }

  it('CloudWatch: 500 series a call, whatever page the machine came from; no data stays no data', async () => {
    const session = await open(parseCredential('aws.key', { accessKeyId: 'AKIAAUDITORKEY000001', secretAccessKey: 'secret-of-the-auditor' }));
    const scope: Scope = { cloud: 'aws', accountId: '111122223333', region: 'eu-west-1' };
    const { batches, points } = await measure(awsEc2InstancesReader, awsCloudwatchMetricReader, scope, session, ({ instanceId }) => [
      { key: instanceId, spec: { ...cpu('aws', 'AWS/EC2', 'CPUUtilization'), periodSeconds: 86_400 }, dimensions: { InstanceId: instanceId } },
    ]);
    expect(batches).toBe(2);
    expect([...points.values()].filter((count) => count === 0)).toHaveLength(2);
    expect([...points.values()].filter((count) => count >= 14 * 0.9)).toHaveLength(501);
    session.close();
  });

  it('Azure Monitor: 50 machines a call, both metrics together', async () => {
    const session = await open(parseCredential('azure.secret', { tenantId, clientId, clientSecret: 'a-client-secret' }));
    const scope: Scope = { cloud: 'azure', accountId: subscriptionId, region: null };
    const { calls, points } = await measure(azureComputeVirtualMachinesReader, azureMonitorMetricReader, scope, session, ({ id, location }) =>
      ['Percentage CPU', 'Network Out Total'].map((name) => ({
        key: `${id}|${name}`,
        spec: { ...cpu('azure', 'Microsoft.Compute/virtualMachines', name), periodSeconds: 86_400, statistic: name === 'Percentage CPU' ? 'Maximum' : 'Sum' },
        dimensions: { resourceId: id, location },
      })),
    );
    expect(calls).toBe(Math.ceil(54 / 50));
    expect([...points.values()].filter((count) => count === 0)).toHaveLength(4);
    expect([...points.values()].filter((count) => count >= 14 * 0.9)).toHaveLength(104);
    session.close();
  });

  it('Cloud Monitoring: one list per metric', async () => {
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const session = await open(parseCredential('gcp.key', { clientEmail: email, privateKey: key, privateKeyId: 'k', projectId: 'shop-production' }));
    const scope: Scope = { cloud: 'gcp', accountId: 'shop-production', region: null };
    const { batches, points } = await measure(gcpComputeInstancesReader, gcpMonitoringMetricReader, scope, session, ({ id }) => [
      { key: id, spec: cpu('gcp', 'compute.googleapis.com', 'instance/cpu/utilization'), dimensions: { instance_id: id } },
    ]);
    expect(batches).toBe(1);
    expect([...points.values()].filter((count) => count === 0)).toHaveLength(2);
    expect([...points.values()].filter((count) => count >= 14 * 24 * 0.9)).toHaveLength(7);
    session.close();
  });
});
