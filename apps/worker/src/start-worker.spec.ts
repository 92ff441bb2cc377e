import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  demoAzureClientId,
  demoAzureTenantId,
  demoAwsEstate,
  demoAzureEstate,
  demoGcpAuditorEmail,
  demoGcpEstate,
  demoGcpProjectId,
  DEMO_AWS_ACCOUNT_ID,
  DEMO_AWS_BASE_ACCESS_KEY_ID,
  DEMO_AWS_ROLE_NAME,
  label,
  startCloudSim,
  type CloudSim,
  endpointVariablesOf,
} from '@vitrine/cloud-sim';
import { exact, jobIdSchema, organizationIdSchema, type Cloud } from '@vitrine/contracts';
import { cloudOf, currentSealingKey, type Credential } from '@vitrine/crypto-envelope';
import { createLocalKeySet, writeLocalKeySet, type LocalKeyFiles } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import { silentLogger } from '@vitrine/observability';
import { withOrganization } from '@vitrine/tenancy';
import {
  createTestDatabase,
  redisAvailable,
  seedTwoOrganizations,
  startTestRedis,
  type SeededOrganization,
  type TestDatabase,
  type TestRedis,
} from '@vitrine/testing';
import { productionParts } from './audit/production-parts.js';
import { readConfig } from './config.js';
import { federationSubject } from './credentials/federation-assertion.js';
import { startWorker, type RunningWorker } from './start-worker.js';
import { auditTold } from './testing/audit-told.js';
import { auditRow, insertAudit, insertJob } from './testing/audit-rows.js';

const externalId = 'external-id-of-this-very-connection';
const canary = 'CANARYdoNotLeakThisSecretAccessKey012345';

const federation = generateKeyPairSync('rsa', { modulusLength: 2048 });

const gcpKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const credentials: Readonly<Record<Cloud, Credential>> = {
  aws: { kind: 'aws.role', roleArn: `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}`, externalId },
  azure: { kind: 'azure.federated', tenantId: demoAzureTenantId, clientId: demoAzureClientId },
  gcp: {
    kind: 'gcp.key',
    clientEmail: demoGcpAuditorEmail,
    privateKey: gcpKey.privateKey,
    privateKeyId: '0123456789abcdef0123456789abcdef01234567',
    projectId: demoGcpProjectId,
  },
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
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vitrine-worker-'));
    database = await createTestDatabase();
    const trust = {
      issuer: 'https://vitrine.test',
      subject: 'set when the connections are there',
      jwks: { keys: [{ ...federation.publicKey.export({ format: 'jwk' }), kid: 'spec', alg: 'RS256' }] },
    };
    sim = await startCloudSim({
      estate: { seed: 20_261_122, aws: demoAwsEstate({ externalId }), azure: demoAzureEstate(trust), gcp: demoGcpEstate(undefined, gcpKey.publicKey) },
    });
    const keySet = await createLocalKeySet();
    keys = await writeLocalKeySet(join(folder, 'keys'), keySet);
    ({ acme, umbra } = await seedTwoOrganizations(database, {
      sealed: async (organizationId, connectionId, seeded) => {
        const credential = credentials[cloudOf(seeded)];
        const { kind } = credential;
        const sealed = await sealCredential({
          credential,
          context: { organizationId, connectionId, version: 1, kind },
          key: currentSealingKey(keySet.publicJwks, kind, new Date()),
        });
        return { kid: sealed.kid, sealed: Buffer.from(sealed.bytes) };
      },
    }));
    // Both organizations' connections may come to the one application, and nobody else's: a `*` would be found open.
    const application = sim.estate.azure?.applications[0];
    if (application !== undefined)
      application.federatedCredentials = [acme, umbra].map(({ organizationId, connections }) => ({
        ...{ ...trust, audience: 'api://AzureADTokenExchange' },
        subject: federationSubject(organizationId, connections.azure),
      }));
    for (const table of ['connection', 'credential']) await root().query(`update vitrine.${table} set kind = 'gcp.key' where kind = 'gcp.wif'`);
    await root().query(`update vitrine.connection set external_id = $1`, [externalId]);
    redis = backend === 'redis' ? await startTestRedis() : undefined;
    worker = await startWorker(
      config(),
      () => Promise.resolve(productionParts()),
      silentLogger,
    );
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
    writeFileSync(federationKey, JSON.stringify({ ...federation.privateKey.export({ format: 'jwk' }), kid: 'spec' }));
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
        ...endpointVariablesOf(sim.endpoints),
        VITRINE_EXTRA_CA_FILE: ca,
        VITRINE_QUOTA_SHARE: '1',
      },
      argv,
    );
  }
  const openingKeys = () => ({ VITRINE_OPENING_KEYS_FILE: Object.values(keys.privateFiles).join(',') });

  async function audit(organization: SeededOrganization, cloud: Cloud, bill: object | null = null) {
    await root().query(`update vitrine.connection set bill = $3 where organization_id = $1 and id = $2`, [
      organization.organizationId,
      organization.connections[cloud],
      bill,
    ]);
    const made = await insertAudit(root(), organization, { cloud });
    await insertJob(root(), made, { kind: 'plan', queue: cloud });
    await root().query(`select pg_notify('vitrine_job', '')`);
    await auditTold(root(), made.auditId, 'ended', AbortSignal.timeout(50_000));
    return { ...made, row: await auditRow(root(), made.auditId) };
  }

  const bills = {
    aws: { source: 'cost-explorer' },
    azure: { source: 'cost-management' },
    gcp: { source: 'bigquery', project: demoGcpProjectId, dataset: 'billing', table: 'gcp_billing_export_resource_v1_01ABCD_23EF45_678901' },
  } as const;

  interface Found {
    readonly resource: string;
    readonly saving: string | null;
  }

  /** The estate's own answer sheet, which no rule had a part in; null where its bill does not know the resource (then the list prices it). */
  const answers = (cloud: Cloud): Found[] =>
    label(sim.estate)
      .filter((each) => each.cloud === cloud)
      // A key is found at the user whose it is, and costs nothing; counted by its own rule.
      .filter((each) => !each.resourceId.startsWith('AKIA'))
      .map((each) => ({ resource: tail(each.resourceId), saving: each.monthlySaving === null ? null : exact(each.monthlySaving).toFixed(8) }));
  const tail = (id: string): string => id.split(/[/:]/).at(-1)?.toLowerCase() ?? '';
  const sorted = (found: readonly Found[]): Found[] => [...found].sort((a, b) => (a.resource + String(a.saving) < b.resource + String(b.saving) ? -1 : 1));

  async function failing(organization: SeededOrganization, cloud: Cloud): Promise<Found[]> {
    const { rows } = await root().query<{ resource_id: string; saving: string | null }>(
      `select resource_id, case when saving_method <> 'LIST' then saving_gross_monthly::text end as saving from vitrine.finding where organization_id = $1 and connection_id = $2 and verdict = 'fail' and status = 'open' and rule_id <> 'aws.iam.access-key-unused'`,
      [organization.organizationId, organization.connections[cloud]],
    );
    return rows.map((row) => ({ resource: tail(row.resource_id), saving: row.saving === null ? null : exact(row.saving).toFixed(8) }));
  }

  it.each(['aws', 'azure', 'gcp'] as const)(
    'finds on %s exactly what the estate declares, to the last digit of money, and writes nothing there',
    async (cloud) => {
      const { row, auditId } = await audit(acme, cloud, bills[cloud]);
      const unfinished = (await root().query(`select kind, reader, error_code from vitrine.job where audit_id = $1 and state <> 'done'`, [auditId])).rows;
      expect({ state: row['state'], unfinished }).toEqual({ state: 'completed', unfinished: [] });
      expect(sorted(await failing(acme, cloud))).toEqual(sorted(answers(cloud)));
      expect(sim.log.writes()).toEqual([]);
      expect(row['receipt']).toMatchObject({ writes: 0, denied: 0, throttled: 0 });
    },
  );

  it('serves two organizations of one cloud account at once, each seeing its own rows only', async () => {
    const [ours, theirs] = await Promise.all([audit(acme, 'aws'), audit(umbra, 'aws', bills.aws)]);
    expect([ours.row['state'], theirs.row['state']]).toEqual(['completed', 'completed']);
    expect(sorted(await failing(umbra, 'aws'))).toEqual(sorted(answers('aws')));
    expect(sorted(await failing(acme, 'aws'))).toEqual(sorted(answers('aws')));
    const { rows } = await root().query(
      `select count(*)::int as n from vitrine.finding f join vitrine.connection c on c.id = f.connection_id where c.organization_id <> f.organization_id`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('names the permission that a denied operation lacked, and keeps what an earlier audit found there', async () => {
    const before = sorted(await failing(acme, 'aws'));
    sim.behaviour.denied.add('ec2:DescribeAddresses');
    const { row } = await audit(acme, 'aws');
    expect(sorted(await failing(acme, 'aws'))).toEqual(before);
    expect(row['state']).toBe('completed');
    const { totals } = row;
    expect(totals).toMatchObject({
      coverage: {
        blindSpots: expect.arrayContaining([
          expect.objectContaining({
            ruleId: 'aws.ec2.address-idle',
            operation: 'ec2:DescribeAddresses',
            permission: 'ec2:DescribeAddresses',
            reason: 'no_permission',
          }),
        ]),
      },
    });
  });

  it('stops on a cancel long before its hanging calls would end, and asks the cloud nothing more', async () => {
    sim.behaviour.latencyMs = 1_000;
    const made = await insertAudit(root(), acme, { cloud: 'gcp' });
    await insertJob(root(), made, { kind: 'plan', queue: 'gcp' });
    await root().query(`select pg_notify('vitrine_job', '')`);
    await auditTold(root(), made.auditId, 'planned', AbortSignal.timeout(50_000));
    sim.behaviour.latencyMs = 30_000;
    await root().query(`update vitrine.audit set cancel_requested_at = now() where id = $1`, [made.auditId]);
    // Shorter than the calls hang: whoever waited for one would be late.
    await auditTold(root(), made.auditId, 'ended', AbortSignal.timeout(25_000));
    sim.behaviour.latencyMs = 0;
    expect(await auditRow(root(), made.auditId)).toMatchObject({ state: 'cancelled', jobs_open: 0 });
    expect((await root().query(`select 1 from vitrine.job where audit_id = $1 and state in ('queued', 'running')`, [made.auditId])).rows).toEqual([]);
  });

  it('shows ciphertext to no transaction without a live lease', async () => {
    const pool = database.poolFor('vitrine_worker');
    const organizationId = organizationIdSchema.parse(acme.organizationId);
    const bare = await withOrganization(pool, organizationId, async (transaction) => (await transaction.query('select 1 from vitrine.credential')).rowCount);
    const { rows } = await root().query<{ id: string; fence: string }>(
      `select id, fence::text as fence from vitrine.job where organization_id = $1 and state = 'done' limit 1`,
      [organizationId],
    );
    const ended = await withOrganization(pool, organizationId, async (transaction) => (await transaction.query('select 1 from vitrine.credential')).rowCount, {
      lease: { jobId: jobIdSchema.parse(rows[0]?.id), fence: rows[0]?.fence ?? '' },
    });
    expect([bare, ended]).toEqual([0, 0]);
  });

  it('leaves no secret in any row outside the envelope, the queue’s tables included', async () => {
    const hunted = [canary, gcpKey.privateKey.split('\n')[1] ?? 'none'];
    const { rows } = await root().query<{ place: string }>(
      `select format('%I.%I', table_schema, table_name) as place from information_schema.tables where table_schema in ('vitrine', 'bullmq', 'directory') and table_type = 'BASE TABLE'`,
    );
    for (const { place } of rows) {
      const found = await root().query<{ n: number }>(`select count(*)::int as n from ${place} t where t::text like any($1)`, [
        hunted.map((each) => `%${each}%`),
      ]);
      expect([place, found.rows[0]?.n]).toEqual([place, 0]);
    }
  });

  it('answers health and metrics, and nothing else', async () => {
    const at = async (path: string, method = 'GET') => (await fetch(`http://127.0.0.1:${String(worker?.healthPort)}${path}`, { method })).status;
    expect([await at('/livez'), await at('/readyz'), await at('/metrics'), await at('/v1/audits'), await at('/livez', 'POST')]).toEqual([
      200, 200, 200, 404, 405,
    ]);
    const text = await (await fetch(`http://127.0.0.1:${String(worker?.healthPort)}/metrics`)).text();
    expect(text).toContain('vitrine_cloud_calls_total{cloud="aws",operation="ec2:DescribeVolumes",outcome="ok"}');
    expect(text).not.toContain(acme.organizationId);
  });
});
