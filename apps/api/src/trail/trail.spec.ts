import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization } from '@vitrine/testing';
import {
  ExportVerifier,
  leafBytes,
  leafHash,
  verificationKeyOf,
  verificationKeyText,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
  type TrailVerdict,
} from '@vitrine/trail';
import { z } from 'zod';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import { sequenceNow } from '../testing/trail-rows.fixture.js';

const { privateKey } = generateKeyPairSync('ed25519');
const key = verificationKeyOf('vitrine-trail', privateKey);
let house: ApiHouse;
let acme: SeededOrganization;
let umbra: SeededOrganization;
const root = () => house.database.poolFor('postgres');
const ask = async (path: string, organization = acme, role: 'owner' | 'admin' | 'analyst' | 'viewer' = 'owner') =>
  await house.as(organization, role, 'GET', path);
const hash = (text: unknown): Buffer => Buffer.from(String(text), 'base64');

/** Members added and entries that have no leaf yet, past a tile's width. */
async function live(organization: SeededOrganization, name: string): Promise<void> {
  for (let n = 0; n < 3; n += 1)
    await house.as(organization, 'owner', 'POST', '/v1/members', { body: { issuer: house.issuer.issuer, subject: `${name}-${String(n)}`, role: 'viewer' } });
  await sequenceNow(root(), organization.organizationId, privateKey);
}
beforeAll(async () => {
  house = await openApiHouse({ environment: { VITRINE_TRAIL_KEYS: verificationKeyText(key) } });
  ({ acme, umbra } = house);
  await live(acme, 'first');
  await root().query(
    `insert into vitrine.trail_event (organization_id, id, type, principal, payload, at) select $1, gen_random_uuid(), 'finding.status-changed', 'worker', jsonb_build_object('n', n), now() + n * interval '1 ms' from generate_series(1, 300) n`,
    [acme.organizationId],
  );
  await live(acme, 'second');
  await live(umbra, 'theirs');
}, 180_000);
afterAll(async () => await house.stop());

const itemsOf = (body: Record<string, unknown>) =>
  z.array(z.object({ eventId: z.string(), index: z.number().nullable(), type: z.string(), principal: z.string(), payload: z.unknown() })).parse(body['items']);

describe('the list', () => {
  it('pages through every entry of one organization, newest first, and filters by type, principal and time', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { status, body } = await ask(`/v1/trail?limit=100${cursor}`);
      expect(status).toBe(200);
      seen.push(...itemsOf(body).map(({ eventId }) => eventId));
      if (body['nextCursor'] === null) break;
      cursor = `&cursor=${encodeURIComponent(String(body['nextCursor']))}`;
    }
    const { rows } = await root().query<{ id: string }>('select id from vitrine.trail_event where organization_id = $1 order by id desc', [
      acme.organizationId,
    ]);
    expect(seen).toEqual(rows.map(({ id }) => id));
    const added = itemsOf((await ask(`/v1/trail?type=member.added&principal=member:${acme.members.owner.id}`)).body);
    expect(added.map(({ type, index }) => [type, index !== null])).toEqual(Array.from({ length: 6 }, () => ['member.added', true]));
    expect(itemsOf((await ask('/v1/trail?to=2020-01-01')).body)).toEqual([]);
  });

  it('is for admins and owners: entries name people and addresses; a token bound to a connection sees none of it', async () => {
    expect([
      (await ask('/v1/trail', acme, 'admin')).status,
      (await ask('/v1/trail', acme, 'analyst')).status,
      (await ask('/v1/trail', acme, 'viewer')).status,
    ]).toEqual([200, 403, 403]);
    const made = await house.as(acme, 'owner', 'POST', '/v1/api-tokens', {
      body: { name: 'bound', scopes: ['vitrine.trail.read'], lifetimeDays: 1, connectionIds: [acme.connections.aws] },
    });
    expect(made.status).toBe(201);
    for (const path of ['/v1/trail', '/v1/trail/export', '/v1/trail/checkpoints', '/v1/trail/checkpoints/latest'])
      expect((await house.api.send('GET', path, { token: String(made.body['token']) })).status).toBe(404);
  });

  it.each(['type=No', 'from=yesterday', 'from=2026-02-01&to=2026-01-01', 'principal=', 'principal=%00', 'more=1'])('422 for ?%s', async (query) => {
    expect((await ask(`/v1/trail?${query}`)).status).toBe(422);
  });
});

describe('proofs', () => {
  it('hold for the published key and the signed root, and for no other entry', async () => {
    const keys = await house.api.send('GET', '/v1/trail-keys');
    expect(keys.body).toEqual({ keys: [verificationKeyText(key)] });
    const latest = await ask('/v1/trail/checkpoints/latest');
    expect(latest.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const opened = verifyCheckpoint(latest.text, [key]);
    if (opened.kind !== 'verified') throw new Error(opened.kind);
    const { size, root: signed } = opened.checkpoint;
    const { rows } = await root().query<{ leaf: string }>('select leaf from vitrine.trail_leaf where organization_id = $1 order by index', [
      acme.organizationId,
    ]);
    for (const index of [0, 2, 255, 256, size - 1]) {
      const { body, status } = await ask(`/v1/trail/proofs/inclusion?index=${String(index)}&size=${String(size)}`);
      expect(status).toBe(200);
      const proof = z.array(z.string()).parse(body['proof']).map(hash);
      const own = leafHash(leafBytes(rows[index]?.leaf ?? ''));
      expect(verifyInclusion({ leafHash: own, index, size, root: signed, proof })).toBe(true);
      expect(verifyInclusion({ leafHash: leafHash(leafBytes('{}')), index, size, root: signed, proof })).toBe(false);
    }
    const list = z.array(z.object({ size: z.number(), root: z.string() })).parse((await ask('/v1/trail/checkpoints')).body['items']);
    expect(list.map((each) => each.size)).toEqual([size, 3]);
    const consistency = await ask(`/v1/trail/proofs/consistency?from=3&to=${String(size)}`);
    const proof = z.array(z.string()).parse(consistency.body['proof']).map(hash);
    expect(verifyConsistency({ from: 3, fromRoot: hash(list[1]?.root), to: size, toRoot: signed, proof })).toBe(true);
  });

  it.each([
    'inclusion?index=5&size=5',
    'inclusion?index=0&size=99999',
    'inclusion?index=-1&size=3',
    'inclusion?epoch=72837553488&index=0&size=3',
    'consistency?from=4&to=3',
    'consistency?from=0&to=99999',
  ])('422 for %s: there is no such place in the signed tree', async (query) => {
    expect((await ask(`/v1/trail/proofs/${query}`)).status).toBe(422);
  });
});

async function verify(text: string): Promise<TrailVerdict> {
  const verifier = new ExportVerifier({ keys: [key] });
  for (const line of text.split('\n').slice(0, -1)) verifier.take(line);
  return await Promise.resolve(verifier.end());
}
const exported = async (query = '', organization = acme): Promise<string> => {
  const { status, text } = await ask(`/v1/trail/export${query}`, organization);
  expect(status).toBe(200);
  return text;
};

describe('the export', () => {
  it('is intact to a verifier that has the file and the key, whole and from any entry on, each organization its own', async () => {
    const { rows } = await root().query<{ size: number }>('select max(size)::int as size from vitrine.trail_checkpoint where organization_id = $1', [
      acme.organizationId,
    ]);
    const size = rows[0]?.size ?? 0;
    expect(await verify(await exported())).toMatchObject({ kind: 'intact', organizationId: acme.organizationId, entries: size, checkpoints: 2 });
    for (const from of [1, 3, 200, 256, 300])
      expect(await verify(await exported(`?from=${String(from)}`))).toMatchObject({ kind: 'intact', from, entries: size - from });
    expect(await verify(await exported('?to=2'))).toMatchObject({ kind: 'intact', entries: 3 });
    const theirs = await exported('', umbra);
    expect([await verify(theirs), theirs.includes(acme.organizationId)]).toMatchObject([
      { kind: 'intact', organizationId: umbra.organizationId, entries: 3 },
      false,
    ]);
    expect((await ask('/v1/trail/export?from=99999')).status).toBe(422);
    // Past what the column holds, which was a 500 until a generated request found it.
    expect((await ask('/v1/trail/export?epoch=72490425305&from=0')).status).toBe(422);
    expect((await ask('/v1/trail/export?epoch=7')).status).toBe(404);
  });

  /** As whoever owns the database and switches its triggers off. */
  const past = async (sql: string): Promise<void> => {
    await root().query(`begin; set local session_replication_role = replica; ${sql}; commit`);
  };
  const at = (organization: SeededOrganization, index: number): string => `organization_id = '${organization.organizationId}' and index = ${String(index)}`;
  const eventAt = (organization: SeededOrganization, index: number): string =>
    `id = (select event_id from vitrine.trail_leaf where ${at(organization, index)})`;

  it('of a payload that retention dropped is intact and says so', async () => {
    await past(`update vitrine.trail_event set payload = null, salt = null where ${eventAt(umbra, 1)}`);
    expect(await verify(await exported('', umbra))).toMatchObject({ kind: 'intact', droppedPayloads: 1 });
    expect((await ask('/v1/trail', umbra)).text).toContain('"payload":"dropped"');
  });

  it.each([
    ['a leaf', 'entry-edited', 7, `update vitrine.trail_leaf set leaf = replace(leaf, 'worker', 'nobody') where LEAF`],
    ['a payload', 'payload-edited', 8, `update vitrine.trail_event set payload = '{"n":0}' where EVENT`],
    ['a row that is gone', 'entry-dropped', 9, 'delete from vitrine.trail_leaf where LEAF'],
  ])('CS-T11, CS-T12: changed behind our back in %s is %s, by its index', async (_, code, index, sql) => {
    const rowSchema = z.object({ event_id: z.string(), leaf: z.string(), hash: z.instanceof(Buffer), payload: z.unknown() });
    const { rows } = await root().query(
      `select l.event_id, l.leaf, l.hash, e.payload from vitrine.trail_leaf l join vitrine.trail_event e on e.id = l.event_id where l.organization_id = $1 and l.index = $2`,
      [acme.organizationId, index],
    );
    const before = rowSchema.parse(rows[0]);
    await past(sql.replace('LEAF', at(acme, index)).replace('EVENT', eventAt(acme, index)));
    const verdict = await verify(await exported());
    await past(`delete from vitrine.trail_leaf where ${at(acme, index)}`);
    await root().query('insert into vitrine.trail_leaf (organization_id, epoch, index, event_id, leaf, hash) values ($1, 1, $2, $3, $4, $5)', [
      acme.organizationId,
      index,
      before.event_id,
      before.leaf,
      before.hash,
    ]);
    await past(`update vitrine.trail_event set payload = '${JSON.stringify(before.payload)}' where id = '${before.event_id}'`);
    expect(verdict).toMatchObject({ kind: 'broken', code, index });
    expect(await verify(await exported())).toMatchObject({ kind: 'intact' });
  });
});
