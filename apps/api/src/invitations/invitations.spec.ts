import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { Received } from '../testing/api-under-test.js';

let house: ApiHouse;
let acme: SeededOrganization;
let umbra: SeededOrganization;

beforeAll(async () => {
  house = await openApiHouse();
  ({ acme, umbra } = house);
});
afterAll(async () => await house.stop());

const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const invite = async (body: object, of = acme): Promise<Received> => await house.as(of, 'admin', 'POST', '/v1/invitations', { body });
/** Whoever signs in with this subject and the organization's claim; member or not. */
const newcomer = async (subject: string, of = acme, more: object = {}): Promise<string> =>
  await house.issuer.mint({ subject, claims: { org_id: of.claim.value, ...more } });
const accept = async (token: string, code: unknown): Promise<Received> => await house.api.send('POST', '/v1/invitations/accept', { token, body: { code } });
const unknown = [404, 'invitation-unknown'];
const makerOf = async (id: unknown): Promise<object> => {
  const { createdBy, state } = (await house.as(acme, 'admin', 'GET', `/v1/invitations/${String(id)}`)).body;
  return { createdBy, state };
};

describe('an invitation', () => {
  it('gives whoever signed in and has its code the role that it names, once', async () => {
    const made = await invite({ role: 'analyst' });
    expect([made.status, made.body['state'], String(made.body['code'])]).toEqual([201, 'open', expect.stringMatching(/^vti_[\w-]{43}$/)]);
    const token = await newcomer('ada');
    expect(outcome(await house.api.send('GET', '/v1/organization', { token }))).toEqual([403, 'membership-required']);
    const joined = await accept(token, made.body['code']);
    expect([joined.status, joined.body['role'], joined.body['subject']]).toEqual([201, 'analyst', 'ada']);
    expect((await house.api.send('GET', '/v1/organization', { token })).body['id']).toBe(acme.organizationId);
    expect(outcome(await accept(await newcomer('eve'), made.body['code']))).toEqual(unknown);
    const shown = await house.as(acme, 'admin', 'GET', `/v1/invitations/${String(made.body['id'])}`);
    expect(shown.body).toMatchObject({ state: 'accepted', acceptedBy: joined.body['id'] });
    expect(shown.text).not.toContain('vti_');
  });

  it('is in the trail with who came, and its code is nowhere but in the first answer', async () => {
    const { body } = await invite({ role: 'viewer' });
    const joined = await accept(await newcomer('grace'), body['code']);
    const superuser = house.database.poolFor('postgres');
    const { rows } = await superuser.query(`select type, principal from vitrine.trail_event where payload->>'invitationId' = $1 order by id`, [body['id']]);
    expect(rows).toEqual([
      { type: 'invitation.created', principal: `member:${acme.members.admin.id}` },
      { type: 'invitation.accepted', principal: `member:${String(joined.body['id'])}` },
    ]);
    const everything = await superuser.query(
      `select (select json_agg(i) from vitrine.invitation i)::text || (select json_agg(e) from vitrine.trail_event e)::text as text`,
    );
    expect(JSON.stringify(everything.rows)).not.toContain(String(body['code']));
    expect(house.api.log.text()).not.toContain(String(body['code']));
  });

  it('of one organization opens nothing in the other: the organization comes from the verified claim, not from the code', async () => {
    const { body } = await invite({ role: 'viewer' }, umbra);
    expect(outcome(await accept(await newcomer('mallory'), body['code']))).toEqual(unknown);
    expect(outcome(await house.as(acme, 'admin', 'GET', `/v1/invitations/${String(body['id'])}`))).toEqual([404, 'not-found']);
    expect(outcome(await house.as(acme, 'admin', 'DELETE', `/v1/invitations/${String(body['id'])}`))).toEqual([404, 'not-found']);
    expect((await accept(await newcomer('mallory', umbra), body['code'])).status).toBe(201);
  });

  it.each([
    ['a code that was made up', async () => `vti_${'A'.repeat(43)}`],
    [
      'another person than it names',
      async () => (await invite({ role: 'viewer', identity: { issuer: house.issuer.issuer, subject: 'somebody' } })).body['code'],
    ],
    ['another address than it names', async () => (await invite({ role: 'viewer', email: 'right@vitrine.dev' })).body['code']],
    [
      'a revoked one',
      async () => {
        const { body } = await invite({ role: 'viewer' });
        expect((await house.as(acme, 'admin', 'DELETE', `/v1/invitations/${String(body['id'])}`)).status).toBe(204);
        return body['code'];
      },
    ],
    [
      'one whose days are over',
      async () => {
        const { body } = await invite({ role: 'viewer' });
        await house.database.poolFor('postgres').query(`update vitrine.invitation set expires_at = now() where id = $1`, [body['id']]);
        return body['code'];
      },
    ],
    [
      'one whose maker is no admin any more',
      async () => {
        const { body } = await invite({ role: 'viewer' });
        const superuser = house.database.poolFor('postgres');
        await superuser.query(`update vitrine.invitation set created_by = $2 where id = $1`, [body['id'], acme.members.analyst.id]);
        expect(await makerOf(body['id'])).toEqual({ createdBy: acme.members.analyst.id, state: 'open' });
        return body['code'];
      },
    ],
  ])('%s is the same 404 as all others', async (_, codeOf) => {
    const stranger = await newcomer('stranger', acme, { email: 'stranger@vitrine.dev', email_verified: true });
    expect(outcome(await accept(stranger, await codeOf()))).toEqual(unknown);
  });

  it.each([[undefined], [false], ['true'], [1], [{}]])('an address that its issuer never saw proven (email_verified: %j) is nobody’s', async (said) => {
    const { body } = await invite({ role: 'viewer', email: 'mine@vitrine.dev' });
    const typedIn = await newcomer('mallory', acme, { email: 'mine@vitrine.dev', email_verified: said });
    expect(outcome(await accept(typedIn, body['code']))).toEqual(unknown);
    const proven = await newcomer(`proven ${JSON.stringify(said) ?? 'nothing'}`, acme, { email: 'mine@vitrine.dev', email_verified: true });
    expect((await accept(proven, body['code'])).status).toBe(201);
  });

  it('the address of the verified token counts, whatever its case', async () => {
    const { body } = await invite({ role: 'viewer', email: 'Lin@vitrine.dev' });
    expect((await accept(await newcomer('lin', acme, { email: 'lin@VITRINE.dev', email_verified: true }), body['code'])).status).toBe(201);
  });

  it('kept for the day when one is shown the door, it opens nothing; a later one does', async () => {
    const kept = await invite({ role: 'viewer' });
    const token = await newcomer('leaver');
    const joined = await accept(token, (await invite({ role: 'viewer' })).body['code']);
    expect((await house.as(acme, 'admin', 'DELETE', `/v1/members/${String(joined.body['id'])}`)).status).toBe(204);
    expect(outcome(await accept(token, kept.body['code']))).toEqual(unknown);
    expect((await accept(token, (await invite({ role: 'viewer' })).body['code'])).status).toBe(201);
  });

  it('goes when its maker goes', async () => {
    const added = await house.as(acme, 'owner', 'POST', '/v1/members', { body: { issuer: house.issuer.issuer, subject: 'maker', role: 'viewer' } });
    await house.database.poolFor('postgres').query(`update vitrine.member set role = 'admin' where id = $1`, [added.body['id']]);
    const made = await house.api.send('POST', '/v1/invitations', { token: await newcomer('maker'), body: { role: 'viewer' } });
    expect((await house.as(acme, 'owner', 'DELETE', `/v1/members/${String(added.body['id'])}`)).status).toBe(204);
    expect((await house.as(acme, 'admin', 'GET', `/v1/invitations/${String(made.body['id'])}`)).body['state']).toBe('revoked');
  });
});

describe('who may invite, and whom', () => {
  it('an admin no owner, an analyst nobody, a machine nobody', async () => {
    expect(outcome(await invite({ role: 'owner' }))).toEqual([403, 'owner-required']);
    expect(outcome(await house.as(acme, 'analyst', 'POST', '/v1/invitations', { body: { role: 'viewer' } }))).toEqual([403, 'insufficient-scope']);
    const token = await house.as(acme, 'owner', 'POST', '/v1/api-tokens', { body: { name: 'ci', scopes: ['vitrine.members.write'], lifetimeDays: 1 } });
    const refused = await house.api.send('POST', '/v1/invitations', { token: String(token.body['token']), body: { role: 'viewer' } });
    expect(outcome(refused)).toEqual([403, 'policy-denied']);
  });

  it('an admin waits for a second person: until then the code opens nothing', async () => {
    const made = await house.as(acme, 'owner', 'POST', '/v1/invitations', { body: { role: 'admin' } });
    expect([made.status, made.body['state']]).toEqual([201, 'waiting']);
    const token = await newcomer('second');
    expect(outcome(await accept(token, made.body['code']))).toEqual(unknown);
    expect(outcome(await house.as(acme, 'owner', 'POST', `/v1/approvals/${String(made.body['approvalId'])}/approve`))).toEqual([403, 'policy-denied']);
    expect((await house.as(acme, 'admin', 'POST', `/v1/approvals/${String(made.body['approvalId'])}/approve`)).body['state']).toBe('applied');
    expect((await accept(token, made.body['code'])).body['role']).toBe('admin');
  });

  it('a member, a machine or nobody cannot accept', async () => {
    const { body } = await invite({ role: 'viewer' });
    expect(outcome(await accept(await house.tokenOf(acme, 'viewer'), body['code']))).toEqual([409, 'member-exists']);
    const token = await house.as(acme, 'admin', 'POST', '/v1/api-tokens', { body: { name: 'ci', scopes: ['vitrine.rules.read'], lifetimeDays: 1 } });
    expect(outcome(await accept(String(token.body['token']), body['code']))).toEqual([401, 'token-invalid']);
    expect(outcome(await house.api.send('POST', '/v1/invitations/accept', { body: { code: body['code'] } }))).toEqual([401, 'unauthenticated']);
  });

  it.each([
    [{ role: 'viewer', lifetimeDays: 15 }],
    [{ role: 'viewer', lifetimeDays: 0 }],
    [{ role: 'king' }],
    [{ role: 'viewer', identity: { subject: 'x' } }],
  ])('422 for %j', async (body) => {
    expect((await invite(body)).status).toBe(422);
  });

  it('the secret of a repeated request is not told twice', async () => {
    const sent = { headers: { 'idempotency-key': 'once-and-only-once' }, body: { role: 'viewer' } };
    expect((await house.as(acme, 'admin', 'POST', '/v1/invitations', sent)).status).toBe(201);
    expect(outcome(await house.as(acme, 'admin', 'POST', '/v1/invitations', sent))).toEqual([409, 'already-created']);
  });
});

describe('roles', () => {
  it('are published as the sets of scopes that they are names for', async () => {
    const { body } = await house.as(acme, 'viewer', 'GET', '/v1/roles');
    const items = body['items'] as { role: string; scopes: string[] }[];
    expect(items.map(({ role }) => role)).toEqual(['viewer', 'analyst', 'admin', 'owner']);
    const [viewer, analyst, admin, owner] = items.map(({ scopes }) => new Set(scopes));
    expect([viewer?.has('vitrine.findings.read'), viewer?.has('vitrine.members.read'), analyst?.has('vitrine.audits.write')]).toEqual([true, false, true]);
    expect(admin).toEqual(owner);
  });
});
