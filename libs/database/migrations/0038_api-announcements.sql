-- runs as: vitrine_owner
-- What the API itself has to tell an organization's receivers, by name: it makes no message about findings or audits, and none that was sent already.
create policy api_announces on vitrine.webhook_delivery as restrictive for insert to vitrine_api with check (event = 'approval.waiting' and state = 'pending');
grant insert (organization_id, id, webhook_id, event, connection_id, cloud, subject_id, body) on vitrine.webhook_delivery to vitrine_api;
