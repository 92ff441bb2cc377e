import { organizationIdSchema, type OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';
import type { CheckpointAnchor, KnownCheckpoint } from './checkpoint-anchors.js';
import { dropOld } from './drop-old.js';
import { sequenceEntries, type Sequencing } from './sequence-entries.js';

export interface SequencerOptions extends Sequencing {
  /** Outside the database; the newest checkpoint that any of them holds tells a restored database from a growing one. */
  readonly anchors: readonly CheckpointAnchor[];
  /** Milliseconds between looks: a checkpoint stands a few of them after its entry. */
  readonly pollMs?: number;
  /** After each look that the database answered. @param oldestSeconds how long the oldest entry waits that has no leaf; 0 where none waits */
  readonly onLook?: (oldestSeconds: number) => void;
  readonly onSequenced?: (entries: number) => void;
  readonly onError?: (error: unknown) => void;
}

export interface Sequencer {
  /** Ends after the transactions under way. */
  stop(): Promise<void>;
}

/** A checkpoint is promised within 5 s of its entry: it comes with the first look that sees it. */
export const usualPollMs = 1_000;
const organizationsAtOnce = 4;
const organizationsPerRound = 1_000;
/** Transactions for one organization in a round, so that a flood of one does not keep the others waiting. */
const stepsPerRound = 20;
const retentionMs = 3_600_000;

const waitingSchema = z.object({ organizationId: organizationIdSchema, seconds: z.number() });

/** Looks again and again for entries without a leaf. Holds no state that a second one, or a restart, would miss. */
export function startSequencer(options: SequencerOptions): Sequencer {
  const { pollMs = usualPollMs } = options;
  let stopped = false;
  let wake: () => void = () => undefined;
  const round = sequencingRound(options);
  const running = (async () => {
    while (!stopped) {
      const left = await round(() => stopped).catch((error: unknown) => {
        options.onError?.(error);
        return 'nothing-left' as const;
      });
      // The flag may have been set while the round ran.
      if (left === 'more-left' || (stopped as boolean)) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}

/** One look over all organizations; what it remembers between rounds is only what saves it work, and which trails have a receiver to catch up. */
export function sequencingRound(options: SequencerOptions): (interrupted: () => boolean) => Promise<'more-left' | 'nothing-left'> {
  const known = new Map<OrganizationId, KnownCheckpoint | 'none'>();
  const retained = new Map<OrganizationId, number>();
  const behind = new Set<OrganizationId>();

  const workThrough = async (organizationId: OrganizationId, interrupted: () => boolean): Promise<boolean> => {
    for (let step = 0; step < stepsPerRound && !interrupted(); step += 1) {
      // Asked once per process: from then on this process itself knows what it gave away.
      const lastKnown = known.get(organizationId) ?? newestOf(options.anchors.map((anchor) => anchor.lastOf(organizationId)));
      const result = await sequenceEntries(options, organizationId, lastKnown);
      if (result.outcome === 'busy') return false;
      if (result.receivers === 'behind') behind.add(organizationId);
      else behind.delete(organizationId);
      if (result.outcome === 'sequenced') {
        known.set(organizationId, result.checkpoint);
        for (const anchor of options.anchors) anchor.keep(organizationId, result.checkpoint);
        options.onSequenced?.(result.entries);
        if (result.more) continue;
        await retain(organizationId, interrupted);
      }
      if (result.receivers === 'all-told') return false;
    }
    return true;
  };

  /** Once an hour, for organizations whose trail grows; what one transaction leaves is the next one's. */
  const retain = async (organizationId: OrganizationId, interrupted: () => boolean): Promise<void> => {
    if (performance.now() - (retained.get(organizationId) ?? -Infinity) < retentionMs) return;
    retained.set(organizationId, performance.now());
    await dropOld(options.pool, organizationId, interrupted);
  };

  return async (interrupted) => {
    // The longest waiting first, so that beyond a thousand nobody's turn never comes.
    const { rows } = await options.pool.query(
      `select organization_id as "organizationId", greatest(0, extract(epoch from now() - min(at)))::float8 as seconds from vitrine.trail_pending
       group by organization_id order by min(at), organization_id limit $1`,
      [organizationsPerRound],
    );
    const found = rows.map((row) => waitingSchema.parse(row));
    options.onLook?.(found[0]?.seconds ?? 0);
    const waiting = [...new Set([...found.map(({ organizationId }) => organizationId), ...behind])];
    let left = found.length === organizationsPerRound;
    const failures: unknown[] = [];
    const take = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !interrupted(); next = waiting.shift()) {
        try {
          if (await workThrough(next, interrupted)) left = true;
        } catch (error) {
          // One organization's fault keeps no other waiting.
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: organizationsAtOnce }, take));
    for (const error of failures) options.onError?.(error);
    return left && failures.length === 0 ? 'more-left' : 'nothing-left';
  };
}

function newestOf(checkpoints: readonly (KnownCheckpoint | 'none')[]): KnownCheckpoint | 'none' {
  let newest: KnownCheckpoint | 'none' = 'none';
  for (const each of checkpoints) {
    if (each === 'none') continue;
    if (newest === 'none' || each.epoch > newest.epoch || (each.epoch === newest.epoch && each.size > newest.size)) newest = each;
  }
  return newest;
}
