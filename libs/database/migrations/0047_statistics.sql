-- runs as: vitrine_owner
-- A new database knows nothing of its rows, and to a planner without statistics an index that begins with organization_id looks as good as the
-- primary key: until the first ANALYZE, each look-up of one finding or job by its id (foreign keys among them) read all of the organization's,
-- which is the square of an audit. So each table begins with the one fact that is known beforehand: an organization has many rows. The first
-- ANALYZE replaces it. Servers before 18 cannot be told, and learn it a minute after the first audit.
do $$
declare
  t record;
begin
  if to_regproc('pg_catalog.pg_restore_attribute_stats') is null then
    return;
  end if;
  for t in
    select c.relname::text from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'vitrine'::regnamespace and c.relkind = 'r' and a.attname = 'organization_id' and a.attnum > 0
      and not exists (select 1 from pg_catalog.pg_stats s where s.schemaname = 'vitrine' and s.tablename = c.relname)
  loop
    perform pg_catalog.pg_restore_attribute_stats('schemaname', 'vitrine', 'relname', t.relname, 'attname', 'organization_id', 'inherited', false,
      'version', current_setting('server_version_num')::integer, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 4::real);
  end loop;
end
$$;
