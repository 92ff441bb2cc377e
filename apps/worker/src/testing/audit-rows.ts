import type { Pool } from 'pg';
import {
  auditIdSchema,
  connectionIdSchema,
  jobIdSchema,
  newId,
  organizationIdSchema,
  type AuditId,
  type Cloud,
  type ConnectionId,
  type JobId,
  type JobKind,
  type OrganizationId,
} from '@vitrine/contracts';

/** What these rows need of a seeded organization. */
export interface SeededConnections {
  readonly organizationId: string;
  readonly connections: Readonly<Record<Cloud, string>>;
}

/** An audit as the API makes it: one row, one `plan` job, one job open. Written by the superuser, as a stand-in for the API. */
export interface PlannedAudit {
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly auditId: AuditId;
}

export async function insertAudit(
  pool: Pool,
  organization: SeededConnections,
  options: { readonly cloud?: Cloud; readonly rules?: readonly string[]; readonly jobsOpen?: number } = {},
): Promise<PlannedAudit> {
  const organizationId = organizationIdSchema.parse(organization.organizationId);
  const connectionId = connectionIdSchema.parse(organization.connections[options.cloud ?? 'aws']);
  const auditId = auditIdSchema.parse(newId(auditIdSchema));
  await pool.query(
    `insert into vitrine.audit (organization_id, id, connection_id, credential_version, requested_by, rules, jobs_open) values ($1, $2, $3, 1, 'spec', $4, $5)`,
    [organizationId, auditId, connectionId, options.rules ?? null, options.jobsOpen ?? 1],
  );
  return { organizationId, connectionId, auditId };
}

export interface JobRow {
  readonly kind?: JobKind;
  readonly queue?: string;
  readonly reader?: string;
  readonly scope?: string;
  readonly waitsFor?: readonly string[];
  readonly attempt?: number;
}

export async function insertJob(pool: Pool, audit: PlannedAudit, row: JobRow = {}): Promise<JobId> {
  const id = jobIdSchema.parse(newId(jobIdSchema));
  await pool.query(
    `insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, reader, scope, queue, waits_for, attempt) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      audit.organizationId,
      id,
      row.kind ?? 'cursor',
      audit.auditId,
      audit.connectionId,
      row.reader ?? 'spec.things',
      row.scope ?? 'aws/111122223333/eu-central-1',
      row.queue ?? 'aws',
      row.waitsFor ?? [],
      row.attempt ?? 0,
    ],
  );
  return id;
}

/** The row behind every policy, for asking what really stands there. */
export async function jobRow(pool: Pool, jobId: string): Promise<Record<string, unknown>> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `select state, fence::text as fence, attempt, lost_holders, page_no, page_token, error_code, not_before, offered_at, offer_no, lease_until from vitrine.job where id = $1`,
    [jobId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no such job');
  return row;
}

export async function auditRow(pool: Pool, auditId: string): Promise<Record<string, unknown>> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `select state, jobs_open, event_seq::int as event_seq, error_code, totals, receipt from vitrine.audit where id = $1`,
    [auditId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no such audit');
  return row;
}

/** As if so long had passed without a heartbeat. */
export async function expireLease(pool: Pool, jobId: string): Promise<void> {
  await pool.query(`update vitrine.job set lease_until = now() - interval '1 second' where id = $1`, [jobId]);
}
