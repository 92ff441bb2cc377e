import { createHash } from 'node:crypto';
import { cloudSchema, webhookIdSchema } from '@vitrine/contracts';
import { openWebhookSecret } from '@vitrine/crypto-open';
import { sealWebhookSecret } from '@vitrine/crypto-seal';
import { z } from 'zod';
import { recordReseal } from './record-reseal.js';
import { conversionOf, type SealedKind } from './sealed-kind.js';

const rowSchema = z.object({
  webhookId: webhookIdSchema,
  version: z.number().int(),
  cloud: cloudSchema,
  kid: z.string(),
  sealed: z.instanceof(Buffer),
});
type OldSecret = z.infer<typeof rowSchema>;

/** The same secret of the same version, under another key. */
interface NewSecret {
  readonly from: OldSecret;
  readonly kid: string;
  readonly sealed: Buffer;
  readonly sha256: string;
}

const movedSchema = z.object({ webhookId: webhookIdSchema, version: z.number().int() });
const rowOf = ({ webhookId, version }: z.infer<typeof movedSchema>): string => `${webhookId}/${String(version)}`;

/**
 * What signs messages to a receiver, for as long as its senders open it. A receiver's version says which secret it is, and it is the same one:
 * so the envelope is replaced in its row, where the one that was opened still stands.
 */
export const sealedWebhookSecrets: SealedKind<OldSecret, NewSecret> = {
  load: async (transaction, { oldKids, cloud }, { after, size }) =>
    await transaction.read(
      rowSchema,
      `select s.webhook_id as "webhookId", s.version, s.cloud, s.kid, s.sealed from vitrine.webhook_secret s
       where s.organization_id = $1 and s.cloud = $2 and s.kid = any($3) and ($4::uuid is null or (s.webhook_id, s.version) > ($4, $5::integer))
       order by s.webhook_id, s.version limit $6`,
      [transaction.organizationId, cloud, oldKids, after?.webhookId ?? null, after?.version ?? null, size],
    ),

  opening: ({ webhookId, version, cloud, kid }) => ({
    type: 'vitrine.webhook-secret.opened',
    payload: { webhookId, secretVersion: version, cloud, kid, jobKind: 'reseal' },
  }),

  convert: async (organizationId, old, unwrapper, key) =>
    await conversionOf(async () => {
      const { webhookId, version, cloud } = old;
      const context = { organizationId, webhookId, version, cloud };
      const secret = await openWebhookSecret({ ...context, sealed: old.sealed }, unwrapper, (bytes) => Buffer.from(bytes));
      try {
        const { bytes, kid } = await sealWebhookSecret({ secret, context, key });
        const sealed = Buffer.from(bytes);
        return { from: old, kid, sealed, sha256: createHash('sha256').update(sealed).digest('hex') };
      } finally {
        secret.fill(0);
      }
    }),

  async store(transaction, envelopes) {
    const ordered = [...envelopes].sort((one, other) => (rowOf(one.from) < rowOf(other.from) ? -1 : 1));
    const moved = await transaction.read(
      movedSchema,
      `update vitrine.webhook_secret s set kid = n.kid, sealed = n.sealed
       from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::bytea[]) as n (webhook_id, version, cloud, from_kid, kid, sealed)
       where s.organization_id = $1 and s.webhook_id = n.webhook_id and s.version = n.version and s.cloud = n.cloud and s.kid = n.from_kid
       returning s.webhook_id as "webhookId", s.version`,
      [
        transaction.organizationId,
        ordered.map(({ from }) => from.webhookId),
        ordered.map(({ from }) => from.version),
        ordered.map(({ from }) => from.cloud),
        ordered.map(({ from }) => from.kid),
        ordered.map(({ kid }) => kid),
        ordered.map(({ sealed }) => sealed),
      ],
    );
    const rows = new Set(moved.map(rowOf));
    const stored = ordered.filter(({ from }) => rows.has(rowOf(from)));
    await recordReseal(
      transaction,
      stored.map(({ from, kid, sha256 }) => ({
        type: 'vitrine.webhook-secret.resealed',
        payload: { webhookId: from.webhookId, secretVersion: from.version, cloud: from.cloud, fromKid: from.kid, kid, sha256 },
      })),
    );
    return stored.length;
  },

  async count(transaction, { oldKids, cloud }) {
    const [row] = await transaction.read(
      z.object({ count: z.number().int() }),
      'select count(*)::integer as count from vitrine.webhook_secret where organization_id = $1 and cloud = $2 and kid = any($3)',
      [transaction.organizationId, cloud, oldKids],
    );
    return row?.count ?? 0;
  },
};
