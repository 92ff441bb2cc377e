import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { withinASecond } from '@vitrine/testing';
import { RecentRows } from '../database/recent-rows.js';
import { openCiHouse, OUR_URL, type CiHouse } from '../testing/ci-house.fixture.js';
import { startApiUnderTest, type Received } from '../testing/api-under-test.js';

let house: CiHouse;
let ruleId: string;
const root = () => house.database.poolFor('postgres');
const idToken = async (more: object = {}): Promise<string> => await house.ci.sign(house.claims('github', more));
const exchanged = async (audience = ruleId, more: Readonly<Record<string, string>> = {}): Promise<string> => {
  const { status, body } = await house.exchange(audience, await idToken(), more);
  expect(status).toBe(200);
  return String(body['access_token']);
};
const ask = async (token: string, path = '/v1/organization'): Promise<[number, unknown]> => {
  const { status, body } = await house.api.send('GET', path, { token });
  return [status, status === 200 ? body['id'] : body['code']];
};
const outcome = ({ status, body }: Received): [number, unknown, unknown] => [status, body['code'], body['error']];

beforeAll(async () => {
  house = await openCiHouse();
  ruleId = String((await house.makeRule(house.acme, 'github')).body['id']);
}, 60_000);
afterAll(async () => await house.stop());

describe('POST /v1/token: a CI run comes in without a stored secret', () => {
  it('gives a bearer token of a quarter of an hour, of the rule’s organization, with the rule’s scopes and nothing to renew it by', async () => {
    const { status, body, headers } = await house.exchange(ruleId, await idToken());
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^vtr_live_[0-9a-z]{10}_[\w-]{43}_[0-9A-Za-z]{6}$/),
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'vitrine.audits.read vitrine.audits.write vitrine.organization.read',
    });
    const token = String(body['access_token']);
    expect(await ask(token)).toEqual([200, house.acme.organizationId]);
    expect(await ask(token, '/v1/findings')).toEqual([403, 'insufficient-scope']);
    const { rows } = await root().query(`select extract(epoch from expires_at - created_at)::int as seconds from vitrine.api_token where trust_rule_id = $1`, [
      ruleId,
    ]);
    expect(rows).toContainEqual({ seconds: 900 });
  });

  it('the trail says which run came in, and the run’s own doings are its own', async () => {
    const token = await exchanged();
    const started = await house.api.send('POST', '/v1/audits', { token, body: { connectionId: house.acme.connections.aws } });
    expect(started.status).toBe(202);
    const { rows } = await root().query(
      `select type, principal, payload->>'runId' as run, payload->>'revision' as revision from vitrine.trail_event
        where organization_id = $1 and type in ('token.exchanged', 'audit.started', 'audit.requested') order by at desc limit 2`,
      [house.acme.organizationId],
    );
    expect(rows.map(({ principal }: { principal: string }) => principal)).toEqual([`ci:${ruleId}`, `ci:${ruleId}`]);
    expect(rows).toContainEqual({ type: 'token.exchanged', principal: `ci:${ruleId}`, run: '550011', revision: 'c0ffee'.repeat(6) });
    expect(JSON.stringify(rows)).not.toContain('acme/shop');
  });

  it('neither the id token nor the access token is kept or said anywhere', async () => {
    const sent = await idToken();
    const { body } = await house.exchange(ruleId, sent);
    const secret = String(body['access_token']).split('_')[3] ?? '';
    const tables = await root().query<{ table_name: string }>(
      `select table_name from information_schema.tables where table_schema = 'vitrine' and table_type = 'BASE TABLE'`,
    );
    for (const { table_name } of tables.rows) {
      const { rows } = await root().query<{ text: string }>(`select coalesce(string_agg(t::text, ' '), '') as text from vitrine."${table_name}" t`);
      expect(rows[0]?.text.includes(secret)).toBe(false);
      expect(rows[0]?.text.includes(sent.split('.')[2] ?? '')).toBe(false);
    }
    expect(house.api.log.text()).not.toContain(secret);
  });

  it('fewer scopes may be asked for, more may not', async () => {
    const token = await exchanged(ruleId, { scope: 'vitrine.audits.read' });
    expect(await ask(token)).toEqual([403, 'insufficient-scope']);
    expect(outcome(await house.exchange(ruleId, await idToken(), { scope: 'vitrine.audits.read vitrine.findings.read' }))).toEqual([
      400,
      'invalid-scope',
      'invalid_scope',
    ]);
  });

  it('a request that is none of RFC 8693 is 400 in OAuth’s words, and spends no id token', async () => {
    const token = await idToken();
    for (const [more, error] of [
      [{ grant_type: 'client_credentials' }, 'unsupported_grant_type'],
      [{ grant_type: '' }, 'invalid_request'],
      [{ subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' }, 'invalid_request'],
      [{ subject_token: '' }, 'invalid_request'],
      [{ audience: '' }, 'invalid_request'],
      [{ actor_token: 'x' }, 'invalid_request'],
      [{ resource: 'https://elsewhere.test' }, 'invalid_request'],
      // Attack: 16 KB of slashes for a pattern that is quadratic in them; so no pattern looks at it.
      [{ resource: `${OUR_URL}//` }, 'invalid_request'],
      // Attack: a token that has no scope at all.
      [{ scope: ' ' }, 'invalid_request'],
      [{ requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }, 'invalid_request'],
    ] as const) {
      const { status, body } = await house.exchange(ruleId, token, more);
      expect([more, status, body['error']]).toEqual([more, 400, error]);
    }
    expect((await house.exchange(ruleId, token, { resource: `${OUR_URL}/` })).status).toBe(200);
    expect((await house.exchange(ruleId, await idToken(), { resource: OUR_URL })).status).toBe(200);
  });

  it('what is malformed counts as a refused sign-in of its address: trying what this endpoint takes is not free', async () => {
    const limited = await startApiUnderTest({
      databaseUrl: house.database.url('vitrine_api'),
      issuer: house.issuer.issuer,
      environment: { VITRINE_SIGN_IN_FAILURE_LIMIT: '3' },
      instances: 1,
    });
    try {
      const sent = { raw: 'grant_type=password', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
      const answers: number[] = [];
      for (let n = 0; n < 4; n += 1) answers.push((await limited.send('POST', '/v1/token', sent)).status);
      expect(answers).toEqual([400, 400, 400, 429]);
    } finally {
      await limited.stop();
    }
  });

  it('a refused one makes nobody’s rows be asked for anew: whoever knows a rule’s id does not slow its organization down', async () => {
    const forgot = jest.spyOn(RecentRows.prototype, 'forget');
    try {
      expect((await house.exchange(ruleId, 'no token')).status).toBe(401);
      expect(forgot).not.toHaveBeenCalledWith(house.acme.organizationId);
      await exchanged();
      expect(forgot).toHaveBeenCalledWith(house.acme.organizationId);
    } finally {
      forgot.mockRestore();
    }
  });

  it('a rule that ends while the issuer’s keys are fetched lets nobody in: 401 as for one that never was', async () => {
    const ending = String((await house.makeRule(house.acme, 'github')).body['id']);
    const client = await root().connect();
    try {
      // Deleted, and not yet committed: who reads still sees it, who would stand on it waits.
      await client.query('begin');
      await client.query('delete from vitrine.trust_rule where id = $1', [ending]);
      const answer = house.exchange(ending, await idToken());
      const waiting = await withinASecond(
        async () => Number((await root().query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount),
        (n) => n > 0,
      );
      expect(waiting).toBe(1);
      await client.query('commit');
      expect(outcome(await answer)).toEqual([401, 'token-invalid', 'invalid_request']);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('JSON, a parameter given twice and a body of 20 KB are refused as everywhere', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await house.api.send('POST', '/v1/token', { body: {} })).status).toBe(415);
    expect((await house.api.send('POST', '/v1/token', { raw: 'audience=a&audience=b', headers: form })).status).toBe(400);
    expect((await house.api.send('POST', '/v1/token', { raw: `x=${'y'.repeat(20_000)}`, headers: form })).status).toBe(413);
  });
});

describe('an exchanged token ends', () => {
  it('with its rule, within a second on every API process', async () => {
    const made = await house.makeRule(house.acme, 'github');
    const token = await exchanged(String(made.body['id']));
    for (const _ of house.api.urls) expect((await ask(token))[0]).toBe(200);
    expect((await house.as(house.acme, 'admin', 'DELETE', `/v1/trust-rules/${String(made.body['id'])}`)).status).toBe(204);
    for (const _ of house.api.urls) {
      const refused = await withinASecond(
        () => ask(token),
        ([status]) => status === 401,
      );
      expect(refused).toEqual([401, 'token-invalid']);
    }
    expect((await house.exchange(String(made.body['id']), await idToken())).status).toBe(401);
  });

  it('with the member who made its rule', async () => {
    const added = await house.as(house.acme, 'owner', 'POST', '/v1/members', { body: { issuer: house.issuer.issuer, subject: 'leaver', role: 'viewer' } });
    // Over HTTP nobody is made an admin by one person alone, and this is about his leaving.
    await root().query(`update vitrine.member set role = 'admin' where organization_id = $1 and id = $2`, [house.acme.organizationId, added.body['id']]);
    const leaver = await house.issuer.mint({ subject: 'leaver', claims: { org_id: house.acme.claim.value } });
    const wish = {
      name: 'of a leaver',
      workload: { provider: 'github', repositoryId: '7411', repositoryOwnerId: '902', ref: 'refs/heads/main' },
      issuer: house.issuerOf('github'),
    };
    const made = await house.api.send('POST', '/v1/trust-rules', { token: leaver, body: { ...wish, scopes: ['vitrine.organization.read'] } });
    expect(made.status).toBe(201);
    const token = await exchanged(String(made.body['id']));
    expect((await house.as(house.acme, 'owner', 'DELETE', `/v1/members/${String(added.body['id'])}`)).status).toBe(204);
    const refused = await withinASecond(
      () => ask(token),
      ([status]) => status === 401,
    );
    expect(refused).toEqual([401, 'token-revoked']);
    expect((await house.exchange(String(made.body['id']), await idToken())).status).toBe(401);
  });

  it('by itself; whoever comes in next sweeps it away, and what has not ended cannot be swept', async () => {
    await exchanged();
    const live = async (): Promise<number> =>
      Number((await root().query<{ n: string }>(`select count(*) as n from vitrine.api_token where trust_rule_id = $1 and name = 'old'`, [ruleId])).rows[0]?.n);
    await root().query(
      `update vitrine.api_token set name = 'old', created_at = now() - interval '1 hour', expires_at = now() - interval '45 minutes' where trust_rule_id = $1`,
      [ruleId],
    );
    expect(await live()).toBeGreaterThan(0);
    await exchanged();
    expect(await live()).toBe(0);
    // Attack: a fault of ours forgets what was spent, and it could be spent again.
    const client = await house.database.poolFor('vitrine_api').connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('vitrine.organization_id', $1, true)`, [house.acme.organizationId]);
      const spent = await client.query('select 1 from vitrine.spent_assertion');
      const swept = await client.query('delete from vitrine.spent_assertion');
      const tokens = await client.query('delete from vitrine.api_token');
      expect([(spent.rowCount ?? 0) > 0, swept.rowCount, tokens.rowCount]).toEqual([true, 0, 0]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('does not outlive what its rule’s maker may do', async () => {
    const token = await exchanged();
    const role = async (to: string): Promise<unknown> =>
      await root().query(`update vitrine.member set role = $2 where id = $1`, [house.acme.members.admin.id, to]);
    await role('viewer');
    const denied = await withinASecond(
      () => house.api.send('POST', '/v1/audits', { token, body: { connectionId: house.acme.connections.gcp } }),
      ({ status }) => status === 403,
    );
    expect(denied.body['code']).toBe('insufficient-scope');
    await role('admin');
  });
});

describe('bounds of exchanged tokens', () => {
  it('they count against a bound of their own, not against the 50 tokens that people make, and are in no list of those', async () => {
    await root().query(
      `insert into vitrine.api_token (organization_id, id, token_key, secret_hmac, pepper_id, name, scopes, created_by, expires_at, trust_rule_id)
       select $1, gen_random_uuid(), lpad(n::text, 10, '0'), decode(repeat('00', 32), 'hex'), 'none', 'full', array['vitrine.audits.read'], $2, now() + interval '10 minutes', $3
         from generate_series(1, 500) n`,
      [house.acme.organizationId, house.acme.members.admin.id, ruleId],
    );
    const { status, body, headers } = await house.exchange(ruleId, await idToken());
    expect([status, body['code'], headers.get('retry-after')]).toEqual([429, 'too-many-tokens', '60']);
    const made = await house.as(house.acme, 'admin', 'POST', '/v1/api-tokens', { body: { name: 'by hand', scopes: ['vitrine.audits.read'], lifetimeDays: 1 } });
    expect(made.status).toBe(201);
    const listed = await house.as(house.acme, 'admin', 'GET', '/v1/api-tokens?limit=200');
    expect(listed.text).not.toContain('"full"');
    await root().query(`delete from vitrine.api_token where name = 'full'`);
  });
});
