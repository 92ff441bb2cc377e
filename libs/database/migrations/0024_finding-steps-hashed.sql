-- runs as: vitrine_owner
-- The rows before and after a statement have no statistics, so their join compared each with each: 2,000 findings took four seconds. By hash it
-- is a few milliseconds, and never slower where there are few.
alter function vitrine.record_finding_update() set enable_nestloop = off;
alter function vitrine.record_finding_update() set enable_mergejoin = off;
