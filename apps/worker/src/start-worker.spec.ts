import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { demoAzureClientId, demoAzureTenantId, demoAwsEstate, demoAzureEstate, demoGcpAuditorEmail, demoGcpEstate, demoGcpProjectId, DEMO_AWS_ACCOUNT_ID, DEMO_AWS_BASE_ACCESS_KEY_ID, DEMO_AWS_ROLE_NAME, startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import { exact, type Cloud } from '@vitrine/contracts';
import { cloudOf, currentSealingKey, type Credential } from '@vitrine/crypto-envelope';
import { createLocalKeySet, writeLocalKeySet, type LocalKeyFiles } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import { createLogger, silentLogger } from '@vitrine/observability';
import { createTestDatabase, redisAvailable, seedTwoOrganizations, startTestRedis, type SeededOrganization, type TestDatabase, type TestRedis } from '@vitrine/testing';
import { pino } from 'pino';
import { productionParts } from './audit/production-parts.js';
import { readConfig } from './config.js';
import { startWorker, type RunningWorker } from './start-worker.js';
import { auditEnded } from './testing/audit-ended.js';
import { auditRow, insertAudit, insertJob } from './testing/audit-rows.js';

const externalId = 'external-id-of-this-very-connection';
const canary = 'CANARYdoNotLeakThisSecretAccessKey012345';

const gcpKey = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

const credentials: Readonly<Record<Cloud, Credential>> = {
  aws: { kind: 'aws.role', roleArn: `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}`, externalId },
  azure: { kind: 'azure.federated', tenantId: demoAzureTenantId, clientId: demoAzureClientId },
  gcp: { kind: 'gcp.key', clientEmail: demoGcpAuditorEmail, privateKey: gcpKey.privateKey, privateKeyId: '0123456789abcdef0123456789abcdef01234567', projectId: demoGcpProjectId },
};

describe.each(['postgres', 'redis'] as const)('a worker process over the %s queue', (backend) => {
  if (backend === 'redis' && !redisAvailable()) return;
  let database: TestDatabase;
  let sim: CloudSim;
  let redis: TestRedis | undefined;
  let keys: LocalKeyFiles;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  let worker: RunningWorker | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-worker-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    const trust = { issuer: 'https://vitrine.test', subject: 'vitrine:organization:*' };
    sim = await startCloudSim({ estate: { seed: 20_261_122, aws: demoAwsEstate({ externalId }), azure: demoAzureEstate(trust), gcp: demoGcpEstate(undefined, gcpKey.publicKey) } });
    const keySet = await createLocalKeySet();
    keys = await writeLocalKeySet(join(folder, 'keys'), keySet);
    ({ acme, umbra } = await seedTwoOrganizations(database, {
      sealed: async (organizationId, connectionId, seeded) => {
        const credential = credentials[cloudOf(seeded)];
        const { kind } = credential;
        const sealed = await sealCredential({ credential, context: { organizationId, connectionId, version: 1, kind }, key: currentSealingKey(keySet.publicJwks, kind, new Date()) });
        return { kid: sealed.kid, sealed: Buffer.from(sealed.bytes) };
      },
    }));
    for (const table of ['connection', 'credential']) await root().query(`update vitrine.${table} set kind = 'gcp.key' where kind = 'gcp.wif'`);
    redis = backend === 'redis' ? await startTestRedis() : undefined;
    worker = await startWorker(config(), productionParts(), process.env['SPEC_LOG'] ? createLogger({ process: 'w', destination: pino.destination({ dest: 2, sync: true }) }) : silentLogger);
  });
  afterAll(async () => {
    await worker?.stop();
    await redis?.stop();
    await sim.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    sim.log.clear();
    sim.behaviour.denied.clear();
  });
  const root = () => database.poolFor('postgres');

  function config(argv: readonly string[] = []) {
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, sim.caCertificatePem);
    const federationKey = join(folder, 'federation.json');
    writeFileSync(federationKey, JSON.stringify({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid: 'spec' }));
    return readConfig(
      {
        VITRINE_DATABASE_URL: database.url('vitrine_worker'),
        VITRINE_RELAY_DATABASE_URL: database.url('vitrine_relay'),
        ...(redis === undefined ? { VITRINE_QUEUE_DATABASE_URL: database.url('vitrine_queue') } : { VITRINE_REDIS_URL: redis.url }),
        ...openingKeys(),
        VITRINE_SEALING_KEYS_FILE: keys.publicFile,
        VITRINE_AWS_BASE_IDENTITY: JSON.stringify({ accessKeyId: DEMO_AWS_BASE_ACCESS_KEY_ID, secretAccessKey: canary }),
        VITRINE_FEDERATION_ISSUER: 'https://vitrine.test',
        VITRINE_FEDERATION_KEY_FILE: federationKey,
        VITRINE_AWS_ENDPOINT: sim.endpoints.aws,
        VITRINE_AZURE_ARM_ENDPOINT: sim.endpoints.azure,
        VITRINE_AZURE_AUTHORITY: sim.endpoints.azureAuthority,
        VITRINE_AZURE_GRAPH_ENDPOINT: sim.endpoints.azureGraph,
        VITRINE_AZURE_METRICS_ENDPOINT: sim.endpoints.azureMetrics,
        VITRINE_AZURE_RETAIL_ENDPOINT: sim.endpoints.azurePrices,
        VITRINE_GCP_ENDPOINT: sim.endpoints.gcp,
        VITRINE_EXTRA_CA_FILE: ca,
        VITRINE_QUOTA_SHARE: '1',
      },
      argv,
    );
  }
  const openingKeys = () => ({ VITRINE_OPENING_KEYS_FILE: Object.values(keys.privateFiles).join(',') });

  async function audit(organization: SeededOrganization, cloud: Cloud, bill: object | null = null) {
    await root().query(`update vitrine.connection set bill = $3 where organization_id = $1 and id = $2`, [organization.organizationId, organization.connections[cloud], bill]);
    const made = await insertAudit(root(), organization, { cloud });
    await insertJob(root(), made, { kind: 'plan', queue: cloud });
    await root().query(`select pg_notify('vitrine_job', '')`);
    await auditEnded(root(), made.auditId, AbortSignal.timeout(50_000));
    return { ...made, row: await auditRow(root(), made.auditId) };
  }

  const bills = { aws: { source: 'cost-explorer' }, azure: { source: 'cost-management' }, gcp: { source: 'bigquery', project: demoGcpProjectId, dataset: 'billing', table: 'gcp_billing_export_resource_v1_01ABCD_23EF45_678901' } } as const;

  it.each(['aws', 'azure', 'gcp'] as const)('audits %s to the end through the gate, with money, and writes nothing there', async (cloud) => {
    const { row } = await audit(acme, cloud, bills[cloud]);
    const jobs = (await root().query(`select kind, reader, scope, state, error_code, detail from vitrine.job where organization_id = $1 and connection_id = $2 and state <> 'done'`, [acme.organizationId, acme.connections[cloud]])).rows;
    expect({ row, jobs }).toMatchObject({ row: { state: 'completed' }, jobs: [] });
    expect(sim.log.writes()).toEqual([]);
    const { rows } = await root().query<{ rule: string; n: number; saving: string | null }>(
      `select rule_id as rule, count(*)::int as n, sum(saving_gross_monthly)::text as saving from vitrine.finding where organization_id = $1 and connection_id = $2 and verdict = 'fail' group by 1 order by 1`,
      [acme.organizationId, acme.connections[cloud]],
    );
    process.stderr.write(`${JSON.stringify({ cloud, rows, receipt: row['receipt'], totals: row['totals'] }, null, 1)}\n`);
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(exact(rows.reduce((sum, each) => exact(sum).plus(exact(each.saving ?? '0')).toFixed(), '0')).gt(0)).toBe(true);
  });
});
