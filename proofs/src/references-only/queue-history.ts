import { escapeIdentifier, type Pool } from 'pg';
import { z } from 'zod';

const namesSchema = z.array(z.object({ name: z.string() }));

/** Keeps every row that the queue's tables ever hold, since a job's row goes with its delivery; what stood before is kept too. */
export async function recordQueueTables(superuser: Pool): Promise<void> {
  await superuser.query(`
    create schema proof_queue;
    create table proof_queue.history (name text not null, text text not null, data jsonb);
    create function proof_queue.keep() returns trigger language plpgsql security definer set search_path = proof_queue, pg_temp as $$
    begin
      insert into proof_queue.history values (tg_table_name, to_jsonb(new)::text, case tg_table_name when 'job' then to_jsonb(new) -> 'data' end);
      return new;
    end $$`);
  const tables = namesSchema.parse((await superuser.query(`select tablename as name from pg_tables where schemaname = 'bullmq'`)).rows);
  if (tables.length === 0) throw new Error('the queue has no tables');
  for (const { name } of tables) {
    const table = `bullmq.${escapeIdentifier(name)}`;
    await superuser.query(`create trigger proof_keep after insert or update on ${table} for each row execute function proof_queue.keep()`);
    await superuser.query(`insert into proof_queue.history (name, text) select $1, to_jsonb(t)::text from ${table} t`, [name]);
  }
}
