import type { BillReader, Estate, ExportReader, Scope } from '@vitrine/cloud-readers';
import type { BillKind, Cloud } from '@vitrine/contracts';

type ExportKind = 'data-exports' | 'cost-management-exports';

/** One native bill as a connection may name it, and the reader that pulls it. */
export interface PulledBill {
  readonly kind: Exclude<BillKind, ExportKind>;
  readonly cloud: Cloud;
  readonly reader: BillReader;
}

/** Files that the provider puts into the customer's own storage. */
export interface ExportedBill {
  readonly kind: ExportKind;
  readonly cloud: Cloud;
  readonly exports: ExportReader;
}

export type BillSource = PulledBill | ExportedBill;

/** One walk per account, subscription or project. */
export function billScopes({ cloud, accounts }: Estate): Scope[] {
  return accounts.map((accountId) => ({ cloud, accountId, region: null }));
}
