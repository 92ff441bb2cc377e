import { decimalText, exact, findingStatusSchema, severitySchema, cloudSchema, type ConnectionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

const stepSchema = z.object({
  seq: z.string(),
  findingId: z.string(),
  auditId: z.string(),
  cloud: cloudSchema,
  ruleId: z.string(),
  title: z.string(),
  severity: severitySchema,
  verdict: z.enum(['fail', 'undetermined']),
  from: findingStatusSchema.nullable(),
  to: findingStatusSchema,
  reason: z.string().nullable(),
  currency: z.string().nullable(),
  amount: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : decimalText(exact(text)))),
  at: z.date(),
});
/** One step of one finding, with what it is about in money per month. */
export type AnnouncedStep = z.infer<typeof stepSchema>;

/**
 * Ends what the steps of a connection still lack: those into `open` and `relapsed` get the amount that the competition left them. Called by
 * finalize alone, so that nothing provisional is told; what a cancelled audit left is told by the next one. Each step is told once.
 * @returns in the order of events
 */
export async function announceSteps(transaction: OrganizationTransaction, connectionId: ConnectionId): Promise<AnnouncedStep[]> {
  const steps = await transaction.read(
    stepSchema,
    `update vitrine.finding_transition t set announced_at = now(),
       amount_monthly = case when t.to_status in ('open', 'relapsed') and t.from_status is distinct from t.to_status then f.counted_monthly else t.amount_monthly end,
       currency = f.currency
     from vitrine.finding f
     where t.organization_id = $1 and t.connection_id = $2 and t.announced_at is null and f.organization_id = $1 and f.id = t.finding_id
     returning t.seq::text as seq, t.finding_id as "findingId", t.audit_id as "auditId", f.cloud, f.rule_id as "ruleId", f.title, f.severity,
       t.from_status as "from", t.to_status as "to", t.reason, t.currency, t.amount_monthly::text as amount, t.at, t.verdict`,
    [transaction.organizationId, connectionId],
  );
  return steps.sort((one, other) => (BigInt(one.seq) < BigInt(other.seq) ? -1 : 1));
}
