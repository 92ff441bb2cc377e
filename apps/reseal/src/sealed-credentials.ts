import { createHash } from 'node:crypto';
import { connectionIdSchema, credentialKindSchema, type ConnectionId } from '@vitrine/contracts';
import { openCredential } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import { z } from 'zod';
import { recordReseal } from './record-reseal.js';
import { conversionOf, type SealedKind } from './sealed-kind.js';

const rowSchema = z.object({
  connectionId: connectionIdSchema,
  version: z.number().int(),
  kind: credentialKindSchema,
  kid: z.string(),
  sealed: z.instanceof(Buffer),
  sealedByClient: z.boolean(),
});
type OldEnvelope = z.infer<typeof rowSchema>;

/** The same credential for the next version, under another key. */
interface NewEnvelope {
  readonly connectionId: ConnectionId;
  /** The version that it replaces. */
  readonly from: OldEnvelope;
  readonly kid: string;
  readonly sealed: Buffer;
  readonly sha256: string;
}

const movedSchema = z.object({ connectionId: connectionIdSchema });

/** Credentials that connections live on now: a re-sealed one is the next version, moved to by compare-and-swap, and no envelope is ever changed. */
export const sealedCredentials: SealedKind<OldEnvelope, NewEnvelope> = {
  load: async (transaction, { oldKids }, { after, size }) =>
    await transaction.read(
      rowSchema,
      `select k.connection_id as "connectionId", k.version, k.kind, k.kid, k.sealed, k.sealed_by_client as "sealedByClient"
       from vitrine.credential k join vitrine.connection c on c.organization_id = k.organization_id and c.id = k.connection_id and c.credential_version = k.version
       where k.organization_id = $1 and k.kid = any($2) and ($3::uuid is null or k.connection_id > $3) order by k.connection_id limit $4`,
      [transaction.organizationId, oldKids, after?.connectionId ?? null, size],
    ),

  opening: ({ connectionId, version, kind, kid }) => ({
    type: 'vitrine.credential.opened',
    payload: { connectionId, credentialVersion: version, kind, kid, jobKind: 'reseal' },
  }),

  convert: async (organizationId, old, unwrapper, key) =>
    await conversionOf(async () => {
      const { connectionId, kind, version, sealed: before } = old;
      const secret = await openCredential({ organizationId, connectionId, version, kind, sealed: before }, unwrapper);
      const { bytes, kid } = await secret.use(
        async (_bytes, parse) => await sealCredential({ credential: parse(), context: { organizationId, connectionId, version: version + 1, kind }, key }),
      );
      const sealed = Buffer.from(bytes);
      return { connectionId, from: old, kid, sealed, sha256: createHash('sha256').update(sealed).digest('hex') };
    }),

  /**
   * Appends the new versions and moves their connections, each only if it still stands at the version that was opened: a credential submitted,
   * revoked or re-sealed meanwhile wins, and its connection is left alone.
   */
  async store(transaction, envelopes) {
    const { organizationId } = transaction;
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
    await recordReseal(
      transaction,
      stored.map(({ connectionId, from, kid, sha256 }) => ({
        type: 'vitrine.credential.resealed',
        payload: { connectionId, fromVersion: from.version, version: from.version + 1, fromKid: from.kid, kid, sha256 },
      })),
    );
    return stored.length;
  },

  async count(transaction, { oldKids }) {
    const [row] = await transaction.read(
      z.object({ count: z.number().int() }),
      'select count(*)::integer as count from vitrine.credential where organization_id = $1 and kid = any($2)',
      [transaction.organizationId, oldKids],
    );
    return row?.count ?? 0;
  },
};
