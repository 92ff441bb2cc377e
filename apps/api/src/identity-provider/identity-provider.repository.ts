import { Injectable } from '@nestjs/common';
import { memberIdSchema, type MemberId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { PIN_COLUMN, pinSchema, type Pin } from '../auth/pin.js';
import { roleSchema, type Role } from '../auth/scopes.js';
import { lockPin } from '../database/lock-pin.js';

const rowSchema = z
  .object({ pin: pinSchema, claim_added: z.boolean(), pinned_by: memberIdSchema, pinned_at: z.date(), version: z.number().int() })
  .transform(({ pin, claim_added: claimAdded, pinned_by: pinnedBy, pinned_at: pinnedAt, version }) => ({ pin, claimAdded, pinnedBy, pinnedAt, version }));
export type PinRow = z.infer<typeof rowSchema>;

@Injectable()
export class IdentityProviderRepository {
  async find(tx: OrganizationTransaction, lock: 'for-reading' | 'for-change'): Promise<PinRow | 'open'> {
    if (lock === 'for-change') await lockPin(tx);
    const [row] = await tx.read(
      rowSchema,
      `select ${PIN_COLUMN}, claim_added, pinned_by, pinned_at, version from vitrine.identity_provider where organization_id = $1`,
      [tx.organizationId],
    );
    return row ?? 'open';
  }

  /** Whether an owner could still sign in by one of these issuers; he is locked, lest he leaves meanwhile. */
  async hasOwnerOf(tx: OrganizationTransaction, issuers: readonly string[]): Promise<boolean> {
    const { rowCount } = await tx.query(
      `select 1 from vitrine.member where organization_id = $1 and state = 'active' and role = 'owner' and issuer = any($2) order by id limit 1 for update`,
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
}
