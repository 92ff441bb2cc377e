import type { AuditEventKind } from '@vitrine/contracts';
import type { Pool } from 'pg';

/** Waits for an event of an audit as a client does: woken by the notification, told by the row. */
export async function auditTold(pool: Pool, auditId: string, kind: AuditEventKind, signal: AbortSignal): Promise<void> {
  const client = await pool.connect();
  try {
    let wake: () => void = () => undefined;
    client.on('notification', () => {
      wake();
    });
    signal.addEventListener('abort', () => {
      wake();
    });
    await client.query('listen vitrine_audit_event');
    for (;;) {
      const next = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const { rows } = await pool.query(`select 1 from vitrine.audit_event where audit_id = $1 and kind = $2 limit 1`, [auditId, kind]);
      if (rows.length > 0) return;
      signal.throwIfAborted();
      await next;
    }
  } finally {
    client.release(true);
  }
}
