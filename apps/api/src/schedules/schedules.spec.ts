import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization, TestDatabase } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { Received } from '../testing/api-under-test.js';

let house: ApiHouse;
let database: TestDatabase;
let acme: SeededOrganization;
let umbra: SeededOrganization;
const as: ApiHouse['as'] = async (...request) => await house.as(...request);
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const items = ({ body }: Received): Record<string, unknown>[] => body['items'] as Record<string, unknown>[]; // Shape asserted by the route's schema.
const wish = (more: object = {}, organization = acme) => ({
  connectionId: organization.connections.aws,
  name: 'nightly',
  cron: '0 2 * * *',
  timeZone: 'Europe/Berlin',
  ...more,
});
const create = async (body: unknown, organization = acme, role: 'analyst' | 'viewer' = 'analyst'): Promise<Received> =>
  await as(organization, role, 'POST', '/v1/schedules', { body });
const planned = async (id: unknown): Promise<unknown[]> =>
  (
    await database
      .poolFor('postgres')
      .query(
        `select s.state, j.kind, j.state as job, j.queue, j.not_before = s.next_at as same, j.detail->>'scheduleId' = s.id::text as named from vitrine.schedule s left join vitrine.job j on j.id = s.job_id where s.id = $1`,
        [id],
      )
  ).rows;

beforeAll(async () => {
  house = await openApiHouse();
  ({ database, acme, umbra } = house);
}, 60_000);
afterAll(async () => await house.stop());

describe('schedules', () => {
  it('201: on, with its next run and the one job that stands for it', async () => {
    const made = await create(wish({ jitterSeconds: 0 }));
    expect([made.status, made.body]).toMatchObject([
      201,
      { state: 'on', cron: '0 2 * * *', timeZone: 'Europe/Berlin', rules: null, connectionId: acme.connections.aws },
    ]);
    expect(new Date(String(made.body['nextAt'])).getTime()).toBeGreaterThan(Date.now());
    expect(await planned(made.body['id'])).toEqual([{ state: 'on', kind: 'schedule', job: 'queued', queue: 'system', same: true, named: true }]);
  });

  it('409 not-schedulable for a borrowed session, since it is gone before the first run', async () => {
    const root = database.poolFor('postgres');
    await root.query(`update vitrine.connection set kind = 'gcp.token' where id = $1`, [acme.connections.gcp]);
    expect(outcome(await create(wish({ connectionId: acme.connections.gcp })))).toEqual([409, 'not-schedulable']);
    await root.query(`update vitrine.connection set kind = 'gcp.wif' where id = $1`, [acme.connections.gcp]);
  });

  it.each([
    [{ cron: '61 * * * *' }, 'invalid-cron'],
    [{ cron: '* * * * * *' }, 'invalid-cron'],
    [{ cron: '@daily' }, 'invalid-cron'],
    [{ cron: '0 0 30 2 *' }, 'never-runs'],
    [{ cron: '* * * * *' }, 'too-frequent'],
    [{ timeZone: 'Mars/Base' }, 'invalid-time-zone'],
    [{ timeZone: '+02:00' }, 'invalid-time-zone'],
    [{ jitterSeconds: 3_601 }, 'invalid-jitter'],
    [{ jitterSeconds: -1 }, 'invalid-jitter'],
    [{ rules: ['azure.compute.disk-unattached'] }, 'unknown-rule'],
    [{ name: '' }, 'invalid-name'],
    [{ extra: 1 }, 'unknown-field'],
  ])('422 for %j: %s', async (more, code) => {
    expect(outcome(await create(wish(more)))).toEqual([422, code]);
  });

  it('changes under If-Match, and plans anew: the job of the earlier form is no longer the schedule’s', async () => {
    const made = await create(wish());
    const path = `/v1/schedules/${String(made.body['id'])}`;
    const change = async (body: unknown, headers: Record<string, string> = {}) => await as(acme, 'analyst', 'PATCH', path, { body, headers });
    expect(outcome(await change({ cron: '0 3 * * *' }))).toEqual([428, 'precondition-required']);
    expect(outcome(await change({ cron: '0 3 * * *' }, { 'if-match': '"v9"' }))).toEqual([412, 'precondition-failed']);
    const changed = await change({ cron: '0 3 * * *' }, { 'if-match': '"v1"' });
    expect([changed.status, changed.body['nextAt'] === made.body['nextAt']]).toEqual([200, false]);
    expect(outcome(await change({ timeZone: 'Mars/Base' }, { 'if-match': '"v2"' }))).toEqual([422, 'invalid-time-zone']);
    expect((await change({ state: 'off' }, { 'if-match': '"v2"' })).body).toMatchObject({ state: 'off', nextAt: null });
    expect(await planned(made.body['id'])).toMatchObject([{ state: 'off', kind: null }]);
    expect((await change({ state: 'on' }, { 'if-match': '"v3"' })).body).toMatchObject({ state: 'on', nextAt: changed.body['nextAt'] });
    expect((await as(acme, 'viewer', 'GET', path)).headers.get('etag')).toBe('"v4"');
  });

  it('tells what each hour led to, and does not exist for the neighbour, for a foreign connection or after it was removed', async () => {
    const made = await create(wish({}, umbra), umbra);
    const id = String(made.body['id']);
    await database
      .poolFor('postgres')
      .query(
        `insert into vitrine.schedule_run (organization_id, id, schedule_id, planned_at, missed, outcome, reason) values ($1, gen_random_uuid(), $2, now(), 3, 'skipped', 'audit-running')`,
        [umbra.organizationId, id],
      );
    expect(items(await as(umbra, 'viewer', 'GET', `/v1/schedules/${id}/runs`))).toMatchObject([
      { outcome: 'skipped', reason: 'audit-running', missed: 3, auditId: null },
    ]);
    for (const [method, path, body] of [
      ['GET', `/v1/schedules/${id}`],
      ['GET', `/v1/schedules/${id}/runs`],
      ['PATCH', `/v1/schedules/${id}`, { state: 'off' }],
      ['DELETE', `/v1/schedules/${id}`],
    ] as const)
      expect(outcome(await as(acme, 'analyst', method, path, { ...(body === undefined ? {} : { body }), headers: { 'if-match': '*' } }))).toEqual([
        404,
        'not-found',
      ]);
    expect(outcome(await create(wish({}, umbra)))).toEqual([404, 'not-found']);
    expect(items(await as(acme, 'viewer', 'GET', '/v1/schedules')).map((each) => each['id'])).not.toContain(id);
    expect((await as(umbra, 'analyst', 'DELETE', `/v1/schedules/${id}`)).status).toBe(204);
    expect((await as(umbra, 'analyst', 'GET', `/v1/schedules/${id}`)).status).toBe(404);
  });

  it('pages, filters by connection, and holds at most ten per connection though they are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => create(wish({ connectionId: acme.connections.azure }))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 409).map(outcome)).toEqual(Array.from({ length: 2 }, () => [409, 'too-many-schedules']));
    const first = await as(acme, 'viewer', 'GET', `/v1/schedules?connectionId=${acme.connections.azure}&limit=7`);
    const second = await as(
      acme,
      'viewer',
      'GET',
      `/v1/schedules?connectionId=${acme.connections.azure}&limit=7&cursor=${encodeURIComponent(String(first.body['nextCursor']))}`,
    );
    expect(new Set([...items(first), ...items(second)].map((each) => each['id'])).size).toBe(10);
    expect(outcome(await create(wish(), acme, 'viewer'))).toEqual([403, 'insufficient-scope']);
  });
});
