-- runs as: vitrine_owner
-- After a commit the setting reads '' on that pooled connection, not NULL, and a bare cast would raise 22P02.
create function vitrine.current_organization() returns uuid
  language sql stable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select nullif(current_setting('vitrine.organization_id', true), '')::uuid $$;

create function vitrine.current_job() returns uuid
  language sql stable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select nullif(current_setting('vitrine.job_id', true), '')::uuid $$;

create function vitrine.current_fence() returns bigint
  language sql stable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select nullif(current_setting('vitrine.fence', true), '')::bigint $$;

revoke all on all functions in schema vitrine from public;
grant usage on schema vitrine to vitrine_api, vitrine_worker, vitrine_relay;
grant execute on function vitrine.current_organization() to vitrine_api, vitrine_worker, vitrine_relay;
grant execute on function vitrine.current_job(), vitrine.current_fence() to vitrine_worker;
