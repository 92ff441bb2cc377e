import { newId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { KnownCheckpoint } from './checkpoint-anchors.js';
import type { LockedHead } from './trail-head.js';

/**
 * For a database that is behind a checkpoint already given away: it came from a backup, or somebody cut its tail; from inside the two look alike.
 * History is never signed again under the same origin, since that would be a fork: a new log begins, and its entry 0 quotes what was known.
 */
export async function beginEpoch(
  transaction: OrganizationTransaction,
  found: LockedHead,
  lastKnown: KnownCheckpoint,
): Promise<{ readonly epoch: number; readonly eventId: string }> {
  const eventId = newId(z.uuid());
  await transaction.query(
    `insert into vitrine.trail_event (organization_id, id, type, principal, payload) values ($1, $2, 'trail.epoch-begun', 'sequencer', $3::jsonb)`,
    [
      transaction.organizationId,
      eventId,
      JSON.stringify({
        lastKnownCheckpoint: lastKnown.note,
        lastKnownEpoch: lastKnown.epoch,
        lastKnownSize: lastKnown.size,
        foundEpoch: found.epoch,
        foundSize: found.tree.size,
      }),
    ],
  );
  return { epoch: lastKnown.epoch + 1, eventId };
}
