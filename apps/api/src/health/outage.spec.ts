import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  seedTwoOrganizations,
  startPreparedServer,
  startTestIssuer,
  type PreparedServer,
  type SeededOrganization,
  type TestDatabase,
  type TestIssuer,
} from '@vitrine/testing';
import { startApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.js';

/** A server of its own, since this spec stops it. */
let server: PreparedServer;
let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;

beforeAll(async () => {
  server = await startPreparedServer();
  database = await createTestDatabase(server);
  issuer = await startTestIssuer();
  ({ acme } = await seedTwoOrganizations(database, { issuer: issuer.issuer }));
  api = await startApiUnderTest({ databaseUrl: database.url('vitrine_api'), issuer: issuer.issuer });
});
afterAll(async () => {
  await api.stop();
  await issuer.stop();
  await server.stop();
});

describe('outages', () => {
  it('case 51: with the queue down the process stays ready and says so, since the rows wait for the relay', async () => {
    expect((await api.send('GET', '/readyz')).body).toEqual({ status: 'ready', database: 'up', queue: 'up' });
    api.queue.break();
    const ready = await api.send('GET', '/readyz');
    expect([ready.status, ready.body]).toEqual([200, { status: 'ready', database: 'up', queue: 'down' }]);
    api.queue.mend();
  });

  it('case 52: with Postgres down a request is 503 with Retry-After, /livez is 200, /readyz is 503', async () => {
    const token = await issuer.mint({ subject: acme.members.viewer.subject, claims: { org_id: acme.claim.value } });
    expect((await api.send('GET', '/v1/organization', { token })).status).toBe(200);
    await server.stop();
    const refused = await api.send('GET', '/v1/organization', { token });
    expect([refused.status, refused.body['code'], Number(refused.headers.get('retry-after')) > 0]).toEqual([503, 'database-unavailable', true]);
    expect(refused.text).not.toMatch(/ECONN|postgres|127\.0\.0\.1/);
    expect((await api.send('GET', '/livez')).status).toBe(200);
    const ready = await api.send('GET', '/readyz');
    expect([ready.status, ready.body]).toEqual([503, { status: 'not-ready', database: 'down', queue: 'up' }]);
  });
});
