import { readLints } from '@vitrine/database';
import type { ClientBase } from 'pg';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { withAttackedDatabase } from './attacked-database.js';

const faultsSchema = z.array(z.object({ fault: z.string() }));

const floor = `using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))`;
/** For each lint a fault as somebody in a hurry would make it, chosen so that no other lint would see it. */
const plants: Readonly<Record<string, string>> = {
  'ciphertext-reader': 'grant select (sealed) on vitrine.credential to vitrine_api',
  'ciphertext-writer': 'grant update (sealed) on vitrine.credential to vitrine_worker',
  'definer-without-search-path': `create function vitrine.shortcut() returns integer language sql security definer as 'select 1'; revoke all on function vitrine.shortcut() from public`,
  'foreign-key-across-organizations': 'alter table vitrine.finding add column bucket text references vitrine.rate_bucket (bucket)',
  'function-for-everybody': `create function vitrine.open() returns integer language sql as 'select 1'`,
  'right-of-everybody': 'grant usage on schema vitrine to public',
  'right-to-empty-or-trigger': 'grant truncate on vitrine.finding to vitrine_worker',
  'role-above-the-policies': 'alter role vitrine_api bypassrls',
  'table-in-another-schema': 'create table public.scratch (n integer)',
  'table-without-floor': 'alter policy organization_floor on vitrine.resource using (true)',
  'table-without-forced-rls': 'alter table vitrine.finding no force row level security',
  'table-without-organization': `create table vitrine.note (organization_id uuid, body text); alter table vitrine.note enable row level security;
    alter table vitrine.note force row level security; create policy organization_floor on vitrine.note as restrictive for all to public ${floor}`,
  'trail-that-can-change': 'grant update (payload) on vitrine.trail_event to vitrine_api',
  'unique-across-organizations': 'create unique index wide on vitrine.connection (external_id)',
  'view-without-security-invoker': 'create view vitrine.summary as select organization_id from vitrine.finding',
};

/** Names of the lints that find something. */
async function red(client: ClientBase): Promise<string[]> {
  const names: string[] = [];
  for (const { name, sql } of readLints()) {
    if (faultsSchema.parse((await client.query(sql)).rows).length > 0) names.push(name);
  }
  return names;
}

export const proof: Proof = {
  attack: 'the catalogue lints over the committed migrations, and over each fault that they are for',
  expected: 'every lint at 0 rows; each planted fault found by exactly its lint',
  pace: 'whole',
  mutation: { removes: 'what each lint watches, one fault after the other' },
  attempt: ({ guard, say }) =>
    withAttackedDatabase(async ({ database }) => {
      const lints = readLints().map(({ name }) => name);
      const untaught = lints.filter((name) => plants[name] === undefined);
      if (untaught.length > 0) throw new Error(`teach lints-at-zero.proof.ts a fault for ${untaught.join(', ')}`);
      const client = await database.poolFor('postgres').connect();
      try {
        if (guard === 'standing') {
          const faults = await red(client);
          return { held: faults.length === 0, seen: `${String(lints.length)} lints: ${faults.length === 0 ? '0 rows' : faults.join(', ')}` };
        }
        let exact = 0;
        for (const name of lints) {
          await client.query('begin');
          await client.query(plants[name] ?? '');
          const found = await red(client);
          await client.query('rollback');
          if (found.length === 1 && found[0] === name) exact += 1;
          else say(`the fault for ${name} is found by ${found.length === 0 ? 'none' : found.join(', ')}`);
        }
        return { held: exact < lints.length, seen: `${String(exact)} of ${String(lints.length)} planted faults found by exactly their lint` };
      } finally {
        client.release(true);
      }
    }),
};
