import { TreeHead, type HashReader, type Tile } from '@vitrine/trail';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

/** Where an organization's tree stands; its row is locked until the transaction ends. */
export interface LockedHead {
  readonly epoch: number;
  readonly tree: TreeHead;
}

const headSchema = z.object({ epoch: z.int(), size: z.coerce.number().int(), accumulator: z.instanceof(Buffer) });
const hashSchema = z.object({ hash: z.instanceof(Buffer) });

/** `busy`: another sequencer gives this organization's numbers at this moment. */
export async function lockHead(transaction: OrganizationTransaction): Promise<LockedHead | 'busy'> {
  await transaction.query('insert into vitrine.trail_head (organization_id) values ($1) on conflict do nothing', [transaction.organizationId]);
  const [row] = await transaction.read(
    headSchema,
    'select epoch, size, accumulator from vitrine.trail_head where organization_id = $1 for no key update skip locked',
    [transaction.organizationId],
  );
  return row === undefined ? 'busy' : { epoch: row.epoch, tree: TreeHead.restore(row.size, row.accumulator) };
}

export async function storeHead(transaction: OrganizationTransaction, { epoch, tree }: LockedHead): Promise<void> {
  await transaction.query('update vitrine.trail_head set epoch = $2, size = $3, accumulator = $4, updated_at = now() where organization_id = $1', [
    transaction.organizationId,
    epoch,
    tree.size,
    tree.state(),
  ]);
}

/** Hashes of the stored tree: leaves as rows, everything above them as the roots of complete tiles. */
export function storedHashes(transaction: OrganizationTransaction, epoch: number): HashReader {
  return async (level, from, count) => {
    const place = [transaction.organizationId, epoch, from, from + count];
    const rows =
      level === 0
        ? await transaction.read(
            hashSchema,
            'select hash from vitrine.trail_leaf where organization_id = $1 and epoch = $2 and index >= $3 and index < $4 order by index',
            place,
          )
        : await transaction.read(
            hashSchema,
            'select root as hash from vitrine.trail_tile where organization_id = $1 and epoch = $2 and level = $5 and index >= $3 and index < $4 order by index',
            [...place, level - 1],
          );
    return rows.map(({ hash }) => hash);
  };
}

export async function storeTiles(transaction: OrganizationTransaction, epoch: number, tiles: readonly Tile[]): Promise<void> {
  for (const { level, index, hashes, root } of tiles)
    await transaction.query('insert into vitrine.trail_tile (organization_id, epoch, level, index, hashes, root) values ($1, $2, $3, $4, $5, $6)', [
      transaction.organizationId,
      epoch,
      level,
      index,
      hashes,
      root,
    ]);
}
