import type { BillReader, Estate, Scope } from '@vitrine/cloud-readers';
import type { Cloud } from '@vitrine/contracts';

/** One native bill as a connection may name it, and the reader that pulls it. */
export interface BillSource {
  readonly kind: 'cost-explorer' | 'cost-management' | 'bigquery';
  readonly cloud: Cloud;
  readonly reader: BillReader;
}

/** One walk per account, subscription or project. */
export function billScopes({ cloud, accounts }: Estate): Scope[] {
  return accounts.map((accountId) => ({ cloud, accountId, region: null }));
}
