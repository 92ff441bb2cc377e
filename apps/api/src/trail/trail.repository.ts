import { Injectable } from '@nestjs/common';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { canonicalValueSchema, type HashReader } from '@vitrine/trail';
import { z } from 'zod';
import { trailEventIdSchema } from './trail-event-id.js';

const count = z.coerce.number().int();

const itemRowSchema = z.object({
  id: trailEventIdSchema,
  type: z.string(),
  principal: z.string(),
  trace_id: z.string().nullable(),
  request_id: z.string().nullable(),
  causation_id: z.string().nullable(),
  outcome: z.enum(['succeeded', 'denied', 'failed']),
  decision: z.object({ effect: z.enum(['allow', 'deny']), policyIds: z.array(z.string()), policySet: z.string().nullable().default(null) }).nullable(),
  payload: z.record(z.string(), z.unknown()).nullable(),
  at: z.date(),
  index: count.nullable(),
  epoch: z.number().int().nullable(),
});
export type TrailItemRow = z.infer<typeof itemRowSchema>;

const leafRowSchema = z.object({
  index: count,
  leaf: z.string(),
  hash: z.instanceof(Buffer),
  payload: canonicalValueSchema,
  salt: z.instanceof(Buffer).nullable(),
});
export type LeafRow = z.infer<typeof leafRowSchema>;
const checkpointRowSchema = z.object({ epoch: z.number().int(), size: count, root: z.instanceof(Buffer), note: z.string(), at: z.date() });
export type CheckpointRow = z.infer<typeof checkpointRowSchema>;
const headRowSchema = z.object({ epoch: z.number().int(), size: count });
const hashRowSchema = z.object({ hash: z.instanceof(Buffer) });

export interface TrailFilter {
  readonly type: string | null;
  readonly principal: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

const CHECKPOINT = 'select epoch, size, root, note, at from vitrine.trail_checkpoint where organization_id = $1';

/** Reads the trail; what the API may write of it is one entry at a time, in `record.ts`. */
@Injectable()
export class TrailRepository {
  /** Newest first, before the entry `before`. */
  async list(tx: OrganizationTransaction, filter: TrailFilter, before: string | null, limit: number): Promise<TrailItemRow[]> {
    return await tx.read(
      itemRowSchema,
      `select e.id, e.type, e.principal, e.trace_id, e.request_id, e.causation_id, e.outcome, e.decision, e.payload, e.at, l.index, l.epoch
       from vitrine.trail_event e left join vitrine.trail_leaf l on l.organization_id = e.organization_id and l.event_id = e.id
       where e.organization_id = $1 and ($2::text is null or e.type = $2) and ($3::text is null or e.principal = $3)
         and ($4::timestamptz is null or e.at >= $4) and ($5::timestamptz is null or e.at < $5) and ($6::uuid is null or e.id < $6)
       order by e.id desc limit $7`,
      [tx.organizationId, filter.type, filter.principal, filter.from, filter.to, before, limit],
    );
  }

  /** Of one epoch, or of the current one. */
  async head(tx: OrganizationTransaction, epoch: number | null): Promise<{ epoch: number; size: number } | 'none'> {
    const [row] = await tx.read(
      headRowSchema,
      `select epoch, size from vitrine.trail_checkpoint where organization_id = $1 and ($2::integer is null or epoch = $2) order by epoch desc, size desc limit 1`,
      [tx.organizationId, epoch],
    );
    return row ?? 'none';
  }

  async checkpoints(tx: OrganizationTransaction, before: readonly [number, number] | null, limit: number): Promise<CheckpointRow[]> {
    return await tx.read(
      checkpointRowSchema,
      `${CHECKPOINT} and ($2::integer is null or (epoch, size) < ($2::integer, $3::bigint)) order by epoch desc, size desc limit $4`,
      [tx.organizationId, before?.[0] ?? null, before?.[1] ?? null, limit],
    );
  }

  /** Over more than `from` leaves and at most `to`, oldest first. */
  async checkpointsOver(tx: OrganizationTransaction, epoch: number, from: number, to: number): Promise<CheckpointRow[]> {
    return await tx.read(checkpointRowSchema, `${CHECKPOINT} and epoch = $2 and size > $3 and size <= $4 order by size`, [tx.organizationId, epoch, from, to]);
  }

  /** The first checkpoint that covers `size` leaves; past the last one, the last. */
  async checkpointFor(tx: OrganizationTransaction, epoch: number, size: number): Promise<CheckpointRow | 'none'> {
    const [row] = await tx.read(
      checkpointRowSchema,
      `(${CHECKPOINT} and epoch = $2 and size >= $3 order by size limit 1) union all (${CHECKPOINT} and epoch = $2 order by size desc limit 1) limit 1`,
      [tx.organizationId, epoch, size],
    );
    return row ?? 'none';
  }

  async leaves(tx: OrganizationTransaction, epoch: number, from: number, to: number): Promise<LeafRow[]> {
    return await tx.read(
      leafRowSchema,
      `select l.index, l.leaf, l.hash, e.payload, e.salt from vitrine.trail_leaf l
       left join vitrine.trail_event e on e.organization_id = l.organization_id and e.id = l.event_id
       where l.organization_id = $1 and l.epoch = $2 and l.index >= $3 and l.index < $4 order by l.index`,
      [tx.organizationId, epoch, from, to],
    );
  }

  /** The 256 hashes of a complete tile of leaves, or `none` while it is not complete. */
  async tile(tx: OrganizationTransaction, epoch: number, index: number): Promise<Buffer | 'none'> {
    const [row] = await tx.read(
      hashRowSchema,
      'select hashes as hash from vitrine.trail_tile where organization_id = $1 and epoch = $2 and level = 0 and index = $3',
      [tx.organizationId, epoch, index],
    );
    return row?.hash ?? 'none';
  }

  /** Leaves as rows, everything above them as the roots of complete tiles. */
  hashes(tx: OrganizationTransaction, epoch: number): HashReader {
    const range = 'where organization_id = $1 and epoch = $2 and index >= $3 and index < $4';
    return async (level, from, many) => {
      const place = [tx.organizationId, epoch, from, from + many];
      const rows =
        level === 0
          ? await tx.read(hashRowSchema, `select hash from vitrine.trail_leaf ${range} order by index`, place)
          : await tx.read(hashRowSchema, `select root as hash from vitrine.trail_tile ${range} and level = $5 order by index`, [...place, level - 1]);
      return rows.map(({ hash }) => hash);
    };
  }
}
