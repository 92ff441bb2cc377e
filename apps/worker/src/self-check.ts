import { clouds, jobKinds, VitrineError } from '@vitrine/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Duty } from './config.js';
import type { OpeningKeys } from './credentials/opening-keys.js';
import type { JobHandlers } from './jobs/run-job.js';

export interface SelfCheck {
  readonly duties: readonly Duty[];
  /** Of every role that this process logs in as. */
  readonly pools: readonly Pool[];
  readonly openingKeys: OpeningKeys | null;
  /** Unparsed: a kind whose handler was forgotten is exactly what is looked for. */
  readonly handlers: Readonly<Partial<JobHandlers>>;
}

/**
 * A worker that could do harm does not start: a role that stands above the policies, a table without them, a key that does not open, a kind
 * of job that nobody does. (That Redis does not evict is checked by the queue itself, at every connection.)
 * @throws VitrineError `self-check-failed`, naming all problems at once
 */
export async function selfCheck(check: SelfCheck): Promise<void> {
  const problems = [
    ...(await Promise.all(check.pools.map(async (pool) => [...(await roleProblems(pool)), ...(await policyProblems(pool))]))).flat(),
    ...jobKinds.filter((kind) => typeof check.handlers[kind] !== 'function').map((kind) => `no handler for jobs of kind ${kind}`),
    ...(await keyProblems(check)),
  ];
  if (problems.length > 0)
    throw new VitrineError({
      code: 'self-check-failed',
      status: 500,
      publicMessage: 'An internal error occurred.',
      internal: [...new Set(problems)].join('; '),
    });
}

const roleSchema = z.object({ role: z.string(), superuser: z.boolean(), bypasses: z.boolean(), owner: z.boolean(), creates: z.boolean() });

/** Attack: a worker started with the migrator's or a superuser's password, for which row-level security is decoration. */
async function roleProblems(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query(
    `select current_user as role, rolsuper as superuser, rolbypassrls as bypasses, rolcreaterole as creates, pg_has_role(current_user, 'vitrine_owner', 'member') as owner from pg_roles where rolname = current_user`,
  );
  const found = roleSchema.parse(rows[0]);
  const faults: [boolean, string][] = [
    [found.superuser, 'is a superuser'],
    [found.bypasses, 'bypasses row-level security'],
    [found.creates, 'may create roles'],
    [found.owner, 'is a member of the owner'],
  ];
  return faults.flatMap(([faulty, what]) => (faulty ? [`role ${found.role} ${what}`] : []));
}

async function policyProblems(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'vitrine' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
       and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped)`,
  );
  return rows.map(({ name }) => `row-level security is not forced on ${name}`);
}

async function keyProblems({ duties, openingKeys }: SelfCheck): Promise<string[]> {
  const problems: string[] = [];
  for (const cloud of clouds.filter((each) => duties.includes(each))) {
    try {
      if (openingKeys === null) throw new Error('none');
      await openingKeys.proveCanary(cloud);
    } catch {
      problems.push(`the opening key for ${cloud} cannot open a canary`);
    }
  }
  return problems;
}
