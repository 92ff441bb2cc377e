import { organizationIdSchema, type OrganizationId, type TrustRuleId } from '@vitrine/contracts';
import { asDatabaseError } from '@vitrine/database';
import type { Pool } from 'pg';
import { z } from 'zod';

const answerSchema = z.tuple([z.object({ organization_id: organizationIdSchema.nullable() })]);

/** The organization of an API token, by the public key part of the token's text; exact match only. */
export async function organizationOfToken(pool: Pool, tokenKey: string): Promise<OrganizationId | 'unknown'> {
  return await lookUp(pool, 'select directory.organization_of_token($1) as organization_id', [tokenKey]);
}

/** The organization that a verified claim of a verified issuer means; exact match only. */
export async function organizationOfClaim(pool: Pool, issuer: string, claim: string, value: string): Promise<OrganizationId | 'unknown'> {
  return await lookUp(pool, 'select directory.organization_of_claim($1, $2, $3) as organization_id', [issuer, claim, value]);
}

/** The organization that made this trust rule; exact match only. */
export async function organizationOfTrustRule(pool: Pool, ruleId: TrustRuleId): Promise<OrganizationId | 'unknown'> {
  return await lookUp(pool, 'select directory.organization_of_trust_rule($1) as organization_id', [ruleId]);
}

async function lookUp(pool: Pool, sql: string, params: readonly string[]): Promise<OrganizationId | 'unknown'> {
  try {
    const [row] = answerSchema.parse((await pool.query(sql, [...params])).rows);
    return row.organization_id ?? 'unknown';
  } catch (error) {
    throw asDatabaseError(error);
  }
}
