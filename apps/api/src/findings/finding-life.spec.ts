import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findingStatuses, mayStep, type FindingStatus } from '@vitrine/contracts';
import type { SeededOrganization, TestDatabase } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { Received } from '../testing/api-under-test.js';
import { plantAudit, plantFinding } from '../testing/finding-rows.fixture.js';

let house: ApiHouse;
let database: TestDatabase;
let acme: SeededOrganization;
let umbra: SeededOrganization;
let audits: { acme: string; umbra: string };

const as: ApiHouse['as'] = async (...request) => await house.as(...request);
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const items = ({ body }: Received): Record<string, unknown>[] => body['items'] as Record<string, unknown>[]; // Shape asserted by the route's schema.
const plant = async (finding: Parameters<typeof plantFinding>[3] = {}, of: 'acme' | 'umbra' = 'acme'): Promise<string> =>
  (await plantFinding(database, of === 'acme' ? acme : umbra, audits[of], finding)).id;
const patch = async (id: string, body: unknown, match = '*'): Promise<Received> =>
  await as(acme, 'analyst', 'PATCH', `/v1/findings/${id}`, { body, headers: { 'if-match': match } });
const root = () => database.poolFor('postgres');
const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString();

beforeAll(async () => {
  house = await openApiHouse();
  ({ database, acme, umbra } = house);
  audits = { acme: await plantAudit(database, acme), umbra: await plantAudit(database, umbra) };
}, 60_000);
afterAll(async () => await house.stop());

describe('a person’s step', () => {
  const targets = ['open', 'acknowledged', 'planned', 'waived'] as const;
  const cases = findingStatuses.flatMap((from) => targets.map((to) => ({ from, to })));
  const refusals: Partial<Record<FindingStatus, string>> = { resolved: 'finding-resolved', realised: 'finding-resolved', excluded: 'finding-excluded' };

  it.each(cases)('$from to $to', async ({ from, to }) => {
    const id = await plant({ status: from });
    if (from === 'waived') await root().query(`update vitrine.finding set waived_until = now() + interval '1 day', status_reason = 'r' where id = $1`, [id]);
    const answer = await patch(id, to === 'waived' ? { status: to, reason: 'kept', until: tomorrow() } : { status: to });
    if (mayStep(from, to, 'person')) expect([answer.status, answer.body['status']]).toEqual([200, to]);
    else expect(outcome(answer)).toEqual([409, refusals[from] ?? 'step-refused']);
  });

  it.each(['resolved', 'realised', 'relapsed', 'excluded'])('%s is nobody’s to say but an audit’s', async (status) => {
    expect((await patch(await plant(), { status })).status).toBe(422);
  });

  it('of two who decide from the same state the second is told: 412', async () => {
    const id = await plant();
    expect((await patch(id, { status: 'planned' }, '"v1"')).status).toBe(200);
    expect(outcome(await patch(id, { status: 'acknowledged' }, '"v1"'))).toEqual([412, 'precondition-failed']);
  });
});

describe('waiver and assignee', () => {
  it('a waiver names who answers for it: the decider, or a member that he names; nobody of another organization', async () => {
    const id = await plant();
    const waive = { status: 'waived', reason: 'until the migration', until: tomorrow() };
    expect((await patch(id, waive)).body).toMatchObject({ waiverOwnerId: acme.members.analyst.id, statusBy: `member:${acme.members.analyst.id}` });
    expect((await patch(id, { ...waive, ownerId: acme.members.admin.id })).body).toMatchObject({ waiverOwnerId: acme.members.admin.id });
    expect(outcome(await patch(id, { ...waive, ownerId: umbra.members.admin.id }))).toEqual([404, 'not-found']);
    expect((await patch(id, { status: 'open' })).body).toMatchObject({ waiverOwnerId: null, waivedUntil: null });
  });

  it('is given to a member and taken from him, under If-Match; a stranger does not exist', async () => {
    const id = await plant();
    const path = `/v1/findings/${id}/assignee`;
    const put = async (memberId: string, headers: Record<string, string> = { 'if-match': '"v1"' }) =>
      await as(acme, 'analyst', 'PUT', path, { body: { memberId }, headers });
    expect(outcome(await put(acme.members.viewer.id, {}))).toEqual([428, 'precondition-required']);
    expect(outcome(await put(umbra.members.viewer.id))).toEqual([404, 'not-found']);
    expect((await put(acme.members.viewer.id)).body).toMatchObject({ assigneeId: acme.members.viewer.id });
    expect(outcome(await put(acme.members.admin.id))).toEqual([412, 'precondition-failed']);
    expect(items(await as(acme, 'viewer', 'GET', `/v1/findings?assigneeId=${acme.members.viewer.id}`))).toMatchObject([{ id }]);
    expect((await as(acme, 'analyst', 'DELETE', path, { headers: { 'if-match': '"v2"' } })).body).toMatchObject({ assigneeId: null });
    expect(outcome(await as(acme, 'viewer', 'PUT', path, { body: { memberId: acme.members.viewer.id }, headers: { 'if-match': '*' } }))).toEqual([
      403,
      'insufficient-scope',
    ]);
  });
});

describe('history', () => {
  it('tells every step, page by page: who, when, from, to, why; nothing of another organization', async () => {
    const id = await plant();
    await patch(id, { status: 'acknowledged', reason: 'seen' });
    await patch(id, { status: 'planned', reason: 'ticket 7' });
    const history = async (organization: SeededOrganization, query = '') => await as(organization, 'viewer', 'GET', `/v1/findings/${id}/history${query}`);
    const by = `member:${acme.members.analyst.id}`;
    expect(items(await history(acme))).toMatchObject([
      { from: null, to: 'open', by: 'audit' },
      { from: 'open', to: 'acknowledged', by, reason: 'seen' },
      { from: 'acknowledged', to: 'planned', by, reason: 'ticket 7' },
    ]);
    const first = await history(acme, '?limit=2');
    expect(items(first)).toHaveLength(2);
    expect(items(await history(acme, `?limit=2&cursor=${String(first.body['nextCursor'])}`))).toMatchObject([{ to: 'planned' }]);
    expect(outcome(await history(umbra))).toEqual([404, 'not-found']);
  });

  it('savings over time: each step at what it counted for, per currency, never mixed, never the neighbour’s', async () => {
    await root().query('delete from vitrine.finding');
    const step = async (id: string, sql: string): Promise<void> => void (await root().query(`update vitrine.finding set ${sql} where id = $1`, [id]));
    const ids = [await plant({ saving: '10' }), await plant({ saving: '7', currency: 'EUR' })];
    await plant({ saving: '5000' }, 'umbra');
    // As finalize values and announces them.
    await root().query(`update vitrine.finding set counted_monthly = saving_realisable_monthly`);
    await root().query(
      `update vitrine.finding_transition t set amount_monthly = f.counted_monthly, announced_at = now() from vitrine.finding f where f.id = t.finding_id`,
    );
    await patch(ids[0] ?? '', { status: 'planned' });
    await step(ids[0] ?? '', `status = 'resolved', resolution = 'not-seen', resolved_at = now()`);
    await step(ids[0] ?? '', `status = 'realised', realised_monthly = 9.5, realised_at = now()`);
    const from = new Date(Date.now() - 86_400_000).toISOString();
    const savings = await as(acme, 'viewer', 'GET', `/v1/findings/savings?from=${from}&to=${tomorrow()}&interval=month`);
    const none = { monthly: '0', findings: 0 };
    expect(items(savings)).toMatchObject([
      { currency: 'EUR', identified: { monthly: '7', findings: 1 }, planned: none, resolved: none, realised: none, relapsed: none },
      {
        currency: 'USD',
        identified: { monthly: '10', findings: 1 },
        planned: { monthly: '10', findings: 1 },
        resolved: { monthly: '10', findings: 1 },
        realised: { monthly: '9.5', findings: 1 },
        relapsed: none,
      },
    ]);
    expect((await as(acme, 'viewer', 'GET', `/v1/findings/${ids[0] ?? ''}`)).body).toMatchObject({ status: 'realised', realised: { monthly: '9.5' } });
    expect(outcome(await as(acme, 'viewer', 'GET', '/v1/findings/savings?from=2026-02-01&to=2026-01-01'))).toEqual([422, 'invalid-range']);
    expect(items(await as(acme, 'viewer', 'GET', '/v1/findings/savings'))).toHaveLength(2);
  });
});

describe('sums', () => {
  it('count what is below the organization’s threshold apart, and hygiene apart from what has no price', async () => {
    await root().query('delete from vitrine.finding');
    await plant({ saving: '0.4' });
    await plant({ saving: '8' });
    await plant({ saving: '0.1' }, 'umbra');
    for (const unpriced of ['hygiene', 'no-price'])
      await root().query('update vitrine.finding set unpriced = $2 where id = $1', [await plant({ saving: null, gross: null, currency: null }), unpriced]);
    const settings = { settings: { savingThresholdMonthly: '1' } };
    expect((await as(acme, 'owner', 'PATCH', '/v1/organization', { body: settings, headers: { 'if-match': '*' } })).status).toBe(200);
    expect((await as(acme, 'viewer', 'GET', '/v1/findings/summary')).body).toMatchObject({
      savings: [{ currency: 'USD', realisable: '8', findings: 1 }],
      leftOut: { hygiene: 1, unpriced: 1, belowThreshold: { findings: 1, savings: [{ currency: 'USD', realisable: '0.4' }] } },
    });
    expect((await as(umbra, 'viewer', 'GET', '/v1/findings/summary')).body).toMatchObject({
      savings: [{ realisable: '0.1' }],
      leftOut: { belowThreshold: { findings: 0 } },
    });
  });
});

describe('exclusions', () => {
  it('are made, listed and removed; a foreign connection or rule does not exist; patterns and past ends are refused', async () => {
    const make = async (body: unknown, organization = acme) => await as(organization, 'analyst', 'POST', '/v1/exclusions', { body });
    const made = await make({ tagKey: 'env', tagValue: 'drill', reason: 'disaster drill', connectionId: acme.connections.aws });
    expect([made.status, made.body['tagKey']]).toEqual([201, 'env']);
    expect(outcome(await make({ tagKey: 'env', reason: 'r', connectionId: umbra.connections.aws }))).toEqual([404, 'not-found']);
    expect(outcome(await make({ tagKey: 'a==b', reason: 'r' }))).toEqual([422, 'invalid-tag']);
    expect(outcome(await make({ tagKey: 'env', reason: 'r', expiresAt: '2020-01-01' }))).toEqual([422, 'invalid-range']);
    expect(items(await as(acme, 'viewer', 'GET', '/v1/exclusions'))).toHaveLength(1);
    expect(items(await as(umbra, 'viewer', 'GET', '/v1/exclusions'))).toHaveLength(0);
    const path = `/v1/exclusions/${String(made.body['id'])}`;
    expect((await as(umbra, 'analyst', 'DELETE', path)).status).toBe(404);
    expect((await as(acme, 'analyst', 'DELETE', path)).status).toBe(204);
    expect((await as(acme, 'analyst', 'DELETE', path)).status).toBe(404);
  });
});
