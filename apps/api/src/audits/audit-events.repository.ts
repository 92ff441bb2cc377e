import { Injectable } from '@nestjs/common';
import { auditEventKindSchema, auditStateSchema } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { AuditEvent } from './audit.schemas.js';

/** At most so many events are in memory per stream; the rest waits in its table. */
export const EVENTS_PER_READ = 200;

const eventSchema = z.object({ seq: z.coerce.number().int(), kind: auditEventKindSchema, at: z.date(), ref: z.record(z.string(), z.unknown()) });

@Injectable()
export class AuditEventsRepository {
  /** Ends the transaction. Numbers are taken last, under the audit's lock, so whoever has read to n has missed nothing below it. */
  async after(tx: OrganizationTransaction, auditId: string, seq: number): Promise<{ events: AuditEvent[]; over: boolean }> {
    // State first: what a later statement does not see of an audit that has ended will never be there.
    const state = tx.read(
      z.object({ state: auditStateSchema }),
      'select state from vitrine.audit where organization_id = $1 and id = $2',
      [tx.organizationId, auditId],
      'prepared',
    );
    const events = tx.readLast(
      eventSchema,
      // By the column and not by the answer of the same name, which is text: 10 would come before 9.
      `select seq::text as seq, kind, at, ref from vitrine.audit_event where organization_id = $1 and audit_id = $2 and seq > $3 order by audit_event.seq limit ${String(EVENTS_PER_READ)}`,
      [tx.organizationId, auditId, seq],
      'prepared',
    );
    const [[audit], rows] = await Promise.all([state, events]);
    const ended = audit === undefined || (audit.state !== 'queued' && audit.state !== 'running');
    return {
      events: rows.map(({ seq: number, kind, at, ref }) => ({ seq: number, kind, at: at.toISOString(), ref })),
      over: ended && rows.length < EVENTS_PER_READ,
    };
  }
}
