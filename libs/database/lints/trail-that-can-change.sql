-- A role that may change or remove what the trail holds, or a table of it whose trigger is gone: the trail grants insert and select alone.
with trail (name) as (values ('vitrine.trail_event'), ('vitrine.trail_leaf'), ('vitrine.trail_tile'), ('vitrine.trail_checkpoint'))
select r.rolname || ' may ' || right_name || ' ' || name as fault
from pg_roles r cross join trail cross join unnest(array['update', 'delete', 'truncate']) right_name
where r.rolname <> 'vitrine_owner' and not r.rolsuper and r.rolname not like 'pg\_%'
  and (has_table_privilege(r.oid, name, right_name)
    or (right_name = 'update' and has_any_column_privilege(r.oid, name, 'update')))
union all
select name || ' lacks ' || wanted from trail cross join unnest(array['keep_rows', 'keep_table']) wanted
where not exists (select 1 from pg_trigger t where t.tgrelid = name::regclass and t.tgname = wanted and t.tgenabled = 'O')
