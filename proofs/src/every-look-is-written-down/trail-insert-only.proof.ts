import { loginRoles, type TestRole } from '@vitrine/testing';
import type { Proof } from '../proof.js';
import { withAttackedDatabase } from '../tenants-never-meet/attacked-database.js';

const tables = ['trail_event', 'trail_leaf', 'trail_tile', 'trail_checkpoint'] as const;
const attacks = (table: string): string[] => [
  `update vitrine.${table} set organization_id = organization_id`,
  `delete from vitrine.${table}`,
  `truncate vitrine.${table}`,
];

/** Entries that their writer dates himself, or commits to with a salt that he knows: a guess of a dropped payload would be checked by it. */
const forgeries = [
  `insert into vitrine.trail_event (organization_id, id, type, principal, at) values (vitrine.current_organization(), gen_random_uuid(), 'proof.forged', 'p', '2099-01-01')`,
  `insert into vitrine.trail_event (organization_id, id, type, principal, salt) values (vitrine.current_organization(), gen_random_uuid(), 'proof.forged', 'p', decode(repeat('00', 32), 'hex'))`,
];
/** Roles with a right to write any entry at all. */
const writers = ['vitrine_api', 'vitrine_worker', 'vitrine_operator'];

/** CS-T11: whoever comes by the password of a process of ours changes no history, and not even where a grant was given by mistake. */
export const proof: Proof = {
  attack:
    'UPDATE, DELETE and TRUNCATE of entries, leaves, tiles and checkpoints as every login role, as granted, then with every right on them given away; an entry of 2099, one with a chosen salt',
  expected: '42501 each time, and as many rows as before',
  pace: 'whole',
  mutation: { removes: 'the triggers, and the columns in the rights to write an entry' },
  attempt: ({ guard, say }) =>
    withAttackedDatabase(async ({ database, acme }) => {
      const superuser = database.poolFor('postgres');
      // A login role that the testing library does not know has no password there and fails loudly.
      const roles = (await loginRoles(superuser)) as TestRole[];
      await superuser.query(
        `with e as (insert into vitrine.trail_event (organization_id, id, type, principal) values ($1, gen_random_uuid(), 'proof.planted', 'p') returning id)
         insert into vitrine.trail_leaf (organization_id, epoch, index, event_id, leaf, hash) select $1, 1, 0, id, '{}', decode(repeat('ab', 32), 'hex') from e`,
        [acme.organizationId],
      );
      await superuser.query(
        `insert into vitrine.trail_tile (organization_id, epoch, level, index, hashes, root) values ($1, 1, 0, 0, decode(repeat('ab', 8192), 'hex'), decode(repeat('ab', 32), 'hex'))`,
        [acme.organizationId],
      );
      await superuser.query(
        `insert into vitrine.trail_checkpoint (organization_id, epoch, size, root, note) values ($1, 1, 1, decode(repeat('ab', 32), 'hex'), 'n')`,
        [acme.organizationId],
      );
      const rows = async (): Promise<string> =>
        JSON.stringify(await Promise.all(tables.map(async (table) => (await superuser.query(`select count(*) from vitrine.${table}`)).rows)));
      const before = await rows();
      let [tried, refused] = [0, 0];
      const throwAll = async (all: readonly string[]): Promise<void> => {
        for (const role of roles) {
          for (const sql of all) {
            tried += 1;
            const code = await changed(database.poolFor(role), acme.organizationId, sql);
            if (code === '42501') refused += 1;
            else if (guard === 'standing') say(`${role}: ${sql}: ${code}`);
          }
        }
      };
      if (guard === 'removed') await superuser.query(`grant insert on vitrine.trail_event to ${writers.join(', ')}`);
      await throwAll(forgeries);
      const forged = await superuser.query(`select 1 from vitrine.trail_event where type = 'proof.forged'`);
      await throwAll(tables.flatMap(attacks));
      for (const table of tables) {
        await superuser.query(`grant select, update, delete, truncate on vitrine.${table} to ${roles.join(', ')}`);
        await superuser.query(`create policy mistake on vitrine.${table} for all to ${roles.join(', ')} using (true) with check (true)`);
        if (guard === 'removed') await superuser.query(`drop trigger keep_rows on vitrine.${table}; drop trigger keep_table on vitrine.${table}`);
      }
      await throwAll(tables.flatMap(attacks));
      const kept = (await rows()) === before;
      return {
        held: refused === tried && kept && forged.rowCount === 0,
        seen: `${String(refused)} of ${String(tried)} refused, ${String(forged.rowCount)} forged, rows ${kept ? 'as before' : 'changed'}`,
      };
    }),
};

/** The SQLSTATE of the refusal, or `done`. What is done is committed: the count afterwards is of what really happened. */
async function changed(
  pool: ReturnType<Parameters<Parameters<typeof withAttackedDatabase>[0]>[0]['database']['poolFor']>,
  organizationId: string,
  sql: string,
): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // A pool of a role that may not even call the function still sets the variable itself.
    await client.query(`select set_config('vitrine.organization_id', $1, true)`, [organizationId]);
    await client.query(sql);
    await client.query('commit');
    return 'done';
  } catch (error) {
    await client.query('rollback');
    return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  } finally {
    client.release();
  }
}
