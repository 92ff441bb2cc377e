import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization, TestDatabase } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { ApiUnderTest, Received } from '../testing/api-under-test.js';
import { pageSchema } from '../http/pagination.js';
import { commitPage } from '../testing/audit-rows.fixture.js';
import { plantAudit, plantFinding } from '../testing/finding-rows.fixture.js';
import { listedFindingSchema } from './finding.schemas.js';

let house: ApiHouse;
let database: TestDatabase;
let api: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;
let auditId: string;
let umbraFinding: string;
/** Ids by the name under which they were planted. */
const planted: Record<string, string> = {};

const as: ApiHouse['as'] = async (...request) => await house.as(...request);
const get = async (query: string): Promise<Received> => await as(acme, 'viewer', 'GET', `/v1/findings${query}`);
const items = ({ body }: Received): Record<string, unknown>[] => body['items'] as Record<string, unknown>[]; // Shape asserted by the route's schema.
const names = (answer: Received): string[] => items(answer).map(({ id }) => Object.keys(planted).find((name) => planted[name] === id) ?? String(id));
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];

async function everyPage(query: string, limit: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await get(`?limit=${String(limit)}&${query}${cursor}`);
    expect(page.status).toBe(200);
    seen.push(...names(page));
    cursor = typeof page.body['nextCursor'] === 'string' ? `&cursor=${encodeURIComponent(page.body['nextCursor'])}` : '';
  } while (cursor !== '');
  return seen;
}

beforeAll(async () => {
  house = await openApiHouse();
  ({ database, api, acme, umbra } = house);
  auditId = await plantAudit(database, acme);
  const azureAudit = await plantAudit(database, acme, 'azure');
  const plant = async (name: string, finding: Parameters<typeof plantFinding>[3], audit = auditId): Promise<void> => {
    planted[name] = (await plantFinding(database, acme, audit, finding)).id;
  };
  await plant('dear', { saving: '100.25', severity: 'high', resource: 'vol-dear', name: '=HYPERLINK("http://x","y")', seenAt: '2026-10-01T00:00:00Z' });
  await plant('cheap', { saving: '0.000000000000000001', severity: 'low', resource: 'vol_cheap%1', region: 'us-east-1', seenAt: '2026-10-02T00:00:00Z' });
  await plant('equal', { saving: '100.250000000000000000', severity: 'critical', seenAt: '2026-10-03T00:00:00.000001Z' });
  await plant('unpriced', { saving: null, gross: null, currency: null, severity: 'medium', seenAt: '2026-10-03T00:00:00.000002Z' });
  await plant('blind', { verdict: 'undetermined', saving: null, gross: null, currency: null, rule: 'aws.ec2.instance-idle', seenAt: '2026-10-04T00:00:00Z' });
  await plant('azure', { cloud: 'azure', rule: 'azure.compute.disk-unattached', saving: '7', currency: 'EUR', seenAt: '2026-10-05T00:00:00Z' }, azureAudit);
  await plant('provisional', { saving: '1000', provisional: true, rule: 'aws.ec2.address-unused', seenAt: '2026-10-06T00:00:00Z' });
  await plant('superseded', { saving: '2000', superseded: true, rule: 'aws.ec2.address-unused', seenAt: '2026-10-06T00:00:01Z' });
  await plant('resolved', { saving: '3000', status: 'resolved', rule: 'aws.ec2.address-unused', seenAt: '2026-10-06T00:00:02Z' });
  // Planted last and never found: what belongs to the other organization.
  umbraFinding = (await plantFinding(database, umbra, await plantAudit(database, umbra), { saving: '5000', resource: 'vol-dear' })).id;
}, 60_000);
afterAll(async () => await house.stop());

describe('the list of findings', () => {
  it('shows the largest realisable saving first, unknown ones last, stable over pages of any size', async () => {
    const order = ['resolved', 'superseded', 'provisional', 'dear', 'equal', 'azure', 'cheap', 'unpriced', 'blind'];
    for (const limit of [1, 2, 4, 200]) expect(await everyPage('sort=saving', limit)).toEqual(order);
    expect(await everyPage('', 3)).toEqual(order);
  });

  it('answers in the documented shape for every kind of finding, though its rows are not parsed on the way', async () => {
    const answer = await get('?limit=200');
    expect(pageSchema(listedFindingSchema, 'FindingPage').safeParse(answer.body).error).toBeUndefined();
    expect(items(answer)).toHaveLength(9);
  });

  it('sorts by severity and by first sight, to the microsecond', async () => {
    expect((await everyPage('sort=severity', 2)).slice(0, 2)).toEqual(['equal', 'dear']);
    expect((await everyPage('sort=severity', 2)).at(-1)).toBe('cheap');
    for (const limit of [1, 3]) expect((await everyPage('sort=firstSeen', limit)).slice(-4)).toEqual(['unpriced', 'equal', 'cheap', 'dear']);
  });

  it.each([
    ['cloud=azure', ['azure']],
    ['ruleId=aws.ec2.instance-idle', ['blind']],
    ['severity=critical,high', ['dear', 'equal']],
    ['severity=critical&severity=low', ['equal', 'cheap']],
    ['status=resolved', ['resolved']],
    ['verdict=undetermined', ['blind']],
    ['minSaving=100.25&status=open', ['superseded', 'provisional', 'dear', 'equal']],
    ['currency=EUR', ['azure']],
    ['region=us-east-1', ['cheap']],
    ['q=VOL-DEAR', ['dear']],
    ['q=hyperlink', ['dear']],
    ['q=cheap%251', ['cheap']],
    ['q=vol%25dear', []],
    ['since=2026-10-03T00:00:00Z&until=2026-10-04', ['equal', 'unpriced']],
    ['since=2026-10-06&severity=low', []],
  ])('filters by %s', async (query, expected) => {
    expect(names(await get(`?${query}`))).toEqual(expected);
  });

  it('filters by connection and by audit: what stood when it looked, also what it did not have to write again', async () => {
    expect(names(await get(`?connectionId=${acme.connections.azure}`))).toEqual(['azure']);
    const later = await plantAudit(database, acme);
    expect(names(await get(`?auditId=${later}`))).toEqual([]);
    const { rows } = await database
      .poolFor('postgres')
      .query<{ mark: string }>(`select ('x' || substr(fingerprint, 1, 16))::bit(64)::bigint::text as mark from vitrine.finding where id = any($1)`, [
        [planted['dear'], planted['blind']],
      ]);
    await commitPage(database, later, { standing: rows.map(({ mark }) => mark) });
    expect(names(await get(`?auditId=${later}`))).toEqual(['dear', 'blind']);
    expect(names(await get(`?auditId=${auditId}`))).toHaveLength(8);
  });

  it('has no evidence in it, and money as exact text', async () => {
    const [finding] = items(await get('?q=cheap'));
    expect(finding).toMatchObject({ saving: { savingRealisableMonthly: '0.000000000000000001', currency: 'USD' }, statusReason: null, waivedUntil: null });
    expect(Object.keys(finding ?? {})).not.toEqual(expect.arrayContaining(['evidence', 'verify', 'remedy']));
  });

  it('cases 22 to 26: refuses limits, cursors, columns, periods and amounts that are none', async () => {
    for (const limit of ['0', '-1', '1e9', 'NaN', '1.5', '']) expect(outcome(await get(`?limit=${limit}`))).toEqual([422, 'invalid-limit']);
    const { body } = await get('?limit=1&severity=high,critical');
    const cursor = encodeURIComponent(String(body['nextCursor']));
    expect((await get(`?limit=1&severity=critical,high&cursor=${cursor}`)).status).toBe(200);
    // Forged, of another filter, of another order, of another organization.
    for (const query of ['?cursor=AAAA.AAAA', `?cursor=${cursor}`, `?severity=critical,high&sort=severity&cursor=${cursor}`])
      expect(outcome(await get(query))).toEqual([400, 'invalid-cursor']);
    expect(outcome(await as(umbra, 'viewer', 'GET', `/v1/findings?limit=1&severity=high,critical&cursor=${cursor}`))).toEqual([400, 'invalid-cursor']);
    for (const query of ['sort=sealed', 'fields=sealed', 'filter=1%20or%201%3D1']) expect(outcome(await get(`?${query}`))).toEqual([422, 'unknown-field']);
    for (const query of ['since=2026-02-30', 'since=0000-01-01', 'since=2026-10-02&until=2026-10-01', 'since=2016-01-01&until=2026-01-02', 'since=yesterday']) {
      expect(outcome(await get(`?${query}`))).toEqual([422, 'invalid-range']);
    }
    for (const amount of ['NaN', '1e309', '-0', '0.1e1', '1.0000000000000000001', 'Infinity'])
      expect(outcome(await get(`?minSaving=${amount}`))).toEqual([422, 'invalid-amount']);
    for (const q of ['%00', '%E2%80%AE', '']) expect(outcome(await get(`?q=${q}`))).toEqual([422, 'invalid-search']);
    expect(outcome(await get('?severity=urgent'))[0]).toBe(422);
  });

  it('401 without a token, and never a row of another organization, whatever the filter (CF-19)', async () => {
    expect((await api.send('GET', '/v1/findings')).status).toBe(401);
    for (const query of ['', `?connectionId=${umbra.connections.aws}`, '?q=vol-dear', '?minSaving=5000'])
      expect((await get(query)).text).not.toContain(umbraFinding);
  });
});

describe('one finding', () => {
  it('200: carries source, window, formula and assumptions, how to verify and how to remedy (CF-44)', async () => {
    const read = await get(`/${String(planted['dear'])}`);
    expect(read.body).toMatchObject({
      ruleId: 'aws.ebs.volume-unattached',
      saving: { savingRealisableMonthly: '100.25' },
      evidence: { source: ['ec2:DescribeVolumes'], window: null, formula: '100 GB × 0.08', assumptions: [] },
      verify: 'aws ec2 describe-volumes',
      remedy: { steps: ['Take a snapshot', 'Delete the volume'], rollback: 'Restore from the snapshot' },
    });
    expect(read.headers.get('etag')).toBe('"v1"');
  });

  it('case 9: 404 for another organization’s finding, byte for byte as for a missing one; 422 for what is no id', async () => {
    const bytes = ({ text, body }: Received): string => text.replace(String(body['instance']), '');
    for (const method of ['GET', 'PATCH']) {
      const sent = method === 'PATCH' ? { body: { status: 'planned' }, headers: { 'if-match': '*' } } : {};
      const foreign = await as(acme, 'analyst', method, `/v1/findings/${umbraFinding}`, sent);
      const missing = await as(acme, 'analyst', method, '/v1/findings/0190b3a4-0000-7000-8000-000000000001', sent);
      expect([foreign.status, bytes(foreign)]).toEqual([404, bytes(missing)]);
    }
    expect(outcome(await get('/NOT-AN-ID'))).toEqual([422, 'invalid-id']);
  });
});

describe('a decision about a finding', () => {
  const change = async (name: string, body: unknown, headers: Record<string, string> = { 'if-match': '*' }): Promise<Received> =>
    await as(acme, 'analyst', 'PATCH', `/v1/findings/${String(planted[name])}`, { body, headers });

  it('200: acknowledged, planned and open again, each in the trail', async () => {
    for (const status of ['acknowledged', 'planned', 'open'])
      expect((await change('equal', { status, reason: 'ticket 7' })).body).toMatchObject({ status, statusReason: 'ticket 7' });
    const { rows } = await database
      .poolFor('postgres')
      .query<{ payload: unknown }>(`select payload from vitrine.trail_event where type = 'finding.status-changed' and payload->>'findingId' = $1 order by id`, [
        planted['equal'],
      ]);
    expect(rows.map(({ payload }) => payload)).toMatchObject([{ from: 'open', to: 'acknowledged' }, { to: 'planned' }, { to: 'open' }]);
  });

  it('a waiver needs a reason and an end within a year; past it the finding is open again by itself', async () => {
    const until = new Date(Date.now() + 86_400_000).toISOString();
    expect((await change('equal', { status: 'waived', until })).status).toBe(422);
    expect((await change('equal', { status: 'waived', reason: 'r' })).status).toBe(422);
    for (const wrong of ['2020-01-01', '2099-01-01'])
      expect(outcome(await change('equal', { status: 'waived', reason: 'r', until: wrong }))).toEqual([422, 'invalid-range']);
    expect((await change('equal', { status: 'waived', reason: 'kept for the auditors', until })).body).toMatchObject({ status: 'waived', waivedUntil: until });
    expect(names(await get('?status=waived'))).toEqual(['equal']);
    await database.poolFor('postgres').query(`update vitrine.finding set waived_until = now() - interval '1 second' where id = $1`, [planted['equal']]);
    expect(names(await get('?status=waived'))).toEqual([]);
    expect((await get(`/${String(planted['equal'])}`)).body).toMatchObject({ status: 'open', waivedUntil: null });
    await change('equal', { status: 'open' });
  });

  it('case 44: 428 without If-Match, 412 with a stale one', async () => {
    expect(outcome(await change('cheap', { status: 'planned' }, {}))).toEqual([428, 'precondition-required']);
    expect(outcome(await change('cheap', { status: 'planned' }, { 'if-match': '"v99"' }))).toEqual([412, 'precondition-failed']);
  });

  it('403 for a viewer; 422 for statuses, reasons and members that are none; 409 for what an audit resolved', async () => {
    expect(
      outcome(await as(acme, 'viewer', 'PATCH', `/v1/findings/${String(planted['cheap'])}`, { body: { status: 'planned' }, headers: { 'if-match': '*' } })),
    ).toEqual([403, 'insufficient-scope']);
    expect((await change('cheap', { status: 'resolved' })).status).toBe(422);
    expect(outcome(await change('cheap', { status: 'open', reason: 'a\u202eb' }))).toEqual([422, 'invalid-reason']);
    expect(outcome(await change('cheap', { status: 'open', severity: 'low' }))).toEqual([422, 'unknown-field']);
    expect(outcome(await change('resolved', { status: 'open' }))).toEqual([409, 'finding-resolved']);
  });
});

describe('sums', () => {
  it('groups by rule: how many, the worst severity, and per currency what would be saved', async () => {
    const volumes = items(await get('/groups')).find(({ ruleId }) => ruleId === 'aws.ebs.volume-unattached');
    expect(volumes).toMatchObject({
      cloud: 'aws',
      findings: 4,
      undetermined: 0,
      severity: 'critical',
      savings: [{ currency: 'USD', realisable: '200.500000000000000001', findings: 3 }],
    });
    expect(items(await get('/groups?verdict=undetermined'))).toMatchObject([
      { ruleId: 'aws.ec2.instance-idle', findings: 0, undetermined: 1, severity: null, savings: [] },
    ]);
  });

  it('leaves provisional, superseded, waived and unknown savings out, and says how many', async () => {
    const { body } = await get('/summary');
    expect(body['savings']).toEqual([
      { currency: 'EUR', realisable: '7', gross: '7', findings: 1 },
      { currency: 'USD', realisable: '200.500000000000000001', gross: '200.500000000000000001', findings: 3 },
    ]);
    expect(body['clouds']).toMatchObject([
      { cloud: 'aws', findings: 4, undetermined: 1 },
      { cloud: 'azure', findings: 1, undetermined: 0 },
    ]);
    expect(body['leftOut']).toEqual({
      ...{ provisional: 1, superseded: 1, waived: 0, excluded: 0, hygiene: 0, unpriced: 1 },
      belowThreshold: { findings: 0, savings: [] },
    });
    expect((await get('/summary?cloud=azure')).body['savings']).toEqual([{ currency: 'EUR', realisable: '7', gross: '7', findings: 1 }]);
  });

  it('never counts more for one resource than it costs, as finalize does not (cost.md §2.6)', async () => {
    const audit = await plantAudit(database, umbra, 'gcp');
    const of = async (finding: Parameters<typeof plantFinding>[3]): Promise<unknown> =>
      await plantFinding(database, umbra, audit, { cloud: 'gcp', resource: 'vm-1', cost: '100', ...finding });
    await of({ rule: 'gcp.resize', group: 'resize', gross: '80', saving: '60' });
    await of({ rule: 'gcp.modernise', group: 'modernise', gross: '30', saving: '30' });
    await of({ rule: 'gcp.config', group: 'config', gross: '10', saving: '10' });
    // Commitments are judged last and take no part in the race.
    await of({ rule: 'gcp.commit', group: 'commit', gross: '40', saving: '40' });
    const summary = await as(umbra, 'viewer', 'GET', '/v1/findings/summary?cloud=gcp');
    expect(summary.body['savings']).toEqual([{ currency: 'USD', gross: '140', realisable: '120', findings: 4 }]);
    // A filter narrows what is shown, not what competes.
    const one = await as(umbra, 'viewer', 'GET', '/v1/findings/summary?ruleId=gcp.modernise');
    expect(one.body['savings']).toEqual([{ currency: 'USD', gross: '20', realisable: '20', findings: 1 }]);
  });
});
