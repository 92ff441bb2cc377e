import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, startTestIssuer, type TestDatabase, type TestIssuer } from '@vitrine/testing';
import { startApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.js';

let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;

beforeAll(async () => {
  [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  api = await startApiUnderTest({
    databaseUrl: database.url('vitrine_api'),
    issuer: issuer.issuer,
    environment: { VITRINE_CORS_ORIGINS: 'https://console.test' },
  });
});
afterAll(async () => {
  await api.stop();
  await issuer.stop();
  await database.drop();
});

describe('the document', () => {
  it('is OpenAPI 3.1, is what is committed, and names a scope for every route that is not public', async () => {
    const { body } = await api.send('GET', '/openapi.json');
    const committed: unknown = JSON.parse(readFileSync(fileURLToPath(new URL('../../openapi.json', import.meta.url)), 'utf8'));
    expect(body['openapi']).toBe('3.1.0');
    // On failure: npx tsc -b apps/api && node apps/api/dist/openapi.script.js
    expect(isDeepStrictEqual(body, committed)).toBe(true);
    for (const [path, operations] of Object.entries(body['paths'] as Record<string, Record<string, object>>)) {
      for (const [method, operation] of Object.entries(operations)) {
        // Public keys are for anybody who is about to seal or to verify; a CI run presents its id token in the form.
        if (!path.startsWith('/v1/') || ['/v1/sealing-keys', '/v1/trail-keys', '/v1/token'].includes(path)) continue;
        // Outside of any organization: an operator who asks for a session, and whoever accepts an invitation. Both present a token.
        const outside = path.startsWith('/v1/operator/') ? 'x-vitrine-operator' : path === '/v1/invitations/accept' ? 'x-vitrine-identity' : 'none';
        const access = outside === 'none' ? { 'x-vitrine-scope': expect.stringMatching(/^vitrine\./) } : { [outside]: true };
        const closed: unknown = expect.objectContaining({ ...access, security: [{ bearer: [] }] });
        expect({ path, method, operation }).toEqual({ path, method, operation: closed });
      }
    }
  });
});

describe('the docs page', () => {
  it('comes with all it loads from our own origin, under a policy without inline or foreign anything', async () => {
    const page = await api.send('GET', '/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:/);
    const loaded = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(loaded).toHaveLength(4);
    for (const path of loaded) expect([path, (await api.send('GET', path)).status]).toEqual([path, 200]);
    expect(page.text).not.toMatch(/<script>|<style>|https:\/\//);
  });

  it('gives no file that is not on its list', async () => {
    for (const name of ['package.json', '..%2fpackage.json', 'index.html']) expect((await api.send('GET', `/docs/assets/${name}`)).status).toBe(404);
  });
});

describe('browsers', () => {
  it('a listed origin may read answers, also refusals; any other may not; credentials never', async () => {
    const allowed = await api.send('GET', '/v1/organization', { headers: { origin: 'https://console.test' } });
    expect([allowed.status, allowed.headers.get('access-control-allow-origin'), allowed.headers.get('access-control-allow-credentials')]).toEqual([
      401,
      'https://console.test',
      null,
    ]);
    const other = await api.send('GET', '/v1/organization', { headers: { origin: 'https://evil.test' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await api.send('OPTIONS', '/v1/organization', {
      headers: { origin: 'https://console.test', 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization,if-match' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, POST, PATCH, DELETE']);
  });
});
