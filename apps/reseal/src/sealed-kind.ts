import type { OrganizationId } from '@vitrine/contracts';
import type { SealingKey } from '@vitrine/crypto-envelope';
import { OpenError, type Unwrapper } from '@vitrine/crypto-open';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { CloudWork } from './old-keys.js';
import type { TrailEntry } from './record-reseal.js';

/** Something that lies sealed in a row of its own. */
export interface SealedRow {
  readonly sealed: Buffer;
}

/** `unavailable`: the key service did not answer, ask again later · `unreadable`: this envelope does not open, whoever asks. */
export type Conversion<New> = { readonly outcome: 'converted'; readonly envelope: New } | { readonly outcome: 'unavailable' | 'unreadable' };

/** @param move opens and seals again */
export async function conversionOf<New>(move: () => Promise<New>): Promise<Conversion<New>> {
  try {
    return { outcome: 'converted', envelope: await move() };
  } catch (error) {
    if (!(error instanceof OpenError)) throw error;
    return { outcome: error.fault === 'key-service-unavailable' ? 'unavailable' : 'unreadable' };
  }
}

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
