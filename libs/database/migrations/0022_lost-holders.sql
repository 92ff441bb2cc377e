-- runs as: vitrine_owner
-- Holders that vanished in a row, without a page between: their lease ran out. Counted apart from attempts that failed by themselves,
-- because a process that dies takes innocent neighbours with it.
alter table vitrine.job add column lost_holders integer not null default 0;
grant update (lost_holders) on vitrine.job to vitrine_worker;
