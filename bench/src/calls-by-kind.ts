import type { AuditId, JobKind } from '@vitrine/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';

const rowSchema = z.array(z.object({ operation: z.string(), calls: z.int() }));

/** Calls per operation that an audit's jobs of these kinds made, as its pages counted them; a validation's probes are in none of them. */
export async function callsByKind(pool: Pool, auditId: AuditId, kinds: readonly JobKind[]): Promise<Record<string, number>> {
  const { rows } = await pool.query(
    `select call.key as operation, sum((call.value ->> 'calls')::int)::int as calls
     from vitrine.audit_page p join vitrine.job j on j.organization_id = p.organization_id and j.id = p.job_id, jsonb_each(p.calls) as call
     where p.audit_id = $1 and j.kind = any($2) group by 1`,
    [auditId, [...kinds]],
  );
  return Object.fromEntries(rowSchema.parse(rows).map(({ operation, calls }) => [operation, calls]));
}
