import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { ConnectionId, AuditId } from '@vitrine/contracts';
import { byHash } from '../jobs/by-hash.js';

/** Reader and scope pairs that this audit read wholly: every cursor and metrics job done, nothing denied, nothing that did not parse. */
const whole = `whole as (
  select reader, scope from vitrine.job where organization_id = $1 and audit_id = $2 and kind in ('cursor', 'metrics')
  group by reader, scope having bool_and(state = 'done' and detail->'denied' is null and coalesce((detail->>'rejected')::int, 0) = 0))`;

/** The first 8 bytes, as `shortHash` in hash-text.ts writes them. */
const shortHash = (hex: string): string => `('x' || substr(${hex}, 1, 16))::bit(64)::bigint`;

/**
 * Resolves what is gone: a finding whose rule ran, whose reader and scope were wholly read, and which no page left standing or excluded. A denied or
 * failed read never resolves anything, because not having looked is no proof.
 * @returns how many were resolved
 */
export async function resolveFindings(
  transaction: OrganizationTransaction,
  audit: { readonly auditId: AuditId; readonly connectionId: ConnectionId; readonly rules: readonly string[] },
): Promise<number> {
  return await byHash(
    transaction,
    `with ${whole}, standing as (select distinct unnest(standing || excluded) as mark from vitrine.audit_page where organization_id = $1 and audit_id = $2)
     update vitrine.finding f set status = 'resolved', status_by = 'audit', resolution = 'not-seen', resolved_at = now(), provisional = false, version = f.version + 1
     from whole w
     where f.organization_id = $1 and f.connection_id = $3 and f.status in ('open', 'acknowledged', 'planned', 'waived', 'excluded', 'relapsed') and f.rule_id = any($4)
       and f.reader = w.reader and f.scope = w.scope and not exists (select 1 from standing s where s.mark = ${shortHash('f.fingerprint')})`,
    [transaction.organizationId, audit.auditId, audit.connectionId, audit.rules],
  );
}

/** Marks resources that a wholly read scope no longer showed; what this audit wrote itself it has seen. @returns how many */
export async function markGone(
  transaction: OrganizationTransaction,
  audit: { readonly auditId: AuditId; readonly connectionId: ConnectionId },
): Promise<number> {
  return await byHash(
    transaction,
    `with ${whole}, seen as (select distinct unnest(seen) as mark from vitrine.audit_page where organization_id = $1 and audit_id = $2)
     update vitrine.resource r set gone_at = now() from whole w
     where r.organization_id = $1 and r.connection_id = $3 and r.gone_at is null and r.reader = w.reader and r.scope = w.scope
       and r.changed_at < (select started_at from vitrine.audit where organization_id = $1 and id = $2)
       and not exists (select 1 from seen s where s.mark = ${shortHash(`encode(sha256(convert_to(r.canonical_id, 'UTF8')), 'hex')`)})`,
    [transaction.organizationId, audit.auditId, audit.connectionId],
  );
}
