-- runs as: vitrine_owner
-- A keyless connection has nothing to seal: what it signs in as are public ids, and the worker's assertion is the proof. So the ids belong to the
-- connection, and the table of envelopes stays empty (MC-07).
alter table vitrine.connection
  drop constraint connection_kind_check,
  add constraint connection_kind_check check (
    kind in ('aws.web-identity', 'aws.role', 'aws.key', 'aws.session', 'azure.secret', 'azure.federated', 'azure.token', 'gcp.key', 'gcp.wif', 'gcp.token')),
  add column keyless_identity jsonb,
  -- Ids in the forms that the clouds give them, and no other member. Attack: a URL or a file name among them would choose where the worker goes.
  add constraint connection_keyless_identity check (keyless_identity is null or coalesce(case kind
    when 'aws.web-identity' then keyless_identity - 'roleArn' = '{}'
      and keyless_identity ->> 'roleArn' ~ '^arn:aws:iam::[0-9]{12}:role/([A-Za-z0-9_+=,.@-]{1,128}/){0,8}[A-Za-z0-9_+=,.@-]{1,64}$' and length(keyless_identity ->> 'roleArn') <= 640
    when 'azure.federated' then keyless_identity - array['tenantId', 'clientId'] = '{}'
      and keyless_identity ->> 'tenantId' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' and keyless_identity ->> 'tenantId' ~ '[^0-]'
      and keyless_identity ->> 'clientId' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' and keyless_identity ->> 'clientId' ~ '[^0-]'
    when 'gcp.wif' then keyless_identity - array['projectNumber', 'poolId', 'providerId', 'serviceAccountEmail'] = '{}'
      and keyless_identity ->> 'projectNumber' ~ '^[1-9][0-9]{5,19}$'
      and keyless_identity ->> 'poolId' ~ '^[a-z0-9][a-z0-9-]{2,30}[a-z0-9]$'
      and keyless_identity ->> 'providerId' ~ '^[a-z0-9][a-z0-9-]{2,30}[a-z0-9]$'
      and coalesce(keyless_identity ->> 'serviceAccountEmail', 'none@gserviceaccount.com') ~ '^[a-z0-9][a-z0-9.-]{1,62}@([a-z0-9-]{1,63}\.){0,4}gserviceaccount\.com$'
      and length(coalesce(keyless_identity ->> 'serviceAccountEmail', '')) <= 150
    else false end, false));

-- What serves requests can seal none of a keyless kind. Envelopes of before stay readable to the workers until their connection is deleted.
create policy nothing_to_seal on vitrine.credential as restrictive for insert to vitrine_api
  with check (kind not in ('aws.web-identity', 'azure.federated', 'gcp.wif'));

grant update (keyless_identity) on vitrine.connection to vitrine_api;
