import { describe, expect, it } from '@jest/globals';
import { withinASecond } from '@vitrine/testing';
import { PinHouse, ROLE, ACME, UMBRA, STRANGER, outcome } from '../testing/pin-house.fixture.js';

const at = new PinHouse();
const { root, v2, claims, token, wish, put, dayPasses, word, ask } = at;
const now = (): number => Math.floor(Date.now() / 1000);

describe('what can be pinned', () => {
  it('says what is pinned, which is nothing, and what could be', async () => {
    const { status, body, headers } = await at.house.as(at.house.acme, 'admin', 'GET', '/v1/organization/identity-provider');
    expect([status, headers.get('etag'), body['state']]).toEqual([200, '"v0"', 'open']);
    expect(body['pinnable']).toEqual(['https://login.microsoftonline.com/{tenant}/v2.0', at.entra.at('{tenant}/v2.0'), at.house.issuer.issuer]);
  });

  it('SSRF: no issuer chooses a host; what is of no family of the operator’s is 422, and nobody is asked for keys', async () => {
    const before = at.entra.keyRequests();
    for (const issuer of [
      'https://evil.test',
      'http://169.254.169.254/latest',
      `https://login.microsoftonline.com@evil.test/${ACME}/v2.0`,
      'https://login.microsoftonline.com/common/v2.0',
      `https://login.microsoftonline.com/${ACME}/v2.0?x=`,
      `https://login.microsoftonline.com/../${ACME}/v2.0`,
      `${at.entra.origin}/${ACME}/v2.0/`,
      `${at.entra.origin}/${ACME.toUpperCase()}/v2.0`,
    ])
      expect([issuer, ...outcome(await put(at.house.acme, await wish(ACME, { issuer })))]).toEqual([issuer, 422, 'unknown-issuer']);
    expect(at.entra.keyRequests()).toBe(before);
  });

  it('a pin that would lock its maker out is refused: he shows a token that passes it', async () => {
    const refused = async (more: object): Promise<[number, unknown]> => outcome(await put(at.house.acme, await wish(ACME, more)));
    expect(await refused({ token: 'not a token' })).toEqual([422, 'proof-refused']);
    expect(await refused({ token: await token(UMBRA) })).toEqual([422, 'proof-refused']);
    expect(await refused({ token: await token(ACME, { roles: [] }) })).toEqual([422, 'proof-refused']);
    expect(await refused({ token: await at.entra.forge(claims(ACME)) })).toEqual([422, 'proof-refused']);
    expect(await refused({ audience: 'another-application' })).toEqual([422, 'proof-refused']);
    expect(await refused({ algorithms: ['ES256'] })).toEqual([422, 'proof-refused']);
    expect(await refused({ tenant: UMBRA })).toEqual([422, 'invalid-tenant']);
    expect(await refused({ assignment: null })).toEqual([422, 'missing-assignment']);
    expect(await refused({ algorithms: ['HS256'] })).toEqual([422, 'invalid-value']);
  });

  it('needs the state that was seen, and a person: no API token decides how people sign in', async () => {
    expect(outcome(await at.house.as(at.house.acme, 'admin', 'PUT', '/v1/organization/identity-provider', { body: await wish(ACME) }))).toEqual([
      428,
      'precondition-required',
    ]);
    expect(outcome(await put(at.house.acme, await wish(ACME), '"v7"'))).toEqual([412, 'precondition-failed']);
    const scopes = ['vitrine.identity.read', 'vitrine.identity.write'];
    const made = await at.house.as(at.house.acme, 'owner', 'POST', '/v1/api-tokens', { body: { name: 'x', scopes, lifetimeDays: 1 } });
    const sent = { token: String(made.body['token']), body: await wish(ACME), headers: { 'if-match': '*' } };
    expect((await at.house.api.send('PUT', '/v1/organization/identity-provider', sent)).status).toBe(403);
    expect((await at.house.as(at.house.acme, 'analyst', 'GET', '/v1/organization/identity-provider')).status).toBe(403);
  });
});

describe('an organization that pinned its Entra tenant', () => {
  let apiToken: string;
  it('pins by two people, since all the others are locked out: proposed by an admin, approved by the owner', async () => {
    const made = await at.house.as(at.house.acme, 'owner', 'POST', '/v1/api-tokens', {
      body: { name: 'ci', scopes: ['vitrine.organization.read'], lifetimeDays: 1 },
    });
    apiToken = String(made.body['token']);
    const proposed = await put(at.house.acme, await wish(ACME));
    expect([proposed.status, proposed.body['kind'], proposed.body['needs']]).toEqual([202, 'identity-provider.repin', 'second-person']);
    // Attack: whoever's token is shown becomes an admin, and nobody who approves it is told who that is.
    expect(proposed.body['change']).toMatchObject({ tenant: ACME, subject: `admin of ${ACME}`, role: 'admin' });
    // What proved it is nowhere.
    const { rows } = await root().query<{ payload: unknown }>('select payload from vitrine.pending_change');
    expect(JSON.stringify(rows)).not.toContain('eyJ');
    expect(await ask(await at.house.tokenOf(at.house.acme, 'viewer'))).toEqual([200, at.house.acme.organizationId]);
    const approve = `/v1/approvals/${String(proposed.body['id'])}/approve`;
    expect((await at.house.as(at.house.acme, 'admin', 'POST', approve)).status).toBe(403);
    // Only an owner makes owners, and none of the present ones could come in by the new issuer.
    expect(outcome(await at.house.as(at.house.acme, 'owner', 'POST', approve))).toEqual([409, 'nobody-left']);
    const added = await at.house.as(at.house.acme, 'owner', 'POST', '/v1/members', {
      body: { issuer: v2(ACME), subject: 'owner-by-the-new-issuer', role: 'owner' },
    });
    expect((await at.house.as(at.house.acme, 'admin', 'POST', `/v1/approvals/${String(added.body['id'])}/approve`)).status).toBe(200);
    expect((await at.house.as(at.house.acme, 'owner', 'POST', approve)).status).toBe(200);
    const { rows: joined } = await root().query(
      `select m.subject, m.role, m.role_by, e.payload->>'role' as told from vitrine.member m
         left join vitrine.trail_event e on e.organization_id = m.organization_id and e.type = 'member.added' and e.payload->>'memberId' = m.id::text
        where m.issuer = $1 order by m.subject`,
      [v2(ACME)],
    );
    expect(joined).toEqual([
      { subject: `admin of ${ACME}`, role: 'admin', role_by: at.house.acme.members.admin.id, told: 'admin' },
      { subject: 'owner-by-the-new-issuer', role: 'owner', role_by: at.house.acme.members.owner.id, told: 'owner' },
    ]);
    const trail = await root().query<{ payload: Record<string, unknown> }>(`select payload from vitrine.trail_event where type = 'identity-provider.pinned'`);
    expect(trail.rows[0]?.payload).toMatchObject({ issuer: v2(ACME), tenant: ACME, assignment: `roles=${ROLE}` });
  });

  it('opens to its maker by the new issuer, in the role that he has, and to nobody by the operator’s, within a second on every process', async () => {
    const old = await at.house.tokenOf(at.house.acme, 'admin');
    for (const _ of at.house.api.urls) {
      const refused = await withinASecond(
        () => ask(old),
        ([status]) => status === 401,
      );
      expect(refused).toEqual([401, 'token-invalid']);
      expect(await ask(await token(ACME))).toEqual([200, at.house.acme.organizationId]);
    }
    expect((await at.house.api.send('GET', '/v1/organization/identity-provider', { token: await token(ACME) })).body).toMatchObject({
      state: 'pinned',
      issuer: v2(ACME),
    });
  });

  it('API tokens go on, and the other organization signs in as before', async () => {
    expect(await ask(apiToken)).toEqual([200, at.house.acme.organizationId]);
    expect(await ask(await at.house.tokenOf(at.house.umbra, 'viewer'))).toEqual([200, at.house.umbra.organizationId]);
  });

  const bad: [string, () => Promise<string> | string][] = [
    ['alg none', () => at.entra.unsigned(claims(ACME))],
    ['HS256 with the public key', () => at.entra.signedWithPublicKey(claims(ACME))],
    ['a key that nobody publishes', async () => await at.entra.forge(claims(ACME))],
    ['unknown kid', async () => await at.entra.forge(claims(ACME), { kid: 'made-up' })],
    ['wrong iss: another tenant of Entra', async () => await token(ACME, { iss: v2(STRANGER) })],
    ['wrong aud', async () => await token(ACME, { aud: 'another-application' })],
    ['wrong tid under the right issuer', async () => await token(ACME, { tid: STRANGER })],
    ['missing tid', async () => await token(ACME, { tid: undefined })],
    ['expired', async () => await token(ACME, { iat: now() - 900, exp: now() - 1 })],
    ['future nbf', async () => await token(ACME, { nbf: now() + 600 })],
    ['another organization’s tenant, in full', async () => await token(UMBRA)],
    ['the v1 issuer', async () => await token(ACME, { iss: at.entra.at(ACME), ver: '1.0' })],
    ['v1 claims under the v2 issuer', async () => await token(ACME, { ver: '1.0' })],
    ['a guest, by acct', async () => await token(ACME, { acct: 1 })],
    ['a guest, by idp', async () => await token(ACME, { idp: `https://sts.windows.net/${STRANGER}/` })],
    ['an id token’s type', async () => await token(ACME, {}, { typ: 'id+jwt' })],
    ['a jku header', async () => await token(ACME, {}, { jku: `${at.entra.origin}/jwks` })],
    ['the operator’s issuer with this organization’s claim', async () => await at.house.tokenOf(at.house.acme, 'owner')],
    ['the operator’s issuer with the tenant as claim', async () => await at.house.issuer.mint({ subject: 'x', claims: { tid: ACME, org_id: ACME } })],
  ];
  it.each(bad)('MC-T04: %s is 401', async (name, forge) => {
    const [status, code] = await ask(await forge());
    // That a claim means no organization at all is told as such to holders of the operator's own tokens.
    expect([name, status, code]).toEqual(
      name.includes('tenant as claim') ? [name, 403, 'organization-unknown'] : [name, 401, expect.stringMatching(/^token-(invalid|expired)$/)],
    );
  });

  it('MC-T24: a good token without the assignment is 403, whatever Entra let through; a stranger of the tenant is no member', async () => {
    expect(await ask(await token(ACME, { roles: ['Other'] }))).toEqual([403, 'assignment-required']);
    expect(await ask(await token(ACME, { roles: ROLE }))).toEqual([403, 'assignment-required']);
    expect(await ask(await token(ACME, { sub: 'a colleague' }))).toEqual([403, 'membership-required']);
  });

  it('MC-T05: an upload with another tenant’s token stores nothing, and the attempt is in the trail of the organization that it named', async () => {
    const rows = async (table: string): Promise<number> =>
      Number(
        (await root().query<{ n: string }>(`select count(*) as n from vitrine.${table} where organization_id = $1`, [at.house.acme.organizationId])).rows[0]?.n,
      );
    const before = await rows('cost_source');
    const upload = { token: await at.house.tokenOf(at.house.acme, 'owner'), raw: 'a,b\n1,2\n', headers: { 'content-type': 'text/csv' } };
    expect((await at.house.api.send('POST', '/v1/costs/focus-uploads?name=x', upload)).status).toBe(401);
    expect(await rows('cost_source')).toBe(before);
    const { rows: entries } = await root().query<{ payload: Record<string, unknown> }>(
      `select payload from vitrine.trail_event where organization_id = $1 and type = 'sign-in.failed' order by at desc limit 1`,
      [at.house.acme.organizationId],
    );
    expect(entries[0]?.payload).toMatchObject({ issuer: at.house.issuer.issuer, route: '/v1/costs/focus-uploads' });
  });

  it('another organization cannot pin the same tenant, though it has somebody in it', async () => {
    const proposed = await put(at.house.umbra, await wish(ACME), '*', 'owner');
    expect(proposed.status).toBe(202);
    const second = await at.house.tokenOf(at.house.umbra, 'admin');
    expect(outcome(await word(second, proposed.body['id'], 'approve'))).toEqual([409, 'tenant-taken']);
    expect((await word(second, proposed.body['id'], 'refuse')).status).toBe(200);
  });

  it('no re-pin and no opening by one person: both wait', async () => {
    const again = await at.house.api.send('PUT', '/v1/organization/identity-provider', {
      token: await token(ACME),
      headers: { 'if-match': '"v1"' },
      body: await wish(ACME, { assignment: { claim: 'groups', value: 'g-1' }, token: await token(ACME, { groups: ['g-1'] }) }),
    });
    expect([again.status, again.body['state']]).toEqual([202, 'proposed']);
    expect(outcome(await at.house.api.send('DELETE', '/v1/organization/identity-provider', { token: await token(ACME) }))).toEqual([409, 'approval-waiting']);
    expect((await word(await token(ACME), again.body['id'], 'withdraw')).status).toBe(200);
    expect(await ask(await at.house.tokenOf(at.house.acme, 'viewer'))).toEqual([401, 'token-invalid']);
  });

  it('keeps an owner who can come in: those whom the pin shuts out are not counted', async () => {
    const owner = await token(ACME, { sub: 'owner-by-the-new-issuer' });
    const { rows } = await root().query<{ id: string }>(`select id from vitrine.member where subject = 'owner-by-the-new-issuer'`);
    expect(outcome(await at.house.api.send('DELETE', `/v1/members/${String(rows[0]?.id)}`, { token: owner }))).toEqual([409, 'last-owner']);
  });

  it('can be opened again: whoever the pin shuts out is nobody’s second person, so that opening waits a day and not for him', async () => {
    const proposed = await at.house.api.send('DELETE', '/v1/organization/identity-provider', { token: await token(ACME) });
    expect([proposed.status, proposed.body['needs'], proposed.body['change']]).toEqual([202, 'notice', { state: 'open' }]);
    expect(outcome(await word(await token(ACME), proposed.body['id'], 'apply'))).toEqual([409, 'approval-waits']);
    await dayPasses(proposed.body['id']);
    expect((await word(await token(ACME), proposed.body['id'], 'apply')).body).toMatchObject({ state: 'applied' });
    const opened = await withinASecond(
      async () => await ask(await at.house.tokenOf(at.house.acme, 'viewer')),
      ([status]) => status === 200,
    );
    expect(opened).toEqual([200, at.house.acme.organizationId]);
    // Attack: one human by two memberships, of which one approves what the other proposes.
    const { rows } = await root().query<{ subject: string }>(
      `select subject from vitrine.member where id in (select vitrine.second_people($1, $2, now() + interval '2 days')) order by subject`,
      [at.house.acme.organizationId, at.house.acme.members.admin.id],
    );
    expect(rows.map(({ subject }) => subject)).toEqual([at.house.acme.members.owner.subject, 'owner-by-the-new-issuer'].sort());
  });
});
