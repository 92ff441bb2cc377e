import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization, TestDatabase, TestIssuer } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import { freshKey, startApiUnderTest, type ApiUnderTest, type Received, type Sent } from '../testing/api-under-test.js';

/** Reference security.md §7, cases 39 to 45: what is sent twice, too late or too often; numbers are the catalogue's. */
let house: ApiHouse;
let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;
let owner: string;
let umbraOwner: string;

beforeAll(async () => {
  house = await openApiHouse();
  ({ database, issuer, api, acme, umbra } = house);
  owner = await issuer.mint({ subject: acme.members.owner.subject, claims: { org_id: acme.claim.value } });
  umbraOwner = await issuer.mint({ subject: umbra.members.owner.subject, claims: { org_id: umbra.claim.value } });
});
afterAll(async () => await house.stop());

const member = (subject: string): Record<string, unknown> => ({ issuer: issuer.issuer, subject, role: 'viewer' });
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const post = async (sent: Sent): Promise<[number, unknown]> => outcome(await api.send('POST', '/v1/members', { token: owner, ...sent }));

describe('doing it once', () => {
  it('case 39: the same key and body replay the first answer and do nothing again', async () => {
    const headers = { 'idempotency-key': freshKey() };
    const first = await api.send('POST', '/v1/members', { token: owner, headers, body: member('once') });
    const second = await api.send('POST', '/v1/members', { token: owner, headers, body: { role: 'viewer', subject: 'once', issuer: issuer.issuer } });
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    expect([second.headers.get('idempotency-replayed'), second.headers.get('etag')]).toEqual(['true', first.headers.get('etag')]);
  });

  it('case 39: a one-time secret is not kept to be replayed: 409 already-created names the id', async () => {
    const sent = { token: owner, headers: { 'idempotency-key': freshKey() }, body: { name: 'once', scopes: ['vitrine.rules.read'], lifetimeDays: 1 } };
    const first = await api.send('POST', '/v1/api-tokens', sent);
    const second = await api.send('POST', '/v1/api-tokens', sent);
    expect(outcome(second)).toEqual([409, 'already-created']);
    expect(String(second.body['detail'])).toContain(String(first.body['id']));
    const { rows } = await database
      .poolFor('postgres')
      .query('select coalesce(string_agg(response::text, $1), $1) as kept from vitrine.idempotency_key', ['|']);
    expect(JSON.stringify(rows)).not.toContain(String(first.body['token']).slice(20, 60));
  });

  it('case 40: the same key with another body is 422; the key of another member, organization or path is another key', async () => {
    const headers = { 'idempotency-key': freshKey() };
    expect((await api.send('POST', '/v1/members', { token: owner, headers, body: member('forty') })).status).toBe(201);
    expect(await post({ headers, body: member('forty-one') })).toEqual([422, 'idempotency-mismatch']);
    expect((await api.send('POST', '/v1/members', { token: umbraOwner, headers, body: member('forty') })).status).toBe(201);
  });

  it('a key is forgotten after a day, and its row with it', async () => {
    const headers = { 'idempotency-key': freshKey() };
    expect((await post({ headers, body: member('day-one') }))[0]).toBe(201);
    await database
      .poolFor('postgres')
      .query(`update vitrine.idempotency_key set created_at = now() - interval '25 hours' where key = $1`, [headers['idempotency-key']]);
    expect((await post({ headers, body: member('day-two') }))[0]).toBe(201);
    const { rows } = await database
      .poolFor('postgres')
      .query(`select count(*)::int as kept from vitrine.idempotency_key where key = $1`, [headers['idempotency-key']]);
    expect(rows).toEqual([{ kept: 1 }]);
  });

  it('a refused request is not remembered: the same key works once the fault is mended', async () => {
    const headers = { 'idempotency-key': freshKey() };
    expect((await post({ headers, body: { ...member('mended'), role: 'king' } }))[0]).toBe(422);
    expect((await post({ headers, body: member('mended') }))[0]).toBe(201);
  });

  it('case 41: while the first is still running the second is 409 in-progress, also from another process', async () => {
    const key = freshKey();
    const place = JSON.stringify([acme.organizationId, `member:${acme.members.owner.id}`, 'POST /v1/members', key]);
    const blocker = await database.poolFor('postgres').connect();
    try {
      await blocker.query('begin');
      await blocker.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [place]);
      expect(await post({ headers: { 'idempotency-key': key }, body: member('forty-one') })).toEqual([409, 'in-progress']);
    } finally {
      await blocker.query('rollback');
      blocker.release();
    }
    expect((await post({ headers: { 'idempotency-key': key }, body: member('forty-one') }))[0]).toBe(201);
  });

  it('case 42: DELETE twice is 204, then 404', async () => {
    const made = await api.send('POST', '/v1/api-tokens', { token: owner, body: { name: 'short', scopes: ['vitrine.rules.read'], lifetimeDays: 1 } });
    const path = `/v1/api-tokens/${String(made.body['id'])}`;
    expect((await api.send('DELETE', path, { token: owner })).status).toBe(204);
    expect(outcome(await api.send('DELETE', path, { token: owner }))).toEqual([404, 'not-found']);
  });

  it('case 44: a stale If-Match is 412, a missing one 428', async () => {
    const path = `/v1/members/${acme.members.viewer.id}`;
    const change = async (headers: Record<string, string>): Promise<[number, unknown]> =>
      outcome(await api.send('PATCH', path, { token: owner, headers, body: { role: 'viewer' } }));
    expect(await change({})).toEqual([428, 'precondition-required']);
    expect(await change({ 'if-match': '"v99"' })).toEqual([412, 'precondition-failed']);
    expect((await change({ 'if-match': '"v1"' }))[0]).toBe(200);
  });
});

describe('too much', () => {
  // Without Redis each process counts for itself; rate-limits.spec.ts shows them counting together.
  it('case 45: the 101st request of a principal in a minute is 429 with Retry-After and RateLimit headers; another principal goes on', async () => {
    const limited = await startApiUnderTest({
      databaseUrl: database.url('vitrine_api'),
      issuer: issuer.issuer,
      environment: { VITRINE_RATE_LIMIT: '100' },
      instances: 1,
    });
    try {
      const statuses = await Promise.all(Array.from({ length: 100 }, async () => (await limited.send('GET', '/v1/organization', { token: owner })).status));
      expect(new Set(statuses)).toEqual(new Set([200]));
      const refused = await limited.send('GET', '/v1/organization', { token: owner });
      expect(outcome(refused)).toEqual([429, 'rate-limited']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect([refused.headers.get('ratelimit-limit'), refused.headers.get('ratelimit-remaining')]).toEqual(['100', '0']);
      expect((await limited.send('GET', '/v1/organization', { token: umbraOwner })).status).toBe(200);
    } finally {
      await limited.stop();
    }
  });

  it('an address that is refused too often is 429 for a while, so that guessing is slow', async () => {
    const limited = await startApiUnderTest({
      databaseUrl: database.url('vitrine_api'),
      issuer: issuer.issuer,
      environment: { VITRINE_SIGN_IN_FAILURE_LIMIT: '5' },
      instances: 1,
    });
    try {
      for (let guess = 0; guess < 5; guess += 1) expect((await limited.send('GET', '/v1/organization', { token: `guess-${String(guess)}` })).status).toBe(401);
      expect((await limited.send('GET', '/v1/organization', { token: 'guess-6' })).status).toBe(429);
    } finally {
      await limited.stop();
    }
  });
});
