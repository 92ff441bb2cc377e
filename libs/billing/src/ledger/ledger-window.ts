import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

const WINDOW_DAYS = 90;
const rowSchema = z.object({ first: z.coerce.number().int().nullable(), last: z.coerce.number().int().nullable() });

/**
 * Sources of one export are one ledger; a source without a dataset is one of its own. Written as an expression over `cost_source s`.
 * What tells of the same charges twice is never added up, so everything that adds goes by this key.
 */
export const ledgerKeySql = 'coalesce(s.dataset, s.id::text)';

/** The complete days that a ledger covers of its last 90, as whole days since 1970; null where it covers none. */
export async function ledgerWindow(transaction: OrganizationTransaction, ledgerKey: string): Promise<{ readonly start: number; readonly end: number } | null> {
  const [row] = await transaction.read(
    rowSchema,
    `select floor(extract(epoch from min(s.charges_from)) / 86400)::int as first, floor(extract(epoch from max(s.charges_to)) / 86400)::int as last
     from vitrine.cost_source s where s.organization_id = $1 and ${ledgerKeySql} = $2`,
    [transaction.organizationId, ledgerKey],
  );
  if (row === undefined || row.first === null || row.last === null || row.last <= row.first) return null;
  return { start: Math.max(row.first, row.last - WINDOW_DAYS), end: row.last };
}
