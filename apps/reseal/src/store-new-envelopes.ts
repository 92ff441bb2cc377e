import { connectionIdSchema, newId, type OrganizationId } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { NewEnvelope } from './convert-envelope.js';

const movedSchema = z.object({ connectionId: connectionIdSchema });

/**
 * Appends the new versions and moves their connections, each only if it still stands at the version that was opened (compare-and-swap): a
 * credential submitted, revoked or re-sealed meanwhile wins, and its connection is left alone. One transaction: the version, its envelope and
 * its trail event are there together or not at all.
 * @returns how many were moved
 */
export async function storeNewEnvelopes(pool: Pool, organizationId: OrganizationId, envelopes: readonly NewEnvelope[]): Promise<number> {
  if (envelopes.length === 0) return 0;
  return await withOrganization(pool, organizationId, async (transaction) => {
    // In one order, so that two re-sealers cannot wait for one another.
    const ordered = [...envelopes].sort((one, other) => (one.connectionId < other.connectionId ? -1 : 1));
    const moved = await transaction.read(
      movedSchema,
      `update vitrine.connection c
       set credential_version = n.version + 1, resealed_to = n.version + 1, version = c.version + 1,
         resealed_from = case when c.resealed_to = c.credential_version then c.resealed_from else n.version end
       from unnest($2::uuid[], $3::integer[]) as n (id, version)
       where c.organization_id = $1 and c.id = n.id and c.credential_version = n.version returning c.id as "connectionId"`,
      [organizationId, ordered.map(({ connectionId }) => connectionId), ordered.map(({ from }) => from.version)],
    );
    const ids = new Set(moved.map(({ connectionId }) => connectionId));
    const stored = ordered.filter(({ connectionId }) => ids.has(connectionId));
    if (stored.length === 0) return 0;
    await transaction.query(
      `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by)
       select $1, n.*, 'vitrine-reseal' from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[], $6::bytea[], $7::boolean[]) as n`,
      [
        organizationId,
        stored.map(({ connectionId }) => connectionId),
        stored.map(({ from }) => from.version + 1),
        stored.map(({ from }) => from.kind),
        stored.map(({ kid }) => kid),
        stored.map(({ sealed }) => sealed),
        stored.map(({ from }) => from.sealedByClient),
      ],
    );
    await transaction.query(
      `insert into vitrine.trail_event (organization_id, id, type, principal, payload)
       select $1, n.id, 'vitrine.credential.resealed', 'vitrine-reseal', n.payload from unnest($2::uuid[], $3::jsonb[]) as n (id, payload)`,
      [organizationId, stored.map(() => newId(z.uuid())), stored.map(trailOf)],
    );
    return stored.length;
  });
}

function trailOf({ connectionId, from, kid, sha256 }: NewEnvelope): string {
  return JSON.stringify({ connectionId, fromVersion: from.version, version: from.version + 1, fromKid: from.kid, kid, sha256 });
}
