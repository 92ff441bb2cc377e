import { canonicalJson, exportCheckpointLine, exportEntryLine, exportHeaderLine, HASH_BYTES, parseCheckpoint, TILE_WIDTH } from '@vitrine/trail';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { OrganizationId } from '@vitrine/contracts';
import type { LeafRow, TrailRepository } from './trail.repository.js';

/** What an export begins with: everything that does not grow with it. */
export interface ExportPlan {
  readonly organizationId: OrganizationId;
  readonly epoch: number;
  readonly from: number;
  /** Leaves of the checkpoint that the file ends with; `from` where there is nothing. */
  readonly to: number;
  /** Its note. */
  readonly head: string | null;
  /** The tree before `from`, as `TreeHead.state()` gives it. */
  readonly state: Buffer;
}

/**
 * The lines of an export: header, entries, and each checkpoint after the last entry that it covers. A tile's worth at a time, each in a short
 * transaction of its own: what is read never changes, so it needs no common moment.
 * @param inTransaction of the caller's organization
 */
export async function* exportLines(
  plan: ExportPlan,
  keys: readonly string[],
  repository: TrailRepository,
  inTransaction: <T>(work: (tx: OrganizationTransaction) => Promise<T>) => Promise<T>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { organizationId, epoch, from, to, head, state } = plan;
  const parsed = head === null ? null : parseCheckpoint(head);
  const origin = parsed?.kind === 'parsed' ? parsed.checkpoint.origin : `none/trail/${organizationId}`;
  yield exportHeaderLine({ origin, organizationId, epoch, keys: [...keys], from: { index: from, state: state.toString('base64') }, head });
  for (let at = from; at < to && !signal.aborted;) {
    const end = Math.min(to, (Math.floor(at / TILE_WIDTH) + 1) * TILE_WIDTH);
    const begin = at;
    const [leaves, tile, checkpoints] = await inTransaction(async (tx) => [
      await repository.leaves(tx, epoch, begin, end),
      await repository.tile(tx, epoch, Math.floor(begin / TILE_WIDTH)),
      await repository.checkpointsOver(tx, epoch, begin, end),
    ]);
    yield linesOf(leaves, tile, checkpoints);
    at = end;
  }
}

function linesOf(leaves: readonly LeafRow[], tile: Buffer | 'none', checkpoints: readonly { readonly size: number; readonly note: string }[]): string {
  const lines: string[] = [];
  let next = 0;
  // Every checkpoint over at most this many leaves that was not written yet.
  const upTo = (size: number): void => {
    for (let found = checkpoints[next]; found !== undefined && found.size <= size; found = checkpoints[next]) {
      lines.push(exportCheckpointLine(found.note));
      next += 1;
    }
  };
  for (const { index, leaf, hash, payload, salt } of leaves) {
    upTo(index);
    // A row that somebody changed together with its own hash still differs from what its tile holds.
    const leafHash = tile === 'none' ? hash : tile.subarray((index % TILE_WIDTH) * HASH_BYTES, (index % TILE_WIDTH) * HASH_BYTES + HASH_BYTES);
    lines.push(exportEntryLine({ leaf, leafHash, payload: payload === null || salt === null ? null : { salt, text: canonicalJson(payload) } }));
  }
  upTo(Number.MAX_SAFE_INTEGER);
  return lines.join('');
}
