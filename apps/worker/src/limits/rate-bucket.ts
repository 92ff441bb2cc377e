import type { Pool } from 'pg';
import { z } from 'zod';
import type { Quota } from './quotas.js';

export interface Grant {
  readonly granted: number;
  /** Milliseconds until asking again makes sense; 0 when something was granted. */
  readonly waitMs: number;
}

const grantSchema = z.object({ granted: z.number(), waitMs: z.number() });

const takeSql = `
with b as (
  select bucket, refill_per_second, not_before, clock_timestamp() as at,
    least(capacity, tokens + refill_per_second * greatest(extract(epoch from clock_timestamp() - refilled_at), 0)) as filled
  from vitrine.rate_bucket where bucket = $1 for update
), g as (
  select b.*, case when not_before > at then 0 else floor(least(filled, $2::float8)) end as granted from b
), u as (
  update vitrine.rate_bucket r set tokens = g.filled - g.granted, refilled_at = g.at from g where r.bucket = g.bucket returning r.bucket
)
select g.granted::int as granted, (case when g.not_before > g.at then extract(epoch from g.not_before - g.at) when g.granted < 1 then (1 - g.filled) / g.refill_per_second else 0 end * 1000)::float8 as "waitMs"
from g join u using (bucket)`;

/**
 * Takes up to `wanted` tokens of one bucket that the whole fleet shares. No organization in its key: two of them may audit one account, and
 * the provider counts them as one. Only the database's clock is read.
 */
export async function takeTokens(pool: Pool, bucket: string, quota: Quota, wanted: number): Promise<Grant> {
  const take = async (): Promise<Grant | undefined> => {
    const { rows } = await pool.query(takeSql, [bucket, wanted]);
    return rows.length === 0 ? undefined : grantSchema.parse(rows[0]);
  };
  const known = await take();
  if (known !== undefined) return known;
  await pool.query(`insert into vitrine.rate_bucket (bucket, tokens, capacity, refill_per_second) values ($1, $2, $2, $3) on conflict do nothing`, [
    bucket,
    quota.capacity,
    quota.refillPerSecond,
  ]);
  return (await take()) ?? { granted: 0, waitMs: 100 };
}

/** A 429's Retry-After holds for everybody on this bucket, and what it had left is gone. */
export async function holdBack(pool: Pool, bucket: string, milliseconds: number): Promise<void> {
  await pool.query(
    `update vitrine.rate_bucket set tokens = 0, refilled_at = clock_timestamp(), not_before = greatest(not_before, clock_timestamp() + make_interval(secs => $2)) where bucket = $1`,
    [bucket, milliseconds / 1_000],
  );
}
