import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization } from '@vitrine/testing';
import { z } from 'zod';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { Received } from '../testing/api-under-test.js';
import { policyActions } from './policy/policies.generated.js';
import { scopes } from './scopes.js';

let house: ApiHouse;
let acme: SeededOrganization;
let umbra: SeededOrganization;
/** A machine of the owner's with every scope: what it may not do, a policy says. */
let machine: string;

beforeAll(async () => {
  house = await openApiHouse();
  ({ acme, umbra } = house);
  const made = await house.as(acme, 'owner', 'POST', '/v1/api-tokens', {
    body: { name: 'machine', scopes: ['vitrine.members.write', 'vitrine.members.read'], lifetimeDays: 1 },
  });
  machine = String(made.body['token']);
});
afterAll(async () => await house.stop());

const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const missing = '0199a000-0000-7000-8000-00000000dead';
const patch = { headers: { 'if-match': '*' }, body: { role: 'viewer' } };

describe('CS-T01: tenant guard, then scope, then policy', () => {
  it('wrong tenant and wrong scope: the guard’s 404, never a 403 that would say that something is there', async () => {
    for (const path of [`/v1/connections/${umbra.connections.aws}`, `/v1/members/${umbra.members.owner.id}`]) {
      const foreign = await house.as(acme, 'viewer', 'DELETE', path);
      const never = await house.as(acme, 'viewer', 'DELETE', path.replace(/[^/]+$/, missing));
      expect(outcome(foreign)).toEqual([404, 'not-found']);
      expect([never.status, { ...never.body, instance: '' }]).toEqual([404, { ...foreign.body, instance: '' }]);
    }
  });

  it('every path of the document that has an id: 404 where the caller’s organization has none such, whatever his scopes; 403 where it has', async () => {
    const narrowed = await house.issuer.mint({ subject: acme.members.owner.subject, claims: { org_id: acme.claim.value, scope: 'vitrine.rules.read' } });
    const superuser = house.database.poolFor('postgres');
    const asked = `insert into vitrine.operator_session (organization_id, id, operator, reason, ticket, minutes, expires_at)
      values ($1, $2, 'https://platform.example|olga', 'an audit that never ended', 'T-7', 15, now() + interval '1 day')`;
    const [session, source] = ['0199a000-0000-7000-8000-0000000000a1', '0199a000-0000-7000-8000-0000000000a2'];
    await superuser.query(asked, [acme.organizationId, session]);
    await superuser.query(
      `insert into vitrine.cost_source (organization_id, id, connection_id, kind, source_key, loaded_by) values ($1, $2, $3::text::uuid, 'cost-explorer', $3::text, 'spec')`,
      [acme.organizationId, source, acme.connections.aws],
    );
    const workload = { provider: 'github', repositoryId: '7411', repositoryOwnerId: '902', ref: 'refs/heads/main' };
    const rule = await house.as(acme, 'owner', 'POST', '/v1/trust-rules', { body: { name: 'ci', workload, scopes: ['vitrine.rules.read'] } });
    const own: Readonly<Record<string, string>> = {
      connections: acme.connections.aws,
      members: acme.members.viewer.id,
      'operator-sessions': session ?? '',
      sources: source ?? '',
      'trust-rules': String(rule.body['id']),
    };
    const { body } = await house.api.send('GET', '/openapi.json');
    const answers: [string, string, number, unknown][] = [];
    const wanted: typeof answers = [];
    for (const [path, methods] of Object.entries(z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(body).paths)) {
      // An operator's routes are of no organization, and the rules are everybody's.
      const [, collection = ''] = /\/([a-z-]+)\/\{\w+\}/.exec(path) ?? [];
      if (collection === '' || path.startsWith('/v1/operator/') || collection === 'rules') continue;
      for (const method of Object.keys(methods).map((each) => each.toUpperCase())) {
        const ask = async (whose: string, id: string): Promise<void> => {
          const sent = { token: narrowed, ...(method === 'GET' || method === 'DELETE' ? {} : { body: {}, headers: { 'if-match': '*' } }) };
          const { status, body: said } = await house.api.send(method, path.replace(/\{\w+\}/, id), sent);
          answers.push([`${method} ${path}`, whose, status, said['code']]);
        };
        await ask('nobody’s', missing);
        wanted.push([`${method} ${path}`, 'nobody’s', 404, 'not-found']);
        if (own[collection] === undefined) continue;
        await ask('his own', own[collection]);
        wanted.push([`${method} ${path}`, 'his own', 403, 'insufficient-scope']);
      }
    }
    expect(answers).toEqual(wanted);
    expect(answers.filter(([, whose]) => whose === 'his own').length).toBeGreaterThan(12);
    expect(answers.length).toBeGreaterThan(50);
    // Some seventy requests, also where the machine is busy.
  }, 240_000);

  it('own tenant and wrong scope: 403 insufficient-scope', async () => {
    expect(outcome(await house.as(acme, 'viewer', 'DELETE', `/v1/connections/${acme.connections.aws}`))).toEqual([403, 'insufficient-scope']);
    expect(outcome(await house.as(acme, 'viewer', 'DELETE', `/v1/members/${acme.members.owner.id}`))).toEqual([403, 'insufficient-scope']);
  });

  it('wrong tenant and a policy against it: the guard’s 404 again', async () => {
    expect(outcome(await house.api.send('PATCH', `/v1/members/${umbra.members.viewer.id}`, { token: machine, ...patch }))).toEqual([404, 'not-found']);
  });

  it('wrong scope and a policy against it: the scope speaks first', async () => {
    const made = await house.as(acme, 'owner', 'POST', '/v1/api-tokens', { body: { name: 'reader', scopes: ['vitrine.members.read'], lifetimeDays: 1 } });
    expect(outcome(await house.api.send('PATCH', `/v1/members/${acme.members.viewer.id}`, { token: String(made.body['token']), ...patch }))).toEqual([
      403,
      'insufficient-scope',
    ]);
  });

  it('a policy against it, before schema and state: a body that is wrong, and an ETag that is missing, are not spoken of', async () => {
    const refused = await house.api.send('PATCH', `/v1/members/${acme.members.viewer.id}`, { token: machine, body: { role: 'king' } });
    expect([outcome(refused), String(refused.body['detail'])]).toEqual([[403, 'policy-denied'], expect.stringContaining('tokens.make-no-principals')]);
  });

  it('an organization that the token’s person is no member of stays closed before any of this', async () => {
    const stranger = await house.issuer.mint({ subject: acme.members.owner.subject, claims: { org_id: umbra.claim.value } });
    expect(outcome(await house.api.send('GET', '/v1/organization', { token: stranger }))).toEqual([403, 'membership-required']);
  });
});

describe('CS-T02: every route says what it takes', () => {
  const operationSchema = z.looseObject({
    'x-vitrine-scope': z.enum(scopes).optional(),
    'x-vitrine-action': z.enum(policyActions).optional(),
    security: z.array(z.unknown()).optional(),
  });
  const documentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

  it('a scope of the list and an action of the policies’ schema, on every operation that asks for a token', async () => {
    const { body } = await house.api.send('GET', '/openapi.json');
    const { paths } = documentSchema.parse(body);
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ where: `${method} ${path}`, operation })),
    );
    const closed = operations.filter(({ operation }) => (operation.security ?? []).length > 0);
    expect(closed.length).toBeGreaterThan(60);
    const without = closed.filter(
      ({ operation }) =>
        (operation['x-vitrine-scope'] === undefined || operation['x-vitrine-action'] === undefined) &&
        operation['x-vitrine-operator'] === undefined &&
        operation['x-vitrine-identity'] === undefined,
    );
    expect(without.map(({ where }) => where)).toEqual([]);
  });
});

describe('what was decided', () => {
  it('stands in the entry of what was done, with the policies and the number of their set', async () => {
    await house.as(acme, 'owner', 'POST', '/v1/members', { body: { issuer: house.issuer.issuer, subject: 'decided', role: 'viewer' } });
    const { rows } = await house.database
      .poolFor('postgres')
      .query(`select decision from vitrine.trail_event where type = 'member.added' and organization_id = $1`, [acme.organizationId]);
    expect(rows).toEqual([{ decision: { effect: 'allow', policyIds: ['principals.member'], policySet: expect.stringMatching(/^\d+\+[0-9a-f]{16}$/) } }]);
  });
});
