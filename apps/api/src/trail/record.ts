import { VitrineError } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { freshId } from '../database/fresh-id.js';
import { callerText } from '../auth/caller.js';
import { requestContext } from '../http/request-context.js';
import { trailEventIdSchema, type TrailEventId } from './trail-event-id.js';

/** What happened, in ids, counts and codes: never a credential, never a value that one could be in. */
export interface TrailEvent {
  /** `connection.created`, `member.role-changed`. */
  readonly type: string;
  readonly payload: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** What came of it; default `succeeded`. */
  readonly outcome?: 'succeeded' | 'denied' | 'failed';
  /** The entry that this one followed from. */
  readonly causationId?: TrailEventId;
  /** Who, where it is not the request's caller: a refused identity, the policy of a schedule. */
  readonly principal?: string;
}

const recorded = new WeakSet<OrganizationTransaction>();

/**
 * Writes the event into the mutation's own transaction: a change without its entry cannot commit. The socket's peer and the decision of the
 * policies are added; leaf numbers come later, from the sequencer.
 * @returns the entry's id, for what follows from it
 */
export async function record(tx: OrganizationTransaction, event: TrailEvent): Promise<TrailEventId> {
  const { caller, decision, trace, requestId, peer } = requestContext();
  const id = freshId(trailEventIdSchema);
  await tx.query(
    `insert into vitrine.trail_event (organization_id, id, type, principal, trace_id, request_id, causation_id, outcome, decision, payload)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.organizationId,
      id,
      event.type,
      event.principal ?? (caller === 'unknown' ? 'system' : callerText(caller)),
      trace.traceId,
      requestId,
      event.causationId ?? null,
      event.outcome ?? 'succeeded',
      decision === 'none' ? null : JSON.stringify(decision),
      JSON.stringify({ ...event.payload, peer }),
    ],
  );
  recorded.add(tx);
  return id;
}

/**
 * For the one place that all mutations pass.
 * @throws VitrineError 500 `trail-entry-missing`: what nobody wrote down is rolled back (CS-14)
 */
export function expectRecorded(tx: OrganizationTransaction): void {
  if (recorded.has(tx)) return;
  throw new VitrineError({
    code: 'trail-entry-missing',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: 'a mutation wrote no entry into the trail',
  });
}
