import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { newId } from '@vitrine/contracts';
import type { SeededOrganization } from '@vitrine/testing';
import type { Pool } from 'pg';
import { z } from 'zod';
import { plantTrustRule } from '../hostile-input/ci-run.js';

export const freshId = (): string => newId(z.string());

/** Makes a row of the collection for this organization and returns its id. A collection that is not known throws: it would go unattacked. */
export async function plantTarget(superuser: Pool, organization: SeededOrganization, collection: string): Promise<string> {
  const plant = plants[collection];
  if (plant === undefined) throw new Error(`teach tenant-targets.ts the collection ${collection}`);
  return await plant(superuser, organization);
}

/** One signed leaf, so that the trail has something to prove; no process here sequences. */
export async function plantTrail(superuser: Pool, { organizationId }: SeededOrganization): Promise<void> {
  await superuser.query(
    `insert into vitrine.trail_leaf (organization_id, epoch, index, event_id, leaf, hash) values ($1, 1, 0, $2, '{}', $3) on conflict do nothing`,
    [organizationId, freshId(), randomBytes(32)],
  );
  await superuser.query(
    `insert into vitrine.trail_checkpoint (organization_id, epoch, size, root, note) values ($1, 1, 1, $2, 'planted') on conflict do nothing`,
    [organizationId, randomBytes(32)],
  );
}

type Plant = (superuser: Pool, organization: SeededOrganization) => Promise<string>;

const insert = async (superuser: Pool, sql: string, params: readonly unknown[]): Promise<void> => void (await superuser.query(sql, [...params]));

const connection: Plant = async (superuser, { organizationId }) => {
  const id = freshId();
  await insert(
    superuser,
    `insert into vitrine.connection (organization_id, id, cloud, kind, name, state, external_id, credential_version, bill, created_by) values ($1, $2, 'azure', 'azure.federated', $3, 'valid', $4, 1, '{"source":"cost-management"}', 'seed')`,
    [organizationId, id, `twin ${id}`, randomUUID().replaceAll('-', '')],
  );
  await insert(
    superuser,
    `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by) values ($1, $2, 1, 'azure.federated', 'none', $3, false, 'seed')`,
    [organizationId, id, randomBytes(400)],
  );
  return id;
};

const audit: Plant = async (superuser, organization) => {
  const id = freshId();
  await insert(
    superuser,
    `insert into vitrine.audit (organization_id, id, connection_id, credential_version, state, requested_by) values ($1, $2, $3, 1, 'queued', 'seed')`,
    [organization.organizationId, id, await connection(superuser, organization)],
  );
  return id;
};

const finding: Plant = async (superuser, organization) => {
  const id = freshId();
  const evidence = { source: ['ec2:DescribeVolumes'], window: null, facts: { state: 'available' }, formula: '100 GB × 0.08', assumptions: [] };
  const auditId = await audit(superuser, organization);
  await insert(
    superuser,
    `insert into vitrine.finding (organization_id, id, connection_id, audit_id, fingerprint, rule_id, rule_version, family, cloud, reader, scope, title, verdict, severity, confidence, effort, action_group,
       provisional, account_id, region, resource_id, canonical_id, resource_type, saving_method, currency, saving_gross_monthly, saving_realisable_monthly, evidence, verify, remedy, content_hash)
     select $1, $2, connection_id, id, $4, 'azure.compute.disk-unattached', 1, 'cost', 'azure', 'r', 's', 'twin', 'fail', 'medium', 'high', 'Low', 'terminate',
       false, '123456789012', 'westeurope', $5, $5, 'azure.disk', 'LIST', 'USD', 8, 8, $6, 'v', $7, 1 from vitrine.audit where organization_id = $1 and id = $3`,
    [
      organization.organizationId,
      id,
      auditId,
      createHash('sha256').update(id).digest('hex'),
      `disk-${id}`,
      JSON.stringify(evidence),
      JSON.stringify({ steps: ['delete'], rollback: 'none' }),
    ],
  );
  return id;
};

const member: Plant = async (superuser, { organizationId, claim }) => {
  const id = freshId();
  await insert(superuser, `insert into vitrine.member (organization_id, id, issuer, subject, role) values ($1, $2, $3, $4, 'viewer')`, [
    organizationId,
    id,
    claim.issuer,
    `twin-${id}`,
  ]);
  return id;
};

const webhook: Plant = async (superuser, { organizationId }) => {
  const id = freshId();
  // An organization has twenty at most; those of earlier requests would leave no room for one that it makes itself.
  await superuser.query(
    `delete from vitrine.webhook where organization_id = $1 and id in (select id from vitrine.webhook where organization_id = $1 order by created_at desc offset 5)`,
    [organizationId],
  );
  await insert(
    superuser,
    `insert into vitrine.webhook (organization_id, id, name, url, events, created_by) values ($1, $2, 'twin', 'https://hooks.vitrine-receiver.dev/', array['finding.opened'], 'seed')`,
    [organizationId, id],
  );
  return id;
};

const plants: Readonly<Record<string, Plant>> = {
  // Proposed by the admin, so that the owner, who attacks, is the second person.
  approvals: async (superuser, organization) => {
    const id = freshId();
    const { organizationId, members } = organization;
    const raised = await member(superuser, organization);
    // Few may wait at once; those of earlier requests would leave no room for one that is proposed.
    await superuser.query(`delete from vitrine.pending_change where organization_id = $1 and state = 'proposed'`, [organizationId]);
    await insert(
      superuser,
      `insert into vitrine.pending_change (organization_id, id, kind, subject, payload, proposed_by) values ($1, $2, 'member.role-raise', $3::text, jsonb_build_object('memberId', $3::text, 'from', 'viewer', 'to', 'admin'), $4)`,
      [organizationId, id, raised, members.admin.id],
    );
    return id;
  },
  invitations: async (superuser, { organizationId, members }) => {
    const id = freshId();
    await superuser.query(`delete from vitrine.invitation where organization_id = $1`, [organizationId]);
    await insert(
      superuser,
      `insert into vitrine.invitation (organization_id, id, code_hash, role, created_by, expires_at) values ($1, $2, $3, 'viewer', $4, now() + interval '7 days')`,
      [organizationId, id, randomBytes(32), members.admin.id],
    );
    return id;
  },
  connections: connection,
  audits: audit,
  findings: finding,
  members: member,
  assignees: member,
  webhooks: webhook,
  'dead-letters': async (superuser, organization) => {
    const id = freshId();
    const auditId = await audit(superuser, organization);
    // Over, as one is whose dead letters somebody replays.
    await insert(superuser, `update vitrine.audit set state = 'partial', ended_at = now() where organization_id = $1 and id = $2`, [
      organization.organizationId,
      auditId,
    ]);
    await insert(
      superuser,
      `insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, queue, state, error_code, attempt, ended_at)
       select organization_id, $3, 'cursor', id, connection_id, 'azure', 'failed', 'dead-letter', 3, now() from vitrine.audit where organization_id = $1 and id = $2`,
      [organization.organizationId, auditId, id],
    );
    return id;
  },
  deliveries: async (superuser, organization) => {
    const id = freshId();
    await insert(
      superuser,
      `insert into vitrine.webhook_delivery (organization_id, id, webhook_id, event, connection_id, cloud, subject_id, body, state) values ($1, $2, $3, 'finding.opened', $4, 'azure', $2, '{}', 'failed')`,
      [organization.organizationId, id, await webhook(superuser, organization), await connection(superuser, organization)],
    );
    return id;
  },
  'trust-rules': async (superuser, organization) => await plantTrustRule(superuser, organization),
  schedules: async (superuser, organization) => {
    const id = freshId();
    await insert(
      superuser,
      `insert into vitrine.schedule (organization_id, id, connection_id, name, cron, time_zone, created_by) values ($1, $2, $3, 'twin', '0 2 * * *', 'UTC', 'seed')`,
      [organization.organizationId, id, await connection(superuser, organization)],
    );
    return id;
  },
  exclusions: async (superuser, { organizationId }) => {
    const id = freshId();
    await insert(superuser, `insert into vitrine.exclusion (organization_id, id, tag_key, reason, created_by) values ($1, $2, 'twin', 'twin', 'seed')`, [
      organizationId,
      id,
    ]);
    return id;
  },
  'operator-sessions': async (superuser, { organizationId }) => {
    const id = freshId();
    await insert(
      superuser,
      `insert into vitrine.operator_session (organization_id, id, operator, reason, ticket, minutes, expires_at) values ($1, $2, 'https://platform.test|twin', 'a twin looks in', 'T-1', 30, now() + interval '1 day')`,
      [organizationId, id],
    );
    return id;
  },
  'api-tokens': async (superuser, { organizationId, members }) => {
    const id = freshId();
    await insert(
      superuser,
      `insert into vitrine.api_token (organization_id, id, token_key, secret_hmac, pepper_id, name, scopes, created_by, expires_at)
       values ($1, $2, $3, $4, 'none', 'twin', array['vitrine.findings.read'], $5, now() + interval '30 days')`,
      [organizationId, id, randomBytes(5).toString('hex'), randomBytes(32), members.owner.id],
    );
    return id;
  },
  sources: async (superuser, { organizationId }) => {
    const id = freshId();
    await insert(superuser, `insert into vitrine.cost_source (organization_id, id, kind, source_key, loaded_by) values ($1, $2, 'focus-upload', $3, 'seed')`, [
      organizationId,
      id,
      `twin-${id}`,
    ]);
    return id;
  },
};
