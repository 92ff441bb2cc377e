import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withOrganization } from '@vitrine/tenancy';
import { type SeededOrganization } from '@vitrine/testing';
import { z } from 'zod';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import { PLATFORM_TRAIL } from './denials.js';

let house: ApiHouse;
let acme: SeededOrganization;
let umbra: SeededOrganization;
beforeAll(async () => {
  house = await openApiHouse();
  ({ acme, umbra } = house);
});
afterAll(async () => await house.stop());

const entrySchema = z.object({
  type: z.string(),
  principal: z.string(),
  outcome: z.string(),
  traceId: z.string().nullable(),
  requestId: z.string().nullable(),
  decision: z.unknown(),
  payload: z.record(z.string(), z.unknown()),
});
type Entry = z.infer<typeof entrySchema>;
/** Entries of this trail since `work` began. */
async function written(organizationId: string, work: () => Promise<unknown>): Promise<Entry[]> {
  const root = house.database.poolFor('postgres');
  const { rows: before } = await root.query<{ id: string }>('select id from vitrine.trail_event');
  await work();
  const { rows } = await root.query(
    `select type, principal, outcome, trace_id as "traceId", request_id as "requestId", decision, payload from vitrine.trail_event
     where organization_id = $1 and not (id = any($2::uuid[])) order by id`,
    [organizationId, before.map(({ id }) => id)],
  );
  return z.array(entrySchema).parse(rows);
}

describe('a mutation', () => {
  it('CS-14, CS-T10: is an entry with event, trace, request, principal and organization', async () => {
    let requestId = '';
    const [entry, ...more] = await written(acme.organizationId, async () => {
      const made = await house.as(acme, 'owner', 'POST', '/v1/members', { body: { issuer: house.issuer.issuer, subject: 'entered', role: 'viewer' } });
      expect(made.status).toBe(201);
      requestId = made.headers.get('x-request-id') ?? '';
    });
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ type: 'member.added', principal: `member:${acme.members.owner.id}`, outcome: 'succeeded', requestId });
    expect(entry?.traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  it('without its entry cannot commit: where the trail cannot be written, nothing else is', async () => {
    const root = house.database.poolFor('postgres');
    // Attack: the disk of the trail alone is full.
    await root.query(`alter table vitrine.trail_event add constraint full_disk check (type <> 'member.added') not valid`);
    try {
      const refused = await house.as(acme, 'owner', 'POST', '/v1/members', { body: { issuer: house.issuer.issuer, subject: 'unwritten', role: 'viewer' } });
      expect(refused.status).toBe(500);
    } finally {
      await root.query('alter table vitrine.trail_event drop constraint full_disk');
    }
    expect((await root.query(`select 1 from vitrine.member where subject = 'unwritten'`)).rowCount).toBe(0);
  });
});

describe('a denial', () => {
  it('403: scope, with the route and the code, in the caller’s own trail', async () => {
    const entries = await written(acme.organizationId, async () => await house.as(acme, 'viewer', 'GET', '/v1/members'));
    expect(entries).toMatchObject([
      {
        type: 'access.denied',
        outcome: 'denied',
        principal: `member:${acme.members.viewer.id}`,
        payload: { code: 'insufficient-scope', method: 'GET', route: '/v1/members' },
      },
    ]);
  });

  it('404: the neighbour’s connection asked for by its id; the neighbour’s trail says nothing', async () => {
    const path = `/v1/connections/${umbra.connections.aws}`;
    let theirs: Entry[] = [];
    const entries = await written(acme.organizationId, async () => {
      theirs = await written(umbra.organizationId, async () => expect((await house.as(acme, 'admin', 'GET', path)).status).toBe(404));
    });
    expect(entries).toMatchObject([{ type: 'access.denied', payload: { code: 'not-found', route: '/v1/connections/:connectionId' } }]);
    expect(JSON.stringify(entries)).not.toContain(umbra.connections.aws);
    expect(theirs).toEqual([]);
  });

  it('says nothing of what was only wrong: 409, 422 and an allowed read are no denials', async () => {
    const entries = await written(acme.organizationId, async () => {
      expect((await house.as(acme, 'viewer', 'GET', '/v1/connections')).status).toBe(200);
      expect((await house.as(acme, 'viewer', 'GET', '/v1/connections?limit=0')).status).toBe(422);
    });
    expect(entries).toEqual([]);
  });
});

describe('a sign-in that failed', () => {
  it('is in the trail of the organization that its verified token names', async () => {
    const token = await house.issuer.mint({ subject: 'stranger', claims: { org_id: acme.claim.value } });
    const entries = await written(acme.organizationId, async () => expect((await house.api.send('GET', '/v1/findings', { token })).status).toBe(403));
    expect(entries).toMatchObject([
      { type: 'sign-in.failed', outcome: 'denied', principal: 'unknown', payload: { code: 'membership-required', subject: 'stranger' } },
    ]);
  });

  it('is in the operator’s own trail where it names none, or could name any: nobody writes into a trail by a token that he made himself', async () => {
    const good = await house.tokenOf(acme, 'owner');
    const forged = `${good.slice(0, good.lastIndexOf('.'))}.${'A'.repeat(342)}`;
    let own: Entry[] = [];
    const platform = await written(PLATFORM_TRAIL, async () => {
      own = await written(acme.organizationId, async () => expect((await house.api.send('GET', '/v1/findings', { token: forged })).status).toBe(401));
    });
    expect([platform.map(({ type }) => type), own]).toEqual([['sign-in.failed'], []]);
  });

  it('without any token is none', async () => {
    expect(await written(PLATFORM_TRAIL, async () => await house.api.send('GET', '/v1/findings'))).toEqual([]);
  });
});

describe('what is written stays (CS-T11)', () => {
  const tables = ['trail_event', 'trail_leaf', 'trail_tile', 'trail_checkpoint'];
  it.each(['vitrine_api', 'vitrine_worker', 'vitrine_relay', 'vitrine_reseal', 'vitrine_sequencer', 'vitrine_migrator'] as const)(
    'as %s: no UPDATE, no DELETE, no TRUNCATE',
    async (role) => {
      for (const table of tables)
        for (const sql of [`update vitrine.${table} set organization_id = organization_id`, `delete from vitrine.${table}`, `truncate vitrine.${table}`])
          await expect(house.database.poolFor(role).query(sql)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('a grant given by mistake changes nothing either: the trigger refuses', async () => {
    const root = house.database.poolFor('postgres');
    await root.query('grant update, delete, truncate on vitrine.trail_event to vitrine_api');
    try {
      const attempt = async (sql: string): Promise<unknown> =>
        await withOrganization(house.database.poolFor('vitrine_api'), acme.organizationId, async (tx) => await tx.query(sql));
      expect((await root.query('select 1 from vitrine.trail_event where organization_id = $1', [acme.organizationId])).rowCount).toBeGreaterThan(0);
      for (const sql of [
        `update vitrine.trail_event set principal = 'nobody'`,
        `update vitrine.trail_event set payload = null, salt = null`,
        'delete from vitrine.trail_event',
        'truncate vitrine.trail_event',
      ])
        await expect(attempt(sql)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await root.query('revoke update, delete, truncate on vitrine.trail_event from vitrine_api');
    }
  });
});
