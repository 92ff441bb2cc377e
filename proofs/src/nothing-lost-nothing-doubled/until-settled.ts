import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { z } from 'zod';

const progressSchema = z.object({ open: z.number(), idleSeconds: z.number() });

/**
 * Waits until every audit has ended, or nothing has moved for `patience` seconds: then what is left is lost, since every pause that the
 * design knows (a lease, an offer, a backoff) is shorter.
 * @param fallen asked between looks: what more is there to wait for once the promise is broken? @returns how many audits have not ended
 */
export async function untilSettled(
  root: Pool,
  auditIds: readonly string[],
  patience = 60,
  fallen: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const progress = await progressOf(root, auditIds).catch(() => null);
    if (progress !== null) {
      if (progress.open === 0) return 0;
      if (Math.min(progress.idleSeconds, (performance.now() - begun) / 1_000) > patience) return progress.open;
      if (await fallen().catch(() => false)) return progress.open;
    }
    await delay(500);
  }
}

/** Longer than the relay's poll and a delivery, and than its patience with an offer. */
const MOVES_AGAIN = { lease: '5 s', offer: '30 s' };

/**
 * Whether nothing can move any more by what the design knows: nobody holds a job, and none is due that was not offered long ago. Only for
 * attempts without their guard, whose jobs need not be waited for any longer than it takes to see that they are lost.
 */
export async function isStuck(root: Pool, auditIds: readonly string[]): Promise<boolean> {
  const { rows } = await root.query(
    `select 1 from vitrine.job j where j.audit_id = any($1) and (
       (j.state = 'running' and (j.lease_until > now() - $2::interval or (j.offered_at > j.lease_until and j.offered_at > now() - $3::interval)))
       or (j.state = 'queued' and (j.not_before > now() - $2::interval or j.offered_at is null or j.offered_at > now() - $3::interval)
         and not exists (select 1 from vitrine.job w where w.organization_id = j.organization_id and w.id = any(j.waits_for) and w.state in ('queued', 'running')))
     ) limit 1`,
    [auditIds, MOVES_AGAIN.lease, MOVES_AGAIN.offer],
  );
  return rows.length === 0;
}

async function progressOf(root: Pool, auditIds: readonly string[]): Promise<z.infer<typeof progressSchema>> {
  const { rows } = await root.query(
    `select (select count(*)::int from vitrine.audit where id = any($1) and state in ('queued', 'running')) as open,
       coalesce(extract(epoch from clock_timestamp() - (select max(at) from proof.step where audit_id = any($1)))::float8, 0) as "idleSeconds"`,
    [auditIds],
  );
  return progressSchema.parse(rows[0]);
}
