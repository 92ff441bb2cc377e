import type { ConnectionId, OrganizationId } from '@vitrine/contracts';
import type { Unwrapper } from '@vitrine/crypto-open';
import type { Pool } from 'pg';
import { convertEnvelope } from './convert-envelope.js';
import { loadOldEnvelopes } from './load-old-envelopes.js';
import type { CloudWork } from './old-keys.js';
import { noCounts, sum, type ResealCounts } from './reseal-counts.js';
import { storeNewEnvelopes } from './store-new-envelopes.js';

export interface Resealer {
  /** Of `vitrine_reseal`. */
  readonly pool: Pool;
  readonly unwrapper: Unwrapper;
  /** Aborts between pages; a page in hand is stored or rolled back. */
  readonly signal: AbortSignal;
}

/** Envelopes per transaction: few enough that a lock on a connection is held for milliseconds. */
const pageSize = 100;

/** All envelopes of one organization and cloud, page by page; no key service is asked inside a transaction. */
export async function resealOrganization({ pool, unwrapper, signal }: Resealer, organizationId: OrganizationId, work: CloudWork): Promise<ResealCounts> {
  let counts = noCounts;
  let after: ConnectionId | null = null;
  while (!signal.aborted) {
    const page = await loadOldEnvelopes(pool, organizationId, work.oldKids, { after, size: pageSize });
    const conversions = await Promise.all(page.map((old) => convertEnvelope(organizationId, old, unwrapper, work.to)));
    const envelopes = conversions.flatMap((each) => (each.outcome === 'converted' ? [each.envelope] : []));
    const resealed = await storeNewEnvelopes(pool, organizationId, envelopes);
    const unavailable = conversions.filter(({ outcome }) => outcome === 'unavailable').length;
    counts = sum(counts, { resealed, overtaken: envelopes.length - resealed, unavailable, unreadable: page.length - envelopes.length - unavailable });
    // A key service that does not answer now will not answer for the next page either.
    if (page.length < pageSize || unavailable > 0) break;
    after = page.at(-1)?.connectionId ?? null;
  }
  return counts;
}
