import { randomInt } from 'node:crypto';
import { insertDailySync } from '@vitrine/billing';
import { cloudSchema, credentialKindSchema, type ConnectionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

const dayMs = 86_400_000;
/** Either way, so that connections that were made in one minute do not stay in one minute. */
const jitterMs = 10 * 60_000;

/** Whether a `schedule` job stands for a connection's daily sync rather than for a schedule of audits. */
export const isDailySync = ({ detail }: { readonly detail: Readonly<Record<string, unknown>> }): boolean => detail['ledgerSync'] === 'daily';

/** The same time of a day that is still to come, give or take the jitter: however many days were missed, one sync is next. */
export function nextDay(plannedAt: Date, now: Date, jitter: number = randomInt(-jitterMs, jitterMs + 1)): Date {
  const days = Math.max(1, Math.ceil((now.getTime() - plannedAt.getTime() + jitterMs + 1) / dayMs));
  return new Date(plannedAt.getTime() + days * dayMs + jitter);
}

/** Plans the connection's next daily sync unless one is planned; a connection that names no bill has none. */
export async function planDailySync(transaction: OrganizationTransaction, connectionId: ConnectionId, at: Date | null = null): Promise<void> {
  const [connection] = await transaction.read(
    z.object({ cloud: cloudSchema, kind: credentialKindSchema, now: z.date() }),
    `select cloud, kind, now() as now from vitrine.connection where organization_id = $1 and id = $2 and bill is not null`,
    [transaction.organizationId, connectionId],
  );
  if (connection === undefined) return;
  const next = at ?? nextDay(connection.now, connection.now);
  await insertDailySync(transaction, { ...connection, id: connectionId }, (next.getTime() - connection.now.getTime()) / 1000);
}
