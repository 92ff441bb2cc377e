import type { BillRow } from '@vitrine/cloud-readers';
import type { JobId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';

/** Puts a page's rows aside under their job; whoever adds up costs does not see them. `from` is the number of the first. */
export async function stageRows(transaction: OrganizationTransaction, jobId: JobId, from: number, rows: readonly BillRow[]): Promise<void> {
  if (rows.length === 0) return;
  await transaction.query(
    `insert into vitrine.cost_row_staged (organization_id, job_id, row_no, value)
     select $1, $2, $3::bigint + r.ordinality - 1, r.value from jsonb_array_elements($4::jsonb) with ordinality as r(value, ordinality) on conflict do nothing`,
    [transaction.organizationId, jobId, from, JSON.stringify(rows)],
  );
}

/** Takes back what this pull staged, and what others of the connection left that ended without coming to their end. */
export async function dropStaged(transaction: OrganizationTransaction, jobId: JobId): Promise<void> {
  await transaction.query(
    `delete from vitrine.cost_row_staged s using vitrine.job j, vitrine.job own
     where s.organization_id = $1 and j.organization_id = $1 and j.id = s.job_id and own.organization_id = $1 and own.id = $2
       and (j.id = own.id or (j.connection_id = own.connection_id and j.state not in ('queued', 'running')))`,
    [transaction.organizationId, jobId],
  );
}
