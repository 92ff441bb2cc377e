import { jobIdSchema, newId, VitrineError, type AuditEventKind, type AuditId, type ConnectionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

/** Ids, counts and codes only: events are read by browsers and live in logs. */
export type EventRef = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface AuditEvent {
  readonly kind: AuditEventKind;
  readonly ref: EventRef;
}

export interface AuditAdvance {
  readonly auditId: AuditId;
  readonly connectionId: ConnectionId;
  /** Jobs of the audit that this transaction made, and that it ended; finalize counts in neither. Apart, because one for one is news to the relay too. */
  readonly opened: number;
  readonly ended: number;
  readonly events: readonly AuditEvent[];
}

/** Events with numbers from the audit's own row on, beside an `advanced` that says what stood `before`. */
const numberedEvents = `inserted as (
       insert into vitrine.audit_event (organization_id, audit_id, seq, kind, ref)
       select $1, $2, before + n, kind, ref::jsonb from advanced, unnest($3::text[], $4::text[]) with ordinality as e (kind, ref, n))`;

const kindsOf = (events: readonly AuditEvent[]): string[] => events.map((event) => event.kind);
const refsOf = (events: readonly AuditEvent[]): string[] => events.map((event) => JSON.stringify(event.ref));

const advancedSchema = z.object({ jobsOpen: z.number().int(), traceId: z.string().nullable() });

/**
 * Takes the audit row’s lock: whoever numbers events or counts jobs does it one after the other. Last in every transaction, after job
 * rows. NO KEY: every insert that names the audit holds a key-share lock on it, and two pages that wanted more would wait for each other. */
export async function lockAudit(transaction: OrganizationTransaction, auditId: AuditId): Promise<void> {
  await transaction.query(`select 1 from vitrine.audit where organization_id = $1 and id = $2 for no key update`, [transaction.organizationId, auditId]);
}

/**
 * The last step of a page transaction: numbers the events under the audit's lock (so that a reader of `seq` never finds a gap that
 * fills later), counts open jobs, and plans `finalize` when none is left.
 */
export async function advanceAudit(transaction: OrganizationTransaction, advance: AuditAdvance): Promise<{ readonly jobsOpen: number }> {
  const { organizationId } = transaction;
  const { auditId, events } = advance;
  // One statement, since every job of an audit passes here: each answer waited for is time that the audit's row stays locked.
  const [audit] = await transaction.read(
    advancedSchema,
    `with advanced as (
       update vitrine.audit set event_seq = event_seq + cardinality($3::text[]), jobs_open = greatest(jobs_open + $5 - $6, 0),
         state = case when state = 'queued' then 'running' else state end, started_at = coalesce(started_at, now())
       where organization_id = $1 and id = $2
       returning event_seq - cardinality($3::text[]) as before, jobs_open, trace_id),
     ${numberedEvents}
     select jobs_open as "jobsOpen", trace_id as "traceId",
       case when cardinality($3::text[]) > 0 then pg_notify('vitrine_audit_event', $7) is not null end as told,
       case when $5::int + $6::int > 0 then pg_notify('vitrine_job', '') is not null end as planned
     from advanced`,
    [organizationId, auditId, kindsOf(events), refsOf(events), advance.opened, advance.ended, `${organizationId}/${auditId}`],
  );
  if (audit === undefined) throw missingAudit();
  if (advance.opened + advance.ended > 0 && audit.jobsOpen === 0) await planFinalize(transaction, advance, audit.traceId);
  return { jobsOpen: audit.jobsOpen };
}

const toldSchema = z.object({ told: z.literal(true) });

/**
 * The last step of a page after which the same jobs are open as before: tells its events, and commits. Pages of the same audit wait for one
 * another here, so the audit's row is locked for this one statement, and not while a worker that is busy parsing gets round to the next.
 */
export async function tellAndCommit(transaction: OrganizationTransaction, auditId: AuditId, events: readonly AuditEvent[]): Promise<void> {
  const { organizationId } = transaction;
  const told = await transaction.readLast(
    toldSchema,
    `with advanced as (
       update vitrine.audit set event_seq = event_seq + cardinality($3::text[]), state = case when state = 'queued' then 'running' else state end,
         started_at = coalesce(started_at, now())
       where organization_id = $1 and id = $2 returning event_seq - cardinality($3::text[]) as before),
     ${numberedEvents}
     select pg_notify('vitrine_audit_event', $5) is not null as told from advanced`,
    [organizationId, auditId, kindsOf(events), refsOf(events), `${organizationId}/${auditId}`],
    'prepared',
  );
  // Its pages name the audit, so the database itself would have refused one that is not there.
  if (told.length === 0) throw missingAudit();
}

async function planFinalize(transaction: OrganizationTransaction, { auditId, connectionId }: AuditAdvance, traceId: string | null): Promise<void> {
  await transaction.query(
    `insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, queue, trace_id)
     select $1, $2, 'finalize', $3, $4, 'system', $5
     where not exists (select 1 from vitrine.job where organization_id = $1 and audit_id = $3 and kind = 'finalize')`,
    [transaction.organizationId, newId(jobIdSchema), auditId, connectionId, traceId],
  );
}

function missingAudit(): VitrineError {
  return new VitrineError({
    code: 'audit-missing',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: 'a job names an audit that is not there',
  });
}
