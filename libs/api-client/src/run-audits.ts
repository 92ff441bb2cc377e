import { auditIdSchema, VitrineError, type AuditId, type ConnectionId } from '@vitrine/contracts';
import type { ApiClient } from './api-client.js';
import { followAudit } from './audit-events.js';
import type { AuditProgress } from './audit-progress.js';

/** Starts one audit per connection and follows all of them to their end. */
export async function runAudits(
  client: ApiClient,
  connections: readonly { readonly id: ConnectionId; readonly name: string }[],
  progress: AuditProgress,
  signal: AbortSignal,
): Promise<AuditId[]> {
  const audits = await Promise.all(connections.map(async ({ id, name }) => ({ name, auditId: await startOrJoin(client, id) })));
  for (const { name } of audits) progress.add(name);
  await Promise.all(
    audits.map(async ({ name, auditId }) => {
      for await (const event of followAudit(client.http, auditId, signal)) progress.tell(name, event);
    }),
  );
  return audits.map(({ auditId }) => auditId);
}

/** An audit that an earlier start left unfinished goes on by itself: it is joined, not refused. */
export async function startOrJoin(client: ApiClient, connectionId: ConnectionId): Promise<AuditId> {
  try {
    return await client.startAudit(connectionId);
  } catch (error) {
    const active =
      error instanceof VitrineError && error.code === 'run-active' ? auditIdSchema.safeParse((error.headers['location'] ?? '').split('/').at(-1)) : null;
    if (active?.success !== true) throw error;
    return active.data;
  }
}
