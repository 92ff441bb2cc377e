import { withOrganization } from '@vitrine/tenancy';
import { createPool } from '@vitrine/database';
import { organizationIdSchema, newId, type OrganizationId } from '@vitrine/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { withAttackedDatabase } from './attacked-database.js';
import { seededRandom } from './seeded-random.js';

const rowsSchema = z.array(z.object({ organization_id: z.string() }));

interface Tally {
  statements: number;
  failed: number;
  foreign: number;
  unscoped: number;
}

/** What goes wrong between two borrowers of one connection: errors, rollbacks, statements without any scope at all. */
export const proof: Proof = {
  attack:
    'tenants take turns on a pool of one connection, 50 mixed statements each, with rollbacks and errors at random and a statement without a scope between them',
  expected: '0 foreign rows, 0 rows without a scope',
  pace: 'whole',
  mutation: { removes: 'the end of the setting with its transaction (`set` instead of `set local`)' },
  attempt: ({ guard, seed, pace }) =>
    withAttackedDatabase(async ({ database }) => {
      const organizations = Array.from({ length: pace === 'quick' ? 20 : 200 }, () => organizationIdSchema.parse(newId(organizationIdSchema)));
      const superuser = database.poolFor('postgres');
      await superuser.query(`insert into vitrine.organization (organization_id, name) select id, 'twin' from unnest($1::uuid[]) id`, [organizations]);
      await superuser.query(
        `insert into vitrine.trail_event (organization_id, id, type, principal) select id, gen_random_uuid(), 't', 'p' from unnest($1::uuid[]) id`,
        [organizations],
      );
      const pool = createPool({ url: database.url('vitrine_api'), applicationName: 'proof-of-one', max: 1 });
      try {
        const tally = await mixedStatements(guard === 'standing' ? pool : forgetful(pool), organizations, seed);
        return {
          held: tally.foreign === 0 && tally.unscoped === 0,
          seen: `${String(organizations.length)} tenants, ${String(tally.statements)} statements, ${String(tally.failed)} failed on purpose: ${String(tally.foreign)} foreign rows, ${String(tally.unscoped)} without a scope`,
        };
      } finally {
        await pool.end();
      }
    }),
};

async function mixedStatements(pool: Pool, organizations: readonly OrganizationId[], seed: number): Promise<Tally> {
  const random = seededRandom(seed);
  const tally: Tally = { statements: 0, failed: 0, foreign: 0, unscoped: 0 };
  // Statements of all are dealt like cards, so that neighbours on the connection are always different ones.
  const turns = random.shuffled(organizations.flatMap((organization) => Array.from({ length: 10 }, () => organization)));
  for (const organization of turns) {
    await oneTurn(pool, organization, random.below(5), tally).catch(() => {
      tally.failed += 1;
    });
    if (random.below(10) === 0) tally.unscoped += rowsSchema.parse((await pool.query('select organization_id from vitrine.organization')).rows).length;
  }
  return tally;
}

/** Five statements; what kind of end they come to is the die's. */
async function oneTurn(pool: Pool, organization: OrganizationId, end: number, tally: Tally): Promise<void> {
  await withOrganization(pool, organization, async (transaction) => {
    const look = async (table: string): Promise<void> => {
      const rows = rowsSchema.parse((await transaction.query(`select organization_id from vitrine.${table}`)).rows);
      tally.foreign += rows.filter(({ organization_id }) => organization_id !== organization).length;
      tally.statements += 1;
    };
    await look('organization');
    await transaction.query(`insert into vitrine.trail_event (organization_id, id, type, principal) values ($1, gen_random_uuid(), 't', 'p')`, [organization]);
    await look('trail_event');
    await transaction.query('update vitrine.organization set name = name');
    tally.statements += 2;
    if (end === 0) throw new Error('the caller changed its mind');
    if (end === 1) await transaction.query('select 1 / 0');
    if (end === 2) await transaction.query('select no_such_column from vitrine.organization');
    await look('organization');
  });
}

/** The same pool in the hands of somebody who wrote `false` for the last argument: the setting then outlives its transaction. */
function forgetful(pool: Pool): Pool {
  const forget = (text: unknown): unknown => (typeof text === 'string' ? text.replaceAll('set local ', 'set ') : text);
  return new Proxy(pool, {
    get: (target, name) => {
      if (name === 'query') return target.query.bind(target);
      if (name !== 'connect') return Reflect.get(target, name) as unknown;
      return async () => {
        const client = await target.connect();
        return new Proxy(client, {
          get: (inner, member) => {
            const value = Reflect.get(inner, member) as unknown;
            if (typeof value !== 'function') return value;
            // A function of the client's own, called on it: only the statement's text is another.
            return (...args: unknown[]): unknown => Reflect.apply(value, inner, member === 'query' ? [forget(args[0]), ...args.slice(1)] : args) as unknown;
          },
        });
      };
    },
  });
}
