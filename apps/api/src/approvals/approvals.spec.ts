import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { withOrganization } from '@vitrine/tenancy';
import type { SeededOrganization, SeededRole } from '@vitrine/testing';
import { z } from 'zod';
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

/** What Postgres says of a refused statement. */
const refusalSchema = z.looseObject({ code: z.string(), constraint: z.string().optional() });

/** Every member as he was seeded, and nothing waiting. */
beforeEach(async () => {
  const superuser = house.database.poolFor('postgres');
  await superuser.query('delete from vitrine.pending_change');
  for (const organization of [acme, umbra])
    for (const [role, { id }] of Object.entries(organization.members))
      await superuser.query(`update vitrine.member set role = $2, state = 'active', role_by = null, removed_at = null where id = $1`, [id, role]);
});

const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const raise = async (of: SeededOrganization, who: SeededRole, whom: SeededRole, role: SeededRole): Promise<Received> =>
  await house.as(of, who, 'PATCH', `/v1/members/${of.members[whom].id}`, { headers: { 'if-match': '*' }, body: { role } });
const word = async (of: SeededOrganization, who: SeededRole, id: unknown, what: string, body?: unknown): Promise<Received> =>
  await house.as(of, who, 'POST', `/v1/approvals/${String(id)}/${what}`, body === undefined ? {} : { body });
const roleOf = async (id: string): Promise<unknown> =>
  (await house.database.poolFor('postgres').query(`select role from vitrine.member where id = $1`, [id])).rows[0];
const alone = async (of: SeededOrganization): Promise<void> =>
  void (await house.database.poolFor('postgres').query(`update vitrine.member set role = 'analyst' where id = $1`, [of.members.admin.id]));
/** A day later, as the owner of the tables moves the clock's hands: triggers look at steps, not at times. */
const dayPasses = async (id: unknown): Promise<void> =>
  void (await house.database
    .poolFor('postgres')
    .query(`update vitrine.pending_change set proposed_at = proposed_at - interval '25 hours', ready_at = ready_at - interval '25 hours' where id = $1`, [id]));

describe('raising a role where there is a second admin', () => {
  it('becomes a pending change that names what it waits for, and changes nothing', async () => {
    const made = await raise(acme, 'owner', 'viewer', 'admin');
    expect(made.status).toBe(202);
    expect(made.headers.get('location')).toBe(`/v1/approvals/${String(made.body['id'])}`);
    expect(made.body).toMatchObject({
      kind: 'member.role-raise',
      state: 'proposed',
      needs: 'second-person',
      readyAt: null,
      change: { memberId: acme.members.viewer.id, from: 'viewer', to: 'admin' },
      proposedBy: acme.members.owner.id,
    });
    expect(await roleOf(acme.members.viewer.id)).toEqual({ role: 'viewer' });
  });

  it('one alone can do nothing more: not approve his own, not apply it, not propose it twice', async () => {
    const { body } = await raise(acme, 'owner', 'viewer', 'admin');
    const refused = await word(acme, 'owner', body['id'], 'approve');
    expect(outcome(refused)).toEqual([403, 'policy-denied']);
    expect(refused.body['detail']).toBe('Whoever proposed a change cannot approve it. (Policy approvals.by-another.)');
    expect(outcome(await word(acme, 'owner', body['id'], 'apply'))).toEqual([409, 'approval-waits']);
    expect(outcome(await raise(acme, 'owner', 'viewer', 'admin'))).toEqual([409, 'approval-waiting']);
    expect(await roleOf(acme.members.viewer.id)).toEqual({ role: 'viewer' });
  });

  it('the second person approves, and it is done; every step is in the trail with the policies that decided', async () => {
    const { body } = await raise(acme, 'owner', 'viewer', 'admin');
    const approved = await word(acme, 'admin', body['id'], 'approve');
    expect([approved.status, approved.body['state'], approved.body['decidedBy']]).toEqual([200, 'applied', acme.members.admin.id]);
    expect(await roleOf(acme.members.viewer.id)).toEqual({ role: 'admin' });
    const { rows } = await house.database
      .poolFor('postgres')
      .query(`select type from vitrine.trail_event where organization_id = $1 and payload->>'approvalId' = $2 order by id`, [acme.organizationId, body['id']]);
    expect(rows).toEqual([{ type: 'approval.proposed' }, { type: 'approval.approved' }, { type: 'approval.applied' }]);
    expect(outcome(await word(acme, 'admin', body['id'], 'approve'))).toEqual([409, 'approval-ended']);
  });

  it('refused and withdrawn it never comes; only the proposer withdraws', async () => {
    const first = await raise(acme, 'owner', 'viewer', 'admin');
    expect(outcome(await word(acme, 'admin', first.body['id'], 'withdraw'))).toEqual([403, 'policy-denied']);
    // What no text column holds, and a reason that says nothing.
    for (const reason of ['who is\0this?', '  ', ''])
      expect(outcome(await word(acme, 'admin', first.body['id'], 'refuse', { reason }))).toEqual([422, 'invalid-reason']);
    expect((await word(acme, 'admin', first.body['id'], 'refuse', { reason: 'who is this?' })).body).toMatchObject({
      state: 'refused',
      reason: 'who is this?',
    });
    const second = await raise(acme, 'owner', 'viewer', 'admin');
    expect((await word(acme, 'owner', second.body['id'], 'withdraw')).body).toMatchObject({ state: 'withdrawn' });
    for (const { body } of [first, second]) expect(outcome(await word(acme, 'admin', body['id'], 'approve'))).toEqual([409, 'approval-ended']);
    expect(await roleOf(acme.members.viewer.id)).toEqual({ role: 'viewer' });
  });

  it('a proposer who was removed since does not get his way: a stolen session proposes, and is shut out', async () => {
    const { body } = await raise(acme, 'admin', 'viewer', 'admin');
    expect((await house.as(acme, 'owner', 'DELETE', `/v1/members/${acme.members.admin.id}`)).status).toBe(204);
    expect(outcome(await word(acme, 'owner', body['id'], 'approve'))).toEqual([409, 'proposer-gone']);
  });

  it('adding an admin waits as raising one does: else a friend would come in by the front door', async () => {
    const body = { issuer: house.issuer.issuer, subject: 'friend', role: 'admin', email: 'friend@vitrine.dev' };
    const made = await house.as(acme, 'owner', 'POST', '/v1/members', { body });
    expect([made.status, made.body['change']]).toEqual([202, { issuer: house.issuer.issuer, subject: 'friend', role: 'admin' }]);
    expect((await word(acme, 'admin', made.body['id'], 'approve')).status).toBe(200);
    const { rows } = await house.database.poolFor('postgres').query(`select role, role_by from vitrine.member where subject = 'friend'`);
    expect(rows).toEqual([{ role: 'admin', role_by: acme.members.owner.id }]);
  });
});

describe('a change that waits is announced', () => {
  it('to the receivers that asked for approval.waiting, in the transaction that proposes it; the other organization’s hear nothing', async () => {
    const superuser = house.database.poolFor('postgres');
    for (const { organizationId } of [acme, umbra])
      await superuser.query(
        `insert into vitrine.webhook (organization_id, id, name, url, events, created_by) values ($1, gen_random_uuid(), 'chat', 'https://hooks.vitrine-receiver.dev/', array['approval.waiting'], 'seed')`,
        [organizationId],
      );
    const { body } = await raise(acme, 'owner', 'viewer', 'admin');
    const { rows } = await superuser.query(`select organization_id, event, subject_id, body from vitrine.webhook_delivery`);
    expect(rows).toEqual([
      { organization_id: acme.organizationId, event: 'approval.waiting', subject_id: body['id'], body: expect.stringContaining('"needs":"second-person"') },
    ]);
    const jobs = await superuser.query(`select organization_id, kind from vitrine.job where kind = 'deliver'`);
    expect(jobs.rows).toEqual([{ organization_id: acme.organizationId, kind: 'deliver' }]);
  });
});

describe('where there is no second admin', () => {
  it('waits a day that all members can see, whatever their role, and then is applied by hand', async () => {
    await alone(acme);
    const { status, body } = await raise(acme, 'owner', 'viewer', 'admin');
    expect([status, body['needs'], body['state']]).toEqual([202, 'notice', 'proposed']);
    expect(Date.parse(String(body['readyAt'])) - Date.parse(String(body['proposedAt']))).toBe(24 * 3_600_000);
    const seen = await house.as(acme, 'viewer', 'GET', '/v1/approvals?state=proposed');
    expect(seen.body['items']).toEqual([
      expect.objectContaining({ id: body['id'], change: { memberId: acme.members.viewer.id, from: 'viewer', to: 'admin' } }),
    ]);
    expect(outcome(await word(acme, 'owner', body['id'], 'apply'))).toEqual([409, 'approval-waits']);
    await dayPasses(body['id']);
    expect((await word(acme, 'owner', body['id'], 'apply')).body).toMatchObject({ state: 'applied' });
    expect(await roleOf(acme.members.viewer.id)).toEqual({ role: 'admin' });
  });

  it('whom the proposer made has no word on what the proposer wants next: nobody makes his own second person', async () => {
    await alone(acme);
    const first = await raise(acme, 'owner', 'viewer', 'admin');
    await dayPasses(first.body['id']);
    expect((await word(acme, 'owner', first.body['id'], 'apply')).status).toBe(200);
    // `viewer` is an admin now, of the owner's making.
    const second = await raise(acme, 'owner', 'analyst', 'admin');
    expect([second.status, second.body['needs']]).toEqual([202, 'notice']);
    const refused = await word(acme, 'viewer', second.body['id'], 'approve');
    expect([outcome(refused), String(refused.body['detail'])]).toEqual([[403, 'policy-denied'], expect.stringContaining('approvals.by-independent')]);
    // He can still say no.
    expect((await word(acme, 'viewer', second.body['id'], 'refuse', { reason: 'no' })).status).toBe(200);
  });

  it('a week later it is gone', async () => {
    const { body } = await raise(acme, 'owner', 'viewer', 'admin');
    await house.database.poolFor('postgres').query(`update vitrine.pending_change set expires_at = now() where id = $1`, [body['id']]);
    expect((await house.as(acme, 'viewer', 'GET', `/v1/approvals/${String(body['id'])}`)).body['state']).toBe('expired');
    expect(outcome(await word(acme, 'admin', body['id'], 'approve'))).toEqual([409, 'approval-ended']);
    expect((await raise(acme, 'owner', 'viewer', 'admin')).status).toBe(202);
  });
});

describe('the database holds it too, should the service ever forget', () => {
  /** As the API's own role, inside its organization; what it would have changed is taken back. */
  const asApi = async (sql: string, params: readonly unknown[]): Promise<unknown> => {
    const seen = { answer: 'nothing' as unknown };
    await withOrganization(house.database.poolFor('vitrine_api'), acme.organizationId, async (tx) => {
      seen.answer = (await tx.query(sql, params)).rowCount;
      throw new Error('taken back');
    }).catch((error: unknown) => {
      if (seen.answer === 'nothing') seen.answer = refusalSchema.transform((told) => told.constraint ?? told.code).parse(error);
    });
    return seen.answer;
  };
  const by = (to: string): string => `update vitrine.pending_change set state = '${to}', decided_by = $2 where id = $1`;

  it('no approval by the proposer or by a viewer, no skipping, no shorter wait, no step out of an end', async () => {
    const { body } = await raise(acme, 'owner', 'viewer', 'admin');
    const { id } = body;
    expect(await asApi(by('approved'), [id, acme.members.owner.id])).toBe('pending_change_second_person');
    expect(await asApi(by('approved'), [id, acme.members.viewer.id])).toBe('pending_change_second_person');
    expect(await asApi(by('applied'), [id, acme.members.owner.id])).toBe('pending_change_notice');
    expect(await asApi(`update vitrine.pending_change set ready_at = now() where id = $1`, [id])).toBe('42501');
    expect(await asApi(`update vitrine.pending_change set needs = 'notice' where id = $1`, [id])).toBe('42501');
    expect(await asApi(by('approved'), [id, acme.members.admin.id])).toBe(1);
    expect((await word(acme, 'owner', id, 'withdraw')).status).toBe(200);
    expect(await asApi(by('approved'), [id, acme.members.admin.id])).toBe('pending_change_step');
  });

  it('who decided, and why, stands: nobody rewrites it, nor applies in another’s name what one approved', async () => {
    const first = await raise(acme, 'owner', 'viewer', 'admin');
    expect(await asApi(`update vitrine.pending_change set reason = 'x' where id = $1`, [first.body['id']])).toBe('pending_change_step');
    expect((await word(acme, 'admin', first.body['id'], 'approve')).status).toBe(200);
    const { id } = first.body;
    expect(await asApi(`update vitrine.pending_change set decided_by = $2 where id = $1`, [id, acme.members.owner.id])).toBe('pending_change_step');
    expect(await asApi(`update vitrine.pending_change set reason = 'he asked me to' where id = $1`, [id])).toBe('pending_change_step');
    const second = await raise(acme, 'owner', 'analyst', 'admin');
    await house.database
      .poolFor('postgres')
      .query(`update vitrine.pending_change set state = 'approved', decided_by = $2 where id = $1`, [second.body['id'], acme.members.admin.id]);
    expect(await asApi(by('applied'), [second.body['id'], acme.members.owner.id])).toBe('pending_change_decided_by');
    const otherwise = `update vitrine.pending_change set state = 'applied', decided_by = $2, reason = 'he asked me to' where id = $1`;
    expect(await asApi(otherwise, [second.body['id'], acme.members.admin.id])).toBe('pending_change_decided_by');
    expect(await asApi(by('applied'), [second.body['id'], acme.members.admin.id])).toBe(1);
  });
});

describe('two organizations', () => {
  it('a foreign change is one that never was, to every word', async () => {
    const { body } = await raise(umbra, 'owner', 'viewer', 'admin');
    for (const what of ['approve', 'withdraw', 'apply']) {
      const foreign = await word(acme, 'admin', body['id'], what);
      const missing = await word(acme, 'admin', '0199a000-0000-7000-8000-00000000dead', what);
      expect([outcome(foreign), foreign.body['detail']]).toEqual([outcome(missing), missing.body['detail']]);
      expect(outcome(foreign)).toEqual([404, 'not-found']);
    }
    expect((await house.as(acme, 'owner', 'GET', '/v1/approvals')).body['items']).toEqual([]);
    expect(outcome(await house.as(acme, 'owner', 'GET', `/v1/approvals/${String(body['id'])}`))).toEqual([404, 'not-found']);
  });

  it('an analyst sees what waits and has no word; a machine has none either', async () => {
    const { body } = await raise(acme, 'owner', 'viewer', 'admin');
    expect(outcome(await word(acme, 'analyst', body['id'], 'refuse', { reason: 'no' }))).toEqual([403, 'insufficient-scope']);
    const made = await house.as(acme, 'admin', 'POST', '/v1/api-tokens', {
      body: { name: 'ci', scopes: ['vitrine.approvals.read', 'vitrine.approvals.write'], lifetimeDays: 1 },
    });
    const token = String(made.body['token']);
    expect((await house.api.send('GET', '/v1/approvals', { token })).status).toBe(200);
    const refused = await house.api.send('POST', `/v1/approvals/${String(body['id'])}/approve`, { token });
    expect([outcome(refused), String(refused.body['detail'])]).toEqual([[403, 'policy-denied'], expect.stringContaining('approvals.by-person')]);
  });
});
