import type { OrganizationId } from '@vitrine/contracts';
import type { SealingKey } from '@vitrine/crypto-envelope';
import type { Unwrapper } from '@vitrine/crypto-open';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { CloudWork } from './old-keys.js';
import type { TrailEntry } from './record-reseal.js';

/** Something that lies sealed in a row of its own. */
export interface SealedRow {
  readonly sealed: Buffer;
}

/** `unavailable`: the key service did not answer, ask again later · `unreadable`: this envelope does not open, whoever asks. */
export type Conversion<New> = { readonly outcome: 'converted'; readonly envelope: New } | { readonly outcome: 'unavailable' | 'unreadable' };

/** One kind of what is moved to the current key: credentials of connections, secrets of webhooks. */
export interface SealedKind<Old extends SealedRow, New> {
  /** The next rows behind `after` that lie under an old key and are still opened by somebody. The database shows this role no other. */
  load(transaction: OrganizationTransaction, work: CloudWork, page: { readonly after: Old | null; readonly size: number }): Promise<Old[]>;
  /** What the trail says of the opening, before it happens. */
  opening(old: Old): TrailEntry;
  /** Opens for the row it lies in, seals for the row it will lie in, and wipes what was between. */
  convert(organizationId: OrganizationId, old: Old, unwrapper: Unwrapper, key: SealingKey): Promise<Conversion<New>>;
  /** Puts them in place and says so in the trail, each only if what was opened still stands. @returns how many were moved */
  store(transaction: OrganizationTransaction, envelopes: readonly New[]): Promise<number>;
  /** Rows that still lie under one of the old keys. */
  count(transaction: OrganizationTransaction, work: CloudWork): Promise<number>;
}
