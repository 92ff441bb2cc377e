import { createHash } from 'node:crypto';
import type { ConnectionId, OrganizationId } from '@vitrine/contracts';
import type { SealingKey } from '@vitrine/crypto-envelope';
import { openCredential, OpenError, type Unwrapper } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import type { OldEnvelope } from './load-old-envelopes.js';

/** The same credential for the next version, under another key. */
export interface NewEnvelope {
  readonly connectionId: ConnectionId;
  /** The version that it replaces. */
  readonly from: OldEnvelope;
  readonly kid: string;
  readonly sealed: Buffer;
  readonly sha256: string;
}

/** `unavailable`: the key service did not answer, ask again later · `unreadable`: this envelope does not open, whoever asks. */
export type Conversion = { readonly outcome: 'converted'; readonly envelope: NewEnvelope } | { readonly outcome: 'unavailable' | 'unreadable' };

/** Opens for the row it lies in, seals for the version after it, and wipes what was between. */
export async function convertEnvelope(organizationId: OrganizationId, old: OldEnvelope, unwrapper: Unwrapper, key: SealingKey): Promise<Conversion> {
  const { connectionId, kind, version, sealed: before } = old;
  try {
    const secret = await openCredential({ organizationId, connectionId, version, kind, sealed: before }, unwrapper);
    const { bytes, kid } = await secret.use(
      async (_bytes, parse) => await sealCredential({ credential: parse(), context: { organizationId, connectionId, version: version + 1, kind }, key }),
    );
    const sealed = Buffer.from(bytes);
    return { outcome: 'converted', envelope: { connectionId, from: old, kid, sealed, sha256: createHash('sha256').update(sealed).digest('hex') } };
  } catch (error) {
    if (!(error instanceof OpenError)) throw error;
    return { outcome: error.fault === 'key-service-unavailable' ? 'unavailable' : 'unreadable' };
  }
}
