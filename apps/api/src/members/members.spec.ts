import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization, SeededRole, TestDatabase, TestIssuer } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { ApiUnderTest, Received } from '../testing/api-under-test.js';

let house: ApiHouse;
let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;
let owner: string;
let admin: string;
const tokenOf = async (role: SeededRole, of = acme): Promise<string> =>
  await issuer.mint({ subject: of.members[role].subject, claims: { org_id: of.claim.value } });

beforeAll(async () => {
  house = await openApiHouse();
  ({ database, issuer, api, acme, umbra } = house);
  [owner, admin] = [await tokenOf('owner'), await tokenOf('admin')];
});
afterAll(async () => await house.stop());

const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const add = async (subject: string, role: SeededRole, token = owner): Promise<Received> =>
  await api.send('POST', '/v1/members', { token, body: { issuer: issuer.issuer, subject, role } });

describe('listing members', () => {
  it('pages through all of one organization and none of the other', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await api.send('GET', `/v1/members?limit=2${cursor}`, { token: owner });
      seen.push(...(page.body['items'] as { id: string }[]).map(({ id }) => id));
      cursor = page.body['nextCursor'] === null ? '' : `&cursor=${String(page.body['nextCursor'])}`;
    } while (cursor !== '');
    expect(seen.sort()).toEqual(
      Object.values(acme.members)
        .map(({ id }) => id as string)
        .sort(),
    );
    expect(seen).not.toContain(umbra.members.owner.id);
  });

  it('403 for a viewer: who else is here is not part of looking at findings', async () => {
    expect(outcome(await api.send('GET', '/v1/members', { token: await tokenOf('viewer') }))).toEqual([403, 'insufficient-scope']);
  });
});

describe('adding and removing', () => {
  it('201 with Location, 409 for one who is a member already, and a removed one may come back', async () => {
    const made = await add('comes-back', 'viewer');
    const path = `/v1/members/${String(made.body['id'])}`;
    expect([made.status, made.headers.get('location')]).toEqual([201, path]);
    expect(outcome(await add('comes-back', 'admin'))).toEqual([409, 'member-exists']);
    expect(outcome(await add('comes-back', 'analyst'))).toEqual([409, 'member-exists']);
    expect((await api.send('DELETE', path, { token: owner })).status).toBe(204);
    expect(outcome(await api.send('DELETE', path, { token: owner }))).toEqual([404, 'not-found']);
    const again = await add('comes-back', 'analyst');
    expect([again.status, again.body['id'], again.body['role']]).toEqual([201, made.body['id'], 'analyst']);
  });

  it('leaves a trail of every change, in the transaction of the change', async () => {
    const made = await add('trailed', 'viewer');
    const { rows } = await database
      .poolFor('postgres')
      .query(`select type, principal, payload from vitrine.trail_event where payload->>'memberId' = $1`, [made.body['id']]);
    expect(rows).toEqual([
      { type: 'member.added', principal: `member:${acme.members.owner.id}`, payload: { memberId: made.body['id'], role: 'viewer', peer: '127.0.0.1' } },
    ]);
    const before = await database.poolFor('postgres').query('select count(*) from vitrine.trail_event');
    expect((await add('trailed', 'viewer')).status).toBe(409);
    expect((await database.poolFor('postgres').query('select count(*) from vitrine.trail_event')).rows).toEqual(before.rows);
  });
});

describe('owners', () => {
  it('an admin can neither make, change nor remove an owner: else he would be one', async () => {
    expect(outcome(await add('usurper', 'owner', admin))).toEqual([403, 'owner-required']);
    const own = `/v1/members/${acme.members.admin.id}`;
    expect(outcome(await api.send('PATCH', own, { token: admin, headers: { 'if-match': '*' }, body: { role: 'owner' } }))).toEqual([403, 'owner-required']);
    expect(outcome(await api.send('DELETE', `/v1/members/${acme.members.owner.id}`, { token: admin }))).toEqual([403, 'owner-required']);
  });

  it('the last owner stays, also when two leave at the same moment', async () => {
    expect(outcome(await api.send('DELETE', `/v1/members/${acme.members.owner.id}`, { token: owner }))).toEqual([409, 'last-owner']);
    const second = await add('second-owner', 'viewer');
    await database.poolFor('postgres').query(`update vitrine.member set role = 'owner' where subject = 'second-owner'`);
    const secondToken = await issuer.mint({ subject: 'second-owner', claims: { org_id: acme.claim.value } });
    const both = await Promise.all([
      api.send('DELETE', `/v1/members/${acme.members.owner.id}`, { token: secondToken }),
      api.send('DELETE', `/v1/members/${String(second.body['id'])}`, { token: owner }),
    ]);
    expect(both.filter(({ status }) => status === 204)).toHaveLength(1);
    const { rows } = await database
      .poolFor('postgres')
      .query(`select count(*)::int as owners from vitrine.member where organization_id = $1 and role = 'owner' and state = 'active'`, [acme.organizationId]);
    expect(rows).toEqual([{ owners: 1 }]);
  });
});
