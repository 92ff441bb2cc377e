import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, seedTwoOrganizations, startTestIssuer, type SeededOrganization, type TestDatabase, type TestIssuer } from '@vitrine/testing';
import { freshKey, startApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.js';
import { plantAudit, plantFinding } from '../testing/finding-rows.fixture.js';

/** Text that JSON allows and Postgres refuses, in every member that takes text: bad input is never a 500. */
let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;
let admin: string;
let findingId: string;

beforeAll(async () => {
  [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  ({ acme } = await seedTwoOrganizations(database, { issuer: issuer.issuer }));
  admin = await issuer.mint({ subject: acme.members.admin.subject, claims: { org_id: acme.claim.value } });
  api = await startApiUnderTest({ databaseUrl: database.url('vitrine_api'), issuer: issuer.issuer });
  findingId = (await plantFinding(database, acme, await plantAudit(database, acme))).id;
}, 60_000);
afterAll(async () => {
  await api.stop();
  await issuer.stop();
  await database.drop();
});

describe.each(['\\u0000', '\\ud800', '\\ud800\\ud800', 'a\\u202eb', '\\uffff'])('text with %s', (escape) => {
  const text = JSON.parse(`"${escape}"`) as string; // A literal of ours.
  const sent = async (method: string, path: string, body: unknown): Promise<number> =>
    (await api.send(method, path, { token: admin, headers: { 'content-type': 'application/json', 'if-match': '*' }, raw: JSON.stringify(body) })).status;

  it('is refused or taken, and never breaks a statement', async () => {
    const connection = `/v1/connections/${acme.connections.aws}`;
    const name = (): string => `ok ${freshKey()}`;
    const settings = [
      { excludeTags: [text] },
      { rules: [text] },
      { ruleSettings: { [text]: { a: 1 } } },
      { ruleSettings: { r: { [text]: 1 } } },
      { accounts: [text] },
      { regions: [text] },
    ];
    const requests: [string, string, unknown][] = [
      ['POST', '/v1/connections', { name: text, kind: 'aws.role' }],
      ...settings.map((each): [string, string, unknown] => ['POST', '/v1/connections', { name: name(), kind: 'aws.role', settings: each }]),
      ['PATCH', connection, { settings: { excludeTags: [text] } }],
      ['PATCH', connection, { [text]: 1 }],
      ['POST', '/v1/audits', { connectionId: acme.connections.gcp, rules: [text] }],
      ['POST', '/v1/audits', { connectionId: text }],
      ['PATCH', `/v1/findings/${findingId}`, { status: 'planned', reason: text }],
      ['PATCH', '/v1/organization', { name: text }],
      ['POST', '/v1/members', { issuer: issuer.issuer, subject: text, role: 'viewer' }],
      ['POST', '/v1/api-tokens', { name: text, scopes: ['vitrine.findings.read'], lifetimeDays: 1 }],
    ];
    for (const [method, path, body] of requests) {
      const status = await sent(method, path, body);
      expect([method, path, JSON.stringify(body), status < 500]).toEqual([method, path, JSON.stringify(body), true]);
    }
    const encoded = encodeURIComponent(Buffer.from(text).toString());
    for (const path of [
      'findings?q=',
      'findings?ruleId=',
      'findings?cursor=',
      'findings?region=',
      'rules/',
      'costs/summary?sourceId=',
      'findings/',
      'audits/',
      'connections?cursor=',
    ]) {
      expect([path, (await api.send('GET', `/v1/${path}${encoded}`, { token: admin })).status < 500]).toEqual([path, true]);
    }
  });
});
