import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withinASecond, type SeededOrganization, type TestDatabase, type TestIssuer } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { ApiUnderTest, Received, Sent } from '../testing/api-under-test.js';
import { rawRequest } from '../testing/raw-request.js';

/** Reference security.md §7, the cases that the foundation answers; numbers are the catalogue's. */
let house: ApiHouse;
let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;
let owner: string;
let umbraOwner: string;

beforeAll(async () => {
  house = await openApiHouse({ environment: { VITRINE_REQUEST_TIMEOUT_MS: '1000' } });
  ({ database, issuer, api, acme, umbra } = house);
  owner = await issuer.mint({ subject: acme.members.owner.subject, claims: { org_id: acme.claim.value } });
  umbraOwner = await issuer.mint({ subject: umbra.members.owner.subject, claims: { org_id: umbra.claim.value } });
});
afterAll(async () => await house.stop());

const member = (subject: string): Record<string, unknown> => ({ issuer: issuer.issuer, subject, role: 'viewer' });
const refusedAtLast = async (token: string): Promise<Received> =>
  await withinASecond(
    () => api.send('GET', '/v1/organization', { token }),
    (answer) => answer.status !== 200,
  );
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const json = { 'content-type': 'application/json' };
const post = async (sent: Sent): Promise<[number, unknown]> => outcome(await api.send('POST', '/v1/members', { token: owner, ...sent }));

describe('the shape of every refusal', () => {
  it('is RFC 9457: type by code, instance by request id, and never HTML, a stack or an echo of the input', async () => {
    const refused = await api.send('GET', `/v1/members/${'x'.repeat(300)}`, { token: owner, headers: { accept: 'application/json' } });
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refused.body).toMatchObject({
      type: 'https://vitrine.dev/problems/invalid-id',
      status: 422,
      code: 'invalid-id',
      instance: refused.headers.get('x-request-id'),
    });
    expect(refused.text).not.toContain('xxx');
  });

  it('carries the security headers, no cookie, and the trace of the caller', async () => {
    const traceparent = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01';
    const { headers } = await api.send('GET', '/v1/nothing', { headers: { traceparent } });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('traceparent')).toMatch(/^00-0123456789abcdef0123456789abcdef-(?!0123456789abcdef)[0-9a-f]{16}-01$/);
  });
});

describe('who is calling', () => {
  it('case 1: no Authorization is 401 with WWW-Authenticate', async () => {
    const refused = await api.send('GET', '/v1/members');
    expect([...outcome(refused), refused.headers.get('www-authenticate')]).toEqual([401, 'unauthenticated', 'Bearer realm="vitrine"']);
  });

  it('case 2: two Authorization headers are 400, since a proxy may have read the other one', async () => {
    const answer = await rawRequest(
      api.port,
      `GET /v1/members HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner}\r\nAuthorization: Bearer ${owner}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"malformed-request"');
  });

  it('case 6: the token of a removed member is 401 token-revoked within a second', async () => {
    const added = await api.send('POST', '/v1/members', { token: owner, body: member('leaver') });
    const token = await issuer.mint({ subject: 'leaver', claims: { org_id: acme.claim.value } });
    expect((await api.send('GET', '/v1/organization', { token })).status).toBe(200);
    expect((await api.send('DELETE', `/v1/members/${String(added.body['id'])}`, { token: owner })).status).toBe(204);
    expect(outcome(await refusedAtLast(token))).toEqual([401, 'token-revoked']);
  });

  it('case 7: a read scope on a write is 403 and names the scope', async () => {
    const token = await issuer.mint({ subject: acme.members.owner.subject, claims: { org_id: acme.claim.value, scope: 'openid vitrine.members.read' } });
    expect((await api.send('GET', '/v1/members', { token })).status).toBe(200);
    const refused = await api.send('POST', '/v1/members', { token, body: member('x') });
    expect(outcome(refused)).toEqual([403, 'insufficient-scope']);
    expect(refused.headers.get('www-authenticate')).toContain('scope="vitrine.members.write"');
  });

  it('case 8: a token in the query string is 400, is revoked, and is in no log', async () => {
    const made = await api.send('POST', '/v1/api-tokens', { token: owner, body: { name: 'leaky', scopes: ['vitrine.organization.read'], lifetimeDays: 1 } });
    const token = String(made.body['token']);
    expect((await api.send('GET', '/v1/organization', { token })).status).toBe(200);
    expect(outcome(await api.send('GET', `/v1/organization?access_token=${token}`))).toEqual([400, 'token-in-url']);
    expect(outcome(await refusedAtLast(token))).toEqual([401, 'token-revoked']);
    expect(outcome(await api.send('GET', `/v1/organization?x=${owner}`))).toEqual([400, 'token-in-url']);
    expect(api.log.text()).not.toContain(token.slice(20, 60));
  });

  it("case 9: another organization's id and an id of nobody are the same 404, byte for byte", async () => {
    const requestId = '018f0000-0000-7000-8000-000000000001';
    const ask = async (id: string): Promise<Received> => await api.send('GET', `/v1/members/${id}`, { token: owner, headers: { 'x-request-id': requestId } });
    const [foreign, missing] = [await ask(umbra.members.viewer.id), await ask('018f0000-0000-7000-8000-000000000002')];
    expect(outcome(foreign)).toEqual([404, 'not-found']);
    expect(foreign.text).toBe(missing.text);
    const names = (received: Received): string[] => [...received.headers.keys()].sort();
    expect(names(foreign)).toEqual(names(missing));
  });

  it('case 50: X-Forwarded-For is ignored; the trail has the peer', async () => {
    const added = await api.send('POST', '/v1/members', { token: owner, headers: { 'x-forwarded-for': '203.0.113.9' }, body: member('spoofer') });
    const { rows } = await database
      .poolFor('postgres')
      .query(`select payload->>'peer' as peer from vitrine.trail_event where payload->>'memberId' = $1`, [added.body['id']]);
    expect(rows).toEqual([{ peer: '127.0.0.1' }]);
    expect(api.log.text()).not.toContain('203.0.113.9');
  });
});

describe('bodies', () => {
  const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
  const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${String(at)}`, 1]))).slice(0, 1_000_000);
  const cases: [string, () => Sent, number, string][] = [
    ['case 10: organizationId in the body', () => ({ body: { ...member('x'), organizationId: umbra.organizationId } }), 422, 'unknown-field'],
    ['case 11: a __proto__ key', () => ({ raw: '{"__proto__":{"role":"owner"}}', headers: json }), 422, 'unknown-field'],
    ['case 11: a constructor key, escaped', () => ({ raw: '{"a":{"c\\u006fnstructor":1}}', headers: json }), 422, 'unknown-field'],
    ['case 12: duplicate keys', () => ({ raw: '{"role":"viewer","role":"owner"}', headers: json }), 400, 'malformed-json'],
    ['case 12: duplicate keys, one escaped', () => ({ raw: '{"role":"viewer","r\\u006fle":"owner"}', headers: json }), 400, 'malformed-json'],
    ['case 13: truncated JSON', () => ({ raw: '{"role":"vie', headers: json }), 400, 'malformed-json'],
    ['case 13: a byte order mark', () => ({ raw: '\ufeff{}', headers: json }), 400, 'malformed-json'],
    ['case 13: a trailing comma', () => ({ raw: '{"role":"viewer",}', headers: json }), 400, 'malformed-json'],
    ['case 13: bytes that are not UTF-8', () => ({ raw: Buffer.from([0x22, 0xff, 0x22]), headers: json }), 400, 'malformed-json'],
    ['case 14: depth 10,000', () => ({ raw: deep, headers: json }), 400, 'too-complex'],
    ['case 14: 10⁵ keys', () => ({ raw: wide, headers: json }), 400, 'too-complex'],
    ['case 15: 1 MiB and one byte', () => ({ raw: Buffer.alloc(1024 * 1024 + 1, 0x20), headers: json }), 413, 'body-too-large'],
    ['case 16: a gzip body', () => ({ raw: gzipSync('{}'), headers: { ...json, 'content-encoding': 'gzip' } }), 415, 'unsupported-encoding'],
    ['case 17: text/plain', () => ({ raw: '{}', headers: { 'content-type': 'text/plain' } }), 415, 'unsupported-media-type'],
    ['case 17: no media type', () => ({ raw: Buffer.from('{}') }), 415, 'unsupported-media-type'],
    ['case 17: charset=utf-16', () => ({ raw: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } }), 415, 'unsupported-media-type'],
    ['case 47: a lone surrogate', () => ({ raw: '{"issuer":"https://i.test","subject":"\\ud800","role":"viewer"}', headers: json }), 422, 'invalid-subject'],
  ];
  it.each(cases)('%s', async (_, sent, status, code) => {
    expect(await post(sent())).toEqual([status, code]);
  });

  it('checks size before media type before syntax before token, so that each is told in the order of design §9', async () => {
    const anonymous = async (sent: Sent): Promise<[number, unknown]> => outcome(await api.send('POST', '/v1/members', sent));
    expect(await anonymous({ raw: Buffer.alloc(1024 * 1024 + 1, 0x20), headers: { 'content-type': 'text/plain' } })).toEqual([413, 'body-too-large']);
    expect(await anonymous({ raw: '{', headers: { 'content-type': 'text/plain' } })).toEqual([415, 'unsupported-media-type']);
    expect(await anonymous({ raw: '{', headers: json })).toEqual([400, 'malformed-json']);
    expect(await anonymous({ raw: '{"__proto__":1}', headers: json })).toEqual([401, 'unauthenticated']);
    const viewer = await issuer.mint({ subject: acme.members.viewer.subject, claims: { org_id: acme.claim.value } });
    expect(await post({ token: viewer, body: { nonsense: true } })).toEqual([403, 'insufficient-scope']);
    expect(await post({ body: { nonsense: true } })).toEqual([422, 'unknown-field']);
  });

  it('case 15: a chunked body without an end is 408, and the connection is closed', async () => {
    const answer = await rawRequest(
      api.port,
      `POST /v1/members HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request-timeout"');
  });

  it('case 15: a chunked body that grows past the limit is 413 without being read to its end', async () => {
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const answer = await rawRequest(
      api.port,
      `POST /v1/members HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each([
    ['Lone surrogate', 'a\ud800'],
    ['bidi mark', 'a\u202eb'],
    ['300 characters', 'n'.repeat(300)],
    ['control character', 'a\u0000b'],
    ['nothing', ''],
  ])('case 47: a name with %s is 422 invalid-name', async (_, name) => {
    const raw = JSON.stringify({ name, scopes: ['vitrine.rules.read'], lifetimeDays: 1 });
    expect(outcome(await api.send('POST', '/v1/api-tokens', { token: owner, raw, headers: json }))).toEqual([422, 'invalid-name']);
  });

  it.each(['=cmd()', '<script>alert(1)</script>'])('case 48: the name %s is taken and given back as it is, as JSON that no browser runs', async (name) => {
    const made = await api.send('POST', '/v1/api-tokens', { token: owner, body: { name, scopes: ['vitrine.rules.read'], lifetimeDays: 1 } });
    expect([made.status, made.body['name'], made.headers.get('x-content-type-options')]).toEqual([201, name, 'nosniff']);
  });
});

describe('methods, paths and queries', () => {
  it('case 18: Accept: application/xml is 406', async () => {
    expect(outcome(await api.send('GET', '/v1/members', { token: owner, headers: { accept: 'application/xml' } }))).toEqual([406, 'not-acceptable']);
    expect((await api.send('GET', '/v1/members', { token: owner, headers: { accept: 'text/html, */*;q=0.1' } })).status).toBe(200);
  });

  it('case 19: PUT on a GET-only route and TRACE are 405 with Allow', async () => {
    const put = await api.send('PUT', '/v1/organization', { token: owner, body: {} });
    expect([...outcome(put), put.headers.get('allow')]).toEqual([405, 'method-not-allowed', 'GET, HEAD, PATCH']);
    expect(await rawRequest(api.port, 'TRACE /v1/organization HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 405 [\s\S]*allow: GET, HEAD, PATCH/i,
    );
  });

  it('case 20: an unknown route is a 404 problem', async () => {
    expect(outcome(await api.send('GET', '/v1/nothing/at/all', { token: owner }))).toEqual([404, 'not-found']);
    const malformed = await api.send('GET', '/%ff%', { token: owner });
    expect(outcome(malformed)).toEqual([400, 'malformed-request']);
    expect(malformed.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each([
    ['not a UUID', 'not-a-uuid'],
    ['upper case', '018F0000-0000-7000-8000-000000000001'],
    ['a NUL in it', '018f0000-0000-7000-8000-00000000000%00'],
    ['2 KB long', 'a'.repeat(2048)],
    ['a path', '..%2f..%2fetc'],
  ])('case 21: an id that is %s is 422 or 404', async (_, id) => {
    expect([404, 422]).toContain((await api.send('GET', `/v1/members/${id}`, { token: owner })).status);
  });

  it.each(['0', '-1', '1e9', 'NaN', '1.5', '', '201', '1&limit=2'])('case 22: limit=%s is 422 invalid-limit', async (limit) => {
    expect(outcome(await api.send('GET', `/v1/members?limit=${limit}`, { token: owner }))).toEqual([422, 'invalid-limit']);
  });

  it('case 23: a cursor that is forged, of another organization, or of other filters is 400', async () => {
    const cursorOf = async (token: string): Promise<string> => String((await api.send('GET', '/v1/members?limit=1', { token })).body['nextCursor']);
    const [mine, theirs] = [await cursorOf(owner), await cursorOf(umbraOwner)];
    expect((await api.send('GET', `/v1/members?limit=1&cursor=${mine}`, { token: owner })).status).toBe(200);
    for (const cursor of [theirs, `${mine}x`, 'abc', mine.replace('.', '..')]) {
      expect(outcome(await api.send('GET', `/v1/members?cursor=${cursor}`, { token: owner }))).toEqual([400, 'invalid-cursor']);
    }
    expect(outcome(await api.send('GET', `/v1/members?state=active&cursor=${mine}`, { token: owner }))).toEqual([400, 'invalid-cursor']);
  });

  it.each(['sort=sealed', 'fields=sealed', 'filter=1%20or%201=1'])('case 24: the query %s is 422 unknown-field', async (query) => {
    expect(outcome(await api.send('GET', `/v1/members?${query}`, { token: owner }))).toEqual([422, 'unknown-field']);
  });

  it.each([
    ['Content-Length and Transfer-Encoding', 'Host: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n'],
    ['a bare CR inside a header', 'Host: localhost\r\nX-A: b\rc\r\n'],
    ['a bad Host', 'Host: evil.test/path\r\n'],
    ['two Hosts', 'Host: localhost\r\nHost: evil.test\r\n'],
    ['no Host', ''],
  ])('case 49: %s is 400 and the connection is closed', async (_, headers) => {
    const answer = await rawRequest(api.port, `POST /v1/members HTTP/1.1\r\n${headers}Content-Type: application/json\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"malformed-request"/);
  });

  it.each([
    ['a target that names a host of its own', 'GET http://evil.test/livez HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'malformed-request'],
    ['CONNECT, since this is no proxy', 'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n', 405, 'method-not-allowed'],
    ['an expectation that nobody meets', 'GET /livez HTTP/1.1\r\nHost: localhost\r\nExpect: 200-ok\r\n\r\n', 417, 'expectation-failed'],
    ['headers beyond 16 KiB', `GET /livez HTTP/1.1\r\nHost: localhost\r\n${'X-A: b\r\n'.repeat(3_000)}\r\n`, 431, 'headers-too-large'],
  ])('%s is a problem document too, and the connection is closed', async (_, bytes, status, code) => {
    const answer = await rawRequest(api.port, bytes);
    expect([Number(answer.split(' ')[1]), /"code":"([a-z-]+)"/.exec(answer)?.[1], answer.includes('nosniff')]).toEqual([status, code, true]);
  });

  it.each([0.1, '-0', '1e0', 'NaN', null])('case 26: %j is no amount: decimal text is, 0 to 1', async (discount) => {
    const body = { name: 'amounts', kind: 'aws.role', settings: { discount } };
    expect(outcome(await api.send('POST', '/v1/connections', { token: owner, body }))).toEqual([422, 'invalid-amount']);
  });
});
