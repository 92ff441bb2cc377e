import { Injectable } from '@nestjs/common';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

export interface NewEnvelope {
  readonly connectionId: string;
  readonly version: number;
  readonly kind: string;
  readonly kid: string;
  readonly sealed: Uint8Array;
  readonly sealedByClient: boolean;
  readonly createdBy: string;
  readonly expiresAt: string | null;
}

const storedSchema = z.object({ version: z.number().int(), sha256: z.string(), created_at: z.date() });

/** Envelopes go in and are erased; the API's role has no right to read one back (promise 1). */
@Injectable()
export class CredentialsRepository {
  async append(tx: OrganizationTransaction, envelope: NewEnvelope): Promise<z.infer<typeof storedSchema>> {
    const [row] = await tx.read(
      storedSchema,
      `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       returning version, encode(sealed_sha256, 'hex') as sha256, created_at`,
      [
        tx.organizationId,
        envelope.connectionId,
        envelope.version,
        envelope.kind,
        envelope.kid,
        Buffer.from(envelope.sealed),
        envelope.sealedByClient,
        envelope.createdBy,
        envelope.expiresAt,
      ],
    );
    if (row === undefined) throw new TypeError('an insert with RETURNING gave no row');
    return row;
  }

  async erase(tx: OrganizationTransaction, connectionId: string): Promise<{ version: number; sha256: string }[]> {
    const rows = await tx.read(
      storedSchema,
      `delete from vitrine.credential where organization_id = $1 and connection_id = $2 returning version, encode(sealed_sha256, 'hex') as sha256, created_at`,
      [tx.organizationId, connectionId],
    );
    return rows.map(({ version, sha256 }) => ({ version, sha256 })).sort((a, b) => a.version - b.version);
  }

  /** When the current credential ends by itself; null for those that do not. */
  async expiry(tx: OrganizationTransaction, connectionId: string, version: number): Promise<Date | null> {
    const [row] = await tx.read(
      z.object({ expires_at: z.date().nullable() }),
      'select expires_at from vitrine.credential where organization_id = $1 and connection_id = $2 and version = $3',
      [tx.organizationId, connectionId, version],
    );
    return row?.expires_at ?? null;
  }
}
