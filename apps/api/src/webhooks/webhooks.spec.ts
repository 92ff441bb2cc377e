import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization, TestDatabase } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { Received } from '../testing/api-under-test.js';
import { testSealingKeys } from '../testing/sealing-keys.fixture.js';

let house: ApiHouse;
let database: TestDatabase;
let acme: SeededOrganization;
let umbra: SeededOrganization;
const as: ApiHouse['as'] = async (...request) => await house.as(...request);
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const items = ({ body }: Received): Record<string, unknown>[] => body['items'] as Record<string, unknown>[]; // Shape asserted by the route's schema.
const wish = (more: object = {}) => ({ name: 'chat', url: 'https://hooks.vitrine-receiver.dev/x', events: ['audit.completed', 'finding.opened'], ...more });
const create = async (body: unknown = wish(), organization = acme, headers: Record<string, string> = {}): Promise<Received> =>
  await as(organization, 'admin', 'POST', '/v1/webhooks', { body, headers });
const root = () => database.poolFor('postgres');
const plantDelivery = async (organization: SeededOrganization, webhookId: unknown, state: string, event = 'finding.opened'): Promise<string> => {
  const id = randomUUID();
  await root().query(
    `insert into vitrine.webhook_delivery (organization_id, id, webhook_id, event, connection_id, cloud, subject_id, body, state, attempts, log)
     values ($1, $2, $3, $6, $4, 'aws', gen_random_uuid(), '{}', $5, 8, '[{"at":"2026-11-22T00:00:00.000Z","status":500,"code":"status","milliseconds":12}]')`,
    [organization.organizationId, id, webhookId, organization.connections.aws, state, event],
  );
  return id;
};

beforeAll(async () => {
  house = await openApiHouse({ sealingKeys: await testSealingKeys() });
  ({ database, acme, umbra } = house);
}, 60_000);
afterAll(async () => await house.stop());

describe('webhooks', () => {
  it('201: the secret is shown once, and stands in the database only sealed, to each cloud’s workers', async () => {
    const made = await create();
    expect([made.status, made.body]).toMatchObject([201, { state: 'on', stateCode: null, url: 'https://hooks.vitrine-receiver.dev/x' }]);
    const secret = String(made.body['secret']);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const read = await as(acme, 'admin', 'GET', `/v1/webhooks/${String(made.body['id'])}`);
    expect([read.status, 'secret' in read.body]).toEqual([200, false]);
    const { rows } = await root().query<{ cloud: string; text: string }>(
      `select cloud, convert_from(sealed, 'UTF8') as text from vitrine.webhook_secret where webhook_id = $1 order by cloud`,
      [made.body['id']],
    );
    expect(rows.map(({ cloud }) => cloud)).toEqual(['aws', 'azure', 'gcp']);
    const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64');
    for (const { text } of rows)
      for (const form of [secret, bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')]) expect(text).not.toContain(form);
    const trail = await root().query<{ payload: unknown }>(`select payload from vitrine.trail_event where type = 'webhook.created'`);
    expect(JSON.stringify(trail.rows)).not.toContain('whsec_');
  });

  it('a repeated request shows the secret no second time', async () => {
    const headers = { 'idempotency-key': 'hook-1' };
    const first = await create(wish(), acme, headers);
    expect(first.status).toBe(201);
    expect(outcome(await create(wish(), acme, headers))).toEqual([409, 'already-created']);
  });

  it.each([
    'http://hooks.vitrine-receiver.dev/',
    'https://169.254.169.254/',
    'https://[::1]/',
    'https://localhost/',
    'https://redis:6379/',
    'https://a:b@hooks.vitrine-receiver.dev/',
    'nothing',
  ])('422 invalid-url for %s', async (url) => {
    expect(outcome(await create(wish({ url })))).toEqual([422, 'invalid-url']);
  });

  it('422 for events that are none, 403 for whoever is no admin, 404 for a token that is bound to a connection', async () => {
    expect(outcome(await create(wish({ events: ['everything'] })))).toEqual([422, 'unknown-event']);
    expect((await create(wish({ events: [] }))).status).toBe(422);
    expect(outcome(await as(acme, 'analyst', 'POST', '/v1/webhooks', { body: wish() }))).toEqual([403, 'insufficient-scope']);
    expect(outcome(await as(acme, 'viewer', 'GET', '/v1/webhooks'))).toEqual([403, 'insufficient-scope']);
    const token = await as(acme, 'admin', 'POST', '/v1/api-tokens', {
      body: { name: 'bound', scopes: ['vitrine.webhooks.read', 'vitrine.webhooks.write'], lifetimeDays: 1, connectionIds: [acme.connections.aws] },
    });
    const bound = String(token.body['token']);
    expect((await house.api.send('GET', '/v1/webhooks', { token: bound })).status).toBe(404);
    expect((await house.api.send('POST', '/v1/webhooks', { token: bound, body: wish() })).status).toBe(404);
  });

  it('changes under If-Match; turned on again it begins without a past of failures, and what waits is planned', async () => {
    const made = await create();
    const path = `/v1/webhooks/${String(made.body['id'])}`;
    const change = async (body: unknown, headers: Record<string, string> = {}) => await as(acme, 'admin', 'PATCH', path, { body, headers });
    expect(outcome(await change({ state: 'off' }))).toEqual([428, 'precondition-required']);
    expect(outcome(await change({ state: 'off' }, { 'if-match': '"v9"' }))).toEqual([412, 'precondition-failed']);
    expect(outcome(await change({ url: 'http://x.dev' }, { 'if-match': '*' }))).toEqual([422, 'invalid-url']);
    await root().query(`update vitrine.webhook set state = 'disabled', state_code = 'failing', failing_since = now() - interval '4 days' where id = $1`, [
      made.body['id'],
    ]);
    await plantDelivery(acme, made.body['id'], 'pending');
    expect((await as(acme, 'admin', 'GET', path)).body).toMatchObject({ state: 'disabled', stateCode: 'failing' });
    expect((await change({ state: 'on', events: ['schedule.skipped'] }, { 'if-match': '"v1"' })).body).toMatchObject({
      ...{ state: 'on', stateCode: null, failingSince: null, events: ['schedule.skipped'] },
    });
    const jobs = await root().query(`select queue, state from vitrine.job where kind = 'deliver' and detail->>'webhookId' = $1`, [made.body['id']]);
    expect(jobs.rows).toEqual([{ queue: 'aws', state: 'queued' }]);
  });

  it('a new secret is another one, appended as the next version', async () => {
    const made = await create();
    const changed = await as(acme, 'admin', 'POST', `/v1/webhooks/${String(made.body['id'])}/secret`);
    expect([changed.status, changed.body['secret'] === made.body['secret']]).toEqual([201, false]);
    const { rows } = await root().query(`select version, count(*)::int as n from vitrine.webhook_secret where webhook_id = $1 group by 1 order by 1`, [
      made.body['id'],
    ]);
    expect(rows).toEqual([
      { version: 1, n: 3 },
      { version: 2, n: 3 },
    ]);
  });

  it('logs each message with its attempts, and sends one again under its own id', async () => {
    const made = await create();
    const path = `/v1/webhooks/${String(made.body['id'])}/deliveries`;
    const [failed, waiting] = [await plantDelivery(acme, made.body['id'], 'failed'), await plantDelivery(acme, made.body['id'], 'pending')];
    expect(items(await as(acme, 'admin', 'GET', `${path}?state=failed`))).toMatchObject([{ id: failed, attempts: 8, log: [{ status: 500, code: 'status' }] }]);
    expect(outcome(await as(acme, 'admin', 'POST', `/v1/webhooks/deliveries/${waiting}/replay`))).toEqual([409, 'delivery-waiting']);
    const replayed = await as(acme, 'admin', 'POST', `/v1/webhooks/deliveries/${failed}/replay`);
    expect([replayed.status, replayed.body]).toMatchObject([202, { id: failed, state: 'pending', attempts: 0 }]);
    const jobs = await root().query(`select 1 from vitrine.job where kind = 'deliver' and detail->>'webhookId' = $1 and state = 'queued'`, [made.body['id']]);
    expect(jobs.rowCount).toBe(1);
  });

  it('403 where a token would have sent to itself, or read in the log of deliveries, what it may not read: the trail, approvals, operators’ sessions', async () => {
    const tokenWith = async (...more: string[]): Promise<string> => {
      const scopes = ['vitrine.webhooks.read', 'vitrine.webhooks.write', ...more];
      return String((await as(acme, 'admin', 'POST', '/v1/api-tokens', { body: { name: 'hooks', scopes, lifetimeDays: 1 } })).body['token']);
    };
    const [hooks, reader] = [await tokenWith(), await tokenWith('vitrine.trail.read')];
    const send = async (token: string, method: string, path: string, body?: unknown): Promise<Received> =>
      await house.api.send(method, path, { token, ...(body === undefined ? {} : { body }), headers: { 'if-match': '*' } });
    const refused = [403, 'insufficient-scope'];
    for (const event of ['trail.entries', 'trail.checkpoint', 'approval.waiting', 'operator.session.requested', 'operator.session.ended'])
      expect(outcome(await send(hooks, 'POST', '/v1/webhooks', wish({ events: ['audit.completed', event] })))).toEqual(refused);
    expect((await send(reader, 'POST', '/v1/webhooks', wish({ events: ['trail.entries'] }))).status).toBe(201);
    // Each event asks for its own scope: who reads the trail does not read approvals.
    expect(outcome(await send(reader, 'POST', '/v1/webhooks', wish({ events: ['trail.entries', 'approval.waiting'] })))).toEqual(refused);
    const own = `/v1/webhooks/${String((await send(hooks, 'POST', '/v1/webhooks', wish())).body['id'])}`;
    expect(outcome(await send(hooks, 'PATCH', own, { events: ['trail.entries'] }))).toEqual(refused);

    const made = await create(wish({ events: ['trail.entries', 'audit.completed'] }));
    const path = `/v1/webhooks/${String(made.body['id'])}`;
    const [entries, finding] = [await plantDelivery(acme, made.body['id'], 'pending', 'trail.entries'), await plantDelivery(acme, made.body['id'], 'failed')];
    const elsewhere = { url: 'https://hooks.another-receiver.dev/x' };
    expect(outcome(await send(hooks, 'PATCH', path, elsewhere))).toEqual(refused);
    expect(outcome(await send(hooks, 'PATCH', path, { ...elsewhere, events: ['audit.completed'] }))).toEqual(refused);
    expect((await send(hooks, 'PATCH', path, { name: 'quiet', events: ['audit.completed'] })).status).toBe(200);
    // The events are gone, and what waits since then is still the trail.
    expect(outcome(await send(hooks, 'PATCH', path, elsewhere))).toEqual(refused);
    expect(items(await send(hooks, 'GET', `${path}/deliveries`)).map(({ id }) => id)).toEqual([finding]);
    await root().query(`update vitrine.webhook_delivery set state = 'failed' where id = $1`, [entries]);
    expect(outcome(await send(hooks, 'POST', `/v1/webhooks/deliveries/${entries}/replay`))).toEqual(refused);
    expect(items(await send(reader, 'GET', `${path}/deliveries`))).toHaveLength(2);
    expect((await send(reader, 'POST', `/v1/webhooks/deliveries/${entries}/replay`)).status).toBe(202);
    expect((await send(reader, 'PATCH', path, elsewhere)).status).toBe(200);
  });

  it('do not exist for the neighbour', async () => {
    const made = await create(wish(), umbra);
    const delivery = await plantDelivery(umbra, made.body['id'], 'failed');
    const path = `/v1/webhooks/${String(made.body['id'])}`;
    for (const [method, at, body] of [
      ['GET', path],
      ['PATCH', path, { state: 'off' }],
      ['POST', `${path}/secret`],
      ['GET', `${path}/deliveries`],
      ['POST', `/v1/webhooks/deliveries/${delivery}/replay`],
      ['DELETE', path],
    ] as const)
      expect(outcome(await as(acme, 'admin', method, at, { ...(body === undefined ? {} : { body }), headers: { 'if-match': '*' } }))).toEqual([
        404,
        'not-found',
      ]);
    expect(items(await as(acme, 'admin', 'GET', '/v1/webhooks?limit=200')).map((each) => each['id'])).not.toContain(made.body['id']);
    expect((await as(umbra, 'admin', 'DELETE', path)).status).toBe(204);
    expect((await root().query(`select 1 from vitrine.webhook_secret where webhook_id = $1`, [made.body['id']])).rowCount).toBe(0);
  });
});
