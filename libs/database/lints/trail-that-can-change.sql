-- A role that may change or remove a trail event: the trail grants insert and select alone.
select r.rolname || ' may ' || right_name as fault
from pg_roles r cross join unnest(array['update', 'delete', 'truncate']) right_name
where r.rolname <> 'vitrine_owner' and not r.rolsuper and r.rolname not like 'pg\_%'
  and (has_table_privilege(r.oid, 'vitrine.trail_event', right_name)
    or (right_name = 'update' and has_any_column_privilege(r.oid, 'vitrine.trail_event', 'update')))
