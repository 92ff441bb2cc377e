import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization } from '@vitrine/testing';
import { openOperatorHouse, type OperatorHouse, type OperatorName } from '../testing/operator-house.js';
import { freshKey, send, type Received } from '../testing/api-under-test.js';
import { sessionSteps } from './operator-session-steps.js';

let house: OperatorHouse;
let acme: SeededOrganization;
let umbra: SeededOrganization;

beforeAll(async () => {
  house = await openOperatorHouse();
  ({ acme, umbra } = house);
}, 180_000);
afterAll(async () => await house.stop());

const said = ({ status, body }: Received): [number, unknown] => [status, body['code'] ?? body['state']];
const ask = async (name: OperatorName, { organizationId }: SeededOrganization, more: object = {}): Promise<Received> =>
  await house.asOperator(name, 'POST', '/v1/operator/sessions', {
    body: { organizationId, reason: 'an audit that never ended', ticket: 'T-7', minutes: 15, ...more },
  });
const step = async (name: OperatorName, asked: Received, what: string, { organizationId }: SeededOrganization = acme): Promise<Received> =>
  await house.asOperator(name, 'POST', `/v1/operator/sessions/${String(asked.body['id'])}/${what}`, { body: { organizationId } });
const trailOf = async ({ organizationId }: SeededOrganization, sessionId: unknown): Promise<string[]> => {
  const { rows } = await house.database
    .poolFor('postgres')
    .query<{ type: string; principal: string }>(
      `select type, principal from vitrine.trail_event where organization_id = $1 and payload ->> 'sessionId' = $2 and type like 'operator.session.%' order by id`,
      [organizationId, sessionId],
    );
  return rows.map(({ type, principal }) => `${type} ${principal}`);
};

describe('PF-36 an operator without a session', () => {
  it('PF-T13 gets 403 on every tenant route, and so does whoever the platform’s issuer knows but the list does not', async () => {
    for (const path of ['/v1/organization', '/v1/findings', '/v1/connections', '/v1/audits', '/v1/members', '/v1/api-tokens', '/v1/webhooks', '/v1/rules'])
      expect([path, ...said(await house.asOperator('olga', 'GET', path))]).toEqual([path, 403, 'operator-session-required']);
    expect(said(await house.asOperator('eve', 'GET', '/v1/findings'))).toEqual([403, 'operator-unknown']);
    expect(said(await house.asOperator('eve', 'GET', `/v1/operator/sessions?organizationId=${acme.organizationId}`))).toEqual([403, 'operator-unknown']);
  });

  it('cannot be anybody else: neither an owner nor a subject of the same name at a customer’s issuer is an operator', async () => {
    const path = `/v1/operator/sessions?organizationId=${acme.organizationId}`;
    expect(said(await house.as(acme, 'owner', 'GET', path))).toEqual([403, 'operator-required']);
    const namesake = await house.issuer.mint({ subject: 'olga', claims: { org_id: acme.claim.value } });
    expect(said(await house.api.send('GET', path, { token: namesake }))).toEqual([403, 'operator-required']);
  });
});

describe('PF-36 a session', () => {
  it('is asked for with a reason, a ticket and at most an hour, in an organization that exists', async () => {
    expect(said(await ask('olga', acme, { reason: 'too short' }))).toEqual([422, 'invalid-reason']);
    expect(said(await ask('olga', acme, { reason: '            x' }))).toEqual([422, 'invalid-reason']);
    // Ten UTF-16 units are five characters here, and characters are what the document and the database count.
    expect(said(await ask('olga', acme, { reason: '🗽🗽🗽🗽🗽' }))).toEqual([422, 'invalid-reason']);
    expect(said(await ask('olga', acme, { ticket: '' }))).toEqual([422, 'invalid-ticket']);
    for (const minutes of [0, 61, 1.5, null]) expect(said(await ask('olga', acme, { minutes }))).toEqual([422, 'invalid-minutes']);
  });

  it('404 in an organization that is none, for every step, and no trail begins under an id that somebody made up', async () => {
    const nowhere = { ...acme, organizationId: '01900000-0000-7000-8000-000000000000' as SeededOrganization['organizationId'] };
    expect(said(await ask('olga', nowhere))).toEqual([404, 'not-found']);
    const asked = await ask('olga', acme);
    for (const what of ['approve', 'refuse', 'start', 'end'])
      expect([what, ...said(await step('otto', asked, what, nowhere))]).toEqual([what, 404, 'not-found']);
    const { rowCount } = await house.database
      .poolFor('postgres')
      .query('select 1 from vitrine.trail_event where organization_id = $1', [nowhere.organizationId]);
    expect(rowCount).toBe(0);
  });

  it('goes from request to end by two people, and each step is in the trail of that organization alone', async () => {
    const asked = await ask('olga', acme);
    expect(said(asked)).toEqual([201, 'requested']);
    expect(said(await step('olga', asked, 'start'))).toEqual([409, 'session-step']);
    expect(said(await step('olga', asked, 'approve'))).toEqual([403, 'operator-own-request']);
    expect(said(await step('otto', asked, 'start'))).toEqual([404, 'not-found']);
    const seen = await house.asOperator('otto', 'GET', `/v1/operator/sessions/${String(asked.body['id'])}?organizationId=${acme.organizationId}`);
    expect([seen.body['reason'], seen.body['ticket']]).toEqual(['an audit that never ended', 'T-7']);
    const approved = await step('otto', asked, 'approve');
    expect([...said(approved), approved.body['decidedBy']]).toEqual([200, 'approved', `operator:${house.platform.issuer}|otto`]);
    const started = await step('olga', asked, 'start');
    expect(said(started)).toEqual([200, 'active']);
    expect(Date.parse(String(started.body['expiresAt'])) - Date.parse(String(started.body['startedAt']))).toBe(15 * 60_000);
    expect(said(await step('olga', asked, 'start'))).toEqual([409, 'session-step']);
    const read = await house.inSession('olga', { token: String(started.body['token']) }, 'GET', '/v1/findings');
    expect(read.status).toBe(200);
    expect(said(await step('olga', asked, 'end'))).toEqual([200, 'ended']);
    const olga = `operator:${house.platform.issuer}|olga`;
    expect(await trailOf(acme, asked.body['id'])).toEqual([
      `operator.session.requested ${olga}`,
      `operator.session.approved operator:${house.platform.issuer}|otto`,
      `operator.session.started ${olga}`,
      `operator.session.read ${olga}`,
      `operator.session.ended ${olga}`,
    ]);
    expect(await trailOf(umbra, asked.body['id'])).toEqual([]);
  });

  it('is approved or refused by an admin of the organization, not by a viewer and not by another organization', async () => {
    const asked = await ask('olga', acme);
    const path = `/v1/organization/operator-sessions/${String(asked.body['id'])}`;
    expect(said(await house.as(acme, 'viewer', 'POST', `${path}/approve`))).toEqual([403, 'insufficient-scope']);
    const foreign = await house.as(umbra, 'owner', 'POST', `${path}/approve`);
    const missing = await house.as(umbra, 'owner', 'POST', '/v1/organization/operator-sessions/01900000-0000-7000-8000-000000000000/approve');
    expect([foreign.status, foreign.body['code'], foreign.body['detail']]).toEqual([404, missing.body['code'], missing.body['detail']]);
    expect(said(await house.as(acme, 'admin', 'POST', `${path}/approve`))).toEqual([200, 'approved']);
    const other = await ask('otto', acme);
    expect(said(await house.as(acme, 'admin', 'POST', `/v1/organization/operator-sessions/${String(other.body['id'])}/refuse`))).toEqual([200, 'refused']);
    expect(said(await step('otto', other, 'start'))).toEqual([409, 'session-step']);
  });

  it('waits for the organization where it insists on approving itself', async () => {
    const owner = { headers: { 'if-match': '*' } };
    await house.as(umbra, 'owner', 'PATCH', '/v1/organization', { ...owner, body: { settings: { operatorApproval: 'organization' } } });
    const asked = await ask('olga', umbra);
    expect(said(await step('otto', asked, 'approve', umbra))).toEqual([403, 'organization-approves']);
    expect(said(await house.as(umbra, 'admin', 'POST', `/v1/organization/operator-sessions/${String(asked.body['id'])}/approve`))).toEqual([200, 'approved']);
    await house.as(umbra, 'owner', 'PATCH', '/v1/organization', { ...owner, body: { settings: { operatorApproval: 'either' } } });
  });

  it('shows its token once: the same request sent again does not show it, and does not start it twice', async () => {
    const asked = await ask('olga', acme);
    await step('otto', asked, 'approve');
    const key = { 'idempotency-key': freshKey() };
    const start = async (): Promise<Received> =>
      await house.asOperator('olga', 'POST', `/v1/operator/sessions/${String(asked.body['id'])}/start`, {
        body: { organizationId: acme.organizationId },
        headers: key,
      });
    expect((await start()).status).toBe(200);
    expect(said(await start())).toEqual([409, 'already-created']);
    const { rows } = await house.database
      .poolFor('postgres')
      .query(`select octet_length(token_sha256) as bytes from vitrine.operator_session where id = $1`, [asked.body['id']]);
    expect(rows).toEqual([{ bytes: 32 }]);
  });
});

describe('PF-T13 the session’s token', () => {
  it('is refused with one byte altered, without the operator’s own token, with another operator’s, with a member’s', async () => {
    const session = await house.openSession('olga', acme);
    const [header = '', payload = '', signature = ''] = session.token.split('.');
    const altered = (text: string): string => `${text.slice(0, 20)}${text[20] === 'A' ? 'B' : 'A'}${text.slice(21)}`;
    const forgeries = [
      [altered(header), payload, signature],
      [header, altered(payload), signature],
      [header, payload, altered(signature)],
      [Buffer.from('{"alg":"none","typ":"operator-session+jwt"}').toString('base64url'), payload, ''],
    ].map((parts) => parts.join('.'));
    for (const token of [...forgeries, '', 'x', `${session.token}, ${session.token}`])
      expect(said(await house.inSession('olga', { token }, 'GET', '/v1/findings'))).toEqual([403, 'operator-session-invalid']);
    expect(said(await house.inSession('otto', session, 'GET', '/v1/findings'))).toEqual([403, 'operator-session-invalid']);
    expect((await house.api.send('GET', '/v1/findings', { headers: { 'vitrine-operator-session': session.token } })).status).toBe(401);
    expect((await house.api.send('GET', '/v1/findings', { token: session.token })).status).toBe(401);
    const beside = await house.as(acme, 'owner', 'GET', '/v1/findings', { headers: { 'vitrine-operator-session': session.token } });
    expect(said(beside)).toEqual([403, 'operator-session-invalid']);
  });

  it('opens its organization alone, and ids of another are missing in it', async () => {
    const session = await house.openSession('olga', acme);
    expect((await house.inSession('olga', session, 'GET', '/v1/organization')).body['id']).toBe(acme.organizationId);
    expect((await house.inSession('olga', session, 'GET', `/v1/connections/${acme.connections.aws}`)).status).toBe(200);
    const foreign = await house.inSession('olga', session, 'GET', `/v1/connections/${umbra.connections.aws}`);
    expect(said(foreign)).toEqual([404, 'not-found']);
  });

  it('ends for every process within a second once the organization ends the session, and with its time', async () => {
    const session = await house.openSession('olga', acme);
    // Both processes have the row in mind.
    for (const url of house.api.urls) {
      const token = await house.platform.mint({ subject: 'olga' });
      expect((await send(url, 'GET', '/v1/findings', { token, headers: { 'vitrine-operator-session': session.token } })).status).toBe(200);
    }
    expect(said(await house.as(acme, 'owner', 'POST', `/v1/organization/operator-sessions/${session.id}/end`))).toEqual([200, 'ended']);
    const end = Date.now() + 1_000;
    for (const url of house.api.urls) {
      const token = await house.platform.mint({ subject: 'olga' });
      const look = async (): Promise<Received> => await send(url, 'GET', '/v1/findings', { token, headers: { 'vitrine-operator-session': session.token } });
      let seen = await look();
      while (seen.status === 200 && Date.now() < end) seen = await look();
      expect(said(seen)).toEqual([403, 'operator-session-ended']);
    }
    expect(Date.now()).toBeLessThan(end + 500);
  });

  it('is over with its time, by the row as by the token, and the trail says so', async () => {
    const session = await house.openSession('olga', acme);
    const superuser = house.database.poolFor('postgres');
    // The past is made as only a superuser can: no session of this schema is so old and active.
    await superuser.query(`alter table vitrine.operator_session disable trigger guard_step`);
    await superuser.query(`update vitrine.operator_session set expires_at = now() - interval '1 second' where id = $1`, [session.id]);
    await superuser.query(`alter table vitrine.operator_session enable trigger guard_step`);
    // The two processes’ rows are a quarter of a second old at most.
    let seen = await house.inSession('olga', session, 'GET', '/v1/findings');
    const end = Date.now() + 1_000;
    while (seen.status === 200 && Date.now() < end) seen = await house.inSession('olga', session, 'GET', '/v1/findings');
    expect(said(seen)).toEqual([403, 'operator-session-expired']);
    const listed = await house.as(acme, 'viewer', 'GET', `/v1/organization/operator-sessions/${session.id}`);
    expect([listed.body['state'], listed.body['endedBy']]).toEqual(['expired', 'time']);
    await house.as(acme, 'viewer', 'GET', '/v1/organization/operator-sessions');
    expect((await trailOf(acme, session.id)).at(-1)).toBe('operator.session.expired system');
    // It is written down once: looking again changes nothing, so it does not wait for whoever keeps changes out.
    const keeper = await superuser.connect();
    try {
      await keeper.query('begin; lock table vitrine.operator_session in share mode');
      const again = await house.as(acme, 'viewer', 'GET', '/v1/organization/operator-sessions');
      expect([again.status, again.text.includes('"expired"')]).toEqual([200, true]);
    } finally {
      await keeper.query('rollback');
      keeper.release();
    }
  });
});

describe('PF-39 the organization', () => {
  it('PF-T16 sees an active session in its own list at once, in every role, whatever is sent to hide it, and all that were', async () => {
    const session = await house.openSession('olga', acme);
    for (const role of ['viewer', 'analyst', 'admin', 'owner'] as const) {
      const headers = { 'x-hide-operators': '1', 'vitrine-mode': 'demo', 'cache-control': 'max-age=3600' };
      const active = await house.as(acme, role, 'GET', '/v1/organization/operator-sessions?state=active', { headers });
      expect([role, (active.body['items'] as { id: string }[]).map(({ id }) => id)]).toEqual([role, expect.arrayContaining([session.id])]);
    }
    expect(said(await house.as(acme, 'viewer', 'GET', '/v1/organization/operator-sessions?hidden=true'))).toEqual([422, 'unknown-field']);
    const theirs = await house.as(umbra, 'owner', 'GET', '/v1/organization/operator-sessions');
    expect(theirs.text).not.toContain(session.id);
    await house.as(acme, 'owner', 'POST', `/v1/organization/operator-sessions/${session.id}/end`);
    const past = await house.as(acme, 'viewer', 'GET', '/v1/organization/operator-sessions?state=ended');
    expect((past.body['items'] as { id: string }[]).map(({ id }) => id)).toContain(session.id);
  });

  it('has pages of it, newest first', async () => {
    const first = await house.as(acme, 'viewer', 'GET', '/v1/organization/operator-sessions?limit=1');
    const second = await house.as(acme, 'viewer', 'GET', `/v1/organization/operator-sessions?limit=1&cursor=${String(first.body['nextCursor'])}`);
    const [one, two] = [first, second].map(({ body }) => (body['items'] as { id: string }[])[0]?.id ?? '');
    expect(String(one) > String(two)).toBe(true);
  });

  it('an operator lists his own alone, of the organization that he names', async () => {
    await ask('otto', acme);
    const own = await house.asOperator('otto', 'GET', `/v1/operator/sessions?organizationId=${acme.organizationId}`);
    const operators = new Set((own.body['items'] as { operator: string }[]).map(({ operator }) => operator));
    expect([...operators]).toEqual([`${house.platform.issuer}|otto`]);
    expect(said(await house.asOperator('otto', 'GET', '/v1/operator/sessions'))[0]).toBe(422);
  });
});

describe('the closed table of steps', () => {
  it('is the same in code and in the database', async () => {
    const { rows } = await house.database
      .poolFor('postgres')
      .query<{ one: string; two: string }>(
        `select a.s as one, b.s as two from unnest($1::text[]) a (s) cross join unnest($1::text[]) b (s) where vitrine.operator_session_may(a.s, b.s) order by 1, 2`,
        [Object.keys(sessionSteps)],
      );
    const inCode = Object.entries(sessionSteps).flatMap(([one, twos]) => twos.map((two) => `${one} ${two}`));
    expect(rows.map(({ one, two }) => `${one} ${two}`)).toEqual(inCode.sort());
  });
});
