import { bytesForUsd, defaultUsdPerDay, exact, metricsOperation, usdOfMetrics, type Cloud, type ConnectionId, type OrganizationId } from '@vitrine/contracts';
import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';

export interface Expense {
  readonly operation: string;
  /** Exact decimal text. */
  readonly usd: string;
  readonly bytes: bigint;
}

const leftSchema = z.object({ left: z.string() });

/** What may still be spent today (UTC) by the organization, over all its connections; may be below 0 where the budget was lowered. */
async function leftToday(transaction: OrganizationTransaction): Promise<string> {
  const [row] = await transaction.read(
    leftSchema,
    `select (coalesce((select usd_per_day from vitrine.spend_budget where organization_id = $1), $2::numeric)
       - coalesce((select sum(cost_usd) from vitrine.api_spend where organization_id = $1 and day = (now() at time zone 'UTC')::date and operation <> $3), 0))::text as left`,
    [transaction.organizationId, defaultUsdPerDay, metricsOperation],
  );
  return row?.left ?? '0';
}

/**
 * Books an expense before the call that makes it, in a transaction of its own: a crash between the two overstates what was spent and never
 * the other way round. Workers of one organization book one after the other, so that two at once cannot pass one last cent.
 */
export async function bookExpense(
  pool: Pool,
  place: { readonly organizationId: OrganizationId; readonly connectionId: ConnectionId },
  { operation, usd, bytes }: Expense,
): Promise<'booked' | 'over-budget'> {
  return await withOrganization(pool, place.organizationId, async (transaction) => {
    await transaction.query(`select pg_advisory_xact_lock(hashtextextended('api-spend ' || $1::text, 0))`, [transaction.organizationId]);
    if (exact(usd).gt(exact(await leftToday(transaction)))) return 'over-budget';
    await transaction.query(
      `insert into vitrine.api_spend (organization_id, connection_id, day, operation, requests, bytes, cost_usd)
       values ($1, $2, (now() at time zone 'UTC')::date, $3, 1, $4::bigint, $5::numeric)
       on conflict (organization_id, connection_id, day, operation) do update
       set requests = api_spend.requests + 1, bytes = api_spend.bytes + excluded.bytes, cost_usd = api_spend.cost_usd + excluded.cost_usd`,
      [transaction.organizationId, place.connectionId, operation, bytes.toString(), usd],
    );
    return 'booked';
  });
}

/**
 * Counts what a page of metrics cost, with the page itself. Metrics are not held back by the budget and use none of it up: an audit without them
 * would judge nothing that is idle, and what they come to is bounded by its candidates.
 */
export async function bookMetrics(
  transaction: OrganizationTransaction,
  { connectionId, cloud }: { readonly connectionId: ConnectionId; readonly cloud: Cloud },
  series: number,
): Promise<void> {
  const usd = usdOfMetrics(cloud, series);
  if (exact(usd).isZero()) return;
  await transaction.query(
    `insert into vitrine.api_spend (organization_id, connection_id, day, operation, requests, bytes, cost_usd)
     values ($1, $2, (now() at time zone 'UTC')::date, $3, $4::bigint, 0, $5::numeric)
     on conflict (organization_id, connection_id, day, operation) do update set requests = api_spend.requests + excluded.requests, cost_usd = api_spend.cost_usd + excluded.cost_usd`,
    [transaction.organizationId, connectionId, metricsOperation, series, usd],
    'prepared',
  );
}

/** Bytes that today's budget still scans, and `most` at the most; at least one, since 0 would mean no limit to BigQuery. */
export async function affordableBytes(pool: Pool, organizationId: OrganizationId, most: bigint): Promise<bigint> {
  const left = await withOrganization(pool, organizationId, leftToday, { mode: 'read-only' });
  const bytes = exact(left).gt(0) ? bytesForUsd(left) : 0n;
  if (bytes < 1n) return 1n;
  return bytes < most ? bytes : most;
}
