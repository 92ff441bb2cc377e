import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, organizationIdSchema, type OrganizationId } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import {
  canonicalJson,
  inclusionProof,
  leafBytes,
  leafHash,
  payloadHash,
  trailEntrySchema,
  TreeHead,
  verificationKeyOf,
  verifyCheckpoint,
  verifyInclusion,
} from '@vitrine/trail';
import { z } from 'zod';
import { folderAnchor, type CheckpointAnchor } from './checkpoint-anchors.js';
import { payloadSchema } from './pending-entry.js';
import { sequencingRound, startSequencer, type SequencerOptions } from './sequencer.js';
import { storedHashes } from './trail-head.js';

let database: TestDatabase;
let acme: SeededOrganization;
let umbra: SeededOrganization;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ acme, umbra } = await seedTwoOrganizations(database));
  folder = await mkdtemp(join(tmpdir(), 'vitrine-anchors-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const { privateKey } = generateKeyPairSync('ed25519');
const sequencing = (more: Partial<SequencerOptions> = {}): SequencerOptions => ({
  pool: database.poolFor('vitrine_sequencer'),
  signers: [{ name: 'vitrine-trail', privateKey }],
  host: 'vitrine.test',
  anchors: [],
  ...more,
});
const root = () => database.poolFor('postgres');

/** As the API writes them: by its role, in transactions of their own. */
async function write(organizationId: OrganizationId, count: number, type = 'finding.status-changed'): Promise<void> {
  await withOrganization(database.poolFor('vitrine_api'), organizationId, async (tx) => {
    await tx.query(
      `insert into vitrine.trail_event (organization_id, id, type, principal, payload) select $1, id, $3, 'member:x', jsonb_build_object('n', n) from unnest($2::uuid[]) with ordinality as e (id, n)`,
      [organizationId, Array.from({ length: count }, () => newId(z.uuid())), type],
    );
  });
}
const work = async (options = sequencing()): Promise<void> => {
  const round = sequencingRound(options);
  while ((await round(() => false)) === 'more-left');
};

const leafSchema = z.object({
  index: z.coerce.number(),
  leaf: z.string(),
  hash: z.instanceof(Buffer),
  eventId: z.string(),
  payload: payloadSchema,
  salt: z.instanceof(Buffer).nullable(),
});
const leavesOf = async (organizationId: OrganizationId, epoch = 1) =>
  z.array(leafSchema).parse(
    (
      await root().query(
        `select l.index, l.leaf, l.hash, l.event_id as "eventId", e.payload, e.salt from vitrine.trail_leaf l join vitrine.trail_event e on e.organization_id = l.organization_id and e.id = l.event_id
         where l.organization_id = $1 and l.epoch = $2 order by l.index`,
        [organizationId, epoch],
      )
    ).rows,
  );
async function latestOf(organizationId: OrganizationId): Promise<{ origin: string; size: number; root: Buffer }> {
  const { rows } = await root().query<{ note: string }>(
    'select note from vitrine.trail_checkpoint where organization_id = $1 order by epoch desc, size desc limit 1',
    [organizationId],
  );
  const opened = verifyCheckpoint(rows[0]?.note ?? '', [verificationKeyOf('vitrine-trail', privateKey)]);
  if (opened.kind !== 'verified') throw new Error(opened.kind);
  return opened.checkpoint;
}
/** Every leaf of the trail is in its latest checkpoint, contiguous, and commits to its payload. */
async function expectWhole(organizationId: OrganizationId): Promise<number> {
  const leaves = await leavesOf(organizationId);
  const checkpoint = await latestOf(organizationId);
  expect(checkpoint).toMatchObject({ origin: `vitrine.test/trail/${organizationId}`, size: leaves.length });
  expect(leaves.map(({ index }) => index)).toEqual(leaves.map((_, at) => at));
  const written = await root().query('select 1 from vitrine.trail_event where organization_id = $1', [organizationId]);
  expect([leaves.length, new Set(leaves.map(({ eventId }) => eventId)).size]).toEqual([written.rowCount, written.rowCount]);
  await withOrganization(database.poolFor('vitrine_sequencer'), organizationId, async (tx) => {
    const read = storedHashes(tx, 1);
    for (const { index, leaf, hash, eventId, payload, salt } of leaves) {
      const entry = trailEntrySchema.parse(JSON.parse(leaf));
      expect(entry).toMatchObject({ index, eventId, organizationId });
      if (salt !== null) expect(entry.payloadHash).toBe(payloadHash(salt, canonicalJson(payload)));
      expect(leafHash(leafBytes(leaf)).equals(hash)).toBe(true);
      if (index % 97 === 0 || index === leaves.length - 1) {
        const proof = await inclusionProof(read, index, leaves.length);
        expect(verifyInclusion({ leafHash: hash, index, size: leaves.length, root: checkpoint.root, proof })).toBe(true);
      }
    }
  });
  return leaves.length;
}

describe('the sequencer', () => {
  it('gives each organization numbers of its own, without a gap, and signs what they grew to; over tiles and batches the proofs hold', async () => {
    for (const count of [3, 250, 400]) {
      await write(acme.organizationId, count);
      await write(umbra.organizationId, 2);
      await work(sequencing({ batch: 100 }));
    }
    expect([await expectWhole(acme.organizationId), await expectWhole(umbra.organizationId)]).toEqual([653, 6]);
    const { rows } = await root().query(`select level, index::int from vitrine.trail_tile where organization_id = $1 order by 1, 2`, [acme.organizationId]);
    expect(rows).toEqual([
      { level: 0, index: 0 },
      { level: 0, index: 1 },
    ]);
  });

  it('is one per organization at a time: four at once, nothing twice and nothing left', async () => {
    await Promise.all([write(acme.organizationId, 300), write(umbra.organizationId, 300)]);
    await Promise.all(Array.from({ length: 4 }, async () => await work(sequencing({ batch: 50 }))));
    await work();
    await expectWhole(acme.organizationId);
    await expectWhole(umbra.organizationId);
  });

  it('loses and doubles nothing when its connections are killed while it works', async () => {
    await write(acme.organizationId, 1_500);
    const state = { killed: 0, done: false };
    const options = sequencing({ batch: 40 });
    const killer = async (): Promise<void> => {
      while (!state.done && state.killed < 8) {
        const { rowCount } = await root().query(
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'vitrine_sequencer' and datname = current_database() and state <> 'idle'`,
        );
        state.killed += rowCount ?? 0;
      }
    };
    await Promise.all([work(options).finally(() => (state.done = true)), killer()]);
    expect(state.killed).toBeGreaterThan(0);
    await work(options);
    expect(await expectWhole(acme.organizationId)).toBeGreaterThan(2_400);
  });

  it('leaves everything as it was where the checkpoint cannot be written: no leaf without its signature', async () => {
    const before = await leavesOf(umbra.organizationId);
    await write(umbra.organizationId, 5);
    const errors: unknown[] = [];
    await root().query('alter table vitrine.trail_checkpoint add constraint no_room check (false) not valid');
    await work(sequencing({ onError: (error) => errors.push(error) }));
    await root().query('alter table vitrine.trail_checkpoint drop constraint no_room');
    expect([errors.length, await leavesOf(umbra.organizationId)]).toEqual([1, before]);
    await work();
    expect(await expectWhole(umbra.organizationId)).toBe(before.length + 5);
  });

  it('runs by itself: a checkpoint stands well within 5 s of an entry', async () => {
    const grown = new Promise<void>((resolve) => {
      const sequencer = startSequencer(sequencing({ pollMs: 100, onSequenced: () => void sequencer.stop().then(resolve) }));
    });
    const begun = performance.now();
    await write(acme.organizationId, 1);
    await grown;
    expect(performance.now() - begun).toBeLessThan(5_000);
    await expectWhole(acme.organizationId);
  });

  it('writes down what does not fit the envelope in words that do, rather than hold up the trail', async () => {
    await write(umbra.organizationId, 1, 'Not A Type');
    await work();
    expect(JSON.parse((await leavesOf(umbra.organizationId)).at(-1)?.leaf ?? '')).toMatchObject({ eventType: 'trail.malformed-type' });
  });

  it('goes on under a new epoch where the database is behind a checkpoint that is kept outside: history is never signed again', async () => {
    const anchor: CheckpointAnchor = folderAnchor(folder);
    const id = organizationIdSchema.parse(newId(organizationIdSchema));
    await write(id, 4);
    await work(sequencing({ anchors: [anchor] }));
    const given = anchor.lastOf(id);
    // As a backup that is older than the checkpoint: the fourth entry and all that was made of it never were.
    await root().query('alter table vitrine.trail_leaf disable trigger all');
    await root().query('delete from vitrine.trail_leaf where organization_id = $1 and index = 3', [id]);
    await root().query('alter table vitrine.trail_leaf enable trigger all');
    const restored = await root().query<{ hash: Buffer }>('select hash from vitrine.trail_leaf where organization_id = $1 order by index', [id]);
    const head = TreeHead.empty();
    for (const { hash } of restored.rows) head.append(hash);
    await root().query('update vitrine.trail_head set size = 3, accumulator = $2 where organization_id = $1', [id, head.state()]);
    await write(id, 2);
    await work(sequencing({ anchors: [anchor] }));
    expect(await latestOf(id)).toMatchObject({ origin: `vitrine.test/trail/${id}/epoch/2`, size: 3 });
    const [first] = await leavesOf(id, 2);
    expect([JSON.parse(first?.leaf ?? '{}'), first?.payload]).toMatchObject([
      { index: 0, eventType: 'trail.epoch-begun', principal: 'sequencer' },
      { lastKnownSize: 4, foundSize: 3, lastKnownCheckpoint: given === 'none' ? '' : given.note },
    ]);
    expect(await leavesOf(id)).toHaveLength(3);
  });
});

describe('retention', () => {
  it('drops payload and salt of one organization’s old entries, and every leaf stays and still verifies', async () => {
    await root().query(`update vitrine.organization set settings = settings || '{"trailPayloadDays": 30}' where organization_id = $1`, [acme.organizationId]);
    await root().query('alter table vitrine.trail_event disable trigger keep_rows');
    await root().query(`update vitrine.trail_event set at = at - interval '31 days' where id in (select event_id from vitrine.trail_leaf where index < 10)`);
    await root().query('alter table vitrine.trail_event enable trigger keep_rows');
    const dropped = async (organizationId: OrganizationId): Promise<unknown> =>
      await withOrganization(
        database.poolFor('vitrine_sequencer'),
        organizationId,
        async (tx) => (await tx.query<{ count: number }>('select vitrine.drop_trail_payloads() as count')).rows[0]?.count,
      );
    expect([await dropped(acme.organizationId), await dropped(umbra.organizationId), await dropped(acme.organizationId)]).toEqual([10, 0, 0]);
    const leaves = await leavesOf(acme.organizationId);
    expect(leaves.slice(0, 11).map(({ payload, salt }) => payload === null && salt === null)).toEqual([...Array.from({ length: 10 }, () => true), false]);
    await expectWhole(acme.organizationId);
  });
});

describe('forwarding', () => {
  it('makes one message of each entry, in order, from when a receiver asked; off for a while it goes on where it was; the neighbour’s is sent nothing', async () => {
    const webhookId = newId(z.uuid());
    await root().query(
      `insert into vitrine.webhook (organization_id, id, name, url, events, created_by) values ($1, $2, 'sink', 'https://sink.example.com/', $3, 'test')`,
      [acme.organizationId, webhookId, ['trail.entries', 'trail.checkpoint']],
    );
    const before = (await leavesOf(acme.organizationId)).length;
    await write(acme.organizationId, 120);
    await write(umbra.organizationId, 5);
    await work();
    await root().query(`update vitrine.webhook set state = 'off' where id = $1`, [webhookId]);
    await write(acme.organizationId, 3);
    await work();
    await root().query(`update vitrine.webhook set state = 'on' where id = $1`, [webhookId]);
    await write(acme.organizationId, 1);
    await work();
    const { rows } = await root().query<{ event: string; organization: string; subject: string; body: string }>(
      `select event, organization_id as organization, subject_id as subject, body from vitrine.webhook_delivery order by seq`,
    );
    expect(new Set(rows.map(({ organization, subject }) => `${organization} ${subject}`))).toEqual(new Set([`${acme.organizationId} ${acme.organizationId}`]));
    expect(rows.map(({ event }) => event)).toEqual(['trail.entries', 'trail.entries', 'trail.checkpoint', 'trail.entries', 'trail.checkpoint']);
    const bodySchema = z.object({ data: z.object({ from: z.number(), to: z.number(), entries: z.array(z.object({ leaf: z.string() })) }) });
    const sent = rows
      .filter(({ event }) => event === 'trail.entries')
      .flatMap(({ body }) => bodySchema.parse(JSON.parse(body)).data.entries.map(({ leaf }) => leaf));
    expect(sent).toEqual((await leavesOf(acme.organizationId)).slice(before).map(({ leaf }) => leaf));
    expect((await root().query(`select queue, state from vitrine.job where kind = 'deliver'`)).rows).toEqual([{ queue: 'aws', state: 'queued' }]);
  });
});
