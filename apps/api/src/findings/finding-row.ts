import { findingIdSchema, findingSchema, connectionIdSchema, memberIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { STATUS_NOW } from './finding-filter.js';
import type { FullFinding, ListedFinding } from './finding.schemas.js';

const { shape } = findingSchema;
const amount = z.string().nullable();

export const findingRowSchema = z.object({
  id: findingIdSchema,
  connection_id: connectionIdSchema,
  audit_id: z.string(),
  cloud: shape.cloud,
  rule_id: z.string(),
  rule_version: z.number().int(),
  title: z.string(),
  verdict: shape.verdict,
  reason: shape.reason,
  missing_permission: z.string().nullable(),
  status: shape.status,
  status_now: shape.status,
  status_reason: z.string().nullable(),
  status_by: z.string(),
  waiver_owner_id: memberIdSchema.nullable(),
  assignee_id: memberIdSchema.nullable(),
  realised_monthly: amount,
  realised_at: z.date().nullable(),
  waived_until: z.date().nullable(),
  severity: shape.severity,
  confidence: shape.confidence,
  effort: shape.effort,
  action_group: shape.actionGroup,
  provisional: z.boolean(),
  superseded: z.boolean(),
  account_id: z.string(),
  region: z.string().nullable(),
  resource_id: z.string(),
  resource_name: z.string().nullable(),
  resource_type: z.string(),
  saving_method: shape.saving.shape.method,
  currency: shape.saving.shape.currency,
  cost_now_monthly: amount,
  saving_gross_monthly: amount,
  saving_realisable_monthly: amount,
  saving_bound: shape.saving.shape.bound,
  price: shape.saving.shape.price,
  first_seen_at: z.date(),
  first_seen_text: z.string(),
  last_seen_at: z.date(),
  resolved_at: z.date().nullable(),
  version: z.number().int(),
});
export type FindingRow = z.infer<typeof findingRowSchema>;

export const fullRowSchema = findingRowSchema.extend({ evidence: shape.evidence, verify: z.string(), remedy: shape.remedy });
export type FullFindingRow = z.infer<typeof fullRowSchema>;

/** Amounts as text without trailing zeros: a float would lose digits. */
export const FINDING_COLUMNS = `f.id, f.connection_id, f.audit_id, f.cloud, f.rule_id, f.rule_version, f.title, f.verdict, f.reason, f.missing_permission, f.status, ${STATUS_NOW} as status_now,
  f.status_reason, f.status_by, f.waiver_owner_id, f.assignee_id, trim_scale(f.realised_monthly)::text as realised_monthly, f.realised_at, f.waived_until, f.severity, f.confidence, f.effort, f.action_group, f.provisional, f.superseded, f.account_id, f.region, f.resource_id, f.resource_name, f.resource_type,
  f.saving_method, f.currency, trim_scale(f.cost_now_monthly)::text as cost_now_monthly, trim_scale(f.saving_gross_monthly)::text as saving_gross_monthly,
  trim_scale(f.saving_realisable_monthly)::text as saving_realisable_monthly, f.saving_bound, f.price, f.first_seen_at, f.first_seen_at::text as first_seen_text, f.last_seen_at, f.resolved_at, f.version`;
export const FULL_COLUMNS = `${FINDING_COLUMNS}, f.evidence, f.verify, f.remedy`;

export function listedFinding(row: FindingRow): ListedFinding {
  const waived = row.status_now === 'waived';
  return {
    id: row.id,
    auditId: row.audit_id,
    connectionId: row.connection_id,
    cloud: row.cloud,
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    title: row.title,
    verdict: row.verdict,
    reason: row.reason,
    missingPermission: row.missing_permission,
    status: row.status_now,
    statusReason: row.status === 'waived' && !waived ? null : row.status_reason,
    statusBy: row.status_by,
    waivedUntil: waived ? (row.waived_until?.toISOString() ?? null) : null,
    waiverOwnerId: waived ? row.waiver_owner_id : null,
    assigneeId: row.assignee_id,
    realised: row.realised_monthly === null || row.realised_at === null ? null : { monthly: row.realised_monthly, at: row.realised_at.toISOString() },
    severity: row.severity,
    confidence: row.confidence,
    effort: row.effort,
    actionGroup: row.action_group,
    provisional: row.provisional,
    superseded: row.superseded,
    accountId: row.account_id,
    region: row.region,
    resourceId: row.resource_id,
    resourceName: row.resource_name,
    resourceType: row.resource_type,
    saving: {
      method: row.saving_method,
      currency: row.currency,
      costNowMonthly: row.cost_now_monthly,
      savingGrossMonthly: row.saving_gross_monthly,
      savingRealisableMonthly: row.saving_realisable_monthly,
      bound: row.saving_bound,
      price: row.price,
    },
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}

export function fullFinding(row: FullFindingRow): FullFinding {
  return { ...listedFinding(row), evidence: row.evidence, verify: row.verify, remedy: row.remedy };
}
