import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditProgress, gatherReport, runAudits, submitSealed, type ConnectionAnswer } from '@vitrine/api-client';
import {
  DEMO_AWS_ACCOUNT_ID,
  DEMO_AWS_BASE_ACCESS_KEY_ID,
  DEMO_AWS_ROLE_NAME,
  demoAzureClientId,
  demoAzureClientSecret,
  demoAzureTenantId,
  demoEstate,
  endpointVariablesOf,
  startCloudSim,
  type CloudSim,
} from '@vitrine/cloud-sim';
import { credentialKinds, type AuditId } from '@vitrine/contracts';
import { withClient } from '@vitrine/database';
import { startEmbedded, type EmbeddedInstance } from '@vitrine/demo';
import { reportCsv, reportHtml, reportJson, reportMarkdown } from '@vitrine/report';
import { z } from 'zod';
import { writeFileSync } from 'node:fs';
import { canary, findInMemory, formsOf, hunt, type Place } from './canary-hunt.js';
import { markedCredential } from './marked-credentials.js';

const root = mkdtempSync(join(tmpdir(), 'vitrine-canary-'));
const billCanary = canary();
const controlCanary = canary();
const submitted: string[] = [];
const sealedOnly: string[] = [];
const errorBodies: Place[] = [];
const reports: Place[] = [];
let sim: CloudSim;
let instance: EmbeddedInstance;
let connections: ConnectionAnswer[];

beforeAll(async () => {
  // As root the database runs as another user, who must be able to pass.
  chmodSync(root, 0o711);
  sim = await startCloudSim({ estate: demoEstate() });
  const authority = join(root, 'authority.crt');
  writeFileSync(authority, sim.caCertificatePem);
  instance = await startEmbedded({
    folder: join(root, 'instance'),
    awsBaseIdentity: { accessKeyId: DEMO_AWS_BASE_ACCESS_KEY_ID, secretAccessKey: canary().padEnd(40, 'x').slice(0, 40) },
    endpoints: { ...endpointVariablesOf(sim.endpoints), VITRINE_EXTRA_CA_FILE: authority },
    workerEnvironment: { VITRINE_QUOTA_SHARE: '1000' },
  });
  connections = [...(await submitEveryKind()), ...(await workingConnections())];
  await submitMistakes();
  await uploadMarkedBill();
  const auditIds = await runAudits(instance.client, connections, new AuditProgress({ isTTY: false, write: () => undefined }), AbortSignal.timeout(200_000));
  await writeReports(auditIds);
}, 300_000);
afterAll(async () => {
  await instance.stop();
  await sim.stop();
  rmSync(root, { recursive: true, force: true });
});

/** Each kind twice: in plaintext over the API, and sealed here. None opens anything, so every path of failure is walked too. */
async function submitEveryKind(): Promise<ConnectionAnswer[]> {
  const { client, organizationId } = instance;
  const made: ConnectionAnswer[] = [];
  for (const kind of credentialKinds) {
    const connection = await client.createConnection({ name: `${kind} ${controlCanary}`, kind });
    const plain = markedCredential(kind, connection);
    await client.http.json('POST', `/v1/connections/${connection.id}/credentials`, z.unknown(), { body: { credential: bare(plain.credential) } });
    const sealed = markedCredential(kind, connection);
    await submitSealed(client, { organizationId, connection: await client.connection(connection.id), credential: sealed.credential });
    submitted.push(...plain.canaries, ...sealed.canaries);
    sealedOnly.push(...sealed.canaries);
    made.push(connection);
  }
  return made;
}

/** The API takes a credential's fields without its kind, which the connection says. */
function bare(credential: object): object {
  return Object.fromEntries(Object.entries(credential).filter(([name]) => name !== 'kind'));
}

/** Two that open something, so that sessions, pages, findings and bills are part of the hunt. */
async function workingConnections(): Promise<ConnectionAnswer[]> {
  const { client, organizationId } = instance;
  const aws = await client.createConnection({ name: 'working aws', kind: 'aws.role', bill: { source: 'cost-explorer' } });
  const role = sim.estate.aws?.roles.find(({ name }) => name === DEMO_AWS_ROLE_NAME);
  if (role !== undefined) role.externalId = aws.externalId;
  await submitSealed(client, {
    organizationId,
    connection: aws,
    credential: { kind: 'aws.role', roleArn: `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}`, externalId: aws.externalId },
  });
  const azure = await client.createConnection({ name: 'working azure', kind: 'azure.secret', bill: { source: 'cost-management' } });
  await submitSealed(client, {
    organizationId,
    connection: azure,
    credential: { kind: 'azure.secret', tenantId: demoAzureTenantId, clientId: demoAzureClientId, clientSecret: demoAzureClientSecret },
  });
  submitted.push(demoAzureClientSecret);
  sealedOnly.push(demoAzureClientSecret);
  return [aws, azure];
}

/** What people really do: a wrong field, a wrong kind, half a JSON, too much of it. */
async function submitMistakes(): Promise<void> {
  const token = readFileSync(instance.tokenFile, 'utf8').trim();
  const [connection] = await instance.client.connections();
  const secret = canary('~%');
  submitted.push(secret);
  const bodies = [
    JSON.stringify({ credential: { clientSecret: secret } }),
    JSON.stringify({ credential: { roleArn: secret, externalId: secret } }),
    JSON.stringify({ credential: { roleArn: `arn:aws:iam::111122223333:role/x`, externalId: 'x'.repeat(32), [secret]: secret } }),
    JSON.stringify({ envelope: { protected: secret } }),
    JSON.stringify({ [secret]: secret }),
    `{"credential":{"clientSecret":"${secret}"`,
    JSON.stringify({ credential: { clientSecret: secret.repeat(1_000) } }),
  ];
  for (const [at, body] of bodies.entries()) {
    const response = await fetch(`${instance.apiUrl}/v1/connections/${connection?.id ?? ''}/credentials`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    errorBodies.push({ name: `error body ${String(at)}`, text: `${JSON.stringify([...response.headers])} ${await response.text()}` });
  }
}

async function uploadMarkedBill(): Promise<void> {
  const rows = [
    'BilledCost,EffectiveCost,BillingCurrency,BillingAccountId,ChargePeriodStart,ChargePeriodEnd,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ServiceName,ResourceId,ResourceName',
    `1.5,1.5,USD,1,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,Usage,Compute,${billCanary},${billCanary}`,
  ];
  await instance.client.http.json('POST', '/v1/costs/focus-uploads?name=marked.csv', z.unknown(), {
    raw: { content: Buffer.from(`${rows.join('\n')}\n`), mediaType: 'text/csv; charset=utf-8' },
  });
}

async function writeReports(auditIds: readonly AuditId[]): Promise<void> {
  const data = await gatherReport(instance.client, { title: 'canary', now: new Date(), auditIds, seconds: null });
  for (const write of [reportHtml, reportMarkdown, reportJson, reportCsv]) reports.push({ name: write.name, text: write(data) });
}

/** Every row of every table as text, but the one column that holds envelopes. */
async function dump(): Promise<Place[]> {
  return await withClient({ url: instance.superuserUrl }, async (client) => {
    const tables = await client.query<{ schema: string; name: string }>(
      `select schemaname as schema, tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const places: Place[] = [];
    for (const { schema, name } of tables.rows) {
      const row = schema === 'vitrine' && name === 'credential' ? `to_jsonb(t) - 'sealed'` : 'to_jsonb(t)';
      const { rows } = await client.query<{ text: string | null }>(`select string_agg((${row})::text, E'\\n') as text from "${schema}"."${name}" t`);
      places.push({ name: `${schema}.${name}`, text: rows[0]?.text ?? '' });
    }
    return places;
  });
}

function logs(): Place[] {
  const folder = join(instance.folder, 'logs');
  const files = [...readdirSync(folder).map((name) => join(folder, name)), join(instance.folder, 'postgres', 'server.log')];
  return files.map((name) => ({ name, text: readFileSync(name, 'utf8') }));
}

describe('the canary hunt: a marked credential of each kind through a whole run', () => {
  it('is able to find: a marked connection name stands in the dump, and every encoding of it is recognised', async () => {
    const found = hunt([controlCanary], await dump());
    expect(found.some((each) => each.startsWith('vitrine.connection:'))).toBe(true);
    const bytes = Buffer.from(`beside ${controlCanary} beside`);
    for (const text of [
      bytes.toString('base64'),
      Buffer.concat([Buffer.from('x'), bytes]).toString('base64url'),
      bytes.toString('hex'),
      encodeURIComponent(bytes.toString()),
    ]) {
      expect(hunt([controlCanary], [{ name: 'encoded', text }])).not.toEqual([]);
    }
    expect(formsOf('a+b').length).toBeGreaterThan(4);
  });

  it('really ran: both working connections were audited to findings', async () => {
    const findings = await instance.client.findings();
    expect(new Set(findings.map(({ cloud }) => cloud))).toEqual(new Set(['aws', 'azure']));
    // Seven kinds that are sealed, twice; a keyless one has nothing to hide.
    expect(submitted.length).toBeGreaterThanOrEqual(18);
  });

  it('finds no credential in any table outside the sealed column, queue tables included (promises 1 and 4)', async () => {
    const places = await dump();
    expect(places.map(({ name }) => name).filter((name) => name.startsWith('bullmq.')).length).toBeGreaterThan(0);
    expect(hunt(submitted, places)).toEqual([]);
  });

  it('finds no row of a bill in the queue or in a job (promise 4)', async () => {
    const places = await dump();
    expect(
      hunt(
        [billCanary],
        places.filter(({ name }) => name === 'vitrine.cost_row'),
      ),
    ).not.toEqual([]);
    expect(
      hunt(
        [billCanary],
        places.filter(({ name }) => name.startsWith('bullmq.') || ['vitrine.job', 'vitrine.audit_event', 'vitrine.trail_event'].includes(name)),
      ),
    ).toEqual([]);
  });

  it('finds no credential in the log of any process', () => {
    const places = logs();
    expect(places.filter(({ text }) => text.length > 0).length).toBeGreaterThanOrEqual(3);
    expect(hunt(submitted, places)).toEqual([]);
  });

  it('finds no credential in metrics, error bodies or reports', async () => {
    const metrics = await Promise.all(instance.metricsUrls.map(async (name) => ({ name, text: await (await fetch(name)).text() })));
    expect(metrics.length).toBeGreaterThanOrEqual(2);
    for (const { text } of metrics) expect(text).toContain('# HELP');
    expect(errorBodies.length).toBe(7);
    expect(hunt(submitted, [...metrics, ...errorBodies, ...reports])).toEqual([]);
  });

  it('finds nothing in the API’s memory of what was sealed before it was sent', () => {
    const api = instance.processes.find(({ name }) => name === 'api');
    // The control is a text that the API holds as long as it lives.
    const control = `127.0.0.1:${new URL(instance.apiUrl).port}`;
    const found = findInMemory(api?.pid ?? 0, [control, ...sealedOnly]);
    expect(found).toEqual([control]);
  });
});
