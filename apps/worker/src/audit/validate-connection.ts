import type { ConnectionValidation } from '@vitrine/cloud-readers';
import { VitrineError } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { sameCredential } from '../jobs/same-credential.js';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { endJob } from '../jobs/end-job.js';
import type { Lease } from '../jobs/lease.js';
import type { CallCounts } from '../jobs/page-record.js';
import type { AuditContext } from './audit-context.js';
import { readersOf, rulesOf } from './audit-catalogue.js';
import { judgeConnection, type ConnectionJudgement } from './judge-connection.js';
import { loadAudit, type LoadedAudit } from './load-audit.js';

export interface CheckedConnection {
  readonly validation: ConnectionValidation;
  readonly judgement: ConnectionJudgement;
  readonly calls: CallCounts;
}

/** Every operation that these rules may call on this cloud, in a fixed order. */
export function operationsWanted(context: AuditContext, job: ClaimedJob, rules: LoadedAudit['rules']): string[] {
  const chosen = rulesOf(context.catalogue, job.cloud, rules);
  const metrics = chosen.some((rule) => Object.keys(rule.metrics).length > 0) ? (context.catalogue.metricReaders[job.cloud]?.operations ?? []) : [];
  return [...new Set([...[...readersOf(chosen).values()].flatMap((reader) => reader.operations), ...metrics])];
}

/** Opens the connection and asks what its principal may do: before the first audit and before every other one. */
export async function checkConnection(context: AuditContext, job: ClaimedJob, lease: Lease, audit: LoadedAudit): Promise<CheckedConnection> {
  const operations = operationsWanted(context, job, audit.rules);
  return await context.lender.withSession(job, lease, [...new Set([...context.validationOperations[job.cloud], ...operations])], async (lent) => {
    const validation = await context.validate({ session: lent.session, kind: audit.kind, operations, pins: lent.pins, signal: lease.signal });
    const trustPolicy = await lent.session.trustPolicy(lease.signal);
    lease.signal.throwIfAborted();
    return { validation, judgement: judgeConnection(audit.kind, validation, { trustPolicy, accountPinned: audit.accountPinned }), calls: lent.takeCalls() };
  });
}

/** The first validation pins the account; a later one that sees another was judged before and changes nothing here. */
export async function storeValidation(transaction: OrganizationTransaction, job: ClaimedJob, { validation, judgement }: CheckedConnection): Promise<void> {
  await transaction.query(
    `update vitrine.connection c set state = $3, state_code = $4, account_pinned = coalesce(account_pinned, case when $3 = 'rejected' then null else $5 end), estate = $6::jsonb,
       validation = $7::jsonb, validated_at = now(), version = version + 1
     where organization_id = $1 and id = $2 and state in ('pending', 'valid', 'degraded', 'rejected') and ${sameCredential('$8')}`,
    [
      job.organizationId,
      job.connectionId,
      judgement.state,
      judgement.code,
      validation.accountPinned,
      JSON.stringify(validation.estate),
      JSON.stringify({ permissions: validation.permissions, writeCapable: validation.writeCapable }),
      job.credentialVersion,
    ],
  );
}

/** The job behind "validate this connection". A sign-in that the cloud refuses is an answer about the credential, not a failure of ours. */
export async function validateConnectionJob(context: AuditContext, job: ClaimedJob, lease: Lease): Promise<void> {
  const audit = await loadAudit(context.pool, job);
  try {
    const checked = await checkConnection(context, job, lease, audit);
    await endJob(
      context.pool,
      job,
      { state: 'done', errorCode: null, detail: { state: checked.judgement.state, code: checked.judgement.code } },
      async (transaction) => {
        await storeValidation(transaction, job, checked);
        return [];
      },
    );
  } catch (error) {
    if (!(error instanceof VitrineError) || error.retryable || !refusals.has(error.code)) throw error;
    await endJob(context.pool, job, { state: 'done', errorCode: error.code }, async (transaction) => {
      await transaction.query(
        `update vitrine.connection c set state = 'rejected', state_code = $3, validated_at = now(), version = version + 1
         where organization_id = $1 and id = $2 and state in ('pending', 'valid', 'degraded', 'rejected') and ${sameCredential('$4')}`,
        [job.organizationId, job.connectionId, error.code, job.credentialVersion],
      );
      return [];
    });
  }
}

/** Words of the cloud or of the envelope about this credential; trouble on our side is none of them (fault 19). */
const refusals: ReadonlySet<string> = new Set(['sign-in-refused', 'credential-expired', 'account-mismatch', 'credential-unreadable', 'credential-missing']);
