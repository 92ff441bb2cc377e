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

const advancedSchema = z.object({ advanced: z.literal(true) });

/**
 * One statement, since every job of an audit passes here and its row stays locked until the transaction ends. A `finalize` of the same audit, which
 * a transaction planned that this one waited for, is not in this statement's view of the table, but in its index.
 */
const advanceSql = `with advanced as (
       update vitrine.audit set event_seq = event_seq + cardinality($3::text[]), jobs_open = greatest(jobs_open + $5 - $6, 0),
         state = case when state = 'queued' then 'running' else state end, started_at = coalesce(started_at, now())
       where organization_id = $1 and id = $2
       returning event_seq - cardinality($3::text[]) as before, jobs_open, trace_id),
     ${numberedEvents},
     finalize as (
       insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, queue, trace_id)
       select $1, $8, 'finalize', $2, $9, 'system', trace_id from advanced where jobs_open = 0 and $5::int + $6::int > 0
       on conflict (organization_id, audit_id) where kind = 'finalize' do nothing)
     select true as advanced,
       case when cardinality($3::text[]) > 0 then pg_notify('vitrine_audit_event', $7) is not null end as told,
       case when $5::int + $6::int > 0 then pg_notify('vitrine_job', '') is not null end as planned
     from advanced`;

/**
 * Takes the audit row’s lock: whoever numbers events or counts jobs does it one after the other. Last in every transaction, after job
 * rows. NO KEY: every insert that names the audit holds a key-share lock on it, and two pages that wanted more would wait for each other. */
export async function lockAudit(transaction: OrganizationTransaction, auditId: AuditId): Promise<void> {
  await transaction.query(
    `select 1 from vitrine.audit where organization_id = $1 and id = $2 for no key update`,
    [transaction.organizationId, auditId],
    'prepared',
  );
}

/**
 * Numbers the events under the audit's lock (so that a reader of `seq` never finds a gap that fills later), counts open jobs, and plans `finalize`
 * when none is left.
 */
export async function advanceAudit(transaction: OrganizationTransaction, advance: AuditAdvance): Promise<void> {
  expectAudit(await transaction.read(advancedSchema, advanceSql, advanceValues(transaction, advance), 'prepared'));
}

/** The same as the last step of a transaction, and its commit: nobody waits for the audit's row while we get round to reading an answer. */
export async function advanceAndCommit(transaction: OrganizationTransaction, advance: AuditAdvance): Promise<void> {
  expectAudit(await transaction.readLast(advancedSchema, advanceSql, advanceValues(transaction, advance), 'prepared'));
}

function advanceValues({ organizationId }: OrganizationTransaction, { auditId, connectionId, events, opened, ended }: AuditAdvance): unknown[] {
  return [organizationId, auditId, kindsOf(events), refsOf(events), opened, ended, `${organizationId}/${auditId}`, newId(jobIdSchema), connectionId];
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

function expectAudit(rows: readonly unknown[]): void {
  if (rows.length === 0) throw missingAudit();
}

function missingAudit(): VitrineError {
  return new VitrineError({
    code: 'audit-missing',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: 'a job names an audit that is not there',
  });
}
