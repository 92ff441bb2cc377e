import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, seedTwoOrganizations, startTestIssuer, type SeededOrganization, type TestDatabase, type TestIssuer } from '@vitrine/testing';
import { startApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.js';
import { commitEvents } from '../testing/audit-rows.fixture.js';
import { openEvents, type EventStream } from '../testing/event-stream.js';
import { rawRequest } from '../testing/raw-request.js';

let database: TestDatabase;
let issuer: TestIssuer;
let one: ApiUnderTest;
let two: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;

const startInstance = async (): Promise<ApiUnderTest> => await startApiUnderTest({ databaseUrl: database.url('vitrine_api'), issuer: issuer.issuer });
const tokenOf = async (organization: SeededOrganization, role: 'viewer' | 'analyst' | 'owner' = 'analyst'): Promise<string> =>
  await issuer.mint({ subject: organization.members[role].subject, claims: { org_id: organization.claim.value } });

/** Seeded connections are valid; an audit of each is started once per spec and its predecessor ended. */
async function startAudit(organization: SeededOrganization = acme): Promise<string> {
  await database
    .poolFor('postgres')
    .query(`update vitrine.audit set state = 'completed' where organization_id = $1 and state in ('queued', 'running')`, [organization.organizationId]);
  const { status, body } = await two.send('POST', '/v1/audits', { token: await tokenOf(organization), body: { connectionId: organization.connections.aws } });
  expect(status).toBe(202);
  return String(body['id']);
}
const events = async (api: ApiUnderTest, auditId: string, lastEventId?: string, token?: string): Promise<EventStream> =>
  await openEvents(`${api.url}/v1/audits/${auditId}/events`, { token: token ?? (await tokenOf(acme, 'viewer')), lastEventId });
const ids = (seen: readonly { readonly id: string | undefined }[]): (string | undefined)[] => seen.map(({ id }) => id);

beforeAll(async () => {
  [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  ({ acme, umbra } = await seedTwoOrganizations(database, { issuer: issuer.issuer }));
  [one, two] = await Promise.all([startInstance(), startInstance()]);
}, 60_000);
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await issuer.stop();
  await database.drop();
});

describe('the event stream of an audit', () => {
  it('tells events as they are committed, in order, and ends after `ended`', async () => {
    const auditId = await startAudit();
    const stream = await events(one, auditId);
    expect([stream.status, stream.headers.get('content-type'), stream.headers.get('x-accel-buffering'), stream.headers.get('cache-control')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'no',
      'no-store',
    ]);
    await commitEvents(database, auditId, { kind: 'started', ref: { cloud: 'aws' } }, { kind: 'planned', ref: { cursors: 2 } });
    expect(await stream.next()).toEqual({ id: '1', event: 'started', data: { seq: 1, kind: 'started', at: expect.any(String), ref: { cloud: 'aws' } } });
    expect(await stream.next()).toMatchObject({ id: '2', event: 'planned' });
    await commitEvents(database, auditId, { kind: 'finding', ref: { count: 1 } }, { kind: 'ended', ref: { state: 'completed' } });
    expect(ids(await stream.until('never'))).toEqual(['3', '4']);
    expect(await stream.next()).toBe('ended');
  });

  it('tells the tenth event after the ninth, also when many wait to be read at once', async () => {
    const auditId = await startAudit();
    await commitEvents(database, auditId, ...Array.from({ length: 11 }, () => ({ kind: 'page' })), { kind: 'ended' });
    const all = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'];
    expect(ids(await (await events(one, auditId)).until('never'))).toEqual(all);
    expect(ids(await (await events(two, auditId, '7')).until('never'))).toEqual(all.slice(7));
  });

  it('resumes on another process after Last-Event-ID when its own one is killed: nothing lost, nothing twice', async () => {
    const auditId = await startAudit();
    const doomed = await startInstance();
    const first = await events(doomed, auditId);
    await commitEvents(database, auditId, { kind: 'started' }, { kind: 'planned' }, { kind: 'page' });
    const before = await first.until('page');
    // As a kill would: sockets are cut, nobody says goodbye.
    doomed.app.getHttpServer().closeAllConnections();
    expect(await first.next()).toBe('broken');
    await commitEvents(database, auditId, { kind: 'finding' });
    const second = await events(two, auditId, before.at(-1)?.id);
    await commitEvents(database, auditId, { kind: 'page' }, { kind: 'ended' });
    expect([...ids(before), ...ids(await second.until('ended'))]).toEqual(['1', '2', '3', '4', '5', '6']);
    await doomed.stop();
  });

  it('a draining process ends its streams in order, so that a deployment waits for none', async () => {
    const auditId = await startAudit();
    const leaving = await startInstance();
    const stream = await events(leaving, auditId);
    await commitEvents(database, auditId, { kind: 'started' });
    expect(await stream.next()).toMatchObject({ id: '1' });
    const stopped = leaving.stop();
    expect(await stream.next()).toBe('ended');
    await stopped;
  });

  it('is served by the poll when no notice arrives', async () => {
    const auditId = await startAudit();
    const stream = await events(one, auditId);
    const pool = database.poolFor('postgres');
    await pool.query(`insert into vitrine.audit_event (organization_id, audit_id, seq, kind) values ($1, $2, 1, 'started')`, [acme.organizationId, auditId]);
    expect(await stream.next()).toMatchObject({ id: '1', event: 'started' });
    stream.close();
  });

  it('listens again after its database connection was cut', async () => {
    const auditId = await startAudit();
    const stream = await events(one, auditId);
    const pool = database.poolFor('postgres');
    const listening = `select pid from pg_stat_activity where datname = current_database() and application_name = 'vitrine-api-events'`;
    await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'vitrine-api-events'`);
    await commitEvents(database, auditId, { kind: 'started' });
    expect(await stream.next()).toMatchObject({ id: '1' });
    await commitEvents(database, auditId, { kind: 'ended' });
    expect(ids(await stream.until('ended'))).toEqual(['2']);
    expect((await pool.query(listening)).rows.length).toBeGreaterThan(0);
  });

  it('204 where the audit is over and the client has all of it, so that a client that always comes back stops', async () => {
    const auditId = await startAudit();
    await commitEvents(database, auditId, { kind: 'started' }, { kind: 'ended' });
    expect((await events(one, auditId, '2')).status).toBe(204);
    const late = await events(one, auditId, '1');
    expect(ids(await late.until('never'))).toEqual(['2']);
  });

  it('422 for a Last-Event-ID that this audit never gave, which would wait for ever', async () => {
    const auditId = await startAudit();
    for (const lastEventId of ['-1', '1.5', 'x', '7', '99999999999999999999']) expect((await events(one, auditId, lastEventId)).status).toBe(422);
    const { body } = await one.send('GET', `/v1/audits/${auditId}/events`, { token: await tokenOf(acme), headers: { 'last-event-id': '7' } });
    expect(body['code']).toBe('invalid-event-id');
  });

  it('tells nothing more once the member was removed (attack: a stream that outlives its token)', async () => {
    const auditId = await startAudit();
    const pool = database.poolFor('postgres');
    await pool.query(`insert into vitrine.member (organization_id, id, issuer, subject, role) values ($1, gen_random_uuid(), $2, 'leaver', 'viewer')`, [
      acme.organizationId,
      issuer.issuer,
    ]);
    const stream = await events(one, auditId, undefined, await issuer.mint({ subject: 'leaver', claims: { org_id: acme.claim.value } }));
    await commitEvents(database, auditId, { kind: 'started' });
    expect(await stream.next()).toMatchObject({ id: '1' });
    await pool.query(`update vitrine.member set state = 'removed', removed_at = now() where subject = 'leaver' and organization_id = $1`, [
      acme.organizationId,
    ]);
    await commitEvents(database, auditId, { kind: 'finding', ref: { secretOf: 'the organization' } });
    expect(await stream.next()).toMatchObject({ id: undefined, event: 'refused', data: { code: 'token-revoked' } });
    expect(await stream.next()).toBe('ended');
  });

  it('wakes nobody of another organization, and tells him nothing (CF-19)', async () => {
    const [mine, theirs] = [await startAudit(), await startAudit(umbra)];
    const stream = await events(one, theirs, undefined, await tokenOf(umbra, 'viewer'));
    await commitEvents(database, mine, { kind: 'started' });
    // A forged notice, as any role of the database may send: it wakes a reader of its own rows and nothing else.
    await database.poolFor('vitrine_relay').query(`select pg_notify('vitrine_audit_event', $1)`, [`${umbra.organizationId}/${theirs}`]);
    await commitEvents(database, theirs, { kind: 'ended', ref: { state: 'completed' } });
    expect((await stream.until('ended')).map(({ data }) => data['kind'])).toEqual(['ended']);
    expect((await events(one, theirs)).status).toBe(404);
  });

  it('HEAD starts no stream that nobody would end; 406 for a client that takes no event stream', async () => {
    const auditId = await startAudit();
    const token = await tokenOf(acme);
    const head = await rawRequest(
      one.port,
      `HEAD /v1/audits/${auditId}/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
    expect(head).toMatch(/^HTTP\/1\.1 (200|405) /);
    expect((await one.send('GET', `/v1/audits/${auditId}/events`, { token, headers: { accept: 'application/json' } })).status).toBe(406);
  });

  it('429 for more streams than one principal may hold open', async () => {
    const auditId = await startAudit();
    const token = await tokenOf(acme, 'owner');
    const open: EventStream[] = [];
    for (let n = 0; n < 20; n++) open.push(await events(one, auditId, undefined, token));
    expect((await events(one, auditId, undefined, token)).status).toBe(429);
    // Another principal is not concerned, and a closed stream makes room.
    const other = await events(one, auditId);
    expect(other.status).toBe(200);
    for (const stream of [...open, other]) stream.close();
  });
});
