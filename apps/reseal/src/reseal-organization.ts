import { createHash } from 'node:crypto';
import type { OrganizationId } from '@vitrine/contracts';
import type { Unwrapper } from '@vitrine/crypto-open';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import type { CloudWork } from './old-keys.js';
import { recordReseal } from './record-reseal.js';
import { noCounts, sum, type ResealCounts } from './reseal-counts.js';
import { sealedCredentials } from './sealed-credentials.js';
import type { SealedKind, SealedRow } from './sealed-kind.js';
import { sealedWebhookSecrets } from './sealed-webhook-secrets.js';

export interface Resealer {
  /** Of `vitrine_reseal`. */
  readonly pool: Pool;
  readonly unwrapper: Unwrapper;
  /** Aborts between pages; a page in hand is stored or rolled back. */
  readonly signal: AbortSignal;
  /**
   * Names of what did not open. With these keys it never will, so it is not tried in each round: every try is an entry of the trail.
   * Lives as long as the keys do.
   */
  readonly unreadable: Set<string>;
}

/** Envelopes per transaction: few enough that a lock on a connection is held for milliseconds. */
const pageSize = 100;

/** Whether the key service answered in this round. Until it did, one envelope is tried at a time: each try is an entry of the trail, and an outage has many rounds. */
export interface Answered {
  answered: boolean;
}

/** All envelopes of one organization and cloud, page by page; no key service is asked inside a transaction. */
export async function resealOrganization(resealer: Resealer, organizationId: OrganizationId, work: CloudWork, service: Answered): Promise<ResealCounts> {
  const credentials = await resealKind(sealedCredentials, resealer, organizationId, work, service);
  // A key service that does not answer now will not answer for the next kind either.
  if (credentials.unavailable > 0) return credentials;
  return sum(credentials, await resealKind(sealedWebhookSecrets, resealer, organizationId, work, service));
}

async function resealKind<Old extends SealedRow, New>(
  kind: SealedKind<Old, New>,
  { pool, unwrapper, signal, unreadable }: Resealer,
  organizationId: OrganizationId,
  work: CloudWork,
  service: Answered,
): Promise<ResealCounts> {
  // Row and bytes: what is moved to another row opens nowhere, and must not stand for the row that it was taken from.
  const nameOf = (old: Old): string =>
    createHash('sha256')
      .update(JSON.stringify(kind.opening(old)))
      .update(old.sealed)
      .digest('base64');
  let counts = noCounts;
  let after: Old | null = null;
  while (!signal.aborted) {
    const size = service.answered ? pageSize : 1;
    // Committed before anything is opened: what cannot be written down is not opened.
    const { rows, readable } = await withOrganization(pool, organizationId, async (transaction) => {
      const found: Old[] = await kind.load(transaction, work, { after, size });
      const tried = found.filter((old) => !unreadable.has(nameOf(old)));
      await recordReseal(transaction, tried.map(kind.opening));
      return { rows: found, readable: tried };
    });
    const conversions = await Promise.all(readable.map(async (old) => ({ old, conversion: await kind.convert(organizationId, old, unwrapper, work.to) })));
    for (const { old, conversion } of conversions) {
      if (conversion.outcome === 'unreadable') unreadable.add(nameOf(old));
      if (conversion.outcome !== 'unavailable') service.answered = true;
    }
    const envelopes = conversions.flatMap(({ conversion }) => (conversion.outcome === 'converted' ? [conversion.envelope] : []));
    const resealed = envelopes.length === 0 ? 0 : await withOrganization(pool, organizationId, (transaction) => kind.store(transaction, envelopes));
    const unavailable = conversions.filter(({ conversion }) => conversion.outcome === 'unavailable').length;
    counts = sum(counts, { resealed, overtaken: envelopes.length - resealed, unavailable, unreadable: rows.length - envelopes.length - unavailable });
    if (rows.length < size || unavailable > 0) break;
    after = rows.at(-1) ?? null;
  }
  return counts;
}
