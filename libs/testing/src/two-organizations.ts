import { randomBytes, randomUUID } from 'node:crypto';
import {
  apiTokenIdSchema,
  connectionIdSchema,
  memberIdSchema,
  newId,
  organizationIdSchema,
  type ApiTokenId,
  type Cloud,
  type ConnectionId,
  type CredentialKind,
  type MemberId,
  type OrganizationId,
} from '@vitrine/contracts';
import type { Pool } from 'pg';
import type { TestDatabase } from './test-database.js';

export type SeededRole = 'owner' | 'admin' | 'analyst' | 'viewer';

export interface SeededMember {
  readonly id: MemberId;
  readonly issuer: string;
  readonly subject: string;
}

export interface SeededOrganization {
  readonly organizationId: OrganizationId;
  readonly name: string;
  /** The verified claim by which tokens of this issuer mean this organization. */
  readonly claim: { readonly issuer: string; readonly claim: 'org_id'; readonly value: string };
  readonly members: Readonly<Record<SeededRole, SeededMember>>;
  readonly token: { readonly id: ApiTokenId; readonly tokenKey: string };
  /** One valid connection per cloud, credential version 1. */
  readonly connections: Readonly<Record<Cloud, ConnectionId>>;
}

export interface SeedOptions {
  /** Issuer of the members and claims. Default: one that no network knows. */
  readonly issuer?: string;
  /** What to store for each organization's API token; default: a hash that no secret fits. */
  readonly apiToken?: (name: string) => {
    readonly tokenKey: string;
    readonly secretHmac: Buffer;
    readonly pepperId: string;
    readonly scopes: readonly string[];
  };
  /** The envelope to store per connection; default: random bytes that nothing opens. */
  readonly sealed?: (
    organizationId: OrganizationId,
    connectionId: ConnectionId,
    kind: CredentialKind,
  ) => Promise<{ readonly kid: string; readonly sealed: Buffer }>;
}

// newId's return type loses the brand of a branded schema; parsing again restores it.
const KINDS = { aws: 'aws.role', azure: 'azure.federated', gcp: 'gcp.wif' } as const;

/**
 * Two organizations with equal names for everything inside, because a tenant test with one organization proves nothing,
 * and one in which all names differ hides a lost predicate.
 */
export async function seedTwoOrganizations(
  database: TestDatabase,
  options: SeedOptions = {},
): Promise<{ readonly acme: SeededOrganization; readonly umbra: SeededOrganization }> {
  const pool = database.poolFor('postgres');
  return { acme: await seed(pool, 'acme', options), umbra: await seed(pool, 'umbra', options) };
}

async function seed(pool: Pool, name: string, options: SeedOptions): Promise<SeededOrganization> {
  const issuer = options.issuer ?? 'https://issuer.vitrine.test';
  const organizationId = organizationIdSchema.parse(newId(organizationIdSchema));
  const claim = { issuer, claim: 'org_id', value: `org_${name}_${randomBytes(6).toString('hex')}` } as const;
  await pool.query(`insert into vitrine.organization (organization_id, name) values ($1, $2)`, [organizationId, name]);
  await pool.query(`insert into vitrine.organization_claim (organization_id, issuer, claim, value) values ($1, $2, $3, $4)`, [
    organizationId,
    claim.issuer,
    claim.claim,
    claim.value,
  ]);
  const members = {
    owner: await seedMember(pool, organizationId, issuer, name, 'owner'),
    admin: await seedMember(pool, organizationId, issuer, name, 'admin'),
    analyst: await seedMember(pool, organizationId, issuer, name, 'analyst'),
    viewer: await seedMember(pool, organizationId, issuer, name, 'viewer'),
  };
  const connections = {
    aws: await seedConnection(pool, organizationId, 'aws', options),
    azure: await seedConnection(pool, organizationId, 'azure', options),
    gcp: await seedConnection(pool, organizationId, 'gcp', options),
  } satisfies Record<Cloud, ConnectionId>;
  const token = await seedToken(pool, organizationId, members.owner.id, name, options);
  return { organizationId, name, claim, members, token, connections };
}

async function seedMember(pool: Pool, organizationId: OrganizationId, issuer: string, name: string, role: SeededRole): Promise<SeededMember> {
  const member = { id: memberIdSchema.parse(newId(memberIdSchema)), issuer, subject: `${name}-${role}` };
  await pool.query(`insert into vitrine.member (organization_id, id, issuer, subject, email, role) values ($1, $2, $3, $4, $5, $6)`, [
    organizationId,
    member.id,
    issuer,
    member.subject,
    `${role}@${name}.test`,
    role,
  ]);
  return member;
}

async function seedToken(
  pool: Pool,
  organizationId: OrganizationId,
  createdBy: MemberId,
  name: string,
  options: SeedOptions,
): Promise<SeededOrganization['token']> {
  const id = apiTokenIdSchema.parse(newId(apiTokenIdSchema));
  const stored = options.apiToken?.(name) ?? {
    tokenKey: randomBytes(5).toString('hex'),
    secretHmac: randomBytes(32),
    pepperId: 'none',
    scopes: ['vitrine.findings.read'],
  };
  await pool.query(
    `insert into vitrine.api_token (organization_id, id, token_key, secret_hmac, pepper_id, name, scopes, created_by, expires_at)
     values ($1, $2, $3, $4, $5, 'ci', $6, $7, now() + interval '30 days')`,
    [organizationId, id, stored.tokenKey, stored.secretHmac, stored.pepperId, stored.scopes, createdBy],
  );
  return { id, tokenKey: stored.tokenKey };
}

async function seedConnection(pool: Pool, organizationId: OrganizationId, cloud: Cloud, options: SeedOptions): Promise<ConnectionId> {
  const id = connectionIdSchema.parse(newId(connectionIdSchema));
  const kind = KINDS[cloud];
  await pool.query(
    `insert into vitrine.connection (organization_id, id, cloud, kind, name, state, external_id, credential_version, created_by)
     values ($1, $2, $3, $4, $5, 'valid', $6, 1, 'seed')`,
    [organizationId, id, cloud, kind, `${cloud} production`, randomUUID().replaceAll('-', '')],
  );
  const envelope = (await options.sealed?.(organizationId, id, kind)) ?? { kid: 'none', sealed: randomBytes(400) };
  await pool.query(
    `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by)
     values ($1, $2, 1, $3, $4, $5, false, 'seed')`,
    [organizationId, id, kind, envelope.kid, envelope.sealed],
  );
  return id;
}
