import type { KeyObject } from 'node:crypto';
import type { OrganizationId } from '@vitrine/contracts';
import type { TestDatabase } from '@vitrine/testing';
import {
  canonicalJson,
  canonicalText,
  leafBytes,
  leafHash,
  payloadHash,
  signCheckpoint,
  tilesFilledBy,
  TreeHead,
  trailOrigin,
  type CanonicalValue,
  type TrailOutcome,
} from '@vitrine/trail';

interface Pending {
  readonly id: string;
  readonly type: string;
  readonly principal: string;
  readonly trace_id: string | null;
  readonly request_id: string | null;
  readonly outcome: TrailOutcome;
  readonly payload: CanonicalValue;
  readonly salt: Buffer;
  readonly at: Date;
}

/** Gives leaves to all entries that have none, as the workers' sequencer does, which is not of this side of the house. */
export async function sequenceNow(superuser: ReturnType<TestDatabase['poolFor']>, organizationId: OrganizationId, privateKey: KeyObject): Promise<void> {
  const head = TreeHead.empty();
  const stored = await superuser.query<{ hash: Buffer }>('select hash from vitrine.trail_leaf where organization_id = $1 order by index', [organizationId]);
  const all = stored.rows.map(({ hash }) => hash);
  for (const hash of all) head.append(hash);
  const { rows } = await superuser.query<Pending>(
    `select e.* from vitrine.trail_pending p join vitrine.trail_event e on e.organization_id = p.organization_id and e.id = p.event_id where p.organization_id = $1 order by e.at, e.id`,
    [organizationId],
  );
  if (rows.length === 0) return;
  const leaves = rows.map((row, at) =>
    canonicalText({
      index: head.size + at,
      eventId: row.id,
      eventType: row.type,
      organizationId,
      principal: row.principal,
      traceId: row.trace_id,
      correlationId: row.request_id,
      causationId: null,
      occurredAt: row.at.toISOString(),
      outcome: row.outcome,
      decision: 'none',
      payloadHash: payloadHash(row.salt, canonicalJson(row.payload)),
    }),
  );
  const fresh = leaves.map((leaf) => leafHash(leafBytes(leaf)));
  await superuser.query(
    `insert into vitrine.trail_leaf (organization_id, epoch, index, event_id, leaf, hash)
     select $1, 1, $2::bigint + n - 1, l.event_id, l.leaf, l.hash from unnest($3::uuid[], $4::text[], $5::bytea[]) with ordinality as l (event_id, leaf, hash, n)`,
    [organizationId, head.size, rows.map(({ id }) => id), leaves, fresh],
  );
  const roots = new Map<string, Buffer>();
  const tiles = await superuser.query<{ level: number; index: string; root: Buffer }>(
    'select level, index, root from vitrine.trail_tile where organization_id = $1',
    [organizationId],
  );
  for (const { level, index, root } of tiles.rows) roots.set(`${String(level)} ${index}`, root);
  const made = await tilesFilledBy(head.size, fresh, (level, from, count) =>
    Promise.resolve(
      Array.from({ length: count }, (_, at) => (level === 0 ? all[from + at] : roots.get(`${String(level - 1)} ${String(from + at)}`)) ?? Buffer.alloc(32)),
    ),
  );
  for (const { level, index, hashes, root } of made)
    await superuser.query('insert into vitrine.trail_tile (organization_id, epoch, level, index, hashes, root) values ($1, 1, $2, $3, $4, $5)', [
      organizationId,
      level,
      index,
      hashes,
      root,
    ]);
  for (const hash of fresh) head.append(hash);
  await superuser.query('delete from vitrine.trail_pending where organization_id = $1', [organizationId]);
  const note = signCheckpoint({ origin: trailOrigin({ host: 'vitrine.test', organizationId, epoch: 1 }), size: head.size, root: head.root() }, [
    { name: 'vitrine-trail', privateKey },
  ]);
  await superuser.query('insert into vitrine.trail_checkpoint (organization_id, epoch, size, root, note) values ($1, 1, $2, $3, $4)', [
    organizationId,
    head.size,
    head.root(),
    note,
  ]);
}
