import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ruleCatalogue, type CredentialKind } from '@vitrine/contracts';
import type { SeededOrganization, TestDatabase, TestIssuer } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import { freshKey, type ApiUnderTest, type Received } from '../testing/api-under-test.js';
import { commitEvents, commitPage } from '../testing/audit-rows.fixture.js';
import { testSealingKeys } from '../testing/sealing-keys.fixture.js';

let house: ApiHouse;
let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;

const as: ApiHouse['as'] = async (...request) => await house.as(...request);

/** A connection of its own per test, since only one audit of a connection may be active. */
async function connection(
  organization: SeededOrganization = acme,
  kind: CredentialKind = 'aws.role',
  credential: unknown = { roleArn: 'arn:aws:iam::123456789012:role/VitrineReadOnly' },
): Promise<string> {
  const made = await as(organization, 'admin', 'POST', '/v1/connections', { body: { name: `c ${freshKey()}`, kind } });
  const id = String(made.body['id']);
  if (credential !== null) expect((await as(organization, 'admin', 'POST', `/v1/connections/${id}/credentials`, { body: { credential } })).status).toBe(201);
  return id;
}
const start = async (connectionId: string, organization: SeededOrganization = acme): Promise<Received> =>
  await as(organization, 'analyst', 'POST', '/v1/audits', { body: { connectionId } });
const rows = async (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
  (await database.poolFor('postgres').query<Record<string, unknown>>(sql, values)).rows;
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];

beforeAll(async () => {
  house = await openApiHouse({ sealingKeys: await testSealingKeys() });
  ({ database, issuer, api, acme, umbra } = house);
}, 60_000);
afterAll(async () => await house.stop());

describe('starting an audit', () => {
  it('202: writes audit and plan job in one transaction and offers two ids (CF-17)', async () => {
    const connectionId = await connection();
    const offers = api.queue.offers.length;
    const traceId = '0123456789abcdef0123456789abcdef';
    const token = await issuer.mint({ subject: acme.members.analyst.subject, claims: { org_id: acme.claim.value } });
    const started = await api.send('POST', '/v1/audits', { token, body: { connectionId }, headers: { traceparent: `00-${traceId}-0123456789abcdef-01` } });
    expect(started.body).toMatchObject({
      connectionId,
      state: 'queued',
      rules: null,
      totals: null,
      receipt: null,
      blindSpots: [],
      progress: { jobsOpen: 1, pages: 0, lastEvent: 0 },
    });
    expect([started.status, started.headers.get('location')]).toEqual([202, `/v1/audits/${String(started.body['id'])}`]);
    expect(api.queue.offers.slice(offers)).toEqual([
      { queue: 'aws', reference: { organizationId: acme.organizationId, jobId: expect.any(String) }, offerNo: 1 },
    ]);
    // One trace id runs from the request through the job.
    expect(await rows(`select kind, state, trace_id, detail, offer_no from vitrine.job where audit_id = $1`, started.body['id'])).toEqual([
      { kind: 'plan', state: 'queued', trace_id: traceId, detail: {}, offer_no: 1 },
    ]);
  });

  it('case 51: still 202 and the row kept when the queue is away', async () => {
    const connectionId = await connection();
    api.queue.break();
    try {
      expect((await start(connectionId)).status).toBe(202);
    } finally {
      api.queue.mend();
    }
    expect(await rows(`select 1 from vitrine.job where connection_id = $1 and kind = 'plan' and state = 'queued'`, connectionId)).toHaveLength(1);
  });

  it('case 46: 409 run-active with Location while one is active, also for two requests at once', async () => {
    const connectionId = await connection();
    const both = await Promise.all([start(connectionId), start(connectionId)]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    const [made, refused] = both[0]?.status === 202 ? both : [both[1], both[0]];
    expect(refused === undefined ? [] : [...outcome(refused), refused.headers.get('location')]).toEqual([
      409,
      'run-active',
      `/v1/audits/${String(made?.body['id'])}`,
    ]);
    expect(refused?.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('case 39: the same Idempotency-Key answers the first audit again and offers nothing', async () => {
    const sent = { body: { connectionId: await connection() }, headers: { 'idempotency-key': freshKey() } };
    const first = await as(acme, 'analyst', 'POST', '/v1/audits', sent);
    const offers = api.queue.offers.length;
    const again = await as(acme, 'analyst', 'POST', '/v1/audits', sent);
    expect([again.status, again.body['id'], api.queue.offers.length]).toEqual([202, first.body['id'], offers]);
  });

  it('401 without a token, 403 for a viewer, 422 for rules and members that do not exist', async () => {
    const connectionId = await connection();
    expect((await api.send('POST', '/v1/audits', { body: { connectionId } })).status).toBe(401);
    expect(outcome(await as(acme, 'viewer', 'POST', '/v1/audits', { body: { connectionId } }))).toEqual([403, 'insufficient-scope']);
    expect(outcome(await as(acme, 'analyst', 'POST', '/v1/audits', { body: { connectionId, rules: ['aws.none'] } }))).toEqual([422, 'unknown-rule']);
    expect(outcome(await as(acme, 'analyst', 'POST', '/v1/audits', { body: { connectionId, rules: [] } }))[0]).toBe(422);
    // Case 10: the organization comes from the token alone.
    expect(outcome(await as(acme, 'analyst', 'POST', '/v1/audits', { body: { connectionId, organizationId: umbra.organizationId } }))).toEqual([
      422,
      'unknown-field',
    ]);
    const rule = ruleCatalogue.find(({ cloud }) => cloud === 'aws');
    const chosen = rule === undefined ? {} : { rules: [rule.id] };
    expect((await as(acme, 'analyst', 'POST', '/v1/audits', { body: { connectionId, ...chosen } })).body['rules']).toEqual(
      rule === undefined ? null : [rule.id],
    );
  });

  it('404 for another organization’s connection, byte for byte as for a missing one, and nothing is written (case 9)', async () => {
    const theirs = await connection(umbra);
    const [foreign, missing] = [await start(theirs), await start('0190b3a4-0000-7000-8000-000000000001')];
    const bytes = ({ text, body }: Received): string => text.replace(String(body['instance']), '');
    expect([foreign.status, bytes(foreign)]).toEqual([404, bytes(missing)]);
    expect(await rows('select 1 from vitrine.audit where connection_id = $1', theirs)).toEqual([]);
  });

  it('409 without a credential, for a rejected connection, and for a borrowed session past its hour', async () => {
    expect(outcome(await start(await connection(acme, 'aws.role', null)))).toEqual([409, 'credential-missing']);
    const rejected = await connection();
    await rows(`update vitrine.connection set state = 'rejected', state_code = 'write-capable' where id = $1`, rejected);
    expect(outcome(await start(rejected))).toEqual([409, 'connection-rejected']);
    const borrowed = await connection(acme, 'gcp.token', {
      accessToken: `ya29.${freshKey()}${freshKey()}`,
      expiresAt: new Date(Date.now() + 1_800_000).toISOString(),
      projectId: 'acme-prod-1',
    });
    await rows(`update vitrine.credential set expires_at = now() - interval '1 second' where connection_id = $1`, borrowed);
    expect(outcome(await start(borrowed))).toEqual([409, 'credential-expired']);
  });

  it('case 43: 404 on a connection that was deleted', async () => {
    const connectionId = await connection();
    await as(acme, 'admin', 'DELETE', `/v1/connections/${connectionId}`);
    expect(outcome(await start(connectionId))).toEqual([404, 'not-found']);
  });
});

describe('reading audits', () => {
  it('tells progress and blind spots while it runs, each with the permission that would show it', async () => {
    const { body } = await start(await connection());
    const spot = { ruleId: 'aws.ebs.volume-unattached', operation: 'ec2:DescribeVolumes', permission: 'ec2:DescribeVolumes', reason: 'no_permission' };
    await commitPage(database, String(body['id']), { items: 40, blindSpots: [spot] });
    await commitPage(database, String(body['id']), { items: 2, blindSpots: [{ ...spot, resource: 'vol-2' }] });
    await commitEvents(database, String(body['id']), { kind: 'started' });
    const read = await as(acme, 'viewer', 'GET', `/v1/audits/${String(body['id'])}`);
    expect(read.body).toMatchObject({
      state: 'running',
      progress: { jobsOpen: 1, jobsDone: 2, pages: 2, items: 42, lastEvent: 1 },
      blindSpots: [{ ...spot, times: 2, resources: ['vol-2'] }],
    });
    expect((await as(acme, 'viewer', 'GET', `/v1/audits/${String(body['id'])}/blind-spots`)).body).toEqual({
      items: [{ ...spot, times: 2, resources: ['vol-2'] }],
    });
  });

  it('shows what finalize stored: savings to the cent per currency, verdicts per rule, and a receipt with 0 writes', async () => {
    const { body } = await start(await connection());
    const totals = {
      savings: [{ currency: 'USD', gross: '12.500000000000000000', realisable: '10.000000000000000000', findings: 3 }],
      findings: { high: 3 },
      resolved: 1,
      gone: 0,
      jobs: [],
      coverage: { items: 9, rules: { r: { fail: 3, pass: 5, not_applicable: 0, undetermined: { no_metrics: 1 } } }, blindSpots: [] },
    };
    const receipt = { calls: 7, denied: 1, throttled: 0, writes: 0, operations: { 'ec2:DescribeVolumes': { calls: 7, denied: 1, throttled: 0 } } };
    await rows(`update vitrine.audit set state = 'completed', totals = $2, receipt = $3, ended_at = now() where id = $1`, body['id'], totals, receipt);
    const read = await as(acme, 'viewer', 'GET', `/v1/audits/${String(body['id'])}`);
    expect(read.body['totals']).toEqual({
      savings: [{ currency: 'USD', gross: '12.5', realisable: '10', findings: 3 }],
      findings: { critical: 0, high: 3, medium: 0, low: 0 },
      resolved: 1,
      rules: [{ ruleId: 'r', fail: 3, pass: 5, notApplicable: 0, undetermined: 1 }],
    });
    expect(read.body['receipt']).toEqual({
      calls: 7,
      denied: 1,
      throttled: 0,
      writes: 0,
      operations: [{ operation: 'ec2:DescribeVolumes', calls: 7, denied: 1, throttled: 0 }],
    });
  });

  it('lists newest first, page by page, the caller’s organization only', async () => {
    await start(await connection(umbra), umbra);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await as(acme, 'viewer', 'GET', `/v1/audits?limit=2${cursor}`);
      expect(page.status).toBe(200);
      seen.push(...(page.body['items'] as { id: string }[]).map(({ id }) => id)); // Shape asserted by the route's schema.
      cursor = typeof page.body['nextCursor'] === 'string' ? `&cursor=${encodeURIComponent(page.body['nextCursor'])}` : '';
    } while (cursor !== '');
    expect(seen).toEqual(
      (await rows('select id from vitrine.audit where organization_id = $1 order by created_at desc, id desc', acme.organizationId)).map(({ id }) => id),
    );
  });

  it('404 for a foreign audit on every route, as for a missing one; 422 for what is no id', async () => {
    const { body } = await start(await connection(umbra), umbra);
    for (const [method, tail] of [
      ['GET', ''],
      ['GET', '/blind-spots'],
      ['GET', '/events'],
      ['POST', '/cancel'],
    ] as const) {
      const foreign = await as(acme, 'analyst', method, `/v1/audits/${String(body['id'])}${tail}`);
      const missing = await as(acme, 'analyst', method, `/v1/audits/0190b3a4-0000-7000-8000-000000000001${tail}`);
      const bytes = ({ text, body: problem }: Received): string => text.replace(String(problem['instance']), '');
      expect([foreign.status, bytes(foreign)]).toEqual([404, bytes(missing)]);
      expect((await as(acme, 'analyst', method, `/v1/audits/NOT-AN-ID${tail}`)).status).toBe(422);
    }
    expect(await rows('select cancel_requested_at from vitrine.audit where id = $1', body['id'])).toEqual([{ cancel_requested_at: null }]);
  });
});

describe('cancelling', () => {
  it('202: asks workers to stop and plans finalize once, so that an audit whose jobs all wait ends too', async () => {
    const { body } = await start(await connection());
    const path = `/v1/audits/${String(body['id'])}/cancel`;
    const offers = api.queue.offers.length;
    const cancelled = await as(acme, 'analyst', 'POST', path);
    expect([cancelled.status, cancelled.body['cancelRequestedAt']]).toEqual([202, expect.any(String)]);
    expect((await as(acme, 'analyst', 'POST', path)).body['cancelRequestedAt']).toBe(cancelled.body['cancelRequestedAt']);
    expect(await rows(`select queue, state from vitrine.job where audit_id = $1 and kind = 'finalize'`, body['id'])).toEqual([
      { queue: 'system', state: 'queued' },
    ]);
    expect(api.queue.offers.slice(offers).map(({ queue }) => queue)).toEqual(['system']);
  });

  it('403 for a viewer, 409 when it has ended', async () => {
    const { body } = await start(await connection());
    const path = `/v1/audits/${String(body['id'])}/cancel`;
    expect((await as(acme, 'viewer', 'POST', path)).status).toBe(403);
    await commitEvents(database, String(body['id']), { kind: 'ended' });
    expect(outcome(await as(acme, 'analyst', 'POST', path))).toEqual([409, 'audit-ended']);
  });
});
