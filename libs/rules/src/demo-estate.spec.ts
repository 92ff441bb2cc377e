import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cloud } from '@vitrine/contracts';
import {
  type CloudSim,
  demoAwsEstate,
  demoAzureClientId,
  demoAzureClientSecret,
  demoAzureEstate,
  demoAzureSubscriptionId,
  demoAzureTenantId,
  demoGcpAuditorEmail,
  demoGcpEstate,
  demoGcpProjectId,
  label,
  startCloudSim,
} from '@vitrine/cloud-sim';
import {
  type AnyReader,
  awsCloudwatchMetricReader,
  azureMonitorMetricReader,
  type CloudSession,
  type Credential,
  type Estate,
  gcpMonitoringMetricReader,
  type MetricReader,
  openSession,
  operationsOf,
  parseCredential,
  readPages,
  type ResourceIdentity,
  type Scope,
  scopesOf,
  silentObserver,
} from '@vitrine/cloud-readers';
import type { AnyRule, LookupAnswer, MetricAnswer } from './engine/define-rule.js';
import { type FinalVerdict, judgeItem, type Reading, screenItem } from './engine/judge.js';
import { metricAnswer, metricQueries, metricWindow } from './engine/metric-needs.js';
import { ruleRegistry } from './registry.generated.js';
import { azureFaultOf } from './testing/azure-faults.js';
import { StoredLookup } from './testing/judge-case.js';

/** Which fault of the estate's own label each rule finds. The label names faults in the words of reference/cost.md. */
const faultOf: Readonly<Record<string, string>> = {
  'aws.ec2.volume-unattached': 'aws-ebs-volume-unattached',
  'aws.ec2.instance-idle': 'aws-ec2-instance-idle',
  'aws.ec2.instance-oversized': 'aws-ec2-instance-oversized',
  'aws.ec2.instance-generation-superseded': 'aws-compute-superseded-generation',
  'aws.ec2.volume-type-outdated': 'aws-ebs-type-upgrade',
  'aws.ec2.instance-long-stopped': 'aws-ec2-stopped-with-volumes',
  'aws.ec2.address-idle': 'aws-public-ipv4-idle',
  'aws.ec2.snapshot-stale': 'aws-ebs-snapshot-stale',
  'aws.ec2.nat-gateway-idle': 'aws-nat-gateway-idle',
  'aws.elbv2.load-balancer-no-target': 'aws-load-balancer-idle',
  'aws.elbv2.application-load-balancer-idle': 'aws-application-load-balancer-idle',
  'aws.elbv2.network-load-balancer-idle': 'aws-network-load-balancer-idle',
  'aws.rds.db-instance-idle': 'aws-rds-instance-idle',
  'aws.rds.db-snapshot-orphan': 'aws-rds-snapshot-orphan',
  'aws.elasticache.cache-cluster-idle': 'aws-elasticache-cluster-idle',
  'aws.redshift.cluster-idle': 'aws-redshift-cluster-idle',
  'aws.logs.log-group-no-retention': 'aws-cloudwatch-logs-no-retention',
  'aws.ec2.vpc-endpoint-idle': 'aws-vpc-endpoint-idle',
  'aws.dynamodb.table-idle': 'aws-dynamodb-table-idle',
  'aws.dynamodb.table-overprovisioned': 'aws-dynamodb-overprovisioned',
  'aws.sagemaker.endpoint-idle': 'aws-sagemaker-endpoint-idle',
  'aws.fsx.file-system-idle': 'aws-fsx-file-system-idle',
  'aws.workspaces.workspace-idle': 'aws-workspace-idle',
  'aws.costoptimizationhub.resource-stop-advised': 'aws-hub-stop',
  'aws.costoptimizationhub.resource-resize-advised': 'aws-hub-resize',
  'aws.costoptimizationhub.resource-upgrade-advised': 'aws-hub-upgrade',
  'aws.computeoptimizer.resource-stop-advised': 'aws-optimizer-stop',
  'aws.computeoptimizer.resource-resize-advised': 'aws-optimizer-resize',
  'aws.computeoptimizer.resource-upgrade-advised': 'aws-optimizer-upgrade',
  'aws.s3.bucket-no-lifecycle': 'aws-s3-lifecycle-missing',
  'aws.s3.bucket-versions-kept': 'aws-s3-versions-kept',
  'aws.s3.bucket-uploads-unended': 'aws-s3-uploads-unended',
  'aws.lambda.function-concurrency-unused': 'aws-lambda-waste',
  'aws.opensearch.domain-idle': 'aws-opensearch-domain-idle',
  'aws.eks.cluster-extended-support': 'aws-eks-extended-support',
  'aws.rds.db-instance-extended-support': 'aws-rds-extended-support',
  'aws.rds.db-instance-oversized': 'aws-rds-instance-oversized',
  'aws.rds.db-instance-generation-superseded': 'aws-rds-superseded-generation',
  'aws.rds.db-instance-off-hours': 'aws-rds-nonprod-schedule',
  'aws.ec2.instance-off-hours': 'aws-ec2-nonprod-schedule',
  'aws.elasticache.cache-cluster-oversized': 'aws-elasticache-cluster-oversized',
  'aws.iam.access-key-unused': 'aws-iam-access-key-unused',
  ...azureFaultOf,
  'gcp.compute.disk-unattached': 'gcp-disk-unattached',
  'gcp.compute.address-idle': 'gcp-static-ip-idle',
  'gcp.compute.instance-idle': 'gcp-vm-idle',
  'gcp.compute.instance-long-stopped': 'gcp-vm-stopped-resources',
  'gcp.compute.snapshot-stale': 'gcp-snapshot-stale',
  'gcp.compute.image-idle': 'gcp-image-idle',
  'gcp.compute.instance-oversized': 'gcp-vm-oversized',
  'gcp.compute.instance-off-hours': 'gcp-nonprod-schedule',
  'gcp.compute.forwarding-rule-no-backend': 'gcp-forwarding-rule-no-backend',
  'gcp.compute.vpn-gateway-no-tunnel': 'gcp-vpn-gateway-no-tunnel',
  'gcp.sqladmin.mysql-instance-idle': 'gcp-cloudsql-idle',
  'gcp.sqladmin.postgres-instance-idle': 'gcp-cloudsql-postgres-idle',
  'gcp.sqladmin.instance-oversized': 'gcp-cloudsql-oversized',
  'gcp.sqladmin.instance-extended-support': 'gcp-extended-support',
  'gcp.container.cluster-idle': 'gcp-gke-cluster-idle',
  'gcp.container.cluster-no-node': 'gcp-gke-cluster-no-node',
  'gcp.container.cluster-extended-support': 'gcp-gke-extended-support',
  'gcp.aiplatform.endpoint-idle': 'gcp-vertex-endpoint-idle',
  'gcp.storage.bucket-no-lifecycle': 'gcp-storage-no-lifecycle',
  'gcp.logging.bucket-retention-long': 'gcp-log-retention-long',
  'gcp.recommender.resource-stop-advised': 'gcp-recommender-stop',
  'gcp.recommender.resource-resize-advised': 'gcp-recommender-resize',
};

interface Seen {
  readonly item: unknown;
  readonly identity: ResourceIdentity;
  readonly scope: Scope;
}

const signal = new AbortController().signal;
const at = new Date();

type Readings = { readonly state: 'read'; readonly seen: readonly Seen[] } | { readonly state: 'unavailable'; readonly because: string };

/** Reads each reader once, as an audit does. */
class EstateReadings {
  readonly #read = new Map<string, Promise<Readings>>();
  constructor(
    private readonly session: CloudSession,
    private readonly estate: Estate,
  ) {}

  all(reader: AnyReader): Promise<Readings> {
    const found = this.#read.get(reader.id) ?? this.#walk(reader);
    this.#read.set(reader.id, found);
    return found;
  }

  async #walk(reader: AnyReader): Promise<Readings> {
    const seen: Seen[] = [];
    for (const scope of scopesOf(reader.scope, this.estate)) {
      for await (const page of readPages(reader, scope, this.session, { pageToken: null, signal })) {
        if (page.outcome !== 'read') return { state: 'unavailable', because: `${reader.id}: ${page.outcome}` };
        expect({ reader: reader.id, rejected: page.rejected }).toEqual({ reader: reader.id, rejected: [] });
        seen.push(...page.items.map((item) => ({ item, identity: reader.identify(item, scope), scope })));
      }
    }
    return { state: 'read', seen };
  }
}

async function metricsOf(session: CloudSession, reader: MetricReader, rule: AnyRule, seen: Seen): Promise<Record<string, Reading<MetricAnswer>>> {
  const answers: Record<string, Reading<MetricAnswer>> = {};
  for (const { need, query } of metricQueries(rule, seen.item, seen.identity)) {
    const window = metricWindow(query.spec, at);
    const points = [];
    for (const batch of reader.batches([query], seen.scope)) {
      const result = await session.call(reader.request({ batch, scope: seen.scope, ...window, pageToken: null }), signal);
      if (result.outcome !== 'read') throw new Error(JSON.stringify(result));
      points.push(...[...reader.page(result.body, batch).series].flatMap((series) => series.points));
    }
    answers[need] = { state: 'read', answer: metricAnswer(points, query.spec, window) };
  }
  return answers;
}

async function verdictsOf(
  rule: AnyRule,
  session: CloudSession,
  readings: EstateReadings,
  metricReader: MetricReader,
): Promise<{ readonly identity: ResourceIdentity; readonly verdict: FinalVerdict }[]> {
  const lookups: Record<string, Reading<LookupAnswer>> = {};
  for (const [name, lookup] of Object.entries(rule.lookups)) {
    const others = await readings.all(lookup.reader);
    lookups[name] = others.state === 'read' ? { state: 'read', answer: new StoredLookup(others.seen.flatMap(({ item }) => [...lookup.keys(item)])) } : others;
  }
  const context = { lookups, metrics: {}, at, settings: rule.defaults };
  const judged = [];
  const items = await readings.all(rule.needs.item);
  if (items.state !== 'read') throw new Error(items.because);
  for (const seen of items.seen) {
    const screened = screenItem(rule, seen.item, seen.identity, context);
    const verdict =
      screened === 'candidate'
        ? judgeItem(rule, seen.item, seen.identity, { ...context, metrics: await metricsOf(session, metricReader, rule, seen) })
        : screened;
    judged.push({ identity: seen.identity, verdict });
  }
  return judged;
}

describe('the simulated clouds, read by the readers and judged by the rules', () => {
  const accessKeyId = 'AKIARULESSPECAUDITOR';
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let sim: CloudSim;
  const sessions: (CloudSession & { close(): void })[] = [];

  beforeAll(async () => {
    sim = await startCloudSim({
      estate: {
        seed: 7,
        aws: {
          ...demoAwsEstate(),
          accessKeys: [
            {
              accessKeyId,
              userName: 'auditor',
              policies: [{ name: 'Read', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
            },
          ],
        },
        azure: demoAzureEstate(),
        gcp: demoGcpEstate(undefined, publicKey.export({ type: 'spki', format: 'pem' }).toString()),
      },
    });
  });
  afterAll(async () => {
    for (const session of sessions) session.close();
    await sim.stop();
  });

  const credentials: Readonly<Record<Cloud, () => Credential>> = {
    aws: () => parseCredential('aws.key', { accessKeyId, secretAccessKey: 'no-service-knows-it' }),
    azure: () => parseCredential('azure.secret', { tenantId: demoAzureTenantId, clientId: demoAzureClientId, clientSecret: demoAzureClientSecret }),
    gcp: () =>
      parseCredential('gcp.key', {
        clientEmail: demoGcpAuditorEmail,
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        privateKeyId: 'key-1',
        projectId: demoGcpProjectId,
      }),
  };
  const estates: Readonly<Record<Cloud, Estate>> = {
    aws: { cloud: 'aws', accounts: ['111122223333'], regions: ['eu-west-1', 'us-east-1'], tenantId: null },
    azure: { cloud: 'azure', accounts: [demoAzureSubscriptionId], regions: [], tenantId: demoAzureTenantId },
    gcp: { cloud: 'gcp', accounts: [demoGcpProjectId], regions: [], tenantId: null },
  };
  const metricReaders = { aws: awsCloudwatchMetricReader, azure: azureMonitorMetricReader, gcp: gcpMonitoringMetricReader };

  it.each(['aws', 'azure', 'gcp'] as const)(
    'find on %s exactly the faults that the estate declares, and none of its traps',
    async (cloud) => {
      const { endpoints } = sim;
      const session = await openSession(credentials[cloud](), {
        baseIdentities: {},
        endpoints: {
          aws: endpoints.aws,
          azureArm: endpoints.azure,
          azureAuthority: endpoints.azureAuthority,
          azureGraph: endpoints.azureGraph,
          azureMetrics: endpoints.azureMetrics,
          gcp: endpoints.gcp,
          extraCa: sim.caCertificatePem,
        },
        operations: operationsOf(cloud)
          .filter(({ list }) => list === 'inventory')
          .map(({ id }) => id),
        clock: () => new Date(),
        observer: silentObserver,
        signal,
      });
      sessions.push(session);
      const readings = new EstateReadings(session, estates[cloud]);
      const declared = label(sim.estate).filter((each) => each.cloud === cloud);
      for (const rule of ruleRegistry.filter((each) => each.cloud === cloud)) {
        const judged = await verdictsOf(rule, session, readings, metricReaders[cloud]);
        const found = judged.filter(({ verdict }) => verdict.verdict === 'fail').map(({ identity }) => identity);
        const wanted = declared.filter(({ fault }) => fault === faultOf[rule.id]).map(({ resourceId }) => resourceId.toLowerCase());
        // An access key is labelled by its own id, while the finding is about its user: there only the number is compared.
        const names =
          rule.id === 'aws.iam.access-key-unused'
            ? found.map((_identity, index) => wanted[index] ?? 'one too many')
            : found.map((identity) => (wanted.includes(identity.resourceId.toLowerCase()) ? identity.resourceId : identity.canonicalId).toLowerCase());
        expect({ rule: rule.id, found: names.sort() }).toEqual({ rule: rule.id, found: wanted.sort() });
      }
      expect(sim.log.writes().filter(({ access }) => access === 'write')).toEqual([]);
      // Metrics are asked candidate by candidate here, which takes its time on a busy machine.
    },
    240_000,
  );
});
