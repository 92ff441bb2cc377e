-- runs as: vitrine_owner
-- The relay looks for the next few jobs of each organization, and may not read all that is due to find them: an organization with 50,000 jobs made
-- every look take seconds, for everybody. The first index holds them in the very order of admission, by organization; the second the few that run
-- or were just offered.
create index job_turn on vitrine.job (organization_id, (state <> 'running'), (kind not in ('plan', 'finalize', 'validate')), created_at, id)
  where state in ('queued', 'running');
create index job_offered on vitrine.job (organization_id) where state = 'running' or (state = 'queued' and offered_at is not null);
