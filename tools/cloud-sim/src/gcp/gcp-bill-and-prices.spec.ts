import { BigQuery } from '@google-cloud/bigquery';
import { CloudCatalogClient } from '@google-cloud/billing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GoogleAuth, OAuth2Client } from 'google-auth-library';
import { PROJECT, startGcpCloud, TABLE, type GcpCloud } from '../testing/gcp-cloud.js';

let clouds: GcpCloud;

beforeAll(async () => {
  clouds = await startGcpCloud();
});
afterAll(() => clouds.stop());

function authClient(): OAuth2Client {
  const client = new OAuth2Client();
  client.setCredentials({ access_token: clouds.token });
  return client;
}

describe('the price catalogue, as @google-cloud/billing asks it', () => {
  it('lists services and the SKUs of the estate’s regions', async () => {
    const port = Number(new URL(clouds.gcp).port);
    const client = new CloudCatalogClient({
      fallback: true,
      apiEndpoint: '127.0.0.1',
      port,
      protocol: 'http',
      // two copies of the auth library's types, optional members written differently
      auth: new GoogleAuth({ authClient: authClient() }) as never,
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

  it('a dry run through jobs.query answers schema and bytes, no rows and no job', async () => {
    const answer = await clouds.call('POST', `/bigquery/v2/projects/${PROJECT}/queries`, {
      query: `SELECT currency FROM \`${TABLE}\``,
      useLegacySql: false,
      dryRun: true,
    });
    expect(Number(answer.body['totalBytesProcessed'])).toBeGreaterThan(0);
    expect(answer.body).not.toHaveProperty('rows');
    expect(answer.body['jobReference']).not.toHaveProperty('jobId');
  });

  it.each([
    ["usage_start_time >= TIMESTAMP('2000-01-01') AND usage_start_time < TIMESTAMP('2000-02-01')", 0],
    ['DATE(usage_start_time) BETWEEN DATE_SUB(CURRENT_DATE(), INTERVAL 3 DAY) AND CURRENT_DATE()', 3],
    ['_PARTITIONTIME >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 40 DAY) AND usage_start_time >= @from', 2],
  ])('rows are chosen by time: %s', async (condition, days) => {
    const from = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 2 * 86_400_000).toISOString();
    const [rows] = await client().query({
      query: `SELECT DATE(usage_start_time) AS day, SUM(cost) AS cost FROM \`${TABLE}\` WHERE ${condition} GROUP BY day`,
      params: { from },
    });
    expect(rows).toHaveLength(days);
  });

  it.each(["resource.name LIKE 'a%'", "project.id = 'a' OR project.id = 'b'"])(
    'a condition that it cannot judge is refused, never ignored: %s',
    async (condition) => {
      await expect(client().query(`SELECT currency FROM \`${TABLE}\` WHERE ${condition}`)).rejects.toThrow(/The simulator/);
    },
  );

  it('another table, and a column that the export does not have, are refused', async () => {
    await expect(client().query('SELECT * FROM `shop-one.secrets.customers`')).rejects.toThrow(/Not found: Table/);
    await expect(client().query(`SELECT customer_name FROM \`${TABLE}\``)).rejects.toThrow(/Unrecognized name/);
  });
});
