import { VitrineError } from '@vitrine/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';

const roleSchema = z.object({ role: z.string(), above: z.boolean() });

/**
 * Attack: the re-sealer started with the migrator's or a superuser's password, for which policies are decoration; or with the worker's.
 * @throws VitrineError `self-check-failed`
 */
export async function selfCheck(pool: Pool): Promise<void> {
  const { rows } = await pool.query(
    `select current_user as role, rolsuper or rolbypassrls or rolcreaterole or pg_has_role(current_user, 'vitrine_owner', 'member') as above
     from pg_roles where rolname = current_user`,
  );
  const { role, above } = roleSchema.parse(rows[0]);
  if (role === 'vitrine_reseal' && !above) return;
  const internal = above ? `role ${role} stands above the policies` : `role ${role} is not vitrine_reseal`;
  throw new VitrineError({ code: 'self-check-failed', status: 500, publicMessage: 'An internal error occurred.', internal });
}
