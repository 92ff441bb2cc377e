import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

export interface PlantedSource {
  readonly organizationId: string;
  readonly connectionId: string | null;
  readonly kind: string;
  /** Effective cost in USD of one row a day, by day. */
  readonly days: Readonly<Record<string, string>>;
}

/** A bill that was loaded before, as a pull leaves it. @param root superuser */
export async function plantSource(root: Pool, { organizationId, connectionId, kind, days }: PlantedSource): Promise<void> {
  const id = randomUUID();
  const told = Object.keys(days).sort();
  await root.query(
    `insert into vitrine.cost_source (organization_id, id, connection_id, kind, source_key, loaded_by, format, rows, charges_from, charges_to)
     values ($1, $2::uuid, $3, $4, $2::text, 'spec', 'native', $5, $6::date at time zone 'UTC', ($7::date + 1) at time zone 'UTC')`,
    [organizationId, id, connectionId, kind, told.length, told[0], told.at(-1)],
  );
  await root.query(
    `insert into vitrine.cost_row (organization_id, source_id, row_no, charge_period_start, charge_period_end, billed_cost, effective_cost, billing_currency, resource_id)
     select $1, $2, n, d::date at time zone 'UTC', (d::date + 1) at time zone 'UTC', c::numeric, c::numeric, 'USD', 'planted' from unnest($3::text[], $4::text[]) with ordinality as t (d, c, n)`,
    [organizationId, id, Object.keys(days), Object.values(days)],
  );
}
