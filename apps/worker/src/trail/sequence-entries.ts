import { canonicalText, leafBytes, leafHash, signCheckpoint, tilesFilledBy, trailOrigin, TreeHead, type NoteSigner } from '@vitrine/trail';
import type { OrganizationId } from '@vitrine/contracts';
import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import type { KnownCheckpoint } from './checkpoint-anchors.js';
import { beginEpoch } from './begin-epoch.js';
import { forwardTrail } from './forward-trail.js';
import { entryOf, pendingColumns, pendingEntrySchema, type PendingEntry } from './pending-entry.js';
import { lockHead, storedHashes, storeHead, storeTiles, type LockedHead } from './trail-head.js';

/** Who gives leaf numbers and signs for them. */
export interface Sequencing {
  /** Of `vitrine_sequencer`. */
  readonly pool: Pool;
  /** Two while a key is being replaced. */
  readonly signers: readonly NoteSigner[];
  /** First part of every checkpoint's origin: the name by which the API is known. */
  readonly host: string;
  /** Entries in one transaction, those for one receiver too. */
  readonly batch?: number;
}

/** One step of a trail. `more`: entries are left; `busy`: another sequencer has this organization now. */
export type Sequenced =
  | { readonly outcome: 'busy' }
  | { readonly outcome: 'idle'; readonly receivers: 'all-told' | 'behind' }
  | {
      readonly outcome: 'sequenced';
      readonly entries: number;
      readonly more: boolean;
      readonly checkpoint: KnownCheckpoint;
      readonly receivers: 'all-told' | 'behind';
    };

/**
 * Gives the next leaf numbers of one organization and signs the new head, all in one transaction: leaves, tiles, head, checkpoint and what is
 * forwarded stand together or not at all, so a sequencer that dies anywhere leaves what it found. The head's row is the lock.
 * @param lastKnown the newest checkpoint that is kept outside the database; a database that is behind it came from a backup
 */
export async function sequenceEntries(sequencing: Sequencing, organizationId: OrganizationId, lastKnown: KnownCheckpoint | 'none'): Promise<Sequenced> {
  const { pool, batch = 1_000 } = sequencing;
  return await withOrganization(pool, organizationId, async (transaction) => {
    const found = await lockHead(transaction);
    if (found === 'busy') return { outcome: 'busy' };
    const behind = lastKnown !== 'none' && (lastKnown.epoch > found.epoch || (lastKnown.epoch === found.epoch && lastKnown.size > found.tree.size));
    const begun = behind ? await beginEpoch(transaction, found, lastKnown) : null;
    const head: LockedHead = begun === null ? found : { epoch: begun.epoch, tree: TreeHead.empty() };
    const rows = await transaction.read(
      pendingEntrySchema,
      `select ${pendingColumns} from vitrine.trail_pending p join vitrine.trail_event e on e.organization_id = p.organization_id and e.id = p.event_id
       where p.organization_id = $1 order by e.id is distinct from $3, e.at, e.id limit $2`,
      [organizationId, batch, begun?.eventId ?? null],
    );
    const from = head.tree.size;
    if (rows.length === 0)
      return { outcome: 'idle', receivers: await forwardTrail(transaction, { epoch: head.epoch, size: from, from, signed: 'none', most: batch }) };
    await storeLeaves(transaction, head, rows);
    const checkpoint = await storeCheckpoint(transaction, sequencing, head);
    const receivers = await forwardTrail(transaction, { epoch: head.epoch, size: head.tree.size, from, signed: checkpoint, most: batch });
    return { outcome: 'sequenced', entries: rows.length, more: rows.length === batch, checkpoint, receivers };
  });
}

/** Appends to `head.tree`. */
async function storeLeaves(transaction: OrganizationTransaction, { epoch, tree }: LockedHead, rows: readonly PendingEntry[]): Promise<void> {
  const { organizationId } = transaction;
  const from = tree.size;
  const leaves = rows.map((row, at) => canonicalText(entryOf(organizationId, from + at, row)));
  const hashes = leaves.map((leaf) => leafHash(leafBytes(leaf)));
  await storeTiles(transaction, epoch, await tilesFilledBy(from, hashes, storedHashes(transaction, epoch)));
  const ids = rows.map(({ id }) => id);
  await transaction.query(
    `insert into vitrine.trail_leaf (organization_id, epoch, index, event_id, leaf, hash)
     select $1, $2, $3::bigint + n - 1, l.event_id, l.leaf, l.hash from unnest($4::uuid[], $5::text[], $6::bytea[]) with ordinality as l (event_id, leaf, hash, n)`,
    [organizationId, epoch, from, ids, leaves, hashes],
  );
  await transaction.query('delete from vitrine.trail_pending where organization_id = $1 and event_id = any($2::uuid[])', [organizationId, ids]);
  for (const hash of hashes) tree.append(hash);
  await storeHead(transaction, { epoch, tree });
}

async function storeCheckpoint(transaction: OrganizationTransaction, { signers, host }: Sequencing, { epoch, tree }: LockedHead): Promise<KnownCheckpoint> {
  const { organizationId } = transaction;
  const root = tree.root();
  const note = signCheckpoint({ origin: trailOrigin({ host, organizationId, epoch }), size: tree.size, root }, signers);
  await transaction.query('insert into vitrine.trail_checkpoint (organization_id, epoch, size, root, note) values ($1, $2, $3, $4, $5)', [
    organizationId,
    epoch,
    tree.size,
    root,
    note,
  ]);
  return { epoch, size: tree.size, note };
}
