import { liveStatuses } from '@vitrine/contracts';
import { connectionFilter, type Caller } from '../auth/caller.js';
import type { SqlValues } from '../database/sql-values.js';
import { timeRange } from '../http/time-range.js';
import type { FindingFilterQuery } from './finding.schemas.js';

/** A parsed filter in a canonical form, which also binds the cursor. */
export interface FindingFilter {
  readonly cloud: string | null;
  readonly ruleId: string | null;
  readonly severities: readonly string[] | null;
  readonly statuses: readonly string[] | null;
  readonly verdict: string | null;
  readonly connectionId: string | null;
  readonly assigneeId: string | null;
  readonly auditId: string | null;
  readonly minSaving: string | null;
  readonly currency: string | null;
  readonly region: string | null;
  readonly q: string | null;
  readonly since: string | null;
  readonly until: string | null;
  /** Connections that the caller's token is bound to; null for all. */
  readonly connectionIds: readonly string[] | null;
}

/** @throws VitrineError 422 `invalid-range` */
export function findingFilter(caller: Caller, query: FindingFilterQuery): FindingFilter {
  const range = timeRange({ from: query.since, to: query.until }, { from: 'since', to: 'until' });
  return {
    cloud: query.cloud ?? null,
    ruleId: query.ruleId ?? null,
    severities: query.severity === undefined ? null : [...query.severity].sort(),
    statuses: query.status === undefined ? null : [...query.status].sort(),
    verdict: query.verdict ?? null,
    connectionId: query.connectionId ?? null,
    assigneeId: query.assigneeId ?? null,
    auditId: query.auditId ?? null,
    minSaving: query.minSaving ?? null,
    currency: query.currency ?? null,
    region: query.region ?? null,
    q: query.q ?? null,
    since: range.from?.toISOString() ?? null,
    until: range.to?.toISOString() ?? null,
    connectionIds: connectionFilter(caller),
  };
}

/** A waiver is time-boxed: past its day the finding is open again, without anybody writing a row. */
export const STATUS_NOW = `case when f.status = 'waived' and f.waived_until <= now() then 'open' else f.status end`;

/** `(…)`: the statuses that stand and count. */
export const LIVE = `(${liveStatuses.map((status) => `'${status}'`).join(', ')})`;

/** The first 8 bytes of the fingerprint, as pages note what stands. */
const MARK = `('x' || substr(f.fingerprint, 1, 16))::bit(64)::bigint`;

/** Conditions on `vitrine.finding f`, the organization's first: it is the second wall behind the policies. `$1` is the organization. */
export function findingConditions(filter: FindingFilter, values: SqlValues): string {
  const conditions = ['f.organization_id = $1'];
  const where = (value: unknown, sql: (placeholder: string) => string): void => {
    if (value !== null) conditions.push(sql(values.add(value)));
  };
  where(filter.connectionIds, (ids) => `f.connection_id = any(${ids}::uuid[])`);
  where(filter.cloud, (cloud) => `f.cloud = ${cloud}`);
  where(filter.ruleId, (ruleId) => `f.rule_id = ${ruleId}`);
  where(filter.severities, (severities) => `f.severity = any(${severities}::text[])`);
  where(filter.statuses, (statuses) => `${STATUS_NOW} = any(${statuses}::text[])`);
  where(filter.verdict, (verdict) => `f.verdict = ${verdict}`);
  where(filter.connectionId, (id) => `f.connection_id = ${id}::uuid`);
  where(filter.assigneeId, (id) => `f.assignee_id = ${id}::uuid`);
  where(
    filter.auditId,
    (id) => `f.connection_id = (select a.connection_id from vitrine.audit a where a.organization_id = $1 and a.id = ${id}::uuid)
      and (f.audit_id = ${id}::uuid or ${MARK} in (select unnest(p.standing) from vitrine.audit_page p where p.organization_id = $1 and p.audit_id = ${id}::uuid))`,
  );
  where(filter.minSaving, (amount) => `f.saving_realisable_monthly >= ${amount}::numeric`);
  where(filter.currency, (currency) => `f.currency = ${currency}`);
  where(filter.region, (region) => `f.region = ${region}`);
  where(
    filter.q === null ? null : `%${filter.q.replaceAll(/[\\%_]/g, (mark) => `\\${mark}`)}%`,
    (part) => `(f.resource_id ilike ${part} or f.resource_name ilike ${part})`,
  );
  where(filter.since, (at) => `f.first_seen_at >= ${at}::timestamptz`);
  where(filter.until, (at) => `f.first_seen_at < ${at}::timestamptz`);
  return conditions.join(' and ');
}
