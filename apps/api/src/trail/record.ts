import { freshId } from '../database/fresh-id.js';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { callerText } from '../auth/caller.js';
import { requestContext } from '../http/request-context.js';

/** What happened, in ids, counts and codes: never a credential, never a value that one could be in. */
export interface TrailEvent {
  /** `connection.created`, `member.role-changed`. */
  readonly type: string;
  readonly payload: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** Writes the event into the mutation's own transaction: a change without its trail cannot commit. The socket's peer is added. */
export async function record(tx: OrganizationTransaction, event: TrailEvent): Promise<void> {
  const { caller, trace, requestId, peer } = requestContext();
  await tx.query(`insert into vitrine.trail_event (organization_id, id, type, principal, trace_id, request_id, payload) values ($1, $2, $3, $4, $5, $6, $7)`, [
    tx.organizationId,
    freshId(z.string()),
    event.type,
    caller === 'unknown' ? 'system' : callerText(caller),
    trace.traceId,
    requestId,
    JSON.stringify({ ...event.payload, peer }),
  ]);
}
