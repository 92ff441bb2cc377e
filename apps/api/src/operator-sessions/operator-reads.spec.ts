import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { belongsToOrganization, catalogueTables, type SeededOrganization } from '@vitrine/testing';
import { OperatorReadOnlyGuard } from '../auth/operator-read-only.guard.js';
import { Policies } from '../auth/policy/policies.js';
import { PolicyGuard } from '../auth/policy/policy.guard.js';
import { ScopeGuard } from '../auth/scope.guard.js';
import { openEvents } from '../testing/event-stream.js';
import { plantAudit, plantFinding } from '../testing/finding-rows.fixture.js';
import { openOperatorHouse, type OperatorHouse } from '../testing/operator-house.js';
import type { Received } from '../testing/api-under-test.js';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly scope: string | undefined;
}

let house: OperatorHouse;
let acme: SeededOrganization;
let umbra: SeededOrganization;
let operations: Operation[];
let auditId: string;
let findingId: string;

beforeAll(async () => {
  house = await openOperatorHouse();
  ({ acme, umbra } = house);
  const { body } = await house.api.send('GET', '/openapi.json');
  const paths = body['paths'] as Record<string, Record<string, Record<string, unknown>>>;
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation['x-vitrine-scope'] !== undefined)
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, scope: operation['x-vitrine-scope'] as string })),
  );
  auditId = await plantAudit(house.database, acme);
  ({ id: findingId } = await plantFinding(house.database, acme, auditId));
}, 180_000);
afterAll(async () => await house.stop());

const said = ({ status, body }: Received): [number, unknown] => [status, body['code']];
/** With ids of acme's where the path has them. */
const concrete = (path: string): string =>
  path
    .replace('{connectionId}', acme.connections.aws)
    .replace('{auditId}', auditId)
    .replace('{findingId}', findingId)
    .replace('{ruleId}', 'aws.compute.volume-unattached')
    .replaceAll(/\{\w+\}/g, acme.members.viewer.id);
const entries = async (sessionId: string): Promise<{ route: string; status: number; resource: string[]; request_id: string; trace_id: string }[]> => {
  const { rows } = await house.database.poolFor('postgres').query(
    `select payload ->> 'route' as route, (payload ->> 'status')::int as status, payload -> 'resource' as resource, request_id, trace_id
       from vitrine.trail_event where organization_id = $1 and type = 'operator.session.read' and payload ->> 'sessionId' = $2 order by id`,
    [acme.organizationId, sessionId],
  );
  return rows as never; // The shape is asserted where it is used.
};
/** A digest of every row of both organizations but the trail's own. */
const tenantRows = async (): Promise<string> => {
  const superuser = house.database.poolFor('postgres');
  const tables = (await catalogueTables(superuser)).filter((table) => belongsToOrganization(table) && !table.name.startsWith('trail_'));
  const digests = tables.map(
    ({ name }) => `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from vitrine."${name}" t`,
  );
  return JSON.stringify((await superuser.query(digests.join(' union all '))).rows);
};

describe('PF-37 what an operator reads', () => {
  it('PF-T14 is every GET of the session’s scopes and no other, and each answer has its entry: as many as there were successes', async () => {
    const session = await house.openSession('olga', acme);
    const gets = operations.filter(({ method }) => method === 'GET');
    const answers: [string, number, unknown][] = [];
    for (const { path } of gets.filter((operation) => !operation.path.endsWith('/events'))) {
      const answer = await house.inSession('olga', session, 'GET', concrete(path), { headers: { accept: '*/*' } });
      answers.push([path, ...said(answer)]);
    }
    expect(answers.filter(([, status]) => status >= 500)).toEqual([]);
    expect(answers.filter(([, , code]) => code === 'operator-refused-by-database')).toEqual([]);
    // A few lists and single resources by name, so that the sweep is known to reach data.
    for (const path of ['/v1/organization', '/v1/findings', '/v1/findings/{findingId}', '/v1/connections/{connectionId}', '/v1/audits/{auditId}', '/v1/rules'])
      expect(answers).toContainEqual([path, 200, undefined]);
    for (const path of ['/v1/members', '/v1/api-tokens', '/v1/webhooks']) expect(answers).toContainEqual([path, 403, 'insufficient-scope']);
    const successes = answers.filter(([, status]) => status >= 200 && status < 300);
    expect(successes.length).toBeGreaterThan(15);
    expect(await entries(session.id)).toHaveLength(successes.length);
    // Some sixty requests, also where the machine is busy.
  }, 240_000);

  it('is written with who, in which session, whose, which route and resource, and the request’s own ids', async () => {
    const session = await house.openSession('olga', acme);
    const answer = await house.inSession('olga', session, 'GET', `/v1/connections/${acme.connections.aws}`);
    expect(await entries(session.id)).toEqual([
      {
        route: 'GET /v1/connections/:connectionId',
        status: 200,
        resource: [`connectionId=${acme.connections.aws}`],
        request_id: answer.headers.get('x-request-id'),
        trace_id: answer.headers.get('traceparent')?.slice(3, 35),
      },
    ]);
    expect(said(await house.inSession('olga', session, 'GET', `/v1/connections/${umbra.connections.aws}`))).toEqual([404, 'not-found']);
    expect(await entries(session.id)).toHaveLength(1);
  });

  it('is not shown where the entry cannot be written: 503, no data and no ETag; and with nobody looking it would be', async () => {
    const session = await house.openSession('olga', acme);
    const superuser = house.database.poolFor('postgres');
    await superuser.query('revoke insert on vitrine.trail_event from vitrine_operator');
    try {
      for (const path of ['/v1/organization', '/v1/findings', `/v1/audits/${auditId}`]) {
        const refused = await house.inSession('olga', session, 'GET', path);
        expect([path, ...said(refused), refused.headers.get('etag')]).toEqual([path, 503, 'trail-unavailable', null]);
        expect(refused.text).not.toContain(acme.organizationId);
      }
      const exported = await house.inSession('olga', session, 'GET', '/v1/findings/export?format=csv', { headers: { accept: 'text/csv' } });
      expect(said(exported)).toEqual([503, 'trail-unavailable']);
    } finally {
      await superuser.query('grant insert on vitrine.trail_event to vitrine_operator');
    }
    expect((await house.inSession('olga', session, 'GET', '/v1/organization')).status).toBe(200);
  });

  it('ends in the middle of a stream once the session is ended', async () => {
    const session = await house.openSession('olga', acme);
    const superuser = house.database.poolFor('postgres');
    await superuser.query(`update vitrine.audit set state = 'running', ended_at = null where id = $1`, [auditId]);
    const token = await house.platform.mint({ subject: 'olga' });
    const stream = await openEvents(`${house.api.urls[0] ?? ''}/v1/audits/${auditId}/events`, {
      token,
      headers: { 'vitrine-operator-session': session.token },
    });
    expect(stream.status).toBe(200);
    expect((await entries(session.id)).map(({ route }) => route)).toEqual(['GET /v1/audits/:auditId/events']);
    // What is awaited is the end itself, however busy the machine; while-live.spec.ts says how soon it comes.
    const over = stream.next();
    expect((await house.as(acme, 'owner', 'POST', `/v1/organization/operator-sessions/${session.id}/end`)).status).toBe(200);
    expect(['broken', 'ended']).toContain(await over);
  });
});

describe('PF-38 an operator', () => {
  it('PF-T15 writes nothing: every operation but GET is refused in a session, and no row of anybody’s differs afterwards', async () => {
    const session = await house.openSession('olga', acme);
    const before = await tenantRows();
    const writes = operations.filter(({ method }) => method !== 'GET');
    expect(writes.length).toBeGreaterThan(20);
    for (const { method, path } of writes) {
      const answer = await house.inSession('olga', session, method, concrete(path), method === 'DELETE' ? {} : { body: {}, headers: { 'if-match': '*' } });
      // What does not even reach the guards (a wrong media type) is refused before.
      expect([`${method} ${path}`, [403, 415].includes(answer.status)]).toEqual([`${method} ${path}`, true]);
      if (answer.status === 403) expect(said(answer)).toEqual([403, 'operator-read-only']);
    }
    expect(await tenantRows()).toBe(before);
  }, 240_000);

  it('is refused by the database too, with every guard of the API taken away', async () => {
    const session = await house.openSession('olga', acme);
    const spies = [
      jest.spyOn(OperatorReadOnlyGuard.prototype, 'canActivate').mockReturnValue(true),
      jest.spyOn(ScopeGuard.prototype, 'canActivate').mockResolvedValue(true),
      jest.spyOn(PolicyGuard.prototype, 'canActivate').mockReturnValue(true as never),
      jest.spyOn(Policies.prototype, 'permission').mockReturnValue('allowed'),
    ];
    try {
      const before = await tenantRows();
      const connection = `/v1/connections/${acme.connections.aws}`;
      const attempts: [string, string, object?][] = [
        ['PATCH', '/v1/organization', { name: 'mine' }],
        ['PATCH', connection, { name: 'mine' }],
        ['DELETE', connection],
        ['POST', '/v1/audits', { connectionId: acme.connections.aws }],
        ['POST', `/v1/audits/${auditId}/cancel`],
        ['PATCH', `/v1/findings/${findingId}`, { status: 'acknowledged' }],
        ['POST', '/v1/exclusions', { tagKey: 'a', reason: 'because it is so' }],
        ['DELETE', `/v1/members/${acme.members.viewer.id}`],
        ['DELETE', `/v1/api-tokens/${acme.token.id}`],
        ['POST', `/v1/organization/operator-sessions/${session.id}/end`],
      ];
      const refused: string[] = [];
      for (const [method, path, body] of attempts) {
        const answer = await house.inSession('olga', session, method, path, { headers: { 'if-match': '*' }, ...(body === undefined ? {} : { body }) });
        expect([method, path, answer.status >= 400 && answer.status < 500]).toEqual([method, path, true]);
        if (answer.body['code'] === 'operator-refused-by-database') refused.push(`${method} ${path}`);
      }
      expect(refused.length).toBeGreaterThanOrEqual(8);
      // What the role has no right to see is not shown either.
      expect(said(await house.inSession('olga', session, 'GET', '/v1/members'))).toEqual([403, 'operator-refused-by-database']);
      expect(await tenantRows()).toBe(before);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  });

  it('sees nothing as his role without a live session of that very organization, and adds no entry in another’s name or of another kind', async () => {
    const session = await house.openSession('olga', acme);
    const client = await house.database.poolFor('vitrine_operator').connect();
    const inScope = async (organizationId: string, sessionId: string, sql: string, params: readonly unknown[] = []): Promise<number | string> => {
      await client.query('begin');
      try {
        await client.query(`select set_config('vitrine.organization_id', $1, true), set_config('vitrine.operator_session_id', $2, true)`, [
          organizationId,
          sessionId,
        ]);
        return (await client.query(sql, [...params])).rowCount ?? 0;
      } catch (error) {
        return String(Reflect.get(error as object, 'code'));
      } finally {
        await client.query('rollback');
      }
    };
    const connections = 'select 1 from vitrine.connection';
    const entry = (type: string, name: string): [string, readonly unknown[]] => [
      `insert into vitrine.trail_event (organization_id, id, type, principal, payload) values ($1, gen_random_uuid(), $2, $3, '{}')`,
      [acme.organizationId, type, `operator:${house.platform.issuer}|${name}`],
    ];
    try {
      expect(await inScope(acme.organizationId, session.id, connections)).toBe(3);
      expect(await inScope(acme.organizationId, '', connections)).toBe(0);
      expect(await inScope(umbra.organizationId, session.id, connections)).toBe(0);
      expect(await inScope('', session.id, connections)).toBe(0);
      for (const table of ['member', 'api_token', 'webhook', 'webhook_secret', 'idempotency_key', 'organization_claim'])
        expect([table, await inScope(acme.organizationId, session.id, `select 1 from vitrine.${table}`)]).toEqual([table, '42501']);
      expect(await inScope(acme.organizationId, session.id, 'select sealed from vitrine.credential')).toBe('42501');
      expect(await inScope(acme.organizationId, session.id, 'select token_sha256 from vitrine.operator_session')).toBe('42501');
      expect(await inScope(acme.organizationId, session.id, ...entry('operator.session.read', 'olga'))).toBe(1);
      expect(await inScope(acme.organizationId, session.id, ...entry('operator.session.read', 'otto'))).toBe('42501');
      expect(await inScope(acme.organizationId, session.id, ...entry('member.added', 'olga'))).toBe('42501');
      for (const sql of [`update vitrine.connection set name = 'x'`, 'delete from vitrine.finding', `update vitrine.operator_session set minutes = 60`])
        expect([sql, await inScope(acme.organizationId, session.id, sql)]).toEqual([sql, '42501']);
      await house.as(acme, 'owner', 'POST', `/v1/organization/operator-sessions/${session.id}/end`);
      expect(await inScope(acme.organizationId, session.id, connections)).toBe(0);
      expect(await inScope(acme.organizationId, session.id, ...entry('operator.session.read', 'olga'))).toBe('42501');
    } finally {
      client.release();
    }
  });

  it('cannot be let in, kept in or brought back by the API’s own role: the steps, the two people and the hour stand in the database', async () => {
    const { organizationId } = acme;
    const client = await house.database.poolFor('vitrine_api').connect();
    const attempt = async (sql: string, params: readonly unknown[]): Promise<string> => {
      await client.query('begin');
      try {
        await client.query(`select set_config('vitrine.organization_id', $1, true)`, [organizationId]);
        await client.query(sql, [...params]);
        return 'done';
      } catch (error) {
        return String(Reflect.get(error as object, 'constraint') ?? Reflect.get(error as object, 'code'));
      } finally {
        await client.query('rollback');
      }
    };
    const insert = `insert into vitrine.operator_session (organization_id, id, operator, reason, ticket, minutes, state, expires_at) values ($1, gen_random_uuid(), 'i|o', 'a good reason', 't', $2, $3, now() + interval '1 hour')`;
    const session = await house.openSession('olga', acme);
    const set = (assignment: string): [string, readonly unknown[]] => [
      `update vitrine.operator_session set ${assignment} where organization_id = $1 and id = $2`,
      [organizationId, session.id],
    ];
    try {
      expect(await attempt(insert, [organizationId, 61, 'requested'])).toBe('operator_session_minutes_check');
      expect(await attempt(insert, [organizationId, 60, 'active'])).toBe('operator_session_step');
      expect(await attempt(...set(`state = 'active'`))).toBe('operator_session_step');
      expect(await attempt(...set(`state = 'ended', expires_at = now() + interval '2 hours'`))).toBe('operator_session_is_short');
      expect(await attempt(...set(`operator = 'i|o'`))).toBe('42501');
      expect(await attempt('delete from vitrine.operator_session where organization_id = $1', [organizationId])).toBe('42501');
      const asked = await house.asOperator('olga', 'POST', '/v1/operator/sessions', {
        body: { organizationId, reason: 'one more good reason', ticket: 'T', minutes: 5 },
      });
      const own = `update vitrine.operator_session set state = 'approved', decided_at = now(), decided_by = 'operator:' || operator where organization_id = $1 and id = $2`;
      expect(await attempt(own, [organizationId, asked.body['id']])).toBe('operator_decides_for_another');
    } finally {
      client.release();
    }
  });
});
