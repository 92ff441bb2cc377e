import { randomUUID } from 'node:crypto';
import { newId } from '@vitrine/contracts';
import type { SeededOrganization, TestIssuer } from '@vitrine/testing';
import type { Pool } from 'pg';
import { z } from 'zod';

/** What the API under attack is told that it is called: the audience of id tokens. */
export const publicUrl = 'https://vitrine.proof.test';
export const ciWorkload = { provider: 'github', repositoryId: '7411', repositoryOwnerId: '902', ref: 'refs/heads/main' } as const;

/** A rule for runs whose id tokens the ground's own issuer signs. Earlier ones go: an organization has a hundred at most. */
export async function plantTrustRule(superuser: Pool, { organizationId, members, claim }: SeededOrganization): Promise<string> {
  const id = newId(z.string());
  await superuser.query(
    `delete from vitrine.trust_rule where organization_id = $1 and id in (select id from vitrine.trust_rule where organization_id = $1 order by created_at desc offset 20)`,
    [organizationId],
  );
  await superuser.query(
    `insert into vitrine.trust_rule (organization_id, id, name, provider, issuer, workload, scopes, created_by)
     values ($1, $2, 'planted', 'github', $3, $4, array['vitrine.audits.read'], $5)`,
    [organizationId, id, claim.issuer, JSON.stringify(ciWorkload), members.admin.id],
  );
  return id;
}

/** Of a run that the rule means. */
export async function idTokenOf(issuer: TestIssuer, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const claims = { repository_id: '7411', repository_owner_id: '902', ref: 'refs/heads/main', event_name: 'push', run_id: '1', jti: randomUUID(), ...more };
  return await issuer.mint({ subject: 'repo:acme/shop:ref:refs/heads/main', audience: publicUrl, typ: 'JWT', claims });
}

export function tokenExchangeForm(idToken: string, ruleId: string): string {
  return new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    subject_token: idToken,
    audience: ruleId,
  }).toString();
}

/** A request that is taken once, under a fresh rule. */
export async function exchangeForm(superuser: Pool, issuer: TestIssuer, organization: SeededOrganization): Promise<string> {
  return tokenExchangeForm(await idTokenOf(issuer), await plantTrustRule(superuser, organization));
}
