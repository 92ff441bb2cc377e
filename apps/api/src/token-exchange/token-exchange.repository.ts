import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { memberIdSchema, type ApiTokenId, type TrustRuleId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { roleSchema } from '../auth/scopes.js';
import { LIFETIME_MINUTES } from './token-exchange.schemas.js';
import { workloadSchema } from './workload.js';

const ruleSchema = z.object({
  name: z.string(),
  issuer: z.string(),
  workload: workloadSchema,
  scopes: z.array(z.string()),
  connection_ids: z.array(z.string()).nullable(),
  created_by: memberIdSchema,
  member_state: z.enum(['active', 'removed']),
  role: roleSchema,
  organization_state: z.enum(['active', 'suspended']),
});
export type RuleAtExchange = z.infer<typeof ruleSchema>;

export interface ExchangedToken {
  readonly id: ApiTokenId;
  readonly tokenKey: string;
  readonly secretHmac: Buffer;
  readonly pepperId: string;
  readonly ruleId: TrustRuleId;
  readonly scopes: readonly string[];
  readonly run: object;
}

@Injectable()
export class TokenExchangeRepository {
  /** `for-issuing`: whoever deletes the rule waits until the transaction ends, and so ends its token too. */
  async rule(tx: OrganizationTransaction, id: TrustRuleId, lock: 'for-reading' | 'for-issuing'): Promise<RuleAtExchange | 'missing'> {
    const [row] = await tx.read(
      ruleSchema,
      `select r.name, r.issuer, r.workload, r.scopes, r.connection_ids, r.created_by, m.state as member_state, m.role, o.state as organization_state
         from vitrine.trust_rule r
         join vitrine.member m on m.organization_id = r.organization_id and m.id = r.created_by
         join vitrine.organization o on o.organization_id = r.organization_id
        where r.organization_id = $1 and r.id = $2 ${lock === 'for-issuing' ? 'for key share of r' : ''}`,
      [tx.organizationId, id],
    );
    return row ?? 'missing';
  }

  /** @returns whether nobody spent it before: the primary key decides between two processes that see it at once */
  async spend(tx: OrganizationTransaction, issuer: string, jti: string, expiresAt: Date): Promise<boolean> {
    const { rowCount } = await tx.query(
      `insert into vitrine.spent_assertion (organization_id, issuer, jti_sha256, expires_at) values ($1, $2, $3, $4) on conflict do nothing`,
      [tx.organizationId, issuer, createHash('sha256').update(jti).digest(), expiresAt],
    );
    return rowCount === 1;
  }

  /** What has ended, of the organization: whoever comes in sweeps. What was spent stays five minutes longer, as its policy has it: see the migration. */
  async sweep(tx: OrganizationTransaction): Promise<void> {
    await tx.query(`delete from vitrine.spent_assertion where organization_id = $1 and expires_at < now() - interval '5 minutes'`, [tx.organizationId]);
    await tx.query(`delete from vitrine.api_token where organization_id = $1 and trust_rule_id is not null and expires_at < now()`, [tx.organizationId]);
  }

  /** Counts under the organization's lock. */
  async countLive(tx: OrganizationTransaction): Promise<number> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 1))`, [`exchanged-tokens:${tx.organizationId}`]);
    const [row] = await tx.read(
      z.object({ live: z.coerce.number() }),
      `select count(*) as live from vitrine.api_token where organization_id = $1 and trust_rule_id is not null and expires_at > now()`,
      [tx.organizationId],
    );
    return row?.live ?? 0;
  }

  async insert(tx: OrganizationTransaction, token: ExchangedToken, rule: RuleAtExchange): Promise<void> {
    await tx.query(
      `insert into vitrine.api_token (organization_id, id, token_key, secret_hmac, pepper_id, name, scopes, connection_ids, created_by, expires_at, trust_rule_id, run)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + make_interval(mins => $10), $11, $12)`,
      [
        tx.organizationId,
        token.id,
        token.tokenKey,
        token.secretHmac,
        token.pepperId,
        rule.name,
        [...token.scopes],
        rule.connection_ids,
        rule.created_by,
        LIFETIME_MINUTES,
        token.ruleId,
        JSON.stringify(token.run),
      ],
    );
    await tx.query(`update vitrine.trust_rule set last_used_at = now() where organization_id = $1 and id = $2`, [tx.organizationId, token.ruleId]);
  }
}
