import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@vitrine/testing';

describe('a new database looks rows up by their primary keys, because reading all of an organization for each of its rows is the square of an audit', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });

  /** What a foreign key's check is planned as: with parameters, for any value. */
  const planOf = async (table: string, key: readonly string[]): Promise<string> => {
    const client = await database.poolFor('postgres').connect();
    try {
      await client.query(`set plan_cache_mode = force_generic_plan; set enable_seqscan = off`);
      await client.query(
        `prepare look_up as select 1 from only vitrine.${table} x where ${key.map((name, index) => `${name} = $${String(index + 1)}`).join(' and ')} for key share of x`,
      );
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute look_up (${key.map(() => 'null').join(', ')})`);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    } finally {
      client.release(true);
    }
  };
  const keyOf = async (table: string): Promise<{ readonly name: string; readonly columns: readonly string[] }> => {
    const { rows } = await database.poolFor('postgres').query<{ name: string; columns: string[] }>(
      `select i.relname as name, array_agg(a.attname::text order by k.n) as columns
       from pg_index x join pg_class i on i.oid = x.indexrelid cross join unnest(x.indkey::int[]) with ordinality k (attnum, n)
         join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.attnum
       where x.indisprimary and x.indrelid = $1::regclass group by i.relname`,
      [`vitrine.${table}`],
    );
    const [key] = rows;
    if (key === undefined) throw new Error(`${table} has no primary key`);
    return key;
  };

  it.each(['finding', 'job', 'audit', 'connection', 'resource'])('vitrine.%s', async (table) => {
    const key = await keyOf(table);
    expect(await planOf(table, key.columns)).toContain(`using ${key.name} `);
  });

  it('and every other table is told the same, one of a later migration too, which repeats the call of 0047', async () => {
    const { rows } = await database.poolFor('postgres').query<{ table: string }>(
      `select c.relname::text as table from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
       where c.relnamespace = 'vitrine'::regnamespace and c.relkind = 'r'
         and not exists (select 1 from pg_stats s where s.schemaname = 'vitrine' and s.tablename = c.relname and s.attname = 'organization_id')`,
    );
    expect(rows).toEqual([]);
  });

  it('and would not, if it were not told that an organization has many rows', async () => {
    await database.poolFor('postgres').query(`select pg_clear_attribute_stats('vitrine', 'finding', 'organization_id', false)`);
    expect(await planOf('finding', ['organization_id', 'id'])).not.toContain('finding_pkey');
  });
});
