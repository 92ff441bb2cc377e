import { organizationIdSchema, type OrganizationId } from '@vitrine/contracts';
import { asDatabaseError } from '@vitrine/database';
import type { Pool } from 'pg';
import { z } from 'zod';

const rowsSchema = z.array(z.object({ organizationId: organizationIdSchema }));
const pageSize = 1_000;

/** The ids of all organizations, in order: the one thing that this role sees across them. */
export async function* organizations(pool: Pool): AsyncGenerator<OrganizationId> {
  let after: OrganizationId | null = null;
  for (;;) {
    const { rows } = await pool
      .query(
        'select organization_id as "organizationId" from vitrine.organization where $1::uuid is null or organization_id > $1 order by organization_id limit $2',
        [after, pageSize],
      )
      .catch((error: unknown) => {
        throw asDatabaseError(error);
      });
    const page = rowsSchema.parse(rows);
    for (const { organizationId } of page) yield organizationId;
    if (page.length < pageSize) return;
    after = page.at(-1)?.organizationId ?? null;
  }
}
