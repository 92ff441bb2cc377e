import { generateKeyPairSync } from 'node:crypto';
import { BigQuery } from '@google-cloud/bigquery';
import { CloudCatalogClient } from '@google-cloud/billing';
import { ExternalAccountClient, GoogleAuth, OAuth2Client } from 'google-auth-library';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importPKCS8, SignJWT } from 'jose';
import type { JsonObject } from '../http/json-answer.js';
import { startLoopbackClouds, type LoopbackClouds } from '../testing/loopback-clouds.js';
import { startIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { gcpEstateSchema } from './gcp-estate.js';
import { labelGcp } from './gcp-label.js';

const PROJECT = 'shop-one';
const AUDITOR = 'auditor@shop-one.iam.gserviceaccount.com';
const POOL = '//iam.googleapis.com/projects/111111111111/locations/global/workloadIdentityPools/vitrine/providers/oidc';
const TABLE = 'shop-one.billing.gcp_billing_export_resource_v1_01ABCD_23EF45_678901';

const key = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const otherKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

let issuer: TestIssuer;
let clouds: LoopbackClouds;
let token: string;

beforeAll(async () => {
  issuer = await startIssuer();
  clouds = await startLoopbackClouds({
    gcp: {
      serviceAccounts: [{ email: AUDITOR, publicKeyPem: key.publicKey }],
      workloadIdentities: [
        { projectNumber: '111111111111', pool: 'vitrine', provider: 'oidc', issuer: issuer.url, subject: 'organization:one:*', serviceAccount: AUDITOR },
      ],
      billingExport: { projectId: PROJECT, rowsPerPage: 500 },
      projects: [
        {
          projectId: PROJECT,
          projectNumber: '111111111111',
          resources: [
            { kind: 'disk', name: 'orphan', count: 620, condition: 'unattached', dailyCost: '0.3667' },
            { kind: 'disk', name: 'claim', condition: 'pvc-name', dailyCost: '0.3667' },
            { kind: 'instance', name: 'lazy', count: 2, condition: 'idle', dailyCost: '1.6128', diskDailyCost: '0.0733' },
            { kind: 'instance', name: 'mute', condition: 'no-metrics' },
            { kind: 'instance', name: 'patchy', condition: 'patchy-metrics' },
            { kind: 'instance', name: 'parked', condition: 'stopped', dailyCost: '9', diskDailyCost: '0.2' },
            { kind: 'address', name: 'spare', count: 2, condition: 'idle', dailyCost: '0.24' },
            { kind: 'snapshot', name: 'old', condition: 'stale' },
            { kind: 'image', name: 'golden', condition: 'in-template' },
          ],
        },
        { projectId: 'shop-two', projectNumber: '222222222222', resources: [{ kind: 'disk', name: 'elsewhere', condition: 'unattached', dailyCost: '1' }] },
      ],
    },
  });
  token = (await signIn(key.privateKey)).body['access_token'] as string; // the first test asserts that it is one
});

afterAll(async () => {
  await clouds.stop();
  await issuer.stop();
});

async function signIn(privateKey: string): ReturnType<LoopbackClouds['ask']> {
  const assertion = await new SignJWT({ scope: 'https://www.googleapis.com/auth/cloud-platform' })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(AUDITOR)
    .setAudience('https://oauth2.googleapis.com/token')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(await importPKCS8(privateKey, 'RS256'));
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  const response = await fetch(`${clouds.gcp}/token`, { method: 'POST', body: form });
  return { status: response.status, headers: response.headers, body: (await response.json()) as JsonObject }; // asserted by the tests
}

const ask = (method: string, path: string, body?: unknown): ReturnType<LoopbackClouds['ask']> =>
  clouds.ask(method, `${clouds.gcp}${path}`, { authorization: `Bearer ${token}` }, body);

function authClient(): OAuth2Client {
  const client = new OAuth2Client();
  client.setCredentials({ access_token: token });
  return client;
}

const federated = (claims: Parameters<TestIssuer['sign']>[0]): ExternalAccountClient | null =>
  ExternalAccountClient.fromJSON({
    type: 'external_account',
    audience: POOL,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${clouds.gcp}/v1/token`,
    service_account_impersonation_url: `${clouds.gcp}/v1/projects/-/serviceAccounts/${AUDITOR}:generateAccessToken`,
    subject_token_supplier: { getSubjectToken: () => issuer.sign(claims) },
  }) as ExternalAccountClient | null; // the library's static type lacks the class itself

describe('sign-in, as google-auth-library does it', () => {
  it('a JWT of the service account’s own key earns a token; another key’s does not', async () => {
    expect(token).toMatch(/^ya29\./);
    expect((await signIn(otherKey.privateKey)).body).toEqual({ error: 'invalid_grant', error_description: 'Invalid JWT Signature.' });
    const info = await ask('GET', `/tokeninfo?access_token=${token}`);
    expect(info.body).toMatchObject({ email: AUDITOR });
  });

  it('a federated assertion is exchanged, and the pool’s principal then impersonates its service account', async () => {
    clouds.log.clear();
    const client = federated({ subject: 'organization:one:connection:1', audience: POOL });
    const answer = await (client as unknown as OAuth2Client).getAccessToken(); // every auth client has it
    expect(answer.token).toMatch(/^ya29\./);
    expect(clouds.log.count('sts.token')).toBe(1);
    expect(clouds.log.count('iamcredentials.projects.serviceAccounts.generateAccessToken')).toBe(1);
  });

  it.each([
    ['another organization’s subject', { subject: 'organization:two:connection:1', audience: POOL }],
    ['another audience', { subject: 'organization:one:connection:1', audience: 'api://AzureADTokenExchange' }],
    ['a key that the issuer never published', { subject: 'organization:one:connection:1', audience: POOL, forged: true }],
    ['an expired assertion', { subject: 'organization:one:connection:1', audience: POOL, expiresInSeconds: -4000 }],
  ])('an assertion with %s is refused', async (_what, claims) => {
    await expect((federated(claims) as unknown as OAuth2Client).getAccessToken()).rejects.toThrow(/invalid_grant|unauthorized_client/); // as above
  });

  it('no token, and a token of nobody’s, are 401 UNAUTHENTICATED', async () => {
    for (const headers of [{}, { authorization: 'Bearer ya29.forged' }]) {
      const refused = await clouds.ask('GET', `${clouds.gcp}/v1/services`, headers);
      expect(refused.body).toMatchObject({ error: { code: 401, status: 'UNAUTHENTICATED' } });
    }
  });
});

describe('Cloud Asset', () => {
  it('pages by 500 through every disk of the organization, versioned resources only when asked', async () => {
    const names: unknown[] = [];
    let pageToken = '';
    do {
      const page = await ask(
        'GET',
        `/v1/organizations/123456789012:searchAllResources?assetTypes=compute.googleapis.com/Disk&pageSize=500&readMask=name,versionedResources&pageToken=${pageToken}`,
      );
      names.push(...(page.body['results'] as JsonObject[]).map((result) => result['name'])); // counted below
      pageToken = (page.body['nextPageToken'] as string | undefined) ?? ''; // absent on the last page
    } while (pageToken !== '');
    expect(new Set(names).size).toBe(620 + 1 + 2 + 1 + 1 + 1 + 1);
    const bare = await ask('GET', `/v1/projects/${PROJECT}:searchAllResources?query=${encodeURIComponent('state:TERMINATED')}`);
    expect(bare.body['results']).toHaveLength(1);
    expect((bare.body['results'] as JsonObject[])[0]).not.toHaveProperty('versionedResources');
  });

  it('answers under the real host as first path segment too', async () => {
    expect((await ask('GET', `/cloudasset.googleapis.com/v1/projects/shop-two:searchAllResources`)).body['results']).toHaveLength(1);
  });

  it('a denied permission is 403 PERMISSION_DENIED naming it', async () => {
    clouds.behaviour.denied.add('cloudasset.assets.searchAllResources');
    const refused = await ask('GET', `/v1/projects/${PROJECT}:searchAllResources`);
    clouds.behaviour.denied.clear();
    expect(refused.body).toMatchObject({
      error: { code: 403, status: 'PERMISSION_DENIED', message: expect.stringContaining('cloudasset.assets.searchAllResources') },
    });
  });

  it('throttles a project after 400 calls in Google’s form, without a time to come back', async () => {
    clouds.behaviour.throttle = true;
    let refused = await ask('GET', '/v1/projects/shop-two:searchAllResources?pageSize=1');
    // The bucket refills while the loop runs, so a slow machine needs more than 400 calls.
    for (let call = 0; call < 5000 && refused.status !== 429; call++) refused = await ask('GET', '/v1/projects/shop-two:searchAllResources?pageSize=1');
    clouds.behaviour.throttle = false;
    expect(refused.body).toMatchObject({ error: { code: 429, status: 'RESOURCE_EXHAUSTED' } });
    expect(refused.headers.get('retry-after')).toBeNull();
  });
});

describe('Compute Engine', () => {
  it('pages the aggregated list; a scope without results on the page carries a warning', async () => {
    const first = await ask('GET', `/compute/v1/projects/${PROJECT}/aggregated/disks?maxResults=500`);
    const second = await ask('GET', `/compute/v1/projects/${PROJECT}/aggregated/disks?maxResults=500&pageToken=${String(first.body['nextPageToken'])}`);
    const disksOf = (page: JsonObject): number =>
      Object.values(page['items'] as Record<string, { disks?: JsonObject[] }>).reduce((sum, scope) => sum + (scope.disks?.length ?? 0), 0); // compared with recorded answers below
    expect(disksOf(first.body) + disksOf(second.body)).toBe(626);
    expect(second.body['nextPageToken']).toBeUndefined();
  });

  it('a smuggled write is refused to a viewer and is in the log as a write', async () => {
    clouds.log.clear();
    expect((await ask('POST', `/compute/v1/projects/${PROJECT}/zones/europe-west1-b/instances/lazy-001/stop`)).status).toBe(403);
    expect((await ask('DELETE', `/compute/v1/projects/${PROJECT}/zones/europe-west1-b/disks/orphan-001`)).status).toBe(403);
    expect(clouds.log.writes().map((entry) => entry.operation)).toEqual(['compute.instances.stop', 'compute.disks.delete']);
  });
});

describe('Resource Manager', () => {
  it('says which of the asked permissions the caller holds, so that a write-capable key can be refused', async () => {
    const answer = await ask('POST', `/v1/projects/${PROJECT}:testIamPermissions`, { permissions: ['compute.disks.list', 'compute.disks.delete'] });
    expect(answer.body).toEqual({ permissions: ['compute.disks.list'] });
    expect((await ask('GET', '/v3/projects:search')).body['projects']).toHaveLength(2);
  });
});

describe('Cloud Monitoring', () => {
  const series = async (filter: string, aligner = 'ALIGN_MAX'): Promise<JsonObject[]> => {
    const end = new Date();
    const query = new URLSearchParams({
      filter,
      'interval.startTime': new Date(end.getTime() - 14 * 86_400_000).toISOString(),
      'interval.endTime': end.toISOString(),
      'aggregation.alignmentPeriod': '3600s',
      'aggregation.perSeriesAligner': aligner,
    });
    const answer = await ask('GET', `/v3/projects/${PROJECT}/timeSeries?${query.toString()}`);
    return (answer.body['timeSeries'] ?? []) as JsonObject[]; // compared with recorded answers below
  };

  it('an idle instance stays under 3 % at its peak; a silent one has no series; a patchy one lacks points', async () => {
    const cpu = await series('metric.type = "compute.googleapis.com/instance/cpu/utilization"');
    const pointsOf = (name: string): { value: { doubleValue: number } }[] =>
      (cpu.find((entry) => (entry['metric'] as { labels: { instance_name: string } }).labels.instance_name === name)?.['points'] ?? []) as unknown as {
        value: { doubleValue: number };
      }[]; // as above
    expect(pointsOf('lazy-001').length).toBeGreaterThanOrEqual(14 * 24);
    expect(Math.max(...pointsOf('lazy-001').map((point) => point.value.doubleValue))).toBeLessThan(0.03);
    expect(pointsOf('mute-001')).toEqual([]);
    expect(pointsOf('patchy-001').length).toBeLessThan(0.9 * pointsOf('lazy-001').length);
    const sent = await series(
      'metric.type = "compute.googleapis.com/instance/network/sent_bytes_count" AND metric.labels.instance_name = one_of("lazy-002")',
      'ALIGN_RATE',
    );
    expect(sent).toHaveLength(1);
  });
});

describe('the price catalogue, as @google-cloud/billing asks it', () => {
  it('lists services and the SKUs of the estate’s regions', async () => {
    const port = Number(new URL(clouds.gcp).port);
    const client = new CloudCatalogClient({
      fallback: true,
      apiEndpoint: '127.0.0.1',
      port,
      protocol: 'http',
      // two copies of the auth library's types, optional members written differently
      auth: new GoogleAuth({ authClient: authClient() }) as unknown as GoogleAuth,
    });
    const [services] = await client.listServices();
    expect(services.map((service) => service.displayName)).toContain('Compute Engine');
    const [skus] = await client.listSkus({ parent: 'services/6F81-5844-456A' });
    const core = skus.find((sku) => sku.description?.includes('Instance Core'));
    expect(core?.serviceRegions).toEqual(['europe-west1']);
    expect(core?.pricingInfo?.[0]?.pricingExpression?.tieredRates?.[0]?.unitPrice?.nanos).toBe(22_000_000);
    await client.close();
  });
});

describe('BigQuery, as @google-cloud/bigquery asks it', () => {
  const client = (): BigQuery =>
    new BigQuery({
      apiEndpoint: clouds.gcp,
      projectId: PROJECT,
      authClient: authClient() as never /* BigQuery brings its own copy of the auth library's types */,
      retryOptions: { autoRetry: false },
    });
  const sql = `SELECT resource.global_name AS global_name, currency, CAST(SUM(CAST(cost AS NUMERIC)) AS STRING) AS cost, COUNT(DISTINCT DATE(usage_start_time)) AS days
    FROM \`${TABLE}\` WHERE usage_start_time >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 31 DAY) AND project.id = @project GROUP BY global_name, currency -- by resource`;

  it('pages the bill grouped by resource, as declared', async () => {
    const [rows] = await client().query({ query: sql, params: { project: PROJECT } });
    expect(rows).toHaveLength(620 + 1 + 2 + 2 + 1 + 2);
    const disk = rows.find((row: { global_name: string }) => row.global_name.includes('/disk/'));
    // 30 complete days of 0.3667
    expect(disk).toMatchObject({ cost: '11.001', days: 30, currency: 'USD' });
  });

  it('a dry run says how many bytes a query would scan, and a limit below that refuses it', async () => {
    const [job] = await client().createQueryJob({ query: sql, params: { project: PROJECT }, dryRun: true });
    const { statistics } = job.metadata as { statistics: { totalBytesProcessed: string } }; // the SDK types metadata as any
    expect(Number(statistics.totalBytesProcessed)).toBeGreaterThan(0);
    await expect(client().query({ query: sql, params: { project: PROJECT }, maximumBytesBilled: '1000' })).rejects.toThrow(/exceeded limit for bytes billed/);
  });

  it.each(['DELETE FROM `t` WHERE true', `SELECT 1; DROP TABLE \`${TABLE}\``, 'CREATE TABLE x AS SELECT 1'])(
    'a statement that may write is refused and logged as a write: %s',
    async (statement) => {
      clouds.log.clear();
      await expect(client().query(statement)).rejects.toThrow(/bigquery.tables.updateData/);
      expect(clouds.log.writes()).toHaveLength(1);
    },
  );

  it('another table, and a column that the export does not have, are refused', async () => {
    await expect(client().query('SELECT * FROM `shop-one.secrets.customers`')).rejects.toThrow(/Not found: Table/);
    await expect(client().query(`SELECT customer_name FROM \`${TABLE}\``)).rejects.toThrow(/Unrecognized name/);
  });
});

describe('the label of a Google Cloud estate', () => {
  it('states each fault once, with the exact saving, and none of the traps', () => {
    const labels = labelGcp(gcpEstateSchema.parse(clouds.estate.gcp), clouds.estate.seed);
    const of = (fault: string): typeof labels => labels.filter((label) => label.fault === fault);
    expect(of('gcp-disk-unattached')).toHaveLength(621);
    // 0.3667 × 30.44
    expect(of('gcp-disk-unattached')[0]).toMatchObject({
      resourceId: `//compute.googleapis.com/projects/${PROJECT}/zones/europe-west1-b/disks/orphan-001`,
      monthlySaving: '11.162348',
    });
    expect(of('gcp-vm-idle').map((label) => label.monthlySaving)).toEqual(['49.093632', '49.093632']);
    // A stopped instance is billed for its disk alone, whatever its running cost was.
    expect(of('gcp-vm-stopped-resources').map((label) => label.monthlySaving)).toEqual(['6.088']);
    expect(of('gcp-snapshot-stale').map((label) => label.monthlySaving)).toEqual([null]);
    expect(of('gcp-image-idle')).toEqual([]);
    expect(labels.some((label) => label.resourceId.includes('claim'))).toBe(false);
  });
});
