import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, seedTwoOrganizations, startTestIssuer, type SeededOrganization, type TestDatabase, type TestIssuer } from '@vitrine/testing';
import { startApiUnderTest, type ApiUnderTest, type Received } from '../testing/api-under-test.js';
import { plantAudit, plantFinding } from '../testing/finding-rows.fixture.js';
import { sequenceNow } from '../testing/trail-rows.fixture.js';

/** An API token may be bound to some connections; for it nothing else of the organization exists. */
let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;
let token: string;
let mine: { audit: string; finding: string };
/** An operator's requests that wait for the organization's word. */
const sessions = ['01900000-0000-7000-8000-0000000000c1', '01900000-0000-7000-8000-0000000000c2'] as const;
let other: { audit: string; finding: string };

beforeAll(async () => {
  [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  ({ acme } = await seedTwoOrganizations(database, { issuer: issuer.issuer }));
  api = await startApiUnderTest({ databaseUrl: database.url('vitrine_api'), issuer: issuer.issuer });
  const owner = await issuer.mint({ subject: acme.members.owner.subject, claims: { org_id: acme.claim.value } });
  const both = ['audits', 'findings', 'connections', 'costs', 'operator-sessions', 'webhooks'].flatMap((each) => [`${each}.read`, `${each}.write`]);
  const scopes = [...both, 'trail.read'];
  const made = await api.send('POST', '/v1/api-tokens', {
    token: owner,
    body: { name: 'ci', scopes: scopes.map((scope) => `vitrine.${scope}`), connectionIds: [acme.connections.aws], lifetimeDays: 1 },
  });
  expect(made.status).toBe(201);
  token = String(made.body['token']);
  const plant = async (cloud: 'aws' | 'azure', saving: string): Promise<{ audit: string; finding: string }> => {
    const audit = await plantAudit(database, acme, cloud);
    return { audit, finding: (await plantFinding(database, acme, audit, { cloud, saving })).id };
  };
  mine = await plant('aws', '3');
  other = await plant('azure', '40');
  const bill = `insert into vitrine.cost_source (organization_id, id, connection_id, kind, source_key, loaded_by) values ($1, gen_random_uuid(), $2::text::uuid, 'cost-explorer', $2::text, 'spec')`;
  for (const id of [acme.connections.aws, acme.connections.azure]) await database.poolFor('postgres').query(bill, [acme.organizationId, id]);
  const asked = `insert into vitrine.operator_session (organization_id, id, operator, reason, ticket, minutes, expires_at)
    select $1, id, 'https://platform.example|olga', 'an audit that never ended', 'T-7', 15, now() + interval '1 day' from unnest($2::uuid[]) id`;
  await database.poolFor('postgres').query(asked, [acme.organizationId, sessions]);
  await sequenceNow(database.poolFor('postgres'), acme.organizationId, generateKeyPairSync('ed25519').privateKey);
}, 60_000);
afterAll(async () => {
  await api.stop();
  await issuer.stop();
  await database.drop();
});

const send = async (method: string, path: string, body?: unknown): Promise<Received> =>
  await api.send(method, path, { token, ...(body === undefined ? {} : { body }), headers: method === 'PATCH' ? { 'if-match': '*' } : {} });

describe('a token that is bound to one connection', () => {
  it('lists, sums and exports what belongs to that connection alone', async () => {
    for (const path of [
      '/v1/connections',
      '/v1/audits',
      '/v1/findings',
      '/v1/findings/export?format=json',
      '/v1/findings/export?format=csv',
      '/v1/costs/sources',
    ]) {
      const { status, text } = await send('GET', path);
      expect(status).toBe(200);
      expect(text).toContain(acme.connections.aws);
      for (const foreign of [acme.connections.azure, other.audit, other.finding]) expect(text).not.toContain(foreign);
    }
    expect((await send('GET', '/v1/findings/summary')).body['savings']).toEqual([{ currency: 'USD', realisable: '3', gross: '3', findings: 1 }]);
    expect((await send('GET', '/v1/findings/groups')).text).not.toContain('azure');
  });

  it('404 for every other one, as if it did not exist', async () => {
    const connection = `/v1/connections/${acme.connections.azure}`;
    for (const [method, path, body] of [
      ['GET', connection],
      ['GET', `${connection}/policy`],
      ['POST', `${connection}/validate`],
      ['POST', `${connection}/credentials`, { credential: {} }],
      ['PATCH', connection, { name: 'x' }],
      ['DELETE', connection],
      ['POST', '/v1/audits', { connectionId: acme.connections.azure }],
      ['GET', `/v1/audits/${other.audit}`],
      ['GET', `/v1/audits/${other.audit}/events`],
      ['GET', `/v1/audits/${other.audit}/blind-spots`],
      ['POST', `/v1/audits/${other.audit}/cancel`],
      ['GET', `/v1/findings/${other.finding}`],
      ['PATCH', `/v1/findings/${other.finding}`, { status: 'planned' }],
    ] as const) {
      expect([method, path, (await send(method, path, body)).status]).toEqual([method, path, 404]);
    }
    expect((await send('GET', `/v1/findings/${mine.finding}`)).status).toBe(200);
  });

  it('404, not 403, for another connection’s where it lacks the scope too: a refusal must not say that something is there (CS-T01)', async () => {
    const owner = await issuer.mint({ subject: acme.members.owner.subject, claims: { org_id: acme.claim.value } });
    const made = await api.send('POST', '/v1/api-tokens', {
      token: owner,
      body: { name: 'rules only', scopes: ['vitrine.rules.read'], connectionIds: [acme.connections.aws], lifetimeDays: 1 },
    });
    const narrow = String(made.body['token']);
    const source = async (connectionId: string): Promise<string> =>
      String(
        (await database.poolFor('postgres').query<{ id: string }>('select id from vitrine.cost_source where connection_id = $1', [connectionId])).rows[0]?.id,
      );
    const status = async (path: string): Promise<number> => (await api.send('GET', path, { token: narrow })).status;
    for (const path of [
      `/v1/connections/${acme.connections.azure}`,
      `/v1/audits/${other.audit}`,
      `/v1/findings/${other.finding}`,
      `/v1/costs/sources/${await source(acme.connections.azure)}`,
    ])
      expect([path, await status(path)]).toEqual([path, 404]);
    for (const path of [`/v1/audits/${mine.audit}`, `/v1/findings/${mine.finding}`, `/v1/costs/sources/${await source(acme.connections.aws)}`])
      expect([path, await status(path)]).toEqual([path, 403]);
  });

  it('404 for what is the whole organization’s: its trail, its receivers, its rules for all connections, its word on an operator', async () => {
    const [first, second] = sessions;
    const exclusion = { tagKey: 'env', tagValue: 'dev', reason: 'a whole estate' };
    for (const [method, path, body] of [
      ['GET', '/v1/trail'],
      ['GET', '/v1/trail/export'],
      ['GET', '/v1/trail/checkpoints'],
      ['GET', '/v1/trail/checkpoints/latest'],
      ['GET', '/v1/trail/proofs/inclusion?index=0&size=1'],
      ['GET', '/v1/trail/proofs/consistency?from=0&to=1'],
      ['GET', '/v1/webhooks'],
      ['POST', '/v1/webhooks', { name: 'x', url: 'https://hooks.vitrine-receiver.dev/', events: ['audit.completed'] }],
      ['POST', '/v1/exclusions', exclusion],
      ['POST', `/v1/organization/operator-sessions/${first}/approve`],
      ['POST', `/v1/organization/operator-sessions/${second}/refuse`],
      ['POST', `/v1/organization/operator-sessions/${first}/end`],
    ] as const) {
      expect([method, path, (await send(method, path, body)).status]).toEqual([method, path, 404]);
    }
    const { rows } = await database.poolFor('postgres').query('select distinct state from vitrine.operator_session');
    expect(rows).toEqual([{ state: 'requested' }]);
  });

  it('403 for what would be the organization’s: a new connection, a bill', async () => {
    expect((await send('POST', '/v1/connections', { name: 'x', kind: 'aws.role' })).status).toBe(403);
    expect((await api.send('POST', '/v1/costs/focus-uploads?name=x', { token, raw: 'a,b', headers: { 'content-type': 'text/csv' } })).status).toBe(403);
  });
});
