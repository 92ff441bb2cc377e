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

async function progressOf(root: Pool, auditIds: readonly string[]): Promise<z.infer<typeof progressSchema>> {
  const { rows } = await root.query(
    `select (select count(*)::int from vitrine.audit where id = any($1) and state in ('queued', 'running')) as open,
       coalesce(extract(epoch from clock_timestamp() - (select max(at) from proof.step where audit_id = any($1)))::float8, 0) as "idleSeconds"`,
    [auditIds],
  );
  return progressSchema.parse(rows[0]);
}
