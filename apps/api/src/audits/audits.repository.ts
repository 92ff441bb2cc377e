import { Injectable } from '@nestjs/common';
import { auditIdSchema, auditStateSchema, cloudSchema, connectionIdSchema, type AuditId, type ConnectionId, type JobId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { blindSpotSchema, type BlindSpot } from './audit.schemas.js';

const rowSchema = z.object({
  id: auditIdSchema,
  connection_id: connectionIdSchema,
  cloud: cloudSchema,
  state: auditStateSchema,
  rules: z.array(z.string()).nullable(),
  credential_version: z.number().int(),
  requested_by: z.string(),
  cancel_requested_at: z.date().nullable(),
  error_code: z.string().nullable(),
  event_seq: z.coerce.number().int(),
  totals: z.unknown(),
  receipt: z.unknown(),
  created_at: z.date(),
  started_at: z.date().nullable(),
  ended_at: z.date().nullable(),
});
export type AuditRow = z.infer<typeof rowSchema>;

const countsSchema = z.object({
  open: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  pages: z.number().int(),
  items: z.coerce.number().int(),
});
export type AuditCounts = z.infer<typeof countsSchema>;

const SELECT = `select a.id, a.connection_id, c.cloud, a.state, a.rules, a.credential_version, a.requested_by, a.cancel_requested_at, a.error_code, a.event_seq::text as event_seq,
  a.totals, a.receipt, a.created_at, a.started_at, a.ended_at
  from vitrine.audit a join vitrine.connection c on c.organization_id = a.organization_id and c.id = a.connection_id
  where a.organization_id = $1`;

export interface AuditFilter {
  readonly connectionId: string | null;
  readonly cloud: string | null;
  readonly state: string | null;
  /** Connections that the caller's token is bound to; null for all. */
  readonly connectionIds: readonly string[] | null;
}

@Injectable()
export class AuditsRepository {
  /** One job is open from the start: the plan. Workers count on from there. */
  async insert(
    tx: OrganizationTransaction,
    audit: {
      id: AuditId;
      connectionId: ConnectionId;
      credentialVersion: number;
      rules: readonly string[] | null;
      requestedBy: string;
      traceId: string;
      replaysJobId: JobId | null;
    },
  ): Promise<void> {
    await tx.query(
      `insert into vitrine.audit (organization_id, id, connection_id, credential_version, rules, requested_by, trace_id, replays_job_id, jobs_open) values ($1, $2, $3, $4, $5, $6, $7, $8, 1)`,
      [tx.organizationId, audit.id, audit.connectionId, audit.credentialVersion, audit.rules, audit.requestedBy, audit.traceId, audit.replaysJobId],
    );
  }

  /** Marked as offered, because the request offers it right after its commit; the relay sees to it when that came to nothing. */
  async insertJob(
    tx: OrganizationTransaction,
    job: { id: JobId; kind: 'plan' | 'finalize'; auditId: AuditId; connectionId: ConnectionId; queue: string; traceId: string },
  ): Promise<void> {
    await tx.query(
      `insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, queue, offered_at, offer_no, trace_id) values ($1, $2, $3, $4, $5, $6, now(), 1, $7)`,
      [tx.organizationId, job.id, job.kind, job.auditId, job.connectionId, job.queue, job.traceId],
    );
  }

  async find(tx: OrganizationTransaction, id: string): Promise<AuditRow | 'missing'> {
    const [row] = await tx.read(rowSchema, `${SELECT} and a.id = $2`, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  /** The one audit that a connection may have queued or running. */
  async active(tx: OrganizationTransaction, connectionId: string): Promise<AuditId | 'none'> {
    const [row] = await tx.read(
      z.object({ id: auditIdSchema }),
      `select id from vitrine.audit where organization_id = $1 and connection_id = $2 and state in ('queued', 'running')`,
      [tx.organizationId, connectionId],
    );
    return row?.id ?? 'none';
  }

  async list(
    tx: OrganizationTransaction,
    filter: AuditFilter,
    before: { at: string; id: string } | null,
    limit: number,
  ): Promise<(AuditRow & { position: string })[]> {
    return await tx.read(
      rowSchema.extend({ position: z.string() }),
      // Microseconds count in the position, so it is the database's own text.
      `select l.*, l.created_at::text as position from (${SELECT} and ($2::uuid is null or a.connection_id = $2) and ($3::text is null or c.cloud = $3) and ($4::text is null or a.state = $4)
         and ($5::uuid[] is null or a.connection_id = any($5)) and ($6::timestamptz is null or (a.created_at, a.id) < ($6, $7::uuid))
       order by a.created_at desc, a.id desc limit $8) l order by l.created_at desc, l.id desc`,
      [tx.organizationId, filter.connectionId, filter.cloud, filter.state, filter.connectionIds, before?.at ?? null, before?.id ?? null, limit + 1],
    );
  }

  async counts(tx: OrganizationTransaction, id: string): Promise<AuditCounts> {
    const [row] = await tx.read(
      countsSchema,
      `select count(*) filter (where state in ('queued', 'running'))::int as open, count(*) filter (where state = 'done')::int as done,
         count(*) filter (where state = 'failed')::int as failed, count(*) filter (where state = 'cancelled')::int as cancelled,
         (select count(*)::int from vitrine.audit_page where organization_id = $1 and audit_id = $2) as pages,
         (select coalesce(sum(items), 0)::text from vitrine.audit_page where organization_id = $1 and audit_id = $2) as items
       from vitrine.job where organization_id = $1 and audit_id = $2 and kind <> 'finalize'`,
      [tx.organizationId, id],
    );
    if (row === undefined) throw new TypeError('an aggregate gave no row');
    return row;
  }

  /** From the pages themselves, so that it is told while the audit runs and stays when it has ended. */
  async blindSpots(tx: OrganizationTransaction, id: string): Promise<BlindSpot[]> {
    return await tx.read(
      blindSpotSchema,
      `select s->>'ruleId' as "ruleId", s->>'operation' as operation, s->>'permission' as permission, s->>'reason' as reason, count(*)::int as times,
         (coalesce(array_agg(distinct s->>'resource') filter (where s ? 'resource'), '{}'))[1:20] as resources
       from vitrine.audit_page p cross join lateral jsonb_array_elements(p.blind_spots) s
       where p.organization_id = $1 and p.audit_id = $2 group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
      [tx.organizationId, id],
    );
  }

  /** Takes the audit row's lock, under which workers number events and plan finalize: the two cannot both plan it. */
  async requestCancel(tx: OrganizationTransaction, id: string): Promise<'asked' | 'ended'> {
    const { rowCount } = await tx.query(
      `update vitrine.audit set cancel_requested_at = coalesce(cancel_requested_at, now()) where organization_id = $1 and id = $2 and state in ('queued', 'running')`,
      [tx.organizationId, id],
    );
    return rowCount === 0 ? 'ended' : 'asked';
  }

  async hasFinalize(tx: OrganizationTransaction, id: string): Promise<boolean> {
    const { rowCount } = await tx.query(`select 1 from vitrine.job where organization_id = $1 and audit_id = $2 and kind = 'finalize'`, [
      tx.organizationId,
      id,
    ]);
    return rowCount > 0;
  }
}
