import { connectionIdSchema, credentialKindSchema, type ConnectionId, type OrganizationId } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';

const rowSchema = z.object({
  connectionId: connectionIdSchema,
  version: z.number().int(),
  kind: credentialKindSchema,
  kid: z.string(),
  sealed: z.instanceof(Buffer),
  sealedByClient: z.boolean(),
});
export type OldEnvelope = z.infer<typeof rowSchema>;

/** The next current envelopes of one organization under these keys, in order of connection. The database shows this role no other. */
export async function loadOldEnvelopes(
  pool: Pool,
  organizationId: OrganizationId,
  kids: readonly string[],
  page: { readonly after: ConnectionId | null; readonly size: number },
): Promise<OldEnvelope[]> {
  return await withOrganization(
    pool,
    organizationId,
    (transaction) =>
      transaction.read(
        rowSchema,
        `select k.connection_id as "connectionId", k.version, k.kind, k.kid, k.sealed, k.sealed_by_client as "sealedByClient"
         from vitrine.credential k join vitrine.connection c on c.organization_id = k.organization_id and c.id = k.connection_id and c.credential_version = k.version
         where k.organization_id = $1 and k.kid = any($2) and ($3::uuid is null or k.connection_id > $3) order by k.connection_id limit $4`,
        [organizationId, kids, page.after, page.size],
      ),
    { mode: 'read-only' },
  );
}
