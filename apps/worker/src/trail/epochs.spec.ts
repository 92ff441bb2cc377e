import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, organizationIdSchema, type OrganizationId } from '@vitrine/contracts';
import { TreeHead } from '@vitrine/trail';
import { z } from 'zod';
import { TrailHouse } from '../testing/trail-house.js';
import { folderAnchor } from './checkpoint-anchors.js';

const house = new TrailHouse();
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'vitrine-anchors-'))));
afterAll(async () => await rm(folder, { recursive: true, force: true }));

/** As a backup that is older than the last checkpoint: the last entry, and all that was made of it, never were. */
async function restore(id: OrganizationId, size: number): Promise<void> {
  await house.root.query('alter table vitrine.trail_leaf disable trigger all');
  await house.root.query('delete from vitrine.trail_leaf where organization_id = $1 and index >= $2', [id, size]);
  await house.root.query('alter table vitrine.trail_leaf enable trigger all');
  const head = TreeHead.empty();
  for (const { hash } of await house.leavesOf(id)) head.append(hash);
  await house.root.query('update vitrine.trail_head set size = $2, accumulator = $3 where organization_id = $1', [id, size, head.state()]);
}

describe('a database that is behind a checkpoint which is kept outside', () => {
  it('goes on under a new epoch: history is never signed again', async () => {
    const anchor = folderAnchor(folder);
    const id = organizationIdSchema.parse(newId(organizationIdSchema));
    await house.write(id, 4);
    await house.work(house.sequencing({ anchors: [anchor] }));
    const given = anchor.lastOf(id);
    await restore(id, 3);
    await house.write(id, 2);
    await house.work(house.sequencing({ anchors: [anchor] }));
    expect(await house.verdict(id, 2)).toMatchObject({ kind: 'intact', origin: `vitrine.test/trail/${id}/epoch/2`, size: 3 });
    const [first] = await house.leavesOf(id, 2);
    expect([JSON.parse(first?.leaf ?? '{}'), first?.payload]).toMatchObject([
      { index: 0, eventType: 'trail.epoch-begun', principal: 'sequencer' },
      { lastKnownSize: 4, foundSize: 3, lastKnownCheckpoint: given === 'none' ? '' : given.note },
    ]);
    expect(await house.leavesOf(id)).toHaveLength(3);
  });

  it('what had waited for hours before the restart comes behind it, and the trail verifies', async () => {
    const anchor = folderAnchor(folder);
    const id = organizationIdSchema.parse(newId(organizationIdSchema));
    await house.write(id, 2);
    await house.work(house.sequencing({ anchors: [anchor] }));
    await restore(id, 1);
    await house.root.query(
      `insert into vitrine.trail_event (organization_id, id, type, principal, payload, at)
       select $1, id, 'finding.status-changed', 'member:x', '{}', now() - interval '5 hours' from unnest($2::uuid[]) as e (id)`,
      [id, [newId(z.uuid()), newId(z.uuid())]],
    );
    await house.write(id, 1);
    await house.work(house.sequencing({ anchors: [anchor] }));
    expect(await house.verdict(id, 2)).toMatchObject({ kind: 'intact', epoch: 2, entries: 4 });
  });
});
