import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  seedTwoOrganizations,
  startTestIssuer,
  withinASecond,
  type SeededOrganization,
  type TestDatabase,
  type TestIssuer,
} from '@vitrine/testing';
import { API_TOKEN_PATTERN, makeApiToken } from '../auth/api-token-text.js';
import { startApiUnderTest, testPepper, type ApiUnderTest, type Received } from '../testing/api-under-test.js';

/** Two applications over one database: what one knows, the other must know without being told. */
let database: TestDatabase;
let issuer: TestIssuer;
let one: ApiUnderTest;
let two: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;
let owner: string;
let umbraOwner: string;

beforeAll(async () => {
  [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  ({ acme, umbra } = await seedTwoOrganizations(database, { issuer: issuer.issuer }));
  const config = { databaseUrl: database.url('vitrine_api'), issuer: issuer.issuer };
  const newPepper = { id: 'spec-2', key: Buffer.alloc(32, 8).toString('base64') };
  one = await startApiUnderTest(config);
  // The second already has the next pepper: rotation happens one process after the other.
  two = await startApiUnderTest({
    ...config,
    environment: { VITRINE_TOKEN_PEPPERS: JSON.stringify([newPepper, { id: testPepper.id, key: testPepper.key.toString('base64') }]) },
  });
  owner = await issuer.mint({ subject: acme.members.owner.subject, claims: { org_id: acme.claim.value } });
  umbraOwner = await issuer.mint({ subject: umbra.members.owner.subject, claims: { org_id: umbra.claim.value } });
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await issuer.stop();
  await database.drop();
});

/** What the processes say at last: those that heard of nothing have a second to see for themselves, and one that knows may be asked in between. */
const atLast = async (api: ApiUnderTest, path: string, token: string, status: number): Promise<Received> =>
  await withinASecond(
    () => api.send('GET', path, { token }),
    (answer) => answer.status === status,
  );
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const wish = { name: 'ci', scopes: ['vitrine.organization.read'], lifetimeDays: 30 };
async function create(body: object = wish, token = owner, api = one): Promise<{ id: string; text: string }> {
  const made = await api.send('POST', '/v1/api-tokens', { token, body });
  expect(made.status).toBe(201);
  return { id: String(made.body['id']), text: String(made.body['token']) };
}

describe('making an API token', () => {
  it('shows it once, in the published form; the database keeps a peppered hash and lists keep nothing', async () => {
    const { id, text } = await create();
    expect(text).toMatch(API_TOKEN_PATTERN);
    const secret = text.slice(-50, -7);
    const { rows } = await database
      .poolFor('postgres')
      .query('select to_jsonb(t) as row from vitrine.api_token t union all select to_jsonb(e) from vitrine.trail_event e');
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect((await one.send('GET', `/v1/api-tokens/${id}`, { token: owner })).body).not.toHaveProperty('token');
    expect((await one.send('GET', '/v1/api-tokens', { token: owner })).text).not.toContain(secret);
    expect(one.log.text()).not.toContain(secret);
  });

  it.each([
    [{ ...wish, lifetimeDays: 91 }, 422, 'invalid-lifetime'],
    [{ ...wish, lifetimeDays: 0 }, 422, 'invalid-lifetime'],
    [{ ...wish, scopes: [] }, 422, 'missing-field'],
    [{ ...wish, scopes: ['vitrine.everything'] }, 422, 'unknown-scope'],
    [{ name: 'ci', scopes: wish.scopes }, 422, 'invalid-lifetime'],
  ])('refuses %j with %i %s: every token ends within 90 days and names what it may', async (body, status, code) => {
    expect(outcome(await one.send('POST', '/v1/api-tokens', { token: owner, body }))).toEqual([status, code]);
  });

  it('gives no scope that its creator has not, and to a token nothing at all: else one that leaked would outlive its revocation', async () => {
    const narrow = await issuer.mint({
      subject: acme.members.owner.subject,
      claims: { org_id: acme.claim.value, scope: 'vitrine.tokens.write vitrine.rules.read' },
    });
    const body = { ...wish, scopes: ['vitrine.rules.read', 'vitrine.members.write'] };
    const refused = await one.send('POST', '/v1/api-tokens', { token: narrow, body });
    expect(outcome(refused)).toEqual([403, 'scope-exceeds-creator']);
    expect(refused.body['errors']).toEqual([{ pointer: '/scopes/1', code: 'scope-exceeds-creator' }]);
    const maker = await create({ ...wish, scopes: ['vitrine.tokens.write'] });
    const again = await one.send('POST', '/v1/api-tokens', { token: maker.text, body: { ...wish, scopes: ['vitrine.tokens.write'] } });
    expect(outcome(again)).toEqual([403, 'policy-denied']);
    expect(again.body['detail']).toContain('Policy tokens.make-no-principals.');
  });

  it("is bound to connections of one's own organization only", async () => {
    const bound = { ...wish, connectionIds: [acme.connections.aws] };
    expect((await create(bound)).text).toMatch(API_TOKEN_PATTERN);
    expect(outcome(await one.send('POST', '/v1/api-tokens', { token: owner, body: { ...wish, connectionIds: [umbra.connections.aws] } }))).toEqual([
      404,
      'not-found',
    ]);
  });

  it('at most 50 live tokens, also when many are asked for at once', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 55 }, async (_, at) => (await (at % 2 === 0 ? one : two).send('POST', '/v1/api-tokens', { token: umbraOwner, body: wish })).status),
    );
    // The seed made one.
    expect(statuses.filter((status) => status === 201)).toHaveLength(49);
    expect(statuses.filter((status) => status === 409)).toHaveLength(6);
  });
});

describe('using an API token', () => {
  it('works on every process, also across a rotation of peppers', async () => {
    const old = await create();
    const next = await create(wish, owner, two);
    expect((await two.send('GET', '/v1/organization', { token: old.text })).body['id']).toBe(acme.organizationId);
    expect((await two.send('GET', '/v1/organization', { token: next.text })).status).toBe(200);
    // A process that has not heard of the new pepper cannot verify it, and says no more than that.
    expect(outcome(await one.send('GET', '/v1/organization', { token: next.text }))).toEqual([401, 'token-invalid']);
  });

  it('revoked on one process is refused by all within a second', async () => {
    const { id, text } = await create();
    expect((await two.send('GET', '/v1/organization', { token: text })).status).toBe(200);
    expect((await one.send('GET', '/v1/organization', { token: text })).status).toBe(200);
    expect((await one.send('DELETE', `/v1/api-tokens/${id}`, { token: owner })).status).toBe(204);
    for (const api of [one, two]) expect(outcome(await atLast(api, '/v1/organization', text, 401))).toEqual([401, 'token-revoked']);
  });

  it('has its scopes and no more, and only while its creator has them', async () => {
    const added = await one.send('POST', '/v1/members', { token: owner, body: { issuer: issuer.issuer, subject: 'maker', role: 'viewer' } });
    await database.poolFor('postgres').query(`update vitrine.member set role = 'admin' where subject = 'maker'`);
    const maker = await issuer.mint({ subject: 'maker', claims: { org_id: acme.claim.value } });
    const { text } = await create({ ...wish, scopes: ['vitrine.members.read', 'vitrine.members.write'] }, maker);
    expect(outcome(await two.send('GET', '/v1/organization', { token: text }))).toEqual([403, 'insufficient-scope']);
    expect((await two.send('GET', '/v1/members', { token: text })).status).toBe(200);
    const path = `/v1/members/${String(added.body['id'])}`;
    await one.send('PATCH', path, { token: owner, headers: { 'if-match': '*' }, body: { role: 'viewer' } });
    expect(outcome(await atLast(two, '/v1/members', text, 403))).toEqual([403, 'insufficient-scope']);
    expect((await one.send('DELETE', path, { token: owner })).status).toBe(204);
    expect(outcome(await atLast(two, '/v1/members', text, 401))).toEqual([401, 'token-revoked']);
  });

  it('expired is 401 token-expired by the clock of the database', async () => {
    const { id, text } = await create();
    await database.poolFor('postgres').query(`update vitrine.api_token set expires_at = now() where id = $1`, [id]);
    expect(outcome(await one.send('GET', '/v1/organization', { token: text }))).toEqual([401, 'token-expired']);
  });

  it('typos are dropped by the checksum without asking the database; a made-up token with a right checksum is refused like a wrong secret', async () => {
    const { text } = await create();
    const typo = text.replace(/_(.)/, (_, letter: string) => `_${letter === 'x' ? 'y' : 'x'}`);
    const wrongSecret = makeApiToken('live');
    expect(outcome(await one.send('GET', '/v1/organization', { token: typo }))).toEqual([401, 'token-invalid']);
    expect(outcome(await one.send('GET', '/v1/organization', { token: wrongSecret.text }))).toEqual([401, 'token-invalid']);
  });

  it("its id in another organization's hands is 404", async () => {
    const { id } = await create();
    expect(outcome(await one.send('GET', `/v1/api-tokens/${id}`, { token: umbraOwner }))).toEqual([404, 'not-found']);
    expect(outcome(await one.send('DELETE', `/v1/api-tokens/${id}`, { token: umbraOwner }))).toEqual([404, 'not-found']);
  });
});
