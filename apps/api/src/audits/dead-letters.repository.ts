import { Injectable } from '@nestjs/common';
import { auditIdSchema, connectionIdSchema, jobIdSchema, jobKindSchema, type JobId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

const rowSchema = z.object({
  id: jobIdSchema,
  audit_id: auditIdSchema,
  connection_id: connectionIdSchema,
  rules: z.array(z.string()).nullable(),
  kind: jobKindSchema,
  reader: z.string().nullable(),
  scope: z.string().nullable(),
  cause: z.string().nullable(),
  attempt: z.number().int(),
  lost_holders: z.number().int(),
  page_no: z.number().int(),
  created_at: z.date(),
  ended_at: z.date(),
  replayed_by: auditIdSchema.nullable(),
});
export type DeadLetterRow = z.infer<typeof rowSchema>;

export interface DeadLetterFilter {
  readonly auditId: string | null;
  readonly connectionId: string | null;
  /** Connections that the caller's token is bound to; null for all. */
  readonly connectionIds: readonly string[] | null;
}

const SELECT = `select j.id, j.audit_id, j.connection_id, a.rules, j.kind, j.reader, j.scope, j.cause, j.attempt, j.lost_holders, j.page_no, j.created_at, j.ended_at,
    r.id as replayed_by
  from vitrine.job j join vitrine.audit a on a.organization_id = j.organization_id and a.id = j.audit_id
    left join vitrine.audit r on r.organization_id = j.organization_id and r.replays_job_id = j.id
  where j.organization_id = $1 and j.state = 'failed' and j.error_code = 'dead-letter'`;

@Injectable()
export class DeadLettersRepository {
  async list(tx: OrganizationTransaction, filter: DeadLetterFilter, before: string | null, rows: number): Promise<DeadLetterRow[]> {
    return await tx.read(
      rowSchema,
      `${SELECT} and ($2::uuid is null or j.audit_id = $2) and ($3::uuid is null or j.connection_id = $3) and ($4::uuid[] is null or j.connection_id = any($4))
         and ($5::uuid is null or j.id < $5) order by j.id desc limit $6`,
      [tx.organizationId, filter.auditId, filter.connectionId, filter.connectionIds, before, rows],
    );
  }

  async find(tx: OrganizationTransaction, id: JobId): Promise<DeadLetterRow | 'missing'> {
    const [row] = await tx.read(rowSchema, `${SELECT} and j.id = $2`, [tx.organizationId, id]);
    return row ?? 'missing';
  }
}
