import type { ConnectionId } from '@vitrine/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';

const countSchema = z.object({ resources: z.int(), findings: z.int() });

/** What really stands in the tables for one connection, seen by the superuser. */
export async function storedRows(pool: Pool, connectionId: ConnectionId): Promise<z.infer<typeof countSchema>> {
  const { rows } = await pool.query(
    `select (select count(*)::int from vitrine.resource where connection_id = $1) as resources, (select count(*)::int from vitrine.finding where connection_id = $1 and verdict = 'fail') as findings`,
    [connectionId],
  );
  return countSchema.parse(rows[0]);
}
