import { connectionIdSchema, trustRuleIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { scopes } from '../auth/scopes.js';
import { nameSchema } from '../http/names.js';
import { pageQuery, pageSchema } from '../http/pagination.js';
import { workloadSchema } from './workload.js';

export const MAX_TRUST_RULES = 100;

/**
 * Attack: a run of 15 minutes that makes an API token of 90 days, a member or a laxer rule, and so outlives itself.
 * What decides who and what is trusted is for people; `policies/runs.cedar` refuses it once more.
 */
const forRuns = (scope: string): boolean =>
  scope.endsWith('.read') || ['audits', 'findings', 'schedules', 'costs'].some((resource) => scope === `vitrine.${resource}.write`);
const ciScopeSchema = z.enum(scopes.filter(forRuns), 'unknown-scope');

export const trustRuleSchema = z
  .strictObject({
    id: trustRuleIdSchema.meta({ description: 'The `audience` parameter of POST /v1/token' }),
    name: z.string(),
    issuer: z.string(),
    /** The `aud` that the id token must have. */
    audience: z.string(),
    workload: workloadSchema,
    scopes: z.array(z.string()),
    connectionIds: z.array(z.string()).nullable(),
    createdBy: z.string(),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
  })
  .meta({ id: 'TrustRule' });
export type TrustRule = z.infer<typeof trustRuleSchema>;
export const trustRulePageSchema = pageSchema(trustRuleSchema, 'TrustRulePage');

export const createTrustRuleSchema = z
  .strictObject({
    name: nameSchema,
    workload: workloadSchema,
    /** Left out: the service's own. */
    issuer: z.string('invalid-issuer').max(300, 'invalid-issuer').optional(),
    scopes: z
      .array(ciScopeSchema)
      .min(1, 'missing-field')
      .max(50, 'invalid-value')
      .refine((list) => new Set(list).size === list.length, 'duplicate-scope'),
    /** Left out: all connections. */
    connectionIds: z.array(connectionIdSchema).min(1, 'missing-field').max(100, 'invalid-value').optional(),
  })
  .meta({ id: 'CreateTrustRule' });
export type CreateTrustRule = z.infer<typeof createTrustRuleSchema>;

export const listTrustRulesSchema = z.strictObject({ ...pageQuery });
export type ListTrustRules = z.infer<typeof listTrustRulesSchema>;
