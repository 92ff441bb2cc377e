-- runs as: vitrine_owner
-- An audit ends once. Who plans its end looks at its own view of the table, in which what it waited for is not yet; the index is not a view.
create unique index job_one_finalize on vitrine.job (organization_id, audit_id) where kind = 'finalize';
