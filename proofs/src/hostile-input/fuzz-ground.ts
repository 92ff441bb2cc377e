import { createHash, randomUUID } from 'node:crypto';
import { ruleCatalogue } from '@vitrine/contracts';
import type { SeededOrganization } from '@vitrine/testing';
import type { ApiProcess } from './api-process.js';
import type { AttackGround } from './attack-ground.js';
import { plantTarget } from '../tenants-never-meet/tenant-targets.js';
import { idIn } from './catalogue-case.js';
import { idTokenOf, plantTrustRule } from './ci-run.js';

/** Rows to aim at, by the first word of the collection in the path (`/v1/<collection>/{id}`). */
export type Targets = Readonly<Record<string, readonly string[]>>;

export interface FuzzGround {
  readonly own: Targets;
  readonly foreign: Targets;
  readonly dead: Targets;
  /** A connection that can be audited. */
  readonly connection: string;
  /** What stands for each placeholder. */
  readonly fills: Readonly<Record<string, string>>;
}

const ruleId = ruleCatalogue.find(({ cloud }) => cloud === 'aws')?.id ?? 'aws.none';
let made = 0;

/**
 * Fresh rows of both organizations, and rows that were deleted: called before each operation, since many delete what they are given.
 * The owner, who attacks, is never among the targets.
 */
export async function freshTargets(
  ground: AttackGround,
  api: ApiProcess,
  tokens: { readonly owner: string; readonly umbraOwner: string },
): Promise<FuzzGround> {
  const post = async (path: string, token: string, body: unknown, headers = {}): Promise<string> =>
    idIn(await api.send({ method: 'POST', path, token, body, headers }));
  const label = (): string => `fuzz ${String((made += 1))} ${randomUUID()}`;
  const rowsOf = async (token: string): Promise<Record<'members' | 'api-tokens', string>> => ({
    members: await post('/v1/members', token, { issuer: ground.issuer.issuer, subject: label().replaceAll(' ', '-'), role: 'viewer' }),
    'api-tokens': await post('/v1/api-tokens', token, { name: label(), scopes: ['vitrine.rules.read'], lifetimeDays: 1 }),
  });
  // An organization has few live tokens, and the requests before made more than a few.
  await ground.database.poolFor('postgres').query('update vitrine.api_token set revoked_at = now() where revoked_at is null');
  const [own, foreign] = [await rowsOf(tokens.owner), await rowsOf(tokens.umbraOwner)];
  const dead = { ...(await rowsOf(tokens.owner)), connections: await post('/v1/connections', tokens.owner, { name: label(), kind: 'azure.secret' }) };
  for (const [collection, id] of Object.entries(dead)) await api.send({ method: 'DELETE', path: `/v1/${collection}/${id}`, token: tokens.owner });
  const [ours, theirs] = [await plantedRows(ground, ground.acme), await plantedRows(ground, ground.umbra)];
  const { issuer, acme } = ground;
  // One that can be audited, scheduled and synced.
  const connection = await plantTarget(ground.database.poolFor('postgres'), acme, 'connections');
  return {
    connection,
    fills: {
      connection,
      member: acme.members.admin.id,
      organization: acme.organizationId,
      issuer: issuer.issuer,
      tenant: acme.claim.value,
      proof: await issuer.mint({ subject: randomUUID(), claims: { org_id: acme.claim.value } }),
      trustRule: ours['trust-rules']?.[0] ?? '',
      idToken: await idTokenOf(issuer),
    },
    own: { ...ours, members: [own.members], 'api-tokens': [own['api-tokens']] },
    foreign: { ...theirs, members: [foreign.members], 'api-tokens': [foreign['api-tokens']] },
    // What cannot be deleted by itself dies with its connection; an id that never was stands for it.
    dead: {
      ...Object.fromEntries(Object.entries(dead).map(([collection, id]) => [collection, [id]])),
      audits: [randomUUID()],
      findings: [randomUUID()],
      'trust-rules': [randomUUID()],
      approvals: [randomUUID()],
      invitations: [randomUUID()],
      costs: [randomUUID()],
      organization: [randomUUID()],
    },
  };
}

/** What workers write: a connection with a credential, its audit that runs, a finding, and a bill. */
async function plantedRows(ground: AttackGround, organization: SeededOrganization): Promise<Targets> {
  const { organizationId } = organization;
  const pool = ground.database.poolFor('postgres');
  const [connection, audit, finding, source, session] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await pool.query(
    `insert into vitrine.connection (organization_id, id, cloud, kind, name, state, external_id, credential_version, created_by)
     values ($1, $2::uuid, 'azure', 'azure.secret', 'planted ' || $2::text, 'valid', $3, 1, 'proof')`,
    [organizationId, connection, randomUUID()],
  );
  await pool.query(
    `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by) values ($1, $2, 1, 'azure.secret', 'none', $3, false, 'proof')`,
    [organizationId, connection, Buffer.alloc(400, 1)],
  );
  await pool.query(
    `insert into vitrine.audit (organization_id, id, connection_id, credential_version, state, requested_by) values ($1, $2, $3, 1, 'queued', 'proof')`,
    [organizationId, audit, connection],
  );
  const evidence = {
    source: ['ec2:DescribeVolumes'],
    window: null,
    facts: { name: '=cmd()', tag: '<img onerror=alert(1)>' },
    formula: '1 × 8',
    assumptions: [],
  };
  await pool.query(
    `insert into vitrine.finding (organization_id, id, connection_id, audit_id, fingerprint, rule_id, rule_version, family, cloud, reader, scope, title, verdict, status, severity,
       confidence, effort, action_group, provisional, superseded, account_id, region, resource_id, canonical_id, resource_name, resource_type, saving_method, currency,
       saving_gross_monthly, saving_realisable_monthly, evidence, verify, remedy, content_hash)
     values ($1, $2, $3, $4, $5, '${ruleId}', 1, 'cost', 'aws', 'r', 's', 'A volume that no machine uses', 'fail', 'open', 'medium', 'high', 'Low', 'terminate',
       false, false, '123456789012', 'eu-central-1', $6, $6, '=cmd()', 'aws.ebs.volume', 'LIST', 'USD', '8', '8', $7, 'aws ec2 describe-volumes', $8, 1)`,
    [
      organizationId,
      finding,
      connection,
      audit,
      createHash('sha256').update(finding).digest('hex'),
      `vol-${finding}`,
      JSON.stringify(evidence),
      JSON.stringify({ steps: ['Delete it'], rollback: 'Restore it' }),
    ],
  );
  await pool.query(`insert into vitrine.cost_source (organization_id, id, kind, source_key, loaded_by) values ($1, $2, 'focus-upload', $3, 'proof')`, [
    organizationId,
    source,
    `focus-upload/${source}.csv`,
  ]);
  await pool.query(
    `insert into vitrine.operator_session (organization_id, id, operator, reason, ticket, minutes, expires_at) values ($1, $2, 'https://platform.test|fuzz', 'a fuzzer looks in', 'T-1', 30, now() + interval '1 day')`,
    [organizationId, session],
  );
  // `/v1/organization/operator-sessions/{sessionId}`
  return {
    organization: [session],
    connections: [connection],
    audits: [audit],
    findings: [finding],
    costs: [source],
    rules: [ruleId],
    'trust-rules': [await plantTrustRule(pool, organization)],
    approvals: [await plantTarget(pool, organization, 'approvals')],
    invitations: [await plantTarget(pool, organization, 'invitations')],
  };
}
