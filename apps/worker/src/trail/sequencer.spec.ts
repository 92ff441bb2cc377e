import { describe, expect, it } from '@jest/globals';
import type { OrganizationId } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import { inclusionProof, verifyCheckpoint, verifyInclusion } from '@vitrine/trail';
import { TrailHouse } from '../testing/trail-house.js';
import { startSequencer, usualPollMs } from './sequencer.js';
import { storedHashes } from './trail-head.js';

const house = new TrailHouse();

/** Every entry that was ever written has one leaf, the tree of all rows is the signed one, and proofs from what is stored lead to its root. @returns its leaves */
async function expectWhole(organizationId: OrganizationId): Promise<number> {
  const written = await house.countOf('trail_event', organizationId);
  expect(await house.verdict(organizationId)).toMatchObject({ kind: 'intact', size: written, entries: written });
  const leaves = await house.leavesOf(organizationId);
  const opened = verifyCheckpoint((await house.notesOf(organizationId)).at(-1)?.note ?? '', [house.key]);
  const root = opened.kind === 'verified' ? opened.checkpoint.root : Buffer.alloc(0);
  await withOrganization(house.database.poolFor('vitrine_sequencer'), organizationId, async (tx) => {
    for (const { index, hash } of leaves.filter(({ index: at }) => at % 97 === 0 || at === leaves.length - 1)) {
      const proof = await inclusionProof(storedHashes(tx, 1), index, leaves.length);
      expect(verifyInclusion({ leafHash: hash, index, size: leaves.length, root, proof })).toBe(true);
    }
  });
  return leaves.length;
}

describe('the sequencer', () => {
  it('gives each organization numbers of its own, without a gap, and signs what they grew to; over tiles and batches the proofs hold', async () => {
    for (const count of [3, 250, 400]) {
      await house.write(house.acme, count);
      await house.write(house.umbra, 2);
      await house.work(house.sequencing({ batch: 100 }));
    }
    expect([await expectWhole(house.acme), await expectWhole(house.umbra)]).toEqual([653, 6]);
    const { rows } = await house.root.query(`select level, index::int from vitrine.trail_tile where organization_id = $1 order by 1, 2`, [house.acme]);
    expect(rows).toEqual([
      { level: 0, index: 0 },
      { level: 0, index: 1 },
    ]);
  });

  it('is one per organization at a time: four at once, nothing twice and nothing left', async () => {
    await Promise.all([house.write(house.acme, 300), house.write(house.umbra, 300)]);
    await Promise.all(Array.from({ length: 4 }, async () => await house.work(house.sequencing({ batch: 50 }))));
    await house.work();
    await expectWhole(house.acme);
    await expectWhole(house.umbra);
  });

  it('loses and doubles nothing when its connections are killed while it works', async () => {
    await house.write(house.acme, 1_500);
    const state = { killed: 0, done: false };
    const options = house.sequencing({ batch: 40 });
    const killer = async (): Promise<void> => {
      while (!state.done && state.killed < 8) {
        const { rowCount } = await house.root.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'vitrine_sequencer' and datname = current_database() and state <> 'idle'`,
        );
        state.killed += rowCount ?? 0;
      }
    };
    await Promise.all([house.work(options).finally(() => (state.done = true)), killer()]);
    expect(state.killed).toBeGreaterThan(0);
    await house.work(options);
    expect(await expectWhole(house.acme)).toBeGreaterThan(2_400);
  });

  it('leaves everything as it was where the checkpoint cannot be written: no leaf without its signature', async () => {
    const before = await house.leavesOf(house.umbra);
    await house.write(house.umbra, 5);
    const errors: unknown[] = [];
    await house.root.query('alter table vitrine.trail_checkpoint add constraint no_room check (false) not valid');
    await house.work(house.sequencing({ onError: (error) => errors.push(error) }));
    await house.root.query('alter table vitrine.trail_checkpoint drop constraint no_room');
    expect([errors.length, await house.leavesOf(house.umbra)]).toEqual([1, before]);
    await house.work();
    expect(await expectWhole(house.umbra)).toBe(before.length + 5);
  });

  it('runs by itself: a checkpoint stands with the first look after its entry, and looks are a second apart, well within the 5 s that are promised', async () => {
    let looks = 0;
    const looked = Promise.withResolvers<undefined>();
    const sequenced = Promise.withResolvers<number>();
    const onLook = (): void => {
      looks += 1;
      looked.resolve(undefined);
    };
    const sequencer = startSequencer(house.sequencing({ pollMs: 100, onLook, onSequenced: () => sequenced.resolve(looks) }));
    await looked.promise;
    await house.write(house.acme, 1);
    // A look may have been under way while the entry was committed; the one after it has no excuse.
    const before = looks;
    expect((await sequenced.promise) - before).toBeLessThanOrEqual(2);
    await sequencer.stop();
    expect(usualPollMs).toBeLessThanOrEqual(1_000);
    await expectWhole(house.acme);
  });

  it('writes down what does not fit the envelope in words that do, rather than hold up the trail', async () => {
    await house.write(house.umbra, 1, 'Not A Type');
    await house.work();
    expect(JSON.parse((await house.leavesOf(house.umbra)).at(-1)?.leaf ?? '')).toMatchObject({ eventType: 'trail.malformed-type' });
  });
});

describe('retention', () => {
  it('drops payload and salt of one organization’s old entries, and every leaf stays and still verifies', async () => {
    await house.root.query(`update vitrine.organization set settings = settings || '{"trailPayloadDays": 30}' where organization_id = $1`, [house.acme]);
    await house.root.query('alter table vitrine.trail_event disable trigger keep_rows');
    await house.root.query(
      `update vitrine.trail_event set at = at - interval '31 days' where id in (select event_id from vitrine.trail_leaf where index < 10)`,
    );
    await house.root.query('alter table vitrine.trail_event enable trigger keep_rows');
    const dropped = async (organizationId: OrganizationId): Promise<unknown> =>
      await withOrganization(
        house.database.poolFor('vitrine_sequencer'),
        organizationId,
        async (tx) => (await tx.query<{ count: number }>('select vitrine.drop_trail_payloads() as count')).rows[0]?.count,
      );
    expect([await dropped(house.acme), await dropped(house.umbra), await dropped(house.acme)]).toEqual([10, 0, 0]);
    const leaves = await house.leavesOf(house.acme);
    expect(leaves.slice(0, 11).map(({ payload, salt }) => payload === null && salt === null)).toEqual([...Array.from({ length: 10 }, () => true), false]);
    await expectWhole(house.acme);
  });
});
