import type { ActionGroup, Cloud, Confidence, Effort, Evidence, Remedy, Saving, Severity, UndeterminedReason } from '@vitrine/contracts';
import type { Unpriced } from '@vitrine/pricing';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { bulkInserter, type BulkColumn } from './bulk-insert.js';
import { contentHash } from './hash-text.js';

/** What one audit says about one rule and one resource, ready for its row. */
export interface FindingRow {
  readonly id: string;
  readonly connectionId: string;
  readonly auditId: string;
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly family: string;
  readonly cloud: Cloud;
  readonly reader: string;
  readonly scope: string;
  readonly title: string;
  readonly verdict: 'fail' | 'undetermined';
  readonly reason: UndeterminedReason | null;
  readonly missingPermission: string | null;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly effort: Effort;
  readonly actionGroup: ActionGroup;
  readonly accountId: string;
  readonly region: string | null;
  readonly resourceId: string;
  readonly canonicalId: string;
  readonly resourceName: string | null;
  readonly resourceType: string;
  readonly saving: Saving;
  /** Why there is no money; null where there is some, or where the verdict asks for none. */
  readonly unpriced: Unpriced | null;
  readonly evidence: Evidence;
  readonly verify: string;
  readonly remedy: Remedy;
}

/** Written, and whether a reader of the list sees it for the first time. */
export interface WrittenFinding {
  readonly id: string;
  readonly verdict: 'fail' | 'undetermined';
}

/** Ids, and when resources and price lists were last looked at, are no content: an audit that finds the same again writes nothing. */
function findingHash(row: FindingRow): string {
  const { id: _id, auditId: _auditId, ...content } = row;
  const price = row.saving.price === null ? null : { ...row.saving.price, fetchedAt: null };
  return contentHash({ ...content, saving: { ...row.saving, price }, evidence: { ...row.evidence, window: null } });
}

const columns: readonly BulkColumn<FindingRow>[] = [
  { name: 'id', type: 'uuid', value: (row) => row.id },
  { name: 'connection_id', type: 'uuid', value: (row) => row.connectionId },
  { name: 'audit_id', type: 'uuid', value: (row) => row.auditId },
  { name: 'fingerprint', type: 'text', value: (row) => row.fingerprint },
  { name: 'rule_id', type: 'text', value: (row) => row.ruleId },
  { name: 'rule_version', type: 'integer', value: (row) => row.ruleVersion },
  { name: 'family', type: 'text', value: (row) => row.family },
  { name: 'cloud', type: 'text', value: (row) => row.cloud },
  { name: 'reader', type: 'text', value: (row) => row.reader },
  { name: 'scope', type: 'text', value: (row) => row.scope },
  { name: 'title', type: 'text', value: (row) => row.title },
  { name: 'verdict', type: 'text', value: (row) => row.verdict },
  { name: 'reason', type: 'text', value: (row) => row.reason },
  { name: 'missing_permission', type: 'text', value: (row) => row.missingPermission },
  { name: 'severity', type: 'text', value: (row) => row.severity },
  { name: 'confidence', type: 'text', value: (row) => row.confidence },
  { name: 'effort', type: 'text', value: (row) => row.effort },
  { name: 'action_group', type: 'text', value: (row) => row.actionGroup },
  { name: 'account_id', type: 'text', value: (row) => row.accountId },
  { name: 'region', type: 'text', value: (row) => row.region },
  { name: 'resource_id', type: 'text', value: (row) => row.resourceId },
  { name: 'canonical_id', type: 'text', value: (row) => row.canonicalId },
  { name: 'resource_name', type: 'text', value: (row) => row.resourceName },
  { name: 'resource_type', type: 'text', value: (row) => row.resourceType },
  { name: 'saving_method', type: 'text', value: (row) => row.saving.method },
  { name: 'currency', type: 'text', value: (row) => row.saving.currency },
  { name: 'cost_now_monthly', type: 'numeric', value: (row) => row.saving.costNowMonthly },
  { name: 'saving_gross_monthly', type: 'numeric', value: (row) => row.saving.savingGrossMonthly },
  { name: 'saving_realisable_monthly', type: 'numeric', value: (row) => row.saving.savingRealisableMonthly },
  { name: 'saving_bound', type: 'text', value: (row) => row.saving.bound },
  { name: 'price', type: 'jsonb', value: (row) => (row.saving.price === null ? null : JSON.stringify(row.saving.price)) },
  { name: 'unpriced', type: 'text', value: (row) => row.unpriced },
  { name: 'evidence', type: 'jsonb', value: (row) => JSON.stringify(row.evidence) },
  { name: 'verify', type: 'text', value: (row) => row.verify },
  { name: 'remedy', type: 'jsonb', value: (row) => JSON.stringify(row.remedy) },
  { name: 'content_hash', type: 'bigint', value: (row) => findingHash(row) },
];

/** Who the finding is never changes under one fingerprint, and its id is what people link to. */
const kept = new Set(['id', 'connection_id', 'fingerprint']);
const renewed = columns.filter((column) => !kept.has(column.name)).map((column) => `${column.name} = excluded.${column.name}`);

/** Seen again, these come back: what was resolved relapses, what was excluded opens. */
const over = `('resolved', 'realised', 'excluded')`;

// A page that could not judge does not overwrite what an earlier one saw: not knowing is no news about the resource.
const insertFindings = bulkInserter<FindingRow>({
  table: 'vitrine.finding',
  columns,
  tail: `on conflict (organization_id, fingerprint) do update set ${renewed.join(', ')},
  provisional = true, last_seen_at = now(), version = finding.version + 1,
  status = case when finding.status in ('resolved', 'realised') then 'relapsed' when finding.status = 'excluded' then 'open' else finding.status end,
  status_by = case when finding.status in ${over} then 'audit' else finding.status_by end,
  status_reason = case when finding.status in ${over} then 'seen-again' else finding.status_reason end,
  resolved_at = null, resolution = null, realised_monthly = null, realised_at = null, realised_days = null
where (finding.content_hash <> excluded.content_hash or finding.status in ${over})
  and not (excluded.verdict = 'undetermined' and finding.verdict = 'fail' and finding.status <> 'excluded')
returning id, verdict`,
});

/** Writes changed findings only, unique by fingerprint. @returns what was written */
export async function writeFindings(transaction: OrganizationTransaction, rows: readonly FindingRow[]): Promise<WrittenFinding[]> {
  const distinct = [...new Map(rows.map((row) => [row.fingerprint, row])).values()];
  return await insertFindings<{ id: string; verdict: 'fail' | 'undetermined' }>(transaction, distinct);
}
