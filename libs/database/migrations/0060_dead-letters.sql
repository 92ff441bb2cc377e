-- runs as: vitrine_owner
-- A dead letter says what its last attempt failed of, beside the row that stays as it was; and an audit says which one it repeats, once.
alter table vitrine.job add column cause text;
grant update (cause) on vitrine.job to vitrine_worker;

alter table vitrine.audit
  add column replays_job_id uuid,
  add foreign key (organization_id, replays_job_id) references vitrine.job (organization_id, id);
create unique index audit_replay on vitrine.audit (organization_id, replays_job_id) where replays_job_id is not null;
create index job_dead on vitrine.job (organization_id, id desc) where state = 'failed' and error_code = 'dead-letter';
