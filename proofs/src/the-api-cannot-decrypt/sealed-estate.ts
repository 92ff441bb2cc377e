import { randomBytes } from 'node:crypto';
import { connectionIdSchema, newId } from '@vitrine/contracts';
import { currentSealingKey, type SealingKeySet } from '@vitrine/crypto-envelope';
import { openCredential, type Unwrapper } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import type { Pool } from 'pg';
import { roleCredential } from './two-rows.js';

const CHUNK = 500;

/** Makes so many AWS connections of these organizations, each with a real envelope of version 1. Written by the superuser, as a stand-in for the API. */
export async function plantEnvelopes(root: Pool, organizations: readonly string[], published: SealingKeySet, count: number): Promise<void> {
  const kind = 'aws.role';
  const key = currentSealingKey(published, kind, new Date());
  for (let done = 0; done < count; done += CHUNK) {
    const rows = await Promise.all(
      Array.from({ length: Math.min(CHUNK, count - done) }, async (_, index) => {
        const organizationId = organizations[(done + index) % organizations.length] ?? '';
        const connectionId = newId(connectionIdSchema);
        const { bytes } = await sealCredential({ credential: roleCredential, context: { organizationId, connectionId, version: 1, kind }, key });
        return { organizationId, connectionId, sealed: Buffer.from(bytes) };
      }),
    );
    const columns = [rows.map(({ organizationId }) => organizationId), rows.map(({ connectionId }) => connectionId)];
    await root.query(
      `insert into vitrine.connection (organization_id, id, cloud, kind, name, state, external_id, credential_version, created_by)
       select n.organization_id, n.id, 'aws', $3, 'planted ' || n.id, 'valid', $4, 1, 'proof' from unnest($1::uuid[], $2::uuid[]) as n (organization_id, id)`,
      [...columns, kind, randomBytes(16).toString('hex')],
    );
    await root.query(
      `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by)
       select n.organization_id, n.id, 1, $4, $5, n.sealed, false, 'proof' from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as n (organization_id, id, sealed)`,
      [...columns, rows.map(({ sealed }) => sealed), kind, key.kid],
    );
  }
}

interface StoredEnvelope {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly version: number;
  readonly kind: string;
  readonly sealed: Buffer;
}

export interface OpenedCount {
  readonly opened: number;
  readonly of: number;
}

/** How many envelopes of a database open, as whoever holds its files and these keys would try: current versions only, or all. */
export async function countOpening(root: Pool, unwrapper: Unwrapper, which: 'current' | 'all', limit = 100_000): Promise<OpenedCount> {
  const { rows } = await root.query<StoredEnvelope>(
    `select k.organization_id as "organizationId", k.connection_id as "connectionId", k.version, k.kind, k.sealed from vitrine.credential k
     join vitrine.connection c on c.organization_id = k.organization_id and c.id = k.connection_id
     where k.created_by in ('proof', 'vitrine-reseal') and ($1 or c.credential_version = k.version) order by k.connection_id, k.version limit $2`,
    [which === 'all', limit],
  );
  let opened = 0;
  for (const row of rows) {
    const secret = await openCredential(row, unwrapper).catch(() => null);
    if (secret !== null) opened += 1;
    secret?.wipe();
  }
  return { opened, of: rows.length };
}
