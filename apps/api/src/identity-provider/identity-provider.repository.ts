import { Injectable } from '@nestjs/common';
import { memberIdSchema, type MemberId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { pinSchema, type Pin } from '../auth/pin.js';
import { roleSchema, type Role } from '../auth/scopes.js';
import { freshId } from '../database/fresh-id.js';

const rowSchema = z
  .object({
    kind: pinSchema.shape.kind,
    issuer: z.string(),
    audience: z.string(),
    organization_claim: z.string(),
    tenant: z.string(),
    assignment_claim: z.enum(['roles', 'groups']).nullable(),
    assignment_value: z.string().nullable(),
    algorithms: pinSchema.shape.algorithms,
    claim_added: z.boolean(),
    pinned_by: memberIdSchema,
    pinned_at: z.date(),
    version: z.number().int(),
  })
  .transform((row) => ({
    pin: {
      kind: row.kind,
      issuer: row.issuer,
      audience: row.audience,
      organizationClaim: row.organization_claim,
      tenant: row.tenant,
      algorithms: row.algorithms,
      assignment: row.assignment_claim === null || row.assignment_value === null ? null : { claim: row.assignment_claim, value: row.assignment_value },
    } satisfies Pin,
    claimAdded: row.claim_added,
    pinnedBy: row.pinned_by,
    pinnedAt: row.pinned_at,
    version: row.version,
  }));
export type PinRow = z.infer<typeof rowSchema>;

@Injectable()
export class IdentityProviderRepository {
  async find(tx: OrganizationTransaction, lock: 'for-reading' | 'for-change'): Promise<PinRow | 'open'> {
    // Also where there is no row to lock: two first pins must not meet.
    if (lock === 'for-change') await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 1))`, [`identity-provider:${tx.organizationId}`]);
    const [row] = await tx.read(
      rowSchema,
      `select kind, issuer, audience, organization_claim, tenant, assignment_claim, assignment_value, algorithms, claim_added, pinned_by, pinned_at, version
         from vitrine.identity_provider where organization_id = $1`,
      [tx.organizationId],
    );
    return row ?? 'open';
  }

  async hasOthers(tx: OrganizationTransaction, member: MemberId): Promise<boolean> {
    const { rowCount } = await tx.query(`select 1 from vitrine.member where organization_id = $1 and id <> $2 and state = 'active' limit 1`, [
      tx.organizationId,
      member,
    ]);
    return rowCount === 1;
  }

  /** Whether an admin or owner could still sign in by one of these issuers. */
  async hasAdminOf(tx: OrganizationTransaction, issuers: readonly string[]): Promise<boolean> {
    const { rowCount } = await tx.query(
      `select 1 from vitrine.member where organization_id = $1 and state = 'active' and role in ('admin', 'owner') and issuer = any($2) limit 1`,
      [tx.organizationId, [...issuers]],
    );
    return rowCount === 1;
  }

  /** @returns whether the claim is new to the organization; a claim of another one violates a unique key of the directory (23505) */
  async addClaim(tx: OrganizationTransaction, { issuer, organizationClaim, tenant }: Pin): Promise<boolean> {
    const { rowCount } = await tx.query(
      `insert into vitrine.organization_claim (organization_id, issuer, claim, value) values ($1, $2, $3, $4)
       on conflict (organization_id, issuer, claim, value) do nothing`,
      [tx.organizationId, issuer, organizationClaim, tenant],
    );
    return rowCount === 1;
  }

  async removeClaim(tx: OrganizationTransaction, { issuer, organizationClaim, tenant }: Pin): Promise<void> {
    await tx.query(`delete from vitrine.organization_claim where organization_id = $1 and issuer = $2 and claim = $3 and value = $4`, [
      tx.organizationId,
      issuer,
      organizationClaim,
      tenant,
    ]);
  }

  async pin(tx: OrganizationTransaction, pin: Pin, claimAdded: boolean, by: MemberId): Promise<void> {
    await tx.query(
      `insert into vitrine.identity_provider as p (organization_id, kind, issuer, audience, organization_claim, tenant, assignment_claim, assignment_value, algorithms, claim_added, pinned_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (organization_id) do update set kind = excluded.kind, issuer = excluded.issuer, audience = excluded.audience,
         organization_claim = excluded.organization_claim, tenant = excluded.tenant, assignment_claim = excluded.assignment_claim,
         assignment_value = excluded.assignment_value, algorithms = excluded.algorithms, claim_added = excluded.claim_added,
         pinned_by = excluded.pinned_by, pinned_at = now(), version = p.version + 1`,
      [
        tx.organizationId,
        pin.kind,
        pin.issuer,
        pin.audience,
        pin.organizationClaim,
        pin.tenant,
        pin.assignment?.claim ?? null,
        pin.assignment?.value ?? null,
        pin.algorithms,
        claimAdded,
        by,
      ],
    );
  }

  async unpin(tx: OrganizationTransaction): Promise<void> {
    await tx.query(`delete from vitrine.identity_provider where organization_id = $1`, [tx.organizationId]);
  }

  async roleOf(tx: OrganizationTransaction, member: MemberId): Promise<Role | 'gone'> {
    const [row] = await tx.read(z.object({ role: roleSchema }), `select role from vitrine.member where organization_id = $1 and id = $2 and state = 'active'`, [
      tx.organizationId,
      member,
    ]);
    return row?.role ?? 'gone';
  }

  /**
   * The pinner as his new issuer calls him, in the role that he has. It was given by himself, so that he is not his own second person.
   * @returns the role that stands there now
   */
  async carryOver(
    tx: OrganizationTransaction,
    as: { readonly issuer: string; readonly subject: string; readonly email: string | null },
    role: Role,
    by: MemberId,
  ): Promise<Role | 'removed'> {
    await tx.query(
      `insert into vitrine.member (organization_id, id, issuer, subject, email, role, role_by) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (organization_id, issuer, subject) do nothing`,
      [tx.organizationId, freshId(memberIdSchema), as.issuer, as.subject, as.email, role, by],
    );
    const [row] = await tx.read(
      z.object({ role: roleSchema, state: z.enum(['active', 'removed']) }),
      `select role, state from vitrine.member where organization_id = $1 and issuer = $2 and subject = $3`,
      [tx.organizationId, as.issuer, as.subject],
    );
    return row?.state === 'active' ? row.role : 'removed';
  }
}
